"""What the proof of a correlated optimum must refuse: numbers that are no probabilities, or no multipliers."""

from dataclasses import replace
from fractions import Fraction

import pytest

from selten.equilibria.correlated import Deviation, correlated_equilibrium, correlated_regret, proves
from selten.games.errors import InputError
from selten.games.normal_form import NormalForm

F = Fraction
CHICKEN = NormalForm.of([[[6, 2], [7, 0]], [[6, 7], [2, 0]]])
FLAT = NormalForm.of([[[0, 0], [0, 0]], [[0, 0], [0, 0]]])


def test_negative_probabilities_prove_nothing() -> None:
    """Nobody can gain in a game that pays 0, and the worth of the right column makes up for the negative part."""
    worth = [[1, 1], [1, 1]]
    best = correlated_equilibrium(FLAT, worth)
    assert proves(best, worth)
    assert not proves(replace(best, distribution=(((0, 0), F(2)), ((0, 1), F(-1)))), worth)
    assert not proves(replace(best, distribution=(((0, 0), F(1, 2)),), value=F(1, 2)), worth)


def test_negative_multipliers_and_those_of_the_other_kind_prove_nothing() -> None:
    best = correlated_equilibrium(CHICKEN)
    coarse = correlated_equilibrium(CHICKEN, coarse=True)
    assert proves(best)
    assert proves(coarse)
    assert not proves(replace(best, multipliers=(*best.multipliers, (Deviation(0, 0, 0), F(-1)))))
    assert not proves(replace(best, multipliers=(*best.multipliers, (Deviation(0, None, 0), F(0)))))
    assert not proves(replace(coarse, multipliers=(*coarse.multipliers, (Deviation(0, 0, 1), F(0)))))


def test_regret_is_of_deviations_after_the_advice_unless_said() -> None:
    """By hand, advised (0, 0) or (1, 1): told 0 he gains 1 by 2, but to play 2 always costs 5 as often."""
    game = NormalForm.of([[[0, 0], [0, 5], [1, 0]], [[0, 0], [0, 0], [0, 0]]])
    advice = [((0, 0), F(1, 2)), ((1, 1), F(1, 2))]
    assert correlated_regret(game, advice) == F(1, 2)
    assert correlated_regret(game, advice, coarse=True) == 0


def test_an_objective_is_by_player_or_by_profile_and_nothing_else() -> None:
    """With one player a list of the length of his strategies is no worth of profiles: it must be of length 1."""
    alone = NormalForm.of([[0, 5, 3]])
    assert correlated_equilibrium(alone, [2]).value == 10
    with pytest.raises(InputError, match="objective: got an array of shape"):
        correlated_equilibrium(alone, [1, 2, 3])
    with pytest.raises(InputError, match="objective: got an array of shape"):
        correlated_equilibrium(CHICKEN, [[1, 2, 3], [1, 2, 3]])
