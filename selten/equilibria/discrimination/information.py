"""The information that is best for consumers, an equilibrium under it, and its proof over all real prices.

A *public signal* names an efficient producer k, his cost c and a segment of his consumers, in which the lowest residual
r0 is a best price. He charges r0. A rival j is told in private whether he is *binding*: the consumer's residual is r0
and v_k - v_j + c_j = r0, so that j's offer at cost is what keeps the price from rising. A binding rival mixes just
above his cost, c_j + e with P(e' > e) = S(e); all others offer at cost. Consumers get everything but the producers'
least surpluses.

Nobody gains. With x the segment, x0 = x({r0}) and m = r0 - c, a deviation to r0 + e keeps the consumers of higher
residuals and at most S(e) of the others, so S must satisfy (m + e) ((1 - x0) + x0 S(e)) <= m, that is

    S(e) <= H(e) = (m / (m + e) - (1 - x0)) / x0        until e = (next residual) - r0.

We use S = H. (The paper's proof prints m / (m + e), which leaves out that the deviator keeps the higher residuals: on
many segments it has a profitable deviation.) Beyond that point only finitely many prices can be best.

How the proof is finite: on an interval of prices in which the same states can still be won, the deviator's profit is
q (A + sum over L of B_L S^L) with q = p - c, L the number of binding rivals and S = alpha / q - beta. Each q S^L is
convex in q (the perspective of a convex function), so the supremum is a limit at one of the two ends of the interval,
a rational number.

Source: "Competitive price discrimination", Theorem 1 and its proof in the appendix; H is derived here.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

from selten.games.discrimination import Prior, State, residual_masses
from selten.games.errors import InputError
from selten.games.segmentation import Segment, extremal_segments


@dataclass(frozen=True, slots=True)
class PublicSignal:
    """What everybody is told: the efficient producer, his cost, and the segment that the consumer belongs to."""

    producer: int
    cost: Fraction
    segment: Segment

    @property
    def profit(self) -> Fraction:
        """What the producer earns for each consumer on the path."""
        return self.segment.price - self.cost


@dataclass(frozen=True, slots=True)
class Mixing:
    """How a binding rival prices above cost: P(premium > e) = (margin / (margin + e) - 1 + weight) / weight up to end.

    What is left at ``end`` is an atom there. ``weight`` x0 gives H, weight 1 the distribution that the paper prints.
    """

    margin: Fraction
    weight: Fraction
    end: Fraction

    def at_least(self, premium: Fraction) -> Fraction:
        """The probability that the premium is at least this much (no atom but at the end).

        Examples
        --------
        >>> Mixing(Fraction(2), Fraction(1, 2), Fraction(1)).at_least(Fraction(1))
        Fraction(1, 3)
        """
        if premium > self.end:
            return Fraction(0)
        return (self.margin / (self.margin + premium) - 1 + self.weight) / self.weight


@dataclass(frozen=True, slots=True)
class Verdict:
    """What the named producer can get in one segment.

    Parameters
    ----------
    signal : PublicSignal
    profit : Fraction
        On the path, for each consumer.
    best : Fraction
        The supremum over all real prices, at or just below ``at``.
    at : Fraction
    """

    signal: PublicSignal
    profit: Fraction
    best: Fraction
    at: Fraction


@dataclass(frozen=True, slots=True)
class Proof:
    """The regret of the profile over all real prices, exact: the mass-weighted gains of the best deviations.

    ``verdicts`` has one entry for each public signal; ``undercut`` lists the (signal, producer) where a producer who is
    not named could sell above his cost.
    """

    verdicts: tuple[Verdict, ...]
    undercut: tuple[tuple[PublicSignal, int], ...]

    @property
    def regret(self) -> Fraction:
        """The largest gain of a producer at one of his signals, for each consumer there."""
        return max((v.best - v.profit for v in self.verdicts), default=Fraction(0))

    @property
    def is_equilibrium(self) -> bool:
        """Whether nobody gains at any signal."""
        return self.regret == 0 and not self.undercut


def best_information(prior: Prior) -> tuple[PublicSignal, ...]:
    """The public signals of Theorem 1, by producer, cost and greedy extremal segments.

    Examples
    --------
    >>> signals = best_information(Prior.of([("1/2", [3], [1]), ("1/2", [4], [1])]))
    >>> [(str(s.segment.mass), str(s.segment.price)) for s in signals]
    [('3/4', '3'), ('1/4', '3')]
    """
    return tuple(
        PublicSignal(producer, cost, segment)
        for producer in range(prior.producers)
        for cost in prior.costs(producer)
        for segment in extremal_segments(efficient_masses(prior, producer, cost), cost)
    )


def efficient_masses(prior: Prior, producer: int, cost: Fraction) -> dict[Fraction, Fraction]:
    """The residuals of the consumers that the producer should serve, with their mass; ties (r = c) shared equally.

    Examples
    --------
    >>> efficient_masses(Prior.of([(1, [1, 1], [0, 0])]), 0, Fraction(0))
    {Fraction(0, 1): Fraction(1, 2)}
    """
    masses = residual_masses(prior, producer, cost)
    tied = [s for s in prior.states if s.costs[producer] == cost and s.residual(producer) == cost]
    if tied:
        masses[cost] = sum((s.mass / len(s.efficient) for s in tied), Fraction(0))
    return masses


def prove(prior: Prior, signals: Sequence[PublicSignal], *, printed: bool = False) -> Proof:
    """Whether the strategies are an equilibrium under these public signals: every deviation of every type, exactly.

    Parameters
    ----------
    prior : Prior
    signals : sequence of PublicSignal
        Any that serve each consumer once by an efficient producer; not only those of :func:`best_information`.
    printed : bool
        Let binding rivals mix as the paper prints instead.

    Raises
    ------
    InputError
        If the signals do not serve every consumer once, naming the producer, the cost and the residual, or if shares
        are not positive, ascending in residuals and of sum 1.

    Examples
    --------
    >>> prior = Prior.of([("1/2", [3], [1]), ("1/2", [4], [1])])
    >>> prove(prior, best_information(prior)).is_equilibrium
    True
    """
    _check_cover(prior, signals)
    undercut = [
        (signal, j)
        for signal in signals
        for state in _members(prior, signal, [residual for residual, _ in signal.segment.shares])
        for j in range(prior.producers)
        if j != signal.producer and state.surplus(j) > state.values[signal.producer] - signal.segment.price
    ]
    return Proof(tuple(_best_deviation(prior, s, _mixing(s, printed)) for s in signals), tuple(dict.fromkeys(undercut)))


def surpluses(prior: Prior, signals: Sequence[PublicSignal]) -> tuple[tuple[Fraction, ...], Fraction]:
    """Producer surpluses and consumer surplus on the path.

    Examples
    --------
    >>> prior = Prior.of([("1/2", [3], [1]), ("1/2", [4], [1])])
    >>> surpluses(prior, best_information(prior))
    ((Fraction(2, 1),), Fraction(1, 2))
    """
    earned = [Fraction(0)] * prior.producers
    for signal in signals:
        earned[signal.producer] += signal.segment.mass * signal.profit
    return tuple(earned), prior.total_surplus - sum(earned, Fraction(0))


def _mixing(signal: PublicSignal, printed: bool) -> Mixing:
    margin, shares = signal.profit, signal.segment.shares
    # a segment of one residual has no next one: the premium may end anywhere
    gap = shares[1][0] - shares[0][0] if len(shares) > 1 else margin
    if printed:
        return Mixing(margin, Fraction(1), gap / 2)
    weight = shares[0][1]
    # where the lowest residual is no best price, H reaches 0 before the next one: no survival is negative
    end = gap if weight == 1 else min(gap, margin * weight / (1 - weight))
    return Mixing(margin, weight, end)


def _best_deviation(prior: Prior, signal: PublicSignal, mixing: Mixing) -> Verdict:
    """The supremum of the named producer's profit over all prices, the price that he should charge included."""
    at, best = signal.segment.price, signal.profit
    if signal.profit == 0:  # nobody binds: he may only try the higher residuals, if the segment has any
        for residual, _ in signal.segment.shares:
            profit = (residual - signal.cost) * signal.segment.demand(residual)
            if profit > best:
                best, at = profit, residual
    else:
        terms = _terms(prior, signal)
        ends = sorted({last for _, last, _ in terms} | {at + mixing.end})
        for low, high in zip([at, *ends], ends, strict=False):
            for price in (low, high):
                profit = _profit(signal, mixing, [term for term in terms if term[1] >= high], price, high)
                if profit > best:
                    best, at = profit, price
    return Verdict(signal, signal.profit, best, at)


Term = tuple[Fraction, Fraction, int]
"""Consumers that a higher price may keep: their share, the last price that does, and how many rivals bind."""


def _terms(prior: Prior, signal: PublicSignal) -> list[Term]:
    k, price, shares = signal.producer, signal.segment.price, signal.segment.shares
    terms = [(share, residual, 0) for residual, share in shares[1:]]
    states = _members(prior, signal, [price])
    total = sum((state.mass for state in states), Fraction(0))
    for state in states:
        limits = [state.values[k] - state.surplus(j) for j in range(prior.producers) if j != k]
        loose = [state.values[k], *(limit for limit in limits if limit > price)]
        terms.append((shares[0][1] * state.mass / total, min(loose), sum(limit == price for limit in limits)))
    return [term for term in terms if term[1] > price]


def _profit(signal: PublicSignal, mixing: Mixing, terms: Sequence[Term], price: Fraction, high: Fraction) -> Fraction:
    """The limit of the deviator's profit at ``price`` from inside an interval that ends at ``high``."""
    premium = price - signal.segment.price
    kept = mixing.at_least(premium) if high - signal.segment.price <= mixing.end else Fraction(0)
    demand = sum((share * kept**binding for share, _, binding in terms), Fraction(0))
    return (price - signal.cost) * demand


def _members(prior: Prior, signal: PublicSignal, residuals: Sequence[Fraction]) -> list[State]:
    """The states that a signal can come from: with his cost, one of the residuals, and he efficient."""
    k = signal.producer
    return [s for s in prior.states if s.costs[k] == signal.cost and s.residual(k) in residuals]


def _check_cover(prior: Prior, signals: Sequence[PublicSignal]) -> None:
    served: dict[tuple[int, Fraction, Fraction], Fraction] = {}
    for signal in signals:
        residuals = [residual for residual, _ in signal.segment.shares]
        shares = [share for _, share in signal.segment.shares]
        if sum(shares, Fraction(0)) != 1 or min(shares) <= 0 or sorted(set(residuals)) != residuals:
            allowed = "positive ones that sum to 1, by ascending residuals"
            raise InputError(f"segments: got other shares of producer {signal.producer + 1}; allowed: {allowed}")
        for residual, share in signal.segment.shares:
            key = (signal.producer, signal.cost, residual)
            served[key] = served.get(key, Fraction(0)) + signal.segment.mass * share
    due = {
        (producer, cost, residual): mass
        for producer in range(prior.producers)
        for cost in prior.costs(producer)
        for residual, mass in efficient_masses(prior, producer, cost).items()
    }
    for key in sorted(due.keys() | served.keys()):
        if due.get(key) != served.get(key):
            who = f"producer {key[0] + 1}, cost {key[1]}, residual {key[2]}"
            raise InputError(f"segments: {who}: got mass {served.get(key, 0)}; allowed: {due.get(key, 0)}, each once")
