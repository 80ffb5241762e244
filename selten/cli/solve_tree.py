"""``selten solve --subgame-perfect``: the subgame-perfect equilibria of a tree, certified in its normal form too."""

import statistics
import time
from dataclasses import dataclass
from math import prod
from typing import Any

from selten import __version__
from selten.cli.output import number
from selten.cli.progress import Bar
from selten.cli.solve_answer import Wish, perfection
from selten.cli.solve_json import solution_data
from selten.equilibria.certify import certify
from selten.equilibria.solution import Equilibrium, Solution, Status
from selten.equilibria.trees.backward import Continuum, SubgamePerfection, subgame_perfect
from selten.equilibria.trees.behaviour import is_pure, mixed_of
from selten.equilibria.trees.outcomes import PerfectOutcome, perfect_outcomes
from selten.equilibria.trees.threats import threats_of_each
from selten.games.errors import InputError
from selten.games.extensive_form import ExtensiveForm
from selten.games.formats import Game, normal_form
from selten.games.normal_form import MOST_PLAYERS
from selten.games.reduced import MOST_PROFILES, strategy_counts

SOLVER = "selten-backward"

_COMPLETE = "All subgame-perfect equilibria, proven complete."
_CORNERS = "All extreme subgame-perfect equilibria, proven complete: the others mix between equilibria of a subgame."
_SOME = "Subgame-perfect equilibria, not proven to be all."
_STOPPED = "Stopped by Ctrl-C before any was certified."


@dataclass(frozen=True, slots=True)
class TreeAnswer:
    """Subgame-perfect equilibria with their certificates.

    Parameters
    ----------
    tree : ExtensiveForm
    found : SubgamePerfection
        Each checked again subgame by subgame.
    solution : Solution or None
        The same profiles in mixed strategies of the reduced normal form, in the same order, certified there too; no
        subsets and components. None if that normal form is too large.
    status : Status
    seconds : float
    outcomes : tuple of PerfectOutcome or None
        Where no player misses anything of the past, all that pure subgame-perfect equilibria lead to.
    interrupted : bool
        Whether Ctrl-C came before the end: then nothing is found, as a threat may lie in any subgame not yet solved.
    """

    tree: ExtensiveForm
    found: SubgamePerfection
    solution: Solution | None
    status: Status
    seconds: float
    outcomes: tuple[PerfectOutcome, ...] | None = None
    interrupted: bool = False

    @property
    def message(self) -> str:
        """How complete the list is, in a sentence or two."""
        if self.interrupted:
            return _STOPPED
        if self.status is Status.LIMIT:
            return Status.LIMIT.value
        if self.status is Status.REFUSED:
            return f"Refused before the work. Note: {self.found.note}."
        first = (_CORNERS if self.found.continua else _COMPLETE) if self.found.complete else _SOME
        return f"{first} Note: {self.found.note}." if self.found.note else first

    def data(self) -> dict[str, Any]:
        """The answer as the JSON contract has it, with the behaviour at each information set."""
        data = self._bare() if self.solution is None else solution_data(self.solution, perfection(self.solution))
        for one, own in zip(data["equilibria"], self.found.equilibria, strict=True):
            one["behaviour"] = [[number(p) for p in row] for row in own.behaviour]
            one["subgame_perfect"] = True
        sets = [self.tree.infoset_name(h) for h in range(len(self.tree.infosets))]
        return {
            **data,
            "message": self.message,
            "information_sets": sets,
            "continua": [self._continuum(own) for own in self.found.continua],
            "outcomes": None if self.outcomes is None else [self._outcome(own) for own in self.outcomes],
        }

    def _bare(self) -> dict[str, Any]:
        """The keys of the contract where the reduced normal form is too large to be written: strategies are null."""
        known = {"regret": "0", "exact": True, "perfect": None, "proper": None, "component": None}
        return {
            "selten": __version__,
            "players": list(self.tree.players),
            "strategies": None,
            "solver": SOLVER,
            "status": self.status.name.lower(),
            "message": self.message,
            "seconds": self.seconds,
            "seconds_structure": 0.0,
            "equilibria": [
                {
                    "strategies": None,
                    "payoffs": [number(v) for v in own.payoffs],
                    "pure": is_pure(self.tree, own.behaviour),
                    **known,
                }
                for own in self.found.equilibria
            ],
            "nash_subsets": [],
            "components": [],
        }

    def _continuum(self, own: Continuum) -> dict[str, Any]:
        return {
            "subgame": list(self.tree.history(own.subgame)),
            "payoffs": [[number(low), number(high)] for low, high in own.ranges],
            "matters_before": own.matters,
        }

    def _outcome(self, own: PerfectOutcome) -> dict[str, Any]:
        plays = [list(self.tree.history(end)) for end in own.ends]
        return {"plays": plays, "payoffs": [number(value) for value in own.payoffs]}


def tree_answer(game: Game, wish: Wish, bar: Bar) -> TreeAnswer:
    """Backward induction, timed as often as asked, every profile certified.

    Raises
    ------
    InputError
        If the game is no tree, or one in which a player forgets.
    """
    if not isinstance(game, ExtensiveForm):
        raise InputError("--subgame-perfect: got a game in normal form; allowed: a tree (.efg)")
    times: list[float] = []
    try:
        found, certified = _repeated(game, wish, times, bar)
    except KeyboardInterrupt:
        nothing = SubgamePerfection((), False, "interrupted")
        return TreeAnswer(game, nothing, None, Status.LIMIT, 0.0, interrupted=True)
    seconds, status = statistics.median(times), _status(found)
    solution = None
    if certified is not None:
        solution = Solution(normal_form(game), SOLVER, status, certified, seconds=seconds, note=found.note)
    return TreeAnswer(game, found, solution, status, seconds, _outcomes(game))


def _repeated(
    game: ExtensiveForm, wish: Wish, times: list[float], bar: Bar
) -> tuple[SubgamePerfection, tuple[Equilibrium, ...] | None]:
    """The last of as many runs as asked for, and what it took each time."""
    for _ in range(wish.repeat):
        begun = time.perf_counter()
        found = subgame_perfect(game, time_limit=wish.time_limit, progress=bar)
        certified = _certified(game, found)
        times.append(time.perf_counter() - begun)
    return found, certified


def _certified(tree: ExtensiveForm, found: SubgamePerfection) -> tuple[Equilibrium, ...] | None:
    """Each profile again: no gain in any subgame, and regret 0 in the reduced normal form if that can be written."""
    if any(threats_of_each(tree, [own.behaviour for own in found.equilibria])):
        raise AssertionError("subgame_perfect: a profile that is no equilibrium of a subgame")
    if len(tree.players) > MOST_PLAYERS or prod(strategy_counts(tree)) > MOST_PROFILES:
        return None
    table = normal_form(tree)
    result = []
    for own in found.equilibria:
        profile = mixed_of(tree, own.behaviour)
        if profile is None:
            raise AssertionError("subgame_perfect: left behaviour open")
        certified = certify(table, profile)
        if certified.certificate.regret != 0 or tuple(certified.payoffs) != own.payoffs:
            raise AssertionError("subgame_perfect: a profile that is no equilibrium of the reduced normal form")
        result.append(certified)
    return tuple(result)


def _outcomes(tree: ExtensiveForm) -> tuple[PerfectOutcome, ...] | None:
    """None where somebody misses a move, or chance combines too many outcomes."""
    try:
        return perfect_outcomes(tree)
    except InputError:
        return None


def _status(found: SubgamePerfection) -> Status:
    if found.complete:
        return Status.COMPLETE
    if found.refused:
        return Status.REFUSED
    if found.equilibria:
        return Status.ONE
    return Status.LIMIT if "time limit" in found.note else Status.NONE_FOUND
