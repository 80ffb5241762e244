"""Markets of any finite prior over values with known costs, and the beliefs that consumers may have in them.

A consumer's belief is a point of the simplex over states; only interim values matter, and the residual of producer i,

    r_i(belief) = min(w_i, min over j of w_i - w_j + c_j),

is concave in the belief.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property
from typing import Any

from selten.games.errors import InputError
from selten.games.number import exact_number, shown_number

Belief = tuple[Fraction, ...]


@dataclass(frozen=True, eq=False)
class Market:
    """States with their masses and values, one value for each producer; known costs.

    Examples
    --------
    >>> market = Market.of([("1/2", (0, 1)), ("1/2", (1, 0))], (0, 0))
    >>> market.residual(0, (Fraction(1, 4), Fraction(3, 4)))
    Fraction(1, 2)
    """

    masses: tuple[Fraction, ...]
    values: tuple[tuple[Fraction, ...], ...]
    costs: tuple[Fraction, ...]

    @classmethod
    def of(cls, states: Sequence[tuple[Any, Sequence[Any]]], costs: Sequence[Any]) -> "Market":
        """From pairs of mass and values.

        Raises
        ------
        InputError
            If masses are not positive or do not sum to one, a value or cost is negative, or lengths differ.
        """
        c = tuple(exact_number(x, "costs") for x in costs)
        masses = tuple(exact_number(mass, f"states[{k}]: mass") for k, (mass, _) in enumerate(states))
        values = tuple(tuple(exact_number(x, f"states[{k}]: values") for x in v) for k, (_, v) in enumerate(states))
        if min(masses, default=Fraction(0)) <= 0 or sum(masses) != 1:
            got = shown_number(Fraction(sum(masses)))
            raise InputError(f"states: got masses with sum {got}; allowed: positive masses that sum to 1")
        for k, row in enumerate(values):
            if len(row) != len(c) or not c:
                raise InputError(f"states[{k}]: got {len(row)} values; allowed: one for each of the {len(c)} costs")
        if min(min(row) for row in (*values, c)) < 0:
            raise InputError("states: got a negative value or cost; allowed: numbers of at least 0")
        return cls(masses, values, c)

    def interim(self, belief: Belief) -> tuple[Fraction, ...]:
        """The expected value of each good."""
        columns = zip(*self.values, strict=True)
        return tuple(sum((b * v for b, v in zip(belief, column, strict=True)), Fraction(0)) for column in columns)

    def residual(self, producer: int, belief: Belief) -> Fraction:
        """r_i of the module."""
        w = self.interim(belief)
        rivals = (w[producer] - w[j] + c for j, c in enumerate(self.costs) if j != producer)
        return min([w[producer], *rivals])

    @cached_property
    def corners(self) -> tuple[Belief, ...]:
        """The beliefs that know the state."""
        size = len(self.masses)
        return tuple(tuple(Fraction(int(s == k)) for s in range(size)) for k in range(size))

    def _parts(self, producer: int) -> list[list[Fraction]]:
        """The linear functions of the belief whose minimum is r_i, by their values at the corners."""
        own = [row[producer] for row in self.values]
        rivals = [(j, cost) for j, cost in enumerate(self.costs) if j != producer]
        return [own, *([v - row[j] + c for v, row in zip(own, self.values, strict=True)] for j, c in rivals)]

    def largest_residual(self, producer: int) -> Fraction:
        """At least r_i at every belief."""
        return min(max(part) for part in self._parts(producer))

    def vertices(self, producer: int, price: Fraction, following: Fraction | None) -> list[Belief]:
        """Points of {price <= r_i <= following} with this set in the union of hulls: all vertices of its parts."""
        points, parts = list(self.corners), self._parts(producer)
        for part in parts:
            points = _halved(points, [value - price for value in part])
        if following is None:
            return points
        return list({p: None for part in parts for p in _halved(points, [following - value for value in part])})

    def idle(self) -> list[Belief]:
        """Points whose convex hull is where no producer has a gain from trade."""
        points = list(self.corners)
        for i, cost in enumerate(self.costs):
            points = _halved(points, [cost - row[i] for row in self.values])
        return points


def _halved(points: list[Belief], limit: list[Fraction]) -> list[Belief]:
    """The convex hull of points cut by limit . belief >= 0: what is kept, and where edges cross."""
    heights = [sum((a * b for a, b in zip(limit, point, strict=True)), Fraction(0)) for point in points]
    kept = {point: None for point, height in zip(points, heights, strict=True) if height >= 0}
    above = [(p, h) for p, h in zip(points, heights, strict=True) if h > 0]
    below = [(p, h) for p, h in zip(points, heights, strict=True) if h < 0]
    for p, h in above:
        for other, depth in below:
            share = h / (h - depth)
            kept[tuple(a + share * (b - a) for a, b in zip(p, other, strict=True))] = None
    return list(kept)


@dataclass(frozen=True, slots=True)
class Column:
    """A belief for which a producer is efficient (none: nobody sells), with the position of its price in the grid."""

    belief: Belief
    producer: int | None
    label: int
    surplus: Fraction


@dataclass(frozen=True, slots=True)
class Weights:
    """An information structure: beliefs with masses, and the producer that serves each."""

    columns: tuple[Column, ...]
    masses: tuple[Fraction, ...]
