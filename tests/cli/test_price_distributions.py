"""``selten certify`` of price distributions in a market of atoms."""

import json
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest

from selten.cli import run
from selten.equilibria.prices.lifting import Lifted, lift
from selten.equilibria.prices.lifting_json import lifted_json
from selten.games.bundling import BundlingMarket
from selten.games.consumers.atoms import Atoms

VALUES = [["0", "1"], ["0", "1/2"], ["3/5", "2/5"], ["3/5", "0"]]
SPEC = {"valuations": {"atoms": [{"values": v, "mass": "1/4"} for v in VALUES]}, "complementarity": "0"}


@pytest.fixture(scope="module")
def pair() -> Any:
    market = BundlingMarket(Atoms.of(VALUES, ["1/4"] * 4), Fraction(0))
    found = lift(market, "001", "100")
    assert isinstance(found, Lifted)
    return lifted_json(found)


def certified(folder: Path, spec: Any, claim: Any, capsys: pytest.CaptureFixture[str]) -> tuple[int, str]:
    (folder / "market.json").write_text(json.dumps(spec))
    (folder / "claim.json").write_text(json.dumps(claim))
    status = run(["certify", str(folder / "market.json"), str(folder / "claim.json"), "--json"])
    captured = capsys.readouterr()
    return status, captured.out + captured.err


def test_example_2_verifies(tmp_path: Path, pair: Any, capsys: pytest.CaptureFixture[str]) -> None:
    status, output = certified(tmp_path, SPEC, {"price_distributions": {"b|1": pair}}, capsys)
    assert status == 0, output
    assert 0 <= json.loads(output)["regrets"]["b|1"] < 1e-30


def test_other_prices_do_not(tmp_path: Path, pair: Any, capsys: pytest.CaptureFixture[str]) -> None:
    moved = {**pair, "rival": {"points": [{"prices": {"p1": "2/5"}, "mass": 1}], "stretches": []}}
    status, output = certified(tmp_path, SPEC, {"price_distributions": {"b|1": moved}}, capsys)
    assert status == 1
    assert "no equilibrium" in output


def test_profits_printed_beside_them_are_compared(
    tmp_path: Path, pair: Any, capsys: pytest.CaptureFixture[str]
) -> None:
    whole: dict[str, Any] = {"payoffs": {"b|1": 0.375}, "prices": {}, "table": [], "equilibria": None}
    assert certified(tmp_path, SPEC, {**whole, "price_distributions": {"b|1": pair}}, capsys)[0] == 0
    whole["payoffs"] = {"b|1": 0.376}
    status, output = certified(tmp_path, SPEC, {**whole, "price_distributions": {"b|1": pair}}, capsys)
    assert status == 1
    assert "payoffs: b|1" in output


@pytest.mark.parametrize(
    ("valuations", "claims", "named"),
    [
        (SPEC["valuations"], [], "price_distributions: got []"),
        (SPEC["valuations"], {"b1": {}}, "b1"),
        (SPEC["valuations"], {"b|1": {}}, "b|1"),
        ({"comonotone": {"uniform": [0, 1]}}, {"b|1": {}}, "no atoms"),
    ],
)
def test_bad_claims(
    tmp_path: Path, valuations: Any, claims: Any, named: str, capsys: pytest.CaptureFixture[str]
) -> None:
    spec = {"valuations": valuations, "complementarity": "0"}
    status, output = certified(tmp_path, spec, {"price_distributions": claims}, capsys)
    assert status == 2
    assert named in output
