"""Demand of independent and copula-joined valuations: closed forms, double integrals, consumers one by one."""

import itertools
from fractions import Fraction

import mpmath
import numpy as np
import pytest
import scipy.stats
from hypothesis import given, settings
from hypothesis import strategies as st
from market_checks import crowd
from scipy.integrate import dblquad

from selten.games.consumers.joint import Joint
from selten.games.consumers.marginals import Beta, Marginal, TruncatedExponential, Uniform
from selten.games.consumers.quadrature import gauss_legendre
from selten.games.consumers.scipy_marginal import ScipyMarginal
from selten.games.consumers.valuations import demands
from selten.games.errors import InputError

UNIT = Uniform(Fraction(0), Fraction(1))
JOINTS = [
    Joint(UNIT, UNIT),
    Joint(Uniform(Fraction(1, 2), Fraction(3, 2)), Uniform(Fraction(0), Fraction(2))),
    Joint(Uniform(Fraction(1), Fraction(2)), Uniform(Fraction(1), Fraction(2))),
    Joint(Beta(2, 1), Beta(2, 5)),
    Joint(TruncatedExponential(3, 1), TruncatedExponential(1, 2)),
    Joint(Beta(0.5, 0.5), Beta(0.5, 0.5)),
    Joint(UNIT, UNIT, 0.5),
    Joint(UNIT, UNIT, -0.8),
    Joint(Beta(2, 2), TruncatedExponential(3, 1), 0.4),
]
NAMES = [str(i) for i in range(len(JOINTS))]
SUMS = st.integers(-5000, 42_000).map(lambda i: i / 10_007)
DISCOUNTS = st.integers(-2000, 22_000).map(lambda i: i / 9973)
PRICES = st.integers(0, 2200).map(lambda i: i / 1000)


@pytest.mark.parametrize(("t", "expected"), [(0, 1), (0.5, 7 / 8), (1, 0.5), (1.4, 0.18), (2, 0), (-1, 1), (3, 0)])
def test_total_of_two_uniforms_is_a_triangle(t: float, expected: float) -> None:
    assert float(JOINTS[0].total(np.array(t))) == pytest.approx(expected, abs=2e-16)


@pytest.mark.parametrize(
    ("d", "t", "loss", "alone", "triangle"),
    [
        # v_{1-k} < d: strips and triangles of the unit square, areas by hand
        (0.5, 1.0, 0.125, 0.25, 0.125),
        (0.25, 0.5, 0.25 - (0.5 + 0.25) / 2 * 0.25, 0.25 * 0.75, 0.25**2 / 2),
        (0.5, 1.2, 0.3**2 / 2, 0.5 * 0.3, 0.5 * 0.3 - 0.3**2 / 2),
        (0.2, 1.3, 0.0, 0.0, 0.0),
        (0.5, 0.25, 0.5 - 0.25**2 / 2, 0.5, 0.25**2 / 2),
        (-0.1, 0.7, 0.0, 0.0, 0.0),
        (1.5, 1.2, 0.8**2 / 2, 1.0, 1 - 0.8**2 / 2),
    ],
)
def test_groups_of_two_uniforms_by_hand(d: float, t: float, loss: float, alone: float, triangle: float) -> None:
    at = np.array(d), np.array(t)
    found = [float(f(k, *at)) for f in (JOINTS[0].loss, JOINTS[0].alone, JOINTS[0].triangle) for k in (0, 1)]
    assert found == pytest.approx([loss, loss, alone, alone, triangle, triangle], abs=3e-16)


def _density(joint: Joint, x: float, y: float) -> float:
    """The product of the marginal densities at (v_0, v_1) = (x, y)."""
    value = 1.0
    for marginal, at in zip(joint.marginals, (x, y), strict=True):
        value *= float(marginal.density(np.array(at - marginal.low), np.array(marginal.high - at)))
    return value


@pytest.mark.parametrize("index", [3, 4])
@pytest.mark.parametrize("k", [0, 1])
def test_loss_by_a_double_integral(index: int, k: int) -> None:
    """P(v_{1-k} < d, v_0 + v_1 >= t) by scipy's dblquad, to 1e-7."""
    joint, d, t = JOINTS[index], 0.6, 0.9
    own, other = joint.marginals[k], joint.marginals[1 - k]

    def density(y: float, x: float) -> float:
        return _density(joint, x, y) if k == 1 else _density(joint, y, x)

    expected = dblquad(density, other.low, d, lambda x: max(t - x, own.low), own.high, epsabs=1e-8, epsrel=1e-8)[0]
    assert float(joint.loss(k, np.array(d), np.array(t))) == pytest.approx(expected, abs=1e-7)


@pytest.mark.parametrize("correlation", [0.5, -0.8])
@pytest.mark.parametrize(("a", "b"), [(0.3, 0.6), (0.5, 0.5), (0.05, 0.9)])
def test_the_copula_by_the_bivariate_normal_distribution(correlation: float, a: float, b: float) -> None:
    """P(v_0 < a, v_1 >= b) = Phi(x) - Phi_2(x, y) with x, y the normal scores of a, b (scipy's own Phi_2)."""
    joint = Joint(UNIT, UNIT, correlation)
    x, y = (float(scipy.stats.norm.ppf(value)) for value in (a, b))
    both = scipy.stats.multivariate_normal([0, 0], [[1, correlation], [correlation, 1]]).cdf([x, y])
    # product 1 (second component) at price b = t - d beside the bundle sells to v_0 < d
    assert float(joint.alone(1, np.array(a), np.array(a + b))) == pytest.approx(a - float(both), abs=1e-9)


@pytest.mark.parametrize("correlation", [0.5, 0.3, -0.8])
def test_the_median_orthant_of_the_copula(correlation: float) -> None:
    """P(v_0 < 1/2, v_1 >= 1/2) = 1/4 - arcsin(correlation) / (2 pi), Sheppard's formula."""
    joint = Joint(UNIT, UNIT, correlation)
    expected = 0.25 - np.arcsin(correlation) / (2 * np.pi)
    for k in (0, 1):
        assert float(joint.alone(k, np.array(0.5), np.array(1.0))) == pytest.approx(expected, abs=2e-14)
    assert float(joint.total(np.array(1.0))) == pytest.approx(0.5, abs=1e-13)


@pytest.mark.parametrize("joint", JOINTS, ids=NAMES)
def test_demands_by_the_choice_of_each_consumer(joint: Joint) -> None:
    """Against a grid of 500 x 500 ranks: each of at most four boundaries moves by at most half a cell, 1/1000."""
    people = crowd(joint.first.quantile, joint.second.quantile, correlation=joint.correlation, n=500)
    levels = np.linspace(0.11, 0.93, 3) * (sum(joint.high) / 2)
    for p0, p1, t in itertools.product([*levels, np.inf], [*levels, np.inf], [0.37, 0.81, 1.27, np.inf]):
        delta = 0.1
        expected = people.shares(p0, p1, t + delta, delta)
        found = demands(joint, (np.array(p0), np.array(p1)), np.array(t))
        assert [float(x) for x in found] == pytest.approx(expected, abs=4e-3), (p0, p1, t)


@pytest.mark.parametrize("joint", JOINTS, ids=NAMES)
@settings(max_examples=25)
@given(d=DISCOUNTS, t=SUMS)
def test_winners_are_buyers_less_leavers(joint: Joint, d: float, t: float) -> None:
    """Of those with v_{1-k} < d who would buy k, the bundle had those with a large enough sum (where d <= t)."""
    for k in (0, 1):
        at = k, np.array(d), np.array(t)
        alone, loss, triangle = joint.alone(*at), joint.loss(*at), joint.triangle(*at)
        assert float(triangle) == pytest.approx(float(alone - loss), abs=3 * joint.error)
        assert -1e-16 <= float(triangle) <= 1 + 1e-15
        assert float(loss) <= float(joint.total(at[2])) + 2 * joint.error


@pytest.mark.parametrize("joint", JOINTS, ids=NAMES)
@settings(max_examples=25)
@given(d=DISCOUNTS, t=SUMS, more=st.floats(0, 0.5))
def test_groups_grow_and_shrink_as_they_must(joint: Joint, d: float, t: float, more: float) -> None:
    slack = 2 * joint.error
    for k in (0, 1):
        for group in (joint.loss, joint.alone):
            here = float(group(k, np.array(d), np.array(t)))
            assert float(group(k, np.array(d + more), np.array(t))) >= here - slack
            assert float(group(k, np.array(d), np.array(t + more))) <= here + slack
        assert float(joint.triangle(k, np.array(d + more), np.array(t))) >= (
            float(joint.triangle(k, np.array(d), np.array(t))) - slack
        )


@pytest.mark.parametrize("joint", JOINTS, ids=NAMES)
@settings(max_examples=25)
@given(p0=PRICES, p1=PRICES, t=SUMS)
def test_identities_of_demand(joint: Joint, p0: float, p1: float, t: float) -> None:
    """All shares are shares; a bundle dearer than both parts sells nothing; everybody worth p_k buys k somehow."""
    first, second, bundle = (float(x) for x in demands(joint, (np.array(p0), np.array(p1)), np.array(t)))
    slack = 4 * joint.error
    assert min(first, second, bundle) >= -slack
    assert max(first, second) + bundle <= 1 + slack
    worth = [float(joint.survival(k, np.array(p))) for k, p in ((0, p0), (1, p1))]
    assert first + bundle >= worth[0] - slack
    assert second + bundle >= worth[1] - slack
    if t > p0 + p1:
        assert (first, second, bundle) == (*worth, 0.0)


@pytest.mark.parametrize("joint", JOINTS, ids=NAMES)
@settings(max_examples=25)
@given(p0=PRICES, p1=PRICES, t=SUMS, cut=st.floats(0, 1))
def test_demand_for_a_product_grows_as_its_price_falls(
    joint: Joint, p0: float, p1: float, t: float, cut: float
) -> None:
    slack = 8 * joint.error
    before = demands(joint, (np.array(p0), np.array(p1)), np.array(t))
    for which in range(3):
        p = [p0, p1, t]
        p[which] -= cut
        after = demands(joint, (np.array(p[0]), np.array(p[1])), np.array(p[2]))
        assert float(after[which]) >= float(before[which]) - slack
        if which == 2:
            assert float(after[0]) <= float(before[0]) + slack
            assert float(after[1]) <= float(before[1]) + slack
        else:
            assert float(after[2]) <= float(before[2]) + slack


@pytest.mark.parametrize("joint", JOINTS, ids=NAMES)
def test_kinks_and_ends_of_the_supports(joint: Joint) -> None:
    """Demand at, and an instant beside, every end of a support is continuous: no atoms anywhere."""
    for t in joint.sums:
        values = joint.total(np.array([t - 1e-10, t, t + 1e-10]))
        assert np.ptp(values) < 1e-4 if joint.first == Beta(0.5, 0.5) else np.ptp(values) < 1e-8
    assert float(joint.total(np.array(sum(joint.low)))) == pytest.approx(1, abs=joint.error)
    assert float(joint.total(np.array(sum(joint.high)))) == pytest.approx(0, abs=joint.error)


CONCENTRATED = [
    Joint(Beta(1 / 3, 1 / 3), Beta(1 / 3, 1 / 3)),
    Joint(Beta(0.1, 0.1), UNIT),
    Joint(Beta(30, 0.5), TruncatedExponential(1000, 1)),
    Joint(Beta(1000, 1), Beta(1000, 1)),
    Joint(Beta(100, 100), Beta(1e6, 3)),
    Joint(UNIT, UNIT, 0.99),
    Joint(Beta(2, 3), Beta(2, 3), -0.99),
    Joint(UNIT, UNIT, 0.99999),
]
"""Whose consumers are nearly all close to one place, or to a line."""


@pytest.mark.parametrize("joint", [*JOINTS, *CONCENTRATED], ids=[*NAMES, *(f"concentrated-{i}" for i in range(8))])
def test_the_stated_error_covers_a_much_finer_rule(joint: Joint) -> None:
    """Against 32 times the nodes (or 40, for polynomials), on other points: all over, and where consumers are."""
    fine = Joint(joint.first, joint.second, joint.correlation, 32.0)
    rule = gauss_legendre(40) if joint in JOINTS[:4] else fine.rule
    draw = np.random.default_rng(7)
    t = sum(joint.low) + (sum(joint.high) - sum(joint.low)) * draw.random(150)
    d = max(joint.high) * draw.random(150)
    ranks = draw.random((4, 150)) ** draw.integers(1, 9, 150)
    ranks = np.where(draw.random((4, 150)) < 0.5, ranks, 1 - ranks)
    t = np.concatenate([t, joint.first.quantile(ranks[0]) + joint.second.quantile(ranks[1])])
    people = joint.first.quantile(ranks[2]), joint.second.quantile(ranks[3])
    for view in (joint, joint.coarse(), joint.coarse(0.5)):
        for k in (0, 1):
            at = np.concatenate([d, people[1 - k]]), t
            assert float(np.abs(view.loss(k, *at) - fine._integral(k, *at, rule)).max()) <= view.error
            assert float(np.abs(view.alone(k, *at) - fine.alone(k, *at)).max()) <= view.error
    assert joint.error < 1e-13 or joint.correlation or not joint.first.smooth


@pytest.mark.parametrize(("a", "b"), [(1 / 3, 1 / 3), (0.5, 0.5), (30, 0.5), (1000, 1), (100, 100), (1e6, 3)])
def test_the_stated_error_covers_what_mpmath_integrates(a: float, b: float) -> None:
    """P(v_0 + v_1 >= t) with 30 digits, cut where consumers are; the error is far below what any price needs."""
    joint = Joint(Beta(a, b), Beta(a, b))
    marginal = joint.first
    with mpmath.workdps(30):

        def below(x: mpmath.mpf) -> mpmath.mpf:
            return mpmath.betainc(a, b, 0, min(max(x, 0), 1), regularized=True)

        for rank in (0.02, 0.4, 0.97):
            t = 2 * float(marginal.quantile(np.array(rank)))
            ranks = [1e-9, 1e-4, 0.1, 0.5, 0.9, 1 - 1e-4, 1 - 1e-9]
            places = {mpmath.mpf(float(x)) for x in marginal.quantile(np.array(ranks))}
            even = {mpmath.mpf(i) / 20 for i in range(21)}
            cuts = sorted(x for x in {*even, *places, *(t - x for x in places)} if 0 <= x <= 1)
            lower = [*(x for x in cuts if x < 0.5), 0.5]
            upper = [0, *sorted(1 - x for x in cuts if 0.5 < x < 1), 0.5]  # from the end, where densities are infinite
            whole = mpmath.beta(a, b)  # inside the integrals: mpmath's tolerance is absolute
            less = mpmath.quad(lambda x: x ** (a - 1) * (1 - x) ** (b - 1) / whole * below(t - x), lower)  # noqa: B023
            less += mpmath.quad(
                lambda y: y ** (b - 1) * (1 - y) ** (a - 1) / whole * below(t - 1 + y),  # noqa: B023
                upper,
            )
            assert float(abs(joint.total(np.array(t)) - (1 - less))) <= joint.error, rank
    assert joint.error < 1e-7


def test_what_no_rule_resolves_has_an_error_that_says_so() -> None:
    """All but 1e-25 of the consumers within 1e-23 of the upper end, where doubles are 1e-16 apart."""
    assert Joint(Beta(1e25, 1), Beta(1e25, 1)).error > 1
    assert Joint(Beta(0.01, 0.01), UNIT).error > 0.1
    assert 1e-3 < Joint(UNIT, UNIT, 0.9999999).error < 1


@pytest.mark.parametrize("joint", JOINTS, ids=NAMES)
@pytest.mark.parametrize("delta", [0.0, 0.1])
def test_useless_is_claimed_only_where_nothing_is_gained(joint: Joint, delta: float) -> None:
    """(t - x) triangle <= (x + delta) loss on a grid of x up to d and t in the interval, wherever it is claimed."""
    span = np.linspace(max(sum(joint.low), 1e-3), sum(joint.high), 13)
    claimed = 0
    for k in (0, 1):
        for share in (0.01, 0.1, 0.3, 0.7, 1.0):
            d = share * joint.high[1 - k]
            shown = joint.useless(k, d, delta, span[:-1], span[1:])
            claimed += int(shown.sum())
            for i in np.flatnonzero(shown):
                x = d * np.linspace(1e-3, 1, 40)[None, :]
                t = np.linspace(span[i], span[i + 1], 9)[:, None]
                gain = (t - x) * joint.triangle(k, x, t) - (x + delta) * joint.loss(k, x, t)
                assert gain.max() <= 4 * joint.error, (k, share, span[i])
    assert claimed > 0


@pytest.mark.parametrize("correlation", [1, -1, 1.5, float("nan")])
def test_perfect_correlations_are_refused(correlation: float) -> None:
    with pytest.raises(InputError, match="strictly between -1 and 1"):
        Joint(UNIT, UNIT, correlation)


def test_symmetry_is_stated_only_for_equal_marginals() -> None:
    assert Joint(UNIT, Uniform(Fraction(0), Fraction(1)), 0.3).symmetric
    assert not Joint(UNIT, Uniform(Fraction(0), Fraction(2))).symmetric
    other: Marginal = Beta(1, 1)
    assert not Joint(UNIT, other).symmetric
    same = ScipyMarginal(scipy.stats.beta(2, 3))
    assert Joint(same, same).symmetric
