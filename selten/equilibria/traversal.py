"""All extreme equilibria of large two-player games with few ties, by walking along the edges of two polytopes.

Steps, for payoffs A (player 1) and B (player 2):

1. the extreme strategies of both players with their tight labels, as the vertices of two polytopes, each found by
   walking from vertex to vertex and proven complete (:mod:`selten.equilibria.walk`);
2. the pairs whose tight labels are all labels together: of strategies without ties those with complementary masks,
   looked up in sorted lists; only strategies with ties need a scan;
3. the probabilities of those few, in integers.

Double description (:mod:`selten.equilibria.enumerate`) compares pairs of strategies and suits games with many ties; a
walk takes time in proportion to the number of extreme strategies, as long as few of them have ties.

Source: von Stengel, "Computing equilibria for two-person games" (2002), section 2 (polytopes, labels, and that in a
nondegenerate game equilibria are pairs of vertices with complementary labels).
"""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from selten.equilibria.extreme import ExtremePairs
from selten.equilibria.solution import Progress
from selten.equilibria.vertices import Tick
from selten.equilibria.walk import MOST_LABELS, Masks, Polytope, Walk, Walked
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
    most_vertices: int = 5_000_000,
) -> Traversed:
    """All extreme equilibria of a two-player game with few ties, each once, proven complete.

    The order is that of :func:`selten.equilibria.enumerate.extreme_equilibria`, the probabilities are Fractions, and
    ``extreme`` lists every extreme strategy of both players (``whole``), by ascending mask.

    Parameters
    ----------
    tick : callable
        Called about every twentieth of a second; may raise to stop, as
        :func:`selten.equilibria.vertices.until` makes one do.
    progress : callable
        Called as often with an estimate of the fraction of the work that is done.
    most_vertices : int
        The most extreme strategies of one player, which bounds the memory: see
        :data:`selten.equilibria.walk.BYTES_PER_VERTEX`.

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
    numerators, _ = game.exact()
    first, second = Polytope(numerators[1].tolist()), Polytope(numerators[0].T.tolist())
    walks = [Walk(first, most_vertices)]
    if first.rows != second.rows:  # otherwise a symmetric game: the players share their extreme strategies
        walks.append(Walk(second, most_vertices))
    _walk(walks, tick, progress)
    found, others = walks[0].walked(), walks[-1].walked()
    pairs = complementary(found, others, game.counts, tick)
    xs = {i: found.strategy(first, i) for i in {i for i, _ in pairs}}
    ys = {j: others.strategy(second, j) for j in {j for _, j in pairs}}
    pairs.sort(key=lambda pair: (xs[pair[0]], ys[pair[1]]), reverse=True)
    masks = tuple(found.masks.tolist()), tuple(swapped(others.masks, game.counts).tolist())
    extreme = ExtremePairs((game.counts[0], game.counts[1]), *masks, tuple(pairs), whole=True)
    return Traversed(tuple(Profile((xs[i], ys[j])) for i, j in pairs), extreme)


def _check(game: NormalForm) -> None:
    if len(game.players) != 2:
        raise InputError(f"players: got {len(game.players)}; allowed: 2, to traverse best-response polytopes")
    if game.kind == "enclosed":
        raise InputError(
            "payoffs: got enclosures; allowed: exact or float payoffs, to traverse best-response polytopes"
        )
    if sum(game.counts) > MOST_LABELS:
        raise InputError(f"strategies: got {sum(game.counts)}; allowed: at most {MOST_LABELS} of both players together")


def _walk(walks: list[Walk], tick: Tick, progress: Progress) -> None:
    """Walk to the end, both polytopes at once: the kernel leaves the interpreter free."""
    going = list(walks)
    with ThreadPoolExecutor(len(walks)) as pool:
        while going:
            more = list(pool.map(Walk.step, going))
            going = [walk for walk, unfinished in zip(going, more, strict=True) if unfinished]
            tick()
            progress(min(walk.done() for walk in walks))


def swapped(masks: Masks, counts: tuple[int, ...]) -> Masks:
    """Masks of the second player's labels (own strategies first) as masks of the game's (first player's first).

    Examples
    --------
    >>> [bin(mask) for mask in swapped(np.array([0b001, 0b110], dtype=np.uint64), (2, 1)).tolist()]
    ['0b100', '0b11']
    """
    m, n = (np.uint64(count) for count in counts)
    own = np.uint64((1 << counts[1]) - 1)
    return (masks >> n) | ((masks & own) << m)


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
