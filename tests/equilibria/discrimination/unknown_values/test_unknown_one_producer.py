"""One producer and the homogeneous duopoly against programs on grids, printed equations, and a scan of the family."""

from fractions import Fraction
from math import log
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from line_programs import profit_bounds

from selten.equilibria.discrimination.unknown_values.laws import FiniteLaw
from selten.equilibria.discrimination.unknown_values.one_producer import homogeneous_duopoly, roesler_szentes
from selten.games.consumers.marginals import Beta, Uniform
from selten.games.errors import InputError

F = Fraction
UNIT = Uniform(F(0), F(1))
COIN = {F(0): F(1, 2), F(1): F(1, 2)}


def test_roesler_and_szentes_for_uniform_values() -> None:
    """Their price and top, from the tangency: p (1 + log(B/p)) = 1/2, B = x exp((1-x)^2 / (2p)), x^2 - x + p = 0."""
    best = roesler_szentes(UNIT)
    assert best.profit.width < 1e-11
    assert best.profit.middle == pytest.approx(0.203632188795, abs=1e-12)
    assert best.consumer_surplus.middle == pytest.approx(0.296367811205, abs=1e-12)
    assert best.top.middle == pytest.approx(0.872814330, abs=1e-9)
    assert float(best.tangent) == pytest.approx(0.715331863, abs=1e-6)
    p, x = best.profit.middle, float(best.tangent)
    assert x * x - x + p == pytest.approx(0, abs=1e-6)


@pytest.mark.parametrize("cost", ["1/20", "1/10", "1/4", "1/2", "7/10"])
def test_duopoly_with_uniform_values_solves_its_equation(cost: str) -> None:
    best = homogeneous_duopoly(UNIT, cost)
    pi, c = best.profit.middle, float(F(cost))
    assert pi + pi * log(c / pi) + pi / c * (1 - c) - pi**2 / (2 * c**2) == pytest.approx(0.5, abs=1e-11)
    assert best.profit.width < 1e-11
    assert best.total_surplus.holds(0.5)


@pytest.mark.parametrize(
    ("cost", "profit"),
    [
        (0.1, 0.08192720752),
        (0.25, 0.153139691456),
        (0.5, 0.197114919184),
        (0.7, 0.203609185338),
        (0.75, 0.203632188795),
    ],
)
def test_duopoly_with_uniform_values(cost: float, profit: float) -> None:
    """Numbers of the reference, found by other means."""
    assert homogeneous_duopoly(UNIT, cost).profit.middle == pytest.approx(profit, abs=1e-11)


@pytest.mark.parametrize("cost", ["1/4", "1/2", "3/4", "1"])
def test_duopoly_with_two_values_solves_its_equation(cost: str) -> None:
    best = homogeneous_duopoly(COIN, cost)
    pi, c = best.profit.middle, float(F(cost))
    assert pi * (1 + log(c / pi)) + pi / c * (1 - c) == pytest.approx(0.5, abs=1e-14)
    assert best.profit.width < 1e-15


PRIORS: list[dict[Fraction, Fraction]] = [
    COIN,
    {F(1): F(3, 4), F(4): F(1, 4)},
    {F(k, 5): F(1, 6) for k in range(6)},
    {F(0): F(1, 10), F(1, 5): F(7, 10), F(2): F(1, 5)},
]


@pytest.mark.parametrize("number", range(len(PRIORS)))
@pytest.mark.parametrize("share", [F(1, 5), F(2, 5), F(1)])
def test_programs_on_grids_bracket_the_least_profit(number: int, share: Fraction) -> None:
    prior = PRIORS[number]
    high = max(prior)
    cap = high * share
    outer, inner = profit_bounds(prior, 120, float(cap))
    found = homogeneous_duopoly(prior, cap).profit
    assert outer - 1e-9 <= found.low <= found.high <= inner + 1e-9
    assert inner - outer < 0.05 * float(high)


@given(
    st.lists(st.tuples(st.integers(0, 30), st.integers(1, 9)), min_size=1, max_size=6, unique_by=lambda pair: pair[0])
)
def test_the_price_is_least_in_the_family(pairs: list[tuple[int, int]]) -> None:
    """A scan: at the bracket's upper end the truncated Pareto distribution is a contraction, a little below it is none.

    The test of a contraction is direct: E max(r - x, 0) of the distribution against that of the prior at its atoms.
    """
    total = sum(mass for _, mass in pairs)
    prior = {F(value): F(mass, total) for value, mass in pairs}
    if max(prior) == 0:
        return
    law, found = FiniteLaw.of(prior), roesler_szentes(prior).profit
    assert _contracts(law, found.high * (1 + 1e-9))
    assert not _contracts(law, found.low * (1 - 1e-5))
    assert 0 < found.low <= found.high <= float(law.average) + 1e-12


def _contracts(law: FiniteLaw, price: float) -> bool:
    """p log(B / x) <= E max(X - x, 0) at atoms x >= p, where p log B = m - p + p log p; and the price is at most m."""
    mean = float(law.average)
    level = mean - price + price * log(price)
    atoms = [float(value) for value in law.values if value >= price]
    slack = 1e-13 * mean
    return price <= mean * (1 + 1e-8) and all(
        level - price * log(x) <= float(law.exact_call(F(x))) + slack for x in atoms
    )


def test_scale_and_spread() -> None:
    once, thrice = roesler_szentes({0: "1/4", 1: "3/4"}), roesler_szentes({0: "1/4", 3: "3/4"})
    assert thrice.profit.middle == pytest.approx(3 * once.profit.middle, rel=1e-12)
    wider = roesler_szentes({0: "1/2", 2: "1/2"})
    assert wider.profit.high < roesler_szentes({"1/2": "1/2", "3/2": "1/2"}).profit.low


def test_one_value_leaves_nothing() -> None:
    best = roesler_szentes({5: 1})
    assert best.profit.holds(5.0)
    assert best.consumer_surplus.holds(0.0)
    assert best.profit.width < 1e-12


def test_values_near_zero_are_found() -> None:
    """The supremum is below a thousandth of the largest value: the scan has to begin lower."""
    best = roesler_szentes({0: "999999/1000000", 1: "1/1000000"})
    p = best.profit.middle
    assert p * (1 + log(1 / p)) == pytest.approx(1e-6, rel=1e-6)


def test_free_rival() -> None:
    best = homogeneous_duopoly(UNIT, 0)
    assert (best.profit.low, best.profit.high) == (0.0, 0.0)
    assert best.consumer_surplus.holds(0.5)


@pytest.mark.parametrize(
    ("values", "cost", "message"),
    [
        ({-1: "1/2", 1: "1/2"}, 1, "values of at least 0"),
        ({0: 1}, 1, "not all 0"),
        (Beta(2.0, 2.0), "-1/2", "second_cost: got -1/2"),
        (Beta(2.0, 2.0), "much", "second_cost: got 'much'"),
    ],
)
def test_wrong_input(values: Any, cost: Any, message: str) -> None:
    with pytest.raises(InputError, match=message):
        homogeneous_duopoly(values, cost)
