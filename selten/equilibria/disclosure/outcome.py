"""What the numbers of a market are for its solvers, and what a seller gets out of a visit equilibrium."""

from collections.abc import Callable
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from selten.games.disclosure import DisclosureMarket
from selten.games.normal_form import Number

Two = tuple[Number, Number]
"""A number for product L and one for product H."""

World = tuple[Number, Two]
"""A scenario that customers deem possible: its probability and its stocks."""


def rational(value: Fraction | int) -> Number:
    """A flint rational, ten times as fast as a Fraction."""
    from flint import fmpq

    return fmpq(value.numerator, value.denominator)


def fraction(value: Number) -> Fraction:
    """The Fraction that an exact number is."""
    return Fraction(value) if isinstance(value, (int, Fraction)) else Fraction(int(value.p), int(value.q))


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

    def exactly(self) -> "Outcome":
        """The same with Fractions, for exact numbers of any kind."""
        return Outcome(
            (fraction(self.sales[0]), fraction(self.sales[1])), fraction(self.visitors), fraction(self.shortage)
        )

    def revenue(self, prices: Two) -> Number:
        """What the seller earns at these prices."""
        return prices[0] * self.sales[0] + prices[1] * self.sales[1]


def terms_of(market: DisclosureMarket, prices: Any = None, *, number: Callable[[Fraction], Number] = rational) -> Terms:
    """The terms of a market at its own prices or at others, its numbers converted.

    Examples
    --------
    >>> from selten.games.disclosure import parse_disclosure
    >>> spec = {"customers": 10, "stock": 3, "share": "9/10", "prior": 0.5, "search_cost": 0.5, "tastes": "homogeneous"}
    >>> terms_of(parse_disclosure({**spec, "values": {"L": 5, "H": 7}, "prices": {"L": 3, "H": 5}}, "x")).cost
    1/2
    """
    cost, none = number(market.search_cost), number(Fraction(0))
    constant, slope = (none, cost) if market.cost_scales_with_taste else (cost, none)
    own = prices if prices is not None else _both(market.priced, number)
    return Terms(number(market.customers), _both(market.values, number), own, constant, slope)


def knowledge(
    market: DisclosureMarket, *, number: Callable[[Fraction], Number] = rational
) -> tuple[tuple[World, ...], ...]:
    """The worlds that customers deem possible: told that L is scarce, told that H is, told the total only."""
    first, second = (_both(stocks, number) for stocks in market.stocks)
    one, prior = number(Fraction(1)), number(market.prior)
    return ((one, first),), ((one, second),), ((prior, first), (1 - prior, second))


def _both(pair: Two, number: Callable[[Fraction], Number]) -> Two:
    return number(pair[0]), number(pair[1])


def sign(number: Number) -> int:
    """-1, 0 or 1; numbers that carry their own test are asked."""
    own = getattr(number, "sign", None)
    return int(own() if own is not None else (number > 0) - (number < 0))
