"""Maximal Nash subsets and connected components of a two-player game's equilibria.

Two strategies x and y are *exchangeable* when (x, y) is an equilibrium. A Nash subset is a set of equilibria X x Y in
which every x goes with every y; a maximal one is the product of two polytopes whose extreme points are the sides of a
maximal biclique in the graph of extreme equilibria (extreme x to the left, extreme y to the right). The set of all
equilibria is the union of these products, and its connected components are those of the graph.

Source: Winkels, "An algorithm to determine all equilibrium points of a bimatrix game" (1979); Avis, Rosenberg, Savani
and von Stengel (2010), section 2.
"""

from collections.abc import Sequence

from selten.equilibria.enumeration.pairing import bits
from selten.equilibria.extreme import ExtremePairs
from selten.equilibria.solution import Component
from selten.games.errors import InputError
from selten.games.normal_form import Number
from selten.games.profile import Profile

Edges = Sequence[tuple[int, int]]

MOST_SUBSETS = 20_000
"""There can be exponentially many maximal Nash subsets; above this number the search for them stops."""


class ManySubsetsError(RuntimeError):
    """There are more maximal Nash subsets than wished for; ``components`` are complete but for their lists of them."""

    def __init__(self, most: int, components: tuple[Component, ...]) -> None:
        super().__init__(f"more than {most} maximal Nash subsets: they are left out, the components are complete")
        self.components = components


def structure(
    profiles: Sequence[Profile],
    payoffs: Sequence[tuple[Number, ...]],
    *,
    extreme: ExtremePairs | None = None,
    most_subsets: int = MOST_SUBSETS,
) -> tuple[tuple[tuple[int, ...], ...], tuple[Component, ...]]:
    """The maximal Nash subsets and the components of a complete list of extreme equilibria.

    Parameters
    ----------
    profiles : sequence of Profile
        All extreme equilibria of a two-player game, each once.
    payoffs : sequence of pairs
        What each pays.
    extreme : ExtremePairs, optional
        The masks behind the profiles, if known: saves comparing strategies.
    most_subsets : int
        The most maximal Nash subsets to list.

    Returns
    -------
    nash_subsets : tuple of tuple of int
        Each as ascending positions in ``profiles``; ascending.
    components : tuple of Component
        Ordered by their first equilibrium; ``index`` is None.

    Raises
    ------
    ManySubsetsError
        If there are too many maximal Nash subsets; it holds the components without them.
    Undecided
        If the bounds of an enclosed game do not say which payoff in a component is the greatest.

    Examples
    --------
    >>> profiles = [Profile.of([[1, 0], y]) for y in ([1, 0], [0, 1])] + [Profile.of([[0, 1], [0, 1]])]
    >>> subsets, components = structure(profiles, [(1, 1), (1, 0), (1, 0)])
    >>> subsets, components[0].payoff_ranges
    (((0, 1), (1, 2)), ((1, 1), (0, 1)))
    """
    edges = _edges(profiles) if extreme is None else extreme.pairs
    if len(edges) != len(profiles):
        raise InputError(f"extreme: got {len(edges)} pairs; allowed: {len(profiles)}, one for each profile")
    members: dict[int, list[int]] = {}
    for position, root in enumerate(_roots(edges)):
        members.setdefault(root, []).append(position)
    ranges = [_ranges([payoffs[k] for k in own]) for own in members.values()]
    found: list[list[tuple[int, ...]]] = []
    try:
        for own in members.values():
            found.append(_subsets(own, edges, most_subsets - sum(map(len, found))))
    except OverflowError:
        bare = tuple(Component(tuple(k), (), r) for k, r in zip(members.values(), ranges, strict=True))
        raise ManySubsetsError(most_subsets, bare) from None
    return _numbered(list(members.values()), found, ranges)


def _numbered(
    members: Sequence[list[int]],
    found: Sequence[list[tuple[int, ...]]],
    ranges: Sequence[tuple[tuple[Number, Number], ...]],
) -> tuple[tuple[tuple[int, ...], ...], tuple[Component, ...]]:
    subsets = sorted((subset, home) for home, own in enumerate(found) for subset in own)
    parts: list[list[int]] = [[] for _ in found]
    for k, (_, home) in enumerate(subsets):
        parts[home].append(k)
    components = (Component(tuple(m), tuple(p), r) for m, p, r in zip(members, parts, ranges, strict=True))
    return tuple(subset for subset, _ in subsets), tuple(components)


def _subsets(own: Sequence[int], edges: Edges, most: int) -> list[tuple[int, ...]]:
    """The maximal Nash subsets of one component."""
    where = {edges[position]: position for position in own}
    found = maximal_bicliques(list(where), most=most)
    return [tuple(sorted(where[i, j] for i in left for j in right)) for left, right in found]


def maximal_bicliques(edges: Edges, *, most: int | None = None) -> list[tuple[list[int], list[int]]]:
    """All maximal complete bipartite subgraphs: pairs (left side, right side), each side ascending.

    The right sides are exactly the nonempty intersections of neighbourhoods of left nodes.

    Parameters
    ----------
    most : int, optional
        How many there may be.

    Raises
    ------
    OverflowError
        As soon as there are more.

    Examples
    --------
    >>> sorted(maximal_bicliques([(0, 0), (0, 1), (1, 1)]))
    [([0], [0, 1]), ([0, 1], [1])]
    """
    neighbours: dict[int, int] = {}
    for i, j in edges:
        neighbours[i] = neighbours.get(i, 0) | 1 << j
    closed: set[int] = set()
    for reach in set(neighbours.values()):
        closed |= {reach & other for other in closed} | {reach}
        closed.discard(0)
        if most is not None and len(closed) > most:
            raise OverflowError(f"more than {most} maximal bicliques")
    return [(sorted(i for i, reach in neighbours.items() if reach & right == right), bits(right)) for right in closed]


def _edges(profiles: Sequence[Profile]) -> Edges:
    numbers: tuple[dict[tuple[Number, ...], int], ...] = ({}, {})
    edges = []
    for profile in profiles:
        x, y = profile.strategies
        edges.append((numbers[0].setdefault(x, len(numbers[0])), numbers[1].setdefault(y, len(numbers[1]))))
    return edges


def _roots(edges: Edges) -> list[int]:
    """For each edge the representative of its component, by union-find over the left nodes."""
    parent: dict[int, int] = {}
    first_at: dict[int, int] = {}

    def root(node: int) -> int:
        while parent.setdefault(node, node) != node:
            parent[node] = parent[parent[node]]
            node = parent[node]
        return node

    for i, j in edges:
        parent[root(i)] = root(first_at.setdefault(j, i))
    return [root(i) for i, _ in edges]


def _ranges(values: Sequence[tuple[Number, ...]]) -> tuple[tuple[Number, Number], ...]:
    return tuple((min(own), max(own)) for own in zip(*values, strict=True))
