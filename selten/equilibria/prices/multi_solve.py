"""Solve a price game of any number of firms: pure equilibria first, then mixed ones, each with its exact regret.

Two firms are solved by :func:`selten.equilibria.prices.solve.solve_prices`, whose equilibria are proven; of more firms
pure equilibria are searched for (:mod:`selten.equilibria.prices.many_firms`), and mixed ones where there are none
(:mod:`selten.equilibria.prices.many_firms_mixed`).
"""

from dataclasses import dataclass
from fractions import Fraction

import numpy as np

from selten.equilibria.prices.many_firms import pure_price_equilibria
from selten.equilibria.prices.many_firms_mixed import MixedProfile, certified, mixed_price_equilibrium
from selten.equilibria.prices.solve import PriceEquilibrium, solve_prices
from selten.games.errors import InputError
from selten.games.prices.multiproduct import MultiproductGame


@dataclass(frozen=True, slots=True)
class MarketSolution:
    """What solving a price game of any number of firms gave.

    Parameters
    ----------
    equilibria : tuple of MixedProfile
        The distinct ones found, each with its regret over every price vector of the grid.
    complete : bool
        Whether they are all the pure equilibria (nothing is ever said about all mixed ones).
    status : str
        A sentence on what is known.
    """

    equilibria: tuple[MixedProfile, ...]
    complete: bool
    status: str


def market_equilibria(
    game: MultiproductGame, *, starts: int = 8, seed: int = 0, time_limit: float = 60.0
) -> MarketSolution:
    """Equilibria of a price game of any number of firms on its grid.

    Parameters
    ----------
    starts : int
        How many starts, of each method used.
    seed : int
        Of the starts of three firms or more.
    time_limit : float
        Seconds for all mixed equilibria of three firms or more.

    Raises
    ------
    InputError
        If starts is not positive.

    Examples
    --------
    >>> from selten.games.prices.multiproduct_grids import multiproduct_game
    >>> from selten.games.prices.multiproduct_market import MultiproductMarket
    >>> market = MultiproductMarket.of([(4, 0), (0, 4), (3, 3)], ["1/4", "1/4", "1/2"])
    >>> found = market_equilibria(multiproduct_game(market, [["12"]], step=1))
    >>> [[str(x) for x in e.payoffs] for e in found.equilibria], found.complete
    ([['4']], True)
    """
    if starts < 1:
        raise InputError(f"starts: got {starts}; allowed: at least 1")
    if len(game.counts) == 2:
        found = solve_prices(game, starts=starts)
        return MarketSolution(tuple(_record(game, e) for e in found.equilibria), False, found.status)
    pure = pure_price_equilibria(game, starts=starts, seed=seed)
    if pure.equilibria:
        profiles = [certified(game, [(np.array([s]), [1.0]) for s in e.strategies]) for e in pure.equilibria]
        return MarketSolution(tuple(profiles), pure.complete, pure.status)
    return _mixed(game, starts, seed, time_limit, pure.status)


def _mixed(game: MultiproductGame, starts: int, seed: int, time_limit: float, before: str) -> MarketSolution:
    found: list[MixedProfile] = []
    ends = []
    for k in range(starts):
        search = mixed_price_equilibrium(game, seed=seed + k, time_limit=time_limit / starts)
        ends.append(search.status)
        if search.found and search.profile is not None and not any(_same(search.profile, old) for old in found):
            found.append(search.profile)
    regret = max((e.regret for e in found), default=Fraction(0))
    text = f"{len(found)} distinct mixed equilibria from {starts} starts, regret at most {float(regret):.2g}"
    return MarketSolution(tuple(found), False, f"{before}; {text if found else ends[-1]}; there may be others")


def _record(game: MultiproductGame, found: PriceEquilibrium) -> MixedProfile:
    """An equilibrium of two firms with its exact regret; one that was not proven is measured."""
    if not found.exact:
        floats = [np.array([float(w) for w in own]) for own in found.weights]
        return certified(game, list(zip(found.supports, floats, strict=True)))
    weights = tuple(tuple(Fraction(w) for w in own) for own in found.weights)
    return MixedProfile(found.supports, weights, tuple(Fraction(x) for x in found.payoffs), Fraction(0))


def _same(one: MixedProfile, other: MixedProfile) -> bool:
    """Whether two are one, up to the rounding of their weights."""
    return all(
        np.array_equal(a, b) and np.allclose([float(w) for w in v], [float(w) for w in u], rtol=0, atol=1e-7)
        for a, b, v, u in zip(one.supports, other.supports, one.weights, other.weights, strict=True)
    )
