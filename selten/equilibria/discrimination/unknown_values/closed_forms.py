"""Symbolic answers for the residuals of the paper, and their proofs step by step.

The distribution G_b^B of Theorem 3 has density b / (2 r^2) on b < |r| < B and atoms b / (2 B) at its ends. A proof here
is a finite list of facts that sympy decides: a bound from above by one cut, attained by a contraction.
"""

from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from selten.equilibria.discrimination.unknown_values.laws import FiniteLaw
from selten.equilibria.discrimination.unknown_values.smooth_laws import law_of
from selten.games.errors import InputError
from selten.games.number import exact_number


@dataclass(frozen=True, slots=True)
class ClosedForm:
    """An optimum in closed form.

    Parameters
    ----------
    price, top : sympy expression
        b and B.
    consumer_surplus, producer_surplus, total_surplus : sympy expression
    facts : dict from str to bool
        What proves it; every one is true.
    """

    price: Any
    top: Any
    consumer_surplus: Any
    producer_surplus: Any
    total_surplus: Any
    facts: dict[str, bool]


def surpluses(b: Any, top: Any) -> tuple[Any, Any]:
    """Total and consumer surplus of G_b^B, integrated symbolically, for E(v_1 + v_2) / 2 = 1 / 2.

    Examples
    --------
    >>> import sympy
    >>> b, top = sympy.symbols("b B", positive=True)
    >>> sympy.simplify(surpluses(b, top)[0] - (1 + b + b * sympy.log(top / b)) / 2)
    0
    """
    import sympy

    r = sympy.Symbol("r", positive=True)
    inner = sympy.integrate(r * b / (2 * r**2), (r, b, top)) + top * b / (2 * top)
    total = sympy.Rational(1, 2) + sympy.expand_log(inner, force=True)
    return total, total - b


def binary() -> ClosedForm:
    """Residuals -1 and 1, equally likely: b = exp(-2), consumer surplus (1 + exp(-2)) / 2.

    Examples
    --------
    >>> form = binary()
    >>> form.price, form.consumer_surplus, all(form.facts.values())
    (exp(-2), exp(-2)/2 + 1/2, True)
    """
    import sympy

    b, top, x = sympy.symbols("b B x", positive=True)
    total, consumer = surpluses(b, top)
    best = sympy.exp(-2)
    bound = sympy.Rational(1, 2) + (1 - x) / 2 + x * best / 2  # one cut, for E max(r - x, 0) = (1 - x) / 2
    value = sympy.expand(consumer.subs({b: best, top: 1}))
    slack = 1 - x + b * sympy.log(x)  # twice the slack of the contraction for B = 1, concave in x
    facts = {
        "surplus rises in B": sympy.simplify(sympy.diff(consumer, top) - b / (2 * top)) == 0,
        "first-order condition at B = 1": sympy.simplify(sympy.diff(consumer, b).subs({b: best, top: 1})) == 0,
        "concave in b": sympy.simplify(sympy.diff(consumer, b, 2) + 1 / (2 * b)) == 0,
        "slack concave in r": sympy.simplify(sympy.diff(slack, x, 2) + b / x**2) == 0,
        "no slack at r = 1": slack.subs(x, 1) == 0,
        "slack at r = b": bool(slack.subs({x: best, b: best}) > 0),
        "bound of the cut at 1 is attained": sympy.simplify(bound.subs(x, 1) - value) == 0,
    }
    return ClosedForm(best, sympy.Integer(1), value, best, sympy.expand(total.subs({b: best, top: 1})), facts)


def uniform() -> ClosedForm:
    """Residuals uniform on [-1, 1] (footnote 11): b = exp(-2) (1 - exp(-2)).

    The constraint on contractions, 2 E max(r - x, 0) >= b log(B / x), touches at 1 - exp(-2): its slack has the slope
    (x^2 - x + b) / x with roots exp(-2) and 1 - exp(-2), so it is least at x = b or at the second root.

    Examples
    --------
    >>> form = uniform()
    >>> form.price, all(form.facts.values())
    ((1 - exp(-2))*exp(-2), True)
    """
    import sympy

    x = sympy.Symbol("x", positive=True)
    touch = 1 - sympy.exp(-2)
    best = sympy.exp(-2) * touch
    top = touch * sympy.exp((1 - touch) ** 2 / (2 * best))
    slack = (1 - x) ** 2 / 2 - best * (sympy.log(top) - sympy.log(x))
    total, consumer = (sympy.simplify(sympy.expand_log(s, force=True)) for s in surpluses(best, top))
    bound = sympy.Rational(1, 2) + (1 - x) ** 2 / 4 + x * sympy.exp(-2) / 2
    facts = {
        "no slack where it touches": _zero(slack.subs(x, touch)),
        "roots of the slope": _zero(sympy.expand((x - touch) * (x - sympy.exp(-2)) - (x**2 - x + best))),
        "slope of the slack": _zero(sympy.diff(slack, x) - (x**2 - x + best) / x),
        "b below the first root": bool(best < sympy.exp(-2)),
        "slack at b": bool(sympy.N(slack.subs(x, best), 30) > 0),
        "slack at 0": bool(sympy.N(sympy.Rational(1, 4) - (total - sympy.Rational(1, 2)), 30) > 0),
        "the cut is least where it touches": _zero(sympy.diff(bound, x).subs(x, touch)),
        "bound of the cut is attained": _zero(bound.subs(x, touch) - consumer),
    }
    value = sympy.expand(bound.subs(x, touch))
    return ClosedForm(best, sympy.simplify(top), value, best, sympy.expand(value + best), facts)


def _zero(expression: Any) -> bool:
    import sympy

    return bool(sympy.simplify(sympy.expand_log(expression, force=True)) == 0)


def finite(residuals: Any, mean_value: Any = Fraction(1, 2)) -> Any:
    """The bound E(v_1 + v_2) / 2 + E max(r - x, 0) + x exp(-2) / 2 at its least, for finitely many symmetric residuals.

    It is the largest consumer surplus wherever
    :func:`selten.equilibria.discrimination.unknown_values.hotelling.hotelling` finds it attained (``one_cut``), and a
    bound from above always.

    Raises
    ------
    InputError
        If the residuals are not finitely many and symmetric.

    Examples
    --------
    >>> finite({-1: "1/100", "-1/10": "49/100", "1/10": "49/100", 1: "1/100"})
    exp(-2)/20 + 509/1000
    """
    import sympy

    law, level = law_of(residuals), exact_number(mean_value, "mean_value")
    if not isinstance(law, FiniteLaw) or not law.symmetric:
        raise InputError("residuals: got a law that is not finite and symmetric; allowed: a symmetric mapping")
    half = sympy.exp(-2) / 2
    bounds = [
        sympy.Rational(c.numerator, c.denominator) + half * sympy.Rational(x.numerator, x.denominator)
        for x, c in ((x, level + law.exact_call(x)) for x in {Fraction(0), *law.values} if x >= 0)
    ]
    return min(bounds, key=lambda bound: sympy.N(bound, 40))
