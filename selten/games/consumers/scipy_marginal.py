"""Any continuous scipy.stats distribution on a bounded interval as the valuation of a component."""

import math
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise
from typing import Any

import numpy as np
import numpy.typing as npt

from selten.games.consumers.marginals import check_support
from selten.games.errors import InputError

Floats = npt.NDArray[np.float64]


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
        check_support(low, high, "scipy distribution")
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
