"""A monopolist with a cost where some consumers should not be served: Example 3, solved for any distribution of values.

Alignment fails: consumers may be better off with information under which some trade is inefficient. The problem is one
side of the program of :mod:`selten.equilibria.discrimination.unknown_values.cuts`, for r = v - c: who is not served is
free to be anywhere below the cost.
"""

from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from selten.equilibria.discrimination.unknown_values.balls import Bracket, ball, bracket, precise
from selten.equilibria.discrimination.unknown_values.cuts import Program, Proof
from selten.equilibria.discrimination.unknown_values.kelley import optimum
from selten.equilibria.discrimination.unknown_values.laws import Affine
from selten.equilibria.discrimination.unknown_values.smooth_laws import law_of
from selten.games.errors import InputError
from selten.games.number import exact_number, shown_number


@dataclass(frozen=True, slots=True)
class Exclusion:
    """The best outcome for consumers of a monopolist, with as many served as is best for them.

    Parameters
    ----------
    objective : Bracket
        Around the largest consumer surplus.
    consumer_surplus, producer_surplus, total_surplus : Bracket
        Of the outcome found.
    efficient_surplus : Bracket
        E max(v - c, 0).
    served : Fraction
        The share of consumers that buys.
    price : Fraction
        What they pay.
    top : Bracket
        The largest interim value.
    proof : Proof
        Multipliers that prove the upper end of the objective.
    """

    objective: Bracket
    consumer_surplus: Bracket
    producer_surplus: Bracket
    total_surplus: Bracket
    efficient_surplus: Bracket
    served: Fraction
    price: Fraction
    top: Bracket
    proof: Proof


@precise
def monopoly(values: Any, cost: Any, *, tolerance: float = 1e-10) -> Exclusion:
    """The information and segmentation that maximise consumer surplus of a monopolist, common gains from trade or not.

    Parameters
    ----------
    values : distribution
        What :func:`selten.equilibria.discrimination.unknown_values.smooth_laws.law_of` takes.
    cost : number
        At least 0.
    tolerance : float
        The gap between the bounds to stop at.

    Returns
    -------
    Exclusion
        Every bracket holds.

    Raises
    ------
    InputError
        If the cost is negative or no value is above it.

    Examples
    --------
    >>> best = monopoly({0: "1/2", 4: "1/2"}, 1)
    >>> round(best.consumer_surplus.middle, 9), round(float(best.price), 4)
    (0.752763984, 1.6036)
    """
    law, c = law_of(values), exact_number(cost, "cost")
    if c < 0 or law.high <= c:
        raise InputError(f"cost: got {shown_number(c)}; allowed: a number of at least 0 below the greatest value")
    program = Program.of(Affine(law, Fraction(1), -c), captive=False)
    found = optimum(program, tolerance=tolerance)
    share, price, profit = found.proposal.share, found.proposal.prices[0], found.proposal.profits[0]
    surplus, paid = ball(found.surplus.low), ball(profit)
    top = ball(c) + (ball(price) * (surplus / paid - 1).exp() if profit else ball(price))
    return Exclusion(
        found.value,
        bracket(surplus - paid),
        bracket(paid),
        bracket(surplus),
        bracket(law.call(c)),
        share,
        c + price,
        bracket(top),
        found.proof,
    )
