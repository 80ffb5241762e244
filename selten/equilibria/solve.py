"""The one driver: choose a solver, run it, certify and merge what it proposes, and say how complete the answer is."""

import time
from dataclasses import replace

from selten.equilibria.components import structure
from selten.equilibria.index import with_indices
from selten.equilibria.solution import Proposal, Solution, Solver, Status
from selten.equilibria.solvers import default_solver
from selten.equilibria.vet import Vetted, order, vet
from selten.games.enclosed import Undecided
from selten.games.normal_form import NormalForm

INDEX_SECONDS = 20.0
"""How long the indices of the components may take; after that they stay open."""


def solve(game: NormalForm, solver: Solver | None = None, *, time_limit: float | None = None) -> Solution:
    """The certified equilibria of a game, with a status that says how complete they are.

    Parameters
    ----------
    game : NormalForm
    solver : Solver, optional
        By default all extreme equilibria of a two-player game, all pure equilibria of any other.
    time_limit : float, optional
        Seconds after which the solver is stopped; ``math.inf`` runs an engine in a process of its own (so that Ctrl-C
        stops it) without a limit.

    Returns
    -------
    Solution
        Every equilibrium has been certified from the game and the profile alone, whatever the solver said. Status
        complete only from a solver that proves completeness, and only if none of its profiles failed.

    Examples
    --------
    >>> battle = NormalForm.of([[[2, 0], [0, 1]], [[1, 0], [0, 2]]])
    >>> answer = solve(battle)
    >>> answer.status.name, [str(e.profile.strategies[0][0]) for e in answer.equilibria]
    ('COMPLETE', ['1', '2/3', '0'])
    """
    chosen = solver if solver is not None else default_solver(game)
    begun = time.perf_counter()
    proposal = chosen(game, time_limit=time_limit)
    vetted = vet(game, proposal.profiles)
    places = order([e.profile for e in vetted.equilibria])
    if proposal.status is Status.COMPLETE:
        places = list(range(len(places)))  # the solver's own order, which it can tell exactly
    seconds = time.perf_counter() - begun - proposal.seconds_startup
    solution = Solution(
        game,
        chosen.name,
        _status(proposal, vetted),
        tuple(vetted.equilibria[k] for k in places),
        seconds=seconds,
        note=_note(proposal, vetted),
        false=vetted.false,
        repeats=vetted.repeats,
    )
    return structured(solution) if solution.status is Status.COMPLETE else solution


def structured(solution: Solution) -> Solution:
    """The solution with its maximal Nash subsets and components with index, which only a complete list has."""
    begun = time.perf_counter()
    profiles = [e.profile for e in solution.equilibria]
    try:
        subsets, components = structure(profiles, [e.payoffs for e in solution.equilibria])
    except Undecided as error:
        return replace(solution, note=f"{solution.note}; components: {error}".removeprefix("; "))
    components = with_indices(solution.game, profiles, components, time_limit=INDEX_SECONDS)
    seconds = time.perf_counter() - begun
    return replace(solution, nash_subsets=subsets, components=components, seconds_structure=seconds)


def _status(proposal: Proposal, vetted: Vetted) -> Status:
    failed = vetted.false or vetted.undecided
    if proposal.status is Status.COMPLETE and failed:
        return Status.ONE if vetted.equilibria else Status.NONE_FOUND
    if proposal.status is Status.ONE and not vetted.equilibria:
        return Status.NONE_FOUND
    return proposal.status


def _note(proposal: Proposal, vetted: Vetted) -> str:
    parts = [proposal.note]
    if vetted.false:
        parts.append(f"dropped as no equilibria: {vetted.false} of {len(proposal.profiles)}")
    if vetted.repeats:
        parts.append(f"repeated answers: {vetted.repeats}")
    if vetted.undecided:
        parts.append(f"some were dropped undecided: the bounds of {', '.join(vetted.undecided)} are too wide")
    return "; ".join(part for part in parts if part)
