"""Real numbers in balls (arb, through python-flint), and brackets of floats for results.

Everything here computes with 128 bits and rounds outward at the door, so a bracket that is returned holds.
"""

import math
from collections.abc import Callable
from dataclasses import dataclass
from fractions import Fraction
from functools import wraps
from typing import Any, ParamSpec, TypeVar

P = ParamSpec("P")
R = TypeVar("R")

BITS = 128


@dataclass(frozen=True, slots=True)
class Bracket:
    """A number known to lie in ``[low, high]``.

    Examples
    --------
    >>> Bracket(0.25, 0.5).width, Bracket(0.25, 0.5).middle
    (0.25, 0.375)
    """

    low: float
    high: float

    @property
    def width(self) -> float:
        """How far the ends are apart."""
        return self.high - self.low

    @property
    def middle(self) -> float:
        """The float halfway."""
        return self.low + (self.high - self.low) / 2

    def holds(self, value: float) -> bool:
        """Whether the value lies in the bracket."""
        return self.low <= value <= self.high

    def shifted(self, amount: Fraction, factor: int = 1) -> "Bracket":
        """The bracket of amount + factor * number, factor 1 or -1."""
        ends = sorted(amount + factor * Fraction(end) for end in (self.low, self.high))
        return Bracket(_down(float(ends[0])), _up(float(ends[1])))


def precise(function: Callable[P, R]) -> Callable[P, R]:
    """The function with 128 bits in all ball arithmetic inside."""

    @wraps(function)
    def inside(*args: P.args, **kwargs: P.kwargs) -> R:
        import flint

        with flint.ctx.workprec(BITS):
            return function(*args, **kwargs)

    return inside


def ball(value: Fraction | int | float) -> Any:
    """The ball of a rational (a float is the rational that it is)."""
    import flint

    exact = Fraction(value)
    return flint.arb(flint.fmpq(exact.numerator, exact.denominator))


def least(value: Any) -> float:
    """A float at or below every number of a ball."""
    if not value.is_finite():
        return -math.inf
    near = float(value.lower())
    return near if ball(near) <= value.lower() else _down(near)


def greatest(value: Any) -> float:
    """A float at or above every number of a ball."""
    if not value.is_finite():
        return math.inf
    near = float(value.upper())
    return near if ball(near) >= value.upper() else _up(near)


def bracket(value: Any) -> Bracket:
    """The floats around a ball."""
    return Bracket(least(value), greatest(value))


def _down(value: float) -> float:
    return math.nextafter(value, -math.inf)


def _up(value: float) -> float:
    return math.nextafter(value, math.inf)
