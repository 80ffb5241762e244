"""The figures of a page: made by :mod:`selten.report.figures`, for the page and as files."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from selten.equilibria.offering import MarketSolution
from selten.equilibria.solution import Solution
from selten.equilibria.welfare.polygon import WelfareSet
from selten.games.disclosure import DisclosureMarket
from selten.games.extensive_form import ExtensiveForm
from selten.report.page.equilibria import Refined
from selten.report.page.parts import Drawing

Drawings = tuple[Drawing, ...]


@dataclass(frozen=True, slots=True)
class GameDrawings:
    """The figures of a game by the section that they stand in."""

    of_game: Drawings = ()
    of_equilibria: Drawings = ()
    of_structure: Drawings = ()


def drawing(
    name: str,
    caption: str,
    draw: Callable[..., Any],
    describe: Callable[..., str],
    *subject: Any,
    folded: bool = False,
    **settings: Any,
) -> Drawing:
    """A figure from the two functions that draw and describe it."""
    from selten.report.figures.style import svg_text

    axes = draw(*subject, **settings)
    description = describe(*subject, **settings)
    return Drawing(name, caption, description, svg_text(axes, description), axes, folded)


def game_drawings(solution: Solution, refined: Refined) -> GameDrawings:
    """The figures that suit a solved game."""
    from selten.report.figures.components import describe_components, draw_components
    from selten.report.figures.equilibria import describe_equilibria, draw_equilibria
    from selten.report.figures.game import describe_game, draw_game

    of_game = (drawing("game", "The game as a figure", draw_game, describe_game, solution, folded=True),)
    if not solution.equilibria:
        return GameDrawings(of_game)
    bars = drawing(
        "equilibria", "The first equilibria as bars", draw_equilibria, describe_equilibria, solution, folded=True
    )
    if not solution.components:
        return GameDrawings(of_game, (bars,))
    perfect, proper = ([own[name] for own in refined.flags] for name in ("perfect", "proper"))
    graph = drawing(
        "components",
        "Components and Nash subsets",
        draw_components,
        describe_components,
        solution,
        perfect=perfect,
        proper=proper,
    )
    return GameDrawings(of_game, (bars,), (graph,))


def tree_drawings(tree: ExtensiveForm) -> Drawings:
    """The tree, while it can be read."""
    return ()


def market_drawings(solved: MarketSolution) -> tuple[Drawings, Drawings, Drawings]:
    """Profits, best-response curves and price distributions of a market."""
    return (), (), ()


def prior_drawings(record: Mapping[str, Any]) -> Drawings:
    """Who gets what."""
    return ()


def welfare_drawings(welfare: WelfareSet) -> Drawings:
    """The set of what producers and consumers can get."""
    return ()


def disclosure_drawings(market: DisclosureMarket) -> Drawings:
    """The prices with each verdict."""
    return ()


def sweep_drawings(table: Any, origin: Mapping[str, Any]) -> Drawings:
    """The outcomes over the parameters."""
    return ()
