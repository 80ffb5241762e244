"""Functions level + slope x + sum of w / (x + c), and proven bounds on them over intervals.

Expected profits against rivals whose prices are spread as in :mod:`selten.games.prices.distributions` consist of such
pieces. Coefficients are rational and poles are matched exactly, so where terms should cancel they do, up to the
rounding of the coefficients themselves. Bounds come from ball arithmetic with 256 bits (Arb), by bisection with the
mean value form; where the derivative has a sign an end point decides.
"""

from dataclasses import dataclass, field
from fractions import Fraction
from typing import Any

PRECISION = 256
"""Bits of the ball arithmetic."""

FINE = Fraction(1, 2**120)
"""Bounds are sought to this much, in the units of the function."""

UNKNOWN = Fraction(2**400)
"""The bound where none is known."""

_MOST = 20_000
"""Parts of an interval that are looked at, after which the bound is whatever has been shown."""


@dataclass(frozen=True, slots=True)
class Curve:
    """level + slope x + sum of poles[c] / (x + c), with rational coefficients."""

    level: Fraction = Fraction(0)
    slope: Fraction = Fraction(0)
    poles: dict[Fraction, Fraction] = field(default_factory=dict)

    def __call__(self, x: Fraction) -> Fraction:
        """The value at x, exactly."""
        return self.level + self.slope * x + sum((w / (x + c) for c, w in self.poles.items()), Fraction(0))

    def plus(self, other: "Curve", factor: Fraction | int = 1) -> "Curve":
        """This curve and a multiple of another."""
        poles = dict(self.poles)
        for c, w in other.poles.items():
            poles[c] = poles.get(c, Fraction(0)) + factor * w
        level, slope = self.level + factor * other.level, self.slope + factor * other.slope
        return Curve(level, slope, {c: w for c, w in poles.items() if w})

    def shifted(self, by: Fraction) -> "Curve":
        """The curve whose value at x is this one's at x + by."""
        return Curve(self.level + self.slope * by, self.slope, {c + by: w for c, w in self.poles.items()})

    def times(self, margin: Fraction) -> "Curve":
        """(x + margin) times this curve, which must have no slope."""
        rest = {c: w * (margin - c) for c, w in self.poles.items()}
        level = self.level * margin + sum(self.poles.values(), Fraction(0))
        return Curve(level, self.level, {c: w for c, w in rest.items() if w})


class Balls:
    """A curve for ball arithmetic; to be used at :data:`PRECISION`."""

    def __init__(self, curve: Curve) -> None:
        self.level, self.slope = ball(curve.level), ball(curve.slope)
        self.poles = [(ball(c), ball(w)) for c, w in curve.poles.items()]

    def value(self, x: Any) -> Any:
        """An enclosure of the curve on a ball."""
        return sum((w / (x + c) for c, w in self.poles), self.level + self.slope * x)

    def derivative(self, x: Any) -> Any:
        """An enclosure of its derivative on a ball."""
        inverses = [(w, 1 / (x + c)) for c, w in self.poles]
        return sum((-w * inverse * inverse for w, inverse in inverses), self.slope)


def ball(x: Fraction) -> Any:
    """A ball around a rational number."""
    from flint import arb, fmpq

    return arb(fmpq(x.numerator, x.denominator))


def span(low: Fraction, high: Fraction) -> Any:
    """A ball around an interval."""
    return ball(low).union(ball(high))


def over(x: Any) -> Fraction:
    """A rational number above a ball: :data:`UNKNOWN` if the ball is not finite (it reaches over a pole)."""
    if not x.is_finite():
        return UNKNOWN
    mantissa, exponent = x.upper().man_exp()
    return Fraction(int(mantissa)) * Fraction(2) ** int(exponent)


def highest(curve: Curve, low: Fraction, high: Fraction, *, floor: Fraction | None = None) -> Fraction:
    """An upper bound on a curve over [low, high], where it has no poles; sharp to about :data:`FINE`.

    Parameters
    ----------
    floor : Fraction, optional
        Values up to this are of no interest: the bound returned is then at most a little above the larger of the two.

    Examples
    --------
    >>> bound = highest(Curve(Fraction(0), Fraction(1), {Fraction(2): Fraction(4)}), Fraction(-1), Fraction(1, 2))
    >>> bound >= 3, float(bound)
    (True, 3.0)
    """
    from flint import ctx

    with ctx.workprec(PRECISION):
        return _highest(Balls(curve), low, high, floor)


def lowest(curve: Curve, low: Fraction, high: Fraction) -> Fraction:
    """A lower bound on a curve over [low, high]; see :func:`highest`."""
    return -highest(Curve().plus(curve, -1), low, high)


def _highest(balls: Balls, low: Fraction, high: Fraction, floor: Fraction | None) -> Fraction:
    found = max(over(balls.value(ball(x))) for x in (low, high))
    enough = found if floor is None else max(found, floor)
    bound, parts, looked = found, [(low, high)], 0
    while parts:
        a, b = parts.pop()
        looked += 1
        x, middle = span(a, b), (a + b) / 2
        slope = balls.derivative(x)
        at_middle = balls.value(ball(middle))
        enough = max(enough, over(at_middle))
        if slope > 0 or slope < 0:
            here = over(balls.value(ball(b if slope > 0 else a)))
        else:
            here = min(over(balls.value(x)), over(at_middle + slope * (x - ball(middle))))
            if here > enough + FINE and looked <= _MOST:
                parts += [(a, middle), (middle, b)]
                continue
        bound = max(bound, here)
        enough = max(enough, here)
    return bound
