"""Compiled loops over many two-player games: what rules ask of tables of payoffs and of masks of tight labels.

Labels and masks as in :mod:`selten.equilibria.extreme`. Imported inside functions only, because numba takes
long. The functions call nothing outside this file, so that numba's copies on disk are good as long as it is unchanged.
"""

from collections.abc import Callable
from typing import Any, TypeVar, cast

from numba import njit

_F = TypeVar("_F", bound=Callable[..., Any])


def _kernel(function: _F) -> _F:
    return cast(_F, njit(cache=True, nogil=True)(function))


@_kernel
def pure_facts(tables: Any, pure: Any, pareto: Any, strict: Any) -> None:
    """Fill in which cells are pure equilibria, which of them no other Pareto-dominates, and which are strict.

    Parameters
    ----------
    tables : ndarray of int64, shape (games, 2, m, n)
        Payoffs.
    pure, pareto, strict : ndarray of bool, shape (games, m, n)
        Filled in.
    """
    games, _, m, n = tables.shape
    cells = [(0, 0)]
    for g in range(games):
        cells.clear()
        for i in range(m):
            for j in range(n):
                equilibrium = alone = True
                for k in range(m):
                    if tables[g, 0, k, j] > tables[g, 0, i, j]:
                        equilibrium = False
                    elif k != i and tables[g, 0, k, j] == tables[g, 0, i, j]:
                        alone = False
                for k in range(n):
                    if tables[g, 1, i, k] > tables[g, 1, i, j]:
                        equilibrium = False
                    elif k != j and tables[g, 1, i, k] == tables[g, 1, i, j]:
                        alone = False
                pure[g, i, j] = equilibrium
                strict[g, i, j] = equilibrium and alone
                if equilibrium:
                    cells.append((i, j))
        for i, j in cells:
            first, second = tables[g, 0, i, j], tables[g, 1, i, j]
            beaten = False
            for k, l in cells:  # noqa: E741
                a, b = tables[g, 0, k, l], tables[g, 1, k, l]
                if a >= first and b >= second and (a > first or b > second):
                    beaten = True
            pareto[g, i, j] = not beaten


@_kernel
def mask_facts(firsts: Any, seconds: Any, pairs: Any, m: int, n: int) -> tuple[int, int, int, int]:
    """Undominated strategies of both players as masks, the number of components, and that of perfect equilibria.

    Parameters
    ----------
    firsts, seconds : ndarray of int64
        The masks of tight labels of all extreme strategies of player 1 and of player 2.
    pairs : ndarray of int64, shape (equilibria, 2)
        The extreme equilibria, as positions in both.
    """
    ours, theirs = (1 << m) - 1, ((1 << n) - 1) << m
    rows = columns = 0
    for i in range(m):
        if _undominated(1 << i, seconds, theirs):
            rows |= 1 << i
    for j in range(n):
        if _undominated(1 << (m + j), firsts, ours):
            columns |= 1 << j
    return rows, columns, _components(pairs, len(firsts)), _perfect(firsts, seconds, pairs, ours, theirs)


@_kernel
def _undominated(support: int, against: Any, others: int) -> bool:
    """Whether the opponent has a completely mixed strategy to which all of the support are best replies."""
    unplayed = others
    for mask in against:
        if mask & support == support:
            unplayed &= mask
    return unplayed == 0


@_kernel
def _components(pairs: Any, firsts: int) -> int:
    """The components of the graph of extreme equilibria."""
    if len(pairs) == 0:
        return 0
    parents = list(range(firsts + pairs[:, 1].max() + 1))
    trees = 0
    seen = [False] * len(parents)
    for k in range(len(pairs)):
        a, b = pairs[k, 0], firsts + pairs[k, 1]
        for node in (a, b):
            if not seen[node]:
                seen[node] = True
                trees += 1
        while parents[a] != a:
            parents[a] = parents[parents[a]]
            a = parents[a]
        while parents[b] != b:
            parents[b] = parents[parents[b]]
            b = parents[b]
        if a != b:
            parents[a] = b
            trees -= 1
    return trees


@_kernel
def _perfect(firsts: Any, seconds: Any, pairs: Any, ours: int, theirs: int) -> int:
    """How many of the pairs use undominated strategies only; -1 stands for a strategy not looked at yet."""
    known_first, known_second = [-1] * len(firsts), [-1] * len(seconds)
    count = 0
    for k in range(len(pairs)):
        i, j = pairs[k, 0], pairs[k, 1]
        if known_first[i] < 0:
            known_first[i] = int(_undominated(~firsts[i] & ours, seconds, theirs))
        if known_second[j] < 0:
            known_second[j] = int(_undominated(~seconds[j] & theirs, firsts, ours))
        count += known_first[i] * known_second[j]
    return count
