"""Nashpy and QuantEcon behind our protocol, against brute force, on games on which they fail when called plainly."""

import sys

import nashpy as plain
import numpy as np
import pytest
from brute_force import by_brute_force, random_game

from selten.equilibria.engines.nashpy import METHODS, Nashpy
from selten.equilibria.engines.quantecon import Quantecon
from selten.equilibria.solution import Status
from selten.equilibria.solve import solve
from selten.games.library import majority, matching_pennies, table_2
from selten.games.normal_form import NormalForm


@pytest.mark.filterwarnings("ignore:divide by zero", "ignore:invalid value")
def test_vertex_enumeration_survives_the_zero_rows_of_table_2() -> None:
    # called plainly it silently loses 64 of the 89 extreme equilibria that lrsnash lists
    a, b = (table.astype(float) for table in table_2().payoffs)
    assert len(list(plain.Game(a, b).vertex_enumeration())) == 25
    answer = solve(table_2(), Nashpy("vertex"))
    assert len(answer.equilibria) == 89
    assert all(e.certificate.exact and e.certificate.regret == 0 for e in answer.equilibria)
    assert answer.status is Status.ONE


@pytest.mark.parametrize("seed", range(25))
def test_vertex_enumeration_of_small_games_full_of_ties_is_what_brute_force_finds(seed: int) -> None:
    a, b = random_game(seed)
    answer = solve(NormalForm.of([a, b]), Nashpy("vertex"))
    if 1 in (len(a), len(a[0])):
        assert answer.status is Status.REFUSED  # Nashpy raises there
        return
    assert {e.profile.strategies for e in answer.equilibria} == by_brute_force(a, b)


def test_an_offset_that_gives_plain_nashpy_hundreds_of_false_answers_is_taken_out() -> None:
    draw = np.random.default_rng(5)
    a, b = draw.integers(0, 100, (2, 4, 4)).tolist()
    moved = [[[v + 10**9 for v in row] for row in table] for table in (a, b)]
    answer = solve(NormalForm.of(moved), Nashpy("vertex"))
    assert {e.profile.strategies for e in answer.equilibria} == by_brute_force(a, b)
    assert answer.false == 0


@pytest.mark.parametrize("method", METHODS)
@pytest.mark.parametrize("seed", range(8))
def test_no_method_claims_to_be_complete_and_all_that_is_kept_is_right(method: str, seed: int) -> None:
    a, b = random_game(seed, most=3)
    answer = solve(NormalForm.of([a, b]), Nashpy(method), time_limit=5.0 if seed == 0 else None)
    assert answer.status is not Status.COMPLETE
    extreme = by_brute_force(a, b)
    exact = {e.profile.strategies for e in answer.equilibria if e.profile.is_exact}
    assert all(float(e.certificate.regret) <= 1e-6 * float(e.certificate.scale) for e in answer.equilibria)
    assert method == "support" or exact <= extreme


def test_warnings_become_a_note() -> None:
    assert "the engine warned" in solve(table_2(), Nashpy("lemke-howson")).note


@pytest.mark.parametrize("solver", [Nashpy("support"), Quantecon("support")])
def test_three_players_are_refused(solver: Nashpy | Quantecon) -> None:
    assert solver(majority()).status is Status.REFUSED


def test_missing_engines_say_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "nashpy", None)
    monkeypatch.setitem(sys.modules, "quantecon.game_theory", None)
    assert "pip install 'nashpy" in Nashpy("support")(matching_pennies()).note
    assert "pip install 'quantecon" in Quantecon("support")(matching_pennies()).note


def test_quantecon_lemke_howson_finds_extreme_equilibria_of_table_2() -> None:
    answer = solve(table_2(), Quantecon("lemke-howson"))
    extreme = {e.profile.strategies for e in solve(table_2(), Nashpy("vertex")).equilibria}
    assert answer.equilibria
    assert {e.profile.strategies for e in answer.equilibria} <= extreme
    assert answer.status is Status.ONE
