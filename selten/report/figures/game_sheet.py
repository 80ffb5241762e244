"""Where the tables of a game stand on a sheet, how large they are, and what is written in their cells."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import islice, product
from math import prod

from selten.equilibria.solution import Solution
from selten.games.normal_form import NormalForm
from selten.report.figures.best import Marks, best_replies, components_of_pure
from selten.report.figures.style import numbers, player_name, short, width_of

MOST_TABLES = 12
"""Tables of a game of more than two players."""

ROW = 0.44
_GAP = 0.45
_HEAD = 0.62
_FOOT = 0.42


@dataclass(frozen=True, slots=True)
class Table:
    """One table: what the players from the third on play, and its upper left corner in inches."""

    others: tuple[int, ...]
    x: float
    y: float


@dataclass(frozen=True, slots=True)
class Sheet:
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
        """Of each table."""
        return self.game.counts[0]

    @property
    def columns(self) -> int:
        """Of each table."""
        return self.game.counts[1] if len(self.game.counts) > 1 else 1

    @property
    def slices(self) -> int:
        """How many tables the game has."""
        return prod(self.game.counts[2:])

    @property
    def table_size(self) -> tuple[float, float]:
        """Width and height of each table."""
        head = _HEAD + (0.25 if len(self.game.counts) > 2 else 0.0)
        return max(self.left + self.columns * self.cell, self.head), head + self.rows * ROW

    @property
    def width(self) -> float:
        """Of the sheet."""
        shown = min(self.slices, self.across)
        return max(
            shown * self.table_size[0] + (shown - 1) * _GAP + 0.25, width_of(self.legend().split("\n")[-1], 7.5) + 0.2
        )

    @property
    def height(self) -> float:
        """Of the sheet."""
        down = -(-min(self.slices, MOST_TABLES) // self.across)
        return down * self.table_size[1] + (down - 1) * 0.3 + _FOOT + 0.15

    def tables(self) -> Iterator[Table]:
        """The tables that are drawn, row by row."""
        width, height = self.table_size
        choices = product(*(range(m) for m in self.game.counts[2:]))
        for k, others in enumerate(islice(choices, MOST_TABLES)):
            down, right = divmod(k, self.across)
            yield Table(others, 0.1 + right * (width + _GAP), 0.05 + down * (height + 0.3))

    def legend(self) -> str:
        """What the marks say, in one or two lines."""
        where = "lower left: rows · upper right: columns\n" if len(self.game.players) == 2 else ""
        words = f"{where}shaded: best response · outlined: pure equilibrium"
        if self.home:
            words += ", with its component"
        if self.slices > MOST_TABLES:
            words += f" · {MOST_TABLES} of {self.slices:,} tables"
        return words


def sheet_of(game: NormalForm, solution: Solution | None) -> Sheet:
    """The sheet on which the tables of a game fit."""
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
    head = left + max(width_of(others_words(game, own), 8.5) for own in shown_heads) if slices > 1 else 0.0
    fit = max(1, int(8.5 // (max(left + columns * cell, head) + _GAP)))
    across = min(fit, game.counts[-1]) if slices > 1 else 1
    return Sheet(game, best_replies(game), components_of_pure(solution), texts, cell, left, head, across)


def _profiles(game: NormalForm) -> Iterator[tuple[int, ...]]:
    """The pure profiles table by table, so that the first tables are whole."""
    for others in islice(product(*(range(m) for m in game.counts[2:])), MOST_TABLES):
        yield from ((*pair, *others) for pair in product(*(range(m) for m in game.counts[:2])))


def others_words(game: NormalForm, others: tuple[int, ...]) -> str:
    """What the players from the third on play, in a table's head."""
    plays = [short(game.strategies[k][s], 14) for k, s in enumerate(others, start=2)]
    if len(plays) > 3:
        return short(f"players 3 to {len(game.players)}: {', '.join(plays)}", 60)
    return ", ".join(f"{player_name(game.players[k])}: {said}" for k, said in enumerate(plays, start=2))


def columns_of(game: NormalForm) -> Sequence[tuple[int, ...]]:
    """What the player of the columns plays in each; one empty column for a single player."""
    return [(j,) for j in range(game.counts[1])] if len(game.counts) > 1 else [()]
