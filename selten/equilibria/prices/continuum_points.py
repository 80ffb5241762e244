"""The exact most that a firm can earn over all real prices against finitely many price vectors of its rival.

Every tie, between products and between firms, is taken in the firm's favour, which bounds the profit from above by a
function that attains its maximum: where nobody's choice changes the profit rises in every own price, so at a maximum
the own prices are a vertex of bounds that bind (:mod:`selten.equilibria.prices.binding`). All such price vectors are
evaluated in floats, and those that may be the best again in whole numbers. Prices a little below then show whether the
bound is the supremum.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import product
from math import lcm
from typing import Any

import numpy as np
import numpy.typing as npt

from selten.equilibria.prices.binding import bundle_vertices, component_vertices, halved, sharing_vertices
from selten.equilibria.prices.continuum_profit import consumers, expected_at
from selten.games.bundling import BundlingMarket
from selten.games.errors import InputError
from selten.games.prices.distributions import PriceDistribution

Array = npt.NDArray[Any]

MOST_WORK = 3_000_000_000
"""Price vectors times consumers times rival price vectors that are evaluated at most."""

_MOST_EXACT = 2_000
_BITS = 40
_NAMES = ("1", "2", "b")


@dataclass(frozen=True, slots=True)
class Supremum:
    """The most that a firm can earn.

    Parameters
    ----------
    profit : Fraction
        No real prices earn more.
    exact : bool
        Whether prices near ``prices`` are shown to earn as nearly this much as one likes.
    prices : dict
        By product; one that is best left unsold is left out.
    """

    profit: Fraction
    exact: bool
    prices: dict[str, Fraction]


def points_supremum(market: BundlingMarket, offering: str, rival: PriceDistribution) -> Supremum:
    """The supremum of a firm's expected profit over all real prices.

    Raises
    ------
    InputError
        If the rival's prices are not finitely many, they and the valuations have no common unit of at least 2^-40 of
        the largest, or the work would exceed :data:`MOST_WORK`.

    Examples
    --------
    >>> from selten.games.consumers.atoms import Atoms
    >>> from selten.games.prices.distributions import PricePoint
    >>> atoms = Atoms.of([("1/2", "1/2"), ("2/3", 0), (0, "2/3")], ["3/4", "1/8", "1/8"])
    >>> rival = PriceDistribution.of([PricePoint({"b": Fraction(1)}, Fraction(1))])
    >>> found = points_supremum(BundlingMarket(atoms, Fraction(0)), "100", rival)
    >>> str(found.profit), found.exact, found.prices
    ('7/16', True, {'1': Fraction(1, 2)})
    """
    if rival.stretches:
        raise InputError("points_supremum: got prices spread over stretches; allowed: finitely many price vectors")
    return _Search.of(market, offering, rival).best()


@dataclass(frozen=True, slots=True, eq=False)
class _Search:
    market: BundlingMarket
    offering: str
    rival: PriceDistribution
    unit: Fraction
    delta: int
    values: Array
    masses: tuple[Fraction, ...]
    rivals: Array
    unsold: int
    bounds: tuple[Array, Array]

    @classmethod
    def of(cls, market: BundlingMarket, offering: str, rival: PriceDistribution) -> "_Search":
        people, delta = consumers(market), market.complementarity
        numbers = [delta, *(x for v, _ in people for x in v)]
        numbers += [p for point in rival.points for p in point.prices.values()]
        halves = 2 if halved(offering, rival.products) else 1
        unit = Fraction(1, halves * lcm(*{x.denominator for x in numbers}))
        unsold = 8 * int(max(abs(x) for x in numbers) / unit) + 8
        if unsold.bit_length() > _BITS:
            raise InputError("points_supremum: got prices without a coarse common unit; allowed: prices of a grid")
        shift = {"1": Fraction(0), "2": Fraction(0), "b": delta}
        rows = [
            [int((p.prices[name] - shift[name]) / unit) if name in p.prices else unsold for name in _NAMES]
            for p in rival.points
        ]
        values = np.array([[int(x / unit) for x in v] for v, _ in people], dtype=np.int64)
        masses = tuple(mass for _, mass in people)
        rivals = np.array(rows, dtype=np.int64).reshape(-1, 3)
        first, second = (np.unique(np.append(values[:, k], own[own < unsold])) for k, own in enumerate(rivals.T[:2]))
        return cls(market, offering, rival, unit, int(delta / unit), values, masses, rivals, unsold, (first, second))

    def best(self) -> Supremum:
        """All price vectors that can bind, in floats; then the best of them exactly."""
        if self.offering == "000":
            return Supremum(Fraction(0), True, {})
        vectors, profits = self._candidates()
        top = float(profits.max())
        slack = self._error() * (abs(top) + float(self.values.max()) + abs(self.delta))
        near = np.flatnonzero(profits >= top - slack)
        order = near[np.argsort(-profits[near], kind="stable")]
        exact = [self._exact(vectors[i]) for i in order[:_MOST_EXACT]]
        place = max(range(len(exact)), key=lambda i: exact[i])
        if order.size > _MOST_EXACT:
            return Supremum(Fraction(top + slack) * self.unit, False, self._prices(vectors[order[place]]))
        best = [vectors[i] for i, profit in zip(order, exact, strict=True) if profit == exact[place]]
        for vector in best[:8]:
            if self._approached(vector, exact[place] * self.unit):
                return Supremum(exact[place] * self.unit, True, self._prices(vector))
        return Supremum(exact[place] * self.unit, False, self._prices(best[0]))

    def _candidates(self) -> tuple[Array, Array]:
        from selten.equilibria.prices.continuum_kernels import paid

        masses = np.array([float(m) for m in self.masses])
        chances = np.array([float(p.mass) for p in self.rival.points])
        vectors, profits = [], []
        lists = [(t, *self._components(t)) for t in self._bundles()]
        self._refuse_beyond(sum(first.size for _, first, _ in lists))
        for t, first, second in lists:
            out = np.empty(first.size)
            paid(first, second, t, self.delta, self.values, masses, self.rivals, chances, out)
            keep = np.flatnonzero(out >= out.max() - self._error() * (abs(out.max()) + float(self.values.max())))
            vectors.append(np.column_stack([first[keep], second[keep], np.full(keep.size, t)]))
            profits.append(out[keep])
        return np.concatenate(vectors), np.concatenate(profits)

    def _error(self) -> float:
        """Twice what a sum in floats can be off, relative to its size: each term and each sum is rounded."""
        return max(1e-9, 4 * (len(self.masses) + len(self.rivals) + 4) * 2.0**-53)

    def _refuse_beyond(self, vectors: int) -> None:
        work = vectors * len(self.masses) * len(self.rivals)
        if work > MOST_WORK:
            raise InputError(
                f"points_supremum: got {vectors} price vectors that may be best, {len(self.masses)} consumers and "
                f"{len(self.rivals)} rival price vectors; allowed: at most {MOST_WORK:.0e} combinations"
            )

    def _levels(self) -> Array:
        """The rival's prices of the bundle."""
        rivals = np.unique(self.rivals[:, 2])
        return np.asarray(rivals[rivals < self.unsold])

    def _bundles(self) -> list[int]:
        if self.offering[2] == "0":
            return [self.unsold]
        most = int(self.values.sum(axis=1).max())
        found = bundle_vertices(self.bounds, self._levels(), self.offering, least=-self.delta, most=most)
        return [self.unsold, *found.tolist()]

    def _components(self, t: int) -> tuple[Array, Array]:
        """Pairs of component prices that can bind beside t."""
        levels = np.unique(np.append(self._levels(), [t] * (t < self.unsold))).astype(np.int64)
        lists = []
        for k in (0, 1):
            own = component_vertices(self.bounds, levels, k) if self.offering[k] == "1" else np.empty(0, np.int64)
            lists.append(np.append(own[own <= self.values[:, k].max()], self.unsold))
        first, second = (x.ravel() for x in np.meshgrid(*lists))
        if self.offering[:2] == "11":
            more = sharing_vertices((lists[0], lists[1]), levels)
            first, second = np.append(first, more[0]), np.append(second, more[1])
        return first, second

    def _exact(self, vector: Array) -> Fraction:
        """What :func:`continuum_kernels.paid` computes, in units, exactly."""
        first, second, t = (int(x) for x in vector)
        total = Fraction(0)
        for (r0, r1, rt), point in zip(self.rivals.tolist(), self.rival.points, strict=True):
            p0, p1, pt = min(first, r0), min(second, r1), min(t, rt)
            here = Fraction(0)
            for (v0, v1), mass in zip(self.values.tolist(), self.masses, strict=True):
                least, most = min(v0, p0) + min(v1, p1), 0
                if least >= pt and t <= rt:
                    most = t + self.delta
                if least <= pt:
                    bought = (p0 if first <= r0 and v0 >= p0 else 0) + (p1 if second <= r1 and v1 >= p1 else 0)
                    most = max(most, bought)
                here += mass * most
            total += point.mass * here
        return total

    def _prices(self, vector: Array) -> dict[str, Fraction]:
        shifted = [int(vector[0]), int(vector[1]), int(vector[2]) + self.delta]
        return {
            name: x * self.unit
            for name, x, place in zip(_NAMES, shifted, vector.tolist(), strict=True)
            if place < self.unsold
        }

    def _approached(self, vector: Array, profit: Fraction) -> bool:
        """Whether prices a little below earn the profit but for what they are lower."""
        prices = self._prices(vector)
        return any(self._limit(prices, depths) == profit for depths in product((0, 1, 2), repeat=len(prices)))

    def _limit(self, prices: dict[str, Fraction], depths: Sequence[int]) -> Fraction:
        """The limit of the profit as the prices are approached from so many infinitesimals below each."""
        tiny = self.unit / 64
        values = []
        for step in (tiny, tiny / 2):  # between these nobody's choice changes, so the profit is linear
            near = {n: p - d * step for (n, p), d in zip(prices.items(), depths, strict=True)}
            if min(near.values(), default=Fraction(0)) < 0:
                return Fraction(-1)
            values.append(expected_at(self.market, near, self.rival, tie="bundle"))
        return 2 * values[1] - values[0]
