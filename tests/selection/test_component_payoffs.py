"""Payoff sets of Nash subsets and components against payoffs of mixtures drawn inside them."""

from dataclasses import replace
from fractions import Fraction
from itertools import product
from random import Random

import pytest

from selten.equilibria.solution import Component, Solution, Status
from selten.equilibria.solve import solve
from selten.games.enclosed import Enclosed, Undecided
from selten.games.library import all_zero, odd_one_out, table_2
from selten.games.normal_form import NormalForm
from selten.games.profile import Profile, payoffs, regret
from selten.selection.component_payoffs import UndominatedComponents, component_dominance, payoff_rectangles


def random_solution(seed: int) -> Solution:
    draw = Random(seed)
    m, n = draw.randint(1, 4), draw.randint(1, 4)
    table = [[[draw.choice((0, 1, 1, 3)) for _ in range(n)] for _ in range(m)] for _ in range(2)]
    return solve(NormalForm.of(table))


def inside(solution: Solution, subset: tuple[int, ...], draw: Random) -> Profile:
    """A random mixture of each side's extreme strategies."""
    sides = []
    for player in (0, 1):
        corners = sorted({solution.equilibria[k].profile.strategies[player] for k in subset})
        weights = [draw.randint(0, 5) for _ in corners]
        weights[0] += not any(weights)
        mixed = (sum(w * p for w, p in zip(weights, own, strict=True)) for own in zip(*corners, strict=True))
        sides.append(tuple(Fraction(p, sum(weights)) for p in mixed))
    return Profile((sides[0], sides[1]))


@pytest.mark.parametrize("seed", range(30))
def test_mixtures_pay_inside_the_rectangle_and_its_corners_are_paid(seed: int) -> None:
    solution, draw = random_solution(seed), Random(seed)
    for subset, sides in zip(solution.nash_subsets, payoff_rectangles(solution), strict=True):
        paid = {solution.equilibria[k].payoffs for k in subset}
        assert set(product(*sides)) <= paid
        for _ in range(10):
            profile = inside(solution, subset, draw)
            assert regret(solution.game, profile) == 0
            values = payoffs(solution.game, profile)
            assert all(low <= value <= high for value, (low, high) in zip(values, sides, strict=True))


@pytest.mark.parametrize("seed", range(30))
def test_dominance_between_components_is_dominance_between_all_their_extreme_equilibria(seed: int) -> None:
    solution = random_solution(seed)
    values = [[solution.equilibria[k].payoffs for k in part.equilibria] for part in solution.components]
    expected = [
        (i, j)
        for i, low in enumerate(values)
        for j, high in enumerate(values)
        if i != j and all(better[p] > worse[p] for better in high for worse in low for p in (0, 1))
    ]
    assert component_dominance(solution.components) == expected
    dominated = {k for i, _ in expected for k in solution.components[i].equilibria}
    kept = UndominatedComponents()(solution).kept
    assert set(kept) == set(range(len(solution.equilibria))) - dominated


def test_coordination() -> None:
    """(4, 4) dominates (3, 3) and the mixed one, which pays 3 as well and so is not dominated by (3, 3)."""
    solution = solve(NormalForm.of([[[4, 0], [3, 3]], [[4, 3], [0, 3]]]))
    assert component_dominance(solution.components) == [(1, 0), (2, 0)]
    choice = UndominatedComponents()(solution)
    assert choice.kept == (0,)
    assert "2 of 3" in choice.reason


def test_many_components_that_pay_alike() -> None:
    """Everybody plays alike: a component for each set of k of the seven strategies, mixed evenly, which pays 1/k."""
    size = 7
    solution = solve(NormalForm.of([[[int(i == j) for j in range(size)] for i in range(size)]] * 2))
    choice = UndominatedComponents()(solution)
    assert [len(solution.equilibria[k].profile.supports[0]) for k in choice.kept] == [1] * size
    assert f"{2**size - 1 - size} of {2**size - 1}" in choice.reason


def test_table_2_and_all_zero() -> None:
    assert component_dominance(solve(all_zero()).components) == []
    solution = solve(table_2())
    assert UndominatedComponents()(solution).decided


def test_what_is_open_is_said() -> None:
    b = Enclosed.symbol("b", 0, 2)
    parts = [Component((0,), (0,), ((1, 1), (1, 1))), Component((1,), (1,), ((b, b), (3, 3)))]
    with pytest.raises(Undecided, match="b"):
        component_dominance(parts)
    solution = replace(solve(NormalForm.of([[[1, 0], [0, 1]]] * 2)), components=tuple(parts))
    assert not UndominatedComponents()(solution).decided
    assert not UndominatedComponents()(replace(solution, status=Status.ONE)).decided
    assert not UndominatedComponents()(solve(odd_one_out())).decided
