"""How far a price grid's solution is from an equilibrium over all real prices: the exact regret."""

from fractions import Fraction

import numpy as np

from selten.equilibria.prices.continuum_bound import bounded_supremum
from selten.equilibria.prices.continuum_points import points_supremum
from selten.equilibria.prices.solve import PriceEquilibrium
from selten.equilibria.solution import Certificate
from selten.games.consumers.atoms import Atoms
from selten.games.errors import InputError
from selten.games.prices.distributions import PriceDistribution, PricePoint
from selten.games.prices.duopoly import DuopolyGame
from selten.games.prices.price_range import price_tops

TOLERANCE = 1e-4
"""Of bounds where consumers are not atoms, in units of the market's scale."""


def from_grid(game: DuopolyGame, found: PriceEquilibrium) -> tuple[PriceDistribution, PriceDistribution]:
    """A grid's solution as price distributions of points; weights in floats are scaled to sum to 1 exactly."""
    strategies = []
    for firm in (0, 1):
        weights = _weights(found, firm)
        vectors = [game.price_vector(firm, int(i)) for i in found.supports[firm]]
        points = [PricePoint(v, w) for v, w in zip(vectors, weights, strict=True) if w > 0]
        strategies.append(PriceDistribution.of(points))
    return strategies[0], strategies[1]


def certify_continuum(game: DuopolyGame, found: PriceEquilibrium) -> Certificate:
    """The certificate of a grid's solution over all real prices of both firms.

    With atoms, for any pair of offerings: the regret is exact where prices near the best ones are shown to earn as much
    (``exact``), and a bound otherwise. With other consumers a bound that is sharp to :data:`TOLERANCE`, for the
    offerings of :func:`~selten.equilibria.prices.continuum_bound.bounded_supremum`.

    Raises
    ------
    InputError
        If firms have costs, offerings are beyond what is said, or the work is beyond
        :data:`~selten.equilibria.prices.continuum_points.MOST_WORK`.

    Examples
    --------
    >>> from selten.equilibria.prices.solve import solve_prices
    >>> from selten.games.consumers.atoms import Atoms
    >>> from selten.games.bundling import BundlingMarket
    >>> from selten.games.prices.grids import duopoly_game
    >>> consumers = Atoms.of([(0, "1/2"), (0, 1), ("3/5", 0), ("3/5", "2/5")], ["1/4"] * 4)
    >>> game = duopoly_game(BundlingMarket(consumers, Fraction(0)), "001", "100", step="1/20")
    >>> certificate = certify_continuum(game, solve_prices(game).equilibria[0])
    >>> certificate.kind, str(certificate.regret), certificate.exact
    ('continuum', '7/480', True)
    """
    _refuse_costs(game)
    strategies = from_grid(game, found)
    regret, exact = Fraction(0), True
    for firm in (0, 1):
        best, sharp = _supremum(game, firm, strategies[1 - firm])
        regret = max(regret, best - _payoff(game, found, firm))
        exact = exact and sharp
    return Certificate("continuum", regret, max(price_tops(game.market)), exact)


def _supremum(game: DuopolyGame, firm: int, rival: PriceDistribution) -> tuple[Fraction, bool]:
    """A bound on the most that the firm can earn, and whether it is exact."""
    if isinstance(game.market.valuations, Atoms):
        found = points_supremum(game.market, game.offerings[firm], rival)
        return found.profit, found.exact
    tolerance = TOLERANCE * game.market.scale
    bound = bounded_supremum(game.market, game.offerings[firm], rival, tolerance=tolerance)
    return Fraction(bound.high) + Fraction(game.error), False


def _weights(found: PriceEquilibrium, firm: int) -> list[Fraction]:
    weights = [Fraction(w) for w in found.weights[firm]]
    total = sum(weights, Fraction(0))
    return [w / total for w in weights]


def _payoff(game: DuopolyGame, found: PriceEquilibrium, firm: int) -> Fraction:
    """What the firm earns at the solution, exactly."""
    if found.exact:
        return Fraction(found.payoffs[firm])
    block = game.exact_block(firm, found.supports[firm], found.supports[1 - firm]).astype(object)
    own, rival = (np.array(_weights(found, i), dtype=object) for i in (firm, 1 - firm))
    return Fraction(own @ block @ rival) / game.scale


def _refuse_costs(game: DuopolyGame) -> None:
    for firm in (0, 1):
        for k, (places, margins) in enumerate(zip(game.own[firm], game.margins[firm], strict=True)):
            offered = game.offerings[firm][k] == "1"
            if offered and [game.axes[k][i] for i in places.tolist()] != margins.tolist():
                raise InputError(f"continuum: got unit costs of firm {firm + 1}; allowed: none")
