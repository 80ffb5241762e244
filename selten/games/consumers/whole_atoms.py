"""Consumers who are atoms in whole numbers over common denominators: for arrays, found once for each distribution."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from fractions import Fraction
from math import lcm
from typing import Any

import numpy as np
import numpy.typing as npt

Array = npt.NDArray[Any]
Floats = npt.NDArray[np.float64]

_MACHINE = 2**61


@dataclass(frozen=True, slots=True, eq=False)
class WholeAtoms:
    """Atoms in whole numbers, in their order: machine integers where these hold them, else Python's.

    Parameters
    ----------
    over : int
        What the valuations are over: their least common denominator.
    values : two arrays of int
        Of the two components.
    denominator : int
        What the masses are over.
    masses : array of int
    """

    over: int
    values: tuple[Array, Array]
    denominator: int
    masses: Array

    @classmethod
    def of(cls, values: Sequence[tuple[Fraction, Fraction]], masses: Sequence[Fraction]) -> "WholeAtoms":
        """The same numbers over common denominators."""
        over = lcm(*{x.denominator for pair in values for x in pair})
        denominator = lcm(*{mass.denominator for mass in masses})
        first, second = (_integers(_times(pair[k], over) for pair in values) for k in (0, 1))
        return cls(over, (first, second), denominator, _integers(_times(mass, denominator) for mass in masses))

    def floats(self) -> tuple[Floats, Floats]:
        """Rows v_0, v_1, v_0 + v_1, and the masses: the floats nearest to each."""
        v0, v1 = self.values
        rows = [_quotients(row, self.over) for row in (v0, v1, v0 + v1)]
        return np.array(rows), _quotients(self.masses, self.denominator)


def _times(value: Fraction, common: int) -> int:
    return value.numerator * (common // value.denominator)


def _integers(numbers: Iterable[int]) -> Array:
    listed = list(numbers)
    return np.array(listed, dtype=np.int64 if max(listed) < _MACHINE else object)


def _quotients(whole: Array, over: int) -> Floats:
    """The floats nearest to whole / over: division is rounded rightly where both are floats themselves."""
    if whole.dtype != object and max(int(whole.max()), over) <= 2**53:
        return np.asarray(whole / over, dtype=float)
    return np.array([int(number) / over for number in whole])
