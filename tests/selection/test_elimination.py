"""The rule for iterated weak dominance: endings worked out by hand in the standard example."""

import pytest

from selten.equilibria.dominance import iterated_elimination
from selten.equilibria.solve import solve
from selten.games.enclosed import Enclosed
from selten.games.library import table_2
from selten.games.normal_form import NormalForm
from selten.selection.elimination import EliminationOrders

EXAMPLE = NormalForm.of(
    [[[1, 0], [1, 2], [0, 2]], [[1, 0], [1, 1], [0, 1]]], [["T", "M", "B"], ["L", "R"]], players=["row", "column"]
)
"""M dominates T and B; with both gone L and R tie. T first: then R beats L, and M and B tie. B first: M and T do.

Removing T and then B and L at once, or B and then T and R at once, leaves (M, R) and (M, L) alone.
"""


def kept(game: NormalForm, rule: EliminationOrders) -> list[tuple[tuple[int, ...], ...]]:
    solution = solve(game)
    choice = rule(solution)
    assert choice.decided
    return [solution.equilibria[k].profile.supports for k in choice.kept]


def test_every_some_and_the_usual_order() -> None:
    assert kept(EXAMPLE, EliminationOrders("usual")) == [((1,), (0,)), ((1,), (1,))]
    assert kept(EXAMPLE, EliminationOrders("every")) == []
    assert kept(EXAMPLE, EliminationOrders("some")) == [((0,), (0,)), ((1,), (0,)), ((1,), (1,)), ((2,), (1,))]


def test_the_reason_names_another_order() -> None:
    reason = EliminationOrders()(solve(EXAMPLE)).reason
    assert reason.startswith("Removing everything dominated at once leaves {M} x {L, R}; other orders leave 4 other")
    assert "differ in payoffs" in reason
    assert "by removing B of row, then R of column" in reason


def test_equivalent_results() -> None:
    reason = EliminationOrders()(solve(NormalForm.of([[[1, 1], [1, 0]], [[1, 1], [1, 0]]]))).reason
    assert "2 other results (all payoff equivalent)" in reason


def test_the_offering_game_leaves_one_result() -> None:
    solution = solve(table_2())
    choice = EliminationOrders()(solution)
    assert choice.reason.endswith("no order leaves anything else (every order was followed).")
    left = iterated_elimination(table_2()).remaining
    supports = [e.profile.supports for e in solution.equilibria]
    expected = [
        k for k, s in enumerate(supports) if all(set(own) <= set(end) for own, end in zip(s, left, strict=True))
    ]
    assert list(choice.kept) == expected
    assert EliminationOrders("every")(solution).kept == EliminationOrders("some")(solution).kept == choice.kept


@pytest.mark.parametrize("orders", ["every", "some"])
def test_a_search_that_was_stopped_does_not_decide(orders: str) -> None:
    rule = EliminationOrders("every" if orders == "every" else "some", most_games=1)
    choice = rule(solve(EXAMPLE))
    assert (choice.kept, choice.decided) == ((), False)
    assert "no other result was found (not every order was followed)" in choice.reason
    usual = EliminationOrders(most_games=1)(solve(EXAMPLE))
    assert (usual.decided, len(usual.kept)) == (True, 2)


def test_what_is_open() -> None:
    wide = Enclosed.symbol("b", 0, 2)
    choice = EliminationOrders()(solve(NormalForm.of([[[3, 3], [3, 3 + wide * 0]], [[wide, 1], [1, 1]]])))
    assert (choice.kept, choice.decided) == ((), False)
