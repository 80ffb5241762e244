"""A solution of a polynomial system near a numeric one, proved to exist, and exact values of polynomials there.

1. Newton's method in multiprecision arithmetic, then the interval Newton test (Moore, Kearfott and Cloud, Introduction
   to Interval Analysis, 2009, section 8.1) on a box that holds the numeric point: the box has exactly one solution.
2. Resultants eliminate one unknown after the other. A resultant vanishes at the solution, hence so does one of its
   irreducible factors, and it is the only one that the enclosure does not keep away from zero.
3. For the value of a polynomial, its difference to a new unknown Y goes through the same eliminations: what remains is
   a polynomial in Y alone with the value among its roots, and the enclosure says which root.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from selten.equilibria.exact.algebraic import AlgebraicNumber

NAMES = ("p", "t", "d", "e", "Y", "x")
"""The unknowns p (price), t (bundle), d and e (discounts), the value Y and the variable of integration x."""

_BITS = 320
_RADIUS = 2.0**-160
_HARDEST = 450
"""The largest product of two degrees in an unknown that is eliminated (beyond, a resultant takes seconds or hours)."""


class Unproven(ArithmeticError):
    """A step that could not be shown."""


def ring() -> Any:
    """The polynomials over Q in ``NAMES``."""
    import flint

    return flint.fmpq_mpoly_ctx.get(NAMES, "lex")


def at_floats(polynomial: Any, at: Mapping[str, float]) -> float:
    """The value of a polynomial at a numeric point (unknowns not named count as zero)."""
    point = [at.get(name, 0.0) for name in NAMES]
    return sum(
        (float(Fraction(int(c.p), int(c.q))) * _power(point, exponents, 1.0) for exponents, c in polynomial.terms()),
        0.0,
    )


def _power(point: Sequence[Any], exponents: Sequence[int], one: Any) -> Any:
    result = one
    for x, n in zip(point, exponents, strict=True):
        if n:
            result = result * x ** int(n)
    return result


@dataclass(frozen=True)
class Solution:
    """The one solution of a system in a box of balls, and the equations that eliminate its unknowns in turn."""

    box: Mapping[str, Any]
    chain: tuple[tuple[str, Any], ...]

    def sign(self, polynomial: Any) -> int:
        """The exact sign of a polynomial at the solution.

        Raises
        ------
        Unproven
            If it is too near to zero for the enclosure and its value could not be found.
        """
        ball = _ball(polynomial, self.box)
        if ball > 0:
            return 1
        if ball < 0:
            return -1
        value = self.value(polynomial)
        return (value > 0) - (value < 0)

    def value(self, polynomial: Any) -> AlgebraicNumber:
        """The exact value of a polynomial at the solution.

        Raises
        ------
        Unproven
            If an elimination degenerates.
        """
        ball = _ball(polynomial, self.box)
        box = {**self.box, "Y": ball}
        rest = _vanishing(ring().gen(NAMES.index("Y")) - polynomial, box)
        for name, equation in self.chain:
            rest = _without(rest, equation, name, box)
        low, high = _ends(ball)
        return AlgebraicNumber.root(in_one_unknown(rest, "Y"), low, high)


def solve(equations: Sequence[Any], at: Mapping[str, float], reach: float) -> Solution:
    """The solution of as many equations as unknowns, the only one within ``reach`` / 4 of the numeric point ``at``.

    Raises
    ------
    Unproven
        If Newton's method leaves the ball of radius ``reach``, or a box or an elimination degenerates.

    Examples
    --------
    >>> t = ring().gen(NAMES.index("t"))
    >>> solve([t * t - 2], {"t": 1.4142}, 1e-3).value(t + 1).text
    '1 + sqrt(2)'
    """
    import flint

    with flint.ctx.workprec(_BITS):
        names = tuple(at)
        slopes = [[f.derivative(name) for name in names] for f in equations]
        centre = [flint.arb(at[name]) for name in names]
        for _ in range(9):
            centre = [x.mid() for x in _newton(equations, slopes, names, centre, centre)]
        distance = max(abs(float(x) - at[name]) for x, name in zip(centre, names, strict=True))
        if not distance <= reach / 4:
            raise Unproven("the solution is not near the numeric one")
        for radius in (reach, _RADIUS):
            box = [flint.arb(x, radius) for x in centre]
            smaller = _newton(equations, slopes, names, centre, box)
            if not all(x.contains_interior(y) for x, y in zip(box, smaller, strict=True)):
                raise Unproven("the box is not shown to hold exactly one solution")
        found = dict(zip(names, smaller, strict=True))
        return Solution(found, _chain([_vanishing(f, found) for f in equations], found))


def _newton(
    equations: Sequence[Any], slopes: Sequence[Sequence[Any]], names: Sequence[str], centre: Any, box: Any
) -> Any:
    import flint

    where, around = dict(zip(names, centre, strict=True)), dict(zip(names, box, strict=True))
    jacobian = flint.arb_mat([[_ball(slope, around) for slope in row] for row in slopes])
    try:
        step = jacobian.solve(flint.arb_mat([[_ball(f, where)] for f in equations]))
    except ZeroDivisionError:
        raise Unproven("a singular system") from None
    return [x - step[i, 0] for i, x in enumerate(centre)]


def _ball(polynomial: Any, box: Mapping[str, Any]) -> Any:
    import flint

    with flint.ctx.workprec(_BITS):
        point = [box.get(name, flint.arb(0)) for name in NAMES]
        total = flint.arb(0)
        for exponents, c in polynomial.terms():
            total = total + _power(point, exponents, flint.arb(c))
        return total


def _chain(equations: list[Any], box: Mapping[str, Any]) -> tuple[tuple[str, Any], ...]:
    """Solve for one unknown after the other: each pair eliminates its unknown with its equation."""
    left, chain = set(box), []
    while left:
        choices = [(_degree(f, name), f.total_degree(), i, name) for i, f in enumerate(equations) for name in left]
        usable = sorted(choice for choice in choices if choice[0] > 0)
        if not usable:
            raise Unproven("the equations do not determine the unknowns")
        _, _, i, name = usable[0]
        equation = equations.pop(i)
        equations = [_without(f, equation, name, box) for f in equations]
        chain.append((name, equation))
        left.remove(name)
    return tuple(chain)


def _degree(polynomial: Any, name: str) -> int:
    return int(polynomial.degrees()[NAMES.index(name)])


def _without(polynomial: Any, equation: Any, name: str, box: Mapping[str, Any]) -> Any:
    """The consequence of the two that does not contain the unknown."""
    if _degree(polynomial, name) == 0:
        return polynomial
    if _degree(polynomial, name) * _degree(equation, name) > _HARDEST:
        raise Unproven("too high a degree")
    return _vanishing(equation.resultant(polynomial, name), box)


def _vanishing(polynomial: Any, box: Mapping[str, Any]) -> Any:
    """The irreducible factor that vanishes at the solution, as the others are enclosed away from zero."""
    if polynomial.is_zero():
        raise Unproven("two equations with a common factor")
    factors = [f for f, _ in polynomial.factor()[1] if _ball(f, box).contains(0)]
    if len(factors) != 1:
        raise Unproven(f"{len(factors)} factors that may vanish")
    return factors[0]


def _ends(ball: Any) -> tuple[Fraction, Fraction]:
    ends = []
    for end in (ball.lower(), ball.upper()):
        mantissa, exponent = (int(x) for x in end.man_exp())
        ends.append(Fraction(mantissa) * Fraction(2) ** exponent)
    return ends[0], ends[1]


def in_one_unknown(polynomial: Any, name: str) -> list[int]:
    """The coefficients of a polynomial in one unknown alone, constant first, over one denominator (left out).

    Raises
    ------
    Unproven
        If another unknown occurs.
    """
    import flint

    at = NAMES.index(name)
    coefficients = [flint.fmpq(0)] * (_degree(polynomial, name) + 1)
    for exponents, c in polynomial.terms():
        if sum(exponents) != exponents[at]:
            raise Unproven("an unknown was not eliminated")
        coefficients[exponents[at]] = c
    return [int(c) for c in flint.fmpq_poly(coefficients).numer().coeffs()]
