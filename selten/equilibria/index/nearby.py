"""The index of a set of equilibria by enumerating the whole nearby game, for sets with many supports in between.

The nearby game is that of :mod:`selten.equilibria.index.count`: t * s_k is added to what a player earns with its pure
strategy k. Here t is a number. Every comparison asks for the sign of a determinant whose rows are those of the
polyhedron of best responses. In several rows for replies the added t * s_k stand beside the same row of ones, so that
by linearity in the rows all products of two of them cancel: the determinant is c + d t with integers c and d, and

    |d| <= (number of rows) * (greatest s) * (product of the norms of the other rows, by Hadamard's inequality),

so that for t below the inverse of this bound c decides unless it is zero, as for an infinitesimal t. Multiplying all
payoffs by unit = 1 / t makes everything integers. The game is without ties if every extreme strategy has no more tight
labels than it must; otherwise s is drawn again.
"""

from collections.abc import Sequence
from math import isqrt, prod
from random import Random
from typing import Any

from selten.equilibria.enumeration.pairing import bits
from selten.equilibria.enumeration.vertices import IntegerCone, Tick, extreme_strategies
from selten.equilibria.index.core import Core
from selten.equilibria.index.count import TieError, eliminated

_BONUSES = 1 << 16


def enumerated(core: Core, tables: tuple[Any, Any], random: Random, tick: Tick) -> int:
    """The sum of the indices of the equilibria near a core's, in a nearby game enumerated as a whole.

    Parameters
    ----------
    tables : (first, second)
        What player 1 and player 2 earn, own strategies down and the opponent's across: integers.

    Raises
    ------
    TieError
        If the bonuses drawn leave ties.

    Examples
    --------
    >>> mixed = Core(0b1111, ((0b1100, 0b0011),))
    >>> enumerated(mixed, ([[2, 0], [0, 1]], [[1, 0], [0, 2]]), Random(0), lambda: None)
    -1
    """
    m = len(tables[0])
    rows, columns = bits(core.labels & ((1 << m) - 1)), bits(core.labels >> m)
    earned_by_first = [[tables[0][i][j] for j in columns] for i in rows]
    earned_by_second = [[tables[1][j][i] for j in columns] for i in rows]
    firsts = _masks(earned_by_second, random, tick)
    seconds = _masks([list(column) for column in zip(*earned_by_first, strict=True)], random, tick)
    own, other = (1 << len(rows)) - 1, (1 << len(columns)) - 1
    # labels of a side: its own strategies, then replies; both sides in terms of (rows, columns)
    partners = {(mask >> len(columns), mask & other) for mask in seconds}
    total = 0
    for mask in firsts:
        idle, best = mask & own, mask >> len(rows)
        if (own & ~idle, other & ~best) not in partners:
            continue
        tick()
        played, replies = bits(own & ~idle), bits(best)
        if _near(core, [rows[i] for i in played], [columns[j] for j in replies], m):
            total += (
                _sign(earned_by_first, played, replies)
                * _sign(earned_by_second, played, replies)
                * (1 if len(played) % 2 else -1)
            )
    return total


def _masks(payoffs: Sequence[Sequence[int]], random: Random, tick: Tick) -> list[int]:
    """The tight labels of the extreme strategies against payoffs with bonuses for the replies."""
    bonuses = [random.randrange(1, _BONUSES) for _ in payoffs[0]]
    unit = _unit(payoffs)
    raised = [[unit * value + bonus for value, bonus in zip(row, bonuses, strict=True)] for row in payoffs]
    masks = [ray.tight for ray in extreme_strategies(IntegerCone(raised), tick)]
    if any(mask.bit_count() != len(payoffs) for mask in masks):
        raise TieError
    return masks


def _unit(payoffs: Sequence[Sequence[int]]) -> int:
    m = len(payoffs)
    norms = sorted((isqrt(sum(v * v for v in column) + 1) + 1 for column in zip(*payoffs, strict=True)), reverse=True)
    return 2 * _BONUSES * (m + 1) * (isqrt(m) + 1) ** 2 * prod(norms[: m + 1]) + 1


def _near(core: Core, played: Sequence[int], replies: Sequence[int], m: int) -> bool:
    """Whether the limit is one of the core's equilibria: all labels tight in the nearby game are tight there."""
    chosen = sum(1 << i for i in played) | sum(1 << (m + j) for j in replies)
    own = core.labels & ((1 << m) - 1)
    first = (own & ~chosen) | (chosen & ~own)
    second = core.labels & ~first
    return any(not first & ~x and not second & ~y for x, y in core.equilibria)


def _sign(table: Sequence[Sequence[int]], rows: Sequence[int], columns: Sequence[int]) -> int:
    """The sign of the determinant of double differences."""
    i, j = rows[0], columns[0]
    system = [[table[r][c] - table[i][c] - table[r][j] + table[i][j] for c in columns[1:]] for r in rows[1:]]
    scale, flips = eliminated([[*row, 0] for row in system])
    return flips if scale > 0 else -flips if scale < 0 else 0
