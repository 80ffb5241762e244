"""The one driver: choose a solver, run it, certify and merge what it proposes, and say how complete the answer is."""

import time

from selten.equilibria.enumerate import Enumeration
from selten.equilibria.solution import Progress, Proposal, Solution, Solver, Status
from selten.equilibria.solvers import default_solver
from selten.equilibria.structured import structured
from selten.equilibria.vet import Vetted, order, vet
from selten.games.normal_form import NormalForm


def solve(
    game: NormalForm,
    solver: Solver | None = None,
    *,
    time_limit: float | None = None,
    progress: Progress | None = None,
) -> Solution:
    """The certified equilibria of a game, with a status that says how complete they are.

    Parameters
    ----------
    game : NormalForm
    solver : Solver, optional
        By default all extreme equilibria of a two-player game, all pure equilibria of any other.
    time_limit : float, optional
        Seconds after which the solver is stopped; ``math.inf`` runs an engine in a process of its own (so that Ctrl-C
        stops it) without a limit.
    progress : callable, optional
        Called now and then with the fraction of the work that is done, by the solvers that can tell.

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
    answer = certified(game, solver, time_limit=time_limit, progress=progress)
    return structured(answer) if answer.status is Status.COMPLETE else answer


def certified(
    game: NormalForm,
    solver: Solver | None = None,
    *,
    time_limit: float | None = None,
    progress: Progress | None = None,
) -> Solution:
    """What :func:`solve` returns without Nash subsets and components: the certified list and the time that it took."""
    chosen = solver if solver is not None else default_solver(game)
    if isinstance(chosen, Enumeration):
        chosen.prepare(game)
        begun = time.perf_counter()
        proposal = chosen(game, time_limit=time_limit, progress=progress)
    else:
        begun = time.perf_counter()
        proposal = chosen(game, time_limit=time_limit)
    if proposal.proven is None:
        return _vetted(game, chosen.name, proposal, begun)
    seconds = time.perf_counter() - begun - proposal.seconds_startup
    found, masks = proposal.proven, proposal.extreme
    return Solution(game, chosen.name, proposal.status, found, seconds=seconds, note=proposal.note, extreme=masks)


def _vetted(game: NormalForm, name: str, proposal: Proposal, begun: float) -> Solution:
    vetted = vet(game, proposal.profiles)
    places = order([e.profile for e in vetted.equilibria])
    if proposal.status is Status.COMPLETE:
        places = list(range(len(places)))  # the solver's own order, which it can tell exactly
    seconds = time.perf_counter() - begun - proposal.seconds_startup
    return Solution(
        game,
        name,
        _status(proposal, vetted),
        tuple(vetted.equilibria[k] for k in places),
        seconds=seconds,
        note=_note(proposal, vetted),
        false=vetted.false,
        repeats=vetted.repeats,
        extreme=proposal.extreme if len(vetted.equilibria) == len(proposal.profiles) else None,
    )


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
