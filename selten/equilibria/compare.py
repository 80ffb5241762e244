"""An engine held against our complete answer: what it found, missed and got wrong, and how long it took."""

from dataclasses import dataclass

from selten.equilibria.solution import Solution, Solver, Status
from selten.equilibria.solve import solve
from selten.games.normal_form import NormalForm
from selten.games.profile import Profile

SAME = 1e-6
"""How far in any probability a profile in doubles may be from an extreme equilibrium and still count as that one."""


@dataclass(frozen=True, slots=True)
class Comparison:
    """One row of a comparison.

    Parameters
    ----------
    solver : str
        The engine.
    status : Status
        What it (certified by us) came to.
    found, missed : int
        Of the extreme equilibria, how many are and are not in its list.
    non_extreme : int
        How many of its profiles are certified equilibria but no extreme ones.
    false : int
        How many of its profiles have a regret above the driver's tolerance.
    repeats : int
        How many of its profiles it listed more than once.
    seconds : float
        Of the engine, certification included, without starting it.
    note : str
        What the engine warned or failed with.
    """

    solver: str
    status: Status
    found: int
    missed: int
    non_extreme: int
    false: int
    repeats: int
    seconds: float
    note: str


def compare(
    game: NormalForm, solver: Solver, complete: Solution, *, time_limit: float | None = None, same: float = SAME
) -> Comparison:
    """Run the solver and hold its answer against a complete one.

    Raises
    ------
    ValueError
        If ``complete`` does not have status complete.

    Examples
    --------
    >>> from selten.equilibria.solvers import Pure
    >>> battle = NormalForm.of([[[2, 0], [0, 1]], [[1, 0], [0, 2]]])
    >>> row = compare(battle, Pure(), solve(battle))
    >>> row.found, row.missed, row.false
    (2, 1, 0)
    """
    return held_against(solve(game, solver, time_limit=time_limit), complete, same=same)


def held_against(answer: Solution, complete: Solution, *, same: float = SAME) -> Comparison:
    """The comparison of two solutions of one game, the second complete.

    Raises
    ------
    ValueError
        If ``complete`` does not have status complete.
    """
    if complete.status is not Status.COMPLETE:
        raise ValueError(f"held_against: got a reference of status {complete.status.name}; allowed: COMPLETE")
    extreme = [e.profile for e in complete.equilibria]
    places = {profile: place for place, profile in enumerate(extreme)}
    matches = [_match(e.profile, extreme, places, same) for e in answer.equilibria]
    hit = {place for place in matches if place is not None}
    return Comparison(
        solver=answer.solver,
        status=answer.status,
        found=len(hit),
        missed=len(extreme) - len(hit),
        non_extreme=matches.count(None),
        false=answer.false,
        repeats=answer.repeats + len(matches) - matches.count(None) - len(hit),
        seconds=answer.seconds,
        note=answer.note,
    )


def _match(profile: Profile, extreme: list[Profile], places: dict[Profile, int], same: float) -> int | None:
    if profile in places or profile.is_exact:
        return places.get(profile)
    near = (place for place, other in enumerate(extreme) if _distance(profile, other) <= same)
    return next(near, None)


def _distance(a: Profile, b: Profile) -> float:
    pairs = zip(a.strategies, b.strategies, strict=True)
    return max(abs(float(p) - float(q)) for own, other in pairs for p, q in zip(own, other, strict=True))
