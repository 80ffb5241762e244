"""A best-response polytope in integers, what is tight at the solution of a basis, and that solution.

Notation: ``P = {x >= 0, sum_i x_i C[i, j] <= 1}`` and, with the right-hand sides ``1 + eps g_j``, P(eps), as in
:mod:`selten.equilibria.enumeration.walk`; a basis is a bit mask of as many labels as there are strategies, label i for
``x_i = 0`` and, with m strategies, label m + j for equality at reply j.
"""

from collections.abc import Sequence
from fractions import Fraction
from typing import Any

import numpy as np
import numpy.typing as npt

UNIT = 1 << 20
"""What the integers ``shifts`` are counted in: the numbers g_j lie between 1/2 and 1."""


class Polytope:
    """P and P(eps) in integers, and their bases solved without rounding.

    ``rows[i][j]`` is C[i, j], ``shifts[j]`` is g_j times :data:`UNIT`.

    Parameters
    ----------
    payoffs : sequence of m sequences of n ints
        What the opponent earns with reply j against strategy i.

    Examples
    --------
    >>> square = Polytope([[3, 1], [0, 2]])
    >>> square.rows, square.strategy(0b1100), bin(square.tight(0b1100))
    ([[2, 0], [0, 2]], (Fraction(1, 2), Fraction(1, 2)), '0b1100')
    """

    def __init__(self, payoffs: Sequence[Sequence[int]]) -> None:
        self.rows = [_from_zero(row) for row in payoffs]
        self.strategies, self.replies = len(self.rows), len(self.rows[0])
        # any numbers without a pattern do: two slacks that vanish together should differ in eps
        self.shifts = np.random.default_rng(1).integers(UNIT // 2, UNIT, self.replies).tolist()

    def floats(self) -> npt.NDArray[np.float64]:
        """The rows divided by their greatest entries, each entry rounded once."""
        return np.array([[value / max(row) for value in row] for row in self.rows], dtype=np.float64)

    def strategy(self, basis: int) -> tuple[Fraction, ...]:
        """The solution of a basis, scaled to a mixed strategy."""
        played, solution, _ = self._solve(basis)
        total = sum(int(solution[a, 0]) for a in range(len(played)))
        full = [Fraction(0)] * self.strategies
        for a, i in enumerate(played):
            full[i] = Fraction(int(solution[a, 0]), total)
        return tuple(full)

    def tight(self, basis: int) -> int | None:
        """The mask of all labels tight in P at a basis, or None if the basis is no simple vertex of P(eps)."""
        try:
            slacks = self._slacks(basis)
        except ZeroDivisionError:
            return None
        if not all(slack > 0 or (slack == 0 and change > 0) for _, slack, change in slacks):
            return None
        return basis | sum(1 << label for label, slack, _ in slacks if slack == 0)

    def corner(self, basis: int) -> int | None:
        """The mask of all labels tight at the solution of a basis in P, or None if that lies outside of P.

        Raises
        ------
        ZeroDivisionError
            If the equations of the basis do not have exactly one solution.
        """
        slacks = self._slacks(basis)
        if any(slack < 0 for _, slack, _ in slacks):
            return None
        return basis | sum(1 << label for label, slack, _ in slacks if slack == 0)

    def redundant(self, labels: int) -> bool:
        """Whether the equations of these labels have solutions, but one equation follows from the others."""
        from flint import fmpz_mat

        played = [i for i in range(self.strategies) if not labels >> i & 1]
        best = [j for j in range(self.replies) if labels >> (self.strategies + j) & 1]
        left = fmpz_mat(len(best), len(played), [self.rows[i][j] for j in best for i in played])
        both = fmpz_mat(len(best), len(played) + 1, [v for j in best for v in (*(self.rows[i][j] for i in played), 1)])
        return bool(left.rank() == both.rank() < len(best))

    def _slacks(self, basis: int) -> list[tuple[int, Any, Any]]:
        """Of each label outside a basis the slack in P and its coefficient of eps, both times one positive number."""
        from flint import fmpz_mat

        played, solution, scale = self._solve(basis)
        values = solution.transpose() * fmpz_mat(len(played), self.replies, _flat(self.rows, played))
        slacks = [(i, solution[a, 0], solution[a, 1]) for a, i in enumerate(played)]
        for j in range(self.replies):
            label = self.strategies + j
            if not basis >> label & 1:
                slacks.append((label, scale - values[0, j], scale * self.shifts[j] - values[1, j]))
        return slacks

    def _solve(self, basis: int) -> tuple[list[int], Any, Any]:
        """The strategies played, and over one positive denominator their weights in P and their coefficients of eps."""
        from flint import fmpz_mat

        played = [i for i in range(self.strategies) if not basis >> i & 1]
        best = [j for j in range(self.replies) if basis >> (self.strategies + j) & 1]
        if len(played) != len(best):
            raise ZeroDivisionError
        if not played:
            return played, fmpz_mat(0, 2), 1
        square = fmpz_mat([[self.rows[i][j] for i in played] for j in best])
        right = fmpz_mat([[1, self.shifts[j]] for j in best])
        numerators, denominator = square.solve(right).numer_denom()
        return played, numerators, denominator


def _flat(rows: Sequence[Sequence[int]], kept: Sequence[int]) -> list[int]:
    return [value for i in kept for value in rows[i]]


def _from_zero(row: Sequence[int]) -> list[int]:
    least = min(row)
    return [value - least for value in row] if max(row) > least else [1] * len(row)
