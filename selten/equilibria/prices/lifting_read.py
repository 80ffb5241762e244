"""What the supports of a price grid's equilibrium look like: runs of neighbouring prices, and single prices that weigh.

A firm with one component has one line of prices. The bundler has a line of bundle prices for every price of the
component that it sells beside it, and one for the bundle alone. Prices of the bundle are t, net of the complementarity.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import pairwise
from math import inf

from selten.equilibria.prices.solve import PriceEquilibrium
from selten.games.bundling import BundlingMarket
from selten.games.consumers.atoms import Atoms
from selten.games.prices.duopoly import DuopolyGame

HEAVY = 2.5
"""A price is read as an atom if it weighs this many times its heavier neighbour in the run."""

LIGHT = 2.5
"""A price that stands alone is no atom if it weighs less than this many times the median price of the firm."""

_FEW = 8


@dataclass(frozen=True, slots=True)
class Duel:
    """A bundler, who may sell component ``other`` too, against a firm with the remaining component.

    ``consumers`` are (the value of the rival's component, of the other one, mass).
    """

    market: BundlingMarket
    other: str
    consumers: tuple[tuple[Fraction, Fraction, Fraction], ...]

    @classmethod
    def of(cls, market: BundlingMarket, rival: str) -> "Duel":
        """For the name of the rival's component."""
        assert isinstance(market.valuations, Atoms)
        k = "12".index(rival)
        atoms = zip(market.valuations.values, market.valuations.masses, strict=True)
        return cls(market, "12"[1 - k], tuple((v[k], v[1 - k], mass) for v, mass in atoms))

    @property
    def delta(self) -> Fraction:
        """The complementarity."""
        return self.market.complementarity


@dataclass(frozen=True, slots=True)
class Line:
    """The prices that a firm uses along a line, with what is fixed beside (the other component's price or None)."""

    beside: Fraction | None
    prices: tuple[float, ...]
    weights: tuple[float, ...]
    runs: tuple[tuple[float, float], ...]
    atoms: tuple[float, ...]

    def above(self, x: float) -> float:
        """The weight of the prices above x."""
        return sum(w for p, w in zip(self.prices, self.weights, strict=True) if p > x)


@dataclass(frozen=True, slots=True)
class Reading:
    """The rival's line, the bundler's lines (from the bundle alone on), their profits (bundler first), the step."""

    rival: Line
    bundler: tuple[Line, ...]
    payoffs: tuple[float, float]
    step: float

    @property
    def lines(self) -> tuple[Line, ...]:
        """The rival's line and then the bundler's."""
        return (self.rival, *self.bundler)


def read(duel: Duel, game: DuopolyGame, found: PriceEquilibrium) -> Reading:
    """The lines of an equilibrium on a grid with one step, the bundler being the first firm."""
    step = float(game.unit * _stride(game))
    (rival_name,) = {"1", "2"} - {duel.other}
    vectors = [
        [(game.price_vector(firm, int(i)), float(w)) for i, w in zip(found.supports[firm], weights, strict=True)]
        for firm, weights in enumerate(found.weights)
    ]
    singles = [(float(prices[rival_name]), w) for prices, w in vectors[1]]
    rival = _line(None, singles, step, _light([w for _, w in singles]))
    by_price: dict[Fraction | None, list[tuple[float, float]]] = {}
    for prices, weight in vectors[0]:
        t = prices["b"] - duel.delta
        beside = _beside(duel, prices, t, rival.prices[0], step / 100)
        by_price.setdefault(beside, []).append((float(t), weight))
    ordered = sorted(by_price, key=lambda price: inf if price is None else price, reverse=True)
    light = _light([w for weighed in by_price.values() for _, w in weighed])
    lines = tuple(_line(price, by_price[price], step, light) for price in ordered)
    lines = tuple(line for line in lines if line.runs or line.atoms)
    first, second = (float(x) for x in found.payoffs)
    return Reading(rival, lines, (first, second), step)


def _stride(game: DuopolyGame) -> int:
    """The distance of the bundle's neighbouring prices, in units."""
    places = game.own[0][2]
    axis = game.axes[2]
    return min(int(axis[b] - axis[a]) for a, b in pairwise(places.tolist()))


def _beside(duel: Duel, prices: Mapping[str, Fraction], t: Fraction, lowest: float, slack: float) -> Fraction | None:
    """The price of the component beside the bundle; None where nobody buys it: whoever would, prefers the bundle.

    That is so where its price is no lower than t, and where all who value it as much take the bundle anyhow. (If they
    are just about to and the price is somebody's valuation, the price belongs to the line at that valuation.)
    """
    price = prices.get(duel.other)
    if price is None or price >= t:
        return None
    buyers = [vk for vk, vo, _ in duel.consumers if vo >= price]
    bound = lowest - slack if any(vo == price for _, vo, _ in duel.consumers) else lowest + slack
    return None if all(t - price <= vk and t - price <= bound for vk in buyers) else price


def _light(weights: Sequence[float]) -> float:
    """Prices that stand alone with less weight than this are part of no stretch, and nothing where grids are fine."""
    return 0.0 if len(weights) < _FEW else LIGHT * sorted(weights)[len(weights) // 2]


def _line(beside: Fraction | None, weighed: Sequence[tuple[float, float]], step: float, light: float) -> Line:
    merged: dict[float, float] = {}
    for price, weight in weighed:
        merged[price] = merged.get(price, 0.0) + weight
    prices = sorted(merged)
    weights = [merged[p] for p in prices]
    runs, atoms = [], []
    for start, end in _runs(prices, 1.5 * step):
        if end - start > 2:
            atoms += _heavy(prices[start:end], weights[start:end])
            runs.append((prices[start], prices[end - 1]))
        elif sum(weights[start:end]) > light:
            atoms.append(max(zip(weights[start:end], prices[start:end], strict=True))[1])
    return Line(beside, tuple(prices), tuple(weights), tuple(runs), tuple(sorted(atoms)))


def _runs(prices: Sequence[float], gap: float) -> list[tuple[int, int]]:
    breaks = [i + 1 for i, (a, b) in enumerate(pairwise(prices)) if b - a > gap]
    return list(pairwise([0, *breaks, len(prices)]))


def _heavy(prices: Sequence[float], weights: Sequence[float]) -> list[float]:
    """The prices of a run that weigh much more than both their neighbours."""
    padded = [0.0, *weights, 0.0]
    return [p for i, p in enumerate(prices) if padded[i + 1] > HEAVY * max(padded[i], padded[i + 2])]
