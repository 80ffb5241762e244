"""Probabilities of the buying rule at prices that are whole numbers of one unit: in integers where they are rational.

Each measure answers for one distribution in one unit. Arguments are integer arrays (prices, t = p_b - Delta, discounts
d = t - p); answers are numerators over ``denominator``, or floats where ``denominator`` is None. ``closed`` counts
those with v_{1-k} <= d where it matters, instead of v_{1-k} < d: they are indifferent between the bundle and product k.
"""

from dataclasses import dataclass
from fractions import Fraction
from math import lcm
from typing import Any, Protocol

import numpy as np
import numpy.typing as npt

from selten.games.consumers.atoms import Atoms
from selten.games.consumers.joint import Joint
from selten.games.consumers.marginals import Uniform
from selten.games.consumers.monotone import Comonotone, Countermonotone
from selten.games.consumers.valuations import Valuations

Array = npt.NDArray[Any]

_CHUNK = 4_000_000
"""Comparisons held at once, to bound the memory."""


class Measure(Protocol):
    """A distribution of valuations in one unit."""

    @property
    def denominator(self) -> int | None:
        """What answers are over; None for floats."""

    def survival(self, k: int, p: Array) -> Array:
        """P(v_k >= p)."""

    def total(self, t: Array) -> Array:
        """P(v_0 + v_1 >= t)."""

    def loss(self, k: int, d: Array, t: Array, closed: bool) -> Array:
        """P(v_{1-k} < d, v_0 + v_1 >= t)."""

    def alone(self, k: int, d: Array, p: Array, closed: bool) -> Array:
        """P(v_{1-k} < d, v_k >= p)."""


def denominators(valuations: Valuations) -> int:
    """The least common denominator of what an exact measure needs as whole units: its valuations, or its bounds."""
    if isinstance(valuations, Atoms):
        return valuations.whole.over
    bounds = _uniform_bounds(valuations)
    return lcm(*(x.denominator for pair in bounds for x in pair)) if bounds else 1


def measure(valuations: Valuations, unit: Fraction) -> Measure:
    """The measure of a distribution: exact for atoms and uniforms (unless joined by a copula), else in floats.

    Examples
    --------
    >>> square = Joint(Uniform(Fraction(0), Fraction(1)), Uniform(Fraction(0), Fraction(1)))
    >>> quarters = measure(square, Fraction(1, 4))
    >>> quarters.total(np.array([5, 6])).tolist(), quarters.denominator
    ([9, 4], 32)
    """
    if isinstance(valuations, Atoms):
        return _atoms(valuations, unit)
    bounds = _uniform_bounds(valuations)
    if not bounds:
        return _Continuous(valuations, float(unit))
    (a, b), (c, d) = [(int(low / unit), int(high / unit)) for low, high in bounds]
    if isinstance(valuations, Joint):
        return _Rectangle(((a, b), (c, d)))
    return _Diagonal(a, b) if isinstance(valuations, Comonotone) else _Antidiagonal(a, b)


def _uniform_bounds(valuations: Valuations) -> list[tuple[Fraction, Fraction]]:
    if isinstance(valuations, Joint) and valuations.correlation == 0:
        marginals = list(valuations.marginals)
    elif isinstance(valuations, (Comonotone, Countermonotone)):
        marginals = [valuations.marginal] * 2
    else:
        return []
    return [(m.lower, m.upper) for m in marginals if isinstance(m, Uniform)] if _uniform(marginals) else []


def _uniform(marginals: list[Any]) -> bool:
    return all(isinstance(m, Uniform) for m in marginals)


def _atoms(atoms: Atoms, unit: Fraction) -> "_Points":
    denominator = lcm(*(mass.denominator for mass in atoms.masses))
    values = np.array([[int(x / unit) for x in pair] for pair in atoms.values], dtype=object)
    masses = np.array([int(mass * denominator) for mass in atoms.masses], dtype=object)
    rows = np.array([values[:, 0], values[:, 1], values.sum(axis=1)], dtype=object)
    small = max(abs(x) for x in rows.flat) < 2**53 and denominator < 2**53
    kind: Any = np.int64 if small else object
    return _Points(rows.astype(kind), masses.astype(kind), denominator)


@dataclass(frozen=True, slots=True)
class _Points:
    """Atoms: rows v_0, v_1, v_0 + v_1 in units, and their masses over the denominator."""

    values: Array
    masses: Array
    denominator: int

    def survival(self, k: int, p: Array) -> Array:
        return self._sum(lambda v, p: v[k] >= p, p)

    def total(self, t: Array) -> Array:
        return self._sum(lambda v, t: v[2] >= t, t)

    def loss(self, k: int, d: Array, t: Array, closed: bool) -> Array:
        return self._sum(lambda v, d, t: (v[1 - k] < d) & (v[2] >= t), d + int(closed), t)

    def alone(self, k: int, d: Array, p: Array, closed: bool) -> Array:
        return self._sum(lambda v, d, p: (v[1 - k] < d) & (v[k] >= p), d + int(closed), p)

    def _sum(self, event: Any, *arguments: Array) -> Array:
        columns = np.broadcast_arrays(*arguments)
        flat = [np.ravel(column)[:, None] for column in columns]
        result = np.zeros(flat[0].size, dtype=self.masses.dtype)
        step = max(1, _CHUNK // self.masses.size)
        for i in range(0, result.size, step):
            chosen = event(self.values[:, None, :], *(column[i : i + step] for column in flat)).astype(bool)
            result[i : i + step] = np.where(chosen, self.masses, 0).sum(axis=1)
        return result.reshape(columns[0].shape)


@dataclass(frozen=True, slots=True)
class _Rectangle:
    """Independent uniforms: twice the areas inside a rectangle with whole corners."""

    sides: tuple[tuple[int, int], tuple[int, int]]

    @property
    def denominator(self) -> int:
        (a, b), (c, d) = self.sides
        return 2 * (b - a) * (d - c)

    def survival(self, k: int, p: Array) -> Array:
        (low, high), (a, b) = self.sides[k], self.sides[1 - k]
        return 2 * (b - a) * (high - np.clip(p, low, high))

    def total(self, t: Array) -> Array:
        return self.loss(0, np.full_like(t, self.sides[1][1]), t, False)

    def loss(self, k: int, d: Array, t: Array, closed: bool) -> Array:
        (low, high), (a, b) = self.sides[k], self.sides[1 - k]
        d = np.clip(d, a, b)
        corner, own, other = d + high - t, high - low, d - a
        squares = [np.maximum(x, 0) ** 2 for x in (corner, corner - own, corner - other, corner - own - other)]
        return np.asarray(squares[0] - squares[1] - squares[2] + squares[3])

    def alone(self, k: int, d: Array, p: Array, closed: bool) -> Array:
        (low, high), (a, b) = self.sides[k], self.sides[1 - k]
        return np.asarray(2 * (np.clip(d, a, b) - a) * (high - np.clip(p, low, high)))


@dataclass(frozen=True, slots=True)
class _Diagonal:
    """Comonotone uniform: lengths on v_0 = v_1 in half units."""

    low: int
    high: int

    @property
    def denominator(self) -> int:
        return 2 * (self.high - self.low)

    def _half(self, x: Array) -> Array:
        return np.clip(x, 2 * self.low, 2 * self.high)

    def survival(self, k: int, p: Array) -> Array:
        return np.asarray(2 * self.high - self._half(2 * p))

    def total(self, t: Array) -> Array:
        return np.asarray(2 * self.high - self._half(t))

    def loss(self, k: int, d: Array, t: Array, closed: bool) -> Array:
        return np.asarray(np.maximum(self._half(2 * d) - self._half(t), 0))

    def alone(self, k: int, d: Array, p: Array, closed: bool) -> Array:
        return np.asarray(np.maximum(self._half(2 * d) - self._half(2 * p), 0))


@dataclass(frozen=True, slots=True)
class _Antidiagonal:
    """Countermonotone uniform: lengths on v_0 + v_1 = low + high, where everybody values the bundle alike."""

    low: int
    high: int

    @property
    def denominator(self) -> int:
        return self.high - self.low

    def survival(self, k: int, p: Array) -> Array:
        return np.asarray(self.high - np.clip(p, self.low, self.high))

    def total(self, t: Array) -> Array:
        return np.where(t <= self.low + self.high, self.denominator + 0 * t, 0)  # integers as long as those of t

    def loss(self, k: int, d: Array, t: Array, closed: bool) -> Array:
        return np.where(t <= self.low + self.high, np.clip(d, self.low, self.high) - self.low, 0)

    def alone(self, k: int, d: Array, p: Array, closed: bool) -> Array:
        return np.asarray(np.clip(np.minimum(d, self.low + self.high - p), self.low, self.high) - self.low)


@dataclass(frozen=True, slots=True)
class _Continuous:
    """Any other distribution, in floats."""

    valuations: Valuations
    unit: float

    @property
    def denominator(self) -> None:
        return None

    def survival(self, k: int, p: Array) -> Array:
        return self.valuations.survival(k, p * self.unit)

    def total(self, t: Array) -> Array:
        return self.valuations.total(t * self.unit)

    def loss(self, k: int, d: Array, t: Array, closed: bool) -> Array:
        return self.valuations.loss(k, d * self.unit, t * self.unit)

    def alone(self, k: int, d: Array, p: Array, closed: bool) -> Array:
        return self.valuations.alone(k, d * self.unit, (p + d) * self.unit)
