"""The parts of a game tree: who moves with what knowledge, what is paid where, and the points of the play."""

from dataclasses import dataclass
from fractions import Fraction


@dataclass(frozen=True, slots=True)
class InformationSet:
    """Nodes between which the player who moves cannot tell.

    Parameters
    ----------
    player : int or None
        Who moves; None for chance.
    actions : tuple of str
        Distinct labels, at least one.
    label : str
        Free text.
    probabilities : tuple of Fraction
        Of the actions of chance, at least 0 and summing to 1; empty for a player.
    """

    player: int | None
    actions: tuple[str, ...]
    label: str = ""
    probabilities: tuple[Fraction, ...] = ()


@dataclass(frozen=True, slots=True)
class Outcome:
    """A payoff for each player, added to what the other outcomes on the path pay."""

    payoffs: tuple[Fraction, ...]
    label: str = ""


@dataclass(frozen=True, slots=True)
class Node:
    """A point of the play.

    Parameters
    ----------
    infoset : int or None
        The information set it belongs to; None where the play ends.
    outcome : int or None
        The outcome attached to it, if any.
    label : str
        Free text.
    """

    infoset: int | None = None
    outcome: int | None = None
    label: str = ""
