"""A game tree: moves, information sets, chances, payoffs, and what a profile does in it.

A disc with a number is a move of that player, a square a move of chance; dashed lines join what a player cannot tell
apart. With a profile each action has its probability, and what is played with positive probability is drawn thick where
the play comes there.
"""

from collections.abc import Sequence
from itertools import islice, pairwise
from typing import TYPE_CHECKING, Any, TypeAlias

from selten.equilibria.trees.behaviour import Behaviour, behaviour_of
from selten.games.errors import InputError
from selten.games.extensive_form import ExtensiveForm
from selten.games.profile import Profile
from selten.report.figures.style import (
    INK,
    LINE,
    MUTED,
    blank,
    count,
    listing,
    looks,
    number,
    numbers,
    player_name,
    sentence,
    series,
    short,
    tip,
    width_of,
)
from selten.report.figures.tree_layout import TreeLayout, depths, tree_layout

if TYPE_CHECKING:
    from matplotlib.axes import Axes

Played: TypeAlias = Behaviour | Profile | None
"""What a profile does: rows of probabilities for each information set (None where open), or a profile of the reduced
normal form."""

MOST_PLAYS = 30
"""Plays that a description lists."""

_LINE = 0.27
_SLANT = 0.3
_DISC = 0.1
_TEXT = 7.5


def draw_tree(tree: ExtensiveForm, *, axes: "Axes | None" = None, behaviour: Played = None) -> "Axes":
    """Draw a game tree from left to right; one that is too large is cut at a depth, with what follows counted.

    Parameters
    ----------
    behaviour : Behaviour or Profile, optional
        Whose probabilities stand at the actions.

    Raises
    ------
    InputError
        For anything but a tree, and for a behaviour of another tree.

    Examples
    --------
    >>> from selten.games.library import entry_game
    >>> axes = draw_tree(entry_game())
    >>> [text.get_text() for text in axes.texts if "," in text.get_text()]
    ['0, 2', '−1, −1', '1, 1']
    """
    rows = _rows(tree, behaviour, "draw_tree")
    layout = tree_layout(tree)
    sheet = _Sheet(tree, layout, rows)
    with looks():
        target = blank(axes, sheet.width, sheet.height)
        for k in layout.nodes:
            for action, child in enumerate(layout.children[k]):
                _draw_action(target, sheet, k, action, child)
        for h in sorted({h for k in layout.nodes if (h := tree.nodes[k].infoset) is not None}):
            _draw_infoset(target, sheet, h)
        for k in layout.nodes:
            _draw_node(target, sheet, k)
        target.text(0.1, sheet.height - 0.08, sheet.legend(), size=_TEXT, color=MUTED, va="bottom")
    return target


def describe_tree(tree: ExtensiveForm, *, behaviour: Played = None) -> str:
    """The same in words: size, what players cannot tell apart, the plays with their payoffs, what the profile does.

    Examples
    --------
    >>> from selten.games.library import entry_game
    >>> text = describe_tree(entry_game())
    >>> text.split(". ")[0], text.split(". ")[-1]
    ('A game tree of 2 players with 3 ends and 2 information sets', 'in, share pays 1, 1.')
    """
    rows = _rows(tree, behaviour, "describe_tree")
    own = [h for h, infoset in enumerate(tree.infosets) if infoset.player is not None]
    size = f"{count(len(tree.terminals), 'end')} and {count(len(own), 'information set')}"
    words = [f"A game tree of {count(len(tree.players), 'player')} with {size}."]
    histories = _histories(tree)
    for h in own[:MOST_PLAYS]:
        words.append(_infoset_words(tree, h, histories, rows))
    for k in tree.terminals[:MOST_PLAYS]:
        pays = ", ".join(map(number, tree.path_payoffs()[k])) if len(tree.nodes) < 500 else ""
        words.append(f"{histories[k] or 'Nothing'} pays {pays}.")
    rest = len(tree.terminals) - MOST_PLAYS
    return " ".join([*words, f"{rest:,} more ends are not told."] if rest > 0 else words)


def _infoset_words(tree: ExtensiveForm, h: int, histories: Sequence[str], rows: Behaviour | None) -> str:
    infoset, members = tree.infosets[h], tree.members[h]
    who = sentence(player_name(tree.players[infoset.player or 0]))
    told = f" ({short(infoset.label)})" if infoset.label else ""
    where = listing([f"after {histories[k]}" if histories[k] else "at the start" for k in members], 6)
    blind = f", which it cannot tell apart (information set of {len(members)} nodes)," if len(members) > 1 else ""
    actions = listing([short(action) for action in infoset.actions], 12)
    row = rows[h] if rows else None
    plays = ""
    if rows is not None:
        mixed = [f"{short(a)} with {number(p)}" for a, p in zip(infoset.actions, row or (), strict=False) if p]
        plays = f"; plays {listing(mixed)}" if row else "; what it plays is open"
    return f"{who}{told} moves {where}{blind} and chooses among {actions}{plays}."


def _histories(tree: ExtensiveForm) -> list[str]:
    histories = [""] * len(tree.nodes)
    for k, own in enumerate(tree.children):
        h = tree.nodes[k].infoset
        for action, child in enumerate(own):
            label = short(tree.infosets[h].actions[action]) if h is not None else ""
            histories[child] = f"{histories[k]}, {label}" if histories[k] else label
    return histories


def _rows(tree: Any, behaviour: Any, function: str) -> Behaviour | None:
    if not isinstance(tree, ExtensiveForm):
        raise InputError(f"{function}: got a {type(tree).__name__}; allowed: an ExtensiveForm")
    if behaviour is None:
        return None
    if isinstance(behaviour, Profile):
        return behaviour_of(tree, behaviour)
    rows = tuple(behaviour)
    lengths = [len(row) if row is not None else len(s.actions) for row, s in zip(rows, tree.infosets, strict=False)]
    wanted = [len(infoset.actions) for infoset in tree.infosets]
    if lengths != wanted or len(rows) != len(wanted):
        raise InputError(f"{function}: behaviour: got rows of {lengths} probabilities; allowed: {wanted}")
    return rows


class _Sheet:
    """A tree with its places in inches, and the probabilities with which its nodes are reached."""

    def __init__(self, tree: ExtensiveForm, layout: TreeLayout, rows: Behaviour | None) -> None:
        self.tree, self.layout, self.rows = tree, layout, rows
        self.payoffs = tree.path_payoffs()
        self.x = self._column_places()
        self.reach = self._reached()
        self.ends = self._ends()
        right = max((self.x[layout.column[k]] + 0.2 + width_of(end, 8) for k, end in self.ends.items()), default=0.0)
        self.width = max(right, width_of(self.legend(), _TEXT) * 0.9) + 0.15
        self.height = 0.4 + (layout.lines - 1) * _LINE + 0.65

    def place(self, k: int) -> tuple[float, float]:
        """Where a node is."""
        return self.x[self.layout.column[k]], 0.35 + self.layout.row[k] * _LINE

    def label(self, k: int, action: int) -> str:
        """The action with its probability, if it is known."""
        h = self.tree.nodes[k].infoset
        if h is None:
            return ""
        row = self.tree.infosets[h].probabilities or (self.rows[h] if self.rows else None)
        chance = "" if row is None else f" {number(row[action], 3)}"
        return short(self.tree.infosets[h].actions[action], 16) + chance

    def legend(self) -> str:
        """Who has which number, and what was left out."""
        parts = [f"{i + 1}: {short(name, 16)}" for i, name in enumerate(self.tree.players) if name != str(i + 1)]
        if any(infoset.player is None for infoset in self.tree.infosets):
            parts.append("square: chance")
        if any(len(own) > 1 and self.tree.infosets[h].player is not None for h, own in enumerate(self.tree.members)):
            parts.append("dashed: information set")
        if self.layout.cut:
            deepest = max(depths(self.tree))
            drawn = max(depths(self.tree)[k] for k in self.layout.nodes)
            parts.append(f"drawn to depth {drawn} of {deepest}")
        if self.layout.missing:
            parts.append(f"{count(self.layout.missing, 'further action')} of the first move left out")
        return " · ".join(parts)

    def _ends(self) -> dict[int, str]:
        """What stands at the ends and the cuts: payoffs, written alike at all of them, or how many ends follow."""
        ends = [k for k in self.layout.nodes if not self.layout.children[k]]
        paid = iter(numbers([value for k in ends if k not in self.layout.cut for value in self.payoffs[k]]))
        cut, players = self.layout.cut, len(self.tree.players)
        return {k: f"… {count(cut[k], 'end')}" if k in cut else ", ".join(islice(paid, players)) for k in ends}

    def _column_places(self) -> list[float]:
        layout, widest = self.layout, [0.0] * self.layout.columns
        for k in layout.nodes:
            for action, child in enumerate(layout.children[k]):
                needed = width_of(self.label(k, action), _TEXT)
                widest[layout.column[child]] = max(widest[layout.column[child]], needed)
        places = [0.25]
        for needed in widest[1:]:
            places.append(places[-1] + _SLANT + needed + 0.28)
        return places

    def _reached(self) -> dict[int, Any]:
        reach: dict[int, Any] = {0: 1}
        for k in self.layout.nodes:
            h = self.tree.nodes[k].infoset
            row = None if h is None or self.rows is None else self.rows[h]
            for action, child in enumerate(self.layout.children[k]):
                reach[child] = reach[k] * row[action] if row is not None else 0
        return reach


def _draw_action(axes: "Axes", sheet: _Sheet, k: int, action: int, child: int) -> None:
    x, y = sheet.place(k)
    right, level = sheet.place(child)
    played = sheet.rows is not None and sheet.reach[child] != 0
    h = sheet.tree.nodes[k].infoset
    player = None if h is None else sheet.tree.infosets[h].player
    colour = _colour(player) if played else LINE if sheet.rows is not None else MUTED
    axes.plot([x, x + _SLANT, right], [y, level, level], color=colour, linewidth=2.4 if played else 0.9, zorder=1)
    look: dict[str, Any] = (
        {"color": INK, "weight": "bold"} if played else {"color": INK if sheet.rows is None else MUTED}
    )
    axes.text(x + _SLANT + 0.04, level - 0.025, sheet.label(k, action), size=_TEXT, ha="left", va="bottom", **look)


def _colour(player: int | None) -> str:
    return MUTED if player is None else series(player)


def _draw_infoset(axes: "Axes", sheet: _Sheet, h: int) -> None:
    tree, layout = sheet.tree, sheet.layout
    members = [k for k in layout.nodes if tree.nodes[k].infoset == h]
    if len(members) < 2 or tree.infosets[h].player is None:
        return
    others = [k for k in layout.nodes if k not in members and layout.children[k]]
    name = tree.infosets[h].label
    for a, b in pairwise(sorted(members, key=lambda k: layout.row[k])):
        between = any(
            layout.column[k] == layout.column[a] and layout.row[a] < layout.row[k] < layout.row[b] for k in others
        )
        level = layout.column[a] == layout.column[b]
        bend = (0.0, 0.34) if not level else (-0.28, 0.0) if between else (0.0, 0.0)
        (line,) = axes.plot(*_curve(sheet.place(a), sheet.place(b), bend), color=_colour(tree.infosets[h].player))
        line.set(linestyle=(0, (3, 2)), linewidth=1.3, zorder=2)
        said = f" {short(name)}" if name else ""
        tip(line, f"infoset-{h}", f"information set{said} of {player_name(tree.players[tree.infosets[h].player or 0])}")


def _curve(
    start: tuple[float, float], end: tuple[float, float], bend: tuple[float, float]
) -> tuple[list[float], list[float]]:
    """A line, or a parabola that bends so far aside at its middle."""
    steps = [k / 24 for k in range(25)] if any(bend) else [0.0, 1.0]
    x, y = ([a + t * (b - a) + 4 * c * t * (1 - t) for t in steps] for a, b, c in zip(start, end, bend, strict=True))
    return x, y


def _draw_node(axes: "Axes", sheet: _Sheet, k: int) -> None:
    from matplotlib.patches import Circle, Rectangle

    x, y = sheet.place(k)
    h = sheet.tree.nodes[k].infoset
    if k in sheet.ends:
        axes.text(x + (0.14 if h is not None else 0.05), y, sheet.ends[k], size=8, ha="left", va="center")
    if h is None:
        return
    infoset = sheet.tree.infosets[h]
    if infoset.player is None:
        square = Rectangle((x - 0.065, y - 0.065), 0.13, 0.13, facecolor=MUTED, linewidth=0, zorder=3)
        axes.add_patch(square)
        tip(square, f"node-{k}", "chance")
        return
    disc = Circle((x, y), _DISC, facecolor=_colour(infoset.player), linewidth=0, zorder=3)
    axes.add_patch(disc)
    said = f", {short(infoset.label)}" if infoset.label else ""
    tip(disc, f"node-{k}", f"{player_name(sheet.tree.players[infoset.player])} moves{said}")
    axes.text(
        x, y, str(infoset.player + 1), size=7, color="white", weight="bold", ha="center", va="center_baseline", zorder=4
    )
