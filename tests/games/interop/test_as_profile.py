"""Profiles of every origin, for normal forms and for trees."""

from fractions import Fraction
from typing import Any

import nashpy
import numpy as np
import pyspiel
import pytest
import quantecon.game_theory as gt
from open_spiel.python import policy

from selten.games.errors import InputError
from selten.games.interop.as_behaviour import as_behaviour, is_behaviour
from selten.games.interop.as_profile import as_profile
from selten.games.interop.openspiel import from_openspiel
from selten.games.interop.packages import to_pygambit
from selten.games.library import entry_game, one_card_poker, prisoners_dilemma
from selten.games.normal_form import NormalForm
from selten.games.profile import Profile

GAME = NormalForm.of(
    [[[3, 0, 1], [5, 1, 1]], [[3, 5, 2], [0, 1, 2]]],
    [["stay", "leave"], ["stay", "leave", "wait"]],
    players=["Row", "Column"],
)
MIXED = Profile.of([["1/4", "3/4"], [0, "1/2", "1/2"]])


@pytest.mark.parametrize(
    ("profile", "exact"),
    [
        (MIXED, True),
        ([["1/4", "3/4"], [0, "1/2", "1/2"]], True),
        ([{"stay": "1/4", "leave": "3/4"}, {"leave": "1/2", "wait": "1/2"}], True),
        ({"Column": {"leave": Fraction(1, 2), "wait": "0.5"}, "Row": ["1/4", "3/4"]}, True),
        ((np.array([Fraction(1, 4), Fraction(3, 4)]), np.array([0, Fraction(1, 2), Fraction(1, 2)])), True),
        ([[0.25, 0.75], [0.0, 0.5, 0.5]], False),
        ((np.array([0.25, 0.75]), np.array([0.0, 0.5, 0.5])), False),
    ],
)
def test_one_profile_in_every_writing(profile: Any, exact: bool) -> None:
    found = as_profile(GAME, profile)
    assert [[Fraction(p) for p in own] for own in found.strategies] == [list(own) for own in MIXED.strategies]
    assert found.is_exact is exact


@pytest.mark.parametrize("profile", [["leave", "wait"], (1, 2), np.array([1, 2]), [{"leave": 1}, 2]])
def test_pure_profiles_by_label_or_number(profile: Any) -> None:
    assert as_profile(GAME, profile) == Profile.pure((2, 3), (1, 2))


@pytest.mark.parametrize("rational", [True, False])
def test_pygambit_mixed_profiles(rational: bool) -> None:
    theirs = to_pygambit(GAME).mixed_strategy_profile(
        [[Fraction(1, 4), Fraction(3, 4)], [0, Fraction(1, 2), Fraction(1, 2)]]
        if rational
        else [[0.25, 0.75], [0, 0.5, 0.5]],
        rational=rational,
    )
    found = as_profile(GAME, theirs)
    assert found.is_exact == rational
    assert [[float(p) for p in own] for own in found.strategies] == [[0.25, 0.75], [0, 0.5, 0.5]]


def test_what_nashpy_and_quantecon_return() -> None:
    pennies = NormalForm.of([[[1, -1], [-1, 1]], [[-1, 1], [1, -1]]])
    (theirs,) = nashpy.Game([[1, -1], [-1, 1]]).support_enumeration()
    assert as_profile(pennies, theirs) == Profile.of([[0.5, 0.5], [0.5, 0.5]])
    (pure,) = gt.pure_nash_brute(gt.NormalFormGame([[(3, 3), (0, 5)], [(5, 0), (1, 1)]]))
    assert as_profile(prisoners_dilemma(), pure) == Profile.pure((2, 2), (1, 1))


def test_openspiel_policy_of_a_matrix_game() -> None:
    theirs = pyspiel.load_game("matrix_rps")
    own = policy.TabularPolicy(theirs)
    own.action_probability_array[0] = [0.5, 0.25, 0.25]
    table = from_openspiel(theirs)
    assert isinstance(table, NormalForm)
    assert as_profile(table, own).strategies == ((0.5, 0.25, 0.25), (1 / 3,) * 3)


def test_roundings_are_taken_as_they_are_meant() -> None:
    found = as_profile(GAME, [[-1e-17, 1.0], [1e-9, 0.5, 0.5]])
    assert found.strategies == ((0.0, 1.0), (1e-9, 0.5, 0.5))
    with pytest.raises(InputError, match="sum to"):
        as_profile(GAME, [[0.0, 1.0], [1e-9, 0.5, 0.5]], tolerance=1e-12)


@pytest.mark.parametrize(
    ("profile", "message"),
    [
        ([[1, 0]], "profile: got 1 strategies; allowed: 2, one for each player"),
        (["stay", "go"], r"strategies\[1\]: got the strategy 'go'; allowed: stay, leave, wait"),
        ([{"go": 1}, "stay"], r"strategies\[0\]: got the strategy 'go'; allowed: stay, leave"),
        ([0, 3], r"strategies\[1\]: got strategy number 3; allowed: 0 to 2, counted from 0"),
        ([0, -1], r"strategies\[1\]: got strategy number -1"),
        ([[1, 0], [1, 0]], r"strategies\[1\]: got 2 probabilities; allowed: 3"),
        ([[1, 0], [1, 1, 0]], r"strategies\[1\]: got probabilities that sum to 2; allowed: 1"),
        ([[-1, 2], "stay"], r"strategies\[0\]\[0\]: got -1; allowed: a probability, at least 0"),
        ([[-0.1, 1.1], "stay"], r"strategies\[0\]\[0\]: got -0.1"),
        ([["1/3", "1/3"], "stay"], r"strategies\[0\]: got probabilities that sum to 2/3"),
        ([[float("nan"), 1.0], "stay"], r"strategies\[0\]\[0\]: got 'nan'; allowed: a finite number"),
        (np.array(1.0), "profile: got an object of type ndarray; allowed: a Profile"),
        ([np.array(1.0), "stay"], r"strategies\[0\]: got an object of type ndarray; allowed: probabilities, a dict"),
        ([b"stay", "stay"], r"strategies\[0\]: got an object of type bytes; allowed: probabilities, a dict"),
        ([None, "stay"], r"strategies\[0\]: got None; allowed: probabilities, a dict"),
        ({"Row": "stay"}, "profile: got the players 'Row'; allowed: each of Row, Column"),
        ({"Row": "stay", "Col": "stay"}, "profile: got the players 'Row, Col'"),
        ("stay", "profile: got an object of type str; allowed: a Profile"),
        (Profile.pure((2, 2), (0, 0)), r"strategies: got lengths \[2, 2\]; allowed: \[2, 3\]"),
        (5, "profile: got an object of type int"),
    ],
)
def test_what_is_no_profile_is_refused(profile: Any, message: str) -> None:
    with pytest.raises(InputError, match=message):
        as_profile(GAME, profile)


def test_behaviour_is_told_from_mixtures() -> None:
    assert is_behaviour({"entrant": {"1": "in"}, "incumbent": {"1": "fight"}})
    assert is_behaviour({"entrant": {"1": [0.5, 0.5]}, "incumbent": {"1": {"fight": 1}}})
    assert not is_behaviour({"entrant": {"in": "1/2", "out": 0.5}, "incumbent": {"fight": 1}})
    assert not is_behaviour({"entrant": "in", "incumbent": [1, 0]})
    assert not is_behaviour([[1, 0], [0, 1]])


@pytest.mark.parametrize("rational", [True, False])
def test_pygambit_behaviour_profiles(rational: bool) -> None:
    """Uneven ones, whose probabilities are then looked up in both by the labels of the actions."""
    tree = one_card_poker()
    weights = [[Fraction(1, 8), Fraction(7, 8)], [Fraction(1, 4), Fraction(3, 4)]], [[Fraction(5, 8), Fraction(3, 8)]]
    data = list(weights) if rational else [[[float(p) for p in row] for row in own] for own in weights]
    theirs = to_pygambit(tree).mixed_behavior_profile(data, rational=rational)
    own = {}
    for player in theirs.game.players:
        for history, actions in theirs[player]:
            own[tuple(step.action for step in history)] = tuple(Fraction(p) for _, p in actions)
    rows, rounded = as_behaviour(tree, theirs)
    assert rounded is not rational
    for h, infoset in enumerate(tree.infosets):
        if infoset.player is not None:
            found = [own[tree.history(node)] for node in tree.members[h] if tree.history(node) in own]
            assert found == [rows[h]]


def test_openspiel_policies_agree_with_what_they_say() -> None:
    theirs = pyspiel.load_game("kuhn_poker")
    tree = from_openspiel(theirs)
    own = policy.TabularPolicy(theirs)
    rng = np.random.default_rng(2)
    own.action_probability_array[:] = rng.dirichlet([1, 1], size=len(own.action_probability_array))
    rows, rounded = as_behaviour(tree, own)  # type: ignore[arg-type]
    assert rounded
    for row, infoset in zip(rows, tree.infosets, strict=True):  # type: ignore[union-attr]
        assert sum(row) == 1
        if infoset.player is not None:
            assert [float(p) for p in row] == pytest.approx(own.policy_for_key(infoset.label).tolist(), abs=1e-15)


def test_openspiel_policies_without_a_game_need_it() -> None:
    theirs = pyspiel.load_game("kuhn_poker")
    tree, uniform = from_openspiel(theirs), pyspiel.UniformRandomPolicy(theirs)
    with pytest.raises(InputError, match="allowed: with the OpenSpiel game in its place"):
        as_behaviour(tree, uniform)  # type: ignore[arg-type]
    rows, _ = as_behaviour(tree, uniform, game=theirs)  # type: ignore[arg-type]
    assert all(len(set(row)) == 1 for row in rows)
    other = policy.TabularPolicy(pyspiel.load_game("leduc_poker"))
    with pytest.raises(InputError, match=r"a policy that knows no state '2'|of another game"):
        as_behaviour(tree, other, game=theirs)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("profile", "message"),
    [
        (
            {"entrant": {"1": "in"}},
            "got nothing at information set 1 .*of player 'incumbent'; allowed: what is done at each",
        ),
        ({"entrant": {"1": "on"}, "incumbent": {"1": "fight"}}, "got the strategy 'on'; allowed: out, in"),
        (
            {"entrant": ["in"], "incumbent": {"1": {"fight": 1}}},
            "behaviour of 'entrant': got an object of type list; allowed",
        ),
        ({"nobody": {"1": "in"}}, "got the player 'nobody'; allowed: entrant, incumbent"),
        ({"entrant": {"2": "in"}}, "got the information set '2' of 'entrant'; allowed: 1"),
        ({"entrant": {"1": ["1/2", "1/3"]}}, "got 1/2, 1/3; allowed: probabilities, at least 0, that sum to 1"),
        ({"entrant": {"1": [2, -1]}}, "got 2, -1; allowed: probabilities"),
        ({"entrant": {"1": [1]}}, "got 1 probabilities; allowed: 2"),
    ],
)
def test_wrong_behaviour_is_refused(profile: Any, message: str) -> None:
    with pytest.raises(InputError, match=message):
        as_behaviour(entry_game(), profile)


def test_pygambit_behaviour_of_another_game_is_refused() -> None:
    theirs = to_pygambit(one_card_poker()).mixed_behavior_profile(rational=True)
    with pytest.raises(InputError, match="allowed: histories"):
        as_behaviour(entry_game(), theirs)
