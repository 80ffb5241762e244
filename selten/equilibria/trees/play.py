"""The certificate of behaviour in a tree of any size, from the tree itself and not from its normal form.

What a player could get is found from the end backwards. Each end counts with the probability that chance and the others
let it happen; with perfect recall the player knows its own last move before it, so that these values add up to what
each action at each of its information sets is worth once the best is done afterwards. Later information sets come
first; what the best action at one is worth goes to the own move before it. One pass over the tree a player, in
rationals.

Source: the sequence form of B. von Stengel, "Efficient computation of behavior strategies", Games and Economic Behavior
14 (1996), section 3: the best response as a dynamic program over the player's own sequences.
"""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

from selten.equilibria.solution import Certificate
from selten.equilibria.trees.assessment import reach
from selten.games.extensive_form import ExtensiveForm

Rows = Sequence[Sequence[Fraction]]
_Move = tuple[int, int] | None
"""An own move, as (information set, action), or None before the first."""


@dataclass(frozen=True, slots=True)
class CertifiedPlay:
    """Behaviour in a tree, what it pays, and how far it is from an equilibrium.

    Parameters
    ----------
    behaviour : tuple of tuple of Fraction
        For each information set the probabilities of its actions, those of chance included.
    payoffs : tuple of Fraction
        What each player gets.
    gains : tuple of Fraction
        What each player could gain at most by another strategy of its own; exact.
    certificate : Certificate
        The largest gain; a bound in doubles where the behaviour was given in doubles. Its scale is the range of what
        the ends of the tree pay.
    """

    behaviour: tuple[tuple[Fraction, ...], ...]
    payoffs: tuple[Fraction, ...]
    gains: tuple[Fraction, ...]
    certificate: Certificate


def certified_play(tree: ExtensiveForm, behaviour: Rows) -> CertifiedPlay:
    """Behaviour with its payoffs and exact regret, whether it is an equilibrium or not.

    Parameters
    ----------
    behaviour : sequence of sequences of Fraction
        For each information set probabilities of its actions, at least 0 and summing to 1; at chance those of the tree.

    Raises
    ------
    InputError
        If a player forgets what it did.

    Examples
    --------
    >>> from selten.games.library import entry_game
    >>> out_fight = (Fraction(1), Fraction(0)), (Fraction(1), Fraction(0))
    >>> found = certified_play(entry_game(), out_fight)
    >>> found.certificate.regret, [str(value) for value in found.payoffs]
    (Fraction(0, 1), ['0', '2'])
    """
    tree.require_perfect_recall("the certificate of behaviour")
    rows = tuple(tuple(map(Fraction, row)) for row in behaviour)
    likely, paid = reach(tree, rows), tree.path_payoffs()
    players, ends = range(len(tree.players)), tree.terminals
    payoffs = tuple(sum((likely[k] * paid[k][i] for k in ends), Fraction(0)) for i in players)
    gains = tuple(best_reply(tree, rows, i) - payoffs[i] for i in players)
    scale = max(max(paid[k][i] for k in ends) - min(paid[k][i] for k in ends) for i in players)
    return CertifiedPlay(rows, payoffs, gains, Certificate("strategies", max(gains), scale, True))


def best_reply(tree: ExtensiveForm, behaviour: Rows, player: int) -> Fraction:
    """The most that a player with perfect recall can get while the others keep to the behaviour.

    Examples
    --------
    >>> from selten.games.library import entry_game
    >>> best_reply(entry_game(), ((Fraction(1), Fraction(0)), (Fraction(0), Fraction(1))), 0)
    Fraction(1, 1)
    """
    worth = _ends(tree, behaviour, player)
    before = tree.last_moves()
    for h in sorted(_own(tree, player), key=lambda h: _depth(before, h), reverse=True):
        worth[before[h]] += max(worth[h, action] for action in range(len(tree.infosets[h].actions)))
    return worth[None]


def _own(tree: ExtensiveForm, player: int) -> list[int]:
    return [h for h, infoset in enumerate(tree.infosets) if infoset.player == player]


def _depth(before: Sequence[_Move], h: int) -> int:
    """How many own moves come before an information set."""
    depth, move = 0, before[h]
    while move is not None:
        depth, move = depth + 1, before[move[0]]
    return depth


def _ends(tree: ExtensiveForm, behaviour: Rows, player: int) -> defaultdict[_Move, Fraction]:
    """By the player's last move before them, the sum of its payoffs at the ends, as likely as the others make them."""
    paid = tree.path_payoffs()
    weight = [Fraction(1)] * len(tree.nodes)
    last: list[_Move] = [None] * len(tree.nodes)
    worth: defaultdict[_Move, Fraction] = defaultdict(Fraction)
    for number, node in enumerate(tree.nodes):
        if node.infoset is None:
            worth[last[number]] += weight[number] * paid[number][player]
            continue
        own = tree.infosets[node.infoset].player == player
        for action, child in enumerate(tree.children[number]):
            last[child] = (node.infoset, action) if own else last[number]
            weight[child] = weight[number] if own else weight[number] * behaviour[node.infoset][action]
    return worth
