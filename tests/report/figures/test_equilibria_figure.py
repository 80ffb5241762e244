"""Bars of equilibria: as long as the probabilities are, in every component, with what is left out counted."""

import pytest
from figure_reading import overlaps, parts, texts
from matplotlib.figure import Figure

from selten.equilibria.solve import solve
from selten.games.errors import InputError
from selten.games.library import battle_of_the_sexes, majority, rock_paper_scissors, table_2
from selten.report.figures import describe_equilibria, draw_equilibria


def test_bars_are_as_long_as_probabilities() -> None:
    """Widths of all parts over the width of a whole bar, against the exact probabilities."""
    solution = solve(table_2())
    axes = draw_equilibria(solution, most=89)
    whole = max(patch.get_width() for patch in parts(axes, "equilibrium-"))
    widths: dict[int, list[float]] = {}
    for patch in parts(axes, "equilibrium-"):
        widths.setdefault(_number(patch), []).append(patch.get_width() / whole)
    assert sorted(widths) == list(range(89))
    for k, equilibrium in enumerate(solution.equilibria):
        exact = [float(p) for own in equilibrium.profile.strategies for p in own if p]
        assert widths[k] == pytest.approx(exact, abs=1e-12)


def _number(patch: object) -> int:
    return int(str(patch.get_gid()).rsplit("-", 1)[1])  # type: ignore[attr-defined]


def test_every_component_is_shown_first() -> None:
    axes = draw_equilibria(solve(table_2()), most=8)
    heads = [text for text in texts(axes) if text.startswith("component")]
    assert [head.split(" · ")[0] for head in heads] == [f"component {c}" for c in range(8)]
    assert heads[0].endswith("1 of 64 extreme equilibria")


@pytest.mark.parametrize("most", [1, 20])
def test_nothing_overlaps(most: int) -> None:
    assert overlaps(draw_equilibria(solve(table_2()), most=most)) == []


def test_what_is_left_out_is_counted() -> None:
    text = describe_equilibria(solve(table_2()), most=12)
    assert text.startswith("89 equilibria in 8 components.")
    assert text.endswith("77 more are not shown.")


def test_the_words_of_a_mixed_equilibrium() -> None:
    text = describe_equilibria(solve(battle_of_the_sexes()))
    mixed = "player 1 plays ballet with 3/5 and boxing with 2/5; player 2 plays ballet with 2/5 and boxing with 3/5"
    assert f"{mixed}; pays 6/5, 6/5." in text


def test_three_players_have_three_bars() -> None:
    axes = draw_equilibria(solve(majority()), axes=Figure().add_subplot())
    assert len(parts(axes, "equilibrium-0")) == 3


def test_wrong_subjects() -> None:
    with pytest.raises(InputError, match="draw_equilibria: got a NormalForm; allowed: a Solution"):
        draw_equilibria(rock_paper_scissors())  # type: ignore[arg-type]
    with pytest.raises(InputError, match="most: got 0; allowed: at least 1"):
        draw_equilibria(solve(rock_paper_scissors()), most=0)
