"""Compiled proof that no point of a best-response polytope has all labels of a basis tight.

Notation is that of :mod:`selten.equilibria.enumeration.compiled.dictionary`, with the right-hand side 1. Let S
be the k strategies outside the basis, T the k replies in it, and F the points y of the polytope at which all labels of
the basis are tight: y_i = 0 outside S, and ``a_t y = 1`` for t in T, a_t = (C[s, t]) for s in S. For any numbers rho_t,

    y_s          = sum rho_t + d y,        d = e_s - sum rho_t a_t,
    1 - a_j y    = 1 - sum rho_t - d y,    d = a_j - sum rho_t a_t      for every y in F.

Both are nonnegative in the polytope, and ``0 <= y_i <= 1``. So if the constant is below ``-sum |d_s|``, F is empty. The
label to use is the most negative one at the solution of the equations of the basis, and rho solves ``d = 0``, both by
triangular factors of the k by k system; that they are accurate needs no proof, since d is computed. With u = 2**-53, g
= k + 3 and P = sum |rho_t|, the computed constant and every computed d_s are off by at most ``1.02 g u (1 + P)``, for
the reasons given in :mod:`selten.equilibria.enumeration.compiled.simple_vertex`. Nothing is assumed of the basis: its
equations may well have no or many solutions.
"""

from typing import Any, NamedTuple

import numpy as np

from selten.equilibria.enumeration.compiled.dictionary import ONE, ZERO
from selten.equilibria.enumeration.compiled.words import kernel

_U = 2.0**-53
_LEAST_PIVOT = 1e-13


class _System(NamedTuple):
    """Room for one basis: S and T, triangular factors of A with the order of its rows, a right-hand side, rho and y."""

    played: Any
    replies: Any
    factors: Any
    order: Any
    right: Any
    weights: Any
    own: Any


@kernel
def undecided(payoffs: Any, bases: Any, left: Any) -> None:  # pragma: no cover (compiled)
    """Mark in ``left`` the bases that could not be refuted: the few that may have a point.

    ``payoffs`` are the floats C^ of shape (m, n), ``bases`` masks, ``left`` as many truth values.
    """
    m, n = payoffs.shape
    k = max(min(m, n), 1)
    system = _System(
        np.empty(k, np.int64),
        np.empty(k, np.int64),
        np.empty((k, k)),
        np.empty(k, np.int64),
        np.empty(k),
        np.empty(k),
        np.empty(k),
    )
    for v in range(bases.size):
        left[v] = not _refuted(payoffs, bases[v], system)


@kernel
def _refuted(payoffs: Any, basis: Any, system: _System) -> bool:  # pragma: no cover (compiled)
    m, n = payoffs.shape
    k, t = 0, 0
    for s in range(m):
        if (basis >> np.uint64(s)) & ONE == ZERO:
            system.played[k] = s
            k += 1
    for j in range(n):
        if (basis >> np.uint64(m + j)) & ONE == ONE:
            system.replies[t] = j
            t += 1
    if k != t or k == 0 or not _factorised(payoffs, k, system):
        return False
    _solution(k, system)
    worst, least = 0, 0.0
    for a in range(k):
        if system.own[a] < least:
            worst, least = a, system.own[a]
    if least < 0.0:
        system.right[:k] = 0.0
        system.right[worst] = 1.0
        if _empty(payoffs, k, system, False):
            return True
    reply, least = -1, 0.0
    for j in range(n):
        slack = 1.0
        for a in range(k):
            slack -= system.own[a] * payoffs[system.played[a], j]
        if slack < least and (basis >> np.uint64(m + j)) & ONE == ZERO:
            reply, least = j, slack
    if reply < 0:
        return False
    for a in range(k):
        system.right[a] = payoffs[system.played[a], reply]
    return _empty(payoffs, k, system, True)


@kernel
def _factorised(payoffs: Any, k: int, system: _System) -> bool:  # pragma: no cover (compiled)
    """Triangular factors of A, the largest pivot of each column first; False if one is tiny."""
    factors, order = system.factors, system.order
    for b in range(k):
        order[b] = b
        for a in range(k):
            factors[b, a] = payoffs[system.played[a], system.replies[b]]
    for a in range(k):
        row = a
        for b in range(a + 1, k):
            if abs(factors[b, a]) > abs(factors[row, a]):
                row = b
        if not abs(factors[row, a]) > _LEAST_PIVOT:
            return False
        if row != a:
            order[a], order[row] = order[row], order[a]
            for c in range(k):
                factors[a, c], factors[row, c] = factors[row, c], factors[a, c]
        inverse = 1.0 / factors[a, a]
        for b in range(a + 1, k):
            factors[b, a] *= inverse
            for c in range(a + 1, k):
                factors[b, c] -= factors[b, a] * factors[a, c]
    return True


@kernel
def _solution(k: int, system: _System) -> None:  # pragma: no cover (compiled)
    """``A y = 1``."""
    own, factors = system.own, system.factors
    for b in range(k):
        own[b] = 1.0
        for a in range(b):
            own[b] -= factors[b, a] * own[a]
    for b in range(k - 1, -1, -1):
        for a in range(b + 1, k):
            own[b] -= factors[b, a] * own[a]
        own[b] /= factors[b, b]


@kernel
def _empty(payoffs: Any, k: int, system: _System, reply: bool) -> bool:  # pragma: no cover (compiled)
    """Whether rho with ``sum rho_t a_t = right``, nearly, proves F empty; ``right`` is e_s or, for a reply, a_j."""
    right, factors, weights = system.right, system.factors, system.weights
    target = weights  # the solution of the transposed system, in the order of the pivots
    for a in range(k):
        target[a] = right[a]
        for b in range(a):
            target[a] -= factors[b, a] * target[b]
        target[a] /= factors[a, a]
    for a in range(k - 1, -1, -1):
        for b in range(a + 1, k):
            target[a] -= factors[b, a] * target[b]
    total, mass = 0.0, 0.0
    for b in range(k):
        total += weights[b]
        mass += abs(weights[b])
    unit = 1.02 * (k + 3) * _U * (1.0 + mass)
    off = (k + 1) * unit
    for a in range(k):
        d = right[a]
        for b in range(k):
            d -= weights[b] * payoffs[system.played[a], system.replies[system.order[b]]]
        off += abs(d)
    constant = 1.0 - total if reply else total
    return bool(constant + 1.01 * off < 0.0)
