"""The most that a firm earns against given prices of its rival when consumers are atoms: exact, over all real prices.

It refutes a claimed price equilibrium with one price vector that anybody can check.

Why finitely many prices suffice. The argument of :mod:`selten.equilibria.bundling.atom_profits` holds with the rival's
prices r as further bounds: fix who buys what, and which of the own prices are below the rival's. Profit rises in every
own price, so the own prices are a vertex of the bounds that bind (:mod:`selten.equilibria.prices.binding`). Strict
bounds are approached: a price that must stay below another is put a whole number of infinitesimals below. Against
several rival price vectors (a finite mixture) all their bounds count.

Prices here are whole numbers of one unit times :data:`_FINE`, an infinitesimal being one: the few that ever add up stay
below a unit, so integer comparisons decide as with true infinitesimals.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from math import inf, lcm
from typing import Any, TypeAlias

import numpy as np
import numpy.typing as npt

from selten.equilibria.prices.binding import bundle_vertices, component_vertices, halved, sharing_vertices
from selten.games.bundling import BundlingMarket, products
from selten.games.consumers.atoms import Atoms
from selten.games.errors import InputError

Array = npt.NDArray[Any]

Prices: TypeAlias = Mapping[str, Fraction]
"""Prices of the products "1", "2", "b" that a firm offers."""

Mixture: TypeAlias = Sequence[tuple[Prices, Fraction]]
"""Price vectors with their probabilities."""

MOST_WORK = 400_000_000
"""Price vectors times consumers times rival price vectors that are evaluated at most."""

_FINE = 64
_DEPTHS = (0, 1, 2)


@dataclass(frozen=True, slots=True)
class Deviation:
    """The best a firm can do against given rival prices.

    Parameters
    ----------
    prices : dict
        By product; a product that is best left unsold is left out.
    below : dict
        For prices that are approached from below, by how many infinitesimals; empty if the best is attained.
    profit : Fraction
        The supremum over all real prices.
    """

    prices: dict[str, Fraction]
    below: dict[str, int]
    profit: Fraction

    @property
    def approached(self) -> bool:
        """Whether the supremum is a limit."""
        return bool(self.below)

    def near(self, step: Fraction) -> dict[str, Fraction]:
        """Prices that earn nearly the profit, below it by at most the sum of the steps, if the step is small enough."""
        return {name: price - self.below.get(name, 0) * step for name, price in self.prices.items()}


def pair_profit(market: BundlingMarket, own: Prices, rival: Prices) -> Fraction:
    """What a firm earns at its own prices against the rival's: equations (2) to (4) of the paper, exactly.

    Equal prices share the market, ties between the bundle and components go to the bundle.

    Examples
    --------
    >>> atoms = Atoms.of([("1/2", "1/2"), ("2/3", 0), (0, "2/3")], ["3/4", "1/8", "1/8"])
    >>> str(pair_profit(BundlingMarket(atoms, Fraction(0)), {"1": Fraction(2, 3)}, {"b": Fraction(1)}))
    '1/12'
    """
    p0, p1, pb = (min(own.get(name, inf), rival.get(name, inf)) for name in "12b")
    sold = _atoms(market).demand(p0, p1, pb - market.complementarity)
    total = Fraction(0)
    for name, demand in zip("12b", sold, strict=True):
        if name in own and own[name] <= rival.get(name, inf):
            total += own[name] * demand / (2 if own[name] == rival.get(name) else 1)
    return total


def best_deviation(
    market: BundlingMarket, offering_own: str, offering_rival: str, rival_prices: Prices | Mixture
) -> Deviation:
    """The supremum of a firm's profit over all real prices against a price vector of the rival, or a finite mixture.

    Raises
    ------
    TypeError
        If the consumers are not atoms.
    InputError
        If the prices do not fit the rival's offering, or the search exceeds :data:`MOST_WORK`.

    Examples
    --------
    >>> atoms = Atoms.of([("1/2", "1/2"), ("2/3", 0), (0, "2/3")], ["3/4", "1/8", "1/8"])
    >>> found = best_deviation(BundlingMarket(atoms, Fraction(0)), "100", "001", {"b": Fraction(1)})
    >>> found.prices, str(found.profit), found.approached
    ({'1': Fraction(1, 2)}, '7/16', True)
    """
    mixture = [(rival_prices, Fraction(1))] if isinstance(rival_prices, Mapping) else list(rival_prices)
    _check(offering_rival, mixture)
    search = _Search.of(market, offering_own, mixture)
    return search.best()


def _atoms(market: BundlingMarket) -> Atoms:
    if not isinstance(market.valuations, Atoms):
        raise TypeError(f"exact deviations: got {type(market.valuations).__name__}; allowed: Atoms")
    return market.valuations


def _check(offering: str, mixture: Mixture) -> None:
    for prices, mass in mixture:
        if set(prices) != products(offering):
            raise InputError(f"rival_prices: got prices of {sorted(prices)}; allowed: {sorted(products(offering))}")
        if mass <= 0 or any(price < 0 for price in prices.values()):
            raise InputError("rival_prices: got a negative price or a mass that is not positive; allowed: none")
    total = sum((mass for _, mass in mixture), Fraction(0))
    if total != 1:
        raise InputError(f"rival_prices: got masses that sum to {total}; allowed: 1")


@dataclass(frozen=True, slots=True)
class _Search:
    """Everything in fine units: valuations, the rival's prices (t in place of p_b), masses over denominators."""

    offering: str
    unit: Fraction
    delta: int
    values: tuple[tuple[int, int, int], ...]
    rivals: tuple[tuple[tuple[int, int, int], int], ...]
    denominator: int
    unsold: int

    @classmethod
    def of(cls, market: BundlingMarket, offering: str, mixture: Mixture) -> "_Search":
        atoms, delta = _atoms(market), market.complementarity
        numbers = [delta, *(x for v in atoms.values for x in v), *(p for prices, _ in mixture for p in prices.values())]
        halves = 2 if halved(offering, {name for prices, _ in mixture for name in prices}) else 1
        unit = Fraction(1, lcm(*(x.denominator for x in numbers)) * halves * _FINE)
        masses, chances = lcm(*(m.denominator for m in atoms.masses)), lcm(*(m.denominator for _, m in mixture))
        unsold = int((sum(abs(x) for x in numbers) + 1) / unit) * 4
        rivals = []
        for prices, chance in mixture:
            given = [prices[name] - (delta if name == "b" else 0) if name in prices else None for name in "12b"]
            fine = [unsold if price is None else int(price / unit) for price in given]
            rivals.append(((fine[0], fine[1], fine[2]), int(chance * chances)))
        values = [
            (int(a / unit), int(b / unit), int(mass * masses))
            for (a, b), mass in zip(atoms.values, atoms.masses, strict=True)
        ]
        return cls(offering, unit, int(delta / unit), tuple(values), tuple(rivals), masses * chances, unsold)

    def best(self) -> Deviation:
        """Try every price of the bundle, and with it every price of the components that can bind, from high to low.

        So what is best left unsold is left out, and no price is farther below another than it need be.
        """
        best: tuple[int, tuple[int, int, int]] = (0, (self.unsold, self.unsold, self.unsold))
        bundles = self._bundles() if self.offering[2] == "1" else [self.unsold]
        for t in bundles:
            candidates = self._components(t)
            self._refuse_beyond(candidates[0].size * len(bundles))
            profits = self._profits(candidates[0], candidates[1], t)
            place = int(np.argmax(profits))
            if profits[place] > best[0]:
                best = int(profits[place]), (int(candidates[0][place]), int(candidates[1][place]), t)
        return self._deviation(*best)

    def _bounds(self) -> tuple[Array, Array]:
        """The valuations of each component, and the rival's prices of it."""
        first, second = ({v[k] for v in self.values} | self._offered(k) for k in (0, 1))
        return self._array(first), self._array(second)

    def _offered(self, place: int) -> set[int]:
        """The rival's prices of a product."""
        return {r[place] for r, _ in self.rivals if r[place] != self.unsold}

    def _array(self, numbers: Collection[int]) -> Array:
        return np.array(sorted(numbers, reverse=True), dtype=self._kind)

    def _bundles(self) -> list[int]:
        most = max(a + b for a, b, _ in self.values)
        places = bundle_vertices(
            self._bounds(), self._array(self._offered(2)), self.offering, least=-self.delta, most=most
        )
        found = {t - depth for t in places.tolist() for depth in _DEPTHS if t - depth + self.delta >= 0}
        return [self.unsold, *sorted(found, reverse=True)]

    def _components(self, t: int) -> tuple[Array, Array]:
        """All pairs of component prices that may bind beside t."""
        bounds, levels = self._bounds(), self._array({t, *self._offered(2)} - {self.unsold})
        lists = []
        for k in (0, 1):
            own = component_vertices(bounds, levels, k).tolist() if self.offering[k] == "1" else []
            near = {p - depth for p in own for depth in _DEPTHS if p >= depth}
            lists.append(self._array(near | {self.unsold}))
        first, second = (x.ravel() for x in np.meshgrid(*lists))
        if self.offering[:2] == "11":
            below = self._array({level - depth for level in levels.tolist() for depth in _DEPTHS})
            one, two = sharing_vertices((lists[0], lists[1]), below)
            kept = (-one % _FINE < _FINE // 2) & (-two % _FINE < _FINE // 2)  # no price just above another
            first, second = np.append(first, one[kept]), np.append(second, two[kept])
        return first, second

    def _refuse_beyond(self, vectors: int) -> None:
        work = vectors * len(self.values) * len(self.rivals)
        if work > MOST_WORK:
            raise InputError(
                f"best deviation: got {len(self.values)} kinds of consumers against {len(self.rivals)} price vectors, "
                f"about {work:.1e} comparisons; allowed: at most {MOST_WORK:.0e}"
            )

    @property
    def _kind(self) -> Any:
        return np.int64 if 8 * self.unsold * self.denominator < 2**62 else object

    def _profits(self, p0: Array, p1: Array, t: int) -> Array:
        """Twice the profit at every pair of component prices, over the denominator; what is paid are the limits."""
        total = np.zeros(p0.shape, dtype=self._kind)
        limits = [_limit(p0), _limit(p1), _limit(np.full_like(p0, t)) + self.delta]
        for (r0, r1, rt), chance in self.rivals:
            low0, low1, low = np.minimum(p0, r0), np.minimum(p1, r1), min(t, rt)
            halves = [2 * (p0 < r0) + (p0 == r0), 2 * (p1 < r1) + (p1 == r1), 2 * int(t < rt) + int(t == rt)]
            worth = [
                np.where(own == self.unsold, 0, limit * half)
                for own, limit, half in zip((p0, p1, np.full_like(p0, t)), limits, halves, strict=True)
            ]
            for v0, v1, mass in self.values:
                bundle = (low <= np.minimum(v0, low0) + np.minimum(v1, low1)) & (low != self.unsold)
                apart = np.where(v0 >= low0, worth[0], 0) + np.where(v1 >= low1, worth[1], 0)
                total = total + chance * mass * np.where(bundle, worth[2], apart)
        return np.asarray(total)

    def _deviation(self, profit: int, own: tuple[int, int, int]) -> Deviation:
        prices: dict[str, Fraction] = {}
        below: dict[str, int] = {}
        for name, p in zip("12b", own, strict=True):
            if p != self.unsold and self.offering["12b".index(name)] == "1":
                limit = -(-p // _FINE) * _FINE
                prices[name] = (limit + (self.delta if name == "b" else 0)) * self.unit
                below |= {name: limit - p} if limit > p else {}
        return Deviation(prices, below, profit * self.unit / (2 * self.denominator))


def _limit(p: Array) -> Array:
    """The price that a price some infinitesimals below it stands for."""
    return np.asarray(-(-p // _FINE) * _FINE)
