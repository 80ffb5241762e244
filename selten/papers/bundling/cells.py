"""One cell of Table 1 checked from its price game: candidate prices, what they pay, and what deviations gain.

Deviations are tried over a lattice of all own price vectors, including prices just below the rival's and infinity
(unsold), on the continuum demand; beside that, :mod:`selten.equilibria.bundling.grid_confirm` lists the pure equilibria
of two whole price grids. Equal prices share the market (equation (4)).
"""

from dataclasses import dataclass, replace
from itertools import product as combinations
from math import inf
from typing import Any

import numpy as np
import numpy.typing as npt

from selten.equilibria.bundling.cell_check import profits_at
from selten.equilibria.bundling.cells import profit_names
from selten.equilibria.bundling.grid_confirm import GridConfirmation, confirm_cell
from selten.equilibria.bundling.offering import MarketSolution
from selten.games.bundling import OFFERINGS, BundlingMarket, products

Floats = npt.NDArray[np.float64]
Prices = dict[str, float]

STEPS = 24
"""Prices of a component in the lattice of deviations; the bundle has twice as many."""

_UNDER = 1e-9


@dataclass(frozen=True, slots=True)
class CellCheck:
    """A cell of the offering game with its evidence, firm by firm.

    Parameters
    ----------
    offerings : pair of str
    prices : pair of dict
        The candidate prices; infinite where a product is best left unsold.
    earned : pair of float
        What the candidate prices pay.
    stated : pair of float
        The profits in the offering game.
    gains : pair of float
        The most that any deviation of the lattice adds (at least 0).
    grids : GridConfirmation
        All pure equilibria of two price grids.
    scale : float
        The largest value a consumer can have.
    """

    offerings: tuple[str, str]
    prices: tuple[Prices, Prices]
    earned: tuple[float, float]
    stated: tuple[float, float]
    gains: tuple[float, float]
    grids: GridConfirmation
    scale: float

    @property
    def confirmed(self) -> bool:
        """The prices pay the profits, nobody gains beyond rounding, and the grids approach them."""
        apart = max(abs(a - b) for a, b in zip(self.earned, self.stated, strict=True))
        return apart <= 1e-9 * self.scale and max(self.gains) <= 1e-8 * self.scale and self.grids.confirmed

    def exchanged(self) -> "CellCheck":
        """The same with the firms exchanged; the grids stay as they were computed."""
        a, b = self.offerings
        swapped = {name: getattr(self, name)[::-1] for name in ("prices", "earned", "stated", "gains")}
        return replace(self, offerings=(b, a), **swapped)

    def record(self) -> dict[str, Any]:
        """The check for a certificate."""
        return {
            "offerings": self.offerings,
            "prices": [{k: None if p == inf else p for k, p in own.items()} for own in self.prices],
            "profits": self.stated,
            "largest_gain": max(self.gains),
            "grid_steps": self.grids.steps,
            "grid_distances": self.grids.distances,
            "grid_order": self.grids.order,
        }


def check_cell(solved: MarketSolution, first: str, second: str) -> CellCheck:
    """Check one cell of a solved market whose price games have pure equilibria."""
    market = solved.market
    prices = _candidate(solved, first, second), _candidate(solved, second, first)
    i, j = OFFERINGS.index(first), OFFERINGS.index(second)
    stated = float(solved.game.payoffs[0, i, j]), float(solved.game.payoffs[1, i, j])
    earned = earnings(market, prices[0], prices[1]), earnings(market, prices[1], prices[0])
    gains = gain(market, prices[0], prices[1]), gain(market, prices[1], prices[0])
    grids = confirm_cell(market, first, second, stated)
    return CellCheck((first, second), prices, earned, stated, gains, grids, market.scale)


def earnings(market: BundlingMarket, own: Prices, rival: Prices) -> float:
    """What a firm earns at its own prices against the rival's."""
    return float(_profits(market, {k: np.array([p]) for k, p in own.items()}, rival)[0])


def gain(market: BundlingMarket, own: Prices, rival: Prices, *, steps: int = STEPS) -> float:
    """The most that a lattice of deviations earns beyond what the prices do, at least 0.

    Where a lattice point is within rounding of the rival's price it is put below it.
    """
    names = sorted(own)
    axes = [_axis(market, name, own, rival, steps) for name in names]
    vectors = np.array(list(combinations(*axes))) if names else np.zeros((1, 0))
    found = _profits(market, {name: vectors[:, i] for i, name in enumerate(names)}, rival)
    return max(float(found.max()) - earnings(market, own, rival), 0.0)


def best_price(
    market: BundlingMarket, name: str, own: Prices, rival: Prices, *, steps: int = 400
) -> tuple[float, float]:
    """The best price of one product on a fine lattice, the others fixed, and what it earns."""
    axis = _axis(market, name, own, rival, steps)
    found = _profits(market, {k: axis if k == name else np.full_like(axis, p) for k, p in own.items()}, rival)
    best = int(found.argmax())
    return float(axis[best]), float(found[best])


def _axis(market: BundlingMarket, name: str, own: Prices, rival: Prices, steps: int) -> Floats:
    high = sum(market.valuations.high) + market.delta if name == "b" else market.valuations.high["12".index(name)]
    count = 2 * steps if name == "b" else steps
    near = [own[name]]
    if rival.get(name, inf) < inf:
        near.append(max(rival[name] - _UNDER, 0.0))
    if "b" in rival and name != "b" and rival["b"] < inf:
        near.append(max(rival["b"] - market.delta - _UNDER, 0.0))
    return np.unique(np.concatenate([np.linspace(0.0, high, count + 1), near, [inf]]))


def _profits(market: BundlingMarket, own: dict[str, Floats], rival: Prices) -> Floats:
    shape = next((p.shape for p in own.values()), (1,))
    p1, p2, pb = (own.get(name, np.full(shape, inf)) for name in "12b")
    return profits_at(market, p1, p2, pb, rival=(rival.get("1", inf), rival.get("2", inf), rival.get("b", inf)))


def _candidate(solved: MarketSolution, own: str, rival: str) -> Prices:
    """The prices that theory gives a firm: zero in a price war, else those of its profit."""
    a, b = products(own), products(rival)
    if not a or ("b" in a and "b" in b) or ("b" not in a and "b" in b and len(a) == 2):
        return dict.fromkeys(a, 0.0)
    if "b" in a and len(b) == 2:
        return {**dict.fromkeys(a, 0.0), "b": solved.market.delta}
    if "b" not in a and "b" not in b:
        return {k: 0.0 if k in b else _price(solved, k, k) for k in a}
    if "b" in a and b & a:
        (name,) = profit_names(solved.market, own, rival)
        return {k: 0.0 if k in b else _price(solved, name, k) for k in a}
    if "b" not in a and a & b:
        return dict.fromkeys(a, 0.0)
    (name,) = profit_names(solved.market, own, rival)
    return {k: _price(solved, name, k) for k in a}


def _price(solved: MarketSolution, name: str, product: str) -> float:
    found = solved.profits[name].prices.get(f"p{product}")
    return inf if found is None else found
