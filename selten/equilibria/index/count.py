"""The index of a set of equilibria in a small game, by counting equilibria of a nearby game without ties.

Add t * s_k to what a player earns with its pure strategy k, against everything, with t > 0 infinitesimal.

*Nothing moves but the right-hand sides.* A strategy x' of player 1 that is extreme in the nearby game is the solution
of a square system: a support I of k strategies, k replies J that earn the same. At t = 0 the system is the same with
another right-hand side, so it has one solution x there, to which x' tends linearly in t: x is extreme in the game
itself, its support is within I and its best replies include J. Both at once: an equilibrium of the nearby game with
supports I and J tends to an extreme equilibrium (x, y), with

    supp(x) <= I <= best replies to y,    supp(y) <= J <= best replies to x,    |I| = |J|,

and it is there exactly if the strategies of I that x does not play get a positive probability and the best replies to
x outside J earn less than those in J, to first order in t; likewise for y. So all equilibria of the nearby game are
found by trying the pairs (I, J) between those bounds.

*No ties are left.* Were some first-order term zero for an s that was drawn, it could be settled by infinitesimals of
higher order e_1 >> e_2 >> ... added to the s_k, for which it is never zero: the row of an inverse matrix that gives the
term is not zero, and a reply outside J enters with its own e. So with terms all other than zero the count is the one of
a game without ties, and where a zero turns up s is drawn again.

*The sign.* In a game without ties and with positive payoffs an equilibrium has the index (-1)**(k + 1) sign(det A_IJ
det B_IJ), so that a pure one (hence a strict one) has +1. Bordering A_IJ by a column of -1 and a row of 1 multiplies
its determinant by the positive 1 / payoff and makes it independent of constants added to the payoffs; eliminating the
border leaves, up to a sign that is the same for A and B, the determinant of the double differences A_ij - A_i'j - A_ij'
+ A_i'j' over i, j other than fixed i' and j'. These (k - 1) x (k - 1) matrices are what is worked with.

Source: Shapley, "A note on the Lemke-Howson algorithm" (1974); Govindan and Wilson, "Essential equilibria" (2005);
formula as in von Stengel, "Finding Nash equilibria of two-player games" (2021), section 12.
"""

from collections.abc import Callable, Sequence
from itertools import combinations
from math import comb
from operator import floordiv, truediv
from random import Random
from typing import Any

from selten.equilibria.enumeration.pairing import bits
from selten.equilibria.enumeration.vertices import Tick
from selten.equilibria.index.core import Core
from selten.games.enclosed import Enclosed

_BONUSES = 1 << 30


class TieError(Exception):
    """A first-order term is zero: the bonuses drawn do not remove all ties."""


def counted(core: Core, tables: tuple[Any, Any], random: Random, tick: Tick) -> int:
    """The sum of the indices of the equilibria near a core's, in a nearby game.

    Parameters
    ----------
    tables : (first, second)
        What player 1 and player 2 earn, own strategies down and the opponent's across: integers or Enclosed.
    random : Random
        To draw the s_k from.

    Raises
    ------
    TieError
        If those drawn leave ties.
    Undecided
        If bounds leave a sign open.

    Examples
    --------
    >>> mixed = Core(0b1111, ((0b1100, 0b0011),))  # both mix two strategies, each a best reply
    >>> counted(mixed, ([[2, 0], [0, 1]], [[1, 0], [0, 2]]), Random(0), lambda: None)
    -1
    """
    m, n = len(tables[0]), len(tables[1])
    rows, columns = core.labels & ((1 << m) - 1), core.labels >> m
    # player 1's strategies are bound by what player 2 earns, and the other way round
    first = _Side(_transposed(tables[1]), [random.randrange(_BONUSES) for _ in range(n)])
    second = _Side(_transposed(tables[0]), [random.randrange(_BONUSES) for _ in range(m)])
    total = 0
    seen: set[tuple[int, int]] = set()
    for x, y in core.equilibria:
        played_x, best_y = rows & ~x, rows & y
        played_y, best_x = columns & ~(y >> m), columns & (x >> m)
        for own, other in _between((played_x, best_y), (played_y, best_x), tick):
            # where a pair of sets belongs to one (x, y) only its sign is final, and elsewhere it is 0
            key = sum(1 << i for i in own), sum(1 << j for j in other)
            if key in seen:
                continue
            seen.add(key)
            sign = first.sign(own, other, played_x, best_x)
            sign = sign and sign * second.sign(other, own, played_y, best_y)
            total += sign if len(own) % 2 else -sign
    return total


def _between(first: tuple[int, int], second: tuple[int, int], tick: Tick) -> Any:
    """All pairs of equally many strategies, each set between its two bounds; those in the lower bound come first."""
    (low, high), (least, most) = first, second
    own, more = bits(low), bits(high & ~low)
    other, extra = bits(least), bits(most & ~least)
    for size in range(max(len(own), len(other)), min(len(own) + len(more), len(other) + len(extra)) + 1):
        for added in combinations(more, size - len(own)):
            tick()
            for joined in combinations(extra, size - len(other)):
                yield [*own, *added], [*other, *joined]


def candidates(core: Core, counts: tuple[int, int]) -> int:
    """How many pairs of supports there are to try.

    Examples
    --------
    >>> candidates(Core(0b1111, ((0b1110, 0b1011),)), (2, 2))  # one strategy each, or both
    2
    """
    m, _ = counts
    rows, columns = core.labels & ((1 << m) - 1), core.labels >> m
    total = 0
    for x, y in core.equilibria:
        own, best = (rows & ~x).bit_count(), (rows & y).bit_count()
        other, replies = (columns & ~(y >> m)).bit_count(), (columns & (x >> m)).bit_count()
        # sum over the sizes k of binomial(best - own, k - own) * binomial(replies - other, k - other), by Vandermonde
        total += comb(best - own + replies - other, best - other) if best >= other else 0
    return total


class _Side:
    """One player's strategies, bound by the opponent's replies.

    Parameters
    ----------
    table : own strategies down, replies across
        What the opponent earns.
    bonuses : sequence of int
        The s_k of the opponent's replies.
    """

    def __init__(self, table: Any, bonuses: Sequence[int]) -> None:
        self.table, self.bonuses = table, bonuses
        enclosed = isinstance(table[0][0], Enclosed)
        self.divide: Callable[[Any, Any], Any] = truediv if enclosed else floordiv

    def sign(self, own: list[int], replies: list[int], played: int, best: int) -> int:
        """The sign of the determinant if there is such an extreme strategy in the nearby game, else 0.

        Parameters
        ----------
        played, best : int
            Masks of the strategies played and of the best replies at t = 0; ``own[0]`` is played.
        """
        table, bonuses = self.table, self.bonuses
        base, start = table[own[0]], replies[0]
        columns = [[row[j] - base[j] for row in (table[i] for i in own[1:])] for j in bits(best)]
        place = dict(zip(bits(best), columns, strict=True))
        fixed = place[start]
        system = [
            [*(a - b for a, b in zip(place[j], fixed, strict=True)), bonuses[start] - bonuses[j]] for j in replies[1:]
        ]
        scale, flips = eliminated(system, self.divide)
        if scale == 0:
            return 0
        up = _sign(scale)
        moves = [row[-1] for row in system]
        if not all(_positive(move, up) for i, move in zip(own[1:], moves, strict=True) if not played >> i & 1):
            return 0
        chosen = set(replies)
        for j, column in place.items():
            if j not in chosen:
                gain = scale * (bonuses[j] - bonuses[start])
                gain += sum((c - f) * move for c, f, move in zip(column, fixed, moves, strict=True))
                if not _positive(gain, -up):
                    return 0
        return up * flips


def _positive(value: Any, sign: int) -> bool:
    found = _sign(value)
    if found == 0:
        raise TieError
    return found == sign


def _sign(value: Any) -> int:
    return value.sign() if isinstance(value, Enclosed) else (value > 0) - (value < 0)


def eliminated(system: list[list[Any]], divide: Callable[[Any, Any], Any] = floordiv) -> tuple[Any, int]:
    """Solve a square system in place: afterwards unknown k is ``system[k][-1] / scale``.

    Elimination without fractions (Bareiss 1968). Returns (scale, flips); the determinant is scale * flips. A scale of 0
    means that there is no unique solution.

    Examples
    --------
    >>> system = [[0, 2, 2], [1, 1, 4]]
    >>> eliminated(system), [row[-1] for row in system]
    ((2, -1), [6, 2])
    """
    flips, previous = 1, 1
    for k in range(len(system)):
        pivot = next((r for r in range(k, len(system)) if system[r][k] != 0), None)
        if pivot is None:
            return 0, 1
        if pivot != k:
            system[k], system[pivot], flips = system[pivot], system[k], -flips
        top = system[k]
        scale = top[k]
        for r, row in enumerate(system):
            if r != k:
                factor = row[k]
                system[r] = [divide(scale * a - factor * b, previous) for a, b in zip(row, top, strict=True)]
        previous = scale
    return previous, flips


def _transposed(table: Any) -> list[list[Any]]:
    return [list(column) for column in zip(*table, strict=True)]
