"""What multipliers prove about all equilibria, from the prior and the numbers alone.

The inequality is that of :mod:`selten.equilibria.discrimination.welfare.outer`: with cuts of the price axes and
multipliers y(i, c_i, cell, d) >= 0, no equilibrium gives the weighted sum of producer and consumer surplus more than

    sum over states of mass * max over cells, who sells and the price's ends of  (w - sum of y gain).

Nothing here uses a linear program; all is computed in integers. Multipliers of the best single prices against rivals at
cost (one for each producer, cost, cell and d = that price) give the bounds of Proposition 1.

Source: derived here; Proposition 1 of "Competitive price discrimination".
"""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import pairwise
from math import lcm
from typing import Any

import numpy as np

from selten.games.discrimination import Prior, State, monopoly
from selten.games.errors import InputError

Weights = tuple[Fraction, Fraction]
Array = np.ndarray[Any, np.dtype[Any]]


@dataclass(frozen=True, slots=True)
class Multiplier:
    """What a unit of gain counts: producer, cost, the foot of his cell (None: every cell), and the deviation."""

    producer: int
    cost: Fraction
    foot: Fraction | None
    deviation: Fraction
    amount: Fraction


def outer_bound(
    prior: Prior, weights: Weights, axes: Sequence[Sequence[Fraction]], multipliers: Sequence[Multiplier]
) -> Fraction:
    """An upper bound of weights[0] * producer surplus + weights[1] * consumer surplus over all equilibria.

    Raises
    ------
    InputError
        For a negative multiplier, an axis that does not ascend, or one that lacks a cost.

    Examples
    --------
    >>> prior = Prior.of([("1/2", [1], [0]), ("1/2", [2], [0])])
    >>> str(outer_bound(prior, (Fraction(0), Fraction(1)), [[Fraction(k) for k in range(3)]], []))
    '3/2'
    """
    _check(prior, axes, multipliers)
    unit = lcm(
        *(x.denominator for axis in axes for x in axis), *(x.denominator for m in multipliers for x in (m.deviation,))
    )
    unit = lcm(unit, *(x.denominator for s in prior.states for x in (*s.values, *s.costs)))
    grain = lcm(*(w.denominator for w in weights), *(m.amount.denominator for m in multipliers))
    tables = [_Tables.of(i, axis, multipliers, unit, grain) for i, axis in enumerate(axes)]
    scaled = int(weights[0] * grain), int(weights[1] * grain)
    return sum(
        (state.mass * Fraction(_most(state, tables, scaled, unit), unit * grain) for state in prior.states), Fraction(0)
    )


def single_prices(prior: Prior, amount: Fraction) -> list[Multiplier]:
    """The multipliers of Proposition 1: the best single price for each cost, whatever one is told.

    Examples
    --------
    >>> prior = Prior.of([("1/2", [3], [1]), ("1/2", [4], [1])])
    >>> str(outer_bound(prior, (Fraction(-1), Fraction(0)), [[Fraction(1)]], single_prices(prior, Fraction(1))))
    '-2'
    """
    found = []
    for i in range(prior.producers):
        for cost in prior.costs(i):
            price = monopoly(prior, i, cost).price
            if price is not None and amount > 0:
                found.append(Multiplier(i, cost, None, price, amount))
    return found


@dataclass(frozen=True, slots=True)
class _Tables:
    """One producer's axis in units, and for each cost and cell the deviations with their summed amounts."""

    axis: Array
    amounts: dict[int, Array]
    steps: dict[int, tuple[Array, Array]]

    @classmethod
    def of(
        cls, i: int, axis: Sequence[Fraction], multipliers: Sequence[Multiplier], unit: int, grain: int
    ) -> "_Tables":
        feet = np.array([int(x * unit) for x in axis], dtype=object)
        places = {int(x * unit): k for k, x in enumerate(axis)}
        listed: dict[int, list[tuple[int, int | None, int]]] = defaultdict(list)
        for m in multipliers:
            if m.producer == i and m.amount:
                foot = None if m.foot is None else places[int(m.foot * unit)]
                listed[int(m.cost * unit)].append((int(m.deviation * unit), foot, int(m.amount * grain)))
        amounts, steps = {}, {}
        for cost, entries in listed.items():
            deviations = sorted({d for d, _, _ in entries})
            table = np.zeros((len(axis), len(deviations) + 1), dtype=object)
            total = np.zeros(len(axis), dtype=object)
            for d, foot, amount in entries:
                where = slice(None) if foot is None else foot
                table[where, deviations.index(d) + 1] += amount * (d - cost)
                total[where] += amount
            amounts[cost], steps[cost] = total, (np.array(deviations, dtype=object), np.cumsum(table, axis=1))
        return cls(feet, amounts, steps)


def _most(state: State, tables: Sequence[_Tables], weights: tuple[int, int], unit: int) -> int:
    """The largest (w - sum of y gain) in the state, in units times grains."""
    n = len(state.values)
    values, costs = [int(v * unit) for v in state.values], [int(c * unit) for c in state.costs]
    starts = [int(np.searchsorted(t.axis, c)) for t, c in zip(tables, costs, strict=True)]
    mesh = np.meshgrid(*(np.arange(s, len(t.axis)) for s, t in zip(starts, tables, strict=True)), indexing="ij")
    cells = [m.ravel() for m in mesh]
    beyond = 1 + max(values) + max(max(t.axis) for t in tables) * 2
    feet = [t.axis[k] for t, k in zip(tables, cells, strict=True)]
    tops = [np.append(t.axis[1:], beyond)[k] for t, k in zip(tables, cells, strict=True)]
    fixed, counted = _gains(values, costs, tables, cells, feet)
    best = []
    nobody = np.all([top > value for top, value in zip(tops, values, strict=True)], axis=0)
    best += [-fixed[nobody]]
    for i in range(n):
        rivals = [tops[j] + values[i] - values[j] for j in range(n) if j != i]
        high = np.min([np.broadcast_to(np.array(values[i], object), feet[i].shape), tops[i], *rivals], axis=0)
        possible = (feet[i] <= values[i]) & (high >= feet[i])
        for rival in rivals:
            possible &= feet[i] < rival
        for price in (feet[i], high):
            earned = price - costs[i]
            worth = weights[0] * earned + weights[1] * (values[i] - price) + counted[i] * earned - fixed
            best.append(worth[possible])
    return int(max(worth.max() for worth in best if worth.size))


def _gains(
    values: list[int], costs: list[int], tables: Sequence[_Tables], cells: list[Array], feet: list[Array]
) -> tuple[Array, list[Array]]:
    """The sum of y (d - c) over deviations that win, and for each producer the sum of his y."""
    fixed = np.zeros(len(cells[0]), dtype=object)
    counted = []
    for i, table in enumerate(tables):
        limit = np.full(len(fixed), values[i], dtype=object)
        for j, foot in enumerate(feet):
            if j != i:
                limit = np.minimum(limit, foot + values[i] - values[j])
        if costs[i] not in table.steps:
            counted.append(np.zeros(len(fixed), dtype=object))
            continue
        deviations, sums = table.steps[costs[i]]
        fixed = fixed + sums[cells[i], np.searchsorted(deviations, limit, side="right")]
        counted.append(table.amounts[costs[i]][cells[i]])
    return fixed, counted


def _check(prior: Prior, axes: Sequence[Sequence[Fraction]], multipliers: Sequence[Multiplier]) -> None:
    if len(axes) != prior.producers:
        raise InputError(f"axes: got {len(axes)}; allowed: one for each of the {prior.producers} producers")
    for i, axis in enumerate(axes):
        if any(a >= b for a, b in pairwise(axis)) or not set(prior.costs(i)) <= set(axis):
            raise InputError(f"axes[{i}]: got {len(axis)} numbers; allowed: ascending ones, all costs among them")
    for k, m in enumerate(multipliers):
        if m.amount < 0 or not 0 <= m.producer < len(axes) or m.deviation <= m.cost:
            raise InputError(f"multipliers[{k}]: got {m.amount} on {m.deviation}; allowed: at least 0, above cost")
        if m.foot is not None and m.foot not in axes[m.producer]:
            raise InputError(f"multipliers[{k}].foot: got {m.foot}; allowed: one of the producer's axis")
