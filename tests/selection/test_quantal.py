"""Where the logit branch leads: games whose limit is known, and the figures of the last point computed again."""

from fractions import Fraction
from typing import Any

import pytest

from selten.equilibria.engines.logit import LogitBranch, LogitPoint, logit_branch
from selten.equilibria.solution import Solution, Status
from selten.equilibria.solve import solve
from selten.games.enclosed import Enclosed
from selten.games.library import battle_of_the_sexes, table_2
from selten.games.normal_form import NormalForm
from selten.selection import quantal
from selten.selection.quantal import Quantal, branch_end

HERE = Quantal(time_limit=None)
HUNT = NormalForm.of([[[9, 0], [8, 7]], [[9, 8], [0, 7]]])
SMALL = Fraction(1, 10**6)


@pytest.mark.parametrize(
    ("game", "supports"),
    [
        # identical interests: the branch is the part p = q > 1/2 of p = F(L (3 p - 1)), which tends to 1
        (NormalForm.of([[[2, 0], [0, 1]], [[2, 0], [0, 1]]]), [((0,), (0,))]),
        # at even mixing the safe strategy is better, and it stays so along the way
        (HUNT, [((1,), (1,))]),
        # the one equilibrium, mixed
        (NormalForm.of([[[9, 0], [0, 1]], [[0, 1], [1, 0]]]), [((0, 1), (0, 1))]),
        # entry: at any rate fighting is worse than sharing, so that entering is better from some rate on
        (NormalForm.of([[[0, 0], [-1, 1]], [[2, 2], [-1, 1]]]), [((1,), (1,))]),
    ],
)
def test_known_limits(game: NormalForm, supports: Any) -> None:
    solution = solve(game)
    choice = HERE(solution)
    assert choice.decided
    assert [solution.equilibria[k].profile.supports for k in choice.kept] == supports
    assert choice.reason.startswith("The logit branch leads to component")


def test_a_whole_component_is_kept() -> None:
    """Player 1 has one strategy that is best; player 2 is then indifferent, and mixes evenly at any rate."""
    solution = solve(NormalForm.of([[[1, 1], [0, 0]], [[3, 3], [0, 5]]]))
    choice = HERE(solution)
    assert choice.kept == solution.components[0].equilibria == (0, 1)
    end = branch_end(solution, logit_branch(solution.game))
    assert end.distances[0] == 1 - end.profile.strategies[0][0]


def test_a_process_of_its_own_says_the_same() -> None:
    solution = solve(HUNT)
    assert Quantal(time_limit=100)(solution) == HERE(solution)


def test_figures() -> None:
    """Distances of isolated equilibria and the regret by their definitions."""
    solution = solve(HUNT)
    end = branch_end(solution, logit_branch(HUNT))
    (p, _), (q, _) = end.profile.strategies
    assert all(sum(own) == 1 for own in end.profile.strategies)
    points = [e.profile.strategies for e in solution.equilibria]
    assert list(end.distances) == [max(abs(p - x[0]), abs(q - y[0])) for x, y in points]
    gains = [max(9 * r, 7 + r) - (s * 9 * r + (1 - s) * (7 + r)) for r, s in ((q, p), (p, q))]
    assert end.regret == max(gains) <= 10 * SMALL
    assert end.scale == 9


@pytest.mark.parametrize("make", [battle_of_the_sexes, table_2])
def test_a_branch_that_splits_decides_nothing(make: Any) -> None:
    choice = HERE(solve(make()))
    assert (choice.kept, choice.decided) == ((), False)
    assert "which way it goes on is not given by the game" in choice.reason


@pytest.mark.parametrize(
    ("rule", "reason"),
    [
        (Quantal(time_limit=None, regret=Fraction(0)), "where a player can still gain"),
        (Quantal(time_limit=None, ratio=Fraction(0)), "ends between components"),
    ],
)
def test_bounds_that_are_not_met(rule: Quantal, reason: str) -> None:
    choice = rule(solve(NormalForm.of([[[9, 0], [0, 1]], [[0, 1], [1, 0]]])))
    assert (choice.kept, choice.decided) == ((), False)
    assert reason in choice.reason


@pytest.mark.parametrize(
    ("branch", "decided", "reason"),
    [
        (LogitBranch((), (), "missing"), False, "needs Gambit"),
        (LogitBranch((), (), "failed", "the engine failed"), False, "was not traced (the engine failed)"),
        (LogitBranch((), (), "limit"), False, "was not traced (limit)"),
        (LogitBranch((LogitPoint(0.0, ((0.5, 0.5), (0.5, 0.5))),), (), "limit"), False, "was traced to rate 0 only"),
        (LogitBranch((LogitPoint(9.0, ((0.0, 1.0), (0.0, 1.0))),), (), "finished"), True, "leads to component 2,"),
        # what counts is the point, not what the engine says of it
        (LogitBranch((LogitPoint(9.0, ((0.3, 0.7), (0.0, 1.0))),), (), "finished"), False, "can still gain"),
    ],
)
def test_branches(branch: LogitBranch, decided: bool, reason: str, monkeypatch: pytest.MonkeyPatch) -> None:
    def traced(*_: Any, **__: Any) -> LogitBranch:
        return branch

    monkeypatch.setattr(quantal, "logit_branch", traced)
    choice = Quantal()(solve(HUNT))
    assert choice.decided is decided
    assert reason in choice.reason


def test_solutions_that_it_cannot_judge_by() -> None:
    some = Solution(HUNT, "none", Status.ONE, ())
    assert Quantal()(some).reason.endswith("solve with --solver auto.")
    enclosed = NormalForm.of([[[Enclosed.of(1)]], [[Enclosed.of(1)]]])
    choice = Quantal()(solve(enclosed))
    assert (choice.decided, "only enclosed" in choice.reason) == (False, True)
