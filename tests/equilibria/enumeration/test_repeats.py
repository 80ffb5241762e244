"""Copies of strategies taken out and put back: against all extreme strategies listed without that reduction."""

from random import Random

import pytest

from selten.equilibria.certify import certify
from selten.equilibria.enumerate import Enumeration, extreme_equilibria
from selten.equilibria.enumeration import repeats
from selten.equilibria.enumeration.repeats import TooManyError, copies
from selten.equilibria.index.masks import whole_pairs
from selten.equilibria.solution import Proposal, Status
from selten.games.enclosed import Enclosed
from selten.games.families import random_game
from selten.games.normal_form import NormalForm

METHODS = ("double-description", "python")


def drawn(seed: int) -> NormalForm:
    draw = Random(seed)
    family = draw.choice(["duplicated", "duplicated", "01", "zero rows"])
    return random_game(family, draw.randint(1, 6), draw.randint(1, 6), draw)


def answer(game: NormalForm, method: str) -> Proposal:
    return Enumeration(method=method)(game)


@pytest.mark.parametrize("method", METHODS)
@pytest.mark.parametrize("seed", range(40))
def test_the_labels_are_those_of_the_game_with_its_copies(seed: int, method: str) -> None:
    """Double description of both cones without any reduction, in Python integers."""
    game = drawn(seed)
    expected = whole_pairs(game)
    labels = sorted((expected.first[i], expected.second[j]) for i, j in expected.pairs)
    found = answer(game, method)
    known = found.extreme
    if known is not None:
        assert sorted((known.first[i], known.second[j]) for i, j in known.pairs) == labels
    if known is not None and known.whole:
        assert (sorted(known.first), sorted(known.second)) == (sorted(expected.first), sorted(expected.second))
    profiles = list(found.profiles) if found.proven is None else [e.profile for e in found.proven]
    assert len(profiles) == len(labels)
    assert len(set(profiles)) == len(profiles)
    assert profiles == sorted(profiles, key=lambda profile: profile.strategies, reverse=True)
    assert all(certify(game, profile).certificate.regret == 0 for profile in profiles)


@pytest.mark.parametrize("seed", range(10))
def test_both_ways_give_the_same_list(seed: int) -> None:
    game = drawn(100 + seed)
    compiled = answer(game, "double-description").proven
    assert compiled is not None
    assert list(compiled) == [certify(game, p) for p in extreme_equilibria(game, method="python")]


def test_a_game_of_copies_only() -> None:
    """By hand: one class each, so every pair of pure strategies is an extreme equilibrium."""
    game = NormalForm.of([[[1] * 3] * 4, [[2] * 3] * 4])
    assert copies(game) == repeats.Copies(((0, 1, 2, 3),), ((0, 1, 2),))
    for method in METHODS:
        assert len(extreme_equilibria(game, method=method)) == 12


def test_the_copies_of_an_enclosed_game_are_those_of_one_symbol() -> None:
    first, second = (Enclosed.symbol(name, 0.5, 0.6) for name in "ab")
    assert copies(NormalForm.of([[[first], [first]], [[0], [0]]])) == repeats.Copies(((0, 1),), ((0,),))
    assert copies(NormalForm.of([[[first], [second]], [[0], [0]]])) is None
    game = NormalForm.of([[[first], [first]], [[0], [0]]])
    assert [profile.supports for profile in extreme_equilibria(game)] == [((0,), (0,)), ((1,), (0,))]


@pytest.mark.parametrize("method", METHODS)
def test_too_many_are_refused_with_their_number(method: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Matching pennies with three copies of each strategy: 3 * 3 choices a player."""
    monkeypatch.setattr(repeats, "MOST_EQUILIBRIA", 80)
    sides = [[1] * 3 + [0] * 3] * 3 + [[0] * 3 + [1] * 3] * 3
    game = NormalForm.of([sides, [[1 - value for value in row] for row in sides]])
    with pytest.raises(TooManyError, match="make 81 extreme equilibria, more than the 80"):
        extreme_equilibria(game, method=method)
    refused = answer(game, method)
    assert refused.status is Status.REFUSED
    assert "81" in refused.note
    monkeypatch.setattr(repeats, "MOST_EQUILIBRIA", 81)
    assert len(extreme_equilibria(game, method=method)) == 81
