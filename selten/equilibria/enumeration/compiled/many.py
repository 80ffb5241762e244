"""Many games of one shape in one compiled call, their answers one after another in one array of integers."""

from typing import Any

from selten.equilibria.enumeration.compiled.whole import solve
from selten.equilibria.enumeration.compiled.words import kernel

CODE, START, FIRSTS, ROWS, SECONDS, COLUMNS, PAIRS = range(7)
"""What ``sizes`` holds of a game: its code, where its answer starts, and how many there are of each of its parts."""


@kernel
def solve_many(tables: Any, begin: int, rays: int, most_pairs: int, words: Any, sizes: Any) -> int:
    """Solve games until all are done or the next answer does not fit; returns how many are done.

    Parameters
    ----------
    tables : ndarray of int64, shape (games, 2, m, n)
        Payoffs, as :func:`selten.equilibria.enumeration.compiled.whole.solve` takes them.
    begin : int
        The first game to solve.
    rays, most_pairs : int
        Room for each game.
    words : ndarray of int64, shape (room,)
        The answers: masks of player 1, its strategies, masks of player 2, its strategies, pairs.
    sizes : ndarray of int64, shape (games, 7)
    """
    place = 0
    for game in range(begin, len(tables)):
        code, firsts, rows, seconds, columns, pairs = solve(tables[game], rays, most_pairs)
        needed = len(firsts) + rows.size + len(seconds) + columns.size + pairs.size
        if place + needed > len(words):
            return game
        sizes[game, CODE], sizes[game, START] = code, place
        sizes[game, FIRSTS], sizes[game, SECONDS] = len(firsts), len(seconds)
        sizes[game, ROWS], sizes[game, COLUMNS], sizes[game, PAIRS] = len(rows), len(columns), len(pairs)
        for part in (firsts, seconds):
            words[place : place + len(part)] = part
            place += len(part)
        for table in (rows, columns, pairs):
            for k in range(table.shape[0]):
                for i in range(table.shape[1]):
                    words[place] = table[k, i]
                    place += 1
    return len(tables)
