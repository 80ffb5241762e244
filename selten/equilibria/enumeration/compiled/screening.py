"""Iterated strict dominance by pure strategies in machine integers: strategies that are never played."""

from typing import Any

import numpy as np

from selten.equilibria.enumeration.compiled.words import kernel


@kernel
def survivors(payoffs: Any) -> tuple[Any, Any]:
    """For each player which strategies survive, round after round, as arrays of bool.

    Parameters
    ----------
    payoffs : ndarray of int64, shape (2, m, n)

    Examples
    --------
    >>> [own.tolist() for own in survivors(np.array([[[3, 0], [5, 1]], [[3, 5], [0, 1]]]))]
    [[False, True], [False, True]]
    """
    rows, columns = np.ones(payoffs.shape[1], np.bool_), np.ones(payoffs.shape[2], np.bool_)
    turned, changed = np.ascontiguousarray(payoffs[1].T), True
    while changed:
        changed = _strike(payoffs[0], rows, columns)
        changed = _strike(turned, columns, rows) or changed
    return rows, columns


@kernel
def _strike(payoffs: Any, own: Any, replies: Any) -> bool:
    """Take out the strategies that another one beats against each reply that is left; whether there was one."""
    changed = False
    for k in range(len(own)):
        if own[k]:
            for rival in range(len(own)):
                if own[rival] and rival != k and _beats(payoffs, rival, k, replies):
                    own[k] = False
                    changed = True
                    break
    return changed


@kernel
def _beats(payoffs: Any, rival: int, k: int, replies: Any) -> bool:
    beaten = True
    for j in range(len(replies)):
        beaten = beaten and (not replies[j] or payoffs[rival, j] > payoffs[k, j])
    return beaten
