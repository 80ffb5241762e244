"""The most that a firm can earn over all real prices where consumers are not atoms: bounds by subdivision.

The rival uses finitely many price vectors. The profit is a sum of products of a margin, which rises in the own prices,
and the probability of a set of consumers that shrinks or grows with each price; so on a box of prices every product is
at most its margin at the one end times its probability at the other. Boxes that might hold more than the tolerance
above the best price found are halved.

A firm with the bundle and component o, at t = p_b - Delta and p, against p_k = r: with d = t - p, those who value o at
p or more pay p in any case, and d + Delta more if they take the bundle (v_k >= d and r >= d); the others pay t + Delta
if min(v_k, r) + v_o >= t. Both parts vanish together beyond d = r, so a box that this line crosses is bounded by its
near side, and the sum stays sharp (unless d + Delta < 0 there). Boxes with d <= 0 sell no component and are dropped for
the bundle alone.
"""

from collections.abc import Callable
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

import numpy as np
import numpy.typing as npt

from selten.games.bundling import BundlingMarket, products
from selten.games.errors import InputError
from selten.games.prices.distributions import PriceDistribution

Floats = npt.NDArray[np.float64]

MOST_BOXES = 3_000_000
"""Boxes that are bounded at most; then the answer is what has been shown."""

_START = 64


@dataclass(frozen=True, slots=True)
class Bounded:
    """low <= supremum <= high, up to the error of the distribution's probabilities, which ``high`` includes.

    ``prices`` earn ``low``; a product that is best left unsold is left out. ``boxes`` counts the work.
    """

    low: float
    high: float
    prices: dict[str, float]
    boxes: int


def bounded_supremum(
    market: BundlingMarket, offering: str, rival: PriceDistribution, *, tolerance: float = 1e-4
) -> Bounded:
    """Bounds on the most that a firm earns at any real prices, ``tolerance`` apart if the work suffices.

    Probabilities are in floats; their stated error, times the highest price, widens ``high``.

    Raises
    ------
    InputError
        If the rival's prices are not finitely many, or the offerings are not one component against the bundle (with or
        without the other component), or the bundle (with or without the other component) against one component.

    Examples
    --------
    >>> from fractions import Fraction
    >>> from selten.games.consumers.joint import Joint
    >>> from selten.games.consumers.marginals import Uniform
    >>> from selten.games.prices.distributions import PricePoint
    >>> uniform = Uniform(Fraction(0), Fraction(1))
    >>> rival = PriceDistribution.of([PricePoint({"b": Fraction(3)}, Fraction(1))])
    >>> found = bounded_supremum(BundlingMarket(Joint(uniform, uniform), Fraction(0)), "100", rival)
    >>> 0.25 <= found.high <= 0.25 + 2e-4
    True
    """
    if rival.stretches:
        raise InputError("bounded_supremum: got prices spread over stretches; allowed: finitely many price vectors")
    sold = products(offering)
    if len(sold) == 1 and "b" not in sold and "b" in rival.products and not sold & rival.products:
        (name,) = sold
        return _one(market, name, _component(market, "12".index(name), rival), tolerance)
    if "b" in sold and len(rival.products) == 1 and "b" not in rival.products and not sold & rival.products:
        (other,) = rival.products
        k = "12".index(other)
        bundle = _one(market, "b", _bundle(market, k, rival), tolerance)
        return bundle if len(sold) == 1 else _two(market, k, rival, tolerance, bundle)
    raise InputError(
        f"bounded_supremum: got {offering} against prices of {sorted(rival.products)}; allowed: a component against "
        "the bundle, or the bundle (and the other component) against a component"
    )


def _weighed(rival: PriceDistribution, name: str) -> list[tuple[float, float]]:
    return [(float(p.prices.get(name, np.inf)), float(p.mass)) for p in rival.points]


def _component(market: BundlingMarket, k: int, rival: PriceDistribution) -> Callable[[Floats], Floats]:
    """The probability that component k is bought at x: it falls in x."""
    other = "12"[1 - k]
    terms = [
        (t - market.delta, q, w) for (t, w), (q, _) in zip(_weighed(rival, "b"), _weighed(rival, other), strict=True)
    ]

    def sales(x: Floats) -> Floats:
        total = np.zeros_like(x)
        for t, q, w in terms:
            free = market.valuations.survival(k, x)
            if np.isfinite(t):
                beside = market.valuations.alone(k, t - x, np.full_like(x, t))
                free = np.where(q <= t - x, free, beside)
            total += w * free
        return total

    return sales


def _bundle(market: BundlingMarket, k: int, rival: PriceDistribution) -> Callable[[Floats], Floats]:
    """The probability that the bundle is bought at t, when the firm sells nothing else: it falls in t."""
    terms = _weighed(rival, "12"[k])

    def sales(t: Floats) -> Floats:
        lost = sum(w * market.valuations.loss(k, t - r, t) for r, w in terms)
        return np.maximum(market.valuations.total(t) - lost, 0.0)

    return sales


def _slack(market: BundlingMarket) -> float:
    """What errors of probabilities can add up to: the profit of each consumer uses a handful of them."""
    return 8 * (float(market.valuations.error) + 1e-15) * market.scale


def _one(market: BundlingMarket, name: str, sales: Callable[[Floats], Floats], tolerance: float) -> Bounded:
    """One price: margin at the upper end times sales at the lower."""
    margin = market.delta if name == "b" else 0.0
    start = -margin if name == "b" else 0.0
    edges = np.linspace(start, sum(market.valuations.high) + 1e-9, _START + 1)
    low, high = edges[:-1], edges[1:]
    best, place, settled, boxes = 0.0, start, 0.0, 0
    while low.size:
        boxes += low.size
        demand = sales(low)
        earned = (low + margin) * demand
        i = int(np.argmax(earned))
        if earned[i] > best:
            best, place = float(earned[i]), float(low[i])
        bound = (high + margin) * demand
        open_ = bound > best + tolerance
        if boxes > MOST_BOXES:
            open_[:] = False
        settled = max(settled, float(bound[~open_].max(initial=0.0)))
        middle = (low[open_] + high[open_]) / 2
        low, high = np.concatenate([low[open_], middle]), np.concatenate([middle, high[open_]])
    return Bounded(best, max(settled, best) + _slack(market), {name: place + margin}, boxes)


def _two(market: BundlingMarket, k: int, rival: PriceDistribution, tolerance: float, bundle: Bounded) -> Bounded:
    """The bundle and component o: boxes in (t, p)."""
    o = 1 - k
    terms = _weighed(rival, "12"[k])
    best, prices, settled, boxes = bundle.low, bundle.prices, bundle.high, bundle.boxes
    t = np.linspace(max(0.0, -market.delta), sum(market.valuations.high), 17)
    p = np.linspace(0.0, market.valuations.high[o], 9)
    cells = np.array([[a, b, c, d] for a, b in pairwise(t) for c, d in pairwise(p)])
    while cells.size:
        boxes += len(cells)
        t1, t2, p1, p2 = cells.T
        earned = np.where(t1 >= p1, _profit(market, k, terms, (t1, t1, p1, p1)), 0.0)
        i = int(np.argmax(earned))
        if earned[i] > best:
            best = float(earned[i])
            prices = {"12"[o]: float(p1[i]), "b": float(t1[i]) + market.delta}
        bound = _profit(market, k, terms, (t1, t2, p1, p2))
        open_ = (bound > best + tolerance) & (t2 > p1)
        if boxes > MOST_BOXES:
            open_[:] = False
        settled = max(settled, float(bound[~open_ & (t2 > p1)].max(initial=0.0)))
        cells = _halved(cells[open_])
    return Bounded(best, max(settled, best) + _slack(market), prices, boxes)


def _profit(market: BundlingMarket, k: int, terms: list[tuple[float, float]], box: tuple[Any, ...]) -> Floats:
    """The bound on a box (t1, t2, p1, p2); the profit itself where the box is a point with t >= p."""
    values, o = market.valuations, 1 - k
    t1, t2, p1, p2 = box
    nearest, widest = t1 - p2, t2 - p1
    total = p2 * values.survival(o, p1)
    gains = widest + market.delta >= 0
    rich = np.where(gains, _rich(market, k, nearest, p1), _rich(market, k, widest, p2))
    everybody = values.loss(k, p2, t1)
    for r, w in terms:
        reached = np.where(gains, nearest <= r, widest <= r)
        poor = np.maximum(everybody - values.loss(k, np.minimum(p2, t1 - r), t1), 0.0)
        total = total + w * ((widest + market.delta) * rich * reached + (t2 + market.delta) * poor)
    return np.asarray(total)


def _rich(market: BundlingMarket, k: int, d: Any, p: Any) -> Floats:
    """P(v_o >= p, v_k >= d)."""
    near = np.maximum(d, 0.0)
    joint = market.valuations.survival(1 - k, p) - market.valuations.alone(1 - k, near, p + near)
    return np.maximum(joint, 0.0)


def _halved(cells: Floats) -> Floats:
    """Each box cut in four."""
    t1, t2, p1, p2 = cells.T
    t, p = (t1 + t2) / 2, (p1 + p2) / 2
    quarters = [(t1, t, p1, p), (t, t2, p1, p), (t1, t, p, p2), (t, t2, p, p2)]
    return np.concatenate([np.column_stack(quarter) for quarter in quarters])
