"""Price equilibria: certified from the matrix by another route, and what the literature and other engines say."""

from fractions import Fraction
from typing import Any

import numpy as np
import pytest
from price_cases import EXAMPLE_2, on_unit_grid, random_atoms

from selten.equilibria.certify import certify
from selten.equilibria.prices.oracle import Progress, climb
from selten.equilibria.prices.solve import PriceEquilibrium, solve_prices
from selten.equilibria.pure import pure_equilibria
from selten.games.bundling import BundlingMarket
from selten.games.consumers.atoms import Tie
from selten.games.consumers.joint import Joint
from selten.games.consumers.marginals import Beta, Uniform
from selten.games.errors import InputError
from selten.games.normal_form import NormalForm
from selten.games.prices.duopoly import DuopolyGame
from selten.games.prices.grids import duopoly_game
from selten.games.profile import Profile

SQUARE = BundlingMarket(Joint(Uniform(Fraction(0), Fraction(1)), Uniform(Fraction(0), Fraction(1))), Fraction(0))


def matrix(game: DuopolyGame) -> NormalForm:
    """The whole game, from payoffs cell by cell."""
    everything = [np.arange(count) for count in game.counts]
    blocks = game.exact_block(0, *everything), game.exact_block(1, everything[1], everything[0]).T
    return NormalForm.of([[[Fraction(int(x), game.scale) for x in row] for row in block] for block in blocks])


def profile(game: DuopolyGame, found: PriceEquilibrium) -> Profile:
    whole = []
    for count, support, weights in zip(game.counts, found.supports, found.weights, strict=True):
        used = dict(zip(support.tolist(), weights, strict=True))
        whole.append([used.get(s, Fraction(0)) for s in range(count)])
    return Profile.of(whole)


@pytest.mark.parametrize("tie", ["bundle", "components"])
@pytest.mark.parametrize("cell", [("011", "100"), ("001", "100"), ("111", "001"), ("101", "010"), ("110", "011")])
def test_small_games_are_certified_from_the_matrix(cell: tuple[str, str], tie: Tie) -> None:
    for seed in (1, 2):
        market = BundlingMarket(random_atoms(seed), Fraction(seed - 1, 6))
        game = duopoly_game(market, *cell, step="1/6", costs=({"b": "1/12"}, {"1": "1/6"}), tie=tie)
        found = solve_prices(game).equilibria[0]
        assert found.exact
        checked = certify(matrix(game), profile(game, found))
        assert checked.certificate.regret == 0
        assert checked.payoffs == found.payoffs


def test_a_larger_game_is_certified_from_the_matrix() -> None:
    game = duopoly_game(BundlingMarket(EXAMPLE_2, Fraction(0)), "011", "100", prices=(on_unit_grid(20),) * 2)
    found = solve_prices(game).equilibria[0]
    assert game.counts == (400, 20)
    assert certify(matrix(game), profile(game, found)).certificate.regret == 0
    assert found.payoffs == (Fraction(33, 80), Fraction(1, 10))  # the payoffs of the reference at this step


def test_a_pure_equilibrium_is_one_of_all_pure_ones() -> None:
    game = duopoly_game(SQUARE, "001", "100", step="1/16")
    found = solve_prices(game).equilibria[0]
    assert found.pure
    assert tuple(int(support[0]) for support in found.supports) in pure_equilibria(matrix(game))
    assert found.payoffs == (Fraction(95, 256), Fraction(9, 128))  # the reference's at this step: .3711, .0703


def test_forty_thousand_price_vectors_against_two_hundred_are_proven() -> None:
    game = duopoly_game(BundlingMarket(EXAMPLE_2, Fraction(0)), "011", "100", prices=(on_unit_grid(200),) * 2)
    found = solve_prices(game)
    first = found.equilibria[0]
    assert game.counts == (40_000, 200)
    assert (first.exact, first.regret, found.unsolved) == (True, 0.0, 0)
    assert abs(float(first.payoffs[0]) - 0.4132370386) < 1 / 200  # the continuum's profits, in closed form
    assert abs(float(first.payoffs[1]) - 0.1093272480) < 1 / 200


@pytest.mark.parametrize("seed", range(8))
def test_random_atoms_with_ties_are_solved_and_proven(seed: int) -> None:
    market = BundlingMarket(random_atoms(seed, count=10, parts=(10, 20, 200)[seed % 3]), Fraction(seed % 2, 10))
    game = duopoly_game(market, "011", "100", prices=(on_unit_grid(200),) * 2, tie=("bundle", "components")[seed % 2])
    found = solve_prices(game)
    assert (found.unsolved, found.equilibria[0].exact) == (0, True)
    weights = found.equilibria[0].weights
    assert all(sum(own) == 1 and min(own) > 0 for own in weights)


def test_three_products_against_three() -> None:
    costs = {"1": "1/10", "2": "1/5", "b": "1/4"}, {"1": "1/5", "2": "1/10", "b": "3/10"}
    game = duopoly_game(SQUARE, "111", "111", prices=(on_unit_grid(30, 2),) * 2, costs=costs)
    found = solve_prices(game).equilibria[0]
    assert game.counts == (27_000, 27_000)
    assert found.exact
    for firm in (0, 1):
        against, weights = found.supports[1 - firm], np.array(found.weights[1 - firm], dtype=object)
        earned = game.exact_block(firm, np.arange(27_000), against).astype(object) @ weights
        assert earned.max() == earned[found.supports[firm]].min() == found.payoffs[firm] * game.scale


def test_demand_that_is_not_rational_is_proven_for_the_tabulated_game() -> None:
    market = BundlingMarket(Joint(Beta(2.0, 2.0), Beta(2.0, 2.0)), Fraction(0))
    game = duopoly_game(market, "001", "100", step="1/100")
    found = solve_prices(game).equilibria[0]
    assert found.exact
    assert 0 < game.error < 1e-11
    assert abs(float(found.payoffs[0]) - 0.3717960331) < 0.005  # the pure equilibrium of the continuum
    assert abs(float(found.payoffs[1]) - 0.0444796352) < 0.005


def test_several_starts_report_distinct_equilibria_each_proven() -> None:
    game = duopoly_game(BundlingMarket(random_atoms(5), Fraction(0)), "111", "111", step="1/6")
    found = solve_prices(game, starts=6)
    assert found.starts == 6
    assert len(found.equilibria) > 1
    assert all(e.exact for e in found.equilibria)
    supports = [tuple(tuple(s.tolist()) for s in e.supports) + e.weights for e in found.equilibria]
    assert len(set(supports)) == len(supports)
    assert "there may be others" in found.status


def test_without_proof_the_last_sweep_is_the_evidence() -> None:
    game = duopoly_game(BundlingMarket(EXAMPLE_2, Fraction(0)), "011", "100", prices=(on_unit_grid(50),) * 2)
    rough, proven = (solve_prices(game, exact=exact).equilibria[0] for exact in (False, True))
    assert not rough.exact
    assert 0 <= rough.regret < 1e-12
    for near, exactly in zip(rough.payoffs, proven.payoffs, strict=True):
        assert abs(float(near) - float(exactly)) < 1e-12


def test_progress_is_told_and_may_end_the_solve() -> None:
    game = duopoly_game(BundlingMarket(EXAMPLE_2, Fraction(0)), "011", "100", prices=(on_unit_grid(100),) * 2)
    told: list[Progress] = []
    oracle, found, sweeps = climb(game, listener=told.append)
    assert found
    assert told[-1].counts == (10_000, 100)
    assert told[-1].regret == oracle.regret < 1e-12
    assert told[0].counts == (50 * 50, 50)
    assert 0 < sweeps < 2 * len(told)

    def stop(progress: Progress) -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        solve_prices(game, listener=stop)


def test_firms_that_offer_nothing() -> None:
    found: Any = solve_prices(duopoly_game(SQUARE, "000", "100", step="1/10")).equilibria[0]
    assert found.payoffs == (0, Fraction(1, 4))


def test_no_starts_are_refused() -> None:
    with pytest.raises(InputError, match="starts: got 0"):
        solve_prices(duopoly_game(SQUARE, "001", "100", step="1/4"), starts=0)
