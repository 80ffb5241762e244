"""Bayesian games: the three forms of one game agree with each other and with payoffs summed draw by draw."""

from fractions import Fraction as F
from itertools import product
from math import prod
from random import Random
from typing import Any

import numpy as np
import pytest

from selten.games.bayesian import BayesianGame
from selten.games.bayesian_parts import Draw, Type
from selten.games.errors import InputError
from selten.games.profile import Profile, payoffs, regret, regrets
from selten.games.reduced import reduced_normal_form

Rows = tuple[tuple[tuple[F, ...], ...], ...]


def random_game(seed: int) -> BayesianGame:
    random = Random(seed)
    players = random.choice([2, 2, 3])
    types = [[Type(f"t{t}", tuple("abc"[: random.randint(1, 3)])) for t in range(random.randint(1, 2))]
             for _ in range(players)]  # fmt: skip
    profiles = list(product(*(range(len(own)) for own in types)))
    weights = [random.randint(1, 4) for _ in profiles]
    draws = []
    for numbers, weight in zip(profiles, weights, strict=True):
        counts = [len(own[t].actions) for own, t in zip(types, numbers, strict=True)]
        table = np.empty((players, *counts), dtype=object)
        for place in np.ndindex(*table.shape):
            table[place] = F(random.randint(-3, 3))
        for _ in range(2):  # two draws that the players cannot tell apart
            draws.append(Draw(F(weight, 2 * sum(weights)), numbers, table if random.random() < 0.5 else table * F(2)))
    return BayesianGame.of([f"p{i}" for i in range(players)], types, draws=draws)


def random_strategies(game: BayesianGame, seed: int) -> Rows:
    random = Random(seed)

    def row(count: int) -> tuple[F, ...]:
        weights = [random.randint(0, 3) for _ in range(count)]
        weights[random.randrange(count)] += 1
        return tuple(F(w, sum(weights)) for w in weights)

    return tuple(tuple(row(len(t.actions)) for t in own) for own in game.types)


def mixed(game: BayesianGame, strategies: Rows) -> Profile:
    """The strategies as mixtures over plans."""
    plans = []
    for own, rows in zip(game.types, strategies, strict=True):
        choices = product(*(range(len(t.actions)) for t in own))
        plans.append([prod([row[a] for row, a in zip(rows, plan, strict=True)]) for plan in choices])
    return Profile.of(plans)


@pytest.mark.parametrize("seed", range(25))
def test_the_forms_agree(seed: int) -> None:
    game = random_game(seed)
    strategies = random_strategies(game, seed)
    table = game.normal_form()
    profile = mixed(game, strategies)
    assert tuple(payoffs(table, profile)) == game.expected(strategies)
    chances = game.type_chances()
    gains = [
        sum(c * g for c, g in zip(*rows, strict=True)) for rows in zip(chances, game.regrets(strategies), strict=True)
    ]
    assert list(regrets(table, profile)) == gains
    agents = Profile.of([row for own in strategies for row in own])
    assert regret(game.agent_form(), agents) == game.regret(strategies)


@pytest.mark.parametrize("seed", range(8))
def test_the_tree_has_the_same_normal_form(seed: int) -> None:
    game = random_game(seed)
    tree = game.tree()
    assert tree.has_perfect_recall
    reduced, table = reduced_normal_form(tree), game.normal_form()
    strategies = random_strategies(game, seed)
    assert reduced.counts == table.counts
    assert tuple(payoffs(reduced, mixed(game, strategies))) == game.expected(strategies)


def test_an_equilibrium_in_one_form_is_one_in_all() -> None:
    """Matching pennies against one of two types, by hand: the type that cannot match plays what it has."""
    one, zero, half = F(1), F(0), F(1, 2)
    fixed = np.array([[[one, zero]], [[zero, one]]])
    free = np.array([[[one, zero], [zero, one]], [[zero, one], [one, zero]]])
    types = [[Type("fixed", ("h",)), Type("free", ("h", "t"))], [Type("only", ("h", "t"))]]
    draws = [Draw(F(1, 3), (0, 0), fixed), Draw(F(2, 3), (1, 0), free)]
    game = BayesianGame.of(["A", "B"], types, draws=draws)
    # B is indifferent if A plays h with chance 1/2 in all: 1/3 + 2/3 x = 1/2
    rows = (((one,), (F(1, 4), F(3, 4))), ((half, half),))
    assert game.regret(rows) == 0
    assert regret(game.normal_form(), mixed(game, rows)) == 0
    off = (((one,), (half, half)), ((half, half),))
    assert game.regrets(off) == ((F(0), F(0)), (F(1, 6),))


def _parts() -> dict[str, Any]:
    table = np.full((1, 2), F(0))
    return {"players": ["A"], "types": [[Type("t", ("x", "y"))]], "draws": [Draw(F(1), (0,), table)]}


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"players": []}, "players: got none"),
        ({"types": []}, "types: got those of 0 players; allowed: 1"),
        ({"types": [[]]}, "types of player 'A': got none"),
        ({"types": [[Type("t", ("x", "x"))]]}, "types of player 'A': 't': got the actions x, x"),
        ({"types": [[Type("t", ("x", "y")), Type("t", ("z",))]]}, "types of player 'A': got 't' twice"),
        ({"types": [[Type("t", ("x", "y")), Type("u", ("z",))]]}, "type 'u' of player 'A': got no draw"),
        ({"draws": [Draw(F(1, 2), (0,), np.full((1, 2), F(0)))]}, "draws: got masses that sum to 1/2"),
        ({"draws": [Draw(F(0), (0,), np.full((1, 2), F(0)))]}, "draws[0]: got the mass 0"),
        ({"draws": [Draw(F(1), (1,), np.full((1, 2), F(0)))]}, "draws[0]: got the types [1]"),
        (
            {"draws": [Draw(F(1), (0,), np.full((1, 3), F(0)))]},
            "draws[0]: got payoffs of shape (1, 3); allowed: (1, 2)",
        ),
        ({"draws": [Draw(F(1), (0,), np.full((1, 2), 0.5))]}, "draws[0]: got the payoff"),
    ],
)
def test_wrong_games_are_refused(change: dict[str, Any], message: str) -> None:
    parts = _parts() | change
    with pytest.raises(InputError) as error:
        BayesianGame.of(parts["players"], parts["types"], draws=parts["draws"])
    assert str(error.value).startswith(message)


@pytest.mark.parametrize("rows", [(), (((F(1),),),), (((F(1), F(1)),),), (((F(2), F(-1)),),)])
def test_wrong_strategies_are_refused(rows: Rows) -> None:
    parts = _parts()
    game = BayesianGame.of(parts["players"], parts["types"], draws=parts["draws"])
    with pytest.raises(InputError, match="strategies: "):
        game.regret(rows)


def test_forms_that_are_too_large_are_refused() -> None:
    many = tuple(map(str, range(50)))
    types = [[Type(f"t{k}", many) for k in range(5)]]
    draws = [Draw(F(1, 5), (k,), np.full((1, 50), F(0))) for k in range(5)]
    game = BayesianGame.of(["A"], types, draws=draws)
    for form in (game.normal_form, game.agent_form):
        with pytest.raises(InputError, match="allowed: at most 2000000"):
            form()
    assert len(game.tree().nodes) == 256
