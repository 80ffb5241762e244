"""Finitely many kinds of consumers, each with a positive mass: exact demand, and the view that floats have of it.

Conventions as in :mod:`selten.games.consumers.valuations` (components 0 and 1, t = p_b - Delta). Decisions between
equal options follow a tie rule: ``"bundle"`` gives every tie to the bundle, as the paper does; ``"components"`` gives
the bundle a tie only against buying nothing, so that it loses those who would otherwise buy a component at the same
surplus. Either way a component worth its price is bought.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property
from typing import Any, Literal

import numpy as np
import numpy.typing as npt

from selten.games.consumers.whole_atoms import WholeAtoms
from selten.games.errors import InputError
from selten.games.number import exact_number, shown_number

Floats = npt.NDArray[np.float64]
Tie = Literal["bundle", "components"]

_SMALLEST, _LARGEST = Fraction(1, 10**100), Fraction(10**100)

_CHUNK = 4_000_000
"""Comparisons held at once, to bound the memory."""


@dataclass(frozen=True)
class Atoms:
    """A finitely supported distribution of valuations, exact. Make one with :meth:`of`, which checks and merges.

    The methods on float arrays compare with the floats nearest to the valuations; a comparison that must be exact is
    one for :meth:`demand`.

    Parameters
    ----------
    values : tuple of (v_0, v_1)
        Distinct, ascending, at least 0.
    masses : tuple of Fraction
        Positive, summing to 1.
    """

    values: tuple[tuple[Fraction, Fraction], ...]
    masses: tuple[Fraction, ...]

    @classmethod
    def of(cls, values: Sequence[Sequence[Any]], masses: Sequence[Any]) -> "Atoms":
        """Checked atoms, equal ones merged.

        Raises
        ------
        InputError
            Naming the atom: for a negative valuation, a mass that is not positive, or masses that do not sum to 1.

        Examples
        --------
        >>> Atoms.of([("1/2", 0), (0.5, 0)], ["1/4", "3/4"])
        Atoms(values=((Fraction(1, 2), Fraction(0, 1)),), masses=(Fraction(1, 1),))
        """
        merged: dict[tuple[Fraction, Fraction], Fraction] = {}
        for i, (pair, mass) in enumerate(zip(values, masses, strict=True)):
            point = _point(pair, f"atoms[{i}].values")
            weight = exact_number(mass, f"atoms[{i}].mass")
            if weight <= 0:
                raise InputError(f"atoms[{i}].mass: got {shown_number(weight)}; allowed: a positive mass")
            merged[point] = merged.get(point, Fraction(0)) + weight
        total = sum(merged.values(), Fraction(0))
        if total != 1:
            raise InputError(f"atoms: got masses that sum to {shown_number(total)}; allowed: exactly 1")
        over = math.lcm(*{x.denominator for point in merged for x in point})
        points = tuple(sorted(merged, key=lambda point: tuple(x.numerator * (over // x.denominator) for x in point)))
        return cls(points, tuple(merged[point] for point in points))

    def demand(
        self, p0: Fraction | float, p1: Fraction | float, t: Fraction | float, *, tie: Tie = "bundle"
    ) -> tuple[Fraction, Fraction, Fraction]:
        """The exact demand for product 0, product 1 and the bundle; a product that nobody offers has price infinity.

        Examples
        --------
        >>> example = Atoms.of([("1/2", "1/2"), ("2/3", 0), (0, "2/3")], ["3/4", "1/8", "1/8"])
        >>> [str(share) for share in example.demand(Fraction(2, 3), math.inf, Fraction(1))]
        ['1/8', '0', '3/4']
        """
        sold = [Fraction(0)] * 3
        for (v0, v1), mass in zip(self.values, self.masses, strict=True):
            surplus = min(v0, p0) + min(v1, p1) - t if t != math.inf else -1
            if surplus > 0 or (surplus == 0 and (tie == "bundle" or (v0 < p0 and v1 < p1))):
                sold[2] += mass
            else:
                sold[0] += mass if v0 >= p0 else 0
                sold[1] += mass if v1 >= p1 else 0
        return sold[0], sold[1], sold[2]

    @property
    def low(self) -> tuple[float, float]:
        """The lower ends of the two supports."""
        first, second, _ = self.floats[0].min(axis=1).tolist()
        return first, second

    @property
    def high(self) -> tuple[float, float]:
        """The upper ends of the two supports."""
        first, second, _ = self.floats[0].max(axis=1).tolist()
        return first, second

    @cached_property
    def symmetric(self) -> bool:
        """Whether exchanging the components leaves the distribution as it is, decided exactly."""
        mass = dict(zip(self.values, self.masses, strict=True))
        return all(mass.get((b, a)) == m for (a, b), m in mass.items())

    @property
    def kinked(self) -> bool:
        """Demand has jumps wherever a consumer is."""
        return True

    @property
    def error(self) -> float:
        """Rounding of the summed masses."""
        return len(self.masses) * 2.0**-52

    @cached_property
    def sums(self) -> tuple[float, ...]:
        """The values of v_0 + v_1, each of positive mass."""
        return tuple(np.unique(self.floats[0][2]).tolist())

    def coarse(self, share: float = 1 / 3) -> "Atoms":
        """Itself: nothing is gained by less accuracy."""
        return self

    def survival(self, k: int, p: Floats) -> Floats:
        """P(v_k >= p)."""
        return self._at_least(k, p)

    def total(self, t: Floats) -> Floats:
        """P(v_0 + v_1 >= t)."""
        return self._at_least(2, t)

    def loss(self, k: int, d: Floats, t: Floats) -> Floats:
        """P(v_{1-k} < d, v_0 + v_1 >= t)."""
        return self._between(1 - k, d, 2, t)

    def alone(self, k: int, d: Floats, t: Floats) -> Floats:
        """P(v_{1-k} < d, v_k >= t - d)."""
        return self._between(1 - k, d, k, np.asarray(t) - d)

    def triangle(self, k: int, d: Floats, t: Floats) -> Floats:
        """P(v_{1-k} < d, t - d <= v_k < t - v_{1-k})."""
        return self._measure(lambda v, d, t: (v[1 - k] < d) & (v[k] >= t - d) & (v[2] < t), d, t)

    def poorest(self, t: float) -> float:
        """The lower ends of the supports."""
        return min(self.low)

    def useless(self, k: int, d: float, delta: float, start: Floats, stop: Floats) -> npt.NDArray[np.bool_]:
        """Shown only where nobody at all can be won."""
        return np.asarray(d <= np.maximum(self.low[1 - k], np.asarray(start) - self.high[k]))

    @cached_property
    def whole(self) -> WholeAtoms:
        """The atoms in whole numbers.

        Examples
        --------
        >>> whole = Atoms.of([("1/2", 0), ("2/3", 1)], ["1/4", "3/4"]).whole
        >>> whole.over, whole.values[0].tolist(), whole.denominator, whole.masses.tolist()
        (6, [3, 4], 4, [1, 3])
        """
        return WholeAtoms.of(self.values, self.masses)

    @cached_property
    def highest(self) -> tuple[Fraction, Fraction]:
        """The highest valuations of the two components."""
        first, second = (Fraction(int(own.max()), self.whole.over) for own in self.whole.values)
        return first, second

    @cached_property
    def floats(self) -> tuple[Floats, Floats]:
        """Rows v_0, v_1, v_0 + v_1 of the atoms, and their masses."""
        return self.whole.floats()

    def _at_least(self, row: int, bounds: Floats) -> Floats:
        """The mass of the atoms whose v_0, v_1 or sum is at least each bound."""
        values, masses = self.floats
        order = np.argsort(values[row], kind="stable")
        sums = np.append(np.cumsum(masses[order][::-1])[::-1], 0.0)
        return np.asarray(sums[np.searchsorted(values[row][order], bounds, side="left")], dtype=float)

    def _between(self, row: int, below: Floats, other: int, bounds: Floats) -> Floats:
        """The mass of the atoms with one number below a limit and another at least a bound, at each pair of these.

        Where few limits and bounds come in many pairs, from the sums of a table of both.
        """
        values, masses = self.floats
        below, bounds = np.broadcast_arrays(np.asarray(below, dtype=float), np.asarray(bounds, dtype=float))
        limits, i = np.unique(below, return_inverse=True)
        least, j = np.unique(bounds, return_inverse=True)
        shape = limits.size + 1, least.size + 1
        if shape[0] * shape[1] > masses.size * min(below.size, _CHUNK // masses.size + 1):
            return self._measure(lambda v, d, t: (v[row] < d) & (v[other] >= t), below, bounds)
        cells = np.searchsorted(limits, values[row], side="right") * shape[1]
        cells += np.searchsorted(least, values[other], side="right")
        table = np.bincount(cells, weights=masses, minlength=shape[0] * shape[1]).reshape(shape)
        sums = np.cumsum(np.cumsum(table, axis=0)[:, ::-1], axis=1)[:, ::-1]
        return np.asarray(sums[i.ravel(), j.ravel() + 1], dtype=float).reshape(below.shape)

    def _measure(self, event: Any, *arguments: Floats) -> Floats:
        """The mass of the atoms for which an event happens, at each entry of the arguments."""
        values, masses = self.floats
        columns = np.broadcast_arrays(*(np.asarray(a, dtype=float) for a in arguments))
        flat = [np.ravel(column)[:, None] for column in columns]
        result = np.empty(flat[0].size)
        step = max(1, _CHUNK // masses.size)
        for i in range(0, result.size, step):
            result[i : i + step] = event(values[:, None, :], *(column[i : i + step] for column in flat)) @ masses
        return result.reshape(columns[0].shape)


def _point(pair: Sequence[Any], field: str) -> tuple[Fraction, Fraction]:
    if isinstance(pair, (str, dict)) or not hasattr(pair, "__len__") or len(pair) != 2:
        raise InputError(f"{field}: got {_shown(pair)}; allowed: a list of two valuations")
    first, second = (valuation(value, f"{field}[{k}]") for k, value in enumerate(pair))
    return first, second


def valuation(value: object, field: str) -> Fraction:
    """A valuation: a finite number at least 0.

    Raises
    ------
    InputError
        Naming the field.
    """
    exact = exact_number(value, field)
    if exact < 0:
        raise InputError(f"{field}: got {shown_number(exact)}; allowed: valuations at least 0")
    return sensible(exact, field)


def sensible(value: Fraction, field: str) -> Fraction:
    """The value, if floats can compute with it.

    Raises
    ------
    InputError
        If it is beyond 1e100, or nearer to 0 than 1e-100 and not 0.
    """
    if value and not _SMALLEST <= abs(value) <= _LARGEST:
        size = "more than 1e100" if abs(value) > 1 else "less than 1e-100"
        raise InputError(f"{field}: got a number of size {size}; allowed: 0, or a size between 1e-100 and 1e100")
    return value


def _shown(value: object) -> str:
    text = repr(value)
    return text if len(text) <= 60 else text[:57] + "..."
