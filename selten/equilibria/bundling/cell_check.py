"""The 64 price games tried against deviations: no cell of the offering game is taken from theory unseen.

For each pair of offerings the prices that should be an equilibrium are written out for both firms, their profits are
computed from the demand of all three products and equation (4) (a product priced alike by both is split evenly), and
each firm tries every vector of its own prices from a list that holds a grid, the kinks of demand, and prices just below
its rival's. This finds wrong cells; it does not prove right ones (that is what the certificates of the profits do).
"""

from collections.abc import Mapping
from dataclasses import dataclass
from math import inf

import numpy as np
import numpy.typing as npt

from selten.equilibria.bundling.cells import Names, is_open, market_prices, profit_names
from selten.equilibria.bundling.profit import Profit
from selten.games.bundling import OFFERINGS, BundlingMarket, products
from selten.games.consumers.valuations import demands

Floats = npt.NDArray[np.float64]
Prices = tuple[float, float, float]

POINTS = 9
"""Prices of each product on the grid of deviations."""


@dataclass(frozen=True, slots=True)
class CellCheck:
    """What the deviations came to in one cell.

    ``gap`` is how far the profits at the prices are from those of the table, ``gain`` the most that a deviation adds to
    a firm's profit in the table (negative where every other price loses), ``tried`` how many deviations were tried.
    """

    offerings: tuple[str, str]
    gap: float
    gain: float
    tried: int


def check_cells(market: BundlingMarket, profits: Mapping[str, Profit]) -> tuple[CellCheck, ...]:
    """Every cell whose prices are pure, in the order of the table."""
    cells = []
    for first in OFFERINGS:
        for second in OFFERINGS:
            names = profit_names(market, first, second), profit_names(market, second, first)
            if any(is_open(n) or (n != "delta" and not profits[n].pure) for n in names[0] + names[1]):
                continue
            cells.append(_check(market, profits, (first, second), names))
    return tuple(cells)


def _check(
    market: BundlingMarket, profits: Mapping[str, Profit], offerings: tuple[str, str], names: tuple[Names, Names]
) -> CellCheck:
    found = market_prices(market, profits, *offerings)
    assert found is not None
    at = found[0], found[1], found[2] + market.delta
    own = [_offered(at, offering) for offering in offerings]
    expected = [sum(market.delta if n == "delta" else profits[n].value for n in side) for side in names]
    gap, gain, tried = 0.0, -inf, 0
    for i in (0, 1):
        here = float(profits_at(market, *(np.array([p]) for p in own[i]), rival=own[1 - i])[0])
        gap = max(gap, abs(here - expected[i]))
        mesh = _deviations(market, offerings[i], own[i], own[1 - i])
        gain = max(gain, float(profits_at(market, *mesh, rival=own[1 - i]).max()) - expected[i])
        tried += mesh[0].size
    return CellCheck(offerings, gap, gain, tried)


def _offered(at: Prices, offering: str) -> Prices:
    offered = products(offering)
    p1, p2, pb = (price if name in offered else inf for price, name in zip(at, "12b", strict=True))
    return p1, p2, pb


def _deviations(market: BundlingMarket, offering: str, own: Prices, rival: Prices) -> tuple[Floats, Floats, Floats]:
    high = market.valuations.high
    tops = high[0], high[1], sum(high) + market.delta
    axes = []
    for k, name in enumerate("12b"):
        if name not in products(offering):
            axes.append(np.array([inf]))
            continue
        near = [x for x in (own[k], rival[k], rival[k] * (1 - 1e-9)) if x != inf]
        axes.append(np.unique(np.concatenate([np.linspace(0.0, max(tops[k], 0.0), POINTS), near, [inf]])))
    p1, p2, pb = np.meshgrid(*axes, indexing="ij")
    return p1.ravel(), p2.ravel(), pb.ravel()


def profits_at(market: BundlingMarket, p1: Floats, p2: Floats, pb: Floats, *, rival: Prices) -> Floats:
    """What a firm earns at each of its price vectors against the rival's prices; infinite where a product is not sold.

    Products priced alike by both are split evenly.

    Examples
    --------
    >>> from fractions import Fraction
    >>> from selten.games.consumers.joint import Joint
    >>> from selten.games.consumers.marginals import Uniform
    >>> unit = Uniform(Fraction(0), Fraction(1))
    >>> unsold = np.array([inf, inf])
    >>> market = BundlingMarket(Joint(unit, unit), Fraction(0))
    >>> profits_at(market, np.array([0.5, 0.25]), unsold, unsold, rival=(0.5, inf, inf)).tolist()
    [0.125, 0.1875]
    """
    own = p1, p2, pb
    cheapest = [np.minimum(mine, theirs) for mine, theirs in zip(own, rival, strict=True)]
    # a finite price that nobody pays: with infinity for a component too, sums do not compare
    bundle = np.where(np.isfinite(cheapest[2]), cheapest[2] - market.delta, 4 * market.scale)
    sold = demands(market.valuations, (cheapest[0], cheapest[1]), bundle)
    total = np.zeros(p1.shape)
    for mine, theirs, demand in zip(own, rival, sold, strict=True):
        share = np.where(mine < theirs, 1.0, np.where(mine == theirs, 0.5, 0.0))
        earns = (share > 0) & np.isfinite(mine)
        total[earns] += mine[earns] * share[earns] * demand[earns]
    return total
