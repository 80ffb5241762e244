"""Payoff equivalence: games disguised on purpose, and every renaming tried one by one."""

from fractions import Fraction
from itertools import permutations
from random import Random
from typing import Any

import numpy as np
import pytest

from selten.equilibria import payoff_equivalence
from selten.equilibria.payoff_equivalence import indifference_transfers, lean, payoff_equivalent
from selten.games.enclosed import Enclosed
from selten.games.errors import InputError
from selten.games.normal_form import NormalForm


def random_tables(draw: Random, *shape: int) -> Any:
    return np.array([draw.randint(0, 3) for _ in range(int(np.prod(shape)))], dtype=object).reshape(shape)


@pytest.mark.parametrize("seed", range(30))
def test_a_game_in_disguise_is_recognised(seed: int) -> None:
    """Both restrictions of one large game: the first rows and columns, and renamed copies with mixtures added."""
    draw = Random(seed)
    m, n = draw.randint(1, 3), draw.randint(1, 3)
    small = random_tables(draw, 2, m, n)
    columns = [draw.randrange(n) for _ in range(2)] + list(range(n))
    draw.shuffle(columns)
    wide = np.concatenate([small[:, :, columns], [mix(part) for part in small]], axis=2)
    rows = draw.sample(range(m), m)
    tall = np.concatenate([wide[:, rows], [mix(part.T).T for part in wide]], axis=1)
    whole = np.full((2, m + tall.shape[1], n + tall.shape[2]), Fraction(9), dtype=object)
    whole[:, :m, :n] = small
    whole[:, m:, n:] = tall
    game = NormalForm.of(whole)
    first = (range(m), range(n))
    second = (range(m, whole.shape[1]), range(n, whole.shape[2]))
    assert payoff_equivalent(game, first, second) is True
    whole[0, m:, n:] += 1
    assert payoff_equivalent(NormalForm.of(whole), first, second) is False


def mix(table: Any) -> Any:
    """One more column: the even mixture of all."""
    return table.sum(axis=1, keepdims=True) * Fraction(1, table.shape[1])


@pytest.mark.parametrize("seed", range(60))
def test_every_renaming(seed: int) -> None:
    """Games of one or two payoffs, without redundant strategies, against all pairs of permutations."""
    draw = Random(seed)
    halves = random_tables(draw, 2, 2, 3, 3) % 2
    whole = np.full((2, 6, 6), 9, dtype=object)
    whole[:, :3, :3], whole[:, 3:, 3:] = halves[0], halves[1]
    kept = [(tuple(range(k, k + 3)),) * 2 for k in (0, 3)]
    if [lean(whole, own) for own in kept] != kept:
        return
    same = any(
        (halves[0] == halves[1][:, list(p)][:, :, list(q)]).all()
        for p in permutations(range(3))
        for q in permutations(range(3))
    )
    assert payoff_equivalent(NormalForm.of(whole), kept[0], kept[1]) is same


def test_three_players() -> None:
    draw = Random(5)
    part = random_tables(draw, 3, 2, 2, 2)
    whole = np.full((3, 4, 4, 4), 9, dtype=object)
    whole[:, :2, :2, :2] = part
    whole[:, 2:, 2:, 2:] = part[:, ::-1, :, ::-1]
    assert payoff_equivalent(NormalForm.of(whole), [[0, 1]] * 3, [[2, 3]] * 3) is True
    whole[2, 2, 2, 2] += 7
    assert payoff_equivalent(NormalForm.of(whole), [[0, 1]] * 3, [[2, 3]] * 3) is False


def test_too_many_renamings(monkeypatch: pytest.MonkeyPatch) -> None:
    """A cycle of six and two cycles of three look alike strategy by strategy."""
    monkeypatch.setattr(payoff_equivalence, "_MOST_RENAMINGS", 10)
    ring = [[int((j - i) % 6 in (0, 1)) for j in range(6)] for i in range(6)]
    two = [[int(i // 3 == j // 3 and (j - i) % 3 in (0, 1)) for j in range(6)] for i in range(6)]
    whole = np.full((2, 12, 12), 9, dtype=object)
    whole[:, :6, :6], whole[:, 6:, 6:] = ring, two
    assert payoff_equivalent(NormalForm.of(whole), [range(6)] * 2, [range(6, 12)] * 2) is None
    monkeypatch.setattr(payoff_equivalence, "_MOST_RENAMINGS", 1000)
    assert payoff_equivalent(NormalForm.of(whole), [range(6)] * 2, [range(6, 12)] * 2) is False


@pytest.mark.parametrize("seed", range(40))
def test_indifference_by_mixtures_of_three(seed: int) -> None:
    """The definition, tried with all mixtures of a grid: a hundred and more of each player's."""
    draw = Random(seed)
    shape = (2, 3, draw.randint(1, 3))
    first = random_tables(draw, *shape[1:])
    second = draw.choice((-first, 2 * first, random_tables(draw, *shape[1:])))
    if draw.random() < 0.3:
        second[0, 0] += 1
    steps = [(Fraction(a, 12), Fraction(b, 12), Fraction(12 - a - b, 12)) for a in range(13) for b in range(13 - a)]
    holds = True
    for own, other in ((first, second), (second.T, first.T)):
        if len(own) == 3:
            for j in range(own.shape[1]):
                for weights in steps:
                    mine, theirs = (sum(w * x for w, x in zip(weights, t[:, j], strict=True)) for t in (own, other))
                    holds &= all(mine != own[i, j] or theirs == other[i, j] for i in range(3))
        else:
            holds &= all(
                len({tuple(x) for x in zip(own[:, j], other[:, j], strict=True)}) == len(set(own[:, j]))
                for j in range(own.shape[1])
            )
    assert indifference_transfers(NormalForm.of([first, second])) is bool(holds)


def test_enclosed_games_are_not_compared() -> None:
    game = NormalForm.of([[[Enclosed.of(1)]], [[Enclosed.of(1)]]])
    with pytest.raises(InputError, match="payoff_equivalent: got a game with enclosed"):
        payoff_equivalent(game, [[0], [0]], [[0], [0]])
    with pytest.raises(InputError, match="indifference_transfers: got a game with enclosed"):
        indifference_transfers(game)
