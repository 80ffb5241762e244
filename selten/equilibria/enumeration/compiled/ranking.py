"""The order of a solution: strategies in descending lexicographic order of their probabilities, compared exactly."""

from typing import Any

import numpy as np

from selten.equilibria.enumeration.compiled.words import kernel, product_exceeds

_APART = 1e-14
"""Products of doubles that differ by this part differ: each has three roundings, so an error below 4 * 2^-53."""


@kernel
def totals(rows: Any, count: int) -> Any:
    """The sums of the first rows, whose entries are from 0 to 2^61; -1 where a sum could pass 2^62."""
    sums = np.zeros(count, np.int64)
    for k in range(count):
        total = 0
        for i in range(rows.shape[1]):
            total = total + rows[k, i] if 0 <= total <= (1 << 61) else -1
        sums[k] = total
    return sums


@kernel
def ranked(rows: Any, sums: Any, used: Any) -> Any:
    """The positions of the rows that are used, in descending lexicographic order of row / sum, and then the others.

    Parameters
    ----------
    rows : ndarray of int64, shape (k, m)
        Entries from 0 to 2^61.
    sums : ndarray of int64, shape (k,)
        Their sums, from 1 to 2^62.
    used : ndarray of bool, shape (k,)

    Examples
    --------
    >>> ranked(np.array([[1, 2], [4, 2], [1, 1]]), np.array([3, 6, 2]), np.array([True, True, False])).tolist()
    [1, 0, 2]
    """
    order = np.empty(len(used), np.int64)
    count = 0
    for k in range(len(used)):
        if used[k]:
            order[count] = k
            count += 1
    _merge_sort(rows, sums, order, count)
    for k in range(len(used)):
        if not used[k]:
            order[count] = k
            count += 1
    return order


@kernel
def _merge_sort(rows: Any, sums: Any, order: Any, count: int) -> None:
    other = np.empty(count, np.int64)
    width = 1
    while width < count:
        for start in range(0, count, 2 * width):
            middle, stop = min(start + width, count), min(start + 2 * width, count)
            a, b = start, middle
            for place in range(start, stop):
                if a < middle and (b == stop or _before(rows, sums, order[a], order[b])):
                    other[place] = order[a]
                    a += 1
                else:
                    other[place] = order[b]
                    b += 1
        order[:count] = other
        width *= 2


@kernel
def _before(rows: Any, sums: Any, a: int, b: int) -> bool:
    """Whether row a comes before row b: its first probability that differs is the larger one."""
    for i in range(rows.shape[1]):
        left, right = float(rows[a, i]) * float(sums[b]), float(rows[b, i]) * float(sums[a])
        if abs(left - right) > _APART * (left + right):
            return left > right
        if left > 0 and right > 0:
            sign = product_exceeds(rows[a, i], sums[b], rows[b, i], sums[a])
            if sign:
                return sign > 0
    return True
