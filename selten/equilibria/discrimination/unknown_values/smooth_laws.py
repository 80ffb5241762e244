"""Laws without atoms, each by a formula in balls, and the door that makes a law of a distribution.

``centred`` says that the law is symmetric about the middle of its support.
"""

from abc import ABC, abstractmethod
from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from selten.equilibria.discrimination.unknown_values.balls import ball
from selten.equilibria.discrimination.unknown_values.laws import Affine, FiniteLaw, Law
from selten.games.consumers.marginals import Beta, TruncatedExponential, Uniform
from selten.games.errors import InputError
from selten.games.number import exact_number


@dataclass(frozen=True, eq=False)
class _Smooth(ABC):
    """What laws without atoms share: zero above their support, linear below it."""

    low: Fraction
    high: Fraction

    @property
    def knots(self) -> tuple[Fraction, ...]:
        """The ends."""
        return (self.low, self.high)

    @property
    def centred(self) -> bool:
        """Symmetric about the middle of the support."""
        return False

    @property
    def symmetric(self) -> bool:
        """Symmetric about zero."""
        return self.centred and self.low + self.high == 0

    def call(self, x: Fraction) -> Any:
        """E max(X - x, 0)."""
        if x >= self.high:
            return ball(0)
        return self.mean() - ball(x) if x <= self.low else self._call(x)

    def above(self, x: Fraction) -> Any:
        """P(X > x)."""
        if x >= self.high:
            return ball(0)
        return ball(1) if x <= self.low else self._tail(x)

    def at_least(self, x: Fraction) -> Any:
        """P(X >= x)."""
        return self.above(x)

    @abstractmethod
    def mean(self) -> Any:
        """E X."""

    @abstractmethod
    def _call(self, x: Fraction) -> Any:
        """E max(X - x, 0) inside the support."""

    @abstractmethod
    def _tail(self, x: Fraction) -> Any:
        """P(X > x) inside the support."""


@dataclass(frozen=True, eq=False)
class Triangular(_Smooth):
    """Density rising from low to the mode and falling to high; the mode may be an end.

    Examples
    --------
    >>> Triangular(Fraction(-1), Fraction(1), Fraction(0)).call(Fraction(0))
    [0.16666666666666...]
    """

    mode: Fraction

    def __post_init__(self) -> None:
        if not self.low <= self.mode <= self.high or self.low == self.high:
            raise InputError(f"Triangular: got mode {self.mode}; allowed: a mode in [{self.low}, {self.high}]")

    @property
    def knots(self) -> tuple[Fraction, ...]:
        """The ends and the mode."""
        return tuple(sorted({self.low, self.mode, self.high}))

    @property
    def centred(self) -> bool:
        """Whether the mode is in the middle."""
        return 2 * self.mode == self.low + self.high

    def mean(self) -> Any:
        """E X."""
        return ball((self.low + self.mode + self.high) / 3)

    def _call(self, x: Fraction) -> Any:
        width = self.high - self.low
        if x >= self.mode:
            return ball((self.high - x) ** 3 / (3 * width * (self.high - self.mode)))
        return ball(
            (self.low + self.mode + self.high) / 3 - x + (x - self.low) ** 3 / (3 * width * (self.mode - self.low))
        )

    def _tail(self, x: Fraction) -> Any:
        width = self.high - self.low
        if x >= self.mode:
            return ball((self.high - x) ** 2 / (width * (self.high - self.mode)))
        return ball(1 - (x - self.low) ** 2 / (width * (self.mode - self.low)))


@dataclass(frozen=True, eq=False)
class TruncatedNormal(_Smooth):
    """Normal with this location and deviation, conditioned on [low, high]."""

    location: Fraction
    deviation: Fraction

    def __post_init__(self) -> None:
        if not self.low < self.high or self.deviation <= 0:
            got = f"[{self.low}, {self.high}] and deviation {self.deviation}"
            raise InputError(f"TruncatedNormal: got {got}; allowed: low < high and a positive deviation")

    @property
    def centred(self) -> bool:
        """Whether the location is in the middle."""
        return 2 * self.location == self.low + self.high

    def _standard(self, x: Fraction) -> tuple[Any, Any]:
        """The standard normal density and P(Z > z) at x."""
        z = ball((x - self.location) / self.deviation)
        return (-z * z / 2).exp() / (2 * z.pi()).sqrt(), (z / ball(2).sqrt()).erfc() / 2

    def mean(self) -> Any:
        """E X."""
        return ball(self.low) + self._call(self.low)

    def _call(self, x: Fraction) -> Any:
        (density, tail), (end, beyond), (_, whole) = (self._standard(y) for y in (x, self.high, self.low))
        part = ball(self.deviation) * (density - end) + ball(self.location - x) * (tail - beyond)
        return part / (whole - beyond)

    def _tail(self, x: Fraction) -> Any:
        tail, beyond, whole = (self._standard(y)[1] for y in (x, self.high, self.low))
        return (tail - beyond) / (whole - beyond)


@dataclass(frozen=True, eq=False)
class _Uniform(_Smooth):
    @property
    def centred(self) -> bool:
        return True

    def mean(self) -> Any:
        return ball((self.low + self.high) / 2)

    def _call(self, x: Fraction) -> Any:
        return ball((self.high - x) ** 2 / (2 * (self.high - self.low)))

    def _tail(self, x: Fraction) -> Any:
        return ball((self.high - x) / (self.high - self.low))


@dataclass(frozen=True, eq=False)
class _Beta(_Smooth):
    a: Fraction
    b: Fraction

    @property
    def centred(self) -> bool:
        return self.a == self.b

    def mean(self) -> Any:
        return ball(self.a / (self.a + self.b))

    def _call(self, x: Fraction) -> Any:
        mirrored = ball(1 - x).beta_lower(ball(self.b), ball(self.a + 1), 1)
        return self.mean() * mirrored - ball(x) * self._tail(x)

    def _tail(self, x: Fraction) -> Any:
        return ball(1 - x).beta_lower(ball(self.b), ball(self.a), 1)


@dataclass(frozen=True, eq=False)
class _Exponential(_Smooth):
    rate: Fraction

    def _parts(self, x: Fraction) -> tuple[Any, Any]:
        return (-ball(self.rate * x)).exp(), (-ball(self.rate * self.high)).exp()

    def mean(self) -> Any:
        return self._call(Fraction(0))

    def _call(self, x: Fraction) -> Any:
        here, end = self._parts(x)
        return ((here - end) / ball(self.rate) - ball(self.high - x) * end) / (1 - end)

    def _tail(self, x: Fraction) -> Any:
        here, end = self._parts(x)
        return (here - end) / (1 - end)


def law_of(distribution: Any, low: Any = None, high: Any = None) -> Law:
    """The law of a distribution, stretched to [low, high] where both are given.

    Parameters
    ----------
    distribution : Law, mapping from value to mass, Uniform, Beta, TruncatedExponential, or any object with cdf
        The last (an object with ``low``, ``high`` and a non-decreasing ``cdf`` of arrays, such as a ScipyMarginal) is
        tabulated: see :class:`selten.equilibria.discrimination.unknown_values.tabulated.Tabulated`.
    low, high : number, optional
        The ends of the support that the law should have.

    Raises
    ------
    InputError
        For anything else, or an empty interval.

    Examples
    --------
    >>> law_of(Uniform(Fraction(0), Fraction(1)), -1, 1).symmetric
    True
    """
    law = _law(distribution)
    if low is None or high is None:
        return law
    ends = exact_number(low, "law_of: low"), exact_number(high, "law_of: high")
    if not ends[0] < ends[1] or law.low == law.high:
        raise InputError(f"law_of: got [{ends[0]}, {ends[1]}]; allowed: low < high, for a law with more than one value")
    scale = (ends[1] - ends[0]) / (law.high - law.low)
    return Affine(law, scale, ends[0] - scale * law.low)


def _law(distribution: Any) -> Law:
    if isinstance(distribution, Uniform):
        return _Uniform(Fraction(distribution.lower), Fraction(distribution.upper))
    if isinstance(distribution, Beta):
        shapes = (exact_number(distribution.a, "beta: a"), exact_number(distribution.b, "beta: b"))
        return _Beta(Fraction(0), Fraction(1), *shapes)
    if isinstance(distribution, TruncatedExponential):
        upper = exact_number(distribution.upper, "truncated_exponential: upper")
        return _Exponential(Fraction(0), upper, exact_number(distribution.rate, "truncated_exponential: rate"))
    if isinstance(distribution, Mapping):
        return FiniteLaw.of(distribution)
    if all(hasattr(distribution, name) for name in ("call", "above", "at_least", "knots")):
        law: Law = distribution
        return law
    if all(hasattr(distribution, name) for name in ("cdf", "low", "high")):
        from selten.equilibria.discrimination.unknown_values.tabulated import Tabulated

        return Tabulated.of(distribution)
    allowed = "a mapping from value to mass, a marginal, a law, or an object with cdf, low and high"
    raise InputError(f"distribution: got {type(distribution).__name__}; allowed: {allowed}")
