"""Atoms: exact demand against the consumer's own choice, and the float view against exact counts."""

import itertools
import math
from fractions import Fraction
from typing import Any

import numpy as np
import pytest

from selten.games.atoms import Atoms
from selten.games.errors import InputError
from selten.games.valuations import demands

EXAMPLE_1 = Atoms.of([("1/2", "1/2"), ("2/3", 0), (0, "2/3")], ["3/4", "1/8", "1/8"])
EXAMPLE_2 = Atoms.of([(0, 1), (0, "1/2"), ("3/5", "2/5"), ("3/5", 0)], ["1/4"] * 4)


def test_checked() -> None:
    assert Atoms.of([(1, 0), ("1.0", 0), (0, 1)], ["1/4", "1/4", "1/2"]).masses == (Fraction(1, 2), Fraction(1, 2))
    assert EXAMPLE_1.symmetric
    assert not EXAMPLE_2.symmetric
    for values, masses, message in (
        ([(1, 0)], ["1/2"], "masses that sum to 1/2"),
        ([(1, -1)], [1], r"atoms\[0\].values\[1\]: got -1"),
        ([(1, 1)], [0], r"atoms\[0\].mass: got 0"),
    ):
        with pytest.raises(InputError, match=message):
            Atoms.of(values, masses)


def choice(v: Any, p0: Any, p1: Any, t: Any, tie: str) -> set[int]:
    """The best basket of a consumer by looking at all five: nothing, 0, 1, both apart, bundle (t = p_b - Delta)."""
    surplus: dict[tuple[int, ...], Any] = {
        (): 0,
        (0,): v[0] - p0,
        (1,): v[1] - p1,
        (0, 1): v[0] - p0 + v[1] - p1,
        (2,): v[0] + v[1] - t,
    }
    best = max(surplus.values())
    tied = [basket for basket, value in surplus.items() if value == best]
    if (2,) in tied and (tie == "bundle" or tied in ([(2,)], [(), (2,)])):
        return {2}
    return set(sorted((basket for basket in tied if basket != (2,)), key=lambda basket: len(basket))[-1])


@pytest.mark.parametrize("tie", ["bundle", "components"])
@pytest.mark.parametrize("atoms", [EXAMPLE_1, EXAMPLE_2])
def test_demand_is_the_choice_of_every_consumer(atoms: Atoms, tie: Any) -> None:
    prices: list[Any] = [Fraction(k, 10) for k in range(14)] + [Fraction(2, 3), math.inf]
    for p0, p1, t in itertools.product(prices, repeat=3):
        expected = [Fraction(0)] * 3
        for v, mass in zip(atoms.values, atoms.masses, strict=True):
            for product in choice(v, p0, p1, t, tie):
                expected[product] += mass
        assert list(atoms.demand(p0, p1, t, tie=tie)) == expected


def test_float_view_at_dyadic_prices() -> None:
    """Where floats are exact, the separated demand of the float view is the exact demand."""
    draw = np.random.default_rng(5)
    values = [[Fraction(int(x), 8) for x in row] for row in draw.integers(0, 9, (6, 2))]
    atoms = Atoms.of(values, ["1/8", "1/8", "1/4", "1/4", "1/8", "1/8"])
    grid = np.arange(0, 19) / 8
    p0, p1, t = (a.ravel() for a in np.meshgrid(grid, grid, grid))
    found = np.array(demands(atoms, (p0, p1), t)).T
    rows = [[Fraction(float(x)) for x in row] for row in zip(p0, p1, t, strict=True)]
    exact = [atoms.demand(*row) for row in rows]
    assert np.array_equal(found, np.array(exact, dtype=float))


def test_triangle_is_alone_less_loss() -> None:
    d, t = (a.ravel() for a in np.meshgrid(np.linspace(0, 1, 17), np.linspace(0, 2, 33)))
    for k in (0, 1):
        inside = d <= t
        gap = EXAMPLE_2.alone(k, d, t) - EXAMPLE_2.loss(k, d, t) - EXAMPLE_2.triangle(k, d, t)
        # those with v_{1-k} < d and v_0 + v_1 >= t always have v_k >= t - d
        assert np.abs(gap[inside]).max() < 1e-15
