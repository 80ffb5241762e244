"""``selten certify`` of a bundling market: what was printed verifies, what was changed does not."""

import json
from pathlib import Path
from typing import Any

import pytest

from selten.cli import run

UNIFORM = {"valuations": {"comonotone": {"uniform": [0, 1]}}, "complementarity": "1/4"}
ATOMS = {
    "valuations": {"atoms": [{"values": [1, 1], "mass": "1/2"}, {"values": ["1/2", "1/2"], "mass": "1/2"}]},
    "complementarity": 0,
}


@pytest.fixture
def solved(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> tuple[Path, Any]:
    spec = tmp_path / "market.json"
    spec.write_text(json.dumps(UNIFORM))
    assert run(["bundling", str(spec), "--json"]) == 0
    return spec, json.loads(capsys.readouterr().out)


def certified(spec: Path, claim: Any, capsys: pytest.CaptureFixture[str]) -> tuple[int, str]:
    path = spec.parent / "claim.json"
    path.write_text(json.dumps(claim))
    status = run(["certify", str(spec), str(path), "--json"])
    captured = capsys.readouterr()
    return status, captured.out + captured.err


def test_what_was_printed_verifies(solved: tuple[Path, Any], capsys: pytest.CaptureFixture[str]) -> None:
    status, output = certified(*solved, capsys)
    assert status == 0, output


@pytest.mark.parametrize("name", ["1", "b", "b|1", "1|b", "1+delta"])
def test_another_profit_does_not(name: str, solved: tuple[Path, Any], capsys: pytest.CaptureFixture[str]) -> None:
    spec, claim = solved
    claim["payoffs"][name] += 1e-6
    status, output = certified(spec, claim, capsys)
    assert status == 1
    assert f"payoffs: {name}: claimed" in output


def test_another_price_does_not(solved: tuple[Path, Any], capsys: pytest.CaptureFixture[str]) -> None:
    # the rival's best reply to another bundle price earns another profit: q (1 - 2 q) etc., not (4 - 4 Delta)^2 / 392
    spec, claim = solved
    claim["prices"]["1|b"]["pb"] += 0.01
    status, output = certified(spec, claim, capsys)
    assert status == 1
    assert "payoffs: 1|b" in output


def test_a_pair_that_is_no_equilibrium(solved: tuple[Path, Any], capsys: pytest.CaptureFixture[str]) -> None:
    spec, claim = solved
    claim["equilibria"].append(["000", "000"])
    status, output = certified(spec, claim, capsys)
    assert status == 1
    assert "firm 1 gains by offering" in output


def test_exact_profits_of_atoms(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    spec = tmp_path / "atoms.json"
    spec.write_text(json.dumps(ATOMS))
    # by hand: the bundle sells to both at 1 or to one at 2
    claim: dict[str, Any] = {"payoffs": {"1": "1/2", "b": "1"}, "prices": {}, "table": [], "equilibria": None}
    assert certified(spec, claim, capsys)[0] == 0
    claim["payoffs"]["b"] = "3/4"
    assert certified(spec, claim, capsys)[0] == 1


def test_not_a_solution_is_bad_input(solved: tuple[Path, Any], capsys: pytest.CaptureFixture[str]) -> None:
    status, output = certified(solved[0], {"payoffs": {}}, capsys)
    assert status == 2
    assert "prices: missing" in output
