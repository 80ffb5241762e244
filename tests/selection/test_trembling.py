"""Perfection against its definition: trembles of a fixed shape, found by HiGHS; and the bundling markets."""

from fractions import Fraction
from random import Random
from typing import Any

import numpy as np
import pytest
from scipy.optimize import linprog
from table_one import (
    COMONOTONE,
    COUNTERMONOTONE,
    OPEN,
    SATURATED,
    TABLE_2,
    UNIFORM,
    UNIFORM_TENTH,
    Market,
    named,
    solved,
)

from selten.equilibria.certify import certify
from selten.equilibria.dominance import undominated
from selten.equilibria.enumerate import extreme_equilibria
from selten.equilibria.solution import Solution, Status
from selten.games.enclosed import Enclosed
from selten.games.errors import InputError
from selten.games.normal_form import NormalForm
from selten.games.profile import Profile, regret
from selten.selection.trembling import TremblingHand, trembling_hand


def random_game(seed: int) -> NormalForm:
    draw = Random(seed)
    counts = draw.choice([(2, 2), (3, 3), (2, 4), (3, 4), (4, 4)])
    table = np.array([draw.choice((0, 0, 1, 2)) for _ in range(2 * counts[0] * counts[1])], dtype=object)
    return NormalForm.of(table.reshape(2, *counts))


def stays_best(table: Any, own: Any, other: Any) -> bool:
    """Whether ``own`` is a best response to (1 - e) other + e belief, e = 1/1000, for a belief with all weights > 0.

    If so it is for every smaller e (own is a best response to ``other`` as well), which is the definition.
    """
    m, n = len(own), len(other)
    payoffs = np.array(table, dtype=float)
    mine = np.array(own, dtype=float) @ payoffs
    eps = 1e-3
    rows = [[*(eps * (payoffs[i] - mine)), 0.0] for i in range(m)] + [[*(-np.eye(n)[j]), 1.0] for j in range(n)]
    bounds = [float((1 - eps) * (mine - payoffs[i]) @ np.array(other, dtype=float)) for i in range(m)] + [0.0] * n
    peer = linprog([0.0] * n + [-1.0], rows, bounds, [[1.0] * n + [0.0]], [1.0], [(0, None)] * n + [(None, None)])
    return bool(peer.status == 0 and -peer.fun > 1e-6)


@pytest.mark.parametrize("seed", range(30))
def test_extreme_equilibria_of_random_games_by_definition(seed: int) -> None:
    game = random_game(seed)
    for profile in extreme_equilibria(game):
        first, second = profile.strategies
        expected = stays_best(game.payoffs[0], first, second) and stays_best(game.payoffs[1].T, second, first)
        assert trembling_hand(game, profile).perfect == expected


@pytest.mark.parametrize("seed", range(12))
def test_every_game_has_a_perfect_equilibrium_and_rule_and_function_agree(seed: int) -> None:
    """Selten's existence theorem; perfect faces of a two-player game hold extreme equilibria."""
    game = random_game(seed)
    solution = Solution(game, "all", Status.COMPLETE, tuple(certify(game, p) for p in extreme_equilibria(game)))
    choice = TremblingHand()(solution)
    assert choice.decided
    assert choice.kept
    single = [k for k, e in enumerate(solution.equilibria) if trembling_hand(game, e.profile).perfect]
    assert list(choice.kept) == single


BOTH = {("001", "100"), ("001", "010")}
PARTIAL = {("101", "010"), ("011", "100")}
MARKETS = [
    # section F of the reference: undominated offerings, perfect pure equilibria up to the order of the firms
    (TABLE_2, {"100", "010", "001", "101", "011", "111"}, BOTH | PARTIAL | {("111", "111")}),
    (UNIFORM, {"100", "010", "001", "101", "011", "111"}, BOTH | PARTIAL | {("111", "111")}),
    (UNIFORM_TENTH, {"100", "010", "001"}, BOTH),
    (COMONOTONE, {"100", "010", "001"}, BOTH),
    (COUNTERMONOTONE, {"100", "010", "001"}, BOTH),
]


@pytest.mark.parametrize(("market", "offerings", "perfect"), MARKETS)
def test_markets(market: Market, offerings: set[str], perfect: set[tuple[str, str]]) -> None:
    game = market.game()
    assert [{game.strategies[i][k] for k in own} for i, own in enumerate(undominated(game))] == [offerings, offerings]
    solution = solved(game)
    choice = TremblingHand()(solution)
    found = named(game, [[own[0] for own in solution.equilibria[k].profile.supports] for k in choice.kept])
    assert found == perfect | {(b, a) for a, b in perfect}


def test_saturation_makes_components_dominated() -> None:
    """Independent uniform, Delta = 1: a component never earns more than a bundle does, and sometimes less."""
    game = SATURATED.game()
    assert {game.strategies[0][k] for k in undominated(game)[0]} == {"001", "101", "011", "111"}
    assert not trembling_hand(game, Profile.pure((8, 8), (4, 1))).perfect
    assert trembling_hand(game, Profile.pure((8, 8), (4, 4))).perfect


def test_table_2_has_26_perfect_ones_among_its_89_extreme_equilibria() -> None:
    """Counted independently with another exact solver (PPL)."""
    game = TABLE_2.game()
    equilibria = tuple(certify(game, profile) for profile in extreme_equilibria(game))
    assert len(equilibria) == 89
    assert len(TremblingHand()(Solution(game, "all", Status.COMPLETE, equilibria)).kept) == 26


def test_the_market_known_by_bounds_has_as_many() -> None:
    """The same counts for the uniform market with irrational profits, for all values inside their bounds."""
    game = UNIFORM.game()
    equilibria = tuple(certify(game, profile) for profile in extreme_equilibria(game))
    choice = TremblingHand()(Solution(game, "all", Status.COMPLETE, equilibria))
    assert choice.decided
    assert (len(equilibria), len(choice.kept)) == (89, 26)


def test_open_profits_that_perfection_does_not_rest_on() -> None:
    game = OPEN.game()
    assert [game.strategies[0][k] for k in undominated(game)[0]] == ["100", "010", "001", "101", "011", "111"]
    assert trembling_hand(game, Profile.pure((8, 8), (7, 7))).perfect


def test_bounds_that_do_not_decide_are_named() -> None:
    """If everything may earn what the bundle earns, 111 may be dominated by 001."""
    profits = [Fraction(x) for x in ("1/4", "1/3", "1/9", "1/3", "1/9")]
    b, everything = Enclosed.symbol("b", 0.54, 0.55), Enclosed.symbol("12b", 0.545, 0.555)
    game = Market(Fraction(1, 4), b, b, everything, *profits).game()
    solution = Solution(game, "pure", Status.ONE, (certify(game, Profile.pure((8, 8), (7, 7))),))
    choice = TremblingHand()(solution)
    assert not choice.decided
    assert choice.kept == ()
    assert "12b, b" in choice.reason


def test_no_equilibrium_is_not_perfect_whatever_is_open() -> None:
    game = OPEN.game()
    profile = Profile.pure((8, 8), (4, 0))
    assert not trembling_hand(game, profile).nash
    assert not trembling_hand(game, profile).perfect


def test_more_players_are_not_decided() -> None:
    game = NormalForm.of(np.zeros((3, 2, 2, 2), dtype=int).astype(object))
    choice = TremblingHand()(solved(game))
    assert not choice.decided
    assert choice.kept == ()
    with pytest.raises(InputError, match="got 3 players"):
        trembling_hand(game, Profile.pure((2, 2, 2), (0, 0, 0)))


def test_rounded_profiles_are_not_judged() -> None:
    game = NormalForm.of([[[2, 0], [0, 1]], [[1, 0], [0, 2]]])
    rounded = Profile.of([[2 / 3, 1 / 3], [1 / 3, 2 / 3]])
    assert not TremblingHand()(Solution(game, "float", Status.ONE, (certify(game, rounded),))).decided
    with pytest.raises(InputError, match="up to rounding"):
        trembling_hand(game, rounded)
    assert trembling_hand(game, Profile.of([[1.0, 0.0], [1.0, 0.0]])).perfect


def test_a_float_game_is_judged_as_the_binary_fractions_it_holds() -> None:
    game = NormalForm.of([[[0.5, 0.25], [0.5, 0.0]], [[0.5, 0.5], [0.25, 0.0]]])
    profile = Profile.pure((2, 2), (0, 0))
    assert regret(game, profile) == 0
    assert trembling_hand(game, profile).perfect
    assert not trembling_hand(game, Profile.pure((2, 2), (1, 0))).perfect


@pytest.mark.parametrize("rows", [("1/2", "1/2", 0), ("1/2", 0, "1/2"), (0, "1/2", "1/2"), (0, 1, 0)])
def test_a_mix_of_undominated_strategies_that_earn_unequally_is_no_equilibrium(rows: tuple[str, ...]) -> None:
    """Against column 0 rows earn 3, 2, 1, against column 1 the other way round: none is dominated, one is best."""
    game = NormalForm.of([[[3, 1], [2, 2], [1, 3]], [[0, 0], [0, 0], [0, 0]]])
    profile = Profile.of([rows, (1, 0)])
    assert trembling_hand(game, profile).perfect is False
    assert TremblingHand()(Solution(game, "given", Status.ONE, (certify(game, profile),))).kept == ()
    best = Profile.pure((3, 2), (0, 0))
    assert TremblingHand()(Solution(game, "given", Status.ONE, (certify(game, best),))).kept == (0,)
