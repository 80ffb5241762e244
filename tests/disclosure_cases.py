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
