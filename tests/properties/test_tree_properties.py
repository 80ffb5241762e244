"""Trees with players, actions and information sets renamed, and payoffs in other units, have the renamed answer."""

from dataclasses import dataclass
from fractions import Fraction
from random import Random
from typing import Any

from changes import examples
from hypothesis import given
from hypothesis import strategies as st

from selten.equilibria.trees.backward import subgame_perfect
from selten.equilibria.trees.behaviour import is_subgame_perfect
from selten.games.extensive_form import ExtensiveForm
from selten.games.tree import Tree

seeds = st.integers(0, 10**9)


@dataclass
class Plan:
    """A random tree of three moves at most, everything seen, some pairs of moves simultaneous; to be grown anew.

    ``kind`` is a player, -1 for chance, or None for an end; a simultaneous pair shares the second player's set.
    """

    kind: int | None
    payoffs: tuple[int, int] = (0, 0)
    children: "tuple[Plan, ...]" = ()
    hidden: bool = False


def plan(random: Random, depth: int) -> Plan:
    if depth == 0 or random.random() < 0.15:
        return Plan(None, (random.randint(0, 3), random.randint(0, 3)))
    kind = random.choice((0, 1, 0, 1, -1))
    branches = random.randint(1, 3) if kind >= 0 else 2
    if kind >= 0 and depth > 1 and random.random() < 0.3:
        second = random.randint(1, 3)
        inner = [
            Plan(1 - kind, children=tuple(_end(random) for _ in range(second)), hidden=True) for _ in range(branches)
        ]
        return Plan(kind, children=tuple(inner), hidden=True)
    return Plan(kind, children=tuple(plan(random, depth - 1) for _ in range(branches)))


def _end(random: Random) -> Plan:
    return Plan(None, (random.randint(0, 3), random.randint(0, 3)))


class Names:
    """How a plan is written down: the order of players, and of actions at each place, and units of payoffs."""

    def __init__(self, random: Random | None) -> None:
        self.random = random
        self.players = [1, 0] if random is not None and random.random() < 0.5 else [0, 1]
        self.units = [
            Fraction(1) if random is None else random.choice((Fraction(2), Fraction(1, 7), Fraction(10**12)))
            for _ in range(2)
        ]
        self.shifts = [Fraction(0) if random is None else Fraction(random.randint(-5, 5)) for _ in range(2)]

    def order(self, count: int) -> list[int]:
        places = list(range(count))
        return places if self.random is None else self.random.sample(places, count)

    def paid(self, payoffs: tuple[int, int]) -> list[Fraction]:
        own = [self.units[k] * payoffs[k] + self.shifts[k] for k in range(2)]
        return [own[self.players.index(k)] for k in range(2)]


def grown(root: Plan, names: Names) -> ExtensiveForm:
    tree = Tree(["a", "b"] if names.random is None else ["x", "y"])
    count = iter(range(10**6))

    def grow(node: Plan, path: str, shared: tuple[int, list[int]] | None) -> None:
        if node.kind is None:
            tree.leaf(names.paid(node.payoffs))
            return
        if node.kind == -1:
            order = [0, 1]
            infoset = tree.chance(["left", "right"], ["1/3", "2/3"])
        elif shared is not None:
            infoset, order = shared
        else:
            infoset, order = _set(node, path)
        tree.move(infoset)
        inner = None
        if node.hidden and node.children and node.children[0].kind is not None:
            inner = _set(node.children[0], f"{path}*")
        for k in order:
            grow(node.children[k], f"{path}{k}", inner)

    def _set(node: Plan, path: str) -> tuple[int, list[int]]:
        order = names.order(len(node.children))
        label = f"{path or 'root'}" if names.random is None else f"set {next(count)}"
        assert node.kind is not None
        actions = [f"{path}/{k}" for k in order]
        return tree.infoset(names.players[node.kind], actions, label=label), order

    grow(root, "", None)
    return tree.build()


def answers(tree: ExtensiveForm, names: Names) -> Any:
    """The subgame-perfect equilibria as payoffs in the plan's units with what is done at each action, by its name."""
    found = subgame_perfect(tree)
    listed = set()
    for one in found.equilibria:
        assert is_subgame_perfect(tree, one.behaviour)
        moves = frozenset(
            (action, p)
            for infoset, own in zip(tree.infosets, one.behaviour, strict=True)
            for action, p in zip(infoset.actions, own, strict=True)
            if "/" in action
        )
        paid = tuple((one.payoffs[names.players[k]] - names.shifts[k]) / names.units[k] for k in range(2))
        listed.add((paid, moves))
    return found.complete, listed


@examples(25)
@given(seed=seeds)
def test_renamed_trees_have_the_renamed_subgame_perfect_equilibria(seed: int) -> None:
    random = Random(seed)
    root = plan(random, 3)
    if root.kind is None:
        return
    plain, other = Names(None), Names(random)
    assert answers(grown(root, plain), plain) == answers(grown(root, other), other)
