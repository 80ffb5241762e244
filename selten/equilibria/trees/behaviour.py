"""Behaviour strategies of a tree, and whether a profile is subgame perfect.

A behaviour strategy says at each information set how likely each action is; a mixed strategy of the reduced normal form
says the same up to what the player's own earlier moves rule out. There it leaves the behaviour open (None here): it
then depends on more than the mixed strategy whether a profile is subgame perfect.
"""

from collections.abc import Sequence
from fractions import Fraction
from math import prod
from typing import Literal

from selten.equilibria.trees.subgames import Piece, piece_game, pieces
from selten.games.extensive_form import ExtensiveForm
from selten.games.profile import Profile, payoffs, regret
from selten.games.reduced import UNREACHED, own_infosets, pure_strategies, reduced_normal_form

Behaviour = tuple[tuple[Fraction, ...] | None, ...]
"""For each information set the probabilities of its actions, those of chance included; None where left open."""


def behaviour_of(tree: ExtensiveForm, profile: Profile) -> Behaviour:
    """What a profile of the reduced normal form does at each information set.

    Examples
    --------
    >>> from selten.games.library import entry_game
    >>> behaviour_of(entry_game(), Profile.of([["1/3", "2/3"], [1, 0]]))
    ((Fraction(1, 3), Fraction(2, 3)), (Fraction(1, 1), Fraction(0, 1)))
    """
    rows: list[tuple[Fraction, ...] | None] = [infoset.probabilities for infoset in tree.infosets]
    for player, own in enumerate(profile.strategies):
        choices = pure_strategies(tree, player)
        for column, h in enumerate(own_infosets(tree, player)):
            weights = [Fraction(0)] * len(tree.infosets[h].actions)
            for strategy, probability in enumerate(own):
                if (action := int(choices[strategy, column])) != UNREACHED:
                    weights[action] += probability
            total = sum(weights)
            rows[h] = tuple(weight / total for weight in weights) if total else None
    return tuple(rows)


def mixed_of(tree: ExtensiveForm, behaviour: Behaviour) -> Profile | None:
    """The profile of the reduced normal form that behaves so (Kuhn 1953), or None where open behaviour matters.

    Examples
    --------
    >>> from selten.games.library import entry_game
    >>> profile = Profile.of([["1/3", "2/3"], [1, 0]])
    >>> mixed_of(entry_game(), behaviour_of(entry_game(), profile)) == profile
    True
    """
    strategies = []
    for player in range(len(tree.players)):
        own = own_infosets(tree, player)
        weights = [_weight(own, row.tolist(), behaviour) for row in pure_strategies(tree, player)]
        known = [weight for weight in weights if weight is not None]
        if len(known) < len(weights):
            return None
        strategies.append(tuple(known))
    return Profile(tuple(strategies))


def is_pure(tree: ExtensiveForm, behaviour: Behaviour) -> bool:
    """Whether the players take one action for sure at every information set of theirs, whatever chance does.

    Examples
    --------
    >>> from selten.games.library import entry_game
    >>> is_pure(entry_game(), ((Fraction(1, 3), Fraction(2, 3)), (Fraction(1), Fraction(0))))
    False
    """
    owned = (row for row, infoset in zip(behaviour, tree.infosets, strict=True) if infoset.player is not None)
    return all(row is not None and 1 in row for row in owned)


def is_subgame_perfect(tree: ExtensiveForm, behaviour: Behaviour) -> bool | None:
    """Whether the profile is an equilibrium of every subgame, exactly; None where open behaviour decides.

    Works from the last subgames to the first: in each, what the next ones pay under the profile stands for them, and
    nobody may gain by changing its moves before them.

    Raises
    ------
    InputError
        If a player forgets what it did.

    Examples
    --------
    >>> from selten.games.library import entry_game
    >>> threat = Profile.of([[1, 0], [1, 0]])
    >>> is_subgame_perfect(entry_game(), behaviour_of(entry_game(), threat))
    False
    """
    tree.require_perfect_recall("subgame perfection")
    totals = tree.path_payoffs()
    if tree.nodes[0].infoset is None:
        return True
    values: dict[int, tuple[Fraction, ...] | None] = {}
    open_question = False
    for piece in reversed(pieces(tree)):
        found = _value(tree, piece, behaviour, totals, values)
        if found is False:
            return False
        values[piece.root] = found
        open_question |= found is None
    return None if open_question else True


def _value(
    tree: ExtensiveForm,
    piece: Piece,
    behaviour: Behaviour,
    totals: Sequence[tuple[Fraction, ...]],
    values: dict[int, tuple[Fraction, ...] | None],
) -> tuple[Fraction, ...] | Literal[False] | None:
    """What a subgame pays; False if somebody gains by changing its moves in the piece, None if that is open."""
    ends = [k for k in piece.nodes if k in piece.below or tree.nodes[k].infoset is None]
    paid = [values[k] if k in piece.below else totals[k] for k in ends]
    known = [own for own in paid if own is not None]
    if len(known) < len(paid):
        return None
    small = piece_game(tree, piece, known)
    profile = mixed_of(small, tuple(behaviour[h] for h in piece.infosets))
    if profile is None:
        return None
    table = reduced_normal_form(small)
    return tuple(payoffs(table, profile)) if regret(table, profile) == 0 else False


def _weight(own: Sequence[int], actions: Sequence[int], behaviour: Behaviour) -> Fraction | None:
    """The probability of one reduced strategy, None where an open information set decides it."""
    rows = [(behaviour[h], action) for h, action in zip(own, actions, strict=True) if action != UNREACHED]
    weight = prod((row[action] for row, action in rows if row is not None), start=Fraction(1))
    return weight if weight == 0 or all(row is not None for row, _ in rows) else None
