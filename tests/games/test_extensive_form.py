"""Trees: the checks of the door, perfect recall against its definition, sums of outcomes."""

from collections import defaultdict
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given
from random_games import trees

from selten.games.errors import InputError
from selten.games.extensive_form import ExtensiveForm
from selten.games.library import absent_minded_driver, entry_game, one_card_poker, seltens_horse
from selten.games.tree import Tree
from selten.games.tree_parts import InformationSet, Node, Outcome

HALF = Fraction(1, 2)
MOVE = InformationSet(0, ("l", "r"))
COIN = InformationSet(None, ("h", "t"), probabilities=(HALF, HALF))
PAYS = Outcome((Fraction(1), Fraction(2)))
NODES = [Node(0), Node(None, 0), Node()]

REFUSED: list[tuple[dict[str, Any], str]] = [
    ({"players": []}, "players: got none"),
    ({"players": ["A", "A"]}, "players: got the label 'A' twice"),
    ({"infosets": [InformationSet(2, ("l", "r"))]}, "information set 0: got player 2; allowed: 0 to 1"),
    ({"infosets": [InformationSet(-1, ("l", "r"))]}, "information set 0: got player -1"),
    ({"infosets": [InformationSet(0, ())]}, "information set 0: got no actions"),
    ({"infosets": [InformationSet(0, ("l", "l"))]}, "information set 0: got the action 'l' twice"),
    ({"infosets": [InformationSet(0, ("l", "r"), "", (HALF, HALF))]}, "got probabilities for a player's move"),
    ({"infosets": [InformationSet(None, ("l", "r"))]}, "information set 0: got 0 probabilities; allowed: 2"),
    ({"infosets": [InformationSet(None, ("l", "r"), "", (HALF, HALF / 2))]}, "sum to 3/4; allowed: exactly 1"),
    ({"infosets": [InformationSet(None, ("l", "r"), "", (2 * HALF + 1, -2 * HALF))]}, "got the probability -1"),
    ({"infosets": [MOVE, MOVE]}, "information set 1: got no node"),
    ({"outcomes": [Outcome((Fraction(1),))]}, "outcome 0: got 1 payoffs; allowed: 2"),
    ({"outcomes": [Outcome((1.5, Fraction(1)))]}, "outcome 0: got the payoff 1.5"),  # type: ignore[arg-type]
    ({"outcomes": [PAYS, PAYS]}, "outcome 1: got no node"),
    ({"nodes": []}, "information set 0: got no node"),
    ({"nodes": NODES[:2]}, "nodes: got 2; allowed: more, at least 1 are missing"),
    ({"nodes": [*NODES, Node()]}, "nodes: got 4; allowed: 3"),
    ({"nodes": [Node(0), Node(None, 0), Node(None, 1)]}, "nodes: got outcome 1; allowed: 0 to 0"),
    ({"nodes": [Node(3), *NODES[1:]]}, "nodes: got information set 3"),
    ({"nodes": [], "infosets": [], "outcomes": []}, "nodes: got 0; allowed: more"),
]


@pytest.mark.parametrize(("wrong", "message"), REFUSED)
def test_the_door_refuses(wrong: dict[str, Any], message: str) -> None:
    given_in: dict[str, Any] = {"players": ["A", "B"], "infosets": [MOVE], "outcomes": [PAYS], "nodes": NODES} | wrong
    players, infosets = given_in.pop("players"), given_in.pop("infosets")
    with pytest.raises(InputError) as raised:
        ExtensiveForm.of(players, infosets, **given_in)
    assert message in str(raised.value)


def test_growing_a_tree_refuses_what_does_not_fit() -> None:
    tree = Tree(["A"])
    with pytest.raises(InputError, match="got information set 0"):
        tree.move(0)
    with pytest.raises(InputError, match="information set 0: got 'x'"):
        tree.chance(["a"], ["x"])
    with pytest.raises(InputError, match="outcome 0: got 'nan'"):
        tree.outcome([float("nan")])
    tree.leaf([1])
    with pytest.raises(InputError, match="the tree is complete"):
        tree.end()
    with pytest.raises(InputError, match="are missing"):
        Tree(["A"]).build()


def test_a_float_is_the_decimal_it_prints() -> None:
    tree = Tree(["A"])
    tree.leaf([0.1])
    assert tree.build().outcomes[0].payoffs == (Fraction(1, 10),)


def ancestry(tree: ExtensiveForm) -> list[list[tuple[int, int]]]:
    """For each node the (node, action) pairs on the path to it, from the children upwards."""
    parent = {child: (k, a) for k, own in enumerate(tree.children) for a, child in enumerate(own)}
    paths = []
    for number in range(len(tree.nodes)):
        path: list[tuple[int, int]] = []
        step = parent.get(number)
        while step is not None:
            path.insert(0, step)
            step = parent.get(step[0])
        paths.append(path)
    return paths


def remembers(tree: ExtensiveForm) -> bool:
    """Perfect recall by its definition: one whole own history for each information set."""
    histories = defaultdict(set)
    for number, path in enumerate(ancestry(tree)):
        h = tree.nodes[number].infoset
        if h is None or tree.infosets[h].player is None:
            continue
        own = [(tree.nodes[k].infoset, a) for k, a in path]
        player = tree.infosets[h].player
        histories[h].add(tuple(move for move in own if tree.infosets[move[0] or 0].player == player))
    return all(len(known) == 1 for known in histories.values())


@given(trees(most_moves=8))
def test_perfect_recall_is_its_definition(tree: ExtensiveForm) -> None:
    assert tree.has_perfect_recall == remembers(tree)


@given(trees(most_moves=8))
def test_path_payoffs_are_sums_along_the_path(tree: ExtensiveForm) -> None:
    totals = tree.path_payoffs()
    for number, path in enumerate(ancestry(tree)):
        on_path = [tree.nodes[k].outcome for k in [*(k for k, _ in path), number]]
        for player in range(2):
            assert totals[number][player] == sum(tree.outcomes[o].payoffs[player] for o in on_path if o is not None)


@given(trees(most_moves=8))
def test_nodes_are_in_preorder(tree: ExtensiveForm) -> None:
    todo, seen = [0], []
    while todo:
        node = todo.pop()
        seen.append(node)
        todo += reversed(tree.children[node])
    assert seen == list(range(len(tree.nodes)))
    assert tree.terminals == tuple(k for k in seen if not tree.children[k])
    for h, members in enumerate(tree.members):
        assert members == tuple(k for k in seen if tree.nodes[k].infoset == h)


def test_forgetting_is_named() -> None:
    driver = absent_minded_driver()
    assert driver.imperfect_recall() == 0
    with pytest.raises(
        InputError, match="the sequence form: got imperfect recall at information set 1 of player 'driver'"
    ):
        driver.require_perfect_recall("the sequence form")
    for game in (entry_game(), seltens_horse(), one_card_poker()):
        game.require_perfect_recall("anything")


def test_last_moves() -> None:
    """A player who moves, then moves again after each answer."""
    tree = Tree(["A", "B"])
    first, answer = tree.infoset(0, ["l", "r"]), tree.infoset(1, ["x", "y"])
    after_x, after_y = tree.infoset(0, ["u"], label="x"), tree.infoset(0, ["v"], label="y")
    tree.move(first)
    tree.end()
    tree.move(answer)
    for move in (after_x, after_y):
        tree.move(move)
        tree.end()
    game = tree.build()
    assert game.last_moves() == (None, None, (first, 1), (first, 1))
    assert game.infoset_name(after_y) == "information set 3 ('y') of player 'A'"
    assert one_card_poker().infoset_name(0) == "information set 1 of chance"
