"""Compiled search of the graph of a best-response polytope: visit a basis, prove it, add its neighbours.

The dictionary of a basis shows where each of its edges ends; the neighbours that were not met before are put on a
stack. Each basis visited is proven to be a simple vertex (:mod:`selten.equilibria.enumeration.compiled.simple_vertex`)
or listed as doubtful, for integers to decide. What the outcome proves is said in
:mod:`selten.equilibria.enumeration.walk`.
"""

from typing import Any

import numpy as np

from selten.equilibria.enumeration.compiled.dictionary import (
    DOUBTFUL,
    ONE,
    SINCE_FRESH,
    VERTICES,
    VISITED,
    WAITING,
    ZERO,
    Search,
    fresh,
    move,
)
from selten.equilibria.enumeration.compiled.simple_vertex import proven, room_for
from selten.equilibria.enumeration.compiled.words import kernel

GOING, DONE, FULL, DOUBTS, LOST = range(5)
"""Why :func:`advance` came back: budget spent; all done; lists full; room for doubts used up; no edge where one is."""

_FRESH_AFTER = 40  # exchanges after which the dictionary is built anew, so that rounding cannot pile up
_MULTIPLIER = np.uint64(0x9E3779B97F4A7C15)


@kernel
def advance(search: Search, budget: int) -> int:  # pragma: no cover (compiled)
    """Visit up to ``budget`` bases: move there, prove, add the neighbour along every edge; why it stopped."""
    n, m = search.table.shape
    counts = search.counts
    room = room_for(m, n)
    for _ in range(budget):
        if counts[WAITING] == 0:
            return DONE
        if counts[VERTICES] + m > search.vertices.size or 2 * (counts[VERTICES] + m) > search.slots.size:
            return FULL
        if counts[DOUBTFUL] == search.doubtful.size:
            return DOUBTS
        basis = search.waiting[counts[WAITING] - 1]
        if counts[SINCE_FRESH] > _FRESH_AFTER:
            fresh(search)
        move(search, basis)
        if not proven(search, room):
            fresh(search)
            move(search, basis)
            if not proven(search, room):
                search.doubtful[counts[DOUBTFUL]] = basis
                counts[DOUBTFUL] += 1
        if search.present[0] != basis or not _edges(search, room.best, room.entering):
            return LOST
        counts[WAITING] -= 1
        counts[VISITED] += 1
        for c in range(m):
            leave = ONE << np.uint64(search.columns[c])
            enter = ONE << np.uint64(search.rows[room.entering[c]])
            met = basis ^ leave ^ enter
            if add(search.slots, met):
                search.vertices[counts[VERTICES]] = met
                search.waiting[counts[WAITING]] = met
                counts[VERTICES] += 1
                counts[WAITING] += 1
    return GOING


@kernel
def add(slots: Any, mask: Any) -> bool:  # pragma: no cover (compiled)
    """Put a mask into the hash set; whether it was new."""
    last = np.uint64(slots.size - 1)
    place = (mask * _MULTIPLIER) >> np.uint64(20)
    while True:
        place &= last
        held = slots[place]
        if held == ZERO:
            slots[place] = mask
            return True
        if held == mask:
            return False
        place += ONE


@kernel
def refill(search: Search) -> None:  # pragma: no cover (compiled)
    """Put all bases met into an empty hash set."""
    for v in range(search.counts[VERTICES]):
        add(search.slots, search.vertices[v])


@kernel
def _edges(search: Search, best: Any, entering: Any) -> bool:  # pragma: no cover (compiled)
    """For each column the row whose slack first vanishes when the column's label is given up."""
    n, m = search.table.shape
    best[:] = 0.0
    entering[:] = 0
    for r in range(n):
        if not search.rhs[r] > 0.0:
            return False
        weight = 1.0 / search.rhs[r]
        for c in range(m):
            rate = search.table[r, c] * weight
            if rate > best[c]:
                best[c] = rate
                entering[c] = r
    least = np.inf
    for c in range(m):
        least = min(least, best[c])
    return bool(least > 0.0)
