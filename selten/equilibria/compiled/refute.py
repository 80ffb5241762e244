"""Compiled proof that no point of a best-response polytope has all labels of a basis tight.

Notation and the dictionary are those of :mod:`selten.equilibria.compiled.dictionary`, with the right-hand side 1. Let S
be the k strategies outside the basis, T the k replies in it, and F the points y of the polytope at which all labels of
the basis are tight: y_i = 0 outside S, and ``a_t y = 1`` for t in T, a_t = (C[s, t]) for s in S. For any numbers rho_t,

    y_s          = sum rho_t + d y,        d = e_s - sum rho_t a_t,
    1 - a_j y    = 1 - sum rho_t - d y,    d = a_j - sum rho_t a_t      for every y in F.

Both are nonnegative in the polytope, and ``0 <= y_i <= 1``. So if the constant is below ``-sum |d_s|``, F is empty. The
numbers rho_t come from the row of the dictionary with the most negative right-hand side; that they make d small needs
no proof, since d is computed. With u = 2**-53, g = k + 3 and P = sum |rho_t|, the computed constant and every computed
d_s are off by at most ``1.02 g u (1 + P)``, for the reasons given in :mod:`selten.equilibria.compiled.simple_vertex`.
Nothing is assumed of the basis: its equations may well have no or many solutions.
"""

from typing import Any

import numpy as np

from selten.equilibria.compiled.dictionary import ONE, ZERO, Search, fresh, kernel, move

_U = 2.0**-53


@kernel
def undecided(search: Search, bases: Any, left: Any) -> None:  # pragma: no cover (compiled)
    """Mark in ``left`` the bases that could not be refuted: the few that may have a point."""
    weights = np.empty(min(search.table.shape))
    for v in range(bases.size):
        fresh(search)
        move(search, bases[v])
        left[v] = search.present[0] != bases[v] or not _refuted(search, weights)


@kernel
def _refuted(search: Search, weights: Any) -> bool:  # pragma: no cover (compiled)
    n, m = search.table.shape
    row = 0
    for r in range(n):
        if search.rhs[r] < search.rhs[row]:
            row = r
    if not search.rhs[row] < 0.0:
        return False
    label = search.rows[row]
    sign = 1.0 if label < m else -1.0
    total, mass, k = 0.0, 0.0, 0
    for c in range(m):
        if search.columns[c] >= m:
            weights[k] = sign * search.table[row, c]
            total += weights[k]
            mass += abs(weights[k])
            k += 1
    constant = total if label < m else 1.0 - total
    unit = 1.02 * (k + 3) * _U * (1.0 + mass)
    off = (k + 1) * unit
    for s in range(m):
        if (search.present[0] >> np.uint64(s)) & ONE == ZERO:
            off += abs(_difference(search, weights, s, label))
    return bool(constant + 1.01 * off < 0.0)


@kernel
def _difference(search: Search, weights: Any, s: int, label: int) -> float:  # pragma: no cover (compiled)
    """The entry of d for a strategy."""
    m = search.table.shape[1]
    if label < m:
        d = 1.0 if s == label else 0.0
    else:
        d = search.payoffs[s, label - m]
    k = 0
    for c in range(m):
        if search.columns[c] >= m:
            d -= weights[k] * search.payoffs[s, search.columns[c] - m]
            k += 1
    return d
