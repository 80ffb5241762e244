"""Disclosure markets for tests, and the same model solved by brute force: single customers, small steps of time."""

import random
from fractions import Fraction
from typing import Any

import numpy as np
import numpy.typing as npt

from selten.games.disclosure import DisclosureMarket, parse_disclosure

FIGURE = {
    "customers": 10, "stock": 3, "share": "9/10", "prior": "1/2", "search_cost": "1/2", "values": {"L": 5, "H": 7},
    "tastes": "uniform", "cost_scales_with_taste": False, "arrival": "random",
}  # fmt: skip
"""The parameters of the companion's Figure 1."""

Floats = npt.NDArray[np.float64]


def figure(**changes: Any) -> DisclosureMarket:
    return parse_disclosure({**FIGURE, **changes}, "case")


def random_market(rng: random.Random, arrival: str, tastes: str = "uniform") -> DisclosureMarket:
    """Any market, its prices included: either value may be the larger one, and prices may exceed the values."""
    values = [Fraction(rng.randint(20, 80), 10) for _ in range(2)]
    return DisclosureMarket(
        customers=Fraction(rng.randint(2, 20)),
        stock=Fraction(rng.randint(5, 80), 10),
        share=Fraction(rng.randint(52, 97), 100),
        prior=Fraction(rng.randint(5, 95), 100),
        search_cost=Fraction(rng.randint(2, 120), 100),
        values=(values[0], values[1]),
        prices=(values[0] * rng.randint(0, 105) / 100, values[1] * rng.randint(0, 105) / 100),
        tastes=tastes,
        cost_scales_with_taste=rng.random() < 0.5,
        arrival=arrival,
    )


def one_by_one(market: DisclosureMarket, told: int, count: int) -> tuple[Floats, Floats]:
    """Visitors, and sales (scenario, product), when ``count`` customers decide and buy one after another."""
    worth = np.array([float(v) for v in market.values])
    prices = [float(p) for p in market.priced]
    stocks = np.array([[float(s) for s in pair] for pair in market.stocks])
    chance = [float(market.prior), 1 - float(market.prior)] if told == 2 else [1.0 - told, float(told)]
    mass, sales, visits = float(market.customers) / count, np.zeros((2, 2)), np.zeros(count)
    order = range(count) if market.arrival == "inefficient" else range(count - 1, -1, -1)
    for i in order:
        taste = (i + 0.5) / count
        surplus = worth * taste - prices
        wishes = [max((k for k in (0, 1) if stocks[s, k] > 0), key=lambda k: surplus[k], default=None) for s in (0, 1)]
        gains = [0.0 if k is None else max(surplus[k], 0.0) for k in wishes]
        gain = chance[0] * gains[0] + chance[1] * gains[1]
        if gain > 0 and gain >= float(market.search_cost) * (taste if market.cost_scales_with_taste else 1.0):
            visits[i] = 1
            for s, k in enumerate(wishes):
                if k is not None and gains[s] > 0:
                    sales[s, k] += mass
                    stocks[s, k] -= mass
    return visits, sales


def by_small_steps(market: DisclosureMarket, scenario: int, threshold: float, steps: int) -> tuple[float, Floats]:
    """What the lowest visitor expects, and sales, when a stream of visitors is followed through small steps of time."""
    worth = np.array([float(v) for v in market.values])
    prices = np.array([float(p) for p in market.priced])
    stocks = np.array([float(s) for s in market.stocks[scenario]])
    tastes = threshold + (1 - threshold) * (np.arange(4000) + 0.5) / 4000
    rate = float(market.customers) * (1 - threshold) / steps / len(tastes)
    sales, expects = np.zeros(2), 0.0
    for _ in range(steps):
        there = np.where(stocks > 0, 0.0, -1e9)
        surplus = np.outer(tastes, worth) - prices + there
        buys = np.where(surplus.max(1) > 0, surplus.argmax(1), 2)
        took = np.bincount(buys, minlength=3)[:2] * rate
        sales += took
        stocks -= took
        expects += max((worth * threshold - prices + there).max(), 0.0) / steps
    return expects, sales


def strict_where_all_prefer_low(market: DisclosureMarket, low: Floats, high: Floats) -> npt.NDArray[np.bool_]:
    """Where the seller strictly gains by the aggregate in both scenarios: random arrival, everybody preferring L.

    Derived by hand for this case, prior 1/2, and solved by bisection. Of n visitors with tastes from v to 1 the first
    S_L buy L; of the rest those with a taste above p_H / value_H want H until S_H are sold, so that the last ones to
    come find it with probability S_H over those who want it.
    """
    size, cost = float(market.customers), float(market.search_cost)
    worth = [float(value) for value in market.values]
    stocks = [[float(units) for units in pair] for pair in market.stocks]

    def play(v: Floats, units: list[float]) -> tuple[Floats, Floats, Floats]:
        """What the lowest visitor expects, revenue, and visitors who leave with nothing."""
        count = np.maximum(size * (1 - v), 1e-300)
        first = np.minimum(1.0, units[0] / count)
        wanting = (1 - first) * size * np.maximum(1 - np.maximum(v, high / worth[1]), 0.0)
        late = np.minimum(1.0, units[1] / np.maximum(wanting, 1e-300))
        expects = first * (worth[0] * v - low) + (1 - first) * late * np.maximum(worth[1] * v - high, 0.0)
        sold = first * count, late * wanting
        return expects, low * sold[0] + high * sold[1], count - sold[0] - sold[1]

    def lowest(known: list[list[float]]) -> Floats:
        """The lowest taste that visits; all bounds together are one bisection."""
        least, most = np.zeros(low.shape), np.ones(low.shape)
        for _ in range(70):
            v = (least + most) / 2
            mean = sum(play(v, units)[0] for units in known) / len(known)
            comes = mean >= cost * (v if market.cost_scales_with_taste else 1.0)
            least, most = np.where(comes, least, v), np.where(comes, v, most)
        return (least + most) / 2

    together, strict = lowest(stocks), np.ones(low.shape, dtype=bool)
    for units in stocks:
        alone = play(lowest([units]), units)
        pooled = play(together, units)
        gain, spared = pooled[1] - alone[1], alone[2] - pooled[2]
        strict &= np.where(np.abs(gain) > 1e-9 * size * worth[1], gain, spared) > 1e-9 * size
    return strict


def in_printed_maxima(market: DisclosureMarket, low: Floats, high: Floats) -> npt.NDArray[np.bool_]:
    """Between the maxima that the first bullet of Proposition 2 prints, typed in again."""
    n, m, q, c = (float(x) for x in (market.customers, market.stock, market.share, market.search_cost))
    worth_low, worth_high = map(float, market.values)
    last = 1 - m / n
    with np.errstate(divide="ignore", invalid="ignore"):
        left_a, left_b = (n - part * m / (1 - high / worth_high) for part in (q, 1 - q))
        taste_a, taste_b = 1 - (1 - q) * m / left_a, 1 - q * m / left_b
        stays = worth_low * taste_a - c * n / left_a * taste_a, worth_low * taste_b - 2 * q * c * n / left_b * taste_b
        switches = (
            worth_low * last + (q * (worth_high * last - high) - c * last) / (1 - q),
            (worth_low + worth_high) * last - high - 2 * c * last,
        )
        lower, upper = (np.fmax(one, two) for one, two in zip(stays, switches, strict=True))
        return np.asarray((lower <= low) & (low <= upper))
