"""The certificate of behaviour: against the normal form, OpenSpiel's best responses and pygambit's regrets."""

from collections.abc import Callable
from fractions import Fraction
from typing import Any

import numpy as np
import pyspiel
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from open_spiel.python import policy
from open_spiel.python.algorithms import exploitability
from random_games import trees

from selten.equilibria.doors import certify, certify_play
from selten.equilibria.trees.behaviour import mixed_of
from selten.equilibria.trees.play import best_reply, certified_play
from selten.games.errors import InputError
from selten.games.extensive_form import ExtensiveForm
from selten.games.interop.packages import to_pygambit
from selten.games.library import TREES, absent_minded_driver, entry_game, prisoners_dilemma
from selten.games.profile import payoffs_and_regrets
from selten.games.reduced import reduced_normal_form


def drawn(tree: ExtensiveForm, weights: list[int]) -> tuple[tuple[Fraction, ...], ...]:
    """Behaviour from integer weights, used in turn; an information set whose weights are all 0 is uniform."""
    rows, place = [], 0
    for infoset in tree.infosets:
        own = [weights[(place + k) % len(weights)] for k in range(len(infoset.actions))]
        place += len(own)
        own = own if any(own) else [1] * len(own)
        rows.append(infoset.probabilities or tuple(Fraction(w, sum(own)) for w in own))
    return tuple(rows)


@settings(max_examples=30)
@given(trees(players=3, most_moves=6), st.lists(st.integers(0, 3), min_size=5, max_size=12))
def test_gains_are_those_of_the_normal_form(tree: ExtensiveForm, weights: list[int]) -> None:
    """The reduced normal form lists every strategy: regrets there, of the mixed profile of the same behaviour."""
    assume(tree.has_perfect_recall)
    rows = drawn(tree, weights)
    found = certified_play(tree, rows)
    profile = mixed_of(tree, rows)
    assert profile is not None
    paid, gains = payoffs_and_regrets(reduced_normal_form(tree), profile)
    assert (found.payoffs, found.gains) == (paid, gains)
    assert found.certificate.regret == max(gains)


@pytest.mark.parametrize(
    ("name", "seed"),
    [
        ("kuhn_poker", 0),
        ("kuhn_poker", 1),
        ("kuhn_poker(players=3)", 2),
        ("liars_dice(dice_sides=3)", 3),
        ("leduc_poker", 4),
    ],
)
def test_openspiel_says_the_same(name: str, seed: int) -> None:
    """Its best responses, and on the way its payoffs; three players and trees without a normal form included."""
    theirs = pyspiel.load_game(name)
    own = policy.TabularPolicy(theirs)
    rng = np.random.default_rng(seed)
    for state, mask in enumerate(own.legal_actions_mask):
        chances = rng.dirichlet(np.ones(len(mask))) * mask
        own.action_probability_array[state] = chances / chances.sum()
    found = certify_play(theirs, own)
    expected = exploitability.nash_conv(theirs, own, return_only_nash_conv=False)
    assert not found.certificate.exact
    assert [float(gain) for gain in found.gains] == pytest.approx(expected.player_improvements.tolist(), abs=1e-12)
    assert Fraction(found.certificate.regret) >= max(found.gains)


@pytest.mark.parametrize("make", [make for make in TREES if make().has_perfect_recall])
def test_pygambit_says_the_same(make: Callable[[], ExtensiveForm]) -> None:
    theirs: Any = to_pygambit(make()).mixed_behavior_profile(rational=True)
    found = certify_play(to_pygambit(make()), theirs)
    assert found.certificate.exact
    assert found.certificate.regret == Fraction(theirs.as_strategy().max_regret())
    assert list(found.payoffs) == [Fraction(value) for _, value in theirs.payoffs]
    assert found.certificate.regret == certify(to_pygambit(make()), theirs).certificate.regret


def test_the_best_reply_by_hand() -> None:
    """Against a fight with 1/4 entering pays 1/2, staying out 0."""
    half = (Fraction(1, 2), Fraction(1, 2)), (Fraction(1, 4), Fraction(3, 4))
    assert best_reply(entry_game(), half, 0) == Fraction(1, 2)
    assert best_reply(entry_game(), half, 1) == Fraction(1, 2) * 2 + Fraction(1, 2) * 1


def test_what_is_no_behaviour_in_a_tree_is_refused() -> None:
    with pytest.raises(InputError, match="got a game in normal form; allowed: a tree"):
        certify_play(prisoners_dilemma(), {})
    with pytest.raises(InputError, match="got an object of type list; allowed: a behaviour profile"):
        certify_play(entry_game(), [[1, 0], [1, 0]])
    with pytest.raises(InputError, match="imperfect recall"):
        certified_play(absent_minded_driver(), ((Fraction(1), Fraction(0)),))
