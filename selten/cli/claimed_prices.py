"""Claimed prices of a continuous bundling market: what they earn, and the most that each firm could earn against them.

Names as in :mod:`selten.equilibria.bundling.profits`, t = p_b - Delta as in :mod:`selten.games.bundling`.
"""

import math
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np

from selten.equilibria.bundling.peaks import Peak, apart_peak, component_peak, duopoly_peak, monopoly_peak, single_peak
from selten.games.bundling import BundlingMarket
from selten.games.errors import InputError
from selten.games.number import exact_number

Prices = Mapping[str, float | None]

EQUAL = 1e-8
"""In units of the market's scale: prices that differ by less are taken to be equal where a tie decides who sells."""


@dataclass(frozen=True, slots=True)
class Reply:
    """The most that a firm could earn against the others' prices, and what its own claimed prices earn.

    Parameters
    ----------
    products : str
        The firm's products, as in names of profits.
    best, regret : float
        The profit at the best reply, and an upper bound on what any other prices could add to it.
    earned : float or None
        The profit at the claimed prices; None where none are claimed.
    """

    products: str
    best: float
    regret: float
    earned: float | None


def replies(market: BundlingMarket, name: str, prices: Any) -> list[Reply]:
    """The firm that the name is about, and its rival if it has one.

    Raises
    ------
    InputError
        For prices that are missing, no numbers, or those of products that nobody of that name sells.
    """
    if "|" not in name:
        best, regret = _monopolist(market, name)
        return [Reply(name, best, regret, _earned_alone(market, name, _read(prices, name)) if prices else None)]
    own, rival = name.split("|")
    read = _read({} if prices is None else prices, name)
    for key in (f"p{own if 'b' in rival else rival}", "pb"):
        if read[key] is None:
            raise InputError(f"prices: {name}: {key}: got None; allowed: a finite price")
    return [
        Reply(a, *_duopolist(market, a, b, read), earned(market, a, b, read)) for a, b in ((own, rival), (rival, own))
    ]


def _read(prices: Any, name: str) -> dict[str, float | None]:
    if not isinstance(prices, dict):
        raise InputError(f"prices: {name}: got {prices!r:.60}; allowed: an object of prices")
    sold = {"p" + product for product in name if product in "12b"}
    if name.endswith("+delta"):
        sold = {"p1", "p2", "pb"} - sold
    read: dict[str, float | None] = {"p1": None, "p2": None, "pb": None}
    for key, value in prices.items():
        if key not in read or (value is not None and key not in sold):
            raise InputError(f"prices: {name}: got the price {key!r:.60}; allowed: {', '.join(sorted(sold))}")
        read[key] = None if value is None else _price(value, f"prices: {name}: {key}")
        if name.endswith("+delta") and key != "pb" and read[key]:
            raise InputError(f"prices: {name}: {key}: got {value!r:.60}; allowed: 0, as it is free")
    return read


def _price(value: Any, field: str) -> float:
    try:
        return float(exact_number(value, field))
    except (InputError, OverflowError):
        raise InputError(f"{field}: got {value!r:.60}; allowed: a finite price") from None


def _monopolist(market: BundlingMarket, name: str) -> tuple[float, float]:
    if "b" not in name:
        single = single_peak(market, int(name[0]) - 1, market.delta if name.endswith("+delta") else 0.0)
        return single.value, single.residual
    components = [int(k) - 1 for k in name if k in "12"]
    peak = monopoly_peak(market, components)
    return _better(peak, apart_peak(market, components))


def _better(peak: Peak, apart: Peak) -> tuple[float, float]:
    """The bundle may also be priced so that nobody buys it."""
    value = max(peak.value, apart.value)
    return value, max(peak.value + peak.regret, apart.value + apart.regret) - value


def _duopolist(market: BundlingMarket, own: str, rival: str, prices: Prices) -> tuple[float, float]:
    if "b" in own:
        k = int(rival) - 1
        components = (1 - k,) if own != "b" else ()
        peak = duopoly_peak(market, k, _sure(prices[f"p{rival}"]), components)
        return _better(peak, apart_peak(market, components))
    other = prices[f"p{3 - int(own)}"]
    t = _sure(prices["pb"]) - market.delta
    best = component_peak(market, int(own) - 1, t, math.inf if other is None else other)
    return best.value, best.residual


def _sure(price: float | None) -> float:
    assert price is not None  # as it was read
    return price


def _earned_alone(market: BundlingMarket, name: str, prices: Prices) -> float:
    """What a monopolist earns; one of "1+delta" sells the bundle beside the other component, which is free."""
    if not name.endswith("+delta"):
        return earned(market, name, "", prices)
    other = "21"[int(name[0]) - 1]
    return earned(market, "b", other, {**prices, f"p{other}": 0.0})


def earned(market: BundlingMarket, own: str, rival: str, prices: Prices) -> float:
    """What the seller of the products ``own`` earns against one of ``rival`` ("" for nobody) at these prices.

    Ties go to whom they must for an equilibrium: a supremum counts as attained. Prices were rounded when they were
    printed, so what ties is decided within ``EQUAL``, where :func:`.profits_at` compares prices as they are.
    """
    components = [(k, np.array([p])) for k in (0, 1) if str(k + 1) in own and (p := prices[f"p{k + 1}"]) is not None]
    apart = sum(float(market.component_alone(k, p)[0]) for k, p in components)
    if prices["pb"] is None:
        return apart
    t = np.array([prices["pb"] - market.delta])
    both = math.inf if prices["p1"] is None or prices["p2"] is None else prices["p1"] + prices["p2"]
    tie = EQUAL * market.scale
    if both < t[0] - tie:
        return apart
    if "b" not in own:
        beside = sum(float(market.component_against(k, p, t)[0]) for k, p in components)
        return beside if both > t[0] + tie else max(beside, apart)
    alone = (
        market.bundle_against(int(rival) - 1, np.array([prices[f"p{rival}"]]), t) if rival else market.bundle_alone(t)
    )
    return float(alone[0]) + sum(float(market.gain(k, t - p, t)[0]) for k, p in components)
