"""Numbers at the door: what a file or a caller may write, and how exact numbers are written back.

A decimal means the decimal that is printed (0.9 is 9/10), never the binary fraction nearest to it. Inside the house an
exact number is a :class:`fractions.Fraction`; on the way out it is an integer or ``p/q``.
"""

import json
import math
from decimal import Decimal
from fractions import Fraction
from numbers import Rational
from typing import Any

import numpy as np

from selten.games.errors import InputError


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
        value = repr(float(value))
    try:
        if isinstance(value, (str, Decimal)):
            return Fraction(value)
    except (ValueError, ZeroDivisionError, OverflowError):
        pass
    raise InputError(f"{field}: got {value!r}; allowed: a finite number or a string like '5/8'")


def number_text(value: Fraction | int) -> str:
    """An exact number as ``p`` or ``p/q``.

    Examples
    --------
    >>> number_text(Fraction(10, 16)), number_text(3)
    ('5/8', '3')
    """
    return str(Fraction(value))


def read_json(text: str, source: str) -> Any:
    """Parse JSON keeping every decimal exact (as :class:`~fractions.Fraction`).

    Raises
    ------
    InputError
        For malformed JSON, NaN and infinities, and keys that are written twice.
    """

    def refuse(token: str) -> Fraction:
        raise InputError(f"{source}: got {token}; allowed: finite numbers")

    def unique(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
        keys = [key for key, _ in pairs]
        for key in keys:
            if keys.count(key) > 1:
                raise InputError(f"{source}: the key {key!r} is written twice; allowed: once")
        return dict(pairs)

    try:
        return json.loads(text, parse_float=Fraction, parse_constant=refuse, object_pairs_hook=unique)
    except json.JSONDecodeError as error:
        raise InputError(f"{source}: line {error.lineno}, column {error.colno}: not JSON ({error.msg})") from None
    except RecursionError:
        raise InputError(f"{source}: not usable JSON (nested too deeply)") from None


def finite(value: float) -> bool:
    """Whether a float is neither infinite nor NaN."""
    return math.isfinite(value)
