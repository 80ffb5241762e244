"""Figure 2 of the price-discrimination paper: two densities of the interim residual, for any symmetric residual."""

from fractions import Fraction
from typing import TYPE_CHECKING, Any, Literal

import numpy as np

from selten.equilibria.discrimination.unknown_values.densities import Tail, informed_tail, uninformed_tail
from selten.equilibria.discrimination.unknown_values.hotelling import hotelling
from selten.equilibria.discrimination.unknown_values.uninformed import without_producer_information
from selten.report.figures.style import fresh, looks, number, series, tip

if TYPE_CHECKING:
    from matplotlib.axes import Axes

_Look = tuple[str, Literal["solid", "dashed"], float]
_LOOKS: tuple[_Look, ...] = ((series(1), "dashed", 0.02), (series(0), "solid", 0.0))
"""Colour, line and how far atoms are moved outward: without and with information for producers."""

_Law = tuple[Tail, float, str]


def draw_residuals(residuals: Any = None, *, axes: "Axes | None" = None) -> "Axes":
    """Draw the best interim residual with and without information for producers.

    Parameters
    ----------
    residuals : distribution, optional
        Symmetric; -1 and 1 with equal masses, the paper's example, if left out.

    Raises
    ------
    InputError
        If the law is not known to be symmetric.

    Examples
    --------
    >>> axes = draw_residuals()
    >>> axes.get_xlabel(), len(axes.get_lines())
    ('interim residual r = v1 − v2', 2)
    """
    pairs = _laws(residuals)
    with looks():
        density = fresh(axes, 7.2, 4.2)
        mass = density.twinx()
        for (tail, surplus, name), look in zip(pairs, _LOOKS, strict=True):
            _draw_density(density, tail, look, f"producers {name} (consumer surplus {surplus:.4f})")
            _draw_atoms(mass, tail, look)
        density.set(xlabel="interim residual r = v1 − v2", ylabel="density (lines)", ylim=(0, None))
        reach = 1.25 * max(tail.end for tail, *_ in pairs)
        density.set_xlim(-reach, reach)
        mass.set(ylabel="mass of the atoms (dots)", ylim=(0, 2.5 * max(tail.atom for tail, *_ in pairs)))
        mass.spines["right"].set_visible(True)
        density.legend(loc="lower center", bbox_to_anchor=(0.5, 1.0), ncols=2)
    return density


def describe_residuals(residuals: Any = None) -> str:
    """The same in words.

    Examples
    --------
    >>> describe_residuals().split(". ")[0]
    'Interim residuals r = v1 − v2, alike on both sides of 0'
    """
    words = ["Interim residuals r = v1 − v2, alike on both sides of 0."]
    for tail, surplus, name in _laws(residuals):
        words.append(
            f"Producers {name}: a density from {number(tail.start, 4)} to {number(tail.end, 4)} falling with the "
            f"square of the distance, an atom of {number(tail.atom, 4)} at {number(tail.end, 4)}; consumer surplus "
            f"{surplus:.4f}."
        )
    return " ".join(words)


def _laws(residuals: Any) -> tuple[_Law, _Law]:
    law = residuals if residuals is not None else {-1: Fraction(1, 2), 1: Fraction(1, 2)}
    best, alone = hotelling(law), without_producer_information(law)
    return (
        (uninformed_tail(alone), float(alone.consumer_surplus.middle), "not informed"),
        (informed_tail(best), float(best.consumer_surplus.middle), "informed"),
    )


def _draw_density(axes: "Axes", tail: Tail, look: _Look, label: str) -> None:
    """Both sides of a density, from 0 outward."""
    inside = np.linspace(tail.start, tail.end, 400)
    heights = tail.scale / (tail.shift + inside) ** 2
    gap = tail.start > 0
    r = np.concatenate([[0.0, tail.start], inside] if gap else [inside])
    height = np.concatenate([[0.0, 0.0], heights] if gap else [heights])
    both = np.concatenate([-r[::-1], r]), np.concatenate([height[::-1], height])
    (line,) = axes.plot(*both, linestyle=look[1], color=look[0], label=label)
    tip(line, label.split(" (")[0].replace(" ", "-"), label)


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
