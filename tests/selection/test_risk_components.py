"""Risk dominance up to components: against single equilibria where there are no ties, and the paper's game."""

from dataclasses import replace
from fractions import Fraction
from random import Random

import pytest

from selten.equilibria.solution import Solution, Status
from selten.equilibria.solve import solve
from selten.games.errors import InputError
from selten.games.library import table_2
from selten.games.normal_form import NormalForm
from selten.games.profile import Profile
from selten.selection.risk import Verdict, risk_dominance
from selten.selection.risk_components import component_of, component_risk_dominance


def random_solution(seed: int, top: int) -> Solution:
    draw = Random(seed)
    m, n = draw.randint(2, 4), draw.randint(2, 4)
    return solve(NormalForm.of([[[draw.randint(0, top) for _ in range(n)] for _ in range(m)] for _ in range(2)]))


@pytest.mark.parametrize("seed", range(20))
def test_without_ties_components_are_single_equilibria(seed: int) -> None:
    solution = random_solution(seed, 10**5)
    last = len(solution.equilibria) - 1
    if last:
        pair = solution.equilibria[0].profile, solution.equilibria[last].profile
        assert component_risk_dominance(solution, 0, last) is risk_dominance(solution.game, *pair).verdict


@pytest.mark.parametrize("seed", range(30))
def test_mixtures_inside_a_nash_subset_lie_in_its_component(seed: int) -> None:
    solution, draw = random_solution(seed, 1), Random(seed)
    for home, part in enumerate(solution.components):
        for subset in (solution.nash_subsets[k] for k in part.nash_subsets):
            sides = []
            for player in (0, 1):
                corners = sorted({solution.equilibria[k].profile.strategies[player] for k in subset})
                chosen = draw.sample(corners, draw.randint(1, len(corners)))
                sides.append([sum(own, Fraction(0)) / len(chosen) for own in zip(*chosen, strict=True)])
            profile = Profile.of(sides)
            assert component_of(solution, profile) == home
            assert component_of(replace(solution, extreme=None), profile) == home


def test_in_table_2_the_differentiated_duopolies_risk_dominate_the_two_full_lines() -> None:
    """(100, 001) and (001, 100) against (111, 111): every way to resolve the ties leads to the former's component.

    Between themselves the firms' symmetry forbids an answer.
    """
    solution = solve(table_2())
    names = solution.game.strategies[0]
    places = {
        tuple(names[own[0]] for own in e.profile.supports): k
        for k, e in enumerate(solution.equilibria)
        if e.profile.is_pure
    }
    apart, mirrored, full = places["100", "001"], places["001", "100"], places["111", "111"]
    assert component_risk_dominance(solution, apart, full) is Verdict.FIRST
    assert component_risk_dominance(solution, full, mirrored) is Verdict.SECOND
    assert component_risk_dominance(solution, apart, mirrored) in (Verdict.UNDECIDED, Verdict.NEITHER)


def test_wrong_calls_are_refused() -> None:
    solution = solve(table_2())
    with pytest.raises(InputError, match="allowed: of another component"):
        component_risk_dominance(solution, 0, 1)
    with pytest.raises(InputError, match="got status one"):
        component_risk_dominance(replace(solution, status=Status.ONE), 0, 88)
    with pytest.raises(InputError, match="lies in no component"):
        component_of(solve(NormalForm.of([[[3, 0], [5, 1]], [[3, 5], [0, 1]]])), Profile.pure((2, 2), (0, 0)))
    # what is played here is tied, but both rows are worse than the third
    game = NormalForm.of([[[1, 1], [1, 1], [2, 2]], [[0, 0]] * 3])
    with pytest.raises(InputError, match="lies in no component"):
        component_of(solve(game), Profile.of([["1/2", "1/2", 0], ["1/2", "1/2"]]))
