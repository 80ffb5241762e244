"""Indices against two other methods (whole games perturbed, attached by labels or by distance) and known answers."""

from fractions import Fraction
from random import Random
from typing import Any

import numpy as np
import pytest
from brute_force import Matrix, Strategy, by_brute_force, random_game, transposed
from hypothesis import given, settings
from hypothesis import strategies as st
from offering_games import TABLE_2, offering_game, symbols
from perturbed_index import determinant_sign, indices_when_perturbed
from scipy.optimize import nnls

from selten.equilibria.components import structure
from selten.equilibria.enumerate import extreme_equilibria
from selten.equilibria.extreme import ExtremePairs
from selten.equilibria.index.component_indices import with_indices
from selten.equilibria.index.core import Core
from selten.equilibria.index.count import TieError, counted, eliminated
from selten.equilibria.index.masks import matched, pairs_of, whole_pairs
from selten.equilibria.index.nearby import enumerated
from selten.equilibria.index.representative import representative
from selten.equilibria.solution import Component
from selten.games.enclosed import Enclosed
from selten.games.normal_form import NormalForm
from selten.games.profile import Profile


def solved(game: NormalForm) -> tuple[list[Profile], tuple[tuple[int, ...], ...], tuple[Component, ...]]:
    profiles = extreme_equilibria(game)
    subsets, components = structure(profiles, [(0, 0)] * len(profiles))
    return profiles, subsets, with_indices(game, profiles, components)


def indices(a: Matrix, b: Matrix) -> dict[frozenset[tuple[Strategy, ...]], int | None]:
    profiles, _, components = solved(NormalForm.of([a, b]))
    return {frozenset(profiles[k].strategies for k in part.equilibria): part.index for part in components}


# ---- the independent method


def distance(point: Strategy, corners: list[Strategy]) -> float:
    """How far a point is from the convex hull of corners, by least squares with a heavy row for the total."""
    heavy = 1e3
    matrix = np.vstack([np.array(corners, dtype=float).T, heavy * np.ones(len(corners))])
    return float(nnls(matrix, np.append(np.array(point, dtype=float), heavy))[1])


def float_index(a: Matrix, b: Matrix, x: Strategy, y: Strategy) -> int:
    rows, columns = np.flatnonzero([p != 0 for p in x]), np.flatnonzero([q != 0 for q in y])
    assert len(rows) == len(columns)
    signs = [np.linalg.slogdet(np.array(table, dtype=float)[np.ix_(rows, columns)] + 20)[0] for table in (a, b)]
    return int((-1) ** (len(rows) + 1) * signs[0] * signs[1])


def indices_nearby(a: Matrix, b: Matrix, seed: int) -> list[int]:
    """Sum over the equilibria of a nearby game of the index of each, at the nearest Nash subset's component."""
    draw = Random(seed + 1000)
    noisy = [[[v + Fraction(draw.randint(-1000, 1000), 10**9) for v in row] for row in table] for table in (a, b)]
    profiles, subsets, components = solved(NormalForm.of([a, b]))
    totals = [0] * len(components)
    for x, y in by_brute_force(noisy[0], noisy[1]):
        gaps = []
        for subset in subsets:
            sides = [sorted({profiles[k].strategies[player] for k in subset}) for player in (0, 1)]
            gaps.append(max(distance(x, sides[0]), distance(y, sides[1])))
        near = int(np.argmin(gaps))
        assert gaps[near] < 1e-4
        home = next(k for k, part in enumerate(components) if near in part.nash_subsets)
        totals[home] += float_index(noisy[0], noisy[1], x, y)
    return totals


@pytest.mark.parametrize("seed", range(40))
def test_the_indices_counted_in_a_nearby_game(seed: int) -> None:
    a, b = random_game(seed, most=3)
    _, _, components = solved(NormalForm.of([a, b]))
    assert [part.index for part in components] == indices_nearby(a, b, seed)


def table(draw: st.DrawFn, rows: int, columns: int) -> Matrix:
    """Few different numbers, or many."""
    numbers = draw(st.sampled_from([st.integers(0, 1), st.integers(-1, 2), st.integers(-(10**12), 10**12)]))
    return draw(st.lists(st.lists(numbers, min_size=columns, max_size=columns), min_size=rows, max_size=rows))


@st.composite
def degenerate_games(draw: st.DrawFn) -> NormalForm:
    m, n = draw(st.integers(1, 5)), draw(st.integers(1, 5))
    a, b = table(draw, m, n), table(draw, m, n)
    if draw(st.booleans()):
        a[-1], b[-1] = list(a[0]), list(b[draw(st.integers(0, m - 1))])
    kind = draw(st.sampled_from(["any", "zero sum", "common interest"]))
    return NormalForm.of([a, b if kind == "any" else [[-v if kind == "zero sum" else v for v in row] for row in a]])


@settings(max_examples=200, deadline=None)
@given(degenerate_games())
def test_the_indices_of_the_whole_game_perturbed_with_and_without_all_extreme_strategies(game: NormalForm) -> None:
    profiles, _, components = solved(game)
    expected = indices_when_perturbed(game, profiles, components)
    assert [part.index for part in components] == expected
    whole = matched(whole_pairs(game), game, profiles)
    assert [part.index for part in with_indices(game, profiles, components, extreme=whole)] == expected


@settings(max_examples=100, deadline=None)
@given(degenerate_games())
def test_both_ways_to_count_agree_with_the_whole_game_perturbed(game: NormalForm) -> None:
    """On whole components, without reduction, so that there are many supports in between."""
    profiles, _, components = solved(game)
    extreme = pairs_of(game, profiles)
    numerators = game.exact()[0]
    tables = numerators[0].tolist(), numerators[1].T.tolist()
    everything = (1 << sum(game.counts)) - 1
    for part, expected in zip(components, indices_when_perturbed(game, profiles, components), strict=True):
        pairs = [extreme.pairs[k] for k in part.equilibria]
        core = Core(everything, tuple((extreme.first[i], extreme.second[j]) for i, j in pairs))
        assert counted(core, tables, Random(1), lambda: None) == expected
        assert enumerated(core, tables, Random(1), lambda: None) == expected


@pytest.mark.parametrize("n", [3, 4, 5, 8, 9])
def test_nobody_wants_what_the_other_has(n: int) -> None:
    """All off the diagonal is one component; all n at once, in full mixture, is the other: index (-1)**(n + 1).

    The sign of det(J - I) is (-1)**(n - 1), squared it is 1; what remains of the sum of 1 belongs to the first. For
    n = 9 there are 247,104 pairs of supports between the bounds.
    """
    table = [[int(i != j) for j in range(n)] for i in range(n)]
    _, _, components = solved(NormalForm.of([table, table]))
    by_size = {len(part.equilibria): part.index for part in components}
    assert by_size == {n * (n - 1): 1 - (-1) ** (n + 1), 1: (-1) ** (n + 1)}


def test_ties_that_bonuses_leave_are_noticed() -> None:
    """Equal bonuses for equal strategies."""

    class Constant(Random):
        def randrange(self, *_: Any, **__: Any) -> int:
            return 7

    nobody_cares = Core(0b1111, tuple((0b1111 ^ 1 << i, 0b1111 ^ 4 << j) for i in range(2) for j in range(2)))
    zero = [[0, 0], [0, 0]]
    for method in (counted, enumerated):
        with pytest.raises(TieError):
            method(nobody_cares, (zero, zero), Constant(), lambda: None)


# ---- known answers


@pytest.mark.parametrize(
    ("a", "b", "expected"),
    [
        ([[2, 0], [0, 1]], [[1, 0], [0, 2]], [1, -1, 1]),  # coordination: the mixed one has index -1
        ([[1, -1], [-1, 1]], [[-1, 1], [1, -1]], [1]),  # matching pennies
        ([[0, 0], [0, 0]], [[0, 0], [0, 0]], [1]),  # the whole square
        ([[0, 0], [-1, 1]], [[2, 2], [-1, 1]], [0, 1]),  # entry: Out is no stable set, perturb and it may vanish
        ([[1, 0], [0, 0]], [[1, 0], [0, 0]], [1, 0]),  # weakly dominated pair: can be perturbed away
        # three-strategy coordination: 3 pure, 3 on two, 1 on three strategies
        ([[1, 0, 0], [0, 1, 0], [0, 0, 1]], [[1, 0, 0], [0, 1, 0], [0, 0, 1]], [1, -1, 1, -1, -1, 1, 1]),
    ],
)
def test_games_known_by_hand(a: Matrix, b: Matrix, expected: list[int]) -> None:
    _, _, components = solved(NormalForm.of([a, b]))
    assert sorted(str(part.index) for part in components) == sorted(map(str, expected))


def test_table_2() -> None:
    # the eight indices found by a prototype that attaches by distance, in four random directions
    _, _, components = solved(offering_game(TABLE_2))
    assert sorted(part.index or 0 for part in components) == [-1, -1, 0, 0, 0, 1, 1, 1]
    assert all(part.index is not None for part in components)


def test_symbols_have_the_indices_of_any_game_inside_the_bounds() -> None:
    _, _, exact = solved(offering_game(TABLE_2))
    _, _, bounded = solved(offering_game(symbols(1e-9)))
    assert [(part.equilibria, part.index) for part in bounded] == [(part.equilibria, part.index) for part in exact]


def test_dependent_payoffs_have_an_index_where_the_bounds_tell_the_signs() -> None:
    a, b = Enclosed.symbol("a", 0.4, 0.5), Enclosed.symbol("b", 0.6, 0.7)
    table: Matrix = [[a, b], [a + b, 0]]
    game = NormalForm.of([table, transposed(table)])
    assert representative(game) is None
    profiles, _, components = solved(game)
    _, _, inside = solved(NormalForm.of([[[45, 65], [110, 0]], [[45, 110], [65, 0]]]))
    assert [part.index for part in components] == [part.index for part in inside]
    assert len(profiles) == 3


def test_no_index_where_a_sign_is_open() -> None:
    a, b = Enclosed.symbol("a", -1, 1), Enclosed.symbol("b", 1, 2)
    game = NormalForm.of([[[a * b, 0], [0, a]], [[1, 0], [0, 1]]])
    mixed = ExtremePairs((2, 2), first=(0b1100,), second=(0b0011,), pairs=((0, 0),), whole=False)
    part = Component((0,), (0,), ((0, 0), (0, 0)))
    assert with_indices(game, [Profile.of([["1/2", "1/2"]] * 2)], [part], extreme=mixed)[0].index is None


def test_the_time_limit_leaves_the_index_open() -> None:
    draw = Random(3)
    game = NormalForm.of([[[draw.randrange(2) for _ in range(12)] for _ in range(12)] for _ in range(2)])
    part = Component((0,), (0,), ((0, 0), (0, 0)))
    assert with_indices(game, [Profile.pure((12, 12), (0, 0))], [part], time_limit=0.0)[0].index is None


def test_an_incomplete_list_is_noticed() -> None:
    game = NormalForm.of([[[2, 0], [0, 1]], [[1, 0], [0, 2]]])
    profiles, _, components = solved(game)
    with pytest.raises(RuntimeError, match="do not sum to 1"):
        with_indices(game, profiles[:2], components[:2])


# ---- properties


@pytest.mark.parametrize("seed", range(30))
def test_strict_equilibria_have_index_one_and_all_sum_to_one(seed: int) -> None:
    a, b = random_game(seed, most=5)
    found = indices(a, b)
    assert sum(index or 0 for index in found.values()) == 1
    for i, row in enumerate(a):
        for j in range(len(row)):
            column, reply = [own[j] for own in a], b[i]
            if column.count(max(column)) == 1 == reply.count(max(reply)) and (a[i][j], b[i][j]) == (
                max(column),
                max(reply),
            ):
                strict = Profile.pure((len(a), len(row)), (i, j)).strategies
                assert found[frozenset([strict])] == 1


@pytest.mark.parametrize("seed", range(20))
def test_indices_do_not_depend_on_the_order_of_the_players(seed: int) -> None:
    a, b = random_game(seed, most=4)
    swapped = indices(transposed(b), transposed(a))
    assert {frozenset((x, y) for y, x in part): index for part, index in swapped.items()} == indices(a, b)


@pytest.mark.parametrize("seed", range(20))
def test_repeating_a_strategy_keeps_the_indices(seed: int) -> None:
    a, b = random_game(seed, most=4)

    def counted(a: Matrix, b: Matrix) -> list[Any]:
        return sorted(index or 0 for index in indices(a, b).values())

    assert counted([*a, a[0]], [*b, b[0]]) == counted(a, b)


@pytest.mark.parametrize("seed", range(30))
def test_determinants_and_solutions(seed: int) -> None:
    """Of the method and of its peer, against sympy."""
    from sympy import Matrix as Symbolic

    draw = Random(seed)
    size = draw.randint(1, 6)
    matrix = [[draw.randint(-2, 2) for _ in range(size)] for _ in range(size)]
    right = [draw.randint(-5, 5) for _ in range(size)]
    symbolic = Symbolic(matrix)
    determinant = int(symbolic.det())
    assert determinant_sign(matrix) == (determinant > 0) - (determinant < 0)
    system: list[list[Any]] = [[*row, value] for row, value in zip(matrix, right, strict=True)]
    scale, flips = eliminated(system)
    assert scale * flips == determinant
    if determinant:
        assert [Fraction(row[-1], scale) for row in system] == list(symbolic.LUsolve(Symbolic(right)))
