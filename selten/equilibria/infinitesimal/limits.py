"""Where the equilibria of a perturbed game tend to: which component of the unperturbed game holds each limit."""

from typing import Any

import numpy as np
import numpy.typing as npt

from selten.equilibria.infinitesimal.perturbed_equilibria import PerturbedSolution
from selten.equilibria.infinitesimal.strategies import best_replies
from selten.equilibria.solution import Solution, Status
from selten.games.errors import InputError


def limit_components(answer: PerturbedSolution, unperturbed: Solution) -> tuple[int, ...]:
    """For each equilibrium of the perturbed game the component of the unperturbed one that its limit lies in.

    Parameters
    ----------
    unperturbed : Solution
        The complete solution of ``answer.game.base``.

    Raises
    ------
    InputError
        If the solution is not complete, or one of another game.

    Examples
    --------
    >>> from selten.equilibria.infinitesimal.perturbed_equilibria import solve_perturbed
    >>> from selten.equilibria.solve import solve
    >>> from selten.games.normal_form import NormalForm
    >>> from selten.games.perturbed import with_entry_cost
    >>> market = NormalForm.of([[[0, 0], [1, 0]], [[0, 1], [0, 0]]])
    >>> answer = solve_perturbed(with_entry_cost(market, [[0, 1], [0, 1]]))
    >>> limit_components(answer, solve(market))
    (0, 0, 0)
    """
    if unperturbed.status is not Status.COMPLETE or not unperturbed.components:
        raise InputError(f"limit_components: got a solution with status {unperturbed.status.name}; allowed: COMPLETE")
    game = unperturbed.game
    if game.counts != answer.game.base.counts or not np.array_equal(game.payoffs, answer.game.base.payoffs):
        raise InputError("limit_components: got the solution of another game; allowed: that of the unperturbed one")
    home = {position: k for k, part in enumerate(unperturbed.components) for position in part.equilibria}
    tables, _ = game.exact()
    sides = _Tight(tables[1]), _Tight(tables[0].T)
    tight = [sides[0].of(e.profile.strategies[0]) for e in unperturbed.equilibria]
    other = [sides[1].of(e.profile.strategies[1]) for e in unperturbed.equilibria]
    found = []
    for equilibrium in answer.equilibria:
        x, y = (side.of(own) for side, own in zip(sides, equilibrium.limit.strategies, strict=True))
        homes = {home[k] for k in home if tight[k] & x == x and other[k] & y == y}
        if len(homes) != 1:
            raise RuntimeError(f"limit_components: a limit lies in {len(homes)} components, not in one")
        found.append(homes.pop())
    return tuple(found)


class _Tight:
    """The labels tight at strategies of a player: own ones not played, then the opponent's best replies."""

    def __init__(self, table: npt.NDArray[Any]) -> None:
        self.table = table
        self.known: dict[tuple[Any, ...], int] = {}

    def of(self, strategy: tuple[Any, ...]) -> int:
        """The mask: the extreme points of the smallest face around a point are those whose masks include its own."""
        if strategy not in self.known:
            idle = sum(1 << k for k, p in enumerate(strategy) if not p)
            self.known[strategy] = idle | best_replies(strategy, self.table) << len(strategy)
        return self.known[strategy]
