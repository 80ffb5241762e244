"""Risk dominance: textbook games, what must not change it, half-dominance, and the path as its own certificate.

In the larger games there is no other implementation to compare with, so what is held against the method is theory: an
equilibrium in which each player's strategy is the only best reply to every belief that gives the other's at least one
half is the best reply to every prior it is compared with, and wins (Morris, Rob and Shin 1995); comparisons depend on
best replies only; and a path of exact equilibria from t = 0 to t = 1 is what the tracing procedure is defined by.
"""

from dataclasses import replace
from fractions import Fraction
from itertools import pairwise
from random import Random
from typing import Any

import numpy as np
import pytest

from selten.equilibria.solution import Solution
from selten.equilibria.solve import solve
from selten.equilibria.tracing import trace
from selten.games.enclosed import Enclosed
from selten.games.errors import InputError
from selten.games.library import odd_one_out
from selten.games.normal_form import NormalForm
from selten.games.profile import Profile, regret
from selten.selection.bicentric import bicentric_prior, formation
from selten.selection.risk import RiskDominance, RiskDominant, Verdict, risk_dominance
from selten.selection.strict import Strict


def game_of(a: Any, b: Any = None) -> NormalForm:
    return NormalForm.of([a, b if b is not None else [list(column) for column in zip(*a, strict=True)]])


def pure(game: NormalForm, i: int, j: int) -> Profile:
    return Profile.pure(game.counts, (i, j))


# ---- two strict equilibria of a 2 x 2 game


@pytest.mark.parametrize(
    ("a", "b", "verdict"),
    [
        ([[4, 0], [3, 3]], None, Verdict.SECOND),  # stag hunt
        ([[9, 0], [8, 7]], None, Verdict.SECOND),  # Aumann's: 9 pays more, 7 is safer
        ([[2, 0], [0, 1]], [[1, 0], [0, 2]], Verdict.NEITHER),  # battle of the sexes: symmetric, so the mixed one
        ([[3, 0], [0, 1]], [[1, 0], [0, 2]], Verdict.FIRST),  # 3 * 1 against 1 * 2
        ([[99, 49], [0, 50]], [[49, 0], [0, 51]], Verdict.FIRST),  # 99 * 49 against 1 * 51
    ],
)
def test_textbook_games(a: Any, b: Any, verdict: Verdict) -> None:
    game = game_of(a, b)
    found = risk_dominance(game, pure(game, 0, 0), pure(game, 1, 1))
    assert found.verdict is verdict
    assert regret(game, found.reached[0]) == 0
    assert found.reached[0].is_pure == (verdict is not Verdict.NEITHER)


def random_coordination(seed: int) -> NormalForm:
    draw = Random(seed)
    a, b = ([[draw.randint(1, 9), 0], [0, draw.randint(1, 9)]] for _ in range(2))
    shift = [draw.randint(-5, 5) for _ in range(4)]
    a = [[v + s for v, s in zip(row, shift[:2], strict=True)] for row in a]
    b = [[v + s for v in row] for row, s in zip(b, shift[2:], strict=True)]
    return game_of(a, b)


@pytest.mark.parametrize("seed", range(60))
def test_the_product_rule_and_the_tracing_procedure_agree(seed: int) -> None:
    game = random_coordination(seed)
    pair = pure(game, 0, 0), pure(game, 1, 1)
    found = risk_dominance(game, *pair)
    assert found.losses is not None
    ends = trace(game, bicentric_prior(game, *pair)).ends
    if found.verdict is Verdict.NEITHER:
        # a tie for the procedure as well
        assert found.losses[0] == found.losses[1]
        assert found.reached[0] in ends or len(ends) > 1
    else:
        assert ends == found.reached


# ---- larger games


def random_game(seed: int, *, ties: bool = False) -> NormalForm:
    draw = Random(seed)
    m, n = draw.randint(2, 4), draw.randint(2, 4)
    top = 2 if ties else 10**4
    return game_of(*([[draw.randint(0, top) for _ in range(n)] for _ in range(m)] for _ in range(2)))


def compared(game: NormalForm) -> list[tuple[Profile, Profile, RiskDominance]]:
    profiles = [e.profile for e in solve(game).equilibria]
    pairs = [(x, y) for k, x in enumerate(profiles) for y in profiles[:k]][:3]
    return [(x, y, risk_dominance(game, x, y)) for x, y in pairs]


@pytest.mark.parametrize("seed", range(40))
def test_the_path_consists_of_equilibria_of_the_games_in_between(seed: int) -> None:
    """At its corners and midway between them (in t x, t y), from the best reply to the prior on."""
    game = random_game(seed)
    for _, _, found in compared(game):
        rows, columns = found.formation
        part = NormalForm.of(game.payoffs[np.ix_((0, 1), rows, columns)])
        p, q = ([own[k] for k in keep] for own, keep in zip(found.prior.strategies, found.formation, strict=True))
        for time, profile in [*found.path, *middles(found.path)]:
            first = time * part.payoffs[0] + (1 - time) * np.outer(part.payoffs[0] @ q, [1] * len(columns))
            second = time * part.payoffs[1] + (1 - time) * np.outer([1] * len(rows), p @ part.payoffs[1])
            assert regret(NormalForm.of(np.array([first, second])), profile) == 0
        if found.path:
            assert found.path[0][1].is_pure  # the best reply to the prior
            assert found.path[-1][0] == 1
        for end in found.reached:
            assert regret(game, end) == 0


def middles(path: Any) -> Any:
    for (t, here), (u, there) in pairwise(path):
        sides = [
            tuple((t * a + u * b) / (t + u) for a, b in zip(x, y, strict=True))
            for x, y in zip(here.strategies, there.strategies, strict=True)
        ]
        yield (t + u) / 2, Profile((sides[0], sides[1]))


@pytest.mark.parametrize("seed", range(30))
def test_what_must_not_matter(seed: int) -> None:
    """The order of the two, scales, constants added for each strategy of the other player, the order of strategies."""
    game, draw = random_game(seed, ties=seed % 2 == 0), Random(seed)
    m, n = game.counts
    a, b = 3 * game.payoffs[0], 7 * game.payoffs[1]
    a = a + np.array([draw.randint(-9, 9) for _ in range(n)])[None, :]
    b = b + np.array([draw.randint(-9, 9) for _ in range(m)])[:, None]
    shifted = NormalForm.of(np.array([a[::-1], b[::-1]]))
    turned = {Verdict.FIRST: Verdict.SECOND, Verdict.SECOND: Verdict.FIRST}
    for x, y, found in compared(game):
        assert risk_dominance(game, y, x).verdict is turned.get(found.verdict, found.verdict)
        upside = [Profile((p.strategies[0][::-1], p.strategies[1])) for p in (x, y)]
        other = risk_dominance(shifted, upside[0], upside[1])
        assert other.verdict is found.verdict
        assert {Profile((p.strategies[0][::-1], p.strategies[1])) for p in other.reached} == set(found.reached)


def half_dominant(game: NormalForm, i: int, j: int) -> bool:
    """Whether both strategies are the only best replies to the other's with probability 1/2 and anything else."""
    a, b = game.payoffs
    m, n = game.counts
    rows = all(a[i, j] + a[i, c] > a[r, j] + a[r, c] for c in range(n) for r in range(m) if r != i)
    return rows and all(b[i, j] + b[r, j] > b[i, c] + b[r, c] for r in range(m) for c in range(n) if c != j)


@pytest.mark.parametrize("seed", range(40))
def test_a_half_dominant_equilibrium_dominates_all_others(seed: int) -> None:
    game = random_game(seed)
    bonus = np.zeros(game.payoffs.shape, dtype=object)
    bonus[:, 0, 0] = 2 * 10**4 + 1
    game = NormalForm.of(game.payoffs + bonus)
    corner = pure(game, 0, 0)
    assert half_dominant(game, 0, 0)
    for equilibrium in solve(game).equilibria:
        if equilibrium.profile != corner:
            assert risk_dominance(game, corner, equilibrium.profile).verdict is Verdict.FIRST


def test_young_s_game() -> None:
    """Young (1993): in the whole game 2 wins in the long run, though 3 risk-dominates it; 2 and 3 risk-dominate 1."""
    game = game_of([[6, 0, 0], [5, 7, 5], [0, 5, 8]])
    one, two, three = (pure(game, k, k) for k in range(3))
    assert risk_dominance(game, two, three).verdict is Verdict.SECOND
    assert risk_dominance(game, two, one).verdict is Verdict.FIRST
    # between 1 and 3 strategy 2 is the best reply to all but extreme beliefs, and is reached
    between = risk_dominance(game, one, three)
    assert between.formation == ((0, 1, 2), (0, 1, 2))
    # player's payoffs z (6, 5, 0) + (1 - z) (0, 5, 8): the third is best up to z = 3/8, the second up to 5/6
    assert [str(p) for p in between.prior.strategies[0]] == ["1/6", "11/24", "3/8"]
    # against it: 1, 5/6 + 77/24 + 15/8 = 71/12, 55/24 + 3 = 127/24; so the second strategy at once
    assert (between.verdict, between.reached) == (Verdict.NEITHER, (two,))


def test_ties_that_matter_are_said() -> None:
    """Both rows earn the same at the only column that the path comes to: small bonuses decide where it ends."""
    game = game_of([[1, 0], [1, 0]], [[1, 0], [1, 0]])
    found = risk_dominance(game, pure(game, 0, 0), pure(game, 1, 0))
    assert found.verdict is Verdict.UNDECIDED
    assert set(found.reached) == {pure(game, 0, 0), pure(game, 1, 0)}


def test_a_limit_on_the_steps_leaves_it_open() -> None:
    """Each expects the other to insist, and gives in at first: the path has to turn."""
    game = game_of([[3, 0], [0, 1]], [[1, 0], [0, 2]])
    prior = pure(game, 0, 1)
    assert trace(game, prior).complete
    assert len(trace(game, prior).path) > 2
    short = trace(game, prior, most_pivots=1)
    assert (short.complete, short.ends) == (False, ())


# ---- the parts


def test_the_prior_of_a_stag_hunt() -> None:
    """Stag is the best reply where z * 4 > 3."""
    game = game_of([[4, 0], [3, 3]])
    prior = bicentric_prior(game, pure(game, 0, 0), pure(game, 1, 1))
    assert prior.strategies == ((Fraction(1, 4), Fraction(3, 4)),) * 2


def test_equal_best_replies_share_the_prior() -> None:
    game = game_of([[4, 0], [4, 0], [0, 1]], [[1, 0], [1, 0], [0, 1]])
    prior = bicentric_prior(game, pure(game, 0, 0), pure(game, 2, 1))
    assert prior.strategies[0] == (Fraction(2, 5), Fraction(2, 5), Fraction(1, 5))


@pytest.mark.parametrize("seed", range(20))
def test_the_prior_counts_best_replies_on_a_grid(seed: int) -> None:
    game = random_game(seed)
    draw = Random(seed)
    x, y = (Profile.of([unit(draw, m) for m in game.counts]) for _ in range(2))
    prior = bicentric_prior(game, x, y)
    steps = 400
    for player in (0, 1):
        counted = [0] * game.counts[player]
        high, low = (np.array(game.sweep(player, p.strategies), dtype=float) for p in (x, y))
        for k in range(steps):
            z = (k + 0.5) / steps
            counted[int(np.argmax(z * high + (1 - z) * low))] += 1
        assert [float(p) for p in prior.strategies[player]] == pytest.approx(
            [c / steps for c in counted], abs=2 / steps
        )
        assert sum(prior.strategies[player]) == 1


def unit(draw: Random, count: int) -> list[Fraction]:
    weights = [draw.randint(1, 9) for _ in range(count)]
    return [Fraction(w, sum(weights)) for w in weights]


def test_a_formation_leaves_out_what_is_never_best() -> None:
    game = game_of([[6, 0, 0], [5, 7, 5], [0, 5, 8]])
    assert formation(game, pure(game, 1, 1), pure(game, 2, 2)) == ((1, 2), (1, 2))


# ---- the rule


def test_the_rule_keeps_the_one_that_beats_all() -> None:
    choice = RiskDominant()(solve(game_of([[4, 0], [3, 3]])))
    assert len(choice.kept) == 1
    assert solve(game_of([[4, 0], [3, 3]])).equilibria[choice.kept[0]].profile == Profile.pure((2, 2), (1, 1))
    battle = RiskDominant()(solve(game_of([[2, 0], [0, 1]], [[1, 0], [0, 2]])))
    assert battle.decided


def strict_part(game: NormalForm) -> Solution:
    solution = solve(game)
    return replace(solution, equilibria=tuple(solution.equilibria[k] for k in Strict()(solution).kept))


def test_among_strict_ones_of_a_symmetric_battle_none_is_kept() -> None:
    choice = RiskDominant()(strict_part(game_of([[2, 0], [0, 1]], [[1, 0], [0, 2]])))
    assert (choice.kept, choice.decided) == ((), True)


def test_the_rule_says_what_it_does_not_decide() -> None:
    tied = RiskDominant()(solve(game_of([[1, 0], [1, 0]], [[1, 0], [1, 0]])))
    assert (tied.kept, tied.decided) == ((), False)
    assert not RiskDominant()(solve(odd_one_out())).decided
    assert not RiskDominant(most=2)(solve(game_of([[4, 0], [3, 3]]))).decided


def test_bounds() -> None:
    safe, open_ = Enclosed.symbol("h", 2.5, 3), Enclosed.symbol("h", 1.5, 3)
    for value, decided in ((safe, True), (open_, False)):
        game = game_of([[4, 0], [value, value]])
        choice = RiskDominant()(strict_part(game))
        assert choice.decided == decided
    assert len(RiskDominant()(strict_part(game_of([[4, 0], [safe, safe]]))).kept) == 1


def test_wrong_calls_are_refused() -> None:
    game = game_of([[4, 0], [3, 3]])
    stag, hare = pure(game, 0, 0), pure(game, 1, 1)
    with pytest.raises(InputError, match="another one"):
        risk_dominance(game, stag, stag)
    with pytest.raises(InputError, match="second: got a profile that is no exact equilibrium"):
        risk_dominance(game, stag, pure(game, 0, 1))
    with pytest.raises(InputError, match="first: got a profile"):
        risk_dominance(game, Profile.of([[0.75, 0.25], [0.75, 0.25]]), hare)
    three = odd_one_out()
    with pytest.raises(InputError, match="3 players"):
        risk_dominance(three, Profile.pure((2, 2, 2), (0, 0, 0)), Profile.pure((2, 2, 2), (1, 1, 1)))
    with pytest.raises(InputError, match="3 players"):
        trace(three, Profile.pure((2, 2, 2), (0, 0, 0)))
    with pytest.raises(InputError, match="floats"):
        trace(game, Profile.of([[0.5, 0.5], [0.5, 0.5]]))
