"""Rescaled payoffs keep the equilibria (brute force before and after), ties and order, and fit what engines take."""

from fractions import Fraction
from random import Random
from typing import Any

import numpy as np
import pytest
from brute_force import by_brute_force, random_game

from selten.equilibria.engines.rescale import rescale
from selten.games.enclosed import Enclosed
from selten.games.normal_form import NormalForm


@pytest.mark.parametrize("seed", range(25))
def test_the_equilibria_by_brute_force_are_the_same_before_and_after(seed: int) -> None:
    a, b = random_game(seed, most=3)
    draw = Random(seed)
    scale, shift = Fraction(draw.randint(1, 9), draw.randint(1, 9)), Fraction(draw.randint(-(10**12), 10**12), 7)
    moved = [[[scale * v + shift for v in row] for row in a], [[3 * v - shift for v in row] for row in b]]
    small = rescale(NormalForm.of(moved))
    assert by_brute_force(*(table.tolist() for table in small.tables)) == by_brute_force(a, b)
    assert all(table.min() == 0 for table in small.tables)
    assert np.gcd.reduce(small.tables[0].ravel()) in (0, 1)


def test_doubles_lie_between_one_and_two_and_keep_ties_and_order() -> None:
    values = ["1/3", "0.1", "1/3", "1e9", "-7", "0.1"]
    (floats,) = rescale(NormalForm.of([values])).floats()
    exact = [Fraction(v) for v in values]
    assert floats.min() >= 1
    assert floats.max() <= 2
    for i, j in np.ndindex(6, 6):
        assert (floats[i] < floats[j]) == (exact[i] < exact[j])


def test_a_constant_player_becomes_zero() -> None:
    assert rescale(NormalForm.of([["5/7", "5/7"]])).tables[0].tolist() == [0, 0]


def test_one_identity_is_one_payoff_in_an_enclosed_game() -> None:
    b, c = Enclosed.symbol("b", 0.1, 0.3), Enclosed.symbol("c", 0.5, 0.6)
    table: list[Any] = [b, b + c - c, c, 0]
    small = rescale(NormalForm.of([table]))
    assert not small.exact
    assert small.tables[0][0] == small.tables[0][1] < small.tables[0][2]
