"""What all equilibria of a small price grid pay: strict dominance, then complete enumeration, in whole numbers.

On coarse grids most price vectors are strictly dominated or do the same to both firms as another one. What is left is
small enough for :func:`selten.equilibria.enumerate.extreme_equilibria`, which lists all extreme equilibria. Where a
firm is indifferent its rival may not be, so equilibria need not pay the same; but in a set of equilibria that may be
combined freely what a firm earns is linear in the rival's strategy, so that extreme equilibria pay the least and the
most. The statement is about the grid as a game in its own right: it says nothing of finer grids or of real prices.
"""

from dataclasses import dataclass
from fractions import Fraction
from typing import Any

import numpy as np
import numpy.typing as npt

from selten.equilibria.enumerate import extreme_equilibria
from selten.games.errors import InputError
from selten.games.normal_form import NormalForm
from selten.games.prices.protocol import Ints, PriceGame
from selten.games.profile import Profile

MOST_CELLS = 400_000
"""The largest price game that is enumerated."""

Objects = npt.NDArray[Any]
Range = tuple[Fraction, Fraction]


@dataclass(frozen=True, slots=True)
class AllEquilibria:
    """What all equilibria of a price game on its grid pay.

    Parameters
    ----------
    payoffs : tuple of (least, most) for each firm
        Over all equilibria, exactly.
    extreme : int
        How many extreme equilibria the reduced game has.
    kept : tuple of two int
        How many strategies of each firm the reduction left.
    """

    payoffs: tuple[Range, Range]
    extreme: int
    kept: tuple[int, int]


def all_equilibria(game: PriceGame, *, time_limit: float | None = None) -> AllEquilibria:
    """The least and the most that each firm earns in any equilibrium of a price game on its grid, pure or mixed.

    Guarantees completeness for the game as tabulated.

    Raises
    ------
    InputError
        If the game has more than :data:`MOST_CELLS` cells.
    OutOfTimeError
        If the time limit strikes.

    Examples
    --------
    >>> from selten.games.consumers.atoms import Atoms
    >>> from selten.games.bundling import BundlingMarket
    >>> from selten.games.prices.grids import duopoly_game
    >>> consumers = Atoms.of([(1, 1), (4, 4), (5, 5)], ["1/3"] * 3)
    >>> game = duopoly_game(BundlingMarket(consumers, Fraction(0)), "001", "100", step="1/7")
    >>> found = all_equilibria(game)
    >>> [[str(x) for x in pair] for pair in found.payoffs], found.kept
    ([['64/21', '64/21'], ['1/3', '1/3']], (4, 4))
    """
    rows, columns = game.counts
    if rows * columns > MOST_CELLS:
        raise InputError(f"price game: got {rows} x {columns} price vectors; allowed: at most {MOST_CELLS} cells")
    everything = np.arange(rows), np.arange(columns)
    first = game.exact_block(0, *everything).astype(object)
    second = game.exact_block(1, everything[1], everything[0]).astype(object).T
    kept = reduced(first, second)
    scale = game.scale
    payoffs = [[[Fraction(x, scale) for x in row] for row in table[np.ix_(*kept)]] for table in (first, second)]
    form = NormalForm.of(payoffs)
    extreme = extreme_equilibria(form, time_limit=time_limit)
    pairs = [(form_payoff(payoffs[0], one), form_payoff(payoffs[1], one)) for one in extreme]
    least_most = [(min(pair[i] for pair in pairs), max(pair[i] for pair in pairs)) for i in (0, 1)]
    return AllEquilibria((least_most[0], least_most[1]), len(extreme), (kept[0].size, kept[1].size))


def form_payoff(table: list[list[Fraction]], profile: Profile) -> Fraction:
    """What a table of payoffs pays at a profile.

    Examples
    --------
    >>> half = Fraction(1, 2)
    >>> even = Profile(((half, half), (half, half)))
    >>> str(form_payoff([[Fraction(2), Fraction(0)], [Fraction(0), Fraction(1)]], even))
    '3/4'
    """
    x, y = profile.strategies
    return sum((p * q * table[i][j] for i, p in enumerate(x) for j, q in enumerate(y) if p and q), Fraction(0))


def reduced(first: Objects, second: Objects) -> tuple[Ints, Ints]:
    """The strategies left by iterated strict dominance by pure strategies, one of those that do the same.

    Parameters
    ----------
    first, second : integer arrays, shape (m, n)
        Each firm's payoffs, the first firm's strategies down.

    Notes
    -----
    An equilibrium that uses several strategies with the same payoffs for both firms pays what the one does that uses
    only the first of them instead, so that merging them loses no payoffs.

    Examples
    --------
    >>> [kept.tolist() for kept in reduced(np.array([[3, 0], [5, 1], [5, 1]]), np.array([[3, 5], [0, 1], [0, 1]]))]
    [[1], [1]]
    """
    a, b = _ranks(first), _ranks(second)
    rows, columns = np.arange(a.shape[0]), np.arange(a.shape[1])
    while True:
        size = rows.size, columns.size
        rows = rows[_distinct(a[np.ix_(rows, columns)], b[np.ix_(rows, columns)])]
        columns = columns[_distinct(a[np.ix_(rows, columns)].T, b[np.ix_(rows, columns)].T)]
        left, right = _undominated(a[np.ix_(rows, columns)]), _undominated(b[np.ix_(rows, columns)].T)
        rows, columns = rows[left], columns[right]
        if (rows.size, columns.size) == size:
            return rows, columns


def _ranks(payoffs: Objects) -> Ints:
    """Machine integers in the same order as integers of any size."""
    ranks = np.unique(payoffs, return_inverse=True)[1]
    return np.asarray(ranks, dtype=np.int64).reshape(payoffs.shape)


def _distinct(own: Ints, other: Ints) -> Ints:
    """The first of each kind of row, ascending."""
    both = np.concatenate([own, other], axis=1)
    return np.sort(np.unique(both, axis=0, return_index=True)[1])


def _undominated(own: Ints) -> npt.NDArray[np.bool_]:
    """Which rows no other row beats in every column (one that is itself beaten is beaten by a third)."""
    alive = np.ones(len(own), dtype=bool)
    for k in range(len(own)):
        alive[k] = not bool((own[alive] > own[k]).all(axis=1).any())
    return alive
