"""Incredible threats: where in a tree a profile asks a player to do what it would not do once there.

A profile is subgame perfect if in no subgame anybody gains by changing its moves before the next subgames, whose play
stands (:mod:`selten.equilibria.trees.subgames`). Where somebody gains in a subgame that the play never reaches, the
profile rests on a threat that is not credible; a certificate of regret, even one that looks at every information set
with its probability of being reached, cannot see it.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from fractions import Fraction

from selten.equilibria.trees.behaviour import Behaviour, mixed_of
from selten.equilibria.trees.rationality import Move, Outlook, mean, outlook
from selten.equilibria.trees.subgames import Piece, piece_game, pieces
from selten.games.extensive_form import ExtensiveForm
from selten.games.number import number_text

Payoffs = tuple[Fraction, ...]


@dataclass(frozen=True, slots=True)
class Threat:
    """What a player would do otherwise in a subgame.

    Parameters
    ----------
    subgame : int
        The node where the subgame starts.
    reached : bool
        Whether the play comes to the subgame. If it does the profile is no equilibrium; if not, it is a threat.
    player : int
    infoset : int
        Where the player would change its move.
    action, better : int
        An action it plays there, and one that earns more.
    earns, instead_of : Fraction
        What the player expects at the information set: with the better action and the best plan after it in this
        piece of the tree, and with ``action`` as it plays.
    plan : tuple of (information set, action)
        The moves that earn it, the better action first.
    """

    subgame: int
    reached: bool
    player: int
    infoset: int
    action: int
    better: int
    earns: Fraction
    instead_of: Fraction
    plan: tuple[Move, ...]

    def text(self, tree: ExtensiveForm) -> str:
        """The threat in a sentence."""
        at, actions = tree.infoset_name(self.infoset), tree.infosets[self.infoset].actions
        start = f"'{' '.join(tree.history(self.subgame))}'" if self.subgame else "the start"
        word = "plays" if self.reached else "threatens with"
        then = [f"{tree.infosets[h].actions[a]!r} at {tree.infoset_name(h)}" for h, a in self.plan[1:]]
        plan = f" then {', '.join(then)}" if then else ""
        better = f"{actions[self.better]!r}{plan} earns {number_text(self.earns)}"
        played = f"{at} {word} {actions[self.action]!r}"
        return f"{played}: in the subgame from {start} {better} instead of {number_text(self.instead_of)}"


def incredible_threats(tree: ExtensiveForm, behaviour: Behaviour) -> tuple[Threat, ...]:
    """The subgames in which somebody gains, the last ones first, with who and how: none if subgame perfect.

    One entry for each subgame and player. Subgames in which behaviour that is left open (None) decides are passed over,
    as are those that contain one: with open behaviour no entry is no proof.

    Raises
    ------
    InputError
        If a player forgets what it did.

    Examples
    --------
    >>> from selten.games.library import entry_game
    >>> tree, sure = entry_game(), (Fraction(1), Fraction(0))
    >>> (threat,) = incredible_threats(tree, (sure, sure))
    >>> threat.player, threat.infoset, threat.action, int(threat.earns), int(threat.instead_of)
    (1, 1, 0, 1, -1)
    >>> print(threat.text(tree).partition(": ")[2])
    in the subgame from 'in' 'share' earns 1 instead of -1
    """
    return threats_of_each(tree, [behaviour])[0]


def threats_of_each(tree: ExtensiveForm, behaviours: Sequence[Behaviour]) -> list[tuple[Threat, ...]]:
    """:func:`incredible_threats` of many profiles: each piece is looked at once for the same moves and continuations.

    Examples
    --------
    >>> from selten.games.library import entry_game
    >>> yes, no = (Fraction(1), Fraction(0)), (Fraction(0), Fraction(1))
    >>> [len(found) for found in threats_of_each(entry_game(), [(yes, yes), (no, no)])]
    [1, 0]
    """
    tree.require_perfect_recall("subgame perfection")
    if tree.nodes[0].infoset is None:
        return [() for _ in behaviours]
    work = _Search(tree, pieces(tree), tree.path_payoffs(), {})
    return [work.threats(behaviour) for behaviour in behaviours]


@dataclass(slots=True)
class _Search:
    """The search in one tree; ``known`` holds what a piece pays and who gains in it, by its play and what follows."""

    tree: ExtensiveForm
    parts: tuple[Piece, ...]
    totals: Sequence[Payoffs]
    known: dict[tuple[object, ...], tuple[Payoffs, list[Threat]] | None]

    def threats(self, behaviour: Behaviour) -> tuple[Threat, ...]:
        """From the last piece to the first; a piece below which something is open, or in which it matters, is open."""
        reached, values = _reached(self.tree, behaviour), dict[int, Payoffs | None]()
        found: list[Threat] = []
        for piece in reversed(self.parts):
            below = tuple(values[root] for root in piece.below)
            rows = tuple(behaviour[h] for h in piece.infosets)
            key = (piece.root, below, rows)
            if key not in self.known:
                self.known[key] = self._look(piece, dict(zip(piece.below, below, strict=True)), rows)
            seen = self.known[key]
            values[piece.root] = None if seen is None else seen[0]
            if seen is not None:
                found += [replace(threat, reached=piece.root in reached) for threat in seen[1]]
        return tuple(found)

    def _look(
        self, piece: Piece, below: dict[int, Payoffs | None], rows: Behaviour
    ) -> tuple[Payoffs, list[Threat]] | None:
        ends = [k for k in piece.nodes if k in below or self.tree.nodes[k].infoset is None]
        paid = [below[k] if k in below else self.totals[k] for k in ends]
        known = [own for own in paid if own is not None]
        if len(known) < len(paid):
            return None
        small = piece_game(self.tree, piece, known)
        if mixed_of(small, rows) is None:
            return None
        # rows still open are ruled out by own moves in the piece: what stands there does not matter
        closed = [_first(small, h) if row is None else row for h, row in enumerate(rows)]
        return _values(small, closed), _piece_threats(small, closed, piece)


def _reached(tree: ExtensiveForm, behaviour: Behaviour) -> set[int]:
    """The nodes that the play may come to; open behaviour is never reached."""
    found = {0}
    for number, node in enumerate(tree.nodes):
        if number in found and node.infoset is not None:
            row = behaviour[node.infoset] or ()
            found |= {child for child, chance in zip(tree.children[number], row, strict=False) if chance}
    return found


def _first(tree: ExtensiveForm, h: int) -> Payoffs:
    return tuple(Fraction(int(k == 0)) for k in range(len(tree.infosets[h].actions)))


def _values(tree: ExtensiveForm, behaviour: Sequence[Payoffs]) -> Payoffs:
    """What every player expects from the behaviour."""
    values = list(tree.path_payoffs())
    for number in reversed(range(len(tree.nodes))):
        h = tree.nodes[number].infoset
        if h is not None:
            columns = zip(*(values[child] for child in tree.children[number]), strict=True)
            values[number] = tuple(mean(behaviour[h], column) for column in columns)
    return values[0]


def _piece_threats(small: ExtensiveForm, behaviour: Sequence[Payoffs], piece: Piece) -> list[Threat]:
    """For each player that gains in a piece where its plan should first change."""
    found, totals = [], small.path_payoffs()
    for player in range(len(small.players)):
        seen = outlook(small, behaviour, player=player, starts=[(0, Fraction(1))], totals=totals)
        h = _first_fault(seen, behaviour)
        if h is not None:
            found.append(_threat(seen, behaviour, h, player, piece))
    return found


def _first_fault(seen: Outlook, behaviour: Sequence[Payoffs]) -> int | None:
    """The last of the information sets along the player's own play at which it would gain; None if it gains nowhere.

    Its best action there is another one: had it only later moves to change, one of them would be along its play.
    """
    fault: int | None = None
    reached: dict[Move | None, bool] = {None: True}
    for h, move in seen.after.items():
        if not reached.get(move, False):
            continue
        reached.update({(h, action): bool(chance) for action, chance in enumerate(behaviour[h])})
        if seen.value(h) > mean(behaviour[h], seen.played[h]):
            fault = h
    return fault


def _threat(seen: Outlook, behaviour: Sequence[Payoffs], h: int, player: int, piece: Piece) -> Threat:
    """Values at the information set itself: those of the outlook over the weight of its nodes."""
    plan = seen.plan(h)
    worst = min((a for a, chance in enumerate(behaviour[h]) if chance), key=lambda a: seen.played[h][a])
    return Threat(
        piece.root,
        False,
        player,
        piece.infosets[h],
        worst,
        plan[0][1],
        seen.value(h) / seen.weights[h],
        seen.played[h][worst] / seen.weights[h],
        tuple((piece.infosets[own], action) for own, action in plan),
    )
