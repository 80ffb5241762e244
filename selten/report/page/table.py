"""A normal form as tables: best responses marked, pure equilibria marked, large games cut to what is readable.

A two-player game is one table; a game of more players is a table for each choice of the players from the third on.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import islice, product
from math import prod

from selten.equilibria.solution import Solution
from selten.games.enclosed import Undecided
from selten.games.normal_form import NormalForm
from selten.report.page.numbers import Shown, label, shown

MOST_STRATEGIES = 24
"""Rows, and columns, of one table."""

MOST_CELLS = 1500
"""Cells of all tables of a game together."""


@dataclass(frozen=True, slots=True)
class Payoff:
    """What a player gets in a cell; ``best`` says whether its strategy is a best response there (None: open)."""

    value: Shown
    best: bool | None


@dataclass(frozen=True, slots=True)
class Cell:
    """A pure profile (its strategies joined by commas), and its number if it is an equilibrium."""

    profile: str
    payoffs: tuple[Payoff, ...]
    equilibrium: int | None = None
    component: int | None = None


@dataclass(frozen=True, slots=True)
class Slice:
    """One table: what the other players do, and rows of cells."""

    others: tuple[tuple[str, str], ...]
    rows: tuple[tuple[Shown, tuple[Cell, ...]], ...]


@dataclass(frozen=True, slots=True)
class GameTable:
    """The tables of a game.

    Parameters
    ----------
    rows, columns : str
        Whose strategies they are; ``columns`` is empty for one player.
    heads : tuple of Shown
        The columns' headings.
    slices : tuple of Slice
    cut : str
        What was left out, if anything.
    """

    rows: str
    columns: str
    heads: tuple[Shown, ...]
    slices: tuple[Slice, ...]
    cut: str


def game_table(solution: Solution) -> GameTable:
    """The tables of a solved game.

    Examples
    --------
    >>> from selten.equilibria.solve import solve
    >>> table = game_table(solve(NormalForm.of([[[3, 0], [5, 1]], [[3, 5], [0, 1]]])))
    >>> [[cell.equilibrium for cell in cells] for _, cells in table.slices[0].rows]
    [[None, None], [None, 0]]
    >>> [payoff.best for payoff in table.slices[0].rows[1][1][0].payoffs]
    [True, False]
    """
    game = solution.game
    kept = _kept(solution)
    places = _pure_places(solution)
    home = {k: number for number, part in enumerate(solution.components) for k in part.equilibria}
    columns = kept[1] if len(kept) > 1 else (0,)
    rows = kept[0][: max(1, MOST_CELLS // len(columns))]
    most = max(1, MOST_CELLS // (len(rows) * len(columns)))
    slices = []
    for others in islice(product(*kept[2:]), most):
        body = []
        for i in rows:
            cells = tuple(_cell(game, _profile(game, i, j, others), places, home) for j in columns)
            body.append((label(game.strategies[0][i]), cells))
        named = tuple(
            (label(game.players[k]).text, label(game.strategies[k][s]).text) for k, s in enumerate(others, start=2)
        )
        slices.append(Slice(named, tuple(body)))
    heads = tuple(label(game.strategies[1][j]) for j in columns) if len(kept) > 1 else (Shown("payoff"),)
    second = label(game.players[1]).text if len(kept) > 1 else ""
    count = len(rows) * len(columns) * len(slices)
    return GameTable(label(game.players[0]).text, second, heads, tuple(slices), _cut(game, count))


def _kept(solution: Solution) -> list[tuple[int, ...]]:
    """For each player the strategies that are shown: all while few, else first those played in equilibria."""
    found = []
    for i, count in enumerate(solution.game.counts):
        if count <= MOST_STRATEGIES:
            found.append(tuple(range(count)))
            continue
        played = dict.fromkeys(s for e in islice(solution.equilibria, 500) for s in e.profile.supports[i])
        order = [*islice(played, MOST_STRATEGIES), *(s for s in range(count) if s not in played)]
        found.append(tuple(sorted(order[:MOST_STRATEGIES])))
    return found


def _cut(game: NormalForm, count: int) -> str:
    profiles = prod(game.counts)
    if count >= profiles:
        return ""
    chosen = "strategies played in equilibria come first" if max(game.counts) > MOST_STRATEGIES else "the first ones"
    return f"{count:,} of {profiles:,} pure profiles are shown ({chosen}); the file of the game has them all."


def _pure_places(solution: Solution) -> dict[tuple[int, ...], int]:
    places = {}
    for k, equilibrium in enumerate(solution.equilibria):
        if equilibrium.profile.is_pure:
            places[tuple(own[0] for own in equilibrium.profile.supports)] = k
    return places


def _profile(game: NormalForm, i: int, j: int, others: tuple[int, ...]) -> tuple[int, ...]:
    return (i, j, *others) if len(game.counts) > 1 else (i,)


def _cell(game: NormalForm, profile: tuple[int, ...], places: dict[tuple[int, ...], int], home: dict[int, int]) -> Cell:
    payoffs = tuple(
        Payoff(shown(game.payoffs[(i, *profile)], digits=4), is_best(game, i, profile)) for i in range(len(game.counts))
    )
    at = places.get(profile)
    return Cell(",".join(map(str, profile)), payoffs, at, None if at is None else home.get(at))


def is_best(game: NormalForm, player: int, profile: Sequence[int]) -> bool | None:
    """Whether a player's strategy is a best response in a pure profile; None where bounds leave that open.

    Examples
    --------
    >>> is_best(NormalForm.of([[[3, 0], [5, 1]], [[3, 5], [0, 1]]]), 0, (0, 0))
    False
    """
    own = game.payoffs[(player, *profile)]
    open_ = False
    for other in _others(game, player, profile):
        try:
            if other > own:
                return False
        except Undecided:
            open_ = True
    return None if open_ else True


def _others(game: NormalForm, player: int, profile: Sequence[int]) -> Iterator[object]:
    index: list[int | slice] = [player, *profile]
    index[player + 1] = slice(None)
    return iter(game.payoffs[tuple(index)])
