"""The index of each component of equilibria of a two-player game, exactly.

The index of a component is the sum of the indices of the equilibria near it in any nearby nondegenerate game; a strict
equilibrium has index +1 and the indices of all components sum to +1. How close is near does not matter: the
equilibria of a game whose payoffs differ little from those given are near the set of all its equilibria, the components
are a positive distance apart, and the sum near each of them is constant as long as no equilibrium leaves its
neighbourhood (invariance of the degree under homotopy). Here the nearby games differ by infinitesimals only.

For each component the game is first cut down to what decides its index (:mod:`selten.equilibria.index.core`), then the
equilibria of a nearby game are counted with their signs: those that can come from the extreme equilibria of the
component, one by one (:mod:`selten.equilibria.index.count`), or where these are many, all of them
(:mod:`selten.equilibria.index.nearby`).

Source: Shapley, "A note on the Lemke-Howson algorithm" (1974); Ritzberger, "The theory of normal form games from the
differentiable viewpoint" (1994); Govindan and Wilson, "Essential equilibria" (2005).
"""

from collections.abc import Sequence
from contextlib import suppress
from dataclasses import replace
from random import Random
from typing import Any

from selten.equilibria.enumerate import expected_vertices
from selten.equilibria.enumeration.vertices import StruckError, Tick, until
from selten.equilibria.extreme import ExtremePairs
from selten.equilibria.index.core import Core, Reduction
from selten.equilibria.index.count import TieError, candidates, counted
from selten.equilibria.index.masks import pairs_of
from selten.equilibria.index.nearby import enumerated
from selten.equilibria.index.representative import representative
from selten.equilibria.solution import Component
from selten.games.enclosed import Undecided
from selten.games.normal_form import NormalForm
from selten.games.profile import Profile

_DRAWS = 20
_TRIALS_A_VERTEX = 5.0
"""About how many pairs of supports are tried in the time that enumerating takes for an extreme strategy."""


def with_indices(
    game: NormalForm,
    profiles: Sequence[Profile],
    components: Sequence[Component],
    *,
    extreme: ExtremePairs | None = None,
    time_limit: float | None = None,
) -> tuple[Component, ...]:
    """The components with their indices filled in.

    Guarantees exact indices; None for all components where the bounds of an enclosed game leave a sign open (payoffs
    that are constants and independent symbols never do: one value of the symbols then stands for all), and where the
    time limit strikes.

    Parameters
    ----------
    profiles : sequence of Profile
        All extreme equilibria of the game.
    components : sequence of Component
        All its components, as :func:`selten.equilibria.components.structure` gives them.
    extreme : ExtremePairs, optional
        The masks behind the profiles, if known; whole ones make degenerate games faster.
    time_limit : float, optional
        Seconds.

    Raises
    ------
    RuntimeError
        If the indices fail to sum to one: the lists given are not complete.

    Examples
    --------
    >>> from selten.equilibria.components import structure
    >>> from selten.equilibria.enumerate import extreme_equilibria
    >>> game = NormalForm.of([[[2, 0], [0, 1]], [[1, 0], [0, 2]]])
    >>> profiles = extreme_equilibria(game)
    >>> [part.index for part in with_indices(game, profiles, structure(profiles, [(0, 0)] * 3)[1])]
    [1, -1, 1]
    """
    totals = None
    with suppress(StruckError, Undecided):
        tick = until(time_limit)
        tick()
        totals = _totals(game, extreme or pairs_of(game, profiles), components, tick)
    if totals is None:
        return tuple(replace(part, index=None) for part in components)
    if sum(totals) != 1:
        raise RuntimeError(f"with_indices: the indices {totals} do not sum to 1")
    return tuple(replace(part, index=total) for part, total in zip(components, totals, strict=True))


def _totals(game: NormalForm, extreme: ExtremePairs, components: Sequence[Component], tick: Tick) -> list[int]:
    tables = _tables(game)
    masks = [(extreme.first[i], extreme.second[j]) for i, j in extreme.pairs]
    reduction = Reduction(extreme, tables)
    totals = []
    for part in components:
        tick()
        core = reduction([masks[k] for k in part.equilibria])
        totals.append(_index(core, tables, tick) if core.equilibria else 0)
    return totals


def _index(core: Core, tables: tuple[Any, Any], tick: Tick) -> int:
    """By the method that promises to be faster; both are exact."""
    m, n = len(tables[0]), len(tables[1])
    rows = (core.labels & ((1 << m) - 1)).bit_count()
    vertices = expected_vertices((rows, core.labels.bit_count() - rows))
    many = candidates(core, (m, n)) > _TRIALS_A_VERTEX * vertices
    method = enumerated if many and isinstance(tables[0][0][0], int) else counted
    for draw in range(_DRAWS):
        with suppress(TieError):
            return method(core, tables, Random(draw), tick)
    raise RuntimeError(f"with_indices: none of {_DRAWS} random perturbations removed all ties")


def _tables(game: NormalForm) -> tuple[Any, Any]:
    """What each player earns, own strategies down: integers, or enclosures where no exact game stands for them."""
    stand_in = representative(game)
    payoffs = game.payoffs if stand_in is None else stand_in.exact()[0]
    return payoffs[0].tolist(), payoffs[1].T.tolist()
