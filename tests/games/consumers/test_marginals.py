"""Marginals against scipy.stats, mpmath with 40 digits, and their own definitions."""

from fractions import Fraction
from typing import Any

import mpmath
import numpy as np
import pytest
import scipy.stats
from hypothesis import given
from hypothesis import strategies as st

from selten.games.consumers.marginals import Beta, Marginal, TruncatedExponential, Uniform
from selten.games.consumers.quadrature import double_exponential
from selten.games.consumers.scipy_marginal import ScipyMarginal
from selten.games.errors import InputError

CASES: list[tuple[Marginal, Any]] = [
    (Uniform(Fraction(0), Fraction(1)), scipy.stats.uniform(0, 1)),
    (Uniform(Fraction(1, 3), Fraction(7, 2)), scipy.stats.uniform(1 / 3, 7 / 2 - 1 / 3)),
    (Beta(2, 1), scipy.stats.beta(2, 1)),
    (Beta(5, 2), scipy.stats.beta(5, 2)),
    (Beta(2, 5), scipy.stats.beta(2, 5)),
    (Beta(9, 8), scipy.stats.beta(9, 8)),
    (Beta(0.5, 0.5), scipy.stats.beta(0.5, 0.5)),
    (Beta(1.5, 0.7), scipy.stats.beta(1.5, 0.7)),
    (TruncatedExponential(3, 1), scipy.stats.truncexpon(b=3, scale=1 / 3)),
    (TruncatedExponential(5, 2), scipy.stats.truncexpon(b=10, scale=1 / 5)),
    (TruncatedExponential(1e-3, 4), scipy.stats.truncexpon(b=4e-3, scale=1000)),
]
MARGINALS = [marginal for marginal, _ in CASES] + [ScipyMarginal(scipy.stats.triang(0.25, loc=1, scale=2))]


@pytest.mark.parametrize(("marginal", "peer"), CASES, ids=lambda x: str(x)[:40])
def test_agrees_with_scipy(marginal: Marginal, peer: Any) -> None:
    x = np.linspace(marginal.low - 0.3, marginal.high + 0.3, 401)
    u = np.linspace(0, 1, 101)
    inside = x[(x > marginal.low) & (x < marginal.high)]
    assert (marginal.low, marginal.high) == pytest.approx(peer.support())
    # scipy's truncated exponential loses digits for a small rate: hence the room
    assert np.abs(marginal.cdf(x) - peer.cdf(x)).max() < 1e-12
    assert np.abs(marginal.survival(x) - peer.sf(x)).max() < 1e-12
    assert np.abs(marginal.quantile(u) - peer.ppf(u)).max() < 1e-9
    density = marginal.density(inside - marginal.low, marginal.high - inside)
    assert density == pytest.approx(peer.pdf(inside), rel=1e-9)


@pytest.mark.parametrize("marginal", MARGINALS, ids=lambda x: str(x)[:40])
def test_the_density_integrates_to_the_distribution_function(marginal: Marginal) -> None:
    """For the triangle, whose density has a kink at a quarter of the support, up to the kink and roughly beyond."""
    rule = double_exponential(80)
    for share in (0.25, 1.0) if isinstance(marginal, ScipyMarginal) else (0.1, 0.6, 1.0):
        top = (marginal.high - marginal.low) * share
        left = top * rule.left
        right = (marginal.high - marginal.low - top) + top * rule.right
        mass = top * float(rule.weights @ marginal.density(left, np.maximum(right, 1e-300)))
        accuracy = 2e-3 if isinstance(marginal, ScipyMarginal) and share == 1 else 2e-13
        assert mass == pytest.approx(float(marginal.cdf(np.array(marginal.low + top))), abs=accuracy)


@pytest.mark.parametrize("marginal", MARGINALS, ids=lambda x: str(x)[:40])
def test_distribution_and_survival_are_complements_and_clamped(marginal: Marginal) -> None:
    x = np.linspace(marginal.low - 1, marginal.high + 1, 301)
    cdf, survival = marginal.cdf(x), marginal.survival(x)
    assert np.abs(cdf + survival - 1).max() < 5e-16
    assert (np.diff(cdf) >= 0).all()
    assert (cdf[x <= marginal.low] == 0).all()
    assert (survival[x <= marginal.low] == 1).all()
    assert (cdf[x >= marginal.high] == 1).all()
    assert (survival[x >= marginal.high] == 0).all()
    assert (float(marginal.quantile(np.array(0.0))), float(marginal.quantile(np.array(1.0)))) == pytest.approx(
        (marginal.low, marginal.high), abs=1e-13
    )


@pytest.mark.parametrize("marginal", MARGINALS, ids=lambda x: str(x)[:40])
@given(u=st.floats(1e-3, 1 - 1e-3))
def test_the_quantile_inverts_the_distribution_function(marginal: Marginal, u: float) -> None:
    x = marginal.quantile(np.array(u))
    if u < 0.5:
        assert float(marginal.cdf(x)) == pytest.approx(u, abs=1e-12)
    else:
        assert float(marginal.survival(x)) == pytest.approx(1 - u, abs=1e-12)


@pytest.mark.parametrize("x", [1e-12, 1e-6, 0.01, 0.99, 1 - 1e-6, 1 - 1e-12])
@pytest.mark.parametrize(("a", "b"), [(2, 5), (5, 2), (0.5, 0.5), (0.5, 3)])
def test_tails_of_beta_have_full_relative_accuracy(a: float, b: float, x: float) -> None:
    with mpmath.workdps(40):
        below = mpmath.betainc(a, b, 0, mpmath.mpf(x), regularized=True)
        above = mpmath.betainc(a, b, mpmath.mpf(x), 1, regularized=True)
    marginal, at = Beta(a, b), np.array(x)
    if below < above:
        assert float(marginal.cdf(at)) == pytest.approx(float(below), rel=1e-13)
    else:
        assert float(marginal.survival(at)) == pytest.approx(float(above), rel=1e-13)


@pytest.mark.parametrize("distance", [1e-13, 1e-9, 1e-3])
def test_tails_of_the_truncated_exponential_have_full_relative_accuracy(distance: float) -> None:
    """P(v < x) = (1 - exp(-3 x)) / (1 - exp(-3)) with 40 digits, near both ends."""
    marginal, top = TruncatedExponential(3, 1), 1 - distance
    with mpmath.workdps(40):
        mass = 1 - mpmath.exp(-3)
        low = (1 - mpmath.exp(-3 * mpmath.mpf(distance))) / mass
        high = (mpmath.exp(-3 * mpmath.mpf(top)) - mpmath.exp(-3)) / mass
    assert float(marginal.cdf(np.array(distance))) == pytest.approx(float(low), rel=1e-14)
    assert float(marginal.survival(np.array(top))) == pytest.approx(float(high), rel=1e-14)


def test_densities_near_an_infinite_end_use_the_distance_itself() -> None:
    """Arcsine density 1 / (pi sqrt(x (1 - x))): at a distance of 1e-30 from 1, where 1 - x is 1 in floats."""
    at = Beta(0.5, 0.5).density(np.array([1.0, 1e-30]), np.array([1e-30, 1.0]))
    assert at == pytest.approx([1e15 / np.pi] * 2, rel=1e-12)


@pytest.mark.parametrize(
    ("marginal", "degree", "smooth", "centred"),
    [
        (Uniform(Fraction(1), Fraction(2)), 1, True, True),
        (Beta(2, 1), 2, True, False),
        (Beta(3, 3), 5, True, True),
        (Beta(0.5, 0.5), None, False, True),
        (Beta(1.5, 2), None, False, False),
        (Beta(20, 20), None, False, True),
        (TruncatedExponential(3, 1), None, True, False),
    ],
    ids=lambda x: str(x)[:30],
)
def test_what_is_known_of_the_shape(marginal: Marginal, degree: int | None, smooth: bool, centred: bool) -> None:
    assert (marginal.degree, marginal.smooth, marginal.centred) == (degree, smooth, centred)
    if degree is not None:  # a polynomial of that degree: its next difference vanishes, the last one does not
        x = marginal.low + (marginal.high - marginal.low) * np.arange(degree + 2) / (degree + 1)
        values = marginal.cdf(x)
        assert abs(np.diff(values, degree + 1)[0]) < 1e-12
        assert abs(np.diff(values, degree)[0]) > 1e-6
    if centred:
        x = np.linspace(marginal.low, marginal.high, 41)
        assert np.abs(marginal.cdf(x) - marginal.survival(marginal.low + marginal.high - x)).max() < 1e-14


@pytest.mark.parametrize(
    ("make", "words"),
    [
        (lambda: Uniform(Fraction(1), Fraction(1)), "lower end below"),
        (lambda: Uniform(Fraction(2), Fraction(1)), "lower end below"),
        (lambda: Uniform(Fraction(-1), Fraction(1)), "at least 0"),
        (lambda: Beta(0, 1), "a = 0"),
        (lambda: Beta(1, -2), "b = -2"),
        (lambda: Beta(1, float("nan")), "b = nan"),
        (lambda: Beta(float("inf"), 1), "a = inf"),
        (lambda: TruncatedExponential(0, 1), "rate = 0"),
        (lambda: TruncatedExponential(1, -1), "upper = -1"),
        (lambda: TruncatedExponential(1, float("inf")), "upper = inf"),
        (lambda: ScipyMarginal(scipy.stats.norm(0, 1)), "bounded"),
        (lambda: ScipyMarginal(scipy.stats.uniform(-1, 3)), "at least 0"),
        (lambda: ScipyMarginal(scipy.stats.poisson(3)), "continuous"),
    ],
)
def test_wrong_parameters_are_refused_in_one_sentence(make: Any, words: str) -> None:
    with pytest.raises(InputError, match=words) as error:
        make()
    assert "\n" not in str(error.value)
    assert "allowed" in str(error.value)
