"""Sequential equilibria against subgame perfection, which they imply and with perfect information are."""

from fractions import Fraction
from itertools import product
from random import Random
from typing import Any

import pytest
from test_backward import random_tree, stacked
from test_consistency import limit, unplayed

from selten.equilibria.trees.assessment import Assessment
from selten.equilibria.trees.backward import subgame_perfect
from selten.equilibria.trees.behaviour import is_subgame_perfect, mixed_of
from selten.equilibria.trees.sequential import sequential
from selten.games.extensive_form import ExtensiveForm
from selten.games.profile import regret
from selten.games.reduced import reduced_normal_form


def pure_rows(tree: ExtensiveForm) -> list[tuple[tuple[Fraction, ...], ...]]:
    choices = []
    for infoset in tree.infosets:
        sure = [tuple(Fraction(int(a == b)) for b in range(len(infoset.actions))) for a in range(len(infoset.actions))]
        choices.append(sure if infoset.player is not None else [infoset.probabilities])
    return list(product(*choices))


@pytest.mark.parametrize("seed", range(25))
def test_with_perfect_information_they_are_the_subgame_perfect_ones(seed: int) -> None:
    tree = random_tree(seed, players=2 + seed % 2, chance=0.0)
    perfect = {found.behaviour for found in subgame_perfect(tree, pure=True).equilibria}
    rows = pure_rows(tree)
    assert {own for own in rows if sequential(tree, Assessment.of(tree, own)).equilibrium} == perfect
    for own in rows:
        verdict = sequential(tree, Assessment.of(tree, own))
        assert verdict.consistent
        assert bool(verdict.reasons) == (own not in perfect)


@pytest.mark.parametrize("seed", range(25))
def test_they_are_subgame_perfect(seed: int) -> None:
    # beliefs are limits of random trembles
    draw, tree = Random(seed), stacked(seed)
    for own in pure_rows(tree)[:200]:
        orders = {move: draw.randint(1, 2) for move in unplayed(tree, own)}
        weights = {move: Fraction(draw.randint(1, 3)) for move in orders}
        given = Assessment.of(tree, own, beliefs=limit(tree, own, orders, weights))
        verdict = sequential(tree, given)
        assert verdict.consistent
        if verdict.equilibrium:
            assert is_subgame_perfect(tree, own)
            profile: Any = mixed_of(tree, own)
            assert regret(reduced_normal_form(tree), profile) == 0


def test_the_test_above_sees_sequential_equilibria() -> None:
    found = 0
    for seed in range(25):
        tree = stacked(seed)
        for own in subgame_perfect(tree, pure=True).equilibria[:20]:
            mistakes = unplayed(tree, own.behaviour)
            orders, weights = dict.fromkeys(mistakes, 1), dict.fromkeys(mistakes, Fraction(1))
            beliefs = limit(tree, own.behaviour, orders, weights)
            found += sequential(tree, Assessment.of(tree, own.behaviour, beliefs=beliefs)).equilibrium
    assert found > 50
