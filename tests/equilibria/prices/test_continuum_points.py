"""The exact supremum against finitely many rival prices: against the search with infinitesimals of deviation.py."""

import random
from fractions import Fraction

import pytest

from selten.equilibria.deviation import best_deviation
from selten.equilibria.prices.continuum_grid import certify_continuum, from_grid
from selten.equilibria.prices.continuum_points import points_supremum
from selten.equilibria.prices.solve import solve_prices
from selten.games.atoms import Atoms
from selten.games.bundling import OFFERINGS, BundlingMarket, products
from selten.games.errors import InputError
from selten.games.prices.distributions import PriceDistribution, PricePoint, Stretch
from selten.games.prices.grids import duopoly_game

F = Fraction
Rivals = dict[str, list[tuple[dict[str, Fraction], Fraction]]]
EXAMPLE_2 = BundlingMarket(Atoms.of([(0, 1), (0, "1/2"), ("3/5", "2/5"), ("3/5", 0)], ["1/4"] * 4), F(0))


def drawn(seed: int) -> tuple[BundlingMarket, Rivals]:
    """A market of three atoms, of either sign of Delta, and two price vectors for each rival offering."""
    rng = random.Random(seed)
    atoms = Atoms.of([(F(rng.randint(0, 6), 6), F(rng.randint(0, 6), 6)) for _ in range(3)], ["1/2", "1/3", "1/6"])
    market = BundlingMarket(atoms, F(rng.randint(-1, 1), 6))
    rivals = {
        offering: [
            ({n: F(rng.randint(0, 8), 6) for n in sorted(products(offering))}, mass) for mass in (F(1, 3), F(2, 3))
        ]
        for offering in OFFERINGS[1:]
    }
    return market, rivals


@pytest.mark.parametrize("seed", range(4))
def test_every_pair_of_offerings_against_the_search_with_infinitesimals(seed: int) -> None:
    market, rivals = drawn(seed)
    for own in OFFERINGS[1:]:
        for rival, mixture in rivals.items():
            expected = best_deviation(market, own, rival, mixture).profit
            found = points_supremum(market, own, PriceDistribution.of([PricePoint(p, m) for p, m in mixture]))
            assert found.profit >= expected, (own, rival)
            assert not found.exact or found.profit == expected, (own, rival)


def test_bounds_are_nearly_always_exact() -> None:
    exact = []
    for seed in range(4):
        market, rivals = drawn(seed)
        for own in OFFERINGS[1:]:
            for mixture in rivals.values():
                rival = PriceDistribution.of([PricePoint(p, m) for p, m in mixture])
                exact.append(points_supremum(market, own, rival).exact)
    assert sum(exact) >= 0.9 * len(exact)


@pytest.mark.parametrize("offering", ["001", "011"])
def test_regret_of_a_grid_solution_against_the_search_with_infinitesimals(offering: str) -> None:
    game = duopoly_game(EXAMPLE_2, offering, "100", step="1/20")
    found = solve_prices(game).equilibria[0]
    bundler, rival = from_grid(game, found)
    gains = [
        best_deviation(EXAMPLE_2, own, other, [(p.prices, p.mass) for p in mixed.points]).profit - payoff
        for own, other, mixed, payoff in (
            (offering, "100", rival, found.payoffs[0]),
            ("100", offering, bundler, found.payoffs[1]),
        )
    ]
    certificate = certify_continuum(game, found)
    assert (certificate.regret, certificate.exact) == (max(gains), True)


def test_a_solution_in_floats_has_nearly_the_same_regret() -> None:
    game = duopoly_game(EXAMPLE_2, "011", "100", step="1/20")
    exact, floats = (certify_continuum(game, solve_prices(game, exact=e).equilibria[0]) for e in (True, False))
    assert abs(float(exact.regret - floats.regret)) < 1e-9


def test_what_is_refused() -> None:
    spread = PriceDistribution.of([], [Stretch("b", F(1, 2), F(1), ((F(1), F(0)),))])
    with pytest.raises(InputError, match="finitely many"):
        points_supremum(EXAMPLE_2, "100", spread)
    fine = PriceDistribution.of([PricePoint({"b": F(1, 3**40)}, F(1))])
    with pytest.raises(InputError, match="common unit"):
        points_supremum(EXAMPLE_2, "100", fine)
    game = duopoly_game(EXAMPLE_2, "001", "100", step="1/10", costs=({"b": "1/10"}, {}))
    with pytest.raises(InputError, match="unit costs of firm 1"):
        certify_continuum(game, solve_prices(game).equilibria[0])
