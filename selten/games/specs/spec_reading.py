"""Checked parts of a SPEC: what readers of JSON and TOML descriptions ask of tables, lists, words and numbers.

Each function returns the part it checked, so that readers are written as one expression, and each error is one sentence
that names the field, the value got and what is allowed.
"""

from collections.abc import Iterable
from fractions import Fraction
from typing import Any

from selten.games.consumers.atoms import sensible
from selten.games.errors import InputError
from selten.games.number import exact_number

_LONGEST = 60


def table(data: Any, required: Iterable[str], field: str, *, optional: Iterable[str] = ()) -> dict[str, Any]:
    """A table with all the required keys, perhaps some of the optional ones, and no others.

    Raises
    ------
    InputError
        If it is no table, a key is not known, or a required key is missing.

    Examples
    --------
    >>> table({"prior": 1}, ["prior"], "the market", optional=["arrival"])
    {'prior': 1}
    >>> table({"piror": 1}, ["prior"], "the market", optional=["arrival"])
    Traceback (most recent call last):
    selten.games.errors.InputError: the market: got the key 'piror'; allowed: prior, arrival
    """
    required = tuple(required)
    keys = (*required, *optional)
    if not isinstance(data, dict):
        raise InputError(f"{field}: got {shown(data)}; allowed: an object with the keys {', '.join(keys)}")
    for key in data:
        if key not in keys:
            raise InputError(f"{field}: got the key {shown(key)}; allowed: {', '.join(keys)}")
    for key in required:
        if key not in data:
            raise InputError(f"{field}: the key {key!r} is missing; allowed: {', '.join(keys)}")
    return data


def some(data: Any, field: str, *, of: str) -> list[Any]:
    """A list that is not empty; ``of`` says in the message what it holds.

    Raises
    ------
    InputError
        If it is no list, or empty.

    Examples
    --------
    >>> some([], "states", of="at least one state")
    Traceback (most recent call last):
    selten.games.errors.InputError: states: got []; allowed: a list of at least one state
    """
    if not isinstance(data, list) or not data:
        raise InputError(f"{field}: got {shown(data)}; allowed: a list of {of}")
    return data


def word(data: Any, allowed: Iterable[str], field: str) -> str:
    """One of the allowed words.

    Raises
    ------
    InputError
        If it is none of them.

    Examples
    --------
    >>> word("rondom", ("random", "efficient"), "arrival")
    Traceback (most recent call last):
    selten.games.errors.InputError: arrival: got 'rondom'; allowed: random, efficient
    """
    allowed = tuple(allowed)
    if not isinstance(data, str) or data not in allowed:
        raise InputError(f"{field}: got {shown(data)}; allowed: {', '.join(allowed)}")
    return data


def truth(data: Any, field: str) -> bool:
    """True or false.

    Raises
    ------
    InputError
        If it is neither.

    Examples
    --------
    >>> truth(1, "cost_scales_with_taste")
    Traceback (most recent call last):
    selten.games.errors.InputError: cost_scales_with_taste: got 1; allowed: true or false
    """
    if not isinstance(data, bool):
        raise InputError(f"{field}: got {shown(data)}; allowed: true or false")
    return data


def number(data: Any, field: str) -> Fraction:
    """An exact number of a size that arithmetic can use; a decimal means the decimal printed.

    Raises
    ------
    InputError
        If it is no number, or too large, too small or too long.

    Examples
    --------
    >>> number("0.1", "prior")
    Fraction(1, 10)
    """
    return sensible(exact_number(data, field), field)


def shown(value: object) -> str:
    """A value as messages show it: short, and a table by its keys.

    Examples
    --------
    >>> shown({"a": 1}), shown(Fraction(1, 2)), len(shown("x" * 100))
    ("the keys 'a'", '1/2', 60)
    """
    if isinstance(value, dict):
        text = f"the keys {', '.join(map(repr, value))}" if value else "an empty object"
    else:
        text = str(value) if isinstance(value, Fraction) else repr(value)
    return text if len(text) <= _LONGEST else text[: _LONGEST - 3] + "..."
