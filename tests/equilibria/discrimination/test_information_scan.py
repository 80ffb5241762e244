"""Deviations tried one by one: the proof over all real prices against a scan written from the model alone.

The scan builds the posterior of the named producer from the states and plays the consumer's choice at each price in
exact arithmetic, at many prices and just below each residual; the proof's supremum must bound it and be approached.
"""

from fractions import Fraction as F
from itertools import product
from random import Random

import pytest

from selten.equilibria.discrimination.information import (
    PublicSignal,
    best_information,
    efficient_masses,
    prove,
    surpluses,
)
from selten.games.discrimination import Prior, State
from selten.games.errors import InputError
from selten.games.segmentation import Segment

EXAMPLE_1 = Prior.of([("1/16", [a[0], b[0]], [a[1], b[1]]) for a, b in product(product([1, 4], [0, 1]), repeat=2)])

NEAR = F(1, 10**9)


def survival(signal: PublicSignal, printed: bool, premium: F) -> F:
    """The chance that a binding rival asks more than cost + premium (premium > 0)."""
    shares = signal.segment.shares
    margin, low = signal.segment.price - signal.cost, shares[0][0]
    gap = shares[1][0] - low if len(shares) > 1 else margin
    if printed:
        return margin / (margin + premium) if premium < gap / 2 else F(0)
    kept = (margin / (margin + premium) - 1 + shares[0][1]) / shares[0][1]
    return max(kept, F(0)) if premium < gap else F(0)


def sold(state: State, signal: PublicSignal, printed: bool, price: F) -> F:
    """The chance that the named producer sells to the consumer of a state at a price above the one on the path."""
    k, low = signal.producer, signal.segment.price
    binds = state.residual(k) == low > signal.cost
    chance = F(1) if state.values[k] >= price else F(0)
    for j in range(len(state.values)):
        if j == k:
            continue
        needed = state.values[j] - state.values[k] + price  # j must ask at least this
        if binds and state.values[k] - state.surplus(j) == low:
            chance *= survival(signal, printed, needed - state.costs[j])
        elif state.costs[j] < needed:
            chance = F(0)
        # a tie with a rival at cost is left out: prices just below give more
    return chance


def scanned(prior: Prior, signal: PublicSignal, printed: bool) -> F:
    """The most that the named producer earns at the prices tried."""
    k, shares = signal.producer, signal.segment.shares
    posterior = []
    for residual, share in shares:
        states = [s for s in prior.states if s.costs[k] == signal.cost and s.residual(k) == residual]
        total = sum(s.mass for s in states)
        posterior += [(state, share * state.mass / total) for state in states]
    low, high = signal.segment.price, max(s.values[k] for s, _ in posterior) + 1
    grid = {low + (high - low) * F(n, 40) for n in range(1, 41)}
    ends = {
        *(r for r, _ in shares),
        *(s.values[k] for s, _ in posterior),
        (low + shares[min(1, len(shares) - 1)][0]) / 2,
    }
    tried = [p for p in {*grid, *(e - NEAR for e in ends), *(e + NEAR for e in {low, *ends})} if p > low]
    profits = [(p - signal.cost) * sum(w * sold(s, signal, printed, p) for s, w in posterior) for p in tried]
    return max([signal.profit, *profits])


def random_prior(seed: int) -> Prior:
    random = Random(seed)
    producers, count = random.choice([1, 2, 3]), random.randint(1, 8)
    values = [[random.randint(0, 5) for _ in range(producers)] for _ in range(count)]
    costs = [[random.randint(0, 3) for _ in range(producers)] for _ in range(count)]
    return Prior.of([(F(1, count), v, c) for v, c in zip(values, costs, strict=True)])


def coarse(prior: Prior, merge_ties: bool) -> list[PublicSignal]:
    """Other segmentations: all consumers of a producer and cost in one segment, those at r = c apart or not."""
    signals = []
    for i in range(prior.producers):
        for cost in prior.costs(i):
            masses = efficient_masses(prior, i, cost)
            parts = (
                [masses]
                if merge_ties
                else [{r: m for r, m in masses.items() if (r == cost) is tie} for tie in (True, False)]
            )
            for part in parts:
                total = sum(part.values(), F(0))
                if total:
                    shares = tuple((r, part[r] / total) for r in sorted(part))
                    signals.append(PublicSignal(i, cost, Segment(total, shares)))
    return signals


@pytest.mark.parametrize("seed", range(40))
def test_no_price_tried_gains_with_the_best_information(seed: int) -> None:
    prior = random_prior(seed)
    assert all(scanned(prior, signal, False) == signal.profit for signal in best_information(prior))


@pytest.mark.parametrize("seed", range(30))
@pytest.mark.parametrize("kind", ["printed", "coarse", "ties"])
def test_the_supremum_bounds_what_is_tried_and_is_approached(seed: int, kind: str) -> None:
    prior = random_prior(seed)
    signals = best_information(prior) if kind == "printed" else coarse(prior, kind == "ties")
    for verdict in prove(prior, signals, printed=kind == "printed").verdicts:
        tried = scanned(prior, verdict.signal, kind == "printed")
        assert tried <= verdict.best <= tried + F(1, 10**6)


def test_segments_whose_lowest_price_is_not_best_are_refuted() -> None:
    """By hand: without segments cost 0 earns 1 at price 1, and 3 * 1/2 at price 3 (ties at 0 and 1 kept apart)."""
    proof = prove(EXAMPLE_1, coarse(EXAMPLE_1, False))
    assert [(v.profit, v.best) for v in proof.verdicts if v.best > v.profit] == [(F(1), F(3, 2))] * 2


def test_ties_at_cost_pooled_with_higher_residuals_are_refuted() -> None:
    """By hand: {0: 1/5, 1: 2/5, 3: 1/5, 4: 1/5} at price 0 earns nothing, and 3 * 2/5 at price 3."""
    proof = prove(EXAMPLE_1, coarse(EXAMPLE_1, True))
    assert [(v.profit, v.best) for v in proof.verdicts] == [(F(0), F(6, 5)), (F(0), F(4, 3))] * 2


def test_64_states_of_three_producers() -> None:
    """The lower bound from the definition: the best single price for each cost, every residual tried."""
    random = Random(1)
    weights = [random.randint(1, 99) for _ in range(64)]
    values = [[random.randint(0, 100) for _ in range(3)] for _ in weights]
    costs = [[random.choice((0, 10, 25)) for _ in range(3)] for _ in weights]
    rows = zip(weights, values, costs, strict=True)
    prior = Prior.of([(F(w, sum(weights)), v, c) for w, v, c in rows])
    signals = best_information(prior)
    assert prove(prior, signals).is_equilibrium
    least = []
    for i in range(3):
        own = F(0)
        for cost in prior.costs(i):
            states = [s for s in prior.states if s.costs[i] == cost]
            prices = {s.residual(i) for s in states}
            own += max([F(0), *((p - cost) * sum(s.mass for s in states if s.residual(i) >= p) for p in prices)])
        least.append(own)
    assert surpluses(prior, signals) == (tuple(least), prior.total_surplus - sum(least))


@pytest.mark.parametrize(
    "shares",
    [((3, F(1, 2)), (4, F(1, 4))), ((3, F(3, 2)), (4, F(-1, 2))), ((4, F(1, 2)), (3, F(1, 2))), ((3, F(1, 2)),) * 2],
)
def test_what_is_no_segment_is_refused(shares: tuple[tuple[int, F], ...]) -> None:
    prior = Prior.of([("1/2", [3], [1]), ("1/2", [4], [1])])
    segment = Segment(F(1), tuple((F(r), share) for r, share in shares))
    with pytest.raises(InputError, match="got other shares of producer 1"):
        prove(prior, [PublicSignal(0, F(1), segment)])
