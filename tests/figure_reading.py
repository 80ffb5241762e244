"""Reading figures back: lines, texts and named parts of axes, and the texts of an SVG."""

import xml.etree.ElementTree as ElementTree
from itertools import combinations
from typing import Any

from matplotlib.axes import Axes
from matplotlib.text import Text


def points(line: Any) -> list[tuple[float, float]]:
    """The places of a line or of markers."""
    return [(float(x), float(y)) for x, y in zip(line.get_xdata(), line.get_ydata(), strict=True)]


def texts(axes: Axes) -> list[str]:
    """Everything written within the axes, empty texts left out."""
    return [text.get_text() for text in axes.texts if text.get_text()]


def parts(axes: Axes, name: str) -> list[Any]:
    """The artists that were named so by ``tip``, or whose name begins so."""
    artists = [*axes.patches, *axes.lines]
    return [own for own in artists if (own.get_gid() or "").split("-", 2)[-1].startswith(name)]


def names(axes: Axes) -> list[str]:
    """The names given by ``tip``, in the order of drawing."""
    artists = [*axes.patches, *axes.lines]
    return [str(own.get_gid()).split("-", 2)[2] for own in artists if own.get_gid()]


def overlaps(axes: Axes, *, slack: float = 0.5) -> list[tuple[str, str]]:
    """Pairs of texts whose boxes, as the renderer sets them, meet by more than so many pixels."""
    figure: Any = axes.get_figure(root=True)
    figure.draw_without_rendering()
    boxes = [(text.get_text(), _box(text)) for text in axes.texts if text.get_text().strip()]
    return [
        (one, other)
        for (one, a), (other, b) in combinations(boxes, 2)
        if min(a.x1, b.x1) - max(a.x0, b.x0) > slack and min(a.y1, b.y1) - max(a.y0, b.y0) > slack
    ]


def _box(text: Text) -> Any:
    return Text.get_window_extent(text)


def svg_texts(svg: str) -> list[str]:
    """The contents of the text elements."""
    root = ElementTree.fromstring(svg)
    return ["".join(own.itertext()) for own in root.iter() if own.tag.split("}")[-1] == "text"]
