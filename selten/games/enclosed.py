"""Real numbers known by an enclosure and an identity, closed under field operations.

Equilibria of an offering game hang on ties: two profits are the same number or they are not, and a float cannot say
which. Here a number carries two things:

* an interval ``[low, high]`` of floats, rounded outward at every operation, that contains it;
* a residue modulo the prime 2**127 - 1: the value of the same expression when each symbol is replaced by a fixed
  pseudo-random integer drawn from its name.

A nonzero sign is read off the interval and is certain. Zero is read off the residue: the expression is then zero as an
identity in its symbols, whatever their values (Schwartz-Zippel: a polynomial of degree k that is not zero vanishes at a
random point of the field with probability at most k * 2**-127). When neither decides, :class:`Undecided` is raised and
names the symbols: nothing is guessed. Algorithms written for rationals (double description, the simplex method) run on
these numbers unchanged. A number whose residue is zero is stored as exactly zero.
"""

import hashlib
import math
from fractions import Fraction
from typing import Union

_PRIME = 2**127 - 1

Operand = Union["Enclosed", Fraction, int]


class Undecided(ArithmeticError):
    """A sign that the enclosures leave open; ``names`` are the symbols it depends on."""

    def __init__(self, names: frozenset[str]) -> None:
        super().__init__("the bounds do not decide a comparison between: " + ", ".join(sorted(names)))
        self.names = names


def _down(value: float) -> float:
    return math.nextafter(value, -math.inf)


def _up(value: float) -> float:
    return math.nextafter(value, math.inf)


def _bounds(value: Fraction | int) -> tuple[float, float]:
    try:
        nearest = float(value)
    except OverflowError:
        return (_down(math.inf), math.inf) if value > 0 else (-math.inf, _up(-math.inf))
    exact = Fraction(value)
    low = nearest if Fraction(nearest) <= exact else _down(nearest)
    high = nearest if Fraction(nearest) >= exact else _up(nearest)
    return low, high


class Enclosed:
    """A real number in ``[low, high]`` with the identity that its symbols give it.

    Build one with :meth:`symbol` or :meth:`of`; combine with ``+ - * /``; compare with ``< <= == > >=``, which raise
    :class:`Undecided` where the enclosure is too wide. Equal means equal as an identity in the symbols.

    Examples
    --------
    >>> b, c = Enclosed.symbol("b", 0.544, 0.545), Enclosed.symbol("c", 0.546, 0.547)
    >>> b < c, b + c - c == b, (b - b).sign()
    (True, True, 0)
    """

    __slots__ = ("high", "low", "names", "residue")

    def __init__(self, low: float, high: float, residue: int, names: frozenset[str]) -> None:
        self.low, self.high, self.residue, self.names = low, high, residue, names

    @classmethod
    def symbol(cls, name: str, low: float, high: float) -> "Enclosed":
        """The number called ``name``, known to lie in ``[low, high]``; one name is one number."""
        if not low <= high:
            raise ValueError(f"Enclosed.symbol: got low={low!r}, high={high!r}; allowed: low <= high")
        residue = int.from_bytes(hashlib.sha256(name.encode()).digest(), "big") % _PRIME
        return cls(low, high, residue, frozenset((name,)))

    @classmethod
    def of(cls, value: Operand) -> "Enclosed":
        """A rational number, exactly."""
        if isinstance(value, Enclosed):
            return value
        low, high = _bounds(value)
        exact = Fraction(value)
        residue = exact.numerator * pow(exact.denominator, -1, _PRIME) % _PRIME
        return cls(low, high, residue, frozenset())

    def sign(self) -> int:
        """-1, 0 or 1, never a guess.

        Raises
        ------
        Undecided
            If the interval contains zero and the expression is not zero as an identity.
        """
        if self.low > 0:
            return 1
        if self.high < 0:
            return -1
        if self.residue == 0:
            return 0
        raise Undecided(self.names)

    def __add__(self, other: Operand) -> "Enclosed":
        if not isinstance(other, Enclosed) and not other:
            return self
        b = Enclosed.of(other)
        residue = (self.residue + b.residue) % _PRIME
        if residue == 0:
            return _ZERO
        return Enclosed(_down(self.low + b.low), _up(self.high + b.high), residue, self.names | b.names)

    __radd__ = __add__

    def __neg__(self) -> "Enclosed":
        return Enclosed(-self.high, -self.low, -self.residue % _PRIME, self.names)

    def __sub__(self, other: Operand) -> "Enclosed":
        return self + (-Enclosed.of(other))

    def __rsub__(self, other: Operand) -> "Enclosed":
        return Enclosed.of(other) + (-self)

    def __mul__(self, other: Operand) -> "Enclosed":
        if not isinstance(other, Enclosed) and other in (0, 1):
            return self if other else _ZERO
        b = Enclosed.of(other)
        if self.residue == 0 or b.residue == 0:
            return _ZERO
        ends = (self.low * b.low, self.low * b.high, self.high * b.low, self.high * b.high)
        return Enclosed(_down(min(ends)), _up(max(ends)), self.residue * b.residue % _PRIME, self.names | b.names)

    __rmul__ = __mul__

    def __truediv__(self, other: Operand) -> "Enclosed":
        b = Enclosed.of(other)
        if b.sign() == 0:
            raise ZeroDivisionError("division by a number that is zero as an identity")
        if self.residue == 0:
            return _ZERO
        ends = (self.low / b.low, self.low / b.high, self.high / b.low, self.high / b.high)
        residue = self.residue * pow(b.residue, -1, _PRIME) % _PRIME
        return Enclosed(_down(min(ends)), _up(max(ends)), residue, self.names | b.names)

    def __rtruediv__(self, other: Operand) -> "Enclosed":
        return Enclosed.of(other) / self

    def __lt__(self, other: Operand) -> bool:
        return (self - other).sign() < 0

    def __le__(self, other: Operand) -> bool:
        return (self - other).sign() <= 0

    def __gt__(self, other: Operand) -> bool:
        return (self - other).sign() > 0

    def __ge__(self, other: Operand) -> bool:
        return (self - other).sign() >= 0

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, (Enclosed, Fraction, int)):
            return NotImplemented
        return (self - other).sign() == 0

    def __hash__(self) -> int:
        return hash(self.residue)

    def __bool__(self) -> bool:
        return self.sign() != 0

    def __float__(self) -> float:
        return self.low + (self.high - self.low) / 2

    def __repr__(self) -> str:
        return f"Enclosed({self.low!r}, {self.high!r})"


_ZERO = Enclosed(0.0, 0.0, 0, frozenset())
