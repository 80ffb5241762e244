"""One mixed equilibrium of a price game on a grid, by double oracle: see :mod:`selten.equilibria.prices.oracle`.

The last sweep over the whole grid is the certificate; no matrix of the whole game is built.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from selten.equilibria.prices.oracle import climb
from selten.games.prices.price_grid import PriceGame

Floats = npt.NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class GridEquilibrium:
    """A mixed equilibrium of a price game on a grid.

    Parameters
    ----------
    supports : tuple of two int arrays
        The strategies in use, by number.
    weights : tuple of two float arrays
        Their probabilities.
    payoffs : tuple of two floats
    regret : float
        The largest gain of any deviation on the grid, from a sweep over all of it in floats.
    """

    game: PriceGame
    supports: tuple[npt.NDArray[Any], npt.NDArray[Any]]
    weights: tuple[Floats, Floats]
    payoffs: tuple[float, float]
    regret: float

    @property
    def pure(self) -> bool:
        """Whether nobody mixes."""
        return all(support.size == 1 for support in self.supports)

    def mixed(self, firm: int) -> list[float]:
        """The firm's whole mixed strategy, one probability for each price vector."""
        full = np.zeros(self.game.counts[firm])
        full[self.supports[firm]] = self.weights[firm]
        return full.tolist()


def grid_equilibrium(
    game: PriceGame, *, start: tuple[Sequence[int], Sequence[int]] | None = None, pivot: int = 0
) -> GridEquilibrium | None:
    """One equilibrium of the grid game, or None if the rounds gave out.

    Parameters
    ----------
    start : two sequences of strategy numbers, optional
        Where to begin; by default in the middle of each firm's list, on coarser grids first.
    pivot : int
        The label that Lemke-Howson drops first in every restricted game; other labels lead to other equilibria.

    Examples
    --------
    >>> from pathlib import Path
    >>> from selten.games.specs.market_spec import parse_market
    >>> from selten.games.prices.price_grid import price_game
    >>> spec = {"valuations": {"independent": {"uniform": [0, 1]}}, "complementarity": 0}
    >>> grid_equilibrium(price_game(parse_market(spec, "", Path()), "001", "100", step="1/8")).payoffs
    (0.37109375, 0.0703125)
    """
    begin = [game.numbers[i][np.asarray(start[i], dtype=int)] for i in (0, 1)] if start else None
    oracle, found, _ = climb(game.core, start=begin, pivot=pivot)
    if not found:
        return None
    (s0, w0), (s1, w1) = (_ordered(game, firm, *oracle.support(firm)) for firm in (0, 1))
    return GridEquilibrium(game, (s0, s1), (w0, w1), oracle.values, oracle.regret)


def _ordered(game: PriceGame, firm: int, support: npt.NDArray[Any], weights: Floats) -> tuple[npt.NDArray[Any], Floats]:
    """The support and weights by the game's own numbers, ascending."""
    own = np.argsort(game.numbers[firm])[support]
    order = np.argsort(own)
    return own[order], weights[order]
