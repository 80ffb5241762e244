"""Figures of the disclosure game: the prices with each verdict, for several markets side by side.

Made for print: shades that differ in grey, prices of L to the right and of H upward, the line between the two halves of
the box dashed. Verdicts are the compiled grid's (:mod:`selten.equilibria.disclosure.grid`); exact curves can be laid
over them.
"""

import os
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

from selten.equilibria.disclosure.grid import verdict_grid
from selten.equilibria.disclosure.verdict import VERDICTS
from selten.games.disclosure import ARRIVALS, DisclosureMarket

SHADES = {"strict": "#1f4e79", "weak": "#5b9bd5", "zero_only": "#f4b183", "tie": "#d9d9d9", "no": "#ffffff"}
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
    style: str = "k-"


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
    panels: Sequence[DisclosureMarket],
    path: str | os.PathLike[str],
    *,
    titles: Sequence[str] | None = None,
    curves: Sequence[Sequence[Curve]] = (),
    points: int = 400,
) -> None:
    """Draw the verdicts over the price box of each market to a file, its format by its ending.

    Parameters
    ----------
    titles : sequence of str, optional
        One for each panel; by default the order of arrival.
    curves : sequence of sequences of Curve
        What is laid over each panel.
    points : int
        Prices a side.
    """
    from matplotlib.backends.backend_agg import FigureCanvasAgg
    from matplotlib.figure import Figure
    from matplotlib.patches import Patch

    figure = Figure(figsize=(3.3 * len(panels), 4.4), layout="constrained")
    FigureCanvasAgg(figure)
    seen: set[int] = set()
    for i, market in enumerate(panels):
        axes = figure.add_subplot(1, len(panels), i + 1)
        title = titles[i] if titles is not None else f"({'abcdefgh'[i % 8]}) {market.arrival} arrival"
        seen |= _panel(axes, market, title, curves[i] if i < len(curves) else (), points)
    found = [VERDICTS[k] for k in sorted(seen)]
    patches = [Patch(facecolor=SHADES[name], edgecolor="0.4", linewidth=0.6, label=LABELS[name]) for name in found]
    figure.legend(handles=patches, loc="outside lower center", ncols=len(patches), frameon=False, fontsize=8.5)
    figure.savefig(path, dpi=300)


def _panel(axes: Any, market: DisclosureMarket, title: str, curves: Sequence[Curve], points: int) -> set[int]:
    import numpy as np
    from matplotlib.colors import ListedColormap

    low, high = (float(value) for value in market.values)
    middles = (np.arange(points) + 0.5) / points
    codes = verdict_grid(market, middles[None, :] * low, middles[:, None] * high)
    axes.imshow(
        codes, origin="lower", extent=(0, low, 0, high), aspect="auto", interpolation="nearest",
        cmap=ListedColormap([SHADES[name] for name in VERDICTS]), vmin=-0.5, vmax=len(VERDICTS) - 0.5,
    )  # fmt: skip
    if len(np.unique(codes)) > 1:
        for code in np.unique(codes):
            axes.contour(middles * low, middles * high, codes == code, levels=[0.5], colors="0.25", linewidths=0.5)
    axes.plot([low - high, low], [0, high], color="0.3", linestyle=(0, (4, 3)), linewidth=0.9)
    for curve in curves:
        axes.plot(curve.price_low, curve.price_high, curve.style, label=curve.label, linewidth=1.3)
    if curves:
        axes.legend(fontsize=7, loc="lower right")
    axes.set(xlim=(0, low), ylim=(0, high), xlabel="price of L", title=title)
    axes.set_ylabel("price of H")
    axes.title.set_fontsize(10)
    return {int(code) for code in np.unique(codes)}
