"""The masks of tight labels behind a list of extreme equilibria, for lists that come without them.

See :mod:`selten.equilibria.extreme` for what the labels are.
"""

from collections.abc import Sequence
from fractions import Fraction
from math import lcm
from typing import Any

import numpy as np

from selten.equilibria.enumeration.pairing import bits, join, swap
from selten.equilibria.enumeration.vertices import IntegerCone, extreme_strategies
from selten.equilibria.extreme import ExtremePairs
from selten.games.enclosed import Enclosed
from selten.games.errors import InputError
from selten.games.normal_form import NormalForm, Number
from selten.games.profile import Profile

Strategy = tuple[Number, ...]


def pairs_of(game: NormalForm, profiles: Sequence[Profile]) -> ExtremePairs:
    """The masks of the strategies that occur in a list of equilibria; ``whole`` is False.

    Parameters
    ----------
    profiles : sequence of Profile
        Equilibria of a two-player game without rounded probabilities, each once.

    Raises
    ------
    InputError
        If the game has not two players.

    Examples
    --------
    >>> game = NormalForm.of([[[2, 0], [0, 1]], [[1, 0], [0, 2]]])
    >>> found = pairs_of(game, [Profile.pure((2, 2), (0, 0)), Profile.of([["2/3", "1/3"], ["1/3", "2/3"]])])
    >>> [bin(mask) for mask in found.first], [bin(mask) for mask in found.second], found.pairs
    (['0b110', '0b1100'], ['0b1001', '0b11'], ((0, 0), (1, 1)))
    """
    _check_two(game)
    places: tuple[dict[Strategy, int], dict[Strategy, int]] = ({}, {})
    pairs = tuple(
        (places[0].setdefault(x, len(places[0])), places[1].setdefault(y, len(places[1])))
        for x, y in (profile.strategies for profile in profiles)
    )
    (m, n), tables = game.counts, _tables(game)
    partners: tuple[dict[int, int], dict[int, int]] = ({}, {})
    for (i, j), profile in zip(pairs, profiles, strict=True):
        if i not in partners[0] or j not in partners[1]:
            x, y = profile.supports
            partners[0].setdefault(i, y[0])
            partners[1].setdefault(j, x[0])
    first = tuple(_idle(x) | _best(tables[0], x, partners[0][i]) << m for x, i in places[0].items())
    second = tuple(_best(tables[1], y, partners[1][j]) | _idle(y) << m for y, j in places[1].items())
    return ExtremePairs((m, n), first, second, pairs, whole=False)


def whole_pairs(game: NormalForm) -> ExtremePairs:
    """All extreme strategies of an exact two-player game, dominated strategies included; ``whole`` is True.

    The pairs are in no particular order. Slow: double description in Python.

    Examples
    --------
    >>> found = whole_pairs(NormalForm.of([[[3, 0], [5, 1]], [[3, 5], [0, 1]]]))
    >>> sorted(found.first), len(found.pairs)
    ([9, 10], 1)
    """
    _check_two(game)
    m, n = game.counts
    second_earns, first_earns = _tables(game)
    first = tuple(ray.tight for ray in extreme_strategies(IntegerCone(second_earns)))
    second = tuple(swap(ray.tight, n, m) for ray in extreme_strategies(IntegerCone(first_earns)))
    return ExtremePairs((m, n), first, second, tuple(join(first, second, m + n)), whole=True)


def matched(extreme: ExtremePairs, game: NormalForm, profiles: Sequence[Profile]) -> ExtremePairs:
    """``extreme`` with its pairs in the order of the profiles (a strategy's mask tells it from the other extreme ones).

    Raises
    ------
    KeyError
        If a profile is none of the extreme equilibria.
    """
    listed = pairs_of(game, profiles)
    places = [{mask: k for k, mask in enumerate(masks)} for masks in (extreme.first, extreme.second)]
    pairs = tuple((places[0][listed.first[i]], places[1][listed.second[j]]) for i, j in listed.pairs)
    return ExtremePairs(extreme.counts, extreme.first, extreme.second, pairs, extreme.whole)


def supports(extreme: ExtremePairs) -> tuple[tuple[int, ...], tuple[int, ...]]:
    """For each listed strategy of player 1 and of player 2 the mask of the own pure strategies it plays, bit 0 first.

    Examples
    --------
    >>> supports(ExtremePairs((2, 1), first=(0b110, 0b101), second=(0b011,), pairs=((0, 0), (1, 0)), whole=True))
    ((1, 2), (1,))
    """
    m, n = extreme.counts
    own, other = (1 << m) - 1, (1 << n) - 1
    return tuple(~mask & own for mask in extreme.first), tuple(~(mask >> m) & other for mask in extreme.second)


def replies(extreme: ExtremePairs) -> tuple[tuple[int, ...], tuple[int, ...]]:
    """For each listed strategy of player 1 the mask of player 2's best replies to it, and the other way round.

    Examples
    --------
    >>> replies(ExtremePairs((2, 1), first=(0b110, 0b101), second=(0b011,), pairs=((0, 0), (1, 0)), whole=True))
    ((1, 1), (3,))
    """
    m, _ = extreme.counts
    return tuple(mask >> m for mask in extreme.first), tuple(mask & ((1 << m) - 1) for mask in extreme.second)


class Carriers:
    """For each label the set of listed strategies at which it is tight, as one big integer (bit k: strategy k).

    Questions about all strategies at once are then a few conjunctions.

    Parameters
    ----------
    masks : sequence of int
        The tight labels of each strategy of one player.
    labels : int
        How many labels there are.

    Examples
    --------
    >>> carriers = Carriers([0b011, 0b110], 3)
    >>> carriers.where(0b010), carriers.common(0b11) == 0b010, carriers.common(0b01) == 0b011
    (3, True, True)
    """

    def __init__(self, masks: Sequence[int], labels: int) -> None:
        size = (len(masks) + 7) // 8
        columns = np.zeros((labels, 8 * size), dtype=np.uint8)
        for label in range(labels):
            columns[label, : len(masks)] = [mask >> label & 1 for mask in masks]
        packed = np.packbits(columns, axis=1, bitorder="little")
        self.at = [int.from_bytes(row.tobytes(), "little") for row in packed]
        self.everyone = (1 << len(masks)) - 1

    def where(self, mask: int) -> int:
        """The strategies at which all labels of the mask are tight."""
        chosen = self.everyone
        for label in bits(mask):
            chosen &= self.at[label]
        return chosen

    def common(self, chosen: int) -> int:
        """The labels tight at all the chosen strategies."""
        return sum(1 << label for label, carriers in enumerate(self.at) if not chosen & ~carriers)


def _check_two(game: NormalForm) -> None:
    if len(game.players) != 2:
        raise InputError(f"players: got {len(game.players)}; allowed: 2, to pair extreme strategies")


def _tables(game: NormalForm) -> tuple[Any, Any]:
    """For each player what the other earns: own strategies down, replies across."""
    payoffs = game.payoffs if game.kind == "enclosed" else game.exact()[0]
    return payoffs[1].tolist(), payoffs[0].T.tolist()


def _idle(own: Strategy) -> int:
    return sum(1 << k for k, p in enumerate(own) if p == 0)


def _best(table: Any, own: Strategy, reply: int) -> int:
    """The mask of the replies that earn what ``reply`` earns, which a partner plays: it is a greatest one."""
    played = [(p, table[k]) for k, p in enumerate(own) if not (type(p) is Fraction and p == 0)]
    if all(type(p) is Fraction for p, _ in played):
        scale = lcm(*(p.denominator for p, _ in played))
        played = [(p.numerator * (scale // p.denominator), row) for p, row in played]
    values = [sum(p * row[j] for p, row in played) for j in range(len(table[0]))]
    top = _identity(values[reply])
    return sum(1 << j for j, value in enumerate(values) if _identity(value) == top)


def _identity(value: Any) -> Any:
    return value.residue if isinstance(value, Enclosed) else value
