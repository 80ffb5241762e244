"""``selten convert`` from a bundling market: what is written, and what wrong calls are told."""

import json
import sys
from pathlib import Path
from types import SimpleNamespace

import pygambit
import pytest

from selten.cli import run
from selten.games.enclosed import Enclosed
from selten.games.extensive_form import ExtensiveForm
from selten.games.formats import read_game
from selten.games.normal_form import NormalForm

SPEC = {"valuations": {"independent": {"uniform": [0, 1]}}, "complementarity": 0}


@pytest.fixture
def spec(tmp_path: Path) -> Path:
    path = tmp_path / "market.json"
    path.write_text(json.dumps(SPEC))
    return path


def test_pricing_game(spec: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """The known equilibrium of the grid of eighths, by Gambit from the file (section D of the reference)."""
    out = tmp_path / "prices.nfg"
    assert run(["convert", str(spec), "-o", str(out), "--stage", "pricing:001,100", "--grid", "8"]) == 0
    game = pygambit.read_nfg(str(out))
    (found,) = pygambit.nash.enumpure_solve(game).equilibria
    assert [float(found.payoffs[player]) for player in game.players] == [0.37109375, 0.0703125]
    assert "17 x 9" in capsys.readouterr().out


def test_two_stage_tree_and_reading_back(spec: Path, tmp_path: Path) -> None:
    out = tmp_path / "tree.efg"
    assert run(["convert", str(spec), "-o", str(out), "--stage", "two-stage:000,001", "--grid", "2"]) == 0
    game = read_game(out)
    assert not isinstance(game, NormalForm)
    assert len(game.infosets) == 2 + 2 + 2


def test_csv_beside_the_spec(tmp_path: Path) -> None:
    (tmp_path / "v.csv").write_text("v1,v2\n1,0\n0,1\n")
    (tmp_path / "m.toml").write_text('complementarity = "1/2"\n[valuations]\ncsv = "v.csv"\n')
    out = tmp_path / "m.nfg"
    assert run(["convert", str(tmp_path / "m.toml"), "-o", str(out), "--stage", "pricing:010,100", "--grid", "1"]) == 0
    assert [float(x) for x in read_game(out).payoffs[0].ravel()] == [0, 0, 0.5, 0.5]  # type: ignore[union-attr]


@pytest.mark.parametrize("stage", ["offering", "sequential"])
def test_offering_stages(spec: Path, tmp_path: Path, stage: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """What is written of a given offering game: the game itself, and the tree in which firm 1 leads."""
    b, c = Enclosed.symbol("b", 0.5, 0.5000001), Enclosed.symbol("c", 0.3, 0.3000001)
    given = NormalForm.of([[[b, c], [0, b]], [[c, b], [b + 0, 1]]], [["000", "001"], ["000", "100"]])
    module = SimpleNamespace(solve_market=lambda market: SimpleNamespace(game=given))
    monkeypatch.setitem(sys.modules, "selten.equilibria.bundling.offering", module)
    out = tmp_path / "game.efg"
    assert run(["convert", str(spec), "-o", str(out), "--stage", stage]) == 0
    tree = read_game(out)
    assert isinstance(tree, ExtensiveForm)
    assert [len(s.actions) for s in tree.infosets] == ([2, 2] if stage == "offering" else [2, 2, 2])
    ties = [outcome.payoffs for outcome in tree.outcomes]
    assert ties[0] == ties[1][::-1]
    assert ties[0][0] == ties[3][0] == ties[2][1]


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["--stage", "pricing:001,100"], "--grid: missing with --stage pricing:001,100"),
        (["--stage", "pricing:001", "--grid", "4"], "--stage: got 'pricing:001'; allowed: offering, pricing:Z1,Z2"),
        (["--stage", "pricing:001,1", "--grid", "4"], "with the offering '1'; allowed: 000, 100"),
        (["--stage", "prices", "--grid", "4"], "--stage: got 'prices'"),
        (["--stage", "offering", "--grid", "4"], "--grid: got 4 with --stage offering"),
        (["--stage", "two-stage", "--grid", "50"], "ends of plays"),
        ([], "without --stage"),
    ],
)
def test_wrong_calls(
    spec: Path, tmp_path: Path, arguments: list[str], message: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(["convert", str(spec), "-o", str(tmp_path / "x.nfg"), *arguments]) == 2
    error = capsys.readouterr().err
    assert message in error
    assert error.count("\n") == 1


def test_gambit_finds_the_fourteen_pure_equilibria(spec: Path, tmp_path: Path) -> None:
    """The offering game of the uniform market (section E of the reference), by Gambit from the file."""
    out = tmp_path / "offering.nfg"
    assert run(["convert", str(spec), "-o", str(out), "--stage", "offering"]) == 0
    assert len(pygambit.nash.enumpure_solve(pygambit.read_nfg(str(out))).equilibria) == 14
