"""Iterated weak dominance and rules one after the other."""

from dataclasses import dataclass

import numpy as np
import pytest
from table_one import COMONOTONE, OFFERINGS, OPEN, TABLE_2, UNIFORM, Market, named, solved

from selten.equilibria.dominance import iterated_elimination
from selten.equilibria.solution import Solution, Status
from selten.games.enclosed import Enclosed
from selten.games.normal_form import NormalForm
from selten.selection.payoff import ParetoUndominated
from selten.selection.rule import Choice
from selten.selection.stages import IteratedWeakDominance, Stages
from selten.selection.trembling import TremblingHand

DIFFERENTIATED = {("001", "100"), ("001", "010"), ("100", "001"), ("010", "001")}


def profiles(solution: Solution, choice: Choice) -> set[tuple[str, ...]]:
    supports = [solution.equilibria[k].profile.supports for k in choice.kept]
    return named(solution.game, [[own[0] for own in each] for each in supports])


def test_only_pure_bundling_differentiation_survives_in_table_2() -> None:
    """Round 1 removes 000 and 110, round 2 the partial and full bundles: section F of the reference."""
    solution = solved(TABLE_2.game())
    choice = IteratedWeakDominance()(solution)
    assert profiles(solution, choice) == DIFFERENTIATED
    assert choice.reason == (
        "Iterated weak dominance removes in round 1 000, 110 of player 1 and 000, 110 of player 2,"
        " in round 2 101, 011, 111 of player 1 and 101, 011, 111 of player 2."
    )


@pytest.mark.parametrize("market", [UNIFORM, COMONOTONE])
def test_other_markets(market: Market) -> None:
    game = market.game()
    left = {OFFERINGS[k] for k in iterated_elimination(game).remaining[0]}
    assert left == {"100", "010", "001"}
    solution = solved(game)
    assert profiles(solution, IteratedWeakDominance()(solution)) == DIFFERENTIATED


def test_open_profits_that_decide_the_second_round_are_named() -> None:
    """011 goes in round 2 exactly if 2b|1 is at most b|1, which the brackets leave open."""
    choice = IteratedWeakDominance()(Solution(OPEN.game(), "none", Status.NONE_FOUND, ()))
    assert (choice.kept, choice.decided) == ((), False)
    assert choice.reason.endswith("comparison between: 2b|1, b|1.")


def test_nothing_to_remove() -> None:
    choice = IteratedWeakDominance()(solved(NormalForm.of([[[1, 0], [0, 1]], [[1, 0], [0, 1]]])))
    assert choice.kept == (0, 1)
    assert choice.reason == "Iterated weak dominance removes nothing."


def test_three_players() -> None:
    """Each of three players gets its own number: 1 beats 0 whatever the others do."""
    table = np.array([np.indices((2, 2, 2))[i] for i in range(3)]).astype(object)
    choice = IteratedWeakDominance()(solved(NormalForm.of(table)))
    assert choice.kept == (0,)


def test_stages_hand_on_what_is_left() -> None:
    """Perfection first keeps (111, 111), which the differentiated duopolies then Pareto-dominate."""
    solution = solved(TABLE_2.game())
    first = TremblingHand()(solution)
    both = Stages((TremblingHand(), ParetoUndominated()))(solution)
    assert ("111", "111") in profiles(solution, first)
    assert profiles(solution, both) == profiles(solution, first) - {("111", "111")}
    assert " Then: " in both.reason
    assert Stages(())(solution).kept == tuple(range(14))


@dataclass(frozen=True)
class Silent:
    """A rule that cannot decide."""

    def __call__(self, solution: Solution) -> Choice:
        return Choice((), "Open.", False)


def test_a_stage_that_cannot_decide_ends_it() -> None:
    choice = Stages((TremblingHand(), Silent(), ParetoUndominated()))(solved(TABLE_2.game()))
    assert not choice.decided
    assert choice.kept == ()
    assert choice.reason.endswith("Then: Open.")


def test_undecided_dominance_is_not_decided() -> None:
    b, c = Enclosed.symbol("b", 0.4, 0.6), Enclosed.symbol("c", 0.5, 0.7)
    game = NormalForm.of([[[b, b], [c, c]], [[0, 0], [0, 0]]])
    choice = IteratedWeakDominance()(Solution(game, "none", Status.NONE_FOUND, ()))
    assert (choice.kept, choice.decided) == ((), False)
    assert "b, c" in choice.reason
