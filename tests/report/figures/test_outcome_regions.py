"""Figures of outcomes over parameters: what is drawn where, read back from the axes, and what is said of it."""

from typing import Any

import pyarrow as pa
import pytest
from matplotlib.patches import Rectangle

from selten.games.errors import InputError
from selten.report.figures.outcome_regions import describe_outcome_regions, draw_outcome_regions
from selten.report.figures.style import LINE, SERIES, save, svg_text

GRID = [
    {
        "a": f"{i}/4",
        "a_float": i / 4,
        "b": str(j),
        "b_float": float(j),
        "v": "yes" if i >= 2 * j else "no",
        "n": i * 0.3,
    }
    for i in range(5)
    for j in range(4)
]


def colour_at(axes: Any, x: float, y: float) -> str:
    """The colour of the cell at a point, from the shapes of the figure."""
    from matplotlib.colors import to_hex

    (found,) = [
        to_hex(shape.get_facecolor())
        for shape in axes.patches
        if isinstance(shape, Rectangle)
        and shape.get_x() < x < shape.get_x() + shape.get_width()
        and shape.get_y() < y < shape.get_y() + shape.get_height()
    ]
    return str(found)


def texts(axes: Any) -> list[str]:
    return [text.get_text() for text in axes.get_legend().get_texts()]


@pytest.mark.parametrize("kind", ["list", "pyarrow", "pandas"])
def test_each_cell_of_a_grid_has_the_colour_of_its_outcome(kind: str) -> None:
    rows: Any = GRID if kind == "list" else pa.Table.from_pylist(GRID)
    rows = rows.to_pandas() if kind == "pandas" else rows
    axes = draw_outcome_regions(rows, "a", "b", "v")
    assert texts(axes) == ["A  no (11)", "B  yes (9)"]
    for row in GRID:
        expected = SERIES[1] if row["v"] == "yes" else SERIES[0]
        assert colour_at(axes, row["a_float"], row["b_float"]) == expected  # type: ignore[arg-type]
    assert sorted(text.get_text() for text in axes.texts) == ["A", "B"]
    assert describe_outcome_regions(rows, "a", "b", "v") == (
        "v by a and b in 20 cases. A, no: 11 cases, a from 0 to 1, b from 1 to 3. "
        "B, yes: 9 cases, a from 0 to 1, b from 0 to 2."
    )


def test_a_figure_goes_into_pages_and_files(tmp_path: Any) -> None:
    axes = draw_outcome_regions(GRID, "a", "b", "v")
    words = describe_outcome_regions(GRID, "a", "b", "v")
    text = svg_text(axes, words)
    assert text == svg_text(draw_outcome_regions(GRID, "a", "b", "v"), words)
    assert 'data-item="A"' in text
    assert "<title>yes</title>" in text
    assert save(axes, tmp_path / "f.png", description=words).stat().st_size > 5000


def test_one_parameter_gives_shares() -> None:
    rows = [{"a": k, "v": "x" if s <= k else "y"} for k in range(4) for s in range(4)]
    axes = draw_outcome_regions(rows, "a", None, "v")
    assert texts(axes) == ["A  x (10)", "B  y (6)"]
    for k in range(4):  # x has the share (k + 1) / 4, from below
        assert colour_at(axes, k, (k + 1) / 4 - 0.01) == SERIES[0]
        if k < 3:
            assert colour_at(axes, k, (k + 1) / 4 + 0.01) == SERIES[1]
    assert axes.get_ylabel() == "share of the cases"
    single = draw_outcome_regions(rows[::4], "a", None, "v")
    assert single.get_ylabel() == "outcome"


def test_a_column_of_numbers_gives_a_line_with_its_range() -> None:
    rows = [{"a": k, "v": k + s / 4} for k in range(3) for s in (0, 1, 3)]
    axes = draw_outcome_regions(rows, "a", None, "v")
    (line,) = axes.lines
    assert line.get_xydata().tolist() == [[k, k + 0.25] for k in range(3)]  # type: ignore[union-attr]
    assert len(axes.collections) == 1
    text = describe_outcome_regions(rows, "a", None, "v")
    assert text == "v by a in 9 cases: its least is 0, at a 0; its most is 2.75, at a 2."


def test_cases_drawn_at_random_are_points() -> None:
    rows = [{"a": k * 0.37 % 1, "b": k * 0.61 % 1, "v": "even" if k % 2 == 0 else "odd"} for k in range(30)]
    axes = draw_outcome_regions(rows, "a", "b", "v")
    assert [len(own.get_offsets()) for own in axes.collections] == [15, 15]  # type: ignore[arg-type]


def test_words_are_places_of_their_own_and_failures_are_grey() -> None:
    rows = [{"a": a, "b": b, "v": None if a == "z" else "fine"} for a in ("x", "y", "z") for b in (0.5, 1.5)]
    axes = draw_outcome_regions(rows, "a", "b", "v")
    assert [text.get_text() for text in axes.get_xticklabels()] == ["x", "y", "z"]
    assert texts(axes) == ["A  fine (4)", "B  no answer: failed or open (2)"]
    assert colour_at(axes, 2, 0.5) == LINE
    assert "a z, b from 0.5 to 1.5" in describe_outcome_regions(rows, "a", "b", "v")


def test_rare_outcomes_are_taken_together() -> None:
    rows = [{"a": k, "v": f"outcome {k if k > 5 else 0}"} for k in range(20)]
    axes = draw_outcome_regions(rows, "a", None, "v")
    assert texts(axes)[0] == "A  outcome 0 (6)"
    assert texts(axes)[-1] == "G  other outcomes (9)"
    assert sum(int(text.split("(")[1][:-1]) for text in texts(axes)) == 20


def test_most_frequent_outcome_of_a_point_is_shown() -> None:
    rows = [{"a": 0, "b": b, "v": v} for b in (0, 1) for v in ("x", "y", "y" if b else "x")]
    axes = draw_outcome_regions(rows, "a", "b", "v")
    assert (colour_at(axes, 0, 0), colour_at(axes, 0, 1)) == (SERIES[0], SERIES[1])


@pytest.mark.parametrize(
    ("rows", "outcome", "message"),
    [
        (GRID, "w", "got the column 'w'; allowed: a, a_float, b, b_float, v, n"),
        ([], "v", "allowed: none, there are no rows"),
        (GRID, "n", "outcome: got 'n', a column of floats; allowed: texts or whole numbers, or y = None"),
    ],
)
def test_what_cannot_be_drawn_is_refused(rows: Any, outcome: str, message: str) -> None:
    with pytest.raises(InputError, match=message):
        draw_outcome_regions(rows, "a", "b", outcome)
