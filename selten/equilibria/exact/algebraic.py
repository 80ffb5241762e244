"""Real algebraic numbers: an irreducible integer polynomial and a rational interval that isolates one of its roots.

Every comparison is exact. Two numbers are equal if they are the same root of the same polynomial, which a change of
sign on the intersection of the two intervals shows; otherwise bisection separates them after finitely many steps.
Roots in an interval are counted by Sturm's theorem.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import total_ordering
from itertools import pairwise
from typing import Any

from selten.games.errors import InputError
from selten.games.number import number_text

_EASY_BITS = 160
"""Discriminants up to this size are factored in full to print the shortest radical."""


@total_ordering
@dataclass(frozen=True, slots=True, eq=False)
class AlgebraicNumber:
    """A real algebraic number; make one with :meth:`of` or :meth:`root`.

    Parameters
    ----------
    coefficients : tuple of int
        The minimal polynomial, constant first, without common divisor, the leading coefficient positive.
    low, high : Fraction
        The number is the only root in between; both equal it if it is rational, otherwise the polynomial has opposite
        signs there.

    Examples
    --------
    >>> x = AlgebraicNumber.root([-8, 0, 27], 0, 1)
    >>> x.text, float(x), x > Fraction(1, 2), x == AlgebraicNumber.root([-8, 0, 27], "1/2", 3)
    ('2*sqrt(6)/9', 0.5443310539518174, True, True)
    """

    coefficients: tuple[int, ...]
    low: Fraction
    high: Fraction

    @classmethod
    def of(cls, value: Fraction | int) -> "AlgebraicNumber":
        """A rational number.

        Examples
        --------
        >>> AlgebraicNumber.of(Fraction(59, 108)).text
        '59/108'
        """
        exact = Fraction(value)
        return cls((-exact.numerator, exact.denominator), exact, exact)

    @classmethod
    def root(
        cls, coefficients: Sequence[int], low: Fraction | int | str, high: Fraction | int | str
    ) -> "AlgebraicNumber":
        """The only root in [low, high] of an integer polynomial, constant first; it need not be irreducible.

        Raises
        ------
        InputError
            If the polynomial is zero or has no root, or several different ones, in the interval.

        Examples
        --------
        >>> AlgebraicNumber.root([6, -5, 1], 1, "5/2").text
        '2'
        """
        import flint

        a, b = Fraction(low), Fraction(high)
        polynomial = flint.fmpz_poly(list(coefficients))
        factors = [] if polynomial.is_zero() else [f for f, _ in polynomial.factor()[1]]
        with_roots = [(f, n) for f in factors if (n := _count(f, a, b))]
        if len(with_roots) != 1 or with_roots[0][1] != 1:
            found = sum(n for _, n in with_roots)
            raise InputError(
                f"polynomial {list(coefficients)}: got {found} roots between {a} and {b}; allowed: exactly one"
            )
        minimal = tuple(int(c) for c in with_roots[0][0].coeffs())
        if minimal[-1] < 0:
            minimal = tuple(-c for c in minimal)
        return cls.of(Fraction(-minimal[0], minimal[1])) if len(minimal) == 2 else cls(minimal, a, b)

    @property
    def degree(self) -> int:
        """The degree of the minimal polynomial; 1 for a rational number."""
        return len(self.coefficients) - 1

    @property
    def rational(self) -> Fraction | None:
        """The value where it is rational, otherwise None."""
        return self.low if self.degree == 1 else None

    def enclosure(self, digits: int) -> tuple[Fraction, Fraction]:
        """Rational bounds on the number at most 10**-digits apart.

        Examples
        --------
        >>> low, high = AlgebraicNumber.root([-2, 0, 1], 1, 2).enclosure(3)
        >>> low**2 < 2 < high**2, high - low <= Fraction(1, 1000)
        (True, True)
        """
        number, width = self, Fraction(1, 10**digits)
        while number.high - number.low > width:
            number = number._halved()
        return number.low, number.high

    @property
    def text(self) -> str:
        """The number as rational, with a square root, or as a root of its polynomial near a decimal."""
        if self.rational is not None:
            return number_text(self.rational)
        if self.degree == 2:
            return _quadratic_text(self)
        return f"root of {_polynomial_text(self.coefficients)} near {self._near()}"

    def __float__(self) -> float:
        """The nearest float."""
        number = self
        while float(number.low) != float(number.high):
            number = number._halved()
        return float(number.low)

    def __eq__(self, other: object) -> bool:
        if isinstance(other, (int, Fraction)):
            return self.rational == other
        if not isinstance(other, AlgebraicNumber):
            return NotImplemented
        if self.coefficients != other.coefficients:
            return False
        low, high = max(self.low, other.low), min(self.high, other.high)
        return low <= high and (self.degree == 1 or _sign(self.coefficients, low) != _sign(self.coefficients, high))

    def __lt__(self, other: "AlgebraicNumber | Fraction | int") -> bool:
        if not isinstance(other, (AlgebraicNumber, Fraction, int)):
            return NotImplemented
        mine, its = self, other if isinstance(other, AlgebraicNumber) else AlgebraicNumber.of(other)
        if mine == its:
            return False
        while mine.low <= its.high and its.low <= mine.high:
            mine, its = mine._halved(), its._halved()
        return mine.high < its.low

    def __hash__(self) -> int:
        return hash(self.rational) if self.degree == 1 else hash(self.coefficients)

    def _halved(self) -> "AlgebraicNumber":
        middle = (self.low + self.high) / 2
        if self.degree == 1:
            return self
        if _sign(self.coefficients, middle) == _sign(self.coefficients, self.low):
            return AlgebraicNumber(self.coefficients, middle, self.high)
        return AlgebraicNumber(self.coefficients, self.low, middle)

    def _near(self) -> str:
        """A decimal that no other root of the polynomial is as near to, of six digits if they suffice."""
        import flint

        polynomial, value = flint.fmpz_poly(list(self.coefficients)), float(self)
        texts = [f"{value:.{digits}g}" for digits in range(6, 18)]
        for digits, text in enumerate(texts, 6):
            margin = 10 * abs(Fraction(text)) / 10**digits
            if _count(polynomial, Fraction(text) - margin, Fraction(text) + margin) == 1:
                return text
        return texts[-1]


def real_roots(
    coefficients: Sequence[int], low: Fraction | int | str, high: Fraction | int | str
) -> tuple[AlgebraicNumber, ...]:
    """All different real roots in [low, high] of an integer polynomial that is not zero, ascending.

    Examples
    --------
    >>> [x.text for x in real_roots([0, -2, 0, 1], -1, 2)]
    ['0', 'sqrt(2)']
    """
    import flint

    roots: list[AlgebraicNumber] = []
    for factor, _ in flint.fmpz_poly(list(coefficients)).factor()[1]:
        intervals = [(Fraction(low), Fraction(high))]
        while intervals:
            a, b = intervals.pop()
            found = _count(factor, a, b)
            if found == 1:
                roots.append(AlgebraicNumber.root([int(c) for c in factor.coeffs()], a, b))
            elif found:
                intervals += [(a, (a + b) / 2), ((a + b) / 2, b)]
    return tuple(sorted(roots))


def _count(polynomial: Any, low: Fraction, high: Fraction) -> int:
    """How many different real roots of an irreducible polynomial lie in [low, high]."""
    import flint

    if polynomial.degree() == 1:
        return 1 if low <= Fraction(-int(polynomial[0]), int(polynomial[1])) <= high else 0
    chain = [flint.fmpq_poly(polynomial), flint.fmpq_poly(polynomial.derivative())]
    while chain[-1].degree() > 0:
        chain.append(-(chain[-2] % chain[-1]))
    variations: list[int] = []
    for end in (low, high):
        values = [p(flint.fmpq(end.numerator, end.denominator)) for p in chain]
        signs = [v > 0 for v in values if v != 0]
        variations.append(sum(x != y for x, y in pairwise(signs)))
    return variations[0] - variations[1]


def _sign(coefficients: Sequence[int], x: Fraction) -> int:
    value, scale = 0, 1
    for c in reversed(coefficients):
        value = value * x.numerator + c * scale
        scale *= x.denominator
    return (value > 0) - (value < 0)


def _polynomial_text(coefficients: Sequence[int]) -> str:
    terms = []
    for power in range(len(coefficients) - 1, -1, -1):
        c = coefficients[power]
        if c:
            symbol = "Y" if power == 1 else f"Y**{power}"
            size = str(abs(c)) if power == 0 else symbol if abs(c) == 1 else f"{abs(c)}*{symbol}"
            terms.append(("- " if c < 0 else "+ ") + size)
    return " ".join(terms)[2:]


def _quadratic_text(number: AlgebraicNumber) -> str:
    """A + B * sqrt(n) in lowest terms, over one denominator where A and B have the same."""
    c, b, a = number.coefficients
    square, n = _without_squares(b * b - 4 * a * c)
    rational = Fraction(-b, 2 * a)
    factor = Fraction(square, 2 * a) * (1 if number > rational else -1)
    sign = " - " if factor < 0 else " + "
    shown = f"sqrt({n})" if abs(factor.numerator) == 1 else f"{abs(factor.numerator)}*sqrt({n})"
    over = "" if factor.denominator == 1 else f"/{factor.denominator}"
    if rational == 0:
        return f"{'-' if factor < 0 else ''}{shown}{over}"
    if over and rational.denominator == factor.denominator:
        return f"({rational.numerator}{sign}{shown}){over}"
    return f"{number_text(rational)}{sign}{shown}{over}"


def _without_squares(value: int) -> tuple[int, int]:
    """(s, n) with value = s**2 * n, n without square factors (without those of small primes, if value is huge)."""
    import flint

    whole = flint.fmpz(value)
    factors = whole.factor() if value.bit_length() <= _EASY_BITS else whole.factor(trial_limit=3000)
    square, rest = 1, 1
    for prime, power in factors:
        square *= int(prime) ** (power // 2)
        rest *= int(prime) ** (power % 2)
    return square, rest
