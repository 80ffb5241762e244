"""What a Bayesian game must be, and what a profile of it: the checks at the door of :mod:`selten.games.bayesian`."""

from collections.abc import Sequence
from fractions import Fraction
from typing import TYPE_CHECKING

from selten.games.errors import InputError
from selten.games.labels import repeated
from selten.games.number import shown_number

if TYPE_CHECKING:
    from selten.games.bayesian import BayesianGame, Draw, Strategies, Type


def check_game(game: "BayesianGame") -> None:
    """Raise InputError, naming the player, type or draw, unless the parts of the game fit."""
    n = len(game.players)
    if not n or repeated(game.players) is not None:
        raise InputError(f"players: got {', '.join(game.players) or 'none'}; allowed: at least one, all different")
    if len(game.types) != n:
        raise InputError(f"types: got those of {len(game.types)} players; allowed: {n}")
    for i, own in enumerate(game.types):
        _check_types(own, f"types of player {game.players[i]!r}")
    for k, draw in enumerate(game.draws):
        _check_draw(game, draw, f"draws[{k}]")
    total = sum((draw.mass for draw in game.draws), Fraction(0))
    if total != 1:
        raise InputError(f"draws: got masses that sum to {shown_number(total)}; allowed: exactly 1")
    for i, chances in enumerate(game.type_chances()):
        for t, chance in enumerate(chances):
            if not chance:
                name = f"type {game.types[i][t].label!r} of player {game.players[i]!r}"
                raise InputError(f"{name}: got no draw; allowed: at least one")


def _check_types(own: "Sequence[Type]", place: str) -> None:
    twice = repeated([t.label for t in own])
    if not own or twice is not None:
        raise InputError(
            f"{place}: got {'none' if not own else f'{twice!r} twice'}; allowed: at least one, all different"
        )
    for t in own:
        if not t.actions or repeated(t.actions) is not None:
            got = ", ".join(t.actions) or "none"
            raise InputError(f"{place}: {t.label!r}: got the actions {got}; allowed: at least one, all different")


def _check_draw(game: "BayesianGame", draw: "Draw", place: str) -> None:
    if draw.mass <= 0:
        raise InputError(f"{place}: got the mass {shown_number(draw.mass)}; allowed: a positive one")
    if len(draw.types) != len(game.players) or not all(
        0 <= t < len(own) for t, own in zip(draw.types, game.types, strict=False)
    ):
        raise InputError(f"{place}: got the types {list(draw.types)}; allowed: the number of a type for each player")
    counts = tuple(len(own[t].actions) for own, t in zip(game.types, draw.types, strict=True))
    if draw.payoffs.shape != (len(game.players), *counts):
        got = f"payoffs of shape {draw.payoffs.shape}"
        raise InputError(f"{place}: got {got}; allowed: {(len(game.players), *counts)}, the players and their actions")
    for value in draw.payoffs.flat:
        if not isinstance(value, Fraction):
            raise InputError(f"{place}: got the payoff {value!r}; allowed: a Fraction")


def check_strategies(game: "BayesianGame", strategies: "Strategies") -> None:
    """Raise InputError unless there are probabilities for the actions of each type."""
    got = [[len(row) for row in own] for own in strategies]
    due = [[len(t.actions) for t in own] for own in game.types]
    if got != due:
        raise InputError(f"strategies: got rows of lengths {got}; allowed: {due}, one row for each type")
    for i, own in enumerate(strategies):
        for t, row in enumerate(own):
            if min(row) < 0 or sum(row) != 1:
                name = f"{game.players[i]}: {game.types[i][t].label}"
                raise InputError(f"strategies: {name}: allowed: probabilities of at least 0 that sum to 1")
