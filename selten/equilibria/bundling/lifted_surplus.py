"""Expected consumer surplus at an equilibrium in price distributions, between bounds that hold up to rounding.

What a consumer gains is a convex function of all prices. So if a stretch of prices is cut into cells, the surplus at
their mean prices is a lower bound, and that at their ends, weighted so that the means stay, an upper one (Jensen's
inequality and its converse, cell by cell and firm by firm, as firms draw their prices independently).
"""

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction

import numpy as np
import numpy.typing as npt

from selten.equilibria.bundling.expected_surplus import consumer_surplus
from selten.games.bundling import BundlingMarket
from selten.games.prices.distributions import PriceDistribution, Stretch

Floats = npt.NDArray[np.float64]

CELLS = 128
"""Cells of each stretch."""

_EQUAL = 1e-12
"""Bounds this near to each other are one number, in units of the market's scale."""


@dataclass(frozen=True, slots=True)
class _Draws:
    """Price vectors (unsold: infinite) and their probabilities."""

    prices: Floats
    weights: Floats


def lifted_surplus(
    market: BundlingMarket, strategies: tuple[PriceDistribution, PriceDistribution]
) -> float | tuple[float, float]:
    """Bounds on expected consumer surplus when firms draw prices from these distributions; a number if they meet.

    Examples
    --------
    >>> from selten.games.consumers.atoms import Atoms
    >>> from selten.games.prices.distributions import PricePoint
    >>> market = BundlingMarket(Atoms.of([(1, 0), (0, 1)], ["3/4", "1/4"]), Fraction(0))
    >>> one = PriceDistribution.of([PricePoint({"1": Fraction(1, 3)}, Fraction(1))])
    >>> other = PriceDistribution.of([PricePoint({"b": Fraction(1, 2)}, Fraction(1))])
    >>> round(lifted_surplus(market, (one, other)), 12)  # 3/4 of 2/3 and 1/4 of 1/2
    0.625
    """
    low = _expected(market, _draws(strategies[0], ends=False), _draws(strategies[1], ends=False))
    high = _expected(market, _draws(strategies[0], ends=True), _draws(strategies[1], ends=True))
    if high - low <= _EQUAL * market.scale:
        return (low + high) / 2
    return low, high


def _expected(market: BundlingMarket, first: _Draws, second: _Draws) -> float:
    p1, p2, pb = (np.minimum(first.prices[:, None, k], second.prices[None, :, k]) for k in range(3))
    surplus = consumer_surplus(market.valuations, (p1, p2), pb - market.delta)
    return float(first.weights @ surplus @ second.weights)


def _draws(mixed: PriceDistribution, *, ends: bool) -> _Draws:
    """The distribution with each cell of its stretches replaced by its mean, or by its ends."""
    prices = [_vector(point.prices) for point in mixed.points]
    weights = [float(point.mass) for point in mixed.points]
    for part in mixed.stretches:
        at, mass = _cells(part, ends=ends)
        fixed = _vector(part.beside)
        for x, weight in zip(at.tolist(), mass.tolist(), strict=True):
            prices.append([x if name == part.product else y for name, y in zip("12b", fixed, strict=True)])
            weights.append(weight)
    return _Draws(np.array(prices), np.array(weights))


def _vector(prices: Mapping[str, Fraction]) -> list[float]:
    return [float(prices.get(name, np.inf)) for name in "12b"]


def _cells(part: Stretch, *, ends: bool) -> tuple[Floats, Floats]:
    """Prices and probabilities: one a cell at its mean, or two at its ends with the same mean."""
    cuts = [part.low + (part.high - part.low) * Fraction(i, CELLS) for i in range(CELLS + 1)]
    above = np.array([float(part.above(x)) for x in cuts])
    x = np.array([float(cut) for cut in cuts])
    mass, width = above[:-1] - above[1:], np.diff(x)
    # the integral of the probability above, less its value at the cell's end, is the mass times (mean - low)
    beyond = sum((_area(float(b), float(c), x, float(part.high)) for b, c in part.terms), np.zeros(CELLS))
    share = np.clip((beyond - above[1:] * width) / np.where(mass > 0, mass * width, 1.0), 0.0, 1.0)
    if not ends:
        return x[:-1] + share * width, mass
    return np.concatenate([x[:-1], x[1:]]), np.concatenate([mass * (1 - share), mass * share])


def _area(b: float, c: float, x: Floats, high: float) -> Floats:
    """The integral of b / (y + c) - b / (high + c) over each cell."""
    return np.asarray(b * np.log1p(np.diff(x) / (x[:-1] + c)) - b / (high + c) * np.diff(x))
