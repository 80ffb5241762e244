"""All profits of a market against the independently derived table of markets (tests/market_cases.py).

Left out, because a row takes 10 to 150 seconds: the arcsine law (beta 1/2, 1/2), countermonotone beta(2, 1) and
truncated exponential, and the Gaussian copulas (one of them is solved in test_offering). Their demand is tested in
tests/games, the replies of arcsine consumers in test_replies.
"""

from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from market_cases import CASES, EXACT_FORMS, POLYNOMIALS, TINY_GAINS, MarketCase

from selten.equilibria.bundling.grid_prices import GridBracket
from selten.equilibria.bundling.profit import Profit
from selten.equilibria.bundling.profits import continuum_profits
from selten.games.bundling import BundlingMarket
from selten.games.specs.market_spec import parse_market

SLOW = ("gauss", "beta-0.5", "counter-beta", "counter-truncexp")
QUICK = [case for case in CASES if not case.name.startswith(SLOW)]


def _never(market: BundlingMarket, first: str, second: str) -> GridBracket:
    raise AssertionError(f"no bracket is needed for {first} against {second}")


def _solved(case: MarketCase) -> tuple[dict[str, Profit], list[tuple[str, str]]]:
    """The profits, and the price games for which a bracket was asked (a wide one is handed out)."""
    asked: list[tuple[str, str]] = []

    def bracket(_: BundlingMarket, first: str, second: str) -> Any:
        asked.append((first, second))
        return SimpleNamespace(firm_1=(0.0, 2.0), firm_2=(0.0, 1.0), consumer=None)

    return continuum_profits(parse_market(case.spec, "spec", Path()), bracket), asked


def test_rows_left_out_are_few() -> None:
    assert len(CASES) - len(QUICK) == 14


@pytest.mark.parametrize("case", QUICK, ids=lambda case: case.name)
def test_profits_and_prices_of_the_table(case: MarketCase) -> None:
    found, asked = _solved(case)
    assert set(found) == set(case.payoffs)
    assert asked == ([("011", "100")] if case.prices_with_2 is None else [])
    for name, expected in case.payoffs.items():
        profit = found[name]
        assert profit.low <= profit.high
        if expected is None:
            assert (profit.pure, profit.kind, profit.low, profit.reason[:7]) == (False, "grid", 0.0, "no pure")
            continue
        assert profit.value == pytest.approx(expected, abs=1e-10)
        assert profit.low - 2e-12 <= expected <= profit.high + 2e-12
        assert profit.high - profit.low <= 1e-8
        assert profit.pure
        assert 0 <= profit.regret <= 1e-4
    prices = found["b|1"].prices
    assert (prices["p1"], prices["pb"]) == pytest.approx(case.prices, abs=1e-8)
    assert prices["p2"] is None
    assert found["b"].prices["pb"] == pytest.approx(case.bundle_price, abs=1e-6)
    _check_ties(case, found)


def _check_ties(case: MarketCase, found: dict[str, Profit]) -> None:
    """Profits that the table has equal share a name; those it has apart do not, and no enclosures overlap."""
    tied = [("1b", "b"), ("12b", "b"), ("2b|1", "b|1"), ("1|2b", "1|b")]
    for one, other in tied:
        a, b = case.payoffs[one], case.payoffs[other]
        if a is None or b is None:
            continue
        assert (found[one].same_as == found[other].same_as) == (abs(a - b) < 2e-12), (one, other)
        if abs(a - b) >= 2e-12:
            assert found[one].low > found[other].high


@pytest.mark.parametrize("name", sorted(EXACT_FORMS))
def test_exact_forms_and_polynomials(name: str) -> None:
    """The algebraic numbers are the closed forms and the roots of the polynomials derived apart, to 50 digits."""
    import sympy

    found, _ = _solved(next(c for c in CASES if c.name == name))
    for key, form in EXACT_FORMS[name].items():
        exact = found[key].exact
        assert exact is not None
        assert sympy.simplify(sympy.sympify(exact.text) - sympy.sympify(form)) == 0
    for key in ("b|1", "1|b"):
        exact = found[key].exact
        assert exact is not None
        low, high = exact.enclosure(50)
        polynomial = sympy.Poly(sympy.sympify(POLYNOMIALS[name][key][0]))
        values = [polynomial.eval(sympy.Rational(x.numerator, x.denominator)) for x in (low, high)]
        assert values[0] * values[1] <= 0
        assert high - low < 1e-49


@pytest.mark.parametrize("name", sorted(TINY_GAINS))
def test_tiny_gains_are_separated(name: str) -> None:
    found, _ = _solved(next(c for c in CASES if c.name == name))
    for key, gain in zip(("1b", "12b"), TINY_GAINS[name], strict=True):
        assert found[key].value - found["b"].value == pytest.approx(gain, abs=1e-12)
        assert found[key].low > found["b"].high


def test_names_with_component_two_come_where_the_market_is_not_symmetric() -> None:
    """U[0, 1] x U[0, 2] by hand: 1/4 and 1/2 alone; b by 2-D areas: t (1 - t/2 + 1/4)... maximum on [1, 2]."""
    spec = {"valuations": {"independent": [{"uniform": [0, 1]}, {"uniform": [0, 2]}]}, "complementarity": 0}
    found = continuum_profits(parse_market(spec, "spec", Path()), _never)
    assert set(found) == {*QUICK[0].payoffs, "2", "2b", "2+delta", "b|2", "2|b", "1b|2", "2|1b"}
    assert (found["1"].value, found["2"].value) == pytest.approx((0.25, 0.5), abs=1e-12)
    # P(v_0 + v_1 >= t) = 1 - (t - 1/2) / 2 for t in [1, 2]: t (5/4 - t/2) is largest at t = 5/4
    assert found["b"].value == pytest.approx(25 / 32, abs=1e-12)
    assert found["b"].prices["pb"] == pytest.approx(1.25, abs=1e-8)
    for name in ("1b", "2b", "12b"):
        assert found[name].low >= found["b"].low
    assert found["12b"].low >= max(found["1b"].low, found["2b"].low)
    assert found["b|1"].value > found["b|2"].value > 0
