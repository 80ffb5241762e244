"""Normal forms: the door, exact integers, and sweeps against sums over all profiles."""

from collections.abc import Callable
from fractions import Fraction
from itertools import product
from math import prod
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from random_games import normal_forms

from selten.games.enclosed import Enclosed
from selten.games.errors import InputError
from selten.games.library import NORMAL_FORMS
from selten.games.normal_form import NormalForm

A, B = [[3, 0], [5, 1]], [[3, 5], [0, 1]]


@pytest.mark.parametrize(
    ("payoffs", "kind", "entry"),
    [
        ([A, B], "exact", Fraction(3)),
        (np.array([A, B]), "exact", Fraction(3)),
        ([[["1/3", 0], [5, 1]], B], "exact", Fraction(1, 3)),
        ([[[Fraction(1, 3), 0], [5, 1]], B], "exact", Fraction(1, 3)),
        ([[[0.5, 0], [5, 1]], B], "float", 0.5),
        (np.array([A, B], dtype=float), "float", 3.0),
        ([[["1/2", 0.25], [5, 1]], B], "float", 0.5),
        ([[[Enclosed.of(3), "1/2"], [5, 1]], B], "enclosed", 3),
    ],
)
def test_kinds(payoffs: Any, kind: str, entry: Any) -> None:
    game = NormalForm.of(payoffs)
    assert game.kind == kind
    assert game.payoffs[0, 0, 0] == entry
    types = {"exact": Fraction, "float": float, "enclosed": Enclosed}
    assert all(isinstance(value, types[kind]) for value in game.payoffs.ravel().tolist())
    assert game.payoffs.flags.writeable is False


REFUSED: list[tuple[Any, dict[str, Any], str]] = [
    ([], {}, "payoffs: got an array of shape (0,)"),
    (3, {}, "payoffs: got an array of shape ()"),
    ([1, 2], {}, "payoffs: got an array of shape (2,)"),
    ([A], {}, "payoffs: got an array of shape (1, 2, 2); allowed: (n, m_1, ..., m_n)"),
    ([[[]], [[]]], {}, "payoffs: got shape (2, 1, 0); allowed: at least one strategy"),
    ([[[1, 2], [3]], [[1, 2], [3, 4]]], {}, "payoffs"),
    ([[[1, None], [3, 4]], B], {}, "payoffs[0, 0, 1]: got None"),
    ([[[1, "x"], [3, 4]], B], {}, "payoffs[0, 0, 1]: got 'x'"),
    ([[[1, True], [3, 4]], B], {}, "payoffs[0, 0, 1]: got True"),
    ([A, [[1.0, float("nan")], [3, 4]]], {}, "payoffs[1, 0, 1]: got "),
    ([A, [[1.0, 2], [3, float("inf")]]], {}, "payoffs[1, 1, 1]: got "),
    ([A, B], {"players": ["x"]}, "players: got 1 labels; allowed: 2"),
    ([A, B], {"players": ["x", "x"]}, "players: got the label 'x' twice"),
    ([A, B], {"strategies": [["a", "b"]]}, "strategies: got [2] labels; allowed: [2, 2]"),
    ([A, B], {"strategies": [["a", "b"], ["a"]]}, "strategies: got [2, 1] labels; allowed: [2, 2]"),
    ([A, B], {"strategies": [["a", "b"], ["a", "a"]]}, "strategies[1]: got the label 'a' twice"),
]


@pytest.mark.parametrize(("payoffs", "more", "message"), REFUSED, ids=[message[:50] for _, _, message in REFUSED])
def test_the_door_refuses(payoffs: Any, more: dict[str, Any], message: str) -> None:
    with pytest.raises(InputError) as raised:
        NormalForm.of(payoffs, **more)
    assert str(raised.value).startswith(message)


@given(normal_forms())
def test_integers_over_one_denominator(game: NormalForm) -> None:
    numerators, denominator = game.exact()
    assert denominator > 0
    assert all(type(p) is int for p in numerators.ravel().tolist())
    assert [Fraction(p, denominator) for p in numerators.ravel().tolist()] == game.payoffs.ravel().tolist()


def test_floats_are_taken_as_they_are_and_enclosures_are_refused() -> None:
    numerators, denominator = NormalForm.of([[0.1, 0.5]]).exact()
    assert Fraction(int(numerators[0, 0]), denominator) == Fraction(0.1)
    with pytest.raises(TypeError, match="enclosed payoffs"):
        NormalForm.of([[Enclosed.of(1)]]).exact()


def by_summing(game: NormalForm, player: int, strategies: list[list[Any]]) -> list[Any]:
    """What each own strategy pays, as the sum over all profiles of the others."""
    values = []
    for own in range(game.counts[player]):
        total: Any = 0
        for cell in product(*map(range, game.counts)):
            if cell[player] == own:
                weight = prod(
                    (strategies[j][k] for j, k in enumerate(cell) if j != player),
                    start=Fraction(1) if game.kind == "exact" else 1.0,
                )
                total += weight * game.payoffs[(player, *cell)]
        values.append(total)
    return values


@st.composite
def mixed(draw: st.DrawFn, game: NormalForm) -> list[list[Fraction]]:
    weights = [draw(st.lists(st.integers(0, 5), min_size=m, max_size=m).filter(any)) for m in game.counts]
    return [[Fraction(w, sum(own)) for w in own] for own in weights]


@given(st.data())
def test_sweeps_are_sums_over_profiles(data: st.DataObject) -> None:
    game = data.draw(normal_forms())
    strategies = data.draw(mixed(game))
    for player in range(len(game.players)):
        assert game.sweep(player, strategies).tolist() == by_summing(game, player, strategies)


@pytest.mark.parametrize("make", NORMAL_FORMS)
def test_sweeps_of_float_games(make: Callable[[], NormalForm]) -> None:
    """Float games sweep in floats: close to the exact sweep, within 1e-12 of the payoffs' scale."""
    exact = make()
    game = exact.with_payoffs(exact.payoffs.astype(float))
    even = [[1 / m] * m for m in game.counts]
    fractions = [[Fraction(1, m)] * m for m in game.counts]
    for player in range(len(game.players)):
        values = game.sweep(player, even)
        assert values.dtype == np.float64
        scale = float(max(abs(value) for value in exact.payoffs.ravel().tolist())) or 1.0
        expected = exact.sweep(player, fractions).astype(float)
        assert np.abs(values - expected).max() <= 1e-12 * scale


def test_other_payoffs_keep_the_words() -> None:
    game = NormalForm.of([A, B], [["a", "b"], ["c", "d"]], players=["x", "y"], title="t", comment="c")
    other = game.with_payoffs([B, A])
    assert (other.players, other.strategies, other.title, other.comment) == (game.players, game.strategies, "t", "c")
    assert other.payoffs[0].tolist() == B
