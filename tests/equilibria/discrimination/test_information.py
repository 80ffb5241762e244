"""The best information for consumers: the numbers of Example 1 by hand, and many priors in exact arithmetic."""

from fractions import Fraction as F
from itertools import product
from random import Random

import pytest

from selten.equilibria.discrimination.information import best_information, prove, surpluses
from selten.games.discrimination import Prior, complete_information, least_producer_surplus

EXAMPLE_1 = Prior.of([("1/16", [a[0], b[0]], [a[1], b[1]]) for a, b in product(product([1, 4], [0, 1]), repeat=2)])


def test_example_1() -> None:
    """Verified by hand: a producer with cost 1 earns 2 * 1/2 * 1/4, with cost 0 3 * 1/2 * 1/4; total 23/8."""
    assert EXAMPLE_1.total_surplus == F(23, 8)
    assert least_producer_surplus(EXAMPLE_1) == (F(5, 8), F(5, 8))
    assert complete_information(EXAMPLE_1) == ((F(7, 8), F(7, 8)), F(9, 8))
    signals = best_information(EXAMPLE_1)
    assert surpluses(EXAMPLE_1, signals) == ((F(5, 8), F(5, 8)), F(13, 8))
    assert prove(EXAMPLE_1, signals).is_equilibrium


def test_the_printed_mixing_leaves_deviations() -> None:
    """By hand in the segment {3: 1/3, 4: 2/3} of cost 1: at 7/2 a deviator earns 5/2 (2/3 + 1/3 * 4/5) = 7/3 > 2."""
    verdicts = prove(EXAMPLE_1, best_information(EXAMPLE_1), printed=True).verdicts
    gains = {(v.profit, v.best, v.at) for v in verdicts if v.best > v.profit}
    assert gains == {(F(2), F(7, 3), F(7, 2)), (F(3), F(27, 8), F(7, 2))}


def random_prior(seed: int) -> Prior:
    random = Random(seed)
    producers, count = random.choice([1, 2, 2, 3, 4]), random.randint(1, 12)
    weights = [random.randint(1, 5) for _ in range(count)]
    draws = [([random.randint(0, 6) for _ in range(producers)], [random.randint(0, 4) for _ in range(producers)])
             for _ in weights]  # fmt: skip
    return Prior.of([(F(w, sum(weights)), *draw) for w, draw in zip(weights, draws, strict=True)])


@pytest.mark.parametrize("first", range(0, 200, 40))
def test_an_equilibrium_at_the_lower_bound_for_every_prior(first: int) -> None:
    for seed in range(first, first + 40):
        prior = random_prior(seed)
        signals = best_information(prior)
        assert prove(prior, signals).is_equilibrium, seed
        assert surpluses(prior, signals)[0] == least_producer_surplus(prior)


def test_where_nothing_is_gained_the_price_named_is_the_one_charged() -> None:
    """Other prices earn as much, but none more: the premium is drawn so that all do."""
    for verdict in prove(EXAMPLE_1, best_information(EXAMPLE_1)).verdicts:
        assert (verdict.best, verdict.at) == (verdict.profit, verdict.signal.segment.price)
