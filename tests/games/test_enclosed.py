"""Attacks on the rounding and the signs of enclosed numbers."""

import operator
from collections.abc import Callable
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from selten.games.enclosed import Enclosed, Undecided

Pair = tuple[Fraction, Enclosed]

OPERATIONS: dict[str, Callable[[Any, Any], Any]] = {
    "+": operator.add,
    "-": operator.sub,
    "*": operator.mul,
    "/": operator.truediv,
}

rationals = st.fractions(min_value=-1000, max_value=1000, max_denominator=10**9)
wild = st.builds(
    lambda mantissa, exponent: Fraction(mantissa) * Fraction(2) ** exponent,
    st.integers(-(2**60), 2**60),
    st.integers(-60, 60),
)


def contains(enclosed: Enclosed, value: Fraction) -> bool:
    return Fraction(enclosed.low) <= value <= Fraction(enclosed.high)


def leaf(value: Fraction, width: Fraction, name: str) -> Pair:
    """A symbol whose true value is ``value``, known to within about ``width``."""
    low, high = Enclosed.of(value - width).low, Enclosed.of(value + width).high
    return value, Enclosed.symbol(name, low, high)


leaves = st.one_of(
    wild.map(lambda value: (value, Enclosed.of(value))),
    rationals.map(lambda value: (value, Enclosed.of(value))),
    st.tuples(rationals, st.sampled_from([Fraction(0), Fraction(1, 10**12), Fraction(1, 7)])).map(
        lambda drawn: leaf(drawn[0], drawn[1], f"{drawn[0]}")
    ),
)


@given(leaves, st.lists(st.tuples(st.sampled_from("+-*/"), leaves, st.booleans()), max_size=12))
def test_true_value_lies_in_the_interval(start: Pair, steps: list[tuple[str, Pair, bool]]) -> None:
    """Random expressions, evaluated in fractions, stay inside the interval after every operation."""
    value, enclosed = start
    for sign, (other, other_enclosed), swapped in steps:
        a, b = ((other, other_enclosed), (value, enclosed)) if swapped else ((value, enclosed), (other, other_enclosed))
        if sign == "/" and not (b[1].low > 0 or b[1].high < 0):
            continue
        value, enclosed = OPERATIONS[sign](a[0], b[0]), OPERATIONS[sign](a[1], b[1])
        if max(abs(enclosed.low), abs(enclosed.high)) > 1e150 or abs(value) < Fraction(1, 10**150):
            break
        assert contains(enclosed, value)


@given(rationals, rationals)
def test_order_of_rationals_is_that_of_fractions(a: Fraction, b: Fraction) -> None:
    x, y = Enclosed.of(a), Enclosed.of(b)
    try:
        got = (x < y, x <= y, x == y, x >= y, x > y, (x - y).sign())
    except Undecided:
        assert abs(a - b) <= abs(a) * Fraction(1, 2**50)  # closer than the intervals can tell
    else:
        assert got == (a < b, a <= b, a == b, a >= b, a > b, (a > b) - (a < b))


IDENTITIES: list[tuple[str, Callable[[Enclosed, Enclosed, Enclosed], Enclosed]]] = [
    ("a - a", lambda a, b, c: a - a),
    ("(a + b)(a - b) - a a + b b", lambda a, b, c: (a + b) * (a - b) - a * a + b * b),
    ("a / b - 1 / (b / a)", lambda a, b, c: a / b - 1 / (b / a)),
    ("(a + b + c) - (c + b + a)", lambda a, b, c: (a + b + c) - (c + b + a)),
    ("a (b + c) - a b - a c", lambda a, b, c: a * (b + c) - a * b - a * c),
    ("a / 3 + a / 3 + a / 3 - a", lambda a, b, c: a / 3 + a / 3 + a / 3 - a),
    ("0 b", lambda a, b, c: 0 * b),
    ("(a - a) / c", lambda a, b, c: (a - a) / c),
]


@pytest.mark.parametrize(("name", "identity"), IDENTITIES, ids=[name for name, _ in IDENTITIES])
def test_identities_are_exactly_zero(name: str, identity: Callable[[Enclosed, Enclosed, Enclosed], Enclosed]) -> None:
    a, b, c = (
        Enclosed.symbol(letter, low, low + 1e-9) for letter, low in zip("abc", (0.544, 0.546, 0.549), strict=True)
    )
    zero = identity(a, b, c)
    assert zero.sign() == 0
    assert zero == 0
    assert not zero
    assert (zero.low, zero.high) == (0.0, 0.0)


def test_undecided_names_the_symbols() -> None:
    a, b = Enclosed.symbol("pi-b", 0.5, 0.6), Enclosed.symbol("pi-1b", 0.55, 0.65)
    for compare in (operator.lt, operator.le, operator.gt, operator.ge, operator.eq, operator.ne):
        with pytest.raises(Undecided, match="pi-1b, pi-b") as raised:
            compare(a, b)
        assert raised.value.names == {"pi-b", "pi-1b"}
    with pytest.raises(Undecided):
        bool(a - b)


def test_touching_intervals_are_undecided_and_disjoint_ones_are_not() -> None:
    a = Enclosed.symbol("a", 1.0, 2.0)
    with pytest.raises(Undecided):
        operator.lt(a, Enclosed.symbol("b", 2.0, 3.0))
    assert a < Enclosed.symbol("c", 2.0000001, 3.0)
    assert a != Enclosed.symbol("c", 2.0000001, 3.0)


def test_division_by_what_may_be_zero() -> None:
    a = Enclosed.symbol("a", -1.0, 1.0)
    with pytest.raises(Undecided):
        1 / a
    with pytest.raises(ZeroDivisionError):
        1 / (a - a)
    assert contains(1 / Enclosed.symbol("b", 3.0, 3.0), Fraction(1, 3))


def test_one_name_is_one_number() -> None:
    assert Enclosed.symbol("p", 1.0, 2.0) - Enclosed.symbol("p", 1.5, 1.6) == 0
    with pytest.raises(Undecided):
        operator.eq(Enclosed.symbol("p", 1.0, 2.0), Enclosed.symbol("q", 1.0, 2.0))


@pytest.mark.parametrize(("low", "high"), [(2.0, 1.0), (float("nan"), 1.0), (0.0, float("nan"))])
def test_symbols_need_an_interval(low: float, high: float) -> None:
    with pytest.raises(ValueError, match="low <= high"):
        Enclosed.symbol("a", low, high)


@given(rationals)
def test_of_encloses_tightly(value: Fraction) -> None:
    """At most two neighbouring floats, and equal numbers hash alike however they were made."""
    enclosed = Enclosed.of(value)
    assert contains(enclosed, value)
    assert enclosed.low == enclosed.high or Enclosed.of(Fraction(enclosed.low)).low < enclosed.high
    assert hash(enclosed) == hash(Enclosed.of(value * 2) / 2)


def test_other_types_are_not_equal() -> None:
    assert Enclosed.of(1) != "1"
    assert Enclosed.of(1) != 1.0


def test_middle_as_float() -> None:
    assert float(Enclosed.symbol("a", 1.0, 3.0)) == 2.0
    assert repr(Enclosed.symbol("a", 1.0, 3.0)) == "Enclosed(1.0, 3.0)"


@pytest.mark.parametrize(
    "value", [Fraction(10) ** 400, -(Fraction(10) ** 400), Fraction(1, 10**400), Fraction(-1, 10**400)]
)
def test_numbers_that_no_float_holds(value: Fraction) -> None:
    """Beyond the largest double and below the smallest: the interval must still contain the number, with its sign."""
    enclosed = Enclosed.of(value)
    assert enclosed.low <= value <= enclosed.high
    if abs(value) > 1:
        assert enclosed.sign() == (1 if value > 0 else -1)


def test_overflow_keeps_the_enclosure() -> None:
    big = Enclosed.symbol("big", 1e200, 1.1e200)
    square = big * big
    assert square.low <= Fraction(10) ** 400 <= square.high
    assert square.sign() == 1
    difference = square - big * big
    assert difference == 0
    other = Enclosed.symbol("other", 1e200, 1.1e200)
    with pytest.raises(Undecided):
        (square - other * other).sign()


def test_underflow_keeps_the_enclosure() -> None:
    tiny = Enclosed.symbol("tiny", 1e-200, 1.1e-200)
    square = tiny * tiny
    assert square.low <= Fraction(1, 10**400) <= square.high
