"""The supremum over a line of a score that depends on x and on E max(X - x, 0): proven, by branch and bound.

Scores here fall in the second argument, and where that argument is linear in x they are largest at an end. So in a
cell [a, b] put the two tangents of E max(X - x, 0) at its ends, which lie below it: the score with the tangents in its
place is at least the true one, and largest at an end or where the pieces are joined, wherever in the cell that is. The
bound is exact between two neighbouring atoms, and off by the square of the width elsewhere.
"""

import heapq
import math
from collections.abc import Callable
from dataclasses import dataclass
from fractions import Fraction
from itertools import pairwise
from typing import Any

from selten.equilibria.discrimination.unknown_values.balls import Bracket, ball, greatest, least
from selten.equilibria.discrimination.unknown_values.laws import Law

Score = Callable[[Fraction, Any], Any]
"""From x and a ball for E max(X - x, 0) to a ball for the score."""

MOST_CELLS = 20_000
"""The search stops here, with a bracket that is wider than asked."""


@dataclass(frozen=True, slots=True)
class Peak:
    """The bracket of a supremum, and a point where the score is at least its lower end."""

    value: Bracket
    at: Fraction


@dataclass(frozen=True, slots=True)
class _End:
    """A point with E max(X - x, 0), the two survival functions there, and bounds on the score."""

    x: Fraction
    call: Any
    above: Any
    at_least: Any
    low: float
    high: float


def supremum(law: Law, score: Score, span: tuple[Fraction, Fraction], *, tolerance: float = 1e-12) -> Peak:
    """The supremum of the score over a closed interval.

    Parameters
    ----------
    law : Law
    score : callable
        Non-increasing in its second argument; on any interval on which that argument is replaced by a linear function
        of x, largest at an end.
    span : pair of Fraction
        The interval; with equal ends, one point.
    tolerance : float
        The width of the bracket to stop at.

    Returns
    -------
    Peak
        Both ends of its bracket hold, also if the tolerance is not reached.

    Examples
    --------
    >>> from selten.equilibria.discrimination.unknown_values.balls import precise
    >>> from selten.equilibria.discrimination.unknown_values.laws import FiniteLaw
    >>> law = FiniteLaw.of({-1: "1/2", 1: "1/2"})
    >>> lowest = precise(supremum)(law, lambda x, call: -call - ball(x) / 4, (Fraction(0), Fraction(1)))
    >>> lowest.value.holds(-0.25), lowest.at
    (True, Fraction(1, 1))
    """
    ends = [_end(law, score, x) for x in _starts(law, span)]
    best = max(ends, key=lambda end: end.low)
    heap: list[tuple[float, int, _End, _End, Fraction]] = []
    closed, count = max(end.high for end in ends), 0
    for a, b in pairwise(ends):
        count += 1
        heapq.heappush(heap, _cell(score, a, b, count))
    while heap and -heap[0][0] > best.low + tolerance and count < MOST_CELLS:
        _, _, a, b, kink = heapq.heappop(heap)
        middle = _end(law, score, kink)
        closed = max(closed, middle.high)
        best = middle if middle.low > best.low else best
        for left, right in ((a, middle), (middle, b)):
            count += 1
            heapq.heappush(heap, _cell(score, left, right, count))
    return Peak(Bracket(best.low, max(closed, -heap[0][0] if heap else closed)), best.x)


def _starts(law: Law, span: tuple[Fraction, Fraction]) -> list[Fraction]:
    return sorted({*span, *(knot for knot in law.knots if span[0] < knot < span[1])})


def _end(law: Law, score: Score, x: Fraction) -> _End:
    call = law.call(x)
    value = score(x, call)
    return _End(x, call, law.above(x), law.at_least(x), least(value), greatest(value))


def _cell(score: Score, a: _End, b: _End, number: int) -> tuple[float, int, _End, _End, Fraction]:
    """The cell for the heap: minus its bound first."""
    kink = _kink(a, b)
    tangents = (a.call - a.above * ball(kink - a.x), b.call + b.at_least * ball(b.x - kink))
    bound = max(a.high, b.high, *(greatest(score(kink, tangent)) for tangent in tangents))
    return (-bound, number, a, b, kink)


def _kink(a: _End, b: _End) -> Fraction:
    """About where the tangents at the ends meet; any point of the cell gives a bound that holds."""
    width = float(b.x - a.x)
    slopes = float(a.above.mid()) - float(b.at_least.mid())
    share = 0.5
    if slopes > 0:
        meeting = (float(a.call.mid()) - float(b.call.mid()) - float(b.at_least.mid()) * width) / slopes / width
        share = min(max(meeting, 0.125), 0.875) if math.isfinite(meeting) else 0.5
    return a.x + (b.x - a.x) * Fraction(round(share * 1024), 1024)
