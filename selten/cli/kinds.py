"""What an input is, by its content: a game, or the specification of one of the markets."""

import json
import tomllib
from typing import Any

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
