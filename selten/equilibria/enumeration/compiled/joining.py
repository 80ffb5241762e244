"""Which extreme strategies of the two players make an equilibrium together: whose labels cover all labels.

With few pairs each is tried. Otherwise both lists are split label by label: a strategy of player 1 on which the label
is not tight can only go with strategies of player 2 on which it is.
"""

from typing import Any

import numpy as np

from selten.equilibria.enumeration.compiled.words import kernel

_FEW = 256  # so few pairs are tried one by one
_SOME = 1 << 13  # or so few if that is all there is


@kernel
def join(firsts: Any, seconds: Any, labels: int, pairs: Any) -> int:
    """Write the pairs (i, j) with ``firsts[i] | seconds[j]`` all labels; returns how many there are, in no order.

    Parameters
    ----------
    firsts, seconds : ndarrays of int64
        The sets of tight labels.
    pairs : ndarray of int64, shape (room, 2)
        Where the pairs go; those beyond its length are counted, not written.

    Examples
    --------
    >>> pairs = np.zeros((4, 2), np.int64)
    >>> join(np.array([0b01, 0b10]), np.array([0b10, 0b11]), 2, pairs), pairs.tolist()
    (3, [[0, 0], [0, 1], [1, 1], [0, 0]])
    """
    everything = (1 << labels) - 1
    lefts, rights = np.arange(len(firsts)), np.arange(len(seconds))
    if len(firsts) * len(seconds) <= _SOME:
        return _try_all(firsts, seconds, lefts, rights, everything, pairs, 0)
    order = _telling_first(firsts, seconds, labels)
    stack = np.empty((labels + 2, 5), np.int64)
    stack[0, 0], stack[0, 1], stack[0, 2], stack[0, 3], stack[0, 4] = 0, len(firsts), 0, len(seconds), 0
    height, found = 1, 0
    while height:
        height -= 1
        a, b, c, d, depth = stack[height]
        if depth == labels or (b - a) * (d - c) <= _FEW:
            found = _try_all(firsts, seconds, lefts[a:b], rights[c:d], everything, pairs, found)
            continue
        lacking = _split(firsts, lefts, a, b, order[depth], 0)
        having = _split(seconds, rights, c, d, order[depth], 1)
        # the part that needs all of the right side is left for later: the other one only permutes it
        stack[height, 0], stack[height, 1], stack[height, 2], stack[height, 3] = lacking, b, c, d
        stack[height + 1, 0], stack[height + 1, 1], stack[height + 1, 2], stack[height + 1, 3] = a, lacking, c, having
        stack[height, 4] = stack[height + 1, 4] = depth + 1
        height += 2
    return found


@kernel
def _telling_first(firsts: Any, seconds: Any, labels: int) -> Any:
    """The labels, those that rule out most pairs first."""
    kept = np.empty(labels)
    for label in range(labels):
        lacking, without = 0.0, 0.0
        for mask in firsts:
            lacking += 1 - ((mask >> label) & 1)
        for mask in seconds:
            without += 1 - ((mask >> label) & 1)
        kept[label] = -lacking * without
    return np.argsort(kept)


@kernel
def _try_all(firsts: Any, seconds: Any, lefts: Any, rights: Any, everything: int, pairs: Any, found: int) -> int:
    for i in lefts:
        for j in rights:
            if firsts[i] | seconds[j] == everything:
                if found < len(pairs):
                    pairs[found, 0], pairs[found, 1] = i, j
                found += 1
    return found


@kernel
def _split(masks: Any, order: Any, start: int, stop: int, label: int, value: int) -> int:
    """Put the positions whose bit for the label has this value first; returns where the others begin."""
    border = start
    for k in range(start, stop):
        if (masks[order[k]] >> label) & 1 == value:
            order[k], order[border] = order[border], order[k]
            border += 1
    return border


@kernel
def swap(masks: Any, count: int, own: int, replies: int) -> Any:
    """The sets of player 2's labels (own strategies first) as sets of the game's labels (player 1's first)."""
    swapped = np.empty(count, np.int64)
    for k in range(count):
        swapped[k] = (masks[k] >> own) | ((masks[k] & ((1 << own) - 1)) << replies)
    return swapped
