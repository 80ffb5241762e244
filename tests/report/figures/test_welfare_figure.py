"""The welfare figure: the polygons drawn are the polygons given, and the words name their corners."""

import pytest
from figure_reading import points

from selten.equilibria.discrimination.welfare.polygon import WelfareSet, welfare_set
from selten.games.discrimination import Prior
from selten.games.errors import InputError
from selten.report.figures import describe_welfare, draw_welfare


@pytest.fixture(scope="module")
def found() -> WelfareSet:
    return welfare_set(Prior.of([("1/2", [1], [0]), ("1/2", [2], [0])]), time_limit=0)


def test_both_polygons_are_drawn(found: WelfareSet) -> None:
    outer, inner = map(points, draw_welfare(found).get_lines())
    assert outer[:-1] == [(float(a), float(b)) for a, b in found.outer]
    assert outer[0] == outer[-1]
    assert inner[:-1] == [(float(a), float(b)) for a, b in found.inner]


def test_the_words_have_the_corners(found: WelfareSet) -> None:
    assert "(outer): producer surplus from 1 to 3/2, consumer surplus from 0 to 1/2" in describe_welfare(found)


def test_wrong_subjects() -> None:
    with pytest.raises(InputError, match="draw_welfare: got a list; allowed: a WelfareSet"):
        draw_welfare([])  # type: ignore[arg-type]
