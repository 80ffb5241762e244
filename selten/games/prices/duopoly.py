"""The price game of any pair of offerings in the two-component duopoly, without a matrix.

Firms that set the lowest price of a product share its buyers equally; a product that a firm does not offer has no
price. Consumers buy what leaves them most, the bundle or components in a tie as ``tie`` says, and buy rather than not.
All prices are whole numbers of one unit, so that every tie is decided in integers. A strategy's number counts price
vectors with the bundle's price slowest, then component 1, then component 2; its row is the price of the bundle (or of
what else the firm sells). Source: Bundling in a Symmetric Bertrand Duopoly, equations (2) to (4).
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from functools import cached_property
from math import prod
from typing import Any

import numpy as np
import numpy.typing as npt

from selten.games.bundling import BundlingMarket
from selten.games.consumers.atoms import Tie
from selten.games.prices.big_sweep import MARGIN_BITS, combined, compare_limbs, compare_near, cut_margins, weight_bits
from selten.games.prices.demand import Demand, Tables
from selten.games.prices.protocol import Floats, Ints, Signs

Places = tuple[Ints, Ints, Ints]

COARSEST = 64
"""Grids with no more prices of any product than this, and FEW price vectors of both firms, are not made coarser."""

FEW = 5000

_SHORT = 16
"""Lists of so few prices are not thinned."""

_NAMES = ("1", "2", "b")


@dataclass(frozen=True, eq=False)
class DuopolyGame:
    """A price game of two firms; make one with :func:`selten.games.prices.grids.duopoly_game`.

    Parameters
    ----------
    market : BundlingMarket
    offerings : tuple of two str
        z1 z2 zb of each firm.
    tie : {"bundle", "components"}
    unit : Fraction
        Every price, cost and the complementarity are whole numbers of these.
    demand : Demand
        The tables, on axes of which each firm has some places.
    own : tuple of three int64 arrays for each firm
        The places of its prices on the axes of products 1, 2 and b; the axis's last place alone for one it does not
        offer.
    margins : tuple of three int64 arrays for each firm
        Price less unit cost at each of these, in units; 0 for a product not offered.
    axes : tuple of three tuples of int
        The prices on the axes, in units.
    notes : tuple of str
        What this grid does not represent.
    """

    market: BundlingMarket
    offerings: tuple[str, str]
    tie: Tie
    unit: Fraction
    demand: Demand
    own: tuple[Places, Places]
    margins: tuple[Places, Places]
    axes: tuple[tuple[int, ...], tuple[int, ...], tuple[int, ...]]
    notes: tuple[str, ...] = ()

    @property
    def players(self) -> tuple[str, ...]:
        """The firms."""
        return ("1", "2")

    @cached_property
    def counts(self) -> tuple[int, int]:
        """The number of price vectors of each firm."""
        first, second = (prod(part.size for part in own) for own in self.own)
        return first, second

    @cached_property
    def rows(self) -> tuple[int, int]:
        """One row for each price of the bundle, or of component 1, or of component 2: the first that is offered."""
        first, second = (
            next((own[k].size for k in (2, 0, 1) if offered[k] == "1"), 1)
            for own, offered in zip(self.own, self.offerings, strict=True)
        )
        return first, second

    @cached_property
    def scale(self) -> int:
        """Integer payoffs are over twice the denominators of demand and price."""
        return 2 * self.demand.denominator * self.unit.denominator

    @cached_property
    def largest(self) -> tuple[float, float]:
        """The sum of the largest margins that each firm can earn from one consumer."""
        first, second = (
            sum(int(np.abs(part).max()) for part in margins) * float(self.unit) for margins in self.margins
        )
        return first or 1.0, second or 1.0

    @property
    def error(self) -> float:
        """How far a payoff of this game may be from the true one at the same prices; 0 where demand is exact."""
        return 3 * self.demand.error * max(self.largest)

    def price_vector(self, firm: int, strategy: int) -> dict[str, Fraction]:
        """The prices that the firm sets with a strategy, by product."""
        places = self.places(firm, np.array([strategy]))[0].tolist()
        offered = self.offerings[firm]
        return {n: self.axes[k][places[k]] * self.unit for k, n in enumerate(_NAMES) if offered[k] == "1"}

    def places(self, firm: int, strategies: Ints) -> Ints:
        """The places on the three axes of strategies by number, shape (m, 3)."""
        from selten.games.prices.kernels import places

        return np.asarray(places(self.own[firm], np.asarray(strategies, dtype=np.int64)))

    def sweep(self, firm: int, support: Ints, weights: Floats, *, out: Floats | None = None) -> Floats:
        """The firm's payoff from each own price vector against a mixed strategy of the rival.

        The time is proportional to the number of own price vectors if the rival sells one product, and to that times
        the support if it sells more. The result is written to ``out`` if given (of length ``counts[firm]``).
        """
        support, weights = np.asarray(support, dtype=np.int64), np.asarray(weights, dtype=np.float64)
        if (support[1:] < support[:-1]).any():
            order = np.argsort(support, kind="stable")
            support, weights = support[order], weights[order]
        return self._swept(firm, support, weights, self._halves[firm], self.demand.floats, out)

    def block(self, firm: int, own: Ints, rival: Ints) -> Floats:
        """The firm's payoffs from own strategies against the rival's, both by number; shape (own, rival)."""
        return self._block(firm, own, rival, self.demand.floats, self._halves[firm])

    def exact_block(self, firm: int, own: Ints, rival: Ints) -> npt.NDArray[Any]:
        """The same in whole numbers over ``scale``."""
        margins = cut_margins(self.margins[firm], self.demand.bits)
        limbs = [[self._block(firm, own, rival, tables, part) for tables in self.demand.limbs] for part in margins]
        whole = combined([combined(same, self.demand.bits) for same in limbs], MARGIN_BITS)
        return whole if self.unit.numerator == 1 else whole.astype(object) * self.unit.numerator

    def compare(self, firm: int, support: Ints, numerators: Sequence[int], threshold: int) -> Signs:
        """The sign of (the sum of integer payoffs times numerators) minus the threshold, for each own strategy.

        Sweeps in machine integers, one for each pair of limbs of the demand and of the numerators; where prices are
        too fine for that, a sweep in floats decides what it safely can and Python's integers decide the rest.
        """
        order = np.argsort(support, kind="stable")
        support, numerators = support[order], [numerators[i] for i in order.tolist()]
        margin = sum(int(np.abs(part).max()) for part in self.margins[firm])
        bits = weight_bits(margin, self.demand.bits, len(self.demand.limbs), support.size)
        if not bits:
            return compare_near(self, firm, support, numerators, threshold)
        whole, rest = divmod(threshold, self.unit.numerator)
        signs = compare_limbs(
            lambda tables, weights: self._swept(firm, support, weights, self.margins[firm], tables),
            (self.demand.limbs, self.demand.bits),
            (numerators, bits),
            whole,
        )
        return np.where((signs == 0) & (rest > 0), np.int8(-1), signs)

    def coarser(self) -> "tuple[DuopolyGame, tuple[Ints, Ints]] | None":
        """The game with every second price of each product, and its strategies' numbers in this one."""
        longest = max(part.size for own in self.own for part in own)
        if longest <= _SHORT or (longest <= COARSEST and sum(self.counts) <= FEW):
            return None
        first, second = ([slice(None, None, 2 if part.size > _SHORT else 1) for part in own] for own in self.own)
        own = _thinned(self.own[0], first), _thinned(self.own[1], second)
        margins = _thinned(self.margins[0], first), _thinned(self.margins[1], second)
        return replace(self, own=own, margins=margins), (self._numbers(0, first), self._numbers(1, second))

    def _numbers(self, firm: int, kept: Sequence[slice]) -> Ints:
        shape = self._shape(firm)
        numbers = np.arange(self.counts[firm]).reshape(shape)
        return np.ascontiguousarray(numbers[kept[2], kept[0], kept[1]]).ravel()

    def _shape(self, firm: int) -> tuple[int, int, int]:
        own1, own2, ownb = self.own[firm]
        return ownb.size, own1.size, own2.size

    @cached_property
    def _halves(self) -> tuple[tuple[npt.NDArray[Any], ...], ...]:
        """Half the margins in prices, for payoffs in floats."""
        return tuple(tuple(part * (float(self.unit) / 2) for part in margins) for margins in self.margins)

    def _swept(
        self,
        firm: int,
        support: Ints,
        weights: npt.NDArray[Any],
        margins: tuple[Any, ...],
        tables: Tables,
        buffer: npt.NDArray[Any] | None = None,
    ) -> npt.NDArray[Any]:
        """Twice the payoffs of all own strategies in the number type of the weights; the support ascends."""
        from selten.games.prices import kernels

        sold = [k for k in range(3) if self.offerings[1 - firm][k] == "1"]
        own, strict = self.own[firm], self.tie == "components"
        rival = self.own[1 - firm][sold[0]][support] if len(sold) == 1 else self.places(1 - firm, support)
        flat = np.empty(self.counts[firm], dtype=weights.dtype) if buffer is None else buffer
        out = flat.reshape(self._shape(firm))
        if sold == [1]:
            a1, a2, total, less1, less2, beside1, beside2 = tables
            p1, p2, net = self.demand.prices
            turned = np.empty((out.shape[0], out.shape[2], out.shape[1]), dtype=weights.dtype)
            swapped = (a2, a1, total, less2, less1, beside2, beside1)
            mine, earned = (own[1], own[0], own[2]), (margins[1], margins[0], margins[2])
            kernels.sweep_component(mine, earned, rival, weights, (p2, p1, net), strict, swapped, turned)
            out[:] = turned.transpose(0, 2, 1)
            return flat
        run = {1: kernels.sweep_bundle if sold == [2] else kernels.sweep_component}.get(
            len(sold), kernels.sweep_support
        )
        run(own, margins, rival, weights, self.demand.prices, strict, tables, out)
        return flat

    def _block(
        self, firm: int, own: Ints, rival: Ints, tables: Tables, margins: tuple[npt.NDArray[Any], ...]
    ) -> npt.NDArray[Any]:
        """Twice the payoffs, in the number type of the margins."""
        from selten.games.prices.kernels import pair_block

        mine, theirs = np.asarray(own, dtype=np.int64), np.asarray(rival, dtype=np.int64)
        out = np.empty((mine.size, theirs.size), dtype=margins[0].dtype)
        strict = self.tie == "components"
        sides = self.own[firm], margins, mine, self.own[1 - firm], theirs
        pair_block(*sides, self.demand.prices, strict, tables, out)
        return out


def _thinned(parts: Places, kept: Sequence[slice]) -> Places:
    first, second, bundle = (np.ascontiguousarray(part[k]) for part, k in zip(parts, kept, strict=True))
    return first, second, bundle
