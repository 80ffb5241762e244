"""The other player's side of all extreme equilibria, from the extreme strategies of one player alone.

A strategy x of one player is in an equilibrium with those strategies y of the other at which all labels are tight that
are not tight at x. Where x has no tie these are as many labels as y has strategies: a basis, whose equations have one
solution if they are independent, and nearly always a solution outside the polytope, which floats prove
(:mod:`selten.equilibria.enumeration.compiled.refute`); integers decide the rest. Where x has a few labels too many, the
extreme strategies y on that face are the solutions of the bases that complete the labels that are needed.

So only the polytope with fewer vertices has to be walked: in an 8 x 24 game about a thousand instead of a hundred
thousand.
"""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from itertools import combinations
from typing import Any

import numpy as np
import numpy.typing as npt

from selten.equilibria.enumeration.polytope import Polytope
from selten.equilibria.enumeration.vertices import Tick
from selten.equilibria.enumeration.walk import Masks, Walked

_AT_ONCE = 1 << 13
_MOST_EXTRA_LABELS = 2
_MOST_COMPLETIONS = 20_000


def partners(walked: Walked, other: Polytope, tick: Tick = lambda: None) -> Walked | None:
    """All extreme strategies of the other player that are in an equilibrium, or None if ties make it too hard.

    Parameters
    ----------
    walked : Walked
        All extreme strategies of one player.
    other : Polytope
        The other player's polytope.

    Examples
    --------
    >>> from selten.equilibria.enumeration.walk import Walk
    >>> walk = Walk(Polytope([[1, 0], [0, 2]]))
    >>> while walk.step():
    ...     pass
    >>> [bin(mask) for mask in partners(walk.walked(), Polytope([[2, 0], [0, 1]])).masks.tolist()]
    ['0b110', '0b1001', '0b1100']
    """
    m, n = other.replies, other.strategies
    tied = np.isin(walked.masks, np.array(list(walked.bases), dtype=np.uint64))
    needed = swapped(np.uint64((1 << (m + n)) - 1) ^ walked.masks, (n, m))
    bases = [(basis, basis) for basis in _possible(other, needed[~tied], tick)]
    for need in needed[tied].tolist():
        extra = n - need.bit_count()
        if extra > _MOST_EXTRA_LABELS or len(bases) > _MOST_COMPLETIONS:
            return None
        bases += [(basis, need) for basis in _completions(need, extra, m + n)]
    found = _decided(other, bases, tick)
    if found is None:
        return None
    masks = np.array(sorted(found), dtype=np.uint64)
    return Walked(masks, {mask: basis for mask, basis in found.items() if mask != basis}, whole=False)


def swapped(masks: Masks, counts: tuple[int, ...]) -> Masks:
    """Masks of the second player's labels (own strategies first) as masks of the game's (first player's first).

    Examples
    --------
    >>> [bin(mask) for mask in swapped(np.array([0b001, 0b110], dtype=np.uint64), (2, 1)).tolist()]
    ['0b100', '0b11']
    """
    m, n = (np.uint64(count) for count in counts)
    own = np.uint64((1 << counts[1]) - 1)
    return (masks >> n) | ((masks & own) << m)


def _possible(other: Polytope, bases: Masks, tick: Tick) -> list[int]:
    """The bases that floats do not refute, in pieces of a short time, two at once."""
    pieces = [bases[start : start + _AT_ONCE] for start in range(0, bases.size, _AT_ONCE)]
    left: list[int] = []
    with ThreadPoolExecutor(2) as pool:
        for start in range(0, len(pieces), 2):
            for piece in pool.map(lambda piece: _unrefuted(other, piece), pieces[start : start + 2]):
                left += piece.tolist()
            tick()
    return left


def _unrefuted(other: Polytope, bases: Masks) -> npt.NDArray[Any]:
    from selten.equilibria.enumeration.compiled.refute import undecided

    left = np.ones(bases.size, dtype=np.bool_)
    undecided(other.floats(), bases, left)
    return bases[left]


def _completions(need: int, extra: int, labels: int) -> Iterator[int]:
    free = [label for label in range(labels) if not need >> label & 1]
    for chosen in combinations(free, extra):
        yield need | sum(1 << label for label in chosen)


def _decided(other: Polytope, bases: list[tuple[int, int]], tick: Tick) -> dict[int, int] | None:
    """For each mask of an extreme strategy at one of the bases one basis of it; None if labels needed are redundant."""
    found: dict[int, int] = {}
    for basis, need in bases:
        tick()
        try:
            mask = other.corner(basis)
        except ZeroDivisionError:
            # a completion may well be redundant; the labels needed may not: else a vertex of their face need not have a
            # basis that holds them all
            if other.redundant(need):
                return None
            continue
        if mask is not None:
            found[mask] = basis
    return found
