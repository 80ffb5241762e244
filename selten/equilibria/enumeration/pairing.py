"""Pairs of strategies that cover all labels between them, and masks of labels as sets.

A label is a pure strategy of either player; a mask holds one bit for each, which is set where the label is tight (see
:mod:`selten.equilibria.extreme`).
"""

from collections.abc import Sequence

from selten.equilibria.enumeration.vertices import Tick
from selten.games.enclosed import Enclosed
from selten.games.normal_form import Number


def swap(tight: int, own: int, replies: int) -> int:
    """A mask of the second player's labels (own strategies first) as one of the game's (first player's first)."""
    return (tight >> own) | ((tight & ((1 << own) - 1)) << replies)


def join(
    firsts: Sequence[int], seconds: Sequence[int], labels: int, tick: Tick = lambda: None
) -> list[tuple[int, int]]:
    """The pairs (i, j) whose masks of labels together cover all labels, ascending.

    Examples
    --------
    >>> join([0b01, 0b10], [0b10, 0b11], 2)
    [(0, 0), (0, 1), (1, 1)]
    """
    # one set of positions (a big integer) for each label, so that a whole list is tested by a few conjunctions
    holders = [sum(1 << j for j, mask in enumerate(seconds) if mask >> label & 1) for label in range(labels)]
    pairs = []
    for i, mask in enumerate(firsts):
        left = (1 << len(seconds)) - 1
        for label in range(labels):
            if not mask >> label & 1:
                left &= holders[label]
        pairs += [(i, j) for j in bits(left)]
        if i % 256 == 0:
            tick()
    return pairs


def bits(mask: int) -> list[int]:
    """The positions of the ones of a mask, ascending.

    Examples
    --------
    >>> bits(0b1101)
    [0, 2, 3]
    """
    found = []
    while mask:
        low = mask & -mask
        found.append(low.bit_length() - 1)
        mask ^= low
    return found


def ranks(strategies: dict[int, tuple[Number, ...]]) -> dict[int, int]:
    """The place of each strategy in descending lexicographic order.

    Examples
    --------
    >>> ranks({3: (0, 1), 4: (1, 0)})
    {4: 0, 3: 1}
    """
    known: dict[int, float] = {}

    def key(value: Number) -> Number:
        # one identity is one number, whatever the enclosure that it was met with first
        return known.setdefault(value.residue, float(value)) if isinstance(value, Enclosed) else value

    keys = {k: tuple(key(p) for p in own) for k, own in strategies.items()}
    return {k: place for place, k in enumerate(sorted(keys, key=lambda k: keys[k], reverse=True))}
