"""Best replies inside a tree: what a player gets from some nodes on, as it plays and at best.

The player starts at given nodes with given weights; everybody else behaves as said. With perfect recall the player's
later information sets form a tree of their own under its last moves, each with the weight with which the others let it
be reached, and the best plan is found from the last of them to the first (Koller, Megiddo and von Stengel, "Fast
algorithms for finding randomized strategies in game trees", 1994, for this sequence form).
"""

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

from selten.equilibria.trees.assessment import Assessment, Mixture
from selten.games.extensive_form import ExtensiveForm

Move = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Outlook:
    """What a player can get at its information sets; all values are sums over weights, not yet divided by them.

    Parameters
    ----------
    weights : dict
        For each own information set that the others do not rule out, earlier ones first, the weight of its nodes.
    after : dict
        For each the own move (information set, action) that leads to it from the start, or None.
    best, played : dict
        For each the value of each of its actions, followed by the best plan or by the player's own behaviour.
    least : Fraction
        What the player gets where it does not move.
    """

    weights: dict[int, Fraction]
    after: dict[int, Move | None]
    best: dict[int, tuple[Fraction, ...]]
    played: dict[int, tuple[Fraction, ...]]
    least: Fraction

    def value(self, h: int) -> Fraction:
        """The value of the best plan from an information set on."""
        return max(self.best[h])

    def plan(self, h: int) -> tuple[Move, ...]:
        """The best plan from an information set on: its moves there and at those that it leads to, the first best."""
        following: dict[Move | None, list[int]] = {}
        for own, move in self.after.items():
            following.setdefault(move, []).append(own)
        moves, todo = list[Move](), [h]
        while todo:
            own = todo.pop()
            moves.append((own, self.best[own].index(self.value(own))))
            todo += reversed(following.get(moves[-1], []))
        return tuple(moves)


@dataclass(frozen=True, slots=True)
class Deviation:
    """A plan that earns more at an information set, under the beliefs there.

    Parameters
    ----------
    infoset : int
    plan : tuple of (information set, action)
        The best plan from there on, the move there first.
    earns, instead_of : Fraction
        Expected payoffs with the plan, and as it is.
    """

    infoset: int
    plan: tuple[Move, ...]
    earns: Fraction
    instead_of: Fraction

    @property
    def gain(self) -> Fraction:
        """How much more it earns."""
        return self.earns - self.instead_of


def outlook(
    tree: ExtensiveForm,
    behaviour: Sequence[Mixture],
    *,
    player: int,
    starts: Sequence[tuple[int, Fraction]],
    totals: Sequence[tuple[Fraction, ...]],
) -> Outlook:
    """What a player can get from some nodes on.

    Parameters
    ----------
    starts : sequence of (node, weight)
        Where it starts, none below another; between two own moves it has perfect recall.
    totals : sequence of tuples of Fraction
        ``tree.path_payoffs()``.

    Examples
    --------
    >>> from selten.games.library import entry_game
    >>> tree, sure = entry_game(), (Fraction(1), Fraction(0))
    >>> found = outlook(tree, (sure, sure), player=1, starts=[(2, Fraction(1))], totals=tree.path_payoffs())
    >>> [[int(v) for v in row] for row in found.best.values()], found.plan(1)
    ([[-1, 1]], ((1, 1),))
    """
    weights: dict[int, Fraction] = {}
    after: dict[int, Move | None] = {}
    direct: dict[Move | None, Fraction] = {}
    todo: list[tuple[int, Fraction, Move | None]] = [
        (node, weight, None) for node, weight in reversed(starts) if weight
    ]
    while todo:
        node, weight, last = todo.pop()
        h, children = tree.nodes[node].infoset, tree.children[node]
        if h is None:
            direct[last] = direct.get(last, Fraction(0)) + weight * totals[node][player]
        elif tree.infosets[h].player == player:
            weights[h] = weights.get(h, Fraction(0)) + weight
            after.setdefault(h, last)
            todo += [(child, weight, (h, a)) for a, child in reversed(list(enumerate(children)))]
        else:
            odds = zip(children, behaviour[h], strict=True)
            todo += reversed([(child, weight * chance, last) for child, chance in odds if chance])
    best, played = _values(tree, behaviour, list(weights), after, direct)
    return Outlook(weights, after, best, played, direct.get(None, Fraction(0)))


def _values(
    tree: ExtensiveForm,
    behaviour: Sequence[Mixture],
    own: list[int],
    after: dict[int, Move | None],
    direct: dict[Move | None, Fraction],
) -> tuple[dict[int, tuple[Fraction, ...]], dict[int, tuple[Fraction, ...]]]:
    """From the last information sets to the first; each was met after those that lead to it."""
    best: dict[int, tuple[Fraction, ...]] = {}
    played: dict[int, tuple[Fraction, ...]] = {}
    ahead, own_ahead = dict(direct), dict(direct)
    for h in reversed(own):
        actions = range(len(tree.infosets[h].actions))
        best[h] = tuple(ahead.get((h, a), Fraction(0)) for a in actions)
        played[h] = tuple(own_ahead.get((h, a), Fraction(0)) for a in actions)
        move = after[h]
        ahead[move] = ahead.get(move, Fraction(0)) + max(best[h])
        own_ahead[move] = own_ahead.get(move, Fraction(0)) + mean(behaviour[h], played[h])
    return {h: best[h] for h in own}, {h: played[h] for h in own}


def mean(weights: Sequence[Fraction], values: Sequence[Fraction]) -> Fraction:
    """The sum of weight times value."""
    return sum((w * v for w, v in zip(weights, values, strict=True)), Fraction(0))


def improvements(tree: ExtensiveForm, assessment: Assessment) -> tuple[Deviation, ...]:
    """The best deviation at each information set where there is one: none for a sequentially rational assessment.

    At every information set, reached or not, the player may change its whole plan from there on, its beliefs there and
    everybody else's behaviour given (Kreps and Wilson 1982, section 4). Ordered by information set.

    Raises
    ------
    InputError
        If a player forgets what it did.

    Examples
    --------
    >>> from selten.games.library import entry_game
    >>> threat = Assessment.of(entry_game(), [[1, 0], [1, 0]])
    >>> [(found.infoset, found.plan, int(found.gain)) for found in improvements(entry_game(), threat)]
    [(1, ((1, 1),), 2)]
    """
    tree.require_perfect_recall("sequential rationality")
    totals, found = tree.path_payoffs(), []
    for h, members in enumerate(tree.members):
        player = tree.infosets[h].player
        if player is None:
            continue
        starts = list(zip(members, assessment.beliefs[h], strict=True))
        seen = outlook(tree, assessment.behaviour, player=player, starts=starts, totals=totals)
        instead = mean(assessment.behaviour[h], seen.played[h])
        if seen.value(h) > instead:
            found.append(Deviation(h, seen.plan(h), seen.value(h), instead))
    return tuple(found)
