"""The equilibria of one piece of a tree: a subgame in which the play of the next subgames is given.

A piece in which one player moves once is solved by comparison, any other through its reduced normal form: with at most
two players who move all extreme equilibria, with more the pure ones.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction

from selten.equilibria.components import ManySubsetsError, structure
from selten.equilibria.enumerate import OutOfTimeError, expected_vertices, extreme_equilibria
from selten.equilibria.pure import pure_equilibria
from selten.games.extensive_form import ExtensiveForm
from selten.games.normal_form import NormalForm
from selten.games.profile import Profile
from selten.games.reduced import UNREACHED, own_infosets, pure_strategies, reduced_normal_form

Mixture = tuple[Fraction, ...]
Moves = tuple[tuple[int, Mixture], ...]
"""What is done at information sets, those of chance left out."""


MOST_VERTICES = 200_000
"""From that many extreme strategies a player on, a piece of its size is expected to be hopeless."""

PATIENCE = 5.0
"""Seconds that a piece of hopeless size gets nevertheless where no time limit is set."""


SMALL = 10
"""Pieces with up to so many strategies together are solved without compiled code."""


class TooLargeError(Exception):
    """The equilibria of a piece are too many to list; the message says how many extreme strategies are expected."""


@dataclass(frozen=True, slots=True)
class PieceEquilibria:
    """What a piece has for equilibria.

    Parameters
    ----------
    moves : tuple of Moves
        Of each equilibrium listed, each once.
    continua : tuple of tuple of int
        The sets of positions in ``moves`` between which the players may mix: Nash subsets with more than one corner.
    only_pure : bool
        Whether mixed equilibria were left out.
    """

    moves: tuple[Moves, ...]
    continua: tuple[tuple[int, ...], ...] = ()
    only_pure: bool = False


def piece_equilibria(game: ExtensiveForm, *, pure: bool = False, time_limit: float | None = None) -> PieceEquilibria:
    """All extreme equilibria of a tree without proper subgames, as behaviour; all pure ones if more than two move.

    At information sets that a player's own moves rule out stands the first action.

    Raises
    ------
    TooLargeError
        If a game of that size is expected to have more extreme strategies than can be listed, and no time limit is set.
    TimeoutError
        If the time limit strikes.

    Examples
    --------
    >>> from selten.games.library import battle_of_the_sexes
    >>> from selten.games.reduced import simultaneous_tree
    >>> found = piece_equilibria(simultaneous_tree(battle_of_the_sexes()))
    >>> len(found.moves), found.continua, found.only_pure
    (3, (), False)
    """
    if all(game.nodes[k].infoset is None for k in game.children[0]):
        return _one_move(game)
    table = reduced_normal_form(game)
    active = [i for i, m in enumerate(table.counts) if m > 1]
    if pure or len(active) > 2:
        found = [Profile.pure(table.counts, choices).strategies for choices in pure_equilibria(table)]
        return PieceEquilibria(tuple(dict.fromkeys(behaviour(game, own) for own in found)), (), not pure)
    pair = (*active, *(i for i in range(len(table.counts)) if i not in active))[:2]
    profiles = _extreme(_between(table, pair), time_limit)
    plays = [behaviour(game, _filled(table.counts, pair, profile)) for profile in profiles]
    place = {play: k for k, play in enumerate(dict.fromkeys(plays))}
    # corners that are the same behaviour (they differ where own moves rule it out) make no continuum
    continua = {tuple(sorted({place[plays[k]] for k in subset})) for subset in _subsets(profiles)}
    return PieceEquilibria(tuple(place), tuple(sorted(own for own in continua if len(own) > 1)))


def behaviour(game: ExtensiveForm, strategies: Sequence[Mixture]) -> Moves:
    """What mixed reduced strategies do at each information set of the players, the first action where ruled out."""
    return tuple(_rows(game, strategies))


def sure(k: int, size: int) -> Mixture:
    """Action k of ``size`` for certain."""
    return tuple(Fraction(int(action == k)) for action in range(size))


def _one_move(game: ExtensiveForm) -> PieceEquilibria:
    """One node: chance draws, a player takes any of its best actions."""
    player, ends = game.infosets[0].player, game.children[0]
    if player is None:
        return PieceEquilibria(((),))
    totals = game.path_payoffs()
    best = max(totals[k][player] for k in ends)
    tied = [a for a, k in enumerate(ends) if totals[k][player] == best]
    moves = tuple(((0, sure(a, len(ends))),) for a in tied)
    return PieceEquilibria(moves, (tuple(range(len(tied))),) if len(tied) > 1 else ())


def _extreme(game: NormalForm, time_limit: float | None) -> list[Profile]:
    """As the solver for games in normal form does: one of hopeless size gets some patience (ties may help)."""
    expected = expected_vertices(game.counts)
    if time_limit is not None or expected <= MOST_VERTICES:
        # the smallest games are not worth loading compiled code for
        method = "python" if sum(game.counts) <= SMALL else "auto"
        return extreme_equilibria(game, time_limit=time_limit, method=method)
    try:
        return extreme_equilibria(game, time_limit=PATIENCE)
    except OutOfTimeError:
        size = " x ".join(map(str, game.counts))
        raise TooLargeError(
            f"as a {size} game it may have about {expected:.0e} extreme strategies a player: set a time limit"
        ) from None


def _subsets(profiles: list[Profile]) -> Sequence[tuple[int, ...]]:
    """The maximal Nash subsets; where they are too many the components, which hold them."""
    try:
        return structure(profiles, [(0, 0)] * len(profiles))[0]
    except ManySubsetsError as many:
        return [component.equilibria for component in many.components]


def _between(table: NormalForm, pair: tuple[int, ...]) -> NormalForm:
    """The game of two players (one of them idle if there is only one) when all others have one strategy."""
    if len(pair) == 1:
        own = table.payoffs[0].reshape(-1, 1)
        return NormalForm.of([own.tolist(), (own * 0).tolist()])
    shape = [table.counts[i] for i in pair]
    rows = [table.payoffs[i].reshape(-1) for i in pair]
    if pair[0] > pair[1]:
        return NormalForm.of([row.reshape(shape[::-1]).T.tolist() for row in rows])
    return NormalForm.of([row.reshape(shape).tolist() for row in rows])


def _filled(counts: tuple[int, ...], pair: tuple[int, ...], profile: Profile) -> tuple[Mixture, ...]:
    strategies = [sure(0, m) for m in counts]
    for i, own in zip(pair, profile.strategies, strict=False):
        strategies[i] = own
    return tuple(strategies)


def _rows(game: ExtensiveForm, strategies: Sequence[Mixture]) -> Iterator[tuple[int, Mixture]]:
    for player, own in enumerate(strategies):
        choices = pure_strategies(game, player)
        for column, h in enumerate(own_infosets(game, player)):
            weights = [Fraction(0)] * len(game.infosets[h].actions)
            for strategy, probability in enumerate(own):
                action = int(choices[strategy, column])
                if action != UNREACHED:
                    weights[action] += probability
            total = sum(weights)
            yield h, tuple(w / total for w in weights) if total else sure(0, len(weights))
