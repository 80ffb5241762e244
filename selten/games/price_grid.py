"""The price game of a pair of offerings on a grid of prices.

Each firm picks a price for every product it offers; a product it does not offer has no price. The lowest price of a
product is its market price, and firms at that price share its buyers equally (Bundling in a Symmetric Bertrand Duopoly,
equations (2) to (4)). Prices are whole numbers of one unit, so that every tie is decided in integers. Demand for atoms
and for uniform valuations (independent, comonotone, countermonotone) is exact, so are then the payoffs; otherwise
they are floats.

Axes: products are numbered 0, 1 (components) and 2 (bundle), firms 0 and 1. Demand is tabulated over the market prices
(p_0, p_1, p_b), from tables over two of them each, because demand beside the bundle separates (see
:mod:`selten.games.valuations`).
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property
from itertools import product as cartesian
from math import ceil, floor, lcm, prod
from typing import Any

import numpy as np
import numpy.typing as npt

from selten.games.atoms import Atoms, Tie
from selten.games.bundling import OFFERINGS, BundlingMarket, products
from selten.games.errors import InputError
from selten.games.measures import denominators
from selten.games.normal_form import NormalForm, Number
from selten.games.number import exact_number, number_text
from selten.games.price_range import NAMES, aligned_step, price_steps, price_tops, refuse_beyond
from selten.games.price_tables import demand_tables

Array = npt.NDArray[Any]

_FRACTION_BYTES = 120


@dataclass(frozen=True, eq=False)
class PriceGame:
    """A finite price game; make one with :func:`price_game`.

    Parameters
    ----------
    offerings : tuple of two str
        z1 z2 zb of each firm.
    unit : Fraction
        Every price is a whole number of these.
    prices : tuple of two int arrays, shape (m_i, 3)
        Each firm's price vectors in units; 0 for a product it does not offer.
    places : tuple of two int arrays, shape (m_i, 3)
        The same prices as positions in the tables' axes; beyond the end for a product not offered.
    tables : array, shape (3, n_0, n_1, n_b)
        Demand for each product at the market prices: numerators, or floats.
    denominator : int or None
        What the demand is over; None for floats.
    notes : tuple of str
        What this grid cannot represent.
    """

    market: BundlingMarket
    offerings: tuple[str, str]
    tie: Tie
    unit: Fraction
    prices: tuple[Array, Array]
    places: tuple[Array, Array]
    tables: Array
    denominator: int | None
    notes: tuple[str, ...] = ()

    @property
    def players(self) -> tuple[str, ...]:
        """The firms."""
        return ("1", "2")

    @property
    def counts(self) -> tuple[int, ...]:
        """The number of price vectors of each firm."""
        return tuple(len(own) for own in self.prices)

    @cached_property
    def scale(self) -> int:
        """Payoffs of an exact game are whole numbers over this denominator."""
        return 2 * (self.denominator or 1) * self.unit.denominator

    def price_vector(self, firm: int, strategy: int) -> dict[str, Fraction]:
        """The prices that a firm sets with a strategy, by product.

        Examples
        --------
        >>> from selten.games.market_spec import parse_market
        >>> from pathlib import Path
        >>> spec = {"valuations": {"independent": {"uniform": [0, 1]}}, "complementarity": 0}
        >>> game = price_game(parse_market(spec, "", Path()), "101", "010", step="1/4")
        >>> game.price_vector(0, 10), game.counts
        ({'1': Fraction(1, 4), 'b': Fraction(1, 4)}, (45, 5))
        """
        row = self.prices[firm][strategy].tolist()
        offered = self.offerings[firm]
        return {name: row[k] * self.unit for k, name in enumerate(NAMES) if offered[k] == "1"}

    def labels(self, firm: int) -> tuple[str, ...]:
        """The strategies of a firm in words."""
        vectors = (self.price_vector(firm, s) for s in range(self.counts[firm]))
        return tuple(" ".join(f"p{k}={number_text(p)}" for k, p in v.items()) or "nothing" for v in vectors)

    def block(self, firm: int, own: Array, rival: Array) -> Array:
        """A firm's payoffs, own strategies by the rival's, both given by number: numerators over ``scale``, or floats.

        Returns
        -------
        array, shape (len(own), len(rival))
        """
        mine, theirs = self.places[firm][own], self.places[1 - firm][rival]
        market = tuple(np.minimum(mine[:, None, k], theirs[None, :, k]) for k in range(3))
        total: Any = np.zeros((len(mine), len(theirs)), dtype=self.tables.dtype)
        for k in range(3):
            if self.offerings[firm][k] == "1":
                a, b = mine[:, None, k], theirs[None, :, k]
                halves = 2 * (a < b) + (a == b)
                total = total + self.prices[firm][own, k][:, None] * halves * self.tables[k][market]
        return np.asarray(total * self.unit.numerator if self.denominator else total * (float(self.unit) / 2))

    def sweep(self, player: int, strategies: Sequence[Sequence[Number]]) -> Array:
        """What a firm gets from each own price vector against a mixed strategy of the rival.

        Exact where the demand and the mixed strategy are.
        """
        mixed = strategies[1 - player]
        support = [s for s, p in enumerate(mixed) if p != 0]
        payoffs = self.block(player, np.arange(self.counts[player]), np.array(support, dtype=int))
        if self.denominator is None:
            return np.asarray(payoffs @ np.array([float(mixed[s]) for s in support]))
        if all(isinstance(mixed[s], (Fraction, int)) for s in support):
            weights = np.array([Fraction(mixed[s]) for s in support], dtype=object)
            return np.asarray(payoffs.astype(object) @ (weights / self.scale))
        return np.asarray(payoffs.astype(float) @ (np.array([float(mixed[s]) for s in support]) / self.scale))

    def normal_form(self, *, title: str = "", comment: str = "") -> NormalForm:
        """The game as a matrix, exact where the demand is.

        Raises
        ------
        InputError
            If it would take more than :data:`~selten.games.price_range.MOST_BYTES`.
        """
        rows, columns = self.counts
        refuse_beyond(2 * rows * columns * (_FRACTION_BYTES if self.denominator else 8), f"{rows} x {columns} matrix")
        everything = np.arange(rows), np.arange(columns)
        first, second = self.block(0, *everything), self.block(1, everything[1], everything[0]).T
        payoffs = np.array([first, second])
        if self.denominator:
            exact = np.empty(payoffs.shape, dtype=object)
            exact.ravel()[:] = [Fraction(x, self.scale) for x in payoffs.ravel().tolist()]
            payoffs = exact
        labels = (self.labels(0), self.labels(1))
        return NormalForm.of(payoffs, labels, players=self.players, title=title, comment=comment)


def price_game(
    market: BundlingMarket,
    offering_1: str,
    offering_2: str,
    *,
    step: Any,
    tie: Tie = "bundle",
    offsets: tuple[Any, Any] = (0, 0),
) -> PriceGame:
    """The price game of a pair of offerings on a grid.

    Prices of a component go from 0 to the highest valuation of it, those of the bundle from 0 to what the bundle is
    worth at most, as in the paper (a component priced beyond every valuation beside it is not sold either).

    Parameters
    ----------
    offering_1, offering_2 : str
        z1 z2 zb, from 000 to 111.
    step : number, or mapping from product ("1", "2", "b") to number
        The distance of prices.
    tie : {"bundle", "components"}
        Who gets consumers who are indifferent between the bundle and components.
    offsets : two numbers
        Where each firm's grid begins, in prices.

    Raises
    ------
    InputError
        For an unknown offering, a step that is not positive, or a grid whose tables exceed
        :data:`~selten.games.price_range.MOST_BYTES`.
    """
    offerings = _offering(offering_1, "offering_1"), _offering(offering_2, "offering_2")
    steps = price_steps(step)
    starts = [exact_number(x, "offsets") for x in offsets]
    unit = _unit(market, [*steps.values(), *starts])
    sizes = [floor(top / steps[name]) + 1 for name, top in zip(NAMES, price_tops(market), strict=True)]
    sold = [n if "1" in (z1, z2) else 1 for n, z1, z2 in zip(sizes, *offerings, strict=True)]
    refuse_beyond(3 * 8 * prod(sold), f"demand table of {' x '.join(map(str, sold))} prices")
    grids = [_grids(market, offering, steps, start, unit) for offering, start in zip(offerings, starts, strict=True)]
    return _assemble(market, offerings, grids, unit, tie, tuple(_notes(market, steps)))


def price_game_on(
    market: BundlingMarket,
    offering_1: str,
    offering_2: str,
    *,
    prices: tuple[Mapping[str, Sequence[Fraction]], Mapping[str, Sequence[Fraction]]],
    tie: Tie = "bundle",
) -> PriceGame:
    """The price game on given prices: for each firm, those of each product it offers (others are ignored).

    Raises
    ------
    InputError
        For an unknown offering, or prices whose tables exceed :data:`~selten.games.price_range.MOST_BYTES`.
    """
    offerings = _offering(offering_1, "offering_1"), _offering(offering_2, "offering_2")
    lists = [
        [sorted(set(own.get(name, ()))) if bit == "1" else [] for name, bit in zip(NAMES, offering, strict=True)]
        for own, offering in zip(prices, offerings, strict=True)
    ]
    unit = _unit(market, [p for own in lists for prices in own for p in prices])
    grids = [[[int(p / unit) for p in prices] for prices in own] for own in lists]
    return _assemble(market, offerings, grids, unit, tie, ())


def _assemble(
    market: BundlingMarket,
    offerings: tuple[str, str],
    grids: list[list[list[int]]],
    unit: Fraction,
    tie: Tie,
    notes: tuple[str, ...],
) -> PriceGame:
    axes = [sorted(set(grids[0][k]) | set(grids[1][k])) for k in range(3)]
    refuse_beyond(3 * 8 * prod(len(axis) or 1 for axis in axes), "demand table of " + _shape(axes))
    for own in grids:
        refuse_beyond(6 * 8 * prod(len(grid) or 1 for grid in own), "list of price vectors from " + _shape(own))
    vectors = [np.array(list(cartesian(*(grid or [0] for grid in own))), dtype=np.int64) for own in grids]
    places = [_places(own, offering, axes) for own, offering in zip(vectors, offerings, strict=True)]
    tables, denominator = demand_tables(market, axes, unit, tie)
    return PriceGame(
        market=market,
        offerings=offerings,
        tie=tie,
        unit=unit,
        prices=(vectors[0], vectors[1]),
        places=(places[0], places[1]),
        tables=tables,
        denominator=denominator,
        notes=notes,
    )


def _offering(offering: str, field: str) -> str:
    if offering not in OFFERINGS:
        raise InputError(f"{field}: got {offering!r}; allowed: {', '.join(OFFERINGS)}")
    return offering


def _unit(market: BundlingMarket, numbers: list[Fraction]) -> Fraction:
    whole = [denominators(market.valuations), market.complementarity.denominator]
    return Fraction(1, lcm(*whole, *(x.denominator for x in numbers)))


def _grids(
    market: BundlingMarket, offering: str, steps: dict[str, Fraction], start: Fraction, unit: Fraction
) -> list[list[int]]:
    """One firm's prices of each product in units; none for a product it does not offer."""
    sold = products(offering)
    grids = []
    for name, top in zip(NAMES, price_tops(market), strict=True):
        step = steps[name]
        count = max(floor((top - start) / step), 0) + 1
        first = max(ceil(-start / step), 0)
        grids.append([int((start + j * step) / unit) for j in range(first, count)] if name in sold else [])
    return grids


def _places(vectors: Array, offering: str, axes: list[list[int]]) -> Array:
    places = np.empty(vectors.shape, dtype=np.intp)
    for k, axis in enumerate(axes):
        beyond = offering[k] == "0"
        places[:, k] = len(axis) if beyond else np.searchsorted(np.array(axis, dtype=np.int64), vectors[:, k])
    return places


def _notes(market: BundlingMarket, steps: dict[str, Fraction]) -> list[str]:
    """What does not lie on the grid, so that ties of the real market are not ties of this game."""
    notes = []
    if (market.complementarity / steps["b"]).denominator != 1:
        notes.append(f"the complementarity {market.complementarity} is no multiple of the step {steps['b']}")
    if isinstance(market.valuations, Atoms):
        for pair in market.valuations.values:
            if any((v / steps[name]).denominator != 1 for v, name in zip(pair, "12", strict=True)):
                notes.append(f"the atom ({pair[0]}, {pair[1]}) does not lie on the grid of step {steps['1']}")
                break
    if notes and aligned_step(market) is not None:
        notes.append(f"the step {aligned_step(market)} represents every atom and the complementarity")
    return notes


def _shape(axes: list[list[int]]) -> str:
    return " x ".join(str(len(axis) or 1) for axis in axes) + " prices"
