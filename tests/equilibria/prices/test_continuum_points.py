"""The exact supremum against finitely many rival prices: against the search with infinitesimals of deviation.py."""

import random
from fractions import Fraction
from itertools import product
from math import inf
from typing import Any

import pytest

from selten.equilibria.bundling.deviation import best_deviation
from selten.equilibria.prices.continuum_grid import certify_continuum, from_grid
from selten.equilibria.prices.continuum_points import points_supremum
from selten.equilibria.prices.continuum_profit import expected_at
from selten.equilibria.prices.solve import solve_prices
from selten.games.bundling import OFFERINGS, BundlingMarket, products
from selten.games.consumers.atoms import Atoms
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


def lattice_best(atoms: list[tuple[int, int, int]], delta: int, rivals: list[tuple[tuple[float, ...], int]]) -> float:
    """The most at prices on a lattice of halves, ties in the firm's favour: all three products, one by one, no search.

    ``atoms`` are valuations and weights, ``rivals`` prices (of the bundle: t) and weights; infinite if not sold.
    """
    top = max(a + b for a, b, _ in atoms)
    places = [*(k / 2 for k in range(2 * top + 1)), inf]
    best = 0.0
    for p, q, t in product(places, places, places):
        if t < -delta:
            continue
        total = 0.0
        for (r0, r1, rt), chance in rivals:
            for a, b, weight in atoms:
                least = min(a, p, r0) + min(b, q, r1)
                together = t + delta if t <= rt and t <= least else 0
                apart = (p if p <= min(a, r0) else 0) + (q if q <= min(b, r1) else 0) if least <= min(t, rt) else 0
                total += chance * weight * max(together, apart)
        best = max(best, total)
    return best


@pytest.mark.parametrize(
    ("own", "delta", "atoms", "rivals", "near", "less"),
    [
        # the bundle at t = 6 hangs on component 1 at 3, which hangs on another bundle of the rival
        (
            "101",
            1,
            [((4, 3), F(2, 3)), ((0, 0), F(1, 3))],
            [({"1": 2, "b": 3}, F(1, 3)), ({"1": 4, "b": 9}, F(1, 3)), ({"2": 0, "b": 4}, F(1, 3))],
            {"1": "2.999", "b": "6.999"},
            2,
        ),
        (
            "011",
            -2,
            [((4, 4), F(5, 8)), ((1, 4), F(3, 8))],
            [({"b": 2}, F(1, 2)), ({"b": 6}, F(1, 2))],
            {"2": "2.999", "b": "4.999"},
            F(21, 8),
        ),
        # component 1 at 2 hangs on component 2 at 2, which hangs on a bundle of the rival: they share another one
        (
            "110",
            0,
            [((4, 5), F(1, 2)), ((0, 3), F(1, 2))],
            [({"b": 4}, F(2, 9)), ({"b": 2}, F(4, 9)), ({"b": 9}, F(3, 9))],
            {"1": "2", "2": "1.999"},
            2,
        ),
    ],
)
def test_prices_that_hang_on_each_other_count(
    own: str, delta: int, atoms: Any, rivals: Any, near: dict[str, str], less: Fraction
) -> None:
    """Prices that earn more than all in which each price hangs on a bound of its own, which reach ``less``."""
    market = BundlingMarket(Atoms.of([v for v, _ in atoms], [mass for _, mass in atoms]), F(delta))
    mixture = [({name: F(p) for name, p in prices.items()}, mass) for prices, mass in rivals]
    mixed = PriceDistribution.of([PricePoint(prices, mass) for prices, mass in mixture])
    earned = expected_at(market, {name: F(p) for name, p in near.items()}, mixed, tie="bundle")
    found = points_supremum(market, own, mixed)
    assert less < earned < found.profit < earned + F(1, 100)
    if len({frozenset(prices) for prices, _ in mixture}) == 1:
        assert best_deviation(market, own, "001", mixture).profit == found.profit


@pytest.mark.parametrize("seed", range(6))
def test_against_all_prices_of_a_lattice(seed: int) -> None:
    rng = random.Random(seed)
    delta = rng.randint(-2, 0)
    atoms = [(rng.randint(0, 3), rng.randint(0, 3), weight) for weight in (2, 1)]
    prices = [{n: F(rng.randint(0, 4)) for n in "12b" if n == "b" or rng.random() < 0.7} for _ in range(2)]
    rivals = [(tuple(float(p.get(n, inf) - (delta if n == "b" else 0)) for n in "12b"), 1) for p in prices]
    market = BundlingMarket(Atoms.of([atom[:2] for atom in atoms], ["2/3", "1/3"]), F(delta))
    mixed = PriceDistribution.of([PricePoint(p, F(1, 2)) for p in prices])
    assert float(points_supremum(market, "111", mixed).profit) >= lattice_best(atoms, delta, rivals) / 6 - 1e-12


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
