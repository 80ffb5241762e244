"""Exact equilibria of price games: the final basis solved in rationals, all price vectors swept in whole numbers.

A basis of Lemke-Howson has equally many strategies of both firms, whose payoffs, all equal, determine the rival's
weights. If these come out nonnegative and no price vector of the whole grid earns more, ties included, they are an
equilibrium, and its regret is exactly 0. Rounding is of no consequence: it can only make the attempt fail, and then
the price vectors that earn more join the restricted game.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

import numpy as np
import numpy.typing as npt

from selten.equilibria.prices.oracle import ADDED, Oracle
from selten.games.prices.protocol import Ints, PriceGame

ATTEMPTS = 60
"""How often price vectors that earn exactly more are added before the proof is given up."""


@dataclass(frozen=True, slots=True)
class Mixture:
    """An exact mixed strategy: the numbers of the strategies in use, ascending, and whole weights over their sum."""

    support: Ints
    numerators: tuple[int, ...]

    @property
    def weights(self) -> tuple[Fraction, ...]:
        """The probabilities."""
        whole = sum(self.numerators)
        return tuple(Fraction(n, whole) for n in self.numerators)


@dataclass(frozen=True, slots=True)
class ExactPair:
    """Mixtures of both firms, their payoffs, and whether no price vector earns more (exactly)."""

    mixtures: tuple[Mixture, Mixture]
    payoffs: tuple[Fraction, Fraction]


def prove(oracle: Oracle) -> ExactPair | None:
    """The exact equilibrium on the oracle's basis, if need be after more rounds; None if no attempt succeeds."""
    stuck = False
    for _ in range(ATTEMPTS):
        solved = _solved(oracle.game, oracle.basis(0), oracle.basis(1))
        if solved is None:
            if stuck:
                return None
            stuck = True
            oracle.pivot_whole()
            continue
        pair, thresholds = solved
        better = [_better(oracle.game, i, pair.mixtures[1 - i], thresholds[i]) for i in (0, 1)]
        oracle.sweeps += 2
        if not any(own.size for own in better):
            return pair
        new = [np.setdiff1d(own, known) for own, known in zip(better, oracle.known, strict=True)]
        if any(own.size for own in new):
            oracle.add(new)
        elif stuck:
            return None
        else:
            stuck = True
            oracle.pivot_whole()
    return None


def _solved(game: PriceGame, own: Ints, rival: Ints) -> tuple[ExactPair, tuple[int, int]] | None:
    """The weights that make both firms indifferent on the basis, their payoffs, and these times the sum of weights."""
    second = _indifferent(game.exact_block(0, own, rival))
    first = _indifferent(game.exact_block(1, rival, own))
    if first is None or second is None:
        return None
    (x, value_2), (y, value_1) = first, second
    mixtures = _mixture(own, x), _mixture(rival, y)
    payoffs = Fraction(value_1, sum(y) * game.scale), Fraction(value_2, sum(x) * game.scale)
    return ExactPair(mixtures, payoffs), (value_1, value_2)


def _indifferent(payoffs: npt.NDArray[Any]) -> tuple[list[int], int] | None:
    """Whole weights of the columns at which all rows sum to the same, and that sum; None if none are nonnegative."""
    from flint import fmpz_mat

    shift = 1 - int(payoffs.min())
    rows = (payoffs.astype(object) + shift).tolist()
    try:
        answer = fmpz_mat(rows).solve(fmpz_mat([[1]] * len(rows)))
    except ZeroDivisionError:
        return None
    numerators, denominator = answer.numer_denom()
    weights = [int(x) for x in numerators.entries()]
    if min(weights) < 0:
        return None
    return weights, int(denominator) - shift * sum(weights)


def _mixture(strategies: Ints, weights: Sequence[int]) -> Mixture:
    used = [i for i, w in enumerate(weights) if w]
    return Mixture(strategies[used], tuple(weights[i] for i in used))


def _better(game: PriceGame, firm: int, rival: Mixture, threshold: int) -> Ints:
    """Price vectors that earn exactly more than the threshold: the best of a row in floats, at most ADDED rows."""
    signs = game.compare(firm, rival.support, rival.numerators, threshold)
    if not (signs > 0).any():
        return np.empty(0, dtype=np.int64)
    sweep = game.sweep(firm, rival.support, np.array([float(w) for w in rival.weights]))
    earned = np.where(signs > 0, sweep, -np.inf).reshape(game.rows[firm], -1)
    best = earned.argmax(axis=1)
    rows = np.flatnonzero((signs > 0).reshape(earned.shape).any(axis=1))
    rows = rows[np.argsort(-earned[rows, best[rows]], kind="stable")[:ADDED]]
    return np.asarray(rows * earned.shape[1] + best[rows])
