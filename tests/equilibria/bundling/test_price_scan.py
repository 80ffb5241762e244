"""Pure price equilibria found by the scan: closed forms, saturation, jumps, brute-force best replies on grids."""

import math
from fractions import Fraction

import numpy as np
import pytest

from selten.equilibria.bundling.price_scan import PricePoint, scan_bundle, scan_mixed
from selten.games.bundling import BundlingMarket
from selten.games.consumers.joint import Joint
from selten.games.consumers.marginals import TruncatedExponential, Uniform
from selten.games.consumers.monotone import Comonotone, Countermonotone
from selten.games.consumers.valuations import Valuations


def _unit(low: int | str = 0, high: int | str = 1) -> Uniform:
    return Uniform(Fraction(low), Fraction(high))


UNIFORM = Joint(_unit(), _unit())


def _only(market: BundlingMarket, k: int = 0) -> PricePoint:
    scan = scan_bundle(market, k)
    (point,) = scan.equilibria
    return point


def test_uniform_at_zero_is_the_root_of_both_polynomials() -> None:
    """2 p**3 + 7 p**2 - 10 p + 2 = 0 and 16 t**3 + 93 t**2 - 148 t + 52 = 0 (reference, section A)."""
    point = _only(BundlingMarket(UNIFORM, Fraction(0)))
    roots = [float(r.real) for r in np.roots([2, 7, -10, 2]) if 0 < r.real < 0.5]
    assert point.p == pytest.approx(roots[0], abs=1e-11)
    assert point.t == pytest.approx(next(r.real for r in np.roots([16, 93, -148, 52]) if 0.5 < r.real < 0.7), abs=1e-11)
    assert (point.d, point.other) == (0.0, math.inf)


@pytest.mark.parametrize("delta", ["0", "1/4", "1/2", "7/10", "19/20"])
def test_monotone_uniforms_in_closed_form(delta: str) -> None:
    """Section B: comonotone t = 4 (1 - Delta) / 7, p = t / 4; countermonotone t = 2 (1 - Delta) / 3, p = t / 2."""
    x = float(Fraction(delta))
    point = _only(BundlingMarket(Comonotone(_unit()), Fraction(delta)))
    assert (point.t, point.p) == pytest.approx((4 * (1 - x) / 7, (1 - x) / 7), abs=1e-9)
    point = _only(BundlingMarket(Countermonotone(_unit()), Fraction(delta)))
    assert (point.t, point.p) == pytest.approx((2 * (1 - x) / 3, (1 - x) / 3), abs=1e-9)


@pytest.mark.parametrize("delta", ["19/20", "999/1000"])
def test_nearly_saturated_uniforms_are_not_taken_for_saturated(delta: str) -> None:
    """t = (1 - Delta + p - p**2 / 2) / 2 and p = ((1 + t) - sqrt(1 - t + t**2)) / 3, solved by iteration."""
    market = BundlingMarket(UNIFORM, Fraction(delta))
    point, p = _only(market), 0.01
    for _ in range(200):
        t = (1 - market.delta + p - p * p / 2) / 2
        p = ((1 + t) - math.sqrt(1 - t + t * t)) / 3
    assert (point.p, point.t) == pytest.approx((p, t), abs=1e-10)
    assert point.p > 0


@pytest.mark.parametrize(
    ("valuations", "delta", "t"),
    [
        (UNIFORM, "1", 0.0),
        (UNIFORM, "6/5", 0.0),
        (UNIFORM, "5", 0.0),
        (Joint(_unit(1, 2), _unit(1, 2)), "0", 1.0),
        (Joint(_unit(1, 2), _unit(1, 2)), "1/5", 1.0),
        (Comonotone(_unit()), "1", 0.0),
        (Countermonotone(_unit()), "1", 0.0),
    ],
    ids=str,
)
def test_saturated_markets_have_the_price_zero(valuations: Valuations, delta: str, t: float) -> None:
    market = BundlingMarket(valuations, Fraction(delta))
    scan = scan_bundle(market, 0)
    (point,) = scan.equilibria
    assert point.p == 0.0
    assert point.t == pytest.approx(t, abs=1e-12)
    assert len(scan_mixed(market, 0, scan).equilibria) == 1


ASYMMETRIC = {
    "U01 x U02": (Joint(_unit(), _unit(0, 2)), "0"),
    "U02 x U01": (Joint(_unit(0, 2), _unit()), "1/10"),
    "U.5-1.5 x U01": (Joint(_unit("1/2", "3/2"), _unit()), "1/5"),
    "exp3 x exp1": (Joint(TruncatedExponential(3, 1), TruncatedExponential(1, 1)), "0"),
    "negative": (UNIFORM, "-1/10"),
}


@pytest.mark.parametrize("name", sorted(ASYMMETRIC))
@pytest.mark.parametrize("k", [0, 1])
def test_no_grid_price_of_either_firm_beats_a_pure_equilibrium(name: str, k: int) -> None:
    """Component k against the bundle, each price replaced by 4001 others; nothing assumes symmetry."""
    valuations, delta = ASYMMETRIC[name]
    market = BundlingMarket(valuations, Fraction(delta))
    scan = scan_bundle(market, k)
    assert scan.equilibria
    for point in scan.equilibria:
        t = np.linspace(-market.delta, sum(valuations.high), 4001)
        p = np.linspace(0, point.t, 4001)
        bundler = market.bundle_against(k, np.full_like(t, point.p), t).max()
        rival = market.component_against(k, p, np.full_like(p, point.t)).max()
        at = np.array(point.p), np.array(point.t)
        assert float(market.bundle_against(k, *at)) >= float(bundler) - 1e-11
        assert float(market.component_against(k, *at)) >= float(rival) - 1e-11


def test_exchanging_the_components_exchanges_the_equilibria() -> None:
    one = _only(BundlingMarket(Joint(_unit(), _unit(0, 2)), Fraction(1, 10)), 0)
    other = _only(BundlingMarket(Joint(_unit(0, 2), _unit()), Fraction(1, 10)), 1)
    assert (one.p, one.t) == pytest.approx((other.p, other.t), abs=1e-11)
    beside = _only(BundlingMarket(Joint(_unit(), _unit(0, 2)), Fraction(1, 10)), 1)
    assert abs(beside.p - one.p) > 0.01


def test_two_components_of_different_size_scale_with_each_other() -> None:
    """Twice the valuations and the complementarity: twice the prices."""
    one = _only(BundlingMarket(Joint(_unit(), _unit(0, 2)), Fraction(1, 10)))
    two = _only(BundlingMarket(Joint(_unit(0, 2), _unit(0, 4)), Fraction(1, 5)))
    assert (two.p, two.t) == pytest.approx((2 * one.p, 2 * one.t), abs=1e-10)


def test_a_jump_is_not_an_equilibrium() -> None:
    """Gaussian copula 1/2 at Delta = 0: the bundler wants product 2, the rival then undercuts: no pure equilibrium."""
    market = BundlingMarket(Joint(_unit(), _unit(), 0.5), Fraction(0))
    pure = scan_bundle(market, 0)
    (point,) = pure.equilibria
    assert (point.p, point.t) == pytest.approx((0.194192923550, 0.600833981963), abs=1e-9)
    mixed = scan_mixed(market, 0, pure)
    assert mixed.equilibria == ()
    assert len(mixed.jumps) >= 1


def test_two_equilibria_are_both_found() -> None:
    """Gaussian copula 1/2 at Delta = 1: one saturated, one beside it, neither beaten by a grid price."""
    market = BundlingMarket(Joint(_unit(), _unit(), 0.5), Fraction(1))
    scan = scan_bundle(market, 0)
    assert len(scan.equilibria) == 2
    assert scan.equilibria[0].p == 0.0
    for point in scan.equilibria:
        at = np.array(point.p), np.array(point.t)
        t, p = np.linspace(-1, 2, 1501), np.linspace(0, max(point.t, 0.1), 1501)
        bundler = float(market.bundle_against(0, np.full_like(t, point.p), t).max())
        rival = float(market.component_against(0, p, np.full_like(p, point.t)).max())
        assert float(market.bundle_against(0, *at)) >= bundler - 1e-10
        assert float(market.component_against(0, *at)) >= rival - 1e-10
