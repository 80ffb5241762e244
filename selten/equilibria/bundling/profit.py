"""What is known of one profit: an enclosure, the prices that earn it, and how it was shown."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from selten.equilibria.exact.algebraic import AlgebraicNumber
from selten.games.bundling import BundlingMarket

TIME_IS_UP = "not computed, as the time was up: only the trivial bounds"
"""The reason of profits that nobody looked for."""

Prices = Mapping[str, float | None]


@dataclass(frozen=True, slots=True)
class Profit:
    """One profit of a market.

    Parameters
    ----------
    name : str
        See :mod:`selten.equilibria.bundling.profits`.
    low, high : float
        The profit lies between them.
    point : float
        The profit at the prices found; the middle of a bracket.
    prices : mapping
        The prices that earn it, keyed "p1", "p2", "pb"; None for a product that is not sold.
    regret : float
        An upper bound on what any seller could gain by other prices: all real prices, or those of a grid.
    kind : str
        "continuum" or "grid".
    pure : bool
        Whether the prices are pure; otherwise it is paid by price distributions, or a bracket.
    same_as : str
        The name of the profit that it is shown to equal (its own name if none).
    exact : AlgebraicNumber or None
        The exact value where it is known.
    reason : str
        One sentence on how it was found.
    """

    name: str
    low: float
    high: float
    point: float
    prices: Prices = field(default_factory=dict)
    regret: float = 0.0
    kind: str = "continuum"
    pure: bool = True
    same_as: str = ""
    exact: AlgebraicNumber | None = None
    reason: str = ""

    @property
    def bracketed(self) -> bool:
        """Whether only bounds from price grids are known; otherwise ``value`` is what a certified equilibrium pays."""
        return self.kind == "grid"

    @property
    def value(self) -> float:
        """The profit as one number: the exact one where it is known."""
        return float(self.exact) if self.exact is not None else self.point


def trivial(market: BundlingMarket, name: str, reason: str) -> Profit:
    """A profit of which nothing is known but that nobody pays more than the highest valuation of everything."""
    return from_grid(name, 0.0, sum(market.valuations.high) + max(market.delta, 0.0), reason)


def from_grid(name: str, low: float, high: float, reason: str) -> Profit:
    """A profit known by a bracket from price grids."""
    middle = (low + high) / 2
    return Profit(name, low, high, middle, regret=high - low, kind="grid", pure=False, same_as=name, reason=reason)
