"""Figure 2: both curves and atoms where the paper has them; residuals that are not symmetric are refused."""

from fractions import Fraction
from math import exp
from pathlib import Path

import numpy as np
import pytest
from figure_reading import points

from selten.equilibria.discrimination.unknown_values.smooth_laws import law_of
from selten.games.consumers.marginals import Uniform
from selten.games.errors import InputError
from selten.report.figures import describe_residuals, draw_residuals, save


@pytest.mark.parametrize("suffix", ["png", "svg"])
def test_a_figure_is_written(tmp_path: Path, suffix: str) -> None:
    path = save(draw_residuals(), tmp_path / f"figure.{suffix}")
    start = path.read_bytes()[:5]
    assert start == (b"\x89PNG\r" if suffix == "png" else b"<?xml")


def test_the_picture_has_both_colours_and_an_empty_gap(tmp_path: Path) -> None:
    """Read back: the lines are there, and between them more than half of all pixels is paper."""
    from matplotlib.image import imread

    picture = imread(save(draw_residuals(), tmp_path / "figure.png", dpi=150))[:, :, :3]
    for colour in ((0xD5, 0x5E, 0x00), (0x00, 0x72, 0xB2)):
        near = (abs(picture - [c / 255 for c in colour]) < 0.02).all(axis=2)
        assert near.sum() > 400
    assert 0.5 < (abs(picture - 0xFE / 255) < 1e-6).all(axis=2).mean() < 0.99


def test_both_densities_and_their_atoms_make_a_probability() -> None:
    """What is drawn, integrated by the trapezoid rule, and the atoms' heights: mass 1 for each law."""
    axes = draw_residuals()
    (twin,) = (own for own in axes.get_figure(root=True).axes if own is not axes)  # type: ignore[union-attr]
    dots = [points(line)[0] for line in twin.get_lines()]
    for number, line in enumerate(axes.get_lines()):
        r, height = np.array(points(line)).T
        atoms = sum(mass for _, mass in dots[2 * number : 2 * number + 2])
        assert np.trapezoid(height, r) + atoms == pytest.approx(1, abs=1e-3)


def test_other_residuals(tmp_path: Path) -> None:
    uniform = draw_residuals(law_of(Uniform(Fraction(0), Fraction(1)), -1, 1))
    assert save(uniform, tmp_path / "uniform.png").stat().st_size > 10_000
    with pytest.raises(InputError, match="symmetric"):
        draw_residuals({-1: "1/3", 1: "2/3"})


def test_the_words_have_the_atom() -> None:
    """The paper's example, where producers are informed: half of exp(-2), by the closed form."""
    assert f"an atom of {exp(-2) / 2:.4g} at 1" in describe_residuals()
