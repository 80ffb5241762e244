"""Profiles and regret: the door, and regret against trying every deviation by hand."""

from fractions import Fraction
from itertools import product
from math import prod
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from random_games import normal_forms

from selten.games.errors import InputError
from selten.games.library import matching_pennies, prisoners_dilemma
from selten.games.normal_form import NormalForm
from selten.games.profile import Profile, check_fits, deviation_payoffs, payoffs, regret, regrets

REFUSED: list[tuple[list[Any], str]] = [
    ([["1/2", "1/3"], [1]], "strategies[0]: got probabilities that sum to 5/6; allowed: 1"),
    ([[1], ["3/2", "-1/2"]], "strategies[1][1]: got -1/2; allowed: a probability, at least 0"),
    ([[0.5, 0.6]], "strategies[0]: got probabilities that sum to 1.1; allowed: 1"),
    ([["x"]], "strategies[0][0]: got 'x'; allowed: a finite number"),
    ([[float("nan")]], "strategies[0][0]: got 'nan'"),
    ([[True]], "strategies[0][0]: got True"),
    (
        [[Fraction(1, 10**2500 + k) for k in range(4)]],
        "strategies[0]: got probabilities that sum to a number of 1000 bits",
    ),
    ([[1e308, 1e308]], "strategies[0]: got probabilities that sum to a number of 1000 bits"),
    ([[]], "strategies[0]: got probabilities that sum to 0; allowed: 1"),
]


@pytest.mark.parametrize(("strategies", "message"), REFUSED, ids=[message[:40] for _, message in REFUSED])
def test_the_door_refuses(strategies: list[Any], message: str) -> None:
    with pytest.raises(InputError) as raised:
        Profile.of(strategies)
    assert str(raised.value).startswith(message)


def test_exact_and_float_strategies() -> None:
    profile = Profile.of([["1/2", "1/2"], [0.25, 0.75], [1, 0]])
    assert profile.strategies == ((Fraction(1, 2), Fraction(1, 2)), (0.25, 0.75), (Fraction(1), Fraction(0)))
    assert not profile.is_exact
    assert not profile.is_pure
    assert profile.supports == ((0, 1), (0, 1), (0,))
    assert Profile.of([[0.1] * 10]).strategies[0] == (0.1,) * 10
    assert Profile.of([[0.5, 0.5 + 1e-10]]).supports == ((0, 1),)
    with pytest.raises(InputError):
        Profile.of([[0.5, 0.5 + 1e-10]], tolerance=1e-12)


def test_pure_profiles() -> None:
    profile = Profile.pure((2, 3), (1, 0))
    assert profile.strategies == ((0, 1), (1, 0, 0))
    assert profile.is_pure
    assert profile.is_exact


def test_a_profile_must_fit() -> None:
    check_fits(prisoners_dilemma(), Profile.pure((2, 2), (0, 0)))
    with pytest.raises(InputError, match=r"strategies: got lengths \[2, 3\]; allowed: \[2, 2\]"):
        check_fits(prisoners_dilemma(), Profile.pure((2, 3), (0, 0)))


def expected(game: NormalForm, player: int, strategies: list[list[Fraction]]) -> Fraction:
    """A player's payoff as the sum over all pure profiles."""
    return sum(
        (
            prod((strategies[i][k] for i, k in enumerate(cell)), start=Fraction(1)) * game.payoffs[(player, *cell)]
            for cell in product(*map(range, game.counts))
        ),
        Fraction(0),
    )


@given(st.data())
def test_payoffs_and_regrets_by_trying_every_deviation(data: st.DataObject) -> None:
    game = data.draw(normal_forms())
    weights = [data.draw(st.lists(st.integers(0, 5), min_size=m, max_size=m).filter(any)) for m in game.counts]
    strategies = [[Fraction(w, sum(own)) for w in own] for own in weights]
    profile = Profile.of(strategies)
    gains = []
    for player, m in enumerate(game.counts):
        now = expected(game, player, strategies)
        tries = []
        for own in range(m):
            deviation = [list(s) for s in strategies]
            deviation[player] = [Fraction(int(k == own)) for k in range(m)]
            tries.append(expected(game, player, deviation))
        assert payoffs(game, profile)[player] == now
        assert deviation_payoffs(game, profile, player).tolist() == tries
        gains.append(max(tries) - now)
    assert list(regrets(game, profile)) == gains
    assert regret(game, profile) == max(gains) >= 0


@pytest.mark.parametrize("shift", [Fraction(0), Fraction(10**30, 7), Fraction(-5)])
def test_regret_does_not_see_shifts_and_scales(shift: Fraction) -> None:
    game, profile = matching_pennies(), Profile.of([["1/3", "2/3"], ["1/2", "1/2"]])
    moved = game.with_payoffs(3 * game.payoffs + shift)
    assert regret(moved, profile) == 3 * regret(game, profile) == 1


def test_float_regret() -> None:
    game = matching_pennies().with_payoffs(matching_pennies().payoffs.astype(float))
    assert regret(game, Profile.of([[0.5, 0.5], [0.25, 0.75]])) == 0.5
