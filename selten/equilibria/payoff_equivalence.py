"""When two restrictions of a game are the same game but for names and redundant strategies.

A strategy is *redundant* if a mixture of the player's other strategies gives every player the same, whatever the others
do. Which strategies are left once redundant ones are removed does not depend on the order, up to names: they are the
corners of the convex hull of a player's payoff vectors, and removing a column that is a mixture of other columns leaves
the corners where they are.

Source: Marx and Swinkels, "Order independence for iterated weak dominance" (1997), where two results of elimination
count as one if they differ in this way only.
"""

from collections.abc import Iterator, Sequence
from fractions import Fraction
from itertools import islice, permutations, product
from typing import Any

import numpy as np
import numpy.typing as npt

from selten.equilibria.distance import hull_distance
from selten.games.errors import InputError
from selten.games.normal_form import NormalForm

Kept = Sequence[Sequence[int]]

_MOST_RENAMINGS = 20_000


def payoff_equivalent(game: NormalForm, first: Kept, second: Kept) -> bool | None:
    """Whether two restrictions of a game are the same up to names of strategies and redundant strategies.

    Parameters
    ----------
    first, second : for each player the strategies that are kept

    Returns
    -------
    bool or None
        None if too many renamings would have to be tried.

    Raises
    ------
    InputError
        For an enclosed game.

    Examples
    --------
    >>> game = NormalForm.of([[[1, 1], [1, 0]], [[1, 1], [1, 0]]])
    >>> payoff_equivalent(game, [[0], [0]], [[0], [0, 1]]), payoff_equivalent(game, [[0], [0]], [[0, 1], [0, 1]])
    (True, False)
    """
    if game.kind == "enclosed":
        raise InputError("payoff_equivalent: got a game with enclosed payoffs; allowed: exact or float payoffs")
    payoffs, _ = game.exact()
    cells: dict[tuple[int, ...], int] = {}
    numbered = []
    for kept in (first, second):
        part = payoffs[np.ix_(range(len(payoffs)), *lean(payoffs, kept))]
        flat = part.reshape(len(part), -1).T.tolist()
        numbered.append(np.array([cells.setdefault(tuple(c), len(cells)) for c in flat]).reshape(part.shape[1:]))
    return _same(*numbered)


def indifference_transfers(game: NormalForm) -> bool:
    """Whether nobody can change what others get without changing what it gets itself, by mixed strategies either.

    That is: against any pure strategies of the others, if a player's mixed strategy earns it what one of its pure ones
    does, both pay everybody alike. So it is exactly if, there, what each other player gets is an affine function of
    what the player gets. All orders of weak dominance then end in payoff equivalent games (Marx and Swinkels 1997).

    Raises
    ------
    InputError
        For an enclosed game.

    Examples
    --------
    >>> pennies = NormalForm.of([[[1, -1], [-1, 1]], [[-1, 1], [1, -1]]])
    >>> indifference_transfers(pennies), indifference_transfers(NormalForm.of([[[1, 1], [1, 0]], [[1, 1], [0, 1]]]))
    (True, False)
    """
    if game.kind == "enclosed":
        raise InputError("indifference_transfers: got a game with enclosed payoffs; allowed: exact or float payoffs")
    payoffs, _ = game.exact()
    for player in range(len(payoffs)):
        # rows: the others' profiles; then own strategies; then whose payoff
        table = np.moveaxis(payoffs, (player + 1, 0), (-2, -1)).reshape(-1, payoffs.shape[player + 1], len(payoffs))
        if not all(_on_a_line(points, player) for points in table.tolist()):
            return False
    return True


def _on_a_line(points: list[list[int]], own: int) -> bool:
    """Whether everybody's payoff is an affine function of one player's."""
    low, high = min(points, key=lambda p: p[own]), max(points, key=lambda p: p[own])
    if low[own] == high[own]:
        return all(point == low for point in points)
    return all(
        (p[k] - low[k]) * (high[own] - low[own]) == (high[k] - low[k]) * (p[own] - low[own])
        for p in points
        for k in range(len(low))
    )


def lean(payoffs: npt.NDArray[Any], kept: Kept) -> tuple[tuple[int, ...], ...]:
    """The strategies kept without redundant ones: of equal ones the first stays.

    Parameters
    ----------
    payoffs : ndarray of int, shape (n, m_1, ..., m_n)

    Examples
    --------
    >>> rows = [[0, 4], [4, 0], [2, 2], [4, 0]]
    >>> lean(np.array([rows, rows], dtype=object), [[0, 1, 2, 3], [0, 1]])
    ((0, 1), (0, 1))
    """
    left = [list(own) for own in kept]
    for player in range(len(left)):
        for strategy in sorted(left[player], reverse=True):
            part = np.moveaxis(payoffs[np.ix_(range(len(payoffs)), *left)], player + 1, 0)
            vectors = [[Fraction(x) for x in row] for row in part.reshape(len(part), -1).tolist()]
            own = vectors.pop(left[player].index(strategy))
            if vectors and (own in vectors or hull_distance(own, vectors).value == 0):
                left[player].remove(strategy)
    return tuple(tuple(own) for own in left)


def _same(first: npt.NDArray[Any], second: npt.NDArray[Any]) -> bool | None:
    """Whether two tables of numbered cells differ by permutations along their axes only."""
    if first.shape != second.shape:
        return False
    marks = [_marks(table) for table in (first, second)]
    if any(sorted(one) != sorted(other) for one, other in zip(*marks, strict=True)):
        return False
    axes = range(first.ndim - 1)
    ways = product(*(list(islice(_matches(marks[0][k], marks[1][k]), _MOST_RENAMINGS + 1)) for k in axes))
    last = sorted(_slices(first))
    for tried, renaming in enumerate(ways):
        if tried >= _MOST_RENAMINGS:
            return None
        moved = second
        for axis, order in enumerate(renaming):
            moved = moved.take(order, axis=axis)
        if sorted(_slices(moved)) == last:
            return True
    return False


def _marks(table: npt.NDArray[Any]) -> list[list[tuple[int, ...]]]:
    """For each axis and place what a permutation cannot change: the cells there, in order of size."""
    slices = [np.moveaxis(table, axis, 0).reshape(table.shape[axis], -1) for axis in range(table.ndim)]
    return [[tuple(sorted(row)) for row in rows.tolist()] for rows in slices]


def _matches(first: Sequence[Any], second: Sequence[Any]) -> Iterator[list[int]]:
    """All ways to take the second's places in an order that gives them the marks of the first's."""
    kinds = sorted(set(first))
    places = [[k for k, mark in enumerate(second) if mark == kind] for kind in kinds]
    for choice in product(*(permutations(own) for own in places)):
        pools = {kind: iter(order) for kind, order in zip(kinds, choice, strict=True)}
        yield [next(pools[mark]) for mark in first]


def _slices(table: npt.NDArray[Any]) -> list[Any]:
    rows: list[Any] = np.moveaxis(table, -1, 0).reshape(table.shape[-1], -1).tolist()
    return rows
