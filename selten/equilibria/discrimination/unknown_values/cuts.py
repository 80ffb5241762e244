"""The most that consumers can get when one of two sides is efficient: a convex program solved from both sides.

Variables are R = E max(r, 0), the share q of consumers on the right side, and the profits pi and pi' of the two sides:

    maximise R - w (pi + pi')  subject to the cuts of both sides (see ``sides``),

for the left side with R - E r, 1 - q and the law of -r, and R >= pi, R - E r >= pi', by Markov's inequality (with less
there is no such Pareto distribution). Every finite set of cuts bounds the optimum from above; shares
and prices with the largest R that the residuals allow bound it from below. Cuts are added where the last proposal
violates them most, until the two meet. A bound from above is proven by multipliers alone: weights lambda on cuts of the
right, mu on cuts of the left, alpha and alpha' on the last two inequalities, with sum lambda + sum mu = 1 + alpha +
alpha', sum lambda log(x / t) <= w + alpha, and likewise for mu, give for any q in [0, 1]

    sum of weights * E max(. - x, 0) + E r (sum mu - alpha') + max(sum lambda t, sum mu t)
"""

from dataclasses import dataclass
from fractions import Fraction
from math import inf
from typing import Any

from selten.equilibria.discrimination.unknown_values.balls import Bracket, ball, greatest, least
from selten.equilibria.discrimination.unknown_values.laws import Affine, Law
from selten.equilibria.discrimination.unknown_values.sides import Cut, room, slope

Weighted = tuple[tuple[Cut, Fraction], ...]


@dataclass(frozen=True, slots=True)
class Program:
    """Both sides, the weight w on profits, and whether the left side has a producer.

    Parameters
    ----------
    right, left : Law
        The residual of the right producer and its opposite.
    weight : Fraction
        w >= 0.
    captive : bool
        Whether a producer sells on the left; otherwise the left side buys nothing.
    """

    right: Law
    left: Law
    weight: Fraction
    captive: bool

    @classmethod
    def of(cls, law: Law, *, weight: Fraction = Fraction(1), captive: bool = True) -> "Program":
        """The program of a law of the residual."""
        return cls(law, Affine(law, Fraction(-1), Fraction(0)), weight, captive)


@dataclass(frozen=True, slots=True)
class Proposal:
    """A share of the right side and the price on each side: what a producer structure charges."""

    share: Fraction
    prices: tuple[Fraction, Fraction]

    @property
    def profits(self) -> tuple[Fraction, Fraction]:
        """pi = q t on the right, pi' = (1 - q) t' on the left."""
        return self.share * self.prices[0], (1 - self.share) * self.prices[1]


@dataclass(frozen=True, slots=True)
class Proof:
    """Multipliers on cuts of the right and the left, and alpha and alpha' on R >= pi: they prove an upper bound."""

    right: Weighted
    left: Weighted
    markov: tuple[Fraction, Fraction] = (Fraction(0), Fraction(0))


@dataclass(frozen=True, slots=True)
class Optimum:
    """The optimum between what a proposal attains and what a proof allows.

    Parameters
    ----------
    value : Bracket
        Around max R - w (pi + pi').
    proposal : Proposal
        It attains the lower end.
    surplus : Bracket
        R for the proposal: the largest E max(r, 0) that a contraction with its shares and prices has.
    proof : Proof
        It proves the upper end.
    tight : tuple of Fraction
        Where on each side the constraint on contractions binds most under the proposal.
    """

    value: Bracket
    proposal: Proposal
    surplus: Bracket
    proof: Proof
    tight: tuple[Fraction, Fraction]


def attained(program: Program, proposal: Proposal, *, tolerance: float = 1e-12) -> tuple[Bracket, Bracket, Any]:
    """R and the objective for a proposal, and where each side binds: verified on the whole line.

    The lower end of the objective is minus infinity if a profit is not certainly at most its side's part of R.
    """
    left_price = proposal.prices[1] if program.captive else None
    right = room(program.right, proposal.share, proposal.prices[0], tolerance=tolerance)
    left = room(program.left, 1 - proposal.share, left_price, tolerance=tolerance)
    mean = program.right.mean()
    low = ball(-right.value.high).min(mean - ball(left.value.high))
    high = ball(-right.value.low).min(mean - ball(left.value.low))
    profits = proposal.profits if program.captive else (proposal.profits[0], Fraction(0))
    paid = ball(program.weight * (profits[0] + profits[1]))
    exists = low >= ball(profits[0]) and low - mean >= ball(profits[1])
    objective = Bracket(least(low - paid) if exists else -inf, greatest(high - paid))
    return Bracket(least(low), greatest(high)), objective, (right.at, left.at)


def proven(program: Program, proof: Proof) -> float:
    """The upper bound that multipliers prove.

    Weights on cuts are scaled to the sum they should have; what they are too much for a profit is charged at the most
    that the profit can be.
    """
    total = sum((w for _, w in (*proof.right, *proof.left)), Fraction(0))
    if not total:
        return inf
    scale = (1 + sum(proof.markov)) / total
    bound, levels = ball(0), []
    for law, weighted, alpha in zip(
        (program.right, program.left), (proof.right, proof.left), proof.markov, strict=True
    ):
        level, log_weight = ball(0), ball(0)
        for cut, weight in weighted:
            bound += ball(weight * scale) * law.call(cut.x)
            level += ball(weight * scale * cut.t)
            log_weight += ball(weight * scale) * slope(cut)
        excess = (log_weight - ball(program.weight + alpha)).max(ball(0))
        bound += excess * law.call(Fraction(0))  # a profit is at most E max(r, 0)
        levels.append(level)
    on_left = scale * sum((w for _, w in proof.left), Fraction(0)) - proof.markov[1]
    return greatest(bound + ball(on_left) * program.right.mean() + levels[0].max(levels[1]))


def single(program: Program, weight: Fraction, points: tuple[Fraction, Fraction]) -> tuple[Proof, tuple[Fraction, ...]]:
    """One cut on each side, with weight Lambda and 1 - Lambda: t = x exp(-w / Lambda); the proof and both t."""
    cuts = []
    for x, share in zip(points, (weight, 1 - weight), strict=True):
        factor = (-ball(program.weight / share)).exp()
        cuts.append(Cut(x, x * Fraction(greatest(factor))))
    proof = Proof(((cuts[0], weight),), ((cuts[1], 1 - weight),))
    return proof, tuple(cut.t for cut in cuts)


def quantile(law: Law, mass: Any) -> Fraction:
    """A point x >= 0 with P(X > x) <= mass <= P(X >= x), up to 2**-90 of the range; an atom exactly."""
    for knot in law.knots:
        if knot >= 0 and law.above(knot) <= mass <= law.at_least(knot):
            return knot
    low, high = Fraction(0), max(law.high, Fraction(0))
    if law.above(low) <= mass:
        return low
    for _ in range(90):
        middle = (low + high) / 2
        low, high = (middle, high) if law.above(middle) > mass else (low, middle)
    return Fraction(float(high))
