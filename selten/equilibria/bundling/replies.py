"""Best replies on the continuum of prices when a bundler meets a firm that sells one component.

The component firm sells k, the bundler the bundle and perhaps the other component. Prices are p (of k), t = p_b - Delta
and, for the bundler's own component, the discount d = t - p_other (see :mod:`selten.games.consumers.valuations`).
"""

import math
from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from selten.equilibria.bundling.maximum import Maximum, maximise
from selten.games.bundling import BundlingMarket

Floats = npt.NDArray[np.float64]

_NODES = np.cos(np.pi * (np.arange(9) + 0.5) / 9)
_FIT = np.linalg.inv(np.polynomial.chebyshev.chebvander(_NODES, 8))
_FAR = 0.5 ** np.arange(2, 40, 2)


def bundle_range(market: BundlingMarket, k: int, p: float) -> tuple[float, float]:
    """The t worth considering against product k at price p: below, everybody buys already; above, nobody does."""
    low, high = market.valuations.low, market.valuations.high
    least = max(low[1 - k] + min(p, low[k]), -market.delta)
    return least, max(high[1 - k] + min(p, high[k]), least)


def bundle_kinks(market: BundlingMarket, k: int, p: float) -> list[float]:
    """The t where the bundle's demand may be not smooth, for product k at price p."""
    low, high = market.valuations.low, market.valuations.high
    return [*market.valuations.sums, p + low[1 - k], p + high[1 - k]]


def component_kinks(market: BundlingMarket, k: int, t: float) -> list[float]:
    """The p where the demand for component k may be not smooth, beside the bundle at t."""
    low, high = market.valuations.low, market.valuations.high
    return [low[k], high[k], t - low[1 - k], t - high[1 - k]]


def bundle_reply(market: BundlingMarket, k: int, p: float) -> Maximum:
    """The bundler's best t when it offers only the bundle."""
    least, most = bundle_range(market, k, p)
    return maximise(
        lambda t: market.bundle_against(k, np.full_like(t, p), t), least, most, kinks=bundle_kinks(market, k, p)
    )


def component_reply(market: BundlingMarket, k: int, t: float, other: float = math.inf) -> Maximum:
    """The component firm's best price against the bundle at t and the bundler's own component at price ``other``.

    Below t - other it undoes the bundle: everybody buys component by component. The supremum there is approached, not
    attained, because ties go to the bundle; ``x`` is then the price approached from below. A firm that cannot sell at a
    positive price has ``x = value = 0``.
    """
    top = min(t, market.valuations.high[k])
    least = max(t - other, 0.0)
    best = Maximum(0.0, 0.0, 0.0)
    if top > least:
        beside = maximise(
            lambda p: market.component_against(k, p, np.full_like(p, t)),
            least,
            top,
            kinks=component_kinks(market, k, t),
        )
        best = beside if beside.value > 0 else best
    if least > 0:
        undoing = maximise(lambda p: market.component_alone(k, p), 0.0, least, kinks=[market.valuations.low[k]])
        best = max(best, undoing, key=lambda m: m.value)
    return best


@dataclass(frozen=True, slots=True)
class MixedReply:
    """The bundler's best prices when it may also sell the other component; ``d`` is 0 where it sells none."""

    t: float
    d: float
    value: float
    gain: float


def mixed_reply(market: BundlingMarket, k: int, p: float) -> MixedReply:
    """The bundler's best (t, d) with d <= p, so that the three products coexist.

    Undoing its own bundle (d > p) earns at most the monopoly profit of the other component, which the bundle at that
    price and Delta >= 0 earns as well; for Delta < 0 :func:`undoing_reply` has to be compared.
    """
    least, most = bundle_range(market, k, p)

    def profit(t: Floats) -> Floats:
        return market.bundle_against(k, np.full_like(t, p), t) + best_gain(market, 1 - k, t, p)[1]

    best = maximise(profit, least, most, kinks=bundle_kinks(market, k, p), points=65)
    d, gain = best_gain(market, 1 - k, np.array([best.x]), p)
    return MixedReply(best.x, float(d[0]) if gain[0] > 0 else 0.0, best.value, float(gain[0]))


def undoing_reply(market: BundlingMarket, k: int) -> Maximum:
    """The best price of component k for a seller whose bundle does not bind."""
    low, high = market.valuations.low[k], market.valuations.high[k]
    return maximise(lambda p: market.component_alone(k, p), 0.0, high, kinks=[low])


def best_gain(market: BundlingMarket, k: int, t: Floats, cap: float) -> tuple[Floats, Floats]:
    """For each t the discount d in [0, cap] that makes selling product k beside the bundle gain most, and that gain.

    Not selling it (d = 0) gains 0, so the gain is never negative.
    """
    most = np.minimum(np.minimum(t, cap), market.valuations.high[1 - k])
    least = np.minimum(np.full_like(t, market.valuations.low[1 - k]), most)
    zooms = 10 if market.valuations.kinked else 2
    d, gain = maximise_many(lambda d: market.gain(k, d, t[:, None]), least, most, zooms=zooms)
    corner = np.clip(t - market.valuations.low[k], least, most)  # the highest price at which everybody wants it
    at_corner = market.gain(k, corner, t)
    d, gain = np.where(at_corner > gain, corner, d), np.maximum(gain, at_corner)
    return np.where(gain > 0, d, 0.0), np.maximum(gain, 0.0)


def maximise_many(f: Callable[[Floats], Floats], low: Floats, high: Floats, *, zooms: int = 2) -> tuple[Floats, Floats]:
    """For each row the best point of f on [low, high] and its value: grid, zooms, one polynomial fit.

    ``f`` takes and returns arrays of shape (rows, points), row i being its own function. Two zooms and the fit reach
    rounding where f is smooth; at a kink each zoom divides the error by 6.
    """
    unit = np.unique(np.concatenate([np.linspace(0, 1, 33), _FAR]))
    x, value, left, right = _zoom(f, low[:, None] + (high - low)[:, None] * unit)
    for _ in range(zooms):
        x, value, left, right = _zoom(f, left[:, None] + (right - left)[:, None] * np.linspace(0, 1, 13))
    middle, half = (left + right) / 2, (right - left) / 2
    coefficients = f(middle[:, None] + half[:, None] * _NODES) @ _FIT.T
    position = (x - middle) / np.where(half > 0, half, 1.0)
    first, second = (np.polynomial.chebyshev.chebder(coefficients.T, m) for m in (1, 2))
    for _ in range(6):
        slope = np.polynomial.chebyshev.chebval(position, first, tensor=False)
        bend = np.polynomial.chebyshev.chebval(position, second, tensor=False)
        position = np.clip(position - slope / np.where(bend < 0, bend, -np.inf), -1, 1)
    polished = middle + half * position
    at = f(polished[:, None])[:, 0]
    return np.where(at > value, polished, x), np.maximum(at, value)


def _zoom(f: Callable[[Floats], Floats], grid: Floats) -> tuple[Floats, Floats, Floats, Floats]:
    values = f(grid)
    rows = np.arange(grid.shape[0])
    best = values.argmax(axis=1)
    left, right = np.maximum(best - 1, 0), np.minimum(best + 1, grid.shape[1] - 1)
    return grid[rows, best], values[rows, best], grid[rows, left], grid[rows, right]
