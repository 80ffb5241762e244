"""The figure of the disclosure game: it is written, and its panels show what they should."""

from pathlib import Path

from disclosure_cases import figure

from selten.report.figures_disclosure import Curve, draw_regions, figure_1


def test_three_panels_with_a_curve(tmp_path: Path) -> None:
    path = tmp_path / "figure.png"
    draw_regions(figure_1(figure()), path, curves=[[Curve([0, 5], [2, 7], "equal surplus")]], points=60)
    assert path.read_bytes().startswith(b"\x89PNG")
    assert path.stat().st_size > 20_000


def test_a_vector_format(tmp_path: Path) -> None:
    path = tmp_path / "figure.pdf"
    draw_regions([figure(arrival="efficient")], path, titles=["one panel"], points=40)
    assert path.read_bytes().startswith(b"%PDF")
