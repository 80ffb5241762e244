"""Gambit behind our protocol, against brute force over bases, on games that break it when it is called plainly."""

import sys
import time
from fractions import Fraction
from itertools import product
from typing import Any

import pytest
from brute_force import by_brute_force, random_game

from selten.equilibria.engines.gambit import EXACT_SPREAD, METHODS, Gambit
from selten.equilibria.solution import Status
from selten.equilibria.solve import solve
from selten.games.library import entry_game, majority, matching_pennies, table_2
from selten.games.normal_form import NormalForm
from selten.games.reduced import reduced_normal_form

TABLE_2 = table_2()


def coordination(top: int) -> list[Any]:
    """Two pure equilibria and a mixed one; payoffs spread from 0 to ``top``."""
    return [[[top, 0], [0, 1]], [[1, 0], [0, 2]]]


def found(game: NormalForm, method: str) -> set[Any]:
    return {e.profile.strategies for e in solve(game, Gambit(method)).equilibria}


@pytest.mark.parametrize("seed", range(40))
def test_enummixed_after_merging_is_what_brute_force_finds(seed: int) -> None:
    a, b = random_game(seed)
    answer = solve(NormalForm.of([a, b]), Gambit("enummixed"))
    assert {e.profile.strategies for e in answer.equilibria} == by_brute_force(a, b)
    assert len(answer.equilibria) == len(by_brute_force(a, b))
    assert answer.false == 0
    assert answer.status is Status.ONE


@pytest.mark.parametrize("top", [2**31 - 4, EXACT_SPREAD])
@pytest.mark.parametrize("method", ["enummixed", "lcp"])
def test_up_to_the_largest_spread_gambit_is_right_in_rationals(method: str, top: int) -> None:
    payoffs = coordination(top)
    proposal = Gambit(method)(NormalForm.of(payoffs))
    assert {p.strategies for p in proposal.profiles} == by_brute_force(*payoffs)
    assert proposal.note == ""


@pytest.mark.parametrize("top", [EXACT_SPREAD + 1, 2**31, 2**40])
@pytest.mark.parametrize("method", ["enummixed", "lcp"])
def test_beyond_it_the_note_says_that_doubles_were_used_and_nothing_false_is_kept(method: str, top: int) -> None:
    payoffs = coordination(top)
    answer = solve(NormalForm.of(payoffs), Gambit(method))
    assert "run in doubles" in answer.note
    assert answer.equilibria
    assert {e.profile.strategies for e in answer.equilibria} <= by_brute_force(*payoffs)


def test_cents_times_quantities_with_a_common_divisor_stay_exact() -> None:
    payoffs = [[[v * 10**9 + 10**15 for v in row] for row in table] for table in coordination(3)]
    proposal = Gambit("enummixed")(NormalForm.of(payoffs))
    assert {p.strategies for p in proposal.profiles} == by_brute_force(*coordination(3))
    assert proposal.note == ""


@pytest.mark.parametrize("seed", range(8))
def test_pure_are_the_cells_where_nobody_gains(seed: int) -> None:
    a, b = random_game(seed)
    m, n = len(a), len(a[0])
    cells = {
        (i, j) for i, j in product(range(m), range(n)) if a[i][j] == max(row[j] for row in a) and b[i][j] == max(b[i])
    }
    profiles = Gambit("pure")(NormalForm.of([a, b])).profiles
    assert {tuple(support[0] for support in p.supports) for p in profiles} == cells


def test_lp_takes_constant_sum_games_up_to_scale_and_refuses_others() -> None:
    first = [[3, -1, 2], [0, 4, 1]]
    second = [[7 - Fraction(5, 2) * v for v in row] for row in first]
    answer = solve(NormalForm.of([first, second]), Gambit("lp"))
    assert {e.profile.strategies for e in answer.equilibria} <= by_brute_force(first, second)
    assert len(answer.equilibria) == 1
    assert solve(TABLE_2, Gambit("lp")).status is Status.REFUSED


@pytest.mark.parametrize("method", METHODS)
def test_no_method_claims_to_be_complete_and_what_is_kept_is_certified(method: str) -> None:
    for game in (matching_pennies(), reduced_normal_form(entry_game())):
        answer = solve(game, Gambit(method))
        assert answer.status in (Status.ONE, Status.NONE_FOUND, Status.REFUSED)
        assert all(float(e.certificate.regret) <= 1e-6 * float(e.certificate.scale) for e in answer.equilibria)


@pytest.mark.parametrize("method", ["lcp", "logit", "gnm", "simpdiv", "enumpoly"])
def test_matching_pennies_exactly_from_doubles_too(method: str) -> None:
    half = (Fraction(1, 2), Fraction(1, 2))
    assert found(matching_pennies(), method) == {(half, half)}


@pytest.mark.parametrize("method", ["enummixed", "lcp", "lp"])
def test_two_player_methods_refuse_three_players(method: str) -> None:
    proposal = Gambit(method)(majority())
    assert proposal.status is Status.REFUSED
    assert "two players" in proposal.note


def test_a_limit_stops_gnm_which_does_not_end_on_table_2() -> None:
    begun = time.monotonic()
    answer = solve(TABLE_2, Gambit("gnm"), time_limit=1.0)
    assert answer.status is Status.LIMIT
    assert answer.seconds < 2
    assert time.monotonic() - begun < 20  # with the start of a process on a busy machine


def test_what_was_found_before_the_limit_is_kept() -> None:
    answer = solve(TABLE_2, Gambit("enumpoly"), time_limit=1.0)
    assert answer.status is Status.LIMIT
    assert answer.equilibria


def test_a_missing_engine_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "pygambit", None)
    proposal = Gambit("pure")(matching_pennies())
    assert proposal.status is Status.REFUSED
    assert "pip install 'pygambit==" in proposal.note


def test_an_unknown_method_is_named() -> None:
    with pytest.raises(ValueError, match="got method 'best'"):
        Gambit("best")
