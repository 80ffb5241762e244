"""What the closed forms of disclosure ask of a market, and its numbers in doubles."""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from selten.games.disclosure import DisclosureMarket
from selten.games.errors import InputError
from selten.games.number import shown_number

Floats = npt.NDArray[np.float64]
Bools = npt.NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class Setting:
    """A market's numbers in doubles, with prices; ``taste_cost`` is 1 if the cost of a visit grows with the taste."""

    N: float
    M: float
    q: float
    c: float
    beta: float
    value_low: float
    value_high: float
    taste_cost: bool
    low: Floats
    high: Floats

    @property
    def marginal(self) -> float:
        """The taste above which the customers are as many as the units: 1 - M/N."""
        return 1 - self.M / self.N


def setting_of(market: DisclosureMarket, low: npt.ArrayLike, high: npt.ArrayLike) -> Setting:
    """A market at prices, numbers or arrays that broadcast.

    Raises
    ------
    InputError
        If a price is negative or not finite, or a value 0.
    """
    prices = np.broadcast_arrays(np.asarray(low, dtype=float), np.asarray(high, dtype=float))
    for name, values in zip(("price_low", "price_high"), prices, strict=True):
        if not (np.isfinite(values).all() and (values >= 0).all()):
            raise InputError(f"{name}: got a price that is negative or not finite; allowed: finite, at least 0")
    for product, value in zip("LH", market.values, strict=True):
        if not value:
            raise InputError(f"values.{product}: got 0; allowed in a closed form: a positive number")
    return Setting(
        float(market.customers), float(market.stock), float(market.share), float(market.search_cost),
        float(market.prior), float(market.values[0]), float(market.values[1]), market.cost_scales_with_taste,
        prices[0], prices[1],
    )  # fmt: skip


def require(right: bool, field: str, got: object, allowed: str) -> None:
    """Raise InputError unless something is right."""
    if not right:
        raise InputError(f"{field}: got {got}; allowed in this closed form: {allowed}")


def require_low_preferred(at: Setting) -> None:
    """Raise InputError unless everybody prefers L at all the prices."""
    right = (at.value_low - at.low >= at.value_high - at.high).all()
    require(bool(right), "price_high", "a price at which H is preferred", "value_H - price_H <= value_L - price_L")


def random_setting(market: DisclosureMarket, low: npt.ArrayLike, high: npt.ArrayLike) -> Setting:
    """The same for random arrival of spread tastes; InputError if the market is another, or H is valued less."""
    require(market.arrival == "random", "arrival", market.arrival, "random")
    require_spread(market)
    require(market.values[0] <= market.values[1], "values.H", shown_number(market.values[1]), "at least values.L")
    return setting_of(market, low, high)


def require_spread(market: DisclosureMarket) -> None:
    """Raise InputError unless tastes are spread, the prior is 1/2 and units are few."""
    require(market.tastes == "uniform", "tastes", market.tastes, "uniform")
    require(2 * market.prior == 1, "prior", shown_number(market.prior), "1/2")
    require(market.stock < market.customers, "stock", shown_number(market.stock), "less than the customers")
