"""Games and profiles as HTML for notebooks, and what the other layers' HTML is made of.

Nothing sets a background or a colour of its own, so that it reads on light and on dark pages alike. Every text is
escaped. Large objects are cut, and what was left out is stated.
"""

from collections.abc import Iterable, Sequence
from decimal import ROUND_CEILING, Context
from fractions import Fraction
from html import escape
from itertools import islice
from typing import Any

import numpy as np

from selten.games.enclosed import Enclosed, Undecided
from selten.games.normal_form import NormalForm
from selten.games.profile import Profile

MOST_ROWS = 40
"""Rows of a table."""

MOST_COLUMNS = 20
"""Columns of a bimatrix, and strategies of a support."""

_LONGEST = 12
_CELL = "border:1px solid currentColor;padding:.2em .6em;text-align:center;white-space:nowrap"
_LEFT = "border:1px solid currentColor;padding:.2em .6em;text-align:left;white-space:nowrap"
_WIDE = "border:1px solid currentColor;padding:.2em .6em;text-align:left;white-space:normal"
_EQUILIBRIUM = "outline:2px solid currentColor;outline-offset:-4px"
_BAR = "display:inline-block;height:.6em;background:currentColor;opacity:.45;margin-left:.4em;vertical-align:baseline"


def number_html(value: Any) -> str:
    """A number: exact ones in full while short, else about six digits with the whole number as its title.

    Bounds are a pair, or one number where they agree to six digits, with the pair as its title.

    Examples
    --------
    >>> number_html(Fraction(1, 3)), number_html(0.123456789), number_html(Fraction(10**7, 3**15))
    ('1/3', '0.123457', '<span title="10000000/14348907">≈ 0.696917</span>')
    """
    if isinstance(value, Enclosed):
        return _bounds_html(value.low, value.high)
    if not isinstance(value, (Fraction, int)):
        return f"{float(value):.6g}"
    exact = Fraction(value)
    if max(exact.numerator.bit_length(), exact.denominator.bit_length()) > 1000:
        return "a number of more than 300 digits"
    text = str(exact)
    return text if len(text) <= _LONGEST else f'<span title="{text}">≈ {float(exact):.6g}</span>'


def _bounds_html(low: float, high: float) -> str:
    if low == high:
        return f"{low:.6g}"
    if f"{low:.6g}" == f"{high:.6g}":
        return f'<span title="from {low!r} to {high!r}">≈ {low:.6g}</span>'
    return f"[{low:.6g}, {high:.6g}]"


def bound_html(value: Any) -> str:
    """An upper bound: an exact one as a number, a double rounded up to six digits, so that it stays a bound.

    Examples
    --------
    >>> bound_html(0.1 + 0.2), bound_html(0.9), bound_html(Fraction(1, 3))
    ('0.300001', '0.9', '1/3')
    """
    if isinstance(value, (Enclosed, Fraction, int)):
        return number_html(value)
    nearest = f"{float(value):.6g}"
    if float(nearest) >= value:
        return nearest
    return f"{Context(prec=6, rounding=ROUND_CEILING).create_decimal(float(value)).normalize():g}"


def table_html(
    head: Sequence[str], rows: Iterable[Sequence[str]], *, caption: str, notes: Sequence[str] = (), wide: bool = False
) -> str:
    """A table whose cells are HTML already; the first cell of each row is its head.

    Parameters
    ----------
    head : sequence of str
        The names of the columns.
    caption : str
        Above the table.
    notes : sequence of str
        Below it; empty ones are left out.
    wide : bool
        Whether cells hold sentences, which are broken, and not numbers.
    """
    style = _WIDE if wide else _CELL
    top = "".join(f'<th scope="col" style="{style}">{cell}</th>' for cell in head)
    body = "".join(_row(row, style) for row in rows)
    above = f'<caption style="text-align:left;caption-side:top;font-weight:bold;white-space:nowrap">{caption}</caption>'
    table = f'<table style="border-collapse:collapse">{above}<thead><tr>{top}</tr></thead><tbody>{body}</tbody></table>'
    return f'<div style="overflow-x:auto">{table}{"".join(f"<p>{note}</p>" for note in notes if note)}</div>'


def _row(row: Sequence[str], style: str) -> str:
    cells = "".join(cell if cell.startswith("<td") else f'<td style="{style}">{cell}</td>' for cell in row[1:])
    return f'<tr><th scope="row" style="{style}">{row[0]}</th>{cells}</tr>'


def left_out(total: int, shown: int, what: str) -> str:
    """The sentence that says what was left out, empty if nothing was.

    Examples
    --------
    >>> left_out(89, 40, "equilibria"), left_out(3, 40, "equilibria")
    ('49 of 89 equilibria are left out.', '')
    """
    return f"{total - shown} of {total} {what} are left out." if total > shown else ""


def mixture_html(labels: Sequence[str], probabilities: Sequence[Any]) -> str:
    """What is played with positive probability, as a cell: a label alone, or labels with probabilities and bars.

    Examples
    --------
    >>> "&lt;a&gt;</td>" in mixture_html(["<a>", "b"], [1, 0])
    True
    """
    played = [(label, p) for label, p in zip(labels, probabilities, strict=True) if isinstance(p, Enclosed) or p != 0]
    if len(played) == 1:
        return f'<td style="{_LEFT}">{escape(played[0][0])}</td>'
    lines = [f"{escape(label)} {number_html(p)}{_bar(p)}" for label, p in played[:MOST_COLUMNS]]
    rest = left_out(len(played), MOST_COLUMNS, "strategies of the support")
    return f'<td style="{_LEFT}">{"<br>".join([*lines, rest] if rest else lines)}</td>'


def _bar(probability: Any) -> str:
    width = 4 * (probability.high if isinstance(probability, Enclosed) else float(probability))
    return f'<span style="{_BAR};width:{width:.2f}em"></span>'


def profile_html(profile: Profile) -> str:
    """A profile: for each player, numbered from 1, the strategies of its support, numbered from 1."""
    rows = [
        [f"player {k}", mixture_html([f"strategy {s}" for s in range(1, len(own) + 1)], own)]
        for k, own in enumerate(profile.strategies[:MOST_ROWS], 1)
    ]
    notes = [left_out(len(profile.strategies), MOST_ROWS, "players")]
    return table_html(["", "plays"], rows, caption="Profile", notes=notes)


def normal_form_html(game: NormalForm) -> str:
    """A game: two players as a bimatrix, others with one row for each profile; best responses and equilibria marked."""
    marks = _Marks(game)
    return _bimatrix(game, marks) if len(game.players) == 2 else _profiles(game, marks)


def game_caption(game: NormalForm) -> str:
    """Its title, size and kind, escaped."""
    size = " × ".join(map(str, game.counts))
    players = ", ".join(map(escape, game.players[:MOST_COLUMNS]))
    title = f"{escape(game.title)}: " if game.title else ""
    return f"{title}{size} game of players {players} ({game.kind} payoffs)"


class _Marks:
    """Which payoffs are best responses; None where bounds leave it open."""

    def __init__(self, game: NormalForm) -> None:
        self.game, self.open = game, False
        self._best: dict[tuple[int, tuple[int, ...]], Any] = {}

    def best(self, player: int, cell: tuple[int, ...]) -> bool:
        """Whether the player cannot get more by another strategy of its own."""
        payoffs, rivals = self.game.payoffs[player], (*cell[:player], *cell[player + 1 :])
        try:
            if (player, rivals) not in self._best:
                line = payoffs[(*cell[:player], slice(None), *cell[player + 1 :])]
                self._best[player, rivals] = max(np.asarray(line).ravel().tolist())
            return bool(payoffs[cell] == self._best[player, rivals])
        except Undecided:
            self.open = True
            return False

    def payoffs(self, cell: tuple[int, ...]) -> tuple[list[str], bool]:
        """The payoffs of a cell as HTML, and whether it is an equilibrium."""
        best = [self.best(player, cell) for player in range(len(self.game.players))]
        values = [number_html(payoffs[cell]) for payoffs in self.game.payoffs]
        shown = [f"<b><u>{text}</u></b>" if mark else text for text, mark in zip(values, best, strict=True)]
        return shown, all(best)

    def notes(self) -> list[str]:
        """What the marks mean."""
        if self.open:
            return ["Bold and underlined: a best response, where the bounds on payoffs decide it."]
        return ["Bold and underlined: a best response; framed: an equilibrium in pure strategies."]


def _bimatrix(game: NormalForm, marks: _Marks) -> str:
    m, n = game.counts
    columns = [escape(label) for label in game.strategies[1][:MOST_COLUMNS]]
    rows = []
    for i, label in enumerate(game.strategies[0][:MOST_ROWS]):
        cells = [_cell(*marks.payoffs((i, j))) for j in range(len(columns))]
        rows.append([escape(label), *cells])
    corner = f"{escape(game.players[0])} \\ {escape(game.players[1])}"
    notes = [*marks.notes(), left_out(m, MOST_ROWS, "rows"), left_out(n, MOST_COLUMNS, "columns")]
    return table_html([corner, *columns], rows, caption=game_caption(game), notes=notes)


def _cell(values: Sequence[str], equilibrium: bool) -> str:
    return f'<td style="{_CELL}{";" + _EQUILIBRIUM if equilibrium else ""}">{", ".join(values)}</td>'


def _profiles(game: NormalForm, marks: _Marks) -> str:
    head = [*map(escape, game.players), "payoffs"]
    rows = []
    for cell in islice(np.ndindex(*game.counts), MOST_ROWS):
        labels = [escape(own[k]) for own, k in zip(game.strategies, cell, strict=True)]
        rows.append([*labels, _cell(*marks.payoffs(cell))])
    notes = [*marks.notes(), left_out(game.payoffs[0].size, MOST_ROWS, "profiles")]
    return table_html(head, rows, caption=game_caption(game), notes=notes)
