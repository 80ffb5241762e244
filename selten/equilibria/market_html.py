"""Solved markets as HTML for notebooks."""

from html import escape
from typing import TYPE_CHECKING

from selten.equilibria.html import solution_html
from selten.games.html import normal_form_html, number_html, table_html

if TYPE_CHECKING:
    from selten.equilibria.bundling.offering import MarketSolution
    from selten.equilibria.disclosure.answer import DisclosureSolution


def market_html(solved: "MarketSolution") -> str:
    """A bundling market: its offering game, and the equilibria or the profits whose comparison is open."""
    game = normal_form_html(solved.game)
    if solved.solution is not None:
        return f"<div>{game}{solution_html(solved.solution)}</div>"
    names = ", ".join(map(escape, solved.undecided))
    return f"<div>{game}<p>Bounds leave the equilibria open: they do not decide {names}.</p></div>"


def disclosure_html(solved: "DisclosureSolution") -> str:
    """A disclosure market: under each policy who visits, and the verdict on aggregate disclosure."""
    rows = [
        [escape(policy), "" if threshold is None else number_html(threshold), number_html(solved.visitors[policy])]
        for policy, threshold in solved.thresholds.items()
    ]
    verdict = "open" if solved.verdict is None else solved.verdict
    caption = f"Aggregate disclosure: {escape(verdict)}"
    undecided = f"Undecided: {escape(', '.join(solved.undecided))}." if solved.undecided else ""
    return table_html(["policy", "lowest visiting taste", "visitors"], rows, caption=caption, notes=[undecided])
