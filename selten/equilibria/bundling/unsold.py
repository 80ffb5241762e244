"""Does a seller of the bundle gain by also selling a component? A proof that it does not, where it does not.

Selling product k at t - d beside the bundle at t changes the profit by gain(k, d, t) =
(t - d) * triangle - (d + Delta) * loss. The set of (t, d) is covered by cells; a cell is settled when the gain in it is
at most the larger of zero and what the bundle's own profit at that t falls short of the best profit.

* In a cell [t0, t1] x [d0, d1] the triangle is at most alone(d1, t0) - loss(d1, t1), because it grows with d, and the
  loss is at least loss(d0, t1), because it grows with d and falls with t.
* Where d is small these bounds cross, so the strip below some d is settled at once by ``Valuations.useless``.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import chain

import numpy as np
import numpy.typing as npt

from selten.equilibria.bundling.maximum import Function
from selten.games.bundling import BundlingMarket

Floats = npt.NDArray[np.float64]

_CELLS = 40_000
_INTERVALS = 1200
_ROUGH = 1e-13
_STRIPS = np.unique(np.concatenate([np.linspace(0.02, 1, 50), 0.5 ** np.arange(6, 16)]))[::-1]


@dataclass(frozen=True, slots=True)
class Offer:
    """A component that might be sold beside the bundle, at a discount of at most ``cap``."""

    k: int
    cap: float


Ceiling = Callable[[Floats, Floats], Floats]
Window = tuple[float, float]


def bundle_ceiling(market: BundlingMarket, demand: Function) -> Ceiling:
    """The bound (t1 + Delta) * demand(t0+) on the bundle's profit in (t0, t1], for nonincreasing demand.

    Intervals are open on the left: a jump of demand at t0 belongs to the interval before.
    """
    error = market.valuations.error

    def ceiling(t0: Floats, t1: Floats) -> Floats:
        return (t1 + market.delta) * np.minimum(demand(np.nextafter(t0, np.inf)) + error, 1.0)

    return ceiling


def bounded_by(
    market: BundlingMarket,
    offers: Sequence[Offer],
    ceiling: Ceiling,
    span: tuple[float, float],
    best: float,
    *,
    windows: Sequence[Window] = (),
) -> bool:
    """Whether no price of the offered components raises the profit above ``best`` (the bundle's own best, or more).

    Parameters
    ----------
    ceiling : callable
        For arrays of interval ends t0 < t1 an upper bound on the profit in (t0, t1] without the offered components;
        :func:`bundle_ceiling` gives it for a bundle sold alone.
    span : (float, float)
        The t to cover: below, everybody buys; above, the bundle is not sold.
    windows : sequence of (float, float)
        Intervals of t that are left out, because they are bounded otherwise.

    Returns
    -------
    bool
        True only if every cell was settled; False means that no proof was found, not that a component is sold.
    """
    rough = market.coarse(0.75)  # its larger error is part of every bound, and must not drown the smallest gains
    market = rough if rough.valuations.error <= _ROUGH else market
    if market.valuations.symmetric and len({o.cap for o in offers}) == 1 < len(offers):
        return _bounded(market, offers[0], len(offers), ceiling, span, best, windows)
    return all(_bounded(market, offer, len(offers), ceiling, span, best, windows) for offer in offers)


def _bounded(
    market: BundlingMarket,
    offer: Offer,
    sharing: int,
    ceiling: Ceiling,
    span: tuple[float, float],
    best: float,
    windows: Sequence[Window],
) -> bool:
    """Whether one of ``sharing`` offers gains at most its share of the room everywhere."""
    cuts = [x for x in (*market.valuations.sums, *chain(*windows)) if span[0] < x < span[1]]
    edges = np.unique(np.append(np.linspace(*span, 257), cuts))
    outside = np.ones(edges.size - 1, dtype=bool)
    for low, high in windows:
        outside &= (edges[1:] <= low) | (edges[:-1] >= high)
    t0, t1 = edges[:-1][outside], edges[1:][outside]
    spent = 0
    for _ in range(9):
        room = np.maximum(best - ceiling(t0, t1), 0.0) / sharing
        settled = _settled(market, offer, t0, t1, room)
        t0, t1 = t0[~settled], t1[~settled]
        if not t0.size:
            return True
        spent += t0.size
        if spent > _INTERVALS:
            return False
        middle = (t0 + t1) / 2
        t0, t1 = np.concatenate([t0, middle]), np.concatenate([middle, t1])
    return False


def _settled(market: BundlingMarket, offer: Offer, t0: Floats, t1: Floats, room: Floats) -> npt.NDArray[np.bool_]:
    """For each interval of t whether the gain from the offer is at most ``room`` for every discount."""
    top = np.minimum(np.minimum(offer.cap, t1), market.valuations.high[1 - offer.k])
    result = _covered(market, offer.k, np.zeros(t0.size), top, t0, t1, room, 16 * t0.size)
    hard = np.flatnonzero(~result)
    if hard.size:
        start = np.minimum(_strip(market, offer.k, top[hard], t0[hard], t1[hard]), top[hard])
        result[hard] = _covered(market, offer.k, start, top[hard], t0[hard], t1[hard], room[hard], _CELLS)
    return result


def _covered(
    market: BundlingMarket, k: int, low: Floats, high: Floats, t0: Floats, t1: Floats, room: Floats, cells: int
) -> npt.NDArray[np.bool_]:
    """For each interval of t whether bisecting the discounts in [low, high] bounds the gain by ``room``."""
    owner = np.flatnonzero(low < high)
    d0, d1 = low[owner], high[owner]
    result = np.ones(t0.size, dtype=bool)
    used = 0
    while owner.size:
        used += owner.size
        bad = _gain_bound(market, k, d0, d1, t0[owner], t1[owner]) > room[owner]
        owner, d0, d1 = owner[bad], d0[bad], d1[bad]
        hopeless = (d1 - d0 < 1e-2 * (t1 - t0)[owner]) | (used + 2 * owner.size > cells)
        result[owner[hopeless]] = False
        keep = result[owner]
        owner, d0, d1 = owner[keep], d0[keep], d1[keep]
        middle = (d0 + d1) / 2
        owner, d0, d1 = np.concatenate([owner, owner]), np.concatenate([d0, middle]), np.concatenate([middle, d1])
    return result


def _strip(market: BundlingMarket, k: int, top: Floats, t0: Floats, t1: Floats) -> Floats:
    """For each interval of t a discount up to which selling the component gains nothing."""
    result = np.zeros(t0.size)
    if market.delta < 0:
        return result
    low = market.valuations.low[1 - k]
    for share in _STRIPS:
        d = float(top.max() if share == 1 else low + (top.max() - low) * share)
        open_ = np.flatnonzero(result == 0.0)
        if d <= 0 or not open_.size:
            break
        shown = market.valuations.useless(k, d, market.delta, t0[open_], t1[open_])
        result[open_[shown]] = d
    return result


def _gain_bound(market: BundlingMarket, k: int, d0: Floats, d1: Floats, t0: Floats, t1: Floats) -> Floats:
    """An upper bound on the gain in the cells (t0, t1] x [d0, d1]."""
    valuations, error = market.valuations, market.valuations.error
    alone = valuations.alone(k, d1, t0) + error
    won = alone - valuations.loss(k, d1, t1) + error
    lost = np.maximum(valuations.loss(k, d0, t1) - error, 0.0)
    margin = d0 + market.delta
    if market.delta < 0:  # who leaves may then be worth more elsewhere: bound them from above
        lost_most = np.where(margin < 0, valuations.loss(k, d1, t0) + error, lost)
    else:
        lost_most = lost
    within = np.maximum(t1 - d0, 0.0) * np.maximum(won, 0.0) - margin * lost_most
    return np.minimum(within, np.maximum(t1 - d0, 0.0) * alone - (t0 + market.delta) * lost)


def cliff(market: BundlingMarket, best: float, reach: float) -> Window | None:
    """An interval above the price s at which everybody buys the bundle where no component beside it helps.

    Let c(t) be the share that does not buy the bundle at t alone, and m the least valuation of either component among
    them. Whoever a component wins is one of them, and it costs at least a discount of m; so the profit is at most
    t + Delta - (m + Delta) c(t), which stays below s + Delta while (m + Delta) c(t) >= t - s. That is checked on
    samples down to s, where it matters that c rises steeply (as it does with perfectly negative correlation).
    """
    s = min(market.valuations.sums)
    if abs(best - s - market.delta) > 1e-12 * market.scale or market.delta < 0:
        return None
    for share in 0.5 ** np.arange(0, 24, 2):
        top = s + reach * share
        x = reach * share * 0.5 ** np.arange(0, 12, 0.5)
        lost = 1 - market.valuations.total(s + x) - market.valuations.error
        if ((market.valuations.poorest(top) + market.delta) * lost >= x).all():
            return s, top
    return None
