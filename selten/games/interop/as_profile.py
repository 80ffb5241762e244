"""Profiles of every origin, for a game in normal form.

What one player does may be written as probabilities in the order of the strategies, as a dict from labels to
probabilities, as the label of a pure strategy, or as the number of one, counted from 0 as NumPy and QuantEcon do.
Doubles are taken as other packages hand them over: a negative probability within the tolerance is the 0 that it should
have been, and a sum within the tolerance of 1 is left for the certificate to normalise.
"""

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np

from selten.games.errors import InputError
from selten.games.installed import type_name
from selten.games.interop.as_game import package_of
from selten.games.normal_form import NormalForm
from selten.games.profile import Profile, check_fits

TOLERANCE = 1e-6
"""How far probabilities in doubles may be from being at least 0 and summing to 1."""


def as_profile(game: NormalForm, profile: Any, *, tolerance: float = TOLERANCE) -> Profile:
    """A profile of any of these origins as ours.

    Parameters
    ----------
    profile : object
        A Profile; a pygambit MixedStrategyProfile, rational or not; an OpenSpiel policy of a matrix or tensor game; a
        sequence with what each player does (what nashpy and QuantEcon return), or a dict from players to it.
    tolerance : float
        How far doubles may be from probabilities; exact numbers must be right.

    Raises
    ------
    InputError
        Naming the player: for a strategy that the game does not have, a number that is no probability, or probabilities
        that do not sum to 1.

    Examples
    --------
    >>> pennies = NormalForm.of([[[1, -1], [-1, 1]], [[-1, 1], [1, -1]]], [["heads", "tails"]] * 2)
    >>> as_profile(pennies, ["heads", {"heads": "1/3", "tails": "2/3"}]).strategies[1]
    (Fraction(1, 3), Fraction(2, 3))
    """
    if isinstance(profile, Profile):
        result = profile
    else:
        rows = [
            mixture(own, labels, f"strategies[{player}]", tolerance=tolerance)
            for player, (own, labels) in enumerate(zip(_each(game, profile), game.strategies, strict=True))
        ]
        result = Profile.of(rows, tolerance=tolerance)
    check_fits(game, result)
    return result


def _each(game: NormalForm, profile: Any) -> list[Any]:
    """What each player does, as it is written."""
    package = package_of(profile)
    if package == "pygambit":
        own = [[p for _, p in profile[player]] for player in profile.game.players]
    elif package in ("pyspiel", "open_spiel"):
        own = [_policy(profile, player, len(labels)) for player, labels in enumerate(game.strategies)]
    elif isinstance(profile, Mapping):
        own = _named(game, profile)
    elif is_list(profile):
        own = list(profile)
    else:
        allowed = "a Profile, a profile of pygambit, nashpy, QuantEcon or OpenSpiel, or what each player does"
        raise InputError(f"profile: got {type_name(profile)}; allowed: {allowed}")
    if len(own) != len(game.players):
        raise InputError(f"profile: got {len(own)} strategies; allowed: {len(game.players)}, one for each player")
    return own


def is_list(value: Any) -> bool:
    """Whether a value is a sequence or array of things, and neither text nor a single number.

    Examples
    --------
    >>> is_list([1, 2]), is_list(np.array(1.0)), is_list("ab")
    (True, False, False)
    """
    if isinstance(value, np.ndarray):
        return value.ndim > 0
    return isinstance(value, Sequence) and not isinstance(value, (str, bytes, bytearray))


def _named(game: NormalForm, profile: Mapping[Any, Any]) -> list[Any]:
    unknown = [str(name) for name in profile if name not in game.players]
    if unknown or len(profile) != len(game.players):
        got = ", ".join(map(str, profile))
        raise InputError(f"profile: got the players {got!r}; allowed: each of {', '.join(game.players)}")
    return [profile[name] for name in game.players]


def _policy(policy: Any, player: int, count: int) -> list[float]:
    """What an OpenSpiel policy does in the only state of a game of simultaneous moves."""
    game = getattr(policy, "game", None)
    if game is None:
        raise InputError("profile: got an OpenSpiel policy without its game; allowed: policies that tell their game")
    chances = policy.action_probabilities(game.new_initial_state(), player)
    return [float(chances.get(action, 0.0)) for action in range(count)]


def mixture(own: Any, labels: Sequence[str], field: str, *, tolerance: float = TOLERANCE) -> list[Any]:
    """The probabilities of the strategies (or of the actions at an information set) with these labels.

    Raises
    ------
    InputError
        Naming ``field``, for a label or number that is none of a strategy, and for another number of probabilities.

    Examples
    --------
    >>> mixture({"b": 1}, ["a", "b"], "strategies[0]"), mixture(0, ["a", "b"], "strategies[0]")
    ([0, 1], [1, 0])
    """
    if isinstance(own, str):
        own = {own: 1}
    if isinstance(own, (int, np.integer)) and not isinstance(own, bool):
        return _numbered(int(own), labels, field)
    if isinstance(own, Mapping):
        for label in own:
            if label not in labels:
                raise InputError(f"{field}: got the strategy {label!r}; allowed: {', '.join(labels)}")
        own = [own.get(label, 0) for label in labels]
    if not is_list(own):
        allowed = "probabilities, a dict from labels to them, a label, or the number of a strategy"
        raise InputError(f"{field}: got {type_name(own)}; allowed: {allowed}")
    if len(own) != len(labels):
        raise InputError(f"{field}: got {len(own)} probabilities; allowed: {len(labels)}, one for each strategy")
    return [_probability(p, tolerance) for p in own]


def _numbered(number: int, labels: Sequence[str], field: str) -> list[int]:
    if not 0 <= number < len(labels):
        raise InputError(f"{field}: got strategy number {number}; allowed: 0 to {len(labels) - 1}, counted from 0")
    return [int(k == number) for k in range(len(labels))]


def _probability(value: Any, tolerance: float) -> Any:
    small = isinstance(value, (float, np.floating)) and -tolerance <= value < 0
    return 0.0 if small else value
