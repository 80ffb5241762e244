"""The table of bundling markets against relations that it was not computed from."""

import pytest
import sympy
from market_cases import CASES, EXACT_FORMS, MIXED, MIXED_ONLY, POLYNOMIALS, TINY_GAINS, MarketCase

BY_NAME = {case.name: case for case in CASES}


def _profit(name: str, key: str) -> float:
    value = BY_NAME[name].payoffs[key]
    assert value is not None
    return value


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_offering_more_never_hurts_a_monopolist(case: MarketCase) -> None:
    one, bundle, both, full = (_profit(case.name, key) for key in ("1", "b", "1b", "12b"))
    assert bundle <= both <= full
    assert 2 * one <= full + 1e-11
    assert one <= both


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_saturation_is_where_the_shifted_monopolist_sells_to_all(case: MarketCase) -> None:
    p1, pb = case.prices
    gap = _profit(case.name, "b|1") - _profit(case.name, "1+delta")
    assert gap >= 0
    assert (p1 == 0) == (gap == 0) == (_profit(case.name, "1|b") == 0) == (_profit(case.name, "b|1") == pb)


def test_doubling_valuations_doubles_profits() -> None:
    for key, value in BY_NAME["uniform-0-1@0"].payoffs.items():
        assert value is not None
        assert _profit("uniform-0-2@0", key) == pytest.approx(2 * value, abs=2e-12)


def test_a_shift_of_both_valuations_is_a_complementarity_to_a_pure_bundler() -> None:
    assert _profit("uniform-0.5-1.5@1/5", "b") == _profit("uniform-0-1@6/5", "b")


@pytest.mark.parametrize("name", sorted(EXACT_FORMS))
def test_closed_forms_and_polynomials_agree_with_the_decimals(name: str) -> None:
    for key, form in EXACT_FORMS[name].items():
        assert float(sympy.sympify(form)) == pytest.approx(_profit(name, key), abs=1e-12)
    prices = dict(zip(("p1", "p_b"), BY_NAME[name].prices, strict=True))
    for key, (polynomial, low, high) in POLYNOMIALS[name].items():
        poly = sympy.Poly(sympy.sympify(polynomial))
        interval = sympy.Rational(low), sympy.Rational(high)
        assert poly.count_roots(*interval) == 1
        root = next(r for r in poly.real_roots() if interval[0] < r < interval[1])
        assert float(root) == pytest.approx(prices.get(key) or _profit(name, key), abs=1e-12)


def test_tiny_gains_are_the_differences_of_the_profits() -> None:
    for name, gains in TINY_GAINS.items():
        for key, gain in zip(("1b", "12b"), gains, strict=True):
            assert _profit(name, key) - _profit(name, "b") == pytest.approx(gain, abs=2e-12)


def test_a_pure_equilibrium_that_sells_product_2_pays_more_and_mixed_ones_are_named() -> None:
    for case in CASES:
        if case.product_2_sold:
            assert _profit(case.name, "2b|1") > _profit(case.name, "b|1")
    assert {case.name for case in CASES if case.product_2_sold is None} == MIXED_ONLY
    assert MIXED.keys() < MIXED_ONLY
