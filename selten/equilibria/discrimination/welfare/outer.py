"""Bounds that hold for every equilibrium with real prices: a relaxation on half-open cells of prices.

Write [a_i, b_i) for the cell of producer i's price p_i, with a_i at least his cost. Whoever sells has, whatever the
prices in the cells,

    v_i - a_i >= v_i - p_i >= v_j - p_j > v_j - b_j   and   v_i - p_i >= 0,

so he earns p_i between a_i and min(b_i, v_i, v_i - v_j + b_j); nobody sells only if v_i < b_i for all i. If producer
i, whenever his price is in one cell, instead charges a little less than d, he wins all consumers whose rivals' offers
at the feet of their cells are no better: those with min(v_i, a_j + v_i - v_j) >= d. In equilibrium that is no gain, so
with the mass x of each state, cells, seller and price (either end; what is between is a mixture)

    sum of x ((d - c_i) [min(v_i, a_j + v_i - v_j) >= d] - earned)  <=  0      for each i, c_i, cell and d.

Multipliers y >= 0 of these rows bound the optimum of any objective w, whoever found them:

    sum of w x  <=  sum over states of mass * max over the state's columns of (w - sum of y gain).

Source: derived here.
"""

from dataclasses import dataclass
from itertools import combinations

import numpy as np

from selten.equilibria.discrimination.welfare.folding import Folding
from selten.equilibria.discrimination.welfare.points import Points
from selten.equilibria.discrimination.welfare.program import Floats, Ints, Sparse, join
from selten.games.discrimination import State


@dataclass(frozen=True, slots=True)
class Columns:
    """A state, each producer's cell by the number of its foot, who sells (-1: nobody) and at which price.

    ``threshold`` is min(v_i, a_j + v_i - v_j): below which a producer certainly wins.
    """

    state: Ints
    cell: Ints
    threshold: Ints
    seller: Ints
    price: Ints


def columns(folded: Folding, points: Points) -> Columns:
    """All columns.

    Examples
    --------
    >>> from selten.equilibria.discrimination.welfare.folding import folding
    >>> from selten.equilibria.discrimination.welfare.points import lattice
    >>> from selten.games.discrimination import Prior
    >>> prior = Prior.of([("1/2", [1], [0]), ("1/2", [2], [0])])
    >>> columns(folding(prior), lattice(prior, 1, 1)).price.tolist()
    [1, 2, 0, 1, 1, 2, 0, 1, 2, 1, 2]
    """
    parts = [part for k, state in enumerate(folded.states) for part in _of_state(k, state, folded, points)]
    return Columns(*(np.concatenate(fields) for fields in zip(*parts, strict=True)))


def _of_state(number: int, state: State, folded: Folding, points: Points) -> list[tuple[Ints, Ints, Ints, Ints, Ints]]:
    n = len(state.values)
    values, costs = [points.units(v) for v in state.values], [points.units(c) for c in state.costs]
    cell = _cells(values, costs, folded, points)
    feet = np.stack([np.array(axis)[cell[:, i]] for i, axis in enumerate(points.axes)], axis=1)
    tops = np.stack([np.array([*axis[1:], axis[-1]])[cell[:, i]] for i, axis in enumerate(points.axes)], axis=1)
    last = np.stack([cell[:, i] == len(axis) - 1 for i, axis in enumerate(points.axes)], axis=1)
    threshold = np.stack([_bound(i, values, feet, None) for i in range(n)], axis=1)
    found = []

    def add(mask: "np.ndarray[tuple[int], np.dtype[np.bool_]]", seller: int, price: Ints) -> None:
        size = int(mask.sum())
        fields = np.full(size, number, np.int64), cell[mask], threshold[mask], np.full(size, seller, np.int64)
        found.append((*fields, price[mask]))

    add(np.all(last | (tops > values), axis=1), -1, feet[:, 0])
    for i in range(n):
        most = np.minimum(_bound(i, values, tops, last), np.where(last[:, i], values[i], tops[:, i]))
        possible = (feet[:, i] <= values[i]) & (most >= feet[:, i])
        for j in range(n):
            if j != i:
                possible &= last[:, j] | (values[i] - feet[:, i] > values[j] - tops[:, j])
        add(possible, i, feet[:, i])
        add(possible & (most > feet[:, i]), i, most)
    return found


def _cells(values: list[int], costs: list[int], folded: Folding, points: Points) -> Ints:
    """All profiles of cells at or above cost, exchangeable producers in order."""
    starts = [axis.index(cost) for axis, cost in zip(points.axes, costs, strict=True)]
    ranges = [np.arange(start, len(axis)) for start, axis in zip(starts, points.axes, strict=True)]
    mesh = [m.ravel() for m in np.meshgrid(*ranges, indexing="ij")]
    keep = np.ones(len(mesh[0]), bool)
    for i, j in combinations(range(len(values)), 2):
        if folded.classes[i] == folded.classes[j] and (values[i], costs[i]) == (values[j], costs[j]):
            keep &= mesh[i] <= mesh[j]
    return np.stack([m[keep] for m in mesh], axis=1)


def _bound(
    i: int, values: list[int], prices: Ints, free: "np.ndarray[tuple[int, int], np.dtype[np.bool_]] | None"
) -> Ints:
    """min(v_i, p_j + v_i - v_j) over the rivals (of those whose price has an end)."""
    least = np.full(len(prices), values[i])
    for j, other in enumerate(values):
        if j != i:
            offer = prices[:, j] + values[i] - other
            least = np.minimum(least, offer if free is None else np.where(free[:, j], least, offer))
    return least


def outer_program(folded: Folding, points: Points, found: Columns) -> Sparse:
    """The rows of obedience; keys are (class, cost, cell, deviation) in bits."""
    scale = float(max(max(axis) for axis in points.axes) or 1)
    costs = np.array([[points.units(c) for c in s.costs] for s in folded.states])[found.state]
    rows: list[tuple[Ints, Ints, Floats]] = []
    for i, kind in enumerate(folded.classes):
        earned = np.where(found.seller == i, found.price - costs[:, i], 0)
        foot = np.searchsorted(points.axes[i], costs[:, i])
        name = (kind << 60) + (foot << 40) + (found.cell[:, i] << 20)
        for number, deviation in enumerate(points.axes[i]):
            gain = (found.threshold[:, i] >= deviation) * (deviation - costs[:, i]) - earned
            places = np.flatnonzero((gain != 0) & (deviation > costs[:, i]))
            rows.append((name[places] + number, places, gain[places] / scale))
    masses = np.array([float(s.mass) for s in folded.states])
    return Sparse(join(rows), join([]), found.state, masses)


def surpluses(folded: Folding, points: Points, found: Columns) -> tuple[Floats, Floats]:
    """What each column adds to producer surplus and to the total."""
    values = np.array([[points.units(v) for v in s.values] for s in folded.states])[found.state]
    costs = np.array([[points.units(c) for c in s.costs] for s in folded.states])[found.state]
    producer, total = np.zeros(len(found.state)), np.zeros(len(found.state))
    for i in range(costs.shape[1]):
        sold = found.seller == i
        producer += sold * (found.price - costs[:, i])
        total += sold * (values - costs)[:, i]
    return producer * float(points.unit), total * float(points.unit)
