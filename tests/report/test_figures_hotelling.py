"""Figure 2: a file with a picture in it; residuals that are not symmetric are refused before anything is written."""

from fractions import Fraction
from pathlib import Path

import pytest

from selten.equilibria.unknown_values.smooth_laws import law_of
from selten.games.errors import InputError
from selten.games.marginals import Uniform
from selten.report.figures_hotelling import density_figure


@pytest.mark.parametrize("suffix", ["png", "svg"])
def test_a_figure_is_written(tmp_path: Path, suffix: str) -> None:
    path = tmp_path / f"figure.{suffix}"
    density_figure(path)
    start = path.read_bytes()[:5]
    assert start == (b"\x89PNG\r" if suffix == "png" else b"<?xml")


def test_the_picture_has_both_colours_and_an_empty_gap(tmp_path: Path) -> None:
    """Read back: the lines are there, and between them more than half of all pixels is white."""
    from matplotlib.image import imread

    density_figure(tmp_path / "figure.png")
    picture = imread(tmp_path / "figure.png")[:, :, :3]
    for colour in ((0xC2, 0x57, 0x1A), (0x0B, 0x5F, 0xA5)):
        near = (abs(picture - [c / 255 for c in colour]) < 0.02).all(axis=2)
        assert near.sum() > 400
    assert 0.5 < (picture == 1).all(axis=2).mean() < 0.99


def test_other_residuals(tmp_path: Path) -> None:
    density_figure(tmp_path / "uniform.png", law_of(Uniform(Fraction(0), Fraction(1)), -1, 1))
    assert (tmp_path / "uniform.png").stat().st_size > 10_000
    with pytest.raises(InputError, match="symmetric"):
        density_figure(tmp_path / "none.png", {-1: "1/3", 1: "2/3"})
    assert not (tmp_path / "none.png").exists()
