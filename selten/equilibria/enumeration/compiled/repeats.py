"""Whether strategies are copies of others, in machine integers."""

from typing import Any

import numpy as np

from selten.equilibria.enumeration.compiled.words import kernel


@kernel
def repeated(payoffs: Any) -> bool:
    """Whether a row or a column is equal to another one in both tables.

    Parameters
    ----------
    payoffs : ndarray of int64, shape (2, m, n)

    Examples
    --------
    >>> repeated(np.array([[[3, 0, 3], [5, 1, 5]], [[3, 5, 3], [0, 1, 0]]]))
    True
    """
    return bool(_repeated_rows(payoffs) or _repeated_rows(np.ascontiguousarray(payoffs.transpose(0, 2, 1))))


@kernel
def _repeated_rows(payoffs: Any) -> bool:
    for k in range(1, payoffs.shape[1]):
        for other in range(k):
            if _equal(payoffs, k, other):
                return True
    return False


@kernel
def _equal(payoffs: Any, k: int, other: int) -> bool:
    for j in range(payoffs.shape[2]):
        if payoffs[0, k, j] != payoffs[0, other, j] or payoffs[1, k, j] != payoffs[1, other, j]:
            return False
    return True
