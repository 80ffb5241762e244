"""The walk along polytopes against double description in integers, lrsnash's stored lists and proofs under attack."""

import json
from fractions import Fraction
from pathlib import Path
from random import Random
from typing import Any

import numpy as np
import pytest

from selten.equilibria.certify import certify
from selten.equilibria.enumeration.partners import partners, swapped
from selten.equilibria.enumeration.polytope import Polytope
from selten.equilibria.enumeration.traversal import promising, traverse
from selten.equilibria.enumeration.vertices import IntegerCone, StruckError, extreme_strategies
from selten.equilibria.enumeration.walk import NotTraversedError, Walk, Walked, search_of
from selten.games.enclosed import Enclosed
from selten.games.errors import InputError
from selten.games.normal_form import NormalForm

STORED = json.loads(Path(__file__).parents[1].joinpath("lrsnash.json").read_text())["games"]
RANGES = {"0/1": (0, 1), "0/1/2": (0, 2), "to 10": (0, 10), "to 1000": (0, 1000), "huge": (-(10**12), 10**12)}

Matrix = list[list[Any]]


def random_matrix(random: Random, shape: tuple[int, int], bounds: tuple[int, int]) -> Matrix:
    return [[random.randint(*bounds) for _ in range(shape[1])] for _ in range(shape[0])]


def walked(payoffs: Matrix) -> Walked:
    walk = Walk(Polytope(payoffs))
    while walk.step():
        pass
    return walk.walked()


def by_double_description(payoffs: Matrix) -> list[int]:
    return sorted(ray.tight for ray in extreme_strategies(IntegerCone(payoffs), lambda: None))


def lines(game: NormalForm, **settings: Any) -> list[str]:
    profiles = traverse(game, **settings).profiles
    return sorted(" | ".join(" ".join(map(str, own)) for own in profile.strategies) for profile in profiles)


# ---- extreme strategies


@pytest.mark.parametrize("bounds", RANGES.values(), ids=RANGES)
def test_the_vertices_of_double_description(bounds: tuple[int, int]) -> None:
    random = Random(f"vertices {bounds}")
    for _ in range(40):
        payoffs = random_matrix(random, (random.randint(1, 7), random.randint(1, 7)), bounds)
        assert walked(payoffs).masks.tolist() == by_double_description(payoffs)


def test_ties_are_known_and_have_a_basis() -> None:
    # the second reply is as good as the first against strategy 0 and worse against 1; 0 alone is tight at both
    found = walked([[5, 5], [7, 0]])
    assert found.masks.tolist() == [0b0101, 0b1110] == by_double_description([[5, 5], [7, 0]])
    assert list(found.bases) == [0b1110]
    pure = [found.strategy(Polytope([[5, 5], [7, 0]]), k) for k in (0, 1)]
    assert pure == [(Fraction(0), Fraction(1)), (Fraction(1), Fraction(0))]


@pytest.mark.parametrize(("strategies", "replies"), [(1, 1), (1, 7), (7, 1), (5, 9), (9, 5)])
def test_all_strategies_equal_leave_one_tie_everywhere(strategies: int, replies: int) -> None:
    # a constant matrix: the pure strategies, each with all replies tight
    found = walked([[3] * replies] * strategies)
    everything = (1 << (strategies + replies)) - 1
    assert found.masks.tolist() == sorted(everything ^ (1 << i) for i in range(strategies))


def test_a_game_of_coordination_has_all_corners_of_a_cube() -> None:
    # P is the unit cube, its corners but 0 are the sets of strategies played, each equally good replies there
    masks = walked([[int(i == j) for j in range(13)] for i in range(13)]).masks.tolist()
    full = (1 << 13) - 1
    assert masks == sorted((full ^ played) | (played << 13) for played in range(1, full + 1))


# ---- proofs under attack


def near_ties(random: Random, shape: tuple[int, int], power: int) -> Matrix:
    """Small integers with many ties, blown up, and most ties then broken by one unit: gaps of 10**-power."""
    return [[v * 10**power + random.randint(-1, 1) for v in row] for row in random_matrix(random, shape, (0, 2))]


@pytest.mark.parametrize("power", range(6, 20, 2))
def test_near_ties_are_right_or_refused(power: int) -> None:
    random, answered = Random(power), 0
    for _ in range(15):
        payoffs = near_ties(random, (random.randint(2, 6), random.randint(2, 6)), power)
        try:
            found = walked(payoffs).masks.tolist()
        except NotTraversedError:
            continue
        answered += 1
        assert found == by_double_description(payoffs)
    assert answered > 0


def all_bases(m: int, n: int) -> list[int]:
    return [mask for mask in range(1 << (m + n)) if mask.bit_count() == m]


@pytest.mark.parametrize("noise", [0.0, 1e-12, 1e-6, 1e-3])
def test_no_basis_is_proven_that_is_no_simple_vertex(noise: float) -> None:
    """Every basis of games with ties and near ties, with a dictionary that is off by some noise."""
    from selten.equilibria.enumeration.compiled import dictionary, simple_vertex

    random, rng, proofs = Random(2), np.random.default_rng(2), 0
    for trial in range(24):
        payoffs = near_ties(random, (4, 3), 2 + trial % 12)
        simple = {mask for mask in [*by_double_description(payoffs), 0b1111] if mask.bit_count() == 4}
        search, room = search_of(Polytope(payoffs), 2.0**-36), simple_vertex.room_for(4, 3)
        for basis in all_bases(4, 3):
            dictionary.fresh(search)
            dictionary.move(search, np.uint64(basis))
            search.table[:] += noise * rng.standard_normal(search.table.shape)
            if search.present[0] == basis and simple_vertex.proven(search, room):
                proofs += 1
                assert basis in simple
    assert proofs > 100


def test_no_basis_is_refuted_that_has_a_point() -> None:
    from selten.equilibria.enumeration.compiled.refute import undecided

    random, refuted = Random(3), 0
    for trial in range(48):
        payoffs = near_ties(random, (3, 4), 2 + trial % 12)
        tight = [*by_double_description(payoffs), 0b111]
        bases = np.array(all_bases(3, 4), dtype=np.uint64)
        left = np.ones(bases.size, dtype=np.bool_)
        undecided(Polytope(payoffs).floats(), bases, left)
        for basis in bases[~left].tolist():
            refuted += 1
            assert not any(mask & basis == basis for mask in tight)
    assert refuted > 100


@pytest.mark.parametrize("epsilon", [0.0, 1e-16, 0.1, 0.5, 1.0])
def test_a_search_led_astray_is_right_or_refused(epsilon: float, monkeypatch: pytest.MonkeyPatch) -> None:
    """A number for the infinitesimal that is too small to break ties, or so large that edges end elsewhere."""
    monkeypatch.setattr("selten.equilibria.enumeration.walk._EPSILONS", (epsilon,))
    random = Random("astray")
    refused = 0
    for k in range(40):
        payoffs = random_matrix(random, (6, 6), (0, (1, 5, 1000)[k % 3]))
        try:
            found = walked(payoffs).masks.tolist()
        except NotTraversedError:
            refused += 1
            continue
        assert found == by_double_description(payoffs)
    assert refused > 0


def test_partners_of_a_whole_list_are_those_of_double_description() -> None:
    random, given = Random(5), 0
    for k in range(60):
        m, n = random.randint(1, 6), random.randint(1, 6)
        own = random_matrix(random, (m, n), (0, (2, 5, 1000)[k % 3]))
        others = random_matrix(random, (n, m), (0, (2, 5, 1000)[k % 3]))
        found, everything = walked(own), (1 << (m + n)) - 1
        expected = [
            mask
            for mask in by_double_description(others)
            if any(swap | mask == everything for swap in swapped(found.masks, (n, m)).tolist())
        ]
        answer = partners(found, Polytope(others))
        if answer is not None:
            given += 1
            assert answer.masks.tolist() == expected
    assert given > 30


# ---- games


@pytest.mark.parametrize("whole", [False, True])
def test_the_lists_of_lrsnash(whole: bool) -> None:
    refused = 0
    for stored in STORED:
        try:
            found = lines(NormalForm.of(stored["payoffs"]), whole=whole)
        except NotTraversedError:
            refused += 1
            continue
        assert found == stored["equilibria"], stored["family"]
    assert refused < len(STORED) / 10


@pytest.mark.parametrize(("n", "seed", "equilibria"), [(10, 0, 13), (10, 1, 7), (12, 0, 25), (12, 1, 9), (12, 2, 11)])
def test_the_numbers_of_lrsnash_at_larger_sizes(n: int, seed: int, equilibria: int) -> None:
    random = Random(seed)
    game = NormalForm.of([[[random.randrange(1000) for _ in range(n)] for _ in range(n)] for _ in range(2)])
    answer = traverse(game)
    assert len({profile.strategies for profile in answer.profiles}) == equilibria
    assert all(certify(game, profile).certificate.regret == 0 for profile in answer.profiles)
    extreme = answer.extreme
    assert {extreme.first[i] | extreme.second[j] for i, j in extreme.pairs} == {(1 << 2 * n) - 1}


@pytest.mark.parametrize("shape", [(3, 9), (9, 3), (5, 8), (8, 5), (1, 6), (6, 1)])
def test_exchanging_the_players_exchanges_the_strategies(shape: tuple[int, int]) -> None:
    random = Random(str(shape))
    a, b = (random_matrix(random, shape, (-500, 500)) for _ in range(2))
    game, exchanged = NormalForm.of([a, b]), NormalForm.of([np.array(b).T.tolist(), np.array(a).T.tolist()])
    there = {profile.strategies for profile in traverse(game).profiles}
    back = {profile.strategies[::-1] for profile in traverse(exchanged).profiles}
    assert there == back == {profile.strategies for profile in traverse(game, whole=True).profiles}


def test_masks_say_what_is_tight() -> None:
    random = Random(8)
    game = NormalForm.of([random_matrix(random, (4, 5), (0, 4)) for _ in range(2)])
    answer = traverse(game, whole=True)
    extreme = answer.extreme
    assert extreme.whole
    for (i, j), profile in zip(extreme.pairs, answer.profiles, strict=True):
        for mask, own, player in ((extreme.first[i], 0, 0), (extreme.second[j], 4, 1)):
            unplayed = {own + k for k, p in enumerate(profile.strategies[player]) if p == 0}
            gains = game.sweep(1 - player, profile.strategies).tolist()
            best = {4 - own + k for k, gain in enumerate(gains) if gain == max(gains)}
            assert {label for label in range(9) if mask >> label & 1} == unplayed | best


@pytest.mark.parametrize("whole", [False, True])
def test_many_ties_are_refused(whole: bool) -> None:
    random = Random(9)
    game = NormalForm.of([random_matrix(random, (10, 10), (0, 1)) for _ in range(2)])
    with pytest.raises(NotTraversedError, match="have ties"):
        traverse(game, whole=whole)


def test_a_few_ties_at_a_larger_size_are_served() -> None:
    # 16 equilibria by lrsnash; ties in 11 x 11 payoffs from 0 to 5
    random = Random(9)
    game = NormalForm.of([random_matrix(random, (11, 11), bounds) for bounds in ((0, 5), (0, 10**6))])
    answer = traverse(game)
    assert any(mask.bit_count() > 11 for mask in answer.extreme.second)
    assert len(answer.profiles) == 16
    assert all(certify(game, profile).certificate.regret == 0 for profile in answer.profiles)


def test_dominated_strategies_are_put_back() -> None:
    # a 3 x 4 game with one mixed and two pure equilibria among worse strategies at every other place
    random = Random(11)
    inner = [random_matrix(random, (3, 4), (0, 100)) for _ in range(2)]
    own, others = ([[-7] * 9 for _ in range(7)] for _ in range(2))
    for i in range(3):
        for j in range(4):
            own[2 * i + 1][2 * j + 1], others[2 * i + 1][2 * j + 1] = (part[i][j] for part in inner)
    for i in range(7):
        for j in range(9):
            own[i][j] -= 500 * (i % 2 == 0)
            others[i][j] -= 500 * (j % 2 == 0)
    game = NormalForm.of([own, others])
    short, whole = traverse(game), traverse(game, whole=True)
    assert short.profiles == whole.profiles
    assert not short.extreme.whole
    small, large = short.extreme, whole.extreme
    assert [(small.first[i], small.second[j]) for i, j in small.pairs] == [
        (large.first[i], large.second[j]) for i, j in large.pairs
    ]
    assert len(small.first) < len(large.first)


def test_promising_counts_pure_strategies_with_two_best_replies() -> None:
    random = Random(12)
    for bound, verdict in ((1, False), (2, False), (1000, True), (10**6, True)):
        assert promising(NormalForm.of([random_matrix(random, (12, 12), (0, bound)) for _ in range(2)])) is verdict


def test_floats_are_the_binary_fractions_they_are() -> None:
    game = NormalForm.of([[[0.1 + 0.2, 0.0], [0.3, 0.1]], [[1.0, 2.0], [3.0, 4.0]]])
    (profile,) = traverse(game).profiles
    # 0.1 + 0.2 > 0.3 in floats, but the second reply is best, and against it the second row
    assert profile.strategies == ((0, 1), (0, 1))
    tied = NormalForm.of([[["3/10", 0], ["3/10", "1/10"]], [[2, 1], [2, 1]]])
    assert lines(tied) == ["0 1 | 1 0", "1 0 | 1 0"]


def test_fractions_are_exact() -> None:
    game = NormalForm.of([[["1/3", 0], [0, "1/7"]], [["1/10000000019", 0], [0, "1/999999999989"]]])
    mixed = next(profile for profile in traverse(game).profiles if not profile.is_pure)
    p, q = Fraction(1, 10000000019), Fraction(1, 999999999989)
    assert mixed.strategies == ((q / (p + q), p / (p + q)), (Fraction(3, 10), Fraction(7, 10)))


# ---- limits and wrong input


@pytest.mark.parametrize(("most", "enough"), [(1000, False), (6000, False), (8300, True)])
def test_too_many_vertices_are_refused(most: int, enough: bool) -> None:
    # 2**13 corners of a cube
    game = NormalForm.of([[[int(i == j) for j in range(13)] for i in range(13)]] * 2)
    if enough:
        assert len(traverse(game, most_vertices=most).profiles) == 2**13 - 1
        return
    with pytest.raises(NotTraversedError, match=f"more than {most} extreme strategies"):
        traverse(game, most_vertices=most)


def test_a_tick_stops_it() -> None:
    def tick() -> None:
        raise StruckError

    game = NormalForm.of([[[int(i == j) for j in range(9)] for i in range(9)]] * 2)
    with pytest.raises(StruckError):
        traverse(game, tick=tick)


def test_progress_ends_at_one() -> None:
    seen: list[float] = []
    traverse(NormalForm.of([[[2, 0], [0, 1]], [[1, 0], [0, 2]]]), progress=seen.append)
    assert seen[-1] == 1.0


@pytest.mark.parametrize(
    ("game", "message"),
    [
        (NormalForm.of(np.zeros((3, 2, 2, 2))), "players: got 3; allowed: 2"),
        (NormalForm.of(np.zeros((2, 1, 64))), "strategies: got 65; allowed: at most 64"),
        (NormalForm.of([[[Enclosed.symbol("p", 1.0, 2.0)]], [[1]]]), "payoffs: got enclosures; allowed"),
    ],
    ids=["players", "strategies", "enclosed"],
)
def test_wrong_input(game: NormalForm, message: str) -> None:
    with pytest.raises(InputError, match=message):
        traverse(game)
