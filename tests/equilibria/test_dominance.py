"""Dominance against HiGHS (scipy), textbook games worked out by hand, and elimination one strategy at a time.

The proofs that come with the answers are checked by the definitions, profile by profile.
"""

import itertools
from fractions import Fraction
from random import Random
from typing import Any

import numpy as np
import pytest
from scipy.optimize import linprog

from selten.equilibria.dominance import Dominance, dominance, iterated_elimination, undominated
from selten.equilibria.dominance_proof import decide
from selten.games.enclosed import Enclosed, Undecided
from selten.games.errors import InputError
from selten.games.normal_form import NormalForm

SHAPES = [(2, 2), (3, 3), (4, 3), (2, 5), (4, 4), (2, 3, 2), (3, 2, 2), (2, 2, 2, 2), (1, 3)]


def random_game(seed: int) -> NormalForm:
    """Payoffs 0, 1, 2: ties everywhere."""
    draw = Random(seed)
    counts = SHAPES[seed % len(SHAPES)]
    table = np.array([draw.choice((0, 0, 1, 2)) for _ in range(len(counts) * int(np.prod(counts)))], dtype=object)
    return NormalForm.of(table.reshape(len(counts), *counts))


def others(game: NormalForm, player: int) -> list[tuple[int, ...]]:
    return list(itertools.product(*(range(m) for i, m in enumerate(game.counts) if i != player)))


def payoff(game: NormalForm, player: int, own: int, rest: tuple[int, ...]) -> Any:
    return game.payoffs[(player, *rest[:player], own, *rest[player:])]


def against(game: NormalForm, player: int, mixture: Any, rest: tuple[int, ...]) -> Any:
    return sum(w * payoff(game, player, k, rest) for k, w in enumerate(mixture))


def check_proof(game: NormalForm, player: int, target: Any, found: Dominance, *, strict: bool) -> None:
    """The definition of dominance, or of a best response to a belief, at every profile of the others."""
    profiles = others(game, player)
    if found.dominated:
        assert found.mixture is not None
        assert found.belief is None
        assert sum(found.mixture) == 1
        assert all(w >= 0 for w in found.mixture)
        gains = [against(game, player, found.mixture, r) - against(game, player, target, r) for r in profiles]
        assert all(g > 0 for g in gains) if strict else all(g >= 0 for g in gains) and any(g > 0 for g in gains)
        return
    assert found.belief is not None
    assert sum(found.belief) == 1
    assert all(w >= 0 if strict else w > 0 for w in found.belief)
    value = sum(w * against(game, player, target, r) for w, r in zip(found.belief, profiles, strict=True))
    for own in range(game.counts[player]):
        assert sum(w * payoff(game, player, own, r) for w, r in zip(found.belief, profiles, strict=True)) <= value


def highs_says(game: NormalForm, player: int, target: Any, *, strict: bool) -> bool:
    """Dominance by a linear program in floats whose optimum is 0 or well away from it (payoffs are tiny integers)."""
    profiles, m = others(game, player), game.counts[player]
    rows = [[-float(payoff(game, player, k, r)) for k in range(m)] + [float(strict)] for r in profiles]
    bounds = [-float(against(game, player, target, r)) for r in profiles]
    total = [sum(row[k] for row in rows) for k in range(m)]
    objective = [0.0] * m + [-1.0] if strict else [*total, 0.0]
    limits = [(0, None)] * m + [(None, None) if strict else (0, 0)]
    peer = linprog(objective, rows, bounds, [[1.0] * m + [0.0]], [1.0], limits)
    value = -peer.fun if strict else -peer.fun + sum(bounds)
    assert value > 1e-4 or value < 1e-9
    return bool(value > 1e-4)


@pytest.mark.parametrize("seed", range(36))
@pytest.mark.parametrize("strict", [False, True])
def test_pure_strategies_of_random_games(seed: int, strict: bool) -> None:
    game = random_game(seed)
    for player, m in enumerate(game.counts):
        for own in range(m):
            target = [int(k == own) for k in range(m)]
            found = dominance(game, player, own, strict=strict)
            assert found.dominated == highs_says(game, player, target, strict=strict)
            check_proof(game, player, target, found, strict=strict)
            assert (own in undominated(game, strict=strict)[player]) != found.dominated


@pytest.mark.parametrize("seed", range(27))
@pytest.mark.parametrize("strict", [False, True])
def test_mixed_strategies_of_random_games(seed: int, strict: bool) -> None:
    game, draw = random_game(seed), Random(seed)
    for player, m in enumerate(game.counts):
        weights = [Fraction(draw.choice((0, 1, 2))) for _ in range(m)]
        weights[draw.randrange(m)] += 1
        target = [w / sum(weights) for w in weights]
        found = dominance(game, player, target, strict=strict)
        assert found.dominated == highs_says(game, player, target, strict=strict)
        check_proof(game, player, target, found, strict=strict)


TEXTBOOK = [
    # (payoffs, strict, what remains), each worked out by hand
    ([[[3, 0], [5, 1]], [[3, 5], [0, 1]]], True, ((1,), (1,))),  # prisoners' dilemma
    ([[[1, -1], [-1, 1]], [[-1, 1], [1, -1]]], False, ((0, 1), (0, 1))),  # matching pennies
    ([[[1, 1], [1, 0]], [[1, 1], [1, 0]]], True, ((0, 1), (0, 1))),  # only weakly dominated
    # both players at once; one player first would have left the other both strategies
    ([[[1, 1], [1, 0]], [[1, 1], [1, 0]]], False, ((0,), (0,))),
    # equal rows stay while the column that is worse against the first of them goes
    ([[[1, 0], [1, 0]], [[1, 0], [0, 0]]], False, ((0, 1), (0,))),
    # the middle row only by an even mixture of the other two
    ([[[4, 0], [1, 1], [0, 4]], [[0, 1], [0, 1], [0, 1]]], True, ((2,), (1,))),
    # equal rows: neither dominates the other
    ([[[1, 2], [1, 2]], [[0, 0], [0, 0]]], False, ((0, 1), (0, 1))),
]


@pytest.mark.parametrize(("payoffs", "strict", "remaining"), TEXTBOOK)
def test_textbook_games(payoffs: Any, strict: bool, remaining: tuple[tuple[int, ...], ...]) -> None:
    assert iterated_elimination(NormalForm.of(payoffs), strict=strict).remaining == remaining


def test_beauty_contest_unravels_to_zero_under_weak_dominance() -> None:
    """Guess 0..4, the closest to half the average wins: Moulin's game, solved by iterated weak dominance."""
    guesses = range(5)
    table = np.empty((3, 5, 5, 5), dtype=object)
    for profile in itertools.product(guesses, repeat=3):
        distance = [abs(Fraction(g) - Fraction(sum(profile), 6)) for g in profile]
        winners = [i for i in range(3) if distance[i] == min(distance)]
        for i in range(3):
            table[(i, *profile)] = Fraction(int(i in winners), len(winners))
    found = iterated_elimination(NormalForm.of(table))
    assert found.remaining == ((0,), (0,), (0,))
    assert len(found.rounds) >= 2


def one_at_a_time(game: NormalForm, draw: Random) -> tuple[tuple[int, ...], ...]:
    """Strict elimination of one random strictly dominated strategy after the other, decided by HiGHS."""
    kept = [list(range(m)) for m in game.counts]
    while True:
        small = NormalForm.of(game.payoffs[np.ix_(range(len(kept)), *kept)])
        pairs = [(i, k) for i, m in enumerate(small.counts) for k in range(m)]
        draw.shuffle(pairs)
        for i, k in pairs:
            if highs_says(small, i, [int(j == k) for j in range(small.counts[i])], strict=True):
                del kept[i][k]
                break
        else:
            return tuple(tuple(own) for own in kept)


@pytest.mark.parametrize("seed", range(0, 45, 3))
def test_strict_elimination_in_any_order_leaves_the_same(seed: int) -> None:
    game = random_game(seed)
    assert iterated_elimination(game, strict=True).remaining == one_at_a_time(game, Random(seed))


@pytest.mark.parametrize("seed", range(0, 45, 4))
def test_each_removal_is_proven_in_the_game_left_by_the_rounds_before(seed: int) -> None:
    game = random_game(seed)
    found = iterated_elimination(game)
    kept = [list(range(m)) for m in game.counts]
    for removals in [*found.rounds, ()]:
        small = NormalForm.of(game.payoffs[np.ix_(range(len(kept)), *kept)])
        gone = {(i, kept[i][k]) for i, m in enumerate(small.counts) for k in range(m)} - {
            (i, kept[i][k]) for i, own in enumerate(undominated(small)) for k in own
        }
        assert gone == {(r.player, r.strategy) for r in removals}
        for r in removals:
            assert all(w == 0 or k in kept[r.player] for k, w in enumerate(r.mixture))
            mixture = tuple(r.mixture[k] for k in kept[r.player])
            target = [int(k == r.strategy) for k in kept[r.player]]
            check_proof(small, r.player, target, Dominance(True, mixture, None), strict=False)
        for r in removals:
            kept[r.player].remove(r.strategy)
    assert found.remaining == tuple(tuple(own) for own in kept)


@pytest.mark.parametrize("seed", range(12))
def test_what_does_not_change_preferences_changes_nothing(seed: int) -> None:
    """Scaling, adding what the others decide, and renumbering strategies."""
    game, draw = random_game(seed), Random(seed)
    n = len(game.counts)
    payoffs = game.payoffs.copy()
    for i in range(n):
        shift = np.array([Fraction(draw.randint(-9, 9), 7) for _ in others(game, i)], dtype=object)
        shape = [1 if j == i else m for j, m in enumerate(game.counts)]
        payoffs[i] = payoffs[i] * Fraction(draw.randint(1, 9), 5) + shift.reshape(shape)
    assert undominated(NormalForm.of(payoffs)) == undominated(game)
    assert iterated_elimination(NormalForm.of(payoffs)).remaining == iterated_elimination(game).remaining
    orders = [draw.sample(range(m), m) for m in game.counts]
    renumbered = undominated(NormalForm.of(game.payoffs[np.ix_(range(n), *orders)]))
    for own, order, expected in zip(renumbered, orders, undominated(game), strict=True):
        assert {order[k] for k in own} == set(expected)


@pytest.mark.parametrize("seed", range(8))
def test_a_duplicate_strategy_shares_its_twin_s_fate(seed: int) -> None:
    game = random_game(seed)
    doubled = NormalForm.of(np.concatenate([game.payoffs, game.payoffs[:, :1]], axis=1))
    first = undominated(doubled)[0]
    assert (0 in first) == (game.counts[0] in first)
    assert undominated(game)[0] == tuple(k for k in first if k < game.counts[0])


def test_float_payoffs_are_the_binary_fractions_they_are() -> None:
    """0.1 + 0.2 is more than 0.3 in binary, and equal in decimals."""
    table = [[[0.1 + 0.2, 1.0], [0.3, 1.0]], [[0.0, 0.0], [0.0, 0.0]]]
    assert undominated(NormalForm.of(table))[0] == (0,)
    exact = [[["3/10", 1], ["3/10", 1]], [[0, 0], [0, 0]]]
    assert undominated(NormalForm.of(exact))[0] == (0, 1)


def symbols(width: float) -> list[Enclosed]:
    return [
        Enclosed.symbol(name, x * (1 - width), x * (1 + width)) for name, x in zip("abc", (0.2, 0.5, 0.9), strict=True)
    ]


def with_ties(values: list[Any]) -> list[Any]:
    """Zero, the numbers, and what they tie with as identities."""
    a, b, c = values
    return [Fraction(0), a, b, c, 2 * a, a + b, (a + b) / 2, b - a]


@pytest.mark.parametrize("seed", range(40))
@pytest.mark.parametrize("strict", [False, True])
def test_enclosed_games_agree_with_every_game_inside_the_bounds(seed: int, strict: bool) -> None:
    """Payoffs made of three symbols: the answer is that at exact values drawn inside the bounds, ties and all."""
    draw = Random(seed)
    counts = SHAPES[seed % 7]
    pattern = [draw.randrange(8) for _ in range(len(counts) * int(np.prod(counts)))]

    def game(values: list[Any]) -> NormalForm:
        table = np.array([values[k] for k in pattern], dtype=object)
        return NormalForm.of(table.reshape(len(counts), *counts))

    enclosed = game(with_ties(symbols(1e-9)))
    answer = undominated(enclosed, strict=strict)
    for _ in range(3):
        inside = [Fraction(x) * (1 + Fraction(draw.randint(-9, 9), 10**10)) for x in ("0.2", "0.5", "0.9")]
        assert undominated(game(with_ties(inside)), strict=strict) == answer
    for player, own in enumerate(answer):
        for k in range(counts[player]):
            found = dominance(enclosed, player, k, strict=strict)
            assert found.dominated == (k not in own)
            check_proof(enclosed, player, [int(j == k) for j in range(counts[player])], found, strict=strict)


def test_an_overlap_that_decides_is_named_and_one_that_does_not_is_ignored() -> None:
    a, b, c = Enclosed.symbol("a", 0.4, 0.6), Enclosed.symbol("b", 0.5, 0.7), Enclosed.symbol("c", 2.0, 3.0)
    nothing = [[0, 0], [0, 0]]
    with pytest.raises(Undecided) as caught:
        undominated(NormalForm.of([[[a, c], [b, c]], nothing]))
    assert caught.value.names == {"a", "b"}
    three = NormalForm.of([[[a, 0], [b, 0], [c, 1]], [[0, 0], [0, 0], [0, 0]]])
    assert undominated(three)[0] == (2,)


@pytest.mark.parametrize(
    ("player", "strategy", "words"),
    [
        (2, 0, "player: got 2"),
        (-1, 0, "player: got -1"),
        (0, 2, "strategy: got 2"),
        (0, [1], "got 1 probabilities"),
        (0, [1, 1], "sum to exactly 1"),
        (0, [2, -1], "sum to exactly 1"),
    ],
)
def test_wrong_calls_are_refused(player: int, strategy: Any, words: str) -> None:
    with pytest.raises(InputError, match=words):
        dominance(NormalForm.of([[[1, 0], [0, 1]], [[1, 0], [0, 1]]]), player, strategy)


HALF = (Fraction(1, 2), Fraction(0), Fraction(1, 2))


@pytest.mark.parametrize(
    ("table", "strict", "expected"),
    [
        ([[1, 1], [0, 0]], True, Dominance(True, (Fraction(1), Fraction(0)), None)),
        ([[0, 0], [0, 1]], False, Dominance(True, (Fraction(0), Fraction(1)), None)),
        ([[3, -1], [0, 0], [-1, 3]], True, Dominance(True, HALF, None)),
        ([[0, 0], [1, -1]], False, Dominance(False, None, (Fraction(1, 2), Fraction(1, 2)))),
    ],
)
def test_decisions_by_hand(table: Any, strict: bool, expected: Dominance) -> None:
    assert decide([[Fraction(x) for x in row] for row in table], strict) == expected


NEAR_ONE, NEAR_TEN = Enclosed.symbol("a", 0.75, 1.25), Enclosed.symbol("a", 7.5, 12.5)
NEAR_ZERO = Enclosed.symbol("b", -1.0, 1.0)


@pytest.mark.parametrize(
    ("table", "strict", "belief"),
    [
        # p against x = 1 at the centre: t <= p0, t <= p1 and t <= p1 - p0 leave most, 1/3, at (1/3, 2/3)
        ([[0, 0], [NEAR_TEN, -10]], False, ("1/3", "2/3")),
        # t <= (p1 - 2 p0) / 2 in units of the largest payoff: 1/5
        ([[0, 0], [NEAR_TEN, -5]], False, ("1/5", "4/5")),
        ([[0, 0, 0], [NEAR_ONE, -1, 0]], False, ("1/4", "1/2", "1/4")),
        # strictly: probabilities may be 0, and only the rivals' margins count
        ([[0, 0], [NEAR_TEN, -10]], True, ("0", "1")),
        ([[0, 0], [NEAR_ZERO, -NEAR_ZERO]], True, ("1/2", "1/2")),
        ([[0, 0], [NEAR_ZERO, -NEAR_ZERO]], False, ("1/2", "1/2")),
    ],
)
def test_wide_bounds_leave_the_belief_with_the_most_room(table: Any, strict: bool, belief: tuple[str, ...]) -> None:
    """Where the gains are only known within a quarter, beliefs at which a rival is as good prove nothing."""
    exact = [[x if isinstance(x, Enclosed) else Fraction(x) for x in row] for row in table]
    assert decide(exact, strict) == Dominance(False, None, tuple(Fraction(x) for x in belief))
