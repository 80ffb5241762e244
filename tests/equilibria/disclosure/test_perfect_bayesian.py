"""Pure perfect Bayesian equilibria: our enumeration against Gambit's, the house's assessments, and known counts."""

from collections import Counter
from fractions import Fraction as F
from random import Random

import pytest

from selten.equilibria.disclosure.perfect_bayesian import (
    AGGREGATE,
    FULL,
    BayesianEquilibrium,
    is_credible,
    perfect_bayesian,
    through_gambit,
)
from selten.games.disclosure_tree import FiniteDisclosure
from selten.games.families import random_disclosure


@pytest.mark.parametrize("seed", range(20))
def test_gambit_lists_the_same(seed: int) -> None:
    """Gambit's pure agent equilibria of the tree with three customers, in a process with a time limit."""
    market = random_disclosure(3, Random(seed))
    ours = [(e.messages, e.crowds) for e in perfect_bayesian(market)]
    assert ours
    assert through_gambit(market, time_limit=120) == tuple(ours)


def test_a_market_with_four_customers() -> None:
    """The reference counted with Gambit: 24 pool, 36 disclose fully, in 36 only a seller with scarce H discloses."""
    market = FiniteDisclosure.of(
        ["0.997", "0.998", "0.999", "1"],
        [(1, 2), (2, 1)],
        prior="1/2",
        search_cost="0.5",
        values=(5, 6),
        prices=("4", "5.9"),
    )
    found = perfect_bayesian(market)
    assert Counter(e.messages for e in found) == {
        (AGGREGATE, AGGREGATE): 24,
        (FULL, FULL): 36,
        (AGGREGATE, FULL): 36,
    }
    # plain equilibrium never makes pooling unique; credible updating rejects all whose outcome is full disclosure
    assert all(is_credible(market, e) == e.pools for e in found)


def test_beliefs_are_just_those_that_support_the_visits() -> None:
    """At the ends of the interval the visits are best replies, and a little beyond they are not."""
    for seed in range(12):
        market = random_disclosure(3, Random(seed))
        for e in perfect_bayesian(market):
            low, high = e.beliefs
            assert _supported(market, e, low)
            assert _supported(market, e, high)
            if e.messages == (FULL, FULL):
                assert low == 0 or not _supported(market, e, low - F(1, 10**6))
                assert high == 1 or not _supported(market, e, high + F(1, 10**6))


def _supported(market: FiniteDisclosure, e: BayesianEquilibrium, belief: F) -> bool:
    crowd = e.crowds[2]
    for k in range(len(market.tastes)):
        worth = [market.outcome(crowd | {k}, s).surplus[k] for s in (0, 1)]
        gain = belief * worth[0] + (1 - belief) * worth[1] - market.cost(k)
        if (gain < 0) if k in crowd else (gain > 0):
            return False
    return True


def test_full_disclosure_always_survives_plain_updating() -> None:
    for seed in range(20):
        assert any(e.messages == (FULL, FULL) for e in perfect_bayesian(random_disclosure(3, Random(seed))))
