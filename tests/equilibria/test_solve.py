"""The driver with made-up solvers, the recovery of exact profiles, and one equilibrium of games with many players."""

from dataclasses import dataclass
from fractions import Fraction
from itertools import product
from random import Random
from typing import Any

import pytest
from brute_force import by_brute_force, random_game

from selten.equilibria.certify import certify
from selten.equilibria.newton import refine
from selten.equilibria.one import One
from selten.equilibria.polish import polish
from selten.equilibria.solution import Proposal, Solver, Status
from selten.equilibria.solve import solve
from selten.equilibria.solvers import SOLVERS, Pure, solver_by_name
from selten.games.enclosed import Enclosed
from selten.games.errors import InputError
from selten.games.library import (
    battle_of_the_sexes,
    majority,
    matching_pennies,
    odd_one_out,
    prisoners_dilemma,
    table_2,
)
from selten.games.normal_form import NormalForm
from selten.games.profile import Profile


@dataclass(frozen=True, slots=True)
class Saying:
    """A solver that says what it is told to."""

    profiles: tuple[Profile, ...]
    status: Status
    name: str = "saying"

    def __call__(self, game: NormalForm, *, time_limit: float | None = None) -> Proposal:
        return Proposal(self.profiles, self.status)


def pure(*choices: int) -> Profile:
    return Profile.pure((2, 2), choices)


@pytest.mark.parametrize("claimed", list(Status))
def test_a_false_profile_is_dropped_and_counted_whatever_the_solver_claims(claimed: Status) -> None:
    answer = solve(battle_of_the_sexes(), Saying((pure(0, 0), pure(0, 1)), claimed))
    assert [e.profile for e in answer.equilibria] == [pure(0, 0)]
    assert answer.false == 1
    assert answer.status is (Status.ONE if claimed is Status.COMPLETE else claimed)


def test_only_false_profiles_are_none_found() -> None:
    answer = solve(battle_of_the_sexes(), Saying((pure(0, 1),), Status.COMPLETE))
    assert answer.status is Status.NONE_FOUND
    assert not answer.equilibria
    assert not answer.components


def test_repeats_are_merged_after_exact_profiles_are_recovered() -> None:
    mixed = Profile.of([["3/5", "2/5"], ["2/5", "3/5"]])
    near = Profile.of([[0.6 + 1e-9, 0.4 - 1e-9], [0.4, 0.6]])
    answer = solve(battle_of_the_sexes(), Saying((pure(1, 1), near, mixed, pure(0, 0), near), Status.ONE))
    assert [e.profile for e in answer.equilibria] == [pure(0, 0), mixed, pure(1, 1)]
    assert answer.repeats == 2


@pytest.mark.parametrize("seed", range(30))
def test_every_extreme_equilibrium_is_recovered_from_doubles(seed: int) -> None:
    a, b = random_game(seed)
    game = NormalForm.of([a, b])
    for strategies in by_brute_force(a, b):
        doubles = Profile(tuple(tuple(float(p) for p in own) for own in strategies))
        recovered = polish(game, doubles)
        assert recovered is not None
        assert certify(game, recovered).certificate.regret == 0
        assert all(
            abs(p - q) < 1e-9
            for x, y in zip(recovered.strategies, strategies, strict=True)
            for p, q in zip(x, y, strict=True)
        )


def test_nothing_is_recovered_far_from_what_came_in() -> None:
    assert polish(battle_of_the_sexes(), Profile.of([[0.61, 0.39], [0.4, 0.6]])) is None


def test_the_exact_profile_of_an_enclosed_game_is_an_enclosure() -> None:
    b = Enclosed.symbol("b", 1.999999, 2.000001)
    game = NormalForm.of([[[b, 0], [0, 1]], [[1, 0], [0, b]]])
    recovered = polish(game, Profile.of([[2 / 3, 1 / 3], [1 / 3, 2 / 3]]))
    assert recovered is not None
    assert (recovered.strategies[0][0] - b / (b + 1)).sign() == 0


def test_auto_is_complete_for_two_players_only() -> None:
    assert solve(table_2()).status is Status.COMPLETE
    assert [part.index for part in solve(battle_of_the_sexes()).components] == [1, -1, 1]
    three = solve(majority())
    assert three.status is Status.ONE
    assert not three.components
    assert solve(odd_one_out()).status in (Status.ONE, Status.NONE_FOUND)


def cube(seed: int, *, shape: tuple[int, int, int] = (2, 2, 2)) -> NormalForm:
    draw = Random(seed)
    return NormalForm.of(
        [
            [[[draw.randint(0, 9) for _ in range(shape[2])] for _ in range(shape[1])] for _ in range(shape[0])]
            for _ in range(3)
        ]
    )


def gains_nobody(game: NormalForm, cell: tuple[int, ...]) -> bool:
    for i, m in enumerate(game.counts):
        deviations = [game.payoffs[(i, *cell[:i], k, *cell[i + 1 :])] for k in range(m)]
        if game.payoffs[(i, *cell)] < max(deviations):
            return False
    return True


@pytest.mark.parametrize("seed", range(6))
def test_all_pure_equilibria_of_three_players(seed: int) -> None:
    game = cube(seed, shape=(2, 3, 2))
    cells = {cell for cell in product(*map(range, game.counts)) if gains_nobody(game, cell)}
    answer = solve(game)
    assert {tuple(s[0] for s in e.profile.supports) for e in answer.equilibria} == cells
    assert answer.status is (Status.ONE if cells else Status.NONE_FOUND)


@pytest.mark.parametrize("game", [cube(1), odd_one_out(), matching_pennies(), prisoners_dilemma()])
def test_one_is_one_certified_equilibrium(game: NormalForm) -> None:
    answer = solve(game, One())
    assert answer.status is Status.ONE
    (only,) = answer.equilibria
    assert float(only.certificate.regret) <= 1e-12 * float(only.certificate.scale)


def test_newton_makes_a_crude_irrational_equilibrium_as_good_as_doubles_allow() -> None:
    # whoever is alone on its side wins, 1 on the first and 2 on the second
    table: list[Any] = [[[[0, 0], [0, 1]], [[2, 0], [0, 0]]]]
    table.append([[[table[0][j][i][k] for k in range(2)] for j in range(2)] for i in range(2)])
    table.append([[[table[0][k][j][i] for k in range(2)] for j in range(2)] for i in range(2)])
    game = NormalForm.of(table)
    p = 2**0.5 - 1  # of the first side, where (1 - p) ** 2 = 2 p ** 2
    crude = Profile.of([[p + 1e-3, 1 - p - 1e-3]] * 3)
    assert certify(game, crude).certificate.regret > 1e-4
    refined = refine(game, crude)
    assert certify(game, refined).certificate.regret < 1e-15
    assert refined.strategies[0][0] == pytest.approx(p, abs=1e-14)


def test_every_name_makes_a_solver_of_that_name_and_others_are_refused() -> None:
    for name in SOLVERS:
        solver: Solver = solver_by_name(name, seed=3)
        assert solver.name == name
    with pytest.raises(InputError, match="got 'gambit-best'"):
        solver_by_name("gambit-best")


def test_pure_says_that_mixed_ones_are_left_out() -> None:
    answer = solve(matching_pennies(), Pure())
    assert answer.status is Status.NONE_FOUND
    assert "--one" in answer.note


def test_the_order_is_descending_in_the_first_strategy_then_in_the_second() -> None:
    rows = [
        e.profile.strategies
        for e in solve(
            table_2(), Saying(tuple(reversed([e.profile for e in solve(table_2()).equilibria])), Status.ONE)
        ).equilibria
    ]
    assert rows == sorted(rows, reverse=True)
    assert len(rows) == 89
    assert all(sum(own, Fraction(0)) == 1 for strategies in rows for own in strategies)
