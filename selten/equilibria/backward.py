"""Subgame-perfect equilibria by backward induction over subgames, with every tie tried.

From the last subgames to the first: for each choice of continuations in the subgames below, the piece that is left
(:mod:`selten.equilibria.subgames`) is a game that pays what the continuations pay; each of its equilibria, together
with the continuations, is a continuation for the subgame above. A piece in which one player moves once is solved by
comparison, any other through its reduced normal form. All arithmetic is exact.

What this covers: all pure subgame-perfect equilibria of any tree with perfect recall; and in trees whose pieces have
at most two players who move, mixed ones too: all those that play an extreme equilibrium in every piece. They are all
there are (``complete``) unless the extreme equilibria of some piece are corners of a continuum, whose inner points may
support other behaviour before them. At information sets that a player's own moves in the same piece rule out anything
goes; the first action is listed.

Source: Selten (1965); for mixed and behaviour strategies Kuhn, "Extensive games and the problem of information" (1953).
"""

import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from itertools import product
from math import prod

from selten.equilibria.components import structure
from selten.equilibria.enumerate import extreme_equilibria
from selten.equilibria.pure import pure_equilibria
from selten.equilibria.subgames import Piece, piece_game, pieces
from selten.equilibria.vertices import StruckError, Tick, until
from selten.games.extensive_form import ExtensiveForm
from selten.games.normal_form import NormalForm
from selten.games.profile import Profile
from selten.games.reduced import UNREACHED, own_infosets, pure_strategies, reduced_normal_form

Mixture = tuple[Fraction, ...]
Payoffs = tuple[Fraction, ...]


@dataclass(frozen=True, slots=True)
class SubgamePerfect:
    """A subgame-perfect equilibrium: at each information set the probability of each action, and what it pays.

    At the information sets of chance stand the probabilities of chance.
    """

    behaviour: tuple[Mixture, ...]
    payoffs: Payoffs


@dataclass(frozen=True, slots=True)
class SubgamePerfection:
    """What backward induction found.

    Parameters
    ----------
    equilibria : tuple of SubgamePerfect
        Each once; earlier subgames vary slowest.
    complete : bool
        Whether they are proven to be all: all pure ones if only those were asked for, else all in behaviour
        strategies, up to behaviour that own moves in the same piece rule out.
    note : str
        If not complete, why.
    """

    equilibria: tuple[SubgamePerfect, ...]
    complete: bool
    note: str = ""


def subgame_perfect(
    tree: ExtensiveForm, *, pure: bool = False, most: int = 10_000, time_limit: float | None = None
) -> SubgamePerfection:
    """The subgame-perfect equilibria of a tree.

    Guarantees that every profile listed is subgame perfect, exactly, and that ``complete`` is true only where the list
    is proven to hold them all.

    Parameters
    ----------
    pure : bool
        Pure ones only: then all of them, for any number of players.
    most : int
        Where a subgame has more, only that many are carried on and the answer is not complete.
    time_limit : float, optional
        Seconds; when they have passed nothing is listed and the note says so.

    Raises
    ------
    InputError
        If a player forgets what it did, or a piece is too large for its reduced normal form.

    Examples
    --------
    >>> from selten.games.library import entry_game
    >>> answer = subgame_perfect(entry_game())
    >>> [[int(p) for p in found.payoffs] for found in answer.equilibria], answer.complete
    ([[1, 1]], True)
    """
    tree.require_perfect_recall("subgame-perfect equilibria")
    end = None if time_limit is None else time.monotonic() + time_limit
    work = _Induction(tree, pure, most, until(time_limit), end)
    try:
        found = work.run()
    except (StruckError, TimeoutError):
        return SubgamePerfection((), False, "stopped at the time limit: raise --time-limit")
    listed = tuple(SubgamePerfect(_expanded(tree, one), one.payoffs) for one in found)
    return SubgamePerfection(listed, not work.doubts, "; ".join(work.doubts))


def as_profile(tree: ExtensiveForm, behaviour: Sequence[Mixture]) -> Profile:
    """The profile of the reduced normal form that plays like a behaviour strategy profile.

    Parameters
    ----------
    behaviour : sequence of mixtures
        One for each information set of the tree; those of chance are ignored.

    Raises
    ------
    InputError
        If a player forgets what it did: behaviour strategies then need not be mixed strategies.

    Examples
    --------
    >>> from selten.games.library import entry_game
    >>> tree = entry_game()
    >>> as_profile(tree, subgame_perfect(tree).equilibria[0].behaviour).supports
    ((1,), (1,))
    """
    tree.require_perfect_recall("behaviour strategies")
    strategies = []
    for player in range(len(tree.players)):
        own = own_infosets(tree, player)
        weights = []
        for choices in pure_strategies(tree, player).tolist():
            chances = [behaviour[h][a] for h, a in zip(own, choices, strict=True) if a != UNREACHED]
            weights.append(prod(chances, start=Fraction(1)))
        strategies.append(tuple(weights))
    return Profile(tuple(strategies))


@dataclass(frozen=True, slots=True)
class _Continuation:
    """Equilibrium play of a subgame: what it pays, the moves in its piece, and the play of the subgames below."""

    payoffs: Payoffs
    moves: tuple[tuple[int, Mixture], ...]
    below: tuple["_Continuation", ...]


@dataclass(slots=True)
class _Induction:
    tree: ExtensiveForm
    pure: bool
    most: int
    tick: Tick
    end: float | None
    doubts: dict[str, None] = field(default_factory=dict)

    def run(self) -> list[_Continuation]:
        """Backward from the last subgame; what the first one has is the answer."""
        totals = self.tree.path_payoffs()
        if self.tree.nodes[0].infoset is None:
            return [_Continuation(totals[0], (), ())]
        solved: dict[int, list[_Continuation]] = {}
        for piece in reversed(pieces(self.tree)):
            found: list[_Continuation] = []
            for continuation in self._continuations(piece, [solved.pop(root) for root in piece.below], totals):
                self.tick()
                if len(found) == self.most:
                    self.doubts[f"more than {self.most} in one subgame, of which the first were followed"] = None
                    break
                found.append(continuation)
            solved[piece.root] = found
        return solved[0]

    def _continuations(
        self, piece: Piece, below: list[list[_Continuation]], totals: Sequence[Payoffs]
    ) -> Iterator[_Continuation]:
        solve = self._one_move if set(self.tree.children[piece.root]) >= set(piece.nodes[1:]) else self._game
        place = {root: k for k, root in enumerate(piece.below)}
        ends = [k for k in piece.nodes if k in place or self.tree.nodes[k].infoset is None]
        for chosen in product(*below):
            paid = [chosen[place[k]].payoffs if k in place else totals[k] for k in ends]
            for payoffs, moves in solve(piece, paid):
                yield _Continuation(payoffs, moves, chosen)

    def _one_move(self, piece: Piece, paid: list[Payoffs]) -> Iterator[tuple[Payoffs, tuple[tuple[int, Mixture], ...]]]:
        """One node: chance draws, a player takes any of its best actions."""
        (h,) = piece.infosets
        infoset = self.tree.infosets[h]
        if infoset.player is None:
            yield _mean(infoset.probabilities, paid), ()
            return
        best = max(payoffs[infoset.player] for payoffs in paid)
        tied = [k for k, payoffs in enumerate(paid) if payoffs[infoset.player] == best]
        self._note_continuum(len(tied) > 1)
        for k in tied:
            yield paid[k], ((h, _sure(k, len(paid))),)

    def _game(self, piece: Piece, paid: list[Payoffs]) -> Iterator[tuple[Payoffs, tuple[tuple[int, Mixture], ...]]]:
        """Several moves: the equilibria of the piece's reduced normal form, as behaviour strategies."""
        game = piece_game(self.tree, piece, paid)
        table = reduced_normal_form(game)
        seen = set()
        for strategies in self._equilibria(game, table):
            moves = tuple((piece.infosets[k], mixture) for k, mixture in _behaviour(game, strategies))
            if moves not in seen:
                seen.add(moves)
                yield _payoffs(table, strategies), moves

    def _equilibria(self, game: ExtensiveForm, table: NormalForm) -> list[tuple[Mixture, ...]]:
        active = [i for i, m in enumerate(table.counts) if m > 1]
        if self.pure or len(active) > 2:
            if not self.pure:
                self.doubts["in a subgame where more than two players move only pure equilibria were tried"] = None
            return [Profile.pure(table.counts, choices).strategies for choices in pure_equilibria(table)]
        pair = (*active, *(i for i in range(len(table.counts)) if i not in active))[:2]
        small = _between(table, pair)
        left = None if self.end is None else self.end - time.monotonic()
        profiles = extreme_equilibria(small, time_limit=left)
        full = [_filled(table.counts, pair, profile) for profile in profiles]
        subsets, _ = structure(profiles, [(0, 0)] * len(profiles))
        # corners that are the same behaviour (they differ where own moves rule it out) make no continuum
        plays = [tuple(_behaviour(game, strategies)) for strategies in full]
        self._note_continuum(any(len({plays[k] for k in subset}) > 1 for subset in subsets))
        return full

    def _note_continuum(self, found: bool) -> None:
        if found and not self.pure:
            self.doubts["a subgame has a continuum of equilibria, of which the extreme ones were followed"] = None


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
    strategies = [_sure(0, m) for m in counts]
    for i, own in zip(pair, profile.strategies, strict=False):
        strategies[i] = own
    return tuple(strategies)


def _payoffs(table: NormalForm, strategies: tuple[Mixture, ...]) -> Payoffs:
    deviations = [table.sweep(i, strategies).tolist() for i in range(len(table.players))]
    return tuple(
        sum((p * v for p, v in zip(own, values, strict=True)), Fraction(0))
        for own, values in zip(strategies, deviations, strict=True)
    )


def _behaviour(game: ExtensiveForm, strategies: tuple[Mixture, ...]) -> Iterator[tuple[int, Mixture]]:
    """What mixed reduced strategies do at each information set of the players."""
    for player, own in enumerate(strategies):
        choices = pure_strategies(game, player)
        for column, h in enumerate(own_infosets(game, player)):
            weights = [Fraction(0)] * len(game.infosets[h].actions)
            for strategy, probability in enumerate(own):
                action = int(choices[strategy, column])
                if action != UNREACHED:
                    weights[action] += probability
            total = sum(weights)
            yield h, tuple(w / total for w in weights) if total else _sure(0, len(weights))


def _expanded(tree: ExtensiveForm, found: _Continuation) -> tuple[Mixture, ...]:
    behaviour = [infoset.probabilities for infoset in tree.infosets]
    todo = [found]
    while todo:
        one = todo.pop()
        for h, mixture in one.moves:
            behaviour[h] = mixture
        todo += one.below
    return tuple(behaviour)


def _mean(weights: Sequence[Fraction], values: list[Payoffs]) -> Payoffs:
    return tuple(
        sum((w * v for w, v in zip(weights, column, strict=True)), Fraction(0)) for column in zip(*values, strict=True)
    )


def _sure(k: int, size: int) -> Mixture:
    return tuple(Fraction(int(action == k)) for action in range(size))
