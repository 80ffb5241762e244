"""Proper equilibria found in two other ways than by levels of likelihood: Myerson's definition, Dresher's procedure."""

from collections.abc import Iterator, Sequence
from fractions import Fraction
from itertools import product
from typing import Any

import numpy as np
from scipy.optimize import linprog

from selten.equilibria.exact.linear import maximise
from selten.games.normal_form import NormalForm
from selten.games.profile import Profile

EPS, NEAR = Fraction(1, 10**5), Fraction(1, 100)


def rankings(size: int) -> Iterator[tuple[int, ...]]:
    """All weak orders of ``size`` strategies: a rank for each, 0 the best, no rank left out."""
    for ranks in product(range(size), repeat=size):
        if set(ranks) == set(range(max(ranks) + 1)):
            yield ranks


def is_near_epsilon_proper(game: NormalForm, profile: Profile) -> bool:
    """Whether an epsilon-proper profile with epsilon = 1/100000 lies within 1/100 of ``profile`` in every probability.

    For small whole payoffs this tells proper equilibria apart. For given rankings of both players' payoffs the
    epsilon-proper profiles are two polytopes, so one linear program a player and pair of rankings decides it.
    """
    tables = (game.payoffs[0].tolist(), game.payoffs[1].T.tolist())
    first, second = profile.strategies
    for one in rankings(len(first)):
        for two in rankings(len(second)):
            if has_weights(tables[0], second, one, two) and has_weights(tables[1], first, two, one):
                return True
    return False


def has_weights(
    payoffs: list[list[Fraction]], centre: Sequence[Fraction], ranking: Sequence[int], own: Sequence[int]
) -> bool:
    """Whether positive probabilities near ``centre`` give the opponent's payoffs their ranking and respect their own.

    ``own`` ranks the payoffs of the strategies that the probabilities are of.
    """
    size = range(len(centre))
    rows: list[list[Any]] = []
    for i, rank in enumerate(ranking):
        for k, other in enumerate(ranking):
            if rank <= other:
                rows.append([payoffs[k][j] - payoffs[i][j] for j in size] + [0])
    for j in size:
        for k in size:
            if own[j] > own[k]:
                rows.append([(n == j) - EPS * (n == k) for n in size] + [0])
        rows.append([(n == j) - centre[j] - NEAR for n in size] + [0])
        rows.append([centre[j] - (n == j) - NEAR for n in size] + [0])
        rows.append([-int(n == j) for n in size] + [1])
    best = maximise([0] * len(centre) + [1], [*rows, [1] * len(centre) + [0]], [0] * len(rows) + [1])
    return bool(best.value > 0)


def is_dresher_optimal(table: Sequence[Sequence[float]], strategy: Sequence[float]) -> bool:
    """Whether a row strategy of a zero-sum game makes the most of the other's mistakes.

    M. Dresher, The Mathematics of Games of Strategy (1961): among the optimal strategies take those that are optimal
    against the columns that some optimal strategy beats, and so on. E. van Damme, Stability and Perfection of Nash
    Equilibria (1991), section 3.5: the pairs of such strategies are the proper equilibria.
    """
    matrix, own = np.array(table, dtype=float), np.array(strategy, dtype=float)
    past: list[tuple[np.ndarray[Any, Any], float]] = []
    columns = list(range(matrix.shape[1]))
    while columns:
        value = best(matrix, columns, past)
        if min(own @ matrix[:, j] for j in columns) < value - 1e-7:
            return False
        past += [(matrix[:, j], value) for j in columns]
        columns = [j for j in columns if best(matrix, [j], past) > value + 1e-7]
    return True


def best(matrix: Any, columns: list[int], past: list[tuple[Any, float]]) -> float:
    """The most that a row strategy guarantees against ``columns`` if it earns the past values from the past columns."""
    m = matrix.shape[0]
    rows = [[*(-matrix[:, j]), 1.0] for j in columns] + [[*(-column), 0.0] for column, _ in past]
    bounds = [0.0] * len(columns) + [1e-9 - value for _, value in past]
    found = linprog([0.0] * m + [-1.0], rows, bounds, [[1.0] * m + [0.0]], [1.0], [(0, None)] * m + [(None, None)])
    assert found.status == 0
    return float(-found.fun)
