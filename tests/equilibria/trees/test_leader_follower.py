"""Sequential offering games as trees against the closed formula, brute force over equilibria, and small costs."""

from fractions import Fraction
from random import Random

import pytest

from selten.equilibria.trees.backward import subgame_perfect
from selten.equilibria.trees.leader_follower import sequential_outcomes
from selten.equilibria.trees.outcomes import perfect_outcomes
from selten.games.bundling import OFFERINGS
from selten.games.errors import InputError
from selten.games.library import entry_game, table_2
from selten.games.market_trees import sequential_tree
from selten.games.normal_form import NormalForm
from selten.games.tree import Tree
from selten.selection.entry import sequential_entry

PRODUCTS = [label.count("1") for label in OFFERINGS]


def random_game(seed: int) -> tuple[NormalForm, list[list[int]]]:
    draw = Random(seed)
    m, n = draw.choice([(2, 2), (3, 3), (2, 4), (4, 3)])
    table = [[[draw.randrange(3) for _ in range(n)] for _ in range(m)] for _ in range(2)]
    return NormalForm.of(table), [[draw.randrange(3) for _ in range(size)] for size in (m, n)]


@pytest.mark.parametrize("leader", [0, 1])
@pytest.mark.parametrize("seed", range(40))
def test_trees_agree_with_the_closed_formula(seed: int, leader: int) -> None:
    game, costs = random_game(seed)
    nothing = [[0] * m for m in game.counts]
    assert sequential_outcomes(game, leader=leader) == sequential_entry(game, nothing, leader=leader)
    assert sequential_outcomes(game, leader=leader, costs=costs) == sequential_entry(game, costs, leader=leader)


@pytest.mark.parametrize("leader", [0, 1])
def test_the_offering_game_of_table_2(leader: int) -> None:
    # with infinitesimal costs the leader offers everything and the follower nothing, as the paper says; without, the
    # follower's ties leave more
    game = table_2()
    found = sequential_outcomes(game, leader=leader, costs=[PRODUCTS, PRODUCTS])
    assert [(OFFERINGS[z], OFFERINGS[r]) for z, r in found] == [("111", "000")]
    free = sequential_outcomes(game, leader=leader)
    assert free == sequential_entry(game, [[0] * 8, [0] * 8], leader=leader)
    assert set(found) < set(free)


@pytest.mark.parametrize("seed", range(12))
def test_outcomes_are_those_of_the_equilibria_listed(seed: int) -> None:
    game, _ = random_game(seed)
    tree = sequential_tree(game)
    plays = set()
    for found in subgame_perfect(tree, pure=True).equilibria:
        node = 0
        while (h := tree.nodes[node].infoset) is not None:
            node = tree.children[node][found.behaviour[h].index(1)]
        plays.add(node)
    assert {outcome.ends[0] for outcome in perfect_outcomes(tree)} == plays


@pytest.mark.parametrize("seed", range(30))
def test_infinitesimal_costs_are_what_small_costs_become(seed: int) -> None:
    # payoffs are integers and costs at most 2: anything below 1/4 is small enough, also in the mean of a fair coin's
    # sides, which are multiples of 1/2
    draw = Random(seed)
    pays = [[draw.randrange(3) for _ in range(2)] for _ in range(8)]
    costs = [[draw.randrange(3) for _ in range(2)] for _ in range(8)]

    def grown(gamma: Fraction) -> Tree:
        tree = Tree(["A", "B"])
        first, coin = tree.infoset(0, ["l", "r"]), tree.chance(["h", "t"], ["1/2", "1/2"])
        ends = iter(range(8))
        tree.move(first)
        for _ in range(2):
            tree.move(coin)
            for _ in range(2):
                tree.move(tree.infoset(1, ["L", "R"]))
                for _ in range(2):
                    k = next(ends)
                    tree.leaf([x - gamma * c for x, c in zip(pays[k], costs[k], strict=True)])
        return tree

    tree = grown(Fraction(0)).build()
    found = perfect_outcomes(tree, costs=dict(zip(tree.terminals, costs, strict=True)))
    for gamma in (Fraction(1, 100), Fraction(1, 10_000)):
        near = perfect_outcomes(grown(gamma).build())
        assert [own.ends for own in near] == [own.ends for own in found]
        for own, exact in zip(near, found, strict=True):
            assert own.payoffs == tuple(x - gamma * c for x, c in zip(exact.payoffs, exact.costs, strict=True))


def test_wrong_calls() -> None:
    with pytest.raises(InputError, match="lengths"):
        sequential_outcomes(table_2(), costs=[[1], [1]])
    with pytest.raises(InputError, match="leader 2"):
        sequential_outcomes(table_2(), leader=2)
    with pytest.raises(InputError, match="got node 0"):
        perfect_outcomes(entry_game(), costs={0: [1, 1]})
    with pytest.raises(InputError, match="got 1 for node 1"):
        perfect_outcomes(entry_game(), costs={1: [1]})
