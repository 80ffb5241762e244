"""The welfare set: what is proven attainable under some information, and what is proven impossible."""

from typing import TYPE_CHECKING, Any

from selten.equilibria.discrimination.welfare.polygon import Point, WelfareSet
from selten.games.errors import InputError
from selten.report.figures.style import fresh, looks, number, series, tip

if TYPE_CHECKING:
    from matplotlib.axes import Axes


def draw_welfare(
    found: WelfareSet, *, axes: "Axes | None" = None, title: str = "Welfare under some information"
) -> "Axes":
    """Draw both polygons: producer surplus to the right, consumer surplus upward.

    Raises
    ------
    InputError
        For anything but a welfare set.

    Examples
    --------
    >>> from inspect import signature
    >>> list(signature(draw_welfare).parameters)
    ['found', 'axes', 'title']
    """
    _check(found, "draw_welfare")
    outer, inner = _closed(found.outer), _closed(found.inner)
    with looks():
        target = fresh(axes, 6.4, 4.8)
        target.fill(*outer, color=series(0), alpha=0.18, linewidth=0, zorder=1)
        (line,) = target.plot(
            *outer, color=series(0), linewidth=1.2, zorder=2, label="outer: no equilibrium is outside"
        )
        tip(line, "outer", "proven: no equilibrium is outside")
        target.fill(*inner, color=series(4), alpha=0.55, linewidth=0, zorder=3)
        (edge,) = target.plot(
            *inner, color=series(4), linewidth=1.2, zorder=4, marker=".", markersize=4,
            label="inner: every point is an equilibrium's",
        )  # fmt: skip
        tip(edge, "inner", "proven: every point is an equilibrium's")
        target.set(xlabel="producer surplus", ylabel="consumer surplus", title=title)
        target.set_ylim(bottom=0)
        target.margins(x=0.06)
        target.legend(loc="upper right")
    return target


def describe_welfare(found: WelfareSet, *, title: str = "Welfare under some information") -> str:
    """The same in words: the reach of both polygons and their corners."""
    _check(found, "describe_welfare")
    return f"{title}. {_words('Attainable (inner)', found.inner)} {_words('Not excluded (outer)', found.outer)}"


def _words(name: str, corners: tuple[Point, ...]) -> str:
    reach = [f"from {number(min(own), 4)} to {number(max(own), 4)}" for own in zip(*corners, strict=True)]
    places = ", ".join(f"({number(a, 4)}, {number(b, 4)})" for a, b in corners[:24])
    return (
        f"{name}: producer surplus {reach[0]}, consumer surplus {reach[1]}, with {len(corners)} corners (producer, "
        f"consumer): {places}."
    )


def _check(found: Any, function: str) -> None:
    if not isinstance(found, WelfareSet):
        raise InputError(f"{function}: got a {type(found).__name__}; allowed: a WelfareSet")


def _closed(corners: tuple[Point, ...]) -> tuple[list[float], list[float]]:
    points = [*corners, *corners[:1]]
    return [float(a) for a, _ in points], [float(b) for _, b in points]
