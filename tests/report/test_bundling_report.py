"""The record of a solved market and its tables: against the solution itself, and against hand-made records."""

import io
import json
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from rich.console import Console

from selten.equilibria.bundling.offering import MarketSolution, solve_market
from selten.games.bundling import OFFERINGS
from selten.games.specs.market_spec import parse_market
from selten.report.bundling import PRODUCTS, bundling_record
from selten.report.bundling_tables import number, show_market

UNIT = {"uniform": [0, 1]}
SPECS: dict[str, dict[str, Any]] = {
    "uniform": {"valuations": {"independent": UNIT}, "complementarity": "1/4"},
    "comonotone": {"valuations": {"comonotone": UNIT}, "complementarity": 0},
    "negative": {"valuations": {"independent": UNIT}, "complementarity": "-1/10"},
}


@cache
def _solved(name: str) -> MarketSolution:
    return solve_market(parse_market(SPECS[name], "spec", Path()))


@cache
def _record(name: str) -> dict[str, Any]:
    return bundling_record(_solved(name))


def _shown(record: dict[str, Any], width: int) -> str:
    console = Console(file=io.StringIO(), width=width)
    show_market(console, record)
    text = console.file.getvalue()  # type: ignore[attr-defined]
    assert isinstance(text, str)
    return text


def test_when_the_time_is_up_profits_have_bounds_that_hold_and_what_hangs_on_them_is_open() -> None:
    """Against the market solved without a limit."""
    late, known = solve_market(parse_market(SPECS["uniform"], "spec", Path()), time_limit=0.0), _solved("uniform")
    assert {name: (p.low, p.high) for name, p in late.profits.items()} == dict.fromkeys(known.profits, (0.0, 2.25))
    assert all(
        late.profits[name].low <= p.low <= p.high <= late.profits[name].high for name, p in known.profits.items()
    )
    assert (late.pure, late.solution) == (None, None)
    record = bundling_record(late)
    json.dumps(record, allow_nan=False)
    assert record["notes"][0].startswith("the time was up before these profits were looked for: 1, 1+delta, b, ")
    assert set(record["selection"].values()) == {None}
    # bundle against bundle: nothing; against both components: Delta; components alike: nothing
    assert record["price_games"]["checked"] == 4 * 4 + 2 * 4 + 4
    assert [cell.strip() for cell in _row_of(_shown(record, 79), "111")] == ["?", "?", "?", "0.250", *["0"] * 4]


def _row_of(shown: str, offering: str) -> list[str]:
    """The cells of firm 1's row of the offering game."""
    (line,) = (line for line in shown.splitlines() if line.startswith(f"│ {offering} │"))
    return line.split("│")[2:-1]


def test_the_cost_of_an_offering_counts_its_products() -> None:
    assert PRODUCTS == (0, 1, 1, 2, 1, 2, 2, 3)


@pytest.mark.parametrize("name", sorted(SPECS))
def test_every_entry_of_the_table_is_the_sum_of_its_profits(name: str) -> None:
    solved, record = _solved(name), _record(name)
    json.dumps(record, allow_nan=False)
    for i in range(8):
        for j in range(8):
            for firm in (0, 1):
                low, high = solved.bounds(solved.names[i][j][firm])
                entry = record["table"][i][j][firm]
                ends = (entry["low"], entry["high"]) if isinstance(entry, dict) else (entry, entry)
                assert ends == pytest.approx((low, high), abs=1e-10), (OFFERINGS[i], OFFERINGS[j])


def test_profits_shown_equal_are_printed_equal() -> None:
    """At Delta = 1/4 all three monopolies and both bundler profits are one number each, to the last bit."""
    payoffs, equal = _record("uniform")["payoffs"], _record("uniform")["equal"]
    for name, head in (("1b", "b"), ("12b", "b"), ("2b|1", "b|1"), ("1|2b", "1|b")):
        assert equal[name] == head
        assert payoffs[name] == payoffs[head]


def test_comonotone_monopolies_are_twice_one_component() -> None:
    record = _record("comonotone")
    assert {record["payoffs"][name] for name in ("b", "1b", "12b")} == {0.5}
    assert record["payoffs"]["b|1"] == pytest.approx((4 / 7) ** 2, abs=1e-12)
    assert record["payoffs"]["1|b"] == pytest.approx(2 / 49, abs=1e-12)


def test_what_is_open_is_null_and_named() -> None:
    """Delta = -1/10: the price games of a richer against a poorer bundler have brackets only."""
    record = _record("negative")
    assert record["undecided"]
    assert all("~" in name or name in record["payoffs"] for name in record["undecided"])
    assert isinstance(record["payoffs"]["2b|1"], dict)
    assert record["extreme_equilibria"] is None
    assert record["components"] is None
    assert record["certificates"]["2b|1"]["pure"] is False
    assert record["certificates"]["2b|1"]["kind"] == "grid"


@pytest.mark.parametrize("name", sorted(SPECS))
@pytest.mark.parametrize("width", [60, 80, 140])
def test_tables_fit_any_width(name: str, width: int) -> None:
    text = _shown(_record(name), width)
    assert "Profits of the price games" in text
    assert all(len(line) <= width for line in text.splitlines())


def test_wide_tables_have_both_profits_and_mark_the_equilibria() -> None:
    record = _record("uniform")
    text = _shown(record, 150)
    rows = [line for line in text.splitlines() if line.startswith("│ ") and line[2:5] in OFFERINGS]
    assert len(rows) == 8
    assert sum(row.count("[") for row in rows) == len(record["equilibria"]) == 13
    assert "firm 1, firm 2" in text


def test_a_market_that_is_open_says_so() -> None:
    text = _shown(_record("negative"), 140)
    assert "Open, because bounds overlap" in text
    assert ".." in text


@pytest.mark.parametrize(
    ("value", "digits", "expected"),
    [
        (0, 3, "0"),
        (0.0, 3, "0"),
        (0.5443310539, 3, "0.544"),
        ("59/108", 10, "59/108"),
        ("123456789/987654321", 6, "~0.125000"),
        ({"low": 0.34761, "high": 0.34812}, 3, "0.347..0.349"),
        ({"low": 0.34761, "high": 0.34812}, 10, "0.3476..0.3482"),
    ],
)
def test_numbers_for_the_eye(value: Any, digits: int, expected: str) -> None:
    assert number(value, digits) == expected
