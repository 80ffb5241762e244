"""``selten solve``: the certified equilibria of a game file, or of each line of a .jsonl file."""

import json
import math
import statistics
import sys
import time
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

import click

from selten.cli import options
from selten.cli.output import print_json
from selten.games.errors import InputError

if TYPE_CHECKING:
    from selten.cli.solve_tree import TreeAnswer
    from selten.equilibria.compare import Comparison
    from selten.equilibria.solution import Solution, Solver
    from selten.games.formats import Game
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


@click.command(name="solve")
@click.argument("game")
@click.option("--one", is_flag=True, help="Find one equilibrium, in mixed strategies, of any number of players.")
@click.option("--repeat", type=click.IntRange(1), default=1, metavar="N", help="Solve N times; report median times.")
@click.option("--subgame-perfect", is_flag=True, help="The subgame-perfect equilibria of a tree (.efg).")
@options.solver
@options.time_limit
@options.seed
@options.as_json
def command(game: str, as_json: bool, **wishes: Any) -> None:
    """Find the equilibria of GAME, each certified, and say how complete the list is.

    GAME is a .nfg, .efg or .json file, a .jsonl file with one game a line, or - for standard input. Two players: all
    extreme equilibria with their Nash subsets and components. More: all pure equilibria, or one mixed with --one.

    \b
    Examples:
      selten solve game.nfg
      selten solve game.json --solver gambit-lcp --time-limit 10
      selten solve games.jsonl > answers.jsonl
    """
    from selten.games.formats import parse_game, read_text

    wish = Wish(**wishes)
    text, source = read_text(game)
    if _is_lines(text, source):
        _solve_lines(text, source, wish)
        return
    answer = answer_to(parse_game(text, source), wish)
    if as_json:
        print_json(answer.data())
    else:
        answer.show()


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
    """

    solution: "Solution"
    perfect: tuple[bool | None, ...]
    comparison: "Comparison | None" = None
    proper: tuple[bool | None, ...] = ()

    def data(self) -> dict[str, Any]:
        """The answer as the JSON contract has it."""
        from selten.cli.solve_json import solution_data

        return solution_data(self.solution, self.perfect, self.comparison, proper=self.proper)

    def show(self) -> None:
        """Print the answer for the eye."""
        from selten.cli.solve_table import show

        show(self)


def _is_lines(text: str, source: str) -> bool:
    """Whether the text holds one game a line: by name, or because one of several lines is a JSON object by itself."""
    if source.endswith(".jsonl"):
        return True
    lines = [line for line in text.splitlines() if line.strip()]
    return len(lines) > 1 and any(_is_object(line) for line in lines)


def _is_object(line: str) -> bool:
    try:
        return isinstance(found := json.loads(line), dict) and "payoffs" in found
    except (ValueError, RecursionError):
        return False


def _solve_lines(text: str, source: str, wish: Wish) -> None:
    from selten.games.formats import parse_game

    for number, line in enumerate(text.split("\n"), start=1):
        if not line.strip():
            continue
        try:
            data = answer_to(parse_game(line, f"{source}: line {number}"), wish, apart=False).data()
        except InputError as error:
            data = {"error": str(error)}
        print_json(data)
        sys.stdout.flush()


def answer_to(game: "Game", wish: Wish, *, apart: bool = True) -> "Answer | TreeAnswer":
    """What the command says of one game."""
    if not wish.subgame_perfect:
        return _answer(game, wish, apart)
    from selten.cli.solve_tree import tree_answer

    if wish.one or wish.solver_name != "auto":
        raise InputError("--subgame-perfect: got --one or --solver too; allowed: without them")
    return tree_answer(game, wish)


def _answer(game: "Game", wish: Wish, apart: bool) -> Answer:
    """Solve as often as asked; ``apart`` runs an engine in a process of its own, so that Ctrl-C stops it."""
    from selten.equilibria.enumerate import Enumeration
    from selten.equilibria.solvers import solver_by_name
    from selten.games.normal_form import NormalForm

    named = None if wish.solver_name == "auto" else solver_by_name(wish.solver_name, seed=wish.seed)
    limit = wish.time_limit
    if limit is None and apart and wish.repeat == 1 and named is not None and not named.name.startswith("selten-"):
        limit = math.inf
    if wish.repeat > 1 and isinstance(named, Enumeration | None) and isinstance(game, NormalForm):
        Enumeration().prepare(game, often=True)
    # first all searches and then all structures, so that neither finds the other's data in the processor's caches
    found = [_found(game, named, wish, limit) for _ in range(wish.repeat)]
    rounds = [_structured(solution, one=wish.one and named is not None) for solution in found[-MOST_STRUCTURES:]]
    answer = rounds[-1]
    solution = replace(
        answer.solution,
        seconds=statistics.median(solution.seconds for solution in found),
        seconds_structure=statistics.median(r.solution.seconds_structure for r in rounds),
    )
    proper = properness(solution, wish.time_limit)
    return replace(answer, solution=solution, comparison=_comparison(solution, named, wish), proper=proper)


def _found(game: "Game", named: "Solver | None", wish: Wish, limit: float | None) -> "Solution":
    """The certified list, with the time it took: the normal form of a tree counts as solving."""
    from selten.cli.progress import on_terminal
    from selten.equilibria.solution import Status
    from selten.equilibria.solve import certified
    from selten.games.formats import normal_form

    begun = time.perf_counter()
    table = normal_form(game)
    reduction = time.perf_counter() - begun
    with on_terminal() as progress:
        solution = certified(table, _solver(table, named, wish), time_limit=limit, progress=progress)
    if solution.status is Status.REFUSED and len(table.players) != 2:
        raise InputError(f"--solver: {solution.note}")
    return replace(solution, seconds=solution.seconds + reduction)


def _structured(solution: "Solution", *, one: bool) -> Answer:
    """With subsets, components, index and perfection, and the time that they took; ``one`` cuts the list to one."""
    from selten.equilibria.solution import Status
    from selten.equilibria.structured import structured

    if solution.status is Status.COMPLETE:
        solution = structured(solution)
    if one:
        solution = _first(solution)
    begun = time.perf_counter()
    perfect = perfection(solution)
    structure = solution.seconds_structure + time.perf_counter() - begun
    return Answer(replace(solution, seconds_structure=structure), perfect)


def _solver(game: "NormalForm", named: "Solver | None", wish: Wish) -> "Solver | None":
    from selten.equilibria.one import One

    return One(seed=wish.seed) if named is None and wish.one else named


def _first(solution: "Solution") -> "Solution":
    """The solution cut to one equilibrium, a mixed one if there is one."""
    from selten.equilibria.solution import Status

    if len(solution.equilibria) < 2:
        return solution
    chosen = min(solution.equilibria, key=lambda e: (float(e.certificate.regret), e.profile.is_pure))
    return replace(solution, status=Status.ONE, equilibria=(chosen,), nash_subsets=(), components=())


def perfection(solution: "Solution") -> tuple[bool | None, ...]:
    """For each equilibrium whether it is trembling-hand perfect; None where that is not decided."""
    from selten.selection.trembling import TremblingHand

    exact = [k for k, e in enumerate(solution.equilibria) if e.profile.is_exact]
    choice = TremblingHand()(replace(solution, equilibria=tuple(solution.equilibria[k] for k in exact)))
    if not choice.decided:
        return tuple(None for _ in solution.equilibria)
    kept = {exact[k] for k in choice.kept}
    return tuple(k in kept if k in exact else None for k in range(len(solution.equilibria)))


def properness(solution: "Solution", time_limit: float | None = None) -> tuple[bool | None, ...]:
    """For each equilibrium whether it is proper; None where that is not decided. No part of the times reported."""
    from selten.selection.proper import Proper

    seconds = PROPER_SECONDS if time_limit is None else min(time_limit, PROPER_SECONDS)
    profiles = [e.profile for e in solution.equilibria]
    alike = _alike(solution.game, profiles)
    chosen = sorted(set(alike))
    answers = Proper(seconds=seconds).decide(solution.game, [profiles[k] for k in chosen])
    proper = {k: answer.proper for k, answer in zip(chosen, answers, strict=True)}
    return tuple(proper[k] for k in alike)


def _alike(game: "NormalForm", profiles: "Sequence[Profile]") -> list[int]:
    """For each profile the first that is it or, in a symmetric game, is it with the players exchanged."""
    if len(game.players) != 2 or game.kind == "enclosed" or game.payoffs[0].tolist() != game.payoffs[1].T.tolist():
        return list(range(len(profiles)))
    places = {profile.strategies: k for k, profile in enumerate(profiles)}
    return [min(k, places.get(profile.strategies[::-1], k)) for k, profile in enumerate(profiles)]


def _comparison(solution: "Solution", named: "Solver | None", wish: Wish) -> "Comparison | None":
    """The engine against our complete answer, where we have one."""
    if named is None or len(solution.game.players) != 2:
        return None
    from selten.equilibria.compare import held_against
    from selten.equilibria.solution import Status
    from selten.equilibria.solve import solve

    limit = REFERENCE_SECONDS if wish.time_limit is None else min(wish.time_limit, REFERENCE_SECONDS)
    complete = solution if solution.status is Status.COMPLETE else solve(solution.game, time_limit=limit)
    return held_against(solution, complete) if complete.status is Status.COMPLETE else None
