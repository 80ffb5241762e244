"""Proof in floats that a basis of a best-response polytope is a simple vertex.

Notation and the dictionary are those of :mod:`selten.equilibria.enumeration.compiled.dictionary`; what is proven is
about the polytope with the right-hand side 1, whatever right-hand side the search uses.

How rounding is accounted for
-----------------------------
Let S be the k strategies that are rows (played), T the k replies that are columns, A[t, s] = C[s, t], and R the part of
the dictionary in the rows of S and the columns of T: up to rounding the inverse of A. With x the solution of
``A x = 1``, x~ its approximation, u = 2**-53 and g = k + 3, all norms maxima over rows of absolute sums:

1. C is known as floats C^ with ``|C^ - C| <= u C`` (one correctly rounded division). A sum of k products and the
   number 1, in any order, is computed with an error of at most ``(k + 1) u / (1 - (k + 1) u)`` times the sum of the
   absolute values of its terms; with the error of C^, ``1.01 g u`` covers both, and the 1% also covers results that are
   too small for a normalised float (k <= 64, and the number 1 is among the terms).
2. ``E = I - R A`` is computed as E^; as ``C <= 1`` a row of ``|R||A|`` sums to at most ``k |R|``, hence
   ``|E| <= rho = 1.01 (|E^| + 1.02 g u (1 + k |R|))``. If ``rho <= 1/100``, R A and with it A is regular.
3. ``r = 1 - A x~`` is computed with an error of at most ``1.01 g u (1 + X)`` in each entry, X = sum |x~|. As
   ``x - x~ = A^-1 r = (I - E)^-1 R r``, every ``|x_s - x~_s| <= e = 1.05 |R| (max |r^| + 1.02 g u (1 + X))``
   (1.05 covers 1 / (1 - rho) and the rounding of e).
4. The slack of any reply, ``1 - sum_s C[s, j] x_s``, is at least the computed one less ``1.02 g u (1 + X) + 1.02 k e``.

If every x~_s > e and every computed slack of a reply outside T exceeds the bound of 4, the solution is a vertex of the
polytope at which exactly the m labels of the basis are tight. A fused multiplication and addition rounds once instead
of twice and fits the same bounds; reassociation is off (no ``fastmath``).

Source: Rump, "Verification methods: rigorous results using floating-point arithmetic" (Acta Numerica 2010), section 10
(approximate inverse and residual); Higham, "Accuracy and Stability of Numerical Algorithms" (2002), section 3.1 (error
of a sum of products).
"""

from typing import Any, NamedTuple

import numpy as np

from selten.equilibria.enumeration.compiled.dictionary import Search
from selten.equilibria.enumeration.compiled.words import kernel

_U = 2.0**-53


class Scratch(NamedTuple):
    """Room for one proof and one round of edges, with k at most the smaller of m and n."""

    played: Any
    replies: Any
    inverse: Any
    square: Any
    own: Any
    others: Any
    error: Any
    best: Any
    entering: Any


@kernel
def room_for(m: int, n: int) -> Scratch:  # pragma: no cover (compiled)
    """Room for a game of m strategies and n replies."""
    k = min(m, n)
    return Scratch(
        np.empty(k, np.int64),
        np.empty(k, np.int64),
        np.empty((k, k)),
        np.empty((k, k)),
        np.empty(k),
        np.empty(n),
        np.empty(k),
        np.empty(m),
        np.empty(m, np.int64),
    )


@kernel
def proven(search: Search, room: Scratch) -> bool:  # pragma: no cover (compiled)
    """Whether the present basis is proven to be a vertex with no other label tight (steps 1 to 4 above)."""
    m = search.table.shape[1]
    k = _block(search, room)
    if k <= 0:
        return k == 0
    own, others, inverse = room.own, room.others, room.inverse
    size = 0.0
    for a in range(k):
        total, absolute = 0.0, 0.0
        for b in range(k):
            total += inverse[a, b]
            absolute += abs(inverse[a, b])
        own[a] = total
        size = max(size, absolute)
    unit = 1.02 * (k + 3) * _U
    if not (size < 1e14 and 1.01 * (_inverse_error(search, room, k) + unit * (1 + k * size)) <= 0.01):
        return False
    _slacks(search, room, k)
    for a in range(k):
        for b in range(k):
            own[a] += inverse[a, b] * others[search.columns[room.replies[b]] - m]
    _slacks(search, room, k)
    mass, worst = 0.0, 0.0
    for a in range(k):
        mass += abs(own[a])
        worst = max(worst, abs(others[search.columns[room.replies[a]] - m]))
    rounding = unit * (1 + mass)
    radius = 1.05 * size * (worst + rounding)
    return _clear(search, room, k, radius, 1.01 * (rounding + 1.02 * k * radius))


@kernel
def _block(search: Search, room: Scratch) -> int:  # pragma: no cover (compiled)
    """Collect S, T and R; their size k, or -1 if S and T differ in size."""
    n, m = search.table.shape
    k, t = 0, 0
    for r in range(n):
        if search.rows[r] < m:
            room.played[k] = r
            k += 1
    for c in range(m):
        if search.columns[c] >= m:
            room.replies[t] = c
            t += 1
    for a in range(k):
        for b in range(t):
            room.inverse[a, b] = search.table[room.played[a], room.replies[b]]
    return k if k == t else -1


@kernel
def _slacks(search: Search, room: Scratch, k: int) -> None:  # pragma: no cover (compiled)
    """The slack of every reply at the strategy that plays ``own``."""
    others = room.others
    others[:] = 1.0
    for a in range(k):
        s, x = search.rows[room.played[a]], room.own[a]
        for j in range(others.size):
            others[j] -= x * search.payoffs[s, j]


@kernel
def _clear(search: Search, room: Scratch, k: int, radius: float, bound: float) -> bool:  # pragma: no cover (compiled)
    """Whether all that is played exceeds ``radius`` and all slacks outside the basis exceed ``bound`` (not for NaN)."""
    n, m = search.table.shape
    clear = True
    for a in range(k):
        clear = clear and bool(room.own[a] > radius)
    for r in range(n):
        clear = clear and bool(search.rows[r] < m or room.others[search.rows[r] - m] > bound)
    return clear


@kernel
def _inverse_error(search: Search, room: Scratch, k: int) -> float:  # pragma: no cover (compiled)
    """The largest row sum of ``|I - R A|`` as computed; infinite where it is of no use."""
    m = search.table.shape[1]
    square, error = room.square, room.error
    for b in range(k):
        t = search.columns[room.replies[b]] - m
        for a in range(k):
            square[b, a] = search.by_reply[t, search.rows[room.played[a]]]
    largest = 0.0
    for a in range(k):
        error[:k] = 0.0
        error[a] = 1.0
        for b in range(k):
            factor = room.inverse[a, b]
            for s in range(k):
                error[s] -= factor * square[b, s]
        total = 0.0
        for s in range(k):
            total += abs(error[s])
        if not total <= 1.0:
            return np.inf
        largest = max(largest, total)
    return largest
