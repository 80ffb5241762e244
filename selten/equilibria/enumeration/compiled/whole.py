"""A whole game in one compiled call: both cones, the pairs, the proofs and the order, in machine integers."""

from typing import Any

import numpy as np

from selten.equilibria.enumeration.compiled import integers
from selten.equilibria.enumeration.compiled.integers import COUNT, DONE, FULL, LARGE
from selten.equilibria.enumeration.compiled.joining import join, swap
from selten.equilibria.enumeration.compiled.ordering import large_first, restore
from selten.equilibria.enumeration.compiled.proof import PROVEN, differences, prove
from selten.equilibria.enumeration.compiled.ranking import ranked, totals
from selten.equilibria.enumeration.compiled.words import gcd, kernel

WRONG = 9
"""The code of a run whose proof failed: it must never come, and nothing of such a run is used."""


@kernel
def turned(payoffs: Any) -> Any:
    """A table with rows and columns exchanged, laid out anew: no kernel is then compiled for two layouts.

    Examples
    --------
    >>> turned(np.array([[1, 2], [3, 4]])).flags.c_contiguous
    True
    """
    return np.ascontiguousarray(payoffs.T)


@kernel
def reduced(payoffs: Any) -> Any:
    """What the opponent earns, less the row minimum, over the greatest common divisor: best replies stay the same.

    Examples
    --------
    >>> reduced(np.array([[10, 16], [-8, -20]])).tolist()
    [[0, 1], [2, 0]]
    """
    m, n = payoffs.shape
    smaller = np.empty((m, n), np.int64)
    common = 0
    for i in range(m):
        least = payoffs[i].min()
        for j in range(n):
            smaller[i, j] = payoffs[i, j] - least
            if common != 1:
                common = gcd(smaller[i, j], common)
    if common > 1:
        smaller //= common
    return smaller


@kernel
def same(a: Any, b: Any) -> bool:
    """Whether two tables are equal."""
    if a.shape != b.shape:
        return False
    for i in range(a.shape[0]):
        for j in range(a.shape[1]):
            if a[i, j] != b[i, j]:
                return False
    return True


@kernel
def extreme(payoffs: Any, rays: int) -> tuple[int, Any, Any]:
    """The extreme strategies of one cone: a code, the strategies (in the first m slacks), their tight labels."""
    m, n = payoffs.shape
    slacks = np.empty((rays, m + n), np.int64)
    masks, tops, near = np.empty(rays, np.int64), np.empty(rays, np.int64), np.empty(rays, np.int64)
    state = np.empty(5, np.int64)
    if rays <= m:
        return FULL, slacks[:0], masks[:0]
    ordered, order = large_first(payoffs)
    integers.begin(ordered, slacks, masks, tops, state)
    code = integers.describe(m, slacks, masks, tops, near, state, 1 << 60)
    if code != DONE:
        return code, slacks[:0], masks[:0]
    count = without_origin(m, slacks, masks, state[COUNT])
    restore(masks[:count], m, order)
    return DONE, slacks[:count], masks[:count]


@kernel
def without_origin(m: int, rows: Any, masks: Any, count: int) -> int:
    """Overwrite the origin, where no strategy is played, by the last ray; returns the number of rays left."""
    origin = (1 << m) - 1
    for k in range(count):
        if masks[k] & origin == origin:
            rows[k] = rows[count - 1]
            masks[k] = masks[count - 1]
            return count - 1
    return count


@kernel
def assemble(
    payoffs: Any, firsts: Any, rows: Any, seconds: Any, columns: Any, pairs: Any
) -> tuple[int, Any, Any, Any, Any, Any]:
    """Prove the strategies that are used and put everything in the order of a solution.

    Parameters
    ----------
    payoffs : ndarray of int64, shape (2, m, n)
        The game's, as they came.
    firsts, seconds : ndarray of int64
        The sets of tight labels of the extreme strategies, own labels first.
    rows, columns : ndarray of int64, shapes (k, at least m), (l, at least n)
        The strategies, scaled, in the first entries.
    pairs : ndarray of int64, shape (e, 2)
        The equilibria, as positions.

    Returns
    -------
    code, firsts, rows, seconds, columns, pairs
        DONE, or LARGE, or WRONG; the strategies that are used first, in descending order; ``rows`` and ``columns``
        only those; ``seconds`` with the labels of the game; ``pairs`` ascending.
    """
    _, m, n = payoffs.shape
    code, order, rank, count = _order(payoffs[1], firsts, rows[:, :m], pairs[:, 0])
    other_code, other_order, other_rank, other_count = _order(turned(payoffs[0]), seconds, columns[:, :n], pairs[:, 1])
    keys = np.empty(len(pairs), np.int64)
    for k in range(len(pairs)):
        keys[k] = rank[pairs[k, 0]] * len(seconds) + other_rank[pairs[k, 1]]
    keys.sort()
    ordered = np.empty((len(pairs), 2), np.int64)
    for k in range(len(pairs)):
        ordered[k, 0] = keys[k] // len(seconds)
        ordered[k, 1] = keys[k] - ordered[k, 0] * len(seconds)
    return (
        max(code, other_code),
        firsts[order],
        _picked(rows, order, count, m),
        swap(seconds[other_order], len(seconds), n, m),
        _picked(columns, other_order, other_count, n),
        ordered,
    )


@kernel
def _order(payoffs: Any, masks: Any, rows: Any, members: Any) -> tuple[int, Any, Any, int]:
    """Proof and order of one side: a code, the positions in order, the place of each, how many are used."""
    used = np.zeros(len(masks), np.bool_)
    for k in members:
        used[k] = True
    sums = totals(rows, len(masks))
    gains, largest = differences(payoffs)
    values = np.empty(gains.shape[1], np.int64)
    code = DONE
    for k in range(len(masks)):
        if used[k]:
            outcome = prove(gains, largest, rows[k], masks[k], values)
            code = max(code, _judged(outcome), LARGE if sums[k] < 0 else DONE)
    if code != DONE:
        return code, np.arange(len(masks)), np.arange(len(masks)), 0
    order = ranked(rows, sums, used)
    rank = np.empty(len(masks), np.int64)
    for place in range(len(order)):
        rank[order[place]] = place
    return DONE, order, rank, used.sum()


@kernel
def _judged(outcome: int) -> int:
    if outcome == PROVEN:
        return DONE
    return WRONG if outcome == 1 else LARGE


@kernel
def _picked(rows: Any, order: Any, count: int, width: int) -> Any:
    picked = np.empty((count, width), np.int64)
    for k in range(count):
        picked[k] = rows[order[k], :width]
    return picked


@kernel
def solve(payoffs: Any, rays: int, most_pairs: int) -> tuple[int, Any, Any, Any, Any, Any]:
    """All extreme equilibria of a game, as :func:`assemble` returns them, or a code that says why not.

    Parameters
    ----------
    payoffs : ndarray of int64, shape (2, m, n)
        Below 2^60 in absolute value.
    rays, most_pairs : int
        Room for that many rays of a cone and for that many equilibria; if it is too little, the code is FULL.
    """
    _, m, n = payoffs.shape
    first, second = reduced(payoffs[1]), reduced(turned(payoffs[0]))
    code, slacks, masks = extreme(first, rays)
    if same(first, second):
        other_code, other_slacks, other_masks = code, slacks, masks
    else:
        other_code, other_slacks, other_masks = extreme(second, rays)
    code = max(code, other_code)
    pairs = np.empty((most_pairs, 2), np.int64)
    if code == DONE:
        count = join(masks, swap(other_masks, len(other_masks), n, m), m + n, pairs)
        if count <= most_pairs:
            return assemble(payoffs, masks, slacks, other_masks, other_slacks, pairs[:count])
        code = FULL
    return code, masks[:0], slacks[:0], other_masks[:0], other_slacks[:0], pairs[:0]
