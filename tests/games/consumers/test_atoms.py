"""Atoms: exact demand against the consumer's own choice, and the float view against exact counts."""

import itertools
import math
import random
from fractions import Fraction
from typing import Any

import numpy as np
import pytest

from selten.games.consumers.atoms import Atoms
from selten.games.consumers.valuations import demands
from selten.games.errors import InputError

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


@pytest.mark.parametrize("queries", [1, 5, 60, 400])
@pytest.mark.parametrize("seed", range(4))
def test_few_and_many_queries_count_the_same_consumers(seed: int, queries: int) -> None:
    """Whether masses are summed in a table or one by one: exact counts, limits and bounds at atoms among them."""
    rng = random.Random(seed)
    points = sorted({(Fraction(rng.randint(0, 8), 4), Fraction(rng.randint(0, 8), 4)) for _ in range(12)})
    atoms = Atoms.of(points, [Fraction(1, len(points))] * len(points))
    limits = [Fraction(rng.randint(-2, 20), 8) for _ in range(queries)]
    bounds = [Fraction(rng.randint(0, 34), 8) for _ in range(queries)]
    d, t = (np.array([float(x) for x in given]) for given in (limits, bounds))
    for k in (0, 1):
        lost = [[v[1 - k] < x and sum(v) >= y for v in points] for x, y in zip(limits, bounds, strict=True)]
        apart = [[v[1 - k] < x and v[k] >= y - x for v in points] for x, y in zip(limits, bounds, strict=True)]
        for found, counted in ((atoms.loss(k, d, t), lost), (atoms.alone(k, d, t), apart)):
            assert np.abs(found - [sum(row) / len(points) for row in counted]).max() < 1e-14
        assert (
            np.abs(atoms.survival(k, d) - [sum(v[k] >= x for v in points) / len(points) for x in limits]).max() < 1e-14
        )
    assert np.abs(atoms.total(t) - [sum(sum(v) >= y for v in points) / len(points) for y in bounds]).max() < 1e-14


def test_whole_numbers_of_any_size() -> None:
    """Beyond machine integers the floats are still the nearest ones."""
    values = [(Fraction(10**90), Fraction(1, 3)), (Fraction(1, 7**40), Fraction(0))]
    atoms = Atoms.of(values, [Fraction(1, 3**50), 1 - Fraction(1, 3**50)])
    rows, masses = atoms.floats
    assert sorted(zip(rows[0], rows[1], rows[2], strict=True)) == sorted(
        (float(a), float(b), float(a + b)) for a, b in values
    )
    assert sorted(masses.tolist()) == sorted(float(mass) for mass in atoms.masses)
    assert atoms.highest == (Fraction(10**90), Fraction(1, 3))
