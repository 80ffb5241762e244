"""Numbers at the door: what is a number, what is refused, and at once."""

from decimal import Decimal
from fractions import Fraction
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from selten.games.errors import InputError
from selten.games.number import exact_number, finite, number_text, read_json, shown_number

TAKEN: list[tuple[Any, Fraction]] = [
    (3, Fraction(3)),
    (Fraction(2, 4), Fraction(1, 2)),
    (0.9, Fraction(9, 10)),
    (np.float64(0.1), Fraction(1, 10)),
    (np.float32(0.5), Fraction(1, 2)),
    (np.int64(-7), Fraction(-7)),
    (Decimal("0.10"), Fraction(1, 10)),
    ("5/8", Fraction(5, 8)),
    (" 5/8 ", Fraction(5, 8)),
    ("-1.25e-2", Fraction(-1, 80)),
    ("1e2000", Fraction(10) ** 2000),
]


@pytest.mark.parametrize(("value", "exact"), TAKEN, ids=[repr(value) for value, _ in TAKEN])
def test_taken(value: Any, exact: Fraction) -> None:
    assert exact_number(value, "mass") == exact


REFUSED: list[Any] = [
    *(None, True, np.True_, "", "x", "1/0", "nan", "inf", "1 / 2", "0x10", [1], {}, 1j),
    *(float("nan"), float("-inf"), Decimal("NaN"), Decimal("Infinity"), Decimal("1e999999")),
    *("1e999999999", "1e-999999999", "9" * 5000, "1/" + "3" * 5000),
]


@pytest.mark.parametrize("value", REFUSED, ids=lambda value: repr(value)[:20])
def test_refused(value: Any) -> None:
    with pytest.raises(
        InputError, match=r"^mass\[3\]: got .*; allowed: a finite number or a string like '5/8'$"
    ) as raised:
        exact_number(value, "mass[3]")
    assert len(str(raised.value)) < 200


@given(st.floats(allow_nan=False, allow_infinity=False))
def test_a_float_is_the_decimal_it_prints(value: float) -> None:
    assert exact_number(value, "x") == Fraction(Decimal(repr(value)))


@given(st.fractions())
def test_written_and_read_back(value: Fraction) -> None:
    assert exact_number(number_text(value), "x") == value
    assert exact_number(shown_number(value), "x") == value


def test_numbers_too_long_to_print() -> None:
    long = Fraction(1, 3**10000)
    with pytest.raises(InputError, match="4300 digits"):
        number_text(long)
    assert shown_number(long) == "a number of 1000 bits or more"


def test_json_keeps_decimals_exact() -> None:
    assert read_json('{"a": [0.1, 2, "x", null, true], "b": 1E2}', "f") == {
        "a": [Fraction(1, 10), 2, "x", None, True],
        "b": Fraction(100),
    }
    assert type(read_json("2", "f")) is int


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("{", "f: line 1, column 2: not JSON"),
        ("[1,\n2", "f: line 2, column 2: not JSON"),
        ("NaN", "f: got NaN; allowed: finite numbers"),
        ("[-Infinity]", "f: got -Infinity"),
        ('{"a": 1, "a": 1}', "f: the key 'a' is written twice"),
        ("[" * 100000, "nested too deeply"),
        ("1e999999999", "f: got '1e999999999'"),
        ("9" * 5000, "f: got '9999"),
    ],
)
def test_json_refused(text: str, message: str) -> None:
    with pytest.raises(InputError) as raised:
        read_json(text, "f")
    assert message in str(raised.value)


def test_many_keys_take_no_quadratic_time() -> None:
    """A hundred thousand keys: 10**10 comparisons would not end."""
    data = "{" + ", ".join(f'"{k}": 0' for k in range(100000)) + "}"
    assert len(read_json(data, "f")) == 100000


def test_finite() -> None:
    assert finite(1.0)
    assert not finite(float("inf"))
    assert not finite(float("nan"))
