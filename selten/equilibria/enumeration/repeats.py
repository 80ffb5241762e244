"""Strategies that are copies of others: taken out before the enumeration and put back in its answer, exactly.

Two strategies of a player are copies if both players earn the same with either, whatever the other player does. In an
extreme strategy at most one of several copies is played: with two, weight could move from one to the other and back
while all best replies stay, so that it would lie between two others. Hence the extreme strategies of the game are those
of the game without copies, with each strategy played replaced by any of its copies; all copies of a best reply are best
replies, and two strategies make an equilibrium exactly when the ones without copies do.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import product
from math import prod
from typing import Any

import numpy as np

from selten.equilibria.extreme import ExtremePairs
from selten.equilibria.listed import Listed
from selten.equilibria.solution import Proposal
from selten.games.enclosed import Enclosed
from selten.games.normal_form import NormalForm, Number
from selten.games.profile import Profile

MOST_EQUILIBRIA = 1_000_000
"""So many extreme equilibria are put back at most: copies multiply them."""


class TooManyError(RuntimeError):
    """Putting the copies back would give more than :data:`MOST_EQUILIBRIA` extreme equilibria; ``count`` of them."""

    def __init__(self, count: int) -> None:
        super().__init__(
            f"repeated strategies make {count} extreme equilibria, more than the {MOST_EQUILIBRIA} that are listed: "
            "leave the copies out"
        )
        self.count = count


@dataclass(frozen=True, slots=True)
class Copies:
    """For each player the classes of equal strategies, each ascending, ordered by their first members."""

    rows: tuple[tuple[int, ...], ...]
    columns: tuple[tuple[int, ...], ...]

    @property
    def kept(self) -> tuple[tuple[int, ...], tuple[int, ...]]:
        """The first member of each class."""
        return tuple(own[0] for own in self.rows), tuple(own[0] for own in self.columns)

    @property
    def counts(self) -> tuple[int, int]:
        """The numbers of strategies with the copies."""
        return sum(map(len, self.rows)), sum(map(len, self.columns))


def copies(game: NormalForm, *, compiled: bool = False) -> Copies | None:
    """The classes of equal strategies of a two-player game; None if no strategy repeats another one.

    Numbers of an enclosed game are equal where they are the same symbolic value.

    Parameters
    ----------
    compiled : bool
        Whether the compiled code is to look (a microsecond for 8 x 8 games; the code must be worth loading).

    Examples
    --------
    >>> copies(NormalForm.of([[[3, 0, 3], [5, 1, 5]], [[3, 5, 3], [0, 1, 0]]]))
    Copies(rows=((0,), (1,)), columns=((0, 2), (1,)))
    """
    table = game.machine_integers() if compiled and game.kind != "enclosed" else None
    if table is not None:
        from selten.equilibria.enumeration.compiled.repeats import repeated

        if not repeated(table.copy()):  # kernels are compiled for arrays that may be written
            return None
    first, second = (_keys(own) for own in (game.payoffs if game.kind == "enclosed" else game.exact()[0]))
    rows = _classes([*zip(first, second, strict=True)])
    columns = _classes([*zip(zip(*first, strict=True), zip(*second, strict=True), strict=True)])
    return None if (len(rows), len(columns)) == game.counts else Copies(rows, columns)


def put_back(game: NormalForm, classes: Copies, found: Proposal) -> Proposal:
    """The answer for a game from that for the game without its copies.

    Parameters
    ----------
    game : NormalForm
        With the copies.
    found : Proposal
        A complete one for ``restrict(game, classes.kept)``.

    Raises
    ------
    TooManyError
        If there are more than :data:`MOST_EQUILIBRIA`.
    """
    if isinstance(found.proven, Listed):
        rows, columns = found.proven.rows.tolist(), found.proven.columns.tolist()
        pairs: Sequence[tuple[int, int]] = found.proven.extreme.pairs
    else:
        places: tuple[dict[Any, int], dict[Any, int]] = ({}, {})
        pairs = [
            (places[0].setdefault(x, len(places[0])), places[1].setdefault(y, len(places[1])))
            for x, y in (profile.strategies for profile in found.profiles)
        ]
        rows, columns = list(places[0]), list(places[1])
    sides = _Side.of(rows, classes.rows), _Side.of(columns, classes.columns)
    count = sum(sides[0].sizes[i] * sides[1].sizes[j] for i, j in pairs)
    if count > MOST_EQUILIBRIA:
        raise TooManyError(count)
    if isinstance(found.proven, Listed):
        return _listed(game, classes, found, sides)
    return _profiles(sides, pairs, found)


@dataclass(frozen=True, slots=True)
class _Side:
    """The strategies of one player: without copies, the classes, and how many each stands for."""

    strategies: Sequence[Sequence[Any]]
    classes: Sequence[tuple[int, ...]]
    sizes: list[int]

    @classmethod
    def of(cls, strategies: Sequence[Sequence[Any]], classes: Sequence[tuple[int, ...]]) -> "_Side":
        sizes = [prod(len(c) for c, p in zip(classes, own, strict=True) if _played(p)) for own in strategies]
        return cls(strategies, classes, sizes)

    def expanded(self, zero: Any) -> tuple[list[tuple[Any, ...]], list[list[int]]]:
        """The strategies with copies, and for each one without the positions of those that it stands for."""
        wide: list[tuple[Any, ...]] = []
        groups = []
        for own in self.strategies:
            played = [(c, p) for c, p in zip(self.classes, own, strict=True) if _played(p)]
            groups.append(list(range(len(wide), len(wide) + prod(len(c) for c, _ in played))))
            for members in product(*(c for c, _ in played)):
                full = [zero] * sum(map(len, self.classes))
                for member, (_, p) in zip(members, played, strict=True):
                    full[member] = p
                wide.append(tuple(full))
        return wide, groups


def _played(weight: Any) -> bool:
    return isinstance(weight, Enclosed) or weight != 0


def _profiles(sides: tuple[_Side, _Side], pairs: Sequence[tuple[int, int]], found: Proposal) -> Proposal:
    from selten.equilibria.enumeration.pairing import ranks

    (xs, x_groups), (ys, y_groups) = (side.expanded(Fraction(0)) for side in sides)
    x_rank, y_rank = ranks(dict(enumerate(xs))), ranks(dict(enumerate(ys)))
    wide = [(i, j) for first, second in pairs for i in x_groups[first] for j in y_groups[second]]
    wide.sort(key=lambda pair: (x_rank[pair[0]], y_rank[pair[1]]))
    return Proposal(tuple(Profile((xs[i], ys[j])) for i, j in wide), found.status, found.note)


def _listed(game: NormalForm, classes: Copies, found: Proposal, sides: tuple[_Side, _Side]) -> Proposal:
    from selten.equilibria.enumeration.compiled.exact import descending

    assert isinstance(found.proven, Listed)
    known = found.proven.extreme
    rows, masks, groups = [], [], []
    for own, side in enumerate(sides):
        wide, parts = side.expanded(0)
        keys = descending([list(own) for own in wide])
        order = sorted(range(len(wide)), key=lambda k: keys[k], reverse=True)
        place = {k: position for position, k in enumerate(order)}
        rows.append([wide[k] for k in order])
        groups.append([[place[k] for k in part] for part in parts])
        masks.append((known.first, known.second)[own])
    whole = known.whole and max(map(len, masks)) <= MOST_EQUILIBRIA
    firsts, seconds = (_masks(masks[own], rows[own], groups[own], classes, own, whole=whole) for own in (0, 1))
    pairs = sorted((i, j) for first, second in known.pairs for i in groups[0][first] for j in groups[1][second])
    whole = whole and firsts[1] and seconds[1]
    extreme = ExtremePairs(classes.counts, tuple(firsts[0]), tuple(seconds[0]), tuple(pairs), whole)
    listed = Listed(game, _table(rows[0]), _table(rows[1]), extreme)
    return Proposal((), found.status, found.note, extreme=extreme, proven=listed)


def _table(rows: list[Any]) -> Any:
    table = np.empty((len(rows), len(rows[0])), dtype=object)
    for k, row in enumerate(rows):
        table[k] = row
    return table


def _masks(
    known: Sequence[int], rows: list[Any], groups: list[list[int]], classes: Copies, own: int, *, whole: bool
) -> tuple[list[int], bool]:
    """The tight labels of the strategies with copies: those that are used, in their order, and then all others.

    Returns them and whether the others are all there.
    """
    both = (classes.rows, classes.columns)
    offsets = (0, classes.counts[0])
    bits = [[sum(1 << (offsets[side] + k) for k in c) for c in both[side]] for side in (0, 1)]
    ends = (0, len(classes.rows))

    def wide(mask: int, side: int) -> int:
        return sum(bit for k, bit in enumerate(bits[side]) if mask >> (ends[side] + k) & 1)

    mine = sum(bits[own])
    masks = [0] * len(rows)
    for k, group in enumerate(groups):
        replies = wide(known[k], 1 - own)
        for place in group:
            masks[place] = replies | mine - sum(1 << (offsets[own] + i) for i, w in enumerate(rows[place]) if w)
    if not whole:
        return masks, False
    for mask in known[len(groups) :]:
        played = [c for k, c in enumerate(both[own]) if not mask >> (ends[own] + k) & 1]
        if len(masks) + prod(map(len, played)) > MOST_EQUILIBRIA:
            return masks, False
        replies = wide(mask, 1 - own)
        masks += [replies | mine - sum(1 << (offsets[own] + i) for i in chosen) for chosen in product(*played)]
    return masks, True


def _keys(table: Any) -> list[tuple[Any, ...]]:
    return [tuple(_key(value) for value in row) for row in table.tolist()]


def _key(value: Number) -> Any:
    return (value.residue, value.low, value.high) if isinstance(value, Enclosed) else value


def _classes(keys: Sequence[Any]) -> tuple[tuple[int, ...], ...]:
    """The positions of equal keys, by first occurrence."""
    found: dict[Any, list[int]] = {}
    for k, key in enumerate(keys):
        found.setdefault(key, []).append(k)
    return tuple(tuple(own) for own in found.values())
