"""What players expect who know that one of two equilibria is to be played, but not which: the bicentric prior.

Both are defined in Harsanyi and Selten, A General Theory of Equilibrium Selection in Games (1988), chapter 5.

*Formation.* Sets of strategies, one for each player, such that every best reply to a mixture of the others' sets is in
the player's own. The formation spanned by two equilibria is the smallest one that holds all strategies they play; the
two are compared in the game restricted to it.

*Bicentric prior.* Player i thinks that its opponent plays its part of the first equilibrium with probability z, of the
second with 1 - z, and replies best; others do not know z and take it to be uniform on [0, 1]. The prior gives each
strategy of i the length of the z for which it is a best reply; strategies that are best together on an interval share
it evenly (the central best reply).
"""

from fractions import Fraction

from selten.equilibria.dominance import dominance
from selten.equilibria.enumeration.screen import Kept, restrict
from selten.games.normal_form import NormalForm, Number
from selten.games.profile import Profile


def formation(game: NormalForm, first: Profile, second: Profile) -> Kept:
    """For each player of an exact two-player game the strategies in the formation that two profiles span, ascending.

    Best replies are those of an exact linear program: a strategy is one to some mixture exactly if nothing strictly
    dominates it.

    Raises
    ------
    Undecided
        If bounds of an enclosed game leave a best reply open.

    Examples
    --------
    >>> game = NormalForm.of([[[3, 0, 0], [0, 3, 0], [2, 2, 0]], [[3, 0, 0], [0, 3, 0], [0, 0, 1]]])
    >>> formation(game, Profile.pure((3, 3), (0, 0)), Profile.pure((3, 3), (1, 1)))
    ((0, 1, 2), (0, 1, 2))
    """
    sets = [set(x) | set(y) for x, y in zip(first.supports, second.supports, strict=True)]
    while True:
        before = [len(own) for own in sets]
        for player in (0, 1):
            sets[player] |= _replies(game, player, tuple(sorted(sets[1 - player])))
        if [len(own) for own in sets] == before:
            return tuple(sorted(sets[0])), tuple(sorted(sets[1]))


def _replies(game: NormalForm, player: int, others: tuple[int, ...]) -> set[int]:
    everything = tuple(range(game.counts[player]))
    part = restrict(game, (others, everything) if player else (everything, others))
    return {k for k in everything if not dominance(part, player, k, strict=True).dominated}


def bicentric_prior(game: NormalForm, first: Profile, second: Profile) -> Profile:
    """What is expected of each player in an exact or enclosed two-player game.

    Raises
    ------
    Undecided
        If bounds of an enclosed game leave a best reply open.

    Examples
    --------
    >>> battle = NormalForm.of([[[2, 0], [0, 1]], [[1, 0], [0, 2]]])
    >>> prior = bicentric_prior(battle, Profile.pure((2, 2), (0, 0)), Profile.pure((2, 2), (1, 1)))
    >>> [str(p) for own in prior.strategies for p in own]
    ['2/3', '1/3', '1/3', '2/3']
    """
    sides = []
    for player in (0, 1):
        high = game.sweep(player, first.strategies).tolist()
        low = game.sweep(player, second.strategies).tolist()
        sides.append(_shares(high, low))
    return Profile((sides[0], sides[1]))


def _shares(high: list[Number], low: list[Number]) -> tuple[Number, ...]:
    """For each line z * high + (1 - z) * low the length of the z in [0, 1] where it is the greatest."""
    shares: list[Number] = [Fraction(0)] * len(high)
    for k, (top, bottom) in enumerate(zip(high, low, strict=True)):
        start, end = _greatest_on(top, bottom, high, low)
        if start < end:
            twins = sum(1 for a, b in zip(high, low, strict=True) if a == top and b == bottom)
            shares[k] = (end - start) / twins
    return tuple(shares)


def _greatest_on(top: Number, bottom: Number, high: list[Number], low: list[Number]) -> tuple[Number, Number]:
    """The ends of the interval on which no line is above the one from ``bottom`` to ``top``."""
    start: Number = Fraction(0)
    end: Number = Fraction(1)
    for a, b in zip(high, low, strict=True):
        lead, gain = bottom - b, (top - a) - (bottom - b)  # the lead at z is lead + z * gain
        if gain == 0:
            if lead < 0:
                return Fraction(1), Fraction(0)
            continue
        zero = -lead / gain
        if gain > 0:
            start = zero if zero > start else start
        else:
            end = zero if zero < end else end
    return start, end
