"""The PRIOR of ``selten discrimination``: values and costs of the producers, from JSON or TOML.

``{"states": [{"mass": "1/16", "values": ["1", "4"], "costs": ["0", "1"]}, ...]}``: all keys required, unknown keys
refused, numbers exact (a decimal means the decimal printed).
"""

import os
from typing import Any

from selten.games.atoms import sensible
from selten.games.discrimination import Prior
from selten.games.errors import InputError
from selten.games.formats import read_text
from selten.games.market_spec import market_data
from selten.games.number import exact_number

_KEYS = ("mass", "values", "costs")


def read_prior(path: str | os.PathLike[str]) -> Prior:
    """The prior in a .json or .toml file, or on standard input for ``-``.

    Raises
    ------
    InputError
        In one sentence naming the file, the state, the value got and what is allowed.
    """
    text, source = read_text(path)
    return parse_prior(market_data(text, source), source)


def parse_prior(data: Any, source: str) -> Prior:
    """The prior that a file's data describe; states with the same values and costs are merged.

    Raises
    ------
    InputError
        In one sentence naming the source, the state, the value got and what is allowed.

    Examples
    --------
    >>> prior = parse_prior({"states": [{"mass": 1, "values": [3, 0.5], "costs": [0, "1/4"]}]}, "x")
    >>> prior.states[0].values, prior.total_surplus
    ((Fraction(3, 1), Fraction(1, 2)), Fraction(3, 1))
    """
    try:
        if not isinstance(data, dict) or list(data) != ["states"]:
            raise InputError(f"the prior: got {_shown(data)}; allowed: an object with the one key states")
        states = data["states"]
        if not isinstance(states, list) or not states:
            raise InputError(f"states: got {_shown(states)}; allowed: a list of at least one state")
        return Prior.of([_state(state, f"states[{k}]") for k, state in enumerate(states)])
    except InputError as error:
        raise InputError(f"{source}: {error}") from None


def _state(data: Any, field: str) -> tuple[Any, list[Any], list[Any]]:
    if not isinstance(data, dict):
        raise InputError(f"{field}: got {_shown(data)}; allowed: an object with the keys {', '.join(_KEYS)}")
    for key in data:
        if key not in _KEYS:
            raise InputError(f"{field}: got the key {_shown(key)}; allowed: {', '.join(_KEYS)}")
    for key in _KEYS:
        if key not in data:
            raise InputError(f"{field}: the key {key!r} is missing; allowed: {', '.join(_KEYS)}")
    mass = sensible(exact_number(data["mass"], f"{field}.mass"), f"{field}.mass")
    return mass, _numbers(data["values"], f"{field}.values"), _numbers(data["costs"], f"{field}.costs")


def _numbers(data: Any, field: str) -> list[Any]:
    if not isinstance(data, list) or not data:
        raise InputError(f"{field}: got {_shown(data)}; allowed: a list of numbers, one for each producer")
    places = [f"{field}[{i}]" for i in range(len(data))]
    return [sensible(exact_number(value, place), place) for value, place in zip(data, places, strict=True)]


def _shown(value: object) -> str:
    if isinstance(value, dict):
        return f"the keys {', '.join(map(repr, value))}"[:120] if value else "an empty object"
    text = repr(value)
    return text if len(text) <= 60 else text[:57] + "..."
