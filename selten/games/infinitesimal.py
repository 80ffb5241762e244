"""The ordered field Q(e): ratios of polynomials in a positive infinitesimal e.

A number is written p / q with integer coefficients, lowest power first, without common factors, and with the lowest
nonzero coefficient of q positive. It is positive exactly if the lowest nonzero coefficient of p is: exactly if it is
positive for every sufficiently small real e > 0. So 0 < e < 1/1000 < 1, e**2 < e / 1000, and 1 / e exceeds every
rational. A number that is not infinite has a *standard part*, its limit as e tends to 0.

Source: ordered fields of rational functions are in Bochnak, Coste and Roy, Real Algebraic Geometry (1998), section 1.1.
"""

from collections.abc import Callable
from dataclasses import dataclass
from fractions import Fraction
from functools import total_ordering
from math import lcm
from typing import Any

from selten.games.errors import InputError
from selten.games.number import exact_number

Coefficients = tuple[int, ...]
Rule = Callable[[Any, Any, Any, Any], tuple[Any, Any]]


@total_ordering
@dataclass(frozen=True, slots=True, eq=False)
class Infinitesimal:
    """One number of the field; make it with :meth:`of`, :meth:`ratio` or arithmetic from :data:`EPSILON`.

    Parameters
    ----------
    numerator, denominator : tuple of int
        Coefficients of 1, e, e**2, ..., without trailing zeros, in the form that the module's text describes.

    Examples
    --------
    >>> half = Infinitesimal.of("1/2")
    >>> price = (half - EPSILON) / (1 + EPSILON)
    >>> price < half, price.standard_part, str(price)
    (True, Fraction(1, 2), '1/2 - 3/2 e + ...')
    >>> 0 < EPSILON < Fraction(1, 10**100)
    True
    """

    numerator: Coefficients
    denominator: Coefficients

    @classmethod
    def of(cls, value: Any) -> "Infinitesimal":
        """A rational, or a string like "1/3", as a number of the field.

        Raises
        ------
        InputError
            If the value is no finite number.
        """
        if isinstance(value, Infinitesimal):
            return value
        exact = exact_number(value, "value")
        return cls((exact.numerator,) if exact else (), (exact.denominator,))

    @classmethod
    def ratio(cls, numerator: Any, denominator: Any) -> "Infinitesimal":
        """The ratio of two polynomials, given by integer coefficients with that of 1 first (or as flint's fmpz_poly).

        Raises
        ------
        ZeroDivisionError
            If the denominator is zero.
        """
        above, below = _polynomial(numerator), _polynomial(denominator)
        if not below:
            raise ZeroDivisionError("Infinitesimal: the denominator is zero")
        common = above.gcd(below)
        if polynomial_sign(below) != polynomial_sign(common):
            common = -common
        return cls(_coefficients(above // common), _coefficients(below // common))

    @property
    def sign(self) -> int:
        """-1, 0 or 1."""
        return _sign(self.numerator)

    @property
    def order(self) -> int:
        """The power of e that the number is comparable with: positive for infinitesimals, negative for infinite ones.

        Raises
        ------
        ArithmeticError
            For 0, which is smaller than every power.
        """
        if not self.numerator:
            raise ArithmeticError("Infinitesimal.order: 0 is smaller than every power of e")
        return _lowest(self.numerator) - _lowest(self.denominator)

    @property
    def standard_part(self) -> Fraction:
        """The limit as e tends to 0.

        Raises
        ------
        ArithmeticError
            If the number is infinite.
        """
        if not self.numerator:
            return Fraction(0)
        shift = _lowest(self.denominator)
        if _lowest(self.numerator) < shift:
            raise ArithmeticError(f"Infinitesimal.standard_part: {self.numerator} / {self.denominator} is infinite")
        return Fraction(self.numerator[shift] if shift < len(self.numerator) else 0, self.denominator[shift])

    def series(self, terms: int) -> tuple[Fraction, ...]:
        """The first coefficients of the expansion in powers 1, e, e**2, ...

        Raises
        ------
        ArithmeticError
            If the number is infinite.

        Examples
        --------
        >>> (1 / (2 + EPSILON)).series(3)
        (Fraction(1, 2), Fraction(-1, 4), Fraction(1, 8))
        """
        shift = _lowest(self.denominator)
        if self.numerator and _lowest(self.numerator) < shift:
            raise ArithmeticError(f"Infinitesimal.series: {self.numerator} / {self.denominator} is infinite")
        above, below = self.numerator[shift:], self.denominator[shift:]
        found: list[Fraction] = []
        for k in range(terms):
            known = sum((below[j] * found[k - j] for j in range(1, min(k, len(below) - 1) + 1)), Fraction(0))
            found.append(((above[k] if k < len(above) else 0) - known) / below[0])
        return tuple(found)

    def at(self, value: Fraction) -> Fraction:
        """The ratio with a rational in the place of e.

        Raises
        ------
        ZeroDivisionError
            If the denominator vanishes there.
        """
        return _value(self.numerator, value) / _value(self.denominator, value)

    def __str__(self) -> str:
        """The terms up to the first power of e, with dots where more follow; infinite numbers in full."""
        if self.numerator and self.order < 0:
            return f"({_written(self.numerator)}) / ({_written(self.denominator)})"
        shown = self.series(max(2, self.order + 1) if self.numerator else 1)
        rest = self - Infinitesimal.ratio(*_over_one(shown))
        return _written(shown) + (" + ..." if rest.sign else "")

    def __hash__(self) -> int:
        if len(self.numerator) <= 1 and len(self.denominator) == 1:
            return hash(self.at(Fraction(0)))
        return hash((self.numerator, self.denominator))

    def __eq__(self, other: object) -> bool:
        number = _coerced(other)
        if number is None:
            return NotImplemented
        return self.numerator == number.numerator and self.denominator == number.denominator

    def __lt__(self, other: Any) -> bool:
        number = _coerced(other)
        return NotImplemented if number is None else (self - number).sign < 0

    def __add__(self, other: Any) -> "Infinitesimal":
        return _combined(self, other, lambda a, b, c, d: (a * d + c * b, b * d))

    def __sub__(self, other: Any) -> "Infinitesimal":
        return _combined(self, other, lambda a, b, c, d: (a * d - c * b, b * d))

    def __rsub__(self, other: Any) -> "Infinitesimal":
        return (-self).__add__(other)

    def __mul__(self, other: Any) -> "Infinitesimal":
        return _combined(self, other, lambda a, b, c, d: (a * c, b * d))

    def __truediv__(self, other: Any) -> "Infinitesimal":
        return _combined(self, other, lambda a, b, c, d: (a * d, b * c))

    def __rtruediv__(self, other: Any) -> "Infinitesimal":
        return Infinitesimal.of(other) / self

    def __neg__(self) -> "Infinitesimal":
        return Infinitesimal(tuple(-c for c in self.numerator), self.denominator)

    __radd__ = __add__
    __rmul__ = __mul__


EPSILON = Infinitesimal((0, 1), (1,))
"""The infinitesimal e itself."""


def polynomial_sign(polynomial: Any) -> int:
    """The sign of a flint polynomial for every sufficiently small positive argument.

    Examples
    --------
    >>> from flint import fmpz_poly
    >>> polynomial_sign(fmpz_poly([0, -1, 1000])), polynomial_sign(fmpz_poly([]))
    (-1, 0)
    """
    return next((1 if c > 0 else -1 for c in polynomial.coeffs() if c), 0)


def _combined(first: Infinitesimal, second: Any, rule: Rule) -> "Infinitesimal":
    number = _coerced(second)
    if number is None:
        return NotImplemented  # type: ignore[no-any-return]
    parts = [_polynomial(c) for c in (first.numerator, first.denominator, number.numerator, number.denominator)]
    return Infinitesimal.ratio(*rule(*parts))


def _coerced(value: object) -> Infinitesimal | None:
    if isinstance(value, Infinitesimal):
        return value
    try:
        return Infinitesimal.of(value)
    except InputError:
        return None


def _polynomial(coefficients: Any) -> Any:
    import flint

    if isinstance(coefficients, flint.fmpz_poly):
        return coefficients
    return flint.fmpz_poly(list(coefficients))


def _coefficients(polynomial: Any) -> Coefficients:
    return tuple(int(c) for c in polynomial.coeffs())


def _sign(coefficients: Coefficients) -> int:
    return next(((c > 0) - (c < 0) for c in coefficients if c), 0)


def _lowest(coefficients: Coefficients) -> int:
    return next(k for k, c in enumerate(coefficients) if c)


def _value(coefficients: Coefficients, at: Fraction) -> Fraction:
    total = Fraction(0)
    for c in reversed(coefficients):
        total = total * at + c
    return total


def _over_one(coefficients: tuple[Fraction, ...]) -> tuple[list[int], list[int]]:
    common = lcm(*(c.denominator for c in coefficients))
    return [int(c * common) for c in coefficients], [common]


def _written(coefficients: tuple[Any, ...]) -> str:
    powers = ["", " e", *(f" e^{k}" for k in range(2, len(coefficients)))]
    terms = [(c, power) for c, power in zip(coefficients, powers, strict=False) if c]
    if not terms:
        return "0"
    shown = ""
    for c, power in terms:
        size = str(abs(c)) + power if abs(c) != 1 or not power else power.strip()
        joint = (" - " if c < 0 else " + ") if shown else ("-" if c < 0 else "")
        shown += joint + size
    return shown
