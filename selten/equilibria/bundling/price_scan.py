"""Pure price equilibria between a bundler and a component firm: fixed points of the best replies, separated from jumps.

Let phi(p) be the component firm's best reply to the bundler's best reply to p, minus p. Every pure equilibrium is a
zero of phi. The scan walks over p, brackets every change of sign, and bisects: where phi tends to zero there is an
equilibrium, where a gap remains the best reply jumps and there is none. A scan can miss a pair of zeros closer than its
step, so the number of equilibria found is a finding of the scan, while each equilibrium is certified on its own.
"""

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from selten.equilibria.bundling.replies import (
    bundle_range,
    bundle_reply,
    component_reply,
    maximise_many,
    mixed_reply,
)
from selten.games.bundling import BundlingMarket

Floats = npt.NDArray[np.float64]

STEPS = 96
"""Equidistant points of the scan over the component's price; a geometric progression towards 0 is added."""

JUMP = 1e-7
"""A zero of phi must leave less than this share of the scale; a jump leaves more."""


@dataclass(frozen=True, slots=True)
class PricePoint:
    """Prices of a pure equilibrium between a bundler and a firm selling component k.

    ``d`` is the discount of the bundler's own component (0: not sold), ``spread`` how far off p may be (an estimate).
    """

    k: int
    p: float
    t: float
    d: float
    spread: float

    @property
    def other(self) -> float:
        """The price of the bundler's own component, infinite where it is not sold."""
        return self.t - self.d if self.d > 0 else math.inf


@dataclass(frozen=True, slots=True)
class Scan:
    """What the scan found: equilibria in ascending p, and the prices at which the best reply jumps across."""

    equilibria: tuple[PricePoint, ...]
    jumps: tuple[float, ...]


Reply = Callable[[float], tuple[float, float]]


def scan_bundle(market: BundlingMarket, k: int) -> Scan:
    """All pure equilibria found when the bundler offers only the bundle, against component k."""

    def reply(p: float) -> tuple[float, float]:
        return bundle_reply(market, k, p).x, 0.0

    coarse = market.coarse()
    grid = _grid(market, k)
    t = _bundle_replies(coarse, k, grid)
    phi = _component_replies(coarse, k, t) - grid
    return _resolve(market, k, grid, phi, reply)


def scan_mixed(market: BundlingMarket, k: int, pure: Scan) -> Scan:
    """All pure equilibria found when the bundler offers the bundle and the other component, against component k.

    For Delta < 0 the bundler may do better by giving up its bundle: the caller compares. ``pure`` is the scan of the
    same market with the bundle alone: where the bundler has no use for its own component, the best replies are the
    same, and so are the equilibria.
    """
    fine, rough = _mixed_reply_of(market, k), _mixed_reply_of(market.coarse(), k)
    grid = _grid(market, k)
    t, d = _mixed_replies(market.coarse(), k, grid)
    replies = [
        component_reply(market.coarse(), k, a, a - b if b > 0 else math.inf).x for a, b in zip(t, d, strict=True)
    ]
    shared = [e for e in pure.equilibria if fine(e.p)[1] == 0.0]
    known = [
        i for i in range(grid.size - 1) if any(grid[i] <= e.p <= grid[i + 1] for e in shared) and not d[i : i + 2].any()
    ]
    scan = _resolve(market, k, grid, np.array(replies) - grid, fine, rough=rough, known=known)
    return Scan(tuple(_distinct([*shared, *scan.equilibria], market.scale)), scan.jumps)


def _mixed_reply_of(market: BundlingMarket, k: int) -> Reply:
    def reply(p: float) -> tuple[float, float]:
        mixed = mixed_reply(market, k, p)
        return mixed.t, mixed.d

    return reply


def _grid(market: BundlingMarket, k: int) -> Floats:
    high = market.valuations.high[k]
    return np.unique(np.concatenate([np.linspace(0.0, high, STEPS + 1), high / STEPS * 0.5 ** np.arange(1, 34, 2)]))


def _bundle_replies(market: BundlingMarket, k: int, p: Floats) -> Floats:
    ranges = np.array([bundle_range(market, k, float(x)) for x in p])
    return maximise_many(lambda t: market.bundle_against(k, p[:, None], t), ranges[:, 0], ranges[:, 1])[0]


def _component_replies(market: BundlingMarket, k: int, t: Floats) -> Floats:
    top = np.clip(t, 0.0, market.valuations.high[k])
    p, value = maximise_many(lambda p: market.component_against(k, p, t[:, None]), np.zeros_like(top), top)
    return np.where(value > 0, p, 0.0)


def _mixed_replies(market: BundlingMarket, k: int, p: Floats) -> tuple[Floats, Floats]:
    """The best (t, d) for every p from one table of gains, which do not depend on p; d = 0 where none gains."""
    least, most = bundle_range(market, k, float(p[-1]))
    t = np.linspace(least, most, 97)
    d = np.unique(np.concatenate([p, np.linspace(0.0, p[-1], 65)]))
    gains = np.where(d[None, :] <= t[:, None], market.gain(1 - k, d[None, :], t[:, None]), 0.0)
    caps = np.searchsorted(d, p, side="right") - 1
    most_gain = np.maximum(np.maximum.accumulate(gains, axis=1), 0.0)[:, caps]
    best = (market.bundle_against(k, p[:, None], t[None, :]) + most_gain.T).argmax(axis=1)
    where = [int(np.argmax(gains[i, : c + 1])) for i, c in zip(best, caps, strict=True)]
    gained = most_gain[best, np.arange(p.size)] > 1e-9 * market.scale
    return np.where(gained, t[best], _bundle_replies(market, k, p)), np.where(gained, d[where], 0.0)


def _resolve(
    market: BundlingMarket,
    k: int,
    grid: Floats,
    phi: Floats,
    reply: Reply,
    *,
    rough: Reply | None = None,
    known: Sequence[int] = (),
) -> Scan:
    found: list[PricePoint] = []
    jumps: list[float] = []
    start = _at_zero(market, k, reply)
    if start is not None:
        found.append(start)
    for i in _changes(phi, skip_first=start is not None):
        if i in known:
            continue
        bracket = float(grid[i]), float(grid[i + 1])
        first = _settle(market.coarse(), k, *bracket, rough, 1e-10) if rough is not None else None
        if isinstance(first, float):
            jumps.append(first)
            continue
        if first is not None:
            bracket = max(first.p - 1e-5 * market.scale, 0.0), first.p + 1e-5 * market.scale
        point = _settle(market, k, *bracket, reply, 1e-14)
        if isinstance(point, PricePoint):
            found.append(point)
        elif point is not None:
            jumps.append(point)
    return Scan(tuple(_distinct(found, market.scale)), tuple(jumps))


def _at_zero(market: BundlingMarket, k: int, reply: Reply) -> PricePoint | None:
    """The saturated equilibrium p = 0, where the bundle's price leaves the component firm nothing to sell."""
    t, d = reply(0.0)
    answer = component_reply(market, k, t, t - d if d > 0 else math.inf)
    return PricePoint(k, 0.0, t, d, 0.0) if answer.value <= 0 else None


def _changes(phi: Floats, *, skip_first: bool) -> list[int]:
    sign = np.sign(phi)
    first = 1 if skip_first else 0
    return [i for i in range(first, phi.size - 1) if sign[i] != 0 and sign[i] != sign[i + 1]]


def _settle(
    market: BundlingMarket, k: int, a: float, b: float, reply: Reply, accuracy: float
) -> PricePoint | float | None:
    """Bisect a bracket (widened a little, as the scan was coarse): an equilibrium, the place of a jump, or nothing."""
    from scipy.optimize import brentq

    def phi(p: float) -> float:
        t, d = reply(p)
        return component_reply(market, k, t, t - d if d > 0 else math.inf).x - p

    margin = (b - a) * 0.05
    a, b = max(a - margin, 0.0), b + margin
    at_a, at_b = phi(a), phi(b)
    if at_a * at_b > 0:
        return None
    p = a if at_a == 0 else b if at_b == 0 else float(brentq(phi, a, b, xtol=accuracy, rtol=1e-14))
    if abs(phi(p)) > JUMP * market.scale:
        return p
    t, d = reply(p)
    if d > 0 and p <= d + 1e-12 * market.scale:
        return p  # the component firm's reply is only approached, by undercutting the bundle's parts
    return PricePoint(k, p, t, d, max(abs(phi(p)), 1e-13 * market.scale))


def _distinct(points: list[PricePoint], scale: float) -> list[PricePoint]:
    ordered = sorted(points, key=lambda x: x.p)
    return [x for i, x in enumerate(ordered) if i == 0 or x.p - ordered[i - 1].p > 1e-9 * scale]
