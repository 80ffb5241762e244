"""The bar of long commands: what it says, that it is drawn on a terminal alone, and that it leaves nothing behind."""

import time
from pathlib import Path

import pytest
from terminals import plain, shown

from selten.cli import progress
from selten.cli.progress import Bar, progress_bar


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> list[float]:
    """A clock that stands still until its number is changed."""
    now = [100.0]
    monkeypatch.setattr("selten.cli.progress.time.monotonic", lambda: now[0])
    return now


@pytest.mark.parametrize(
    ("spent", "part", "limit", "fraction", "left"),
    [
        (30.0, None, None, None, "0:30 so far"),
        (30.0, 0.25, None, 0.25, "1:30 left"),  # a quarter took 30 s, so the rest takes 90
        (30.0, 0.001, None, 0.001, "0:30 so far"),  # too early to tell
        (30.0, None, 120.0, 0.25, "at most 1:30 left"),
        (30.0, 0.75, 120.0, 0.75, "at most 1:30 left"),
        (150.0, None, 120.0, 1.0, "at most 0:00 left"),
        (3600.0, 0.5, None, 0.5, "1:00:00 left"),
        (30.0, 1.5, None, 1.0, "0:00 left"),
    ],
)
def test_what_it_says(
    spent: float, part: float | None, limit: float | None, fraction: float | None, left: str, clock: list[float]
) -> None:
    bar = Bar("work")
    bar.stage("more work", seconds=limit)
    if part is not None:
        bar(part)
    clock[0] += spent
    assert (bar.text, bar.fraction(), bar.left()) == ("more work", fraction, left)


def test_a_stage_begins_anew(clock: list[float]) -> None:
    bar = Bar("first")
    bar.count(1, 2, "second of two")
    clock[0] += 50
    assert bar.left() == "0:50 left"
    bar.stage("third")
    assert (bar.fraction(), bar.left()) == (None, "0:00 so far")


def test_nothing_is_written_where_there_is_no_terminal(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(progress, "PATIENCE", 0.0)
    with progress_bar("work") as bar:
        bar(0.5)
        time.sleep(0.05)
    assert capsys.readouterr() == ("", "")


@pytest.mark.parametrize("columns", [40, 100])
def test_it_tells_the_time_left_and_is_wiped_out(columns: int, tmp_path: Path) -> None:
    """On table 2 of the bundling paper Gambit's gnm cycles until its limit."""
    from selten.games.formats import write_game
    from selten.games.library import table_2

    write_game(table_2(), tmp_path / "table.json")
    text = shown(["solve", "table.json", "--solver", "gambit-gnm", "--time-limit", "1.5"], columns, tmp_path)
    assert "gambit-gnm" in plain(text)
    assert "left" in plain(text)
    assert all(len(line) <= columns for part in plain(text).splitlines() for line in part.split("\r"))
    assert "\x1b[?25" not in text  # the cursor is left alone, whatever becomes of the command
    end = text[text.rindex("\x1b[2K") :]
    assert "left" not in end
    assert "found by gambit-gnm" in plain(end)
