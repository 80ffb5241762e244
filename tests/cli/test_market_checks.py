"""``selten certify`` of a bundling market: what was printed verifies, what was changed does not."""

import contextlib
import io
import json
import math
from pathlib import Path
from typing import Any
from unittest.mock import Mock

import pytest

from selten.cli import run
from selten.cli.market_checks import CLOSE, check_bundling
from selten.equilibria.bundling.peaks import slip
from selten.equilibria.bundling.profits import continuum_profits
from selten.games.bundling import OFFERINGS, BundlingMarket
from selten.games.errors import InputError
from selten.games.specs.market_spec import parse_market

UNIFORM = {"valuations": {"comonotone": {"uniform": [0, 1]}}, "complementarity": "1/4"}
ATOMS = {
    "valuations": {"atoms": [{"values": [1, 1], "mass": "1/2"}, {"values": ["1/2", "1/2"], "mass": "1/2"}]},
    "complementarity": 0,
}


@pytest.fixture(scope="module")
def printed(tmp_path_factory: pytest.TempPathFactory) -> str:
    """What bundling says of the uniform market."""
    spec = tmp_path_factory.mktemp("uniform") / "market.json"
    spec.write_text(json.dumps(UNIFORM))
    out = io.StringIO()
    with contextlib.redirect_stdout(out):
        assert run(["bundling", str(spec), "--json"]) == 0
    return out.getvalue()


@pytest.fixture
def solved(tmp_path: Path, printed: str) -> tuple[Path, Any]:
    spec = tmp_path / "market.json"
    spec.write_text(json.dumps(UNIFORM))
    return spec, json.loads(printed)


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


AWAY = {**UNIFORM, "complementarity": "-1/4"}

EMPTY: dict[str, Any] = {"payoffs": {}, "prices": {}, "table": [], "equilibria": None}


def checked(spec: Any, **parts: Any) -> Any:
    """The check of a claim with these parts and no others."""
    return check_bundling(json.dumps(spec), "market.json", {**EMPTY, **parts}, "claim.json")


def market_of(spec: Any) -> BundlingMarket:
    return parse_market(spec, "market.json", Path())


@pytest.mark.parametrize("name", ["1", "b", "1b", "1+delta", "b|1", "1|b", "2b|1", "1|2b"])
def test_every_price_counts(name: str, solved: tuple[Path, Any]) -> None:
    """Prices of one's own were once not looked at."""
    spec, claim = solved
    prices = claim["prices"][name]
    sold = [key for key, price in prices.items() if price]
    assert sold
    for key in sold:
        claim["prices"][name] = {**prices, key: prices[key] * 1.01}
        problems = check_bundling(spec.read_text(), str(spec), claim, "claim.json")["problems"]
        assert any(text.startswith(f"prices: {name}: ") for text in problems)


def test_components_sold_apart() -> None:
    """Bundling costs 1/4: a monopolist on everything sells each component at 1/2, for 1/2 together.

    Its enclosure once had a lower end above the upper one, so that bundling ended in a traceback; where components
    differ certify refused what was printed.
    """
    steps = iter([False] * 3)  # the monopolies alone; then the time is up
    found = continuum_profits(market_of(AWAY), Mock(), enough=lambda: next(steps, True))["12b"]
    assert found.low <= 0.5 <= found.high < found.low + 1e-9
    assert found.prices == {"p1": pytest.approx(0.5), "p2": pytest.approx(0.5), "pb": None}
    assert checked(AWAY, payoffs={"12b": found.value}, prices={"12b": dict(found.prices)})["verified"]
    assert not checked(AWAY, payoffs={"12b": 49 / 128}, prices={"12b": {"pb": 7 / 8}})["verified"]  # the bundle's best


def test_how_close_a_profit_must_be() -> None:
    """A free bundle leaves a component nothing: the claimed profit is the difference itself, exact in doubles."""
    market = market_of(UNIFORM)
    most = CLOSE * market.scale + slip(market)
    prices = {"1|b": {"pb": 0, "p1": 0}}
    for profit, holds in ((0, True), (most, True), (-most, True), (math.nextafter(most, 1), False), (-2 * most, False)):
        problems = checked(UNIFORM, payoffs={"1|b": profit}, prices=prices)["problems"]
        assert any(text.startswith("payoffs") for text in problems) is not holds


@pytest.mark.parametrize("profit", ["x", None, True, [1], "1e999"])
def test_what_is_no_number_is_a_problem(profit: Any) -> None:
    (problem,) = checked(UNIFORM, payoffs={"1": profit})["problems"]
    assert problem.startswith("payoffs: 1: got ")
    assert problem.endswith(", no number")


def test_profits_in_brackets_and_open_names_claim_nothing() -> None:
    found = checked(UNIFORM, payoffs={"b|1": {"low": 5, "high": 6}, "2b~1": 7, "1b<": 7})
    assert (found["verified"], found["regrets"]) == (True, {})


@pytest.mark.parametrize(("profit", "holds"), [("1", True), (1, True), ("2/2", True), ("3/4", False), (None, False)])
def test_exact_profits_are_numbers_however_written(profit: Any, holds: bool) -> None:
    """The bundle sells to both at 1; the number 1 was once refused with: claimed 1, found 1."""
    found = checked(ATOMS, payoffs={"b": profit})
    assert found["verified"] is holds
    assert found["problems"] == ([] if holds else [f"payoffs: b: claimed {profit}, found 1"])


@pytest.mark.parametrize(
    ("claim", "message"),
    [
        ([], "payoffs: missing"),
        (3, "payoffs: missing"),
        ({**EMPTY, "payoffs": []}, r"payoffs: got \[\]"),
        ({**EMPTY, "prices": None}, "prices: got None"),
        ({**EMPTY, "table": {}}, r"table: got \{\}"),
        ({**EMPTY, "equilibria": {}}, r"equilibria: got \{\}"),
        ({**EMPTY, "payoffs": {"3": 1}}, "payoffs: got the name '3'"),
        ({**EMPTY, "payoffs": {"b|b": 1}}, r"payoffs: got the name 'b\|b'"),
        ({**EMPTY, "payoffs": {"1b|1": 1}}, r"payoffs: got the name '1b\|1'"),
        ({**EMPTY, "price_distributions": 3}, "price_distributions: got 3"),
        ({**EMPTY, "price_distributions": {"b|1": {}}}, "price_distributions: got consumers that are no atoms"),
        ({"price_distributions": {}}, "price_distributions: got none"),
    ],
)
def test_claims_of_another_shape_are_bad_input(claim: Any, message: str) -> None:
    with pytest.raises(InputError, match=f"^claim.json: {message}"):
        check_bundling(json.dumps(UNIFORM), "market.json", claim, "claim.json")


def test_a_solution_with_no_price_distributions_is_one() -> None:
    assert checked(ATOMS, price_distributions={})["verified"]


def test_consumers_stand_in_a_file_beside_the_market(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "consumers.csv").write_text("v1,v2,weight\n1,1,1\n1/2,1/2,1\n")
    spec = tmp_path / "market.json"
    spec.write_text(json.dumps({"valuations": {"csv": "consumers.csv"}, "complementarity": 0}))
    assert certified(spec, {**EMPTY, "payoffs": {"1": "1/2"}}, capsys)[0] == 0


def table(*entries: tuple[int, int, int, Any]) -> list[list[list[Any]]]:
    """Profits of 0 but for those given as row, column, firm (1 or 2) and value."""
    made = [[[0, 0] for _ in range(8)] for _ in range(8)]
    for i, j, firm, value in entries:
        made[i][j][firm - 1] = value
    return made


@pytest.mark.parametrize(
    ("entries", "gains"),
    [
        ((), []),
        (((3, 1, 1, 1),), [(1, 3)]),
        (((0, 5, 2, 1),), [(2, 5)]),
        (((7, 1, 1, "1/9"), (0, 7, 2, 0.1)), [(1, 7), (2, 7)]),
        (((3, 1, 2, 1), (0, 5, 1, 1)), []),  # the rival's profits
        (((1, 3, 1, 1), (5, 0, 2, 1), (3, 3, 1, 1)), []),  # not what one firm alone comes to
        (((3, 1, 1, -1), (0, 5, 2, -1)), []),
        (((3, 1, 1, "3/4"), (0, 1, 1, "1/2")), [(1, 3)]),
        (((3, 1, 1, "1/2"), (0, 1, 1, "3/4")), []),
        (((3, 1, 1, "1/2"), (0, 1, 1, "2/4")), []),
        (((3, 1, 1, "10"), (0, 1, 1, "9")), [(1, 3)]),
        (((3, 1, 1, "3"), (0, 1, 1, 2.5)), [(1, 3)]),
        (((3, 1, 1, {"low": 1, "high": 3}), (0, 1, 1, {"low": 0, "high": 2})), []),  # brackets that overlap
        (((3, 1, 1, {"low": 2, "high": 3}), (0, 1, 1, {"low": 0, "high": 2})), []),
        (((3, 1, 1, {"low": 2.5, "high": 3}), (0, 1, 1, {"low": 0, "high": 2})), [(1, 3)]),
        (((0, 5, 2, {"low": 2.5, "high": 3}), (0, 1, 2, {"low": 0, "high": 2})), [(2, 5)]),
    ],
)
def test_pure_equilibria_of_the_claimed_table(entries: Any, gains: list[tuple[int, int]]) -> None:
    """Nobody gains for sure by leaving the row 0 and the column 1, but for the firms and offerings listed."""
    pair = [OFFERINGS[0], OFFERINGS[1]]
    found = checked(UNIFORM, table=table(*entries), equilibria=[pair])
    said = [f"equilibria: {pair}: firm {firm} gains by offering {OFFERINGS[k]}" for firm, k in gains]
    assert (found["problems"], found["verified"]) == (said, not gains)


@pytest.mark.parametrize(
    ("pair", "entries"),
    [
        (["000"], ()),
        (["000", "002"], ()),
        (["000", "001", "010"], ()),
        (3, ()),
        (["000", "100"], ((3, 1, 1, None),)),
        (["000", "100"], ((3, 1, 1, "x"),)),
        (["000", "100"], ((3, 1, 1, "1/0"),)),
        (["000", "100"], ((0, 7, 2, {"low": 1}),)),
    ],
)
def test_pairs_that_are_not_in_the_table_are_bad_input(pair: Any, entries: Any) -> None:
    with pytest.raises(InputError, match=r"^claim.json: equilibria: got .*; allowed: two offerings of the table"):
        checked(UNIFORM, table=table(*entries), equilibria=[pair])


def test_a_table_that_is_too_small_is_bad_input() -> None:
    with pytest.raises(InputError, match="allowed: two offerings of the table"):
        checked(UNIFORM, table=table()[:7], equilibria=[["000", "100"]])
