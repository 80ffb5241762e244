"""Demand and profits of the bundling duopoly from the choice of every consumer: nothing shared with the package.

A consumer picks the best of: nothing, product 1, product 2, both, the bundle. Distributions are midpoint grids of n x n
quantile ranks (simulation-free), so that a share of consumers with a smooth boundary is off by a few times 1 / n.
"""

from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt
from scipy.special import ndtr, ndtri

Floats = npt.NDArray[np.float64]


@dataclass(frozen=True)
class Crowd:
    """Equally likely consumers."""

    v0: Floats
    v1: Floats

    def shares(self, p0: float, p1: float, pb: float, delta: float) -> tuple[float, float, float]:
        """The shares that buy product 1, product 2, the bundle; ties go to the bundle, then to more components."""
        alone0, alone1 = np.maximum(self.v0 - p0, 0.0), np.maximum(self.v1 - p1, 0.0)
        bundle = self.v0 + self.v1 + delta - pb >= alone0 + alone1
        first, second = ~bundle & (self.v0 >= p0), ~bundle & (self.v1 >= p1)
        return float(first.mean()), float(second.mean()), float(bundle.mean())

    def surplus(self, p0: float, p1: float, pb: float, delta: float) -> float:
        """The average of what the best choice leaves a consumer."""
        apart = np.maximum(self.v0 - p0, 0.0) + np.maximum(self.v1 - p1, 0.0)
        return float(np.maximum(apart, self.v0 + self.v1 + delta - pb).mean())


def crowd(first: Any, second: Any, *, correlation: float = 0.0, n: int = 1000) -> Crowd:
    """Ranks on a midpoint grid, joined by a Gaussian copula; ``first`` and ``second`` are quantile functions."""
    u = (np.arange(n) + 0.5) / n
    a, b = (x.ravel() for x in np.meshgrid(u, u, indexing="ij"))
    if correlation:
        b = ndtr(correlation * ndtri(a) + np.sqrt(1 - correlation**2) * ndtri(b))
    return Crowd(np.asarray(first(a)), np.asarray(second(b)))


def line(first: Any, second: Any, *, n: int = 200_000) -> Crowd:
    """Co- or countermonotone consumers: both valuations as functions of one rank."""
    u = (np.arange(n) + 0.5) / n
    return Crowd(np.asarray(first(u)), np.asarray(second(u)))
