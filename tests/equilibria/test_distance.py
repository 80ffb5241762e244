"""Exact distances: both proofs are checked by substitution, and floats of scipy agree."""

from fractions import Fraction
from random import Random

import pytest
from scipy.optimize import linprog

from selten.equilibria.distance import component_distances, hull_distance
from selten.equilibria.pure import pure_equilibria
from selten.equilibria.solution import Solution, Status
from selten.equilibria.solve import solve
from selten.games.errors import InputError
from selten.games.library import NORMAL_FORMS
from selten.games.normal_form import NormalForm
from selten.games.profile import Profile


def random_point(draw: Random, size: int) -> list[Fraction]:
    weights = [draw.randint(0, 4) for _ in range(size)]
    weights[draw.randrange(size)] += 1
    return [Fraction(w, sum(weights)) for w in weights]


@pytest.mark.parametrize("seed", range(40))
def test_both_proofs_hold(seed: int) -> None:
    draw = Random(seed)
    size = draw.randint(1, 5)
    point, corners = random_point(draw, size), [random_point(draw, size) for _ in range(draw.randint(1, 5))]
    found = hull_distance(point, corners)
    nearest = [sum(a * c for a, c in zip(found.weights, column, strict=True)) for column in zip(*corners, strict=True)]
    assert min(found.weights) >= 0
    assert sum(found.weights) == 1
    assert max(abs(x - y) for x, y in zip(point, nearest, strict=True)) == found.value
    assert sum(abs(w) for w in found.direction) <= 1
    gaps = [sum(w * (x - c) for w, x, c in zip(found.direction, point, k, strict=True)) for k in corners]
    assert min(gaps) == found.value


@pytest.mark.parametrize("seed", range(10))
def test_distances_of_components_by_another_program(seed: int) -> None:
    """One linear program of HiGHS for each Nash subset, both players' weights at once."""
    draw = Random(seed)
    game = NormalForm.of([[[draw.randint(0, 1) for _ in range(3)] for _ in range(3)] for _ in range(2)])
    solution = solve(game)
    profile = Profile((tuple(random_point(draw, 3)), tuple(random_point(draw, 3))))
    found = component_distances(solution, profile)
    assert len(found) == len(solution.components)
    for part, distance in zip(solution.components, found, strict=True):
        expected = min(by_highs(solution, solution.nash_subsets[k], profile) for k in part.nash_subsets)
        assert float(distance) == pytest.approx(expected, abs=1e-9)


def by_highs(solution: Solution, subset: tuple[int, ...], profile: Profile) -> float:
    rows, bounds = [], []
    corners = [solution.equilibria[k].profile.strategies for k in subset]
    count = len(corners)
    for player in (0, 1):
        for i, x in enumerate(profile.strategies[player]):
            line = [float(corner[player][i]) for corner in corners]
            padded = line + [0.0] * count if player == 0 else [0.0] * count + line
            rows += [[*padded, -1.0], [*(-v for v in padded), -1.0]]
            bounds += [float(x), -float(x)]
    one = [[1.0] * count + [0.0] * count + [0.0], [0.0] * count + [1.0] * count + [0.0]]
    answer = linprog([0.0] * (2 * count) + [1.0], A_ub=rows, b_ub=bounds, A_eq=one, b_eq=[1.0, 1.0])
    return float(answer.fun)


def test_equilibria_are_at_distance_zero_from_their_component_only() -> None:
    for make in NORMAL_FORMS:
        game = make()
        if len(game.players) == 2:
            solution = solve(game)
            for k, part in enumerate(solution.components):
                far = component_distances(solution, solution.equilibria[part.equilibria[-1]].profile)
                assert [d == 0 for d in far] == [j == k for j in range(len(far))]


def test_wrong_input() -> None:
    game = NormalForm.of([[[1, 0], [0, 1]], [[1, 0], [0, 1]]])
    solution = solve(game)
    with pytest.raises(InputError, match="corners: got none"):
        hull_distance([Fraction(1)], [])
    with pytest.raises(InputError, match="lengths"):
        component_distances(solution, Profile.of([[1], [1]]))
    with pytest.raises(InputError, match="not rational"):
        component_distances(solution, Profile.of([[0.5, 0.5], [1, 0]]))
    assert pure_equilibria(game)
    with pytest.raises(InputError, match="got a solution with status ONE"):
        component_distances(Solution(game, "none", Status.ONE, ()), Profile.of([[1, 0], [1, 0]]))
