"""Laws: bounded distributions of a value or a residual, known by E max(X - x, 0) and by both survival functions.

A mean-preserving contraction of X is a distribution with the same mean whose E max(. - x, 0) is nowhere above that of
X. So this function, convex in x with slope -P(X > x) on the right and -P(X >= x) on the left, is all that the
problems of this package need; every law gives it in balls that hold.
"""

from bisect import bisect_left, bisect_right
from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property
from typing import Any, Protocol

from selten.equilibria.discrimination.unknown_values.balls import ball
from selten.games.errors import InputError
from selten.games.number import exact_number, shown_number


class Law(Protocol):
    """A distribution on ``[low, high]``."""

    @property
    def low(self) -> Fraction:
        """The lower end of the support."""

    @property
    def high(self) -> Fraction:
        """The upper end of the support."""

    @property
    def knots(self) -> tuple[Fraction, ...]:
        """Points between which E max(X - x, 0) is smooth: atoms, modes and the ends."""

    @property
    def symmetric(self) -> bool:
        """Whether X and -X have the same law (only where shown)."""

    def mean(self) -> Any:
        """E X."""

    def call(self, x: Fraction) -> Any:
        """E max(X - x, 0)."""

    def above(self, x: Fraction) -> Any:
        """P(X > x)."""

    def at_least(self, x: Fraction) -> Any:
        """P(X >= x)."""


@dataclass(frozen=True, eq=False)
class FiniteLaw:
    """Finitely many values, exact.

    Examples
    --------
    >>> law = FiniteLaw.of({0: "1/2", 4: "1/2"})
    >>> law.average, law.exact_call(Fraction(1))
    (Fraction(2, 1), Fraction(3, 2))
    """

    values: tuple[Fraction, ...]
    masses: tuple[Fraction, ...]

    @classmethod
    def of(cls, masses: Mapping[Any, Any]) -> "FiniteLaw":
        """From value to mass; masses are positive and sum to one.

        Raises
        ------
        InputError
            If a number is not finite, a mass is not positive, or the masses do not sum to one.
        """
        pairs: dict[Fraction, Fraction] = {}
        for key, mass in masses.items():
            value, weight = (
                exact_number(key, "distribution: a value"),
                exact_number(mass, f"distribution: mass of {key}"),
            )
            if weight <= 0:
                raise InputError(f"distribution: mass of {key}: got {shown_number(weight)}; allowed: a positive number")
            pairs[value] = pairs.get(value, Fraction(0)) + weight
        if sum(pairs.values()) != 1:
            got = shown_number(Fraction(sum(pairs.values())))
            raise InputError(f"distribution: got masses with sum {got}; allowed: masses that sum to 1")
        values = tuple(sorted(pairs))
        return cls(values, tuple(pairs[value] for value in values))

    @property
    def low(self) -> Fraction:
        """The least value."""
        return self.values[0]

    @property
    def high(self) -> Fraction:
        """The greatest value."""
        return self.values[-1]

    @property
    def knots(self) -> tuple[Fraction, ...]:
        """The atoms."""
        return self.values

    @cached_property
    def symmetric(self) -> bool:
        """Whether each value has the mass of its opposite."""
        return self.values == tuple(-v for v in reversed(self.values)) and self.masses == self.masses[::-1]

    @cached_property
    def average(self) -> Fraction:
        """E X, exactly."""
        return sum((v * m for v, m in zip(self.values, self.masses, strict=True)), Fraction(0))

    @cached_property
    def _tails(self) -> tuple[tuple[Fraction, Fraction], ...]:
        """P(X >= v) and E X 1(X >= v) for each value, then (0, 0)."""
        tails = [(Fraction(0), Fraction(0))]
        for value, mass in zip(reversed(self.values), reversed(self.masses), strict=True):
            tails.append((tails[-1][0] + mass, tails[-1][1] + value * mass))
        return tuple(reversed(tails))

    def mean(self) -> Any:
        """E X."""
        return ball(self.average)

    def exact_call(self, x: Fraction) -> Fraction:
        """E max(X - x, 0), exactly."""
        mass, moment = self._tails[bisect_right(self.values, x)]
        return moment - x * mass

    def call(self, x: Fraction) -> Any:
        """E max(X - x, 0)."""
        return ball(self.exact_call(x))

    def above(self, x: Fraction) -> Any:
        """P(X > x)."""
        return ball(self._tails[bisect_right(self.values, x)][0])

    def at_least(self, x: Fraction) -> Any:
        """P(X >= x)."""
        return ball(self._tails[bisect_left(self.values, x)][0])


@dataclass(frozen=True, eq=False)
class Affine:
    """The law of shift + scale * X, scale not zero.

    Examples
    --------
    >>> law = Affine(FiniteLaw.of({0: "1/2", 1: "1/2"}), Fraction(2), Fraction(-1))
    >>> law.low, law.high, law.symmetric
    (Fraction(-1, 1), Fraction(1, 1), True)
    """

    law: Law
    scale: Fraction
    shift: Fraction

    def __post_init__(self) -> None:
        if self.scale == 0:
            raise InputError("Affine: got scale 0; allowed: any other number")

    @property
    def _ends(self) -> tuple[Fraction, Fraction]:
        return self.shift + self.scale * self.law.low, self.shift + self.scale * self.law.high

    @property
    def low(self) -> Fraction:
        """The lower end of the support."""
        return min(self._ends)

    @property
    def high(self) -> Fraction:
        """The upper end of the support."""
        return max(self._ends)

    @cached_property
    def knots(self) -> tuple[Fraction, ...]:
        """The images of the knots."""
        return tuple(sorted(self.shift + self.scale * knot for knot in self.law.knots))

    @cached_property
    def symmetric(self) -> bool:
        """Whether the law under it is symmetric about the point that goes to 0."""
        if isinstance(self.law, FiniteLaw):
            moved = {self.shift + self.scale * v: m for v, m in zip(self.law.values, self.law.masses, strict=True)}
            return FiniteLaw.of(moved).symmetric
        return self.low + self.high == 0 and bool(getattr(self.law, "centred", False))

    def mean(self) -> Any:
        """E X."""
        return ball(self.shift) + ball(self.scale) * self.law.mean()

    def call(self, x: Fraction) -> Any:
        """E max(X - x, 0)."""
        y = (x - self.shift) / self.scale
        if self.scale > 0:
            return ball(self.scale) * self.law.call(y)
        return ball(-self.scale) * (ball(y) - self.law.mean() + self.law.call(y))

    def above(self, x: Fraction) -> Any:
        """P(X > x)."""
        y = (x - self.shift) / self.scale
        return self.law.above(y) if self.scale > 0 else 1 - self.law.at_least(y)

    def at_least(self, x: Fraction) -> Any:
        """P(X >= x)."""
        y = (x - self.shift) / self.scale
        return self.law.at_least(y) if self.scale > 0 else 1 - self.law.above(y)
