"""Choices as HTML for notebooks."""

from html import escape

from selten.games.html import MOST_ROWS, left_out
from selten.selection.rule import Choice


def choice_html(choice: Choice) -> str:
    """Which equilibria are kept, by their numbers in the solution, and why.

    Examples
    --------
    >>> choice_html(Choice((0, 2), "Because a < b."))
    '<div><p><b>Kept: 0, 2</b></p><p>Because a &lt; b.</p></div>'
    """
    kept = ", ".join(map(str, choice.kept[:MOST_ROWS])) or "none"
    first = f"Kept: {kept}" if choice.decided else "Not decided"
    rest = left_out(len(choice.kept), MOST_ROWS, "numbers")
    return f"<div><p><b>{first}</b></p><p>{escape(choice.reason)}</p>{f'<p>{rest}</p>' if rest else ''}</div>"
