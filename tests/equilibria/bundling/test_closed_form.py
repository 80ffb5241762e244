"""Exact profits against the reference's closed forms, high-precision bisection and derivations by hand."""

import time
from decimal import Decimal, localcontext
from fractions import Fraction as F
from typing import Any

import pytest
import sympy
from hypothesis import given, settings
from hypothesis import strategies as st
from market_cases import CASES, EXACT_FORMS, POLYNOMIALS, MarketCase

from selten.equilibria.bundling.closed_form import closed_duopoly, closed_monopoly, closed_single
from selten.equilibria.exact.algebraic import AlgebraicNumber
from selten.games.bundling import BundlingMarket
from selten.games.consumers.joint import Joint
from selten.games.consumers.marginals import Beta, Marginal, TruncatedExponential, Uniform
from selten.games.consumers.monotone import Comonotone, Countermonotone
from selten.games.consumers.valuations import Valuations

UNIFORMS = [case for case in CASES if case.name.startswith(("uniform", "co-uniform", "counter-uniform"))]
KINDS: dict[str, Any] = {
    "independent": lambda m: Joint(m, m),
    "comonotone": Comonotone,
    "countermonotone": Countermonotone,
}
deltas = st.fractions(F(1, 50), F(19, 20), max_denominator=60)


def uniform(low: Any = 0, high: Any = 1) -> Uniform:
    return Uniform(F(str(low)), F(str(high)))


def market(valuations: Valuations, delta: Any = 0) -> BundlingMarket:
    return BundlingMarket(valuations, F(str(delta)))


def iid(marginal: Marginal, delta: Any = 0) -> BundlingMarket:
    return market(Joint(marginal, marginal), delta)


def of_case(case: MarketCase) -> BundlingMarket:
    ((kind, marginal),) = case.valuations.items()
    return market(KINDS[kind](uniform(*marginal["uniform"])), case.complementarity)


def text(number: AlgebraicNumber | None) -> str | None:
    return None if number is None else number.text


def texts(profits: tuple[AlgebraicNumber, AlgebraicNumber] | None) -> list[str] | None:
    return None if profits is None else [profit.text for profit in profits]


def same_root(number: AlgebraicNumber, polynomial: str, low: Any, high: Any) -> bool:
    coefficients = sympy.Poly(sympy.sympify(polynomial)).all_coeffs()
    return number == AlgebraicNumber.root([int(c) for c in reversed(coefficients)], low, high)


def test_table_2_of_the_paper() -> None:
    unit, root = iid(uniform()), 2**0.5
    assert text(closed_single(unit, 0, F(0))) == "1/4"
    assert text(closed_monopoly(unit, (), (2 / 3) ** 0.5, ())) == "2*sqrt(6)/9"
    assert text(closed_monopoly(unit, (0,), 5 / 6, (1 / 6,))) == "59/108"
    assert text(closed_monopoly(unit, (1,), 5 / 6, (1 / 6,))) == "59/108"
    t = (4 - root) / 3
    assert text(closed_monopoly(unit, (0, 1), t, (t - 2 / 3, t - 2 / 3))) == "4/9 + 2*sqrt(2)/27"
    profits = closed_duopoly(unit, 0, 0.24493353904070204, 0.60746865988360024)
    assert profits is not None
    assert profits[0].text == "root of 256*Y**3 - 13385*Y**2 + 12232*Y - 2704 near 0.369018"
    assert float(profits[0]) == pytest.approx(0.36901817274077719, abs=1e-16)
    assert float(profits[1]) == pytest.approx(0.06704764421630172, abs=1e-16)


@pytest.mark.parametrize("name", sorted(EXACT_FORMS))
def test_exact_forms_and_polynomials_of_the_market_table(name: str) -> None:
    case = next(c for c in CASES if c.name == name)
    model, forms, roots = of_case(case), EXACT_FORMS[name], POLYNOMIALS[name]
    bundle = closed_monopoly(model, (), case.bundle_price - model.delta, ())
    assert text(bundle) == forms["b"]
    assert text(closed_single(model, 1, model.complementarity)) == forms["1+delta"]
    p, pb = case.prices
    profits = closed_duopoly(model, 0, p, pb - model.delta)
    assert profits is not None
    assert same_root(profits[0], *roots["b|1"])
    assert same_root(profits[1], *roots["1|b"])


@pytest.mark.parametrize("case", UNIFORMS, ids=lambda case: case.name)
def test_profits_of_the_uniform_markets_to_twelve_digits(case: MarketCase) -> None:
    model = of_case(case)
    p, pb = case.prices
    profits = closed_duopoly(model, 0, p, pb - model.delta)
    assert profits is not None
    found = {
        "1": closed_single(model, 0, F(0)),
        "1+delta": closed_single(model, 0, model.complementarity),
        "b": closed_monopoly(model, (), case.bundle_price - model.delta, ()),
        "b|1": profits[0],
        "1|b": profits[1],
    }
    for key, value in found.items():
        assert value is not None, key
        assert float(value) == pytest.approx(case.payoffs[key], abs=1e-12), key


@given(deltas)
@settings(max_examples=25, deadline=None)
def test_monotone_markets_have_the_closed_forms_of_the_reference(delta: F) -> None:
    for kind, q, share, b in (
        (Comonotone, 4 * (1 - delta) / 7, F(1, 4), (1 + delta / 2) ** 2 / 2),
        (Countermonotone, 2 * (1 - delta) / 3, F(1, 2), 1 + delta),
    ):
        model = market(kind(uniform()), delta)
        profits = closed_duopoly(model, 1, float(q * share), float(q))
        assert profits is not None
        assert profits[0] == (q + delta) ** 2
        assert profits[1] == (q**2 / 8 if kind is Comonotone else q**2 / 4)
        t = 1 - delta / 2 if kind is Comonotone else F(1)
        assert closed_monopoly(model, (), float(t), ()) == b
        assert closed_single(model, 0, delta) == ((1 + delta) / 2) ** 2


@given(deltas)
@settings(max_examples=12, deadline=None)
def test_independent_duopoly_to_forty_digits_by_bisection_of_the_stated_conditions(delta: F) -> None:
    with localcontext() as context:
        context.prec = 60
        shift, half = Decimal(delta.numerator) / delta.denominator, Decimal(1) / 2

        def reply(p: Decimal) -> tuple[Decimal, Decimal]:
            q = (1 - shift + p - p * p / 2) / 2
            return q, ((1 + q) - (1 - q + q * q).sqrt()) / 3

        low, high = Decimal(0), half
        for _ in range(170):
            middle = (low + high) / 2
            low, high = (middle, high) if reply(middle)[1] > middle else (low, middle)
        q, p = reply(low)
        expected = (q + shift) ** 2, p * (1 - p) * (q - p)
        profits = closed_duopoly(iid(uniform(), delta), 0, float(p), float(q))
        assert profits is not None
        for exact, decimal in zip(profits, expected, strict=True):
            start, stop = exact.enclosure(45)
            assert start - F(1, 10**40) < F(str(decimal)) < stop + F(1, 10**40)


@given(st.fractions(-F(1, 4), F(2), max_denominator=40))
@settings(max_examples=25, deadline=None)
def test_independent_bundle_monopoly_has_the_closed_form_of_the_reference(delta: F) -> None:
    root = sympy.sqrt(sympy.Rational(delta.numerator, delta.denominator) ** 2 + 6)
    shift = sympy.Rational(delta.numerator, delta.denominator)
    q = (root - shift) / 3
    value = closed_monopoly(iid(uniform(), delta), (), float(q), ())
    assert value is not None
    assert sympy.expand(sympy.sympify(value.text) - (q + shift) * (1 - q**2 / 2)) == 0


BY_HAND: list[tuple[str, BundlingMarket, Any, list[str]]] = [
    # v_1 in [10, 11]: component 1 at 10 sells to all without the bundle, which adds t - 10 for those with v_0 above.
    ("component at the lowest valuation", market(Joint(uniform(), uniform(10, 11))), ((1,), 10.5, (0.5,)), ["41/4"]),
    (
        "the same with a complementarity",
        market(Joint(uniform(), uniform(3, 4)), F(1, 7)),
        ((1,), 3 + 3 / 7, (3 / 7,)),
        [str(3 + F(4, 7) ** 2)],
    ),
    # Everybody values the bundle at 1 + Delta = 2/5; each component at 7/10 wins 3/10, who pay 3/10 more each.
    ("countermonotone, negative", market(Countermonotone(uniform()), "-3/5"), ((0, 1), 1.0, (0.3, 0.3)), ["29/50"]),
    # The density of the sum has its kink at t = 1, where this maximum is: (1 - 1/2) / 2.
    ("smooth across an edge", iid(uniform(), "-1/2"), ((), 1.0, ()), ["1/4"]),
    ("corner, slope zero", market(Comonotone(uniform(1, 2))), ((), 2.0, ()), ["2"]),
    ("corner, falling", market(Comonotone(uniform(1, 2)), "17/10"), ((), 2.0, ()), ["37/10"]),
    # p_0 stays at the lowest valuation 1/2; the bundler's best t is (1.87 + 1/2 - Delta) / 2.
    (
        "duopoly, component at the lowest valuation",
        market(Joint(uniform("1/2", "31/25"), uniform("13/100", "187/100")), "-9/200"),
        (0, 0.5, 1.2075),
        [str(F("2.325") ** 2 / 4 / F("1.74")), str(F(1, 2) * (F("1.2075") - F("0.63")) / F("1.74"))],
    ),
    ("saturated", iid(uniform(1, 2), "1/5"), (0, 0.0, 1.0), ["6/5", "0"]),
    ("saturated, slope zero", iid(uniform(1, 2)), (1, 0.0, 1.0), ["1", "0"]),
    ("saturated, different", market(Joint(uniform(), uniform(3, 4)), F(1, 7)), (0, 0.0, 3.0), ["22/7", "0"]),
]


@pytest.mark.parametrize(("model", "prices", "expected"), [x[1:] for x in BY_HAND], ids=[x[0] for x in BY_HAND])
def test_corners_and_edges_derived_by_hand(model: BundlingMarket, prices: Any, expected: list[str]) -> None:
    if isinstance(prices[0], tuple):
        assert [text(closed_monopoly(model, *prices))] == expected
    else:
        assert texts(closed_duopoly(model, *prices)) == expected


def test_two_different_components_are_both_sold() -> None:
    # First-order conditions by hand for v_0 in [0, 1], v_1 in [0, 11/10], Delta = 0: p_k = 2/3 of each top.
    t = (4 - 2**0.5) / 3  # start of a Newton search in sympy, not the answer
    x, y, z = sympy.symbols("x y z")
    top = sympy.Rational(11, 10)
    # Buyers: x is p_0, y is p_1, z the bundle's price; areas of the three regions of the rectangle.
    first, second = (1 - x) * (z - x), (top - y) * (z - y)
    both = top - z * z / 2 + (z - x) ** 2 / 2 + (z - y) ** 2 / 2 - first - second
    profit = (x * first + y * second + z * both) / top
    found = sympy.nsolve([profit.diff(v) for v in (x, y, z)], (x, y, z), (0.67, 0.73, t + 0.05), prec=40)
    p, q, pb = (float(v) for v in found)
    value = closed_monopoly(market(Joint(uniform(), uniform(0, "11/10"))), (0, 1), pb, (pb - p, pb - q))
    assert value is not None
    exact = profit.subs(dict(zip((x, y, z), found, strict=True)))
    assert abs(sympy.sympify(value.text).evalf(35) - exact) < sympy.Float("1e-32")
    assert value.text == "7/15 + 2*sqrt(55)/135"


def test_bundler_that_also_sells_its_component() -> None:
    # Countermonotone, Delta = -3/10: beside t the own component at d gains (t - d) F(d) - (t + Delta) F(d), so
    # d = 3/20 whatever t; the bundle is chosen as without it.
    delta, model = F(-3, 10), market(Countermonotone(uniform()), "-3/10")
    q = 2 * (1 - delta) / 3
    profits = closed_duopoly(model, 0, float(q / 2), float(q), 0.15)
    assert profits is not None
    assert profits[0] == (q + delta) ** 2 + F(3, 20) ** 2
    assert profits[1] == q**2 / 4


@pytest.mark.parametrize(
    "model",
    [
        iid(TruncatedExponential(3.0, 1.0), "1/2"),
        market(Joint(TruncatedExponential(3.0, 1.0), uniform()), "1/2"),
        market(Joint(TruncatedExponential(3.0, 1.0), TruncatedExponential(3.0, 1.0), 0.5), "1/2"),
        market(Comonotone(TruncatedExponential(3.0, 1.0)), "1/2"),
    ],
)
def test_saturated_markets_are_rational_for_any_distribution(model: BundlingMarket) -> None:
    # The density 3 / (1 - exp(-3)) at 0 exceeds 1 / Delta = 2 and falls: nobody gains by a price above the lowest.
    assert closed_single(model, 0, F(1, 2), p=0.0) == F(1, 2)
    assert texts(closed_duopoly(model, 1, 0.0, 0.0)) == ["1/2", "0"]


def test_a_bundle_that_everybody_buys_is_rational_for_any_distribution() -> None:
    assert closed_monopoly(market(Comonotone(TruncatedExponential(3.0, 1.0)), 1), (), 0.0, ()) == 1
    assert closed_monopoly(market(Countermonotone(Beta(2.0, 2.0)), "1/3"), (), 1.0, ()) == F(4, 3)
    assert closed_monopoly(market(Countermonotone(Beta(0.5, 0.5)), "1/3"), (), 1.0, ()) == F(4, 3)


def test_integer_beta_distributions_are_exact_too() -> None:
    # p (1 - p**2) is largest at 1 / sqrt(3); twice that for the comonotone bundle.
    assert text(closed_single(iid(Beta(2.0, 1.0)), 0, F(0))) == "2*sqrt(3)/9"
    assert text(closed_monopoly(market(Comonotone(Beta(2.0, 1.0))), (), 2 / 3**0.5, ())) == "4*sqrt(3)/9"
    case = next(c for c in CASES if c.name == "beta-2-1@0")
    value = closed_monopoly(iid(Beta(2.0, 1.0)), (), case.bundle_price, ())
    assert value is not None
    assert float(value) == pytest.approx(case.payoffs["b"], abs=1e-12)


UNPROVEN: list[tuple[str, Any]] = [
    ("prices off by a thousandth", lambda: closed_monopoly(iid(uniform()), (), 0.8175, ())),
    ("duopoly prices off", lambda: closed_duopoly(iid(uniform()), 0, 0.2459, 0.6075)),
    ("not at the lowest valuation", lambda: closed_single(iid(TruncatedExponential(3.0, 1.0)), 0, F(0), p=0.3)),
    ("not saturated", lambda: closed_duopoly(iid(TruncatedExponential(3.0, 1.0), "1/4"), 0, 0.0, 0.0)),
    ("not saturated, uniform", lambda: closed_duopoly(iid(uniform(), "9/10"), 0, 0.0, 0.0)),
    ("not everybody buys", lambda: closed_monopoly(market(Comonotone(uniform())), (), 0.0, ())),
    (
        "rising from the corner",
        lambda: closed_monopoly(market(Comonotone(TruncatedExponential(3.0, 1.0))), (), 0.0, ()),
    ),
    ("copula", lambda: closed_monopoly(market(Joint(uniform(), uniform(), 0.5)), (), 0.88, ())),
    ("component hardly sold", lambda: closed_monopoly(market(Joint(uniform(), uniform(0, 2))), (1,), 1.25, (1e-12,))),
    ("products do not coexist", lambda: closed_monopoly(iid(uniform(), "-2/5"), (0, 1), 0.8, (0.5, 0.5))),
    ("no bundle at all", lambda: closed_duopoly(iid(uniform(), "-1/5"), 0, 0.0, float("inf"), 0.5)),
    ("degree too high", lambda: closed_monopoly(iid(Beta(5.0, 3.0)), (0,), 1.0, (0.3,))),
]


@pytest.mark.parametrize("ask", [x[1] for x in UNPROVEN], ids=[x[0] for x in UNPROVEN])
def test_what_cannot_be_shown_is_none(ask: Any) -> None:
    assert ask() is None


def test_all_profits_of_a_market_take_well_under_a_second() -> None:
    model = market(Joint(uniform("13/100", "137/100"), uniform("29/100", "211/100")), "137/10000")
    closed_single(model, 0, F(0))  # imports flint
    start = time.process_time()
    for k, prices in ((0, (0.36240379, 1.2177806)), (1, (0.31918, 0.83764))):
        assert closed_single(model, k, F(0)) is not None
        assert closed_single(model, k, model.complementarity) is not None
        closed_duopoly(model, k, *prices)
    assert time.process_time() - start < 1
