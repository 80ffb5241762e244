"""What an input is, by its content: a game, or the specification of one of the markets."""

import json
import tomllib
from typing import Any

from selten.games.errors import InputError

MARKETS = {"valuations": "bundling", "states": "discrimination", "customers": "disclosure"}
"""The key that gives a market away, with the name of its model."""


def input_kind(text: str) -> str:
    """``game``, or the model of the market that the text specifies (in JSON or TOML).

    Text that is neither counts as a game, so that the reader of games says what is wrong with it.

    Examples
    --------
    >>> input_kind('NFG 1 R "" { "A" } { 2 } 1 2'), input_kind('{"valuations": {}}'), input_kind("customers = 10")
    ('game', 'bundling', 'disclosure')
    """
    keys = _keys(text)
    return next((model for key, model in MARKETS.items() if key in keys), "game")


def expect(model: str, text: str, source: str) -> None:
    """Nothing, unless the text is plainly for another command.

    Raises
    ------
    InputError
        If it is empty, a market of another model, a game where a market is asked for, or a market instead of a game.

    Examples
    --------
    >>> expect("bundling", '{"valuations": {}}', "market.json")
    >>> expect("game", '{"valuations": {}}', "m.json")
    Traceback (most recent call last):
        ...
    selten.games.errors.InputError: m.json: got a bundling market; allowed: a game (try selten bundling m.json)
    """
    wanted = _named(model)
    if not text.strip():
        raise InputError(f"{source}: got an empty text; allowed: {wanted} (see selten {_COMMANDS[model]} --help)")
    if model == "game" and not any(key in text for key in MARKETS):
        return  # large games are not read twice
    found = input_kind(text)
    if found == "game" and model != "game" and not _is_game(text):
        return  # the reader of the market says what is wrong
    if found != model:
        name = "-" if source == "standard input" else source
        raise InputError(f"{source}: got {_named(found)}; allowed: {wanted} (try selten {_COMMANDS[found]} {name})")


_COMMANDS = {"game": "solve", **{model: model for model in MARKETS.values()}}


def _named(model: str) -> str:
    return {"game": "a game", "discrimination": "a prior over values and costs"}.get(model, f"a {model} market")


def _is_game(text: str) -> bool:
    return text.lstrip("\ufeff \t\r\n")[:3] in ("NFG", "EFG") or "payoffs" in _keys(text)


def _keys(text: str) -> dict[str, Any]:
    if text.lstrip("\ufeff \t\r\n")[:3] in ("NFG", "EFG"):
        return {}
    for parse in (json.loads, tomllib.loads):
        try:
            found = parse(text)
        except (ValueError, RecursionError):
            continue
        return found if isinstance(found, dict) else {}
    return {}
