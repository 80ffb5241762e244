"""Nash subsets and components against brute-force bicliques, graph search and games known by hand."""

from fractions import Fraction
from itertools import chain, combinations, product
from random import Random
from typing import Any

import pytest

from selten.equilibria.certify import certify
from selten.equilibria.components import ManySubsetsError, maximal_bicliques, structure
from selten.equilibria.enumerate import extreme_equilibria
from selten.equilibria.extreme import ExtremePairs
from selten.equilibria.index.masks import pairs_of
from selten.games.errors import InputError
from selten.games.normal_form import NormalForm
from selten.games.profile import Profile, regret

Edges = list[tuple[int, int]]


def random_edges(seed: int) -> Edges:
    draw = Random(seed)
    m, n, density = draw.randint(1, 6), draw.randint(1, 6), draw.random()
    return [(i, j) for i in range(m) for j in range(n) if draw.random() < density]


def bicliques_by_subsets(edges: Edges) -> set[tuple[tuple[int, ...], tuple[int, ...]]]:
    """Every set of left nodes is tried; what closes on itself is maximal."""
    known = set(edges)
    lefts, rights = sorted({i for i, _ in edges}), sorted({j for _, j in edges})
    found = set()
    for left in chain.from_iterable(combinations(lefts, k) for k in range(1, len(lefts) + 1)):
        common = tuple(j for j in rights if all((i, j) in known for i in left))
        closed = tuple(i for i in lefts if all((i, j) in known for j in common))
        if common and closed == left:
            found.add((left, common))
    return found


@pytest.mark.parametrize("seed", range(60))
def test_maximal_bicliques_are_those_of_brute_force(seed: int) -> None:
    edges = random_edges(seed)
    found = maximal_bicliques(edges)
    assert {(tuple(left), tuple(right)) for left, right in found} == bicliques_by_subsets(edges)
    assert len(found) == len(bicliques_by_subsets(edges))


def game(seed: int) -> NormalForm:
    draw = Random(seed)
    m, n, top = draw.randint(1, 5), draw.randint(1, 5), draw.choice((2, 3))
    return NormalForm.of([[[draw.randrange(top) for _ in range(n)] for _ in range(m)] for _ in range(2)])


def pieces_by_flooding(profiles: list[Profile]) -> list[tuple[int, ...]]:
    """Components of the graph in which two equilibria touch when they share a player's strategy."""
    left, pieces = set(range(len(profiles))), []
    while left:
        piece, front = set(), [min(left)]
        while front:
            k = front.pop()
            if k in piece:
                continue
            piece.add(k)
            mine = profiles[k].strategies
            front += [o for o in left if any(a == b for a, b in zip(mine, profiles[o].strategies, strict=True))]
        left -= piece
        pieces.append(tuple(sorted(piece)))
    return pieces


@pytest.mark.parametrize("seed", range(30))
def test_structure_of_random_games(seed: int) -> None:
    played = game(seed)
    profiles = extreme_equilibria(played)
    payoffs = [certify(played, profile).payoffs for profile in profiles]
    subsets, components = structure(profiles, payoffs)
    assert structure(profiles, payoffs, extreme=pairs_of(played, profiles)) == (subsets, components)
    assert [part.equilibria for part in components] == pieces_by_flooding(profiles)
    assert list(subsets) == sorted(subsets)
    assert sorted(k for part in components for k in part.nash_subsets) == list(range(len(subsets)))
    for part in components:
        assert set(part.equilibria) == {p for k in part.nash_subsets for p in subsets[k]}
        for player, (low, high) in enumerate(part.payoff_ranges):
            assert {low, high} <= {payoffs[k][player] for k in part.equilibria}
            assert all(low <= payoffs[k][player] <= high for k in part.equilibria)


@pytest.mark.parametrize("seed", range(10))
def test_every_mixture_within_a_nash_subset_is_an_equilibrium(seed: int) -> None:
    played, draw = game(seed), Random(seed)
    profiles = extreme_equilibria(played)
    subsets, _ = structure(profiles, [(0, 0)] * len(profiles))
    for subset in subsets:
        sides = []
        for player in (0, 1):
            corners = sorted({profiles[k].strategies[player] for k in subset})
            weights = [Fraction(draw.randint(1, 9)) for _ in corners]
            mixed = [sum(w * c[s] for w, c in zip(weights, corners, strict=True)) for s in range(len(corners[0]))]
            sides.append([p / sum(weights) for p in mixed])
        assert regret(played, Profile.of(sides)) == 0


@pytest.mark.parametrize(
    ("payoffs", "subsets", "components"),
    [
        # coordination: three isolated equilibria
        ([[[2, 0], [0, 1]], [[1, 0], [0, 2]]], ((0,), (1,), (2,)), ((0,), (1,), (2,))),
        # nobody cares: one square
        ([[[0, 0], [0, 0]], [[0, 0], [0, 0]]], ((0, 1, 2, 3),), ((0, 1, 2, 3),)),
        # an entry game: Enter-Share alone, and Out with Fight at least half of the time
        ([[[0, 0], [-1, 1]], [[2, 2], [-1, 1]]], ((0, 1), (2,)), ((0, 1), (2,))),
    ],
)
def test_games_known_by_hand(payoffs: Any, subsets: Any, components: Any) -> None:
    profiles = extreme_equilibria(NormalForm.of(payoffs))
    found = structure(profiles, [(0, 0)] * len(profiles))
    assert found[0] == subsets
    assert tuple(part.equilibria for part in found[1]) == components


def test_a_product_of_lists_is_one_subset_in_any_order() -> None:
    corners = [Profile.of([x, y]) for x, y in product(([1, 0], [0, 1]), ([1, 0], [0, 1]))]
    subsets, components = structure(corners[::-1], [(k, -k) for k in range(4)])
    assert subsets == ((0, 1, 2, 3),)
    assert components[0].payoff_ranges == ((0, 3), (-3, 0))


def test_exponentially_many_subsets_are_noticed_in_time() -> None:
    """Strategy i of player 1 goes with every strategy of player 2 but i: 2**n - 2 maximal Nash subsets, 1 component."""
    n = 24
    unit = [[int(k == i) for k in range(n)] for i in range(n)]
    profiles = [Profile.of([unit[i], unit[j]]) for i in range(n) for j in range(n) if i != j]
    with pytest.raises(ManySubsetsError, match="more than 500 maximal Nash subsets") as caught:
        structure(profiles, [(0, 1)] * len(profiles), most_subsets=500)
    (part,) = caught.value.components
    assert part.equilibria == tuple(range(len(profiles)))
    assert part.payoff_ranges == ((0, 0), (1, 1))
    few = [p for p in profiles if sum(p.strategies[0][:9]) == 1 == sum(p.strategies[1][:9])]
    assert len(structure(few, [(0, 1)] * len(few), most_subsets=2**9 - 2)[0]) == 2**9 - 2
    with pytest.raises(ManySubsetsError):
        structure(few, [(0, 1)] * len(few), most_subsets=2**9 - 3)


def test_the_limit_is_on_the_subsets_of_all_components_together() -> None:
    """Three equilibria that share no strategy: a component and a subset each."""
    apart = [Profile.pure((3, 3), (k, k)) for k in range(3)]
    assert len(structure(apart, [(0, 0)] * 3, most_subsets=3)[0]) == 3
    with pytest.raises(ManySubsetsError, match="more than 2"):
        structure(apart, [(0, 0)] * 3, most_subsets=2)


def test_pairs_that_do_not_fit_are_refused() -> None:
    profiles = [Profile.pure((2, 2), (0, 0))]
    with pytest.raises(InputError, match="got 0 pairs; allowed: 1"):
        structure(profiles, [(0, 0)], extreme=ExtremePairs((2, 2), (), (), (), whole=False))
