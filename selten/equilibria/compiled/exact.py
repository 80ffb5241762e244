"""Exact strategies from their tight labels, for cones that were described in doubles; and their proof and order.

The tight labels of an extreme strategy say which strategies are played and which replies are best and equal: a
homogeneous system of linear equations with a one-dimensional set of solutions, solved in integers by FLINT. Nothing is
taken over from the doubles: that the solution is positive, that the set has dimension one and that exactly these labels
are tight is shown in integers (:func:`selten.equilibria.compiled.proof.proven`).
"""

from fractions import Fraction
from math import gcd
from typing import Any

import numpy as np

from selten.equilibria.compiled.joining import swap
from selten.equilibria.compiled.proof import proven
from selten.equilibria.vertices import Tick


def arranged(table: Any, firsts: Any, seconds: Any, pairs: Any, tick: Tick) -> Any:
    """What :func:`selten.equilibria.compiled.whole.assemble` returns, in integers of any size; None if a proof fails.

    Parameters
    ----------
    table : ndarray of int64, shape (2, m, n)
    firsts, seconds : ndarray of int64
        Sets of tight labels, own labels first.
    pairs : ndarray of int64, shape (e, 2)
    """
    _, m, n = table.shape
    one = _side(table[1].tolist(), firsts, pairs[:, 0], tick)
    two = _side(table[0].T.tolist(), seconds, pairs[:, 1], tick)
    if one is None or two is None:
        return None
    (order, rank, rows), (other_order, other_rank, columns) = one, two
    ordered = np.stack([rank[pairs[:, 0]], other_rank[pairs[:, 1]]], axis=1)
    ordered = ordered[np.lexsort((ordered[:, 1], ordered[:, 0]))]
    return firsts[order], rows, swap(seconds[other_order], len(seconds), n, m), columns, ordered


def _side(payoffs: list[list[int]], masks: Any, members: Any, tick: Tick) -> Any:
    """One player: positions in the order of a solution, the place of each, the strategies that are used."""
    used = np.unique(members).tolist()
    weights: dict[int, list[int]] = {}
    for k in used:
        own = weights_of(payoffs, int(masks[k]))
        if own is None:
            return None
        weights[k] = own
        tick()
    used.sort(key=lambda k: [Fraction(w, sum(weights[k])) for w in weights[k]], reverse=True)
    others = np.setdiff1d(np.arange(len(masks)), np.array(used, np.int64))
    order = np.concatenate([np.array(used, np.int64), others])
    rank = np.empty(len(masks), np.int64)
    rank[order] = np.arange(len(masks))
    rows = np.empty((len(used), len(payoffs)), dtype=object)
    for place, k in enumerate(used):
        rows[place] = weights[k]
    return order, rank, rows


def weights_of(payoffs: list[list[int]], mask: int) -> list[int] | None:
    """The strategy, scaled to integers, whose tight labels are exactly these; None if there is no such extreme one.

    Examples
    --------
    >>> weights_of([[3, 0], [0, 1]], 0b1100), weights_of([[3, 0], [0, 1]], 0b0110)
    ([1, 3], [1, 0])
    """
    ray = ray_of(payoffs, mask)
    if ray is None or not proven(payoffs, ray[:-1], mask):
        return None
    return ray[:-1]


def ray_of(payoffs: list[list[int]], mask: int) -> list[int] | None:
    """The primitive integer vector (x, v) on the ray with these tight labels; None if they leave no single ray.

    Nothing is claimed about labels that are not in the set.

    Examples
    --------
    >>> ray_of([[3, 0], [0, 1]], 0b1100), ray_of([[3, 0], [0, 1]], 0b0011), ray_of([[3, 0], [0, 1]], 0b1000)
    ([1, 3, 3], [0, 0, 1], None)
    """
    from flint import fmpz_mat

    m, n = len(payoffs), len(payoffs[0])
    support = [i for i in range(m) if not mask >> i & 1]
    if not support:
        return [0] * m + [1]
    replies = [j for j in range(n) if mask >> (m + j) & 1]
    if not replies:
        return None
    # unknowns: the weights played and, last, what each best reply earns
    solutions, dimension = fmpz_mat([[payoffs[i][j] for i in support] + [-1] for j in replies]).nullspace()
    if dimension != 1:
        return None
    own = [int(solutions[row, 0]) for row in range(len(support) + 1)]
    common = gcd(*own) * (-1 if own[0] < 0 else 1)
    ray = [0] * m + [own[-1] // common]
    for i, value in zip(support, own, strict=False):
        ray[i] = value // common
    return ray
