"""Many games in one call against one game at a time: order, errors in their places, nothing lost, little read ahead."""

from collections.abc import Iterator
from random import Random
from typing import Any

import numpy as np
import pytest

from selten.equilibria import batch
from selten.equilibria.batch import enumerate_many
from selten.equilibria.enumerate import extreme_equilibria
from selten.equilibria.solution import Status
from selten.games.errors import InputError
from selten.games.library import table_2
from selten.games.normal_form import NormalForm


def tables(count: int, *, seed: int = 0, top: int = 2) -> list[Any]:
    draw = np.random.default_rng(seed)
    return list(draw.integers(0, top + 1, (count, 2, 4, 3)))


@pytest.mark.parametrize(("workers", "chunk"), [(1, 1), (2, 3), (None, 512)])
def test_each_game_as_alone_and_in_order(workers: int | None, chunk: int) -> None:
    given = tables(23)
    answers = list(enumerate_many(iter(given), workers=workers, chunk=chunk))
    assert [answer.position for answer in answers] == list(range(23))
    for table, answer in zip(given, answers, strict=True):
        alone = extreme_equilibria(NormalForm.of(table), method="python")
        solution = answer.solution()
        assert [e.profile for e in solution.equilibria] == alone
        assert answer.count == len(alone)
        assert solution.status is Status.COMPLETE
        assert solution.extreme is not None
        assert len(solution.extreme.pairs) == len(alone)


def test_bad_games_have_their_error_and_the_rest_goes_on() -> None:
    good = tables(2)
    short = [[[1, 2]], [[1, 2]]]
    given = [[[1], [1, 2]], good[0], short, "no game", [[[float("nan")] * 3] * 4] * 2, [[1, 2]], good[1], None]
    answers = list(enumerate_many(given))
    assert [answer.error is None for answer in answers] == [False, True, False, False, False, False, True, False]
    assert answers[2].error == "games[2]: got strategies (1, 2); allowed: (4, 3), as the first game has"
    assert all((answer.error or "games").startswith("games") for answer in answers)
    assert answers[0].count == 0
    with pytest.raises(InputError, match=r"games\[2\]"):
        answers[2].solution()


def test_games_beyond_the_compiled_call_are_solved_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    draw = Random(1)
    entries: list[Any] = [lambda: draw.randint(0, 10**12), lambda: draw.choice([0, 1, 10**30, 10**30 + 1])]
    given = [NormalForm.of([[[entry() for _ in range(5)] for _ in range(5)] for _ in range(2)]) for entry in entries]
    given += [NormalForm.of([[[k % 2] * 5] * 5, [[0, 1, 0, 1, 0]] * 5]) for k in range(2)]
    for room in (batch._RAYS, 7):  # the second is too little room for any of them
        monkeypatch.setattr(batch, "_RAYS", room)
        answers = list(enumerate_many(given))
        found = [[e.profile for e in answer.solution().equilibria] for answer in answers]
        assert found == [extreme_equilibria(game, method="python") for game in given]
        assert [answer.count for answer in answers] == list(map(len, found))


def test_answers_that_do_not_fit_the_room_of_a_chunk(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(batch, "_WORDS", 40)
    given = tables(20, seed=3)
    assert [a.count for a in enumerate_many(given)] == [
        len(extreme_equilibria(NormalForm.of(table), method="python")) for table in given
    ]


def test_no_more_is_read_than_a_few_chunks_ahead() -> None:
    read: list[int] = []

    def source() -> Iterator[Any]:
        for k, table in enumerate(tables(100)):
            read.append(k)
            yield table

    answers = enumerate_many(source(), workers=2, chunk=5)
    assert next(answers).position == 0
    assert len(read) <= 20
    del answers  # which stops the work
    assert len(read) <= 20


def test_table_2_many_times() -> None:
    answers = enumerate_many([table_2()] * 30, chunk=10)
    assert [answer.count for answer in answers] == [89] * 30


def test_nothing_in_nothing_out() -> None:
    assert list(enumerate_many([])) == []
