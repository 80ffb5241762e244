"""Quadrature rules against integrals known in closed form."""

import math

import numpy as np
import pytest

from selten.games.consumers.quadrature import double_exponential, gauss_legendre


@pytest.mark.parametrize("n", [1, 2, 3, 7, 28])
def test_gauss_legendre_is_exact_for_polynomials_of_degree_2n_minus_1(n: int) -> None:
    rule = gauss_legendre(n)
    for power in range(2 * n):
        assert float(rule.weights @ rule.left**power) == pytest.approx(1 / (power + 1), rel=1e-13)
        assert float(rule.weights @ rule.right**power) == pytest.approx(1 / (power + 1), rel=1e-13)


@pytest.mark.parametrize("n", [1, 2, 3, 7])
def test_gauss_legendre_is_not_exact_for_one_degree_more(n: int) -> None:
    """The error for x**(2n) is (n!)**4 / ((2n + 1) ((2n)!)**2), a textbook formula."""
    rule = gauss_legendre(n)
    missing = math.factorial(n) ** 4 / ((2 * n + 1) * math.factorial(2 * n) ** 2)
    assert 1 / (2 * n + 1) - float(rule.weights @ rule.left ** (2 * n)) == pytest.approx(missing, rel=1e-4, abs=1e-15)


@pytest.mark.parametrize(("a", "b"), [(0.5, 0.5), (0.5, 1), (1, 0.5), (0.4, 3.7), (2, 5), (1, 1)])
def test_double_exponential_integrates_powers_at_both_ends(a: float, b: float) -> None:
    """The integral of x**(a-1) (1-x)**(b-1) is the beta function."""
    rule = double_exponential(64)
    values = rule.left ** (a - 1) * rule.right ** (b - 1)
    expected = math.gamma(a) * math.gamma(b) / math.gamma(a + b)
    assert float(rule.weights @ values) == pytest.approx(expected, rel=2e-13)


def test_double_exponential_integrates_logarithms() -> None:
    rule = double_exponential(64)
    assert float(rule.weights @ np.log(rule.left)) == pytest.approx(-1, abs=1e-14)
    assert float(rule.weights @ (np.log(rule.left) * np.log(rule.right))) == pytest.approx(
        2 - math.pi**2 / 6, abs=1e-13
    )


@pytest.mark.parametrize("rule", [gauss_legendre(12), double_exponential(42), double_exponential(64)])
def test_nodes_lie_inside_and_weights_are_positive(rule: object) -> None:
    left, right, weights = (getattr(rule, name) for name in ("left", "right", "weights"))
    assert (left > 0).all()
    assert (right > 0).all()
    assert (weights > 0).all()
    assert np.abs(left + right - 1).max() < 4e-16
    assert float(weights.sum()) == pytest.approx(1, abs=1e-14)


def test_distances_reach_far_below_rounding_of_one() -> None:
    """The loss of an x**(-1/2) below the first node is twice the root of its distance: 2e-20 needs 1e-40."""
    rule = double_exponential(64)
    for ends in (rule.left, rule.right):
        assert 1e-45 < ends.min() < 1e-38
