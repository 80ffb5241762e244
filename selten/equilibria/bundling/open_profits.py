"""Profits of the pairs of offerings that Delta < 0 leaves open: limit prices, brackets from grids, trivial bounds.

A bundle of less worth than its parts no longer covers the market when it is free: beside it, a component still sells to
those who would give up the bundle. Names are those of :mod:`selten.equilibria.bundling.cells`.
"""

from collections.abc import Callable
from math import inf

from selten.equilibria.bundling.cells import Names, is_open
from selten.equilibria.bundling.grid_prices import GridBracket
from selten.equilibria.bundling.maximum import Maximum, maximise
from selten.equilibria.bundling.peaks import component_peak, slip
from selten.equilibria.bundling.profit import Profit, from_grid, trivial
from selten.games.bundling import OFFERINGS, BundlingMarket, products
from selten.games.errors import InputError

MOST_PRODUCTS = 3
"""For Delta < 0: pairs of offerings with more products in all are left with trivial bounds, as grids take too long."""


def open_profits(
    market: BundlingMarket, names: tuple[tuple[tuple[Names, Names], ...], ...], bracket: Callable[..., GridBracket]
) -> dict[str, Profit]:
    """All profits in the table ``names`` that only Delta < 0 has, by name."""
    found: dict[str, Profit] = {}
    for i, row in enumerate(names):
        for j, (first, _) in enumerate(row):
            for name in first:
                if is_open(name) and name not in found:
                    found[name] = _open_profit(market, name, OFFERINGS[i], OFFERINGS[j], bracket)
    return found


def _open_profit(
    market: BundlingMarket, name: str, own: str, rival: str, bracket: Callable[..., GridBracket]
) -> Profit:
    t = -market.delta
    if name.endswith("<"):
        return _limited(market, name, int(name[0]) - 1)
    if name.endswith("~b") and len(name) == 4 and name[1] == "b":
        best = component_peak(market, int(name[0]) - 1, t, inf)
        return _pure(market, name, best, "the best price of a component beside a free bundle (Delta < 0)")
    unsolved = trivial(market, name, "not solved for Delta < 0: only the trivial bounds")
    if len(products(own)) + len(products(rival)) > MOST_PRODUCTS:
        return unsolved
    try:
        low, high = bracket(market, own, rival).firm_1
    except InputError:
        return unsolved
    return from_grid(name, low, high, "price equilibria on grids (Delta < 0)")


def _limited(market: BundlingMarket, name: str, k: int) -> Profit:
    best = maximise(lambda p: market.component_alone(k, p), 0.0, -market.delta)
    return _pure(market, name, best, "the best price of a component below a free bundle (Delta < 0), approached")


def _pure(market: BundlingMarket, name: str, best: Maximum, reason: str) -> Profit:
    error = slip(market)
    low, high = best.value - error, best.value + best.residual + error
    return Profit(name, low, high, best.value, {}, best.residual, same_as=name, reason=reason)
