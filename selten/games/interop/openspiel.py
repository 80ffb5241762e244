"""Games from and to OpenSpiel.

Matrix and tensor games become normal forms of kind float. Sequential games become trees: a node for each history, an
information set for each information state string of a player; games with simultaneous moves are first made turn based
by OpenSpiel itself. OpenSpiel computes with doubles. A payoff is the binary fraction that its double is. The chances
of a move are the binary fractions too, divided by their sum, which doubles can miss by a rounding: three times
0.333... is exactly 1/3 each. ``rationalise`` asks instead for the nearest fractions with small denominators.

On the way there every number is rounded to the nearest double. OpenSpiel is imported only when it is used.
"""

from collections.abc import Callable, Sequence
from fractions import Fraction
from math import prod
from typing import Any

import numpy as np

from selten.games.errors import InputError
from selten.games.extensive_form import ExtensiveForm
from selten.games.files.efg import efg_text
from selten.games.installed import require, type_name
from selten.games.interop.packages import rounding
from selten.games.labels import distinct
from selten.games.normal_form import NormalForm
from selten.games.number import finite
from selten.games.tree import Tree
from selten.games.tree_parts import Node, Outcome

MOST_NODES = 100_000
"""The largest tree that is made."""


def from_openspiel(
    game: Any, *, rationalise: int | None = None, most_nodes: int = MOST_NODES
) -> NormalForm | ExtensiveForm:
    """An OpenSpiel game as ours: a one-shot game of simultaneous moves as NormalForm, any other as ExtensiveForm.

    Players are called ``Player 0``, ``Player 1``, ...

    Parameters
    ----------
    rationalise : int, optional
        Replace each chance and payoff by the nearest fraction whose denominator is at most this.
    most_nodes : int
        The largest tree that is made, and the most profiles of a normal form.

    Raises
    ------
    InputError
        If it is no pyspiel Game; its tree is larger than ``most_nodes``; it tells no information states although
        information is not perfect; a payoff is infinite; or the rationalised chances of a move do not sum to 1.

    Examples
    --------
    >>> import pyspiel
    >>> tree = from_openspiel(pyspiel.load_game("kuhn_poker"))
    >>> len(tree.nodes), tree.infosets[0].probabilities[0]
    (58, Fraction(1, 3))
    """
    pyspiel = require("pyspiel", "openspiel")
    if not isinstance(game, pyspiel.Game):
        raise InputError(f"from_openspiel: got {type_name(game)}; allowed: a pyspiel Game")
    number = _reader(rationalise)
    if is_one_shot(game):
        return _table(game, number, most_nodes)
    game = turn_based(game)
    if game.get_type().dynamics != pyspiel.GameType.Dynamics.SEQUENTIAL:
        raise InputError(f"from_openspiel: got the mean-field game {game}; allowed: sequential and matrix games")
    return _Reading(game, number, rationalise is not None, most_nodes).tree()


def is_one_shot(game: Any) -> bool:
    """Whether an OpenSpiel game is a normal form: all players move once and at the same time, without chance."""
    kind = game.get_type()
    simultaneous = kind.dynamics == type(kind).Dynamics.SIMULTANEOUS
    one_shot = kind.information == type(kind).Information.ONE_SHOT
    return bool(simultaneous and one_shot and kind.chance_mode == type(kind).ChanceMode.DETERMINISTIC)


def turn_based(game: Any) -> Any:
    """The game itself, or, where players move at the same time, OpenSpiel's game in which they move one by one."""
    pyspiel = require("pyspiel", "openspiel")
    simultaneous = game.get_type().dynamics == pyspiel.GameType.Dynamics.SIMULTANEOUS
    return pyspiel.convert_to_turn_based(game) if simultaneous else game


def _reader(rationalise: int | None) -> Callable[[float], Fraction]:
    if rationalise is not None and rationalise < 1:
        raise InputError(f"rationalise: got {rationalise}; allowed: the largest denominator, at least 1")

    def number(value: float) -> Fraction:
        if not finite(value):
            raise InputError(f"from_openspiel: got the payoff {value}; allowed: finite numbers")
        exact = Fraction(value)
        return exact if rationalise is None else exact.limit_denominator(rationalise)

    def kept(value: float) -> Fraction:
        return number(float(value))

    return kept


def _table(game: Any, number: Callable[[float], Fraction], most: int) -> NormalForm:
    """Each cell by playing it; labels are OpenSpiel's names of the actions."""
    n, start = game.num_players(), game.new_initial_state()
    actions = [start.legal_actions(player) for player in range(n)]
    if prod(map(len, actions)) > most:
        raise InputError(f"from_openspiel: got {prod(map(len, actions))} profiles; allowed: at most {most}, most_nodes")
    payoffs = np.empty((n, *map(len, actions)), dtype=object)
    for cell in np.ndindex(*map(len, actions)):
        state = start.clone()
        state.apply_actions([own[k] for own, k in zip(actions, cell, strict=True)])
        payoffs[(slice(None), *cell)] = [number(value) for value in state.returns()]
    doubles = payoffs.astype(float)
    same = all(Fraction(a) == b for a, b in zip(doubles.ravel().tolist(), payoffs.ravel().tolist(), strict=True))
    labels = [distinct([start.action_to_string(player, a) for a in own]) for player, own in enumerate(actions)]
    title = game.get_type().long_name
    return NormalForm.of(doubles if same else payoffs, labels, players=player_names(n), title=title)


def player_names(n: int) -> list[str]:
    """What OpenSpiel's players are called here: by their numbers there."""
    return [f"Player {k}" for k in range(n)]


def information_state(state: Any) -> str:
    """What tells the information sets of the player to move apart: the information state, or with perfect information
    the history.

    Raises
    ------
    InputError
        If there is no such string although information is not perfect.
    """
    kind = state.get_game().get_type()
    if kind.provides_information_state_string:
        return str(state.information_state_string(state.current_player()))
    if kind.information == type(kind).Information.PERFECT_INFORMATION:
        return str(state.history_str())
    raise InputError(
        f"from_openspiel: got {kind.short_name}, which tells no information states; allowed: games that do"
    )


class _Reading:
    """One walk through the histories of a sequential game, in preorder and without recursion."""

    def __init__(self, game: Any, number: Callable[[float], Fraction], asked: bool, most_nodes: int) -> None:
        self._game, self._number, self._asked, self._most = game, number, asked, most_nodes
        name = game.get_type().short_name
        self._tree = Tree(player_names(game.num_players()), title=game.get_type().long_name, comment=name)
        self._known: dict[tuple[int, str], tuple[int, tuple[int, ...]]] = {}

    def tree(self) -> ExtensiveForm:
        """The finished tree."""
        waiting, nodes = [self._game.new_initial_state()], 0
        while waiting:
            state, nodes = waiting.pop(), nodes + 1
            if nodes > self._most:
                raise InputError(f"from_openspiel: got more than {self._most} histories; allowed: at most most_nodes")
            if state.is_terminal():
                self._tree.leaf([self._number(value) for value in state.returns()])
                continue
            waiting += [state.child(action) for action in reversed(self._move(state))]
        return self._tree.build()

    def _move(self, state: Any) -> Sequence[int]:
        """Add the node of a move, and say which actions follow."""
        if state.is_chance_node():
            return self._chance(state)
        player, actions = state.current_player(), tuple(state.legal_actions())
        key = (player, information_state(state))
        if key not in self._known:
            labels = distinct([state.action_to_string(player, action) for action in actions])
            self._known[key] = (self._tree.infoset(player, labels, label=key[1]), actions)
        infoset, known = self._known[key]
        if actions != known:
            raise InputError(
                f"from_openspiel: got other actions in the same information state {key[1]!r}; allowed: same"
            )
        self._tree.move(infoset)
        return actions

    def _chance(self, state: Any) -> Sequence[int]:
        outcomes = state.chance_outcomes()
        chances = [self._number(chance) for _, chance in outcomes]
        total = sum(chances)
        if self._asked and total != 1:
            got = ", ".join(map(str, chances))
            raise InputError(f"rationalise: got the chances {got}, which sum to {total}; allowed: a larger denominator")
        labels = distinct([state.action_to_string(state.current_player(), action) for action, _ in outcomes])
        self._tree.move(self._tree.chance(labels, [chance / total for chance in chances]))
        return [action for action, _ in outcomes]


def to_openspiel(game: NormalForm | ExtensiveForm) -> Any:
    """Our game as an OpenSpiel game: a matrix game, a tensor game, or a tree by way of OpenSpiel's reader of .efg.

    Every number is rounded to the nearest double. What outcomes on the way pay is paid where the play ends.

    Raises
    ------
    InputError
        If the game has one player only (a normal form), holds enclosures or a payoff too large for a double, or
        OpenSpiel refuses the tree, with its reason.

    Examples
    --------
    >>> from selten.games.library import prisoners_dilemma
    >>> to_openspiel(prisoners_dilemma()).row_utilities().tolist()
    [[3.0, 0.0], [5.0, 1.0]]
    """
    pyspiel = require("pyspiel", "openspiel")
    if isinstance(game, ExtensiveForm):
        try:
            return pyspiel.load_efg_game(efg_text(_paid_at_ends(game)))
        except pyspiel.SpielError as error:
            reason = str(error).partition("\n")[0]
            raise InputError(f"to_openspiel: OpenSpiel refuses the tree ({reason}); allowed: one it reads") from None
    if len(game.players) < 2:
        raise InputError(f"to_openspiel: got {len(game.players)} player; allowed: at least 2, or a tree")
    rounding(game)
    doubles, title = game.payoffs.astype(float), game.title or "game"
    labels = [list(own) for own in game.strategies]
    if len(game.players) == 2:
        return pyspiel.create_matrix_game("selten", title, *labels, *doubles)
    return pyspiel.create_tensor_game("selten", title, labels, [own.ravel().tolist() for own in doubles])


def _paid_at_ends(tree: ExtensiveForm) -> ExtensiveForm:
    """The same game with one outcome at each end, which pays all of the path: OpenSpiel knows no others."""
    paid = tree.path_payoffs()
    outcomes: list[Outcome] = []
    nodes: list[Node] = []
    for number, node in enumerate(tree.nodes):
        if node.infoset is None:
            nodes.append(Node(None, len(outcomes), node.label))
            outcomes.append(Outcome(paid[number]))
        else:
            nodes.append(Node(node.infoset, None, node.label))
    return ExtensiveForm.of(
        tree.players, tree.infosets, outcomes=outcomes, nodes=nodes, title=tree.title, comment=tree.comment
    )
