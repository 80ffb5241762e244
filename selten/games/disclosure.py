"""Disclosure of inventory: a seller with one of two stock compositions tells customers which, or only the total.

Nature draws who is scarce: with probability ``prior`` product L (stocks ``(1 - share) * stock`` of L and ``share *
stock`` of H), otherwise product H (the two amounts exchanged). The seller sees it and discloses the composition
("full") or the total only ("aggregate"); neither can be faked. A mass of customers decides at the same time whether to
visit. Visitors arrive in some order; each buys the available product that leaves her the larger surplus, if that is
strictly positive, and else leaves with nothing. Prices are given and equal to margins. The seller earns them, and among
equal revenues prefers fewer visitors leaving empty-handed.

* Tastes: "homogeneous" (everybody values the products at ``values``) or "uniform" (taste v uniform on [0, 1], values
  ``v * values``).
* Cost of a visit: ``search_cost``, times v if ``cost_scales_with_taste``.
* Arrival: "random", "efficient" (tastes from high to low), "inefficient" (from low to high). It does not matter when
  all are alike.
* Ties: a customer indifferent between the products takes L; one indifferent about visiting visits, unless she expects
  nothing at all (so zero cost is the limit of small costs).

Source: technical companion to "Sharing Aggregate Inventory Information with Customers" (sections 1, 2 and 4); the main
paper's model is reconstructed from it.
"""

import os
from dataclasses import dataclass, replace
from fractions import Fraction
from typing import Any

from selten.games.errors import InputError
from selten.games.formats import read_text
from selten.games.number import exact_number, shown_number
from selten.games.specs.market_spec import market_data
from selten.games.specs.spec_reading import number, shown, table, truth, word

TASTES = ("homogeneous", "uniform")
ARRIVALS = ("random", "efficient", "inefficient")
SCENARIOS = ("L_scarce", "H_scarce")
"""The scenarios, in the order of every pair."""

_REQUIRED = ("customers", "stock", "share", "prior", "search_cost", "values", "tastes")
_ORDER = ("cost_scales_with_taste", "arrival")

Pair = tuple[Fraction, Fraction]


@dataclass(frozen=True, slots=True)
class DisclosureMarket:
    """The market, every number exact; pairs are (product L, product H).

    Raises
    ------
    InputError
        Naming the field, the value got and what is allowed.

    Examples
    --------
    >>> market = DisclosureMarket(
    ...     customers=Fraction(10), stock=Fraction(3), share=Fraction(9, 10), prior=Fraction(1, 2),
    ...     search_cost=Fraction(1, 2), values=(Fraction(5), Fraction(7)), prices=(Fraction(3), Fraction(5)),
    ... )
    >>> market.stocks
    ((Fraction(3, 10), Fraction(27, 10)), (Fraction(27, 10), Fraction(3, 10)))
    >>> market.everyone_prefers_L
    True
    """

    customers: Fraction
    stock: Fraction
    share: Fraction
    prior: Fraction
    search_cost: Fraction
    values: Pair
    prices: Pair | None = None
    tastes: str = "uniform"
    cost_scales_with_taste: bool = False
    arrival: str = "random"

    def __post_init__(self) -> None:
        for field in ("customers", "stock"):
            _check(getattr(self, field) > 0, field, getattr(self, field), "a positive number")
        _check(Fraction(1, 2) < self.share < 1, "share", self.share, "strictly between 1/2 and 1")
        _check(0 < self.prior < 1, "prior", self.prior, "strictly between 0 and 1")
        _check(self.search_cost >= 0, "search_cost", self.search_cost, "a number of at least 0")
        for field in ("values", "prices"):
            for product, value in zip("LH", getattr(self, field) or (), strict=False):
                _check(value >= 0, f"{field}.{product}", value, "a number of at least 0")
        _check(self.tastes in TASTES, "tastes", self.tastes, " or ".join(TASTES))
        _check(self.arrival in ARRIVALS, "arrival", self.arrival, ", ".join(ARRIVALS))

    @property
    def stocks(self) -> tuple[Pair, Pair]:
        """The stocks (L, H) where L is scarce, then where H is."""
        few, many = (1 - self.share) * self.stock, self.share * self.stock
        return (few, many), (many, few)

    @property
    def everyone_prefers_L(self) -> bool:
        """Whether value L - price L >= value H - price H."""
        prices = self.priced
        return self.values[0] - prices[0] >= self.values[1] - prices[1]

    @property
    def priced(self) -> Pair:
        """The prices.

        Raises
        ------
        InputError
            If they were left out.
        """
        if self.prices is None:
            raise InputError("prices: got none; allowed: an object with the keys L and H")
        return self.prices

    def at(self, price_low: Fraction | int | str, price_high: Fraction | int | str) -> "DisclosureMarket":
        """The same market at the prices of L and H."""
        return replace(self, prices=(exact_number(price_low, "prices.L"), exact_number(price_high, "prices.H")))


def read_disclosure(path: str | os.PathLike[str]) -> DisclosureMarket:
    """The market in a .json or .toml file, or on standard input for ``-``.

    Raises
    ------
    InputError
        In one sentence naming the file, the field, the value got and what is allowed.
    """
    text, source = read_text(path)
    return parse_disclosure(market_data(text, source), source)


def parse_disclosure(data: Any, source: str) -> DisclosureMarket:
    """The market that a SPEC describes; ``prices`` may be left out, and the order of arrival where all are alike.

    Raises
    ------
    InputError
        In one sentence naming the source, the field, the value got and what is allowed.

    Examples
    --------
    >>> spec = {"customers": 10, "stock": 3, "share": "9/10", "prior": 0.5, "search_cost": 0.5, "tastes": "homogeneous"}
    >>> parse_disclosure({**spec, "values": {"L": 5, "H": 7}, "prices": {"L": 3, "H": 5}}, "x").prior
    Fraction(1, 2)
    """
    try:
        table(data, _REQUIRED, "the market", optional=(*_ORDER, "prices"))
        if data["tastes"] != "homogeneous":
            table(data, (*_REQUIRED, *_ORDER), "the market", optional=("prices",))
        return _market(data)
    except InputError as error:
        raise InputError(f"{source}: {error}") from None


def _market(data: dict[str, Any]) -> DisclosureMarket:
    return DisclosureMarket(
        **{field: number(data[field], field) for field in ("customers", "stock", "share", "prior", "search_cost")},
        values=_pair(data["values"], "values"),
        prices=_pair(data["prices"], "prices") if data.get("prices") is not None else None,
        tastes=word(data["tastes"], TASTES, "tastes"),
        cost_scales_with_taste=truth(data.get("cost_scales_with_taste", False), "cost_scales_with_taste"),
        arrival=word(data.get("arrival", "random"), ARRIVALS, "arrival"),
    )


def _pair(data: Any, field: str) -> Pair:
    own = table(data, ("L", "H"), field)
    return number(own["L"], f"{field}.L"), number(own["H"], f"{field}.H")


def _check(right: bool, field: str, value: Any, allowed: str) -> None:
    if not right:
        got = shown_number(value) if isinstance(value, (Fraction, int)) else shown(value)
        raise InputError(f"{field}: got {got}; allowed: {allowed}")
