"""The PRIOR of ``selten discrimination``: values and costs of the producers, from JSON or TOML.

``{"states": [{"mass": "1/16", "values": ["1", "4"], "costs": ["0", "1"]}, ...]}``: all keys required, unknown keys
refused, numbers exact (a decimal means the decimal printed).
"""

import os
from typing import Any

from selten.games.discrimination import Prior
from selten.games.errors import InputError
from selten.games.formats import read_text
from selten.games.specs.market_spec import market_data
from selten.games.specs.spec_reading import number, shown, some, table


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
            raise InputError(f"the prior: got {shown(data)}; allowed: an object with the one key states")
        states = some(data["states"], "states", of="at least one state")
        return Prior.of([_state(state, f"states[{k}]") for k, state in enumerate(states)])
    except InputError as error:
        raise InputError(f"{source}: {error}") from None


def _state(data: Any, field: str) -> tuple[Any, list[Any], list[Any]]:
    own = table(data, ("mass", "values", "costs"), field)
    mass = number(own["mass"], f"{field}.mass")
    return mass, _numbers(own["values"], f"{field}.values"), _numbers(own["costs"], f"{field}.costs")


def _numbers(data: Any, field: str) -> list[Any]:
    given = some(data, field, of="numbers, one for each producer")
    return [number(value, f"{field}[{i}]") for i, value in enumerate(given)]
