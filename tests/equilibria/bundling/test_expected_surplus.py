"""Consumer surplus: against the average over many consumers, closed forms, and limits."""

import math
from fractions import Fraction
from typing import Any

import numpy as np
import pytest

from selten.equilibria.bundling.expected_surplus import consumer_surplus
from selten.games.consumers.atoms import Atoms
from selten.games.consumers.joint import Joint
from selten.games.consumers.marginals import Beta, Uniform
from selten.games.consumers.monotone import Comonotone, Countermonotone

UNIT = Uniform(Fraction(0), Fraction(1))
PRICES = [
    (0.3, 0.6, 0.7),
    (0.2, math.inf, 0.9),
    (math.inf, math.inf, 1.2),
    (0.4, 0.5, math.inf),
    (0.5, 0.2, -0.1),
    (0, 0, 0),
]


def average(u: Any, w: Any, p0: float, p1: float, t: float) -> float:
    """Every consumer takes the best of the two components apart and the bundle."""
    best = np.maximum(np.maximum(u - p0, 0) + np.maximum(w - p1, 0), u + w - t)
    return float(np.maximum(best, 0).mean())


@pytest.mark.parametrize("prices", PRICES)
def test_square_and_lines(prices: tuple[float, float, float]) -> None:
    n = 2000
    u = (np.arange(n) + 0.5) / n
    ones = np.ones((n, n))
    cases: list[tuple[Any, Any, Any]] = [
        (Joint(UNIT, UNIT), u[:, None] * ones, u[None, :] * ones),
        (Comonotone(UNIT), u, u),
        (Countermonotone(UNIT), u, 1 - u),
        (Joint(UNIT, Beta(2.0, 2.0)), u[:, None] * ones, Beta(2.0, 2.0).quantile(u)[None, :] * ones),
    ]
    for valuations, first, second in cases:
        p0, p1, t = (np.array(x) for x in prices)
        assert abs(float(consumer_surplus(valuations, (p0, p1), t)) - average(first, second, *prices)) < 2e-6


def test_atoms() -> None:
    values = [(0.5, 0.25), (0.125, 1.0), (1.0, 1.0)]
    atoms = Atoms.of(values, ["1/4", "1/4", "1/2"])
    for prices in PRICES:
        expected = sum(
            w * average(np.array([a]), np.array([b]), *prices)
            for (a, b), w in zip(values, (0.25, 0.25, 0.5), strict=True)
        )
        found = consumer_surplus(atoms, (np.array(prices[0]), np.array(prices[1])), np.array(prices[2]))
        assert abs(float(found) - expected) < 1e-15
