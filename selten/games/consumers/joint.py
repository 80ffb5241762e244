"""Two continuous valuations that are independent or joined by a Gaussian copula.

Every probability needed is one integral over the valuation x of the other component: the density at x times the
probability that v_k exceeds t - x given x. The interval is split where that conditional survival reaches 0 or 1 (at
x = t - high_k and x = t - low_k), so that the integrand is analytic inside each piece.
"""

from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np
import numpy.typing as npt

from selten.games.consumers.marginals import TAIL_ERROR, Marginal
from selten.games.consumers.quadrature import FINENESSES, Rule, double_exponential, fitting, gauss_legendre
from selten.games.errors import InputError

Floats = npt.NDArray[np.float64]

_CHUNK = 2_000_000
"""Integrand values held at once, to bound the memory."""

_TAIL = np.geomspace(1e-12, 0.5, 125)
_RANKS = np.concatenate([_TAIL, 1 - _TAIL])
"""Of the consumers where the quadrature is tried: half of them from the far ends of the distribution."""


@dataclass(frozen=True)
class Joint:
    """Valuations with marginals ``first`` and ``second`` and a Gaussian copula of this correlation.

    Correlation 0 means independent. ``fineness`` scales the number of quadrature nodes; by default it is as large as
    the distribution needs. ``error`` is measured once, where prices are and where consumers are, against a rule of
    twice the order and the distribution functions.

    Raises
    ------
    InputError
        If the correlation is not strictly between -1 and 1 (those are the monotone distributions).
    """

    first: Marginal
    second: Marginal
    correlation: float = 0.0
    fineness: float | None = None
    kinked = False

    def __post_init__(self) -> None:
        if not -1 < self.correlation < 1:
            raise InputError(
                f"correlation: got {self.correlation}; allowed: strictly between -1 and 1 "
                "(for 1 and -1 use comonotone and countermonotone)"
            )

    @property
    def marginals(self) -> tuple[Marginal, Marginal]:
        """The marginal distributions of v_0 and v_1."""
        return self.first, self.second

    @property
    def low(self) -> tuple[float, float]:
        """The lower ends of the supports."""
        return self.first.low, self.second.low

    @property
    def high(self) -> tuple[float, float]:
        """The upper ends of the supports."""
        return self.first.high, self.second.high

    @property
    def symmetric(self) -> bool:
        """Equal marginals: both copulas are exchangeable."""
        return self.first == self.second

    @property
    def sums(self) -> tuple[float, ...]:
        """Where the distribution of the sum may have a kink."""
        (a, b), (c, d) = self.low, self.high
        return tuple(sorted({a + b, a + d, c + b, c + d}))

    @cached_property
    def rule(self) -> Rule:
        """Exact Gauss-Legendre for polynomials, Gauss-Legendre for smooth marginals, double exponential for others."""
        return self._rule(1.0 if self._polynomial else self.fineness or self._measured[1])

    @cached_property
    def error(self) -> float:
        """Ten times the largest difference to the rule of twice the order (100 times if not smooth), and rounding.

        To that comes four times what the rule makes of the probability that one valuation is below d, where the
        distribution function says what it is.
        """
        return self._measured[0]

    @property
    def _polynomial(self) -> bool:
        return self.correlation == 0 and None not in (self.first.degree, self.second.degree)

    def _rule(self, fineness: float) -> Rule:
        smooth = self.first.smooth and self.second.smooth
        if self._polynomial:
            return gauss_legendre((sum(m.degree or 0 for m in self.marginals) + 1) // 2 * round(fineness))
        if self.correlation == 0 and smooth:
            return gauss_legendre(round(28 * fineness))
        return double_exponential(round((42 if smooth else 64) * fineness))

    @cached_property
    def _measured(self) -> tuple[float, float]:
        """The error, and the fineness that it is the error of."""
        some = (1.0,) if self._polynomial else FINENESSES if self.fineness is None else (self.fineness,)
        safety, rounding = (10, 4e-16) if self.first.smooth and self.second.smooth else (100, 2 * TAIL_ERROR)
        return fitting(lambda fineness: self._probed(self._rule(fineness)), some, safety, rounding)

    def _probed(self, rule: Rule) -> tuple[Floats, Floats]:
        """Integrals at points all over the support and where consumers are; what P(v < d) is off at the latter."""
        draw = np.random.default_rng(0)
        t = sum(self.low) + (sum(self.high) - sum(self.low)) * draw.random(_RANKS.size)
        d = max(self.high) * draw.random(_RANKS.size) ** draw.integers(1, 3, _RANKS.size)
        first, second = (m.quantile(draw.permutation(_RANKS)) for m in self.marginals)
        total = first + second
        integrals, off = [], []
        for k in (0, 1):
            own, other = self.marginals[k], self.marginals[1 - k]
            x = other.quantile(_RANKS)
            low, high, never = (np.full(x.shape, value) for value in (other.low, other.high, own.low - 1))
            integrals += [self._integral(k, z, s, rule) for z, s in ((d, t), (x, total), (high, total))]
            if self.correlation:
                integrals.append(self._integrate(k, low, x, total - x, rule, fixed=True))
            off.append(self._integrate(k, low, x, never, rule, fixed=True) - other.cdf(x))
        return np.concatenate(integrals), np.concatenate(off)

    def coarse(self, share: float = 1 / 3) -> "Joint":
        """The same distribution with this share of the nodes (and a larger ``error``), for a first look."""
        return self if self._polynomial else replace(self, fineness=(self.fineness or self._measured[1]) * share)

    def survival(self, k: int, p: Floats) -> Floats:
        """P(v_k >= p)."""
        return self.marginals[k].survival(p)

    def total(self, t: Floats) -> Floats:
        """P(v_0 + v_1 >= t)."""
        return self.loss(1, np.full(np.shape(t), self.high[0] + 1.0), t)

    def loss(self, k: int, d: Floats, t: Floats) -> Floats:
        """P(v_{1-k} < d, v_0 + v_1 >= t)."""
        return self._integral(k, d, t, self.rule)

    def alone(self, k: int, d: Floats, t: Floats) -> Floats:
        """P(v_{1-k} < d, v_k >= t - d)."""
        d, t = np.broadcast_arrays(np.asarray(d, dtype=float), np.asarray(t, dtype=float))
        if self.correlation == 0:
            return np.asarray(self.marginals[1 - k].cdf(d) * self.marginals[k].survival(t - d))
        other = self.marginals[1 - k]
        start, stop = np.full(d.shape, other.low), np.clip(d, other.low, other.high)
        return self._integrate(k, start, stop, t - d, self.rule, fixed=True)

    def triangle(self, k: int, d: Floats, t: Floats) -> Floats:
        """P(v_{1-k} < d, t - d <= v_k < t - v_{1-k})."""
        d, t = np.broadcast_arrays(np.asarray(d, dtype=float), np.asarray(t, dtype=float))
        own, other = self.marginals[k], self.marginals[1 - k]
        top = np.clip(d, other.low, other.high)
        start, stop = np.clip(t - own.high, other.low, top), np.clip(t - own.low, other.low, top)
        at = t - d
        beyond = self._integrate(k, np.full(d.shape, other.low), start, at, self.rule, fixed=True)
        return beyond + self._integrate(k, start, stop, t, self.rule, less=at)

    def poorest(self, t: float) -> float:
        """The lower ends of the supports: some have both valuations there."""
        return min(self.low)

    def useless(self, k: int, d: float, delta: float, start: Floats, stop: Floats) -> npt.NDArray[np.bool_]:
        """From triangle <= r * (x - low) * loss, so that the gain is at most zero if t r (d - low) <= d + delta.

        Nobody at all is won with v_{1-k} below its support, nor with t - d above that of v_k.
        """
        low = self.marginals[1 - k].low
        none = d <= np.maximum(low, np.asarray(start) - self.marginals[k].high)
        if none.all():
            return none
        return np.asarray(none | (stop * self._ratio(k, d, start, stop) * (d - low) <= d + delta))

    def _ratio(self, k: int, d: float, start: Floats, stop: Floats) -> Floats:
        """A bound on triangle(k, z, t) / ((z - low) * loss(k, z, t)) for all z in (low, d] and t in [start, stop].

        Given the other valuation x, at most (z - x) * f are won, with f the largest conditional density of v_k in
        [start - d, stop], and at least P(v_k >= stop - low | x) leave; both are averaged over x < z. Density and z are
        taken from samples, and the result is widened by a percent.
        """
        low = self.marginals[1 - k].low
        z = low + (d - low) * np.concatenate(
            [np.linspace(0.2, 1, 5), 0.5 ** np.array([4, 8, 16, 32, 64, 128, 256, 512, 900])]
        )
        rule = double_exponential(16)
        x = low + (z - low)[:, None] * rule.left
        weights = rule.weights * _density(self.marginals[1 - k], x)
        y = np.linspace(np.asarray(start) - d, np.asarray(stop), 7)
        with np.errstate(divide="ignore", invalid="ignore", over="ignore", under="ignore"):
            density, survival = self._conditional_logs(k, x, y, np.asarray(stop) - low)
            top = np.maximum(density, survival).max(axis=-1, keepdims=True)
            won = (weights * rule.right * np.exp(density - top)).sum(axis=-1)
            lost = (weights * np.exp(survival - top)).sum(axis=-1)
            vanished = (won == 0) & (lost == 0)  # z so small that the densities underflow
            worst = np.where(vanished, 0.0, won / lost).max(axis=-1)
        return 1.01 * np.where(np.isnan(worst), np.inf, worst)

    def _conditional_logs(self, k: int, x: Floats, y: Floats, stop: Floats) -> tuple[Floats, Floats]:
        """Logarithms, given the other valuation x, of the largest density of v_k over y and of P(v_k >= stop).

        ``y`` has shape (samples, intervals), ``stop`` (intervals,), ``x`` any shape; results have shape
        (intervals, *x.shape).
        """
        from scipy.special import log_ndtr

        own, rho = self.marginals[k], self.correlation
        inside = (y >= own.low) & (y <= own.high)
        density = np.where(inside, np.log(_density(own, y)), -np.inf)[..., None, None]
        if rho == 0:
            survival = np.log(own.survival(stop))[:, None, None]
            shape = (stop.size, *x.shape)
            return np.broadcast_to(density.max(axis=0), shape), np.broadcast_to(survival, shape)
        spread = np.sqrt(1 - rho * rho)
        given = rho * _score(self.marginals[1 - k], x)
        z, top = _score(own, y)[..., None, None], _score(own, stop)[..., None, None]
        density = density - np.log(spread) - ((z - given) / spread) ** 2 / 2 + z * z / 2
        return density.max(axis=0), log_ndtr(-(top - given) / spread)

    def _integral(self, k: int, d: Floats, t: Floats, rule: Rule) -> Floats:
        d, t = np.broadcast_arrays(np.asarray(d, dtype=float), np.asarray(t, dtype=float))
        own, other = self.marginals[k], self.marginals[1 - k]
        top = np.clip(d, other.low, other.high)
        start, stop = np.clip(t - own.high, other.low, top), np.clip(t - own.low, other.low, top)
        return self._integrate(k, start, stop, t, rule) + (other.cdf(top) - other.cdf(stop))

    def _integrate(
        self,
        k: int,
        start: Floats,
        stop: Floats,
        t: Floats,
        rule: Rule,
        *,
        fixed: bool = False,
        less: Floats | None = None,
    ) -> Floats:
        """Integrate density(x) * P(v_k >= y | x) over [start, stop], where y = t if ``fixed`` and t - x otherwise.

        With ``less`` the integrand is density(x) * P(less <= v_k < y | x).
        """
        flat = [np.ravel(a) for a in np.broadcast_arrays(start, stop, t, t if less is None else less)]
        result = np.empty(flat[0].size)
        step = max(1, _CHUNK // rule.weights.size)
        for i in range(0, result.size, step):
            a, b, y, z = (column[i : i + step, None] for column in flat)
            result[i : i + step] = self._piece(k, a, b, y, rule, fixed, None if less is None else z)
        return result.reshape(np.shape(t))

    def _piece(self, k: int, a: Floats, b: Floats, t: Floats, rule: Rule, fixed: bool, less: Floats | None) -> Floats:
        other = self.marginals[1 - k]
        width = b - a
        left, right = (a - other.low) + width * rule.left, (other.high - b) + width * rule.right
        tiny = np.finfo(float).tiny
        density = other.density(np.maximum(left, tiny), np.maximum(right, tiny))
        x = other.low + left
        y = t if fixed else t - x
        if less is None:
            values = self._given(k, y, x)
        else:
            values = self._given(k, less, x) - self._given(k, y, x)
        return np.asarray(width[:, 0] * ((density * values) @ rule.weights))

    def _given(self, k: int, y: Floats, x: Floats) -> Floats:
        """P(v_k >= y | v_{1-k} = x)."""
        if self.correlation == 0:
            return self.marginals[k].survival(y)
        from scipy.special import ndtr

        rho, own = self.correlation, self.marginals[k]
        inside = np.clip(y, np.nextafter(own.low, own.high), np.nextafter(own.high, own.low))
        score = (_score(own, inside) - rho * _score(self.marginals[1 - k], x)) / np.sqrt(1 - rho * rho)
        return np.where(y <= own.low, 1.0, np.where(y >= own.high, 0.0, ndtr(-score)))


def _density(marginal: Marginal, x: Floats) -> Floats:
    tiny = np.finfo(float).tiny
    return marginal.density(np.maximum(x - marginal.low, tiny), np.maximum(marginal.high - x, tiny))


def _score(marginal: Marginal, x: Floats) -> Floats:
    """The normal score of x, from whichever tail is the more accurate."""
    from scipy.special import ndtri

    lower, upper = marginal.cdf(x), marginal.survival(x)
    tail = np.clip(ndtri(np.minimum(lower, upper)), -40.0, 0.0)
    return np.asarray(np.where(lower < upper, tail, -tail))
