"""Demand tables over two prices each, against the tables over all three that price_tables spells out."""

from fractions import Fraction
from typing import Any

import numpy as np
import pytest
from price_cases import random_atoms

from selten.games.bundling import BundlingMarket
from selten.games.consumers.atoms import Atoms, Tie
from selten.games.consumers.joint import Joint
from selten.games.consumers.marginals import Beta, Uniform
from selten.games.consumers.monotone import Comonotone, Countermonotone
from selten.games.prices.demand import Demand, demand
from selten.games.prices.price_tables import demand_tables

UNIT = Uniform(Fraction(0), Fraction(1))
WIDE = Uniform(Fraction(1, 3), Fraction(4, 3))
FRACTION = Fraction(1, 12)
AXES = [[0, 3, 6, 9, 12], [1, 4, 7, 10], [0, 2, 4, 8, 12, 16, 20]]


def everywhere(tables: Demand, tie: Tie) -> Any:
    """Demand for all products at all prices of the axes, in floats, from the seven tables."""
    p1, p2, net = (axis[:-1] for axis in tables.prices)
    alone1, alone2, total, less1, less2, beside1, beside2 = (t[tuple([slice(-1)] * t.ndim)] for t in tables.floats)
    parts = p1[:, None, None] + p2[None, :, None]
    together = net <= parts if tie == "bundle" else net < parts
    first = np.where(together, beside1.T[:, None, :], alone1[:, None, None])
    second = np.where(together, beside2.T[None, :, :], alone2[None, :, None])
    return np.array([first, second, np.where(together, total - less1.T[:, None, :] - less2.T[None, :, :], 0)])


@pytest.mark.parametrize("tie", ["bundle", "components"])
@pytest.mark.parametrize("delta", [Fraction(0), Fraction(1, 4), Fraction(-1, 6)])
@pytest.mark.parametrize(
    "valuations",
    [random_atoms(1), Joint(UNIT, UNIT), Joint(UNIT, WIDE), Comonotone(UNIT), Countermonotone(WIDE)],
    ids=["atoms", "square", "rectangle", "comonotone", "countermonotone"],
)
def test_exact_demand(valuations: Any, delta: Fraction, tie: Tie) -> None:
    market = BundlingMarket(valuations, delta)
    found = demand(market, AXES, FRACTION, tie=tie)
    ends = 12 * 36 if valuations != random_atoms(1) else 1
    expected, over = demand_tables(market, [[p * ends for p in axis] for axis in AXES], FRACTION / ends, tie)
    assert over is not None
    assert found.error == 0
    assert np.abs(everywhere(found, tie) - expected.astype(float) / over).max() < 1e-15


@pytest.mark.parametrize("length", [10, 25, 300, 700])
def test_long_denominators(length: int) -> None:
    """Prices in the unit of the distribution, which may leave machine words; areas of triangles by hand.

    A damaged market found this: products wrapped around, and everybody bought the bundle at the price 1.
    """
    high = 1 + Fraction(1, 3**length)
    market = BundlingMarket(Joint(Uniform(Fraction(0), high), Uniform(Fraction(0), high)), Fraction(0))
    found = demand(market, [[0, 5 * 10**8], [10**9], [10**9]], Fraction(1, 10**9))
    half, whole = Fraction(1, 2) / high, 1 / high
    assert found.error == 0
    assert np.abs(found.floats[0] - [1.0, float(1 - half), 0.0]).max() < 1e-15
    assert np.abs(found.floats[1] - [float(1 - whole), 0.0]).max() < 1e-15
    assert np.abs(found.floats[2] - [float(1 - whole**2 / 2), 0.0]).max() < 1e-15


@pytest.mark.parametrize("length", [10, 25, 300])
def test_long_denominators_on_a_line(length: int) -> None:
    """v1 + v2 is 1 + 3^-length for everybody: all buy the bundle at 1, about half of them component 1 at 1/2."""
    high = 1 + Fraction(1, 3**length)
    market = BundlingMarket(Countermonotone(Uniform(Fraction(0), high)), Fraction(0))
    found = demand(market, [[5 * 10**8], [10**9], [10**9, 2 * 10**9]], Fraction(1, 10**9))
    assert found.floats[0] == pytest.approx([float(1 - Fraction(1, 2) / high), 0.0], abs=1e-15)
    assert found.floats[2].tolist() == [1.0, 0.0, 0.0]


def test_other_demand_is_rounded_and_says_by_how_much() -> None:
    market = BundlingMarket(Joint(Beta(2.0, 2.0), Beta(2.0, 3.0)), Fraction(0))
    found = demand(market, AXES, FRACTION)
    expected, over = demand_tables(market, AXES, FRACTION, "bundle")
    assert over is None
    assert found.denominator == 2**50
    assert 0 < found.error < 1e-12
    assert np.abs(everywhere(found, "bundle") - expected).max() <= 3 * found.error


def test_atoms_between_prices_keep_their_order() -> None:
    atoms = random_atoms(4, count=9, parts=35)
    market = BundlingMarket(atoms, Fraction(0))
    found = everywhere(demand(market, AXES, FRACTION), "bundle")
    expected, over = demand_tables(market, [[35 * p for p in axis] for axis in AXES], FRACTION / 35, "bundle")
    assert np.abs(found - expected.astype(float) / over).max() < 1e-15


def test_products_that_nobody_offers_sell_nothing() -> None:
    found = demand(BundlingMarket(random_atoms(1), Fraction(0)), [[], [3], []], FRACTION)
    alone1, alone2, total, less1, less2, beside1, beside2 = found.limbs[0]
    assert not any(table.any() for table in (alone1, total, less1, less2, beside1))
    assert beside2[-1].tolist() == alone2.tolist()


def test_valuations_far_beyond_all_prices_buy_whatever_is_best() -> None:
    market = BundlingMarket(Atoms.of([(10**90, 0), (0, 10**90), (1, 1)], ["1/4", "1/4", "1/2"]), Fraction(0))
    found = demand(market, [[1], [1], [2]], Fraction(1))
    alone1, alone2, total, less1, less2, beside1, beside2 = (table.tolist() for table in found.limbs[0])
    assert (alone1, alone2, total) == ([3, 0], [3, 0], [4, 0])
    assert (less1[0][0], less2[0][0], beside1[0][0], beside2[0][0]) == (1, 1, 1, 1)
