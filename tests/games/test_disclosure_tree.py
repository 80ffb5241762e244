"""Outcomes of finite crowds by hand, the tree's leaves against them, and errors that name the field."""

from fractions import Fraction as F
from itertools import product
from random import Random
from typing import Any

import pytest

from selten.games.disclosure_tree import FiniteDisclosure, disclosure_tree
from selten.games.errors import InputError
from selten.games.families import random_disclosure

TWO: dict[str, Any] = {"prior": "1/2", "search_cost": "1/4", "values": (4, 2), "prices": (1, 1)}


@pytest.mark.parametrize(
    ("arrival", "surplus"),
    [
        # one unit of each, tastes 1/2 and 1: L is worth 1 and 3, H is worth nothing and 1; revenue is that of the units
        ("random", (F(1, 2), F(2))),
        ("efficient", (F(0), F(3))),
        ("inefficient", (F(1), F(1))),
    ],
)
def test_the_order_of_arrival(arrival: str, surplus: tuple[F, F]) -> None:
    market = FiniteDisclosure.of(["1/2", 1], [(1, 1), (1, 1)], arrival=arrival, **TWO)
    outcome = market.outcome(frozenset({0, 1}), 0)
    assert outcome.surplus == surplus
    # the customer of taste 1/2 takes nothing but L, so she leaves with nothing whenever she comes second
    second = {"random": F(1, 2), "efficient": F(1), "inefficient": F(0)}[arrival]
    assert (outcome.revenue, outcome.shortage) == (2 - second, second)


def test_the_penalty_never_outweighs_revenue() -> None:
    for seed in range(5):
        market = random_disclosure(3, Random(seed))
        outcomes = [market.outcome(crowd, s) for crowd in market.crowds() for s in (0, 1)]
        penalty = market.penalty()
        for a, b in product(outcomes, repeat=2):
            if a.revenue > b.revenue:
                assert a.revenue - penalty * a.shortage > b.revenue - penalty * b.shortage


def test_every_leaf_of_the_tree() -> None:
    """Read along its history, each leaf pays what the crowd's outcome says."""
    market = random_disclosure(2, Random(3))
    tree = disclosure_tree(market)
    penalty = market.penalty()
    leaves = [node for node, children in enumerate(tree.children) if not children]
    assert len(leaves) == 2 * 2 * 2**2
    seen = set()
    for leaf in leaves:
        names = tree.history(leaf)
        scenario = 0 if "L scarce" in names[0] else 1
        crowd = frozenset(k for k, name in enumerate(names[2:]) if "go" in name)
        outcome = market.outcome(crowd, scenario)
        seen.add((scenario, names[1], crowd))
        earned = tree.outcomes[tree.nodes[leaf].outcome or 0].payoffs
        net = [outcome.surplus[k] - market.cost(k) * (k in crowd) for k in range(2)]
        assert list(earned) == [outcome.revenue - penalty * outcome.shortage, *net]
    assert len(seen) == len(leaves)


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"arrival": "alphabetical"}, "arrival: got 'alphabetical'; allowed: random, efficient, inefficient"),
        ({"prior": 1}, "prior: got 1; allowed: strictly between 0 and 1"),
        ({"search_cost": -1}, "search_cost: got -1; allowed: at least 0"),
        ({"values": (1, 2, 3)}, "values: got 3 numbers; allowed: two, for L and H"),
    ],
)
def test_wrong_input_is_named(changes: dict[str, Any], message: str) -> None:
    with pytest.raises(InputError, match=message):
        FiniteDisclosure.of([1], [(0, 1), (1, 0)], **{**TWO, **changes})


def test_wrong_stocks_and_customers_are_named() -> None:
    with pytest.raises(InputError, match="stocks: got"):
        FiniteDisclosure.of([1], [(0, -1), (1, 0)], **TWO)
    with pytest.raises(InputError, match="tastes: got 8 customers; allowed: 1 to 7"):
        FiniteDisclosure.of([1] * 8, [(0, 1), (1, 0)], **TWO)
