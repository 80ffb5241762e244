"""The price game of any number of firms in a market of several components, without a matrix.

Each firm asks a price for each product it offers. Firms that ask the lowest price of a product share its buyers
equally. Consumers buy the products (without a common component) that leave them most, at prices and values that are
whole numbers of one unit, so that every tie is decided in integers. Among baskets that leave the same they decide as
if all prices were lower by infinitely small amounts; ``tie`` says by which:

- ``"bundle"``: more for larger products, in excess of their parts. The most components first, then the fewest
  products, then the largest ones: bundles win ties, and whoever is indifferent buys.
- ``"components"``: infinitely less for larger products. The most single components first, then the most pairs and so
  on: bundles lose ties except against buying nothing instead.

Baskets of as many products of each size as each other are bought by equal shares of the consumers. With two components
these are the rules of :mod:`selten.games.consumers.atoms`. A strategy's number counts a firm's price vectors with the
largest product slowest and, among products of equal size, the last name fastest; a row is one price of the first of
them.

The payoffs against any mixed strategies cost, in time: (own price vectors / prices of the last product) x rivals' price
vectors x consumers x baskets, plus own price vectors. Rivals' price vectors that come to the same lowest prices count
once; with more than two firms they are all combinations of the rivals' supports.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from functools import cached_property
from math import prod
from typing import Any

import numpy as np
import numpy.typing as npt

from selten.games.consumers.atoms import Tie
from selten.games.prices.big_sweep import combined, compare_limbs
from selten.games.prices.multiproduct_baskets import Baskets
from selten.games.prices.multiproduct_market import MultiproductMarket
from selten.games.prices.multiproduct_rivals import Mixtures, combinations, joint
from selten.games.prices.price_range import refuse_beyond
from selten.games.prices.protocol import Floats, Ints, Signs

WORD = 61
"""Sums of machine integers stay below this many bits."""

PIECE_BITS = 24
"""How long the limbs of masses are that are cut into several."""

_SHORT, _COARSEST, _FEW = 16, 64, 5000


@dataclass(frozen=True, eq=False)
class MultiproductGame:
    """A price game; make one with :func:`selten.games.prices.multiproduct_grids.multiproduct_game`.

    With two firms it is a :class:`selten.games.prices.protocol.PriceGame`, and ``solve_prices`` solves it.

    Parameters
    ----------
    market : MultiproductMarket
    offers : tuple of tuples of product names, one for each firm
        In the order of its price vectors.
    tie : {"bundle", "components"}
    unit : Fraction
        Every price and cost is a whole number of these.
    baskets : Baskets
        What can be bought, and what it is worth.
    grids : for each firm a tuple of int64 arrays
        The ascending prices of each of its products, in units.
    margins : for each firm a tuple of int64 arrays
        The same less unit costs.
    notes : tuple of str
        What this grid does not represent.
    """

    market: MultiproductMarket
    offers: tuple[tuple[str, ...], ...]
    tie: Tie
    unit: Fraction
    baskets: Baskets
    grids: tuple[tuple[Ints, ...], ...]
    margins: tuple[tuple[Ints, ...], ...]
    notes: tuple[str, ...] = ()

    @property
    def players(self) -> tuple[str, ...]:
        """The firms."""
        return tuple(str(i + 1) for i in range(len(self.offers)))

    @cached_property
    def counts(self) -> tuple[Any, ...]:
        """The number of price vectors of each firm."""
        return tuple(prod(part.size for part in own) for own in self.grids)

    @cached_property
    def rows(self) -> tuple[Any, ...]:
        """One row for each price of the first product of a firm."""
        return tuple(own[0].size if own else 1 for own in self.grids)

    @cached_property
    def scale(self) -> int:
        """What integer payoffs are over."""
        return self.unit.denominator * self.baskets.denominator * self.baskets.split * self.baskets.shares

    @cached_property
    def largest(self) -> tuple[Any, ...]:
        """The sum of the largest margins that each firm can earn from one consumer."""
        return tuple(self._widest(i) / self.unit.denominator or 1.0 for i in range(len(self.offers)))

    def price_vector(self, firm: int, strategy: int) -> dict[str, Fraction]:
        """The prices that the firm sets with a strategy, by product."""
        prices = self.places(firm, np.array([strategy]), self.grids)[0].tolist()
        return {name: price * self.unit for name, price in zip(self.offers[firm], prices, strict=True)}

    def places(self, firm: int, strategies: Ints, lists: Sequence[Sequence[Ints]]) -> Ints:
        """The entries of strategies by number in lists (grids or margins), shape (strategies, products)."""
        shape = tuple(part.size for part in self.grids[firm])
        if not shape:
            return np.empty((len(strategies), 0), dtype=np.int64)
        places = np.unravel_index(np.asarray(strategies, dtype=np.int64), shape)
        return np.stack([part[at] for part, at in zip(lists[firm], places, strict=True)], axis=1)

    def rivals(self, firm: int, mixtures: Mixtures) -> Any:
        """The rivals' lowest prices, how many ask them, and the weights, of all combinations of their supports."""
        weights = [weights for _, weights in mixtures]
        return joint(firm, self._vectors(firm, mixtures), weights, self._positions, len(self.baskets.products))

    def sweep_mixed(self, firm: int, mixtures: Mixtures, *, out: Floats | None = None) -> Floats:
        """The firm's payoff from each own price vector against mixed strategies of all rivals, in floats.

        Parameters
        ----------
        mixtures : for each firm, strategies by number and their probabilities
            The firm's own are ignored.
        """
        lowest, sellers, weights = self.rivals(firm, mixtures)
        weights = np.array([float(w) for w in weights]) / self.scale
        buffer = np.empty(self.counts[firm]) if out is None else out
        masses = self.baskets.floats
        return self._swept(firm, (lowest, sellers, weights), masses, buffer)

    def exact_mixed(self, firm: int, mixtures: Mixtures) -> npt.NDArray[Any]:
        """The same exactly: integers over ``scale`` times the product of the sums of the rivals' (integer) weights."""
        lowest, sellers, weights = self.rivals(firm, mixtures)
        bits = self._weight_bits(firm, len(weights))
        low, total = 2**bits - 1, None
        for place in range(max(-(-max(int(w).bit_length() for w in weights) // bits), 1)):
            digits = np.array([int(w) >> (bits * place) & low for w in weights], dtype=np.int64)
            market = lowest, sellers, digits
            swept = combined([self._whole(firm, market, mass) for mass in self.baskets.masses], PIECE_BITS)
            part = swept if place == 0 else swept.astype(object) << (bits * place)
            total = part if total is None else total.astype(object) + part
        return np.asarray(total)

    def earned(self, firm: int, strategies: Sequence[int]) -> Fraction:
        """What the firm earns if every firm i plays its strategy number ``strategies[i]``."""
        pure = tuple((np.array([s]), [1]) for s in strategies)
        own = self.places(firm, np.array([strategies[firm]]), self.grids)
        return Fraction(
            int(self._pairs(firm, own, self.rivals(firm, pure)[:2], np.array([strategies[firm]]))[0, 0]), self.scale
        )

    def sweep(self, firm: int, support: Ints, weights: Floats, *, out: Floats | None = None) -> Floats:
        """With two firms: the firm's payoff from each own price vector against a mixed strategy of the rival."""
        return self.sweep_mixed(firm, self._two(firm, support, weights), out=out)

    def block(self, firm: int, own: Ints, rival: Ints) -> Floats:
        """With two firms: the firm's payoffs from own strategies against the rival's, both by number."""
        return np.asarray(self.exact_block(firm, own, rival).astype(np.float64) / self.scale)

    def exact_block(self, firm: int, own: Ints, rival: Ints) -> npt.NDArray[Any]:
        """The same in whole numbers over ``scale``."""
        return self.exact_cells(firm, own, self._two(firm, rival, np.ones(len(rival), dtype=np.int64)))

    def exact_cells(self, firm: int, own: Ints, mixtures: Mixtures) -> npt.NDArray[Any]:
        """The firm's payoffs from listed own strategies against every combination of the rivals' listed strategies.

        Whole numbers over ``scale``, shape (own, combinations), the first rival's strategies slowest; weights are
        ignored.
        """
        return self._pairs(firm, self.places(firm, own, self.grids), self._combinations(firm, mixtures), own)

    def exact_sweeps(self, firm: int, mixtures: Mixtures) -> npt.NDArray[Any]:
        """The same for all own strategies, shape (combinations, own): a sweep for each combination.

        Raises
        ------
        InputError
            If the result takes too much memory.
        """
        lowest, sellers = self._combinations(firm, mixtures)
        shape = len(lowest), self.counts[firm]
        refuse_beyond(16 * prod(shape), f"table of {shape[0]} x {shape[1]} payoffs")
        market = lowest, sellers, np.ones(len(lowest), dtype=np.int64)
        pieces = [self._swept(firm, market, mass, np.empty(shape, dtype=np.int64)) for mass in self.baskets.masses]
        return combined(pieces, PIECE_BITS)

    def compare(self, firm: int, support: Ints, numerators: Sequence[int], threshold: int) -> Signs:
        """The sign of (the sum of integer payoffs times numerators) minus the threshold, for each own strategy."""
        lowest, sellers, weights = self.rivals(firm, self._two(firm, support, list(numerators)))
        bits = self._weight_bits(firm, len(weights))
        return compare_limbs(
            lambda mass, digits: self._whole(firm, (lowest, sellers, digits), mass[0]),
            ([(mass,) for mass in self.baskets.masses], PIECE_BITS),
            (list(weights), bits),
            threshold,
        )

    def coarser(self) -> "tuple[MultiproductGame, Any] | None":
        """The game with every second price of each product, and its strategies' numbers in this one."""
        longest = max((part.size for own in self.grids for part in own), default=0)
        if longest <= _SHORT or (longest <= _COARSEST and sum(self.counts) <= _FEW):
            return None
        kept = [[slice(None, None, 2 if part.size > _SHORT else 1) for part in own] for own in self.grids]
        grids, margins = (
            tuple(
                tuple(np.ascontiguousarray(part[k]) for part, k in zip(*pair, strict=True))
                for pair in zip(lists, kept, strict=True)
            )
            for lists in (self.grids, self.margins)
        )
        numbers = tuple(self._numbers(i, kept[i]) for i in range(len(kept)))
        return replace(self, grids=grids, margins=margins), numbers

    def _numbers(self, firm: int, kept: Sequence[slice]) -> Ints:
        shape = tuple(part.size for part in self.grids[firm])
        return np.ascontiguousarray(np.arange(self.counts[firm]).reshape(shape)[tuple(kept)]).ravel()

    @cached_property
    def _positions(self) -> tuple[Ints, ...]:
        """Where each firm's products stand in the list of all products."""
        order = {name: k for k, name in enumerate(self.baskets.products)}
        return tuple(np.array([order[name] for name in own], dtype=np.int64) for own in self.offers)

    def _widest(self, firm: int) -> int:
        return sum(int(np.abs(part).max()) for part in self.margins[firm])

    def _weight_bits(self, firm: int, support: int) -> int:
        """How long the limbs of weights may be: at least 6, as the builder saw to it."""
        room = room_for_weights(self._widest(firm), self.baskets) - support.bit_length()
        return next(bits for bits in (24, 12, 8, 6) if bits <= room)

    def _combinations(self, firm: int, mixtures: Mixtures) -> tuple[Ints, Ints]:
        return combinations(firm, self._vectors(firm, mixtures), self._positions, len(self.baskets.products))

    def _vectors(self, firm: int, mixtures: Mixtures) -> list[npt.NDArray[Any]]:
        """The prices of the rivals' strategies; nothing for the firm itself."""
        return [
            np.empty((0, 0)) if i == firm else self.places(i, support, self.grids)
            for i, (support, _) in enumerate(mixtures)
        ]

    def _two(self, firm: int, support: Any, weights: Any) -> Mixtures:
        own = (np.zeros(1, dtype=np.int64), [1])
        rival = (np.asarray(support, dtype=np.int64), weights)
        return (own, rival) if firm == 0 else (rival, own)

    def _whole(self, firm: int, market: Any, mass: Ints) -> npt.NDArray[np.int64]:
        return np.asarray(self._swept(firm, market, mass, np.empty(self.counts[firm], dtype=np.int64)))

    def _swept(self, firm: int, market: Any, mass: npt.NDArray[Any], out: npt.NDArray[Any]) -> npt.NDArray[Any]:
        """Payoffs of all own strategies in the type of the weights; with two axes, one row for each market."""
        from selten.games.prices.multiproduct_kernels import sweep_each, sweep_rows

        if not self.offers[firm]:
            out[:] = 0
            return out
        grid, margins = (np.concatenate(lists[firm]) for lists in (self.grids, self.margins))
        ends = np.cumsum([0, *(part.size for part in self.grids[firm])])
        bought, constants = (self.baskets.starts, self.baskets.items), self.baskets.constants
        run = sweep_rows if out.ndim == 1 else sweep_each
        run(grid, ends, margins, self._positions[firm], market, self.baskets.worth, mass, bought, constants, out)
        return out

    def _pairs(self, firm: int, own: Ints, market: Any, strategies: Ints) -> npt.NDArray[Any]:
        from selten.games.prices.multiproduct_kernels import pair_payoffs

        margins = self.places(firm, strategies, self.margins)
        bought, constants = (self.baskets.starts, self.baskets.items), self.baskets.constants
        pieces = []
        for mass in self.baskets.masses:
            out = np.empty((len(own), len(market[0])), dtype=np.int64)
            pair_payoffs(own, margins, self._positions[firm], market, self.baskets.worth, mass, bought, constants, out)
            pieces.append(out)
        return combined(pieces, PIECE_BITS)


def room_for_weights(widest: int, baskets: Baskets) -> int:
    """How many bits are left for weights, beside margins up to ``widest`` in sum and everything else in a payoff."""
    factors = 4 * max(widest, 1) * baskets.split * baskets.shares
    return WORD - factors.bit_length() - baskets.mass_bits
