"""Extreme strategies as functions of an infinitesimal e.

They are solved for from their tight labels alone, and then checked in the ordered field.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from math import lcm
from typing import Any

import numpy as np
import numpy.typing as npt

from selten.games.infinitesimal import Infinitesimal, polynomial_sign
from selten.games.normal_form import NormalForm

Strategy = tuple[Infinitesimal, ...]

_ZERO = Infinitesimal.of(0)


@dataclass(frozen=True, slots=True)
class SolvedStrategy:
    """A strategy, its limit, what the opponent's best reply to it earns, and which replies are best, as a mask."""

    strategy: Strategy
    limit: tuple[Fraction, ...]
    value: Infinitesimal
    best: int


class PerturbedSide:
    """The extreme strategies of one player as functions of e.

    Parameters
    ----------
    layers : sequence of ndarray of int, shape (2, m, n)
        The payoffs' coefficients of 1, e, e**2, ..., over ``denominator``.
    numbers : NormalForm
        The game that was enumerated, with a rational in the place of e.
    receiver : {0, 1}
        The opponent, whose best replies are labels of these strategies.
    """

    def __init__(
        self, layers: Sequence[npt.NDArray[Any]], denominator: int, numbers: NormalForm, receiver: int
    ) -> None:
        import flint

        self.denominator = denominator
        tables = [layer[1] if receiver else layer[0].T for layer in layers]
        m, n = tables[0].shape
        self.gains = [[flint.fmpz_poly([int(t[i, j]) for t in tables]) for j in range(n)] for i in range(m)]
        whole, _ = numbers.exact()
        self.whole: npt.NDArray[Any] = whole[1] if receiver else whole[0].T
        self.known: dict[tuple[Any, ...], SolvedStrategy] = {}

    def solved(self, strategy: tuple[Any, ...]) -> SolvedStrategy:
        """The strategy of the enumeration, for every small e.

        Raises
        ------
        RuntimeError
            If the check in the ordered field fails.
        """
        if strategy not in self.known:
            played = [i for i, p in enumerate(strategy) if p]
            self.known[strategy] = self._solved(played, best_replies(strategy, self.whole))
        return self.known[strategy]

    def _solved(self, played: list[int], best: int) -> SolvedStrategy:
        import flint

        replies = range(len(self.gains[0]))
        one = flint.fmpz_poly([1])
        rows = [[self.gains[i][j] for i in played] + [-one] for j in replies if best >> j & 1]
        *own, value = kernel(rows)
        total = sum(own, one * 0)
        if polynomial_sign(total) < 0:
            own, value, total = [-p for p in own], -value, -total
        slacks = [
            value - sum((p * self.gains[i][j] for p, i in zip(own, played, strict=True)), one * 0) for j in replies
        ]
        signs = [polynomial_sign(slack) for slack in slacks]
        if any(polynomial_sign(p) <= 0 for p in own) or signs != [1 - (best >> j & 1) for j in replies]:
            raise RuntimeError("solve_perturbed: a strategy of the enumeration fails the check in the ordered field")
        chances = [_ZERO] * len(self.gains)
        for i, p in zip(played, own, strict=True):
            chances[i] = Infinitesimal.ratio(p, total)
        limit = tuple(p.standard_part for p in chances)
        return SolvedStrategy(tuple(chances), limit, Infinitesimal.ratio(value, total) / self.denominator, best)


def best_replies(strategy: Sequence[Any], table: npt.NDArray[Any]) -> int:
    """The opponent's best replies to a rational strategy, as a mask; ``table`` has integers, own strategies down.

    Examples
    --------
    >>> best_replies([Fraction(1, 2), Fraction(1, 2)], np.array([[1, 0, 0], [0, 1, 0]], dtype=object))
    3
    """
    exact = [Fraction(p) for p in strategy]
    scale = lcm(*(p.denominator for p in exact))
    values = (np.array([int(p * scale) for p in exact], dtype=object) @ table).tolist()
    most = max(values)
    return sum(1 << k for k, value in enumerate(values) if value == most)


def kernel(rows: Sequence[Sequence[Any]]) -> list[Any]:
    """The solution of ``rows . z = 0``, unique up to a factor, as polynomials: elimination without fractions.

    Parameters
    ----------
    rows : sequence of sequences of fmpz_poly
        Of rank one less than their length.

    Raises
    ------
    RuntimeError
        If there is no solution but 0, or more than one.

    Examples
    --------
    >>> from flint import fmpz_poly
    >>> [[int(c) for c in p.coeffs()] for p in kernel([[fmpz_poly([1]), fmpz_poly([0, 1])]])]
    [[0, -1], [1]]
    """
    table = [list(row) for row in rows]
    width, last = len(table[0]), 1
    pivots: list[int] = []
    free: list[int] = []
    for column in range(width):
        rank = len(pivots)
        at = next((r for r in range(rank, len(table)) if table[r][column]), None)
        if at is None:
            free.append(column)
            continue
        table[rank], table[at] = table[at], table[rank]
        top, pivot = table[rank], table[rank][column]
        for r, row in enumerate(table):
            if r != rank:  # Bareiss 1968: the division by the pivot before leaves no remainder
                factor = row[column]
                table[r] = [(pivot * a - factor * b) // last for a, b in zip(row, top, strict=True)]
        pivots.append(column)
        last = pivot
    if len(free) != 1:
        raise RuntimeError(f"kernel: got {len(free)} solutions that differ by more than a factor; allowed: one")
    found = [table[0][0] * 0 + last] * width
    for r, column in enumerate(pivots):
        found[column] = -table[r][free[0]]
    return found
