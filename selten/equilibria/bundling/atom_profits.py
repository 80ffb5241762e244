"""Monopoly profits when consumers are atoms: the exact supremum over all real prices.

Notation as in :mod:`selten.games.consumers.valuations`: t = p_b - Delta, d_k = t - p_k, and o is the other component of
k.

Why finitely many prices suffice. Fix who buys what among price vectors with t <= p_0 + p_1. They are cut out by upper
bounds on prices (t <= v_0 + v_1, p_k <= v_k of buyers), lower bounds, t - p_k <= v_o for those who stay with the
bundle, t - p_k > v_o for those who leave it for k, and t <= p_0 + p_1. With two price vectors their componentwise
maximum obeys all of these too, so the closure has a greatest element; profit, with buyers fixed, rises in every price,
so the supremum is there. Each of its coordinates hangs on bounds that bind: p_k is a valuation v_k or t - v_o (the
latter as a limit from below, at which consumers with that v_o leave), and t is a sum of two valuations, v_0 + v_1, not
necessarily of the same consumer. Lower bounds are strict and never bind there. With t > p_0 + p_1 the bundle is not
sold and each component earns its own monopoly profit.

Given t, what product k adds does not depend on the other component: gain(k, d, t) = (t - d) * triangle(k, d, t) - (d +
Delta) * loss(k, d, t), where the triangle is the mass of v_0 + v_1 < t, v_k >= t - d. So each t takes time linear in
the number of atoms. The many t are searched by branch and bound: over an interval [a, b] of them profit is at most (b +
Delta) P(v_0 + v_1 >= a) plus, for each k, the best (b - d) P(v_0 + v_1 < b, v_k >= a - d) - (d + Delta) P(v_o < d, v_0
+ v_1 >= b), which is exact for a = b. The result is exact for any number of atoms; only the time grows.
"""

from dataclasses import dataclass
from fractions import Fraction
from itertools import pairwise
from math import lcm
from typing import Any

import numpy as np
import numpy.typing as npt

from selten.games.bundling import BundlingMarket
from selten.games.consumers.atoms import Atoms

Array = npt.NDArray[Any]

_BRANCHES = 8
_CELLS = 500_000
"""Entries of the tables evaluated at once."""


@dataclass(frozen=True, slots=True)
class MonopolyProfit:
    """An exact monopoly profit.

    Parameters
    ----------
    value : Fraction
        The supremum over all real prices, ties going to the bundle.
    prices : dict
        The prices of the products sold, by "1", "2", "b"; others are left out.
    approached : frozenset of str
        Products whose price comes as near as one likes from below instead of being attained.
    """

    value: Fraction
    prices: dict[str, Fraction]
    approached: frozenset[str] = frozenset()


def exact_profits(market: BundlingMarket) -> dict[str, MonopolyProfit]:
    """All monopoly profits of a market of atoms: "1", "2", "b", "1b", "2b", "12b", "1+delta", "2+delta".

    "1+delta" is what a seller of the bundle earns when component 2 is free: the price of component 1 shifted by the
    complementarity; its price is given as that of the bundle.

    Raises
    ------
    TypeError
        If the consumers are not atoms.

    Examples
    --------
    >>> atoms = Atoms.of([("1/2", "1/2"), ("2/3", 0), (0, "2/3")], ["3/4", "1/8", "1/8"])
    >>> found = exact_profits(BundlingMarket(atoms, Fraction(0)))
    >>> [(name, str(profit.value)) for name, profit in found.items() if "delta" not in name]
    [('1', '7/16'), ('2', '7/16'), ('b', '3/4'), ('1b', '5/6'), ('2b', '5/6'), ('12b', '11/12')]
    """
    if not isinstance(market.valuations, Atoms):
        raise TypeError(f"exact_profits: got {type(market.valuations).__name__}; allowed: Atoms")
    table = _Table.of(market.valuations, market.complementarity)
    alone = [table.component(k) for k in (0, 1)]
    both = MonopolyProfit(alone[0].value + alone[1].value, {**alone[0].prices, **alone[1].prices})
    found = {"1": alone[0], "2": alone[1], "b": table.best(())}
    found["1b"] = _better(table.best((0,)), alone[0])
    found["2b"] = _better(table.best((1,)), alone[1])
    found["12b"] = _better(table.best((0, 1)), both)
    found["1+delta"], found["2+delta"] = table.shifted(0), table.shifted(1)
    return found


def _better(first: MonopolyProfit, second: MonopolyProfit) -> MonopolyProfit:
    return first if first.value >= second.value else second


@dataclass(frozen=True, slots=True)
class _Table:
    """The atoms in whole units.

    ``sums`` ascend, with the mass ``above`` each (from it on). For each component ``ranked[k]`` has the distinct values
    v_k ascending; its atoms, by v_k, begin at ``starts[k]`` in ``listed[k]`` (sums and masses). Masses are over
    ``denominator``.
    """

    unit: Fraction
    delta: int
    sums: Array
    above: Array
    denominator: int
    ranked: tuple[Array, Array]
    starts: tuple[Array, Array]
    listed: tuple[tuple[Array, Array], tuple[Array, Array]]

    @classmethod
    def of(cls, atoms: Atoms, complementarity: Fraction) -> "_Table":
        whole = atoms.whole
        unit = Fraction(1, lcm(complementarity.denominator, whole.over))
        factor, delta = unit.denominator // whole.over, int(complementarity / unit)
        largest = 8 * whole.denominator * (factor * max(int(own.max()) for own in whole.values) + abs(delta) + 1)
        kind: Any = np.int64 if largest < 2**62 else object
        values, masses = [own.astype(kind) * factor for own in whole.values], whole.masses.astype(kind)
        sums = values[0] + values[1]
        order = np.argsort(sums, kind="stable")
        above = _from_right(masses[order])
        (one, first), (two, second) = (_grouped(own, sums, masses) for own in values)
        ranked, starts = (one[0], two[0]), (one[1], two[1])
        return cls(unit, delta, sums[order], above, whole.denominator, ranked, starts, (first, second))

    def component(self, k: int) -> MonopolyProfit:
        """The best price for component k alone: one of its valuations."""
        p = self.ranked[k]
        profits = p * self._from(k)
        best = int(np.argmax(profits))
        return MonopolyProfit(self._value(profits[best]), {"12"[k]: int(p[best]) * self.unit})

    def shifted(self, k: int) -> MonopolyProfit:
        """The best p_b when everybody gains v_k + Delta from the bundle over the free component."""
        p = self.ranked[k] + self.delta
        profits = np.maximum(p, 0) * self._from(k)
        best = int(np.argmax(profits))
        return MonopolyProfit(self._value(profits[best]), {"b": int(max(p[best], 0)) * self.unit})

    def _from(self, k: int) -> Array:
        """The mass from each distinct v_k on."""
        return _from_right(np.add.reduceat(self.listed[k][1], self.starts[k]))[:-1]

    def best(self, beside: tuple[int, ...]) -> MonopolyProfit:
        """The best prices of the bundle with the components ``beside`` it, by branch and bound over t."""
        levels = _distinct(self.sums) if not beside else _sums(*self.ranked)
        best = MonopolyProfit(Fraction(0), {})
        blocks = [(0, levels.size - 1)]
        while blocks:
            blocks = [part for block in blocks for part in _split(*block)]
            tops = np.array([high for _, high in blocks])
            bounds = self._bounds(levels[tops], levels[tops], beside)
            for i in np.argsort(-bounds, kind="stable").tolist():
                if self._value(bounds[i]) <= best.value:
                    break
                best = max(best, self._exactly(levels[tops[i]], beside), key=lambda found: found.value)
            wide = [block for block in blocks if block[0] < block[1]]
            low, high = (levels[np.array([block[side] for block in wide], dtype=int)] for side in (0, 1))
            bounds = self._bounds(low, high, beside)
            blocks = [block for block, bound in zip(wide, bounds, strict=True) if self._value(bound) > best.value]
        return best

    def _bounds(self, a: Array, b: Array, beside: tuple[int, ...]) -> Array:
        step = max(1, _CELLS // self.sums.size)
        parts = [self._bound(a[i : i + step], b[i : i + step], beside) for i in range(0, a.size, step)]
        return np.concatenate(parts) if parts else np.zeros(0)

    def _bound(self, a: Array, b: Array, beside: tuple[int, ...]) -> Array:
        """An upper bound on profit for t in [a, b], in units of unit / denominator; tight for a = b up to overlap."""
        bound = (b + self.delta) * self.above[np.searchsorted(self.sums, a, side="left")]
        for k in beside:
            gains, _ = self._gains(k, a, b)
            bound = bound + np.maximum(gains.max(axis=1), 0)
        return np.asarray(bound)

    def _gains(self, k: int, a: Array, b: Array) -> tuple[Array, Array]:
        """The gains from product k at every candidate d, and the candidates as 2 d, plus 1 for the limit from above."""
        top, least = self.ranked[k], self.ranked[1 - k]
        (poor, theirs), (rich, others) = self.listed[k], self.listed[1 - k]
        won = _from_right(np.add.reduceat(np.where(poor < b[:, None], theirs, 0), self.starts[k], axis=1))
        kept = np.add.reduceat(np.where(rich >= b[:, None], others, 0), self.starts[1 - k], axis=1)
        lost = _from_left(kept)
        at = np.arange(a.size)[:, None]
        limit = np.broadcast_to(least, (a.size, least.size))
        exact = a[:, None] - top
        first = won[at, np.searchsorted(top, a[:, None] - limit, side="left")], lost[:, 1:]
        second = won[:, :-1], lost[at, np.searchsorted(least, exact, side="left")]
        d = np.concatenate([limit, exact], axis=1)
        gains = (b[:, None] - d) * np.concatenate([first[0], second[0]], axis=1)
        gains = gains - (d + self.delta) * np.concatenate([first[1], second[1]], axis=1)
        keys = np.concatenate([2 * limit + 1, 2 * exact], axis=1)
        return np.where(keys <= 2 * b[:, None], gains, 0), keys

    def _exactly(self, t: Any, beside: tuple[int, ...]) -> MonopolyProfit:
        """The best prices at this t, with the three products side by side: d_0 + d_1 <= t."""
        row = np.array([t], dtype=self.sums.dtype)
        value = self._bound(row, row, ())[0]
        gains = [(found[0][0], found[1][0]) for found in (self._gains(k, row, row) for k in beside)]
        chosen = _pair(gains[0], gains[1], 2 * t) if len(beside) == 2 else [_most(*x) for x in gains]
        prices, approached = {"b": (int(t) + self.delta) * self.unit}, set()
        for k, (gain, key) in zip(beside, chosen, strict=True):
            if gain > 0:
                value += gain
                prices["12"[k]] = (int(t) - int(key) // 2) * self.unit
                approached |= {"12"[k]} if key % 2 else set()
        return MonopolyProfit(self._value(value), prices, frozenset(approached))

    def _value(self, profit: Any) -> Fraction:
        return int(profit) * self.unit / self.denominator


def _most(gains: Array, keys: Array) -> tuple[Any, Any]:
    best = int(np.argmax(gains))
    return (gains[best], keys[best]) if gains[best] > 0 else (0, 0)


def _pair(first: tuple[Array, Array], second: tuple[Array, Array], most: Any) -> list[tuple[Any, Any]]:
    """The best pair of gains with keys that sum to at most ``most``; either may be none at all."""
    (gains_0, keys_0), (gains_1, keys_1) = first, second
    order = np.argsort(keys_1, kind="stable")
    sorted_keys = keys_1[order]
    running = np.maximum.accumulate(gains_1[order])
    reach = np.searchsorted(sorted_keys, most - keys_0, side="right")
    partner = np.where(reach > 0, np.maximum(running[np.maximum(reach - 1, 0)], 0), 0)
    total = np.maximum(gains_0, 0) + partner
    i = int(np.argmax(total))
    alone = _most(gains_1, keys_1)
    if alone[0] >= total[i]:
        return [(0, 0), alone]
    within = order[: int(reach[i])]
    own = (gains_0[i], keys_0[i]) if gains_0[i] > 0 else (0, 0)
    return [own, _most(gains_1[within], keys_1[within]) if within.size else (0, 0)]


def _from_right(masses: Array) -> Array:
    """Sums from each position to the end, and 0 beyond it, along the last axis."""
    sums = np.cumsum(masses[..., ::-1], axis=-1)[..., ::-1]
    return np.concatenate([sums, np.zeros_like(sums[..., :1])], axis=-1)


def _from_left(masses: Array) -> Array:
    """Sums of the first 0, 1, 2, ... entries along the last axis."""
    sums = np.cumsum(masses, axis=-1)
    return np.concatenate([np.zeros_like(sums[..., :1]), sums], axis=-1)


def _grouped(own: Array, sums: Array, masses: Array) -> tuple[tuple[Array, Array], tuple[Array, Array]]:
    """The distinct values and where their atoms begin; the sums and masses of the atoms in the order of the values."""
    order = np.argsort(own, kind="stable")
    ordered = own[order]
    starts = np.flatnonzero(np.append(True, ordered[1:] != ordered[:-1]))
    return (ordered[starts], starts), (sums[order], masses[order])


def _split(low: int, high: int) -> list[tuple[int, int]]:
    """An interval of positions in up to eight parts."""
    cuts = sorted({low + (high - low + 1) * j // _BRANCHES for j in range(_BRANCHES + 1)})
    return [(a, b - 1) for a, b in pairwise(cuts) if a <= b - 1]


def _distinct(values: Array) -> Array:
    """Each value once, ascending: by sorting, which is many times faster here than numpy's hashing."""
    ordered = np.sort(values)
    return np.asarray(ordered[np.append(True, ordered[1:] != ordered[:-1])])


def _sums(first: Array, second: Array) -> Array:
    """Each sum of a value of either list once, ascending; where many coincide, by marking instead of sorting."""
    least, width = first[0] + second[0], int(first[-1] + second[-1] - first[0] - second[0]) + 1
    if first.dtype == object or width > first.size * second.size:
        return _distinct(np.add.outer(first, second).ravel())
    seen = np.zeros(width, dtype=bool)
    for x in first:
        seen[x + second - least] = True
    return np.asarray(np.flatnonzero(seen) + least)
