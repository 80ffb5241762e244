"""The exact proof of pairs on price grids, on matrices whose answers are known by hand or by listing all equilibria."""

from fractions import Fraction
from typing import Any

import numpy as np
import pytest

from selten.equilibria.certify import certify
from selten.equilibria.prices.exact import Mixture, _better, _indifferent, prove
from selten.equilibria.prices.oracle import ADDED, Oracle
from selten.games.normal_form import NormalForm
from selten.games.profile import Profile


class Matrices:
    """A price game of two matrices of whole numbers, each with the firm's own strategies down."""

    def __init__(self, first: Any, second: Any, *, rows: tuple[int, int] = (1, 1), scale: int = 1) -> None:
        self.tables = np.array(first, dtype=object), np.array(second, dtype=object)
        self.counts = len(self.tables[0]), len(self.tables[1])
        self.rows, self.scale, self.largest = rows, scale, (1.0, 1.0)

    def exact_block(self, firm: int, own: Any, rival: Any) -> Any:
        return self.tables[firm][np.ix_(own, rival)]

    def block(self, firm: int, own: Any, rival: Any) -> Any:
        return self.exact_block(firm, own, rival).astype(float) / self.scale

    def sweep(self, firm: int, support: Any, weights: Any, *, out: Any = None) -> Any:
        return self.block(firm, np.arange(self.counts[firm]), support) @ weights

    def compare(self, firm: int, support: Any, numerators: Any, threshold: int) -> Any:
        earned = self.tables[firm][:, support] @ np.array(numerators, dtype=object)
        return np.array([(x > threshold) - (x < threshold) for x in earned], dtype=np.int8)


class Scripted:
    """An oracle that proposes the given bases one after the other, and notes what it is asked."""

    def __init__(self, game: Matrices, *bases: Any, known: Any = ((0,), (0,))) -> None:
        self.game, self.bases, self.known, self.sweeps = game, list(bases), [np.array(own) for own in known], 0
        self.asked: list[Any] = []

    def basis(self, firm: int) -> Any:
        return np.array(self.bases[0][firm])

    def pivot_whole(self) -> None:
        self._next("pivot")

    def add(self, new: Any) -> None:
        self._next([own.tolist() for own in new])

    def _next(self, what: Any) -> None:
        self.asked.append(what)
        if len(self.bases) > 1:
            del self.bases[0]


PENNIES = Matrices([[1, -1], [-1, 1]], [[-1, 1], [1, -1]])
BOTH = (0, 1), (0, 1)
SAME = Matrices([[1, 1], [1, 1], [0, 0]], [[1, 1, 1], [1, 1, 1]])
"""Equal rows and columns: their basis has no unique weights."""


@pytest.mark.parametrize(
    ("oracle", "proven", "asked", "sweeps"),
    [
        (Scripted(PENNIES, BOTH), True, [], 2),
        (Scripted(PENNIES, ((0,), (0,)), BOTH), True, [[[], [1]]], 4),  # only the second firm gains at (0, 0)
        (Scripted(PENNIES, ((0,), (1,)), BOTH), True, [[[1], []]], 4),  # only the first one at (0, 1)
        (Scripted(PENNIES, ((0,), (0,)), BOTH, known=BOTH), True, ["pivot"], 4),  # who gains is known: floats are off
        (Scripted(PENNIES, ((0,), (0,)), known=BOTH), False, ["pivot"], 4),  # and whole numbers do not help either
        (Scripted(SAME, BOTH, ((0,), (0,))), True, ["pivot"], 2),
        (Scripted(SAME, BOTH), False, ["pivot"], 0),
        # negative weights: rows 3 0 and 1 -1 are never worth the same
        (Scripted(Matrices([[3, 0], [1, -1]], [[1, 0], [0, 1]]), BOTH, ((0,), (0,))), True, ["pivot"], 2),
    ],
)
def test_attempts_by_hand(oracle: Any, proven: bool, asked: list[Any], sweeps: int) -> None:
    assert (prove(oracle) is not None, oracle.asked, oracle.sweeps) == (proven, asked, sweeps)


@pytest.mark.parametrize("seed", range(20))
def test_the_proof_alone_finds_and_certifies(seed: int) -> None:
    """From one strategy each, nothing found before: the certificate of the whole matrix, payoffs over 12."""
    draw = np.random.default_rng(seed)
    m, n = draw.integers(2, 7, 2).tolist()
    first, second = draw.integers(-3, 4, (m, n)), draw.integers(-3, 4, (n, m))
    start: Any = (np.array([m - 1]), np.array([n - 1]))
    game: Any = Matrices(first, second, scale=12)
    pair = prove(Oracle(game, start, 0))
    assert pair is not None
    whole = [[Fraction(0)] * count for count in (m, n)]
    for own, mixture in zip(whole, pair.mixtures, strict=True):
        for s, w in zip(mixture.support.tolist(), mixture.weights, strict=True):
            own[s] = w
    tables = [[[Fraction(int(x), 12) for x in row] for row in table] for table in (first, second.T)]
    checked = certify(NormalForm.of(tables), Profile.of(whole))
    assert (checked.certificate.regret, checked.payoffs) == (0, pair.payoffs)


@pytest.mark.parametrize(
    ("payoffs", "weights", "value"),
    [
        ([[1, -1], [-1, 1]], [Fraction(1, 2), Fraction(1, 2)], Fraction(0)),
        ([[3, -1], [-2, 1]], [Fraction(2, 7), Fraction(5, 7)], Fraction(1, 7)),  # 3x - y = -2x + y: 5x = 2y
        ([[1, 0], [1, 2]], [Fraction(1), Fraction(0)], Fraction(1)),  # a weight of 0 is one
        ([[-7]], [Fraction(1)], Fraction(-7)),
    ],
)
def test_weights_of_indifference(payoffs: Any, weights: list[Fraction], value: Fraction) -> None:
    found = _indifferent(np.array(payoffs))
    assert found is not None
    whole, total = found
    assert [Fraction(w, sum(whole)) for w in whole] == weights
    assert Fraction(total, sum(whole)) == value


@pytest.mark.parametrize("payoffs", [[[1, 1], [1, 1]], [[3, 0], [1, -1]], [[0, 3], [-1, 1]]])
def test_no_weights_of_indifference(payoffs: Any) -> None:
    assert _indifferent(np.array(payoffs)) is None


ONE = Mixture(np.array([0]), (1,))


def better(values: list[int], rows: int, threshold: int) -> list[int]:
    """What is better than a threshold where the rival has one strategy."""
    game: Any = Matrices([[x] for x in values], [[0] * len(values)], rows=(rows, 1))
    return [int(k) for k in _better(game, 0, ONE, threshold)]


@pytest.mark.parametrize(
    ("values", "rows", "threshold", "expected"),
    [
        ([1, 2, 3, 3], 1, 3, []),  # ties are no gain
        ([0, 5, 7, 7, 1, 1], 3, 4, [2, 1]),  # the best of each row that has one, the most first
        ([0, 5, 7, 7, 1, 6], 3, 5, [2, 5]),
        ([10**17, 10**17 + 1], 1, 10**17, [1]),  # the floats of both are one
        ([10**17 + 1, 10**17], 1, 10**17 + 1, []),
        (list(range(2 * ADDED)), 2 * ADDED, 2, list(range(2 * ADDED - 1, ADDED - 1, -1))),
    ],
)
def test_what_earns_more(values: list[int], rows: int, threshold: int, expected: list[int]) -> None:
    assert better(values, rows, threshold) == expected
