"""Payoffs made fit for an engine, exactly, before it sees them.

Equilibria do not change when one player's payoffs are shifted or multiplied by a positive number. Engines do: Gambit's
exact mode returns nothing once the spread of payoffs reaches 2**31, Nashpy's polytopes need positive payoffs, and
doubles drown small differences in large offsets. So each player's payoffs are brought, in integers, to the smallest
equivalent table: least entry 0, greatest common divisor 1.
"""

from dataclasses import dataclass
from fractions import Fraction
from math import gcd, lcm
from typing import Any

import numpy as np
import numpy.typing as npt

from selten.games.enclosed import Enclosed
from selten.games.normal_form import NormalForm


@dataclass(frozen=True, slots=True)
class Rescaled:
    """A game equivalent to the given one, in small numbers.

    Parameters
    ----------
    tables : tuple of ndarray of int (object), each of shape (m_1, ..., m_n)
        For each player its payoffs as integers, the least 0, with no common divisor.
    exact : bool
        Whether the equilibria are exactly those of the given game; False where its payoffs are only enclosed and the
        midpoints stand for them.
    """

    tables: tuple[npt.NDArray[Any], ...]
    exact: bool

    @property
    def largest(self) -> int:
        """The largest entry of any player: the spread that an engine meets."""
        return max(int(table.max()) for table in self.tables)

    def floats(self) -> tuple[npt.NDArray[np.float64], ...]:
        """Each table as doubles in [1, 2], divided by a power of two so that integers below 2**52 stay exact."""
        return tuple(_unit(table) for table in self.tables)


def rescale(game: NormalForm) -> Rescaled:
    """The smallest integer payoffs with the same equilibria, player by player.

    Examples
    --------
    >>> game = NormalForm.of([[["10000000000", "10000000000.5"]], [["1/3", "1/3"]]])
    >>> [table.tolist() for table in rescale(game).tables]
    [[[0, 1]], [[0, 0]]]
    """
    return Rescaled(tuple(_smallest(own) for own in _fractions(game)), game.kind != "enclosed")


def _fractions(game: NormalForm) -> list[npt.NDArray[Any]]:
    values = game.payoffs.ravel().tolist()
    flat = np.empty(len(values), dtype=object)
    flat[:] = _midpoints(values) if game.kind == "enclosed" else [Fraction(value) for value in values]
    return list(flat.reshape(game.payoffs.shape))


def _midpoints(values: list[Enclosed]) -> list[Fraction]:
    # Numbers with one residue are one number, so they must get one midpoint: a tie stays a tie.
    chosen: dict[int, Fraction] = {}
    for value in values:
        chosen.setdefault(value.residue, Fraction(float(value)))
    return [chosen[value.residue] for value in values]


def _smallest(table: npt.NDArray[Any]) -> npt.NDArray[Any]:
    values = table.ravel().tolist()
    denominator = lcm(*(value.denominator for value in values))
    numerators = [value.numerator * (denominator // value.denominator) for value in values]
    least = min(numerators)
    divisor = gcd(*(value - least for value in numerators)) or 1
    result = np.empty(len(values), dtype=object)
    result[:] = [(value - least) // divisor for value in numerators]
    return result.reshape(table.shape)


def _unit(table: npt.NDArray[Any]) -> npt.NDArray[np.float64]:
    power = 1 << int(table.max()).bit_length()
    floats = np.array([value / power + 1.0 for value in table.ravel().tolist()])
    return floats.reshape(table.shape)
