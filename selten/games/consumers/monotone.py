"""Perfectly correlated valuations with one common marginal.

Comonotone: v_0 = v_1. Countermonotone: v_1 = Q(1 - F(v_0)), the lowest valuation of one with the highest of the other.
Both are symmetric, and every probability is the length of a set of quantile ranks u = F(v_0), so there is no
quadrature.
"""

from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise

import numpy as np
import numpy.typing as npt

from selten.games.consumers.marginals import TAIL_ERROR, Marginal

Floats = npt.NDArray[np.float64]


@dataclass(frozen=True)
class Comonotone:
    """Every consumer values both components alike, with this marginal."""

    marginal: Marginal
    symmetric = True
    kinked = True
    error = 2 * TAIL_ERROR

    @property
    def low(self) -> tuple[float, float]:
        """The lower ends of the supports."""
        return self.marginal.low, self.marginal.low

    @property
    def high(self) -> tuple[float, float]:
        """The upper ends of the supports."""
        return self.marginal.high, self.marginal.high

    @property
    def sums(self) -> tuple[float, ...]:
        """Where the distribution of the sum has a kink."""
        return 2 * self.marginal.low, 2 * self.marginal.high

    def coarse(self, share: float = 1 / 3) -> "Comonotone":
        """Itself: nothing is gained by less accuracy."""
        return self

    def survival(self, k: int, p: Floats) -> Floats:
        """P(v_k >= p)."""
        return self.marginal.survival(p)

    def total(self, t: Floats) -> Floats:
        """P(2 v >= t)."""
        return self.marginal.survival(np.asarray(t) / 2)

    def loss(self, k: int, d: Floats, t: Floats) -> Floats:
        """P(t / 2 <= v < d)."""
        return np.maximum(self.marginal.cdf(d) - self.marginal.cdf(np.asarray(t) / 2), 0.0)

    def alone(self, k: int, d: Floats, t: Floats) -> Floats:
        """P(t - d <= v < d)."""
        return np.maximum(self.marginal.cdf(d) - self.marginal.cdf(np.asarray(t) - d), 0.0)

    def triangle(self, k: int, d: Floats, t: Floats) -> Floats:
        """P(t - d <= v < min(d, t / 2))."""
        half = np.asarray(t) / 2
        return np.where(np.asarray(d) > half, self.marginal.cdf(half) - self.marginal.cdf(t - np.asarray(d)), 0.0)

    def poorest(self, t: float) -> float:
        """The lower end of the support."""
        return self.marginal.low

    def useless(self, k: int, d: float, delta: float, start: Floats, stop: Floats) -> npt.NDArray[np.bool_]:
        """Up to d = t / 2 nobody is won; beyond, winners over leavers is at most the ratio of extreme densities.

        Extreme densities are taken from samples, the ratio widened by a percent.
        """
        start, stop = np.asarray(start, dtype=float), np.asarray(stop, dtype=float)
        x = np.linspace(start - d, np.maximum(np.full_like(start, d), start / 2), 33)
        inside = (x > self.marginal.low) & (x < self.marginal.high)
        density = self.marginal.density(
            *(np.maximum(z, 1e-300) for z in (x - self.marginal.low, self.marginal.high - x))
        )
        most, least = (np.where(inside, density, end) for end in (0.0, np.inf))
        with np.errstate(divide="ignore", invalid="ignore", over="ignore"):  # densities may vanish or overflow
            ratio = np.nan_to_num(1.01 * most.max(axis=0) / least.min(axis=0), nan=np.inf, posinf=np.inf)
        spread = np.where(inside.all(axis=0), ratio, np.inf)
        return np.asarray((d <= start / 2) | (stop / 2 * spread <= start / 2 + delta))


@dataclass(frozen=True)
class Countermonotone:
    """The quantile ranks of the two valuations sum to one, with this common marginal.

    The sum of the valuations at rank u is g(u) = Q(u) + Q(1 - u). For a marginal symmetric about its middle it is
    constant, and everybody values the bundle alike. Otherwise [0, 1] is cut where g turns, and {u < a : g(u) >= t} is
    measured piece by piece, the ends found by bisection.
    """

    marginal: Marginal
    symmetric = True
    kinked = True

    @property
    def low(self) -> tuple[float, float]:
        """The lower ends of the supports."""
        return self.marginal.low, self.marginal.low

    @property
    def high(self) -> tuple[float, float]:
        """The upper ends of the supports."""
        return self.marginal.high, self.marginal.high

    @property
    def constant_sum(self) -> float | None:
        """The value of the sum where everybody has the same."""
        return self.marginal.low + self.marginal.high if self.marginal.centred else None

    @property
    def sums(self) -> tuple[float, ...]:
        """Where the distribution of the sum jumps or has a kink."""
        if self.constant_sum is not None:
            return (self.constant_sum,)
        return tuple(sorted({float(self._sum(np.array(u))) for piece in self._pieces for u in piece}))

    @cached_property
    def error(self) -> float:
        """Rounding, and the error of the level sets where they are found numerically, from ranks to values and back."""
        if self.constant_sum is not None:
            return 2 * TAIL_ERROR
        ranks = np.random.default_rng(0).random(1000)
        off = np.abs(self.marginal.cdf(self.marginal.quantile(ranks)) - ranks)
        return 1e-11 + 2 * float(np.nan_to_num(off, nan=np.inf, posinf=np.inf).max())

    def coarse(self, share: float = 1 / 3) -> "Countermonotone":
        """Itself: nothing is gained by less accuracy."""
        return self

    def survival(self, k: int, p: Floats) -> Floats:
        """P(v_k >= p)."""
        return self.marginal.survival(p)

    def total(self, t: Floats) -> Floats:
        """P(g(u) >= t)."""
        return self._measure(np.ones(np.shape(t)), t)

    def loss(self, k: int, d: Floats, t: Floats) -> Floats:
        """P(u < F(d), g(u) >= t): the same for both k, because g(u) = g(1 - u)."""
        d, t = np.broadcast_arrays(np.asarray(d, dtype=float), np.asarray(t, dtype=float))
        return self._measure(self.marginal.cdf(d), t)

    def alone(self, k: int, d: Floats, t: Floats) -> Floats:
        """P(u < F(d), Q(1 - u) >= t - d)."""
        return np.minimum(self.marginal.cdf(d), self.marginal.survival(np.asarray(t) - d))

    def triangle(self, k: int, d: Floats, t: Floats) -> Floats:
        """P(u < F(d), t - d <= Q(1 - u) < t - Q(u))."""
        return np.maximum(self.alone(k, d, t) - self.loss(k, d, t), 0.0)

    def poorest(self, t: float) -> float:
        """The valuation at the lowest rank where the sum is below t (by symmetry it serves both components)."""
        if self.constant_sum is not None or float(self._sum(np.array(0.0))) < t:
            return self.marginal.low
        for start, stop in self._pieces:
            if float(self._sum(np.array(stop))) < t:
                rank = self._crossing(start, stop, False, np.array([t]))[0]
                return float(self.marginal.quantile(np.array(rank))) * (1 - 1e-9)
        return self.marginal.high

    def useless(self, k: int, d: float, delta: float, start: Floats, stop: Floats) -> npt.NDArray[np.bool_]:
        """While everybody's sum reaches t, all who would buy product k were buying the bundle."""
        nobody = d <= np.maximum(self.marginal.low, np.asarray(start) - self.marginal.high)
        return np.asarray(nobody | (np.asarray(stop) <= min(self.sums)))

    def _sum(self, u: Floats) -> Floats:
        return self.marginal.quantile(u) + self.marginal.quantile(1 - u)

    @cached_property
    def _pieces(self) -> tuple[tuple[float, float], ...]:
        """[0, 1] cut where g turns; by symmetry 1/2 is always a cut."""
        from scipy.optimize import minimize_scalar

        u = np.linspace(0.0, 0.5, 2049)
        slope = np.sign(np.diff(self._sum(u)))
        cuts = [0.0, 0.5]
        for i in np.flatnonzero(slope[1:] * slope[:-1] < 0):
            sign = -slope[i]
            found = minimize_scalar(
                lambda x, sign=sign: sign * float(self._sum(np.array(x))), bounds=(u[i], u[i + 2]), method="bounded"
            )
            cuts.append(float(found.x))
        half = sorted(cuts)
        whole = half + [1 - c for c in reversed(half[:-1])]
        return tuple(pairwise(whole))

    def _measure(self, a: Floats, t: Floats) -> Floats:
        """The length of {u < a : g(u) >= t}."""
        t = np.asarray(t, dtype=float)
        if self.constant_sum is not None:
            return np.where(t <= self.constant_sum, a, 0.0)
        flat, level = np.ravel(np.broadcast_to(a, t.shape)), np.ravel(t)
        result = np.zeros(level.size)
        for start, stop in self._pieces:
            rising = self._sum(np.array(stop)) > self._sum(np.array(start))
            cut = self._crossing(start, stop, bool(rising), level)
            top = np.minimum(flat, stop)
            result += np.maximum(top - cut, 0.0) if rising else np.maximum(np.minimum(top, cut) - start, 0.0)
        return result.reshape(t.shape)

    def _crossing(self, start: float, stop: float, rising: bool, level: Floats) -> Floats:
        """Where g crosses each level on a monotone piece; the end of the piece where it does not."""
        table_u = np.linspace(start, stop, 1025)
        table_g = self._sum(table_u) if rising else -self._sum(table_u)
        goal = level if rising else -level
        index = np.clip(np.searchsorted(table_g, goal), 1, table_u.size - 1)
        low, high = table_u[index - 1].copy(), table_u[index].copy()
        for _ in range(44):
            middle = (low + high) / 2
            g = self._sum(middle) if rising else -self._sum(middle)
            below = g < goal
            low, high = np.where(below, middle, low), np.where(below, high, middle)
        inside = (low + high) / 2
        return np.where(goal <= table_g[0], start, np.where(goal > table_g[-1], stop, inside))
