"""The best prices of one seller of the bundle, alone or against a rival's component, with a bound on the regret.

The bundle's price is found in one dimension; components beside it enter through the largest gain at each t, which is
separable (see :meth:`selten.games.bundling.BundlingMarket.gain`). The bound on all prices combines the fit around the
maximum, monotone cells elsewhere, and the proof that a component is not worth selling.
"""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt

from selten.equilibria.bundling.maximum import Function, Maximum, fitted_bound, maximise, profit_bound
from selten.equilibria.bundling.replies import best_gain, bundle_kinks, bundle_range, component_kinks, component_reply
from selten.equilibria.bundling.unsold import Ceiling, Offer, Window, bounded_by, bundle_ceiling, cliff
from selten.games.bundling import BundlingMarket

Floats = npt.NDArray[np.float64]

_SLACKS = (0.0, 1e-7, 1e-5, 1e-3)
"""In units of the market's scale: what is tried, in turn, as the bound on what other prices could add."""

_CLEAR = 1e-7
"""In the same units: the least discount at which a component counts as sold."""


@dataclass(frozen=True, slots=True)
class Peak:
    """The best prices of one seller of the bundle and of components at discounts ``d``.

    ``value`` is what they earn, ``regret`` bounds what other prices could add, and ``unsold`` says that the components
    offered are shown to be worth nothing beside the bundle.
    """

    t: float
    d: Mapping[int, float]
    value: float
    regret: float
    unsold: bool


def slip(market: BundlingMarket) -> float:
    """What rounding and quadrature may add to any profit."""
    return market.scale * (2e-13 + 8 * market.valuations.error)


def single_peak(market: BundlingMarket, k: int, shift: float) -> Maximum:
    """The best price p + shift of component k for buyers with v_k >= p, and in ``residual`` the bound on its regret."""
    low, high = max(market.valuations.low[k], -shift), market.valuations.high[k]
    if high <= low:
        return Maximum(high, 0.0, 0.0)
    best = maximise(lambda p: (p + shift) * market.valuations.survival(k, p), low, high)
    bound = profit_bound(
        lambda p: p + shift,
        lambda p: _up(market, market.valuations.survival(k, p)),
        low,
        high,
        best=best,
        slack=slip(market),
    )
    return replace(best, residual=bound - best.value)


def apart_peak(market: BundlingMarket, components: Sequence[int]) -> Peak:
    """The best prices of a seller of these components and of no bundle, as discounts from t = 0."""
    best = {k: single_peak(market, k, 0.0) for k in components}
    value, regret = sum(own.value for own in best.values()), sum(own.residual for own in best.values())
    return Peak(0.0, {k: -own.x for k, own in best.items()}, value, regret, False)


def monopoly_peak(market: BundlingMarket, components: Sequence[int]) -> Peak:
    """The best prices of a monopolist that offers the bundle and the components named."""
    valuations = market.valuations
    span = max(sum(valuations.low), -market.delta), max(sum(valuations.high), -market.delta)
    return _peak(
        market, [Offer(k, math.inf) for k in components], market.bundle_alone, valuations.total, span, valuations.sums
    )


def duopoly_peak(market: BundlingMarket, k: int, p: float, components: Sequence[int]) -> Peak:
    """The best prices of a bundler against component k at price p."""

    def demand(t: Floats) -> Floats:
        return np.maximum(market.valuations.total(t) - market.valuations.loss(k, t - p, t), 0.0)

    def profit(t: Floats) -> Floats:
        return market.bundle_against(k, np.full_like(t, p), t)

    offers = [Offer(j, p) for j in components]
    return _peak(market, offers, profit, demand, bundle_range(market, k, p), bundle_kinks(market, k, p))


def _peak(
    market: BundlingMarket,
    offers: Sequence[Offer],
    profit: Function,
    demand: Function,
    span: tuple[float, float],
    kinks: Sequence[float],
) -> Peak:
    base = maximise(profit, *span, kinks=kinks)
    bound = profit_bound(
        lambda t: t + market.delta, lambda t: _up(market, demand(t)), *span, best=base, slack=slip(market)
    )
    alone = Peak(base.x, {}, base.value, bound - base.value, True)
    if not offers:
        return alone

    ceiling = bundle_ceiling(market, demand)
    best = maximise(_with_gains(market, profit, offers), *span, kinks=kinks, points=65)
    if best.value <= base.value + slip(market):
        return _unsold(market, offers, profit, demand, span, alone)
    d = {o.k: float(best_gain(market, o.k, np.array([best.x]), o.cap)[0][0]) for o in offers}
    if sum(d.values()) > best.x * (1 + 1e-12):
        return replace(alone, regret=best.value - base.value, unsold=False)
    sold = [o for o in offers if d[o.k] > _CLEAR * market.scale]
    total = _with_gains(market, profit, sold)
    regret = _regret(market, sold, total, ceiling, span, best, base.x)
    idle = [o for o in offers if o not in sold]
    slack = _slack(market, idle, _sampled(total), span, best.value, []) if idle else 0.0
    return Peak(best.x, {o.k: d[o.k] for o in sold}, best.value, regret + slack, slack == 0)


def _with_gains(market: BundlingMarket, profit: Function, offers: Sequence[Offer]) -> Function:
    def total(t: Floats) -> Floats:
        result = profit(t)
        for offer in offers:
            result = result + best_gain(market, offer.k, t, offer.cap)[1]
        return result

    return total


def _sampled(total: Function) -> Ceiling:
    """A ceiling read off three samples of each interval: their largest value plus their range.

    The intervals are small against the features of the profit; this is evidence like that of the fits.
    """

    def ceiling(t0: Floats, t1: Floats) -> Floats:
        values = np.array([total(t) for t in (t0, (t0 + t1) / 2, t1)])
        return np.asarray(values.max(axis=0) + np.ptp(values, axis=0))

    return ceiling


def _regret(
    market: BundlingMarket,
    offers: Sequence[Offer],
    total: Function,
    ceiling: Ceiling,
    span: tuple[float, float],
    best: Maximum,
    base: float,
) -> float:
    """The bound where components are sold: fits of the best profit around its maximum, cells elsewhere.

    The fitted window reaches to where the bundle alone does best, which may come close to the maximum.
    """
    reach = (span[1] - span[0]) / 64
    window = max(min(best.x, base) - reach, span[0]), min(max(best.x, base) + reach, span[1])
    inside = fitted_bound(total, *window, noise=slip(market))
    excess = max(inside - best.value, 0.0) if inside is not None else market.scale
    return excess + slip(market) + _slack(market, offers, ceiling, span, best.value + slip(market), [window])


def _unsold(
    market: BundlingMarket,
    offers: Sequence[Offer],
    profit: Function,
    demand: Function,
    span: tuple[float, float],
    alone: Peak,
) -> Peak:
    """Nothing better was found with components than without: prove it, or say how much might be left."""
    windows = [_contender(market, _with_gains(market, profit, offers), demand, span, alone)]
    if all(math.isinf(offer.cap) for offer in offers):
        windows.append(cliff(market, alone.value, (span[1] - span[0]) / 16))
    slack = _slack(market, offers, bundle_ceiling(market, demand), span, alone.value, [w for w in windows if w])
    return alone if slack == 0 else replace(alone, regret=alone.regret + slack, unsold=False)


def _contender(
    market: BundlingMarket, total: Function, demand: Function, span: tuple[float, float], alone: Peak
) -> Window | None:
    """An interval away from the best t where selling components gains, yet stays below the best profit by the fits."""
    t = np.linspace(*span, 513)
    values = total(t)
    close = (values > (t + market.delta) * demand(t)) & (values > alone.value - 0.01 * market.scale)
    if not close.any():
        return None
    step = float(t[1] - t[0])
    window = max(float(t[close].min()) - step, span[0]), min(float(t[close].max()) + step, span[1])
    if window[0] <= alone.t <= window[1]:
        return None
    inside = fitted_bound(total, *window, noise=slip(market) / 8)
    return window if inside is not None and inside <= alone.value else None


def _slack(
    market: BundlingMarket,
    offers: Sequence[Offer],
    ceiling: Ceiling,
    span: tuple[float, float],
    best: float,
    windows: Sequence[Window],
) -> float:
    """The smallest of a few slacks by which ``best`` is shown to bound the profit outside the windows."""
    for slack in _SLACKS:
        if bounded_by(market, offers, ceiling, span, best + slack * market.scale, windows=windows):
            return slack * market.scale
    return market.scale


def _up(market: BundlingMarket, probability: Floats) -> Floats:
    return np.minimum(probability + market.valuations.error, 1.0)


def component_peak(market: BundlingMarket, k: int, t: float, other: float) -> Maximum:
    """The best price of component k against a bundle at t, the rival's component at ``other``; regret in ``residual``.

    Undercutting below t - other, where the bundle is undone, counts as a supremum.
    """
    best = component_reply(market, k, t, other)
    top, least = min(t, market.valuations.high[k]), max(t - other, 0.0)
    worst = best.value
    if top > least:
        beside = maximise(
            lambda p: market.component_against(k, p, np.full_like(p, t)),
            least,
            top,
            kinks=component_kinks(market, k, t),
        )
        worst = max(worst, _component_bound(market, k, t, least, top, beside))
    if least > 0:
        undoing = maximise(lambda p: market.component_alone(k, p), 0.0, least, kinks=[market.valuations.low[k]])
        bound = profit_bound(
            lambda p: p,
            lambda p: _up(market, market.valuations.survival(k, p)),
            0.0,
            least,
            best=undoing,
            slack=slip(market),
        )
        worst = max(worst, bound)
    return replace(best, residual=worst - best.value)


def _component_bound(market: BundlingMarket, k: int, t: float, least: float, top: float, best: Maximum) -> float:
    def demand(p: Floats) -> Floats:
        return _up(market, market.valuations.alone(k, t - p, np.full_like(p, t)))

    return profit_bound(lambda p: p, demand, least, top, best=best, slack=slip(market))
