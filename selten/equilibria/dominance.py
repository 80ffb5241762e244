"""Strict and weak dominance by mixed strategies, each answer with its proof, and iterated elimination.

A strategy is strictly dominated if some mixed strategy does better against every profile of the others' pure
strategies, weakly dominated if some mixed strategy never does worse and sometimes does better. Two linear programs
decide, and their duals prove the negative answers (D. Pearce, Econometrica 52, 1984, lemmas 3 and 4; E. van Damme,
Stability and Perfection of Nash Equilibria, 1991, chapter 3): a strategy is not strictly dominated exactly if it is a
best response to some belief over the others' profiles, not weakly dominated exactly if to one that gives every profile
positive probability. With three or more players beliefs may correlate the opponents.

A mixed strategy is a best response to a belief exactly if every pure strategy in its support is: so dominance of a
mixed strategy depends on its support only, and the even mix stands for it.

A strategy with the same payoffs as another is not dominated by it. Opponents' profiles are numbered with the last
opponent's strategy running fastest. Float payoffs are read as the binary fractions they are.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

import numpy as np

from selten.equilibria.dominance_proof import Dominance, Table, decide
from selten.equilibria.doubt import Doubt
from selten.games.enclosed import Enclosed, Undecided
from selten.games.errors import InputError
from selten.games.normal_form import NormalForm, Number

__all__ = ["Dominance", "Elimination", "Removal", "dominance", "iterated_elimination", "own_table", "undominated"]


@dataclass(frozen=True, slots=True)
class Removal:
    """A strategy that was eliminated, and the mixture (over all the player's strategies) that dominated it."""

    player: int
    strategy: int
    mixture: tuple[Number, ...]


@dataclass(frozen=True, slots=True)
class Elimination:
    """What iterated elimination removed, round by round, and what remains of each player's strategies, ascending."""

    rounds: tuple[tuple[Removal, ...], ...]
    remaining: tuple[tuple[int, ...], ...]


def dominance(game: NormalForm, player: int, strategy: int | Sequence[Number], *, strict: bool = False) -> Dominance:
    """Whether a pure or mixed strategy is dominated, weakly or strictly.

    Guarantees an exact answer whose proof was checked by substitution; for enclosed games one that holds for all values
    inside the bounds.

    Parameters
    ----------
    strategy : int or sequence of Number
        A pure strategy's number, or the probabilities of a mixed strategy.
    strict : bool
        Strict instead of weak dominance.

    Raises
    ------
    InputError
        If there is no such player or strategy.
    Undecided
        If the bounds of an enclosed game leave it open; it names symbols of the comparisons left open.

    Examples
    --------
    >>> middle = NormalForm.of([[[4, 0], [0, 4], [1, 1]], [[0, 0], [0, 0], [0, 0]]])
    >>> dominance(middle, 0, 2, strict=True).mixture
    (Fraction(1, 2), Fraction(1, 2), Fraction(0, 1))
    >>> dominance(middle, 0, 0).belief
    (Fraction(1, 2), Fraction(1, 2))
    """
    own = own_table(game, player)
    weights, support = _support(own, strategy)
    even = [sum((own[k][j] for k in support), Fraction(0)) / len(support) for j in range(len(own[0]))]
    found = decide(_advantages(own, even), strict)
    return found if found.mixture is None else Dominance(True, _moved(weights, support, found.mixture), None)


def undominated(game: NormalForm, *, strict: bool = False) -> tuple[tuple[int, ...], ...]:
    """For each player the pure strategies that no mixed strategy dominates, ascending.

    Raises
    ------
    Undecided
        If bounds leave any of them open; it names symbols of all of them.

    Examples
    --------
    >>> undominated(NormalForm.of([[[1, 1], [1, 0]], [[1, 1], [1, 0]]]))
    ((0,), (0,))
    """
    everything = tuple(tuple(range(m)) for m in game.counts)
    removed = {(removal.player, removal.strategy) for removal in _dominated(game, everything, strict)}
    return tuple(tuple(k for k in own if (i, k) not in removed) for i, own in enumerate(everything))


def iterated_elimination(game: NormalForm, *, strict: bool = False) -> Elimination:
    """Remove all dominated strategies of all players at once, again and again until none is dominated.

    For strict dominance the order of removal does not matter to what remains; for weak dominance it does, and this one
    is the order that the name stands for here.

    Raises
    ------
    Undecided
        If bounds leave a dominance open in some round.

    Examples
    --------
    >>> found = iterated_elimination(NormalForm.of([[[1, 1], [0, 2], [0, 0]], [[0, 1], [1, 2], [3, 0]]]), strict=True)
    >>> [[(r.player, r.strategy) for r in removals] for removals in found.rounds], found.remaining
    ([[(0, 2)], [(1, 0)], [(0, 0)]], ((1,), (1,)))
    """
    remaining = tuple(tuple(range(m)) for m in game.counts)
    rounds: list[tuple[Removal, ...]] = []
    while removals := _dominated(game, remaining, strict):
        rounds.append(removals)
        removed = {(removal.player, removal.strategy) for removal in removals}
        remaining = tuple(tuple(k for k in own if (i, k) not in removed) for i, own in enumerate(remaining))
    return Elimination(tuple(rounds), remaining)


def own_table(game: NormalForm, player: int, kept: Sequence[Sequence[int]] | None = None) -> Table:
    """A player's payoffs, own strategies down and the others' profiles across, exact or enclosed.

    Parameters
    ----------
    kept : sequence of sequences of int, optional
        For each player the strategies to restrict the game to.

    Raises
    ------
    InputError
        If there is no such player.

    Examples
    --------
    >>> own_table(NormalForm.of([[[3, 0], [5, 1]], [[3, 5], [0, 1]]]), 1, [[1], [0, 1]])
    [[Fraction(0, 1)], [Fraction(1, 1)]]
    """
    if not 0 <= player < len(game.players):
        raise InputError(f"player: got {player}; allowed: 0 to {len(game.players) - 1}")
    payoffs = game.payoffs[player] if kept is None else game.payoffs[player][np.ix_(*kept)]
    rows = np.moveaxis(payoffs, player, 0).reshape(payoffs.shape[player], -1).tolist()
    return [[Fraction(x) for x in row] for row in rows] if game.kind == "float" else rows


def _dominated(game: NormalForm, remaining: tuple[tuple[int, ...], ...], strict: bool) -> tuple[Removal, ...]:
    """The dominated strategies of all players in the game restricted to ``remaining``."""
    removals, doubt = [], Doubt()
    for player, kept in enumerate(remaining):
        own = own_table(game, player, remaining)
        for row, strategy in enumerate(kept):
            try:
                found = decide(_advantages(own, own[row]), strict)
            except Undecided as open_:
                doubt.names |= open_.names
                continue
            if found.mixture is not None:
                weights = dict(zip(kept, found.mixture, strict=True))
                mixture = tuple(weights.get(k, Fraction(0)) for k in range(game.counts[player]))
                removals.append(Removal(player, strategy, mixture))
    if doubt.names:
        raise doubt.undecided()
    return tuple(removals)


def _support(own: Table, strategy: int | Sequence[Number]) -> tuple[list[Number], list[int]]:
    """The strategy's probabilities and the numbers of the pure strategies that it plays."""
    m = len(own)
    if isinstance(strategy, (int, np.integer)):
        if not 0 <= strategy < m:
            raise InputError(f"strategy: got {strategy}; allowed: 0 to {m - 1}")
        return [Fraction(int(k == strategy)) for k in range(m)], [int(strategy)]
    if len(strategy) != m:
        raise InputError(f"strategy: got {len(strategy)} probabilities; allowed: {m}, as the player has strategies")
    weights: list[Number] = [Fraction(w) if isinstance(w, float) else w for w in strategy]
    support = [k for k, w in enumerate(weights) if w > 0]
    if any(w < 0 for w in weights) or sum(weights, Fraction(0)) != 1:
        raise InputError(f"strategy: got {list(strategy)}; allowed: probabilities that sum to exactly 1")
    return weights, support


def _moved(weights: list[Number], support: list[int], found: Sequence[Number]) -> tuple[Number, ...]:
    """From a mixture that dominates the even mix on ``support`` to one that dominates the mix by ``weights``.

    A step of x = weights along (mixture - even mix) gains what the mixture gains, times the step; it is short enough
    that no probability turns negative.
    """
    if len(support) == 1:
        return tuple(found)
    even = Fraction(1, len(support))
    least = min(Fraction(w.low) / 2 if isinstance(w, Enclosed) else w for w in (weights[k] for k in support))
    step = least / even
    moves = [step * (z - (even if k in support else 0)) for k, z in enumerate(found)]
    return tuple(w + move for w, move in zip(weights, moves, strict=True))


def _advantages(own: Table, target: Sequence[Number]) -> Table:
    return [[x - t for x, t in zip(row, target, strict=True)] for row in own]
