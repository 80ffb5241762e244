"""Trees for assessments: textbook games, and random ones whose information sets join many nodes."""

from itertools import product
from random import Random

from selten.games.extensive_form import ExtensiveForm
from selten.games.tree import Tree

History = tuple[int, ...]


def layered_tree(seed: int, *, depth: int = 4, chance: bool = True) -> ExtensiveForm:
    """Chance, then players in turn, two actions each; a player never forgets and hardly sees what others do."""
    draw = Random(seed)
    players = draw.choice([2, 3])
    movers = [None if chance and k == 0 and draw.random() < 0.6 else draw.randrange(players) for k in range(depth)]
    tree = Tree([str(k) for k in range(players)])
    numbers: dict[tuple[object, ...], int] = {}
    own: dict[tuple[int, History], object] = {(i, ()): None for i in range(players)}
    sets: dict[History, int] = {}
    for level, mover in enumerate(movers):
        for past in product(range(2), repeat=level):
            for i in range(players):
                if level:
                    before, a = past[:-1], past[-1]
                    own[i, past] = (sets[before], a) if movers[level - 1] == i else own[i, before]
            if mover is None:
                weights = draw.choice((["1/2", "1/2"], ["1/3", "2/3"], [0, 1]))
                sets[past] = tree.chance(["a", "b"], weights)
            else:
                key = (level, own[mover, past], draw.random() < 0.3)
                if key not in numbers:
                    numbers[key] = tree.infoset(mover, ["a", "b"], label=f"{level}.{len(numbers)}")
                sets[past] = numbers[key]

    def grow(past: History) -> None:
        if len(past) == depth:
            tree.leaf([draw.randint(0, 4) for _ in range(players)])
            return
        tree.move(sets[past])
        grow((*past, 0))
        grow((*past, 1))

    grow(())
    return tree.build()


def blind_mover() -> ExtensiveForm:
    """A state that the first player does not see; the second sees the move and not the state.

    Kreps and Wilson (1982) and Fudenberg and Tirole (1991): a mistake must not tell what the player did not know.
    """
    tree = Tree(["1", "2"])
    state = tree.chance(["x", "y"], ["1/3", "2/3"])
    move, reply = tree.infoset(0, ["out", "in"]), tree.infoset(1, ["l", "r"])
    tree.move(state)
    for own in (0, 1):
        tree.move(move)
        tree.leaf([2, 0])
        tree.move(reply)
        tree.leaf([0, own])
        tree.leaf([0, 1 - own])
    return tree.build()


def two_witnesses() -> ExtensiveForm:
    """Player 1 stops, or goes left or middle; then 2 and then 3 move, neither seeing which of the two it was."""
    tree = Tree(["1", "2", "3"])
    first, second = tree.infoset(0, ["stop", "left", "middle"]), tree.infoset(1, ["u", "d"])
    third = tree.infoset(2, ["U", "D"])
    tree.move(first)
    tree.leaf([2, 0, 0])
    for _ in range(2):
        tree.move(second)
        for _ in range(2):
            tree.move(third)
            tree.leaf([0, 0, 0])
            tree.leaf([0, 0, 0])
    return tree.build()


def beer_quiche() -> ExtensiveForm:
    """Cho and Kreps (1987): the strong type (9/10) likes beer, the weak one quiche, both dislike a duel.

    Information sets: strong, weak, after beer, after quiche (in this order, chance first).
    """
    tree = Tree(["sender", "receiver"])
    nature = tree.chance(["strong", "weak"], ["9/10", "1/10"])
    types = [tree.infoset(0, ["beer", "quiche"], label=name) for name in ("strong", "weak")]
    seen = [tree.infoset(1, ["duel", "retreat"], label=f"after {drink}") for drink in ("beer", "quiche")]
    tree.move(nature)
    for kind, own in enumerate(types):
        tree.move(own)
        for drink, after in enumerate(seen):
            tree.move(after)
            likes = int(drink == kind)
            tree.leaf([likes, kind])
            tree.leaf([likes + 2, 1 - kind])
    return tree.build()


def entry_in_two_ways() -> ExtensiveForm:
    """Out, or in and then fight or accommodate at the same time as the incumbent (Mas-Colell et al. 1995, 9.C.4)."""
    tree = Tree(["E", "I"])
    entry, own = tree.infoset(0, ["out", "in"]), tree.infoset(0, ["fight", "accommodate"])
    reply = tree.infoset(1, ["fight", "accommodate"])
    tree.move(entry)
    tree.leaf([0, 2])
    tree.move(own)
    for cells in ([[-3, -1], [1, -2]], [[-2, -1], [3, 1]]):
        tree.move(reply)
        for cell in cells:
            tree.leaf(cell)
    return tree.build()
