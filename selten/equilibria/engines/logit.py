"""The principal branch of logit quantal response equilibria, traced by Gambit.

In a logit equilibrium with rate L each player plays each pure strategy with a probability proportional to
exp(L * what it earns). At L = 0 everybody mixes evenly; the principal branch starts there, and as L grows without end
it tends to Nash equilibria, in almost all games to a single one. Rates are per unit of payoff, so they depend on the
units of the game; the players' payoffs are therefore shifted and scaled alike, never each by a factor of its own.

Where the branch splits, as in games with a symmetry, nothing in the equations says which way it goes on: Gambit breaks
the tie by a small perturbation, and the split is reported.

Source: McKelvey and Palfrey, "Quantal response equilibria for normal form games" (1995); Turocy, "A dynamic homotopy
interpretation of the logistic quantal response equilibrium correspondence" (2005).
"""

from collections.abc import Callable
from dataclasses import dataclass
from fractions import Fraction
from io import StringIO
from typing import Any, Literal

import numpy as np
import numpy.typing as npt

from selten.equilibria.engines.gambit import nfg_text, prepare
from selten.equilibria.engines.isolated import Run, run
from selten.games.errors import InputError
from selten.games.normal_form import NormalForm

Rows = tuple[tuple[float, ...], ...]


_LEAST = Fraction(1, 10**290)
"""The smallest range of payoffs, and the inverse of the largest, in which rates are doubles."""


@dataclass(frozen=True, slots=True)
class LogitPoint:
    """A point of the branch: the rate, per unit of payoff, and each player's probabilities."""

    rate: float
    strategies: Rows


@dataclass(frozen=True, slots=True)
class LogitBranch:
    """The principal branch as far as it was traced.

    Parameters
    ----------
    points : tuple of LogitPoint
        In the order of the trace, from rate 0. Just behind a split they solve slightly perturbed equations.
    splits : tuple of (low, high)
        Rates between which a bifurcation was found.
    outcome : {"finished", "limit", "failed", "missing"}
        ``finished``: the last point's regret came below the bound; ``limit``: stopped by the time limit before that;
        ``missing``: pygambit is not installed.
    note : str
        What went wrong, if anything did.
    """

    points: tuple[LogitPoint, ...]
    splits: tuple[tuple[float, float], ...]
    outcome: Literal["finished", "limit", "failed", "missing"]
    note: str = ""


def logit_branch(game: NormalForm, *, regret: float = 1e-8, time_limit: float | None = None) -> LogitBranch:
    """Trace the principal branch until no player can gain more than ``regret`` times the range of payoffs.

    Guarantees nothing about the points, which are doubles: :func:`logit_residual` measures them.

    Parameters
    ----------
    regret : float
        Positive; relative to the range of payoffs.
    time_limit : float, optional
        Seconds; the engine then runs in a process of its own.

    Raises
    ------
    InputError
        For an enclosed game, or a regret that is not positive.

    Examples
    --------
    A stag hunt: the branch goes to the safe equilibrium and not to the good one.

    >>> hunt = NormalForm.of([[[9, 0], [8, 7]], [[9, 8], [0, 7]]])
    >>> branch = logit_branch(hunt)
    >>> branch.outcome, branch.points[0].strategies[0], round(branch.points[-1].strategies[0][1], 6)
    ('finished', (0.5, 0.5), 1.0)
    """
    if game.kind == "enclosed":
        raise InputError("logit_branch: got a game with enclosed payoffs; allowed: exact or float payoffs")
    if not regret > 0:
        raise InputError(f"regret: got {regret!r}; allowed: a positive number")
    unit = _unit(game)
    if not _LEAST < unit < 1 / _LEAST:
        return LogitBranch((), (), "failed", "the range of payoffs is too large or too small for rates in doubles")
    tables = _alike(game, unit)
    done = run(_work, (tables, regret), prepare=prepare, time_limit=time_limit)
    return _branch(done, float(unit))


def logit_residual(game: NormalForm, point: LogitPoint) -> float:
    """How far the probabilities are from those that the rate calls for: the largest difference, in doubles.

    Examples
    --------
    >>> logit_residual(NormalForm.of([[3, 3]]), LogitPoint(2.0, ((0.25, 0.75),)))
    0.25
    """
    floats = game.with_payoffs(game.payoffs.astype(np.float64))
    worst = 0.0
    for player, own in enumerate(point.strategies):
        earned = point.rate * floats.sweep(player, point.strategies)
        weights = np.exp(earned - earned.max())
        worst = max(worst, float(np.abs(weights / weights.sum() - own).max()))
    return worst


def _unit(game: NormalForm) -> Fraction:
    """The widest range of any player's payoffs; 1 where they are constant."""
    numerators, denominator = game.exact()
    return Fraction(max(int(own.max() - own.min()) for own in numerators) or denominator, denominator)


def _alike(game: NormalForm, unit: Fraction) -> tuple[npt.NDArray[Any], ...]:
    """Each player's payoffs from 0 on, in these units."""
    numerators, denominator = game.exact()
    widest = int(unit * denominator)
    floats = [np.array([(v - own.min()) / widest for v in own.ravel().tolist()]) for own in numerators]
    return tuple(flat.reshape(own.shape) for flat, own in zip(floats, numerators, strict=True))


def _work(task: tuple[tuple[npt.NDArray[Any], ...], float], emit: Callable[[Any], None]) -> str:
    import pygambit

    tables, regret = task
    game = pygambit.read_nfg(StringIO(nfg_text(tables)))
    players = list(game.players)

    def told(event: Any) -> None:
        kind = type(event).__name__
        if kind == "LogitPathEvent":
            rows = tuple(tuple(float(p) for _, p in event.qre.profile[player]) for player in players)
            emit((float(event.qre.lam), rows))
        elif kind == "LogitBifurcationEvent":
            emit((float(event.before.lam), float(event.after.lam)))

    result = pygambit.nash.logit_solve(game, use_strategic=True, maxregret=regret, event_callback=told)
    if not result.success:
        raise RuntimeError(f"no success: {result.reason}")
    return ""


def _branch(done: Run, unit: float) -> LogitBranch:
    points = tuple(LogitPoint(rate / unit, rows) for rate, rows in done.found if isinstance(rows, tuple))
    splits = tuple((low / unit, high / unit) for low, high in done.found if isinstance(high, float))
    return LogitBranch(points, splits, done.outcome, done.note)
