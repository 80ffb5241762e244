"""Games from and to pandas tables.

Three shapes are understood. A bimatrix: rows and columns are the strategies of the two players, each cell is a pair of
payoffs; the names of the index and of the columns, where set, are the players. A list of two such frames with one
player's payoffs each. The long form of :mod:`selten.games.files.long_form`: one row for each profile, a column for each
player's strategy and a column ``payoff X`` for each player X. Cells are integers, Fractions, floats or strings like
"1/3"; a float anywhere makes a float game. pandas is imported only when it is used.
"""

from collections.abc import Sequence
from typing import Any

import numpy as np

from selten.games.errors import InputError
from selten.games.files.long_form import PAYOFF, game_of_rows, header, rows_of_game
from selten.games.installed import require, type_name
from selten.games.normal_form import NormalForm


def from_pandas(table: Any) -> NormalForm:
    """The game in a frame (a bimatrix of pairs, or the long form) or in a pair of frames.

    Raises
    ------
    InputError
        If it is nothing of the kind, naming the row, column or shape that does not fit.

    Examples
    --------
    >>> import pandas
    >>> rows = pandas.Index(["cooperate", "defect"], name="Row")
    >>> frame = pandas.DataFrame({"c": [(3, 3), (5, 0)], "d": [(0, 5), (1, 1)]}, index=rows)
    >>> game = from_pandas(frame.rename_axis(columns="Column"))
    >>> game.players, game.strategies[1], game.payoffs[1, 0, 1]
    (('Row', 'Column'), ('c', 'd'), Fraction(5, 1))
    """
    pandas = require("pandas", "pandas")
    if isinstance(table, (list, tuple)) and table and all(isinstance(own, pandas.DataFrame) for own in table):
        return _pair(table)
    if not isinstance(table, pandas.DataFrame):
        raise InputError(f"from_pandas: got {type_name(table)}; allowed: a pandas DataFrame, or a pair of them")
    columns = [str(name) for name in table.columns]
    if any(name.startswith(PAYOFF) for name in columns):
        return game_of_rows(columns, list(zip(*(_values(table, k) for k in range(len(columns))), strict=True)), "table")
    return _bimatrix(table, columns)


def to_pandas(game: NormalForm) -> Any:
    """The game as a DataFrame in long form: a row for each profile, strategies as labels, payoffs as they are.

    Exact payoffs are Fractions in columns of objects; ``frame.astype({"payoff A": float})`` rounds them.

    Examples
    --------
    >>> print(to_pandas(NormalForm.of([[1, "1/2"]], [["left", "right"]], players=["A"])))
           A payoff A
    0   left        1
    1  right      1/2
    """
    pandas = require("pandas", "pandas")
    return pandas.DataFrame(rows_of_game(game), columns=list(header(game.players)))


def _values(table: Any, column: int) -> list[Any]:
    """A column as Python values: integers of numpy become int, floats float."""
    values: list[Any] = table.iloc[:, column].tolist()
    return values


def _bimatrix(table: Any, columns: Sequence[str]) -> NormalForm:
    rows = [str(name) for name in table.index]
    payoffs = np.empty((2, *table.shape), dtype=object)
    for j, column in enumerate(columns):
        for i, pair in enumerate(_values(table, j)):
            if not isinstance(pair, (tuple, list, np.ndarray)) or _length(pair) != 2:
                place = f"table: row {rows[i]!r}, column {column!r}"
                raise InputError(
                    f"{place}: got {pair!r}; allowed: a pair of payoffs, or columns 'payoff X' in long form"
                )
            payoffs[0, i, j], payoffs[1, i, j] = pair
    return NormalForm.of(payoffs, [rows, columns], players=_players(table))


def _length(pair: Any) -> int:
    """How many entries there are; 0 for an array that is no list."""
    return len(pair) if not isinstance(pair, np.ndarray) or pair.ndim == 1 else 0


def _pair(tables: Sequence[Any]) -> NormalForm:
    if len(tables) != 2:
        raise InputError(f"tables: got {len(tables)} frames; allowed: 2, the payoffs of the two players")
    first, second = tables
    if list(first.index) != list(second.index) or list(first.columns) != list(second.columns):
        raise InputError("tables[1]: got other rows or columns than tables[0]; allowed: the same")
    payoffs = np.empty((2, *first.shape), dtype=object)
    for player, table in enumerate(tables):
        for j in range(first.shape[1]):
            payoffs[player, :, j] = _values(table, j)
    labels = [[str(name) for name in first.index], [str(name) for name in first.columns]]
    return NormalForm.of(payoffs, labels, players=_players(first))


def _players(table: Any) -> list[str] | None:
    names = [table.index.name, table.columns.name]
    return None if None in names else [str(name) for name in names]
