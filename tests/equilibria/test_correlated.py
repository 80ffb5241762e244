"""Correlated equilibria against closed forms, scipy's linear programs written down anew, and Nash equilibria."""

from dataclasses import replace
from fractions import Fraction
from itertools import product
from random import Random

import numpy as np
import pytest
from scipy.optimize import linprog

from selten.equilibria.correlated import correlated_equilibrium, correlated_regret, proves
from selten.equilibria.enumerate import extreme_equilibria
from selten.games.enclosed import Enclosed
from selten.games.errors import InputError
from selten.games.families import random_game
from selten.games.normal_form import NormalForm

CHICKEN = NormalForm.of([[[6, 2], [7, 0]], [[6, 7], [2, 0]]])


def dense_optimum(game: NormalForm, weights: list[int], *, coarse: bool = False) -> float:
    """The same optimum in doubles from a dense program in scipy: (m_1, m_2) arrays, one inequality a deviation."""
    a, b = (np.array(table, dtype=float) for table in game.payoffs.tolist())
    m, n = game.counts
    rows = []
    for i, t in product(range(m), repeat=2):
        row = np.zeros((m, n))
        row[i] = a[t] - a[i]
        rows.append((("first", t), row))
    for j, t in product(range(n), repeat=2):
        row = np.zeros((m, n))
        row[:, j] = b[:, t] - b[:, j]
        rows.append((("second", t), row))
    if coarse:
        keys = dict.fromkeys(key for key, _ in rows)
        rows = [(key, np.sum([row for k, row in rows if k == key], axis=0)) for key in keys]
    upper = np.array([row.ravel() for _, row in rows])
    worth = (weights[0] * a + weights[1] * b).ravel()
    done = linprog(-worth, A_ub=upper, b_ub=np.zeros(len(rows)), A_eq=np.ones((1, m * n)), b_eq=[1])
    assert done.status == 0
    return float(-done.fun)


@pytest.mark.parametrize("coarse", [False, True])
@pytest.mark.parametrize("family", ["012", "small", "thousand", "zero rows", "fractions"])
def test_the_value_of_a_dense_program(family: str, coarse: bool) -> None:
    random = Random(11)
    for _ in range(6):
        game = random_game(family, random.randint(1, 6), random.randint(1, 6), random)
        for weights in ([1, 1], [1, 0], [2, -1]):
            best = correlated_equilibrium(game, weights, coarse=coarse)
            scale = 1 + abs(float(best.value))
            assert float(best.value) == pytest.approx(dense_optimum(game, weights, coarse=coarse), abs=1e-6 * scale)
            assert correlated_regret(game, best.distribution, coarse=coarse) == 0
            assert proves(best, weights)


def test_aumanns_chicken() -> None:
    """Aumann 1974: weights 1/2, 1/4, 1/4 and 21/4 each; the worst total is (Dare, Dare)-free advice too."""
    best = correlated_equilibrium(CHICKEN)
    assert dict(best.distribution) == {(0, 0): Fraction(1, 2), (0, 1): Fraction(1, 4), (1, 0): Fraction(1, 4)}
    assert best.payoffs == (Fraction(21, 4), Fraction(21, 4))


def test_constant_sum_games_pay_their_value() -> None:
    """In a constant-sum game every correlated equilibrium pays the value: that of any Nash equilibrium."""
    for seed in range(8):
        game = random_game("constant sum", 4, 5, Random(seed))
        value = min(
            sum(p * q * game.payoffs[0][i, j] for (i, p), (j, q) in product(enumerate(x), enumerate(y)))
            for x, y in (e.strategies for e in extreme_equilibria(game))
        )
        for minimise in (False, True):
            best = correlated_equilibrium(game, [1, 0], minimise=minimise)
            assert best.value == value
            assert proves(best, [1, 0], minimise=minimise)


def test_nash_equilibria_are_correlated_and_no_better() -> None:
    for seed in range(6):
        game = random_game("012", 4, 4, Random(seed))
        best, coarse = correlated_equilibrium(game), correlated_equilibrium(game, coarse=True)
        assert coarse.value >= best.value
        for profile in extreme_equilibria(game):
            x, y = profile.strategies
            joint = [((i, j), x[i] * y[j]) for i, j in product(range(4), repeat=2) if x[i] * y[j]]
            assert correlated_regret(game, joint) == 0
            assert sum(p * (game.payoffs[0][s] + game.payoffs[1][s]) for s, p in joint) <= best.value


def test_coarse_advice_reaches_more() -> None:
    """By hand: half (1, 3) and half (3, 1) pay 2 each; committing to a row pays 3/2, 2 or 3/2 against the marginal."""
    a = [[2, 0, 1], [2, 1, 2], [3, 0, 0]]
    game = NormalForm.of([a, [list(column) for column in zip(*a, strict=True)]])
    advice = [((0, 2), Fraction(1, 2)), ((2, 0), Fraction(1, 2))]
    assert correlated_regret(game, advice, coarse=True) == 0
    assert correlated_equilibrium(game, coarse=True).value >= 4
    assert dense_optimum(game, [1, 1]) == pytest.approx(2)
    assert correlated_equilibrium(game).value == 2


def test_three_players() -> None:
    """A majority game of three: all profiles with a common vote pay everybody 1; the best total is 3."""
    table = np.zeros((3, 2, 2, 2), dtype=int)
    table[:, 0, 0, 0] = table[:, 1, 1, 1] = 1
    best = correlated_equilibrium(NormalForm.of(table.tolist()))
    assert best.value == 3
    assert proves(best)
    assert proves(correlated_equilibrium(NormalForm.of(table.tolist()), minimise=True), minimise=True)


def test_profiles_as_objective() -> None:
    """The most probability that (Dare, dare) can have in Chicken: by the inequalities p00 <= 2 p01, 2 p11 <= p01..."""
    best = correlated_equilibrium(CHICKEN, [[0, 0], [0, 1]])
    # a row told to dare needs p10 * (7 - 6) >= p11 * 2, and the column p01 >= 2 p11; told to yield: 2 p01 >= p00,
    # 2 p10 >= p00. With p00 = 0: p11 + 2 * 2 * p11 <= 1.
    assert best.value == Fraction(1, 5)


def test_a_spoilt_certificate_is_refused() -> None:
    best = correlated_equilibrium(CHICKEN)
    assert not proves(replace(best, value=best.value + 1))
    assert not proves(replace(best, multipliers=best.multipliers[1:]))
    assert not proves(replace(best, distribution=(((1, 1), Fraction(1)),)))


def test_a_game_of_forty_strategies() -> None:
    game = random_game("small", 40, 40, Random(2))
    assert proves(correlated_equilibrium(game))


def test_wrong_requests_are_named() -> None:
    with pytest.raises(InputError, match=r"objective: got an array of shape \(3,\); allowed: \(2,\) or \(2, 2\)"):
        correlated_equilibrium(CHICKEN, [1, 2, 3])
    b = Enclosed.symbol("b", 1.0, 2.0)
    with pytest.raises(InputError, match="game: got enclosed payoffs"):
        correlated_equilibrium(NormalForm.of([[[b]], [[b]]]))


def test_a_multiplier_of_nothing_does_no_harm() -> None:
    best = correlated_equilibrium(CHICKEN)
    (deviation, _), *_ = best.multipliers
    rest = tuple((d, y) for d, y in best.multipliers if d != deviation)
    assert proves(replace(best, multipliers=(*best.multipliers, (deviation, Fraction(0)))))
    assert not proves(replace(best, multipliers=(*rest, (deviation, Fraction(0)))))


def test_games_with_too_many_profiles_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("selten.equilibria.correlated.MOST_PROFILES", 4)
    assert correlated_equilibrium(CHICKEN).value == Fraction(21, 2)
    monkeypatch.setattr("selten.equilibria.correlated.MOST_PROFILES", 3)
    with pytest.raises(InputError, match="got 4 profiles; allowed: at most 3"):
        correlated_equilibrium(CHICKEN)
