"""Subgame-perfect equilibria by backward induction over subgames, with every tie tried.

From the last subgames to the first: for each choice of continuations in the subgames below, the piece that is left
(:mod:`selten.equilibria.trees.subgames`) is a game that pays what the continuations pay; each of its equilibria
(:mod:`selten.equilibria.trees.piece_equilibria`), together with the continuations, is a continuation for the subgame
above. All arithmetic is exact.

What is listed: all pure subgame-perfect equilibria of any tree with perfect recall; and in trees whose pieces have at
most two players who move, all those, mixed ones included, that play an extreme equilibrium in every piece, given the
play below.

Whether that is all there is. A piece may have a continuum of equilibria: a Nash subset, between whose corners its
players may mix. On it every payoff is a mean of those at the corners. If everybody who moves before the subgame gets
the same at all corners, then mixing changes nothing before it, and this by induction from below: every subgame-perfect
equilibrium then comes from a listed one by mixing within Nash subsets of pieces, as every equilibrium of a two-player
game comes from extreme ones; the list is ``complete``. If somebody who moves before gets different payoffs at the
corners, the mean that it faces may support other behaviour before the subgame, which is not listed: the answer is not
``complete``, and ``continua`` says where and how far the payoffs range. At information sets that a player's own moves
in the same piece rule out anything goes; the first action is listed.

Source: Selten (1965); for mixed and behaviour strategies Kuhn, "Extensive games and the problem of information" (1953).
"""

import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from itertools import product
from math import prod

from selten.equilibria.enumeration.vertices import StruckError, Tick, until
from selten.equilibria.solution import Progress
from selten.equilibria.trees.piece_equilibria import PieceEquilibria, TooLargeError, piece_equilibria
from selten.equilibria.trees.subgames import Piece, piece_game, pieces
from selten.games.extensive_form import ExtensiveForm
from selten.games.profile import Profile
from selten.games.reduced import UNREACHED, own_infosets, pure_strategies

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
class Continuum:
    """Equilibria of a subgame between which its players may mix: what they pay.

    Parameters
    ----------
    subgame : int
        The node where it starts.
    ranges : tuple of (low, high)
        For each player the range of its payoff in the subgame.
    matters : bool
        Whether a player who moves before the subgame gets different payoffs.
    """

    subgame: int
    ranges: tuple[tuple[Fraction, Fraction], ...]
    matters: bool


@dataclass(frozen=True, slots=True)
class SubgamePerfection:
    """What backward induction found.

    Parameters
    ----------
    equilibria : tuple of SubgamePerfect
        Each once; earlier subgames vary slowest.
    complete : bool
        Whether they are proven to be all: all pure ones if only those were asked for, else all in behaviour
        strategies, up to mixing within ``continua`` and behaviour that own moves in the same piece rule out.
    note : str
        If not complete, why.
    continua : tuple of Continuum
        Where players may mix between listed equilibria of a subgame, each once, later subgames first.
    refused : bool
        Whether a piece is too large to be solved: then nothing is listed.
    """

    equilibria: tuple[SubgamePerfect, ...]
    complete: bool
    note: str = ""
    continua: tuple[Continuum, ...] = ()
    refused: bool = False


def subgame_perfect(
    tree: ExtensiveForm,
    *,
    pure: bool = False,
    most: int = 10_000,
    time_limit: float | None = None,
    progress: Progress | None = None,
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
    progress : callable, optional
        Called with the share of the subgames that are solved.

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
        found = work.run(progress or (lambda _: None))
    except (StruckError, TimeoutError):
        return SubgamePerfection((), False, "stopped at the time limit: raise --time-limit")
    except TooLargeError as large:
        return SubgamePerfection((), False, f"a subgame is too large: {large}", refused=True)
    listed = tuple(SubgamePerfect(_expanded(tree, one), one.payoffs) for one in found)
    return SubgamePerfection(listed, not work.doubts, "; ".join(work.doubts), tuple(work.continua))


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
    continua: dict[Continuum, None] = field(default_factory=dict)

    def run(self, progress: Progress) -> list[_Continuation]:
        """Backward from the last subgame; what the first one has is the answer."""
        totals = self.tree.path_payoffs()
        if self.tree.nodes[0].infoset is None:
            return [_Continuation(totals[0], (), ())]
        solved: dict[int, list[_Continuation]] = {}
        parts = pieces(self.tree)
        before = _movers_before(self.tree, parts)
        for done, piece in enumerate(reversed(parts)):
            progress(done / len(parts))
            below = [solved.pop(root) for root in piece.below]
            found: list[_Continuation] = []
            for continuation in self._continuations(piece, below, totals, before[piece.root]):
                self.tick()
                if len(found) == self.most:
                    self.doubts[self._too_many(piece, below)] = None
                    break
                found.append(continuation)
            solved[piece.root] = found
        return solved[0]

    def _continuations(
        self, piece: Piece, below: list[list[_Continuation]], totals: Sequence[Payoffs], before: frozenset[int]
    ) -> Iterator[_Continuation]:
        """Every equilibrium of the piece for every choice below; the piece is solved once for the same payoffs."""
        place = {root: k for k, root in enumerate(piece.below)}
        ends = [k for k in piece.nodes if k in place or self.tree.nodes[k].infoset is None]
        movers = sorted({i for h in piece.infosets if (i := self.tree.infosets[h].player) is not None})
        known: dict[tuple[Payoffs, ...], PieceEquilibria] = {}
        for chosen in product(*below):
            paid = {k: chosen[place[k]].payoffs if k in place else totals[k] for k in ends}
            key = tuple(tuple(payoffs[i] for i in movers) for payoffs in paid.values())
            if key not in known:
                known[key] = self._solved(piece, list(paid.values()))
            found = known[key]
            plays = [tuple((piece.infosets[k], mixture) for k, mixture in moves) for moves in found.moves]
            payoffs = [_expected(self.tree, piece, dict(moves), paid) for moves in plays]
            for subset in found.continua if not self.pure else ():
                self._note_continuum(piece, [payoffs[k] for k in subset], before)
            yield from (_Continuation(own, moves, chosen) for own, moves in zip(payoffs, plays, strict=True))

    def _solved(self, piece: Piece, paid: list[Payoffs]) -> PieceEquilibria:
        left = None if self.end is None else self.end - time.monotonic()
        found = piece_equilibria(piece_game(self.tree, piece, paid), pure=self.pure, time_limit=left)
        if found.only_pure:
            where = self._place(piece)
            self.doubts[f"in {where}, where more than two players move, only pure equilibria were tried"] = None
        return found

    def _note_continuum(self, piece: Piece, corners: list[Payoffs], before: frozenset[int]) -> None:
        ranges = tuple((min(own), max(own)) for own in zip(*corners, strict=True))
        spread = [i for i in sorted(before) if ranges[i][0] < ranges[i][1]]
        self.continua[Continuum(piece.root, ranges, bool(spread))] = None
        if spread:
            self.doubts["a subgame has a continuum of equilibria, of which the extreme ones were followed"] = None

    def _too_many(self, piece: Piece, below: list[list[_Continuation]]) -> str:
        ways = prod(map(len, below))
        combined = f" ({ways} combinations of equilibria below)" if ways > 1 else ""
        return f"more than {self.most} in {self._place(piece)}{combined}, of which the first were followed"

    def _place(self, piece: Piece) -> str:
        return f"the subgame after '{' '.join(self.tree.history(piece.root))}'" if piece.root else "the whole game"


def _movers_before(tree: ExtensiveForm, parts: Sequence[Piece]) -> dict[int, frozenset[int]]:
    """For each subgame the players who move in the pieces above it."""
    before = {0: frozenset[int]()}
    for piece in parts:
        own = {i for h in piece.infosets if (i := tree.infosets[h].player) is not None}
        for root in piece.below:
            before[root] = before[piece.root] | own
    return before


def _expected(tree: ExtensiveForm, piece: Piece, moves: dict[int, Mixture], paid: dict[int, Payoffs]) -> Payoffs:
    """What the moves in a piece pay, following only what is played."""
    total = [Fraction(0)] * len(tree.players)
    todo = [(piece.root, Fraction(1))]
    while todo:
        node, weight = todo.pop()
        if node in paid:
            total = [old + weight * value for old, value in zip(total, paid[node], strict=True)]
            continue
        h = tree.nodes[node].infoset or 0
        row = moves.get(h, tree.infosets[h].probabilities)
        todo += [(child, weight * chance) for child, chance in zip(tree.children[node], row, strict=True) if chance]
    return tuple(total)


def _expanded(tree: ExtensiveForm, found: _Continuation) -> tuple[Mixture, ...]:
    behaviour = [infoset.probabilities for infoset in tree.infosets]
    todo = [found]
    while todo:
        one = todo.pop()
        for h, mixture in one.moves:
            behaviour[h] = mixture
        todo += one.below
    return tuple(behaviour)
