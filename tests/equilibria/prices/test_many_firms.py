"""Price equilibria of any number of firms: closed forms, every profile by brute force, certificates from the matrix."""

import itertools
from collections.abc import Sequence
from fractions import Fraction
from typing import Any

import numpy as np
import pytest
from multiproduct_cases import earned, random_market
from price_cases import EXAMPLE_2

from selten.equilibria.certify import certify
from selten.equilibria.prices import many_firms_mixed
from selten.equilibria.prices.many_firms import pure_price_equilibria
from selten.equilibria.prices.many_firms_mixed import MixedProfile, certified, mixed_price_equilibrium
from selten.equilibria.prices.multi_solve import market_equilibria
from selten.equilibria.pure import pure_equilibria
from selten.games.bundling import BundlingMarket
from selten.games.consumers.atoms import Tie
from selten.games.errors import InputError
from selten.games.normal_form import NormalForm
from selten.games.prices.multiproduct import MultiproductGame
from selten.games.prices.multiproduct_grids import multiproduct_game
from selten.games.prices.multiproduct_market import MultiproductMarket, from_duopoly
from selten.games.profile import Profile

PENNY = MultiproductMarket.of([[4]], [1])
CUBE = MultiproductMarket.of(
    list(itertools.product([Fraction(1, 6), Fraction(1, 2), Fraction(5, 6)], repeat=3)), [Fraction(1, 27)] * 27
)
"""No pure equilibrium of a bundler and two components on prices half as fine: from the search of every profile."""


def matrix(game: MultiproductGame, tie: Tie, costs: Sequence[dict[str, Fraction]] | None = None) -> NormalForm:
    """The whole game, every consumer comparing every set of products."""
    firms = range(len(game.counts))
    payoffs = np.empty((len(game.counts), *game.counts), dtype=object)
    vectors = [[game.price_vector(i, s) for s in range(count)] for i, count in enumerate(game.counts)]
    for profile in np.ndindex(*game.counts):
        found = earned(game.market, [vectors[i][s] for i, s in enumerate(profile)], costs or [{} for _ in firms], tie)
        for i in firms:
            payoffs[(i, *profile)] = found[i]
    return NormalForm.of(payoffs)


def written(game: MultiproductGame, found: MixedProfile) -> Profile:
    whole = []
    for count, support, weights in zip(game.counts, found.supports, found.weights, strict=True):
        used = dict(zip(support.tolist(), weights, strict=True))
        whole.append([used.get(s, Fraction(0)) for s in range(count)])
    return Profile.of(whole)


def test_two_firms_with_the_same_component() -> None:
    """At cost, one step above, and two: there half of the buyers at 2 bring as much as all at 1."""
    found = pure_price_equilibria(multiproduct_game(PENNY, [["1"], ["1"]], step=1))
    assert found.complete
    assert [e.strategies for e in found.equilibria] == [(0, 0), (1, 1), (2, 2)]
    assert [e.payoffs[0] for e in found.equilibria] == [0, Fraction(1, 2), 1]


def test_three_firms_with_the_same_component() -> None:
    """At least two at cost and the third anywhere, or all one step above cost."""
    found = pure_price_equilibria(multiproduct_game(PENNY, [["1"]] * 3, step=1))
    at_cost = {p for p in itertools.product(range(5), repeat=3) if p.count(0) >= 2}
    assert {e.strategies for e in found.equilibria} == at_cost | {(1, 1, 1)}
    assert "all that there are on the grid" in found.status


def test_the_firm_with_the_least_cost_takes_the_market() -> None:
    """Costs 0, 2, 3: the first sells at 2 or below; equilibria in which it earns least have it at 1."""
    game = multiproduct_game(PENNY, [["1"]] * 3, step=1, costs=[{}, {"1": 2}, {"1": 3}])
    best = max(pure_price_equilibria(game).equilibria, key=lambda e: e.payoffs[0])
    assert list(best.payoffs) == [2, 0, 0]
    assert game.price_vector(0, best.strategies[0]) == {"1": 2}


def test_one_firm_and_none_that_offers_anything() -> None:
    consumers = MultiproductMarket.of([(4, 0), (0, 4), (3, 3)], ["1/4", "1/4", "1/2"])
    alone = pure_price_equilibria(multiproduct_game(consumers, [["12", "1", "2"]], step=1))
    assert {x for e in alone.equilibria for x in e.payoffs} == {5}  # 4 from each of the first, 6 from the third
    nothing = pure_price_equilibria(multiproduct_game(consumers, [[], [], []], step=1))
    assert [list(e.payoffs) for e in nothing.equilibria] == [[0, 0, 0]]


@pytest.mark.parametrize("tie", ["bundle", "components"])
@pytest.mark.parametrize(
    ("seed", "offers"),
    [(1, [["123"], ["1"], ["2"]]), (2, [["12", "3"], ["13"], ["2"]]), (3, [["12"], ["12"], ["1", "2"]])],
)
def test_all_pure_equilibria_against_every_profile(seed: int, offers: list[list[str]], tie: Any) -> None:
    market = random_market(seed, 3, kinds=4, parts=2)
    costs: list[dict[str, Fraction]] = [{}, {}, {"2": Fraction(1, 2)}]
    game = multiproduct_game(market, offers, step="1/2", costs=costs, tie=tie)
    found = pure_price_equilibria(game)
    assert found.complete
    whole = matrix(game, tie, costs)
    assert tuple(e.strategies for e in found.equilibria) == pure_equilibria(whole)
    for e in found.equilibria:
        assert e.payoffs == tuple(whole.payoffs[(i, *e.strategies)] for i in range(3))
    some = pure_price_equilibria(game, complete=False, starts=12)
    assert {e.strategies for e in some.equilibria} <= {e.strategies for e in found.equilibria}
    assert not some.complete
    assert "there may be others" in some.status


def test_exchanging_firms_exchanges_equilibria() -> None:
    market = random_market(4, 3)
    offers = [["123"], ["1"], ["2", "3"]]
    lists = [
        {
            tuple(e.strategies[order.index(i)] for i in range(3))
            for e in pure_price_equilibria(multiproduct_game(market, [offers[i] for i in order], step="1/2")).equilibria
        }
        for order in itertools.permutations(range(3))
    ]
    assert lists[0]
    assert all(found == lists[0] for found in lists)


def test_a_mixed_equilibrium_is_certified_from_the_matrix() -> None:
    game = multiproduct_game(CUBE, [["123"], ["1"], ["2"]], step="1/6")
    assert pure_price_equilibria(game).equilibria == ()
    found = mixed_price_equilibrium(game, start=[np.array([8]), np.array([2]), np.array([2])])
    assert found.found
    assert found.profile is not None
    assert not found.profile.pure
    assert "there may be others" in found.status
    payoffs = [[game.earned(i, p) for p in np.ndindex(*game.counts)] for i in range(3)]
    whole = NormalForm.of(np.array(payoffs, dtype=object).reshape(3, *game.counts))
    checked = certify(whole, written(game, found.profile))
    assert checked.certificate.exact
    assert checked.certificate.regret == found.profile.regret
    assert float(found.profile.regret) <= many_firms_mixed.TOLERANCE * max(game.largest)
    assert checked.payoffs == found.profile.payoffs
    assert min(checked.payoffs) > 0


def test_payoffs_and_regret_of_any_mixed_strategies_from_the_matrix() -> None:
    market = random_market(6, 3, kinds=3, parts=2)
    game = multiproduct_game(market, [["123"], ["1", "2"], ["3"]], step="1/2")
    draw = np.random.default_rng(2)
    supports = [np.unique(draw.integers(0, count, 3)) for count in game.counts]
    mixtures = [(own, np.full(own.size, 1 / own.size)) for own in supports]
    rough = many_firms_mixed._measured(game, [many_firms_mixed._whole(*own) for own in mixtures])
    checked = certify(matrix(game, "bundle"), written(game, rough))
    assert (checked.certificate.regret, checked.payoffs) == (rough.regret, rough.payoffs)
    assert certified(game, mixtures).regret <= rough.regret


def test_two_firms_are_solved_as_a_duopoly() -> None:
    """The payoffs of Example 2 at this step, from the reference of the paper's corrected values."""
    grid = [Fraction(k, 20) for k in range(1, 21)]
    prices: Any = [{"12": grid, "2": grid}, {"1": grid}]
    game = multiproduct_game(from_duopoly(BundlingMarket(EXAMPLE_2, Fraction(0))), [["12", "2"], ["1"]], prices=prices)
    found = market_equilibria(game, starts=2)
    assert found.equilibria[0].payoffs == (Fraction(33, 80), Fraction(1, 10))
    assert {e.regret for e in found.equilibria} == {0}
    assert not found.complete


def test_three_firms_get_pure_equilibria_first_and_mixed_ones_where_there_are_none() -> None:
    pure = market_equilibria(multiproduct_game(PENNY, [["1"]] * 3, step=1))
    assert pure.complete
    assert all(e.pure and e.regret == 0 for e in pure.equilibria)
    mixed = market_equilibria(multiproduct_game(CUBE, [["123"], ["1"], ["2"]], step="1/6"), starts=1, time_limit=60)
    assert mixed.status.startswith("0 pure equilibria, all that there are")
    assert [e.pure for e in mixed.equilibria] == [False]


def test_what_is_not_solved_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    game = multiproduct_game(CUBE, [["123"], ["1"], ["2"]], step="1/6")
    start = [np.arange(0, count, 2) for count in game.counts]
    late = mixed_price_equilibrium(game, start=start, time_limit=1e-9)
    assert (late.found, late.note) == (False, "the time limit was reached")
    assert late.profile is not None
    assert late.status.startswith("no equilibrium was found (the time limit was reached): the best; regret")
    assert late.profile.regret > 0
    monkeypatch.setattr(many_firms_mixed, "MOST_CELLS", 2)
    large = mixed_price_equilibrium(game, start=start)
    assert large.status == "nothing was found: the restricted game of 8 x 3 x 3 is too large for Gambit's methods"


def test_wrong_settings_are_refused() -> None:
    game = multiproduct_game(PENNY, [["1"]] * 3, step=1)
    with pytest.raises(InputError, match="starts: got 0"):
        pure_price_equilibria(game, starts=0)
    with pytest.raises(InputError, match="starts: got 0"):
        market_equilibria(game, starts=0)
    with pytest.raises(InputError, match="tolerance: got 0"):
        mixed_price_equilibrium(game, tolerance=0)
