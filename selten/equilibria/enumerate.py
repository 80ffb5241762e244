"""All extreme equilibria of a two-player game, exactly, with any ties.

Steps, for payoffs A (player 1) and B (player 2):

1. the extreme strategies x of player 1's cone ``x >= 0, v >= B'x`` and y of player 2's cone ``y >= 0, w >= A y``, by
   double description (:mod:`selten.equilibria.enumeration.vertices`), each with its set of tight labels;
2. label i of player 1 is tight at x where i is not played and at y where i is a best reply (and the same for player 2):
   (x, y) is an equilibrium exactly when every label is tight at one of the two;
3. the extreme equilibria are the pairs of extreme strategies that pass.

Exact games and float games (each float taken as the binary fraction it is) are solved in integers, enclosed games in
enclosures: the list is then the list for every value of the symbols inside their bounds.

Source: Mangasarian, "Equilibrium points of bimatrix games" (1964); Avis, Rosenberg, Savani and von Stengel,
"Enumeration of Nash equilibria for two-player games" (2010), section 3.
"""

import math
import time
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from selten.equilibria.enumeration.enclosures import EnclosedCone
from selten.equilibria.enumeration.loading import KERNELS
from selten.equilibria.enumeration.pairing import join, ranks, swap
from selten.equilibria.enumeration.repeats import TooManyError, copies, put_back
from selten.equilibria.enumeration.screen import restrict, screen, spread
from selten.equilibria.enumeration.vertices import IntegerCone, StruckError, Tick, extreme_strategies, until
from selten.equilibria.extreme import ExtremePairs
from selten.equilibria.pure import pure_equilibria
from selten.equilibria.solution import Progress, Proposal, Status
from selten.games.enclosed import Enclosed, Undecided
from selten.games.errors import InputError
from selten.games.normal_form import NormalForm
from selten.games.profile import Profile

METHODS = ("auto", "double-description", "traversal", "python")
"""What :class:`Enumeration` can be asked for."""

LARGE = 26
"""From so many strategies together on, ``auto`` tries the traversal first, if few pure strategies have ties."""


class OutOfTimeError(TimeoutError):
    """The time limit struck; ``profiles`` are the extreme equilibria known by then (the pure ones at least)."""

    def __init__(self, profiles: list[Profile]) -> None:
        super().__init__("stopped at the time limit before all extreme equilibria were found")
        self.profiles = profiles


def extreme_equilibria(
    game: NormalForm, *, time_limit: float | None = None, progress: Progress | None = None, method: str = "auto"
) -> list[Profile]:
    """All extreme equilibria of a two-player game, each once.

    Guarantees completeness, degenerate games included. Ordered by the first player's strategy and then the second's,
    both in descending lexicographic order of probabilities (for enclosures that overlap without being identical: of
    their midpoints). Probabilities are Fractions; in enclosed games those other than 0 and 1 are Enclosed.

    Parameters
    ----------
    time_limit : float, optional
        Seconds.
    progress : callable, optional
        Called now and then with the fraction of the work that is done.
    method : str
        See :class:`Enumeration`.

    Raises
    ------
    InputError
        If the game has not exactly two players, or the method does not take it.
    OutOfTimeError
        If the time limit strikes; it holds what was found.
    Undecided
        If the bounds of an enclosed game leave a comparison open on which the answer hangs.
    TooManyError
        If repeated strategies make too many (:data:`selten.equilibria.enumeration.repeats.MOST_EQUILIBRIA`).

    Examples
    --------
    >>> game = NormalForm.of([[[2, 0], [0, 1]], [[1, 0], [0, 2]]])
    >>> [profile.supports for profile in extreme_equilibria(game)]
    [((0,), (0,)), ((0, 1), (0, 1)), ((1,), (1,))]
    """
    if len(game.players) != 2:
        raise InputError(f"players: got {len(game.players)}; allowed: 2, to enumerate all extreme equilibria")
    try:
        found = _enumerate(game, until(time_limit), progress or (lambda _: None), method)
    except StruckError:
        raise OutOfTimeError([Profile.pure(game.counts, choices) for choices in pure_equilibria(game)]) from None
    return list(found.profiles) if found.proven is None else [e.profile for e in found.proven]


@dataclass(frozen=True, slots=True)
class Enumeration:
    """The solver: all extreme equilibria, proven complete.

    Parameters
    ----------
    most_vertices : int
        From that many extreme strategies a player on a game of its size is expected to be hopeless.
    patience : float
        Seconds that a game of hopeless size gets nevertheless where no time limit is set (ties and dominated
        strategies may make it easy); then it is refused.
    method : str
        "double-description": compiled (:mod:`selten.equilibria.enumeration.compiled`), in exact Python integers where
        the kernels give up, for more than 62 strategies together and for enclosed games. "traversal": from vertex to
        vertex (:mod:`selten.equilibria.enumeration.traversal`), for large games with few ties only. "python": double
        description in Python integers. "auto": the traversal first for games with at least :data:`LARGE` strategies
        together in which fewer than half of the pure strategies have two best replies, double description for all
        others and where the traversal gives up; in Python for small games as long as loading compiled code does not
        pay (:mod:`selten.equilibria.enumeration.loading`).
    """

    most_vertices: int = 200_000
    patience: float = 5.0
    method: str = "auto"

    @property
    def name(self) -> str:
        """The name on the command line."""
        return "selten-enumerate"

    def __call__(
        self, game: NormalForm, *, time_limit: float | None = None, progress: Progress | None = None
    ) -> Proposal:
        """All extreme equilibria; refuses other than two players, hopeless games, and bounds that are too wide."""
        if len(game.players) != 2:
            return Proposal((), Status.REFUSED, f"{self.name} takes two-player games; this one has {len(game.players)}")
        hopeless = time_limit is None and expected_vertices(game.counts) > self.most_vertices
        limit = self.patience if hopeless else time_limit
        try:
            return _enumerate(game, until(limit), progress or (lambda _: None), self.method)
        except (Undecided, TooManyError) as error:
            return Proposal((), Status.REFUSED, str(error))
        except StruckError:
            if hopeless:
                return Proposal((), Status.REFUSED, _hopeless(game))
            pure = tuple(Profile.pure(game.counts, choices) for choices in pure_equilibria(game))
            return Proposal(pure, Status.LIMIT, "found: the pure equilibria, all of which are extreme")

    def prepare(self, game: NormalForm, *, often: bool = False) -> None:
        """Load the compiled code, if the game will run it, and read the payoffs as integers: no part of solving.

        Parameters
        ----------
        often : bool
            Whether many games of its kind are to follow, so that the code is worth loading for a small one.
        """
        if len(game.players) == 2 and game.kind != "enclosed":
            if often and self.method != "python":
                KERNELS.spent = math.inf
            if self.method == "traversal" or (self.method == "auto" and sum(game.counts) >= LARGE and _few_ties(game)):
                from selten.equilibria.enumeration.traversal import load

                load()
            if _compiled(game, self.method):
                from selten.equilibria.enumeration.compiled import front

                front.prepare(game)
            else:
                game.exact()


def _hopeless(game: NormalForm) -> str:
    m, n = game.counts
    return (
        f"a {m} x {n} game may have about {expected_vertices((m, n)):.0e} extreme strategies a player: set a time limit"
    )


def expected_vertices(counts: Sequence[int]) -> float:
    """About how many extreme strategies a player has in a game with random payoffs (from sizes up to 16 x 16).

    The number of bases is binomial(m + n, m); roughly its power 0.57 is feasible. Ties make it smaller.
    """
    m, n = counts
    bases = math.lgamma(m + n + 1) - math.lgamma(m + 1) - math.lgamma(n + 1)
    return math.exp(min(0.57 * bases, 700.0))


def _enumerate(game: NormalForm, tick: Tick, progress: Progress, method: str) -> Proposal:
    """The list by the method asked for, and what proves it."""
    if method not in METHODS:
        raise InputError(f"method: got {method!r}; allowed: {', '.join(METHODS)}")
    repeated = copies(game, compiled=_compiled(game, method))
    if repeated is None:
        return _distinct(game, tick, progress, method)
    found = _distinct(restrict(game, repeated.kept), tick, progress, method)
    return put_back(game, repeated, found) if found.status is Status.COMPLETE else found


def _distinct(game: NormalForm, tick: Tick, progress: Progress, method: str) -> Proposal:
    """The list for a game without repeated strategies."""
    if game.kind != "enclosed" and method != "python":
        if method == "traversal" or (method == "auto" and sum(game.counts) >= LARGE and _few_ties(game)):
            found = _traversed(game, tick, progress, must=method == "traversal")
            if found is not None:
                return found
        if _compiled(game, method):
            from selten.equilibria.enumeration.compiled import front

            listed = front.listed(game, tick, progress)
            if listed is not None:
                return Proposal((), Status.COMPLETE, extreme=listed.extreme, proven=listed)
    begun = time.perf_counter()
    found = _in_python(game, tick, progress)
    KERNELS.spent += time.perf_counter() - begun
    return found


def _compiled(game: NormalForm, method: str) -> bool:
    """Whether the kernels are to take a game."""
    if method == "auto":
        return KERNELS.wanted(expected_vertices(game.counts))
    return method != "python"


def _few_ties(game: NormalForm) -> bool:
    from selten.equilibria.enumeration.traversal import promising

    return promising(game)


def _traversed(game: NormalForm, tick: Tick, progress: Progress, *, must: bool) -> Proposal | None:
    from selten.equilibria.enumeration.traversal import traverse
    from selten.equilibria.enumeration.walk import NotTraversedError

    try:
        found = traverse(game, tick=tick, progress=progress)
    except NotTraversedError as error:
        if must:
            return Proposal((), Status.REFUSED, f"the traversal does not take this game: {error}")
        return None
    return Proposal(found.profiles, Status.COMPLETE, extreme=found.extreme)


def _in_python(game: NormalForm, tick: Tick, progress: Progress) -> Proposal:
    kept = screen(game)
    (m, n), labels = game.counts, len(kept[0]) + len(kept[1])
    progress(0.0)
    first, second = _cones(restrict(game, kept))
    rays = extreme_strategies(first, tick)
    progress(len(kept[0]) / labels)
    if _same(first.payoffs, second.payoffs):
        others_cone, others = first, rays  # a symmetric game: the players share their extreme strategies
    else:
        others_cone, others = second, extreme_strategies(second, tick)
    swapped = [swap(ray.tight, second.strategies, second.replies) for ray in others]
    pairs = join([ray.tight for ray in rays], swapped, labels, tick)
    xs = {k: spread(first.mixed(rays[k]), kept[0], m) for k in {i for i, _ in pairs}}
    ys = {k: spread(others_cone.mixed(others[k]), kept[1], n) for k in {j for _, j in pairs}}
    x_rank, y_rank = ranks(xs), ranks(ys)
    pairs.sort(key=lambda pair: (x_rank[pair[0]], y_rank[pair[1]]))
    progress(1.0)
    whole = labels == m + n
    masks = tuple(ray.tight for ray in rays), tuple(swapped)
    extreme = ExtremePairs((m, n), *masks, tuple(pairs), whole=True) if whole else None
    return Proposal(tuple(Profile((xs[i], ys[j])) for i, j in pairs), Status.COMPLETE, extreme=extreme)


def _cones(game: NormalForm) -> tuple[IntegerCone | EnclosedCone, IntegerCone | EnclosedCone]:
    if game.kind == "enclosed":
        return EnclosedCone(game.payoffs[1].tolist()), EnclosedCone(game.payoffs[0].T.tolist())
    numerators, _ = game.exact()
    return IntegerCone(numerators[1].tolist()), IntegerCone(numerators[0].T.tolist())


def _same(a: Any, b: Any) -> bool:
    def key(value: Any) -> Any:
        return (value.residue, value.low, value.high) if isinstance(value, Enclosed) else value

    return [[key(v) for v in row] for row in a] == [[key(v) for v in row] for row in b]
