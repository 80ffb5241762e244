"""The price game of a pair of offerings on a grid of prices, as a list of strategies and a matrix.

Each firm picks a price for every product it offers; a product it does not offer has no price. The lowest price of a
product is its market price, and firms at that price share its buyers equally (Bundling in a Symmetric Bertrand Duopoly,
equations (2) to (4)). Demand for atoms and for uniform valuations (independent, comonotone, countermonotone) is exact,
so are then the payoffs; otherwise they are floats.

This is :class:`selten.games.prices.duopoly.DuopolyGame`, which knows demand and payoffs, with the strategies in the
order of their prices: product 1 slowest, the bundle fastest. Products are numbered 0, 1 (components) and 2 (bundle),
firms 0 and 1.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property
from math import lcm, prod
from typing import Any

import numpy as np
import numpy.typing as npt

from selten.games.bundling import BundlingMarket
from selten.games.consumers.atoms import Tie
from selten.games.consumers.measures import denominators
from selten.games.normal_form import NormalForm, Number
from selten.games.number import number_text
from selten.games.prices.duopoly import DuopolyGame
from selten.games.prices.grids import duopoly_game
from selten.games.prices.price_range import NAMES, refuse_beyond
from selten.games.prices.price_tables import demand_tables

Array = npt.NDArray[Any]

FRACTION_BYTES = 120
"""What a rational payoff takes in an array."""


@dataclass(frozen=True, eq=False)
class PriceGame:
    """A finite price game; make one with :func:`price_game`.

    Parameters
    ----------
    core : DuopolyGame
        The game, with its strategies in another order.
    """

    core: DuopolyGame

    @property
    def market(self) -> BundlingMarket:
        """The consumers and the complementarity."""
        return self.core.market

    @property
    def offerings(self) -> tuple[str, str]:
        """The offerings of the firms, z1 z2 zb."""
        return self.core.offerings

    @property
    def tie(self) -> Tie:
        """Who gets consumers who are indifferent between the bundle and components."""
        return self.core.tie

    @property
    def unit(self) -> Fraction:
        """Every price is a whole number of these."""
        return self.core.unit

    @property
    def notes(self) -> tuple[str, ...]:
        """What this grid cannot represent."""
        return self.core.notes

    @property
    def denominator(self) -> int | None:
        """What demand is over; None if it is in floats."""
        return None if self.core.demand.error else self.core.demand.denominator

    @property
    def players(self) -> tuple[str, ...]:
        """The firms."""
        return self.core.players

    @property
    def counts(self) -> tuple[int, ...]:
        """The number of price vectors of each firm."""
        return self.core.counts

    @property
    def scale(self) -> int:
        """Payoffs of an exact game are whole numbers over this denominator."""
        return self.core.scale

    @cached_property
    def numbers(self) -> tuple[Array, Array]:
        """The number in ``core`` of each strategy of each firm, int64."""
        first, second = (
            np.arange(prod(part.size for part in own))
            .reshape(own[2].size, own[0].size, own[1].size)
            .transpose(1, 2, 0)
            .ravel()
            for own in self.core.own
        )
        return first, second

    @cached_property
    def prices(self) -> tuple[Array, Array]:
        """Each firm's price vectors in units, int64, shape (m_i, 3); 0 for a product it does not offer."""
        axes = [np.append(np.array(axis, dtype=np.int64), 0) for axis in self.core.axes]
        first, second = (
            np.stack([axes[k][places[:, k]] for k in range(3)], axis=1)
            for places in (self.core.places(firm, self.numbers[firm]) for firm in (0, 1))
        )
        return first, second

    @cached_property
    def tables(self) -> Array:
        """Demand for each product at all market prices, shape (3, n_0, n_1, n_b): numerators, or floats.

        A product that nobody offers has an axis of length one. Payoffs do not need these.
        """
        unit = self.unit
        finer = lcm(denominators(self.market.valuations), unit.denominator) // unit.denominator * unit.numerator
        axes = [[p * finer for p in axis] for axis in self.core.axes]
        refuse_beyond(24 * prod(len(axis) or 1 for axis in axes), "demand table over all three prices")
        return demand_tables(self.market, axes, unit / finer, self.tie)[0]

    def price_vector(self, firm: int, strategy: int) -> dict[str, Fraction]:
        """The prices that a firm sets with a strategy, by product.

        Examples
        --------
        >>> from selten.games.specs.market_spec import parse_market
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
        mine, theirs = self.numbers[firm][own], self.numbers[1 - firm][rival]
        return (
            self.core.block(firm, mine, theirs)
            if self.denominator is None
            else self.core.exact_block(firm, mine, theirs)
        )

    def sweep(self, player: int, strategies: Sequence[Sequence[Number]]) -> Array:
        """What a firm gets from each own price vector against a mixed strategy of the rival.

        Exact where the demand and the mixed strategy are.
        """
        mixed = strategies[1 - player]
        support = np.array([s for s, p in enumerate(mixed) if p != 0], dtype=int)
        if self.denominator is not None and all(isinstance(mixed[s], (Fraction, int)) for s in support):
            payoffs = self.block(player, np.arange(self.counts[player]), support)
            weights = np.array([Fraction(mixed[s]) for s in support], dtype=object)
            return np.asarray(payoffs.astype(object) @ (weights / self.scale))
        floats = np.array([float(mixed[s]) for s in support])
        return self.core.sweep(player, self.numbers[1 - player][support], floats)[self.numbers[player]]

    def normal_form(self, *, title: str = "", comment: str = "") -> NormalForm:
        """The game as a matrix, exact where the demand is.

        Raises
        ------
        InputError
            If it would take more than :data:`~selten.games.prices.price_range.MOST_BYTES`.
        """
        rows, columns = self.counts
        refuse_beyond(2 * rows * columns * (FRACTION_BYTES if self.denominator else 8), f"{rows} x {columns} matrix")
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
        :data:`~selten.games.prices.price_range.MOST_BYTES`.
    """
    return PriceGame(duopoly_game(market, offering_1, offering_2, step=step, tie=tie, offsets=offsets))


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
        For an unknown offering, or prices whose tables exceed :data:`~selten.games.prices.price_range.MOST_BYTES`.
    """
    return PriceGame(duopoly_game(market, offering_1, offering_2, prices=prices, tie=tie))
