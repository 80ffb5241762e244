"""Profits of atoms at lifted equilibria: closed forms of the paper's examples; surplus by simulation."""

from fractions import Fraction
from math import sqrt
from typing import Any

import numpy as np
import pytest

from selten.equilibria.bundling.grid_prices import GridBracket
from selten.equilibria.bundling.lifted_surplus import lifted_surplus
from selten.equilibria.bundling.mixed_profits import pair_profits
from selten.games.bundling import BundlingMarket
from selten.games.consumers.atoms import Atoms
from selten.games.prices.distributions import PriceDistribution, PricePoint, Stretch

EXAMPLE_1 = BundlingMarket(Atoms.of([("1/2", "1/2"), ("2/3", 0), (0, "2/3")], ["3/4", "1/8", "1/8"]), Fraction(0))
EXAMPLE_2 = BundlingMarket(Atoms.of([(0, "1/2"), (0, 1), ("3/5", 0), ("3/5", "2/5")], ["1/4"] * 4), Fraction(0))


def _never(*_: Any) -> GridBracket:
    raise AssertionError("no bracket is wanted")


@pytest.mark.parametrize(
    ("market", "name", "paid"),
    [
        # section C of the reference
        (EXAMPLE_1, "b|1", ((7 * sqrt(5377) - 497) / 32, (85 - sqrt(5377)) / 176)),
        (EXAMPLE_1, "2b|1", ((7 * sqrt(330) - 119) / 16, 0.0709082447118)),
        (EXAMPLE_2, "b|1", (3 / 8, (sqrt(34) - 2) / 40)),
        (EXAMPLE_2, "2b|1", (0.41323703863, 0.10932724800)),
    ],
)
def test_examples_of_the_paper(market: BundlingMarket, name: str, paid: tuple[float, float]) -> None:
    found = pair_profits(market, name, _never)
    for profit, expected in zip(found.profits, paid, strict=True):
        assert profit.value == pytest.approx(expected, abs=1e-10)
        assert (profit.kind, profit.pure, profit.bracketed) == ("continuum", False, False)
        assert profit.low <= profit.value <= profit.high <= profit.low + 1e-15
        assert profit.regret < 1e-12


def test_a_component_that_adds_nothing_earns_the_same() -> None:
    """The bundle is worth 1/2 more than component 1, and nobody values component 2: p_1 = 0, p_b = 1/2."""
    market = BundlingMarket(Atoms.of([(1, 0), ("3/4", 0)], ["1/2", "1/2"]), Fraction(1, 2))
    alone = pair_profits(market, "b|1", _never)
    both = pair_profits(market, "2b|1", _never, without=alone)
    assert [p.same_as for p in both.profits] == [p.same_as for p in alone.profits]
    assert [p.value for p in both.profits] == [0.5, 0.0]
    assert both.lifted is not None


def test_a_time_limit_leaves_a_bracket() -> None:
    asked = []

    def bracket(_: BundlingMarket, first: str, second: str) -> GridBracket:
        asked.append((first, second))
        return GridBracket((0.5, 0.52), (0.06, 0.07), (0.0, 1.0), (), (), "")

    found = pair_profits(EXAMPLE_1, "2b|1", bracket, enough=lambda: True)
    assert asked == [("011", "100")]
    assert [(p.low, p.high, p.bracketed) for p in found.profits] == [(0.5, 0.52, True), (0.06, 0.07, True)]


def test_surplus_by_simulation() -> None:
    """Prices of the bundle 1/(4x) above x on [1/4, 1], with an atom at 1; those of component 1 drawn likewise."""
    market = BundlingMarket(Atoms.of([(1, 0), (0, 1)], ["3/4", "1/4"]), Fraction(0))
    bundle = Stretch("b", Fraction(1, 4), Fraction(1), ((Fraction(1, 4), Fraction(0)),))
    single = Stretch("1", Fraction(1, 4), Fraction(1), ((Fraction(1, 3), Fraction(0)),))
    first = PriceDistribution.of([PricePoint({"b": Fraction(1)}, Fraction(1, 4))], [bundle])
    second = PriceDistribution.of([], [single])
    found = lifted_surplus(market, (first, second))
    assert isinstance(found, tuple)
    u, w = np.random.default_rng(1).random((2, 1_000_000))
    pb, p1 = np.minimum(1 / (4 * u), 1.0), 1 / (1 + 3 * w)
    each = 0.75 * np.maximum(1 - np.minimum(pb, p1), 0.0) + 0.25 * (1 - pb)
    error = 4 * float(each.std()) / 1000
    assert found[0] - error <= float(each.mean()) <= found[1] + error
    assert 0 <= found[1] - found[0] < 1e-3
