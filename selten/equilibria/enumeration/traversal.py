"""All extreme equilibria of large two-player games with few ties, by walking along the edges of two polytopes.

Steps, for payoffs A (player 1) and B (player 2):

0. strategies that another pure strategy beats everywhere are left out (:mod:`selten.equilibria.enumeration.screen`);
1. the extreme strategies of one player with their tight labels, as the vertices of a polytope, found by walking from
   vertex to vertex and proven complete (:mod:`selten.equilibria.enumeration.walk`): of the player with fewer
   strategies, or in a square game of both at once until the first is done;
2. the strategies of the other player that go with them (:mod:`selten.equilibria.enumeration.partners`), or on request,
   and where ties make that hard, all extreme strategies of the other player, by a second walk;
3. the pairs whose tight labels are all labels together: of strategies without ties those with complementary masks,
   looked up in sorted lists; only strategies with ties need a scan;
4. the probabilities of those few, in integers.

Double description (:mod:`selten.equilibria.enumerate`) compares pairs of strategies and suits games with many ties; a
walk takes time in proportion to the number of extreme strategies, as long as few of them have ties.

Source: von Stengel, "Computing equilibria for two-person games" (2002), section 2 (polytopes, labels, and that in a
nondegenerate game equilibria are pairs of vertices with complementary labels).
"""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from functools import cache
from typing import Any

import numpy as np
import numpy.typing as npt

from selten.equilibria.enumeration.partners import partners, swapped
from selten.equilibria.enumeration.polytope import Polytope
from selten.equilibria.enumeration.screen import Kept, restrict, screen, spread
from selten.equilibria.enumeration.vertices import Tick
from selten.equilibria.enumeration.walk import MOST_LABELS, MOST_VERTICES, Masks, NotTraversedError, Walk, Walked
from selten.equilibria.extreme import ExtremePairs
from selten.equilibria.solution import Progress
from selten.games.errors import InputError
from selten.games.normal_form import NormalForm
from selten.games.profile import Profile


@dataclass(frozen=True, slots=True)
class Traversed:
    """All extreme equilibria of a game: ``profiles``, and the masks behind them in the same order (``extreme``)."""

    profiles: tuple[Profile, ...]
    extreme: ExtremePairs


def traverse(
    game: NormalForm,
    *,
    tick: Tick = lambda: None,
    progress: Progress = lambda _: None,
    whole: bool = False,
    most_vertices: int = MOST_VERTICES,
) -> Traversed:
    """All extreme equilibria of a two-player game with few ties, each once, proven complete.

    The order is that of :func:`selten.equilibria.enumerate.extreme_equilibria`, the probabilities are Fractions, and
    the masks in ``extreme`` are ascending.

    Parameters
    ----------
    tick : callable
        Called about every twentieth of a second; may raise to stop, as
        :func:`selten.equilibria.enumeration.vertices.until` makes one do.
    progress : callable
        Called as often with an estimate of the fraction of the work that is done.
    whole : bool
        Whether ``extreme`` is to list every extreme strategy of both players; otherwise it may list of one player only
        those that are in an equilibrium, and leave out strategies with weight on what is strictly dominated.
    most_vertices : int
        The most extreme strategies of one player, which bounds the memory: see
        :data:`selten.equilibria.enumeration.walk.BYTES_PER_VERTEX`.

    Raises
    ------
    InputError
        If the game has not exactly two players, has enclosed payoffs, or more than 64 strategies together.
    NotTraversedError
        If the game has too many ties, too many extreme strategies, or payoffs that floats cannot tell apart; nothing is
        known then, and double description is to be used.

    Examples
    --------
    >>> game = NormalForm.of([[[2, 0], [0, 1]], [[1, 0], [0, 2]]])
    >>> answer = traverse(game)
    >>> [profile.supports for profile in answer.profiles]
    [((0,), (0,)), ((0, 1), (0, 1)), ((1,), (1,))]
    >>> [bin(mask) for mask in answer.extreme.first]
    ['0b110', '0b1001', '0b1100']
    """
    _check(game)
    kept = screen(game)
    if whole or (len(kept[0]), len(kept[1])) == game.counts:
        return _traversed(game, tick, progress, whole, most_vertices)
    return _put_back(_traversed(restrict(game, kept), tick, progress, whole, most_vertices), kept, game.counts)


def promising(game: NormalForm) -> bool:
    """Whether the walk is worth a try: fewer than half of the pure strategies have two best replies, and masks fit.

    A look at the payoffs, no promise: measured on random integers, a walk is seldom given up (after about a tenth of a
    second) in games that pass, and nearly always in others.

    Examples
    --------
    >>> promising(NormalForm.of([[[2, 0], [0, 1]], [[1, 0], [0, 2]]]))
    True
    >>> promising(NormalForm.of([[[1, 0], [1, 1]], [[1, 1], [0, 0]]]))
    False
    """
    if sum(game.counts) > MOST_LABELS:
        return False
    (first, second), _ = game.exact()
    replies = [*first.T.tolist(), *second.tolist()]
    tied = [own for own in replies if own.count(max(own)) > 1]
    return 2 * len(tied) < len(replies)


@cache
def load() -> None:
    """Load the compiled code (compiling it if it is the first time) by solving a game of two by two."""
    traverse(NormalForm.of([[[2, 0], [0, 1]], [[1, 0], [0, 2]]]))


def _traversed(game: NormalForm, tick: Tick, progress: Progress, whole: bool, most_vertices: int) -> Traversed:
    numerators, _ = game.exact()
    polytopes = Polytope(numerators[1].tolist()), Polytope(numerators[0].T.tolist())
    walks = _Walks(polytopes, [Walk(polytope, most_vertices) for polytope in polytopes], tick, progress)
    first, second = walks.both() if whole or walks.symmetric else walks.one_and_partners()
    pairs = complementary(first, second, game.counts, tick)
    xs = {i: first.strategy(polytopes[0], i) for i in {i for i, _ in pairs}}
    ys = {j: second.strategy(polytopes[1], j) for j in {j for _, j in pairs}}
    pairs.sort(key=lambda pair: (xs[pair[0]], ys[pair[1]]), reverse=True)
    masks = tuple(first.masks.tolist()), tuple(swapped(second.masks, game.counts).tolist())
    extreme = ExtremePairs((game.counts[0], game.counts[1]), *masks, tuple(pairs), whole=first.whole and second.whole)
    progress(1.0)
    return Traversed(tuple(Profile((xs[i], ys[j])) for i, j in pairs), extreme)


def _put_back(found: Traversed, kept: Kept, counts: tuple[int, ...]) -> Traversed:
    """The answer for the game with its strictly dominated strategies: never played, never best replies."""
    m, n = counts
    labels = [*kept[0], *(m + k for k in kept[1])]
    unplayed = [sum(1 << (m * side + k) for k in range(counts[side]) if k not in kept[side]) for side in (0, 1)]
    firsts, seconds = (
        tuple(own | sum(1 << label for bit, label in enumerate(labels) if mask >> bit & 1) for mask in masks)
        for own, masks in zip(unplayed, (found.extreme.first, found.extreme.second), strict=True)
    )
    profiles = tuple(
        Profile((spread(profile.strategies[0], kept[0], m), spread(profile.strategies[1], kept[1], n)))
        for profile in found.profiles
    )
    return Traversed(profiles, ExtremePairs((m, n), firsts, seconds, found.extreme.pairs, whole=False))


def _check(game: NormalForm) -> None:
    if len(game.players) != 2:
        raise InputError(f"players: got {len(game.players)}; allowed: 2, to traverse best-response polytopes")
    if game.kind == "enclosed":
        raise InputError(
            "payoffs: got enclosures; allowed: exact or float payoffs, to traverse best-response polytopes"
        )
    if sum(game.counts) > MOST_LABELS:
        raise InputError(f"strategies: got {sum(game.counts)}; allowed: at most {MOST_LABELS} of both players together")


@dataclass(slots=True)
class _Walks:
    """The walks of both players, and how they are run."""

    polytopes: tuple[Polytope, Polytope]
    walks: list[Walk]
    tick: Tick
    progress: Progress

    @property
    def symmetric(self) -> bool:
        """Whether the players share their extreme strategies."""
        return self.polytopes[0].rows == self.polytopes[1].rows

    def both(self) -> tuple[Walked, Walked]:
        """All extreme strategies of both players."""
        going = self.walks[:1] if self.symmetric else self.walks
        while going:
            going = [walk for walk, state in zip(going, self._step(going), strict=True) if state]
        return self.walks[0].walked(), self.walks[0 if self.symmetric else 1].walked()

    def one_and_partners(self) -> tuple[Walked, Walked]:
        """All extreme strategies of one player, and of the other at least those that are in an equilibrium."""
        side = self._first_done()
        found = self.walks[side].walked()
        others = partners(found, self.polytopes[1 - side], self.tick)
        if others is None:
            return self.both()
        return (found, others) if side == 0 else (others, found)

    def _first_done(self) -> int:
        """The player whose walk is done first; in a game that is not square the smaller is tried alone."""
        m, n = self.polytopes[0].strategies, self.polytopes[1].strategies
        tried = [[0, 1]] if m == n else [[int(n < m)], [int(m < n)]]
        given_up = []
        for going in tried:
            while going:
                states = dict(zip(going, self._step([self.walks[side] for side in going], keep=True), strict=True))
                for side, state in states.items():
                    if state is False:
                        return side
                given_up += [state for state in states.values() if isinstance(state, NotTraversedError)]
                going = [side for side, state in states.items() if state is True]
        raise given_up[0]

    def _step(self, walks: list[Walk], *, keep: bool = False) -> list[bool | NotTraversedError]:
        """One step of each, at once: the kernel leaves the interpreter free. ``keep`` returns errors as values."""
        with ThreadPoolExecutor(2) as pool:
            states = list(pool.map(_outcome, walks))
        self.tick()
        self.progress(max(walk.done() for walk in self.walks))
        for state in states:
            if isinstance(state, NotTraversedError) and not keep:
                raise state
        return states


def _outcome(walk: Walk) -> bool | NotTraversedError:
    try:
        return walk.step()
    except NotTraversedError as error:
        return error


def complementary(first: Walked, second: Walked, counts: tuple[int, ...], tick: Tick) -> list[tuple[int, int]]:
    """The pairs of positions whose tight labels are all labels together.

    A pair of strategies without ties has exactly as many tight labels as there are labels, so that their masks are
    complements of each other.
    """
    labels = np.uint64((1 << sum(counts)) - 1)
    theirs = swapped(second.masks, counts)
    _, positions, partners = np.intersect1d(labels ^ first.masks, theirs, assume_unique=True, return_indices=True)
    pairs = set(zip(positions.tolist(), partners.tolist(), strict=True))
    tied = np.flatnonzero(np.isin(first.masks, np.array(list(first.bases), dtype=np.uint64)))
    pairs.update((i, j) for i, j in _covering(first.masks, tied, theirs, labels, tick))
    tied = np.flatnonzero(np.isin(second.masks, np.array(list(second.bases), dtype=np.uint64)))
    pairs.update((i, j) for j, i in _covering(theirs, tied, first.masks, labels, tick))
    return list(pairs)


def _covering(
    masks: Masks, positions: npt.NDArray[Any], others: Masks, labels: np.uint64, tick: Tick
) -> Iterator[tuple[int, int]]:
    """For each of the positions in ``masks`` the positions in ``others`` that have all the labels it lacks."""
    for i in positions.tolist():
        tick()
        lacking = labels ^ masks[i]
        for j in np.flatnonzero((others & lacking) == lacking).tolist():
            yield i, j
