"""All 64 price games tried against deviations: right cells pass, wrong prices and wrong profits are caught."""

from dataclasses import replace
from fractions import Fraction

import pytest

from selten.equilibria.bundling.cell_check import check_cells
from selten.equilibria.bundling.offering import MarketSolution, solve_market
from selten.games.bundling import BundlingMarket
from selten.games.consumers.joint import Joint
from selten.games.consumers.marginals import Uniform


@pytest.fixture(scope="module")
def solved() -> MarketSolution:
    unit = Uniform(Fraction(0), Fraction(1))
    return solve_market(BundlingMarket(Joint(unit, unit), Fraction(1, 10)))


def test_all_cells_of_a_uniform_market(solved: MarketSolution) -> None:
    checks = check_cells(solved.market, solved.profits)
    assert len(checks) == 64
    assert max(c.gap for c in checks) < 1e-11
    assert max(c.gain for c in checks) < 1e-11
    assert min(c.tried for c in checks) >= 2


@pytest.mark.parametrize("key", ["p1", "pb"])
def test_a_wrong_price_is_caught(key: str, solved: MarketSolution) -> None:
    right = solved.profits["b|1"]
    price = right.prices[key]
    assert price is not None
    wrong = replace(right, prices={**right.prices, key: price + 0.05})
    checks = {c.offerings: c for c in check_cells(solved.market, {**solved.profits, "b|1": wrong})}
    assert checks["001", "100"].gap > 1e-4


def test_a_profit_that_is_too_low_leaves_a_gain(solved: MarketSolution) -> None:
    right = solved.profits["b"]
    wrong = replace(right, exact=None, point=right.value - 0.01)
    checks = {c.offerings: c for c in check_cells(solved.market, {**solved.profits, "b": wrong})}
    assert checks["001", "000"].gain == pytest.approx(0.01, abs=1e-9)
