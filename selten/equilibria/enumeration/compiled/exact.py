"""Exact strategies from their tight labels, for cones that were described in doubles; and their proof and order.

The tight labels of an extreme strategy say which strategies are played and which replies are best and equal: a
homogeneous system of linear equations with a one-dimensional set of solutions, solved in integers by FLINT. Nothing is
taken over from the doubles: that the solution is positive, that the set has dimension one and that exactly these labels
are tight is shown in integers (:func:`selten.equilibria.enumeration.compiled.proof.all_proven`).
"""

from math import gcd
from typing import Any

import numpy as np

from selten.equilibria.enumeration.compiled.joining import swap
from selten.equilibria.enumeration.compiled.proof import all_proven
from selten.equilibria.enumeration.vertices import Tick


def arranged(table: Any, firsts: Any, seconds: Any, pairs: Any, tick: Tick) -> Any:
    """What :func:`.assemble` returns, in integers of any size; None if a proof fails.

    Parameters
    ----------
    table : ndarray of int64, shape (2, m, n)
    firsts, seconds : ndarray of int64
        Sets of tight labels, own labels first.
    pairs : ndarray of int64, shape (e, 2)
    """
    _, m, n = table.shape
    one = _side(table[1].tolist(), firsts, pairs[:, 0], tick)
    # a symmetric game: each strategy that one player uses the other one uses too
    alike = np.array_equal(table[1], table[0].T) and np.array_equal(firsts, seconds)
    two = one if alike else _side(table[0].T.tolist(), seconds, pairs[:, 1], tick)
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
        ray = ray_of(payoffs, int(masks[k]))
        if ray is None:
            return None
        weights[k] = ray[:-1]
        tick()
    if not all_proven(payoffs, [weights[k] for k in used], [int(masks[k]) for k in used]):
        return None
    keys = dict(zip(used, descending([weights[k] for k in used]), strict=True))
    used.sort(key=lambda k: keys[k], reverse=True)
    others = np.setdiff1d(np.arange(len(masks)), np.array(used, np.int64))
    order = np.concatenate([np.array(used, np.int64), others])
    rank = np.empty(len(masks), np.int64)
    rank[order] = np.arange(len(masks))
    rows = np.empty((len(used), len(payoffs)), dtype=object)
    for place, k in enumerate(used):
        rows[place] = weights[k]
    return order, rank, rows


def descending(rows: list[list[int]]) -> list[list[int]]:
    """Keys that order weights as their shares of the sum are ordered, exactly, in integers.

    Two different fractions with denominators below 2^b are more than 2^-2b apart, so that their products with 2^2b
    have different integer parts; equal fractions have the same.

    Examples
    --------
    >>> keys = descending([[1, 2], [4, 2], [2, 4]])
    >>> keys[0] < keys[1], keys[0] == keys[2]
    (True, True)
    """
    sums = [sum(row) for row in rows]
    shift = 2 * max(sums, default=1).bit_length()
    return [[(weight << shift) // total for weight in row] for row, total in zip(rows, sums, strict=True)]


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
