"""Fixed quadrature rules, applied to many intervals at once.

A rule is a set of nodes given by their distances from both ends of the unit interval: near an end, a density like
x**(-1/2) needs the distance itself, which ``1 - x`` would have lost to rounding. The double-exponential rule (Takahasi
and Mori 1974) converges exponentially for integrands that are analytic inside, whatever algebraic or logarithmic
singularities sit at the ends; Gauss-Legendre needs fewer nodes where the integrand is smooth up to the ends.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cache

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float64]

FINENESSES = (1.0, 2.0, 4.0, 8.0, 16.0)
"""Multiples of the usual number of nodes, for distributions that need more."""

ENOUGH = 1e-11
"""With this error no more nodes are tried."""

STUCK = 1e-3
"""Below this error, nodes that do not halve it are the last to be tried."""


@dataclass(frozen=True, slots=True)
class Rule:
    """Nodes and weights on the unit interval.

    Parameters
    ----------
    left, right : float64 arrays, shape (n,)
        Distances of each node from 0 and from 1; they sum to 1 up to rounding, and neither is zero.
    weights : float64 array, shape (n,)
        Positive, summing to 1 up to the error of the rule.
    """

    left: Floats
    right: Floats
    weights: Floats


@cache
def gauss_legendre(n: int) -> Rule:
    """The Gauss-Legendre rule with n nodes: exact for polynomials of degree 2n - 1.

    Examples
    --------
    >>> rule = gauss_legendre(3)
    >>> abs(float(rule.weights @ rule.left**5) - 1 / 6) < 1e-15
    True
    """
    nodes, weights = np.polynomial.legendre.leggauss(n)
    return Rule((1 + nodes) / 2, (1 - nodes) / 2, weights / 2)


@cache
def double_exponential(n: int) -> Rule:
    """The double-exponential (tanh-sinh) rule with 2n + 1 nodes.

    Nodes reach distances of about 1e-40 from the ends, so that an integrand like x**(-1/2) loses about 1e-20.

    Examples
    --------
    >>> rule = double_exponential(40)
    >>> abs(float(rule.weights @ rule.left**-0.5) - 2) < 1e-13
    True
    """
    step = 4.1 / n
    s = np.arange(-n, n + 1) * step
    inner = np.pi * np.sinh(s)
    left, right = 1 / (1 + np.exp(-inner)), 1 / (1 + np.exp(inner))
    return Rule(left, right, step * np.pi * np.cosh(s) * left * right)


def fitting(
    probe: Callable[[float], tuple[Floats, Floats]], finenesses: Sequence[float], safety: float, rounding: float
) -> tuple[float, float]:
    """The error of the first fineness that is enough, or nearly as good as any, and the fineness.

    The error is ``safety`` times the largest difference to the fineness of twice the size, plus four times the largest
    that is known to be off, plus ``rounding``.

    Parameters
    ----------
    probe : callable
        For a fineness, integrals, and by how much others are off whose values are known.
    finenesses : sequence of float
        Each twice the one before.

    Examples
    --------
    >>> def root(fineness):  # the integral of sqrt(x), and how far it is off 2/3
    ...     rule = gauss_legendre(round(4 * fineness))
    ...     found = rule.weights @ rule.left**0.5
    ...     return np.array([found]), np.array([found - 2 / 3])
    >>> error, fineness = fitting(root, FINENESSES, 10, 0.0)
    >>> fineness, 1e-7 < error < 1e-5
    (16.0, True)
    """
    tried: list[tuple[float, float]] = []
    finer = probe(finenesses[0])
    for fineness in finenesses:
        found, finer = finer, probe(2 * fineness)
        tried.append((safety * _largest(found[0] - finer[0]) + 4 * _largest(found[1]) + rounding, fineness))
        error = tried[-1][0]
        if error <= ENOUGH or (len(tried) > 1 and tried[-2][0] / 2 < error < STUCK):
            break
    return next(pair for pair in tried if pair[0] <= max(ENOUGH, 2 * min(tried)[0]))


def _largest(values: Floats) -> float:
    """In absolute value; infinite if one is none."""
    return float(np.nan_to_num(np.abs(values), nan=np.inf, posinf=np.inf).max())
