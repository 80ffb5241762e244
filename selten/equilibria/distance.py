"""How far a profile is from each component of equilibria: exact, in the largest difference of any probability.

The distance of a point x from the convex hull of points x_1, ..., x_k is the optimum of a linear program and its dual,

    min over weights a of max_i abs(x - sum_k a_k x_k)_i  =  max over w with sum_i abs(w_i) <= 1 of min_k w.(x - x_k):

the weights name a point of the hull that is no farther, the direction w proves that none is nearer. A component is a
union of Nash subsets, each the product of two hulls.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

from selten.equilibria.exact.linear import maximise
from selten.equilibria.solution import Solution, Status
from selten.games.errors import InputError
from selten.games.profile import Profile, check_fits

Point = Sequence[Fraction]


@dataclass(frozen=True, slots=True)
class HullDistance:
    """The distance of a point from a hull, with both proofs.

    Parameters
    ----------
    value : Fraction
        The largest difference of a coordinate, at the nearest point of the hull.
    weights : tuple of Fraction
        Of the hull's points; they make the nearest point.
    direction : tuple of Fraction
        w of the module's text.
    """

    value: Fraction
    weights: tuple[Fraction, ...]
    direction: tuple[Fraction, ...]


def hull_distance(point: Point, corners: Sequence[Point]) -> HullDistance:
    """The distance of a point from the convex hull of others, exactly.

    Raises
    ------
    InputError
        If there are no corners.

    Examples
    --------
    >>> edge = [[Fraction(1), Fraction(0), Fraction(0)], [Fraction(0), Fraction(1), Fraction(0)]]
    >>> hull_distance([Fraction(1, 4), Fraction(1, 4), Fraction(1, 2)], edge).value
    Fraction(1, 2)
    """
    if not corners:
        raise InputError("corners: got none; allowed: at least one point")
    zero, one = Fraction(0), Fraction(1)
    gaps = [[x - c for x, c in zip(point, corner, strict=True)] for corner in corners]
    rows = [[*(-g for g in gap), *gap, one] for gap in gaps] + [[*([one] * (2 * len(point))), zero]]
    optimum = maximise([zero] * (2 * len(point)) + [one], rows, [zero] * len(gaps) + [one])
    up, down = optimum.primal[: len(point)], optimum.primal[len(point) : -1]
    return HullDistance(optimum.value, _shares(optimum.dual[:-1]), tuple(u - d for u, d in zip(up, down, strict=True)))


def component_distances(solution: Solution, profile: Profile) -> tuple[Fraction, ...]:
    """For each component of a complete solution the distance of a profile of rationals from it, exactly.

    Raises
    ------
    InputError
        If the solution is not complete or is enclosed, or the profile does not fit or is not exact.

    Examples
    --------
    >>> from selten.equilibria.solve import solve
    >>> from selten.games.normal_form import NormalForm
    >>> battle = solve(NormalForm.of([[[2, 0], [0, 1]], [[1, 0], [0, 2]]]))
    >>> [str(d) for d in component_distances(battle, Profile.of([["2/3", "1/3"], ["1/2", "1/2"]]))]
    ['1/2', '1/6', '2/3']
    """
    if solution.status is not Status.COMPLETE or not solution.components:
        raise InputError(f"component_distances: got a solution with status {solution.status.name}; allowed: COMPLETE")
    check_fits(solution.game, profile)
    if solution.game.kind == "enclosed" or not profile.is_exact:
        raise InputError("component_distances: got numbers that are not rational; allowed: rational ones")
    near: dict[tuple[int, frozenset[Point]], Fraction] = {}

    def side(player: int, subset: tuple[int, ...]) -> Fraction:
        corners = frozenset(solution.equilibria[k].profile.strategies[player] for k in subset)
        if (player, corners) not in near:
            near[player, corners] = hull_distance(profile.strategies[player], sorted(corners)).value
        return near[player, corners]

    return tuple(
        min(max(side(player, solution.nash_subsets[k]) for player in (0, 1)) for k in part.nash_subsets)
        for part in solution.components
    )


def _shares(weights: Sequence[Fraction]) -> tuple[Fraction, ...]:
    # the dual weights sum to 1 unless the distance is 0 and a part of them is left over
    total = sum(weights, Fraction(0))
    return tuple(w / total for w in weights)
