"""Incredible threats and sequential rationality against brute force over pure plans, and known games."""

from fractions import Fraction
from itertools import product
from random import Random
from typing import Any

import pytest
from assessment_cases import entry_in_two_ways, layered_tree

from selten.equilibria.enumerate import extreme_equilibria
from selten.equilibria.trees.assessment import Assessment, bayes_beliefs
from selten.equilibria.trees.behaviour import behaviour_of, is_subgame_perfect, mixed_of
from selten.equilibria.trees.rationality import improvements
from selten.equilibria.trees.sequential import sequential
from selten.equilibria.trees.threats import _first_fault, incredible_threats
from selten.games.extensive_form import ExtensiveForm
from selten.games.library import entry_game, seltens_horse
from selten.games.profile import Profile, regret
from selten.games.reduced import reduced_normal_form, strategy_counts
from selten.games.tree import Tree

Rows = tuple[tuple[Fraction, ...], ...]


def value(tree: ExtensiveForm, node: int, rows: Rows, player: int) -> Fraction:
    h = tree.nodes[node].infoset
    if h is None:
        return tree.path_payoffs()[node][player]
    parts = [value(tree, child, rows, player) for child in tree.children[node]]
    return sum((p * v for p, v in zip(rows[h], parts, strict=True)), Fraction(0))


def best_by_brute_force(tree: ExtensiveForm, given: Assessment, h: int) -> Fraction:
    """The most that the player can expect at an information set, over all its pure plans for the whole tree."""
    player = tree.infosets[h].player
    assert player is not None
    own = [k for k, infoset in enumerate(tree.infosets) if infoset.player == player]
    best = None
    for plan in product(*(range(len(tree.infosets[k].actions)) for k in own)):
        rows = list(given.behaviour)
        for k, a in zip(own, plan, strict=True):
            rows[k] = tuple(Fraction(int(a == b)) for b in range(len(rows[k])))
        total = sum(
            (
                p * value(tree, node, tuple(rows), player)
                for p, node in zip(given.beliefs[h], tree.members[h], strict=True)
            ),
            Fraction(0),
        )
        best = total if best is None else max(best, total)
    assert best is not None
    return best


def some_assessment(tree: ExtensiveForm, draw: Random) -> Assessment:
    rows: list[Any] = [
        None if infoset.player is None else draw.choice(([1, 0], [0, 1], ["1/3", "2/3"])) for infoset in tree.infosets
    ]
    bare = Assessment.of(tree, rows, beliefs=any_beliefs(tree))
    pairs = zip(bayes_beliefs(tree, bare.behaviour), any_beliefs(tree), strict=True)
    return Assessment.of(tree, rows, beliefs=[own or other for own, other in pairs])


def any_beliefs(tree: ExtensiveForm) -> list[Any]:
    return [
        None if infoset.player is None else [Fraction(1, len(members))] * len(members)
        for infoset, members in zip(tree.infosets, tree.members, strict=True)
    ]


@pytest.mark.parametrize("seed", range(30))
def test_improvements_by_brute_force(seed: int) -> None:
    tree = layered_tree(seed, depth=3)
    given = some_assessment(tree, Random(seed))
    found = {deviation.infoset: deviation for deviation in improvements(tree, given)}
    for h, infoset in enumerate(tree.infosets):
        if infoset.player is None:
            continue
        now = sum(
            (
                p * value(tree, node, given.behaviour, infoset.player)
                for p, node in zip(given.beliefs[h], tree.members[h], strict=True)
            ),
            Fraction(0),
        )
        best = best_by_brute_force(tree, given, h)
        assert (h in found) == (best > now)
        if h in found:
            assert (found[h].earns, found[h].instead_of) == (best, now)
            changed = list(given.behaviour)
            for k, a in found[h].plan:
                changed[k] = tuple(Fraction(int(a == b)) for b in range(len(changed[k])))
            earned = [value(tree, node, tuple(changed), infoset.player) for node in tree.members[h]]
            assert sum((p * v for p, v in zip(given.beliefs[h], earned, strict=True)), Fraction(0)) == best


def stacked(seed: int) -> ExtensiveForm:
    """Two rounds of small simultaneous games, the first of them with a way out: many Nash equilibria, few perfect."""
    draw = Random(seed)
    tree = Tree(["A", "B"])

    def game(depth: int) -> None:
        if depth == 0 or draw.random() < 0.3:
            tree.leaf([draw.randint(0, 3), draw.randint(0, 3)])
            return
        first = draw.randrange(2)
        tree.move(tree.infoset(first, ["l", "r"]))
        if draw.random() < 0.5:
            game(depth - 1)
            game(depth - 1)
            return
        second = tree.infoset(1 - first, ["L", "R"])
        for _ in range(2):
            tree.move(second)
            game(depth - 1)
            game(depth - 1)

    game(3)
    return tree.build()


SMALL = [seed for seed in range(60) if 1 < max(strategy_counts(stacked(seed))) <= 12]


@pytest.mark.parametrize("seed", SMALL)
def test_threats_are_what_stands_between_nash_and_subgame_perfect(seed: int) -> None:
    tree = stacked(seed)
    table = reduced_normal_form(tree)
    for profile in extreme_equilibria(table):
        behaviour = behaviour_of(tree, profile)
        verdict, threats = is_subgame_perfect(tree, behaviour), incredible_threats(tree, behaviour)
        assert bool(threats) == (verdict is False)
        for threat in threats:
            # the play of an equilibrium never comes to a subgame in which somebody gains
            assert not threat.reached
            assert threat.earns > threat.instead_of
            assert behaviour[threat.infoset][threat.action] > 0  # type: ignore[index]
            assert threat.better != threat.action


def test_the_entry_game() -> None:
    tree = entry_game()
    behaviour = behaviour_of(tree, Profile.of([[1, 0], [1, 0]]))
    (threat,) = incredible_threats(tree, behaviour)
    assert (threat.subgame, threat.player, threat.infoset, threat.action, threat.better) == (2, 1, 1, 0, 1)
    assert (int(threat.earns), int(threat.instead_of), threat.reached) == (1, -1, False)
    assert threat.text(tree) == (
        "information set 1 of player 'incumbent' threatens with 'fight': "
        "in the subgame from 'in' 'share' earns 1 instead of -1"
    )
    # both enter and share: nothing to report; in and fight: no equilibrium at all, and the fight is reached
    assert incredible_threats(tree, behaviour_of(tree, Profile.of([[0, 1], [0, 1]]))) == ()
    fought = incredible_threats(tree, behaviour_of(tree, Profile.of([[0, 1], [1, 0]])))
    assert [(found.reached, found.player) for found in fought] == [(True, 1), (True, 0)]


def test_a_threat_that_needs_two_moves() -> None:
    # after "in" B picks a; better is b and then, at its next move, d: worth 5, though b and then c is worth 0
    tree = Tree(["A", "B"])
    tree.move(tree.infoset(0, ["out", "in"]))
    tree.leaf([1, 0])
    first, hidden, last = tree.infoset(1, ["a", "b"]), tree.infoset(0, ["x", "y"]), tree.infoset(1, ["c", "d"])
    tree.move(first)
    for a in range(2):
        tree.move(hidden)
        for _ in range(2):
            if a == 0:
                tree.leaf([0, 1])
            else:
                tree.move(last)
                tree.leaf([0, 0])
                tree.leaf([0, 5])
    game = tree.build()
    rows = tuple(tuple(map(Fraction, row)) for row in ([1, 0], [1, 0], [1, 0], [1, 0]))
    profile = mixed_of(game, rows)
    assert profile is not None
    assert regret(reduced_normal_form(game), profile) == 0
    (threat,) = incredible_threats(game, rows)
    assert (threat.plan, int(threat.earns), int(threat.instead_of)) == (((1, 1), (3, 1)), 5, 1)
    assert "'b' then 'd' at information set 2 of player 'B' earns 5 instead of 1" in threat.text(game)


def test_open_behaviour_is_no_threat_by_itself() -> None:
    # A's second move is ruled out by its first one: whatever stands there, in the same piece it does not matter
    tree = entry_in_two_ways()
    open_ = behaviour_of(tree, Profile.of([[1, 0, 0], [1, 0]]))
    assert open_[1] is None
    assert incredible_threats(tree, open_) == ()
    assert is_subgame_perfect(tree, open_) is None


@pytest.mark.parametrize(
    ("rows", "belief", "rational"),
    [
        ([[1, 0], [1, 0], [0, 1]], "2/3", True),
        ([[1, 0], [1, 0], [0, 1]], "1/2", False),
        ([[1, 0], [1, 0], ["3/4", "1/4"]], "2/3", False),
        ([[1, 0], [1, 0], ["1/4", "3/4"]], "2/3", True),
        ([[0, 1], [1, 0], [1, 0]], "0", False),
    ],
)
def test_the_horse(rows: Any, belief: str, rational: bool) -> None:
    # sequential: (C, c, R with at least 3/4), 3 indifferent at belief 2/3 in being behind d; never (D, c, L), a Nash
    # equilibrium where 2 would move d (Selten 1975; Kreps and Wilson 1982, section 1)
    tree = seltens_horse()
    given = Assessment.of(tree, rows, beliefs=[None, None, [belief, 1 - Fraction(belief)]])
    verdict = sequential(tree, given)
    assert verdict.consistent
    assert verdict.rational is rational
    assert verdict.equilibrium is rational
    table = reduced_normal_form(tree)
    if rows[0] == [0, 1]:
        assert regret(table, Profile.of(rows)) == 0


def test_a_long_centipede_is_sequential() -> None:
    tree = Tree(["A", "B"])
    steps = 400
    for k in range(steps):
        tree.move(tree.infoset(k % 2, ["stop", "go"]))
        tree.leaf([k + 2, k] if k % 2 == 0 else [k - 1, k + 3])
    tree.leaf([steps + 2, steps])
    game = tree.build()
    assert sequential(game, Assessment.of(game, [[1, 0]] * steps)).equilibrium
    going = [[1, 0]] * (steps - 1) + [[0, 1]]
    # only the last mover goes on: stopping there earns 1 more, and the one before would rather go on to it
    deviations = sequential(game, Assessment.of(game, going)).deviations
    assert [(found.infoset, found.plan[0][1]) for found in deviations] == [(steps - 2, 1), (steps - 1, 0)]


class Seen:
    """An outlook: which move each information set follows, what it is worth, and what its actions earn as planned."""

    def __init__(self, after: Any, worth: Any, played: Any) -> None:
        self.after, self.worth, self.played = after, worth, played

    def value(self, h: int) -> Fraction:
        return Fraction(self.worth[h])


@pytest.mark.parametrize(
    ("behaviour", "expected"),
    [
        ([(1, 0), (1, 0), (1, 0)], 0),  # stopping at once for 2: what would be gained later is not on the way
        ([(0, 1), (1, 0), (1, 0)], 1),  # going on, and stopping for 0
        ([(0, 1), (0, 1), (1, 0)], 2),  # only the last move is at fault, for all before it too
        ([(0, 1), (0, 1), (0, 1)], None),
    ],
)
def test_the_first_plan_to_change_by_hand(behaviour: Any, expected: int | None) -> None:
    """Stop for 2 or go on; stop for 0 or go on; stop for 0 or take 5."""
    rows = [tuple(Fraction(x) for x in row) for row in behaviour]
    last = 5 * rows[2][1]
    middle = last * rows[1][1]
    played = {0: (Fraction(2), middle), 1: (Fraction(0), last), 2: (Fraction(0), Fraction(5))}
    seen: Any = Seen({0: None, 1: (0, 1), 2: (1, 1)}, {0: 5, 1: 5, 2: 5}, played)
    assert _first_fault(seen, rows) == expected
