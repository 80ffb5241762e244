"""Distributions of one component's valuation: bounded, without atoms, at least zero.

Each gives its distribution function and survival function (each accurate where it is small), its quantiles, and its
density as a function of the distances from both ends of the support, so that an infinite density at an end is
evaluated without cancellation.
"""

import math
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property
from itertools import pairwise
from typing import Any, Protocol

import numpy as np
import numpy.typing as npt

from selten.games.errors import InputError

Floats = npt.NDArray[np.float64]


class Marginal(Protocol):
    """A continuous distribution on ``[low, high]`` with 0 <= low < high < infinity.

    ``smooth`` says that density and distribution function are analytic up to both ends of the support, so that a Gauss
    rule converges fast; ``centred`` that the distribution is symmetric about the middle of its support.
    """

    @property
    def low(self) -> float:
        """The lower end of the support."""

    @property
    def high(self) -> float:
        """The upper end of the support."""

    @property
    def degree(self) -> int | None:
        """The degree of the distribution function where it is a polynomial on the support."""

    @property
    def smooth(self) -> bool:
        """Whether everything is analytic up to the ends."""

    @property
    def centred(self) -> bool:
        """Whether v and low + high - v have the same distribution (only where shown)."""

    def cdf(self, x: Floats) -> Floats:
        """P(v < x), for any real x."""

    def survival(self, x: Floats) -> Floats:
        """P(v >= x), for any real x."""

    def quantile(self, u: Floats) -> Floats:
        """The x with cdf(x) = u, for u in [0, 1]."""

    def density(self, left: Floats, right: Floats) -> Floats:
        """The density at the point with these distances from the ends of the support."""


@dataclass(frozen=True)
class Uniform:
    """Uniform on ``[lower, upper]``, both exact."""

    lower: Fraction
    upper: Fraction
    degree = 1
    smooth = True
    centred = True

    def __post_init__(self) -> None:
        _check_support(float(self.lower), float(self.upper), "uniform")

    @cached_property
    def low(self) -> float:
        """The lower end of the support."""
        return float(self.lower)

    @cached_property
    def high(self) -> float:
        """The upper end of the support."""
        return float(self.upper)

    def cdf(self, x: Floats) -> Floats:
        """P(v < x)."""
        return np.clip((np.asarray(x, dtype=float) - self.low) / (self.high - self.low), 0.0, 1.0)

    def survival(self, x: Floats) -> Floats:
        """P(v >= x)."""
        return np.clip((self.high - np.asarray(x, dtype=float)) / (self.high - self.low), 0.0, 1.0)

    def quantile(self, u: Floats) -> Floats:
        """The inverse of the distribution function."""
        return self.low + np.asarray(u, dtype=float) * (self.high - self.low)

    def density(self, left: Floats, right: Floats) -> Floats:
        """The density, constant."""
        return np.full(np.broadcast(left, right).shape, 1 / (self.high - self.low))


@dataclass(frozen=True)
class Beta:
    """Beta with shapes a, b > 0 on [0, 1]: density proportional to x**(a-1) * (1-x)**(b-1)."""

    a: float
    b: float
    low = 0.0
    high = 1.0

    def __post_init__(self) -> None:
        for name in ("a", "b"):
            value = getattr(self, name)
            if not (0 < value < math.inf):
                raise InputError(f"beta: got {name} = {value}; allowed: two positive finite shapes")

    @property
    def degree(self) -> int | None:
        """For integer shapes the distribution function is a polynomial of degree a + b - 1."""
        integer = float(self.a).is_integer() and float(self.b).is_integer() and self.a + self.b <= 12
        return int(self.a + self.b) - 1 if integer else None

    @property
    def smooth(self) -> bool:
        """Polynomial density for integer shapes."""
        return self.degree is not None

    @property
    def centred(self) -> bool:
        """Symmetric about 1/2 for equal shapes."""
        return self.a == self.b

    def cdf(self, x: Floats) -> Floats:
        """P(v < x)."""
        x = np.clip(np.asarray(x, dtype=float), 0.0, 1.0)
        return _binomial_tail(int(self.a), self.degree, x) if self.degree else _beta(self.a, self.b, x)

    def survival(self, x: Floats) -> Floats:
        """P(v >= x)."""
        from scipy.special import betaincc

        x = np.clip(np.asarray(x, dtype=float), 0.0, 1.0)
        return (
            _binomial_tail(int(self.b), self.degree, 1 - x) if self.degree else np.asarray(betaincc(self.a, self.b, x))
        )

    def quantile(self, u: Floats) -> Floats:
        """The inverse of the distribution function."""
        from scipy.special import betaincinv

        return np.asarray(betaincinv(self.a, self.b, np.asarray(u, dtype=float)))

    def density(self, left: Floats, right: Floats) -> Floats:
        """The density from the distances to 0 and to 1."""
        from scipy.special import betaln, xlogy

        return np.asarray(np.exp(xlogy(self.a - 1, left) + xlogy(self.b - 1, right) - betaln(self.a, self.b)))


@dataclass(frozen=True)
class TruncatedExponential:
    """Exponential with this rate, conditioned on ``[0, upper]``."""

    rate: float
    upper: float
    low = 0.0
    degree = None
    smooth = True
    centred = False

    def __post_init__(self) -> None:
        for name in ("rate", "upper"):
            value = getattr(self, name)
            if not (0 < value < math.inf):
                raise InputError(f"truncated_exponential: got {name} = {value}; allowed: a positive finite number")

    @property
    def high(self) -> float:
        """The upper end of the support."""
        return self.upper

    @cached_property
    def _mass(self) -> float:
        return -math.expm1(-self.rate * self.upper)

    def cdf(self, x: Floats) -> Floats:
        """P(v < x)."""
        return -np.expm1(-self.rate * np.clip(x, 0.0, self.upper)) / self._mass

    def survival(self, x: Floats) -> Floats:
        """P(v >= x)."""
        x = np.clip(x, 0.0, self.upper)
        return np.asarray(np.exp(-self.rate * x) * -np.expm1(-self.rate * (self.upper - x)) / self._mass)

    def quantile(self, u: Floats) -> Floats:
        """The inverse of the distribution function."""
        return np.asarray(-np.log1p(-np.asarray(u, dtype=float) * self._mass) / self.rate)

    def density(self, left: Floats, right: Floats) -> Floats:
        """The density from the distance to 0."""
        return np.asarray(self.rate * np.exp(-self.rate * np.asarray(left, dtype=float)) / self._mass) + 0 * right


@dataclass(frozen=True)
class ScipyMarginal:
    """Any frozen continuous scipy.stats distribution with a bounded support at or above zero.

    Raises
    ------
    InputError
        If the support is not bounded or reaches below zero, if the density does not integrate to one within 1e-9, or
        if the mean does not fit the distribution function.
    """

    distribution: Any
    degree = None
    smooth = False
    centred = False

    def __post_init__(self) -> None:
        if not hasattr(self.distribution, "pdf"):
            raise InputError(
                f"valuations: got {self.distribution!r}; allowed: a frozen continuous scipy.stats distribution"
            )
        try:
            low, high = (float(x) for x in self.distribution.support())
        except TypeError:
            raise InputError(
                f"valuations: got {self.distribution!r} without its parameters; allowed: a frozen distribution"
            ) from None
        _check_support(low, high, "scipy distribution")
        _check_mass(self)

    @cached_property
    def low(self) -> float:
        """The lower end of the support."""
        return float(self.distribution.support()[0])

    @cached_property
    def high(self) -> float:
        """The upper end of the support."""
        return float(self.distribution.support()[1])

    def cdf(self, x: Floats) -> Floats:
        """P(v < x)."""
        return np.asarray(self.distribution.cdf(x))

    def survival(self, x: Floats) -> Floats:
        """P(v >= x)."""
        return np.asarray(self.distribution.sf(x))

    def quantile(self, u: Floats) -> Floats:
        """The inverse of the distribution function."""
        return np.asarray(self.distribution.ppf(u))

    def density(self, left: Floats, right: Floats) -> Floats:
        """The density, at the nearest float inside the support."""
        middle = np.where(left < right, self.low + left, self.high - right)
        inside = np.clip(middle, math.nextafter(self.low, math.inf), math.nextafter(self.high, -math.inf))
        return np.asarray(self.distribution.pdf(inside))


_MASS = 1e-9
"""How far the integral of a density may be off one."""

_END = 1e-7
"""The share of the support at each end where a density is integrated as a power, which may be infinite there."""


def _check_mass(marginal: ScipyMarginal) -> None:
    """Integrate the density adaptively between the ends, and check the mean against the distribution function."""
    from scipy.integrate import quad

    low, width = marginal.low, marginal.high - marginal.low
    steps = [_END, *np.geomspace(1e-6, 0.1, 6)]
    inside = [float(x) for x in (marginal.quantile(np.array([0.001, 0.5, 0.999])) - low) / width]
    cuts = sorted({*steps, 0.5, *(1 - x for x in steps), *(x for x in inside if _END < x < 1 - _END)})

    def integral(values: Any) -> float:
        settings: dict[str, Any] = {"epsabs": 1e-13, "epsrel": 1e-12, "limit": 200, "full_output": True}
        return math.fsum(quad(lambda x: float(values(x)), a, b, **settings)[0] for a, b in pairwise(cuts))

    ends = _end_mass(marginal, left=True) + _end_mass(marginal, left=False)
    mass = width * integral(lambda x: marginal.density(width * x, width * (1 - x))) + ends
    if not abs(mass - 1) <= _MASS:
        raise InputError(f"scipy distribution: got a density that integrates to {mass:.12g}; allowed: 1 within {_MASS}")
    mean = float(marginal.distribution.mean())
    expected = low + width * (integral(lambda x: marginal.survival(low + width * x)) + _END)
    if not abs(mean - expected) <= 10 * _END * width:
        raise InputError(f"scipy distribution: got the mean {mean:.9g}; allowed: {expected:.9g}, as sf integrates to")


def _end_mass(marginal: ScipyMarginal, *, left: bool) -> float:
    """The mass of an end piece, by the distribution function where the density is nearly the power that agrees."""
    width = marginal.high - marginal.low
    near = width * _END * np.array([1.0, 2.0])
    density = marginal.density(near, width - near) if left else marginal.density(width - near, near)
    if not density.all():
        return 0.0
    power = math.log(density[1] / density[0]) / math.log(2)
    as_power = float(near[0] * density[0] / (power + 1)) if power > -1 else math.inf
    edge = np.array(marginal.low + near[0] if left else marginal.high - near[0])
    mass = float(marginal.cdf(edge) if left else marginal.survival(edge))
    return mass if abs(mass - as_power) <= 1e-3 * mass else as_power


def _beta(a: float, b: float, x: Floats) -> Floats:
    """The distribution function, above the middle from the upper tail, where it is the more accurate."""
    from scipy.special import betainc, betaincc

    return np.where(x < 0.5, betainc(a, b, x), 1 - betaincc(a, b, x))


def _binomial_tail(a: int, n: int, x: Floats) -> Floats:
    """P(at least a of n successes with probability x): the beta distribution function, a sum of positive terms."""
    terms = [math.comb(n, j) * x**j * (1 - x) ** (n - j) for j in range(a, n + 1)]
    return np.asarray(sum(terms))


def _check_support(low: float, high: float, field: str) -> None:
    if not (math.isfinite(low) and math.isfinite(high)):
        raise InputError(f"{field}: got the support [{low}, {high}]; allowed: a bounded interval")
    if low < 0:
        raise InputError(f"{field}: got the lower end {low}; allowed: valuations at least 0")
    if not low < high:
        raise InputError(f"{field}: got [{low}, {high}]; allowed: a lower end below the upper end")
