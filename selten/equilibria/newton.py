"""Newton's method on the indifference conditions: an approximate equilibrium made as good as doubles allow.

With the supports taken as known, an equilibrium of n players solves, for every player i and every strategy s it plays,
u_i(s, x_-i) = v_i, and for every player the sum of x_i is 1. These are as many equations as unknowns (x on the
supports, and the payoff levels v).
"""

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from selten.games.normal_form import NormalForm
from selten.games.profile import Profile

Floats = npt.NDArray[np.float64]

PLAYED = 1e-9
"""The probability from which a strategy counts as played."""

_STEPS = 12


def refine(game: NormalForm, profile: Profile) -> Profile:
    """The profile after some Newton steps on its supports; as it came if they lead away from probabilities.

    So it is too where payoffs are beyond doubles.

    Guarantees nothing about regret: certify what comes out, and keep the better one.

    Examples
    --------
    >>> game = NormalForm.of([[[2, 0], [0, 1]], [[1, 0], [0, 2]]])
    >>> [round(p, 12) for p in refine(game, Profile.of([[0.66, 0.34], [0.34, 0.66]])).strategies[0]]
    [0.666666666667, 0.333333333333]
    """
    try:
        tables = [_scaled(table) for table in game.payoffs.astype(np.float64)]
    except OverflowError:
        return profile
    x = [np.where(own > PLAYED, own, 0.0) for own in (np.array(own, dtype=np.float64) for own in profile.strategies)]
    supports = [np.flatnonzero(own) for own in x]
    for _ in range(_STEPS):
        residual, slope = _system(tables, x, supports)
        if not (np.isfinite(residual).all() and np.isfinite(slope).all()):
            return profile
        step = np.linalg.lstsq(slope, -residual, rcond=None)[0]
        start = 0
        for own, support in zip(x, supports, strict=True):
            own[support] += step[start : start + len(support)]
            start += len(support)
    if not all(np.isfinite(own).all() and (own >= 0).all() and own.sum() > 0.5 for own in x):
        return profile
    return Profile(tuple(tuple(float(p) for p in own / own.sum()) for own in x))


def _scaled(table: Floats) -> Floats:
    low, high = float(table.min()), float(table.max())
    return (table - low) / (high - low) if high > low else table - low


def _system(tables: list[Floats], x: list[Floats], supports: list[npt.NDArray[np.intp]]) -> tuple[Floats, Floats]:
    """Residual and Jacobian; the payoff level of a player is eliminated: it is that of its first played strategy."""
    sizes = [len(support) for support in supports]
    starts = np.concatenate([[0], np.cumsum(sizes)]).astype(int)
    residual, slope = np.zeros(starts[-1]), np.zeros((starts[-1], starts[-1]))
    for i, support in enumerate(supports):
        row = starts[i]
        values = _contracted(tables[i], x, (i,))[support]
        residual[row : row + sizes[i] - 1] = values[1:] - values[0]
        residual[row + sizes[i] - 1] = x[i].sum() - 1
        slope[row + sizes[i] - 1, starts[i] : starts[i + 1]] = 1
        for j in range(len(x)):
            if j != i:
                pair = _contracted(tables[i], x, (i, j))
                pair = (pair if i < j else pair.T)[np.ix_(support, supports[j])]
                slope[row : row + sizes[i] - 1, starts[j] : starts[j + 1]] = pair[1:] - pair[0]
    return residual, slope


def _contracted(table: Floats, x: list[Floats], keep: Sequence[int]) -> Floats:
    """The expectation over all players but those kept, whose axes stay in ascending order."""
    for player in reversed(range(len(x))):
        if player not in keep:
            table = np.tensordot(table, x[player], axes=(player, 0))
    return table
