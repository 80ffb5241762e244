"""The linear tracing procedure for two players, exactly: from what players believe at first to an equilibrium.

Given a prior, one mixed strategy for each player that its opponent expects, the game at time t pays each pure strategy

    t * (payoff against the opponent's strategy) + (1 - t) * (payoff against the prior).

At t = 0 there is nothing to decide but the best reply to the prior, at t = 1 it is the game itself; the equilibria of
all games in between form a graph, in which one path leads from t = 0 to t = 1 unless there are ties.

With x~ = t x and y~ = t y the path is piecewise linear and can be followed by complementary pivoting:

    w1 - (A y~)_i - (1 - t) (A q)_i = r_i >= 0,    w2 - (B' x~)_j - (1 - t) (B' p)_j = c_j >= 0,
    sum x~ = t = sum y~,    x~, y~ >= 0,    x~_i r_i = 0 = y~_j c_j,

starting at t = 0 with the best replies to the prior; the variable that reaches 0 leaves, the other of its pair enters,
until t reaches 1. t may fall in between. This is Lemke's algorithm with the prior for its covering vector.

*Ties.* Where several variables reach 0 at once, or several replies to the prior are best, each choice is tried. Adding
small numbers to what the pure strategies pay removes all ties, and for each choice of such numbers the path makes some
of the choices tried; so if all of them end at one equilibrium, then every nearby game without ties ends near it.

Source: Harsanyi and Selten, A General Theory of Equilibrium Selection in Games (1988), chapter 4; van den Elzen and
Talman, "An algorithmic approach toward the tracing procedure for bi-matrix games", Games and Economic Behavior 28
(1999).
"""

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from selten.games.errors import InputError
from selten.games.normal_form import NormalForm, Number
from selten.games.profile import Profile

Point = tuple[Number, Profile]
"""A time and an equilibrium of the game at that time."""

MOST_PIVOTS = 5_000
"""How many steps are taken, over all ways to resolve ties."""


@dataclass(frozen=True, slots=True)
class Traced:
    """Where the paths lead.

    Parameters
    ----------
    ends : tuple of Profile
        The equilibria of the game reached at t = 1, distinct, in the order they were met: one if no ties matter.
    path : tuple of (t, Profile)
        The corners of a path to the first end; it is straight in (t, t x, t y) in between. The time 0 itself, at which
        all profiles with best replies to the prior are equilibria, is left out.
    complete : bool
        Whether all ways to resolve ties were followed to their ends.
    """

    ends: tuple[Profile, ...]
    path: tuple[Point, ...]
    complete: bool


def trace(game: NormalForm, prior: Profile, *, most_pivots: int = MOST_PIVOTS) -> Traced:
    """Follow the linear tracing procedure from a prior.

    Guarantees that every profile returned is an exact equilibrium (of the game at its time).

    Parameters
    ----------
    game : NormalForm
        Of two players, exact or enclosed.
    prior : Profile
        What each player is expected to do, exactly.

    Raises
    ------
    InputError
        If the game has not two players, or the numbers are floats.
    Undecided
        If bounds of an enclosed game leave a step open.

    Examples
    --------
    >>> stag_hunt = NormalForm.of([[[4, 0], [3, 3]], [[4, 3], [0, 3]]])
    >>> [end.supports for end in trace(stag_hunt, Profile.of([["1/2", "1/2"], ["1/2", "1/2"]])).ends]
    [((1,), (1,))]
    """
    if len(game.players) != 2:
        raise InputError(f"trace: got {len(game.players)} players; allowed: 2")
    if game.kind == "float" or any(isinstance(p, float) for own in prior.strategies for p in own):
        raise InputError("trace: got floats; allowed: exact or enclosed payoffs, an exact prior")
    ends: dict[Profile, tuple[Point, ...]] = {}
    ahead = _starts(game, prior)[::-1]
    seen: set[tuple[frozenset[int], int]] = set()
    while ahead and len(seen) < most_pivots:
        state = ahead.pop()
        key = frozenset(state.basis), state.entering
        if key in seen:
            continue
        seen.add(key)
        arrived, following = state.step()
        if arrived is not None:
            ends.setdefault(arrived[-1][1], arrived)
        ahead += following[::-1]
    path = next(iter(ends.values()), ())
    return Traced(tuple(ends), path, not ahead)


@dataclass(slots=True)
class _State:
    """A basis on a path: variables x~ (0 .. m - 1), y~, r, c, then t, w1, w2; ``rows`` hold the right side last."""

    counts: tuple[int, int]
    rows: list[list[Any]]
    basis: list[int]
    entering: int
    path: tuple[Point, ...]

    def step(self) -> tuple[tuple[Point, ...] | None, list["_State"]]:
        """Increase the entering variable as far as possible: the path if it is at its end, and what may follow."""
        limits = self._limits()
        length = min(limit for limit, _ in limits)
        tied = [place for limit, place in limits if limit == length]
        values = self._values(length)
        path = self.path + self._point(values)
        time = 2 * sum(self.counts)
        arrived = path if values[time] == 1 else None
        leaving = [place for place in tied if place >= 0 and self.basis[place] != time]
        return arrived, [self._pivoted(place, path) for place in leaving]

    def _limits(self) -> list[tuple[Number, int]]:
        """How far each basic variable lets the entering one go, with its row; t may go up to 1 (row -1 if entering)."""
        time = 2 * sum(self.counts)
        limits: list[tuple[Number, int]] = [(Fraction(1), -1)] if self.entering == time else []
        for place, (variable, row) in enumerate(zip(self.basis, self.rows, strict=True)):
            slope = row[self.entering]
            if variable <= time and slope > 0:
                limits.append((row[-1] / slope, place))
            elif variable == time and slope < 0:
                limits.append(((row[-1] - 1) / slope, place))
        return limits

    def _values(self, length: Number) -> list[Number]:
        values: list[Number] = [Fraction(0)] * (len(self.rows[0]) - 1)
        values[self.entering] = length
        for variable, row in zip(self.basis, self.rows, strict=True):
            values[variable] = row[-1] - length * row[self.entering]
        return values

    def _point(self, values: list[Number]) -> tuple[Point, ...]:
        m, n = self.counts
        time = values[2 * (m + n)]
        if time == 0:
            return ()
        x, y = (tuple(v / time for v in own) for own in (values[:m], values[m : m + n]))
        here = time, Profile((x, y))
        return () if self.path and self.path[-1] == here else (here,)

    def _pivoted(self, place: int, path: tuple[Point, ...]) -> "_State":
        rows, basis = [list(row) for row in self.rows], list(self.basis)
        left, labels = basis[place], sum(self.counts)
        _pivot(rows, place, self.entering)
        basis[place] = self.entering
        return _State(self.counts, rows, basis, left + labels if left < labels else left - labels, path)


def _starts(game: NormalForm, prior: Profile) -> list[_State]:
    """A state at t = 0 for each pair of best replies to the prior."""
    first, second = (game.sweep(player, prior.strategies).tolist() for player in (0, 1))
    return [_start(game, first, second, i, j) for i in _best(first) for j in _best(second)]


def _best(values: list[Any]) -> list[int]:
    top = values[0]
    for value in values[1:]:
        top = value if value > top else top
    return [k for k, value in enumerate(values) if value == top]


def _start(game: NormalForm, first: Sequence[Number], second: Sequence[Number], i: int, j: int) -> _State:
    m, n = game.counts
    labels, time = m + n, 2 * (m + n)
    rows = [_row(labels, {m + k: game.payoffs[0, r, k] for k in range(n)}, r, time + 1, first[r]) for r in range(m)]
    rows += [_row(labels, {k: game.payoffs[1, k, c] for k in range(m)}, m + c, time + 2, second[c]) for c in range(n)]
    rows += [_total(labels, range(m)), _total(labels, range(m, labels))]
    basis = [*range(labels, time), i, m + j]
    for place, variable in ((i, time + 1), (m + j, time + 2), (labels, i), (labels + 1, m + j)):
        _pivot(rows, place, variable)
        basis[place] = variable
    return _State((m, n), rows, basis, time, ())


def _row(labels: int, payoffs: dict[int, Number], slack: int, value: int, against_prior: Number) -> list[Any]:
    """Slack - value + payoffs - t * (payoff against the prior) = - (payoff against the prior)."""
    row: list[Any] = [Fraction(0)] * (2 * labels + 4)
    for variable, payoff in payoffs.items():
        row[variable] = payoff
    row[labels + slack], row[value] = Fraction(1), Fraction(-1)
    row[2 * labels] = row[-1] = -against_prior
    return row


def _total(labels: int, own: range) -> list[Any]:
    """Sum = t."""
    row: list[Any] = [Fraction(int(k in own)) for k in range(2 * labels + 4)]
    row[2 * labels] = Fraction(-1)
    return row


def _pivot(rows: list[list[Any]], place: int, column: int) -> None:
    head = rows[place][column]
    top = rows[place] = [value / head for value in rows[place]]
    for k, row in enumerate(rows):
        factor = row[column]
        if k != place and factor != 0:
            rows[k] = [a - factor * b if b != 0 else a for a, b in zip(row, top, strict=True)]
