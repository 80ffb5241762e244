"""Reduced normal forms against playing all full strategies by hand, and against Gambit."""

from collections.abc import Callable
from fractions import Fraction
from io import StringIO
from itertools import product

import numpy as np
import pytest
from hypothesis import given
from random_games import normal_forms, trees

from selten.games.errors import InputError
from selten.games.extensive_form import ExtensiveForm
from selten.games.files.efg import efg_text
from selten.games.files.nfg import parse_nfg
from selten.games.library import (
    NORMAL_FORMS,
    TREES,
    absent_minded_driver,
    entry_game,
    one_card_poker,
    seltens_horse,
)
from selten.games.normal_form import NormalForm
from selten.games.reduced import own_infosets, reduced_normal_form, simultaneous_tree, strategy_counts
from selten.games.tree import Tree


def play(tree: ExtensiveForm, plan: dict[int, int]) -> tuple[tuple[Fraction, ...], set[int]]:
    """Expected payoffs when every information set has its action, and the information sets met (chance aside)."""
    total, met, todo = [Fraction(0)] * len(tree.players), set(), [(0, Fraction(1))]
    while todo:
        node, chance = todo.pop()
        h, outcome = tree.nodes[node].infoset, tree.nodes[node].outcome
        if outcome is not None:
            total = [t + chance * v for t, v in zip(total, tree.outcomes[outcome].payoffs, strict=True)]
        if h is None:
            continue
        met.add(h)
        if tree.infosets[h].player is None:
            chances = tree.infosets[h].probabilities
            todo += [(child, chance * p) for child, p in zip(tree.children[node], chances, strict=True)]
        else:
            todo.append((tree.children[node][plan[h]], chance))
    return tuple(total), met


def everything(tree: ExtensiveForm, player: int) -> list[dict[int, int]]:
    """All strategies of a player, none merged."""
    own = own_infosets(tree, player)
    return [dict(zip(own, plan, strict=True)) for plan in product(*(range(len(tree.infosets[h].actions)) for h in own))]


@given(trees(most_moves=5))
def test_every_strategy_has_one_twin_that_pays_the_same(tree: ExtensiveForm) -> None:
    """Payoffs over all full profiles and over the reduced form have the same distinct rows and columns."""
    game = reduced_normal_form(tree)
    plans = [everything(tree, player) for player in range(2)]
    full = np.array([[play(tree, a | b)[0] for b in plans[1]] for a in plans[0]], dtype=object)
    rows = {tuple(map(tuple, full[k])) for k in range(len(plans[0]))}
    columns = {tuple(map(tuple, full[:, k])) for k in range(len(plans[1]))}
    reduced = np.moveaxis(game.payoffs, 0, -1)
    assert len(rows) <= game.counts[0] <= len(plans[0])
    assert len(columns) <= game.counts[1] <= len(plans[1])
    assert {cell for row in full.tolist() for cell in map(tuple, row)} == {
        cell for row in reduced.tolist() for cell in map(tuple, row)
    }


@given(trees(most_moves=5, players=1))
def test_one_player_gets_what_its_plans_pay(tree: ExtensiveForm) -> None:
    """With one player the kinds of plans are known by brute force: the own path against all moves of chance."""
    game = reduced_normal_form(tree)
    kinds = {}
    for plan in everything(tree, 0):
        pays, met = play(tree, plan)
        kinds[tuple((h, plan[h]) for h in sorted(plan) if h in met)] = pays[0]
    assert game.counts == (len(kinds),)
    assert sorted(game.payoffs[0].tolist()) == sorted(kinds.values())


@given(trees(most_moves=6))
def test_gambit_lists_the_same_strategies(tree: ExtensiveForm) -> None:
    import pygambit

    theirs = parse_nfg(pygambit.read_efg(StringIO(efg_text(plain(tree)))).to_nfg(), "Gambit")
    ours = reduced_normal_form(tree)
    assert ours.counts == theirs.counts
    if tree.has_perfect_recall:
        assert (ours.payoffs == theirs.payoffs).all()


def plain(tree: ExtensiveForm) -> ExtensiveForm:
    """The tree with labels that Gambit takes."""
    grown = Tree(tree.players)
    for h, infoset in enumerate(tree.infosets):
        actions = [f"a{k}" for k in range(len(infoset.actions))]
        if infoset.player is None:
            assert grown.chance(actions, infoset.probabilities) == h
        else:
            assert grown.infoset(infoset.player, actions) == h
    for outcome in tree.outcomes:
        grown.outcome(outcome.payoffs)
    for node in tree.nodes:
        if node.infoset is None:
            grown.end(node.outcome)
        else:
            grown.move(node.infoset, outcome=node.outcome)
    return grown.build()


@given(trees(most_moves=8))
def test_counts_are_known_beforehand(tree: ExtensiveForm) -> None:
    counts = reduced_normal_form(tree).counts
    if tree.has_perfect_recall:
        assert strategy_counts(tree) == counts
    assert all(bound >= count for bound, count in zip(strategy_counts(tree), counts, strict=True))


KNOWN: list[tuple[Callable[[], ExtensiveForm], tuple[tuple[str, ...], ...]]] = [
    (entry_game, (("out", "in"), ("fight", "share"))),
    (seltens_horse, (("C", "D"), ("c", "d"), ("L", "R"))),
    (one_card_poker, (("raise raise", "raise fold", "fold raise", "fold fold"), ("meet", "pass"))),
    (absent_minded_driver, (("exit", "go on"),)),
]


@pytest.mark.parametrize(("make", "strategies"), KNOWN, ids=[make.__name__ for make, _ in KNOWN])
def test_labels(make: Callable[[], ExtensiveForm], strategies: tuple[tuple[str, ...], ...]) -> None:
    assert reduced_normal_form(make()).strategies == strategies
    assert [make for make, _ in KNOWN] == list(TREES)


def test_poker_by_hand() -> None:
    """Myerson's table of the game, section 2.2: the first player's expected payoffs."""
    payoffs = reduced_normal_form(one_card_poker()).payoffs[0].tolist()
    assert payoffs == [[0, 1], [Fraction(1, 2), 0], [Fraction(-1, 2), 1], [0, 0]]


def test_moves_off_the_own_path_are_merged_and_shown_as_stars() -> None:
    tree = Tree(["A", "B"])
    stop, again = tree.infoset(0, ["stop", "go"]), tree.infoset(0, ["stop", "go"])
    tree.move(stop)
    tree.end()
    tree.move(again)
    tree.leaf([1, 1])
    tree.leaf([2, 2])
    game = reduced_normal_form(tree.build())
    assert game.strategies == (("stop *", "go stop", "go go"), ("*",))
    assert game.payoffs[0].tolist() == [[0], [1], [2]]


def test_labels_that_would_clash_give_way_to_numbers() -> None:
    tree = Tree(["A"])
    first, second = tree.infoset(0, ["x", "x y"]), tree.infoset(0, ["y z", "z"])
    tree.move(first)
    for _ in range(2):
        tree.move(second)
        tree.end()
        tree.end()
    assert reduced_normal_form(tree.build()).strategies == (("1 1", "1 2", "2 1", "2 2"),)


def test_information_sets_declared_in_any_order() -> None:
    """The later move declared first."""
    tree = Tree(["A"])
    late, early = tree.infoset(0, ["l", "r"]), tree.infoset(0, ["stop", "go"])
    tree.move(early)
    tree.leaf([0])
    tree.move(late)
    tree.leaf([1])
    tree.leaf([2])
    game = reduced_normal_form(tree.build())
    assert game.strategies == (("stop *", "go l", "go r"),)
    assert game.payoffs[0].tolist() == [0, 1, 2]


def test_too_large_is_refused_with_the_size() -> None:
    tree = Tree(["A", "B"])
    tree.move(tree.infoset(0, ["l", "r"] + [str(k) for k in range(98)]))
    for _ in range(100):
        tree.move(tree.infoset(1, [str(k) for k in range(10)]))
        for _ in range(10):
            tree.end()
    game = tree.build()
    with pytest.raises(
        InputError, match=rf"strategies 100, 1{'0' * 100}, 1{'0' * 102} profiles; allowed: at most 1000000"
    ):
        reduced_normal_form(game)
    assert reduced_normal_form(entry_game(), most_profiles=4).counts == (2, 2)
    with pytest.raises(InputError, match="4 profiles; allowed: at most 3"):
        reduced_normal_form(entry_game(), most_profiles=3)


def test_more_players_than_arrays_have_axes() -> None:
    tree = Tree([str(k) for k in range(61)])
    tree.end()
    with pytest.raises(InputError, match="61 players"):
        reduced_normal_form(tree.build())


@given(normal_forms())
def test_a_normal_form_is_that_of_its_tree(game: NormalForm) -> None:
    again = reduced_normal_form(simultaneous_tree(game))
    assert (again.players, again.strategies, again.title) == (game.players, game.strategies, game.title)
    assert (again.payoffs == game.payoffs).all()


@pytest.mark.parametrize("make", NORMAL_FORMS)
def test_the_library_too(make: Callable[[], NormalForm]) -> None:
    game = make()
    tree = simultaneous_tree(game)
    assert tree.has_perfect_recall
    assert (reduced_normal_form(tree).payoffs == game.payoffs).all()


def test_enclosures_make_no_tree() -> None:
    from selten.games.enclosed import Enclosed

    with pytest.raises(InputError, match="bounds on numbers"):
        simultaneous_tree(NormalForm.of([[Enclosed.of(1), 2]]))
