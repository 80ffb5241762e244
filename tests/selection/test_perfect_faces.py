"""Perfect faces against exact linear programs at a point inside every face, and supports against all subsets."""

from dataclasses import replace
from fractions import Fraction
from itertools import chain, combinations
from random import Random

import numpy as np
import pytest
from table_one import UNIFORM

from selten.equilibria.dominance import dominance
from selten.equilibria.index.masks import matched, whole_pairs
from selten.equilibria.solution import Solution
from selten.equilibria.solve import solve
from selten.games.errors import InputError
from selten.games.library import odd_one_out, table_2
from selten.games.normal_form import NormalForm
from selten.games.profile import Profile
from selten.selection import perfect_faces as module
from selten.selection.perfect_faces import ManyFacesError, largest_supports, perfect_faces
from selten.selection.trembling import TremblingHand
from selten.selection.undominated import Undominated


def random_solution(seed: int, *, masks: bool) -> Solution:
    draw = Random(seed)
    m, n = draw.randint(2, 4), draw.randint(2, 4)
    solution = solve(NormalForm.of([[[draw.choice((0, 0, 1)) for _ in range(n)] for _ in range(m)] for _ in range(2)]))
    profiles = [e.profile for e in solution.equilibria]
    return replace(solution, extreme=matched(whole_pairs(solution.game), solution.game, profiles) if masks else None)


def middle(solution: Solution, positions: tuple[int, ...]) -> Profile:
    profiles = [solution.equilibria[k].profile.strategies for k in positions]
    return Profile(
        tuple(
            tuple(sum(own) / len(profiles) for own in zip(*side, strict=True)) for side in zip(*profiles, strict=True)
        )
    )


def is_perfect(solution: Solution, profile: Profile) -> bool:
    return not any(dominance(solution.game, player, own).dominated for player, own in enumerate(profile.strategies))


def faces_by_programs(solution: Solution, subset: tuple[int, ...]) -> set[tuple[int, ...]]:
    """The maximal perfect ones among all products of faces of X and Y, which sets of strategies cut out."""
    perfect = set()
    counts = solution.game.counts
    supports = {k: [set(own) for own in solution.equilibria[k].profile.supports] for k in subset}
    for kept in chain.from_iterable(combinations(range(sum(counts)), r) for r in range(sum(counts) + 1)):
        allowed = {k for k in kept if k < counts[0]}, {k - counts[0] for k in kept if k >= counts[0]}
        inside = tuple(k for k in subset if all(own <= may for own, may in zip(supports[k], allowed, strict=True)))
        if inside and inside not in perfect and is_perfect(solution, middle(solution, inside)):
            perfect.add(inside)
    return {face for face in perfect if not any(set(face) < set(other) for other in perfect)}


@pytest.mark.parametrize("seed", range(25))
def test_random_games(seed: int) -> None:
    solution = random_solution(seed, masks=bool(seed % 2))
    for subset, faces in zip(solution.nash_subsets, perfect_faces(solution), strict=True):
        assert list(faces) == sorted(faces_by_programs(solution, subset))
    covered = {k for faces in perfect_faces(solution) for face in faces for k in face}
    assert covered == set(TremblingHand()(solution).kept)


def test_table_2_is_perfect_but_for_three_subsets_cut_to_one_corner() -> None:
    """In three subsets only (111, 111) is perfect: the rest plays dominated offerings."""
    solution = solve(table_2())
    corner = next(
        k for k, e in enumerate(solution.equilibria) if e.profile.is_pure and e.profile.supports == ((7,), (7,))
    )
    assert solution.game.strategies[0][7] == "111"
    faces = perfect_faces(solution)
    cut = [own for own, subset in zip(faces, solution.nash_subsets, strict=True) if own != (subset,)]
    assert cut == [((corner,),)] * 3
    assert len({k for own in faces for face in own for k in face}) == 26


@pytest.mark.parametrize("seed", range(30))
def test_supports_by_masks_and_by_programs(seed: int) -> None:
    """Over all supports, dominated strategies of the opponent included."""
    game = random_solution(seed, masks=False).game
    by_masks = Undominated(game)
    for player, count in enumerate(game.counts):
        for support in range(1, 1 << count):
            share = Fraction(1, support.bit_count())
            even = [share if support >> k & 1 else Fraction(0) for k in range(count)]
            assert by_masks(player, support) == (not dominance(game, player, even).dominated)


def test_large_games_go_to_programs(monkeypatch: pytest.MonkeyPatch) -> None:
    from selten.selection import undominated

    monkeypatch.setattr(undominated, "MOST_VERTICES", 0)
    solution = random_solution(3, masks=False)
    assert perfect_faces(solution) == perfect_faces(random_solution(3, masks=True))


@pytest.mark.parametrize("seed", range(20))
def test_largest_supports_by_all_unions(seed: int) -> None:
    draw = Random(seed)
    supports = [draw.randrange(1, 64) for _ in range(draw.randint(1, 7))]
    bad = [draw.randrange(1, 64) for _ in range(draw.randint(0, 4))]

    def fine(mask: int) -> bool:
        return not any(mask & own == own for own in bad)

    unions = {
        int(np.bitwise_or.reduce(own))
        for own in chain.from_iterable(combinations(supports, r) for r in range(1, len(supports) + 1))
    }
    good = {own for own in unions if fine(own)}
    assert largest_supports(supports, fine) == sorted(o for o in good if not any(o != p and o & p == o for p in good))


def test_exponentially_many_faces_are_noticed(monkeypatch: pytest.MonkeyPatch) -> None:
    """Of each of 12 pairs of strategies one may be played: 2**12 largest supports."""
    pairs = [0b11 << 2 * k for k in range(12)]
    monkeypatch.setattr(module, "MOST_SUPPORTS", 300)
    with pytest.raises(ManyFacesError, match="more than 300"):
        largest_supports([1 << k for k in range(24)], lambda mask: not any(mask & own == own for own in pairs))


def test_wrong_calls_are_refused() -> None:
    with pytest.raises(InputError, match="got 3 players; allowed: 2"):
        perfect_faces(solve(odd_one_out()))
    solution = solve(NormalForm.of([[[1, 0], [0, 1]]] * 2))
    rounded = replace(solution.equilibria[1], profile=Profile.of([[0.5, 0.5], [0.5, 0.5]]))
    with pytest.raises(InputError, match="rounding"):
        perfect_faces(replace(solution, equilibria=(rounded,)))


@pytest.mark.parametrize("masks", [True, False])
def test_a_market_known_by_bounds(masks: bool) -> None:
    """The same faces as with the rounded profits of table 2; without masks linear programs in enclosures decide."""
    solution = solve(UNIFORM.game())
    found = perfect_faces(solution if masks else replace(solution, extreme=None))
    assert found == perfect_faces(solve(table_2()))
