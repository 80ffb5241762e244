"""The set of (producer surplus, consumer surplus) between two convex polygons.

The *inner* polygon is the hull of outcomes of proven equilibria: the set is convex, as information can be drawn by lot.
The *outer* one is cut out of a box by the proven half-planes. Both have rational corners. (A corner's consumer surplus
contains logarithms where two producers mix; it is the lower end of an enclosure of relative width 1e-25.)
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from fractions import Fraction
from time import monotonic

from selten.equilibria.discrimination.welfare.bound import Weights
from selten.equilibria.discrimination.welfare.search import RUNGS, Bracket, Search
from selten.games.discrimination import Prior

Point = tuple[Fraction, Fraction]

DIRECTIONS: tuple[Weights, ...] = tuple(
    (Fraction(a), Fraction(b))
    for a, b in (
        *((0, 1), (-1, 0), (1, 0), (0, -1), (1, 1), (-1, -1), (-1, 1), (1, -1)),
        *((-2, -1), (-1, -2), (-3, -1), (-1, -3), (1, -2), (2, -1), (2, 1), (-4, -3), (-3, -4), (-6, -1)),
    )
)
"""Directions for the polygons, the six extremes first."""


@dataclass(frozen=True, slots=True)
class WelfareSet:
    """Corners of both polygons, counter-clockwise, and the brackets that prove them."""

    inner: tuple[Point, ...]
    outer: tuple[Point, ...]
    brackets: tuple[Bracket, ...]


def welfare_set(
    prior: Prior,
    *,
    directions: Sequence[Weights] = DIRECTIONS,
    rungs: int = RUNGS,
    time_limit: float = 60.0,
    progress: Callable[[WelfareSet], None] | None = None,
) -> WelfareSet:
    """Bracket the set from inside and outside.

    Examples
    --------
    >>> found = welfare_set(Prior.of([("1/2", [1], [0]), ("1/2", [2], [0])]), time_limit=0)
    >>> [(str(a), str(b)) for a, b in found.outer]
    [('1', '0'), ('3/2', '0'), ('1', '1/2')]
    """
    until = monotonic() + time_limit
    search = Search.of(prior)
    brackets = [search.start(weights) for weights in directions]
    for rung in range(rungs):
        for k, bracket in enumerate(brackets):
            if bracket.gap > 0 and monotonic() < until:
                brackets[k] = search.improved(bracket, rung, until=until)
        if progress is not None:
            progress(_set(search, brackets))
    return _set(search, brackets)


def _set(search: Search, brackets: Sequence[Bracket]) -> WelfareSet:
    total = search.prior.total_surplus
    points = [
        (earned, outcome.total[0] - earned)
        for _, outcome in search.found
        for earned in [sum(outcome.producers, Fraction(0))]
    ]
    zero = Fraction(0)
    box = [(zero, zero), (total, zero), (total, total), (zero, total)]
    for bracket in brackets:
        box = cut(box, bracket.weights, bracket.outer)
    return WelfareSet(tuple(hull(points)), tuple(hull(box)), tuple(brackets))


def cut(corners: Sequence[Point], weights: Weights, bound: Fraction) -> list[Point]:
    """The part of a convex polygon where the weighted sum is at most the bound.

    Examples
    --------
    >>> square = [(Fraction(a), Fraction(b)) for a, b in ((0, 0), (1, 0), (1, 1), (0, 1))]
    >>> [(str(a), str(b)) for a, b in cut(square, (Fraction(1), Fraction(1)), Fraction(1))]
    [('0', '0'), ('1', '0'), ('0', '1')]
    """
    above = [weights[0] * a + weights[1] * b - bound for a, b in corners]
    kept = []
    for k, point in enumerate(corners):
        before, old = corners[k - 1], above[k - 1]
        if (old < 0 < above[k]) or (above[k] < 0 < old):
            share = old / (old - above[k])
            kept.append((before[0] + share * (point[0] - before[0]), before[1] + share * (point[1] - before[1])))
        if above[k] <= 0:
            kept.append(point)
    return kept


def hull(points: Sequence[Point]) -> list[Point]:
    """The corners of the convex hull, counter-clockwise from the leftmost, none between two others.

    Examples
    --------
    >>> square = [(Fraction(a), Fraction(b)) for a, b in ((0, 0), (1, 0), (1, 1), (0, 1), (1, 0))]
    >>> [(str(a), str(b)) for a, b in hull([*square, (Fraction(1, 2), Fraction(1))])]
    [('0', '0'), ('1', '0'), ('1', '1'), ('0', '1')]
    """
    ordered = sorted(set(points))
    if len(ordered) < 3:
        return ordered
    lower, upper = _chain(ordered), _chain(ordered[::-1])
    return lower[:-1] + upper[:-1]


def _chain(ordered: Sequence[Point]) -> list[Point]:
    kept: list[Point] = []
    for p in ordered:
        while len(kept) > 1 and _turn(kept[-2], kept[-1], p) <= 0:
            kept.pop()
        kept.append(p)
    return kept


def _turn(a: Point, b: Point, c: Point) -> Fraction:
    return (b[0] - a[0]) * (c[1] - a[1]) - (b[1] - a[1]) * (c[0] - a[0])
