"""Best responses to pure strategies, every cell of a game at once, ties exactly.

A float payoff is taken as the binary fraction that it is. Where bounds leave a comparison open the answer is None.
"""

from typing import Any

import numpy as np
import numpy.typing as npt

from selten.equilibria.solution import Solution
from selten.games.enclosed import Undecided
from selten.games.errors import InputError
from selten.games.normal_form import NormalForm

Marks = npt.NDArray[Any]
"""For each pure profile: True, False, or None where it is open (dtype bool where nothing is)."""


def subject(given: Any, function: str) -> tuple[NormalForm, Solution | None]:
    """The game, and the solution if it is one that was given.

    Raises
    ------
    InputError
        For anything else.

    Examples
    --------
    >>> subject([1, 2], "draw_game")
    Traceback (most recent call last):
    selten.games.errors.InputError: draw_game: got a list; allowed: a NormalForm or a Solution
    """
    if isinstance(given, Solution):
        return given.game, given
    if isinstance(given, NormalForm):
        return given, None
    raise InputError(f"{function}: got a {type(given).__name__}; allowed: a NormalForm or a Solution")


def solution_of(given: Any, function: str) -> Solution:
    """The solution given.

    Raises
    ------
    InputError
        For anything else.
    """
    if isinstance(given, Solution):
        return given
    raise InputError(f"{function}: got a {type(given).__name__}; allowed: a Solution")


def best_replies(game: NormalForm) -> tuple[Marks, ...]:
    """For each player and pure profile whether its strategy is a best response to those of the others.

    Examples
    --------
    >>> first, second = best_replies(NormalForm.of([[[3, 0], [3, 1]], [[3, 5], [0, 1]]]))
    >>> first.tolist(), second.tolist()
    ([[True, False], [True, True]], [[False, True], [False, True]])
    """
    if game.kind == "enclosed":
        return tuple(_open_marks(game.payoffs[i], i) for i in range(len(game.players)))
    table: Any = game.payoffs if game.kind == "float" else game.machine_integers()
    if table is None:
        table, _ = game.exact()
    return tuple((table[i] == table[i].max(axis=i, keepdims=True)).astype(bool) for i in range(len(game.players)))


def pure_equilibria(marks: tuple[Marks, ...]) -> list[tuple[int, ...]]:
    """The pure profiles where every player's strategy is shown to be a best response, ascending.

    Examples
    --------
    >>> pure_equilibria(best_replies(NormalForm.of([[[3, 0], [3, 1]], [[3, 5], [0, 1]]])))
    [(1, 1)]
    """
    all_best = np.logical_and.reduce([np.equal(own, True) for own in marks])
    return [tuple(map(int, place)) for place in np.argwhere(all_best)]


def components_of_pure(solution: Solution | None) -> dict[tuple[int, ...], int]:
    """The component of each pure equilibrium of a solution, by what is played."""
    found: dict[tuple[int, ...], int] = {}
    for number, part in enumerate(solution.components if solution else ()):
        for k in part.equilibria:
            supports = solution.equilibria[k].profile.supports if solution else ()
            if all(len(own) == 1 for own in supports):
                found[tuple(own[0] for own in supports)] = number
    return found


def _open_marks(own: npt.NDArray[Any], axis: int) -> Marks:
    marks = np.empty(own.shape, dtype=object)
    moved, target = np.moveaxis(own, axis, 0), np.moveaxis(marks, axis, 0)
    for others in np.ndindex(*moved.shape[1:]):
        values = [moved[(k, *others)] for k in range(moved.shape[0])]
        for k, value in enumerate(values):
            target[(k, *others)] = _is_best(value, values)
    return marks


def _is_best(value: Any, values: list[Any]) -> bool | None:
    is_open = False
    for other in values:
        try:
            if other > value:
                return False
        except Undecided:
            is_open = True
    return None if is_open else True
