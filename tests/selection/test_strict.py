"""Strict and quasi-strict equilibria against the definitions in floats-free brute force, and known counts."""

from dataclasses import replace
from fractions import Fraction
from itertools import product
from random import Random
from typing import Any

import pytest

from selten.equilibria.index.masks import matched, whole_pairs
from selten.equilibria.pure import pure_equilibria
from selten.equilibria.solution import Solution, Status
from selten.equilibria.solve import solve
from selten.games.enclosed import Enclosed, Undecided
from selten.games.errors import InputError
from selten.games.library import odd_one_out, table_2
from selten.games.normal_form import NormalForm
from selten.games.profile import Profile, payoffs
from selten.selection.strict import QuasiStrict, Strict, strict_and_quasi, strictness


def random_game(seed: int) -> NormalForm:
    draw = Random(seed)
    m, n = draw.randint(1, 4), draw.randint(1, 4)
    return NormalForm.of([[[draw.choice((0, 1, 2)) for _ in range(n)] for _ in range(m)] for _ in range(2)])


def with_masks(game: NormalForm) -> Solution:
    solution = solve(game)
    return replace(solution, extreme=matched(whole_pairs(game), game, [e.profile for e in solution.equilibria]))


def earned(game: NormalForm, profile: Profile, player: int, strategy: int) -> Any:
    """By playing the changed profile, not by a sweep."""
    pure = tuple(Fraction(int(k == strategy)) for k in range(game.counts[player]))
    changed = [pure if i == player else own for i, own in enumerate(profile.strategies)]
    return payoffs(game, Profile(tuple(changed)))[player]


@pytest.mark.parametrize("seed", range(40))
def test_random_games_by_definition(seed: int) -> None:
    solution = with_masks(random_game(seed))
    game = solution.game
    expected = []
    for equilibrium in solution.equilibria:
        profile, strict, quasi = equilibrium.profile, True, True
        for player, own in enumerate(profile.supports):
            for k in set(range(game.counts[player])) - set(own):
                quasi &= earned(game, profile, player, k) < equilibrium.payoffs[player]
            strict &= len(own) == 1
        expected.append((strict and quasi, quasi))
    assert strict_and_quasi(solution) == expected
    assert strict_and_quasi(replace(solution, extreme=None)) == expected
    assert Strict()(solution).kept == tuple(k for k, (strict, _) in enumerate(expected) if strict)
    assert QuasiStrict()(solution).kept == tuple(k for k, (_, quasi) in enumerate(expected) if quasi)


@pytest.mark.parametrize("seed", range(40))
def test_strict_pure_equilibria_are_those_of_the_table(seed: int) -> None:
    game = random_game(seed)
    m, n = game.counts
    strict = {
        (i, j)
        for i, j in product(range(m), range(n))
        if all(game.payoffs[0, k, j] < game.payoffs[0, i, j] for k in range(m) if k != i)
        and all(game.payoffs[1, i, k] < game.payoffs[1, i, j] for k in range(n) if k != j)
    }
    solution = with_masks(game)
    kept = {tuple(own[0] for own in solution.equilibria[k].profile.supports) for k in Strict()(solution).kept}
    assert kept == strict


def test_table_2_has_14_pure_equilibria_and_none_is_strict() -> None:
    solution = with_masks(table_2())
    assert len(pure_equilibria(solution.game)) == 14
    assert Strict()(solution).kept == ()
    assert "0 of 89" in Strict()(solution).reason


def test_masks_of_another_list_are_not_used() -> None:
    solution = with_masks(NormalForm.of([[[1, 0], [0, 0]], [[1, 0], [0, 0]]]))
    turned = replace(solution, equilibria=solution.equilibria[::-1])
    assert strict_and_quasi(solution) == [(True, True), (False, False)]
    assert strict_and_quasi(turned) == [(False, False), (True, True)]
    assert strict_and_quasi(replace(solution, equilibria=solution.equilibria[1:])) == [(False, False)]


def test_three_players() -> None:
    found = strictness(odd_one_out(), Profile.pure((2, 2, 2), (0, 0, 0)))
    assert found.strict
    assert found.best_replies == ((0,), (0,), (0,))
    assert not strictness(odd_one_out(), Profile.pure((2, 2, 2), (0, 0, 1))).nash


def test_a_profile_that_is_no_equilibrium_is_not_strict() -> None:
    prisoners = NormalForm.of([[[3, 0], [5, 1]], [[3, 5], [0, 1]]])
    found = strictness(prisoners, Profile.pure((2, 2), (0, 0)))
    assert (found.strict, found.quasi_strict, found.nash, found.best_replies) == (False, False, False, ((1,), (1,)))


def test_what_is_open_or_rounded_is_said() -> None:
    b = Enclosed.symbol("b", -1, 1)
    game = NormalForm.of([[[0], [b]], [[0], [0]]])
    profile = Profile.pure((2, 1), (0, 0))
    with pytest.raises(Undecided, match="b"):
        strictness(game, profile)
    table = NormalForm.of([[[1, 0], [0, 1]]] * 2)
    half = solve(table).equilibria[1]
    rounded = replace(half, profile=Profile.of([[0.5, 0.5], [0.5, 0.5]]))
    with pytest.raises(InputError, match="rounding"):
        strictness(table, rounded.profile)
    choice = Strict()(Solution(table, "float", Status.ONE, (rounded,)))
    assert (choice.kept, choice.decided) == ((), False)
    open_ = Strict()(Solution(game, "by hand", Status.ONE, (replace(half, profile=profile),)))
    assert (open_.kept, open_.decided) == ((), False)
    assert "open" in open_.reason
