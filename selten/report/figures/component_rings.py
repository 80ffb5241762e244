"""Where components stand on a sheet: each a ring of its extreme equilibria, from left to right in rows."""

from collections.abc import Iterator
from dataclasses import dataclass
from math import cos, pi, sin

from selten.equilibria.solution import Solution

MOST_COMPONENTS = 24
MOST_MEMBERS = 80
"""Extreme equilibria that are drawn of a component."""
MOST_SUBSETS = 40
"""Maximal Nash subsets that are drawn of a component."""

_SPACE = 0.19
_WIDTH = 7.6


@dataclass(frozen=True, slots=True)
class Ring:
    """A component on the sheet: its members drawn, in their order on the ring, and subsets; lengths in inches."""

    number: int
    members: tuple[int, ...]
    subsets: tuple[tuple[int, ...], ...]
    radius: float
    x: float
    y: float

    @property
    def half(self) -> float:
        """Half of the width, with the numbers outside the ring."""
        return max(self.radius + 0.3, 0.55)

    def place(self, position: float, share: float = 1.0) -> tuple[float, float]:
        """Where a position of the ring (0 above, clockwise) is, at a share of the radius."""
        angle = 2 * pi * position / len(self.members)
        return self.x + share * self.radius * sin(angle), self.y - share * self.radius * cos(angle)


def packed(solution: Solution) -> tuple[list[Ring], float]:
    """The components from left to right in rows, and the height of all."""
    placed: list[Ring] = []
    row: list[Ring] = []
    top, left = 0.1, 0.0
    for ring in _rings(solution):
        if row and left + 2 * ring.half > _WIDTH:
            top = _settle(row, top, placed)
            row, left = [], 0.0
        row.append(Ring(ring.number, ring.members, ring.subsets, ring.radius, left + ring.half, 0.0))
        left += 2 * ring.half
    return placed, _settle(row, top, placed)


def _settle(row: list[Ring], top: float, placed: list[Ring]) -> float:
    """Place a row under ``top``; where the next may begin."""
    tallest = max(ring.radius for ring in row)
    middle = top + tallest + 0.28
    placed += [Ring(ring.number, ring.members, ring.subsets, ring.radius, ring.x, middle) for ring in row]
    return middle + tallest + 0.75


def _rings(solution: Solution) -> Iterator[Ring]:
    for c, part in enumerate(solution.components[:MOST_COMPONENTS]):
        kept = set(part.equilibria[:MOST_MEMBERS])
        subsets = [solution.nash_subsets[s] for s in part.nash_subsets[:MOST_SUBSETS]]
        shown = tuple(tuple(k for k in subset if k in kept) for subset in subsets)
        of = {k: [s for s, subset in enumerate(shown) if k in subset] for k in kept}
        members = _ordered(of)
        radius = 0.0 if len(members) == 1 else max(0.3, len(members) * _SPACE / (2 * pi))
        yield Ring(c, members, tuple(subset for subset in shown if subset), min(radius, 3.0), 0.0, 0.0)


def _ordered(of: dict[int, list[int]]) -> tuple[int, ...]:
    """Neighbours on the ring share a subset where that is possible: those of one subset alone first, then bridges."""
    left = sorted(of, key=lambda k: (len(of[k]), of[k], k))
    order = [left.pop(0)]
    while left:
        here = set(of[order[-1]])
        following = next((k for k in left if here & set(of[k])), left[0])
        left.remove(following)
        order.append(following)
    return tuple(order)
