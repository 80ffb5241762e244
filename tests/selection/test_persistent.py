"""Persistent retracts against the definition: the minimal ones of all products of faces that HiGHS says absorb."""

import itertools
from random import Random
from typing import Any

import numpy as np
import pytest
from scipy.optimize import linprog
from table_one import COMONOTONE, COUNTERMONOTONE, SATURATED, TABLE_2, UNIFORM, UNIFORM_TENTH, Market, named, solved

from selten.games.errors import InputError
from selten.games.normal_form import NormalForm
from selten.selection.persistent import Persistent, persistent_retracts

Pair = tuple[tuple[int, ...], tuple[int, ...]]


def random_game(seed: int) -> NormalForm | None:
    """Small payoffs with ties; None if two strategies are twins."""
    draw = Random(seed)
    counts = draw.choice([(2, 2), (2, 3), (3, 2), (3, 3)])
    table = np.array([draw.randrange(4) for _ in range(2 * counts[0] * counts[1])]).reshape(2, *counts)
    tables = (table[0], table[1].T)
    if any(len({tuple(row) for row in own.tolist()}) < len(own) for own in tables):
        return None
    return NormalForm.of(table.astype(object))


def escapes(table: Any, inside: tuple[int, ...], face: tuple[int, ...], k: int) -> bool:
    """Whether k beats all of ``inside`` strictly somewhere, and weakly somewhere on the face of the opponent.

    The closure of the first region is the second region wherever the first is not empty: then it comes near the face.
    """
    n = table.shape[1]
    losses = np.array([table[s] - table[k] for s in inside], dtype=float)
    somewhere = linprog(
        [0.0] * n + [-1.0],
        np.hstack([losses, np.ones((len(inside), 1))]),
        [0.0] * len(inside),
        [[1.0] * n + [0.0]],
        [1.0],
        [(0, None)] * n + [(None, None)],
    )
    if -somewhere.fun < 1e-7:
        return False
    limits = [(0, None if j in face else 0) for j in range(n)]
    on_face = linprog([0.0] * n, losses, [1e-9] * len(inside), [[1.0] * n], [1.0], limits)
    return bool(on_face.status == 0)


def by_definition(game: NormalForm) -> list[Pair]:
    tables = [np.array(game.payoffs[0], dtype=float), np.array(game.payoffs[1].T, dtype=float)]

    def subsets(m: int) -> list[tuple[int, ...]]:
        return [s for size in range(1, m + 1) for s in itertools.combinations(range(m), size)]

    def absorbing(pair: Pair) -> bool:
        return not any(
            escapes(tables[i], pair[i], pair[1 - i], k)
            for i in range(2)
            for k in range(game.counts[i])
            if k not in pair[i]
        )

    found: list[Pair] = []
    products = [(first, second) for first in subsets(game.counts[0]) for second in subsets(game.counts[1])]
    for pair in sorted(products, key=lambda p: len(p[0]) + len(p[1])):
        if not any(set(f[0]) <= set(pair[0]) and set(f[1]) <= set(pair[1]) for f in found) and absorbing(pair):
            found.append(pair)
    return sorted(found)


@pytest.mark.parametrize("seed", range(30))
def test_random_games_by_definition(seed: int) -> None:
    game = random_game(seed)
    if game is None:
        game = random_game(seed + 1000)
    if game is None:
        game = NormalForm.of([[[seed, 0], [0, 1]], [[1, 0], [0, seed]]])
    assert persistent_retracts(game) == by_definition(game)


BUNDLERS, SINGLES = ("001", "101", "011"), ("100", "010")
MARKETS = [(TABLE_2, BUNDLERS), (UNIFORM, BUNDLERS), (UNIFORM_TENTH, ("001",)), (COUNTERMONOTONE, ("001",))]


@pytest.mark.parametrize(("market", "bundlers"), MARKETS)
def test_only_differentiation_persists_in_the_bundling_markets(market: Market, bundlers: tuple[str, ...]) -> None:
    """By hand: any bundler may answer one component, 100 and 010 answer any bundler, and nothing else is needed."""
    game = market.game()
    retracts = [
        tuple(tuple(game.strategies[i][k] for k in own) for i, own in enumerate(r)) for r in persistent_retracts(game)
    ]
    assert retracts == [(SINGLES, bundlers), (bundlers, SINGLES)]
    solution = solved(game)
    choice = Persistent()(solution)
    kept = named(game, [[own[0] for own in solution.equilibria[k].profile.supports] for k in choice.kept])
    assert kept == {
        p for p in named(game, _pure(solution)) if {p[0], p[1]} & set(SINGLES) and {p[0], p[1]} & set(bundlers)
    }


def _pure(solution: Any) -> Any:
    return [[own[0] for own in e.profile.supports] for e in solution.equilibria]


def test_twins_are_refused() -> None:
    with pytest.raises(InputError, match="001 and 101 of player 1 with equal payoffs"):
        persistent_retracts(SATURATED.game())
    for market, twins in ((SATURATED, "001 and 101"), (COMONOTONE, "110 and 111")):
        choice = Persistent()(solved(market.game()))
        assert (choice.kept, choice.decided) == ((), False)
        assert twins in choice.reason


def test_more_players_are_not_decided() -> None:
    game = NormalForm.of(np.zeros((3, 2, 2, 2), dtype=int).astype(object))
    assert not Persistent()(solved(game)).decided


def test_the_mixed_equilibrium_of_matching_pennies_persists() -> None:
    assert persistent_retracts(NormalForm.of([[[1, -1], [-1, 1]], [[-1, 1], [1, -1]]])) == [((0, 1), (0, 1))]
