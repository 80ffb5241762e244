"""Which rays of a cone are adjacent, read off their sets of tight labels; shared by both arithmetics.

Two extreme rays are adjacent exactly when they share at least d - 2 tight labels in dimension d and no third ray is
tight wherever both are (Fukuda and Prodon, "Double description method revisited", 1996, Proposition 7). Every ray that
is tight wherever a and b are shares as many labels with a as b does: for one ray a it is therefore enough to compare
the rays in the *shortlist* of a, those that share at least d - 2 labels with it.
"""

from typing import Any

from selten.equilibria.enumeration.compiled.words import kernel, popcount


@kernel
def shortlist(masks: Any, count: int, ray: int, needed: int, near: Any) -> int:
    """Write the positions of the other rays that share at least ``needed`` labels with a ray; returns how many.

    Parameters
    ----------
    masks : ndarray of int64
        The set of tight labels of each ray; the first ``count`` are looked at.
    near : ndarray of int64
        Where the positions go; at least ``count`` long.
    """
    mask = masks[ray]
    found = 0
    for other in range(count):
        near[found] = other
        found += (popcount(masks[other] & mask) >= needed) & (other != ray)
    return found


@kernel
def third(masks: Any, near: Any, found: int, ray: int, other: int, simple: int, guess: int) -> int:
    """A third ray that is tight wherever a ray and one of its shortlist are; -1 if there is none: they are adjacent.

    A ray with exactly ``simple`` = d - 1 tight labels lies on an edge for each choice of d - 2 of them, so that no
    third ray needs to be looked for. ``guess`` is a ray to try first: one that denies a pair tends to deny the next.
    """
    if popcount(masks[ray]) == simple or popcount(masks[other]) == simple:
        return -1
    common = masks[ray] & masks[other]
    if guess >= 0 and guess != other and masks[guess] & common == common:
        return guess
    for k in range(found):
        between: int = near[k]
        if masks[between] & common == common and between != other:
            return between
    return -1
