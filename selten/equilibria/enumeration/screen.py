"""A cheap reduction before the enumeration: strategies that another pure strategy beats everywhere are never played.

Removing them, round after round, changes neither the equilibria nor the index of any component. It is no substitute
for the dominance tests of :mod:`selten.equilibria.dominance`, which know mixed strategies and keep a record.
"""

from collections.abc import Sequence
from dataclasses import replace
from fractions import Fraction
from typing import Any

import numpy as np
import numpy.typing as npt

from selten.games.normal_form import NormalForm, Number

Kept = tuple[tuple[int, ...], tuple[int, ...]]


def screen(game: NormalForm) -> Kept:
    """For each player of a two-player game the strategies that survive iterated strict dominance by pure strategies.

    Enclosed games are left as they are.

    Examples
    --------
    >>> screen(NormalForm.of([[[3, 0], [5, 1]], [[3, 5], [0, 1]]]))
    ((1,), (1,))
    """
    m, n = game.counts
    rows, columns = np.arange(m), np.arange(n)
    if game.kind == "enclosed":
        return tuple(range(m)), tuple(range(n))
    first, second = _integers(game)
    while True:
        left, right = _survivors(first[np.ix_(rows, columns)]), _survivors(second.T[np.ix_(columns, rows)])
        if left.all() and right.all():
            return tuple(rows.tolist()), tuple(columns.tolist())
        rows, columns = rows[left], columns[right]


def restrict(game: NormalForm, kept: Kept) -> NormalForm:
    """The two-player game in which only the strategies kept may be played."""
    labels = tuple(tuple(own[k] for k in keep) for own, keep in zip(game.strategies, kept, strict=True))
    return replace(game, payoffs=game.payoffs[np.ix_((0, 1), *kept)], strategies=labels)


def spread(strategy: Sequence[Number], kept: Sequence[int], count: int) -> tuple[Number, ...]:
    """A mixed strategy of the restricted game as one of the whole game.

    Examples
    --------
    >>> spread((Fraction(1, 2), Fraction(1, 2)), (0, 2), 3)
    (Fraction(1, 2), Fraction(0, 1), Fraction(1, 2))
    """
    full: list[Number] = [Fraction(0)] * count
    for place, probability in zip(kept, strategy, strict=True):
        full[place] = probability
    return tuple(full)


def _integers(game: NormalForm) -> npt.NDArray[Any]:
    numerators, _ = game.exact()
    small = max(abs(value) for value in numerators.flat) < 2**63
    return numerators.astype(np.int64) if small else numerators


def _survivors(payoffs: npt.NDArray[Any]) -> npt.NDArray[np.bool_]:
    """Which rows no other row beats in every column."""
    alive = np.ones(len(payoffs), dtype=bool)
    # a row beaten by a row that is itself beaten is beaten by a third: rows found beaten need not be compared with
    for k in range(len(payoffs)):
        rivals = payoffs[alive]
        alive[k] = not bool((rivals > payoffs[k]).all(axis=1).any())
    return alive
