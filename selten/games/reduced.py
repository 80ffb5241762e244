"""From trees to normal forms and back.

A reduced pure strategy says what a player does at each of its information sets that its own moves do not rule out:
strategies that differ only off their own path pay the same against everything and are merged. Information sets are
taken in the order of their first nodes and strategies in lexicographic order, the first information set first. A normal
form becomes a tree in which the players move one after the other without learning anything.
"""

from fractions import Fraction
from math import lcm, prod
from typing import Any, TypeAlias

import numpy as np
import numpy.typing as npt

from selten.games.errors import InputError
from selten.games.extensive_form import ExtensiveForm
from selten.games.labels import repeated
from selten.games.normal_form import MOST_PLAYERS, NormalForm
from selten.games.number import shown_number
from selten.games.tree import Tree

MOST_PROFILES = 10**6
"""The largest reduced normal form that is made, in pure profiles."""

UNREACHED = -1

Choices: TypeAlias = npt.NDArray[np.int64]
"""Reduced strategies, shape (m, k): the action at each of the player's k information sets, or UNREACHED."""

_Sets: TypeAlias = tuple[npt.NDArray[np.int64], ...]
_Play: TypeAlias = tuple[tuple[Fraction, ...], _Sets]


def reduced_normal_form(tree: ExtensiveForm, *, most_profiles: int = MOST_PROFILES) -> NormalForm:
    """The reduced normal form of a tree, exactly, for perfect and imperfect recall.

    Strategies are labelled by their actions in the order of the information sets, ``*`` at those that are ruled out.

    Raises
    ------
    InputError
        If it would have more than ``most_profiles`` pure profiles; the message says how many.

    Examples
    --------
    >>> tree = Tree(["entrant", "incumbent"])
    >>> entry, reply = tree.infoset(0, ["out", "in"]), tree.infoset(1, ["fight", "share"])
    >>> tree.move(entry), tree.leaf([0, 2]), tree.move(reply), tree.leaf([-1, -1]), tree.leaf([1, 1])
    (None, None, None, None, None)
    >>> game = reduced_normal_form(tree.build())
    >>> game.strategies, [int(x) for x in game.payoffs[0].ravel()]
    ((('out', 'in'), ('fight', 'share')), [0, 0, -1, 1])
    """
    if len(tree.players) > MOST_PLAYERS:
        raise InputError(f"the normal form: got {len(tree.players)} players; allowed: at most {MOST_PLAYERS}")
    counts = strategy_counts(tree)
    if prod(counts) > most_profiles:
        got = f"strategies {', '.join(map(shown_number, counts))}, {shown_number(prod(counts))} profiles"
        raise InputError(f"the reduced normal form: got {got}; allowed: at most {most_profiles} profiles")
    choices = [pure_strategies(tree, player) for player in range(len(tree.players))]
    return NormalForm.of(
        _table(_plays(tree, choices), [len(own) for own in choices]),
        [_labels(tree, player, own) for player, own in enumerate(choices)],
        players=tree.players,
        title=tree.title,
        comment=tree.comment,
    )


def simultaneous_tree(game: NormalForm) -> ExtensiveForm:
    """A normal form as a tree: the players move in turn, none knowing the moves before.

    A float payoff becomes the binary fraction it is.

    Raises
    ------
    InputError
        If the payoffs are enclosures.
    """
    if game.kind == "enclosed":
        raise InputError("payoffs: got bounds on numbers; allowed in a tree: exact or float payoffs")
    tree = Tree(game.players, title=game.title, comment=game.comment)
    moves = [tree.infoset(player, own) for player, own in enumerate(game.strategies)]
    todo: list[tuple[int, ...]] = [()]
    while todo:
        start = todo.pop()
        if len(start) == len(moves):
            cell: tuple[Any, ...] = (slice(None), *start)
            tree.leaf([Fraction(value) for value in game.payoffs[cell].tolist()])
        else:
            tree.move(moves[len(start)])
            todo += [(*start, action) for action in reversed(range(game.counts[len(start)]))]
    return tree.build()


def own_infosets(tree: ExtensiveForm, player: int) -> tuple[int, ...]:
    """A player's information sets in the order of their first nodes."""
    first = [members[0] for members in tree.members]
    own = (number for number, infoset in enumerate(tree.infosets) if infoset.player == player)
    return tuple(sorted(own, key=first.__getitem__))


def strategy_counts(tree: ExtensiveForm) -> tuple[int, ...]:
    """How many reduced pure strategies each player has, counted without listing them.

    Where recall is imperfect these are bounds from above: the numbers of all strategies, merged or not.
    """
    players = range(len(tree.players))
    if tree.has_perfect_recall:
        return tuple(_count(tree, player) for player in players)
    return tuple(prod(len(tree.infosets[h].actions) for h in own_infosets(tree, player)) for player in players)


def _count(tree: ExtensiveForm, player: int) -> int:
    """From the last information sets to the first: the product of what follows a move, summed over the moves."""
    last = tree.last_moves()
    following: dict[tuple[int, int] | None, int] = {}
    for h in reversed(own_infosets(tree, player)):
        here = sum(following.get((h, action), 1) for action in range(len(tree.infosets[h].actions)))
        following[last[h]] = following.get(last[h], 1) * here
    return following.get(None, 1)


def pure_strategies(tree: ExtensiveForm, player: int) -> Choices:
    """The reduced pure strategies of a player, in lexicographic order.

    Returns
    -------
    ndarray of int64, shape (m, k)
        The number of the action at each of the k information sets of :func:`own_infosets`, or UNREACHED.
    """
    own = own_infosets(tree, player)
    return _remembering(tree, own) if tree.has_perfect_recall else _forgetting(tree, own)


def _remembering(tree: ExtensiveForm, own: tuple[int, ...]) -> Choices:
    """Split each strategy at each information set that its own last move before it makes reachable."""
    last, column = tree.last_moves(), {h: k for k, h in enumerate(own)}
    choices = np.zeros((1, 0), dtype=np.int64)
    for h in own:
        move, size = last[h], len(tree.infosets[h].actions)
        reached = np.full(len(choices), True) if move is None else choices[:, column[move[0]]] == move[1]
        ways = np.where(reached, size, 1)
        ends = np.cumsum(ways)
        action = np.arange(ends[-1]) - np.repeat(ends - ways, ways)
        chosen = np.where(np.repeat(reached, ways), action, UNREACHED)
        choices = np.column_stack([np.repeat(choices, ways, axis=0), chosen])
    return choices


def _forgetting(tree: ExtensiveForm, own: tuple[int, ...]) -> Choices:
    """List all strategies, blank what each rules out itself, and keep the first of each kind."""
    grid = np.zeros((1, 0), dtype=np.int64)
    for size in (len(tree.infosets[h].actions) for h in own):
        grid = np.column_stack([np.repeat(grid, size, axis=0), np.tile(np.arange(size), len(grid))])
    reached = np.zeros(grid.shape, dtype=bool)
    column = {h: k for k, h in enumerate(own)}
    todo: list[tuple[int, npt.NDArray[np.int64]]] = [(0, np.arange(len(grid)))]
    while todo:
        node, rows = todo.pop()
        k = column.get(-1 if (h := tree.nodes[node].infoset) is None else h)
        if k is not None:
            reached[rows, k] = True
        for action, child in enumerate(tree.children[node]):
            left = rows if k is None else rows[grid[rows, k] == action]
            if len(left):
                todo.append((child, left))
    grid[~reached] = UNREACHED
    return grid[np.sort(np.unique(grid, axis=0, return_index=True)[1])]


def _plays(tree: ExtensiveForm, choices: list[Choices]) -> list[_Play]:
    """For each end: its payoffs times the chance of getting there, and each player's strategies that lead there."""
    column = {h: (i, k) for i in range(len(choices)) for k, h in enumerate(own_infosets(tree, i))}
    payoffs, plays = tree.path_payoffs(), []
    everything: _Sets = tuple(np.arange(len(own)) for own in choices)
    todo = [(0, Fraction(1), everything)]
    while todo:
        node, chance, sets = todo.pop()
        h = tree.nodes[node].infoset
        if h is None:
            plays.append((tuple(chance * value for value in payoffs[node]), sets))
            continue
        for action, child in enumerate(tree.children[node]):
            if h not in column:
                todo.append((child, chance * tree.infosets[h].probabilities[action], sets))
                continue
            i, k = column[h]
            left = sets[i][choices[i][sets[i], k] == action]
            if len(left):
                todo.append((child, chance, (*sets[:i], left, *sets[i + 1 :])))
    return plays


def _table(plays: list[_Play], counts: list[int]) -> npt.NDArray[Any]:
    """The payoffs of every profile, to which each play adds that leads from it; in integers over one denominator."""
    denominator = lcm(*(value.denominator for values, _ in plays for value in values))
    scaled = [[int(value * denominator) for value in values] for values, _ in plays]
    small = all(sum(abs(values[i]) for values in scaled) < 2**62 for i in range(len(counts)))
    table = np.zeros((len(counts), *counts), dtype=np.int64 if small else object)
    for values, (_, sets) in zip(scaled, plays, strict=True):
        where = np.ix_(*sets)
        for i, value in enumerate(values):
            table[i][where] += value
    exact = np.empty(table.size, dtype=object)
    exact[:] = [Fraction(int(value), denominator) for value in table.ravel().tolist()]
    return exact.reshape(table.shape)


def _labels(tree: ExtensiveForm, player: int, choices: Choices) -> list[str]:
    """The actions of each strategy in words, or by number where the words would not tell strategies apart."""
    actions = [tree.infosets[h].actions for h in own_infosets(tree, player)]
    words = [
        " ".join("*" if a < 0 else own[a] for a, own in zip(row, actions, strict=True)) for row in choices.tolist()
    ]
    if repeated(words) is None and "" not in words:
        return words
    return [" ".join("*" if a < 0 else str(a + 1) for a in row) or "*" for row in choices.tolist()]
