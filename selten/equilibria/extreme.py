"""The extreme equilibria of a two-player game as pairs of extreme strategies, by their sets of tight labels.

Labels: bit i < m is player 1's strategy i, bit m + j is player 2's strategy j. A label is tight at a strategy of its
owner where it is not played, and at a strategy of the other player where it is a best reply. All that is combinatorial
about the set of equilibria (Nash subsets, components, dominated supports) is read off these masks without arithmetic.
"""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class ExtremePairs:
    """Which extreme strategies go together.

    Parameters
    ----------
    counts : (int, int)
        The numbers m, n of pure strategies.
    first, second : tuple of int
        For each extreme strategy of player 1 and of player 2 the mask of all its tight labels, bit 0 .. m + n - 1.
    pairs : tuple of (int, int)
        For each extreme equilibrium, in the order of the solution's list, the positions of its strategies in ``first``
        and ``second``.
    whole : bool
        Whether ``first`` and ``second`` hold every extreme strategy of the game that was asked about; False where
        strategies were removed before (strictly dominated ones, duplicates), so that only those are listed that take
        part in the smaller game.

    Examples
    --------
    >>> pure = ExtremePairs((1, 1), first=(0b10,), second=(0b01,), pairs=((0, 0),), whole=True)
    >>> pure.first[0] | pure.second[0] == (1 << sum(pure.counts)) - 1
    True
    """

    counts: tuple[int, int]
    first: tuple[int, ...]
    second: tuple[int, ...]
    pairs: tuple[tuple[int, int], ...]
    whole: bool
