"""Exact monopoly profits of atoms: against all price vectors of a fine set, the paper's examples, and scale."""

import itertools
import math
from fractions import Fraction

import numpy as np
import pytest

from selten.equilibria.bundling.atom_profits import MonopolyProfit, exact_profits
from selten.games.bundling import BundlingMarket
from selten.games.consumers.atoms import Atoms
from selten.games.consumers.joint import Joint
from selten.games.consumers.marginals import Uniform
from selten.games.consumers.valuations import demands

EXAMPLE_1 = Atoms.of([("1/2", "1/2"), ("2/3", 0), (0, "2/3")], ["3/4", "1/8", "1/8"])
EXAMPLE_2 = Atoms.of([(0, 1), (0, "1/2"), ("3/5", "2/5"), ("3/5", 0)], ["1/4"] * 4)
TINY = Fraction(1, 10**9)


def profit_at(market: BundlingMarket, prices: dict[str, Fraction]) -> Fraction:
    atoms = market.valuations
    assert isinstance(atoms, Atoms)
    p0, p1, pb = (prices.get(name, math.inf) for name in "12b")
    sold = atoms.demand(p0, p1, pb - market.complementarity)
    return sum((prices[name] * q for name, q in zip("12b", sold, strict=True) if name in prices), Fraction(0))


def brute_force(market: BundlingMarket, offering: str) -> Fraction:
    """The best of all price vectors with each price at, just below or just above v, v + v' or v + v' - v''."""
    atoms = market.valuations
    assert isinstance(atoms, Atoms)
    plain = {x for v in atoms.values for x in v} | {Fraction(0)}
    sums = {a + b for a in plain for b in plain}
    points = {"b": {s + market.complementarity for s in sums}}
    for name in "12":
        points[name] = plain | {s - x for s in sums for x in plain if s >= x}
    near = {n: sorted({p + e for p in points[n] for e in (-TINY, 0, TINY) if p + e >= 0}) for n in offering}
    best = Fraction(0)
    for prices in itertools.product(*(near[n] for n in offering)):
        best = max(best, profit_at(market, dict(zip(offering, prices, strict=True))))
    return best


def random_market(seed: int, kinds: int, top: int) -> BundlingMarket:
    draw = np.random.default_rng(seed)
    values = [(Fraction(int(a), top), Fraction(int(b), top)) for a, b in draw.integers(0, top + 1, (kinds, 2))]
    weights = [Fraction(int(x)) for x in draw.integers(1, 5, kinds)]
    delta = Fraction(int(draw.integers(-1, 3)), top)
    return BundlingMarket(Atoms.of(values, [w / sum(weights) for w in weights]), delta)


@pytest.mark.parametrize("seed", range(8))
def test_brute_force_over_prices(seed: int) -> None:
    """The supremum exceeds the best price vector by no more than the steps that stand for limits."""
    market = random_market(seed, kinds=3, top=4)
    found = exact_profits(market)
    for name in ("1", "2", "b", "1b", "2b"):
        gap = found[name].value - brute_force(market, name)
        assert 0 <= gap <= 3 * TINY, name


@pytest.mark.parametrize("seed", [0, 1, 2])
def test_brute_force_over_three_prices(seed: int) -> None:
    market = random_market(seed, kinds=2, top=2)
    gap = exact_profits(market)["12b"].value - brute_force(market, "12b")
    assert 0 <= gap <= 3 * TINY


def near_prices(profit: MonopolyProfit) -> dict[str, Fraction]:
    return {n: p - (TINY if n in profit.approached else 0) for n, p in profit.prices.items()}


@pytest.mark.parametrize("seed", range(20))
def test_prices_earn_the_profit(seed: int) -> None:
    """The prices given earn the profit, up to the step that stands for a limit; also with many kinds."""
    market = random_market(seed, kinds=15, top=30)
    for name, profit in exact_profits(market).items():
        if "delta" not in name:
            assert 0 <= profit.value - profit_at(market, near_prices(profit)) <= 3 * TINY, name


def test_paper_examples() -> None:
    """Example 1: the bundle at 1 and both components at 2/3 take everything they can: 3/4 + 2 (1/8) (2/3)."""
    found = exact_profits(BundlingMarket(EXAMPLE_1, Fraction(0)))
    assert found["12b"].value == Fraction(3, 4) + 2 * Fraction(1, 8) * Fraction(2, 3)
    assert found["b"].prices == {"b": Fraction(1)}
    assert exact_profits(BundlingMarket(EXAMPLE_1, Fraction(1, 4)))["1+delta"].value == Fraction(7, 8) * Fraction(3, 4)


def test_order_of_the_profits() -> None:
    """Offering more products earns no less (Lemma 5 of the paper, which holds for any market)."""
    for seed in range(20):
        found = {name: profit.value for name, profit in exact_profits(random_market(seed, 8, 10)).items()}
        assert found["b"] <= min(found["1b"], found["2b"])
        assert max(found["1b"], found["2b"]) <= found["12b"]
        assert found["1"] + found["2"] <= found["12b"]


def test_machine_integers_do_not_matter() -> None:
    """The same market with masses and values of long denominators, in Python's integers."""
    market = random_market(3, 10, 12)
    atoms = market.valuations
    assert isinstance(atoms, Atoms)
    tiny = Fraction(1, 3**50)
    moved = Atoms.of([(a + tiny, b + tiny) for a, b in atoms.values], atoms.masses)
    for name, profit in exact_profits(BundlingMarket(moved, market.complementarity)).items():
        assert 0 <= profit.value - exact_profits(market)[name].value <= 4 * tiny, name


def test_many_atoms() -> None:
    """Two hundred random consumers, no two valuations alike: within seconds, and no worse than a grid search."""
    draw = np.random.default_rng(9)
    values = [(Fraction(int(a), 10**6), Fraction(int(b), 10**6)) for a, b in draw.integers(0, 10**6, (200, 2))]
    market = BundlingMarket(Atoms.of(values, [Fraction(1, 200)] * 200), Fraction(0))
    found = exact_profits(market)
    p = np.linspace(0, 1, 41)
    p0, p1, t = np.meshgrid(p, p, 2 * p)
    sold = demands(market.valuations, (p0, p1), t)
    assert float((p0 * sold[0] + p1 * sold[1] + t * sold[2]).max()) <= float(found["12b"].value) + 1e-12
    assert 0 <= found["12b"].value - profit_at(market, near_prices(found["12b"])) <= 3 * TINY


def test_only_atoms() -> None:
    unit = Uniform(Fraction(0), Fraction(1))
    with pytest.raises(TypeError, match="got Joint; allowed: Atoms"):
        exact_profits(BundlingMarket(Joint(unit, unit), Fraction(0)))


def test_bundle_that_nobody_wants() -> None:
    """A complementarity below minus the sum of the valuations: the bundle earns nothing."""
    found = exact_profits(BundlingMarket(EXAMPLE_1, Fraction(-2)))
    assert found["b"] == MonopolyProfit(Fraction(0), {})
    assert found["12b"].value == Fraction(7, 8)
