"""Figure 2 of the price-discrimination paper: two densities of the interim residual, for any symmetric residual."""

from fractions import Fraction
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

import numpy as np

from selten.equilibria.unknown_values.densities import Tail, informed_tail, uninformed_tail
from selten.equilibria.unknown_values.hotelling import hotelling
from selten.equilibria.unknown_values.uninformed import without_producer_information

if TYPE_CHECKING:
    from matplotlib.axes import Axes

_Look = tuple[str, Literal["solid", "dashed"], float]
_LOOKS: tuple[_Look, ...] = (("#c2571a", "dashed", 0.02), ("#0b5fa5", "solid", 0.0))
"""Colour, line and how far atoms are moved outward: without and with information for producers."""


def density_figure(path: str | Path, residuals: Any = None) -> None:
    """Draw the best interim residual with and without information for producers; the suffix says the format.

    Parameters
    ----------
    path : str or Path
        Where to write, as .png, .pdf or .svg.
    residuals : distribution, optional
        Symmetric; -1 and 1 with equal masses, the paper's example, if left out.

    Raises
    ------
    InputError
        If the law is not known to be symmetric.
    """
    from matplotlib.backends.backend_agg import FigureCanvasAgg
    from matplotlib.figure import Figure

    law = residuals if residuals is not None else {-1: Fraction(1, 2), 1: Fraction(1, 2)}
    best, alone = hotelling(law), without_producer_information(law)
    figure = Figure(figsize=(7.2, 4.2), layout="constrained")
    FigureCanvasAgg(figure)
    density = figure.add_subplot()
    mass = density.twinx()
    pairs = (
        (uninformed_tail(alone), alone.consumer_surplus.middle, "not informed"),
        (informed_tail(best), best.consumer_surplus.middle, "informed"),
    )
    for (tail, surplus, name), look in zip(pairs, _LOOKS, strict=True):
        label = f"producers {name} (consumer surplus {surplus:.4f})"
        _draw_density(density, tail, look, label)
        _draw_atoms(mass, tail, look)
    density.set(xlabel="interim residual $r = v_1 - v_2$", ylabel="density (lines)", ylim=(0, None))
    reach = 1.25 * max(tail.end for tail, *_ in pairs)
    density.set_xlim(-reach, reach)
    mass.set(ylabel="mass of the atoms (dots)", ylim=(0, 2.5 * max(tail.atom for tail, *_ in pairs)))
    for axes in (density, mass):
        axes.spines["top"].set_visible(False)
    figure.legend(loc="outside upper center", ncols=2, frameon=False, fontsize="small")
    figure.savefig(path, dpi=150)


def _draw_density(axes: "Axes", tail: Tail, look: _Look, label: str) -> None:
    """Both sides of a density, from 0 outward."""
    inside = np.linspace(tail.start, tail.end, 400)
    heights = tail.scale / (tail.shift + inside) ** 2
    gap = tail.start > 0
    r = np.concatenate([[0.0, tail.start], inside] if gap else [inside])
    height = np.concatenate([[0.0, 0.0], heights] if gap else [heights])
    both = np.concatenate([-r[::-1], r]), np.concatenate([height[::-1], height])
    axes.plot(*both, linestyle=look[1], color=look[0], label=label)


def _draw_atoms(axes: "Axes", tail: Tail, look: _Look) -> None:
    """A dot and a stem at each end, moved a little outward so that two at one place are both seen."""
    for side in (-1, 1):
        place = side * (tail.end + look[2])
        axes.vlines(place, 0, tail.atom, color=look[0], linestyles=look[1])
        axes.plot([place], [tail.atom], "o", color=look[0], markersize=5)
        axes.annotate(
            f"{tail.atom:.4f}",
            (place, tail.atom),
            xytext=(side * 6 * bool(look[2]), 6 * (not look[2])),
            textcoords="offset points",
            color=look[0],
            ha="center" if not look[2] else "left" if side > 0 else "right",
            va="center" if look[2] else "bottom",
            fontsize="small",
        )
