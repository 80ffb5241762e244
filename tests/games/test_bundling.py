"""Profits of one seller at fixed prices, from the choices of single consumers and by hand."""

from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from market_checks import crowd

from selten.games.bundling import OFFERINGS, BundlingMarket, products
from selten.games.consumers.joint import Joint
from selten.games.consumers.marginals import Beta, Uniform
from selten.games.consumers.monotone import Comonotone

UNIT = Uniform(Fraction(0), Fraction(1))
UNEVEN = Joint(UNIT, Uniform(Fraction(0), Fraction(2)))
MARKETS = [
    BundlingMarket(Joint(UNIT, UNIT), Fraction(1, 4)),
    BundlingMarket(UNEVEN, Fraction(1, 10)),
    BundlingMarket(Joint(Beta(2, 5), Beta(2, 1)), Fraction(-1, 10)),
    BundlingMarket(Joint(UNIT, UNIT, 0.5), Fraction(0)),
]


def test_offerings_in_the_order_of_the_contract() -> None:
    assert OFFERINGS == ("000", "100", "010", "110", "001", "101", "011", "111")
    assert [sorted(products(x)) for x in OFFERINGS] == [
        [],
        ["1"],
        ["2"],
        ["1", "2"],
        ["b"],
        ["1", "b"],
        ["2", "b"],
        ["1", "2", "b"],
    ]


def test_table_2_monopoly_on_the_bundle_by_hand() -> None:
    """p_b = sqrt(6)/3 against uniforms at Delta = 0 earns 2 sqrt(6) / 9."""
    market = BundlingMarket(Joint(UNIT, UNIT), Fraction(0))
    assert float(market.bundle_alone(np.array(np.sqrt(6) / 3))) == pytest.approx(2 * np.sqrt(6) / 9, abs=1e-15)


@pytest.mark.parametrize("market", MARKETS, ids=range(len(MARKETS)))
def test_profits_by_the_choice_of_each_consumer(market: BundlingMarket) -> None:
    """On a grid of 700 x 700 ranks: shares within 3e-3, prices up to 3.3, hence 1e-2."""
    joint = market.valuations
    assert isinstance(joint, Joint)
    people = crowd(joint.first.quantile, joint.second.quantile, correlation=joint.correlation, n=700)
    for k in (0, 1):
        for p, t in ((0.2, 0.5), (0.45, 0.9), (0.7, 1.3), (0.05, 0.7)):
            alone = (p, np.inf) if k == 0 else (np.inf, p)
            shares = people.shares(*alone, t + market.delta, market.delta)
            at = np.array(p), np.array(t)
            assert float(market.bundle_against(k, *at)) == pytest.approx((t + market.delta) * shares[2], abs=1e-2)
            assert float(market.component_against(k, *at)) == pytest.approx(p * shares[k], abs=1e-2)
            sold = people.shares(*alone, np.inf, market.delta)[k]
            assert float(market.component_alone(k, at[0])) == pytest.approx(p * sold, abs=1e-2)


@pytest.mark.parametrize("market", MARKETS, ids=range(len(MARKETS)))
def test_the_gain_from_a_component_is_the_difference_of_the_profits(market: BundlingMarket) -> None:
    """With and without the component, from the choices on 700 x 700 ranks, with and without a rival's component."""
    joint = market.valuations
    assert isinstance(joint, Joint)
    people = crowd(joint.first.quantile, joint.second.quantile, correlation=joint.correlation, n=700)
    for k in (0, 1):
        for d, t, rival in ((0.2, 0.8, np.inf), (0.3, 0.9, np.inf), (0.2, 0.8, 0.4), (0.05, 0.6, 0.1)):
            earned = []
            for own in (t - d, np.inf):
                p = (own, rival) if k == 0 else (rival, own)
                shares = people.shares(*p, t + market.delta, market.delta)
                earned.append((t + market.delta) * shares[2] + (own * shares[k] if own < np.inf else 0))
            gain = float(market.gain(k, np.array(d), np.array(t)))
            assert gain == pytest.approx(earned[0] - earned[1], abs=4e-3), (k, d, t, rival)


@given(d=st.floats(0, 0.6), t=st.floats(0.6, 1.0))
def test_gain_of_two_uniforms_in_closed_form(d: float, t: float) -> None:
    """For d <= t <= 1: winners are a triangle d**2 / 2, leavers d (1 - t) + d**2 / 2."""
    market = BundlingMarket(Joint(UNIT, UNIT), Fraction(1, 10))
    expected = (t - d) * d * d / 2 - (d + 0.1) * (d * (1 - t) + d * d / 2)
    assert float(market.gain(0, np.array(d), np.array(t))) == pytest.approx(expected, abs=1e-15)


def test_the_scale_and_the_coarse_view() -> None:
    market = BundlingMarket(UNEVEN, Fraction(-1, 4))
    assert market.scale == 3.25
    assert market.coarse().complementarity == market.complementarity
    assert BundlingMarket(Comonotone(UNIT), Fraction(0)).coarse().valuations == Comonotone(UNIT)
