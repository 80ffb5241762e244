"""Two producers without costs: the information of consumers and producers that leaves consumers most (Theorem 3).

Only the residual r = v_1 - v_2 and the mean of v_1 + v_2 matter, whatever the joint distribution of the values. The
paper has the symmetric case; here r may have any bounded law. A weight w on profits traces the frontier: w = 1 is
consumer surplus, w = 0 total surplus.

For a symmetric law the optimum is bounded by E(v_1 + v_2) / 2 + min over x of (E max(r - x, 0) + kappa x) with
kappa = exp(-2 w) / 2: one cut on each side. The minimum is at the quantile with P(r > x) = kappa, and it is attained
with the price b = x exp(-2 w) wherever the distribution with this price is a contraction, which is verified.
"""

from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from selten.equilibria.discrimination.unknown_values.balls import Bracket, ball, bracket, precise
from selten.equilibria.discrimination.unknown_values.cuts import (
    Optimum,
    Program,
    Proof,
    Proposal,
    attained,
    proven,
    quantile,
    single,
)
from selten.equilibria.discrimination.unknown_values.kelley import optimum
from selten.equilibria.discrimination.unknown_values.laws import Law
from selten.equilibria.discrimination.unknown_values.smooth_laws import law_of
from selten.games.errors import InputError
from selten.games.number import exact_number, shown_number


@dataclass(frozen=True, slots=True)
class Hotelling:
    """The best outcome for consumers in a market with two producers without costs.

    Parameters
    ----------
    objective : Bracket
        Around the maximum of total surplus minus w times producer surplus (w = 1: consumer surplus).
    consumer_surplus, producer_surplus, total_surplus : Bracket
        Of the outcome found: an information structure attains numbers in these brackets.
    share : Fraction
        The share of consumers for whom producer 1 is efficient.
    prices : pair of Fraction
        What the efficient producer charges, by producer: b of the paper on each side.
    tops : pair of Bracket
        The largest interim residual of each side: B of the paper.
    tight : pair of Fraction
        Where on each side the constraint on contractions binds most.
    one_cut : bool
        Whether one cut on each side proves the optimum: the closed form above.
    proof : Proof
        Multipliers that prove the upper end of the objective.
    """

    objective: Bracket
    consumer_surplus: Bracket
    producer_surplus: Bracket
    total_surplus: Bracket
    share: Fraction
    prices: tuple[Fraction, Fraction]
    tops: tuple[Bracket, Bracket]
    tight: tuple[Fraction, Fraction]
    one_cut: bool
    proof: Proof


@precise
def hotelling(
    residuals: Any, *, mean_value: Any = Fraction(1, 2), weight: Any = 1, tolerance: float = 1e-10
) -> Hotelling:
    """The information that maximises total surplus minus w times producer surplus, for any law of the residual.

    Parameters
    ----------
    residuals : distribution
        Of r = v_1 - v_2: what :func:`selten.equilibria.discrimination.unknown_values.smooth_laws.law_of` takes.
    mean_value : number
        E (v_1 + v_2) / 2; it only shifts surplus.
    weight : number
        w >= 0.
    tolerance : float
        The gap between the bounds to stop at.

    Returns
    -------
    Hotelling
        Every bracket holds: contractions are verified on the whole line, and the upper bound holds for all information
        structures and their equilibria with prices of at least 0.

    Raises
    ------
    InputError
        For a negative weight, or a distribution that is none.

    Examples
    --------
    >>> best = hotelling({-1: "1/2", 1: "1/2"})
    >>> round(best.consumer_surplus.middle, 12), round(float(best.prices[0]), 12)
    (0.567667641618, 0.135335283237)
    """
    law, level, w = law_of(residuals), exact_number(mean_value, "mean_value"), exact_number(weight, "weight")
    if w < 0:
        raise InputError(f"weight: got {shown_number(w)}; allowed: a number of at least 0")
    program = Program.of(law, weight=w)
    found = _one_cut(program) if law.symmetric else None
    if found is not None and found.value.width <= tolerance:
        return _outcome(program, found, level, one_cut=True)
    return _outcome(program, optimum(program, tolerance=tolerance), level, one_cut=False)


def _one_cut(program: Program) -> Optimum:
    """The symmetric closed form, with what its proposal attains."""
    kappa = (-2 * ball(program.weight)).exp() / 2
    x = quantile(program.right, kappa)
    proof, prices = single(program, Fraction(1, 2), (x, x))
    proposal = Proposal(Fraction(1, 2), (prices[0], prices[1]))
    surplus, objective, tight = attained(program, proposal)
    return Optimum(Bracket(objective.low, proven(program, proof)), proposal, surplus, proof, tight)


def _outcome(program: Program, found: Optimum, level: Fraction, *, one_cut: bool) -> Hotelling:
    """Surplus of all, from R: total surplus is E (v_1 + v_2) / 2 - E r / 2 + R."""
    mean = program.right.mean()
    shift, profits = ball(level) - mean / 2, found.proposal.profits
    producer = ball(sum(profits))
    surplus = ball(found.surplus.low)  # any R up to the largest is attained; this one for certain
    objective = (shift + ball(found.value.low)).union(shift + ball(found.value.high))
    tops = tuple(
        _top(part, profit, price)
        for part, profit, price in zip((surplus, surplus - mean), profits, found.proposal.prices, strict=True)
    )
    return Hotelling(
        bracket(objective),
        bracket(shift + surplus - producer),
        bracket(producer),
        bracket(shift + surplus),
        found.proposal.share,
        found.proposal.prices,
        (tops[0], tops[1]),
        found.tight,
        one_cut,
        found.proof,
    )


def _top(part: Any, profit: Fraction, price: Fraction) -> Bracket:
    """B with pi (1 + log(B / b)) = the side's part of R; the price itself where nothing is sold above it."""
    if not profit:
        return bracket(ball(price))
    return bracket(ball(price) * (part / ball(profit) - 1).exp())


def frontier(
    residuals: Any, weights: tuple[Any, ...], *, mean_value: Any = Fraction(1, 2), tolerance: float = 1e-10
) -> tuple[Hotelling, ...]:
    """One optimum for each weight: points on the upper frontier of (producer surplus, consumer surplus).

    Examples
    --------
    >>> both = frontier({-1: "1/2", 1: "1/2"}, (2, 1))
    >>> all(both[0].producer_surplus.high < best.producer_surplus.low for best in both[1:])
    True
    """
    return tuple(hotelling(residuals, mean_value=mean_value, weight=w, tolerance=tolerance) for w in weights)


def law_of_residuals(values: Any) -> Law:
    """The law of v_1 - v_2 where v_1 has this law on [0, top] and v_1 + v_2 = top.

    Examples
    --------
    >>> law_of_residuals({0: "1/2", 1: "1/2"}).low
    Fraction(-1, 1)
    """
    law = law_of(values)
    return law_of(law, -law.high, law.high) if law.low == 0 else _refuse(law)


def _refuse(law: Law) -> Law:
    raise InputError(f"values: got the least value {law.low}; allowed: a support that begins at 0")
