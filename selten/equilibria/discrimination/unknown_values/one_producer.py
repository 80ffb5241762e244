"""One producer, or two with the same good: the information that leaves consumers most.

Roesler and Szentes (2017): a monopolist, the consumer learns about the value, and the best distribution of the interim
value is a truncated Pareto distribution. With a rival at cost c2 and the same good (Example 2 of the paper) only the
revenue at prices up to c2 is bound, and the distribution is a Pareto distribution up to c2 with an atom above it.

A profit pi is attainable if and only if Q(x) <= E max(x - X, 0) for all x, where Q(x) = x - pi - pi log(x / pi) from pi
to the cap (c2, or none) and goes on along its tangent; Q falls in pi. So the least profit is the supremum over x of the
pi with equality at x, which is a value of Lambert's W function.
"""

from collections.abc import Callable
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from selten.equilibria.discrimination.unknown_values.balls import Bracket, ball, bracket, precise
from selten.equilibria.discrimination.unknown_values.laws import Law
from selten.equilibria.discrimination.unknown_values.search import Peak, supremum
from selten.equilibria.discrimination.unknown_values.smooth_laws import law_of
from selten.games.errors import InputError
from selten.games.number import exact_number, shown_number


@dataclass(frozen=True, slots=True)
class LeastProfit:
    """The best outcome for consumers where trade is always efficient.

    Parameters
    ----------
    profit, consumer_surplus, total_surplus : Bracket
        The least profit, the largest consumer surplus, and their sum.
    tangent : Fraction
        A value x that alone keeps the profit from being lower than the lower end of its bracket.
    cap : Fraction or None
        The largest price that finds a buyer (above the cost of the producer), if a rival sets one.
    top : Bracket
        The end of the best distribution: its largest interim value.
    """

    profit: Bracket
    consumer_surplus: Bracket
    total_surplus: Bracket
    tangent: Fraction
    cap: Fraction | None
    top: Bracket


def roesler_szentes(values: Any, *, tolerance: float = 1e-12) -> LeastProfit:
    """Buyer-optimal information against a monopolist with cost 0, values at least 0.

    Parameters
    ----------
    values : distribution
        What :func:`selten.equilibria.discrimination.unknown_values.smooth_laws.law_of` takes, at least 0, with positive
        mean.
    tolerance : float
        The width of the bracket of the profit to stop at.

    Returns
    -------
    LeastProfit
        Every bracket holds; the price is the profit, and the interim value has the truncated Pareto distribution on
        [profit, top].

    Raises
    ------
    InputError
        If a value is negative or all are zero.

    Examples
    --------
    >>> best = roesler_szentes({0: "1/2", 1: "1/2"})
    >>> round(best.profit.middle, 9), best.tangent
    (0.186682309, Fraction(1, 1))
    """
    return _least_profit(law_of(values), None, tolerance)


def homogeneous_duopoly(values: Any, second_cost: Any, *, tolerance: float = 1e-12) -> LeastProfit:
    """Example 2: producer 1 with cost 0, producer 2 with the same good and a cost of at least 0.

    Parameters
    ----------
    values : distribution
        As for :func:`roesler_szentes`.
    second_cost : number
        Producer 2 prices at this cost and sells nothing.
    tolerance : float
        The width of the bracket of the profit to stop at.

    Returns
    -------
    LeastProfit
        Every bracket holds. Total surplus is the mean value: trade is efficient at cost 0.

    Raises
    ------
    InputError
        If a value or the cost is negative, or all values are zero.

    Examples
    --------
    >>> best = homogeneous_duopoly({0: "1/2", 1: "1/2"}, "1/4")
    >>> round(best.profit.middle, 12)
    0.102143286445
    """
    cost = exact_number(second_cost, "second_cost")
    if cost < 0:
        raise InputError(f"second_cost: got {shown_number(cost)}; allowed: a number of at least 0")
    return _least_profit(law_of(values), cost, tolerance)


@precise
def _least_profit(law: Law, cap: Fraction | None, tolerance: float) -> LeastProfit:
    if law.low < 0 or law.high <= 0:
        raise InputError(f"values: got the support [{law.low}, {law.high}]; allowed: values of at least 0, not all 0")
    mean = law.mean()
    if cap == 0:
        return LeastProfit(Bracket(0.0, 0.0), bracket(mean), bracket(mean), Fraction(0), cap, bracket(mean))
    peak = least_profit(law, cap, tolerance=tolerance)
    profit = ball(peak.value.low).union(ball(peak.value.high))
    top = _top(profit, mean, cap)
    return LeastProfit(peak.value, bracket(mean - profit), bracket(mean), peak.at, cap, bracket(top))


def least_profit(law: Law, cap: Fraction | None = None, *, tolerance: float = 1e-12) -> Peak:
    """The least profit of a producer that serves everybody, and the value that keeps it from being less.

    The law has a positive mean, and may have values below 0: nobody hears of one alone. Below the start of the search
    the score is at most the start.
    """
    mean = law.mean()
    lowest = max(law.low, Fraction(0))
    start = (min(lowest, cap) if cap is not None else lowest) or law.high / 1024
    while True:
        peak = supremum(law, _score(mean, cap), (start, law.high), tolerance=tolerance)
        if peak.value.low >= start or start <= law.low:
            return peak
        start /= 1024


def _score(mean: Any, cap: Fraction | None) -> Callable[[Fraction, Any], Any]:
    """The profit pi with Q(x) = E max(x - X, 0), from x and E max(X - x, 0)."""

    def profit(x: Fraction, call: Any) -> Any:
        scale = x if cap is None else min(x, cap)
        return ball(scale) * unit_profit(x / scale, (mean - call) / ball(scale))

    return profit


def unit_profit(k: Fraction, d: Any) -> Any:
    """The u in [0, 1] with u (k - log u) = d, for k >= 1; 1 where d is at least k, 0 where it is at most 0."""
    slack = ball(k) - d
    if slack <= 0 or d <= 0:
        return ball(1 if slack <= 0 else 0)
    w = (-d * (-ball(k)).exp()).lambertw(branch=-1)
    if w.is_finite() and d > 0:
        return (w + ball(k)).exp()
    if not d > 0:
        return ball(0).union(ball(1))
    worst = (2 * slack.abs_upper()).sqrt()  # near u = 1: k - u (k - log u) is at least (1 - u)^2 / 2
    return ball(1).union(1 - worst)


def _top(profit: Any, mean: Any, cap: Fraction | None) -> Any:
    """The largest interim value: the truncation of the Pareto distribution, or the atom above the cap."""
    pareto = profit * (mean / profit - 1).exp()
    if cap is None or pareto <= ball(cap):
        return pareto
    limit = ball(cap)
    atom = limit * (mean - profit * (1 + (limit / profit).log())) / profit + limit
    return atom if atom > limit else pareto.union(atom)
