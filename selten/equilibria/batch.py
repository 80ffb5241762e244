"""All extreme equilibria of many games of one shape: one call, all processors, answers in the order of the games.

Games are taken in chunks, each solved by one compiled call on a thread of its own (compiled code runs without the
interpreter's lock), and answers are handed out as they are asked for: only a few chunks are in memory at a time, unless
the caller keeps the answers (about 8 kilobytes each for an 8 x 8 offering game). A game that is none, or not of the
shape of the first, has its error in its place. Games that do not fit the compiled call (large numbers, many extreme
strategies) are solved one by one by :class:`selten.equilibria.enumerate.Enumeration`.
"""

import os
from collections import deque
from collections.abc import Iterable, Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass
from itertools import islice
from typing import Any

import numpy as np
import numpy.typing as npt

from selten.equilibria.enumerate import Enumeration
from selten.equilibria.extreme import ExtremePairs
from selten.equilibria.listed import Listed
from selten.equilibria.solution import Solution, Status
from selten.equilibria.solve import certified
from selten.games.errors import InputError
from selten.games.normal_form import NormalForm

Table = npt.NDArray[np.int64]

_RAYS, _PAIRS = 256, 512  # room of each game in the compiled call
_WORDS = 1 << 19  # room for the answers of a chunk: 4 megabytes
_LARGEST = 2**60
_LABELS = 62


@dataclass(frozen=True, slots=True)
class Answer:
    """What came of one game.

    Parameters
    ----------
    position : int
        Its place in the input.
    error : str or None
        The sentence why it was skipped.
    found : tuple of ndarrays of int64 or None
        For games that the compiled call solved, as in :class:`selten.equilibria.extreme.ExtremePairs` and
        :class:`selten.equilibria.listed.Listed`: masks of player 1 and of player 2, strategies of player 1 and of
        player 2, pairs (shape (equilibria, 2)).
    game : NormalForm or ndarray of int64
        As it was read.
    alone : Solution or None
        For games that were solved one by one.
    """

    position: int
    error: str | None = None
    found: tuple[Table, ...] | None = None
    game: NormalForm | Table | None = None
    alone: Solution | None = None

    @property
    def count(self) -> int:
        """How many extreme equilibria there are (0 for an error or where the game was refused)."""
        if self.found is not None:
            return len(self.found[4])
        return len(self.alone.equilibria) if self.alone is not None else 0

    def solution(self) -> Solution:
        """The answer as the driver gives it, without subsets and components; the profiles are built when looked at.

        Raises
        ------
        InputError
            With the error of the game, if it has one.
        """
        if self.error is not None:
            raise InputError(self.error)
        if self.alone is not None:
            return self.alone
        game = self.game if isinstance(self.game, NormalForm) else NormalForm.of(self.game)
        assert self.found is not None
        firsts, seconds, rows, columns, pairs = self.found
        counts = (game.counts[0], game.counts[1])
        together = tuple((i, j) for i, j in pairs.tolist())
        extreme = ExtremePairs(counts, tuple(firsts.tolist()), tuple(seconds.tolist()), together, whole=True)
        listed = Listed(game, rows, columns, extreme)
        return Solution(game, Enumeration().name, Status.COMPLETE, listed, extreme=extreme)


def enumerate_many(
    games: Iterable[Any], *, workers: int | None = None, chunk: int = 512, time_limit: float | None = None
) -> Iterator[Answer]:
    """The answers to the games, in their order, as they are asked for.

    Parameters
    ----------
    games : iterable
        Games of two players and one shape: :class:`NormalForm`, or payoffs that :meth:`NormalForm.of` takes (arrays of
        integers, shape (2, m, n), are read fastest). An iterator is read no further than a few chunks ahead.
    workers : int, optional
        Threads; by default one for each processor.
    chunk : int
        How many games one compiled call takes.
    time_limit : float, optional
        Seconds for each game that has to be solved alone.

    Examples
    --------
    >>> battle = [[[2, 0], [0, 1]], [[1, 0], [0, 2]]]
    >>> answers = list(enumerate_many([battle, [[[1]], [[1]]], battle]))
    >>> [answer.count for answer in answers], answers[1].error
    ([3, 0, 3], 'games[1]: got strategies (1, 1); allowed: (2, 2), as the first game has')
    """
    source, start = iter(games), 0
    shape: tuple[int, ...] | None = None
    pending: deque[Future[list[Answer]]] = deque()
    many = workers or os.cpu_count() or 1
    with ThreadPoolExecutor(many) as pool:
        try:
            while part := list(islice(source, chunk)):
                answers, shape = _read(part, start, shape)
                pending.append(pool.submit(_solve, answers, time_limit))
                start += len(part)
                if len(pending) > many:
                    yield from pending.popleft().result()
            while pending:
                yield from pending.popleft().result()
        finally:
            for future in pending:
                future.cancel()


def _read(part: Sequence[Any], start: int, shape: tuple[int, ...] | None) -> tuple[list[Answer], Any]:
    """The games of a chunk, checked, and the shape of the first good one."""
    answers = []
    for position, given in enumerate(part, start=start):
        try:
            game = _game(given)
            shape = shape or _shape(game)
            if _shape(game) != shape:
                raise InputError(f"got strategies {_shape(game)}; allowed: {shape}, as the first game has")
            answers.append(Answer(position, game=game))
        except (InputError, ValueError, TypeError) as error:
            answers.append(Answer(position, error=f"games[{position}]: {error}"))
    return answers, shape


def _game(given: Any) -> NormalForm | Table:
    if isinstance(given, np.ndarray) and given.dtype.kind == "i" and given.ndim == 3 and 0 not in given.shape:
        game: NormalForm | Table = np.asarray(given, np.int64)
    else:
        game = given if isinstance(given, NormalForm) else NormalForm.of(given)
    players = game.shape[0] if isinstance(game, np.ndarray) else len(game.players)
    if players != 2:
        raise InputError(f"got {players} players; allowed: 2")
    return game


def _shape(game: NormalForm | Table) -> tuple[int, ...]:
    return game.shape[1:] if isinstance(game, np.ndarray) else game.counts


def _solve(answers: list[Answer], time_limit: float | None) -> list[Answer]:
    """Solve a chunk: what fits machine words in compiled calls, the rest one by one."""
    tables = {k: _table(answer.game) for k, answer in enumerate(answers) if answer.error is None}
    fit = [k for k, table in tables.items() if table is not None]
    solved = list(answers)
    if fit:
        stacked = np.stack([tables[k] for k in fit])  # type: ignore[misc]
        for k, found in zip(fit, _compiled(stacked), strict=True):
            solved[k] = Answer(answers[k].position, found=found, game=answers[k].game)
    for k in tables:
        if solved[k].found is None:
            solved[k] = _alone(answers[k], time_limit)
    return solved


def _table(game: Any) -> Table | None:
    if isinstance(game, np.ndarray):
        within = sum(game.shape[1:]) <= _LABELS and int(game.min()) > -_LARGEST and int(game.max()) < _LARGEST
        return game if within else None
    if game.kind == "enclosed" or sum(game.counts) > _LABELS:
        return None
    table: Table | None = game.machine_integers()
    return table


def _compiled(tables: Table) -> list[tuple[Table, ...] | None]:
    """The answers of the compiled call; None where it gave up."""
    from selten.equilibria.enumeration.compiled.many import solve_many

    found: list[tuple[Table, ...] | None] = []
    sizes = np.empty((len(tables), 7), np.int64)
    room = _WORDS
    while len(found) < len(tables):
        begin = len(found)
        words = np.empty(room, np.int64)
        done = solve_many(tables, begin, _RAYS, _PAIRS, words, sizes)
        found += [_parts(words, sizes[game].tolist(), tables.shape[2:]) for game in range(begin, done)]
        room = room if done > begin else 2 * room
    return found


def _parts(words: Table, sizes: list[int], shape: tuple[int, ...]) -> tuple[Table, ...] | None:
    code, place, firsts, rows, seconds, columns, pairs = sizes
    if code != 0:
        return None
    parts = []
    for count, width in ((firsts, 0), (seconds, 0), (rows, shape[0]), (columns, shape[1]), (pairs, 2)):
        size = count * max(width, 1)
        part = words[place : place + size]
        parts.append(part.reshape(count, width) if width else part)
        place += size
    return tuple(parts)


def _alone(answer: Answer, time_limit: float | None) -> Answer:
    game = answer.game if isinstance(answer.game, NormalForm) else NormalForm.of(answer.game)
    solution = certified(game, Enumeration(), time_limit=time_limit)
    if solution.status is Status.REFUSED:
        return Answer(answer.position, error=f"games[{answer.position}]: {solution.note}", game=game)
    return Answer(answer.position, game=game, alone=solution)
