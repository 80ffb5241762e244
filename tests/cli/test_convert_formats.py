"""Tables and GameTracer's files on the command line: converted, solved, certified, and refused in one line."""

import json
from itertools import permutations
from pathlib import Path

import pytest

from selten.cli import run
from selten.games.formats import normal_form, read_game, write_game
from selten.games.library import entry_game, majority, prisoners_dilemma, table_2

DILEMMA = "A,B,payoff A,payoff B\nc,c,3,3\nc,d,0,5\nd,c,5,0\nd,d,1,1\n"


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    Path("game.csv").write_text(DILEMMA)
    return tmp_path


@pytest.mark.parametrize(("first", "second"), list(permutations([".nfg", ".efg", ".json", ".gam", ".csv"], 2)))
def test_every_kind_becomes_every_other(folder: Path, first: str, second: str) -> None:
    for game in (prisoners_dilemma(), majority(), table_2()):
        write_game(game, f"one{first}")
        assert run(["convert", f"one{first}", "-o", f"two{second}"]) == 0
        assert (normal_form(read_game(f"two{second}")).payoffs == game.payoffs).all()


def test_a_tree_becomes_a_table(folder: Path) -> None:
    write_game(entry_game(), "entry.efg")
    assert run(["convert", "entry.efg", "-o", "entry.csv"]) == 0
    assert Path("entry.csv").read_text().splitlines()[1] == "out,fight,0,2"


def test_a_table_is_solved_and_its_answer_certified(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["solve", "game.csv", "--json"]) == 0
    printed = capsys.readouterr().out
    assert json.loads(printed)["equilibria"][0]["strategies"] == [["0", "1"], ["0", "1"]]
    Path("answer.json").write_text(printed)
    assert run(["certify", "game.csv", "answer.json"]) == 0


@pytest.mark.parametrize(
    ("text", "target", "message"),
    [
        (
            DILEMMA.replace("d,d,1,1\n", ""),
            "x.nfg",
            "game.csv: got no row for the profile (d, d); allowed: one for each",
        ),
        (
            DILEMMA.replace("payoff B", "B gets"),
            "x.nfg",
            "game.csv: got the columns 'A, B, payoff A, B gets'; allowed:",
        ),
        (DILEMMA.replace("3,3", "3,many"), "x.nfg", "game.csv: row 1: payoff B: got 'many'; allowed: a finite number"),
        (DILEMMA.replace("3,3", "1/3,3"), "x.gam", "x.gam: payoffs: got 1/3; allowed in .gam: numbers with finitely"),
        (DILEMMA, "x.xlsx", "got '.xlsx'; allowed: .nfg, .efg, .json, .gam, .csv"),
        ("2\n2 2\n1 2 3", "x.nfg", "game.csv: line 3: got 5 characters until the end of the file; allowed: 8 more"),
    ],
)
def test_mistakes_are_named_in_one_line(
    folder: Path, capsys: pytest.CaptureFixture[str], text: str, target: str, message: str
) -> None:
    Path("game.csv").write_text(text)
    assert run(["convert", "game.csv", "-o", target]) == 2
    error = capsys.readouterr().err
    assert message in " ".join(error.split())
    assert not Path(target).exists()
