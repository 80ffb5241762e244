"""Rational functions of one unknown that are compared at a sample point.

Feeding such a number to code that branches gives the formula which the code follows near the sample, and the list of
the branches it took. Two samples with the same list lie in the same regime as long as the branches are monotone.
"""

from typing import Any, Union

from selten.games.normal_form import Number

Operand = Union["Germ", Number]


class Germ:
    """A rational function ``top / bottom`` (flint polynomials) with its value at the sample, a flint rational.

    Examples
    --------
    >>> from fractions import Fraction
    >>> from selten.equilibria.disclosure.outcome import rational
    >>> log: list[bool] = []
    >>> x = Germ.unknown(rational(Fraction(1, 2)), log)
    >>> y = max(x, 1 - 2 * x) / (x + 1)
    >>> y.value, y.numerator(), log
    (1/3, x, [False])
    """

    __slots__ = ("bottom", "log", "top", "value")

    def __init__(self, top: Any, bottom: Any, value: Number, log: list[bool]) -> None:
        self.top, self.bottom, self.value, self.log = top, bottom, value, log

    @classmethod
    def unknown(cls, sample: Number, log: list[bool]) -> "Germ":
        """The unknown itself, near a sample; comparisons are written to ``log``."""
        from flint import fmpq_poly

        return cls(fmpq_poly([0, 1]), fmpq_poly([1]), sample, log)

    def numerator(self) -> Any:
        """The numerator in lowest terms, as a flint polynomial over the rationals."""
        return self.top / self.top.gcd(self.bottom) if self.top else self.top

    def _of(self, other: Operand) -> "Germ":
        if isinstance(other, Germ):
            return other
        from flint import fmpq_poly

        return Germ(fmpq_poly([other]), fmpq_poly([1]), other, self.log)

    def __add__(self, other: Operand) -> "Germ":
        b = self._of(other)
        if self.bottom == b.bottom:
            return Germ(self.top + b.top, self.bottom, self.value + b.value, self.log)
        top = self.top * b.bottom + b.top * self.bottom
        return Germ(top, self.bottom * b.bottom, self.value + b.value, self.log)

    __radd__ = __add__

    def __neg__(self) -> "Germ":
        return Germ(-self.top, self.bottom, -self.value, self.log)

    def __sub__(self, other: Operand) -> "Germ":
        return self + (-self._of(other))

    def __rsub__(self, other: Operand) -> "Germ":
        return self._of(other) + (-self)

    def __mul__(self, other: Operand) -> "Germ":
        b = self._of(other)
        return Germ(self.top * b.top, self.bottom * b.bottom, self.value * b.value, self.log)

    __rmul__ = __mul__

    def __truediv__(self, other: Operand) -> "Germ":
        b = self._of(other)
        return Germ(self.top * b.bottom, self.bottom * b.top, self.value / b.value, self.log)

    def __rtruediv__(self, other: Operand) -> "Germ":
        return self._of(other) / self

    def _noted(self, answer: bool) -> bool:
        self.log.append(answer)
        return answer

    def __lt__(self, other: Operand) -> bool:
        return self._noted(self.value < (other.value if isinstance(other, Germ) else other))

    def __gt__(self, other: Operand) -> bool:
        return self._noted(self.value > (other.value if isinstance(other, Germ) else other))

    def __le__(self, other: Operand) -> bool:
        return self._noted(self.value <= (other.value if isinstance(other, Germ) else other))

    def __ge__(self, other: Operand) -> bool:
        return self._noted(self.value >= (other.value if isinstance(other, Germ) else other))
