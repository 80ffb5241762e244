"""The certificate of an extreme strategy, exactly, from its numbers and the payoffs of the game alone.

What is proven of a strategy x of a player and its set of labels: no entry of x is negative, some are positive; the own
labels in the set are exactly the strategies that x does not play; the others are exactly the opponent's best replies.
Two strategies proven in this way whose labels cover all labels are an equilibrium: each strategy that is played (its
label is not tight at its owner's strategy) is a best reply (so it is tight at the other one). Nothing here comes from
the search but x and the set.
"""

from collections.abc import Sequence
from typing import Any

import numpy as np

from selten.equilibria.enumeration.compiled.wide import add_product
from selten.equilibria.enumeration.compiled.words import kernel

PROVEN, FALSE, LARGE = 0, 1, 2
"""What a proof in machine integers can come to; LARGE: use :func:`proven`, whose integers have any size."""

_SAFE, _SAFE_WIDE = 2.0**62, 2.0**124


@kernel
def differences(payoffs: Any) -> tuple[Any, int]:
    """What each reply earns more than reply 0, and the largest of these numbers in absolute value.

    Parameters
    ----------
    payoffs : ndarray of int64, shape (m, n)
        Below 2^60 in absolute value. What the opponent earns: own strategies down, replies across.
    """
    m, n = payoffs.shape
    gains = np.empty((m, n), np.int64)
    largest = 0
    for i in range(m):
        for j in range(n):
            gains[i, j] = payoffs[i, j] - payoffs[i, 0]
            largest = max(largest, abs(gains[i, j]))
    return gains, largest


@kernel
def prove(gains: Any, largest: int, weights: Any, mask: int, values: Any) -> int:
    """The proof in int64, or in 128 bits, of weights below 2^61.

    No sum overflows: its terms are gains times weights, and the sum of the weights times the largest gain is checked
    (in doubles, whose m + 2 roundings cannot hide a factor of two) to be below 2^62, or 2^124.

    Parameters
    ----------
    gains, largest
        As :func:`differences` has them.
    weights : ndarray of int64, shape (m,)
        The strategy, scaled.
    mask : int
        Its labels: bit i own strategy i, bit m + j reply j.
    values : ndarray of int64, shape (n,)
        Scratch.
    """
    m, n = gains.shape
    total = 0.0
    for i in range(m):
        if weights[i] < 0 or (weights[i] == 0) != bool((mask >> i) & 1):
            return FALSE
        total += float(weights[i])
    if total == 0.0:
        return FALSE
    if total * float(largest) >= _SAFE:
        return _prove_wide(gains, weights, mask, values) if total * float(largest) < _SAFE_WIDE else LARGE
    for j in range(n):
        values[j] = 0
    for i in range(m):
        if weights[i] > 0:
            for j in range(n):
                values[j] += weights[i] * gains[i, j]
    return PROVEN if _best(values) == mask >> m else FALSE


@kernel
def _prove_wide(gains: Any, weights: Any, mask: int, values: Any) -> int:
    """Whether the best replies are those of the mask, with sums in 128 bits."""
    m, n = gains.shape
    lower = np.zeros(n, np.int64)
    top, top_low, replies = 0, 0, 0
    for j in range(n):
        high, low = 0, 0
        for i in range(m):
            if weights[i] > 0:
                high, low = add_product(high, low, weights[i], gains[i, j])
        values[j], lower[j] = high, low
        if j == 0 or high > top or (high == top and low > top_low):
            top, top_low = high, low
    for j in range(n):
        if values[j] == top and lower[j] == top_low:
            replies |= 1 << j
    return PROVEN if replies == mask >> m else FALSE


@kernel
def _best(values: Any) -> int:
    """The set of the positions of the largest value."""
    best, replies = values[0], 0
    for j in range(len(values)):
        if values[j] > best:
            best, replies = values[j], 0
        if values[j] == best:
            replies |= 1 << j
    return replies


def proven(payoffs: Sequence[Sequence[int]], weights: Sequence[int], mask: int) -> bool:
    """The proof in integers of any size.

    Examples
    --------
    >>> proven([[1, 0], [0, 1]], [10**30, 10**30], 0b1100), proven([[1, 0], [0, 1]], [1, 2], 0b1100)
    (True, False)
    """
    return all_proven(payoffs, [weights], [mask])


def all_proven(payoffs: Sequence[Sequence[int]], rows: Sequence[Sequence[int]], masks: Sequence[int]) -> bool:
    """The proofs of many strategies at once, in integers of any size.

    Examples
    --------
    >>> all_proven([[1, 0], [0, 1]], [[10**30, 10**30], [1, 0]], [0b1100, 0b0110])
    True
    """
    from flint import fmpz_mat

    if not rows:
        return True
    m = len(payoffs)
    values = (fmpz_mat([list(row) for row in rows]) * fmpz_mat([list(row) for row in payoffs])).tolist()
    for weights, own, mask in zip(rows, values, masks, strict=True):
        best = max(own)
        tight = sum(1 << i for i, w in enumerate(weights) if w == 0)
        tight |= sum(1 << (m + j) for j, value in enumerate(own) if value == best)
        if not min(weights) >= 0 < max(weights) or tight != mask:
            return False
    return True
