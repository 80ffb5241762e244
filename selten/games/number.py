"""Numbers at the door: what a file or a caller may write, and how exact numbers are written back.

A decimal means the decimal that is printed (0.9 is 9/10), never the binary fraction nearest to it. Inside the house an
exact number is a :class:`fractions.Fraction`; on the way out it is an integer or ``p/q``.
"""

import json
import math
from decimal import Context, Decimal
from fractions import Fraction
from numbers import Rational
from typing import Any

import numpy as np

from selten.games.errors import InputError

_LONGEST = 2000
"""The most characters of a number, and its largest exponent: what Python converts and prints without a setting."""

_SHOWN_BITS = 1000

_DEEPEST = 100
"""The most lists and objects inside each other: readers and printers go down them by recursion."""


def exact_number(value: object, field: str) -> Fraction:
    """The exact rational that ``value`` writes.

    Parameters
    ----------
    value : int, Fraction, Decimal, str or float
        A float stands for the shortest decimal that prints it.
    field : str
        Where the value stands, for the error message.

    Raises
    ------
    InputError
        If the value is no finite number.

    Examples
    --------
    >>> exact_number("5/8", "mass"), exact_number(0.9, "mass")
    (Fraction(5, 8), Fraction(9, 10))
    """
    if isinstance(value, Fraction):
        return value
    if isinstance(value, (bool, np.bool_)):
        raise InputError(f"{field}: got {value!r}; allowed: a finite number or a string like '5/8'")
    if isinstance(value, Rational):
        return Fraction(int(value.numerator), int(value.denominator))
    if isinstance(value, np.integer):
        return Fraction(int(value))
    if isinstance(value, (float, np.floating)):
        if math.isfinite(value):
            return Fraction(Decimal(repr(float(value))))  # as printed; several times faster than from the text
        value = repr(float(value))
    try:
        if isinstance(value, (str, Decimal)) and _sensible(str(value)):
            return Fraction(value)
    except (ValueError, ZeroDivisionError, OverflowError):
        pass
    raise InputError(f"{field}: got {_shown(value)}; allowed: a finite number or a string like '5/8'")


def _shown(value: object) -> str:
    text = repr(value)
    return text if len(text) <= 80 else text[:77] + "..."


def _sensible(text: str) -> bool:
    """Whether the number that is written can be held and printed: 1e999999999 would fill the memory."""
    exponent = text.lower().partition("e")[2]
    return len(text) <= _LONGEST and (not exponent or abs(int(exponent)) <= _LONGEST)


def number_text(value: Fraction | int) -> str:
    """An exact number as ``p`` or ``p/q``.

    Examples
    --------
    >>> number_text(Fraction(10, 16)), number_text(3)
    ('5/8', '3')
    """
    try:
        return str(value if type(value) is Fraction else Fraction(value))
    except ValueError:  # Python does not print integers of more than sys.get_int_max_str_digits() digits
        raise InputError("a number: got more than 4300 digits; allowed in a file: fewer") from None


def shown_number(value: Fraction | int) -> str:
    """An exact number as a message shows it: in full if it is short.

    Examples
    --------
    >>> shown_number(Fraction(7, 6)), shown_number(Fraction(1, 7**1000))
    ('7/6', 'a number of 1000 bits or more')
    """
    exact = Fraction(value)
    if max(exact.numerator.bit_length(), exact.denominator.bit_length()) < _SHOWN_BITS:
        return str(exact)
    return f"a number of {_SHOWN_BITS} bits or more"


def read_json(text: str, source: str) -> Any:
    """Parse JSON keeping every decimal exact (as :class:`~fractions.Fraction`).

    Raises
    ------
    InputError
        For malformed JSON, NaN and infinities, keys that are written twice, and more than 100 lists and objects inside
        each other.
    """

    def refuse(token: str) -> Fraction:
        raise InputError(f"{source}: got {token}; allowed: finite numbers")

    def number(token: str) -> Fraction:
        return exact_number(token, source)

    def unique(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
        seen: set[str] = set()
        for key, _ in pairs:
            if key in seen:
                raise InputError(f"{source}: the key {key!r} is written twice; allowed: once")
            seen.add(key)
        return dict(pairs)

    def integer(token: str) -> int:
        return int(number(token))

    hooks: dict[str, Any] = {"parse_int": integer, "parse_constant": refuse, "object_pairs_hook": unique}
    try:
        found = json.loads(text, parse_float=number, **hooks)
        if not deeper(found):
            return found
    except json.JSONDecodeError as error:
        raise InputError(f"{source}: line {error.lineno}, column {error.colno}: not JSON ({error.msg})") from None
    except RecursionError:
        pass
    raise InputError(f"{source}: not usable JSON (nested too deeply)") from None


def deeper(data: Any) -> bool:
    """Whether lists and objects are nested more than a hundred deep.

    Examples
    --------
    >>> deeper([[1], {"a": [2]}]), deeper(json.loads("[" * 200 + "]" * 200))
    (False, True)
    """
    level = [data]
    for _ in range(_DEEPEST):
        parts = (own.values() if isinstance(own, dict) else own for own in level if isinstance(own, (dict, list)))
        level = [own for part in parts for own in part if isinstance(own, (dict, list))]
        if not level:
            return False
    return True


def finite(value: float) -> bool:
    """Whether a float is neither infinite nor NaN."""
    return math.isfinite(value)


def rounded(value: Fraction, digits: int = 6) -> str:
    """An exact number in a few digits, whether a double holds it or not.

    Examples
    --------
    >>> rounded(Fraction(2, 3)), rounded(Fraction(10**400, 3), 3)
    ('0.666667', '3.33e+399')
    """
    try:
        return f"{float(value):.{digits}g}"
    except OverflowError:
        return f"{Context(digits).divide(Decimal(value.numerator), Decimal(value.denominator)).normalize():g}"
