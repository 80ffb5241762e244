"""All pure equilibria of a game with any number of players."""

from typing import Any

import numpy as np
import numpy.typing as npt

from selten.games.enclosed import Enclosed, Undecided
from selten.games.normal_form import NormalForm


def pure_equilibria(game: NormalForm) -> tuple[tuple[int, ...], ...]:
    """Every profile of pure strategies at which nobody gains by changing alone, ties included.

    Guarantees all of them, in ascending lexicographic order of the players' choices. Exact games are compared in
    integers, floats as given.

    Raises
    ------
    Undecided
        If the bounds of an enclosed game leave open whether some profile is an equilibrium.

    Examples
    --------
    >>> pure_equilibria(NormalForm.of([[[2, 0], [0, 1]], [[1, 0], [0, 2]]]))
    ((0, 0), (1, 1))
    """
    if game.kind == "enclosed":
        return _enclosed(game)
    best = np.ones(game.counts, dtype=bool)
    for player, values in enumerate(_comparable(game)):
        best &= values == values.max(axis=player, keepdims=True)
    return tuple(tuple(int(k) for k in choices) for choices in np.argwhere(best))


def _comparable(game: NormalForm) -> npt.NDArray[Any]:
    if game.kind == "float":
        return game.payoffs
    numerators, _ = game.exact()
    if max(abs(value) for value in numerators.flat) < 2**63:
        return numerators.astype(np.int64)
    return numerators


def _enclosed(game: NormalForm) -> tuple[tuple[int, ...], ...]:
    found = []
    for choices in np.ndindex(*game.counts):
        verdict = _is_equilibrium(game, choices)
        if isinstance(verdict, Undecided):
            raise verdict
        if verdict:
            found.append(tuple(int(k) for k in choices))
    return tuple(found)


def _is_equilibrium(game: NormalForm, choices: tuple[int, ...]) -> bool | Undecided:
    """A certain gain of anybody settles it; only without one does an open comparison matter."""
    open_question: Undecided | None = None
    for player, choice in enumerate(choices):
        line = game.payoffs[player][(*choices[:player], slice(None), *choices[player + 1 :])].tolist()
        for other in line:
            try:
                if _gains(line[choice], other):
                    return False
            except Undecided as error:
                open_question = error
    return True if open_question is None else open_question


def _gains(now: Enclosed, other: Enclosed) -> bool:
    return now is not other and now.residue != other.residue and now < other
