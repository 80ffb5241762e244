"""The parts of a Bayesian game: what players may know, and what chance draws."""

from dataclasses import dataclass
from fractions import Fraction
from typing import Any

import numpy.typing as npt

Table = npt.NDArray[Any]

Strategies = tuple[tuple[tuple[Fraction, ...], ...], ...]
"""For each player and type the probabilities of its actions."""


@dataclass(frozen=True, slots=True)
class Type:
    """What a player may know: a label and the actions that it then has, at least one, all different."""

    label: str
    actions: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Draw:
    """A choice of chance.

    Parameters
    ----------
    mass : Fraction
        Its probability, positive.
    types : tuple of int
        For each player the number of its type.
    payoffs : object array of Fraction, shape (n, m_1, ..., m_n)
        Axis 0: the player paid; axis i + 1: the action of player i's type.
    label : str
        Free text.
    """

    mass: Fraction
    types: tuple[int, ...]
    payoffs: Table
    label: str = ""
