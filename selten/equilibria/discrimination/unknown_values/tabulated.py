"""A law that is known only by a non-decreasing distribution function in floats.

Between two nodes a survival function lies between its values at the nodes, and so does its integral: the balls hold
for every distribution with these values, up to the error that is allowed for in each of them.
"""

from bisect import bisect_right
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

import numpy as np
import numpy.typing as npt

from selten.equilibria.discrimination.unknown_values.balls import ball
from selten.games.errors import InputError

Floats = npt.NDArray[np.float64]


@dataclass(frozen=True, eq=False)
class Tabulated:
    """A survival function at equidistant nodes, with bounds on its integral from each node to the end.

    ``lower`` and ``upper`` bound E max(X - x, 0) at the nodes; ``error`` what each value of the table may be off.
    """

    low: Fraction
    high: Fraction
    nodes: tuple[float, ...]
    tail: Floats
    lower: Floats
    upper: Floats
    error: float
    symmetric = False
    centred = False

    @classmethod
    def of(cls, distribution: Any, *, cells: int = 1 << 16, error: float = 1e-12) -> "Tabulated":
        """Table of an object with ``low``, ``high`` and ``cdf`` of an array.

        Raises
        ------
        InputError
            If the distribution function decreases anywhere in the table.
        """
        low, high = float(distribution.low), float(distribution.high)
        nodes = np.linspace(low, high, cells + 1)
        tail = 1 - np.asarray(distribution.cdf(nodes), dtype=float)
        tail[0], tail[-1] = 1.0, 0.0
        if (np.diff(tail) > error).any():
            raise InputError("distribution: got a cdf that decreases; allowed: a non-decreasing function")
        widths, slack = np.diff(nodes), 2 * error * (high - low)
        lower = np.append(np.cumsum((tail[1:] * widths)[::-1])[::-1], 0.0) - slack
        upper = np.append(np.cumsum((tail[:-1] * widths)[::-1])[::-1], 0.0) + slack
        return cls(Fraction(low), Fraction(high), tuple(nodes.tolist()), tail, lower, upper, error)

    @property
    def knots(self) -> tuple[Fraction, ...]:
        """The ends."""
        return (self.low, self.high)

    def mean(self) -> Any:
        """E X."""
        return ball(self.low) + ball(float(self.lower[0])).union(ball(float(self.upper[0])))

    def call(self, x: Fraction) -> Any:
        """E max(X - x, 0)."""
        if x >= self.high:
            return ball(0)
        if x <= self.low:
            return self.mean() - ball(x)
        j = self._cell(x)
        rest = ball(Fraction(self.nodes[j + 1]) - x)
        low = ball(float(self.lower[j + 1])) + rest * ball(max(0.0, float(self.tail[j + 1]) - self.error))
        high = ball(float(self.upper[j + 1])) + rest * ball(float(self.tail[j]) + self.error)
        return low.union(high)

    def above(self, x: Fraction) -> Any:
        """P(X > x)."""
        if x >= self.high:
            return ball(0)
        if x < self.low:
            return ball(1)
        j = self._cell(x)
        return ball(float(self.tail[j + 1]) - self.error).union(ball(float(self.tail[j]) + self.error))

    def at_least(self, x: Fraction) -> Any:
        """P(X >= x)."""
        return self.above(x)

    def _cell(self, x: Fraction) -> int:
        return min(max(bisect_right(self.nodes, x) - 1, 0), len(self.nodes) - 2)
