"""Markets for the claims of the inventory companion: its own example, and random ones within its assumptions."""

import random
from fractions import Fraction

from selten.games.disclosure import DisclosureMarket

F = Fraction

MARKETS_PRICES = 400
"""Random prices for each random market in a dense comparison."""

FIGURE_1 = DisclosureMarket(
    customers=F(10), stock=F(3), share=F(9, 10), prior=F(1, 2), search_cost=F(1, 2), values=(F(5), F(7))
)
"""Figure 1: the parameters of all three panels, without prices."""

COUNTEREXAMPLE = DisclosureMarket(
    customers=F(10), stock=F(1), share=F(9, 10), prior=F(1, 2), search_cost=F(1, 2), values=(F(5), F(7))
)
"""Proposition 3's two conditions hold (5/7 > 9/19 and 45 >= 7), but the region shrinks as the cost falls from 1."""


def alike_market(rng: random.Random) -> DisclosureMarket:
    """Customers who are alike and fewer than the units: Proposition 1."""
    customers = F(rng.randint(20, 200), 10)
    return DisclosureMarket(
        customers=customers,
        stock=customers * F(rng.randint(101, rng.choice((160, 400))), 100),
        share=F(rng.randint(51, 98), 100),
        prior=F(rng.randint(5, 95), 100),
        search_cost=F(rng.randint(1, 150), 100),
        values=(F(rng.randint(20, 90), 10), F(rng.randint(20, 90), 10)),
        tastes="homogeneous",
    )


def spread_market(rng: random.Random, arrival: str = "random", *, scales: bool = False) -> DisclosureMarket:
    """Tastes from 0 to 1, more customers than units, both scenarios as likely, H worth at least as much as L."""
    customers = F(rng.randint(20, 200), 10)
    values = sorted(F(rng.randint(20, 90), 10) for _ in range(2))
    return DisclosureMarket(
        customers=customers,
        stock=customers * F(rng.randint(5, 95), 100),
        share=F(rng.randint(51, 98), 100),
        prior=F(1, 2),
        search_cost=F(rng.randint(1, 150), 100),
        values=(values[0], values[1]),
        cost_scales_with_taste=scales,
        arrival=arrival,
    )
