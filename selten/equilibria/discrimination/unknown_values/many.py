"""Any finite prior over values with known costs, any number of producers: consumer surplus bracketed by two programs.

Beliefs and residuals r_i are those of :mod:`selten.equilibria.discrimination.unknown_values.beliefs`. By Proposition 2
the best outcome for a distribution of beliefs serves the efficient producer i, and pays it the largest (p - c_i) P(i
efficient, r_i >= p). With prices on a finite grid:

- outer: where r_i is in [p_k, p_k+1] and its minimum at j, beliefs are averages of the vertices of a polytope, with
  the same surplus; so weights on these vertices, each labelled p_k, bound consumer surplus from above;
- inner: with the label of a vertex its true residual, weights are an information structure.

Both bounds are proven in rationals apart from the linear programs: the outer one by its multipliers, the inner one by
its weights.
"""

from dataclasses import dataclass
from fractions import Fraction

from selten.equilibria.discrimination.unknown_values.beliefs import Column, Market, Weights
from selten.equilibria.discrimination.unknown_values.many_bounds import inner, outer
from selten.games.errors import InputError

_LOWEST = 128
"""The geometric grid goes down to this part of the largest margin."""


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
