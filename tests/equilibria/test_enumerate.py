"""All extreme equilibria against brute force over bases, lrsnash's stored lists, the paper's table and symmetries."""

import json
from fractions import Fraction
from pathlib import Path
from random import Random
from typing import Any

import pytest
from brute_force import Matrix, Strategy, by_brute_force, is_equilibrium, random_game, transposed
from offering_games import EXACT_UNIFORM, TABLE_2, offering_game, symbols

from selten.equilibria.certify import certify
from selten.equilibria.components import structure
from selten.equilibria.enumerate import Enumeration, OutOfTimeError, extreme_equilibria
from selten.equilibria.pure import pure_equilibria
from selten.equilibria.solution import Status
from selten.games.enclosed import Enclosed, Undecided
from selten.games.errors import InputError
from selten.games.normal_form import NormalForm
from selten.games.profile import Profile

STORED = json.loads(Path(__file__).with_name("lrsnash.json").read_text())["games"]


def solved(a: Matrix, b: Matrix) -> set[tuple[Strategy, ...]]:
    return {profile.strategies for profile in extreme_equilibria(NormalForm.of([a, b]))}


@pytest.mark.parametrize("seed", range(60))
def test_all_that_brute_force_over_bases_finds_and_no_more(seed: int) -> None:
    a, b = random_game(seed)
    assert solved(a, b) == by_brute_force(a, b)


@pytest.mark.parametrize("stored", STORED, ids=[f"{g['family']}-{k}" for k, g in enumerate(STORED)])
def test_the_list_of_lrsnash(stored: dict[str, Any]) -> None:
    found = extreme_equilibria(NormalForm.of(stored["payoffs"]))
    lines = [" | ".join(" ".join(map(str, own)) for own in profile.strategies) for profile in found]
    assert sorted(lines) == stored["equilibria"]


# ---- the paper's game


def test_table_2_has_89_extreme_equilibria_14_subsets_8_components() -> None:
    # counts by lrsnash and by Gambit in rational mode (shared reference), structure by a third program
    game = offering_game(TABLE_2)
    profiles = extreme_equilibria(game)
    assert all(certify(game, profile).certificate.regret == 0 for profile in profiles)
    subsets, components = structure(profiles, [certify(game, profile).payoffs for profile in profiles])
    assert (len(profiles), len(subsets), len(components)) == (89, 14, 8)
    assert sorted(len(part.equilibria) for part in components) == [1, 4, 4, 4, 4, 4, 4, 64]
    assert sum(profile.is_pure for profile in profiles) == 14


@pytest.mark.parametrize("width", [0.0, 1e-12, 1e-9, 1e-6])
def test_table_1_in_symbols_for_every_value_in_their_bounds(width: float) -> None:
    game = offering_game(symbols(width))
    profiles = extreme_equilibria(game)
    certified = [certify(game, profile) for profile in profiles]
    assert all(equilibrium.certificate.regret == 0 for equilibrium in certified)
    subsets, components = structure(profiles, [equilibrium.payoffs for equilibrium in certified])
    assert (len(profiles), len(subsets), len(components)) == (89, 14, 8)
    assert sum(profile.is_pure for profile in profiles) == len(pure_equilibria(game)) == 14


@pytest.mark.parametrize("seed", range(4))
def test_enclosures_hold_the_exact_equilibria_of_games_inside_the_bounds(seed: int) -> None:
    draw = Random(seed)
    inside = {k: Fraction(v) + Fraction(draw.randint(-400, 400), 10**12) for k, v in EXACT_UNIFORM.items()}
    bounded, exact = extreme_equilibria(offering_game(symbols(1e-9))), extreme_equilibria(offering_game(inside))
    for around, point in zip(bounded, exact, strict=True):
        assert around.supports == point.supports
        for p, q in zip(sum(around.strategies, ()), sum(point.strategies, ()), strict=True):
            low, high = (p.low, p.high) if isinstance(p, Enclosed) else (p, p)
            assert low <= q <= high
            assert high - low < 1e-6


def test_enclosed_constants_give_what_fractions_give() -> None:
    for seed in range(40):
        a, b = random_game(seed)
        # divided by seven, so that no payoff is a float and every tie is one of identity
        sevenths = [[[Enclosed.of(Fraction(v, 7)) for v in row] for row in matrix] for matrix in (a, b)]
        found = extreme_equilibria(NormalForm.of(sevenths))
        assert {profile.supports for profile in found} == {
            Profile(strategies).supports for strategies in by_brute_force(a, b)
        }
        assert len(found) == len(by_brute_force(a, b))


def test_bounds_that_leave_the_answer_open_are_named() -> None:
    a, b = Enclosed.symbol("a", 0.4, 0.6), Enclosed.symbol("b", 0.5, 0.7)
    game = NormalForm.of([[[a, 0], [b, 0]], [[1, 0], [1, 0]]])
    with pytest.raises(Undecided) as caught:
        extreme_equilibria(game)
    assert caught.value.names == {"a", "b"}
    proposal = Enumeration()(game)
    assert proposal.status is Status.REFUSED
    assert "a, b" in proposal.note


# ---- symmetries and invariances


@pytest.mark.parametrize("seed", range(20))
def test_exchanging_the_players_exchanges_the_equilibria(seed: int) -> None:
    a, b = random_game(seed, most=5)
    assert {(y, x) for x, y in solved(transposed(b), transposed(a))} == solved(a, b)


@pytest.mark.parametrize("seed", range(20))
def test_scaling_and_shifts_that_keep_best_replies_keep_the_equilibria(seed: int) -> None:
    a, b = random_game(seed, most=5)
    draw = Random(seed)
    columns, rows = [draw.randint(-9, 9) for _ in a[0]], [Fraction(draw.randint(-9, 9), 7) for _ in a]
    scaled_a = [[Fraction(3, 8) * v + s for v, s in zip(row, columns, strict=True)] for row in a]
    scaled_b = [[10**20 * v + s for v in row] for row, s in zip(b, rows, strict=True)]
    assert solved(scaled_a, scaled_b) == solved(a, b)


@pytest.mark.parametrize("seed", range(20))
def test_a_repeated_strategy_shares_every_equilibrium_of_its_original(seed: int) -> None:
    a, b = random_game(seed, most=4)
    zero = Fraction(0)
    expected = set()
    for x, y in solved(a, b):
        expected |= {((*x, zero), y), ((zero, *x[1:], x[0]), y)}
    assert solved([*a, a[0]], [*b, b[0]]) == expected


@pytest.mark.parametrize("seed", range(10))
def test_order_of_output_is_descending_and_each_comes_once(seed: int) -> None:
    a, b = random_game(seed, most=5)
    listed = [profile.strategies for profile in extreme_equilibria(NormalForm.of([a, b]))]
    assert listed == sorted(set(listed), reverse=True)


# ---- shapes and sizes


@pytest.mark.parametrize(
    ("a", "b", "count"),
    [
        ([[5]], [[-1]], 1),  # one profile
        ([[1, 7, 2]], [[3, 3, 0]], 2),  # one row: the best columns, each alone
        ([[1], [1], [0]], [[0], [0], [9]], 2),  # one column
        ([[0] * 3] * 4, [[0] * 3] * 4, 12),  # all profiles are equilibria: 4 x 3 corners
        ([[1, 1], [1, 1]], [[1, 0], [0, 1]], 4),  # lrsnash lists 4
        ([[10**300, 0], [0, 1]], [[1, 0], [0, Fraction(1, 10**300)]], 3),  # coordination at any scale
    ],
)
def test_small_shapes(a: Matrix, b: Matrix, count: int) -> None:
    assert len(solved(a, b)) == count
    assert all(is_equilibrium(a, b, x, y) for x, y in solved(a, b))


def test_floats_are_the_binary_fractions_they_are() -> None:
    # 0.1 + 0.2 exceeds 0.3 in binary, so that the second row is strictly worse: one equilibrium, no tie
    game = NormalForm.of([[[0.1 + 0.2], [0.3]], [[0.0], [0.0]]])
    assert [profile.supports for profile in extreme_equilibria(game)] == [((0,), (0,))]
    tiny = NormalForm.of([[[5e-324, 0.0], [0.0, 1e308]], [[1e308, 0.0], [0.0, 5e-324]]])
    assert len(extreme_equilibria(tiny)) == 3


def test_more_labels_than_a_machine_word() -> None:
    # matching pennies hidden among 70 rows that the first one beats in every column
    a = [[1, -1], [-1, 1]] + [[-2, -2 - k] for k in range(70)]
    b = [[-1, 1], [1, -1]] + [[k % 3, k % 2] for k in range(70)]
    half = Fraction(1, 2)
    assert solved(a, b) == {((half, half) + (Fraction(0),) * 70, (half, half))}
    # nothing to remove here: row k is the unique best reply to nothing but the mixed column strategies near k / 69
    parabola = [[-(k**2), -((69 - k) ** 2)] for k in range(70)]
    assert len(solved(parabola, [[0, 0]] * 70)) == len(by_envelope(parabola))


def by_envelope(rows: Matrix) -> list[tuple[int, Fraction]]:
    """With an indifferent opponent: (row, corner of the upper envelope) pairs, corner by corner in closed form."""
    last = len(rows) - 1
    # rows k and k + 1 cross where q = (2k + 1) / (2 last): there two rows are best, at the two ends one
    corners = [Fraction(2 * k + 1, 2 * last) for k in range(last)]
    inner = [(row, q) for k, q in enumerate(corners) for row in (k, k + 1)]
    return [(0, Fraction(0)), *inner, (last, Fraction(1))]


# ---- the solver


def test_limits_and_refusals() -> None:
    draw = Random(5)
    big = NormalForm.of([[[draw.randrange(10**6) for _ in range(15)] for _ in range(15)] for _ in range(2)])
    stopped = Enumeration()(big, time_limit=0.05)
    assert stopped.status is Status.LIMIT
    assert [profile.supports for profile in stopped.profiles] == [
        tuple((c,) for c in choices) for choices in pure_equilibria(big)
    ]
    with pytest.raises(OutOfTimeError):
        extreme_equilibria(big, time_limit=0.01)
    huge = NormalForm.of([[[draw.randrange(10**6) for _ in range(30)] for _ in range(30)] for _ in range(2)])
    refused = Enumeration(patience=0.05)(huge)
    assert refused.status is Status.REFUSED
    assert "30 x 30" in refused.note
    easy = NormalForm.of([[[0] * 30] * 30, [[i for _ in range(30)] for i in range(30)]])
    assert Enumeration()(easy).status is Status.COMPLETE


def test_other_than_two_players() -> None:
    three = NormalForm.of([[[[0, 0]]], [[[0, 0]]], [[[0, 0]]]])
    assert Enumeration()(three).status is Status.REFUSED
    with pytest.raises(InputError, match="players: got 3; allowed: 2"):
        extreme_equilibria(three)


def test_progress_goes_from_nothing_to_all() -> None:
    seen: list[float] = []
    proposal = Enumeration()(offering_game(TABLE_2), progress=seen.append)
    assert proposal.status is Status.COMPLETE
    assert seen == sorted(seen)
    assert (seen[0], seen[-1]) == (0.0, 1.0)
