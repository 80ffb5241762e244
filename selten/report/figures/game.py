"""The table of a game: payoffs, best responses shaded, pure equilibria outlined in the colour of their component.

With two players a cell is cut by its diagonal: below it is what the player of the rows gets, above it what the player
of the columns gets. With more players there is a table for each profile of the others, and a cell has a part a player.
A part is shaded, and its number bold, where the player's strategy is a best response. Games that are too large for a
table are summarised (:mod:`selten.report.figures.overview`).
"""

from typing import TYPE_CHECKING, Any

from selten.equilibria.solution import Solution
from selten.games.normal_form import NormalForm
from selten.report.figures.best import Marks, best_replies, components_of_pure, pure_equilibria, subject
from selten.report.figures.game_sheet import ROW, Sheet, Table, columns_of, others_words, sheet_of
from selten.report.figures.style import (
    INK,
    LINE,
    MUTED,
    blank,
    count,
    listing,
    looks,
    number,
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

MOST_WORDS = 30
"""Profiles that a description lists."""


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
    sheet = sheet_of(own, solution)
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


def _draw_table(axes: "Axes", sheet: Sheet, table: Table) -> None:
    from matplotlib.patches import Rectangle

    game = sheet.game
    _, height = sheet.table_size
    top = table.y + height - sheet.rows * ROW
    _heads(axes, sheet, table, top)
    outlined = []
    for profile in ((i, *j, *table.others) for i in range(sheet.rows) for j in columns_of(game)):
        x = table.x + sheet.left + (profile[1] if len(profile) > 1 else 0) * sheet.cell
        y = top + profile[0] * ROW
        axes.add_patch(Rectangle((x, y), sheet.cell, ROW, facecolor="none", edgecolor=LINE, linewidth=0.7))
        _payoffs(axes, sheet, profile, x, y)
        if all(own[profile] for own in sheet.marks):
            outlined.append((profile, x, y))
    for profile, x, y in outlined:
        _outline(axes, sheet, profile, x, y)


def _heads(axes: "Axes", sheet: Sheet, table: Table, top: float) -> None:
    game = sheet.game
    start = table.x + sheet.left
    if table.others:
        said = others_words(game, table.others)
        axes.text(start, table.y + 0.1, said, size=8.5, va="center", weight="bold")
    if len(game.players) > 1:
        middle = start + sheet.columns * sheet.cell / 2
        axes.text(middle, top - 0.4, player_name(game.players[1]), size=8.5, ha="center", va="center", color=MUTED)
    names = game.strategies[1] if len(game.players) > 1 else ("payoff",)
    most = max(4, int(sheet.cell / width_of("x", 8.5)))
    for j, name in enumerate(names):
        axes.text(start + (j + 0.5) * sheet.cell, top - 0.15, short(name, most), size=8.5, ha="center", va="center")
    centre = top + sheet.rows * ROW / 2
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
        axes.text(start - 0.08, top + (i + 0.5) * ROW, short(name, 18), size=8.5, ha="right", va="center")


def _payoffs(axes: "Axes", sheet: Sheet, profile: tuple[int, ...], x: float, y: float) -> None:
    from matplotlib.patches import Polygon

    n, cell = len(sheet.game.players), sheet.cell
    for i in range(n):
        if n == 2:
            corners: list[tuple[float, float]] = [(x, y), (x + cell, y + ROW), (x + i * cell, y + (1 - i) * ROW)]
            place, side = ((x + 0.06, y + ROW - 0.11), (x + cell - 0.06, y + 0.12))[i], ("left", "right")[i]
        else:
            a, b = x + i * cell / n, x + (i + 1) * cell / n
            corners, place, side = [(a, y), (b, y), (b, y + ROW), (a, y + ROW)], ((a + b) / 2, y + ROW / 2), "center"
        best = sheet.marks[i][profile]
        if best:
            axes.add_patch(Polygon(corners, closed=True, facecolor=MUTED, alpha=0.2, linewidth=0))
        style: dict[str, Any] = {"weight": "bold", "color": INK} if best else {"color": MUTED}
        axes.text(*place, sheet.texts[(i, *profile)], size=8.5, ha=side, va="center", **style)


def _outline(axes: "Axes", sheet: Sheet, profile: tuple[int, ...], x: float, y: float) -> None:
    from matplotlib.patches import Rectangle

    part = sheet.home.get(profile)
    colour = INK if part is None else series(part)
    patch = Rectangle((x, y), sheet.cell, ROW, facecolor="none", edgecolor=colour, linewidth=2.2, zorder=3)
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
