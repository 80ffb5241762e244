"""All orders of elimination against a search that removes any dominated set, with dominance by HiGHS in floats."""

from collections.abc import Sequence
from fractions import Fraction
from itertools import chain, combinations
from random import Random
from typing import Any

import numpy as np
import pytest
from scipy.optimize import linprog

from selten.equilibria import elimination_orders as orders_module
from selten.equilibria.dominance import iterated_elimination, own_table
from selten.equilibria.elimination_orders import Orders, elimination_orders
from selten.games.enclosed import Enclosed, Undecided
from selten.games.library import table_2
from selten.games.normal_form import NormalForm

Remaining = tuple[tuple[int, ...], ...]

OSBORNE_RUBINSTEIN = NormalForm.of([[[1, 0], [1, 2], [0, 2]], [[1, 0], [1, 1], [0, 1]]])
"""The standard example: removing T and then L leaves payoffs (2, 1), removing B and then R leaves (1, 1)."""


def random_game(seed: int, *, most: int = 3, top: int = 2) -> NormalForm:
    draw = Random(seed)
    counts = [draw.randint(2, most) for _ in range(draw.choice((2, 2, 3)))]
    size = len(counts) * int(np.prod(counts))
    flat = np.array([draw.randint(0, top) for _ in range(size)], dtype=object)
    return NormalForm.of(flat.reshape(len(counts), *counts))


def dominated(game: NormalForm, remaining: Remaining, strict: bool) -> list[tuple[int, int]]:
    """By the sum of gains (weak) or the least gain (strict) of the best mixture, in floats."""
    found = []
    for player, kept in enumerate(remaining):
        table = np.array(own_table(game, player, remaining), dtype=float)
        for row, strategy in enumerate(kept):
            gains = (table - table[row]).T
            m = len(kept)
            if strict:
                bound = np.hstack([-gains, np.ones((len(gains), 1))])
                answer = linprog([0.0] * m + [-1.0], bound, [0.0] * len(gains), [[1.0] * m + [0.0]], [1.0])
            else:
                answer = linprog(-gains.sum(axis=0), -gains, [0.0] * len(gains), [[1.0] * m], [1.0])
            if -answer.fun > 1e-7:
                found.append((player, strategy))
    return found


def by_all_subsets(game: NormalForm, strict: bool = False) -> set[Remaining]:
    start: Remaining = tuple(tuple(range(m)) for m in game.counts)
    seen, open_, ends = {start}, [start], set()
    while open_:
        remaining = open_.pop()
        out = dominated(game, remaining, strict)
        if not out:
            ends.add(remaining)
        for part in chain.from_iterable(combinations(out, k) for k in range(1, len(out) + 1)):
            after = tuple(tuple(k for k in own if (i, k) not in part) for i, own in enumerate(remaining))
            if after not in seen:
                seen.add(after)
                open_.append(after)
    return ends


@pytest.mark.parametrize("seed", range(40))
def test_all_endings(seed: int) -> None:
    game = random_game(seed)
    found = elimination_orders(game)
    assert found.whole
    assert {end.remaining for end in found.endings} == by_all_subsets(game)
    assert found.endings[0] == iterated_elimination(game)
    assert found.depends is (len(by_all_subsets(game)) > 1)


@pytest.mark.parametrize("seed", range(40))
def test_orders_lead_where_they_say_and_every_mixture_dominates(seed: int) -> None:
    game = random_game(seed, most=4)
    for end in elimination_orders(game).endings:
        remaining = [list(range(m)) for m in game.counts]
        for removals in end.rounds:
            for removal in removals:
                check_removal(game, remaining, removal.player, removal.strategy, removal.mixture)
            for removal in removals:
                remaining[removal.player].remove(removal.strategy)
        assert tuple(map(tuple, remaining)) == end.remaining


def check_removal(game: NormalForm, remaining: Any, player: int, strategy: int, mixture: Sequence[Fraction]) -> None:
    table = own_table(game, player, remaining)
    kept = remaining[player]
    assert sum(mixture) == 1
    assert all(p >= 0 and (p == 0 or k in kept) for k, p in enumerate(mixture))
    mixed = [sum(mixture[k] * x for k, x in zip(kept, column, strict=True)) for column in zip(*table, strict=True)]
    gains = [x - y for x, y in zip(mixed, table[kept.index(strategy)], strict=True)]
    assert min(gains) >= 0 < max(gains)


@pytest.mark.parametrize("seed", range(40))
def test_strict_dominance_does_not_depend_on_the_order(seed: int) -> None:
    game = random_game(seed, top=9)
    found = elimination_orders(game, strict=True)
    assert len(found.endings) == 1
    assert found.depends is False
    assert {found.endings[0].remaining} == by_all_subsets(game, strict=True)


def test_the_standard_example() -> None:
    found = elimination_orders(OSBORNE_RUBINSTEIN)
    left = [((1,), (0, 1)), ((0, 1), (0,)), ((1,), (0,)), ((1,), (1,)), ((1, 2), (1,))]
    assert [end.remaining for end in found.endings] == left
    assert found.classes == (0, 1, 1, 3, 3)
    assert (found.depends, found.depends_in_payoffs) == (True, True)
    assert [found.survives(s) for s in ([[1], [0]], [[1], [1]], [[1], [0, 1]])] == [False, False, False]
    assert [found.survives(s, every=False) for s in ([[0], [0]], [[2], [0]])] == [True, False]


def test_offering_game() -> None:
    found = elimination_orders(table_2())
    assert [end.remaining for end in found.endings] == [((1, 2, 4), (1, 2, 4))]
    assert (found.whole, found.depends, found.depends_in_payoffs) == (True, False, False)
    assert found.survives([[4], [1, 2]]) is True
    assert found.survives([[3], [4]], every=False) is False


@pytest.mark.parametrize("seed", range(30))
def test_where_indifference_transfers_orders_differ_in_names_only(seed: int) -> None:
    """Constant-sum games and games of common interest: the theorem of Marx and Swinkels."""
    draw = Random(seed)
    m, n, sign = draw.randint(2, 4), draw.randint(2, 4), draw.choice((-1, 1))
    first = [[draw.randint(0, 2) for _ in range(n)] for _ in range(m)]
    game = NormalForm.of([first, [[sign * x for x in row] for row in first]])
    found = elimination_orders(game)
    assert found.transfers
    assert set(found.classes) == {0}


@pytest.mark.parametrize("limits", [{"most_games": 1}, {"time_limit": 0.0}])
def test_a_search_that_is_stopped_says_so(limits: Any) -> None:
    found = elimination_orders(random_game(3, most=3), **limits)
    assert not found.whole
    flat = elimination_orders(OSBORNE_RUBINSTEIN, **limits)
    assert (flat.whole, flat.depends, flat.depends_in_payoffs) == (False, None, None)
    assert flat.survives([[1], [0]]) is None
    assert flat.survives([[1], [0]], every=False) is True
    assert flat.survives([[0], [0]]) is False
    constant = elimination_orders(NormalForm.of([[[1, 1], [1, 0]], [[-1, -1], [-1, 0]]]), **limits)
    assert constant.depends_in_payoffs is False


def test_too_many_dominated_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(orders_module, "_ALL_PARTS", 1)
    found = elimination_orders(OSBORNE_RUBINSTEIN)
    assert not found.whole
    assert found.depends is True
    assert {end.remaining for end in found.endings} <= by_all_subsets(OSBORNE_RUBINSTEIN)


def test_enclosed_games() -> None:
    low, wide = Enclosed.symbol("a", 2, 3), Enclosed.symbol("b", 0, 2)
    clear = NormalForm.of([[[low, 1], [1, 1]], [[1, 1], [1, 1]]])
    found = elimination_orders(clear)
    assert ([end.remaining for end in found.endings], found.whole) == ([((0,), (0, 1))], True)
    with pytest.raises(Undecided, match="b"):
        elimination_orders(NormalForm.of([[[wide, 1], [1, 1]], [[1, 1], [1, 1]]]))


def test_unsettled_payoffs() -> None:
    end = iterated_elimination(OSBORNE_RUBINSTEIN)
    assert Orders((end, end), (0, None), True).depends_in_payoffs is None
