"""What an input is, by its content: a game, or the specification of one of the markets."""

import json
import re
import tomllib
from typing import Any

from selten.games.errors import InputError

MARKETS = {"valuations": "bundling", "states": "discrimination", "customers": "disclosure"}
"""The key that gives a market away, with the name of its model."""

_GAMBIT = ("NFG", "EFG")
_BLANK = "\ufeff \t\r\n"


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
        If it is empty, a market of another model, a game where a market is asked for, a market instead of a game, or
        a table that is no game: of consumers, whose file a market has to name.

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
    if _is_table(text):
        raise InputError(
            f"{source}: got a table with the header {_head(text)[:60]!r}; allowed: {_instead(model, source)}"
        )
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
    return _head(text)[:3] in _GAMBIT or "payoffs" in _keys(text)


def _head(text: str) -> str:
    """The first line that is not blank, of at most a thousand characters."""
    return text.lstrip(_BLANK)[:1000].partition("\n")[0].strip()


def _is_table(text: str) -> bool:
    """Whether a text begins with a line of names between commas, semicolons or tabs that is not a game's."""
    from selten.games.files.long_form import PAYOFF

    head = _head(text)
    names = re.fullmatch(r"[^\[{=#,;\t]*([,;\t][^\[{=#,;\t]*)+", head) is not None
    return names and PAYOFF not in head and head[:3] not in _GAMBIT and "\n" in text.strip()


def _instead(model: str, source: str) -> str:
    """What a table could be meant for."""
    if model not in ("game", "bundling"):
        return _named(model)
    name = "FILE" if source == "standard input" else source
    market = json.dumps({"valuations": {"csv": name}, "complementarity": 0}, ensure_ascii=False)
    columns = "a game's (players, then 'payoff X' for each player X), or " if model == "game" else ""
    return f"{columns}customers' valuations as part of a market, a file with {market}"


def _keys(text: str) -> dict[str, Any]:
    if _head(text)[:3] in _GAMBIT:
        return {}
    for parse in (json.loads, tomllib.loads):
        try:
            found = parse(text)
        except (ValueError, RecursionError):
            continue
        return found if isinstance(found, dict) else {}
    return {}
