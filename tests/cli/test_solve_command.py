"""``selten solve``: the JSON contract field by field, lines, tables, engines, options, on games with known answers."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from selten.cli import run
from selten.games.formats import write_game
from selten.games.library import battle_of_the_sexes, entry_game, majority, odd_one_out, table_2

Said = Callable[..., Any]


@pytest.fixture
def files(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with games, which is also where the command runs."""
    monkeypatch.chdir(tmp_path)
    write_game(battle_of_the_sexes(), "sexes.nfg")
    write_game(table_2(), "table.json")
    write_game(majority(), "three.nfg")
    write_game(odd_one_out(), "odd.nfg")
    write_game(entry_game(), "entry.efg")
    return tmp_path


@pytest.fixture
def said(files: Path, capsys: pytest.CaptureFixture[str]) -> Said:
    """The parsed output of a call that must end well and write nothing to standard error."""

    def call(*arguments: str) -> Any:
        assert run([*arguments, "--json"]) == 0
        out, err = capsys.readouterr()
        assert err == ""
        return json.loads(out)

    return call


def test_every_field_of_the_contract(said: Said) -> None:
    data = said("solve", "sexes.nfg")
    assert list(data) == [
        "selten",
        "players",
        "strategies",
        "solver",
        "status",
        "message",
        "seconds",
        "seconds_structure",
        "equilibria",
        "nash_subsets",
        "components",
        "provenance",
    ]
    assert data["strategies"] == [["ballet", "boxing"], ["ballet", "boxing"]]
    assert data["status"] == "complete"
    assert data["message"] == "All extreme equilibria, proven complete."
    assert data["equilibria"][1] == {
        "strategies": [["3/5", "2/5"], ["2/5", "3/5"]],
        "payoffs": ["6/5", "6/5"],
        "regret": "0",
        "exact": True,
        "pure": False,
        "perfect": True,
        "proper": True,
        "component": 1,
    }
    assert data["nash_subsets"] == [[0], [1], [2]]
    assert [part["index"] for part in data["components"]] == [1, -1, 1]


def test_table_2_has_89_extreme_equilibria_in_8_components_of_which_26_are_perfect(said: Said) -> None:
    # 89 and 8 from lrsnash; perfect: no row of the 8 x 8 game dominated by a mixture, by HiGHS
    data = said("solve", "table.json", "--repeat", "2")
    assert len(data["equilibria"]) == 89
    assert [len(part["equilibria"]) for part in data["components"]].count(4) == 6
    assert sum(e["perfect"] for e in data["equilibria"] if e["pure"]) == 9
    assert sum(part["index"] for part in data["components"]) == 1


def test_an_engine_is_held_against_our_complete_answer(said: Said) -> None:
    data = said("solve", "table.json", "--solver", "gambit-pure", "--repeat", "2")
    assert data["status"] == "one"
    assert "not proven to be all" in data["message"]
    counts = {key: data["comparison"][key] for key in ("found", "missed", "non_extreme", "false", "repeats")}
    assert counts == {"found": 14, "missed": 75, "non_extreme": 0, "false": 0, "repeats": 0}
    assert data["components"] == []


def test_a_limit_is_a_result(said: Said) -> None:
    data = said("solve", "table.json", "--solver", "gambit-gnm", "--time-limit", "0.5")
    assert (data["status"], data["equilibria"]) == ("limit", [])
    assert data["comparison"]["missed"] == 89


def test_a_tree_is_solved_through_its_reduced_normal_form(said: Said) -> None:
    data = said("solve", "entry.efg")
    assert [e["strategies"] for e in data["equilibria"]] == [
        [["1", "0"], ["1", "0"]],
        [["1", "0"], ["1/2", "1/2"]],
        [["0", "1"], ["0", "1"]],
    ]
    assert [e["perfect"] for e in data["equilibria"]] == [False, False, True]


def test_only_the_credible_equilibrium_is_subgame_perfect(said: Said) -> None:
    data = said("solve", "entry.efg", "--subgame-perfect")
    (only,) = data["equilibria"]
    assert only["strategies"] == only["behaviour"] == [["0", "1"], ["0", "1"]]
    assert data["status"] == "complete"
    assert data["message"].startswith("All subgame-perfect equilibria")


def test_three_players_get_pure_equilibria_and_never_complete(said: Said) -> None:
    data = said("solve", "three.nfg")
    assert data["status"] == "one"
    assert all(e["pure"] and e["perfect"] is None for e in data["equilibria"])


def test_one_finds_a_mixed_equilibrium_of_three_players(said: Said) -> None:
    data = said("solve", "odd.nfg", "--one")
    assert data["status"] == "one"
    assert len(data["equilibria"]) == 1
    regret = data["equilibria"][0]["regret"]
    assert regret == "0" or (isinstance(regret, float) and regret < 1e-12)


def test_one_with_an_engine_keeps_one(said: Said) -> None:
    data = said("solve", "sexes.nfg", "--one", "--solver", "gambit-enummixed", "--repeat", "2")
    assert len(data["equilibria"]) == 1
    assert not data["equilibria"][0]["pure"]


def test_lines_are_answered_in_order_and_a_bad_one_does_not_stop_the_rest(
    files: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    good = '{"payoffs": [[[1, 0], [0, 1]], [[0.5, 0], [0, 0.5]]]}'
    (files / "games.jsonl").write_text(f'{good}\nhello\n\n{{"payoffs": [[[1], [1, 2]], [[1], [1]]]}}\n{good}\n')
    assert run(["solve", "games.jsonl"]) == 0
    out, err = capsys.readouterr()
    rows = [json.loads(line) for line in out.splitlines()]
    assert err == ""
    assert [len(row.get("equilibria", [])) for row in rows] == [3, 0, 0, 3]
    assert "games.jsonl: line 2" in rows[1]["error"]
    assert "games.jsonl: line 4" in rows[2]["error"]
    assert rows[0]["equilibria"][1]["payoffs"] == ["1/2", "1/4"]


def test_lines_from_standard_input_are_recognised(
    files: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    import io

    monkeypatch.setattr("sys.stdin", io.StringIO('{"payoffs": [[[1]], [[1]]]}\n' * 2))
    assert run(["solve", "-"]) == 0
    assert len(capsys.readouterr().out.splitlines()) == 2


@pytest.mark.parametrize("width", [40, 80])
@pytest.mark.parametrize(
    "arguments",
    [
        ["sexes.nfg", "--solver", "nashpy-vertex", "--repeat", "2"],
        ["table.json"],
        ["three.nfg"],
        ["entry.efg", "--subgame-perfect"],
    ],
)
def test_tables_fit_the_terminal(
    arguments: list[str],
    width: int,
    files: Path,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("COLUMNS", str(width))
    assert run(["solve", *arguments]) == 0
    out = capsys.readouterr().out
    assert max(map(len, out.splitlines())) <= width
    assert "found by" in out


def test_labels_with_markup_are_printed_as_they_are(files: Path, capsys: pytest.CaptureFixture[str]) -> None:
    data = {"payoffs": [[[1]], [[1]]], "players": ["[red]A", "B"], "strategies": [["[/red]"], ["x"]]}
    (files / "odd.json").write_text(json.dumps(data))
    assert run(["solve", "odd.json"]) == 0
    out = capsys.readouterr().out
    assert "[red]A" in out
    assert "[/red]" in out
