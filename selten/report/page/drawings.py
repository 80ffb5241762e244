"""The figures of a page: made by :mod:`selten.report.figures`, for the page and as files."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from selten.equilibria.bundling.offering import MarketSolution
from selten.equilibria.discrimination.welfare.polygon import WelfareSet
from selten.equilibria.solution import Solution
from selten.equilibria.trees.backward import SubgamePerfection
from selten.games.disclosure import DisclosureMarket
from selten.games.extensive_form import ExtensiveForm
from selten.report.page.equilibria import Refined
from selten.report.page.parts import Drawing

Drawings = tuple[Drawing, ...]

MOST_CASES = 200_000
"""Rows of a sweep that figures are drawn of."""

MOST_OUTCOMES = 6
"""Figures of one sweep."""

MOST_CLASSES = 16
"""Different outcomes that a figure tells apart."""


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
    from selten.report import figures

    table = drawing("game", "The game as a figure", figures.draw_game, figures.describe_game, solution, folded=True)
    of_game = (table, *_replies(solution))
    if not solution.equilibria:
        return GameDrawings(of_game)
    name = "The first equilibria as bars"
    bars = drawing("equilibria", name, figures.draw_equilibria, figures.describe_equilibria, solution, folded=True)
    if not solution.components:
        return GameDrawings(of_game, (bars,))
    perfect, proper = ([own[name] for own in refined.flags] for name in ("perfect", "proper"))
    graph = drawing(
        "components",
        "Components and Nash subsets",
        figures.draw_components,
        figures.describe_components,
        solution,
        perfect=perfect,
        proper=proper,
    )
    return GameDrawings(of_game, (bars,), (graph,))


def _replies(solution: Solution) -> Drawings:
    """The best responses of two players with two strategies each, in the unit square."""
    from selten.report.figures import describe_replies, draw_replies

    if solution.game.counts != (2, 2) or solution.game.kind == "enclosed":
        return ()
    return (drawing("replies", "Best responses, and where they cross", draw_replies, describe_replies, solution),)


def tree_drawings(tree: ExtensiveForm, perfect: SubgamePerfection) -> Drawings:
    """The tree, cut where it is too large, with the play of its subgame-perfect equilibrium if there is one alone."""
    from selten.report.figures import describe_tree, draw_tree

    one = perfect.equilibria[0].behaviour if len(perfect.equilibria) == 1 else None
    caption = "The tree" if one is None else "The tree with the probabilities of its subgame-perfect equilibrium"
    return (drawing("tree", caption, draw_tree, describe_tree, tree, behaviour=one),)


def market_drawings(solved: MarketSolution) -> tuple[Drawings, Drawings]:
    """Best prices crossing, and the price distributions as densities with atoms."""
    from selten.report import figures

    symmetric = solved.market.valuations.symmetric
    curves = tuple(
        drawing(
            f"price-replies-{component}",
            f"Best prices of a bundler and a seller of component {component}",
            figures.draw_price_replies,
            figures.describe_price_replies,
            solved.market,
            component=component,
        )
        for component in ((1,) if symmetric else (1, 2))
    )
    densities = tuple(
        drawing(
            f"prices-{name.replace('|', '-against-')}",
            f"Price distributions of {name}",
            figures.draw_price_density,
            figures.describe_prices,
            lifted,
        )
        for name, lifted in solved.lifted.items()
    )
    return curves, densities


def welfare_drawings(welfare: WelfareSet) -> Drawings:
    """The set of what producers and consumers can get."""
    from selten.report.figures import describe_welfare, draw_welfare

    return (drawing("welfare", "Welfare under some information", draw_welfare, describe_welfare, welfare),)


def disclosure_drawings(market: DisclosureMarket) -> Drawings:
    """The prices with each verdict; none where a product is worth nothing."""
    from selten.report.figures import describe_regions, draw_regions

    if not all(market.values):
        return ()
    return (drawing("regions", "The prices with each verdict", draw_regions, describe_regions, market),)


def sweep_drawings(table: Any) -> Drawings:
    """Outcomes over the first parameters that vary: what rules keep, verdicts, numbers of equilibria."""
    from selten.report.figures import describe_outcome_regions, draw_outcome_regions

    found: list[Drawing] = []
    names = varying_parameters(table)[:2]
    if not names or len(table) > MOST_CASES:
        return ()
    x, y = (names[0], None) if len(names) == 1 else names
    for column in outcome_columns(table)[:MOST_OUTCOMES]:
        caption = f"{column} over {x}" + (f" and {y}" if y else "")
        name = f"outcome-{len(found)}"
        found.append(drawing(name, caption, draw_outcome_regions, describe_outcome_regions, table, x, y, column))
    return tuple(found)


def varying_parameters(table: Any) -> list[str]:
    """The parameters of a sweep (the columns between case and status) with more than one value, numbers first."""
    columns = table.column_names
    own = columns[columns.index("case") + 1 : columns.index("status")]
    names = [name for name in own if not (name.endswith("_float") and name[: -len("_float")] in own)]
    varying = [name for name in names if len(set(table.column(name).to_pylist())) > 1]
    return sorted(varying, key=lambda name: f"{name}_float" not in own)


def outcome_columns(table: Any) -> list[str]:
    """The columns after the status that hold a few different values, words before numbers of equilibria."""
    columns = table.column_names
    ends = columns.index("certificate") if "certificate" in columns else len(columns)
    own = columns[columns.index("status") + 1 : ends]
    words, counts = [], []
    for name in own:
        values = {value for value in table.column(name).to_pylist() if value is not None}
        if name in ("reason", "undecided") or not 1 < len(values) <= MOST_CLASSES:
            continue
        if all(isinstance(value, str) for value in values):
            words.append(name)
        elif all(isinstance(value, int) for value in values):
            counts.append(name)
    return words + counts
