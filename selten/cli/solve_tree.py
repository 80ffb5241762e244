"""``selten solve --subgame-perfect``: the subgame-perfect equilibria of a tree, certified in its normal form too."""

import statistics
import time
from dataclasses import dataclass
from typing import Any

from rich.table import Table
from rich.text import Text

from selten.cli.output import console, number, shown
from selten.cli.solve import Wish, perfection, properness
from selten.cli.solve_json import solution_data
from selten.equilibria.backward import SubgamePerfect, SubgamePerfection, subgame_perfect
from selten.equilibria.behaviour import mixed_of
from selten.equilibria.certify import certify
from selten.equilibria.solution import Equilibrium, Solution, Status
from selten.games.errors import InputError
from selten.games.extensive_form import ExtensiveForm
from selten.games.formats import Game, normal_form

_COMPLETE = "All subgame-perfect equilibria, proven complete."
_SOME = "Subgame-perfect equilibria, not proven to be all."


@dataclass(frozen=True, slots=True)
class TreeAnswer:
    """Subgame-perfect equilibria with their certificates as equilibria of the reduced normal form.

    Parameters
    ----------
    tree : ExtensiveForm
    found : SubgamePerfection
    solution : Solution
        The same profiles in mixed strategies, in the same order, certified; no subsets and components.
    """

    tree: ExtensiveForm
    found: SubgamePerfection
    solution: Solution

    @property
    def message(self) -> str:
        """How complete the list is, in a sentence or two."""
        if self.solution.status is Status.LIMIT:
            return Status.LIMIT.value
        first = _COMPLETE if self.found.complete else _SOME
        return f"{first} Note: {self.found.note}." if self.found.note else first

    def data(self) -> dict[str, Any]:
        """The answer as the JSON contract has it, with the behaviour at each information set."""
        data = solution_data(self.solution, perfection(self.solution), proper=properness(self.solution))
        for one, own in zip(data["equilibria"], self.found.equilibria, strict=True):
            one["behaviour"] = [[number(p) for p in row] for row in own.behaviour]
            one["subgame_perfect"] = True
        sets = [self.tree.infoset_name(h) for h in range(len(self.tree.infosets))]
        return {**data, "message": self.message, "information_sets": sets}

    def show(self) -> None:
        """Print a table of what is done at each information set, and how complete it is."""
        screen = console()
        table = Table(title="Subgame-perfect equilibria", title_justify="left", pad_edge=False)
        table.add_column("#", justify="right", no_wrap=True)
        table.add_column("behaviour", overflow="fold")
        table.add_column("payoffs", overflow="fold")
        for k, own in enumerate(self.found.equilibria):
            payoffs = ", ".join(shown(value) for value in own.payoffs)
            table.add_row(*map(Text, (str(k), self._behaviour(own), payoffs)))
        if self.found.equilibria:
            screen.print(table)
        count = len(self.found.equilibria)
        screen.print(Text(f"{count} found by {self.solution.solver} in {self.solution.seconds:.3g} s. {self.message}"))

    def _behaviour(self, own: SubgamePerfect) -> str:
        lines = []
        for h, row in enumerate(own.behaviour):
            infoset = self.tree.infosets[h]
            if infoset.player is not None:
                played = [(label, p) for label, p in zip(infoset.actions, row, strict=True) if p]
                actions = played[0][0] if len(played) == 1 else ", ".join(f"{label} {shown(p)}" for label, p in played)
                lines.append(f"{self.tree.infoset_name(h)}: {actions}")
        return "\n".join(lines)


def tree_answer(game: Game, wish: Wish) -> TreeAnswer:
    """Backward induction, timed as often as asked, every profile certified.

    Raises
    ------
    InputError
        If the game is no tree, or one in which a player forgets.
    """
    if not isinstance(game, ExtensiveForm):
        raise InputError("--subgame-perfect: got a game in normal form; allowed: a tree (.efg)")
    times = []
    for _ in range(wish.repeat):
        begun = time.perf_counter()
        found = subgame_perfect(game, time_limit=wish.time_limit)
        certified = _certified(game, found)
        times.append(time.perf_counter() - begun)
    table = normal_form(game)
    solution = Solution(
        table, "selten-backward", _status(found), certified, seconds=statistics.median(times), note=found.note
    )
    return TreeAnswer(game, found, solution)


def _certified(tree: ExtensiveForm, found: SubgamePerfection) -> tuple[Equilibrium, ...]:
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


def _status(found: SubgamePerfection) -> Status:
    if found.complete:
        return Status.COMPLETE
    if found.equilibria:
        return Status.ONE
    return Status.LIMIT if "time limit" in found.note else Status.NONE_FOUND
