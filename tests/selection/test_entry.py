"""Sequential entry against every selection of follower responses, and against small rational costs."""

import itertools
from fractions import Fraction
from random import Random
from typing import Any

import numpy as np
import pytest
from table_one import (
    COMONOTONE,
    COSTS,
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

from selten.equilibria.solution import Solution, Status
from selten.games.enclosed import Enclosed, Undecided
from selten.games.errors import InputError
from selten.games.normal_form import NormalForm
from selten.selection.entry import SequentialEntry, sequential_entry


def random_game(seed: int) -> tuple[NormalForm, list[list[int]]]:
    draw = Random(seed)
    counts = draw.choice([(2, 2), (3, 3), (2, 4), (4, 3), (3, 4)])
    table = np.array([draw.randrange(3) for _ in range(2 * counts[0] * counts[1])], dtype=object)
    return NormalForm.of(table.reshape(2, *counts)), [[draw.randrange(3) for _ in range(m)] for m in counts]


def by_enumeration(game: NormalForm, costs: Any, leader: int, gamma: Fraction) -> set[tuple[int, int]]:
    """Every map from the leader's strategies to best responses, every best strategy of the leader against it."""

    def net(player: int, z: int, r: int) -> Fraction:
        choice = (z, r) if leader == 0 else (r, z)
        value: Fraction = game.payoffs[(player, *choice)] - gamma * costs[player][choice[player]]
        return value

    follower = 1 - leader
    answers = []
    for z in range(game.counts[leader]):
        values = [net(follower, z, r) for r in range(game.counts[follower])]
        answers.append([r for r, value in enumerate(values) if value == max(values)])
    found = set()
    for selection in itertools.product(*answers):
        values = [net(leader, z, r) for z, r in enumerate(selection)]
        found |= {(z, r) for z, r in enumerate(selection) if values[z] == max(values)}
    return found


@pytest.mark.parametrize("seed", range(60))
@pytest.mark.parametrize("leader", [0, 1])
def test_infinitesimal_is_what_all_small_costs_agree_on(seed: int, leader: int) -> None:
    game, costs = random_game(seed)
    found = sequential_entry(game, costs, leader=leader)
    assert found == sorted(found)
    for exponent in (1, 3, 9):
        assert set(found) == by_enumeration(game, costs, leader, Fraction(1, 10 * 10**exponent))


@pytest.mark.parametrize("seed", range(20))
@pytest.mark.parametrize("gamma", ["0", "1/2", "1"])
def test_a_given_cost(seed: int, gamma: str) -> None:
    game, costs = random_game(seed)
    for leader in (0, 1):
        expected = by_enumeration(game, costs, leader, Fraction(gamma))
        assert set(sequential_entry(game, costs, leader=leader, gamma=gamma)) == expected


@pytest.mark.parametrize("seed", range(10))
def test_numbering_of_players_and_strategies_does_not_matter(seed: int) -> None:
    game, costs = random_game(seed)
    turned = NormalForm.of([game.payoffs[1].T, game.payoffs[0].T])
    assert sequential_entry(game, costs, leader=1) == sequential_entry(turned, costs[::-1], leader=0)
    order = Random(seed).sample(range(game.counts[0]), game.counts[0])
    shuffled = NormalForm.of(game.payoffs[:, order, :])
    found = sequential_entry(shuffled, [[costs[0][k] for k in order], costs[1]])
    assert {(order[z], r) for z, r in found} == set(sequential_entry(game, costs))


@pytest.mark.parametrize("seed", range(10))
def test_scale_and_constants_do_not_matter(seed: int) -> None:
    game, costs = random_game(seed)
    moved = NormalForm.of([game.payoffs[0] * Fraction(7, 3) - 2, game.payoffs[1] / 9 + Fraction(1, 11)])
    dearer = [[3 * k for k in costs[0]], [k + 4 for k in costs[1]]]
    assert sequential_entry(moved, dearer) == sequential_entry(game, costs)


MARKETS = [
    # the paper's claim (111, 000), and the markets where it fails (worked out by hand from Table 1)
    (TABLE_2, {("111", "000")}),
    (UNIFORM, {("111", "000")}),
    (UNIFORM_TENTH, {("111", "000")}),
    (COMONOTONE, {("110", "000")}),
    (COUNTERMONOTONE, {("111", "000")}),
    (SATURATED, {("001", "000")}),
    (OPEN, {("111", "000")}),
]


@pytest.mark.parametrize(("market", "expected"), MARKETS)
def test_markets(market: Market, expected: set[tuple[str, str]]) -> None:
    game = market.game()
    for leader in (0, 1):
        assert named(game, sequential_entry(game, COSTS, leader=leader)) == expected


@pytest.mark.parametrize("market", [TABLE_2, COMONOTONE, COUNTERMONOTONE])
def test_markets_at_small_costs_by_enumeration(market: Market) -> None:
    """A small cost leaves no tie on the path: one outcome, by backward induction."""
    game = market.game()
    for gamma in (Fraction(1, 10**5), Fraction(1, 10**7)):
        outcomes = by_enumeration(game, COSTS, 0, gamma)
        assert set(sequential_entry(game, COSTS)) == outcomes
        assert len(outcomes) == 1


@pytest.mark.parametrize(
    ("gamma", "expected"),
    [
        ("0.0489", {("111", "000")}),
        ("0.0490", {("110", "000"), ("111", "000")}),
        ("0.0491", {("110", "000")}),
        ("0.05", {("110", "000")}),
    ],
)
def test_table_2_turns_at_the_printed_12b_less_two_monopolies(gamma: str, expected: set[tuple[str, str]]) -> None:
    game = TABLE_2.game()
    assert named(game, sequential_entry(game, COSTS, gamma=gamma)) == expected


@pytest.mark.parametrize(("gamma", "expected"), [("0.0492", ("111", "000")), ("0.049202", ("110", "000"))])
def test_uniform_market_turns_at_0_049201(gamma: str, expected: tuple[str, str]) -> None:
    game = UNIFORM.game()
    assert named(game, sequential_entry(game, COSTS, gamma=gamma)) == {expected}


def test_rule_keeps_the_preempting_monopoly_whoever_leads() -> None:
    solution = solved(TABLE_2.game())
    choice = SequentialEntry(COSTS)(solution)
    kept = [solution.equilibria[k].profile.supports for k in choice.kept]
    assert choice.decided
    assert {tuple(own[0] for own in supports) for supports in kept} == {(0, 7), (7, 0)}
    assert "(111, 000) if 1 moves first and (000, 111) if 2 does" in choice.reason


def test_rule_says_which_profits_leave_it_open() -> None:
    """Whether all three products earn more than two separate monopolies decides between 111 and 110."""
    profits = [Fraction(x) for x in ("1/4", "1/3", "1/9", "1/3", "1/9")]
    game = Market(Fraction(1, 4), *[Enclosed.symbol("12b", 0.49, 0.51)] * 3, *profits).game()
    with pytest.raises(Undecided) as caught:
        sequential_entry(game, COSTS)
    assert caught.value.names == {"12b"}
    choice = SequentialEntry(COSTS)(Solution(game, "none", Status.NONE_FOUND, ()))
    assert not choice.decided
    assert "12b" in choice.reason


def test_rule_is_for_two_players() -> None:
    game = NormalForm.of(np.zeros((3, 2, 2, 2), dtype=int).astype(object))
    choice = SequentialEntry(COSTS)(solved(game))
    assert not choice.decided
    assert choice.kept == ()


def test_float_payoffs_are_exact_binary_fractions() -> None:
    floats = NormalForm.of([[[0.1 + 0.2, 0.0], [0.3, 0.0]], [[1.0, 0.0], [1.0, 0.0]]])
    assert sequential_entry(floats, [[0, 0], [0, 0]]) == [(0, 0)]


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"costs": [[0, 1], [0]]}, "costs: got lengths"),
        ({"leader": 2}, "leader: got 2"),
        ({"gamma": "-1"}, "gamma: got -1"),
        ({"gamma": "x"}, "gamma: got 'x'"),
        ({"game": NormalForm.of(np.zeros((3, 2, 2, 2), dtype=int).astype(object))}, "got 3 players"),
    ],
)
def test_wrong_calls_are_refused(change: dict[str, Any], words: str) -> None:
    call: dict[str, Any] = {"game": NormalForm.of([[[1, 0], [0, 1]], [[1, 0], [0, 1]]]), "costs": [[0, 1], [0, 1]]}
    call |= change
    with pytest.raises(InputError, match=words):
        sequential_entry(call.pop("game"), call.pop("costs"), **call)
