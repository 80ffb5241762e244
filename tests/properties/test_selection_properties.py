"""What is said of equilibria, and of the game, does not hang on names, units or copies of strategies."""

from fractions import Fraction
from random import Random

from changes import SCALES, Change, copied, drawn, examples, permuted, rescaled, strategies_of, with_dominated
from hypothesis import given
from hypothesis import strategies as st

from selten.equilibria.correlated import correlated_equilibrium, proves
from selten.equilibria.dominance import iterated_elimination
from selten.equilibria.elimination_orders import elimination_orders
from selten.equilibria.enumerate import extreme_equilibria
from selten.equilibria.solve import solve
from selten.games.normal_form import NormalForm
from selten.games.profile import Profile
from selten.selection.payoff import ParetoUndominated, PayoffDominant
from selten.selection.proper import proper
from selten.selection.risk import Verdict, risk_dominance
from selten.selection.rule import Rule
from selten.selection.strict import strictness
from selten.selection.trembling import trembling_hand

seeds = st.integers(0, 10**9)
SWAPPED = {Verdict.FIRST: Verdict.SECOND, Verdict.SECOND: Verdict.FIRST}


def renamed_and_rescaled(game: NormalForm, random: Random) -> Change:
    """Both changes that leave every refinement as it is."""
    first = rescaled(game, random, random.choice(list(SCALES)))
    second = permuted(first.game, random)
    return Change(second.game, lambda s: second.moved(first.moved(s)), second.players)


def flags(game: NormalForm, profile: Profile) -> tuple[object, ...]:
    """Strict, quasi-strict, perfect and proper (None where that is open)."""
    how = strictness(game, profile)
    assert how.nash
    return how.strict, how.quasi_strict, trembling_hand(game, profile).perfect, proper(game, profile).proper


@examples(12)
@given(seed=seeds)
def test_refinements_are_those_of_the_changed_game(seed: int) -> None:
    random = Random(seed)
    game = drawn(random, 3)
    change = renamed_and_rescaled(game, random)
    for profile in extreme_equilibria(game)[:6]:
        moved = Profile.of(change.moved(strategies_of(profile)))
        assert flags(game, profile) == flags(change.game, moved)


@examples(10)
@given(seed=seeds)
def test_a_copy_of_a_strategy_leaves_perfect_and_proper(seed: int) -> None:
    random = Random(seed)
    game = drawn(random, 3)
    change = copied(game, random)
    for profile in extreme_equilibria(game)[:6]:
        for strategies in change.moved(strategies_of(profile)):
            assert flags(game, profile)[2:] == flags(change.game, Profile.of(strategies))[2:]


@examples(10)
@given(seed=seeds)
def test_dominated_strategies_leave_strict_equilibria_and_what_survives_elimination(seed: int) -> None:
    random = Random(seed)
    game = drawn(random, 4)
    change = with_dominated(game, random)
    before, after = (iterated_elimination(own, strict=True).remaining for own in (game, change.game))
    assert before == after
    for profile in extreme_equilibria(game)[:6]:
        moved = Profile.of(change.moved(strategies_of(profile)))
        assert strictness(game, profile).strict == strictness(change.game, moved).strict


@examples(10)
@given(seed=seeds)
def test_risk_dominance_is_that_of_the_changed_game(seed: int) -> None:
    random = Random(seed)
    game = drawn(random, 3)
    change = renamed_and_rescaled(game, random)
    profiles = extreme_equilibria(game)
    if len(profiles) < 2:
        return
    pair = random.sample(profiles, 2)
    moved = [Profile.of(change.moved(strategies_of(profile))) for profile in pair]
    verdict = risk_dominance(game, *pair).verdict
    assert risk_dominance(change.game, *moved).verdict == verdict
    assert risk_dominance(game, *pair[::-1]).verdict == SWAPPED.get(verdict, verdict)


@examples(10)
@given(seed=seeds)
def test_rules_by_payoffs_keep_the_same_in_other_units_and_names(seed: int) -> None:
    """Payoffs are compared between equilibria: every player has his own unit and one constant."""
    random = Random(seed)
    game = drawn(random, 3)
    plain = NormalForm.of([[[a * 3 + 7 for a in row] for row in own.tolist()] for own in game.payoffs])
    change = permuted(plain, random)
    rules: tuple[Rule, ...] = (ParetoUndominated(), PayoffDominant())
    before, after = solve(game), solve(change.game)
    for rule in rules:
        kept = [change.moved(strategies_of(before.equilibria[k].profile)) for k in rule(before).kept]
        assert sorted(kept) == sorted(strategies_of(after.equilibria[k].profile) for k in rule(after).kept)
        assert rule(before).decided == rule(after).decided


@examples(8)
@given(seed=seeds)
def test_orders_of_elimination_end_alike_in_the_changed_game(seed: int) -> None:
    random = Random(seed)
    game = drawn(random, 3)
    change = renamed_and_rescaled(game, random)
    before, after = elimination_orders(game), elimination_orders(change.game)
    ends = {
        tuple(_members(kept, count) for kept, count in zip(e.remaining, game.counts, strict=True))
        for e in before.endings
    }
    counts = change.game.counts
    others = {
        tuple(_members(kept, count) for kept, count in zip(e.remaining, counts, strict=True)) for e in after.endings
    }
    assert {change.moved(end) for end in ends} == others
    assert (before.depends, before.whole) == (after.depends, after.whole)
    if before.transfers and after.transfers:
        assert before.depends_in_payoffs == after.depends_in_payoffs


def _members(kept: tuple[int, ...], count: int) -> tuple[Fraction, ...]:
    """A set of strategies as ones and zeros, so that it moves as a profile does."""
    return tuple(Fraction(k in kept) for k in range(count))


@examples(8)
@given(seed=seeds)
def test_correlated_optimum_moves_with_the_unit_of_its_objective(seed: int) -> None:
    """The worth of profiles in other units; dominated strategies, worth anything, change nothing."""
    random = Random(seed)
    game = drawn(random, 3)
    m, n = game.counts
    worth = [[random.randint(0, 9) for _ in range(n)] for _ in range(m)]
    coarse = random.random() < 0.5
    best = correlated_equilibrium(game, worth, coarse=coarse)
    assert proves(best, worth)
    shifted = rescaled(game, random, random.choice(["as it is", "wide"]))
    other = correlated_equilibrium(shifted.game, [[2 * w - 3 for w in row] for row in worth], coarse=coarse)
    assert other.value == 2 * best.value - 3
    if not coarse:
        wider = with_dominated(game, random)
        more = [[*row, 50] for row in worth] + [[50] * (n + 1)]
        assert correlated_equilibrium(wider.game, more).value == best.value


@examples(8)
@given(seed=seeds)
def test_copies_leave_the_correlated_optimum(seed: int) -> None:
    random = Random(seed)
    game = drawn(random, 3)
    change = copied(game, random)
    assert correlated_equilibrium(game).value == correlated_equilibrium(change.game).value
