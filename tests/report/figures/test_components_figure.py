"""The graph of components: a node an extreme equilibrium, a square a maximal Nash subset, lines between them."""

from collections.abc import Callable

import pytest
from figure_reading import names, overlaps, parts, points, texts
from matplotlib.figure import Figure

from selten.equilibria.solve import solve
from selten.games.errors import InputError
from selten.games.library import NORMAL_FORMS, all_zero, chicken, majority, table_2
from selten.games.normal_form import NormalForm
from selten.report.figures import describe_components, draw_components

TWO = [make for make in NORMAL_FORMS if len(make().players) == 2]


@pytest.mark.parametrize("make", TWO)
def test_nodes_squares_and_lines_are_those_of_the_solution(make: Callable[[], NormalForm]) -> None:
    """A line from the place of a square to the place of each member's node, and no other lines."""
    solution = solve(make())
    axes = draw_components(solution)
    assert sum(name.startswith("equilibrium-") for name in names(axes)) == len(solution.equilibria)
    places = {}
    for k in range(len(solution.equilibria)):
        (node,) = (line for line in parts(axes, f"equilibrium-{k}") if str(line.get_gid()).endswith(f"m-{k}"))
        places[k] = points(node)[0]
    expected = []
    for c, part in enumerate(solution.components):
        for s, subset in enumerate(part.nash_subsets):
            if len(part.equilibria) > 1:
                (square,) = (own for own in parts(axes, f"subset-{c}-{s}") if str(own.get_gid()).endswith(f"-{c}-{s}"))
                expected += [(points(square)[0], places[k]) for k in solution.nash_subsets[subset]]
    drawn = [tuple(points(line)) for line in axes.get_lines() if len(points(line)) == 2]
    assert sorted(drawn) == sorted(expected)


@pytest.mark.parametrize("make", TWO)
def test_nothing_overlaps(make: Callable[[], NormalForm]) -> None:
    assert overlaps(draw_components(solve(make()))) == []


def test_indices_stand_under_the_components_and_sum_to_one() -> None:
    """Shapley's index theorem: the indices of all components sum to 1."""
    axes = draw_components(solve(table_2()))
    heads = [text.split("\nindex ") for text in texts(axes) if text.startswith("component")]
    assert len(heads) == 8
    assert sum(int(index.replace("−", "-")) for _, index in heads) == 1


def test_markers_say_the_strongest_refinement() -> None:
    """Chicken: two strict equilibria and the mixed one, which is proper; without being told, that is open."""
    solution = solve(chicken())
    told = draw_components(solution, perfect=(True, True, True), proper=(None, True, None))
    mixed = next(k for k, e in enumerate(solution.equilibria) if not e.profile.is_pure)
    kinds = [parts(told, f"equilibrium-{k}")[0].get_marker() for k in range(3)]
    assert kinds.count("D") == 2
    assert kinds[mixed] == ("^" if mixed == 1 else "o")
    assert "perfect or not is open" not in texts(told)
    assert "perfect or not is open" in texts(draw_components(solution))


def test_large_components_are_cut_and_counted() -> None:
    solution = solve(all_zero(rows=9, columns=9))
    axes = draw_components(solution, axes=Figure().add_subplot())
    assert len(parts(axes, "equilibrium-")) == 80
    assert "component 0\nindex 1\n80 of 81 drawn" in texts(axes)
    assert overlaps(draw_components(solution)) == []


def test_the_words_have_indices_and_payoffs() -> None:
    text = describe_components(solve(table_2()))
    assert text.startswith("8 components. Component 0: index 0; 64 extreme equilibria in 3 maximal Nash subsets")
    assert "player 1 gets 0.067; player 2 gets 0.369" in text


def test_wrong_subjects() -> None:
    with pytest.raises(InputError, match="draw_components: got a solution without components"):
        draw_components(solve(majority()))
    with pytest.raises(InputError, match="proper: got 1 flags; allowed: 3 or none"):
        draw_components(solve(chicken()), proper=(True,))
    with pytest.raises(InputError, match="describe_components: got a NormalForm; allowed: a Solution"):
        describe_components(chicken())  # type: ignore[arg-type]
