"""From a game to its list of extreme equilibria through the compiled kernels, step by step where the game is large.

Small games are solved in one compiled call (:mod:`selten.equilibria.enumeration.compiled.whole`). Others go cone by
cone in shares of work, between which the caller's ``tick`` may stop the run: first in machine integers, then, for cones
whose numbers do not fit, in double words (:mod:`selten.equilibria.enumeration.compiled.double_words`). What neither can
decide is left to the exact enumeration in Python integers: the answer is then None.
"""

import math
from dataclasses import dataclass
from functools import cache
from typing import Any

import numpy as np
import numpy.typing as npt

from selten.equilibria.enumeration.compiled import double_words, integers, whole
from selten.equilibria.enumeration.compiled.elimination import strategies
from selten.equilibria.enumeration.compiled.exact import arranged
from selten.equilibria.enumeration.compiled.joining import join, swap
from selten.equilibria.enumeration.compiled.ordering import large_first, restore
from selten.equilibria.enumeration.compiled.repeats import repeated
from selten.equilibria.enumeration.compiled.screening import survivors
from selten.equilibria.enumeration.compiled.words import MOST_LABELS, announce
from selten.equilibria.enumeration.loading import KERNELS
from selten.equilibria.enumeration.vertices import Tick
from selten.equilibria.extreme import ExtremePairs
from selten.equilibria.listed import Listed
from selten.equilibria.solution import Progress
from selten.games.normal_form import NormalForm

Table = npt.NDArray[np.int64]

_LARGEST = 2**60
_SMALL = 1600  # cells times labels of games that are solved in one call
_LONG = 1 << 24  # payoffs from which on rays may not fit machine words
_RAYS, _PAIRS = 256, 512  # room in that call
_SHARE = 1 << 22  # comparisons of rays between two ticks
_CHUNK = 1 << 11  # strategies joined between two ticks
_TINY = np.zeros((2, 1, 1), np.int64)


@dataclass(frozen=True, slots=True)
class Cone:
    """The extreme strategies of one player: sets of tight labels (own first), and the scaled strategies if known."""

    masks: Table
    rows: Table | None


def listed(game: NormalForm, tick: Tick, progress: Progress) -> Listed | None:
    """All extreme equilibria of an exact or float game of two players, or None if the kernels cannot decide them.

    Raises
    ------
    BaseException
        Whatever ``tick`` raises.

    Examples
    --------
    >>> battle = NormalForm.of([[[2, 0], [0, 1]], [[1, 0], [0, 2]]])
    >>> [e.profile.supports for e in listed(battle, lambda: None, lambda _: None)]
    [((0,), (0,)), ((0, 1), (0, 1)), ((1,), (1,))]
    """
    if sum(game.counts) > MOST_LABELS:
        return None
    table = machine(game)
    if table is None:
        return None
    progress(0.0)
    kept = survivors(table)
    everything = all(own.all() for own in kept)
    small = table if everything else np.ascontiguousarray(table[:, kept[0]][:, :, kept[1]])
    found = _solved(small, tick, progress)
    if found is None:
        return None
    firsts, rows, seconds, columns, pairs = found
    if not everything:
        firsts, seconds = (_widened(masks, kept, own) for own, masks in enumerate((firsts, seconds)))
        rows, columns = _spread(rows, kept[0]), _spread(columns, kept[1])
    extreme = ExtremePairs(
        (len(kept[0]), len(kept[1])),
        tuple(firsts.tolist()),
        tuple(seconds.tolist()),
        tuple(zip(pairs[:, 0].tolist(), pairs[:, 1].tolist(), strict=True)),
        everything,
    )
    progress(1.0)
    return Listed(game, rows, columns, extreme)


def prepare(game: NormalForm) -> None:
    """Load the kernels that a game of this size runs (compiling them if it is the first time) and read its payoffs."""
    table = game.machine_integers()
    _load()
    if not _one_call(*game.counts) or table is None or np.abs(table).max() > _LONG:
        _load_steps()
    KERNELS.loaded = True


@cache
def _load() -> None:
    announce(whole.solve)
    survivors(_TINY)
    repeated(_TINY)
    whole.solve(_TINY, _RAYS, _PAIRS)


@cache
def _load_steps() -> None:
    """What runs where one call is not enough, on a game of one cell."""
    announce(integers.describe)
    table = _TINY.copy()
    payoffs = whole.reduced(table[1])
    whole.same(payoffs, whole.reduced(whole.turned(table[0])))
    cone = _cone(payoffs, _silent)
    double_words.extreme(payoffs, _silent)
    assert cone is not None
    pairs = _pairs(cone, cone, 1, 1, _silent)
    rows = strategies(payoffs, cone.masks, pairs[:, 0])[1]
    whole.assemble(table, cone.masks, rows, cone.masks, rows, pairs)


def _silent() -> None:
    """A tick that does nothing."""


def _one_call(m: int, n: int) -> bool:
    """Whether a game of this size is solved in one compiled call."""
    return m * n * (m + n) <= _SMALL


def machine(game: NormalForm) -> Table | None:
    """The payoffs as int64 below 2^60, shape (2, m, n), as they are or with best replies unchanged; None if too large.

    Player 1's payoffs may be shifted in each column and player 2's in each row, each player's divided by a common
    factor.

    Examples
    --------
    >>> machine(NormalForm.of([[[10**20 + 3], [10**20]], [[5], [7]]])).tolist()
    [[[1], [0]], [[0], [0]]]
    """
    table = game.machine_integers()
    if table is not None:
        return table.copy()  # kernels are compiled for arrays that may be written
    numerators, _ = game.exact()
    shifted = [numerators[0] - numerators[0].min(axis=0), numerators[1] - numerators[1].min(axis=1)[:, None]]
    shifted = [own // (math.gcd(*own.ravel().tolist()) or 1) for own in shifted]
    if max(own.max() for own in shifted) >= _LARGEST:
        return None
    return np.array([own.astype(np.int64) for own in shifted])


def _solved(table: Table, tick: Tick, progress: Progress) -> Any:
    """(firsts, rows, seconds, columns, pairs) of a table, the strategies that are used first, or None."""
    _, m, n = table.shape
    if _one_call(m, n):
        code, *found = whole.solve(table, _RAYS, _PAIRS)
        if code == integers.DONE:
            return found
    first, second = whole.reduced(table[1]), whole.reduced(whole.turned(table[0]))
    cone = _cone(first, tick)
    progress(m / (m + n))
    other = cone if cone is None or whole.same(first, second) else _cone(second, tick)
    if cone is None or other is None:
        return None
    pairs = _pairs(cone, other, m, n, tick)
    rows, columns = _rows(cone, first, pairs[:, 0]), _rows(other, second, pairs[:, 1])
    if rows is not None and columns is not None:
        code, *found = whole.assemble(table, cone.masks, rows, other.masks, columns, pairs)
        if code == integers.DONE:
            return found
    return arranged(table, cone.masks, other.masks, pairs, tick)


def _cone(payoffs: Table, tick: Tick) -> Cone | None:
    m, n = payoffs.shape
    work: Any = integers.room(m + n, max(_RAYS, 2 * m))
    state = np.zeros(5, np.int64)
    ordered, order = large_first(payoffs)
    integers.begin(ordered, work[0], work[1], work[2], state)
    code = integers.MORE
    while code in (integers.MORE, integers.FULL):
        code = integers.describe(m, work[0], work[1], work[2], work[3], state, _SHARE)
        tick()
        if code == integers.FULL:
            work = tuple(_longer(own) for own in work)
    if code != integers.DONE:
        masks = double_words.extreme(ordered, tick)
        if masks is not None:
            restore(masks, m, order)
        return None if masks is None else Cone(masks, None)
    count = whole.without_origin(m, work[0], work[1], state[integers.COUNT])
    masks = work[1][:count]
    restore(masks, m, order)
    return Cone(masks, work[0][:count, :m])


def _rows(cone: Cone, payoffs: Table, members: Table) -> Table | None:
    """The strategies in machine integers, those that are used at least; None if they do not fit."""
    if cone.rows is not None:
        return cone.rows
    fits, rows = strategies(payoffs, cone.masks, members)
    return rows if fits else None


def _longer(own: Table) -> Table:
    longer = np.empty((2 * own.shape[0], *own.shape[1:]), own.dtype)
    longer[: own.shape[0]] = own
    return longer


def _pairs(cone: Cone, other: Cone, m: int, n: int, tick: Tick) -> Table:
    seconds = swap(other.masks, len(other.masks), n, m)
    parts = []
    room = np.empty((1 << 12, 2), np.int64)
    for start in range(0, len(cone.masks), _CHUNK):
        firsts = cone.masks[start : start + _CHUNK]
        found = join(firsts, seconds, m + n, room)
        if found > len(room):
            room = np.empty((2 * found, 2), np.int64)
            found = join(firsts, seconds, m + n, room)
        parts.append(room[:found] + np.array([start, 0]))
        tick()
    return np.concatenate(parts)


def _widened(masks: Table, kept: Any, own: int) -> Table:
    """Sets of labels of the game without beaten strategies as sets of the whole game's."""
    m = len(kept[0])
    places = np.concatenate([np.flatnonzero(kept[0]), m + np.flatnonzero(kept[1])])
    beaten = np.flatnonzero(~kept[own]) + own * m
    wide = np.full(len(masks), sum(1 << int(label) for label in beaten), np.int64)
    for label, place in enumerate(places.tolist()):
        wide |= ((masks >> label) & 1) << place
    return wide


def _spread(rows: Any, kept: Any) -> Any:
    spread = np.zeros((len(rows), len(kept)), dtype=rows.dtype)
    spread[:, kept] = rows
    return spread
