"""Games as tables in long form, one row for each pure profile, and as .csv files that hold such a table.

The columns are the players, in their order, and then for each player X a column ``payoff X``. A row names a strategy
of each player and says what the profile pays. Strategies come in the order in which they first appear; every profile
has exactly one row. Numbers are integers, decimals (which mean what is printed) or p/q.
"""

import csv
import io
from collections.abc import Sequence
from fractions import Fraction
from itertools import product
from math import prod
from typing import Any

import numpy as np

from selten.games.errors import InputError
from selten.games.labels import repeated
from selten.games.normal_form import MOST_PLAYERS, NormalForm
from selten.games.number import exact_number, number_text

PAYOFF = "payoff "
"""What the name of a payoff column begins with; the player's label follows."""


def header(players: Sequence[str]) -> tuple[str, ...]:
    """The names of the columns of a game between these players."""
    return (*players, *(PAYOFF + player for player in players))


def is_header(columns: Sequence[str]) -> bool:
    """Whether these are the columns of a game.

    Examples
    --------
    >>> is_header(["A", "B", "payoff A", "payoff B"]), is_header(["A", "B", "payoff A"])
    (True, False)
    """
    n = len(columns) // 2
    return n > 0 and tuple(columns) == header(columns[:n])


def game_of_rows(columns: Sequence[str], rows: Sequence[Sequence[Any]], source: str) -> NormalForm:
    """The game in a table.

    Parameters
    ----------
    columns : sequence of str
        The names of the columns.
    rows : sequence of sequences
        A label for each player, then a payoff for each player; a float anywhere makes a float game.

    Raises
    ------
    InputError
        Naming ``source`` and the row, counted from 1 without the header: for columns that are none of a game, a row of
        another length, a payoff that is no finite number, and a profile that is missing or there twice.

    Examples
    --------
    >>> game = game_of_rows(["A", "payoff A"], [["left", 1], ["right", "1/2"]], "a table")
    >>> game.strategies, game.payoffs[0, 1]
    ((('left', 'right'),), Fraction(1, 2))
    """
    players = _players(columns, source)
    n = len(players)
    for number, row in enumerate(rows, 1):
        if len(row) != 2 * n:
            raise InputError(f"{source}: row {number}: got {len(row)} values; allowed: {2 * n}, as there are columns")
    labels = [tuple(dict.fromkeys(str(row[player]) for row in rows)) for player in range(n)]
    place = [{label: k for k, label in enumerate(own)} for own in labels]
    cells = [tuple(place[player][str(row[player])] for player in range(n)) for row in rows]
    _complete(cells, labels, source)
    table = np.empty((n, *map(len, labels)), dtype=object)
    for number, (cell, row) in enumerate(zip(cells, rows, strict=True), 1):
        for player in range(n):
            field = f"{source}: row {number}: {PAYOFF}{players[player]}"
            table[(player, *cell)] = _payoff(row[n + player], field)
    return NormalForm.of(table, labels, players=players)


def _players(columns: Sequence[str], source: str) -> tuple[str, ...]:
    n = len(columns) // 2
    if not is_header(columns):
        allowed = "the players, then 'payoff X' for each player X in the same order"
        raise InputError(f"{source}: got the columns {', '.join(map(str, columns))!r}; allowed: {allowed}")
    if n > MOST_PLAYERS:
        raise InputError(f"{source}: got {n} players; allowed: 1 to {MOST_PLAYERS}")
    twice = repeated(columns)
    if twice is not None:
        raise InputError(f"{source}: got the column {twice!r} twice; allowed: distinct columns")
    return tuple(columns[:n])


def _complete(cells: Sequence[tuple[int, ...]], labels: Sequence[Sequence[str]], source: str) -> None:
    """Refuse profiles that are there twice, or missing: then there are fewer rows than profiles."""
    first: dict[tuple[int, ...], int] = {}
    for number, cell in enumerate(cells, 1):
        if cell in first:
            profile = _profile(cell, labels)
            raise InputError(f"{source}: row {number}: got the profile {profile} of row {first[cell]}; allowed: once")
        first[cell] = number
    if not cells:
        raise InputError(f"{source}: got no rows; allowed: one for each profile")
    if len(cells) < prod(map(len, labels)):
        gap = next(cell for cell in product(*(range(len(own)) for own in labels)) if cell not in first)
        raise InputError(f"{source}: got no row for the profile {_profile(gap, labels)}; allowed: one for each profile")


def _profile(cell: Sequence[int], labels: Sequence[Sequence[str]]) -> str:
    return "(" + ", ".join(own[k] for own, k in zip(labels, cell, strict=True)) + ")"


def _payoff(value: Any, field: str) -> Any:
    """Floats stay floats, everything else becomes exact; not-a-number is refused here, where the row is known."""
    exact = exact_number(value, field)
    return float(value) if isinstance(value, (float, np.floating)) else exact


def rows_of_game(game: NormalForm) -> list[list[Any]]:
    """The rows of the game's table, the last player's strategy running fastest.

    Examples
    --------
    >>> rows_of_game(NormalForm.of([[1, 2]], [["left", "right"]], players=["A"]))
    [['left', Fraction(1, 1)], ['right', Fraction(2, 1)]]
    """
    return [
        [*(own[k] for own, k in zip(game.strategies, cell, strict=True)), *game.payoffs[(slice(None), *cell)].tolist()]
        for cell in np.ndindex(*game.counts)
    ]


def parse_csv(text: str, source: str) -> NormalForm:
    """The game that a .csv text in long form writes; its numbers are exact.

    Raises
    ------
    InputError
        Naming ``source`` and the row.

    Examples
    --------
    >>> parse_csv("A,payoff A\\nleft,1\\nright,0.5\\n", "game.csv").payoffs[0, 1]
    Fraction(1, 2)
    """
    try:
        rows = [row for row in csv.reader(io.StringIO(text, newline="")) if row]
    except csv.Error as error:
        raise InputError(f"{source}: not CSV ({error}); allowed: values separated by commas") from None
    columns = [name.strip() for name in rows[0]] if rows else []
    return game_of_rows(columns, [[value.strip() for value in row] for row in rows[1:]], source)


def is_csv(text: str) -> bool:
    """Whether the first line of a text names the columns of a game.

    Examples
    --------
    >>> is_csv("A,payoff A\\nleft,1"), is_csv('NFG 1 R "a,b"')
    (True, False)
    """
    try:
        columns = next(csv.reader([text.lstrip().partition("\n")[0]]), [])
    except csv.Error:
        return False
    return is_header([name.strip() for name in columns])


def csv_text(game: NormalForm) -> str:
    """A game as a .csv text in long form with numbers p/q; a float payoff is the binary fraction it is.

    Raises
    ------
    InputError
        If the payoffs are enclosures, or a label has white space at its ends, which readers of CSV drop.

    Examples
    --------
    >>> print(csv_text(NormalForm.of([[1, "1/2"]], [["left", "right"]], players=["A"])))
    A,payoff A
    left,1
    right,1/2
    <BLANKLINE>
    """
    if game.kind == "enclosed":
        raise InputError("payoffs: got bounds on numbers; allowed in a file: exact or float payoffs")
    for label in (*game.players, *(label for own in game.strategies for label in own)):
        if label != label.strip():
            raise InputError(f"labels: got {label!r}; allowed in .csv: no white space at the ends")
    n, out = len(game.players), io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(header(game.players))
    for row in rows_of_game(game):
        writer.writerow([*row[:n], *(number_text(Fraction(value)) for value in row[n:])])
    return out.getvalue()
