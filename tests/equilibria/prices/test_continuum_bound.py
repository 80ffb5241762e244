"""Bounds by subdivision: around the roots of the first-order conditions, and around sweeps of fine price grids."""

from fractions import Fraction

import numpy as np
import pytest

from selten.equilibria.prices.continuum_bound import bounded_supremum
from selten.equilibria.prices.continuum_grid import certify_continuum
from selten.equilibria.prices.solve import solve_prices
from selten.games.bundling import BundlingMarket
from selten.games.consumers.joint import Joint
from selten.games.consumers.marginals import Uniform
from selten.games.consumers.monotone import Comonotone
from selten.games.errors import InputError
from selten.games.prices.distributions import PriceDistribution, PricePoint, Stretch
from selten.games.prices.grids import duopoly_game

F = Fraction
UNIFORM = Uniform(F(0), F(1))
IID = BundlingMarket(Joint(UNIFORM, UNIFORM), F(0))


def at(**prices: str | Fraction) -> PriceDistribution:
    return PriceDistribution.of([PricePoint({k[1:]: F(p) for k, p in prices.items()}, F(1))])


@pytest.mark.parametrize(
    ("market", "offering", "rival", "profit"),
    [
        (IID, "001", at(p1="0.24493353904070204"), 0.36901817274077719),
        (IID, "011", at(p1="0.24493353904070204"), 0.36901817274077719),
        (IID, "100", at(pb="0.60746865988360024"), 0.06704764421630172),
        (IID, "100", at(pb="0.60746865988360024", p2="0.7"), 0.06704764421630172),
        (BundlingMarket(Comonotone(UNIFORM), F(0)), "001", at(p1=F(1, 7)), 16 / 49),
        (BundlingMarket(Comonotone(UNIFORM), F(0)), "100", at(pb=F(4, 7)), 2 / 49),
    ],
)
@pytest.mark.parametrize("tolerance", [1e-3, 1e-4])
def test_pure_equilibria_of_table_2_and_comonotone_values(
    market: BundlingMarket, offering: str, rival: PriceDistribution, profit: float, tolerance: float
) -> None:
    """Nobody gains at the equilibria of the reference (A, B): the profit there is the supremum."""
    found = bounded_supremum(market, offering, rival, tolerance=tolerance)
    assert found.low <= profit + 1e-12
    assert profit <= found.high <= profit + 2 * tolerance


@pytest.mark.parametrize("delta", ["0", "1/10", "-1/10"])
@pytest.mark.parametrize("offering", ["001", "011"])
def test_mixtures_against_a_sweep_of_a_fine_grid(delta: str, offering: str) -> None:
    """Profits at all prices in steps of 1/120, from the demand tables of the price games."""
    market = BundlingMarket(IID.valuations, F(delta))
    mixed = PriceDistribution.of([PricePoint({"1": F(i, 40)}, F(1, 20)) for i in range(1, 21)])
    game = duopoly_game(market, offering, "100", step=F(1, 120))
    swept = game.sweep(0, np.array([3 * i for i in range(1, 21)]), np.full(20, 0.05)).max()
    found = bounded_supremum(market, offering, mixed, tolerance=1e-3)
    assert swept <= found.high
    assert found.low <= swept + 1e-3
    assert found.high - found.low <= 1.1e-3


def test_cheap_component_of_the_rival_makes_room() -> None:
    """Against the bundle at 4/5 and component 2 at 1/5, from a sweep of a fine grid."""
    game = duopoly_game(IID, "100", "011", step=F(1, 100))
    number = next(i for i in range(game.counts[1]) if game.price_vector(1, i) == {"2": F(1, 5), "b": F(4, 5)})
    swept = game.sweep(0, np.array([number]), np.ones(1)).max()
    found = bounded_supremum(IID, "100", at(p2=F(1, 5), pb=F(4, 5)), tolerance=1e-4)
    assert swept <= found.high <= swept + 1e-3


def test_certificate_of_a_grid_solution() -> None:
    """The grid's pure equilibrium is one of the continuum up to its step."""
    game = duopoly_game(IID, "001", "100", step=F(1, 64))
    certificate = certify_continuum(game, solve_prices(game).equilibria[0])
    assert (certificate.kind, certificate.exact) == ("continuum", False)
    assert 0 < certificate.regret < F(1, 64)


def test_what_is_refused() -> None:
    spread = PriceDistribution.of([], [Stretch("1", F(1, 2), F(1), ((F(1), F(0)),))])
    with pytest.raises(InputError, match="finitely many"):
        bounded_supremum(IID, "001", spread)
    with pytest.raises(InputError, match="a component against"):
        bounded_supremum(IID, "110", at(pb="1/2"))
