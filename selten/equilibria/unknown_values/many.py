"""Any finite prior over values with known costs, any number of producers: consumer surplus bracketed by two programs.

A consumer's belief is a point of the simplex over states; only interim values matter, and the residual of producer i,

    r_i(belief) = min(w_i, min over j of w_i - w_j + c_j),

is concave in the belief. By Proposition 2 the best outcome for a distribution of beliefs serves the efficient producer
i, and pays it the largest (p - c_i) P(i efficient, r_i >= p). With prices on a finite grid:

- outer: where r_i is in [p_k, p_k+1] and its minimum at j, beliefs are averages of the vertices of a polytope, with
  the same surplus; so weights on these vertices, each labelled p_k, bound consumer surplus from above;
- inner: with the label of a vertex its true residual, weights are an information structure.

Both bounds are proven in rationals apart from the linear programs: the outer one by its multipliers, the inner one by
its weights.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property
from typing import Any

from selten.games.errors import InputError
from selten.games.number import exact_number, shown_number

Belief = tuple[Fraction, ...]

_LOWEST = 128
"""The geometric grid goes down to this part of the largest margin."""


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


@dataclass(frozen=True, slots=True)
class Bracketed:
    """Consumer surplus at its best, between an information structure and multipliers; both ends are exact.

    Parameters
    ----------
    low, high : Fraction
        The largest consumer surplus lies between.
    producer_surplus : tuple of Fraction
        By producer, for the structure.
    total_surplus : Fraction
        For the structure.
    structure : Weights
        It attains the lower end.
    """

    low: Fraction
    high: Fraction
    producer_surplus: tuple[Fraction, ...]
    total_surplus: Fraction
    structure: Weights


def best_for_consumers(market: Market, *, prices: int = 60) -> Bracketed:
    """Bracket the most that consumers can have over all information of theirs and all market segmentation.

    Parameters
    ----------
    market : Market
        Few states: the polytopes are enumerated.
    prices : int
        How many prices above cost the grid has for each producer; the gap falls as 1 / prices.

    Returns
    -------
    Bracketed
        low <= optimum <= high, both proven in rationals.

    Raises
    ------
    InputError
        For fewer than two prices.

    Examples
    --------
    >>> found = best_for_consumers(Market.of([("1/2", (0, 1)), ("1/2", (1, 0))], (0, 0)), prices=20)
    >>> 0.5 < float(found.low) <= 0.567667641618 <= float(found.high) < 0.6
    True
    """
    from selten.equilibria.unknown_values.many_bounds import inner, outer

    if prices < 2:
        raise InputError(f"prices: got {prices}; allowed: at least 2")
    grids = tuple(_grid(market, i, prices) for i in range(len(market.costs)))
    columns = _columns(market, grids)
    structure = inner(market, grids, [column for column in columns if _true(market, grids, column)])
    profits = tuple(_profit(market, structure, i) for i in range(len(market.costs)))
    pairs = zip(structure.columns, structure.masses, strict=True)
    total = sum((mass * column.surplus for column, mass in pairs), Fraction(0))
    return Bracketed(total - sum(profits), outer(market, grids, columns), profits, total, structure)


def _grid(market: Market, producer: int, prices: int) -> tuple[Fraction, ...]:
    """The cost, then margins in geometric progression up to the largest one."""
    cost = market.costs[producer]
    top = market.largest_residual(producer) - cost
    if top <= 0:
        return (cost,)
    ratios = (_LOWEST ** (k / (prices - 1) - 1) for k in range(prices))
    return (cost, *(cost + top * Fraction(round(ratio * (1 << 20)), 1 << 20) for ratio in ratios))


def _columns(market: Market, grids: tuple[tuple[Fraction, ...], ...]) -> list[Column]:
    columns = [Column(belief, None, 0, Fraction(0)) for belief in market.idle()]
    for i, grid in enumerate(grids):
        for label, price in enumerate(grid):
            following = grid[label + 1] if label + 1 < len(grid) else None
            for belief in market.vertices(i, price, following):
                columns.append(Column(belief, i, label, market.interim(belief)[i] - market.costs[i]))
    return columns


def _true(market: Market, grids: tuple[tuple[Fraction, ...], ...], column: Column) -> bool:
    """Whether the label is the residual."""
    i = column.producer
    return i is None or market.residual(i, column.belief) == grids[i][column.label]


def _profit(market: Market, structure: Weights, producer: int) -> Fraction:
    """The largest (p - c_i) P(i serves, r_i >= p)."""
    served = [
        (market.residual(producer, column.belief), mass)
        for column, mass in zip(structure.columns, structure.masses, strict=True)
        if column.producer == producer
    ]
    best, above = Fraction(0), Fraction(0)
    for residual, mass in sorted(served, reverse=True):
        above += mass
        best = max(best, (residual - market.costs[producer]) * above)
    return best
