"""Distributions of one component's valuation: bounded, without atoms, at least zero.

Each gives its distribution function and survival function (each accurate where it is small), its quantiles, and its
density as a function of the distances from both ends of the support, so that an infinite density at an end is
evaluated without cancellation.
"""

import math
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property
from typing import Protocol

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
        check_support(float(self.lower), float(self.upper), "uniform")

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
        if self.degree:
            return _binomial_tail(int(self.a), self.degree, x)
        return np.where(x < 0.5, self._lower(x), 1 - self._upper(1 - x))

    def survival(self, x: Floats) -> Floats:
        """P(v >= x)."""
        x = np.clip(np.asarray(x, dtype=float), 0.0, 1.0)
        if self.degree:
            return _binomial_tail(int(self.b), self.degree, 1 - x)
        return np.where(x < 0.5, 1 - self._lower(x), self._upper(1 - x))

    @cached_property
    def _lower(self) -> "_Tail":
        return _Tail.of(self.a, self.b)

    @cached_property
    def _upper(self) -> "_Tail":
        return _Tail.of(self.b, self.a)

    def quantile(self, u: Floats) -> Floats:
        """The inverse of the distribution function."""
        from scipy.special import betaincinv

        return np.asarray(betaincinv(self.a, self.b, np.asarray(u, dtype=float)))

    def density(self, left: Floats, right: Floats) -> Floats:
        """The density from the distances to 0 and to 1."""
        from scipy.special import betaln, xlogy

        with np.errstate(over="ignore"):
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
        with np.errstate(divide="ignore"):  # the last rank, where the mass rounds to one
            x = -np.log1p(-np.asarray(u, dtype=float) * self._mass) / self.rate
        return np.asarray(np.minimum(x, self.upper))

    def density(self, left: Floats, right: Floats) -> Floats:
        """The density from the distance to 0."""
        return np.asarray(self.rate * np.exp(-self.rate * np.asarray(left, dtype=float)) / self._mass) + 0 * right


TAIL_ERROR = 1e-14
"""What the series for a beta distribution function may be off; valuations count it in their own error."""


@dataclass(frozen=True)
class _Tail:
    """The beta distribution function on [0, 1/2] as x**a times a polynomial, or as scipy has it where that fails.

    The other factor is analytic up to x = 1, so its Chebyshev series falls by 5.8 a term; it is checked on 200 points.
    """

    a: float
    b: float
    series: np.polynomial.chebyshev.Chebyshev | None

    @classmethod
    def of(cls, a: float, b: float) -> "_Tail":
        from scipy.special import betainc

        def factor(x: Floats) -> Floats:
            return np.asarray(betainc(a, b, x) / x**a)

        probe = np.linspace(1e-6, 0.5, 200)
        with np.errstate(all="ignore"):  # where x**a underflows there is no series, and the worst error is NaN
            series = np.polynomial.chebyshev.Chebyshev.interpolate(factor, 25, domain=[0.0, 0.5])
            worst = np.abs(probe**a * series(probe) - betainc(a, b, probe)).max()
        return cls(a, b, series if worst <= TAIL_ERROR else None)

    def __call__(self, x: Floats) -> Floats:
        x = np.minimum(x, 0.5)
        if self.series is not None:
            return np.asarray(x**self.a * self.series(x))
        from scipy.special import betainc

        return np.asarray(betainc(self.a, self.b, x))


def _binomial_tail(a: int, n: int, x: Floats) -> Floats:
    """P(at least a of n successes with probability x): the beta distribution function, a sum of positive terms."""
    terms = [math.comb(n, j) * x**j * (1 - x) ** (n - j) for j in range(a, n + 1)]
    return np.asarray(sum(terms))


def check_support(low: float, high: float, field: str) -> None:
    """Raise InputError unless 0 <= low < high, both finite."""
    if not (math.isfinite(low) and math.isfinite(high)):
        raise InputError(f"{field}: got the support [{low}, {high}]; allowed: a bounded interval")
    if low < 0:
        raise InputError(f"{field}: got the lower end {low}; allowed: valuations at least 0")
    if not low < high:
        raise InputError(f"{field}: got [{low}, {high}]; allowed: a lower end below the upper end")
