"""The traced branch against the logit equations, and closed forms of 2 x 2 games."""

import math
from collections.abc import Callable
from random import Random
from typing import Any

import pytest

from selten.equilibria.engines import logit
from selten.equilibria.engines.isolated import Run
from selten.equilibria.engines.logit import LogitPoint, logit_branch, logit_residual
from selten.games.enclosed import Enclosed
from selten.games.errors import InputError
from selten.games.normal_form import NormalForm


def logistic(x: float) -> float:
    return 1 / (1 + math.exp(-x)) if x >= 0 else math.exp(x) / (1 + math.exp(x))


def test_matching_pennies_with_a_large_prize() -> None:
    """The equations of a 2 x 2 game: p = F(L (10 q - 1)), q = F(L (1 - 2 p)), with F the logistic function."""
    game = NormalForm.of([[[9, 0], [0, 1]], [[0, 1], [1, 0]]])
    branch = logit_branch(game)
    assert branch.outcome == "finished"
    assert branch.splits == ()
    for point in branch.points:
        (p, _), (q, _) = point.strategies
        assert p == pytest.approx(logistic(point.rate * (10 * q - 1)), abs=1e-6)
        assert q == pytest.approx(logistic(point.rate * (1 - 2 * p)), abs=1e-6)
    (p, _), (q, _) = branch.points[-1].strategies
    assert p == pytest.approx(0.5, abs=1e-5)
    assert q == pytest.approx(0.1, abs=1e-5)


def test_a_dominant_strategy_is_the_logistic_function_of_its_margin() -> None:
    game = NormalForm.of([[[3, 3], [1, 1]], [[0, 5], [0, 5]]])
    for point in logit_branch(game).points:
        assert point.strategies[0][0] == pytest.approx(logistic(2 * point.rate), abs=1e-7)
        assert point.strategies[1][0] == pytest.approx(logistic(-5 * point.rate), abs=1e-7)


@pytest.mark.parametrize("seed", range(12))
def test_points_solve_the_logit_equations_in_the_games_units(seed: int) -> None:
    draw = Random(seed)
    m, n, size = draw.randint(2, 4), draw.randint(2, 4), draw.choice((1, 1000))
    table = [[[draw.randint(0, 20) * size - 5 for _ in range(n)] for _ in range(m)] for _ in range(2)]
    game = NormalForm.of(table)
    branch = logit_branch(game)
    assert branch.outcome == "finished"
    assert branch.points[0].rate == 0
    if not branch.splits:
        assert max(logit_residual(game, point) for point in branch.points) < 1e-5


def test_three_players() -> None:
    """Everybody has a dominant strategy worth 1, 2 and 3 more."""
    table = [
        [[[(player + 1) * cell[player] for c in (0, 1) for cell in [(a, b, c)]] for b in (0, 1)] for a in (0, 1)]
        for player in range(3)
    ]
    point = logit_branch(NormalForm.of(table)).points[-1]
    assert [own[1] for own in point.strategies] == pytest.approx([1, 1, 1], abs=1e-5)
    assert point.strategies[0][0] == pytest.approx(logistic(-point.rate), abs=1e-9)


def test_residual() -> None:
    """Against weights 1 : 2 : 4 computed by hand."""
    game = NormalForm.of([[0, 1, 2]])
    assert logit_residual(game, LogitPoint(math.log(2), ((1 / 7, 2 / 7, 4 / 7),))) == pytest.approx(0, abs=1e-15)
    assert logit_residual(game, LogitPoint(math.log(2), ((1 / 7, 4 / 7, 2 / 7),))) == pytest.approx(2 / 7)


def test_a_symmetric_game_splits() -> None:
    """Battle of the sexes: on the symmetric part p = F(L (2 - 3 p)), and it splits where L 3 p (1 - p) = 1."""
    branch = logit_branch(NormalForm.of([[[2, 0], [0, 1]], [[1, 0], [0, 2]]]))
    ((low, high),) = branch.splits
    p = 0.5
    for _ in range(200):  # p and L of the split in turn
        rate = 1 / (3 * p * (1 - p))
        p = (p + logistic(rate * (2 - 3 * p))) / 2
    assert low <= rate <= high


def test_constant_games_end_where_they_begin() -> None:
    branch = logit_branch(NormalForm.of([[[1, 1], [1, 1]], [[2, 2], [2, 2]]]))
    assert [point.strategies for point in branch.points] == [((0.5, 0.5), (0.5, 0.5))]


def test_in_a_process_of_its_own() -> None:
    game = NormalForm.of([[[9, 0], [0, 1]], [[0, 1], [1, 0]]])
    assert logit_branch(game, time_limit=60) == logit_branch(game)


@pytest.mark.parametrize("payoff", ["1e400", "1e-400"])
def test_ranges_in_which_rates_are_no_doubles_are_not_traced(payoff: str) -> None:
    branch = logit_branch(NormalForm.of([[[payoff, 0], [0, payoff]], [[payoff, 0], [0, payoff]]]))
    assert (branch.points, branch.outcome) == ((), "failed")
    assert "range of payoffs" in branch.note


@pytest.mark.parametrize("outcome", ["limit", "failed", "missing"])
def test_what_a_run_comes_to(outcome: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    def run(*_: Any, **__: Any) -> Run:
        return Run(((0.0, ((0.5, 0.5),)), (1.0, 2.0)), "told", outcome)

    monkeypatch.setattr(logit, "run", run)
    branch = logit_branch(NormalForm.of([[0, 4]]))
    assert (branch.outcome, branch.note) == (outcome, "told")
    assert branch.points == (LogitPoint(0.0, ((0.5, 0.5),)),)
    assert branch.splits == ((0.25, 0.5),)


@pytest.mark.parametrize(
    ("call", "message"),
    [
        (lambda: logit_branch(NormalForm.of([[Enclosed.of(1)]])), "enclosed payoffs"),
        (lambda: logit_branch(NormalForm.of([[1]]), regret=0), "regret: got 0"),
        (lambda: logit_branch(NormalForm.of([[1]]), regret=math.nan), "regret: got nan"),
    ],
)
def test_wrong_input(call: Callable[[], object], message: str) -> None:
    with pytest.raises(InputError, match=message):
        call()
