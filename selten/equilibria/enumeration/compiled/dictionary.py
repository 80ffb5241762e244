"""The dictionary of a best-response polytope at one of its bases, and how to get to another basis.

The polytope is ``{x in R^m : x >= 0, sum_i x_i C[i, j] <= 1 for j < n}`` with every C[i, j] in [0, 1] and every row
of C reaching 1 (so that every x_i <= 1). Label i < m is the inequality x_i >= 0, label m + j the one of reply j. A
*basis* is a set of m labels, as a bit mask, whose equations have one solution. The search keeps a dictionary

    value of row r = rhs[r] - sum_c table[r, c] * (value of column c)

whose columns are the labels of the present basis (value 0: tight) and whose rows are the other labels (their slacks).
Its right-hand side 1 is replaced by the slightly different ``start_rhs`` (see
:mod:`selten.equilibria.enumeration.walk`), so that ties are broken one way throughout.

All functions are compiled; masks are unsigned 64-bit words.

Source: Avis, "A revised implementation of the reverse search vertex enumeration algorithm" (2000), section 2, for
dictionaries of polytopes.
"""

from typing import Any, NamedTuple

import numpy as np

from selten.equilibria.enumeration.compiled.words import kernel

VERTICES, WAITING, DOUBTFUL, SINCE_FRESH, VISITED = range(5)
"""Positions in ``Search.counts``."""

ONE = np.uint64(1)
ZERO = np.uint64(0)


class Search(NamedTuple):
    """The state of a search; all arrays belong to the kernel.

    Parameters
    ----------
    payoffs, by_reply : ndarray of float64, shapes (m, n) and (n, m)
        C^ and its transpose, both contiguous.
    start_rhs : ndarray of float64, shape (n,)
        The right-hand side that the search uses, near 1.
    table, rhs : ndarrays of float64, shapes (n, m) and (n,)
        The dictionary.
    rows, columns : ndarrays of int64, shapes (n,) and (m,)
        The labels of its rows and columns.
    present : ndarray of uint64, shape (1,)
        The basis of the dictionary.
    incoming, outgoing : ndarrays of int64, shapes (n,) and (m,)
        Room for a move: rows and columns that are to change places.
    vertices, waiting, doubtful : ndarrays of uint64
        Bases met; those not visited yet (last in, first out); those visited without proof.
    slots : ndarray of uint64
        Hash set of the bases met (open addressing, a power of two, 0 is free).
    counts : ndarray of int64, shape (5,)
        How much of each list is used, exchanges since the dictionary was built, bases visited.
    """

    payoffs: Any
    by_reply: Any
    start_rhs: Any
    table: Any
    rhs: Any
    rows: Any
    columns: Any
    present: Any
    incoming: Any
    outgoing: Any
    vertices: Any
    waiting: Any
    doubtful: Any
    slots: Any
    counts: Any


@kernel
def fresh(search: Search) -> None:  # pragma: no cover (compiled)
    """The dictionary of the vertex 0, where all own labels are tight."""
    n, m = search.table.shape
    search.table[:, :] = search.by_reply
    search.rhs[:] = search.start_rhs
    for r in range(n):
        search.rows[r] = m + r
    for c in range(m):
        search.columns[c] = c
    search.present[0] = (ONE << np.uint64(m)) - ONE
    search.counts[SINCE_FRESH] = 0


@kernel
def move(search: Search, basis: Any) -> None:  # pragma: no cover (compiled)
    """Exchange labels, the largest pivot first, until the columns are those of the basis."""
    n, m = search.table.shape
    table, rows, columns, incoming, outgoing = (
        search.table,
        search.rows,
        search.columns,
        search.incoming,
        search.outgoing,
    )
    left = 0
    for r in range(n):
        if (basis >> np.uint64(rows[r])) & ONE == ONE:
            incoming[left] = r
            left += 1
    left = 0
    for c in range(m):
        if (basis >> np.uint64(columns[c])) & ONE == ZERO:
            outgoing[left] = c
            left += 1
    while left > 0:
        largest, a, b = 0.0, -1, -1
        for i in range(left):
            for j in range(left):
                size = abs(table[incoming[i], outgoing[j]])
                if size > largest:
                    largest, a, b = size, i, j
        if a < 0:
            return
        row, column = incoming[a], outgoing[b]
        _exchange(table, search.rhs, row, column)
        search.present[0] ^= (ONE << np.uint64(rows[row])) ^ (ONE << np.uint64(columns[column]))
        rows[row], columns[column] = columns[column], rows[row]
        search.counts[SINCE_FRESH] += 1
        left -= 1
        incoming[a], outgoing[b] = incoming[left], outgoing[left]


@kernel
def _exchange(table: Any, rhs: Any, row: int, column: int) -> None:  # pragma: no cover (compiled)
    n, m = table.shape
    inverse = 1.0 / table[row, column]
    table[row, column] = 1.0
    for c in range(m):
        table[row, c] *= inverse
    rhs[row] *= inverse
    for r in range(n):
        factor = table[r, column]
        if r != row and factor != 0.0:
            table[r, column] = 0.0
            for c in range(m):
                table[r, c] -= factor * table[row, c]
            rhs[r] -= factor * rhs[row]
