"""Lexicographic Lemke-Howson in whole numbers, for the rare game that rounding spoils.

Tableaux stay integer by Edmonds' division: after each pivot all entries are over the pivot before. Ties in the ratio
test are decided lexicographically over the columns of the slacks, so that the path never cycles. See C. E. Lemke and
J. T. Howson, "Equilibrium points of bimatrix games", SIAM 1964, and B. von Stengel, "Computing equilibria for
two-person games", 2002, sections 2.4 to 2.6.
"""

from typing import Any

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float64]
Objects = npt.NDArray[Any]


def whole_equilibrium(
    first: Objects, second: Objects, pivot: int
) -> tuple[tuple[Floats, Floats], tuple[list[int], list[int]]]:
    """The weights, as floats, and the bases of one equilibrium; exact in every comparison.

    Parameters
    ----------
    first, second : integer arrays, shapes (m, n) and (n, m)
        Each player's payoffs, own strategies by the other's.
    pivot : int
        The label dropped first, from 0 to m + n - 1.

    Examples
    --------
    >>> pennies = np.array([[1, 0], [0, 1]])
    >>> weights, bases = whole_equilibrium(pennies, 1 - pennies, 0)
    >>> weights[0].tolist(), bases
    ([0.5, 0.5], ([0, 1], [0, 1]))
    """
    m, n = first.shape
    tableaux = [
        _Tableau(_positive(second), range(m), range(m, m + n)),
        _Tableau(_positive(first), range(m, m + n), range(m)),
    ]
    entering, side = pivot, 0 if pivot < m else 1
    while True:
        entering = tableaux[side].enter(entering)
        if entering == pivot:
            break
        side = 1 - side
    x, y = tableaux[0].values(), tableaux[1].values()
    used = sorted(k for k in x), sorted(k - m for k in y)
    weights = _weights(x, m, 0), _weights(y, n, m)
    return weights, used


class _Tableau:
    """Rows: one inequality of payoffs <= 1 each; columns: real variables, then slacks, then the right side."""

    def __init__(self, payoffs: Objects, real: range, slack: range) -> None:
        size = len(slack)
        ones = np.ones((size, 1), dtype=object)
        self.cells = np.hstack([payoffs, np.diag([1] * size).astype(object), ones])
        self.columns = {label: c for c, label in enumerate((*real, *slack))}
        self.basis = list(slack)
        self.real, self.size, self.divisor = real, size, 1

    def enter(self, label: int) -> int:
        """Bring a label into the basis; the label that leaves."""
        column = self.columns[label]
        row = self._leaving(column)
        pivot = self.cells[row, column]
        kept = self.cells[row].copy()
        factors = self.cells[:, column].copy()
        self.cells = (self.cells * pivot - factors[:, None] * kept[None, :]) // self.divisor
        self.cells[row] = kept
        self.divisor = pivot
        label, self.basis[row] = self.basis[row], label
        return label

    def _leaving(self, column: int) -> int:
        """The row of the lexicographically least ratio, right side first, then the slacks in order."""
        entries = self.cells[:, column]
        rows = [r for r in range(self.size) if entries[r] > 0]
        for c in (self.cells.shape[1] - 1, *range(self.cells.shape[1] - 1 - self.size, self.cells.shape[1] - 1)):
            best = rows[0]
            tied = [best]
            for r in rows[1:]:
                left, right = self.cells[r, c] * entries[best], self.cells[best, c] * entries[r]
                if left < right:
                    best, tied = r, [r]
                elif left == right:
                    tied.append(r)
            rows = tied
            if len(rows) == 1:
                break
        return rows[0]

    def values(self) -> dict[int, int]:
        """The basic real variables, up to a common factor."""
        return {label: self.cells[r, -1] for r, label in enumerate(self.basis) if label in self.real}


def _positive(payoffs: Objects) -> Objects:
    whole = np.array([[int(x) for x in row] for row in payoffs.tolist()], dtype=object)
    return np.asarray(whole + (1 - whole.min()), dtype=object)


def _weights(values: dict[int, int], count: int, start: int) -> Floats:
    whole = sum(values.values())
    weights = np.zeros(count)
    for label, value in values.items():
        weights[label - start] = value / whole
    return weights
