"""What a Bayesian game must be, and what a profile of it: the checks at the door of :mod:`selten.games.bayesian`."""

from collections.abc import Sequence
from fractions import Fraction

from selten.games.bayesian_parts import Draw, Strategies, Type
from selten.games.errors import InputError
from selten.games.labels import repeated
from selten.games.number import shown_number

Types = Sequence[Sequence[Type]]


def check_game(players: Sequence[str], types: Types, draws: Sequence[Draw]) -> None:
    """Raise InputError, naming the player, type or draw, unless the parts of a game fit."""
    n = len(players)
    if not n or repeated(players) is not None:
        raise InputError(f"players: got {', '.join(players) or 'none'}; allowed: at least one, all different")
    if len(types) != n:
        raise InputError(f"types: got those of {len(types)} players; allowed: {n}")
    for i, own in enumerate(types):
        _check_types(own, f"types of player {players[i]!r}")
    for k, draw in enumerate(draws):
        _check_draw(types, draw, f"draws[{k}]")
    total = sum((draw.mass for draw in draws), Fraction(0))
    if total != 1:
        raise InputError(f"draws: got masses that sum to {shown_number(total)}; allowed: exactly 1")
    for i, own in enumerate(types):
        drawn = {draw.types[i] for draw in draws}
        for t, kind in enumerate(own):
            if t not in drawn:
                raise InputError(f"type {kind.label!r} of player {players[i]!r}: got no draw; allowed: at least one")


def _check_types(own: Sequence[Type], place: str) -> None:
    twice = repeated([t.label for t in own])
    if not own or twice is not None:
        raise InputError(
            f"{place}: got {'none' if not own else f'{twice!r} twice'}; allowed: at least one, all different"
        )
    for t in own:
        if not t.actions or repeated(t.actions) is not None:
            got = ", ".join(t.actions) or "none"
            raise InputError(f"{place}: {t.label!r}: got the actions {got}; allowed: at least one, all different")


def _check_draw(types: Types, draw: Draw, place: str) -> None:
    if draw.mass <= 0:
        raise InputError(f"{place}: got the mass {shown_number(draw.mass)}; allowed: a positive one")
    if len(draw.types) != len(types) or not all(0 <= t < len(own) for t, own in zip(draw.types, types, strict=False)):
        raise InputError(f"{place}: got the types {list(draw.types)}; allowed: the number of a type for each player")
    counts = tuple(len(own[t].actions) for own, t in zip(types, draw.types, strict=True))
    if draw.payoffs.shape != (len(types), *counts):
        got = f"payoffs of shape {draw.payoffs.shape}"
        raise InputError(f"{place}: got {got}; allowed: {(len(types), *counts)}, the players and their actions")
    for value in draw.payoffs.flat:
        if not isinstance(value, Fraction):
            raise InputError(f"{place}: got the payoff {value!r}; allowed: a Fraction")


def check_strategies(players: Sequence[str], types: Types, strategies: Strategies) -> None:
    """Raise InputError unless there are probabilities for the actions of each type."""
    got = [[len(row) for row in own] for own in strategies]
    due = [[len(t.actions) for t in own] for own in types]
    if got != due:
        raise InputError(f"strategies: got rows of lengths {got}; allowed: {due}, one row for each type")
    for i, own in enumerate(strategies):
        for t, row in enumerate(own):
            if min(row) < 0 or sum(row) != 1:
                name = f"{players[i]}: {types[i][t].label}"
                raise InputError(f"strategies: {name}: allowed: probabilities of at least 0 that sum to 1")
