"""The prices of grids that brackets are found on: uniform, near what equilibria use, staggered; and how many fit."""

from collections.abc import Mapping, Sequence
from fractions import Fraction
from math import prod

from selten.equilibria.bundling.price_oracle import GridEquilibrium
from selten.games.bundling import BundlingMarket
from selten.games.prices.price_range import NAMES

Prices = tuple[Mapping[str, Sequence[Fraction]], Mapping[str, Sequence[Fraction]]]
Sizes = Mapping[str, int]
Tops = tuple[Fraction, Fraction, Fraction]

ZOOM = 4
"""How much finer each level of zooming is."""

LEVELS = 5
"""The most levels of zooming."""

MOST_CELLS = 2_000_000
"""The largest demand table, and MOST_VECTORS the longest list of price vectors, that a bracket uses."""

MOST_VECTORS = 140_000

ZOOM_VECTORS = 12_000
"""The longest list of price vectors when zooming, which solves many games."""


def uniform_prices(market: BundlingMarket, offerings: tuple[str, str], step: Fraction, tops: Tops) -> Prices:
    """Multiples of the step for components, the complementarity plus multiples for the bundle.

    So t = p_b - Delta lies on the grid of p_0 + p_1. A bundle below the complementarity sells to everybody anyway; only
    a firm with a rival in bundles goes there.
    """
    delta, ranges = market.complementarity, _ranges(market, offerings, step, tops)
    lists = {name: [k * step for k in ranges[name]] for name in "12"}
    lists["b"] = [delta + k * step for k in ranges["b"] if delta + k * step >= 0]
    return lists, lists


def _ranges(market: BundlingMarket, offerings: tuple[str, str], step: Fraction, tops: Tops) -> dict[str, range]:
    """How many steps the prices are from 0, or from the complementarity."""
    first, second, bundle = tops
    delta = market.complementarity
    least = -int(delta / step) if all(z[2] == "1" for z in offerings) or delta < 0 else 0
    most = max(int((bundle - delta) / step), least)
    return {"1": range(int(first / step) + 1), "2": range(int(second / step) + 1), "b": range(least, most + 1)}


def graded(market: BundlingMarket, prices: Prices, step: Fraction) -> Prices:
    """The prices and, at all levels of zooming, some near 0 and near the lowest valuations, where markets saturate."""
    near = {k * step / ZOOM**level for level in range(1, LEVELS) for k in range(1 - ZOOM, ZOOM)}
    low = [
        Fraction(x).limit_denominator(10**9) // (step / ZOOM**LEVELS) * (step / ZOOM**LEVELS)
        for x in market.valuations.low
    ]
    delta = market.complementarity
    centres = {"1": {Fraction(0), low[0]}, "2": {Fraction(0), low[1]}, "b": {delta, delta + low[0] + low[1]}}
    lists = []
    for own in prices:
        more = {name: {c + x for c in centres[name] for x in near if c + x >= 0} for name in NAMES}
        lists.append({name: sorted({*own[name], *more[name]}) for name in NAMES})
    return lists[0], lists[1]


def refined(market: BundlingMarket, prices: Prices, found: list[GridEquilibrium], step: Fraction) -> Prices:
    """The prices, with neighbours at this step, up to two of the last steps away, for those in use that have none."""
    lists = []
    for firm in (0, 1):
        own = {name: set(given) for name, given in prices[firm].items()}
        for equilibrium in found:
            for strategy in equilibrium.supports[firm].tolist():
                for name, price in equilibrium.game.price_vector(firm, strategy).items():
                    if not {p for p in (price - step, price + step) if p >= 0} <= own[name]:
                        near = (price + j * step for j in range(-2 * ZOOM, 2 * ZOOM + 1))
                        own[name] |= {p for p in near if p >= 0}
        lists.append({name: sorted(given) for name, given in own.items()})
    return lists[0], lists[1]


def uniform_sizes(
    market: BundlingMarket, offerings: tuple[str, str], step: Fraction, tops: Tops
) -> tuple[Sizes, Sizes]:
    """How many prices of each product a uniform grid has, for each firm, without making them."""
    sizes = {name: len(steps) for name, steps in _ranges(market, offerings, step, tops).items()}
    return sizes, sizes


def sizes_of(prices: Prices) -> tuple[Sizes, Sizes]:
    """How many prices of each product there are, for each firm."""
    first, second = ({name: len(given) for name, given in own.items()} for own in prices)
    return first, second


def fits(offerings: tuple[str, str], sizes: tuple[Sizes, Sizes], most: int = MOST_VECTORS) -> bool:
    """Whether the demand table and the lists of price vectors keep to the limits (firms share most prices)."""
    lengths = [
        [own[name] if bit == "1" else 0 for name, bit in zip(NAMES, z, strict=True)]
        for own, z in zip(sizes, offerings, strict=True)
    ]
    first, second, bundle = (max(a, b, 1) for a, b in zip(*lengths, strict=True))
    cells = 2 * bundle * (first + second)
    return cells <= MOST_CELLS and max(prod(n or 1 for n in own) for own in lengths) <= most


def staggered_prices(prices: Prices, step: Fraction) -> Prices:
    """The first firm's prices a quarter of a step higher, the second's three quarters."""
    first, second = (
        {name: [p + share * step for p in given] for name, given in own.items()}
        for own, share in zip(prices, (Fraction(1, 4), Fraction(3, 4)), strict=True)
    )
    return first, second
