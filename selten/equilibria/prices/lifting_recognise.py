"""What algebraic number many digits seem to be: a short integer relation among its powers, by lattice reduction."""

from fractions import Fraction
from typing import Any

from selten.equilibria.exact.algebraic import AlgebraicNumber

_DEGREE = 6
_USED = 330
_SPARE = 130
"""Of the bits used, so many must remain beyond those that the coefficients take: chance cannot explain them."""


def recognised(x: Any) -> str | None:
    """The text of the number of least degree that agrees with a ball of about 400 bits; None if there is none.

    It is read off digits: evidence, not proof.

    Examples
    --------
    >>> from flint import arb, ctx
    >>> with ctx.workprec(400):
    ...     recognised((arb(330).sqrt() * 7 - 119) / 16)
    '(-119 + 7*sqrt(330))/16'
    """
    for degree in range(1, _DEGREE + 1):
        relation = _relation(x, degree)
        if relation is not None:
            middle = _fraction(x)
            width = Fraction(1, 2 ** (_USED // 2))
            return AlgebraicNumber.root(relation, middle - width, middle + width).text
    return None


def _relation(x: Any, degree: int) -> list[int] | None:
    from flint import fmpz_mat

    middle = _fraction(x)
    rows = [[int(i == j) for j in range(degree + 1)] + [round(middle**i * 2**_USED)] for i in range(degree + 1)]
    reduced = fmpz_mat(rows).lll()
    shortest = min(([int(v) for v in row] for row in reduced.tolist()), key=lambda row: sum(v * v for v in row))
    taken = sum(max(abs(v), 1).bit_length() for v in shortest)
    if taken > _USED - _SPARE or not any(shortest[1:-1]):
        return None
    return shortest[:-1]


def _fraction(x: Any) -> Fraction:
    mantissa, exponent = x.mid().man_exp()
    return Fraction(int(mantissa)) * Fraction(2) ** int(exponent)
