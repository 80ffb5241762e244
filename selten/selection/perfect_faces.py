"""Which parts of the set of equilibria of a two-player game are perfect.

A maximal Nash subset is a product X x Y of two polytopes, and dominance of a strategy depends on its support only. All
points in the relative interior of a face of X have the same support, so they are all dominated or none is; a smaller
support than an undominated one is undominated. So the undominated part of X is a union of faces, the largest of which
have the form {x in X: supp(x) within I}; the perfect part of X x Y is the union of the products of the largest
undominated faces of X and of Y, and every extreme point of these is a perfect extreme equilibrium.
"""

from collections.abc import Callable, Sequence
from functools import partial

from selten.equilibria.enumeration.pairing import bits
from selten.equilibria.solution import Solution
from selten.games.errors import InputError
from selten.selection.exactly import ROUNDED, exact_game
from selten.selection.positions import support_masks
from selten.selection.undominated import Undominated

Face = tuple[int, ...]

MOST_SUPPORTS = 20_000
"""There can be exponentially many largest undominated faces; the search stops after so many supports."""


class ManyFacesError(RuntimeError):
    """The largest perfect faces are too many to find."""


def perfect_faces(solution: Solution) -> tuple[tuple[Face, ...], ...]:
    """For each maximal Nash subset of a solution its maximal perfect faces.

    Guarantees exact answers: an equilibrium of the subset is perfect exactly if it lies in one of the faces.

    Returns
    -------
    tuple of tuple of tuple of int
        In the order of ``solution.nash_subsets``: the faces, ascending, each as the ascending positions of its extreme
        equilibria in the solution. No face where no equilibrium of the subset is perfect; the whole subset as its own
        only face where all are.

    Raises
    ------
    InputError
        If the game has not two players, or an equilibrium is known up to rounding only.
    Undecided
        If bounds of an enclosed game leave it open.
    ManyFacesError
        If a subset has exponentially many.

    Examples
    --------
    >>> from selten.equilibria.solve import solve
    >>> from selten.games.normal_form import NormalForm
    >>> entry = solve(NormalForm.of([[[0, 0], [-1, 1]], [[2, 2], [-1, 1]]]))  # Out or In; Fight or Share
    >>> entry.nash_subsets, perfect_faces(entry)
    (((0, 1), (2,)), ((), ((2,),)))
    """
    if len(solution.game.players) != 2:
        raise InputError(f"perfect_faces: got {len(solution.game.players)} players; allowed: 2")
    masks = support_masks(solution)
    if masks is None:
        raise InputError(f"perfect_faces: {ROUNDED}")
    undominated = Undominated(exact_game(solution.game), solution.extreme)
    return tuple(_faces(subset, [masks[k] for k in subset], undominated) for subset in solution.nash_subsets)


def _faces(subset: Sequence[int], masks: Sequence[tuple[int, int]], undominated: Undominated) -> tuple[Face, ...]:
    sides = [largest_supports([own[player] for own in masks], partial(undominated, player)) for player in (0, 1)]
    return tuple(
        sorted(
            tuple(k for k, (x, y) in zip(subset, masks, strict=True) if not x & ~first and not y & ~second)
            for first in sides[0]
            for second in sides[1]
        )
    )


def largest_supports(supports: Sequence[int], undominated: Callable[[int], bool]) -> list[int]:
    """The maximal unions of some of the supports (masks) that are undominated, ascending.

    Parameters
    ----------
    undominated : callable
        Holds for every subset of a mask it holds for.

    Raises
    ------
    ManyFacesError
        If more than MOST_SUPPORTS unions would have to be looked at.

    Examples
    --------
    >>> largest_supports([0b001, 0b010, 0b100], lambda mask: mask & 0b011 != 0b011)
    [5, 6]
    """
    found: set[int] = set()
    seen: set[int] = set()
    ahead = [-1]
    while ahead:
        allowed = ahead.pop()
        union = 0
        for support in supports:
            union |= support if not support & ~allowed else 0
        if not union or union in seen:
            continue
        seen.add(union)
        if len(seen) > MOST_SUPPORTS:
            raise ManyFacesError(f"more than {MOST_SUPPORTS} supports to look at for perfect faces")
        if undominated(union):
            found.add(union)
        else:
            # an undominated set leaves out at least one strategy of every dominated one
            ahead += [union & ~(1 << k) for k in bits(_least_dominated(union, undominated))]
    return sorted(own for own in found if not any(own != other and not own & ~other for other in found))


def _least_dominated(union: int, undominated: Callable[[int], bool]) -> int:
    for k in bits(union):
        if not undominated(union & ~(1 << k)):
            union &= ~(1 << k)
    return union
