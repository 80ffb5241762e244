"""Equilibria with real prices by a linear program: points and cells, with densities in which nobody can undercut.

Each recommendation is a *point* price or an open *cell* (a, b) of prices. With margins m = (price - cost) write
n = (a - c) / (b - a) and t in (0, 1) for the place in the cell.

* Two producers whose best offers are in the same cell *meet*: i draws from the density g_m(t) = m (m+1) / (m+t)^2
  with m = n_j, his rival from g_m with m = n_i, independently; the lower offer wins. So
  P(t_j > t) = n_i (1-t) / (n_i + t).
* In all other profiles in which i is told the cell, he draws from the mixture of his densities when he meets, so t
  tells him nothing about who else is offering what, except which of the rivals he meets.
* *Balance*: the mass A with which i wins alone in the cell is n times the mass B with which he meets.

Then his profit at any t' in his cell is (a-c+t'(b-a)) (A + B n (1-t') / (n+t')) = (b - c) A: constant, so no price in
the cell is better than another, whatever t he drew; and his gain from any other price does not depend on t either. At a
point he wins ties or does not, as the program chooses. A loser of a tie above his cost would undercut, so he is at
cost, where he may mix just above cost (as in :mod:`selten.equilibria.discrimination.information`, with H there), which
keeps the winner from raising: his demand falls by the tied mass B of D, and H(e) = (m D / (m+e) - (D - B)) / B >= 0 for
small e. A producer at cost gets nothing, so he must have no price above cost at which he could sell, profile by
profile.

Deviations: against a rival's cell any density here has P(t_j > t) <= 1 - t, so on a piece between cuts the profit is at
most (m0 + w t)(X + Y (1-t)) <= (m0 + w t) X + Y (m0 (1-t) + w min(t, 1/4, 1-t)), and its corners t = 1/4, 3/4, 1 are
enough (t = 0 is no better than t = 1 of the piece below, which wins ties at the cut).

The finite program is therefore a set of true equilibria, with no error from the cuts. Rows ask for a little more than
indifference (``slack`` for each unit of mass), so that rounding to rationals keeps them.

Source: the densities and the proof are derived here; the constant profit is that of mixed pricing (H. Varian, "A model
of sales", American Economic Review 70 (1980)).
"""

from dataclasses import dataclass
from fractions import Fraction
from itertools import combinations, pairwise

import numpy as np

from selten.equilibria.discrimination.welfare.folding import Folding
from selten.equilibria.discrimination.welfare.points import Points
from selten.equilibria.discrimination.welfare.program import Floats, Ints, Sparse, join
from selten.games.discrimination import State

ALONE, MEET, NOBODY = 0, 1, 2
CORNERS = ((0.25, 0.25), (0.75, 0.25), (1.0, 0.0))


@dataclass(frozen=True, slots=True)
class Profiles:
    """Columns: a state, what each producer is told, and who sells.

    Parameters
    ----------
    state : Ints, shape (n,)
    low, high : Ints, shape (n, producers)
        The told prices in units; equal at a point.
    rival_low, rival_high : Ints, shape (n, producers)
        The price up to which the producer would sell: a point (the limit wins) or somewhere in a cell.
    kind : Ints, shape (n,)
        ALONE, MEET or NOBODY.
    seller, other : Ints, shape (n,)
        Who sells, and whom he meets (-1 for none).
    """

    state: Ints
    low: Ints
    high: Ints
    rival_low: Ints
    rival_high: Ints
    kind: Ints
    seller: Ints
    other: Ints


def profiles(folded: Folding, points: Points) -> Profiles:
    """All useful columns.

    Examples
    --------
    >>> from selten.equilibria.discrimination.welfare.folding import folding
    >>> from selten.equilibria.discrimination.welfare.points import lattice
    >>> from selten.games.discrimination import Prior
    >>> prior = Prior.of([("1/2", [1], [0]), ("1/2", [2], [0])])
    >>> profiles(folding(prior), lattice(prior, 1, 1)).low.ravel().tolist()
    [2, 1, 1, 2, 1]
    """
    parts = [part for k, state in enumerate(folded.states) for part in _of_state(k, state, folded, points)]
    return Profiles(*(np.concatenate(fields) for fields in zip(*parts, strict=True)))


Part = tuple[Ints, Ints, Ints, Ints, Ints, Ints, Ints, Ints]


def _of_state(number: int, state: State, folded: Folding, points: Points) -> list[Part]:
    """The columns of one state, by who sells."""
    n = len(state.values)
    values = [points.units(v) for v in state.values]
    costs = [points.units(c) for c in state.costs]
    low, high = _told(state, values, costs, folded, points)
    rival_low, rival_high = _thresholds(values, low, high)
    allowed = np.ones(len(low), bool)
    for i, cost in enumerate(costs):
        at_cost, cell = low[:, i] == cost, high[:, i] > low[:, i]
        allowed &= np.where(at_cost, rival_high[:, i] <= cost, rival_high[:, i] > cost)
        # a rival or the outside option exactly at the foot of a cell: one would go just below it
        allowed &= ~(cell & (rival_low[:, i] == low[:, i]) & (rival_high[:, i] == low[:, i]))
    low, high, rival_low, rival_high = (x[allowed] for x in (low, high, rival_low, rival_high))
    first = (rival_low - low > 0) | ((rival_low == low) & (rival_high - rival_low >= high - low))
    count = first.sum(axis=1)
    found: list[Part] = []

    def add(mask: "np.ndarray[tuple[int], np.dtype[np.bool_]]", kind: int, seller: int, other: int) -> None:
        size = int(mask.sum())
        if size:
            tags = (np.full(size, x, np.int64) for x in (kind, seller, other))
            fields = (x[mask] for x in (low, high, rival_low, rival_high))
            found.append((np.full(size, number, np.int64), *fields, *tags))  # type: ignore[arg-type]

    add(count == 0, NOBODY, -1, -1)
    cells = high > low
    for i in range(n):
        losers_at_cost = np.ones(len(low), bool)
        for j in range(n):
            if j != i:
                losers_at_cost &= ~first[:, j] | (low[:, j] == costs[j])
        add(first[:, i] & ~((count > 1) & cells[:, i]) & losers_at_cost, ALONE, i, -1)
    for i, j in combinations(range(n), 2):
        add(first[:, i] & first[:, j] & cells[:, i] & (count == 2), MEET, i, j)
    return found


def _told(state: State, values: list[int], costs: list[int], folded: Folding, points: Points) -> tuple[Ints, Ints]:
    """All profiles of what producers may be told: cost, points above, cells above."""
    axes, orders = [], []
    for axis, cost in zip(points.axes, costs, strict=True):
        cuts = np.array([x for x in axis if x >= cost], np.int64)
        pairs = [np.stack([cuts, cuts])]
        if points.cells:
            pairs.append(np.stack([cuts[1:-1], cuts[2:]]))
        axes.append(np.concatenate(pairs, axis=1))
        orders.append(np.arange(axes[-1].shape[1]))
    mesh = [m.ravel() for m in np.meshgrid(*orders, indexing="ij")]
    keep = np.ones(len(mesh[0]), bool)
    for i, j in combinations(range(len(values)), 2):
        if folded.classes[i] == folded.classes[j] and (values[i], costs[i]) == (values[j], costs[j]):
            keep &= mesh[i] <= mesh[j]
    chosen = [axis[:, m[keep]] for axis, m in zip(axes, mesh, strict=True)]
    return np.stack([c[0] for c in chosen], axis=1), np.stack([c[1] for c in chosen], axis=1)


def _thresholds(values: list[int], low: Ints, high: Ints) -> tuple[Ints, Ints]:
    """Up to which price each producer would sell: the least of his value and the rivals' offers on his scale."""
    rival_low, rival_high = np.empty_like(low), np.empty_like(high)
    for i, value in enumerate(values):
        least, top = np.full(len(low), value), np.full(len(low), value)
        for j, other in enumerate(values):
            if j != i:
                a, b = low[:, j] + value - other, high[:, j] + value - other
                nearer = (a < least) | ((a == least) & (b < top))
                least, top = np.where(nearer, a, least), np.where(nearer, b, top)
        rival_low[:, i], rival_high[:, i] = least, top
    return rival_low, rival_high


def surpluses(folded: Folding, points: Points, columns: Profiles) -> tuple[Floats, Floats]:
    """What each column adds to producer surplus (by the balance, all of it where he wins alone) and to the total."""
    unit, n = float(points.unit), columns.low.shape[1]
    values = np.array([[points.units(v) for v in s.values] for s in folded.states])[columns.state]
    costs = np.array([[points.units(c) for c in s.costs] for s in folded.states])[columns.state]
    producer, total = np.zeros(len(columns.state)), np.zeros(len(columns.state))
    for i in range(n):
        alone = (columns.kind == ALONE) & (columns.seller == i)
        producer += alone * (columns.high[:, i] - costs[:, i])
        total += alone * (values[:, i] - costs[:, i])
    for i, j in combinations(range(n), 2):
        meet = (columns.kind == MEET) & (columns.seller == i) & (columns.other == j)
        if meet.any():
            m, k = ((columns.low[:, x] - costs[:, x])[meet] / (columns.high - columns.low)[meet, x] for x in (i, j))
            lower = chance_lower(m, k)
            total[meet] += lower * (values - costs)[meet, i] + (1 - lower) * (values - costs)[meet, j]
    return producer * unit, total * unit


def chance_lower(own: Floats, rival: Floats) -> Floats:
    """P(t_i < t_j) when they meet, from the logarithms that :func:`check.chance` encloses.

    Examples
    --------
    >>> chance_lower(np.array([2.0]), np.array([2.0])).tolist()
    [0.5]
    """
    gap = np.where(own == rival, 1.0, rival - own)
    logs = (1 + own) / gap**2 * (np.log1p(1 / own) - np.log1p(1 / rival)) - 1 / (gap * rival)
    return np.where(own == rival, 0.5, rival * (rival + 1) * own * logs)


def inner_program(folded: Folding, points: Points, columns: Profiles, slack: float = 1e-6) -> Sparse:
    """The rows of obedience and the balances."""
    scale = float(max(max(axis) for axis in points.axes) or 1)
    costs = np.array([[points.units(c) for c in s.costs] for s in folded.states])[columns.state]
    rows: list[tuple[Ints, Ints, Floats]] = []
    balances: list[tuple[Ints, Ints, Floats]] = []
    for i, kind in enumerate(folded.classes):
        peers = [j for j, other in enumerate(folded.classes) if other == kind]
        for number, cost in enumerate(np.unique(costs[:, peers]).tolist()):
            some = np.flatnonzero((costs[:, i] == cost) & (columns.low[:, i] > cost))
            name = (kind << 50) + (number << 40)
            told = 2 * np.searchsorted(points.axes[i], columns.low[some, i]) + (columns.high > columns.low)[some, i]
            rows += _rows_of_type(
                columns, i, some, name + (told << 20), _cuts(columns, costs, peers, cost), scale, slack
            )
            balances += _balances_of_type(columns, i, cost, some, name + told)
    masses = np.array([float(s.mass) for s in folded.states])
    return Sparse(join(rows), join(balances), columns.state, masses)


def _cuts(columns: Profiles, costs: Ints, peers: list[int], cost: int) -> list[int]:
    """The cost and all prices above it at which somebody's offer to a consumer begins or ends."""
    found = {cost}
    for i in peers:
        some = costs[:, i] == cost
        for ends in (columns.rival_low[some, i], columns.rival_high[some, i]):
            found.update(np.unique(ends[ends > cost]).tolist())
    return sorted(found)


def _balances_of_type(columns: Profiles, i: int, cost: int, some: Ints, keys: Ints) -> list[tuple[Ints, Ints, Floats]]:
    low, high = columns.low[some, i], columns.high[some, i]
    cell = high > low
    alone = cell & (columns.kind[some] == ALONE) & (columns.seller[some] == i)
    meet = cell & meets(columns, i)[some]
    ratio = (low - cost) / np.where(cell, high - low, 1)
    return [
        (keys[alone], some[alone], np.ones(int(alone.sum()))),
        (keys[meet], some[meet], -ratio[meet]),
    ]


def meets(columns: Profiles, i: int) -> "np.ndarray[tuple[int], np.dtype[np.bool_]]":
    """Where producer i meets a rival in a cell."""
    found: np.ndarray[tuple[int], np.dtype[np.bool_]] = (columns.kind == MEET) & (
        (columns.seller == i) | (columns.other == i)
    )
    return found


def _rows_of_type(
    columns: Profiles, i: int, some: Ints, told: Ints, cuts: list[int], scale: float, slack: float
) -> list[tuple[Ints, Ints, Floats]]:
    """Gains from each corner of each piece, for one producer with one cost, which is the first cut."""
    low, high, cost = columns.low[some, i], columns.high[some, i], cuts[0]
    below, above = columns.rival_low[some, i], columns.rival_high[some, i]
    alone, meet = (columns.kind[some] == ALONE) & (columns.seller[some] == i), meets(columns, i)[some]
    earned = np.where(alone, high - cost, 0)
    found = []
    for number, (start, end) in enumerate(pairwise(cuts)):
        inside, beyond = (below <= start) & (above >= end) & (above > below), below >= end
        own = (low == start) & (high > low)
        for corner, (t, bulge) in enumerate(CORNERS):
            price = start - cost + t * (end - start)
            offer = beyond * price + inside * ((start - cost) * (1 - t) + bulge * (end - start))
            gain = np.where(meet, np.where(start < low, price, 0), offer) - earned
            needed = ~own & ~((end == low) & (corner == 2))
            gain = np.where(needed, gain / scale + slack, 0.0)
            places = np.flatnonzero(gain)
            found.append((told[places] + 3 * number + corner, some[places], gain[places]))
    return found


def directed(producer: Floats, total: Floats, weights: tuple[Fraction, Fraction]) -> Floats:
    """The objective: weights of producer and of consumer surplus."""
    mine, theirs = float(weights[0]), float(weights[1])
    return theirs * total + (mine - theirs) * producer
