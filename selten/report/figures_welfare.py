"""A figure of the welfare set: what is proven attainable, and what is proven impossible."""

from pathlib import Path

from selten.equilibria.welfare.polygon import Point, WelfareSet


def draw_welfare_set(found: WelfareSet, path: Path, *, title: str = "Welfare under some information") -> Path:
    """Draw both polygons; the format is that of the path's ending (.png, .svg, .pdf).

    Parameters
    ----------
    found : WelfareSet
    path : Path
    title : str

    Examples
    --------
    >>> from inspect import signature
    >>> list(signature(draw_welfare_set).parameters)
    ['found', 'path', 'title']
    """
    from matplotlib.backends.backend_agg import FigureCanvasAgg
    from matplotlib.figure import Figure

    figure = Figure(figsize=(6.4, 4.8), layout="constrained")
    FigureCanvasAgg(figure)
    axes = figure.add_subplot()
    outer, inner = _closed(found.outer), _closed(found.inner)
    axes.fill(*outer, color="#c7d3e3", zorder=1)
    axes.plot(*outer, color="#5b7aa3", linewidth=1.2, zorder=2, label="outer: no equilibrium is outside")
    axes.fill(*inner, color="#f2c14e", zorder=3)
    axes.plot(*inner, color="#9a6b00", linewidth=1.2, zorder=4, label="inner: every point is an equilibrium's")
    axes.plot(*inner, linestyle="none", marker=".", markersize=3, color="#9a6b00", zorder=5)
    axes.set(xlabel="producer surplus", ylabel="consumer surplus", title=title)
    axes.set_ylim(bottom=0)
    axes.margins(x=0.06)
    axes.legend(loc="upper right", frameon=False)
    for side in ("top", "right"):
        axes.spines[side].set_visible(False)
    figure.savefig(path, dpi=160)
    return path


def _closed(corners: tuple[Point, ...]) -> tuple[list[float], list[float]]:
    points = [*corners, *corners[:1]]
    return [float(a) for a, _ in points], [float(b) for _, b in points]
