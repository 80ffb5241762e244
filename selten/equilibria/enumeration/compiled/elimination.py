"""Strategies from their tight labels in machine integers, where they fit: for cones that were described in doubles.

The equations say that best replies earn the same as the first of them; their unknowns are the weights played, of which
the last is left free, since no weight of the solution that is looked for is zero. Rows are kept without common factors,
and every step is bounded in doubles before it is taken. What comes out is proven afterwards like every strategy
(:mod:`selten.equilibria.enumeration.compiled.proof`): a mistake here could cost time, not truth.
"""

from typing import Any

import numpy as np

from selten.equilibria.enumeration.compiled.words import gcd, kernel

_SAFE = 2.0**61


@kernel
def strategies(payoffs: Any, masks: Any, members: Any) -> tuple[bool, Any]:
    """The scaled strategies of the masks that are members, zeros for the others; False if a number does not fit.

    Parameters
    ----------
    payoffs : ndarray of int64, shape (m, n)
    masks : ndarray of int64
        Sets of tight labels, own labels first.
    members : ndarray of int64
        Positions, repeated or not.

    Examples
    --------
    >>> fits, rows = strategies(np.array([[3, 0], [0, 1]]), np.array([0b1100, 0b0110]), np.array([0, 0]))
    >>> fits, rows.tolist()
    (True, [[1, 3], [0, 0]])
    """
    m, n = payoffs.shape
    rows = np.zeros((len(masks), m), np.int64)
    done = np.zeros(len(masks), np.bool_)
    system = np.empty((n, m), np.int64)
    support = np.empty(m, np.int64)
    for k in members:
        if done[k]:
            continue
        done[k] = True
        height, width, best = 0, 0, -1
        for i in range(m):
            if not (masks[k] >> i) & 1:
                support[width] = i
                width += 1
        for j in range(n):
            if (masks[k] >> (m + j)) & 1 and best < 0:
                best = j
            elif (masks[k] >> (m + j)) & 1:
                for i in range(width):
                    system[height, i] = payoffs[support[i], j] - payoffs[support[i], best]
                height += 1
        if width == 0 or not _solve(system, height, width - 1, support, rows[k]):
            return False, rows
    return True, rows


@kernel
def _solve(system: Any, height: int, width: int, support: Any, row: Any) -> bool:
    """Write the solution of a system in ``width`` weights and a free one; False if there is none that fits."""
    for column in range(width):
        pivot = column
        while pivot < height and system[pivot, column] == 0:
            pivot += 1
        if pivot >= height:
            return False
        for i in range(width + 1):
            system[column, i], system[pivot, i] = system[pivot, i], system[column, i]
        for other in range(height):
            if other != column and system[other, column] != 0 and not _clear(system, other, column, width):
                return False
    common = 1
    for column in range(width):
        step = abs(system[column, column]) // gcd(common, abs(system[column, column]))
        if float(common) * float(step) >= _SAFE:
            return False
        common *= step
    for column in range(width):
        share = common // system[column, column]
        if abs(float(share) * float(system[column, width])) >= _SAFE:
            return False
        row[support[column]] = -share * system[column, width]
    row[support[width]] = common
    return True


@kernel
def _clear(system: Any, row: int, pivot: int, width: int) -> bool:
    """Make a row zero in the pivot's column, without common factors; False if a number could grow too large."""
    a, b = system[pivot, pivot], system[row, pivot]
    common = gcd(abs(a), abs(b))
    a, b = a // common, b // common
    largest, other = 0, 0
    for i in range(width + 1):
        largest, other = max(largest, abs(system[row, i])), max(other, abs(system[pivot, i]))
    if abs(float(a)) * float(largest) + abs(float(b)) * float(other) >= _SAFE:
        return False
    common = 0
    for i in range(width + 1):
        system[row, i] = a * system[row, i] - b * system[pivot, i]
        common = gcd(abs(system[row, i]), common)
    if common > 1:
        for i in range(width + 1):
            system[row, i] //= common
    return True
