"""Programs over beliefs: closed forms lie in their brackets, and every structure is checked from its definition."""

from fractions import Fraction
from itertools import product
from math import exp
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from selten.equilibria.discrimination.unknown_values.beliefs import Market
from selten.equilibria.discrimination.unknown_values.exclusion import monopoly
from selten.equilibria.discrimination.unknown_values.hotelling import hotelling
from selten.equilibria.discrimination.unknown_values.many import Bracketed, best_for_consumers
from selten.equilibria.discrimination.unknown_values.one_producer import homogeneous_duopoly
from selten.games.errors import InputError

F = Fraction
HALF = F(1, 2)


def one_good(count: int) -> Market:
    """Exactly one of the goods has value 1, each with the same probability."""
    return Market.of([(F(1, count), [int(i == k) for i in range(count)]) for k in range(count)], [0] * count)


def check(market: Market, found: Bracketed) -> None:
    """From the definitions, exactly: beliefs average to the prior, who serves is efficient, and the surpluses."""
    pairs = list(zip(found.structure.columns, found.structure.masses, strict=True))
    for s, mass in enumerate(market.masses):
        assert sum(weight * column.belief[s] for column, weight in pairs) == mass
    assert all(weight > 0 and min(column.belief) >= 0 and sum(column.belief) == 1 for column, weight in pairs)
    total, profits = F(0), []
    for column, weight in pairs:
        margins = [w - c for w, c in zip(market.interim(column.belief), market.costs, strict=True)]
        assert max([F(0), *margins]) == (margins[column.producer] if column.producer is not None else 0)
        total += weight * max([F(0), *margins])
    for i, cost in enumerate(market.costs):
        own = [(column, weight) for column, weight in pairs if column.producer == i]
        prices = {market.residual(i, column.belief) for column, _ in own}
        sold = [(p - cost) * sum(m for c, m in own if market.residual(i, c.belief) >= p) for p in prices]
        profits.append(max([F(0), *sold]))
    assert found.total_surplus == total
    assert found.producer_surplus == tuple(profits)
    assert found.low == total - sum(profits) <= found.high


CLOSED = {
    "two producers": (one_good(2), (1 + exp(-2)) / 2),
    "three producers": (one_good(3), (1 + exp(-2)) / 2),
    "Example 3": (Market.of([(HALF, [0]), (HALF, [4])], [1]), monopoly({0: HALF, 4: HALF}, 1).objective.middle),
    "Example 2": (
        Market.of([(HALF, [0, 0]), (HALF, [1, 1])], [0, "1/2"]),
        homogeneous_duopoly({0: HALF, 1: HALF}, "1/2").consumer_surplus.middle,
    ),
    "two to one": (
        Market.of([("1/3", [0, 1]), ("2/3", [1, 0])], [0, 0]),
        hotelling({-1: "1/3", 1: "2/3"}).objective.middle,
    ),
    "independent": (
        Market.of([("1/4", pair) for pair in product((0, 1), repeat=2)], [0, 0]),
        hotelling({-1: "1/4", 0: "1/2", 1: "1/4"}).objective.middle,
    ),
}


@pytest.mark.parametrize("name", CLOSED)
def test_closed_forms_lie_in_the_bracket(name: str) -> None:
    market, value = CLOSED[name]
    found = best_for_consumers(market, prices=30)
    check(market, found)
    assert float(found.low) - 1e-12 <= value <= float(found.high) + 1e-12
    assert float(found.high - found.low) < 0.08


def test_brackets_close() -> None:
    """Halved, about, by twice as many prices."""
    gaps = [
        float(best.high - best.low)
        for best in (best_for_consumers(one_good(2), prices=prices) for prices in (20, 40, 80))
    ]
    assert gaps[2] < 0.6 * gaps[1] < 0.36 * gaps[0]


def test_producers_may_be_renamed() -> None:
    states: list[tuple[Any, list[Any]]] = [("1/2", [1, "1/2"]), ("1/4", [0, 1]), ("1/4", [2, 1])]
    market = Market.of(states, [0, "1/4"])
    swapped = Market.of([(mass, values[::-1]) for mass, values in states], ["1/4", 0])
    first, second = best_for_consumers(market, prices=20), best_for_consumers(swapped, prices=20)
    assert float(first.high) == pytest.approx(float(second.high), abs=1e-7)
    assert float(first.low) == pytest.approx(float(second.low), abs=1e-7)


@settings(max_examples=12)
@given(st.lists(st.tuples(st.integers(1, 5), st.integers(0, 4), st.integers(0, 4)), min_size=1, max_size=3))
def test_random_markets_without_costs_agree_with_the_residual_alone(rows: list[tuple[int, int, int]]) -> None:
    total = sum(mass for mass, _, _ in rows)
    residuals: dict[Fraction, Fraction] = {}
    for mass, a, b in rows:
        residuals[F(a - b)] = residuals.get(F(a - b), F(0)) + F(mass, total)
    market = Market.of([(F(mass, total), (a, b)) for mass, a, b in rows], (0, 0))
    found = best_for_consumers(market, prices=16)
    check(market, found)
    mean = sum((F(mass, total) * F(a + b, 2) for mass, a, b in rows), F(0))
    exact = hotelling(residuals, mean_value=mean, tolerance=1e-7).objective
    assert float(found.low) <= exact.high + 1e-9
    assert exact.low <= float(found.high) + 1e-9


def test_parts_of_a_polytope_are_where_the_residual_is() -> None:
    market = one_good(3)
    for belief in market.vertices(0, F(1, 4), F(1, 2)):
        assert market.residual(0, belief) >= F(1, 4)
    assert any(market.residual(0, belief) == F(1, 4) for belief in market.vertices(0, F(1, 4), F(1, 2)))
    assert market.vertices(0, F(2), None) == []


@pytest.mark.parametrize(
    ("states", "costs", "message"),
    [
        ([("1/2", [1]), ("1/3", [0])], [0], "sum 5/6"),
        ([("1/2", [1]), ("1/2", [0, 1])], [0], r"states\[1\]: got 2 values"),
        ([(1, [-1])], [0], "negative"),
        ([(1, [1])], [-1], "negative"),
        ([(1, ["a"])], [0], r"states\[0\]: values"),
        ([], [0], "sum 0"),
    ],
)
def test_wrong_markets(states: Any, costs: Any, message: str) -> None:
    with pytest.raises(InputError, match=message):
        Market.of(states, costs)


def test_too_few_prices() -> None:
    with pytest.raises(InputError, match="prices: got 1"):
        best_for_consumers(one_good(2), prices=1)
