"""The project's own file format for games in normal form: one JSON object.

``{"payoffs": [[[...]], [[...]]], "players": [...], "strategies": [[...], [...]]}`` with ``payoffs[i][s_1][s_2]...``
what player i gets. Labels may be left out; any other key is refused. A decimal means the decimal printed, a string p/q
that fraction; games are written with strings, which are exact.
"""

import json
from fractions import Fraction
from typing import Any

import numpy as np

from selten.games.errors import InputError
from selten.games.normal_form import MOST_PLAYERS, NormalForm
from selten.games.number import exact_number, number_text, read_json

KEYS = ("payoffs", "players", "strategies")


def parse_game_json(text: str, source: str) -> NormalForm:
    """The game that a JSON text writes; its numbers are exact.

    Raises
    ------
    InputError
        Naming ``source`` and the field (or the line, where it is no JSON).

    Examples
    --------
    >>> parse_game_json('{"payoffs": [[[0.1, 0]], [["1/3", 2]]]}', "game.json").payoffs[:, 0, 0].tolist()
    [Fraction(1, 10), Fraction(1, 3)]
    """
    return game_from_json(read_json(text, source), source)


def game_from_json(data: Any, source: str) -> NormalForm:
    """The game in parsed JSON (by :func:`~selten.games.number.read_json`, which keeps decimals exact).

    Raises
    ------
    InputError
        Naming ``source`` and the field.
    """
    if not isinstance(data, dict) or "payoffs" not in data:
        raise InputError(f"{source}: got {_kind(data)}; allowed: an object with the key 'payoffs'")
    for key in data:
        if key not in KEYS:
            raise InputError(f"{source}: got the key {key!r}; allowed: {', '.join(KEYS)}")
    try:
        table = _table(data["payoffs"])
        players = _labels(data.get("players"), "players")
        strategies = _lists(data.get("strategies"))
        return NormalForm.of(table, strategies, players=players)
    except InputError as error:
        raise InputError(f"{source}: {error}") from None


def game_json_text(game: NormalForm) -> str:
    """A game as JSON with every payoff a string ``p`` or ``p/q``.

    A float payoff is written as the binary fraction it is.

    Raises
    ------
    InputError
        If the payoffs are enclosures, which no file can hold.
    """
    if game.kind == "enclosed":
        raise InputError("payoffs: got bounds on numbers; allowed in a file: exact or float payoffs")
    texts = np.empty(game.payoffs.size, dtype=object)
    texts[:] = [number_text(Fraction(value)) for value in game.payoffs.ravel().tolist()]
    payoffs = texts.reshape(game.payoffs.shape).tolist()
    data = {"payoffs": payoffs, "players": list(game.players), "strategies": [list(own) for own in game.strategies]}
    return json.dumps(data, ensure_ascii=False) + "\n"


def _table(payoffs: Any) -> "np.ndarray[tuple[int, ...], np.dtype[np.object_]]":
    n = len(payoffs) if isinstance(payoffs, list) else 0
    if not 1 <= n <= MOST_PLAYERS:
        raise InputError(f"payoffs: got {_kind(payoffs)}; allowed: one table for each of 1 to {MOST_PLAYERS} players")
    level, shape = [("payoffs", payoffs)], []
    for _ in range(n + 1):
        shape.append(_width(level))
        level = [(f"{place}[{k}]", own) for place, block in level for k, own in enumerate(block)]
    flat = np.empty(len(level), dtype=object)
    flat[:] = [exact_number(value, place) for place, value in level]
    return flat.reshape(shape)


def _width(level: list[tuple[str, Any]]) -> int:
    """How many entries each block has, the same for all and at least one."""
    for place, block in level:
        if not isinstance(block, list):
            raise InputError(f"{place}: got {_kind(block)}; allowed: a list (payoffs[i][s_1][s_2]... of n players)")
        if not block:
            raise InputError(f"{place}: got an empty list; allowed: at least one strategy for each player")
        if len(block) != len(level[0][1]):
            raise InputError(
                f"{place}: got {len(block)} entries; allowed: {len(level[0][1])}, as in {level[0][0]}, for a full table"
            )
    return len(level[0][1])


def _labels(labels: Any, field: str) -> list[str] | None:
    if labels is None:
        return None
    if not isinstance(labels, list):
        raise InputError(f"{field}: got {_kind(labels)}; allowed: a list of labels")
    for k, label in enumerate(labels):
        if not isinstance(label, str) or any("\ud800" <= letter <= "\udfff" for letter in label):
            raise InputError(f"{field}[{k}]: got {_kind(label)}; allowed: a string of Unicode characters")
    return labels


def _lists(strategies: Any) -> list[list[str]] | None:
    if strategies is None:
        return None
    if not isinstance(strategies, list):
        raise InputError(f"strategies: got {_kind(strategies)}; allowed: a list of labels for each player")
    return [_labels(own, f"strategies[{i}]") or [] for i, own in enumerate(strategies)]


def _kind(value: Any) -> str:
    if isinstance(value, dict):
        return "an object with the keys " + (", ".join(map(repr, list(value)[:8])) or "none")
    if isinstance(value, list):
        return f"a list of {len(value)}"
    text = str(value) if isinstance(value, Fraction) else json.dumps(value)
    return text if len(text) <= 60 else text[:57] + "..."
