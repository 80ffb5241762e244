"""Where a game tree falls apart: its subgames, and the pieces between them.

A subgame starts at a node where whoever moves knows the whole past, and contains every information set that it touches
(chance knows nothing and hides nothing). The *piece* of a subgame is the subgame cut off where the next subgames start;
every move of the tree is in exactly one piece.

Source: Selten, "Spieltheoretische Behandlung eines Oligopolmodells mit Nachfragetraegheit" (1965).
"""

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

from selten.games.extensive_form import ExtensiveForm
from selten.games.tree_parts import Node, Outcome


@dataclass(frozen=True, slots=True)
class Piece:
    """A subgame without its proper subgames.

    Parameters
    ----------
    root : int
        The node where it starts.
    nodes : tuple of int
        Its nodes in preorder, the ends included: terminal nodes and roots of the next subgames.
    infosets : tuple of int
        Its information sets in the order of their first nodes, those of chance included.
    below : tuple of int
        The roots of the next subgames, ascending.
    """

    root: int
    nodes: tuple[int, ...]
    infosets: tuple[int, ...]
    below: tuple[int, ...]


def subgame_roots(tree: ExtensiveForm) -> tuple[int, ...]:
    """The nodes at which subgames start, ascending; ends of the play are not counted.

    Examples
    --------
    >>> from selten.games.tree import Tree
    >>> grown = Tree(["A", "B"])
    >>> first, second = grown.infoset(0, ["l", "r"]), grown.infoset(1, ["L", "R"])
    >>> for step in (first, second, [1, 1], [0, 0], second, [0, 0], [1, 1]):
    ...     grown.leaf(step) if isinstance(step, list) else grown.move(step)
    >>> subgame_roots(grown.build())  # B does not see A's move
    (0,)
    """
    members = tree.members
    least, most, end = (list(range(len(tree.nodes))) for _ in range(3))
    roots = []
    for number in reversed(range(len(tree.nodes))):
        h = tree.nodes[number].infoset
        if h is None:
            continue
        hides = tree.infosets[h].player is not None
        if hides:
            least[number], most[number] = members[h][0], members[h][-1]
        for child in tree.children[number]:
            least[number], most[number] = min(least[number], least[child]), max(most[number], most[child])
        end[number] = end[tree.children[number][-1]]
        alone = not hides or len(members[h]) == 1
        if alone and least[number] >= number and most[number] <= end[number]:
            roots.append(number)
    return tuple(reversed(roots))


def pieces(tree: ExtensiveForm) -> tuple[Piece, ...]:
    """The pieces of all subgames, in the order of their roots (backward induction takes them in reverse)."""
    roots = subgame_roots(tree)
    starts = set(roots)
    return tuple(_piece(tree, root, starts) for root in roots)


def _piece(tree: ExtensiveForm, root: int, starts: set[int]) -> Piece:
    nodes, infosets, below = [], dict[int, None](), []
    todo = [root]
    while todo:
        number = todo.pop()
        nodes.append(number)
        h = tree.nodes[number].infoset
        if number != root and number in starts:
            below.append(number)
        elif h is not None:
            infosets[h] = None
            todo += reversed(tree.children[number])
    return Piece(root, tuple(nodes), tuple(infosets), tuple(below))


def piece_game(tree: ExtensiveForm, piece: Piece, payoffs: Sequence[tuple[Fraction, ...]]) -> ExtensiveForm:
    """A piece as a game of its own.

    Parameters
    ----------
    payoffs : sequence of tuples of Fraction
        What each end of the piece pays, in the order of its nodes.

    Returns
    -------
    ExtensiveForm
        Its information set k is ``piece.infosets[k]`` of the tree.
    """
    place = {h: k for k, h in enumerate(piece.infosets)}
    ends = set(piece.below)
    nodes, outcomes = [], 0
    for number in piece.nodes:
        h = tree.nodes[number].infoset
        if h is None or number in ends:
            nodes.append(Node(None, outcomes))
            outcomes += 1
        else:
            nodes.append(Node(place[h]))
    return ExtensiveForm.of(
        tree.players,
        [tree.infosets[h] for h in piece.infosets],
        outcomes=[Outcome(paid) for paid in payoffs],
        nodes=nodes,
    )
