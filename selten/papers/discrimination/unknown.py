"""Claims of the price-discrimination paper on consumers who do not know their values: one good (III.B).

Those on Example 3 are in :mod:`selten.papers.discrimination.unknown_example_3`, those on heterogeneous values (III.C)
begin in :mod:`selten.papers.discrimination.unknown_hotelling`.
"""

from fractions import Fraction
from functools import cache
from typing import Any

from selten.equilibria.discrimination.unknown_values.balls import ball, greatest, precise
from selten.equilibria.discrimination.unknown_values.beliefs import Market
from selten.equilibria.discrimination.unknown_values.laws import FiniteLaw, Law
from selten.equilibria.discrimination.unknown_values.many import best_for_consumers
from selten.equilibria.discrimination.unknown_values.one_producer import (
    LeastProfit,
    homogeneous_duopoly,
    roesler_szentes,
)
from selten.equilibria.discrimination.unknown_values.smooth_laws import law_of
from selten.games.consumers.marginals import Beta, TruncatedExponential, Uniform
from selten.papers.claim import Claim, Result, judged

_HALF = Fraction(1, 2)
_BINARY = {0: _HALF, 1: _HALF}
_HOMOGENEOUS = "Section III.B"


def claims() -> list[Claim]:
    """The claims on one good, in the order of the paper."""
    return [*_one_producer(), *_example_2()]


def _one_producer() -> list[Claim]:
    return [
        Claim(
            "discrimination/section-3b/truncated-pareto",
            f"{_HOMOGENEOUS}, after Theorem 2",
            "Against one producer the best interim value has a truncated Pareto distribution, priced at its bottom.",
            "truncated Pareto, price at the bottom of the support",
            "confirmed",
            _truncated_pareto,
        ),
        Claim(
            "discrimination/section-3b/least-price",
            f"{_HOMOGENEOUS}, after Theorem 2",
            "Its parameters make the price least among mean-preserving contractions of the prior.",
            "the parameters minimise the price subject to the constraint",
            "confirmed",
            _least_price,
        ),
    ]


def _example_2() -> list[Claim]:
    place = "Example 2"
    return [
        Claim(
            "discrimination/example-2/efficient",
            place,
            "Consumer surplus is largest at an outcome that is efficient ex post.",
            "consumer surplus will be maximized at an outcome that is ex post efficient",
            "confirmed",
            _duopoly_efficient,
        ),
        Claim(
            "discrimination/example-2/residual",
            place,
            "The willingness to pay for producer 1's good is the smaller of the interim value and producer 2's cost.",
            "min{v, c_2}",
            "confirmed",
            _duopoly_residual,
        ),
        Claim(
            "discrimination/example-2/departs-from-monopoly",
            place,
            "The best information is not that against a monopolist, for only min(v, c2) is bound.",
            "departs significantly from the solution of RS",
            "confirmed",
            _departs,
        ),
        Claim(
            "discrimination/example-2/solution",
            f"{_HOMOGENEOUS}, before Example 2",
            "The duopoly can be solved: the least profit, for any distribution of values and any second cost.",
            "we fully solve the following example with two producers",
            "confirmed",
            _duopoly_solved,
        ),
    ]


@cache
def _priors() -> dict[str, Law]:
    """Distributions of values on which one-good claims are tried."""
    return {
        "uniform": law_of(Uniform(Fraction(0), Fraction(1))),
        "binary": law_of(_BINARY),
        "beta(2, 3)": law_of(Beta(2.0, 3.0)),
        "exponential, rate 3": law_of(TruncatedExponential(3.0, 1.0)),
        "five values": FiniteLaw.of({k: Fraction(1, 5) for k in range(5)}),
        "two far values": FiniteLaw.of({1: Fraction(9, 10), 10: Fraction(1, 10)}),
    }


@cache
def _monopolies() -> dict[str, LeastProfit]:
    return {name: roesler_szentes(law) for name, law in _priors().items()}


def _truncated_pareto(_: Any) -> Result:
    """The price is attained with a proven contraction, and is the profit; revenue is flat up to the top."""
    solved = _monopolies()
    certificate = {
        "kind": "bounds",
        "profit": {name: _ends(best.profit) for name, best in solved.items()},
        "top": {name: _ends(best.top) for name, best in solved.items()},
    }
    uniform = solved["uniform"]
    text = f"uniform values: price {uniform.profit.middle:.12f}, top {uniform.top.middle:.9f}, and five more priors"
    holds = all(best.profit.width < 1e-11 and best.top.low <= _priors()[name].high for name, best in solved.items())
    return judged(holds, text, certificate, value=uniform.profit.middle)


@precise
def _least_price(_: Any) -> Result:
    """At the tangent value a price lower by a millionth already breaks the constraint."""
    slacks = {}
    for name, best in _monopolies().items():
        law, x, p = _priors()[name], ball(best.tangent), ball(best.profit.low * (1 - 1e-6))
        slacks[name] = greatest(law.call(best.tangent) - law.mean() + p + p * (x / p).log())
    tangents = {name: float(best.tangent) for name, best in _monopolies().items()}
    text = "at one value each, listed, a price lower by a millionth violates the constraint on contractions"
    return judged(max(slacks.values()) < 0, text, {"kind": "tangents", "values": tangents, "slacks": slacks})


def _duopoly_efficient(_: Any) -> Result:
    """A linear program without any of this theory brackets what theory says; total surplus is the mean."""
    found = {}
    for cost in (Fraction(1, 4), Fraction(1, 2), Fraction(3, 4)):
        best = homogeneous_duopoly(_BINARY, cost).consumer_surplus
        program = best_for_consumers(Market.of([(_HALF, (0, 0)), (_HALF, (1, 1))], (0, cost)), prices=60)
        found[str(cost)] = (float(program.low), best.low, float(program.high), float(program.total_surplus))
    holds = all(low <= value <= high for low, value, high, _ in found.values())
    near = all(high - low < 0.02 for low, _, high, _ in found.values())
    text = "; ".join(f"c2 = {c}: {v:.9f} in [{lo:.4f}, {hi:.4f}]" for c, (lo, v, hi, _) in found.items())
    return judged(holds and near, text, {"kind": "bounds", "program": found})


def _duopoly_residual(_: Any) -> Result:
    """On all beliefs of a grid, exactly."""
    cost = Fraction(1, 3)
    market = Market.of([(_HALF, (0, 0)), (_HALF, (1, 1))], (0, cost))
    beliefs = [(1 - Fraction(k, 24), Fraction(k, 24)) for k in range(25)]
    holds = all(market.residual(0, belief) == min(belief[1], cost) for belief in beliefs)
    return judged(holds, "equal at 25 interim values, exactly", {"kind": "arithmetic", "second_cost": cost})


def _departs(_: Any) -> Result:
    """Profit under Roesler and Szentes' information against the least profit, and where they meet."""
    uniform = _priors()["uniform"]
    monopoly_price = _monopolies()["uniform"]
    costs = [Fraction(k, 20) for k in (5, 8, 10, 12, 14, 15, 20)]
    profits = {cost: homogeneous_duopoly(uniform, cost).profit for cost in costs}
    below = [c for c in costs if c > monopoly_price.profit.high and profits[c].high < monopoly_price.profit.low]
    equal = [c for c in costs if profits[c].low <= monopoly_price.profit.high <= profits[c].high + 1e-12]
    text = f"uniform values, c2 = 1/4: {profits[costs[0]].middle:.9f} against {monopoly_price.profit.middle:.9f}"
    certificate = {"kind": "bounds", "lower_profit_at": below, "same_profit_at": equal}
    holds = below == costs[:5] and equal == costs[5:]
    return judged(holds, f"{text}; the same only from c2 = {float(monopoly_price.tangent):.6f} on", certificate)


def _duopoly_solved(_: Any) -> Result:
    """Brackets on a table of priors and costs."""
    costs = (Fraction(1, 10), Fraction(1, 4), Fraction(1, 2), Fraction(7, 10))
    table = {
        name: {str(cost): homogeneous_duopoly(law, cost).profit for cost in costs} for name, law in _priors().items()
    }
    widest = max(profit.width for row in table.values() for profit in row.values())
    text = f"least profit for uniform values, c2 = 1/2: {table['uniform']['1/2'].middle:.12f}"
    profits = {name: {cost: _ends(profit) for cost, profit in row.items()} for name, row in table.items()}
    certificate = {"kind": "bounds", "widest": widest, "profits": profits}
    return judged(widest < 1e-11, text, certificate, value=table["uniform"]["1/2"].middle)


def _ends(bracket: Any) -> dict[str, float]:
    return {"low": bracket.low, "high": bracket.high}
