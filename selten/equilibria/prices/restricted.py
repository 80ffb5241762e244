"""One equilibrium of the restricted game of a double oracle: a pure one, else Lemke-Howson from some label.

The engine is QuantEcon's lexicographic Lemke-Howson. Its answer is checked; where rounding spoils it from every label
tried, the same method runs in whole numbers (:mod:`selten.equilibria.prices.whole_pivots`).
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from selten.equilibria.engines.quantecon import lemke_howson_basis
from selten.equilibria.prices.whole_pivots import whole_equilibrium

Floats = npt.NDArray[np.float64]

LABELS = 12
"""How many first labels are tried, and STRIDE how far apart."""

STRIDE = 7

PATH = 2
"""How many pivots a label, on average, a path may have before another is tried; ten times that in a second round."""

CLOSE = 1e-12
"""The regret in the restricted game, payoffs scaled from 1 to 2, at which an answer of the engine is taken."""

DUST = 1e-13
"""Weights below this are rounding."""


@dataclass(frozen=True, slots=True)
class Restricted:
    """An equilibrium of the restricted game: weights, and the strategies in the final basis of each player."""

    weights: tuple[Floats, Floats]
    bases: tuple[list[int], list[int]]


def restricted_equilibrium(
    first: Floats, second: Floats, pivot: int, exact: Callable[[], tuple[npt.NDArray[Any], npt.NDArray[Any]]]
) -> Restricted:
    """An equilibrium of the game with these payoffs (shapes (m, n) and (n, m), own strategies first).

    Parameters
    ----------
    pivot : int
        Which of the pure equilibria to take, or the label to drop first; modulo their numbers.
    exact : callable
        Gives the same payoffs in whole numbers, if they are needed.

    Examples
    --------
    >>> pennies = np.array([[1.0, 0.0], [0.0, 1.0]])
    >>> restricted_equilibrium(pennies, 1 - pennies, 0, lambda: (pennies, 1 - pennies)).bases
    ([0, 1], [0, 1])
    """
    a, b = _unit(first), _unit(second)
    labels = sum(a.shape)
    pure = _pure(a, b, pivot)
    if pure is not None:
        return pure
    for attempt in range(2 * min(labels, LABELS)):
        path = PATH if attempt < LABELS else 10 * PATH
        found = lemke_howson_basis(a, b, (pivot + attempt * STRIDE) % labels, most=100 + path * labels)
        if found is None:
            continue
        weights, bases = found
        if len(bases[0]) == len(bases[1]) and _regret(a, b, *weights) < CLOSE:
            return Restricted((_swept(weights[0]), _swept(weights[1])), bases)
    return Restricted(*whole_equilibrium(*exact(), pivot % labels))


def _pure(a: Floats, b: Floats, number: int) -> Restricted | None:
    """One of the pure equilibria, if there are any: price wars have them, and Lemke-Howson long paths to them."""
    mutual = np.flatnonzero((a >= a.max(axis=0) - CLOSE) & (b >= b.max(axis=0) - CLOSE).T)
    if not mutual.size:
        return None
    i, j = divmod(int(mutual[number % mutual.size]), a.shape[1])
    return Restricted((np.eye(a.shape[0])[i], np.eye(a.shape[1])[j]), ([i], [j]))


def _regret(a: Floats, b: Floats, x: Floats, y: Floats) -> float:
    against_y, against_x = a @ y, b @ x
    return max(float(against_y.max() - x @ against_y), float(against_x.max() - y @ against_x))


def _swept(weights: Floats) -> Floats:
    kept = np.where(weights > DUST, weights, 0.0)
    return np.asarray(kept / kept.sum())


def _unit(payoffs: Floats) -> Floats:
    """The payoffs from 1 to 2, as the engine likes them; the same game."""
    low, high = float(payoffs.min()), float(payoffs.max())
    return np.ascontiguousarray(1 + (payoffs - low) / ((high - low) or 1.0))
