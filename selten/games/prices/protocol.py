"""What a solver needs of a two-firm price game that is too large for a matrix.

A firm's strategies are numbered and arranged in rows of equal length: best replies are taken one a row, so that rows
should be price vectors that differ in the less important prices. Payoffs are whole numbers over ``scale``; floats are
for finding equilibria, the integers for proving them.
"""

from collections.abc import Sequence
from fractions import Fraction
from typing import Any, Protocol

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float64]
Ints = npt.NDArray[np.int64]
Signs = npt.NDArray[np.int8]


class PriceGame(Protocol):
    """A two-firm price game that answers sweeps."""

    @property
    def counts(self) -> tuple[int, int]:
        """The number of price vectors of each firm."""

    @property
    def rows(self) -> tuple[int, int]:
        """In how many rows each firm's strategies are arranged; a divisor of its count."""

    @property
    def scale(self) -> int:
        """What the integer payoffs are over."""

    @property
    def largest(self) -> tuple[float, float]:
        """A bound of each firm's payoffs in size, for scaling tolerances."""

    def sweep(self, firm: int, support: Ints, weights: Floats, *, out: Floats | None = None) -> Floats:
        """The firm's payoff from each own strategy against a mixed one of the rival; written to ``out`` if given.

        Shape (counts[firm],).
        """

    def block(self, firm: int, own: Ints, rival: Ints) -> Floats:
        """The firm's payoffs, own strategies by the rival's."""

    def exact_block(self, firm: int, own: Ints, rival: Ints) -> npt.NDArray[Any]:
        """The same in whole numbers over ``scale``: machine integers or Python's."""

    def compare(self, firm: int, support: Ints, numerators: Sequence[int], threshold: int) -> Signs:
        """The sign of (the sum of integer payoffs times numerators) minus the threshold, for each own strategy."""

    def price_vector(self, firm: int, strategy: int) -> dict[str, Fraction]:
        """The prices that the firm sets with a strategy, by product."""

    def coarser(self) -> "tuple[PriceGame, tuple[Ints, Ints]] | None":
        """The game with every second price, and its strategies' numbers in this one; None if it is coarse enough."""
