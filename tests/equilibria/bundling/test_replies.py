"""Best replies against closed forms and against brute force over grids of prices."""

import math
from fractions import Fraction

import numpy as np
import pytest

from selten.equilibria.bundling.replies import (
    best_gain,
    bundle_range,
    bundle_reply,
    component_reply,
    maximise_many,
    mixed_reply,
    undoing_reply,
)
from selten.games.bundling import BundlingMarket
from selten.games.consumers.joint import Joint
from selten.games.consumers.marginals import Beta, Marginal, TruncatedExponential, Uniform
from selten.games.consumers.monotone import Comonotone, Countermonotone

UNIT = Uniform(Fraction(0), Fraction(1))
TWO = Uniform(Fraction(0), Fraction(2))
AWAY = Uniform(Fraction(1, 2), Fraction(3, 2))
ARCSINE: Marginal = Beta(0.5, 0.5)
MARKETS = {
    "uniform": BundlingMarket(Joint(UNIT, UNIT), Fraction(0)),
    "uneven": BundlingMarket(Joint(UNIT, TWO), Fraction(1, 10)),
    "away": BundlingMarket(Joint(AWAY, UNIT), Fraction(1, 5)),
    "beta": BundlingMarket(Joint(Beta(2, 5), Beta(2, 1)), Fraction(0)),
    "negative": BundlingMarket(Joint(UNIT, UNIT), Fraction(-1, 10)),
    "exponential": BundlingMarket(Joint(TruncatedExponential(3, 1), TruncatedExponential(1, 1)), Fraction(1, 4)),
    "comonotone": BundlingMarket(Comonotone(UNIT), Fraction(1, 4)),
    "countermonotone": BundlingMarket(Countermonotone(UNIT), Fraction(0)),
}


@pytest.mark.parametrize("delta", [Fraction(0), Fraction(1, 10), Fraction(1, 2)])
@pytest.mark.parametrize("p", [0.1, 0.2, 0.3])
def test_replies_to_uniforms_in_closed_form(delta: Fraction, p: float) -> None:
    """Footnote 2, corrected: t = (1 - Delta + p - p**2 / 2) / 2 and p = ((1 + t) - sqrt(1 - t + t**2)) / 3."""
    market = BundlingMarket(Joint(UNIT, UNIT), delta)
    t = (1 - float(delta) + p - p * p / 2) / 2
    found = bundle_reply(market, 0, p)
    assert found.x == pytest.approx(t, abs=1e-11)
    assert found.value == pytest.approx((t + float(delta)) ** 2, abs=1e-14)
    best = component_reply(market, 0, t)
    assert best.x == pytest.approx(((1 + t) - math.sqrt(1 - t + t * t)) / 3, abs=1e-11)


@pytest.mark.parametrize("name", sorted(MARKETS))
@pytest.mark.parametrize("k", [0, 1])
def test_no_price_of_a_grid_beats_the_replies(name: str, k: int) -> None:
    market = MARKETS[name]
    for p in (0.05, 0.23, 0.6):
        found = bundle_reply(market, k, p)
        t = np.linspace(-market.delta, sum(market.valuations.high), 3001)
        best = float(market.bundle_against(k, np.full_like(t, p), t).max())
        assert best - 1e-12 <= found.value <= best + 2e-3
        assert bundle_range(market, k, p)[0] <= found.x <= bundle_range(market, k, p)[1]
    for t0 in (0.4, 0.9):
        answer = component_reply(market, k, t0)
        own = np.linspace(0, t0, 3001)
        best = float(market.component_against(k, own, np.full_like(own, t0)).max())
        assert best - 1e-12 <= answer.value <= best + 2e-3


def test_undoing_the_bundle_is_a_supremum() -> None:
    """Bundle at t = 0.9 and the rival's component at 0.4: just below 0.5 the firm sells to everybody with v >= 1/2.

    Beside the bundle, at p in [0.5, 0.9], it earns p (0.9 - p)(1 - p) <= 0.5 * 0.4 * 0.5 = 0.1 < 1/4.
    """
    best = component_reply(MARKETS["uniform"], 0, 0.9, 0.4)
    assert best.x == pytest.approx(0.5, abs=1e-9)
    assert best.value == pytest.approx(0.25, abs=1e-14)


def test_a_firm_that_cannot_sell_is_at_zero() -> None:
    best = component_reply(MARKETS["uniform"], 0, 0.0)
    assert (best.x, best.value) == (0.0, 0.0)


@pytest.mark.parametrize("name", sorted(MARKETS))
@pytest.mark.parametrize("k", [0, 1])
def test_best_gain_against_a_grid_of_discounts(name: str, k: int) -> None:
    market = MARKETS[name]
    t = np.linspace(0.3, 1.6, 14)
    d, gain = best_gain(market, k, t, 0.5)
    grid = np.linspace(0, 1, 2001)[None, :] * np.minimum(t, 0.5)[:, None]
    brute = np.maximum(market.gain(k, grid, t[:, None]).max(axis=1), 0.0)
    assert (gain >= brute - 1e-12).all()
    assert (gain <= brute + 1e-5).all()
    assert (d >= 0).all()
    assert (d <= np.minimum(t, 0.5) + 1e-15).all()
    assert np.maximum(market.gain(k, d, t), 0.0) == pytest.approx(gain, abs=1e-14)


@pytest.mark.parametrize("name", sorted(MARKETS))
def test_mixed_reply_against_a_grid_of_both_prices(name: str) -> None:
    market = MARKETS[name]
    for p in (0.2, 0.4):
        found = mixed_reply(market, 0, p)
        t = np.linspace(-market.delta, sum(market.valuations.high), 301)[:, None]
        d = np.linspace(0, p, 201)[None, :]
        with_component = np.where(d <= t, market.gain(1, d, t), 0.0)
        best = float((market.bundle_against(0, np.full_like(t, p), t) + with_component).max())
        assert best - 1e-12 <= found.value <= best + 1e-2
        assert found.d <= p


def test_component_two_is_sold_beside_the_bundle_of_arcsine_consumers() -> None:
    """tests/market_cases.py: against p_1 = 0.377046295602 the bundler sells product 2 at 0.730252643887."""
    reply = mixed_reply(BundlingMarket(Joint(ARCSINE, ARCSINE), Fraction(0)), 0, 0.377046295602)
    assert (reply.t, reply.t - reply.d) == pytest.approx((0.767651940991, 0.730252643887), abs=1e-8)
    assert reply.value == pytest.approx(0.386493981451, abs=1e-10)


def test_undoing_reply_is_the_monopoly_price() -> None:
    assert (undoing_reply(MARKETS["away"], 0).x, undoing_reply(MARKETS["away"], 0).value) == pytest.approx(
        (0.75, 9 / 16)
    )
    assert undoing_reply(MARKETS["uneven"], 1).value == pytest.approx(0.5)


def test_many_rows_at_once_with_kinks() -> None:
    """Row i is -|x - c_i| + 1: ten zooms close in on every kink."""
    c = np.linspace(0.1, 0.9, 17)
    x, value = maximise_many(lambda x: 1 - np.abs(x - c[:, None]), np.zeros(17), np.ones(17), zooms=10)
    assert x == pytest.approx(c, abs=1e-8)
    assert value == pytest.approx(np.ones(17), abs=1e-8)
    x, _ = maximise_many(lambda x: x * (c[:, None] - x), np.zeros(17), np.ones(17))
    assert x == pytest.approx(c / 2, abs=1e-13)
