"""``selten certify`` of price distributions in a market of atoms."""

import json
from fractions import Fraction
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from selten.cli import run
from selten.cli.market_checks import CLOSE, check_bundling
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


SLACK = Fraction(CLOSE * 1.6)
"""Of the market of example 2, whose scale is 3/5 + 1: consumers' largest values."""


@pytest.mark.parametrize(
    ("payoffs", "refused"),
    [
        ({"b|1": "1/4", "1|b": "1"}, []),
        ({"b|1": 0.5, "1|b": 1}, []),
        ({"b|1": "3/8"}, []),
        ({"b|1": str(Fraction(1, 4) - SLACK), "1|b": str(1 + SLACK)}, []),
        ({"b|1": str(Fraction(1, 2) + SLACK), "1|b": str(1 - SLACK)}, []),
        ({"b|1": str(Fraction(1, 4) - SLACK * 33 / 32)}, ["b|1"]),
        ({"b|1": str(Fraction(1, 2) + SLACK * 33 / 32)}, ["b|1"]),
        ({"b|1": "3/8", "1|b": str(1 - SLACK * 33 / 32)}, ["1|b"]),
        ({"b|1": 1, "1|b": "1/4"}, ["b|1", "1|b"]),
        ({"b|1": {"low": 3, "high": 4}, "1|b": None}, []),  # brackets, and what is not known
        ({"2b|1": 7, "1|2b": 7}, []),  # other games
    ],
)
def test_profits_of_both_firms_within_their_enclosures(
    payoffs: Any, refused: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """The distributions are said to pay 1/4 to 1/2, and 1 to the rival: 1e-8 of the market's scale is forgiven."""
    ends = ((Fraction(1, 4), Fraction(1, 2)), (Fraction(1), Fraction(1)))
    check = SimpleNamespace(certificate=SimpleNamespace(regret=Fraction(1, 3)), payoffs=ends)
    monkeypatch.setattr("selten.equilibria.prices.lifting_json.check_lifted", lambda *_: (check, ["no equilibrium"]))
    claim = {"payoffs": payoffs, "prices": {}, "table": [], "equilibria": None, "price_distributions": {"b|1": {}}}
    found = check_bundling(json.dumps(SPEC), "market.json", claim, "claim.json")
    assert found["problems"][0] == "price_distributions: no equilibrium"
    assert [text.split(":")[1].strip() for text in found["problems"][1:]] == refused
    assert all("the price distributions earn" in text for text in found["problems"][1:])
    assert Fraction(1, 3) < Fraction(found["regrets"]["b|1"]) < Fraction(1, 3) + Fraction(1, 10**15)
