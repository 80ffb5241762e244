"""The outer program with few columns and few rows at a time: its matrix is never formed.

A master program holds some columns and some rows of obedience. Its multipliers y price all columns at once, by one look
up for each producer in running sums of y (d - c) over deviations d; the columns that are best for their state and cell
come in. Its primal solution says which rows it violates; they come in. Every round gives a
proven-in-doubles upper bound (masses times best reduced values, for any y >= 0). It ends when that bound meets the
value of a master whose solution violates no row.
"""

from dataclasses import dataclass
from time import monotonic
from typing import Any

import numpy as np

from selten.equilibria.discrimination.welfare.folding import Folding
from selten.equilibria.discrimination.welfare.outer import Columns
from selten.equilibria.discrimination.welfare.points import Points
from selten.equilibria.discrimination.welfare.program import Floats, Ints, Proposed
from selten.equilibria.interruptible import interruptible

_CLOSE = 1e-7
_VIOLATED = 1e-9


@dataclass
class _Pricing:
    """All columns, and where each producer's rows of them lie: (class, cost, cell) blocks of deviations."""

    columns: Columns
    masses: Floats
    objective: Floats
    axes: list[Floats]
    blocks: list[Ints]
    costs: list[Floats]
    wins: list[Ints]
    first: list[Ints]
    earned: list[Floats]
    keys: Ints
    width: int
    count: int

    @classmethod
    def of(cls, folded: Folding, points: Points, columns: Columns, objective: Floats) -> "_Pricing":
        scale, width = float(max(max(axis) for axis in points.axes)), max(map(len, points.axes))
        costs = np.array([[points.units(c) for c in s.costs] for s in folded.states])[columns.state]
        names, wins, first, earned = [], [], [], []
        for i, kind in enumerate(folded.classes):
            foot = np.searchsorted(points.axes[i], costs[:, i])
            names.append((kind << 60) + (foot << 40) + (columns.cell[:, i] << 20))
            wins.append(np.searchsorted(points.axes[i], columns.threshold[:, i], side="right"))
            first.append(foot + 1)
            earned.append(np.where(columns.seller == i, columns.price - costs[:, i], 0) / scale)
        keys = np.unique(np.concatenate(names))
        blocks = [np.searchsorted(keys, name) for name in names]
        axes = [np.array(axis, np.float64) / scale for axis in points.axes]
        masses = np.array([float(s.mass) for s in folded.states])
        money = [costs[:, i] / scale for i in range(costs.shape[1])]
        return cls(columns, masses, objective, axes, blocks, money, wins, first, earned, keys, width, len(keys))

    def reduced(self, dual: Floats) -> Floats:
        """Objective less priced gains, of every column; ``dual`` is (block, deviation)."""
        left = self.objective.copy()
        sums = np.zeros((self.count, self.width + 1))
        np.cumsum(dual, axis=1, out=sums[:, 1:])
        for i, axis in enumerate(self.axes):
            weighted = np.zeros_like(sums)
            np.cumsum(dual[:, : len(axis)] * axis, axis=1, out=weighted[:, 1 : len(axis) + 1])
            block, wins = self.blocks[i], self.wins[i]
            left -= weighted[block, wins] - self.costs[i] * sums[block, wins] - sums[block, -1] * self.earned[i]
        return left

    def gains(self, chosen: Ints) -> Any:
        """The chosen columns of the matrix, rows (block, deviation)."""
        from scipy.sparse import csc_matrix

        rows, places, values = [], [], []
        for i, axis in enumerate(self.axes):
            number = np.arange(len(axis))
            gain = np.where(number < self.wins[i][chosen, None], axis - self.costs[i][chosen, None], 0.0)
            gain = np.where(number >= self.first[i][chosen, None], gain - self.earned[i][chosen, None], 0.0)
            a, b = np.nonzero(gain)
            rows.append(self.blocks[i][chosen][a] * self.width + b)
            places.append(a)
            values.append(gain[a, b])
        shape = (self.count * self.width, len(chosen))
        return csc_matrix((np.concatenate(values), (np.concatenate(rows), np.concatenate(places))), shape=shape)

    def best(self, reduced: Floats, above: Floats) -> Ints:
        """For each state and each producer's cell the best column, if it is above its state's price."""
        good = np.flatnonzero(reduced > above[self.columns.state])
        found = []
        for i in range(len(self.axes)):
            group = self.columns.state[good] * self.width + self.columns.cell[good, i]
            order = np.lexsort((-reduced[good], group))
            ordered = group[order]
            found.append(good[order][np.r_[True, ordered[1:] != ordered[:-1]][: len(ordered)]])
        return np.unique(np.concatenate(found))

    def start(self) -> Ints:
        """One column of each state that nobody wants to leave: complete information."""
        wanted = np.zeros(len(self.objective))
        for i, axis in enumerate(self.axes):
            limit = axis[self.wins[i] - 1]
            wanted += np.maximum(0, np.maximum(limit - self.costs[i], 0) - self.earned[i])
        order = np.lexsort((wanted, self.columns.state))
        ordered = self.columns.state[order]
        return order[np.r_[True, ordered[1:] != ordered[:-1]]]


@dataclass(frozen=True, slots=True)
class Generated:
    """The optimum, a bound that meets it, multipliers by key, and how much of the program was ever used."""

    proposed: Proposed
    bound: float
    rounds: int
    columns: int
    rows: int


def generate(
    folded: Folding, points: Points, columns: Columns, objective: Floats, *, time_limit: float
) -> Generated | None:
    """Solve the outer program; None if the time is over before the bound meets the value.

    Examples
    --------
    >>> from selten.equilibria.discrimination.welfare import outer
    >>> from selten.equilibria.discrimination.welfare.folding import folding
    >>> from selten.equilibria.discrimination.welfare.points import lattice
    >>> from selten.games.discrimination import Prior
    >>> prior = Prior.of([("1/2", [1], [0]), ("1/2", [2], [0])])
    >>> folded, points = folding(prior), lattice(prior, 1, 1)
    >>> found = outer.columns(folded, points)
    >>> producer, total = outer.surpluses(folded, points, found)
    >>> generate(folded, points, found, -producer, time_limit=10.0).proposed.value
    -1.0
    """
    until = monotonic() + time_limit
    pricing = _Pricing.of(folded, points, columns, objective)
    master = _Master(pricing)
    master.add_columns(pricing.start())
    bound, rounds = np.inf, 0
    while monotonic() < until:
        rounds += 1
        if not master.solve(until - monotonic()):
            return None
        reduced = pricing.reduced(master.dual)
        most = np.full(len(pricing.masses), -np.inf)
        np.maximum.at(most, columns.state, reduced)
        bound = min(bound, float(pricing.masses @ most))
        violated = master.violated()
        if not len(violated) and bound - master.value <= _CLOSE * max(1.0, abs(master.value)):
            return Generated(master.proposed(), bound, rounds, len(master.chosen), len(master.rows))
        master.add_rows(violated)
        news = pricing.best(reduced, master.state_prices + 1e-10)
        master.add_columns(news[~master.inside[news]])
    return None


class _Master:
    """The part of the program that HiGHS holds."""

    def __init__(self, pricing: _Pricing) -> None:
        from highspy import Highs
        from scipy.sparse import csc_matrix

        self.pricing = pricing
        self.highs = Highs()
        for name, value in (("output_flag", False), ("threads", 1)):
            self.highs.setOptionValue(name, value)
        empty = np.zeros(0, np.int32)
        for mass in pricing.masses:
            self.highs.addRow(mass, mass, 0, empty, np.zeros(0))
        self.chosen = np.zeros(0, np.int64)
        self.inside = np.zeros(len(pricing.objective), bool)
        self.rows = np.zeros(0, np.int64)
        self.matrix = csc_matrix((pricing.count * pricing.width, 0))
        self.value = -np.inf
        self.primal = self.state_prices = np.zeros(0)
        self.dual = np.zeros((pricing.count, pricing.width))

    def solve(self, seconds: float) -> bool:
        """Solve from where it stood; whether HiGHS says optimal."""
        from highspy import HighsModelStatus

        # HiGHS counts the time of all runs of one object
        self.highs.setOptionValue("time_limit", self.highs.getRunTime() + max(seconds, 0.0))
        interruptible(self.highs.run)
        if self.highs.getModelStatus() != HighsModelStatus.kOptimal:
            return False
        found, states = self.highs.getSolution(), len(self.pricing.masses)
        dual = np.array(found.row_dual)
        self.value = float(self.highs.getInfo().objective_function_value)
        self.primal, self.state_prices = np.array(found.col_value), dual[:states]
        self.dual = np.zeros(self.dual.shape)
        self.dual.ravel()[self.rows] = np.maximum(dual[states:], 0.0)
        return True

    def violated(self) -> Ints:
        """The rows that the solution violates."""
        gains = self.matrix @ self.primal
        gains[self.rows] = 0.0
        return np.flatnonzero(gains > _VIOLATED)

    def add_rows(self, rows: Ints) -> None:
        """Put rows in, with the columns that are there."""
        part = self.matrix[rows].tocsr()
        count = len(rows)
        upper, lower = np.zeros(count), np.full(count, -np.inf)
        starts = part.indptr[:-1].astype(np.int32)
        self.highs.addRows(count, lower, upper, part.nnz, starts, part.indices.astype(np.int32), part.data)
        self.rows = np.concatenate([self.rows, rows])

    def add_columns(self, news: Ints) -> None:
        """Put columns in, with the rows that are there."""
        from scipy.sparse import csc_matrix, hstack, vstack

        if not len(news):
            return
        gains, count = self.pricing.gains(news), len(news)
        states = self.pricing.columns.state[news]
        ones = csc_matrix((np.ones(count), (states, np.arange(count))), shape=(len(self.pricing.masses), count))
        part = vstack([ones, gains[self.rows]]).tocsc()
        zero, free = np.zeros(count), np.full(count, np.inf)
        starts = part.indptr[:-1].astype(np.int32)
        costs = self.pricing.objective[news]
        self.highs.addCols(count, costs, zero, free, part.nnz, starts, part.indices.astype(np.int32), part.data)
        if not len(self.chosen):
            from highspy import ObjSense

            self.highs.changeObjectiveSense(ObjSense.kMaximize)
        self.chosen, self.inside[news] = np.concatenate([self.chosen, news]), True
        self.matrix = hstack([self.matrix, gains]).tocsc()

    def proposed(self) -> Proposed:
        """Value, all masses, and the rows' multipliers by the keys of the outer program."""
        primal = np.zeros(len(self.inside))
        primal[self.chosen] = self.primal
        keys = self.pricing.keys[self.rows // self.pricing.width] + self.rows % self.pricing.width
        dual = self.dual.ravel()[self.rows]
        return Proposed(self.value, primal, keys, dual, int(self.highs.getInfo().simplex_iteration_count))
