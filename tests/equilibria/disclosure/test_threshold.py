"""Lowest visitors that are known by construction, and brackets held against exact signs of the margin."""

import random
from fractions import Fraction

import pytest

from selten.equilibria.disclosure.fluid import margin
from selten.equilibria.disclosure.outcome import Terms, World, rational
from selten.equilibria.disclosure.threshold import Root, lowest_visitor, same


def drawn(rng: random.Random) -> tuple[Terms, list[World]]:
    """A seller without search cost, and what customers hold possible: one or two pairs of stocks."""
    values = rational(rng.randint(2, 9)), rational(rng.randint(2, 9))
    prices = [rational(Fraction(rng.randint(1, 20), 20)) * value for value in values]
    customers = rng.randint(5, 30)
    stocks = [tuple(rational(Fraction(rng.randint(1, 6 * customers), 8)) for _ in range(2)) for _ in range(2)]
    weight = rational(Fraction(rng.randint(1, 9), 10))
    worlds = [(weight, stocks[0]), (1 - weight, stocks[1])] if rng.random() < 0.6 else [(rational(1), stocks[0])]
    return Terms(rational(customers), values, (prices[0], prices[1]), rational(0), rational(0)), worlds


def gross(terms: Terms, worlds: list[World], taste: Fraction) -> Fraction:
    """What a visit is worth to the lowest visitor when nothing is paid for it."""
    found = margin(terms, worlds, rational(taste))[0]
    return Fraction(int(found.p), int(found.q))


@pytest.mark.parametrize("scaled", [False, True])
def test_the_threshold_that_a_cost_was_made_for_is_found_exactly(scaled: bool) -> None:
    """The cost is what the visit is worth at a chosen taste, which therefore is the lowest to visit."""
    rng, found = random.Random(4), 0
    for _ in range(150):
        terms, worlds = drawn(rng)
        taste = Fraction(rng.randint(1, 49), 50)
        worth = gross(terms, worlds, taste)
        if worth <= 0:
            continue
        cost = rational(0 if scaled else worth)
        slope = rational(worth / taste if scaled else 0)
        root = lowest_visitor(Terms(terms.customers, terms.values, terms.prices, cost, slope), worlds)
        assert root.exact
        assert root.low == rational(taste)
        found += 1
    assert found > 80


def test_brackets_have_one_sign_at_each_end_and_the_root_of_their_polynomial() -> None:
    """With costs that were made for nothing: the margin below the bracket is negative, above it is not."""
    rng, irrational = random.Random(5), 0
    roots: list[Root] = []
    for _ in range(150):
        terms, worlds = drawn(rng)
        terms = Terms(
            terms.customers, terms.values, terms.prices, rational(Fraction(rng.randint(1, 40), 20)), rational(0)
        )
        root = lowest_visitor(terms, worlds)
        roots.append(root)
        assert 0 <= root.low <= root.high <= 1
        if root.exact:
            continue
        irrational += 1
        assert (root.high - root.low) * 2**60 < 1
        assert margin(terms, worlds, root.low)[1] < 0 <= margin(terms, worlds, root.high)[1]
        assert root.polynomial(root.low) * root.polynomial(root.high) < 0
        assert root.polynomial.degree() > 1
        again = lowest_visitor(terms, worlds)
        again.refine(40)
        assert same(root, again)
        assert root.low <= again.low < again.high <= root.high
    assert irrational > 20
    others = [root for root in roots if not root.exact][:12]
    apart = [(a, b) for a in others for b in others if a.high < b.low]
    assert len(apart) > 30
    assert not any(same(a, b) for a, b in apart)
