"""Game trees as HTML for notebooks: an outline, one line for each move, in the words of the tree."""

from collections.abc import Iterator
from html import escape
from itertools import islice

from selten.games.extensive_form import ExtensiveForm
from selten.games.html import MOST_ROWS, left_out, number_html


def tree_html(tree: ExtensiveForm) -> str:
    """An outline of the tree: who moves in which information set, what each action leads to, and what is paid.

    Information sets with more than one node carry a number that their nodes share.
    """
    lines = list(islice(_lines(tree), MOST_ROWS))
    players = ", ".join(map(escape, tree.players))
    title = f"{escape(tree.title)}: " if tree.title else ""
    moves = sum(infoset.player is not None for infoset in tree.infosets)
    size = f"{len(tree.nodes)} nodes, {moves} information sets"
    caption = f"<p><b>{title}tree of players {players} ({size})</b></p>"
    outline = f'<pre style="line-height:1.3">{"<br>".join(lines)}</pre>'
    rest = left_out(len(tree.nodes), MOST_ROWS, "nodes")
    return f"<div>{caption}{outline}{f'<p>{rest}</p>' if rest else ''}</div>"


def _lines(tree: ExtensiveForm) -> Iterator[str]:
    """One line for each node in preorder; ``waiting`` holds nodes with what leads to them and what stands before."""
    names = _names(tree)
    waiting = [(0, "", "", "")]
    while waiting:
        node, action, before, below = waiting.pop()
        yield f"{before}{action}{_here(tree, node, names)}"
        infoset = tree.nodes[node].infoset
        if infoset is None:
            continue
        last = len(tree.children[node]) - 1
        for k in range(last, -1, -1):
            branch, under = ("└ ", "  ") if k == last else ("├ ", "│ ")
            waiting.append((tree.children[node][k], _action(tree, infoset, k), below + branch, below + under))


def _names(tree: ExtensiveForm) -> dict[int, str]:
    """How the outline calls the information sets; those of one node need no number."""
    names, number = {}, 0
    for h, members in enumerate(tree.members):
        player = tree.infosets[h].player
        names[h] = "chance" if player is None else escape(tree.players[player])
        if player is not None and len(members) > 1:
            number += 1
            names[h] += f" [{number}]"
    return names


def _action(tree: ExtensiveForm, h: int, k: int) -> str:
    infoset = tree.infosets[h]
    chance = f" ({number_html(infoset.probabilities[k])})" if infoset.player is None else ""
    return f"<i>{escape(infoset.actions[k])}</i>{chance} → "


def _here(tree: ExtensiveForm, number: int, names: dict[int, str]) -> str:
    """Who moves at a node and what its outcome pays; at the end 0 for all where there is no outcome."""
    node = tree.nodes[number]
    parts = [] if node.infoset is None else [f"<b>{names[node.infoset]}</b>"]
    if node.outcome is not None:
        paid = ", ".join(map(number_html, tree.outcomes[node.outcome].payoffs))
        parts.append(f"pays {paid}" if parts else paid)
    return " ".join(parts) if parts else ", ".join("0" for _ in tree.players)
