"""The demand of uniform (and other polynomial) valuations as polynomials, on the piece that holds a numeric point.

Notation as in :mod:`selten.games.consumers.valuations`. Demand is a polynomial in the prices between hyperplanes such
as p_k = high_k or t = low_0 + low_1. Which piece is meant is decided by a numeric point; every decision is remembered
as a linear form that has to be positive (:attr:`Branches.inside`), or as a tie if the point is on the hyperplane.
"""

import math
from collections.abc import Mapping
from dataclasses import dataclass, field
from fractions import Fraction
from typing import Any, Protocol

from selten.equilibria.bundling.stationary import NAMES, at_floats, ring
from selten.games.consumers.joint import Joint
from selten.games.consumers.marginals import Beta, Marginal, Uniform
from selten.games.consumers.monotone import Comonotone, Countermonotone
from selten.games.consumers.valuations import Valuations


def fraction(value: Fraction | int) -> Any:
    """The number as flint has it."""
    import flint

    return flint.fmpq(Fraction(value).numerator, Fraction(value).denominator)


def constant(value: Fraction | int) -> Any:
    """The number as a polynomial."""
    return ring().constant(fraction(value))


def unknown(name: str) -> Any:
    """The unknown as a polynomial."""
    return ring().gen(NAMES.index(name))


@dataclass
class Branches:
    """Decisions between pieces at a numeric point.

    Parameters
    ----------
    at : mapping
        The numeric point.
    tolerance : float
        Linear forms at most this far from zero are ties.
    chosen : mapping
        For each tie (by the text of its form) the side; positive where nothing is said.
    inside, ties : dict
        The forms that were positive, and the ties met, by their texts.
    """

    at: Mapping[str, float]
    tolerance: float = 0.0
    chosen: Mapping[str, bool] = field(default_factory=dict)
    inside: dict[str, Any] = field(default_factory=dict)
    ties: dict[str, Any] = field(default_factory=dict)

    def positive(self, form: Any) -> bool:
        """Whether the point is on the positive side; a constant form decides by itself, zero counting as positive."""
        if form.is_constant():
            return bool(form.leading_coefficient() >= 0) if not form.is_zero() else True
        value = at_floats(form, self.at)
        if abs(value) > self.tolerance:
            self.require(form if value > 0 else -form)
            return value > 0
        lead = form.leading_coefficient()
        normal = form / lead
        self.ties[str(normal)] = normal
        return self.chosen.get(str(normal), True) == bool(lead > 0)

    def require(self, form: Any) -> None:
        """Ask that the form be positive."""
        self.inside[str(form)] = form

    def clip(self, x: Any, low: Any, high: Any) -> Any:
        """The middle one of three forms, low <= high."""
        if self.positive(x - high):
            return high
        return x if self.positive(x - low) else low


class Demand(Protocol):
    """The probabilities of :class:`selten.games.consumers.valuations.Valuations` as polynomials of the forms given."""

    def survival(self, k: int, p: Any) -> Any:
        """P(v_k >= p)."""

    def total(self, t: Any) -> Any:
        """P(v_0 + v_1 >= t)."""

    def loss(self, k: int, d: Any, t: Any) -> Any:
        """P(v_{1-k} < d, v_0 + v_1 >= t)."""

    def alone(self, k: int, d: Any, t: Any) -> Any:
        """P(v_{1-k} < d, v_k >= t - d)."""


@dataclass(frozen=True)
class PolynomialMarginal:
    """A distribution function that is a polynomial (constant first) on its support ``[low, high]``."""

    low: Fraction
    high: Fraction
    coefficients: tuple[Fraction, ...]

    def inner(self, x: Any) -> Any:
        """The polynomial at a form, whether or not that is in the support."""
        result = constant(0)
        for c in reversed(self.coefficients):
            result = result * x + constant(c)
        return result

    def cdf(self, x: Any, branches: Branches) -> Any:
        """P(v < x) on the piece."""
        if branches.positive(x - constant(self.high)):
            return constant(1)
        return self.inner(x) if branches.positive(x - constant(self.low)) else constant(0)


def polynomial_marginal(marginal: Marginal) -> PolynomialMarginal | None:
    """The exact form of a uniform distribution or a beta distribution with integer shapes, None for others.

    Examples
    --------
    >>> polynomial_marginal(Uniform(Fraction(1), Fraction(3))).coefficients
    (Fraction(-1, 2), Fraction(1, 2))
    """
    if isinstance(marginal, Uniform):
        width = marginal.upper - marginal.lower
        return PolynomialMarginal(marginal.lower, marginal.upper, (-marginal.lower / width, 1 / width))
    if isinstance(marginal, Beta) and marginal.degree:
        a, n = int(marginal.a), marginal.degree
        coefficients = [
            sum(Fraction((-1) ** (i - j) * math.comb(n, j) * math.comb(n - j, i - j)) for j in range(a, i + 1))
            for i in range(n + 1)
        ]
        return PolynomialMarginal(Fraction(0), Fraction(1), tuple(Fraction(c) for c in coefficients))
    return None


@dataclass(frozen=True)
class _Independent:
    marginals: tuple[PolynomialMarginal, PolynomialMarginal]
    branches: Branches

    def survival(self, k: int, p: Any) -> Any:
        return 1 - self.marginals[k].cdf(p, self.branches)

    def total(self, t: Any) -> Any:
        return self.loss(1, constant(self.marginals[0].high), t)

    def alone(self, k: int, d: Any, t: Any) -> Any:
        return self.marginals[1 - k].cdf(d, self.branches) * self.survival(k, t - d)

    def loss(self, k: int, d: Any, t: Any) -> Any:
        """Over x = v_{1-k}: where t - x is in the support of v_k, an integral; above that everybody counts."""
        own, other, clip = self.marginals[k], self.marginals[1 - k], self.branches.clip
        low = constant(other.low)
        top = clip(d, low, constant(other.high))
        start, stop = (clip(t - constant(end), low, top) for end in (own.high, own.low))
        x = unknown("x")
        inner = (other.inner(x).derivative("x") * (1 - own.inner(t - x))).integral("x")
        return _at(inner, stop) - _at(inner, start) + other.inner(top) - other.inner(stop)


def _at(polynomial: Any, x: Any) -> Any:
    gens = list(ring().gens())
    gens[NAMES.index("x")] = x
    return polynomial.compose(*gens)


@dataclass(frozen=True)
class _Comonotone:
    marginal: PolynomialMarginal
    branches: Branches

    def survival(self, k: int, p: Any) -> Any:
        return 1 - self.marginal.cdf(p, self.branches)

    def total(self, t: Any) -> Any:
        return self.survival(0, t / 2)

    def loss(self, k: int, d: Any, t: Any) -> Any:
        return self._between(t / 2, d)

    def alone(self, k: int, d: Any, t: Any) -> Any:
        return self._between(t - d, d)

    def _between(self, low: Any, high: Any) -> Any:
        if not self.branches.positive(high - low):
            return constant(0)
        return self.marginal.cdf(high, self.branches) - self.marginal.cdf(low, self.branches)


@dataclass(frozen=True)
class _Countermonotone:
    """For a marginal symmetric about its middle: everybody's valuations sum to low + high."""

    marginal: PolynomialMarginal
    branches: Branches

    def survival(self, k: int, p: Any) -> Any:
        return 1 - self.marginal.cdf(p, self.branches)

    def total(self, t: Any) -> Any:
        return constant(int(self._all(t)))

    def loss(self, k: int, d: Any, t: Any) -> Any:
        return self.marginal.cdf(d, self.branches) * self.total(t)

    def alone(self, k: int, d: Any, t: Any) -> Any:
        """The smaller of F(d) and 1 - F(t - d) = F(low + high - t + d)."""
        return self.marginal.cdf(d, self.branches) if self._all(t) else self.survival(k, t - d)

    def _all(self, t: Any) -> bool:
        return self.branches.positive(constant(self.marginal.low + self.marginal.high) - t)


def polynomial_demand(valuations: Valuations, branches: Branches) -> Demand | None:
    """The demand on the piece that ``branches`` decides, None for a distribution that is not polynomial.

    Examples
    --------
    >>> unit = Uniform(Fraction(0), Fraction(1))
    >>> polynomial_demand(Joint(unit, unit), Branches({"t": 0.8})).total(unknown("t"))
    -1/2*t^2 + 1
    """
    if isinstance(valuations, Joint) and valuations.correlation == 0:
        first, second = (polynomial_marginal(m) for m in valuations.marginals)
        return _Independent((first, second), branches) if first and second else None
    if isinstance(valuations, (Comonotone, Countermonotone)):
        marginal = polynomial_marginal(valuations.marginal)
        if marginal is None or (isinstance(valuations, Countermonotone) and valuations.constant_sum is None):
            return None
        kind = _Comonotone if isinstance(valuations, Comonotone) else _Countermonotone
        return kind(marginal, branches)
    return None
