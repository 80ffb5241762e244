"""Algebraic numbers against sympy's roots and radicals."""

from fractions import Fraction
from itertools import combinations

import pytest
import sympy
from hypothesis import given, settings
from hypothesis import strategies as st

from selten.equilibria.exact.algebraic import AlgebraicNumber, real_roots
from selten.games.errors import InputError

Y = sympy.Symbol("Y")
WIDE = Fraction(10**6)


@pytest.mark.parametrize(
    ("coefficients", "low", "high", "text"),
    [
        ([-59, 108], 0, 1, "59/108"),
        ([-8, 0, 27], 0, 1, "2*sqrt(6)/9"),
        ([-8, 0, 27], -1, 0, "-2*sqrt(6)/9"),
        ([-2, 0, 1], 0, 2, "sqrt(2)"),
        ([-2, 0, 9], 0, 2, "sqrt(2)/3"),
        ([536, -1296, 729], 1, 2, "8/9 + 2*sqrt(10)/27"),
        ([-1, -1, 1], 0, 2, "(1 + sqrt(5))/2"),
        ([-1, -1, 1], -1, 0, "(1 - sqrt(5))/2"),
        ([-1, -2, 1], 0, 3, "1 + sqrt(2)"),
        ([-1, -2, 1], -1, 0, "1 - sqrt(2)"),
        ([-2704, 12232, -13385, 256], 0, "1/2", "root of 256*Y**3 - 13385*Y**2 + 12232*Y - 2704 near 0.369018"),
    ],
)
def test_text_is_the_shortest_radical_or_the_polynomial(
    coefficients: list[int], low: int, high: int | str, text: str
) -> None:
    number = AlgebraicNumber.root(coefficients, low, high)
    assert number.text == text
    if number.degree <= 2:
        polynomial = sympy.Poly(coefficients[::-1], Y)
        assert sympy.simplify(polynomial.eval(sympy.sympify(text))) == 0
        assert float(number) == pytest.approx(float(sympy.sympify(text)), abs=1e-15)


@given(st.lists(st.integers(-9, 9), min_size=2, max_size=6).filter(lambda c: c[-1] != 0))
@settings(max_examples=60, deadline=None)
def test_all_real_roots_are_those_of_sympy(coefficients: list[int]) -> None:
    expected = sorted(set(sympy.Poly(coefficients[::-1], Y).real_roots()), key=lambda r: r.evalf(40))
    found = real_roots(coefficients, -WIDE, WIDE)
    assert len(found) == len(expected)
    for mine, its in zip(found, expected, strict=True):
        low, high = mine.enclosure(25)
        close = sympy.Rational(1, 10**24)
        assert high - low <= Fraction(1, 10**25)
        assert abs(its.evalf(40) - sympy.Rational(low.numerator, low.denominator)) < close
        assert float(mine) == pytest.approx(float(its), rel=1e-15)


@given(st.lists(st.integers(-5, 5), min_size=3, max_size=5).filter(lambda c: c[-1] != 0))
@settings(max_examples=40, deadline=None)
def test_order_and_equality_do_not_depend_on_the_interval(coefficients: list[int]) -> None:
    roots = real_roots(coefficients, -WIDE, WIDE)
    for a, b in combinations(roots, 2):
        assert a < b
        assert a != b
    for root in roots:
        low, high = root.enclosure(40)
        # Another polynomial with the same root, and a far narrower interval.
        multiple = [0, *coefficients]
        multiple[:-1] = [3 * c + m for c, m in zip(coefficients, multiple[:-1], strict=True)]
        again = AlgebraicNumber.root(multiple, low, high)
        assert again == root
        assert hash(again) == hash(root)
        assert not again < root
        assert low - 1 < root < high + 1


def test_roots_closer_than_floats_are_told_apart() -> None:
    # Mignotte's polynomial (irreducible by Eisenstein): two roots about 1e-22 apart near 10**-5.
    a = 10**5
    coefficients = [-2, 4 * a, -2 * a * a, 0, 0, 0, 0, 0, 1]
    first, second, *_ = (r for r in real_roots(coefficients, 0, 1))
    assert first < second
    assert first != second
    gap = sympy.Poly(coefficients[::-1], Y).real_roots()
    close = [r.evalf(60) for r in gap if 0 < r.evalf(30) < 1]
    assert Fraction(str(close[0])) - first.enclosure(50)[0] < Fraction(1, 10**49)
    assert Fraction(str(close[1])) - second.enclosure(50)[0] < Fraction(1, 10**49)


def test_near_distinguishes_neighbouring_roots() -> None:
    a = 100
    roots = real_roots([-2, 4 * a, -2 * a * a, 0, 0, 1], 0, 1)
    shown = [float(root.text.rpartition(" ")[2]) for root in roots]
    assert len(roots) == 2
    for i, text in enumerate(shown):
        assert min(range(2), key=lambda j: abs(float(roots[j]) - text)) == i


def test_comparison_with_rationals_is_exact() -> None:
    root_two = AlgebraicNumber.root([-2, 0, 1], 1, 2)
    p, q = 1, 1
    for _ in range(40):  # continued fraction of sqrt(2): the squares alternate around 2
        p, q = p + 2 * q, p + q
        assert (root_two < Fraction(p, q)) == (p * p > 2 * q * q)
    assert AlgebraicNumber.of(Fraction(1, 3)) == Fraction(1, 3)
    assert AlgebraicNumber.of(2) > root_two >= Fraction(7, 5)
    assert hash(AlgebraicNumber.of(2)) == hash(2)
    assert root_two != "sqrt(2)"
    with pytest.raises(TypeError):
        assert root_two < "2"  # type: ignore[operator]


def test_a_huge_discriminant_is_printed_without_being_factored() -> None:
    a = 10**40 + 7
    number = AlgebraicNumber.root([-(a**3), 0, 4], 0, a * a)
    assert sympy.sympify(number.text) ** 2 == sympy.Rational(a**3, 4)


@pytest.mark.parametrize(
    ("coefficients", "low", "high", "found"),
    [([1, 0, 1], -5, 5, 0), ([-2, 0, 1], -2, 2, 2), ([2, -3, 1], 0, 3, 2), ([0], 0, 1, 0), ([-2, 0, 1], 5, 6, 0)],
)
def test_anything_but_one_root_is_refused(coefficients: list[int], low: int, high: int, found: int) -> None:
    with pytest.raises(InputError, match=f"got {found} roots"):
        AlgebraicNumber.root(coefficients, low, high)
