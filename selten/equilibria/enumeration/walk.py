"""All extreme strategies by walking the graph of the best-response polytope: for large games with few ties.

A player with m strategies faces an opponent with n replies; ``payoffs[i][j]`` is what the opponent earns with reply j
against strategy i. Adding a constant to a row changes no best reply and multiplying a row by a positive number only
changes the unit of x_i; so every row is brought to integers ``C[i, j] >= 0`` with least entry 0 (a constant row to
ones), and the extreme strategies are, up to scale, the vertices other than 0 of the polytope

    P = {x >= 0, sum_i x_i C[i, j] <= 1 for every reply j},

which is bounded, as every row has a positive entry. Labels and masks are those of
:mod:`selten.equilibria.enumeration.vertices`.

Ties are broken by an infinitesimal: P(eps) has the right-hand sides ``1 + eps g_j`` with fixed integers g_j > 0. The
search (:mod:`selten.equilibria.enumeration.compiled.traverse`, in floats, with a small number for eps) collects bases,
that is sets of m labels, and for every basis and every label in it the neighbour that has all the other labels.

Why the list is complete
------------------------
1. *Every basis is a simple vertex of P(eps) for all small eps > 0.* Either the kernel proves that all other slacks are
   positive in P itself, then they stay so for small eps; or, where it could not, integers decide here: every other
   slack is positive in P, or 0 in P with a positive coefficient of eps. (The bases are finitely many: one eps serves
   all of them.)
2. *The collection is closed.* The m - 1 labels that two neighbours share are all tight on one edge of P(eps) only, an
   edge has two ends, and both are in the collection. So every edge at a collected vertex leads to a collected vertex.
   The graph of a polytope is connected (Balinski 1961), hence all vertices of P(eps) are collected.
3. *Every vertex v of P is met.* Some linear function has its only maximum over P at v. Its maximum over P(eps) is
   attained at a vertex; along some sequence of eps to 0 that vertex has one and the same basis, and its solution in P,
   the limit, maximises over P: it is v. The labels tight at v are the basis and the slacks that vanish in P.

How the collection was found plays no part in this: a wrong turn of the float search shows as a basis that fails 1 or as
an edge without end, and the answer is then refused (:class:`NotTraversedError`), never wrong. A vertex with ties has
several bases, sometimes very many; a game with many ties is refused and left to double description.

Source: Balinski, "On the graph structure of convex polyhedra in n-space" (1961); Edelsbrunner and Mücke, "Simulation of
simplicity" (1990), for deciding ties by an infinitesimal.
"""

import time
from dataclasses import dataclass, field
from fractions import Fraction
from typing import Any

import numpy as np
import numpy.typing as npt

from selten.equilibria.enumeration.polytope import UNIT, Polytope

Masks = npt.NDArray[np.uint64]

MOST_LABELS = 64
"""Masks are 64-bit words."""

BYTES_PER_VERTEX = 150
"""Upper estimate of the memory of a walk, for each vertex met: lists and hash set while they grow, and the answer.

Measured at 18 x 18: 113 bytes.
"""

MOST_VERTICES = 3_000_000
"""Where a walk is given up unless told otherwise: both players' stay below a gigabyte."""

_EPSILONS = (2.0**-36, 2.0**-30, 2.0**-42)  # above the rounding of a slack (1e-13), below most slacks; else another try
_SECONDS_AT_ONCE = 0.05


class NotTraversedError(Exception):
    """The walk was given up, for the reason in the message: too many ties, or too many vertices. Nothing was wrong."""


@dataclass(frozen=True, slots=True)
class Walked:
    """Extreme strategies of one player.

    Parameters
    ----------
    masks : ndarray of uint64, ascending
        The tight labels of each, own strategies first.
    bases : dict of int to int
        For each mask with more labels than own strategies (a tie) one basis of it.
    whole : bool
        Whether they are all.
    """

    masks: Masks
    bases: dict[int, int]
    whole: bool

    def strategy(self, polytope: Polytope, position: int) -> tuple[Fraction, ...]:
        """The exact probabilities of the extreme strategy at that position."""
        mask = int(self.masks[position])
        return polytope.strategy(self.bases.get(mask, mask))


@dataclass(slots=True)
class Walk:
    """A walk in progress, in steps of a short time each.

    Parameters
    ----------
    polytope : Polytope
    most_vertices : int
        Where to give up.

    Examples
    --------
    >>> walk = Walk(Polytope([[3, 1], [0, 2]]))
    >>> while walk.step():
    ...     pass
    >>> [bin(mask) for mask in walk.walked().masks.tolist()]
    ['0b110', '0b1001', '0b1100']
    """

    polytope: Polytope
    most_vertices: int = MOST_VERTICES
    _search: Any = None
    _tries: int = 0
    _budget: int = 64
    _ties: dict[int, int] = field(default_factory=dict)

    def step(self) -> bool:
        """Walk for about a twentieth of a second; whether there is more to do.

        Raises
        ------
        NotTraversedError
            If the walk is given up.
        """
        from selten.equilibria.enumeration.compiled import traverse as kernel

        if self._search is None:
            if self._tries == len(_EPSILONS):
                raise NotTraversedError("payoffs that differ too little for the floats of the search")
            self._search = search_of(self.polytope, _EPSILONS[self._tries])
        began = time.perf_counter()
        end = kernel.advance(self._search, self._budget)
        if end == kernel.GOING and time.perf_counter() - began < _SECONDS_AT_ONCE / 2:
            self._budget *= 2
        if not self._settle() or end == kernel.LOST:
            self._again()
        elif end == kernel.FULL:
            self._search = self._grown()
        return end != kernel.DONE or self._search is None

    def done(self) -> float:
        """The fraction of the vertices met that have been visited."""
        if self._search is None:
            return 0.0
        met, waiting = self._search.counts[:2].tolist()
        return float(1.0 - waiting / met)

    def walked(self) -> Walked:
        """The extreme strategies, once :meth:`step` has come back with False."""
        bases = np.array(sorted(self._ties), dtype=np.uint64)
        masks = self._search.vertices[: self._search.counts[0]]
        simple = masks[~np.isin(masks, bases)] if bases.size else masks
        tied = {mask: basis for basis, mask in self._ties.items() if mask != basis}
        masks = np.concatenate([simple, np.array(sorted({*self._ties.values()}), dtype=np.uint64)])
        origin = np.uint64((1 << self.polytope.strategies) - 1)
        return Walked(np.sort(masks[masks != origin]), tied, whole=True)

    def _settle(self) -> bool:
        """Decide in integers what the kernel could not prove; False if a basis is none."""
        counts = self._search.counts
        for basis in self._search.doubtful[: counts[2]].tolist():
            tight = self.polytope.tight(basis)
            if tight is None:
                return False
            self._ties[basis] = tight
        counts[2] = 0
        if len(self._ties) > 256 + counts[0] // 16:
            raise NotTraversedError(f"{len(self._ties)} of the first {counts[0]} bases have ties")
        return True

    def _again(self) -> None:
        """Start anew with another number for eps."""
        self._tries += 1
        self._search = None
        self._ties.clear()

    def _grown(self) -> Any:
        """The same search with longer lists."""
        from selten.equilibria.enumeration.compiled import traverse as kernel

        old = self._search.vertices.size
        if old >= self.most_vertices:
            raise NotTraversedError(f"more than {self.most_vertices} extreme strategies of one player")
        size = min(2 * old, max(self.most_vertices, old + self.polytope.strategies))
        slots = self._search.slots.size
        while slots < 2 * size:
            slots *= 2
        vertices, waiting = np.zeros(size, np.uint64), np.zeros(size, np.uint64)
        vertices[:old], waiting[:old] = self._search.vertices, self._search.waiting
        grown = self._search._replace(vertices=vertices, waiting=waiting, slots=np.zeros(slots, np.uint64))
        kernel.refill(grown)
        return grown


def search_of(polytope: Polytope, epsilon: float) -> Any:
    """A search (:class:`.Search`) at the vertex 0, with that number for eps."""
    from selten.equilibria.enumeration.compiled import dictionary
    from selten.equilibria.enumeration.compiled import traverse as kernel

    payoffs = np.ascontiguousarray(polytope.floats())
    m, n = payoffs.shape
    first = (1 << m) - 1
    size = 1 << 12
    search = dictionary.Search(
        payoffs=payoffs,
        by_reply=np.ascontiguousarray(payoffs.T),
        start_rhs=1.0 + epsilon * np.array(polytope.shifts) / UNIT,
        table=np.empty((n, m)),
        rhs=np.empty(n),
        rows=np.empty(n, np.int64),
        columns=np.empty(m, np.int64),
        present=np.zeros(1, np.uint64),
        incoming=np.empty(n, np.int64),
        outgoing=np.empty(m, np.int64),
        vertices=np.zeros(size, np.uint64),
        waiting=np.zeros(size, np.uint64),
        doubtful=np.zeros(256, np.uint64),
        slots=np.zeros(2 * size, np.uint64),
        counts=np.array([1, 1, 0, 0, 0], np.int64),
    )
    search.vertices[0] = search.waiting[0] = first
    dictionary.fresh(search)
    kernel.refill(search)
    return search
