"""Claims of the price-discrimination paper on Example 4 solved and on the proof of Theorem 3."""

from fractions import Fraction
from typing import Any

from selten.equilibria.discrimination.unknown_values.closed_forms import surpluses
from selten.equilibria.discrimination.unknown_values.laws import FiniteLaw
from selten.papers.claim import Claim, Result, corrected, judged
from selten.papers.discrimination.unknown_hotelling import claim, forms, solved

_HALF = Fraction(1, 2)


def claims() -> list[Claim]:
    """The claims, in the order of the paper."""
    return [*_numbers(), *_proof()]


def _numbers() -> list[Claim]:
    place = "Section III.C, Example 4 solved"
    return [
        claim(
            "example-4/contractions",
            place,
            "For residuals -1 and 1 the constraint on contractions holds for all b < B <= 1.",
            "automatically satisfied as long as B <= 1",
            "confirmed",
            _contractions,
        ),
        claim(
            "theorem-3/total-surplus",
            "Equation (3) and after",
            "Total surplus of the family.",
            "(1 + b + b (ln B - ln b)) / 2",
            "confirmed",
            _total_formula,
        ),
        claim(
            "theorem-3/consumer-surplus",
            "After equation (3)",
            "Consumer surplus of the family.",
            "(1 - b + b (ln B - ln b)) / 2",
            "confirmed",
            _consumer_formula,
        ),
        claim("example-4/b", place, "The best price is exp(-2).", "1/e^2 ~ 0.07", "corrected", _best_b),
        claim("example-4/B", place, "The best distribution ends at 1.", "B* = 1", "confirmed", _best_top),
        claim(
            "example-4/consumer-surplus",
            place,
            "The largest consumer surplus is (1 + exp(-2)) / 2.",
            "~ 0.57",
            "confirmed",
            _consumer_number,
        ),
        claim(
            "example-4/total-surplus",
            place,
            "Total surplus is then (1 + 3 exp(-2)) / 2, of an efficient surplus of 1.",
            "~ 0.70",
            "confirmed",
            _total_number,
        ),
    ]


def _proof() -> list[Claim]:
    place = "Proof of Theorem 3"
    return [
        claim(
            "theorem-3/proof-dominates",
            place,
            "Given r >= 0, a distribution with producer surplus b first-order dominates the Pareto one up to the top.",
            "G dominates G_b^vbar",
            "refuted",
            _dominates,
        ),
        claim(
            "theorem-3/proof-dominated",
            place,
            "Given r >= 0, a distribution with producer surplus b is first-order dominated by the atom at b.",
            "G is dominated by G_b^b",
            "refuted",
            _dominated,
        ),
        claim(
            "theorem-3/proof-means",
            place,
            "Given r >= 0, its mean lies between those of the atom at b and of the Pareto distribution up to the top.",
            "the expectation under G is between",
            "confirmed",
            _means,
        ),
        claim(
            "theorem-3/proof-crossing",
            place,
            "Below its top B the Pareto distribution function of the same mean is the lower one, above it the higher.",
            "G >= G_b^B for r < B and G <= G_b^B for r >= B",
            "confirmed",
            _crossing,
        ),
    ]


def _contractions(_: Any) -> Result:
    """Twice the slack is 1 - r + b log(r / B), concave in r: 1 - B >= 0 at B, and 1 - b - b log(B / b) at b."""
    import sympy

    b, top, r = sympy.symbols("b B r", positive=True)
    slack = 1 - r + b * sympy.log(r / top)
    concave = sympy.simplify(sympy.diff(slack, r, 2) + b / r**2) == 0
    at_top = sympy.simplify(slack.subs(r, top) - (1 - top)) == 0
    u = sympy.Symbol(
        "u", positive=True
    )  # at b the slack is at least B (1 - u + u log u) with u = b / B: convex, 0 at 1
    low = 1 - u + u * sympy.log(u)
    at_b = low.subs(u, 1) == 0 and sympy.diff(low, u).subs(u, 1) == 0 and sympy.diff(low, u, 2) == 1 / u
    rest = sympy.simplify(sympy.expand_log(slack.subs(r, b) - (1 - top) - top * low.subs(u, b / top), force=True)) == 0
    text = "the slack is concave in r and at least 0 at b and at B"
    return judged(bool(concave and at_top and at_b and rest), text, {"kind": "symbolic"})


def _formula(position: int, sign: int) -> Result:
    import sympy

    b, top = sympy.symbols("b B", positive=True)
    printed = (1 + sign * b + b * (sympy.log(top) - sympy.log(b))) / 2
    found = surpluses(b, top)[position]
    holds = sympy.simplify(sympy.expand_log(found - printed, force=True)) == 0
    return judged(bool(holds), str(sympy.factor(printed)), {"kind": "symbolic"})


def _total_formula(_: Any) -> Result:
    return _formula(0, 1)


def _consumer_formula(_: Any) -> Result:
    return _formula(1, -1)


def _best_b(_: Any) -> Result:
    """exp(-2) is 0.1353; half of it is each producer's profit."""
    from sympy import N

    form = forms()[0]
    value = float(N(form.price, 30))
    certificate = {"kind": "symbolic", "facts": form.facts, "half": value / 2}
    text = f"exp(-2) = {value:.12f}, rounded 0.14; 0.07 is its half, the profit of each producer"
    return corrected(round(value, 2) == 0.07, all(form.facts.values()), text, certificate, value=value)


def _best_top(_: Any) -> Result:
    form = forms()[0]
    return judged(form.top == 1 and all(form.facts.values()), "1", {"kind": "symbolic", "facts": form.facts}, value=1.0)


def _consumer_number(_: Any) -> Result:
    from sympy import N

    form, best = forms()[0], solved()["binary"][1]
    value = float(N(form.consumer_surplus, 30))
    holds = round(value, 2) == 0.57 and all(form.facts.values()) and best.objective.width < 1e-14
    certificate = {"kind": "symbolic", "facts": form.facts, "bracket": [best.objective.low, best.objective.high]}
    return judged(holds, f"{form.consumer_surplus} = {value:.12f}", certificate, value=value)


def _total_number(_: Any) -> Result:
    from sympy import N

    form = forms()[0]
    value = float(N(form.total_surplus, 30))
    holds = round(value, 2) == 0.70 and all(form.facts.values())
    return judged(holds, f"{form.total_surplus} = {value:.12f}", {"kind": "symbolic", "facts": form.facts}, value=value)


_B = Fraction(1, 4)
_SPREAD = FiniteLaw.of({0: _HALF, 2 * _B: _HALF})
"""Given r >= 0, half at 0 and half at 2 b: at the price 2 b the producer earns b, and nowhere more."""


def _revenue_is_b() -> bool:
    return max(x * m for x, m in ((_B, _HALF), (2 * _B, _HALF))) == _B


def _pareto_tail(x: Fraction, top: Fraction) -> Fraction:
    """P(r >= x) given r >= 0 for the Pareto distribution on [b, top] with its atom."""
    return Fraction(1) if x <= _B else _B / x if x <= top else Fraction(0)


def _tail(x: Fraction) -> Fraction:
    return sum((m for v, m in zip(_SPREAD.values, _SPREAD.masses, strict=True) if v >= x), Fraction(0))


def _dominates(_: Any) -> Result:
    """The pricing constraint says the reverse: P(r >= x) <= min(1, b / x)."""
    points = [Fraction(k, 16) for k in range(1, 17)]
    reverse = all(_tail(x) <= _pareto_tail(x, Fraction(1)) for x in points)
    strict = [x for x in points if _tail(x) < _pareto_tail(x, Fraction(1))]
    certificate = {"kind": "counterexample", "b": _B, "distribution": {0: _HALF, 2 * _B: _HALF}, "strict_at": strict}
    holds = not (_revenue_is_b() and reverse and strict)
    return judged(holds, "the pricing constraint gives the reverse: the Pareto distribution dominates", certificate)


def _dominated(_: Any) -> Result:
    """Half the mass lies above b."""
    certificate = {"kind": "counterexample", "b": _B, "distribution": {0: _HALF, 2 * _B: _HALF}, "mass_above_b": _HALF}
    holds = not (_revenue_is_b() and _tail(2 * _B) > 0)
    return judged(
        holds,
        "half the mass at 0, half at 2b: not dominated by the atom at b; only its mean is at least b",
        certificate,
    )


def _means(_: Any) -> Result:
    """E r >= p P(r >= p) = b at the best price (Markov), and E r <= the integral of min(1, b / x)."""
    import sympy

    b, top, x = sympy.symbols("b v x", positive=True)
    most = sympy.integrate(1, (x, 0, b)) + sympy.integrate(b / x, (x, b, top))
    formula = sympy.simplify(sympy.expand_log(most - b * (1 + sympy.log(top) - sympy.log(b)), force=True)) == 0
    example = _B <= _SPREAD.average <= float(_B) * (1 + float(sympy.log(4)))
    text = "the mean is at least b by Markov's inequality and at most b (1 + log(vbar / b)), the integral of the bound"
    return judged(bool(formula and example), text, {"kind": "symbolic", "example_mean": _SPREAD.average})


def _crossing(_: Any) -> Result:
    """Below B by the pricing constraint, above B because the Pareto distribution has ended; equal means fix B."""
    from math import exp

    top = Fraction(float(_B) * exp(float(_SPREAD.average / _B) - 1))
    points = [Fraction(k, 64) for k in range(1, 65)]
    below = all(_tail(x) <= _pareto_tail(x, top) for x in points if x <= top)
    above = all(_tail(x) >= _pareto_tail(x, top) for x in points if x > top)
    text = "P(r >= x) <= min(1, b / x) below B, and the Pareto tail is 0 above B"
    return judged(below and above, text, {"kind": "arithmetic", "b": _B, "B": top, "distribution": "half 0, half 2b"})
