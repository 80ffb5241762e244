"""The certificate of an extreme strategy, exactly, from its numbers and the payoffs of the game alone.

What is proven of a strategy x of a player and its set of labels: no entry of x is negative, some are positive; the own
labels in the set are exactly the strategies that x does not play; the others are exactly the opponent's best replies.
Two strategies proven in this way whose labels cover all labels are an equilibrium: each strategy that is played (its
label is not tight at its owner's strategy) is a best reply (so it is tight at the other one). Nothing here comes from
the search but x and the set.
"""

from collections.abc import Sequence
from typing import Any

from selten.equilibria.compiled.words import kernel

PROVEN, FALSE, LARGE = 0, 1, 2
"""What a proof in machine integers can come to; LARGE: use :func:`proven`, whose integers have any size."""

_SAFE = 2.0**60


@kernel
def prove(payoffs: Any, weights: Any, mask: int) -> int:
    """The proof in int64: payoffs below 2^60 in absolute value, weights below 2^61.

    No sum overflows: its terms are differences of payoffs times weights, and m times the largest such product is
    checked (in doubles, whose three roundings cannot hide a factor of two) to be below 2^60.

    Parameters
    ----------
    payoffs : ndarray of int64, shape (m, n)
        What the opponent earns: own strategies down, replies across.
    weights : ndarray of int64, shape (m,)
        The strategy, scaled.
    mask : int
        Its labels: bit i own strategy i, bit m + j reply j.
    """
    m, n = payoffs.shape
    heaviest, spread = 0, 0
    for i in range(m):
        if weights[i] < 0 or (weights[i] == 0) != bool((mask >> i) & 1):
            return FALSE
        heaviest = max(heaviest, weights[i])
        if weights[i] > 0:
            for j in range(n):
                spread = max(spread, abs(payoffs[i, j] - payoffs[i, 0]))
    if heaviest == 0:
        return FALSE
    if float(heaviest) * float(spread) * m >= _SAFE:
        return LARGE
    return _best_replies(payoffs, weights, mask)


@kernel
def _best_replies(payoffs: Any, weights: Any, mask: int) -> int:
    m, n = payoffs.shape
    best, replies = -(1 << 62), 0
    for j in range(n):
        value = 0
        for i in range(m):
            if weights[i] > 0:
                value += weights[i] * (payoffs[i, j] - payoffs[i, 0])
        if value > best:
            best, replies = value, 0
        if value == best:
            replies |= 1 << j
    return PROVEN if replies == mask >> m else FALSE


def proven(payoffs: Sequence[Sequence[int]], weights: Sequence[int], mask: int) -> bool:
    """The proof in integers of any size.

    Examples
    --------
    >>> proven([[1, 0], [0, 1]], [10**30, 10**30], 0b1100), proven([[1, 0], [0, 1]], [1, 2], 0b1100)
    (True, False)
    """
    m = len(payoffs)
    values = [sum(w * p for w, p in zip(weights, column, strict=True) if w) for column in zip(*payoffs, strict=True)]
    best = max(values)
    tight = sum(1 << i for i, w in enumerate(weights) if w == 0)
    tight |= sum(1 << (m + j) for j, value in enumerate(values) if value == best)
    return min(weights) >= 0 < max(weights) and tight == mask
