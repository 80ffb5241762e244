"""What ``selten solve`` finds out about a game: the certified list, its structure, refinements, and a comparison."""

import math
import statistics
import time
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

from selten.cli.interrupt import deadly
from selten.cli.progress import Bar
from selten.equilibria.compare import Comparison, held_against
from selten.equilibria.engines.isolated import Interrupted
from selten.equilibria.enumerate import Enumeration
from selten.equilibria.one import One
from selten.equilibria.solution import Proposal, Solution, Solver, Status
from selten.equilibria.solve import certified, solve
from selten.equilibria.solvers import solver_by_name
from selten.equilibria.structured import structured
from selten.games.errors import InputError
from selten.games.formats import Game, normal_form
from selten.games.normal_form import NormalForm
from selten.games.profile import Profile

REFERENCE_SECONDS = 60.0
"""How long the complete answer that an engine is held against may take."""

MOST_STRUCTURES = 5
"""How many of the repeated solves have their structure worked out and timed too."""

PROPER_SECONDS = 10.0
"""How long the command looks for what equilibria of a game are proper; the rest stays open."""


@dataclass(frozen=True, slots=True)
class Wish:
    """What the caller asked for: the options of the command."""

    one: bool
    repeat: int
    subgame_perfect: bool
    solver_name: str
    time_limit: float | None
    seed: int


@dataclass(frozen=True, slots=True)
class Answer:
    """A solution with what the command adds to it.

    Parameters
    ----------
    solution : Solution
    perfect : tuple of bool or None
        For each equilibrium whether it is trembling-hand perfect, None while that is not decided.
    comparison : Comparison or None
        The engine asked for against our complete answer.
    proper : tuple of bool or None
        For each equilibrium whether it is proper, None where that is not decided.
    interrupted : bool
        Whether Ctrl-C came before all was found out.
    """

    solution: Solution
    perfect: tuple[bool | None, ...]
    comparison: Comparison | None = None
    proper: tuple[bool | None, ...] = ()
    interrupted: bool = False

    def data(self) -> dict[str, Any]:
        """The answer as the JSON contract has it."""
        from selten.cli.solve_json import solution_data

        return solution_data(
            self.solution, self.perfect, self.comparison, proper=self.proper, interrupted=self.interrupted
        )


def answer(game: Game, wish: Wish, bar: Bar, *, apart: bool = True) -> Answer:
    """Solve as often as asked; after Ctrl-C what is certified by then.

    Parameters
    ----------
    bar : Bar
        Told of the stages.
    apart : bool
        Whether an engine runs in a process of its own, so that Ctrl-C stops it.

    Raises
    ------
    InputError
        For a solver that does not take the game.
    KeyboardInterrupt
        On Ctrl-C, if nothing is certified by then.
    """
    named = None if wish.solver_name == "auto" else solver_by_name(wish.solver_name, seed=wish.seed)
    limit = wish.time_limit
    if limit is None and apart and wish.repeat == 1 and _engine(named):
        limit = math.inf
    if wish.repeat > 1 and isinstance(named, Enumeration | None) and isinstance(game, NormalForm):
        Enumeration().prepare(game, often=True)
    known: list[Answer] = []
    try:
        _work(game, named, wish, limit, bar, known)
    except KeyboardInterrupt as stop:
        if isinstance(stop, _StoppedError):
            known.append(_unstructured(stop.solution))
        if not known:
            raise
        return replace(known[-1], interrupted=True)
    return known[-1]


def _work(game: Game, named: Solver | None, wish: Wish, limit: float | None, bar: Bar, known: list[Answer]) -> None:
    """Add to ``known`` what is known after each stage, the whole answer last."""
    # first all searches and then all structures, so that neither finds the other's data in the processor's caches
    found = []
    for _ in range(wish.repeat):
        found.append(_found(game, named, wish, limit, bar))
        known.append(_unstructured(found[-1]))
    bar.stage("Nash subsets, components and what is perfect")
    rounds = [_structured(solution, one=wish.one and named is not None) for solution in found[-MOST_STRUCTURES:]]
    solution = replace(
        rounds[-1].solution,
        seconds=statistics.median(solution.seconds for solution in found),
        seconds_structure=statistics.median(r.solution.seconds_structure for r in rounds),
    )
    known.append(replace(rounds[-1], solution=solution))
    proper = properness(solution, wish.time_limit, bar)
    known.append(replace(known[-1], proper=proper))
    known.append(replace(known[-1], comparison=_comparison(solution, named, wish, bar)))


class _StoppedError(KeyboardInterrupt):
    """Ctrl-C in the search, with the certified list that there was by then."""

    def __init__(self, solution: Solution) -> None:
        super().__init__()
        self.solution = solution


@dataclass(frozen=True, slots=True)
class _Given:
    """The solver that proposes what another had when it was stopped."""

    name: str
    proposal: Proposal

    def __call__(self, game: NormalForm, *, time_limit: float | None = None) -> Proposal:
        return self.proposal


def _found(game: Game, named: Solver | None, wish: Wish, limit: float | None, bar: Bar) -> Solution:
    """The certified list, with the time it took: the normal form of a tree counts as solving."""
    begun = time.perf_counter()
    table = normal_form(game)
    reduction = time.perf_counter() - begun
    solver = _solver(named, wish)
    longest = solver.longest(table) if limit is None and isinstance(solver, One) else limit
    bar.stage("searching for equilibria" if named is None else named.name, seconds=longest)
    try:
        with deadly(_engine(named) and limit is None):
            solution = certified(table, solver, time_limit=limit, progress=bar)
    except KeyboardInterrupt as stop:
        given = _Given("selten-pure" if solver is None else solver.name, _by_then(table, named, stop))
        raise _StoppedError(certified(table, given)) from None
    if solution.status is Status.REFUSED and len(table.players) != 2:
        raise InputError(f"--solver: {solution.note}")
    return replace(solution, seconds=solution.seconds + reduction)


def _by_then(table: NormalForm, named: Solver | None, stop: KeyboardInterrupt) -> Proposal:
    """What an engine had found when it was stopped; for our own solvers the pure equilibria, which are found at once.

    Nobody vouches for completeness, so the status is that of a limit.
    """
    if _engine(named):
        from selten.equilibria.engines.answers import proposal

        return proposal(stop.run, table.counts, install="") if isinstance(stop, Interrupted) else _NOTHING
    from selten.equilibria.pure import pure_equilibria

    pure = tuple(Profile.pure(table.counts, choices) for choices in pure_equilibria(table))
    return Proposal(pure, Status.LIMIT, "found: the pure equilibria")


_NOTHING = Proposal((), Status.LIMIT, "the engine had listed nothing")


def _unstructured(solution: Solution) -> Answer:
    """The list without its structure: then nobody is told that it is complete."""
    open_ones: tuple[bool | None, ...] = (None,) * len(solution.equilibria)
    if solution.status is Status.COMPLETE:
        note = "the list of extreme equilibria is complete, what follows from it was not worked out"
        solution = replace(solution, status=Status.LIMIT, note="; ".join(filter(None, (solution.note, note))))
    return Answer(solution, open_ones, proper=open_ones)


def _structured(solution: Solution, *, one: bool) -> Answer:
    """With subsets, components, index and perfection, and the time that they took; ``one`` cuts the list to one."""
    if solution.status is Status.COMPLETE:
        solution = structured(solution)
    if one:
        solution = _first(solution)
    begun = time.perf_counter()
    perfect = perfection(solution)
    structure = solution.seconds_structure + time.perf_counter() - begun
    return Answer(replace(solution, seconds_structure=structure), perfect, proper=(None,) * len(solution.equilibria))


def _engine(named: Solver | None) -> bool:
    """Whether the solver is somebody else's."""
    return named is not None and not named.name.startswith("selten-")


def _solver(named: Solver | None, wish: Wish) -> Solver | None:
    return One(seed=wish.seed) if named is None and wish.one else named


def _first(solution: Solution) -> Solution:
    """The solution cut to one equilibrium, a mixed one if there is one."""
    if len(solution.equilibria) < 2:
        return solution
    chosen = min(solution.equilibria, key=lambda e: (float(e.certificate.regret), e.profile.is_pure))
    return replace(solution, status=Status.ONE, equilibria=(chosen,), nash_subsets=(), components=())


def perfection(solution: Solution) -> tuple[bool | None, ...]:
    """For each equilibrium whether it is trembling-hand perfect; None where that is not decided."""
    from selten.selection.trembling import TremblingHand

    exact = [k for k, e in enumerate(solution.equilibria) if e.profile.is_exact]
    choice = TremblingHand()(replace(solution, equilibria=tuple(solution.equilibria[k] for k in exact)))
    if not choice.decided:
        return tuple(None for _ in solution.equilibria)
    kept = {exact[k] for k in choice.kept}
    return tuple(k in kept if k in exact else None for k in range(len(solution.equilibria)))


def properness(solution: Solution, time_limit: float | None = None, bar: Bar | None = None) -> tuple[bool | None, ...]:
    """For each equilibrium whether it is proper; None where that is not decided. No part of the times reported."""
    from selten.selection.proper import Proper

    seconds = PROPER_SECONDS if time_limit is None else min(time_limit, PROPER_SECONDS)
    bar = bar or Bar("")
    bar.stage("which are proper", seconds=seconds)
    profiles = [e.profile for e in solution.equilibria]
    alike = _alike(solution.game, profiles)
    chosen = sorted(set(alike))
    judge = Proper(seconds=seconds).judge(solution.game)
    proper: dict[int, bool | None] = {}
    for done, k in enumerate(chosen):
        bar(done / len(chosen))
        proper[k] = judge(profiles[k]).proper
    return tuple(proper[k] for k in alike)


def _alike(game: NormalForm, profiles: Sequence[Profile]) -> list[int]:
    """For each profile the first that is it or, in a symmetric game, is it with the players exchanged."""
    if len(game.players) != 2 or game.kind == "enclosed" or game.payoffs[0].tolist() != game.payoffs[1].T.tolist():
        return list(range(len(profiles)))
    places = {profile.strategies: k for k, profile in enumerate(profiles)}
    return [min(k, places.get(profile.strategies[::-1], k)) for k, profile in enumerate(profiles)]


def _comparison(solution: Solution, named: Solver | None, wish: Wish, bar: Bar) -> Comparison | None:
    """The engine against our complete answer, where we have one."""
    if named is None or len(solution.game.players) != 2:
        return None
    limit = REFERENCE_SECONDS if wish.time_limit is None else min(wish.time_limit, REFERENCE_SECONDS)
    bar.stage("our complete answer", seconds=limit)
    if solution.status is Status.COMPLETE:
        return held_against(solution, solution)
    complete = solve(solution.game, time_limit=limit, progress=bar)
    return held_against(solution, complete) if complete.status is Status.COMPLETE else None
