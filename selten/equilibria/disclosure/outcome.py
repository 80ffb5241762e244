"""What the numbers of a market are for its solvers, and what a seller gets out of a visit equilibrium."""

from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from selten.games.disclosure import DisclosureMarket
from selten.games.normal_form import Number

Two = tuple[Number, Number]
"""A number for product L and one for product H."""

World = tuple[Number, Two]
"""A scenario that customers deem possible: its probability and its stocks."""


@dataclass(frozen=True, slots=True)
class Terms:
    """What the customers of a market know: any numbers, prices also forms (see :mod:`.affine`).

    ``cost`` and ``cost_slope``: a visit costs taste v ``cost + cost_slope * v``.
    """

    customers: Number
    values: Two
    prices: Two
    cost: Number
    cost_slope: Number


@dataclass(frozen=True, slots=True)
class Outcome:
    """Units sold of L and H, the mass of visitors, and of those among them who leave with nothing."""

    sales: Two
    visitors: Number
    shortage: Number

    def revenue(self, prices: Two) -> Number:
        """What the seller earns at these prices."""
        return prices[0] * self.sales[0] + prices[1] * self.sales[1]


def terms_of(market: DisclosureMarket, prices: Any = None) -> Terms:
    """The terms of a market, at its own prices or at others.

    Examples
    --------
    >>> from selten.games.disclosure import parse_disclosure
    >>> spec = {"customers": 10, "stock": 3, "share": "9/10", "prior": 0.5, "search_cost": 0.5, "tastes": "homogeneous"}
    >>> terms_of(parse_disclosure({**spec, "values": {"L": 5, "H": 7}, "prices": {"L": 3, "H": 5}}, "x")).cost
    Fraction(1, 2)
    """
    scaled = market.cost_scales_with_taste
    constant, slope = (Fraction(0), market.search_cost) if scaled else (market.search_cost, Fraction(0))
    return Terms(market.customers, market.values, market.priced if prices is None else prices, constant, slope)


def knowledge(market: DisclosureMarket) -> tuple[tuple[World, ...], ...]:
    """The worlds that customers deem possible: told that L is scarce, told that H is, told the total only."""
    first, second = market.stocks
    one = Fraction(1)
    return ((one, first),), ((one, second),), ((market.prior, first), (1 - market.prior, second))


def sign(number: Number) -> int:
    """-1, 0 or 1; numbers that carry their own test are asked."""
    own = getattr(number, "sign", None)
    return int(own() if own is not None else (number > 0) - (number < 0))
