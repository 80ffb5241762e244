"""From the masses that a solver proposes to an exact equilibrium.

The proposal is rounded to rationals; what is below a threshold is dropped. Then every cell's balance is made exact by
moving the largest mass with which the producer wins alone there (each such mass is in no other balance), and all is
scaled so that no state has more than the prior's mass. The rest is played under complete information, which is an
equilibrium for any masses. Nothing is promised:
:func:`selten.equilibria.discrimination.welfare.check.check_equilibrium` decides.
"""

from collections import defaultdict
from fractions import Fraction

import numpy as np

from selten.equilibria.discrimination.welfare.check import Profile
from selten.equilibria.discrimination.welfare.folding import Folding
from selten.equilibria.discrimination.welfare.inner import ALONE, MEET, Profiles
from selten.equilibria.discrimination.welfare.points import Points
from selten.equilibria.discrimination.welfare.program import Floats
from selten.games.discrimination import Prior

_GRAIN = 1 << 60

Cell = tuple[int, int, int, int]


def construct(
    prior: Prior, folded: Folding, points: Points, columns: Profiles, primal: Floats, *, least: float = 1e-11
) -> list[Profile]:
    """Profiles with exact masses, exchangeable producers unfolded; masses up to ``least`` are dropped.

    Examples
    --------
    >>> from selten.equilibria.discrimination.welfare.folding import folding
    >>> from selten.equilibria.discrimination.welfare.inner import profiles
    >>> from selten.equilibria.discrimination.welfare.points import lattice
    >>> prior = Prior.of([("1/2", [1], [0]), ("1/2", [2], [0])])
    >>> folded, points = folding(prior), lattice(prior, 1, 1)
    >>> found = construct(prior, folded, points, profiles(folded, points), np.array([0, 0.5, 0.5, 0]))
    >>> [(p.state, str(p.told[0][0]), str(p.mass)) for p in found]
    [(0, '1', '1/2'), (1, '1', '1/2')]
    """
    masses = {k: Fraction(round(primal[k] * _GRAIN), _GRAIN) for k in np.flatnonzero(primal > least).tolist()}
    costs = [[points.units(c) for c in state.costs] for state in folded.states]
    while not _balanced(masses, columns, costs, folded.classes):
        pass
    used: dict[int, Fraction] = defaultdict(Fraction)
    for k, mass in masses.items():
        used[int(columns.state[k])] += mass
    scale = min([Fraction(1), *(folded.states[s].mass / mass for s, mass in used.items())])
    return _unfolded(prior, folded, points, columns, {k: mass * scale for k, mass in masses.items()})


def _balanced(masses: dict[int, Fraction], columns: Profiles, costs: list[list[int]], classes: tuple[int, ...]) -> bool:
    """Make all balances exact; False if a cell without a mass to move was emptied, which may unsettle others."""
    alone: dict[Cell, list[int]] = defaultdict(list)
    due: dict[Cell, Fraction] = defaultdict(Fraction)
    meeting: dict[Cell, list[int]] = defaultdict(list)
    for k, mass in masses.items():
        who = [int(columns.seller[k])]
        who += [int(columns.other[k])] if columns.kind[k] == MEET else []
        for i in who if columns.kind[k] != 2 else ():
            low, high, cost = int(columns.low[k, i]), int(columns.high[k, i]), costs[int(columns.state[k])][i]
            cell = (classes[i], cost, low, high)
            if high > low and columns.kind[k] == ALONE:
                alone[cell].append(k)
            elif high > low:
                meeting[cell].append(k)
                due[cell] += mass * Fraction(low - cost, high - low)
    settled = True
    for cell in alone.keys() | meeting.keys():
        largest = max(alone[cell], key=lambda k: masses[k], default=None)
        missing = due[cell] - sum((masses[k] for k in alone[cell]), Fraction(0))
        if largest is not None and masses[largest] + missing > 0:
            masses[largest] += missing
            continue
        settled = settled and not meeting[cell]
        for k in alone[cell] + meeting[cell]:
            masses.pop(k, None)
    return settled


def _unfolded(
    prior: Prior, folded: Folding, points: Points, columns: Profiles, masses: dict[int, Fraction]
) -> list[Profile]:
    places = {(s.values, s.costs): number for number, s in enumerate(prior.states)}
    found: dict[tuple[int, tuple[tuple[Fraction, Fraction], ...], tuple[int, ...]], Fraction] = defaultdict(Fraction)
    for k, mass in masses.items():
        state = folded.states[int(columns.state[k])]
        told = [
            (int(a) * points.unit, int(b) * points.unit) for a, b in zip(columns.low[k], columns.high[k], strict=True)
        ]
        for order in folded.exchanges:
            key = tuple(state.values[i] for i in order), tuple(state.costs[i] for i in order)
            who = tuple(sorted(order.index(int(i)) for i in (columns.seller[k], columns.other[k]) if i >= 0))
            found[(places[key], tuple(told[i] for i in order), who)] += mass / len(folded.exchanges)
    return [Profile(*key, mass) for key, mass in found.items()]
