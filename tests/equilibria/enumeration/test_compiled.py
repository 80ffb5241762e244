"""The compiled enumeration against lrsnash's stored lists, the exact one in Python integers, and the definition."""

import json
import math
from fractions import Fraction
from pathlib import Path
from random import Random
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from selten.equilibria.certify import certify
from selten.equilibria.enumerate import Enumeration, extreme_equilibria
from selten.equilibria.enumeration.compiled import front
from selten.equilibria.enumeration.compiled.double_words import extreme, primes
from selten.equilibria.enumeration.compiled.joining import join
from selten.equilibria.enumeration.compiled.proof import FALSE, LARGE, PROVEN, differences, prove, proven
from selten.equilibria.enumeration.compiled.ranking import ranked, totals
from selten.equilibria.enumeration.compiled.screening import survivors
from selten.equilibria.enumeration.compiled.whole import reduced
from selten.equilibria.enumeration.compiled.wide import combine_wide
from selten.equilibria.enumeration.screen import screen
from selten.equilibria.enumeration.vertices import IntegerCone, StruckError, extreme_strategies
from selten.equilibria.index.masks import whole_pairs
from selten.equilibria.listed import Listed
from selten.games.normal_form import NormalForm

STORED = json.loads(Path(__file__).parents[1].joinpath("lrsnash.json").read_text())["games"]
PRIMES = primes(4)
KINDS: tuple[str, ...] = (
    "01",
    "012",
    "huge",
    "fractions",
    "offset",
    "close",
    "repeated",
    "zero rows",
    "symmetric",
    "constant sum",
)
KINDS += ("multiples of the primes", "huge with ties", "beyond words")


def listed(game: NormalForm) -> Listed:
    found = front.listed(game, lambda: None, lambda _: None)
    assert found is not None
    return found


def drawn(kind: str, m: int, n: int, seed: int) -> NormalForm:
    """A game of a kind that is hard for somebody."""
    draw = Random(seed)

    def table(entry: Any) -> list[list[Any]]:
        return [[entry() for _ in range(n)] for _ in range(m)]

    few = [draw.randint(1, 10**9) for _ in range(2)]
    entries: dict[str, Any] = {
        "01": lambda: draw.randint(0, 1),
        "huge": lambda: draw.randint(-(10**12), 10**12),
        "fractions": lambda: Fraction(draw.randint(-9, 9), draw.randint(1, 9)),
        "offset": lambda: 10**9 + draw.randint(0, 3),
        "close": lambda: Fraction(draw.randint(0, 4), 10**10) + draw.choice([0, 1]),
        "multiples of the primes": lambda: draw.choice([0, 1, PRIMES[0] * PRIMES[1], PRIMES[0], PRIMES[1] + 1]),
        "huge with ties": lambda: draw.choice([0, few[0], few[1], sum(few), 2 * few[0]]),
        "beyond words": lambda: draw.choice([0, 1, 10**30, 10**30 + 1]),
    }
    entry = entries.get(kind, lambda: draw.randint(0, 2))
    a, b = table(entry), table(entry)
    if kind == "repeated":
        a, b = [*a, a[0]], [*b, b[0]]
    if kind == "zero rows":
        a[0], b[0] = [0] * n, [0] * n
    if kind == "symmetric":
        side = min(m, n)
        a = [row[:side] for row in a[:side]]
        b = [list(column) for column in zip(*a, strict=True)]
    if kind == "constant sum":
        b = [[3 - v for v in row] for row in a]
    return NormalForm.of([a, b])


@pytest.mark.parametrize("stored", STORED, ids=[f"{g['family']}-{k}" for k, g in enumerate(STORED)])
def test_the_list_of_lrsnash(stored: dict[str, Any]) -> None:
    found = listed(NormalForm.of(stored["payoffs"]))
    lines = [" | ".join(" ".join(map(str, own)) for own in e.profile.strategies) for e in found]
    assert sorted(lines) == stored["equilibria"]


@pytest.mark.parametrize("kind", KINDS)
@settings(max_examples=25, deadline=None, derandomize=True)
@given(m=st.integers(1, 6), n=st.integers(1, 6), seed=st.integers(0, 10**6))
def test_the_same_list_as_in_python_integers_all_certified(kind: str, m: int, n: int, seed: int) -> None:
    game = drawn(kind, m, n, seed)
    found = front.listed(game, lambda: None, lambda _: None)
    if found is None:  # numbers beyond the kernels are left to Python
        assert kind == "beyond words"
        return
    assert [e.profile for e in found] == extreme_equilibria(game, method="python")
    # payoffs, regret and scale as the independent definition has them
    assert list(found) == [certify(game, e.profile) for e in found]


@pytest.mark.parametrize("kind", [kind for kind in KINDS if kind != "beyond words"])
@pytest.mark.parametrize("seed", range(4))
def test_eight_by_eight(kind: str, seed: int) -> None:
    game = drawn(kind, 8, 8, seed)
    assert [e.profile for e in listed(game)] == extreme_equilibria(game, method="python")


@settings(max_examples=40, deadline=None, derandomize=True)
@given(kind=st.sampled_from(KINDS), m=st.integers(1, 6), n=st.integers(1, 6), seed=st.integers(0, 10**6))
def test_the_cone_in_double_words_is_the_cone_in_integers(kind: str, m: int, n: int, seed: int) -> None:
    table = front.machine(drawn(kind, m, n, seed))
    if table is None:
        return
    smaller = reduced(table[1])
    found = extreme(smaller, lambda: None)
    assert found is not None
    exact = {ray.tight for ray in extreme_strategies(IntegerCone(smaller.tolist()))}
    assert sorted(found.tolist()) == sorted(exact)


@pytest.mark.parametrize("kind", ["012", "huge", "repeated", "constant sum"])
@pytest.mark.parametrize("seed", range(5))
def test_the_masks_are_those_of_all_extreme_strategies(kind: str, seed: int) -> None:
    game = drawn(kind, 5, 4, seed)
    found, expected = listed(game).extreme, whole_pairs(game)
    if not found.whole:
        assert screen(game) != tuple(tuple(range(count)) for count in game.counts)
        assert set(found.first) <= set(expected.first)
        assert set(found.second) <= set(expected.second)
        return
    assert sorted(found.first) == sorted(expected.first)
    assert sorted(found.second) == sorted(expected.second)
    edges = [{(e.first[i], e.second[j]) for i, j in e.pairs} for e in (found, expected)]
    assert edges[0] == edges[1]


@pytest.mark.parametrize("seed", range(3))
def test_short_arrays_and_small_shares_of_work_change_nothing(seed: int, monkeypatch: pytest.MonkeyPatch) -> None:
    game, other = drawn("012", 9, 8, seed), drawn("huge", 7, 8, seed)
    expected = [list(listed(game)), list(listed(other))]
    monkeypatch.setattr(front, "_RAYS", 16)
    monkeypatch.setattr(front, "_SHARE", 50)
    monkeypatch.setattr(front, "_CHUNK", 3)
    monkeypatch.setattr("selten.equilibria.enumeration.compiled.double_words._RAYS", 16)
    monkeypatch.setattr("selten.equilibria.enumeration.compiled.double_words._SHARE", 50)
    assert [list(listed(game)), list(listed(other))] == expected


@pytest.mark.parametrize(("kind", "calls"), [("012", 0), ("012", 2), ("huge", 0), ("huge", 3)])
def test_the_caller_can_stop_a_run_between_shares_of_work(kind: str, calls: int) -> None:
    left = [calls]

    def tick() -> None:
        if left[0] == 0:
            raise StruckError
        left[0] -= 1

    with pytest.raises(StruckError):
        front.listed(drawn(kind, 12, 12, 1), tick, lambda _: None)


def test_float_games_have_the_certificates_of_float_games() -> None:
    game = NormalForm.of([[[0.1 + 0.2, 0.0], [0.3, 1.0]], [[0.1, 0.1], [2.0, 2.5]]])
    found = listed(game)
    assert list(found) == [certify(game, profile) for profile in extreme_equilibria(game, method="python")]
    assert found[0].certificate == certify(game, found[0].profile).certificate


def test_a_list_is_a_sequence_of_equilibria_each_built_once() -> None:
    found = listed(drawn("012", 4, 4, 3))
    assert len(found) == len(list(found)) > 2
    assert found[0] is found[0]
    assert found[-1] is found[len(found) - 1]
    assert list(found[1:3]) == [found[1], found[2]]
    assert found == tuple(found)
    assert found != tuple(found)[1:]
    assert found[1] in found


def test_the_proof_refuses_what_is_false() -> None:
    payoffs = np.array([[3, 0], [0, 1]])

    def outcome(table: Any, weights: list[int], mask: int) -> int:
        gains, largest = differences(table)
        return prove(gains, largest, np.array(weights), mask, np.empty(2, np.int64))

    assert outcome(payoffs, [1, 3], 0b1100) == PROVEN
    cases: list[tuple[list[int], int]] = [([1, 2], 0b1100), ([1, 3], 0b0100), ([1, 0], 0b0100), ([0, 0], 0b1111)]
    cases += [([-1, 3], 0b1100), ([1, 0], 0b1110)]
    for weights, mask in cases:
        assert outcome(payoffs, weights, mask) == FALSE
        assert not proven(payoffs.tolist(), weights, mask)
    # sums beyond 64 bits are taken in 128, sums that could be beyond 124 are left to integers of any size
    assert outcome(payoffs * 2**55, [2**10, 3 * 2**10], 0b1100) == PROVEN
    assert outcome(payoffs * 2**55, [2**10, 3 * 2**10 + 1], 0b1100) == FALSE
    assert outcome(payoffs * 2**58, [2**58, 3 * 2**58], 0b1100) == PROVEN
    assert outcome(payoffs * 2**58, [2**58, 3 * 2**58 - 1], 0b1100) == FALSE
    tall = np.array([[3 * 2**58, 0], [0, 2**58]] * 24)
    assert outcome(tall, [2**58, 3 * 2**58] * 24, 0b11 << 48) == LARGE
    assert proven(tall.tolist(), [2**58, 3 * 2**58] * 24, 0b11 << 48)


@pytest.mark.parametrize("seed", range(30))
def test_wide_combinations_are_those_of_integers_of_any_size(seed: int) -> None:
    """Python's integers and math.gcd: what fits is the primitive combination, what does not fit is refused."""
    draw = Random(seed)
    fitted = 0
    for _ in range(40):
        sizes = [draw.choice([1, 20, 40, 59]) for _ in range(2)]
        common = draw.choice([1, 2, 6, draw.randint(1, 2**30)])
        one, two = ([draw.randint(-(2**size), 2**size) // common * common for _ in range(6)] for size in sizes)
        one[0], two[1] = 0, 0
        one[1], two[0] = abs(one[1]) + common, abs(two[0]) + common
        up, down = draw.randint(1, 2**60), draw.randint(1, 2**60)
        up, down = up // math.gcd(up, down), down // math.gcd(up, down)
        if draw.random() < 0.7:  # entries that only add up to multiples of a large factor, as rays do
            factor, spread = draw.randint(2**40, 2**50), draw.randint(1, 2**9)
            up, down = factor * spread + 1, factor - 1
            one = [0, *(draw.randint(-(2**9), 2**9) for _ in range(4)), 1]
            two = [-value * pow(up, -1, factor) * down % factor for value in one]
            one[0], two[0], two[1], one[1] = 0, factor, 0, factor
            common = math.gcd(up, down)
            up, down = up // common, down // common
        exact = [up * y + down * x for x, y in zip(one, two, strict=True)]
        common = math.gcd(*exact)
        exact = [value // common for value in exact]
        slacks = np.array([one, two, [0] * 6])
        top = combine_wide(slacks, 0, 1, up, down, 2)
        if top:
            assert slacks[2].tolist() == exact
            assert top == max(map(abs, exact))
            fitted += 1
        else:
            assert max(map(abs, exact)) >= 2**60 or common >= 2**60
    assert fitted > 3


@pytest.mark.parametrize("digits", [5, 6, 7])
def test_offering_games_with_many_digits_are_those_of_python_integers(digits: int) -> None:
    """Rays fit machine words, their combinations do not."""
    for seed in range(6):
        draw = Random(seed)
        game = NormalForm.of(offering(*sorted(draw.randint(1, 10**digits) for _ in range(6))))
        assert list(listed(game)) == [certify(game, p) for p in extreme_equilibria(game, method="python")]


def offering(low: int, single: int, other: int, bundle: int, more: int, most: int) -> list[list[list[int]]]:
    """A game of the form of Table 2: profits of one component, of a bundle against it, of a bundle and more."""
    rows = [
        [0] * 8,
        [single, 0, single, 0, low, 0, low, 0],
        [single, single, 0, 0, low, low, 0, 0],
        [2 * single, single, single, 0, 0, 0, 0, 0],
        [bundle, other, other, 0, 0, 0, 0, 0],
        [more, single, other, 0, 0, 0, 0, 0],
        [more, other, single, 0, 0, 0, 0, 0],
        [most, single, single, 0, 0, 0, 0, 0],
    ]
    return [rows, [list(column) for column in zip(*rows, strict=True)]]


@pytest.mark.parametrize("seed", range(20))
def test_the_order_is_that_of_fractions(seed: int) -> None:
    draw = Random(seed)
    size = draw.choice([3, 10, 2**20, 2**58])
    rows = np.array([[draw.randint(0, size) for _ in range(3)] for _ in range(30)] + [[size, size - 1, size]] * 2)
    rows[rows.sum(axis=1) == 0, 0] = 1
    used = np.array([draw.random() < 0.7 for _ in rows])
    order = ranked(rows, totals(rows, len(rows)), used).tolist()
    found = [[Fraction(int(v), int(sum(rows[k].tolist()))) for v in rows[k]] for k in order[: used.sum()]]
    assert found == sorted(found, reverse=True)
    assert sorted(order[: used.sum()]) == np.flatnonzero(used).tolist()


@pytest.mark.parametrize("seed", range(10))
def test_the_join_is_that_of_all_pairs(seed: int) -> None:
    draw = Random(seed)
    labels = draw.randint(1, 9)
    masks = [[draw.randrange(2**labels) | draw.randrange(2**labels) for _ in range(60)] for _ in range(2)]
    expected = [(i, j) for i, a in enumerate(masks[0]) for j, b in enumerate(masks[1]) if a | b == 2**labels - 1]
    room = np.empty((3600, 2), np.int64)
    found = join(np.array(masks[0]), np.array(masks[1]), labels, room)
    assert sorted(map(tuple, room[:found].tolist())) == expected


@pytest.mark.parametrize("seed", range(20))
def test_the_screen_is_the_screen(seed: int) -> None:
    game = drawn("012", 5, 4, seed)
    table = game.machine_integers()
    assert tuple(tuple(np.flatnonzero(own).tolist()) for own in survivors(table)) == screen(game)


@pytest.mark.parametrize("method", ["auto", "double-description", "python"])
def test_every_method_that_takes_a_game_gives_the_same_list(method: str) -> None:
    game = drawn("012", 4, 5, 8)
    proposal = Enumeration(method=method)(game)
    found = proposal.profiles if proposal.proven is None else [e.profile for e in proposal.proven]
    assert list(found) == [e.profile for e in listed(game)]
    assert proposal.extreme is not None
