"""Figures of the disclosure game: the prices with each verdict.

Shades differ in grey too; prices of L are to the right and of H upward, the line between the two halves of the box is
dashed. Verdicts are the compiled grid's (:mod:`selten.equilibria.disclosure.grid`); exact curves can be laid over them.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

import numpy as np
import numpy.typing as npt

from selten.equilibria.disclosure.grid import verdict_grid
from selten.equilibria.disclosure.verdict import VERDICTS
from selten.games.disclosure import ARRIVALS, DisclosureMarket
from selten.games.errors import InputError
from selten.report.figures.style import LINE, MUTED, fresh, looks, number

if TYPE_CHECKING:
    from matplotlib.axes import Axes

SHADES = {"strict": "#1f4e79", "weak": "#5b9bd5", "zero_only": "#f4b183", "tie": "#d9d9d9", "no": "none"}
LABELS = {
    "strict": "strict: both scenarios gain",
    "weak": "weak: one gains, none loses",
    "zero_only": "by revenue only",
    "tie": "indifferent",
    "no": "no",
}


@dataclass(frozen=True, slots=True)
class Curve:
    """A curve laid over a panel: prices of L and of H, and its name in the legend."""

    price_low: Sequence[float]
    price_high: Sequence[float]
    label: str
    style: str = "-"


def figure_1(market: DisclosureMarket) -> list[DisclosureMarket]:
    """The market under each order of arrival: the companion's three panels.

    Examples
    --------
    >>> from fractions import Fraction
    >>> market = DisclosureMarket(
    ...     customers=Fraction(10), stock=Fraction(3), share=Fraction(9, 10), prior=Fraction(1, 2),
    ...     search_cost=Fraction(1, 2), values=(Fraction(5), Fraction(7)),
    ... )
    >>> [panel.arrival for panel in figure_1(market)]
    ['random', 'efficient', 'inefficient']
    """
    return [replace(market, arrival=arrival) for arrival in ARRIVALS]


def draw_regions(
    market: DisclosureMarket,
    *,
    axes: "Axes | None" = None,
    title: str | None = None,
    curves: Sequence[Curve] = (),
    points: int = 400,
    legend: bool = True,
) -> "Axes":
    """Draw the verdicts over the price box of a market.

    Parameters
    ----------
    title : str, optional
        The order of arrival by default.
    curves : sequence of Curve
        What is laid over them.
    points : int
        Prices a side, at least 2.
    legend : bool
        Whether the verdicts that occur are named below.

    Raises
    ------
    InputError
        For anything but a disclosure market, and fewer points.

    Examples
    --------
    >>> from fractions import Fraction
    >>> market = DisclosureMarket(
    ...     customers=Fraction(10), stock=Fraction(3), share=Fraction(9, 10), prior=Fraction(1, 2),
    ...     search_cost=Fraction(1, 2), values=(Fraction(5), Fraction(7)),
    ... )
    >>> axes = draw_regions(market, points=20)
    >>> axes.get_title(loc="left"), axes.get_xlabel()
    ('random arrival', 'price of L')
    """
    codes, places = _codes(market, points, "draw_regions")
    with looks():
        target = fresh(axes, 4.4, 4.8)
        _panel(target, market, codes, places)
        for curve in curves:
            target.plot(curve.price_low, curve.price_high, curve.style, label=curve.label, linewidth=1.3)
        if curves:
            target.legend(fontsize=7, loc="lower right")
        target.set_title(f"{market.arrival} arrival" if title is None else title)
        if legend:
            _legend(target, {int(code) for code in np.unique(codes)})
    return target


def draw_region_panels(
    panels: Sequence[DisclosureMarket],
    *,
    titles: Sequence[str] | None = None,
    curves: Sequence[Sequence[Curve]] = (),
    points: int = 400,
) -> "tuple[Axes, ...]":
    """Draw several markets side by side in a new figure; one of the axes, or all, go to ``save``.

    Parameters
    ----------
    titles : sequence of str, optional
        One for each panel; letters and the order of arrival by default.
    curves : sequence of sequences of Curve
        What is laid over each panel.

    Raises
    ------
    InputError
        For no panel, or what :func:`draw_regions` refuses.

    Examples
    --------
    >>> draw_region_panels([])
    Traceback (most recent call last):
    selten.games.errors.InputError: draw_region_panels: got no panels; allowed: at least one market
    """
    from matplotlib.backends.backend_agg import FigureCanvasAgg
    from matplotlib.figure import Figure

    if not panels:
        raise InputError("draw_region_panels: got no panels; allowed: at least one market")
    with looks():
        figure = Figure(figsize=(3.3 * len(panels), 4.4), layout="constrained")
        FigureCanvasAgg(figure)
        drawn = []
        for i, market in enumerate(panels):
            title = titles[i] if titles is not None else f"({'abcdefgh'[i % 8]}) {market.arrival} arrival"
            over = curves[i] if i < len(curves) else ()
            own = figure.add_subplot(1, len(panels), i + 1)
            drawn.append(draw_regions(market, axes=own, title=title, curves=over, points=points, legend=False))
        seen = {int(code) for own in drawn for code in np.unique(np.asarray(own.get_images()[0].get_array()))}
        figure.legend(handles=_patches(seen), loc="outside lower center", ncols=len(seen), fontsize=8.5)
    return tuple(drawn)


def describe_regions(market: DisclosureMarket, *, points: int = 400) -> str:
    """The same in words: how large a share of the price box has each verdict, by the grid.

    Examples
    --------
    >>> from fractions import Fraction
    >>> market = DisclosureMarket(
    ...     customers=Fraction(10), stock=Fraction(3), share=Fraction(9, 10), prior=Fraction(1, 2),
    ...     search_cost=Fraction(1, 2), values=(Fraction(5), Fraction(7)),
    ... )
    >>> describe_regions(market, points=20).split(",")[0]
    'Random arrival'
    """
    codes, _ = _codes(market, points, "describe_regions")
    low, high = (number(value) for value in market.values)
    shares = [(VERDICTS[code], float((codes == code).mean())) for code in range(len(VERDICTS))]
    words = [f"{LABELS[name]} in {share:.1%}" for name, share in shares if share]
    return (
        f"{market.arrival.capitalize()} arrival, prices of L from 0 to {low} and of H from 0 to {high}. Of {points} by "
        f"{points} prices, aggregate information is preferred: {'; '.join(words)}."
    )


def describe_region_panels(
    panels: Sequence[DisclosureMarket], *, titles: Sequence[str] | None = None, points: int = 400
) -> str:
    """The same of several markets, one after the other."""
    words = [describe_regions(market, points=points) for market in panels]
    named = words if titles is None else [f"{title}: {text}" for title, text in zip(titles, words, strict=False)]
    return " ".join(named)


def _codes(market: Any, points: int, function: str) -> tuple[npt.NDArray[Any], npt.NDArray[np.float64]]:
    """The verdicts, rows by the price of H upward, and the shares of the box at which they are taken."""
    if not isinstance(market, DisclosureMarket):
        raise InputError(f"{function}: got a {type(market).__name__}; allowed: a DisclosureMarket")
    if points < 2:
        raise InputError(f"{function}: points: got {points}; allowed: at least 2")
    low, high = (float(value) for value in market.values)
    places = (np.arange(points) + 0.5) / points
    return verdict_grid(market, places[None, :] * low, places[:, None] * high), places


def _panel(axes: "Axes", market: DisclosureMarket, codes: npt.NDArray[Any], places: npt.NDArray[np.float64]) -> None:
    from matplotlib.colors import ListedColormap

    low, high = (float(value) for value in market.values)
    axes.imshow(
        codes, origin="lower", extent=(0, low, 0, high), aspect="auto", interpolation="nearest",
        cmap=ListedColormap([SHADES[name] for name in VERDICTS]), vmin=-0.5, vmax=len(VERDICTS) - 0.5,
    )  # fmt: skip
    if len(np.unique(codes)) > 1:
        for code in np.unique(codes):
            axes.contour(places * low, places * high, codes == code, levels=[0.5], colors=MUTED, linewidths=0.5)
    axes.plot([low - high, low], [0, high], color=MUTED, linestyle=(0, (4, 3)), linewidth=0.9)
    axes.set(xlim=(0, low), ylim=(0, high), xlabel="price of L", ylabel="price of H")


def _patches(seen: set[int]) -> list[Any]:
    from matplotlib.patches import Patch

    names = [VERDICTS[k] for k in sorted(seen)]
    return [Patch(facecolor=SHADES[name], edgecolor=LINE, linewidth=0.6, label=LABELS[name]) for name in names]


def _legend(axes: "Axes", seen: set[int]) -> None:
    handles = _patches(seen)
    below = axes.get_legend()
    if below is not None:
        axes.add_artist(below)
    axes.legend(handles=handles, loc="upper center", bbox_to_anchor=(0.5, -0.13), ncols=1 if len(handles) < 3 else 2)
