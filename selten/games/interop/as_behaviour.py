"""Behaviour of every origin, for a tree: at each information set the probability of each action.

Doubles are taken as binary fractions, negative ones within the tolerance as 0, and divided by their sum, so that what
is certified is exactly a behaviour strategy; the caller is told that there were doubles.
"""

from collections.abc import Iterator, Mapping, Sequence
from fractions import Fraction
from typing import Any

import numpy as np

from selten.games.errors import InputError
from selten.games.extensive_form import ExtensiveForm
from selten.games.installed import type_name
from selten.games.interop.as_game import package_of
from selten.games.interop.as_profile import TOLERANCE, mixture
from selten.games.interop.openspiel import information_state, turn_based
from selten.games.number import exact_number

Rows = tuple[tuple[Fraction, ...], ...]
"""For each information set of the tree the probabilities of its actions; those of chance at chance moves."""


def is_behaviour(profile: Any) -> bool:
    """Whether an object says what is done at information sets, and not which strategies of the normal form are mixed.

    That is so for pygambit's behaviour profiles, OpenSpiel's policies, objects of ours with a ``behaviour``, and dicts
    from players to dicts from information sets.
    """
    package = package_of(profile)
    if package == "pygambit":
        return hasattr(profile, "as_strategy")
    if isinstance(profile, Mapping):
        return any(isinstance(own, Mapping) and any(_deep(row) for row in own.values()) for own in profile.values())
    return package in ("pyspiel", "open_spiel") or hasattr(profile, "behaviour")


def _deep(row: Any) -> bool:
    """Whether a value is what is done at an information set, and no probability."""
    return isinstance(row, (Mapping, Sequence, np.ndarray)) and not _is_number(row)


def _is_number(text: Any) -> bool:
    try:
        exact_number(text, "")
    except InputError:
        return False
    return True


def as_behaviour(
    tree: ExtensiveForm, profile: Any, *, game: Any = None, tolerance: float = TOLERANCE
) -> tuple[Rows, bool]:
    """The behaviour at each information set, and whether it was rounded: whether there were doubles in it.

    Parameters
    ----------
    profile : object
        Of a kind that :func:`is_behaviour` recognises. The keys of dicts are the players' labels, then the labels of
        their information sets (or their numbers from 1 where they have none), then the actions' labels.
    game : object, optional
        The OpenSpiel game that ``tree`` was made of, for a policy that does not tell its game.

    Raises
    ------
    InputError
        Naming the information set, for actions that it does not have, numbers that are no probabilities, and
        information sets that are left out.

    Examples
    --------
    >>> from selten.games.library import entry_game
    >>> plays = {"entrant": {"1": "in"}, "incumbent": {"1": {"fight": 0.25, "share": 0.75}}}
    >>> as_behaviour(entry_game(), plays)
    (((Fraction(0, 1), Fraction(1, 1)), (Fraction(1, 4), Fraction(3, 4))), True)
    """
    package = package_of(profile)
    if package == "pygambit":
        found = dict(_gambit(tree, profile))
    elif package in ("pyspiel", "open_spiel"):
        found = dict(_openspiel(tree, profile, game))
    elif isinstance(profile, Mapping):
        found = dict(_named(tree, profile))
    else:
        found = dict(enumerate(profile.behaviour))
    rows, rounded = [], False
    for h, infoset in enumerate(tree.infosets):
        if infoset.player is None:
            rows.append(infoset.probabilities)
            continue
        if h not in found:
            raise InputError(f"behaviour: got nothing at {tree.infoset_name(h)}; allowed: what is done at each")
        row, doubles = _row(found[h], infoset.actions, f"behaviour at {tree.infoset_name(h)}", tolerance)
        rows.append(row)
        rounded = rounded or doubles
    return tuple(rows), rounded


def _row(own: Any, actions: Sequence[str], field: str, tolerance: float) -> tuple[tuple[Fraction, ...], bool]:
    """Exact probabilities: as they are, or doubles over their sum."""
    values = mixture(own, actions, field, tolerance=tolerance)
    doubles = any(isinstance(p, (float, np.floating)) for p in values)
    exact = [exact_number(p, field) for p in values]
    if doubles:
        exact = [Fraction(float(p)) for p in values]
    total = sum(exact, Fraction(0))
    if min(exact) < 0 or abs(total - 1) > (Fraction(tolerance) if doubles else 0):
        got = ", ".join(map(str, values))
        raise InputError(f"{field}: got {got}; allowed: probabilities, at least 0, that sum to 1")
    return tuple(p / total for p in exact), doubles


def _named(tree: ExtensiveForm, profile: Mapping[Any, Any]) -> Iterator[tuple[int, Any]]:
    names = _names(tree)
    for player, own in profile.items():
        if player not in tree.players:
            raise InputError(f"behaviour: got the player {player!r}; allowed: {', '.join(tree.players)}")
        if not isinstance(own, Mapping):
            raise InputError(f"behaviour of {player!r}: got {type_name(own)}; allowed: a dict from information sets")
        for label, row in own.items():
            if (player, str(label)) not in names:
                allowed = ", ".join(name for who, name in names if who == player)
                raise InputError(f"behaviour: got the information set {label!r} of {player!r}; allowed: {allowed}")
            yield names[player, str(label)], row


def _names(tree: ExtensiveForm) -> dict[tuple[str, str], int]:
    """The information sets by player and label; by its number where a label is empty or not the only one."""
    names: dict[tuple[str, str], int] = {}
    for player, who in enumerate(tree.players):
        own = [h for h, infoset in enumerate(tree.infosets) if infoset.player == player]
        labels = [tree.infosets[h].label for h in own]
        for place, (h, label) in enumerate(zip(own, labels, strict=True), 1):
            names[who, label if label and labels.count(label) == 1 else str(place)] = h
    return names


def _gambit(tree: ExtensiveForm, profile: Any) -> Iterator[tuple[int, Any]]:
    """By the history of one node of each information set, which both sides name by the labels of the actions."""
    for player in profile.game.players:
        for history, actions in profile[player]:
            labels = [step.action for step in history]
            yield _infoset(tree, labels), [p for _, p in actions]


def _infoset(tree: ExtensiveForm, labels: Sequence[str]) -> int:
    node = 0
    for label in labels:
        infoset = tree.nodes[node].infoset
        actions = () if infoset is None else tree.infosets[infoset].actions
        if label not in actions:
            raise InputError(f"behaviour: got the history {', '.join(labels)}; allowed: histories of the game")
        node = tree.children[node][actions.index(label)]
    found = tree.nodes[node].infoset
    if found is None:
        raise InputError(f"behaviour: got the history {', '.join(labels)}; allowed: histories at which a player moves")
    return found


def _openspiel(tree: ExtensiveForm, policy: Any, game: Any) -> Iterator[tuple[int, Any]]:
    """Asked at the first history of each information set, on a walk through OpenSpiel's game and the tree at once."""
    theirs = game if package_of(game) in ("pyspiel", "open_spiel") else getattr(policy, "game", None)
    if theirs is None:
        raise InputError("behaviour: got an OpenSpiel policy for a tree; allowed: with the OpenSpiel game in its place")
    waiting, seen = [(turn_based(theirs).new_initial_state(), 0)], set()
    while waiting:
        state, node = waiting.pop()
        h, children = tree.nodes[node].infoset, tree.children[node]
        if h is None:
            continue
        chance = state.is_chance_node()
        actions = [action for action, _ in state.chance_outcomes()] if chance else list(state.legal_actions())
        if len(actions) != len(children):
            raise InputError("behaviour: got an OpenSpiel policy of another game; allowed: one of the game given")
        if not chance and h not in seen:
            seen.add(h)
            yield h, _asked(policy, state, actions)
        waiting += [(state.child(action), child) for action, child in zip(actions, children, strict=True)]


def _asked(policy: Any, state: Any, actions: Sequence[int]) -> list[float]:
    try:
        chances = policy.action_probabilities(state)
    except (KeyError, ValueError, RuntimeError):
        name = repr(information_state(state))
        raise InputError(
            f"behaviour: got a policy that knows no state {name}; allowed: one of the game given"
        ) from None
    return [float(chances.get(action, 0.0)) for action in actions]
