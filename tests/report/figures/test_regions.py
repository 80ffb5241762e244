"""The figure of the disclosure game: panels show the verdicts of single price pairs, files are what they should be."""

from pathlib import Path

import numpy as np
import pytest
from disclosure_cases import figure

from selten.equilibria.disclosure.verdict import VERDICTS
from selten.games.errors import InputError
from selten.report.figures import describe_regions, draw_region_panels, draw_regions, save
from selten.report.figures.regions import LABELS, Curve, figure_1


def test_three_panels_with_a_curve(tmp_path: Path) -> None:
    panels = draw_region_panels(figure_1(figure()), curves=[[Curve([0, 5], [2, 7], "equal surplus")]], points=60)
    assert [axes.get_title(loc="left") for axes in panels] == [
        "(a) random arrival", "(b) efficient arrival", "(c) inefficient arrival",
    ]  # fmt: skip
    path = save(panels, tmp_path / "figure.png")
    assert path.read_bytes().startswith(b"\x89PNG")
    assert path.stat().st_size > 20_000


def test_a_vector_format(tmp_path: Path) -> None:
    path = save(draw_regions(figure(arrival="efficient"), title="one panel", points=40), tmp_path / "figure.pdf")
    assert path.read_bytes().startswith(b"%PDF")


def test_the_words_and_the_picture_agree() -> None:
    """The shares told are those of the cells drawn, counted in the image."""
    axes = draw_regions(figure(), points=50)
    drawn = np.asarray(axes.get_images()[0].get_array())
    text = describe_regions(figure(), points=50)
    for code, name in enumerate(VERDICTS):
        share = np.count_nonzero(drawn == code) / drawn.size
        assert (f"{LABELS[name]} in {share:.1%}" in text) == (share > 0)


def test_wrong_subjects() -> None:
    with pytest.raises(InputError, match="draw_regions: got a str; allowed: a DisclosureMarket"):
        draw_regions("market")  # type: ignore[arg-type]
    with pytest.raises(InputError, match="points: got 1"):
        draw_regions(figure(), points=1)
