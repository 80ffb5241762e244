"""A cell that theory gives, confirmed on grids: all pure price equilibria at two steps, and how fast they approach it.

A grid has equilibria that the continuum has not: in a price war at step h, a price of h for all is one, because
undercutting it earns nothing. Of the payoffs found, those of the lowest prices count, which are those at which the
firms earn least together; unused prices multiply equilibria but not payoffs.
"""

from dataclasses import dataclass
from fractions import Fraction
from math import log2

import numpy as np
import numpy.typing as npt

from selten.games.bundling import BundlingMarket
from selten.games.consumers.atoms import Tie
from selten.games.errors import InputError
from selten.games.prices.price_grid import PriceGame, price_game
from selten.games.prices.price_range import price_tops

MOST_CELLS = 6_000_000
"""The largest price game whose pure equilibria are listed."""

_ROUNDING = 1e-12
"""The share of the largest payoff by which a float game's best replies may differ."""

_STEPS = (16, 8, 4, 2)
"""Prices of a component, from the grid tried first."""


@dataclass(frozen=True, slots=True)
class GridConfirmation:
    """What two grids say about expected profits.

    Parameters
    ----------
    expected : tuple of two floats
    steps : tuple of two Fraction
        The second is half the first.
    payoffs : tuple of two tuples of payoff pairs
        All distinct payoffs of pure equilibria at each step, the least in sum first.
    distances : tuple of two floats
        How far the first of them is from the expected profits (the larger of the two firms).
    order : float or None
        log2 of the ratio of the distances: 1 where halving the step halves the error; None if the distance is 0.
    """

    expected: tuple[float, float]
    steps: tuple[Fraction, Fraction]
    payoffs: tuple[tuple[tuple[float, float], ...], tuple[tuple[float, float], ...]]
    distances: tuple[float, float]
    order: float | None

    @property
    def confirmed(self) -> bool:
        """Whether both distances are at most two steps, and the finer grid is no farther off than the coarser."""
        within = all(d <= 2 * float(h) for d, h in zip(self.distances, self.steps, strict=True))
        return within and self.distances[1] <= self.distances[0] + _ROUNDING


def confirm_cell(
    market: BundlingMarket, offering_1: str, offering_2: str, expected: tuple[float, float], *, tie: Tie = "bundle"
) -> GridConfirmation:
    """The pure price equilibria of a pair of offerings on two small grids, beside the profits that theory gives.

    Raises
    ------
    InputError
        If a grid has no pure equilibrium: then the cell cannot be confirmed this way.

    Examples
    --------
    >>> from selten.games.consumers.joint import Joint
    >>> from selten.games.consumers.marginals import Uniform
    >>> unit = Uniform(Fraction(0), Fraction(1))
    >>> found = confirm_cell(BundlingMarket(Joint(unit, unit), Fraction(0)), "001", "001", (0.0, 0.0))
    >>> found.payoffs[1][0], found.distances, found.confirmed
    ((0.0, 0.0), (0.0, 0.0), True)
    """
    finest = _finest(market, offering_1, offering_2)
    steps = 2 * finest, finest
    payoffs = tuple(distinct_payoffs(price_game(market, offering_1, offering_2, step=step, tie=tie)) for step in steps)
    for step, found in zip(steps, payoffs, strict=True):
        if not found:
            raise InputError(f"{offering_1} against {offering_2}: no pure equilibrium at step {step}; allowed: one")
    distances = tuple(max(abs(found[0][i] - expected[i]) for i in (0, 1)) for found in payoffs)
    order = log2(distances[0] / distances[1]) if min(distances) > _ROUNDING else None
    return GridConfirmation(expected, steps, (payoffs[0], payoffs[1]), (distances[0], distances[1]), order)


def distinct_payoffs(game: PriceGame) -> tuple[tuple[float, float], ...]:
    """The payoffs of all pure equilibria of a price game, each once, the least in sum first.

    Guarantees all for exact games; in float games best replies are taken within rounding.

    Raises
    ------
    InputError
        If the game has more than :data:`MOST_CELLS` cells.
    """
    first, second = _matrices(game)
    best = (first >= first.max(axis=0, keepdims=True) - _slack(game, first)) & (
        second >= second.max(axis=1, keepdims=True) - _slack(game, second)
    )
    digits = {
        (int(a), int(b)) if game.denominator else (round(float(a), 11), round(float(b), 11))
        for a, b in zip(first[best], second[best], strict=True)
    }
    scale = game.scale if game.denominator else 1
    pairs = [(float(Fraction(a) / scale), float(Fraction(b) / scale)) for a, b in digits]
    return tuple(sorted(pairs, key=lambda pair: (pair[0] + pair[1], pair)))


def _matrices(game: PriceGame) -> tuple[npt.NDArray[np.generic], npt.NDArray[np.generic]]:
    rows, columns = game.counts
    if rows * columns > MOST_CELLS:
        raise InputError(f"price game: got {rows} x {columns} price vectors; allowed: at most {MOST_CELLS} cells")
    everything = np.arange(rows), np.arange(columns)
    return game.block(0, *everything), game.block(1, everything[1], everything[0]).T


def _slack(game: PriceGame, payoffs: npt.NDArray[np.generic]) -> float | int:
    return 0 if game.denominator else _ROUNDING * float(np.max(np.abs(payoffs)))


def _finest(market: BundlingMarket, offering_1: str, offering_2: str) -> Fraction:
    """The finest step tried at which the whole game can be listed."""
    top = max(price_tops(market)[:2]) or Fraction(1)
    bundle = price_tops(market)[2]
    for count in _STEPS:
        step = top / count
        lengths = [int(x / step) + 1 for x in (*price_tops(market)[:2], bundle)]
        cells = 1
        for offering in (offering_1, offering_2):
            for bit, length in zip(offering, lengths, strict=True):
                cells *= length if bit == "1" else 1
        if cells <= MOST_CELLS:
            return step
    raise InputError(f"complementarity: got {market.complementarity}; allowed: less beside valuations up to {top}")
