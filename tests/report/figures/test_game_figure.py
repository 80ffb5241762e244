"""The table of a game against a brute force over all its cells; overviews of large games likewise."""

from collections.abc import Callable
from fractions import Fraction
from itertools import product

import numpy as np
import pytest
from figure_reading import names, overlaps, texts
from matplotlib.figure import Figure

from selten.equilibria.solve import solve
from selten.games.enclosed import Enclosed
from selten.games.errors import InputError
from selten.games.library import NORMAL_FORMS, majority, table_2
from selten.games.normal_form import NormalForm
from selten.report.figures import describe_game, draw_game
from selten.report.figures.best import best_replies
from selten.report.figures.overview import draw_overview


def brute(game: NormalForm) -> set[tuple[int, ...]]:
    """Pure equilibria by trying every deviation in Fractions."""
    found = set()
    for profile in product(*map(range, game.counts)):
        gains = (
            Fraction(game.payoffs[(i, *profile[:i], s, *profile[i + 1 :])]) - Fraction(game.payoffs[(i, *profile)])
            for i, m in enumerate(game.counts)
            for s in range(m)
        )
        if all(gain <= 0 for gain in gains):
            found.add(profile)
    return found


def outlined(figure_names: list[str]) -> set[tuple[int, ...]]:
    return {tuple(map(int, name.split("-")[1:])) for name in figure_names if name.startswith("cell-")}


@pytest.mark.parametrize("make", NORMAL_FORMS)
def test_outlined_cells_are_the_pure_equilibria(make: Callable[[], NormalForm]) -> None:
    game = make()
    axes = draw_game(game)
    assert outlined(names(axes)) == brute(game)
    assert overlaps(axes) == []


def test_components_of_table_2_have_their_numbers() -> None:
    """The tag of an outlined cell is its component in the solution: 4 in each of two, and one of 5 or 6 cells."""
    solution = solve(table_2())
    axes = draw_game(solution)
    home = {k: c for c, part in enumerate(solution.components) for k in part.equilibria}
    pure = [home[k] for k, e in enumerate(solution.equilibria) if e.profile.is_pure]
    tags = [text.get_text() for text in axes.texts if text.get_fontsize() == 6]
    assert sorted(tags) == sorted(map(str, pure))


def test_a_float_game_takes_its_ties_exactly() -> None:
    """0.1 + 0.2 is more than 0.3 in binary, by one unit in the last place; that is no tie."""
    first = best_replies(NormalForm.of([[[0.3], [0.1 + 0.2]], [[0.0], [0.0]]]))[0]
    assert first.tolist() == [[False], [True]]


def test_bounds_that_overlap_leave_a_cell_open() -> None:
    a, b = Enclosed.symbol("a", 0.0, 1.0), Enclosed.symbol("b", 0.5, 2.0)
    marks = best_replies(NormalForm.of([[[a, a], [b, a]], [[1, 0], [1, 0]]]))
    assert marks[0].tolist() == [[None, True], [None, True]]
    game = NormalForm.of([[[a, a], [b, a]], [[1, 0], [1, 0]]])
    assert outlined(names(draw_game(game))) == set()
    assert "to 1: open" in describe_game(game)


def test_three_players_have_a_table_for_each_choice_of_the_third() -> None:
    axes = draw_game(majority())
    assert [text for text in texts(axes) if text.startswith("player 3")] == ["player 3: a", "player 3: b"]
    assert len([patch for patch in axes.patches if patch.get_linewidth() == 0.7]) == 8


def test_many_tables_are_cut_and_counted() -> None:
    game = NormalForm.of(np.arange(2 * 2 * 40 * 3).reshape(3, 2, 2, 40))
    axes = draw_game(game)
    assert len([text for text in texts(axes) if text.startswith("player 3")]) == 12
    assert "12 of 40 tables" in texts(axes)[-1]


@pytest.mark.parametrize("seed", range(3))
def test_an_overview_shows_each_best_response_of_a_middling_game(seed: int) -> None:
    """Up to 160 a side a block is a cell: opaque exactly where some player's reply is best, by comparing floats."""
    table = np.random.default_rng(seed).integers(0, 30, (2, 20, 25))
    image = np.asarray(draw_game(NormalForm.of(table)).get_images()[0].get_array())
    best = (table[0] == table[0].max(axis=0)) | (table[1] == table[1].max(axis=1, keepdims=True))
    assert (image[..., 3] > 0).tolist() == best.tolist()


def test_a_million_cells_are_few_blocks() -> None:
    table = np.random.default_rng(0).random((2, 1000, 1000))
    axes = draw_overview(NormalForm.of(table))
    assert np.asarray(axes.get_images()[0].get_array()).shape == (160, 160, 4)
    assert axes.get_title(loc="left") == "1,000 rows × 1,000 columns"


def test_lanes_of_an_overview_are_what_equilibria_play() -> None:
    """13 strategies each, which pay if both play the same one of the last two: marks in lane c are what is in use."""
    game = NormalForm.of([np.diag([-1] * 11 + [1, 1])] * 2)
    solution = solve(game)
    axes = draw_game(solution)
    assert len(solution.components) >= 3
    for c, part in enumerate(solution.components[:6]):
        used = {s for k in part.equilibria for s in solution.equilibria[k].profile.supports[0]}
        (rows, _) = (line for line in axes.get_lines() if str(line.get_gid()).endswith(f"component-{c}"))
        assert {int(y) for y in np.asarray(rows.get_ydata())} == used


def test_axes_given_are_drawn_on() -> None:
    figure = Figure()
    left, right = figure.subplots(1, 2)
    assert draw_game(table_2(), axes=right) is right
    assert not left.patches
    assert right.patches


def test_the_words_have_every_pure_equilibrium_of_table_2() -> None:
    """The bundling paper's Table 2 has 14, (100, 001) with profits 0.067 and 0.369 among them."""
    text = describe_game(table_2())
    assert "There are 14 pure equilibria" in text
    assert "(100, 001) pays (0.067, 0.369)" in text


def test_wrong_subjects() -> None:
    for draw in (draw_game, draw_overview, describe_game):
        with pytest.raises(InputError, match=f"{draw.__name__}: got a dict; allowed: a NormalForm or a Solution"):
            draw({})  # type: ignore[arg-type]
