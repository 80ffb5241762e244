"""Proper equilibria against Myerson's definition, Dresher's procedure, existence, known games and sabotage."""

from dataclasses import replace
from fractions import Fraction
from random import Random
from typing import Any

import numpy as np
import pytest
from proper_peers import is_dresher_optimal, is_near_epsilon_proper
from table_one import COMONOTONE, COUNTERMONOTONE, OPEN, SATURATED, UNIFORM, UNIFORM_TENTH, Market, named, solved

from selten.equilibria.certify import certify
from selten.equilibria.enumerate import extreme_equilibria
from selten.equilibria.pure import pure_equilibria
from selten.equilibria.solution import Solution, Status
from selten.equilibria.solve import solve
from selten.games.enclosed import Enclosed
from selten.games.errors import InputError
from selten.games.library import NORMAL_FORMS, degenerate, table_2
from selten.games.normal_form import NormalForm
from selten.games.profile import Profile, deviation_payoffs
from selten.selection.proper import Proper, find_proper, proper
from selten.selection.proper_check import (
    Cases,
    Contradiction,
    Family,
    check_family,
    check_refutation,
    contradictions,
)
from selten.selection.trembling import trembling_hand

MYERSON = NormalForm.of([[[1, 0, -9], [0, 0, -7], [-9, -7, -7]]] * 2)
"""R. B. Myerson (1978): three pure equilibria, of which two are perfect and one is proper."""


def random_game(seed: int, *shapes: tuple[int, int], values: tuple[int, ...] = (0, 0, 1, 2)) -> NormalForm:
    draw = Random(seed)
    m, n = draw.choice(shapes)
    return NormalForm.of([[[draw.choice(values) for _ in range(n)] for _ in range(m)] for _ in range(2)])


def answers(game: NormalForm, profiles: Any) -> list[bool | None]:
    return [answer.proper for answer in Proper().decide(game, list(profiles))]


# ---- other methods


@pytest.mark.parametrize("seed", range(24))
def test_by_definition(seed: int) -> None:
    game = random_game(seed, (2, 2), (2, 3), (3, 2), (3, 3))
    profiles = extreme_equilibria(game)
    assert answers(game, profiles) == [is_near_epsilon_proper(game, profile) for profile in profiles]


def test_the_definition_tells_both_ways() -> None:
    found = [is_near_epsilon_proper(MYERSON, Profile.pure((3, 3), (k, k))) for k in range(3)]
    assert found == [True, False, False]


@pytest.mark.parametrize("seed", range(30))
def test_zero_sum_games_by_dresher(seed: int) -> None:
    draw = Random(seed)
    m, n = draw.choice([(3, 3), (3, 4), (4, 4), (5, 3)])
    table = [[draw.choice((0, 0, 1, 2, -1)) for _ in range(n)] for _ in range(m)]
    game = NormalForm.of([table, [[-x for x in row] for row in table]])
    profiles = extreme_equilibria(game)
    transposed = [[-row[j] for row in table] for j in range(n)]
    expected = [
        is_dresher_optimal(table, [float(p) for p in first])
        and is_dresher_optimal(transposed, [float(p) for p in second])
        for first, second in (profile.strategies for profile in profiles)
    ]
    assert answers(game, profiles) == expected


@pytest.mark.parametrize("seed", range(40))
def test_every_game_has_a_proper_equilibrium(seed: int) -> None:
    """Myerson (1978), theorem: a search that loses solutions would deny it."""
    game = random_game(seed, (3, 3), (4, 4), (3, 6), (6, 5), (7, 7), values=(0, 0, 0, 1) if seed % 2 else (0, 1, 2))
    found = find_proper(game)
    assert found is not None
    profile, family = found
    assert check_family(game, profile, family)
    assert proper(game, profile).proper is True


@pytest.mark.parametrize("seed", range(40))
def test_two_by_two_games_perfect_is_proper(seed: int) -> None:
    """Who has two strategies makes one mistake only, and a perfect equilibrium stays a best reply to the trembles."""
    game = random_game(seed, (2, 2))
    profiles = extreme_equilibria(game)
    assert answers(game, profiles) == [trembling_hand(game, profile).perfect for profile in profiles]


@pytest.mark.parametrize("seed", range(20))
def test_what_theory_settles(seed: int) -> None:
    """Strict, completely mixed and unique equilibria are proper; proper ones are perfect."""
    game = random_game(seed, (3, 3), (4, 3), (4, 4))
    profiles = extreme_equilibria(game)
    for profile, answer in zip(profiles, answers(game, profiles), strict=True):
        strict = all(
            (deviation_payoffs(game, profile, player) == max(deviation_payoffs(game, profile, player))).sum() == 1
            for player in range(2)
        )
        mixed = tuple(len(support) for support in profile.supports) == game.counts
        if strict or mixed or len(profiles) == 1:
            assert answer is True
        if not trembling_hand(game, profile).perfect:
            assert answer is False


# ---- known games


def test_myerson() -> None:
    profiles = [Profile.pure((3, 3), (k, k)) for k in range(3)]
    assert [trembling_hand(MYERSON, profile).perfect for profile in profiles] == [True, True, False]
    assert answers(MYERSON, profiles) == [True, False, False]


def test_all_profiles_of_an_all_zero_game_are_proper() -> None:
    game = NormalForm.of([[[0] * 3] * 2] * 2)
    mixed = Profile.of([["1/3", "2/3"], ["1/2", 0, "1/2"]])
    assert answers(game, [mixed, Profile.pure((2, 3), (1, 2))]) == [True, True]


def test_a_unique_proper_equilibrium_in_the_other_component() -> None:
    """The third row is a worse reply to column 1 than the second, so column 2 gains from the first player's slips."""
    assert answers(degenerate(), extreme_equilibria(degenerate())) == [False, False, True]


@pytest.mark.parametrize("make", [make for make in NORMAL_FORMS if len(make().players) == 2 and make is not table_2])
def test_library_certificates(make: Any) -> None:
    game = make()
    for answer in Proper().decide(game, extreme_equilibria(game)):
        assert answer.proper is not None


def test_table_2() -> None:
    game = table_2()
    profiles = extreme_equilibria(game)
    found = Proper().decide(game, profiles)
    kept = [profile for profile, answer in zip(profiles, found, strict=True) if answer.proper]
    assert (len(kept), sum(answer.proper is False for answer in found)) == (7, 82)
    assert all(trembling_hand(game, profile).perfect for profile in kept)
    pure = {tuple(support[0] for support in profile.supports) for profile in kept if profile.is_pure}
    assert named(game, pure) == {("100", "001"), ("010", "001"), ("001", "100"), ("001", "010")}
    for profile, answer in zip(profiles, found, strict=True):
        if isinstance(answer.certificate, Family):
            assert is_epsilon_proper(game, profile, answer.certificate)


def is_epsilon_proper(game: NormalForm, profile: Profile, family: Family) -> bool:
    """The definition at eps = 10**-12, with ratios below 10**-6 and the profile less than 10**-6 away."""
    eps = Fraction(1, 10**12)
    sums = [[sum(c * eps**n for n, c in enumerate(w)) for w in zip(*powers, strict=True)] for powers in family.weights]
    near = Profile(tuple(tuple(w / sum(own) for w in own) for own in sums))
    for player, own in enumerate(near.strategies):
        values = deviation_payoffs(game, near, player).tolist()
        for i, p in enumerate(own):
            if p <= 0 or abs(p - profile.strategies[player][i]) > Fraction(1, 10**6):
                return False
            if any(values[i] < value and p > own[k] / 10**6 for k, value in enumerate(values)):
                return False
    return True


@pytest.mark.parametrize("seed", range(6))
def test_order_scale_and_players_do_not_matter(seed: int) -> None:
    game = random_game(seed, (4, 4), (4, 5))
    draw = Random(seed)
    rows, columns = (draw.sample(range(m), m) for m in game.counts)
    moved = [game.payoffs[p][np.ix_(rows, columns)].T * (3 - p) - Fraction(7, 3) for p in (1, 0)]
    profiles = extreme_equilibria(game)
    twins = [Profile((tuple(y[j] for j in columns), tuple(x[i] for i in rows))) for x, y in map(strategies, profiles)]
    assert answers(NormalForm.of(np.array(moved)), twins) == answers(game, profiles)


def strategies(profile: Profile) -> Any:
    return profile.strategies


# ---- sabotage


def test_a_family_for_another_profile_or_with_wrong_orders_is_refused() -> None:
    profile = Profile.pure((3, 3), (0, 0))
    family = proper(MYERSON, profile).certificate
    assert isinstance(family, Family)
    assert check_family(MYERSON, profile, family)
    assert not check_family(MYERSON, Profile.pure((3, 3), (1, 1)), family)
    first, second = family.weights
    flat = (first[0], tuple(map(Fraction, (1, 1, 1))))
    assert not check_family(MYERSON, profile, Family((flat, flat)))
    assert not check_family(MYERSON, profile, Family((first[:-1], second)))
    negative = (*second[:-1], tuple(-w for w in second[-1]))
    assert not check_family(MYERSON, profile, Family((first, negative)))


def test_a_refutation_with_a_wrong_part_is_refused() -> None:
    game = table_2()
    profile = Profile.pure((8, 8), (1, 6))
    tree = proper(game, profile).certificate
    assert isinstance(tree, Cases)
    assert check_refutation(game, profile, tree)
    assert contradictions(tree) == 2
    swapped = replace(tree, weakly=tree.less, less=tree.weakly)
    assert not check_refutation(game, profile, swapped)
    for leaf in (tree.weakly, tree.less):
        assert not check_refutation(game, profile, leaf)
    assert isinstance(tree.weakly, Contradiction)
    for broken in broken_leaves(tree.weakly):
        assert not check_refutation(game, profile, replace(tree, weakly=broken))


def broken_leaves(leaf: Contradiction) -> list[Contradiction]:
    """A leaf without shifts, with negative weights, and with each shift turned round."""
    return [
        replace(leaf, shifts=()),
        replace(leaf, shifts=tuple((i, k, -w) for i, k, w in leaf.shifts)),
        replace(leaf, shifts=tuple((k, i, w) for i, k, w in leaf.shifts)),
    ]


@pytest.mark.parametrize("seed", range(10))
def test_no_certificate_serves_both_ways(seed: int) -> None:
    """A refutation is refused at every proper equilibrium of its game."""
    game = random_game(seed, (4, 4))
    profiles = extreme_equilibria(game)
    found = Proper().decide(game, profiles)
    trees = [a.certificate for a in found if a.proper is False]
    for profile, answer in zip(profiles, found, strict=True):
        if answer.proper:
            assert not any(check_refutation(game, profile, tree) for tree in trees)  # type: ignore[arg-type]


# ---- bounds


@pytest.mark.parametrize(
    ("market", "kept"),
    [
        (UNIFORM, {("100", "001"), ("010", "001")}),
        (UNIFORM_TENTH, {("100", "001"), ("010", "001")}),
        (COMONOTONE, {("100", "001"), ("010", "001")}),
        (COUNTERMONOTONE, {("100", "001"), ("010", "001")}),
    ],
)
def test_markets_where_one_firm_bundles_and_the_other_sells_a_component(
    market: Market, kept: set[tuple[str, str]]
) -> None:
    """The same answer in bounds as in Table 2's decimals: who bundles is left open, that one of them does is not."""
    game = market.game()
    choice = Proper()(solved(game))
    assert choice.decided
    pairs = list(pure_equilibria(game))
    assert named(game, [pairs[k] for k in choice.kept]) == kept | {(b, a) for a, b in kept}


def test_all_extreme_equilibria_in_bounds_as_in_decimals() -> None:
    """Mixed equilibria and trembles that keep a rival indifferent: their weights are functions of the bounded profits.

    The profits of the uniform market and the decimals of Table 2 are ordered alike, and so are the answers.
    """
    found = [Proper()(solve(game)) for game in (UNIFORM.game(), table_2())]
    assert all(choice.decided for choice in found)
    assert found[0].kept == found[1].kept
    assert len(found[0].kept) == 7


def test_saturated_market() -> None:
    """Against a bundle a component earns nothing: any two offerings with the bundle, and no others, are proper."""
    game = SATURATED.game()
    choice = Proper()(solved(game))
    pairs = list(pure_equilibria(game))
    bundles = [label for label in game.strategies[0] if label[2] == "1"]
    assert named(game, [pairs[k] for k in choice.kept]) == {(a, b) for a in bundles for b in bundles}


def test_bounds_that_decide_nothing_leave_it_open() -> None:
    doubt = Enclosed.symbol("doubt", -1.0, 1.0)
    game = NormalForm.of([[[0, 0], [0, doubt]], [[0, 0], [0, 0]]])
    answer = proper(game, Profile.pure((2, 2), (0, 0)))
    assert answer.proper is None
    assert answer.undecided == frozenset({"doubt"})
    assert "doubt" in answer.reason


def test_an_open_market_is_answered_where_the_bounds_allow() -> None:
    game = OPEN.game()
    answer = proper(game, Profile.pure((8, 8), (4, 0)))
    assert answer.proper is False
    assert answer.certificate is None


# ---- limits and input


def test_beyond_the_limits_it_says_so() -> None:
    profile = Profile.pure((3, 3), (0, 0))
    for rule, text in (
        (Proper(most_strategies=2), "up to 2 strategies a player, and the game is 3 by 3"),
        (Proper(branches=0), "stopped after 0 branches"),
        (Proper(seconds=0.0), "stopped at the time limit"),
    ):
        answer = rule.decide(MYERSON, [profile])[0]
        assert (answer.proper, answer.certificate) == (None, None)
        assert text in answer.reason
        choice = rule(Solution(MYERSON, "given", Status.ONE, (certify(MYERSON, profile),)))
        assert not choice.decided
        assert choice.kept == ()


def test_too_many_assumptions_leave_it_open(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("selten.selection.proper_search.DEEPEST", 0)
    idle = NormalForm.of([[[0] * 3] * 3] * 2)
    answer = proper(idle, Profile.pure((3, 3), (0, 0)))
    assert (answer.proper, answer.reason) == (None, "open: stopped at 0 assumptions on top of each other")
    assert find_proper(MYERSON) is None


def test_other_numbers_of_players_and_rounded_profiles_are_open() -> None:
    three = NormalForm.of(np.zeros((3, 2, 2, 2), dtype=int).astype(object))
    assert "has 3" in proper(three, Profile.pure((2, 2, 2), (0, 0, 0))).reason
    game = NormalForm.of([[[2, 0], [0, 1]], [[1, 0], [0, 2]]])
    assert proper(game, Profile.of([[2 / 3, 1 / 3], [1 / 3, 2 / 3]])).proper is None
    assert proper(game, Profile.of([[1.0, 0.0], [1.0, 0.0]])).proper is True
    with pytest.raises(InputError, match="got 3 players"):
        find_proper(three)


def test_no_equilibrium_is_not_proper() -> None:
    answer = proper(MYERSON, Profile.pure((3, 3), (0, 1)))
    assert answer.proper is False
    assert answer.reason == "not proper: no equilibrium"


def test_profiles_must_fit() -> None:
    with pytest.raises(InputError, match="got lengths"):
        proper(MYERSON, Profile.pure((2, 3), (0, 0)))
