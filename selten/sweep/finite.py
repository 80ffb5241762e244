"""Rows of finite games: games of one shape are solved together, all others alone."""

import time
from collections.abc import Sequence
from typing import Any

import numpy as np
import numpy.typing as npt

from selten.equilibria.batch import Answer
from selten.games.normal_form import NormalForm
from selten.sweep.alone import Row, game_row, outcomes_text, proper_outcomes, structure_row
from selten.sweep.built import Built, Labels
from selten.sweep.study import Study
from selten.sweep.tables import Facts, facts, sequential_outcomes

_LARGEST = 2**60
_LABELS = 62
_FOUR = 4


def finite_rows(study: Study, games: Sequence[Built]) -> list[Row]:
    """One row for each game, in their order; ``seconds`` is a game's share of the time of those solved with it.

    Examples
    --------
    >>> from pathlib import Path
    >>> from selten.sweep.built import built
    >>> from selten.sweep.study import parse_study
    >>> spec = {"family": "012", "rows": 2, "columns": 2}
    >>> study = parse_study({"family": "random", "spec": spec, "samples": 3}, "study", Path())
    >>> [row["status"] for row in finite_rows(study, [built(study, k, spec) for k in range(3)])]
    ['complete', 'complete', 'complete']
    """
    rows: list[Row | None] = [None] * len(games)
    groups: dict[Labels, list[tuple[int, Any]]] = {}
    for k, game in enumerate(games):
        table = game.table
        if table is not None and _fits(table):
            groups.setdefault(game.labels, []).append((k, table))
    for labels, members in groups.items():
        places = [k for k, _ in members]
        found = batch_rows(study, np.stack([table for _, table in members]), [games[k] for k in places], labels)
        for k, row in zip(places, found, strict=True):
            rows[k] = row
    return [row if row is not None else _alone(study, game) for row, game in zip(rows, games, strict=True)]


def _fits(table: npt.NDArray[np.int64]) -> bool:
    largest = max(abs(int(table.min())), abs(int(table.max())))
    return sum(table.shape[1:]) <= _LABELS and largest * _FOUR < _LARGEST


def _alone(study: Study, game: Built) -> Row:
    begun = time.perf_counter()
    row = game_row(game.normal_form, study.rules, game.products, study.time_limit, structure=study.structure)
    return row | {"seconds": time.perf_counter() - begun}


def batch_rows(study: Study, tables: npt.NDArray[np.int64], games: Sequence[Built], labels: Labels) -> list[Row]:
    """The rows of games of one shape with the same labels."""
    begun = time.perf_counter()
    found = facts(tables)
    names = _Names(labels)
    kept = {rule: names.texts(_cells(rule, found, games)) for rule in study.rules if rule != "proper"}
    pure = names.texts(found.pure)
    counts = found.pure.sum(axis=(1, 2)).tolist()
    rows = []
    for k, answer in enumerate(found.answers):
        if answer.found is None:
            rows.append(_given_up(study, answer, games[k]))
            continue
        row: Row = {"status": "complete", "extreme_equilibria": answer.count, "components": found.components[k]}
        row |= {"pure": counts[k], "pure_equilibria": pure[k]}
        for rule, texts in kept.items():
            row[rule] = texts[k]
        if "trembling" in kept:
            row["perfect_equilibria"] = found.perfect[k]
        row |= {"certificate": "strategies", "regret": "0", "exact": True}
        rows.append(row | _slow(study, answer, tables[k], labels, found.pure[k]))
    share = (time.perf_counter() - begun) / len(rows)
    return [row | {"seconds": share} for row in rows]


def _given_up(study: Study, answer: Answer, game: Built) -> Row:
    """The row of a game that the compiled call gave up, solved by itself."""
    if answer.alone is None:
        return {"status": "failed", "reason": (answer.error or "no answer").partition(": ")[2]}
    form, structure = game.normal_form, study.structure
    return game_row(form, study.rules, game.products, study.time_limit, structure=structure, solved=answer.alone)


def _slow(study: Study, answer: Answer, table: Any, labels: Labels, pure: Any) -> Row:
    """What is computed game by game, only where the study asks for it."""
    row: Row = {}
    if study.structure:
        from selten.equilibria.structured import structured

        row |= structure_row(structured(answer.solution()))
    if "proper" in study.rules:
        outcomes = [(i, j) for i, j in np.argwhere(pure).tolist()]
        row["proper"] = outcomes_text(labels, proper_outcomes(NormalForm.of(table.tolist()), outcomes))
    return row


def _cells(rule: str, found: Facts, games: Sequence[Built]) -> npt.NDArray[np.bool_]:
    if rule == "sequential_entry":
        assert games[0].products is not None
        return sequential_outcomes(found.tables, games[0].products)
    cells: npt.NDArray[np.bool_] = getattr(found, rule)
    return cells


class _Names:
    """Sets of cells as texts; the same few sets come again and again."""

    def __init__(self, labels: Labels) -> None:
        self.labels = labels
        self.known: dict[bytes, str | None] = {}

    def texts(self, cells: npt.NDArray[np.bool_]) -> list[str | None]:
        """The text of each game's set."""
        keys = np.packbits(cells.reshape(len(cells), -1), axis=1)
        found = []
        for k, key in enumerate(map(bytes, keys)):
            if key not in self.known:
                self.known[key] = outcomes_text(self.labels, [(i, j) for i, j in np.argwhere(cells[k]).tolist()])
            found.append(self.known[key])
        return found
