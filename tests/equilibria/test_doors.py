"""Our solvers and certificate on other packages' objects: against those packages' own payoffs and regrets."""

from fractions import Fraction
from pathlib import Path
from typing import Any

import nashpy
import numpy as np
import pygambit
import pyspiel
import pytest
import quantecon.game_theory as gt
from open_spiel.python import policy
from open_spiel.python.algorithms import exploitability

from selten.equilibria.doors import certify, certify_each, solve
from selten.equilibria.solution import Status
from selten.equilibria.trees.backward import subgame_perfect
from selten.games.errors import InputError
from selten.games.interop.arrays import to_quantecon
from selten.games.interop.openspiel import to_openspiel
from selten.games.interop.packages import to_nashpy, to_pygambit
from selten.games.library import (
    NORMAL_FORMS,
    TREES,
    entry_game,
    one_card_poker,
    prisoners_dilemma,
    rock_paper_scissors,
    table_2,
)
from selten.games.normal_form import NormalForm
from selten.games.profile import Profile

GAMES = [make for make in NORMAL_FORMS if len(make().players) > 1]
ROUNDED = 1e-12
"""How far two computations in doubles of games with payoffs of size 1 to 100 may differ."""


def mixtures(counts: tuple[int, ...], seed: int) -> list[Any]:
    rng = np.random.default_rng(seed)
    return [rng.dirichlet(np.ones(m)) for m in counts]


@pytest.mark.parametrize("make", GAMES)
def test_pygambit_says_the_same_of_rational_profiles(make: type) -> None:
    game: NormalForm = make()
    weights = [[Fraction(k + 1, m * (m + 1) // 2) for k in range(m)] for m in game.counts]
    theirs = to_pygambit(game).mixed_strategy_profile(weights, rational=True)
    found = certify(to_pygambit(game), theirs)
    assert found.certificate.exact
    assert found.certificate.regret == max(Fraction(value) for _, value in theirs.player_regrets)
    assert [Fraction(value) for _, value in theirs.payoffs] == list(found.payoffs)


@pytest.mark.parametrize("make", GAMES)
def test_pygambit_says_the_same_of_doubles(make: type) -> None:
    game: NormalForm = make()
    theirs = to_pygambit(game).mixed_strategy_profile(
        [own.tolist() for own in mixtures(game.counts, 4)], rational=False
    )
    found = certify(to_pygambit(game), theirs)
    assert not found.certificate.exact
    assert found.certificate.regret == pytest.approx(max(v for _, v in theirs.player_regrets), abs=ROUNDED)


@pytest.mark.parametrize("make", [make for make in GAMES if len(make().players) == 2])
def test_nashpy_says_the_same(make: type) -> None:
    """What nashpy pays at the profile, and at each deviation to a pure strategy."""
    game: NormalForm = make()
    theirs, (row, column) = to_nashpy(game), mixtures(game.counts, 5)
    found = certify(theirs, (row, column))
    paid = theirs[row, column]
    best = [
        max(theirs[unit, column][0] for unit in np.eye(len(row))),
        max(theirs[row, u][1] for u in np.eye(len(column))),
    ]
    assert [float(value) for value in found.payoffs] == pytest.approx(paid.tolist(), abs=ROUNDED)
    assert found.certificate.regret == pytest.approx(max(b - p for b, p in zip(best, paid, strict=True)), abs=ROUNDED)


@pytest.mark.parametrize("make", GAMES)
def test_quantecon_says_the_same(make: type) -> None:
    game: NormalForm = make()
    theirs, mixed = to_quantecon(game), mixtures(game.counts, 6)
    found = certify(theirs, tuple(mixed))
    gains = []
    for i, player in enumerate(theirs.players):
        rivals = [*mixed[i + 1 :], *mixed[:i]]
        values = player.payoff_vector(rivals[0] if len(rivals) == 1 else rivals)
        gains.append(values.max() - values @ mixed[i])
    assert found.certificate.regret == pytest.approx(max(gains), abs=ROUNDED)


@pytest.mark.parametrize(
    ("name", "seed"),
    [("kuhn_poker", 0), ("kuhn_poker", 1), ("liars_dice(dice_sides=2)", 2), ("kuhn_poker(players=3)", 3)],
)
def test_openspiel_says_the_same_of_policies(name: str, seed: int) -> None:
    """Its best responses: the improvement of each player, of which the certificate is the largest."""
    theirs = pyspiel.load_game(name)
    own = policy.TabularPolicy(theirs)
    rng = np.random.default_rng(seed)
    for state, weights in enumerate(own.legal_actions_mask):
        chances = rng.dirichlet(np.ones(len(weights))) * weights
        own.action_probability_array[state] = chances / chances.sum()
    if "players=3" in name:
        with pytest.raises(
            InputError, match=r"the reduced normal form: got strategies.*in larger trees: selten.certify_play"
        ):
            certify(theirs, own)
        return
    improvements = exploitability.nash_conv(theirs, own, return_only_nash_conv=False).player_improvements
    found = certify(theirs, own)
    assert not found.certificate.exact
    assert found.certificate.regret == pytest.approx(max(improvements), abs=ROUNDED)


def test_openspiel_policy_of_a_matrix_game() -> None:
    theirs = pyspiel.load_game("matrix_shapleys_game")
    own = policy.TabularPolicy(theirs)
    own.action_probability_array[:] = [[0.5, 0.25, 0.25], [0.125, 0.125, 0.75]]
    row, column = own.action_probability_array
    values = theirs.row_utilities() @ column, row @ theirs.col_utilities()
    gains = [float(values[0].max() - row @ values[0]), float(values[1].max() - values[1] @ column)]
    assert certify(theirs, own).certificate.regret == pytest.approx(max(gains), abs=ROUNDED)


@pytest.mark.parametrize("make", [make for make in TREES if make().has_perfect_recall])
@pytest.mark.parametrize("rational", [True, False])
def test_pygambit_says_the_same_of_behaviour(make: type, rational: bool) -> None:
    theirs = to_pygambit(make())
    own = theirs.mixed_behavior_profile(rational=rational)
    found = certify(theirs, own)
    assert found.certificate.exact is rational
    assert float(found.certificate.regret) == pytest.approx(float(own.as_strategy().max_regret()), abs=ROUNDED)
    assert [float(v) for v in found.payoffs] == pytest.approx([float(v) for _, v in own.payoffs], abs=ROUNDED)


def test_gambits_equilibria_of_a_tree_are_certified() -> None:
    theirs = to_pygambit(entry_game())
    found = certify(theirs, pygambit.nash.lcp_solve(theirs, rational=True).equilibrium)
    assert (found.certificate.regret, found.certificate.exact) == (0, True)


def test_our_own_subgame_perfect_equilibria_are_certified() -> None:
    tree = entry_game()
    (own,) = subgame_perfect(tree).equilibria
    assert certify(tree, own).certificate.regret == 0
    assert certify(tree, {"entrant": {"1": "out"}, "incumbent": {"1": "fight"}}).certificate.regret == 0
    assert certify(tree, {"entrant": {"1": "in"}, "incumbent": {"1": "fight"}}).certificate.regret == 2
    assert certify(tree, ["in", "share"]).payoffs == own.payoffs


def test_rounded_behaviour_is_never_called_exact() -> None:
    found = certify(entry_game(), {"entrant": {"1": "in"}, "incumbent": {"1": [0.1 + 0.2, 0.7]}})
    assert not found.certificate.exact
    assert isinstance(found.certificate.regret, float)
    share = Fraction(0.7) / (Fraction(0.1 + 0.2) + Fraction(0.7))
    pays: Fraction = -(1 - share) + share  # entering against share with this probability; the incumbent earns the same
    regret = max(-pays, 1 - pays, Fraction(0))
    assert Fraction(found.certificate.regret) >= regret
    assert found.certificate.regret == pytest.approx(float(regret), rel=1e-15)


def test_the_bound_holds_for_probabilities_that_miss_one() -> None:
    """Thirds in doubles: the regret of what they are when normalised, recomputed here in rationals."""
    game = rock_paper_scissors()
    own = [0.3333333, 0.3333333, 0.3333334 + 1e-7]
    found = certify(game, [own, own])
    exact = [Fraction(p) / sum(map(Fraction, own)) for p in own]
    values = [sum(game.payoffs[0, k, j] * exact[j] for j in range(3)) for k in range(3)]
    regret = max(values) - sum(p * value for p, value in zip(exact, values, strict=True))
    assert not found.certificate.exact
    assert regret <= Fraction(found.certificate.regret) <= regret * (1 + Fraction(1, 2**50))
    assert regret > 0


def test_all_that_other_packages_enumerate() -> None:
    """On Table 2, where their lists are incomplete: 89 is known from lrsnash."""
    game = table_2()
    full = solve(to_nashpy(game))
    assert (full.status, len(full.equilibria)) == (Status.COMPLETE, 89)
    theirs = to_quantecon(prisoners_dilemma())
    found = certify_each(theirs, gt.vertex_enumeration(theirs))
    assert [one.certificate.regret for one in found] == [0.0]
    pennies = nashpy.Game([[1, -1], [-1, 1]])
    assert len(certify_each(pennies, pennies.vertex_enumeration())) == 1
    gambit = to_pygambit(game)
    pure = certify_each(gambit, pygambit.nash.enumpure_solve(gambit).equilibria)
    assert (len(pure), {one.certificate.regret for one in pure}) == (14, {0})
    again = certify_each(game, solve(gambit).equilibria)
    assert {one.certificate.regret for one in again} == {0}


@pytest.mark.parametrize("solver", [None, "auto", "gambit-enummixed", "selten-pure"])
def test_solve_takes_games_and_solvers_by_name(solver: str | None, tmp_path: Path) -> None:
    path = tmp_path / "game.csv"
    path.write_text("A,B,payoff A,payoff B\nc,c,3,3\nc,d,0,5\nd,c,5,0\nd,d,1,1\n")
    for game in (path, to_pygambit(prisoners_dilemma()), prisoners_dilemma()):
        (only,) = solve(game, solver).equilibria
        assert only.profile == Profile.pure((2, 2), (1, 1))


def test_trees_are_solved_in_their_normal_form() -> None:
    """The one equilibrium that Myerson (1991) gives for his poker, from the tree of pygambit and that of OpenSpiel."""
    for theirs in (to_pygambit(one_card_poker()), to_openspiel(one_card_poker())):
        (only,) = solve(theirs).equilibria
        assert only.payoffs == (Fraction(1, 3), Fraction(-1, 3))


def test_wrong_arguments_are_refused() -> None:
    with pytest.raises(InputError, match="as_game: got None"):
        solve(None)
    with pytest.raises(InputError, match=r"^solver: got 'no such solver'; allowed: auto, selten-enumerate"):
        solve(prisoners_dilemma(), "no such solver")
    with pytest.raises(InputError, match="profile: got 1 strategies"):
        certify(prisoners_dilemma(), ["cooperate"])
