"""Where the nodes of a game tree stand: from left to right by move, ends below each other, information sets upright.

A tree of more than :data:`MOST_LEAVES` ends, or of more than :data:`MOST_MOVES` moves after each other, is drawn as
deep as it fits, and each node at which it is cut says how many ends follow. Nothing here recurses.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from selten.games.extensive_form import ExtensiveForm

MOST_LEAVES = 64
"""Lines that are drawn: ends of plays and nodes at which the tree is cut."""

MOST_MOVES = 16
"""Moves after each other that are drawn."""

_ROUNDS = 50


@dataclass(frozen=True, slots=True)
class TreeLayout:
    """What of a tree is drawn, and where.

    Parameters
    ----------
    nodes : tuple of int
        The nodes drawn, in preorder.
    children : mapping from node to tuple of int
        The children drawn; empty for ends and for nodes where the tree is cut.
    column : mapping from node to int
        The root is at 0; all drawn nodes of an information set are in one column, if no play meets it twice.
    row : mapping from node to float
        Ends and cuts are at 0, 1, 2 and so on; a move is in the middle of its first and last child.
    cut : mapping from node to int
        For the nodes whose moves are not drawn how many ends follow.
    missing : int
        How many actions of the root are not drawn.
    """

    nodes: tuple[int, ...]
    children: dict[int, tuple[int, ...]]
    column: dict[int, int]
    row: dict[int, float]
    cut: dict[int, int]
    missing: int

    @property
    def lines(self) -> int:
        """How many rows there are."""
        return sum(not own for own in self.children.values())

    @property
    def columns(self) -> int:
        """How many columns there are."""
        return max(self.column.values()) + 1


def tree_layout(tree: ExtensiveForm, *, most: int = MOST_LEAVES) -> TreeLayout:
    """The places of the nodes.

    Examples
    --------
    >>> from selten.games.library import entry_game
    >>> layout = tree_layout(entry_game())
    >>> layout.row, layout.column
    ({0: 0.75, 1: 0.0, 2: 1.5, 3: 1.0, 4: 2.0}, {0: 0, 1: 1, 2: 1, 3: 2, 4: 2})
    """
    children, missing = _shown(tree, most)
    nodes = tuple(sorted(children))
    leaves = _leaves(tree)
    cut = {k: leaves[k] for k in nodes if not children[k] and tree.nodes[k].infoset is not None}
    row: dict[int, float] = {}
    lines = iter(range(len(nodes)))
    for k in nodes:
        if not children[k]:
            row[k] = float(next(lines))
    for k in reversed(nodes):
        if children[k]:
            row[k] = (row[children[k][0]] + row[children[k][-1]]) / 2
    return TreeLayout(nodes, children, _columns(tree, nodes, children), dict(sorted(row.items())), cut, missing)


def depths(tree: ExtensiveForm) -> tuple[int, ...]:
    """For each node how many moves precede it.

    Examples
    --------
    >>> from selten.games.library import entry_game
    >>> depths(entry_game())
    (0, 1, 1, 2, 2)
    """
    depth = [0] * len(tree.nodes)
    for k, own in enumerate(tree.children):
        for child in own:
            depth[child] = depth[k] + 1
    return tuple(depth)


def _leaves(tree: ExtensiveForm) -> list[int]:
    leaves = [int(not own) for own in tree.children]
    for k in reversed(range(len(tree.nodes))):
        leaves[k] += sum(leaves[child] for child in tree.children[k])
    return leaves


def _shown(tree: ExtensiveForm, most: int) -> tuple[dict[int, tuple[int, ...]], int]:
    """The children drawn of each node drawn: level by level while the lines are few enough."""
    children: dict[int, tuple[int, ...]] = {0: ()}
    level = [0]
    lines = 1
    for _ in range(MOST_MOVES):
        following = [child for k in level for child in tree.children[k]]
        lines += sum(len(tree.children[k]) - 1 for k in level if tree.children[k])
        if lines > most or not following:
            break
        for k in level:
            children[k] = tree.children[k]
        children.update((child, ()) for child in following)
        level = following
    if len(children) > 1 or not tree.children[0]:
        return children, 0
    first = tree.children[0][:most]
    return {0: first, **dict.fromkeys(first, ())}, len(tree.children[0]) - len(first)


def _columns(tree: ExtensiveForm, nodes: Sequence[int], children: dict[int, tuple[int, ...]]) -> dict[int, int]:
    """Each node as far to the left as it may be: right of its parent, level with its information set."""
    drawn = set(nodes)
    sets = [[k for k in own if k in drawn] for h, own in enumerate(tree.members) if tree.infosets[h].player is not None]
    together = [own for own in sets if len(own) > 1]
    column = dict.fromkeys(nodes, 0)
    for _ in range(_ROUNDS):
        before = dict(column)
        for k in nodes:
            for child in children[k]:
                column[child] = max(column[child], column[k] + 1)
        for own in together:
            level = max(column[k] for k in own)
            column.update((k, level) for k in own)
        if column == before:
            return column
    depth = depths(tree)  # a play meets an information set twice: there is no such layout
    return {k: depth[k] for k in nodes}
