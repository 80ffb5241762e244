"""The order in which a cone's labels are put in: replies that earn much first.

They are best against much, so that the first labels cut off most of what is to be cut off and few rays are made in
vain. The answer does not depend on it.
"""

from typing import Any

import numpy as np

from selten.equilibria.enumeration.compiled.words import kernel


@kernel
def large_first(payoffs: Any) -> tuple[Any, Any]:
    """The table with its columns by descending sum, and the column that each of them was.

    Sums are compared as doubles: only the speed depends on them.

    Examples
    --------
    >>> table, order = large_first(np.array([[1, 2, 0], [0, 2, 5]]))
    >>> table.tolist(), order.tolist()
    ([[0, 2, 1], [5, 2, 0]], [2, 1, 0])
    """
    m, n = payoffs.shape
    sums = np.zeros(n)
    for i in range(m):
        for j in range(n):
            sums[j] -= float(payoffs[i, j])
    order = np.arange(n)
    for k in range(1, n):
        j = k
        while j > 0 and sums[order[j - 1]] > sums[order[j]]:
            order[j - 1], order[j] = order[j], order[j - 1]
            j -= 1
    table = np.empty((m, n), np.int64)
    for j in range(n):
        for i in range(m):
            table[i, j] = payoffs[i, order[j]]
    return table, order


@kernel
def restore(masks: Any, m: int, order: Any) -> None:
    """Turn sets of labels of the ordered table into sets of labels of the table as it was, in place.

    Examples
    --------
    >>> masks = np.array([0b001_01])
    >>> restore(masks, 2, np.array([2, 1, 0]))
    >>> bin(masks[0])
    '0b10001'
    """
    own = (1 << m) - 1
    for k in range(len(masks)):
        mask = masks[k] & own
        for j in range(len(order)):
            mask |= ((masks[k] >> (m + j)) & 1) << (m + order[j])
        masks[k] = mask
