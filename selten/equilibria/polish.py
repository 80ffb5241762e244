"""From an approximate equilibrium to the exact one beside it.

An engine's doubles tell which strategies are played and which are best replies. Those labels are equations: at an
extreme equilibrium the payoffs of all tight replies to a mixed strategy are equal, which fixes the strategy. They are
solved in the numbers of the game (rationals, or enclosures). What comes out counts only if it is near what went in and
its certified regret is zero, so a wrong guess of labels can do no harm.

With more than two players the equations are linear while at most two of them mix. Otherwise simple fractions near the
doubles are tried.
"""

from collections.abc import Sequence
from fractions import Fraction

import numpy as np
import numpy.typing as npt

from selten.equilibria.certify import certify
from selten.games.enclosed import Enclosed, Undecided
from selten.games.normal_form import NormalForm, Number
from selten.games.profile import Profile

NEAR = 1e-6
"""How far in any probability an exact profile may lie from the approximate one that it replaces."""

GUESSES = ((1e-12, 1e-9), (1e-6, 1e-6))
"""Thresholds tried in turn: the probability from which a strategy counts as played, and the gap to the best payoff, as
a part of the payoff range, up to which a reply counts as tight."""

_SIMPLE = 1000


def polish(game: NormalForm, profile: Profile) -> Profile | None:
    """An equilibrium of certified regret zero within ``NEAR`` of the profile, or None where none was recovered.

    Examples
    --------
    >>> game = NormalForm.of([[[2, 0], [0, 1]], [[1, 0], [0, 2]]])
    >>> polish(game, Profile.of([[0.6666666666, 0.3333333334], [0.3333333334, 0.6666666666]])).strategies[0]
    (Fraction(2, 3), Fraction(1, 3))
    """
    floats = [np.array([float(p) for p in own]) for own in profile.strategies]
    for played, gap in GUESSES:
        supports = [[int(k) for k in np.flatnonzero(own > played)] for own in floats]
        if any(not support for support in supports):
            continue
        try:
            found = _recover(game, floats, supports, gap)
        except OverflowError:  # payoffs beyond doubles
            return None
        if found is not None and _near(floats, found) and _is_equilibrium(game, found):
            return found
    return None


def _recover(
    game: NormalForm, floats: list[npt.NDArray[np.float64]], supports: list[list[int]], gap: float
) -> Profile | None:
    mixing = [player for player, support in enumerate(supports) if len(support) > 1]
    if len(mixing) > 2:
        return _simple(floats)
    tight = _tight(game, floats, supports, gap)
    strategies = []
    for player, m in enumerate(game.counts):
        own = _solved(game, player, supports, tight, mixing) if player in mixing else [Fraction(1)]
        if own is None:
            return None
        spread = dict(zip(supports[player], own, strict=True))
        strategies.append(tuple(spread.get(k, Fraction(0)) for k in range(m)))
    return Profile(tuple(strategies))


def _tight(
    game: NormalForm, floats: list[npt.NDArray[np.float64]], supports: list[list[int]], gap: float
) -> list[list[int]]:
    """For each player the strategies played, and those whose payoff is as good up to the gap."""
    tight = []
    for player, support in enumerate(supports):
        table = game.payoffs[player].astype(np.float64)
        scale = float(table.max() - table.min())
        for other in reversed(range(len(floats))):
            if other != player:
                table = np.tensordot(table, floats[other], axes=(other, 0))
        replies = np.flatnonzero(table >= table.max() - gap * scale)
        tight.append(sorted({*support, *(int(k) for k in replies)}))
    return tight


def _solved(
    game: NormalForm, player: int, supports: list[list[int]], tight: list[list[int]], mixing: list[int]
) -> list[Number] | None:
    """The one strategy of ``player`` on its support that makes the others' tight replies equally good."""
    own = supports[player]
    equations: list[list[Number]] = [[*(Fraction(1) for _ in own), Fraction(1)]]
    for other in range(len(supports)):
        if other == player or not set(mixing) <= {player, other}:
            continue
        lines = [_line(game, other, reply, player, supports) for reply in tight[other]]
        equations += [[*(a - b for a, b in zip(line, lines[0], strict=True)), Fraction(0)] for line in lines[1:]]
    solution = _enclosed_solution(equations) if game.kind == "enclosed" else _rational_solution(equations)
    return None if solution is None or any(float(p) < 0 for p in solution) else solution


def _line(game: NormalForm, other: int, reply: int, player: int, supports: list[list[int]]) -> list[Number]:
    """What ``other`` gets from ``reply`` against each strategy in the support of ``player``, the rest being pure."""
    place = [support[0] for support in supports]
    place[other] = reply
    values = []
    for k in supports[player]:
        place[player] = k
        entry = game.payoffs[(other, *place)]
        values.append(Fraction(entry) if game.kind == "float" else entry)
    return values


def _rational_solution(equations: Sequence[Sequence[Number]]) -> list[Number] | None:
    """The unique solution of equations [coefficients..., right side], by flint's row reduction."""
    from flint import fmpq, fmpq_mat

    unknowns = len(equations[0]) - 1
    entries = [fmpq(value.numerator, value.denominator) for row in equations for value in row]
    reduced, rank = fmpq_mat(len(equations), unknowns + 1, entries).rref()
    if rank != unknowns or any(reduced[k, k] != 1 for k in range(unknowns)):
        return None
    column = [reduced[k, unknowns] for k in range(unknowns)]
    return [Fraction(int(value.p), int(value.q)) for value in column]


def _enclosed_solution(equations: Sequence[Sequence[Number]]) -> list[Number] | None:
    """The unique solution in enclosures, each pivot the one that is surest not to be zero."""
    rows = [[Enclosed.of(value) for value in row] for row in equations]
    unknowns = len(rows[0]) - 1
    for column in range(unknowns):
        pivot = max(range(column, len(rows)), key=lambda i: abs(float(rows[i][column])), default=None)
        if pivot is None or not _surely_nonzero(rows[pivot][column]):
            return None
        rows[column], rows[pivot] = rows[pivot], rows[column]
        rows[column] = [value / rows[column][column] for value in rows[column]]
        rows = [row if i == column else _reduced(row, rows[column], column) for i, row in enumerate(rows)]
    if any(row[-1].residue != 0 for row in rows[unknowns:]):
        return None
    return [row[-1] for row in rows[:unknowns]]


def _reduced(row: list[Enclosed], pivotal: list[Enclosed], column: int) -> list[Enclosed]:
    factor = row[column]
    return row if factor.residue == 0 else [a - factor * b for a, b in zip(row, pivotal, strict=True)]


def _surely_nonzero(value: Enclosed) -> bool:
    return value.low > 0 or value.high < 0


def _simple(floats: list[npt.NDArray[np.float64]]) -> Profile | None:
    """Fractions of small denominator at the doubles, if they sum to 1."""
    rows = [tuple(Fraction(float(p)).limit_denominator(_SIMPLE) for p in own) for own in floats]
    return Profile(tuple(rows)) if all(sum(row) == 1 for row in rows) else None


def _near(floats: list[npt.NDArray[np.float64]], exact: Profile) -> bool:
    pairs = zip(floats, exact.strategies, strict=True)
    return all(abs(p - float(q)) <= NEAR for row, own in pairs for p, q in zip(row, own, strict=True))


def _is_equilibrium(game: NormalForm, profile: Profile) -> bool:
    try:
        return bool(certify(game, profile).certificate.regret == 0)
    except Undecided:
        return False
