"""What the commands print fits the terminal, whatever its width, and nothing is cut; colours where they belong."""

import json
import re
from pathlib import Path

import click
import pytest
from terminals import plain, shown

from selten.cli import COMMANDS, cli, run
from selten.games.formats import Game, write_game
from selten.games.library import battle_of_the_sexes, entry_game, majority, table_2
from selten.games.normal_form import NormalForm

WIDTHS = (40, 60, 80, 100, 200)

LABELS = NormalForm.of(
    [[[1, 0], [0, 1]], [[0, 1], [1, 0]]],
    [["to go there on foot", "weiterfahren-ohne-anzuhalten-und-ohne-umzusehen"], ["x", "y"]],
    players=("Alice of the Woods", "Bob"),
)

CALLS = [
    "solve labels.json",
    "solve three.nfg",
    "solve entry.efg --subgame-perfect",
    "solve sexes.nfg --solver nashpy-vertex",
    "certify sexes.nfg profile.json",
    "discrimination prior.json --welfare --time-limit 0.1",
    "disclosure inventory.json --area",
    "convert sexes.nfg -o other-name-of-the-game.efg",
    "--version",
]


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    games: dict[str, Game] = {"sexes.nfg": battle_of_the_sexes(), "three.nfg": majority(), "entry.efg": entry_game()}
    for name, game in {**games, "table.json": table_2(), "labels.json": LABELS}.items():
        write_game(game, name)
    Path("profile.json").write_text('{"strategies": [["3/5", "2/5"], ["2/5", "3/5"]]}')
    states = [{"mass": "1/4", "values": [a, b], "costs": [0, 1]} for a in "14" for b in "14"]
    Path("prior.json").write_text(json.dumps({"states": states}))
    spec = {"customers": 10, "stock": 3, "share": "9/10", "prior": "1/2", "search_cost": "1/2", "tastes": "uniform"}
    spec |= {"cost_scales_with_taste": False, "arrival": "efficient"}
    Path("inventory.json").write_text(json.dumps({**spec, "values": {"L": 5, "H": 7}, "prices": {"L": 3, "H": 5}}))
    Path("market.json").write_text('{"valuations": {"independent": {"uniform": [0, 1]}}, "complementarity": 0}')
    return tmp_path


def fits(text: str, width: int) -> None:
    assert text
    assert max(map(len, text.splitlines())) <= width
    assert "…" not in text


def words(text: str) -> set[str]:
    """The words and numbers that no table may fold, but for the seconds that a run took."""
    rest = re.sub(r"in [\d.e-]+ s", "", text)
    return {word for word in re.split(r"[\s,:;│┃╇┡━()]+", rest) if re.fullmatch(r"[\w/]{1,14}", word)}


@pytest.mark.parametrize("call", CALLS)
def test_it_fits_and_nothing_is_cut(
    call: str, folder: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """Every word and number of the widest output is in the narrowest one."""
    found = {}
    for width in WIDTHS:
        monkeypatch.setenv("COLUMNS", str(width))
        assert run(call.split()) == 0
        text = capsys.readouterr().out
        fits(text, width)
        found[width] = words(text)
    assert len(found[200]) > 5
    assert [found[200] - own for own in found.values()] == [set()] * len(WIDTHS)


def test_a_market_fits(folder: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    """Once solved: the table of 8 x 8 offerings row by row where it does not fit."""
    from selten.cli.output import console
    from selten.report.bundling_tables import show_market

    assert run(["bundling", "market.json", "--json"]) == 0
    record = json.loads(capsys.readouterr().out)
    for width in WIDTHS:
        monkeypatch.setenv("COLUMNS", str(width))
        show_market(console(), record)
        text = capsys.readouterr().out
        fits(text, width)
        assert all(number in text for number in ("0.369", "0.067", "0.546", "0.549"))


@pytest.mark.parametrize("width", WIDTHS)
@pytest.mark.parametrize("name", ["", *COMMANDS])
def test_helps_wrap(name: str, width: int, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    """From 80 columns on all of it; below, lines to be copied stay in one piece."""
    monkeypatch.setenv("COLUMNS", str(width))
    assert run([name, "--help"] if name else ["--help"]) == 0
    lines = capsys.readouterr().out.splitlines()
    kept = as_typed(name) if width < 80 else set()
    assert [line for line in lines if len(line) > width and line.strip() not in kept] == []
    assert max(map(len, lines)) <= 100


def as_typed(name: str) -> set[str]:
    """The lines of a help that click leaves as they are."""
    context = click.Context(cli)
    command = cli.get_command(context, name) if name else cli
    assert command is not None
    parts = [part for part in (command.help or "").split("\n\n") if part.strip(" \n").startswith("\b")]
    return {line.strip() for part in parts for line in part.splitlines()}


def test_on_a_terminal_of_forty_columns(folder: Path) -> None:
    text = plain(shown(["solve", "table.json"], 40, folder)).split("\r")[-1]  # after a bar, if the machine is busy
    fits(text, 40)
    assert "89 found by selten-enumerate" in text


@pytest.mark.parametrize(
    ("environment", "coloured"),
    [({}, True), ({"NO_COLOR": "1"}, False), ({"TERM": "dumb"}, False)],
)
def test_colours_on_a_terminal(environment: dict[str, str], coloured: bool, folder: Path) -> None:
    """The italic title and the bold headings of a table; NO_COLOR bans colours (this command uses none) alone."""
    text = shown(["solve", "sexes.nfg"], 80, folder, **environment)
    assert ("\x1b[" in text) == (coloured or "NO_COLOR" in environment)
    assert not re.search(r"\x1b\[(?:\d+;)*3[0-7]", text) or coloured
    fits(plain(text), 80)


def test_a_pipe_gets_no_colours_unless_forced(
    folder: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    for name in ("NO_COLOR", "FORCE_COLOR", "COLUMNS"):
        monkeypatch.delenv(name, raising=False)
    assert run(["solve", "sexes.nfg"]) == 0
    text = capsys.readouterr().out
    assert "\x1b[" not in text
    fits(text, 80)
    monkeypatch.setenv("FORCE_COLOR", "1")
    monkeypatch.setenv("TERM", "xterm")
    assert run(["solve", "sexes.nfg"]) == 0
    assert "\x1b[" in capsys.readouterr().out


def test_ascii_where_the_encoding_holds_no_more(folder: Path) -> None:
    text = shown(["solve", "labels.json"], 80, folder, PYTHONIOENCODING="ascii", PYTHONUTF8="0")
    assert text.isascii()
    assert "+--" in text or "|" in text
