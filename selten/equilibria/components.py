"""Maximal Nash subsets and connected components of a two-player game's equilibria.

Two strategies x and y are *exchangeable* when (x, y) is an equilibrium. A Nash subset is a set of equilibria X x Y in
which every x goes with every y; a maximal one is the product of two polytopes whose extreme points are the sides of a
maximal biclique in the graph of extreme equilibria (extreme x to the left, extreme y to the right). The set of all
equilibria is the union of these products, and its connected components are those of the graph.

Source: Winkels, "An algorithm to determine all equilibrium points of a bimatrix game" (1979); Avis, Rosenberg, Savani
and von Stengel (2010), section 2.
"""

from collections.abc import Sequence

from selten.equilibria.enumerate import bits
from selten.equilibria.solution import Component
from selten.games.normal_form import Number
from selten.games.profile import Profile


def structure(
    profiles: Sequence[Profile], payoffs: Sequence[tuple[Number, ...]]
) -> tuple[tuple[tuple[int, ...], ...], tuple[Component, ...]]:
    """The maximal Nash subsets and the components of a complete list of extreme equilibria.

    Parameters
    ----------
    profiles : sequence of Profile
        All extreme equilibria of a two-player game, each once.
    payoffs : sequence of pairs
        What each pays.

    Returns
    -------
    nash_subsets : tuple of tuple of int
        Each as ascending positions in ``profiles``; ascending.
    components : tuple of Component
        Ordered by their first equilibrium; ``index`` is None.

    Raises
    ------
    Undecided
        If the bounds of an enclosed game do not say which payoff in a component is the greatest.

    Examples
    --------
    >>> profiles = [Profile.of([[1, 0], y]) for y in ([1, 0], [0, 1])] + [Profile.of([[0, 1], [0, 1]])]
    >>> subsets, components = structure(profiles, [(1, 1), (1, 0), (1, 0)])
    >>> subsets, components[0].payoff_ranges
    (((0, 1), (1, 2)), ((1, 1), (0, 1)))
    """
    edges = _edges(profiles)
    where = {edge: position for position, edge in enumerate(edges)}
    subsets = sorted(
        tuple(sorted(where[i, j] for i in left for j in right)) for left, right in maximal_bicliques(edges)
    )
    members: dict[int, list[int]] = {}
    for position, root in enumerate(_roots(edges)):
        members.setdefault(root, []).append(position)
    components = []
    for equilibria in members.values():
        own = set(equilibria)
        parts = tuple(k for k, subset in enumerate(subsets) if subset[0] in own)
        components.append(Component(tuple(equilibria), parts, _ranges([payoffs[k] for k in equilibria])))
    return tuple(subsets), tuple(components)


def maximal_bicliques(edges: Sequence[tuple[int, int]]) -> list[tuple[list[int], list[int]]]:
    """All maximal complete bipartite subgraphs: pairs (left side, right side), each side ascending.

    The right sides are exactly the nonempty intersections of neighbourhoods of left nodes.

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
    return [(sorted(i for i, reach in neighbours.items() if reach & right == right), bits(right)) for right in closed]


def _edges(profiles: Sequence[Profile]) -> list[tuple[int, int]]:
    numbers: tuple[dict[tuple[Number, ...], int], ...] = ({}, {})
    edges = []
    for profile in profiles:
        x, y = profile.strategies
        edges.append((numbers[0].setdefault(x, len(numbers[0])), numbers[1].setdefault(y, len(numbers[1]))))
    return edges


def _roots(edges: Sequence[tuple[int, int]]) -> list[int]:
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
