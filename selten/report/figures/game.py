"""The table of a game: payoffs, best responses shaded, pure equilibria outlined in the colour of their component.

With two players a cell is cut by its diagonal: below it is what the player of the rows gets, above it what the player
of the columns gets. With more players there is a table for each profile of the others, and a cell has a part a player.
A part is shaded, and its number bold, where the player's strategy is a best response. Games that are too large for a
table are summarised (:mod:`selten.report.figures.overview`).
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import islice, product
from math import prod
from typing import TYPE_CHECKING, Any

from selten.equilibria.solution import Solution
from selten.games.normal_form import NormalForm
from selten.report.figures.best import Marks, best_replies, components_of_pure, pure_equilibria, subject
from selten.report.figures.style import (
    INK,
    LINE,
    MUTED,
    blank,
    count,
    listing,
    looks,
    number,
    numbers,
    player_name,
    sentence,
    series,
    short,
    tip,
    width_of,
)

if TYPE_CHECKING:
    from matplotlib.axes import Axes

MOST_STRATEGIES = 12
"""Rows, and columns, of a table."""

MOST_TABLES = 12
"""Tables of a game of more than two players."""

MOST_WORDS = 30
"""Profiles that a description lists."""

_ROW = 0.44
_GAP = 0.45
_HEAD = 0.62
_FOOT = 0.42


def draw_game(game: Solution | NormalForm, *, axes: "Axes | None" = None) -> "Axes":
    """Draw the table of a game, or a summary of a large one; of a solution, components have their colours.

    Raises
    ------
    InputError
        For anything but a game or a solution.

    Examples
    --------
    >>> axes = draw_game(NormalForm.of([[[3, 0], [5, 1]], [[3, 5], [0, 1]]]))
    >>> [patch.get_gid() for patch in axes.patches if patch.get_gid()]
    ['item-0-cell-1-1']
    """
    own, solution = subject(game, "draw_game")
    if max(own.counts[:2]) > MOST_STRATEGIES:
        from selten.report.figures.overview import draw_overview

        return draw_overview(game, axes=axes)
    sheet = _sheet(own, solution)
    with looks():
        target = blank(axes, sheet.width, sheet.height)
        for table in sheet.tables():
            _draw_table(target, sheet, table)
        target.text(0.1, sheet.height - 0.12, sheet.legend(), size=7.5, color=MUTED, va="bottom")
    return target


def describe_game(game: Solution | NormalForm) -> str:
    """The same in words: who plays what, the best responses of small games, and the pure equilibria.

    Examples
    --------
    >>> text = describe_game(NormalForm.of([[[3, 0], [5, 1]], [[3, 5], [0, 1]]], [["c", "d"], ["c", "d"]]))
    >>> text[-48:]
    'There is 1 pure equilibrium: (d, d) pays (1, 1).'
    """
    own, solution = subject(game, "describe_game")
    marks = best_replies(own)
    words = [f"A game of {count(len(own.players), 'player')}."]
    for player, names in zip(own.players, own.strategies, strict=True):
        words.append(
            f"{sentence(player_name(player))} has {count(len(names), 'strategy', 'strategies')}: {listing(names, 12)}."
        )
    if len(own.players) == 2 and max(own.counts) <= MOST_STRATEGIES:
        words += [_reply_words(own, marks, player) for player in (0, 1)]
    return " ".join([*words, _pure_words(own, marks, solution)])


def _reply_words(game: NormalForm, marks: tuple[Marks, ...], player: int) -> str:
    table = marks[player] if player == 0 else marks[player].T
    parts = []
    for j, other in enumerate(game.strategies[1 - player]):
        best = [name for name, mark in zip(game.strategies[player], table[:, j], strict=True) if mark]
        parts.append(f"to {short(other)}: {listing([short(name) for name in best]) if best else 'open'}")
    return f"Best responses of {player_name(game.players[player])}: {'; '.join(parts)}."


def _pure_words(game: NormalForm, marks: tuple[Marks, ...], solution: Solution | None) -> str:
    places, home = pure_equilibria(marks), components_of_pure(solution)
    if not places:
        return "There is no pure equilibrium."
    parts = []
    for place in places[:MOST_WORDS]:
        names = ", ".join(short(own[s]) for own, s in zip(game.strategies, place, strict=True))
        pays = ", ".join(number(game.payoffs[(i, *place)]) for i in range(len(game.players)))
        part = f" in component {home[place]}" if place in home else ""
        parts.append(f"({names}) pays ({pays}){part}")
    rest = f"; and {len(places) - MOST_WORDS} more" if len(places) > MOST_WORDS else ""
    verb = "is" if len(places) == 1 else "are"
    return f"There {verb} {count(len(places), 'pure equilibrium', 'pure equilibria')}: {'; '.join(parts)}{rest}."


@dataclass(frozen=True, slots=True)
class _Table:
    """One table: what the players from the third on play, and its upper left corner in inches."""

    others: tuple[int, ...]
    x: float
    y: float


@dataclass(frozen=True, slots=True)
class _Sheet:
    """Everything about the tables that their drawing needs; lengths in inches."""

    game: NormalForm
    marks: tuple[Marks, ...]
    home: dict[tuple[int, ...], int]
    texts: dict[tuple[int, ...], str]
    cell: float
    left: float
    head: float
    across: int

    @property
    def rows(self) -> int:
        return self.game.counts[0]

    @property
    def columns(self) -> int:
        return self.game.counts[1] if len(self.game.counts) > 1 else 1

    @property
    def slices(self) -> int:
        return prod(self.game.counts[2:])

    @property
    def table_size(self) -> tuple[float, float]:
        head = _HEAD + (0.25 if len(self.game.counts) > 2 else 0.0)
        return max(self.left + self.columns * self.cell, self.head), head + self.rows * _ROW

    @property
    def width(self) -> float:
        shown = min(self.slices, self.across)
        return max(
            shown * self.table_size[0] + (shown - 1) * _GAP + 0.25, width_of(self.legend().split("\n")[-1], 7.5) + 0.2
        )

    @property
    def height(self) -> float:
        down = -(-min(self.slices, MOST_TABLES) // self.across)
        return down * self.table_size[1] + (down - 1) * 0.3 + _FOOT + 0.15

    def tables(self) -> Iterator[_Table]:
        width, height = self.table_size
        choices = product(*(range(m) for m in self.game.counts[2:]))
        for k, others in enumerate(islice(choices, MOST_TABLES)):
            down, right = divmod(k, self.across)
            yield _Table(others, 0.1 + right * (width + _GAP), 0.05 + down * (height + 0.3))

    def legend(self) -> str:
        where = "lower left: rows · upper right: columns\n" if len(self.game.players) == 2 else ""
        words = f"{where}shaded: best response · outlined: pure equilibrium"
        if self.home:
            words += ", with its component"
        if self.slices > MOST_TABLES:
            words += f" · {MOST_TABLES} of {self.slices:,} tables"
        return words


def _sheet(game: NormalForm, solution: Solution | None) -> _Sheet:
    n = len(game.players)
    shown = list(_profiles(game))
    keys = [(i, *profile) for profile in shown for i in range(n)]
    texts = dict(zip(keys, numbers([game.payoffs[key] for key in keys]), strict=True))
    widest = max(width_of(text, 8.5) for text in texts.values())
    names = game.strategies[1] if n > 1 else ("payoff",)
    label = max(width_of(short(name, 14), 8.5) for name in names)
    cell = max(0.62, 2 * widest + 0.12 if n == 2 else n * (widest + 0.1), min(label + 0.1, 1.3))
    left = 0.28 + max(width_of(short(name, 18), 8.5) for name in game.strategies[0])
    slices = prod(game.counts[2:])
    columns = game.counts[1] if n > 1 else 1
    shown_heads = islice(product(*(range(m) for m in game.counts[2:])), MOST_TABLES)
    head = left + max(width_of(_others_words(game, own), 8.5) for own in shown_heads) if slices > 1 else 0.0
    fit = max(1, int(8.5 // (max(left + columns * cell, head) + _GAP)))
    across = min(fit, game.counts[-1]) if slices > 1 else 1
    return _Sheet(game, best_replies(game), components_of_pure(solution), texts, cell, left, head, across)


def _profiles(game: NormalForm) -> Iterator[tuple[int, ...]]:
    """The pure profiles table by table, so that the first tables are whole."""
    for others in islice(product(*(range(m) for m in game.counts[2:])), MOST_TABLES):
        yield from ((*pair, *others) for pair in product(*(range(m) for m in game.counts[:2])))


def _draw_table(axes: "Axes", sheet: _Sheet, table: _Table) -> None:
    from matplotlib.patches import Rectangle

    game = sheet.game
    _, height = sheet.table_size
    top = table.y + height - sheet.rows * _ROW
    _heads(axes, sheet, table, top)
    outlined = []
    for profile in ((i, *j, *table.others) for i in range(sheet.rows) for j in _columns(game)):
        x = table.x + sheet.left + (profile[1] if len(profile) > 1 else 0) * sheet.cell
        y = top + profile[0] * _ROW
        axes.add_patch(Rectangle((x, y), sheet.cell, _ROW, facecolor="none", edgecolor=LINE, linewidth=0.7))
        _payoffs(axes, sheet, profile, x, y)
        if all(own[profile] for own in sheet.marks):
            outlined.append((profile, x, y))
    for profile, x, y in outlined:
        _outline(axes, sheet, profile, x, y)


def _columns(game: NormalForm) -> Sequence[tuple[int, ...]]:
    return [(j,) for j in range(game.counts[1])] if len(game.counts) > 1 else [()]


def _heads(axes: "Axes", sheet: _Sheet, table: _Table, top: float) -> None:
    game = sheet.game
    start = table.x + sheet.left
    if table.others:
        said = _others_words(game, table.others)
        axes.text(start, table.y + 0.1, said, size=8.5, va="center", weight="bold")
    if len(game.players) > 1:
        middle = start + sheet.columns * sheet.cell / 2
        axes.text(middle, top - 0.4, player_name(game.players[1]), size=8.5, ha="center", va="center", color=MUTED)
    names = game.strategies[1] if len(game.players) > 1 else ("payoff",)
    most = max(4, int(sheet.cell / width_of("x", 8.5)))
    for j, name in enumerate(names):
        axes.text(start + (j + 0.5) * sheet.cell, top - 0.15, short(name, most), size=8.5, ha="center", va="center")
    centre = top + sheet.rows * _ROW / 2
    axes.text(
        table.x + 0.06,
        centre,
        player_name(game.players[0]),
        size=8.5,
        ha="center",
        va="center",
        color=MUTED,
        rotation=90,
    )
    for i, name in enumerate(game.strategies[0]):
        axes.text(start - 0.08, top + (i + 0.5) * _ROW, short(name, 18), size=8.5, ha="right", va="center")


def _others_words(game: NormalForm, others: tuple[int, ...]) -> str:
    """What the players from the third on play, in a table's head."""
    plays = [short(game.strategies[k][s], 14) for k, s in enumerate(others, start=2)]
    if len(plays) > 3:
        return short(f"players 3 to {len(game.players)}: {', '.join(plays)}", 60)
    return ", ".join(f"{player_name(game.players[k])}: {said}" for k, said in enumerate(plays, start=2))


def _payoffs(axes: "Axes", sheet: _Sheet, profile: tuple[int, ...], x: float, y: float) -> None:
    from matplotlib.patches import Polygon

    n, cell = len(sheet.game.players), sheet.cell
    for i in range(n):
        if n == 2:
            corners: list[tuple[float, float]] = [(x, y), (x + cell, y + _ROW), (x + i * cell, y + (1 - i) * _ROW)]
            place, side = ((x + 0.06, y + _ROW - 0.11), (x + cell - 0.06, y + 0.12))[i], ("left", "right")[i]
        else:
            a, b = x + i * cell / n, x + (i + 1) * cell / n
            corners, place, side = [(a, y), (b, y), (b, y + _ROW), (a, y + _ROW)], ((a + b) / 2, y + _ROW / 2), "center"
        best = sheet.marks[i][profile]
        if best:
            axes.add_patch(Polygon(corners, closed=True, facecolor=MUTED, alpha=0.2, linewidth=0))
        style: dict[str, Any] = {"weight": "bold", "color": INK} if best else {"color": MUTED}
        axes.text(*place, sheet.texts[(i, *profile)], size=8.5, ha=side, va="center", **style)


def _outline(axes: "Axes", sheet: _Sheet, profile: tuple[int, ...], x: float, y: float) -> None:
    from matplotlib.patches import Rectangle

    part = sheet.home.get(profile)
    colour = INK if part is None else series(part)
    patch = Rectangle((x, y), sheet.cell, _ROW, facecolor="none", edgecolor=colour, linewidth=2.2, zorder=3)
    axes.add_patch(patch)
    names = ", ".join(short(own[s]) for own, s in zip(sheet.game.strategies, profile, strict=True))
    said = "" if part is None else f", component {part}"
    tip(patch, "cell-" + "-".join(map(str, profile)), f"({names}): pure equilibrium{said}")
    if part is not None:
        tag = {"boxstyle": "square,pad=0.15", "facecolor": colour, "edgecolor": "none"}
        axes.text(
            x + 0.07,
            y + 0.08,
            str(part),
            size=6,
            color="white",
            weight="bold",
            ha="center",
            va="center",
            bbox=tag,
            zorder=4,
        )
