"""Every figure of the project: one call each, which returns the axes, with a sister that says the same in words.

``draw_NAME(subject, *, axes=None, ...)`` draws, ``describe_NAME(subject, ...)`` describes; ``save`` and ``svg_text``
write files and elements of pages. Matplotlib is loaded at the first drawing.

Examples
--------
>>> from selten.games.library import prisoners_dilemma
>>> from selten.report.figures import describe_game, draw_game
>>> axes = draw_game(prisoners_dilemma())
>>> describe_game(prisoners_dilemma()).split(": ")[-1]
'(defect, defect) pays (1, 1).'
"""

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from selten.report.figures.components import describe_components, draw_components
    from selten.report.figures.equilibria import describe_equilibria, draw_equilibria
    from selten.report.figures.game import describe_game, draw_game
    from selten.report.figures.outcome_regions import describe_outcome_regions, draw_outcome_regions
    from selten.report.figures.price_laws import grid_prices
    from selten.report.figures.price_replies import describe_price_replies, draw_price_replies
    from selten.report.figures.prices import (
        describe_price_cdf,
        describe_price_density,
        describe_prices,
        draw_price_cdf,
        draw_price_density,
    )
    from selten.report.figures.regions import describe_region_panels, describe_regions, draw_region_panels, draw_regions
    from selten.report.figures.replies import describe_replies, draw_replies
    from selten.report.figures.residuals import describe_residuals, draw_residuals
    from selten.report.figures.style import save, svg_text
    from selten.report.figures.tree import describe_tree, draw_tree
    from selten.report.figures.welfare import describe_welfare, draw_welfare

__all__ = [
    "describe_components",
    "describe_equilibria",
    "describe_game",
    "describe_outcome_regions",
    "describe_price_cdf",
    "describe_price_density",
    "describe_price_replies",
    "describe_prices",
    "describe_region_panels",
    "describe_regions",
    "describe_replies",
    "describe_residuals",
    "describe_tree",
    "describe_welfare",
    "draw_components",
    "draw_equilibria",
    "draw_game",
    "draw_outcome_regions",
    "draw_price_cdf",
    "draw_price_density",
    "draw_price_replies",
    "draw_region_panels",
    "draw_regions",
    "draw_replies",
    "draw_residuals",
    "draw_tree",
    "draw_welfare",
    "grid_prices",
    "save",
    "svg_text",
]

_HOMES = {
    "components": (
        "describe_components",
        "draw_components",
    ),
    "equilibria": (
        "describe_equilibria",
        "draw_equilibria",
    ),
    "game": (
        "describe_game",
        "draw_game",
    ),
    "outcome_regions": (
        "describe_outcome_regions",
        "draw_outcome_regions",
    ),
    "price_laws": ("grid_prices",),
    "price_replies": (
        "describe_price_replies",
        "draw_price_replies",
    ),
    "prices": (
        "describe_price_cdf",
        "describe_price_density",
        "describe_prices",
        "draw_price_cdf",
        "draw_price_density",
    ),
    "regions": (
        "describe_region_panels",
        "describe_regions",
        "draw_region_panels",
        "draw_regions",
    ),
    "replies": (
        "describe_replies",
        "draw_replies",
    ),
    "residuals": (
        "describe_residuals",
        "draw_residuals",
    ),
    "style": (
        "save",
        "svg_text",
    ),
    "tree": (
        "describe_tree",
        "draw_tree",
    ),
    "welfare": (
        "describe_welfare",
        "draw_welfare",
    ),
}
_HOME = {name: module for module, names in _HOMES.items() for name in names}


def __getattr__(name: str) -> Any:
    if name not in _HOME:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(f"{__name__}.{_HOME[name]}"), name)


def __dir__() -> list[str]:
    return sorted([*globals(), *_HOME])
