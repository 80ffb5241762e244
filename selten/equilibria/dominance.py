"""Strict and weak dominance by mixed strategies, each answer with its proof, and iterated elimination.

A strategy is strictly dominated if some mixed strategy does better against every profile of the others' pure
strategies, weakly dominated if some mixed strategy never does worse and sometimes does better. Two linear programs
decide, and their duals prove the negative answers (D. Pearce, Econometrica 52, 1984, lemmas 3 and 4; E. van Damme,
Stability and Perfection of Nash Equilibria, 1991, chapter 3): a strategy is not strictly dominated exactly if it is a
best response to some belief over the others' profiles, not weakly dominated exactly if to one that gives every profile
positive probability. With three or more players beliefs may correlate the opponents.

A strategy with the same payoffs as another is not dominated by it. Opponents' profiles are numbered with the last
opponent's strategy running fastest. Float payoffs are read as the binary fractions they are.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction
from operator import ge, gt, le

import numpy as np

from selten.equilibria.doubt import Doubt, all_hold
from selten.equilibria.linear import Centres, at_basis, maximise
from selten.games.enclosed import Enclosed, Undecided
from selten.games.errors import InputError
from selten.games.normal_form import NormalForm, Number

Table = list[list[Number]]
Program = tuple[list[Number], Table, list[Number]]


@dataclass(frozen=True, slots=True)
class Dominance:
    """Whether a strategy is dominated, and the proof.

    Parameters
    ----------
    dominated : bool
        The answer.
    mixture : tuple of Number or None
        If dominated: the probabilities of a strategy of the same player that dominates it.
    belief : tuple of Number or None
        If not: probabilities of the others' pure profiles against which it is a best response; all of them positive
        where the question was weak dominance.
    """

    dominated: bool
    mixture: tuple[Number, ...] | None
    belief: tuple[Number, ...] | None


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
    own = _own_table(game, player)
    return _decide(_advantages(own, _target(own, strategy)), strict)


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


def _dominated(game: NormalForm, remaining: tuple[tuple[int, ...], ...], strict: bool) -> tuple[Removal, ...]:
    """The dominated strategies of all players in the game restricted to ``remaining``."""
    removals, doubt = [], Doubt()
    for player, kept in enumerate(remaining):
        own = _own_table(game, player, remaining)
        for row, strategy in enumerate(kept):
            try:
                found = _decide(_advantages(own, own[row]), strict)
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


def _decide(table: Table, strict: bool) -> Dominance:
    """The first proof that holds; ``table[i][j]`` is own strategy i's advantage over the one in question."""
    doubt = Doubt()
    for number, (mixture, belief) in enumerate(_candidates(table, strict)):
        scratch = Doubt() if doubt.names and number >= len(table) else doubt  # pure rivals in doubt say it best
        if mixture is not None and scratch.holds(_dominates, table, mixture, strict):
            return Dominance(True, tuple(mixture), None)
        if belief is not None and scratch.holds(_justifies, table, belief, strict):
            return Dominance(False, None, tuple(belief))
    raise doubt.undecided()


def _candidates(table: Table, strict: bool) -> Iterator[tuple[list[Number] | None, list[Number] | None]]:
    """Mixtures that may dominate and beliefs that may speak for the strategy, the simplest first.

    In rationals the program's optimum settles it. With enclosures a proof is looked for at their centres: weights that
    are plain rationals and leave room on all sides, then the optimal basis computed in enclosures.
    """
    m = len(table)
    for i in range(m):
        yield [Fraction(int(k == i)) for k in range(m)], None
    enclosed = any(isinstance(x, Enclosed) for row in table for x in row)
    centres = Centres()
    centre = [centres.row(row) for row in table] if enclosed else table
    optimum = maximise(*_program(centre, strict))
    yield _mixture(optimum.primal, m), _belief(optimum.dual, strict)
    if enclosed:
        yield None, _roomy_belief(centre, strict)
        try:
            exact = at_basis(*_program(table, strict), optimum.basis)
        except ArithmeticError:
            return
        yield _mixture(exact.primal, m), _belief(exact.dual, strict)


def _program(table: Table, strict: bool) -> Program:
    """Weights z with sum at most 1 (the rest stays on the strategy itself) whose advantage is nowhere negative.

    They maximise its sum, or for strict dominance its least entry t (the last variable). Weight left over scales away.
    """
    zero = Fraction(0)
    losses = [[-x for x in column] for column in zip(*table, strict=True)]
    one = [Fraction(1)] * len(table)
    if strict:
        rows = [[*one, zero], *([*row, Fraction(1)] for row in losses)]
        return [zero] * len(table) + [Fraction(1)], rows, [Fraction(1)] + [zero] * len(losses)
    return [sum(row, zero) for row in table], [one, *losses], [Fraction(1)] + [zero] * len(losses)


def _mixture(primal: Sequence[Number], m: int) -> list[Number] | None:
    """The primal weights as probabilities."""
    return _normalised(list(primal[:m]))


def _belief(dual: Sequence[Number], strict: bool) -> list[Number] | None:
    """The dual prices of the opponents' profiles as probabilities: for weak dominance 1 + price, all positive."""
    return _normalised([price if strict else 1 + price for price in dual[1:]])


def _normalised(weights: list[Number]) -> list[Number] | None:
    total = sum(weights, Fraction(0))
    try:
        return [w / total for w in weights]
    except ArithmeticError:
        return None


def _roomy_belief(centre: Table, strict: bool) -> list[Number] | None:
    """The belief that leaves the largest margin t: no other strategy gains more than -t, no profile has less than t."""
    scale = max((abs(x) for row in centre for x in row), default=Fraction(0)) or Fraction(1)
    rivals = [[x / scale for x in row] for row in centre if any(row)]
    width = len(centre[0])
    rows = [[*row, Fraction(1)] for row in rivals] + [[*([Fraction(1)] * width), Fraction(0)]]
    if not strict or not rivals:
        rows += [[*(Fraction(-int(k == j)) for k in range(width)), Fraction(1)] for j in range(width)]
    bounds = [Fraction(0)] * len(rows)
    bounds[len(rivals)] = Fraction(1)
    return _normalised(list(maximise([Fraction(0)] * width + [Fraction(1)], rows, bounds).primal[:width]))


def _dominates(table: Table, mixture: Sequence[Number], strict: bool) -> bool:
    """Whether the mixture's advantage is what dominance asks for."""
    doubt = Doubt()
    advantages = [_dot(mixture, column) for column in zip(*table, strict=True)]
    enough = [doubt.holds(gt if strict else ge, a, 0) for a in advantages]
    if not all_hold([doubt.holds(ge, w, 0) for w in mixture] + enough, doubt):
        return False
    return strict or not all_hold([doubt.holds(le, a, 0) for a in advantages], doubt)


def _justifies(table: Table, belief: Sequence[Number], strict: bool) -> bool:
    """Whether no strategy gains against the belief, and the belief is one (with full support for weak dominance)."""
    doubt = Doubt()
    weights = [doubt.holds(ge if strict else gt, w, 0) for w in belief]
    return all_hold(weights + [doubt.holds(le, _dot(belief, row), 0) for row in table], doubt)


def _dot(weights: Sequence[Number], values: Sequence[Number]) -> Number:
    pairs = zip(weights, values, strict=True)
    return sum((w * x for w, x in pairs if isinstance(w, Enclosed) or w), Fraction(0))


def _own_table(game: NormalForm, player: int, kept: Sequence[Sequence[int]] | None = None) -> Table:
    """``table[i][j]``: the payoff of own strategy i against the others' profile j, exact or enclosed."""
    if not 0 <= player < len(game.players):
        raise InputError(f"player: got {player}; allowed: 0 to {len(game.players) - 1}")
    payoffs = game.payoffs[player] if kept is None else game.payoffs[player][np.ix_(*kept)]
    rows = np.moveaxis(payoffs, player, 0).reshape(payoffs.shape[player], -1).tolist()
    return [[Fraction(x) for x in row] for row in rows] if game.kind == "float" else rows


def _target(own: Table, strategy: int | Sequence[Number]) -> list[Number]:
    """The payoffs of the strategy in question."""
    if isinstance(strategy, (int, np.integer)):
        if not 0 <= strategy < len(own):
            raise InputError(f"strategy: got {strategy}; allowed: 0 to {len(own) - 1}")
        return own[int(strategy)]
    if len(strategy) != len(own):
        raise InputError(
            f"strategy: got {len(strategy)} probabilities; allowed: {len(own)}, as the player has strategies"
        )
    weights = [Fraction(w) if isinstance(w, float) else w for w in strategy]
    return [_dot(weights, column) for column in zip(*own, strict=True)]


def _advantages(own: Table, target: Sequence[Number]) -> Table:
    return [[x - t for x, t in zip(row, target, strict=True)] for row in own]
