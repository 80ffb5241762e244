"""Demand of co- and countermonotone consumers: closed forms for the uniform, consumers one by one, identities."""

import itertools
from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from market_checks import line

from selten.games.consumers.marginals import Beta, Marginal, TruncatedExponential, Uniform
from selten.games.consumers.monotone import Comonotone, Countermonotone
from selten.games.consumers.valuations import demands

UNIT = Uniform(Fraction(0), Fraction(1))
AWAY = Uniform(Fraction(1, 2), Fraction(3, 2))
MARGINALS: list[Marginal] = [UNIT, AWAY, Beta(2, 1), Beta(0.5, 0.5), TruncatedExponential(3, 1)]
MARKETS: list[Comonotone | Countermonotone] = [
    kind(marginal) for kind in (Comonotone, Countermonotone) for marginal in MARGINALS
]
NAMES = [f"{type(m).__name__}-{i % len(MARGINALS)}" for i, m in enumerate(MARKETS)]
DISCOUNTS = st.integers(-2000, 22_000).map(lambda i: i / 9973)
SUMS = st.integers(-5000, 42_000).map(lambda i: i / 10_007)
PRICES = st.integers(0, 2200).map(lambda i: i / 1000)


@pytest.mark.parametrize(("d", "t"), [(0.5, 0.6), (0.4, 0.9), (0.3, 1.4), (0.8, 1.0), (0.0, 0.5), (1.2, 1.0)])
def test_comonotone_uniform_in_closed_form(d: float, t: float) -> None:
    """With v_0 = v_1 = v uniform on [0, 1] every group is an interval of v."""
    market, top = Comonotone(UNIT), min(d, 1.0)
    expected = {
        "total": 1 - t / 2,
        "loss": max(top - t / 2, 0),
        "alone": max(top - max(t - d, 0), 0),
        "triangle": max(min(top, t / 2) - max(t - d, 0), 0),
    }
    at = np.array(d), np.array(t)
    assert float(market.total(at[1])) == pytest.approx(expected["total"], abs=1e-15)
    for k in (0, 1):
        for name in ("loss", "alone", "triangle"):
            assert float(getattr(market, name)(k, *at)) == pytest.approx(expected[name], abs=1e-15), name


@pytest.mark.parametrize(("d", "t"), [(0.5, 0.6), (0.4, 0.9), (0.3, 1.4), (0.8, 1.0), (0.2, 1.1), (0.7, 1.2)])
def test_countermonotone_uniform_in_closed_form(d: float, t: float) -> None:
    """With v_1 = 1 - v_0 everybody's sum is 1: the bundle sells to all up to t = 1 and to nobody above."""
    market, at = Countermonotone(UNIT), (np.array(d), np.array(t))
    loss = d if t <= 1 else 0.0
    alone = max(min(d, 1 - max(t - d, 0)), 0)
    assert float(market.total(at[1])) == (1.0 if t <= 1 else 0.0)
    for k in (0, 1):
        assert float(market.loss(k, *at)) == pytest.approx(loss, abs=1e-15)
        assert float(market.alone(k, *at)) == pytest.approx(alone, abs=1e-15)
        assert float(market.triangle(k, *at)) == pytest.approx(alone - loss, abs=1e-15)


def test_countermonotone_beta_2_1_in_closed_form() -> None:
    """F(v) = v**2, so v_0 = sqrt(u), v_1 = sqrt(1 - u): a sum of at least t means 2 sqrt(u (1 - u)) >= t**2 - 1."""
    market = Countermonotone(Beta(2, 1))
    for t in (1.0, 1.1, 1.2, 1.3, 1.4, np.sqrt(2) - 1e-6):
        expected = np.sqrt(1 - (t * t - 1) ** 2)
        assert float(market.total(np.array(t))) == pytest.approx(expected, abs=market.error), t
    assert market.sums == pytest.approx((1.0, np.sqrt(2)), abs=1e-12)


def test_countermonotone_beta_with_a_large_shape_says_what_doubles_lose() -> None:
    """F(v) = v**a: doubles near 1 are 1.1e-16 apart, which is a times that in ranks."""
    assert Countermonotone(Beta(100, 1)).error < 2e-11
    assert 1e-9 < Countermonotone(Beta(1e9, 1)).error < 1e-6
    assert Countermonotone(Beta(1e25, 1)).error > 0.1
    assert Countermonotone(Beta(1e25, 1e25)).error < 1e-13  # all have the same sum, whatever the ranks are


@pytest.mark.parametrize("market", MARKETS, ids=NAMES)
def test_demands_by_the_choice_of_each_consumer(market: Comonotone | Countermonotone) -> None:
    """Against 50000 consumers along the line: each group is a few intervals, so 2e-4 bounds the error."""
    quantile, counter = market.marginal.quantile, isinstance(market, Countermonotone)
    people = line(quantile, lambda u: quantile(1 - u) if counter else quantile(u), n=50_000)
    levels = np.linspace(0.113, 0.937, 3) * market.high[0]
    for p0, p1, t in itertools.product([*levels, np.inf], [*levels, np.inf], [0.371, 0.817, 1.273, 2.01, np.inf]):
        expected = people.shares(p0, p1, t + 0.1, 0.1)
        found = demands(market, (np.array(p0), np.array(p1)), np.array(t))
        assert [float(x) for x in found] == pytest.approx(expected, abs=2e-4), (p0, p1, t)


@pytest.mark.parametrize("market", MARKETS, ids=NAMES)
@settings(max_examples=25)
@given(d=DISCOUNTS, t=SUMS, more=st.integers(0, 5000).map(lambda i: i / 10_007))
def test_groups_are_consistent(market: Comonotone | Countermonotone, d: float, t: float, more: float) -> None:
    slack = 4 * market.error
    for k in (0, 1):
        loss, alone, triangle = (
            float(f(k, np.array(d), np.array(t))) for f in (market.loss, market.alone, market.triangle)
        )
        assert triangle == pytest.approx(max(alone - loss, 0.0), abs=slack)
        assert loss <= float(market.total(np.array(t))) + slack
        assert float(market.loss(k, np.array(d + more), np.array(t))) >= loss - slack
        assert float(market.loss(k, np.array(d), np.array(t + more))) <= loss + slack
        assert float(market.alone(k, np.array(d + more), np.array(t))) >= alone - slack
        assert float(market.alone(k, np.array(d), np.array(t + more))) <= alone + slack


@pytest.mark.parametrize("market", MARKETS, ids=NAMES)
@settings(max_examples=25)
@given(p0=PRICES, p1=PRICES, t=SUMS)
def test_identities_of_demand(market: Comonotone | Countermonotone, p0: float, p1: float, t: float) -> None:
    first, second, bundle = (float(x) for x in demands(market, (np.array(p0), np.array(p1)), np.array(t)))
    slack = 8 * market.error
    assert min(first, second, bundle) >= -slack
    assert max(first, second) + bundle <= 1 + slack
    for sold, k, p in ((first, 0, p0), (second, 1, p1)):
        assert sold + bundle >= float(market.survival(k, np.array(p))) - slack


@pytest.mark.parametrize("market", MARKETS[:8], ids=NAMES[:8])  # the rest is slow: level sets by bisection
@pytest.mark.parametrize("delta", [0.0, 0.1])
def test_useless_is_claimed_only_where_nothing_is_gained(market: Comonotone | Countermonotone, delta: float) -> None:
    span = np.linspace(max(sum(market.low), 1e-3), sum(market.high), 13)
    for share in (0.01, 0.1, 0.3, 0.7, 1.0):
        d = share * market.high[0]
        for i in np.flatnonzero(market.useless(0, d, delta, span[:-1], span[1:])):
            x, t = d * np.linspace(1e-3, 1, 20)[None, :], np.linspace(span[i], span[i + 1], 5)[:, None]
            gain = (t - x) * market.triangle(0, x, t) - (x + delta) * market.loss(0, x, t)
            assert gain[x.repeat(5, 0) <= t.repeat(20, 1)].max(initial=0) <= 4 * market.error, (share, span[i])


def test_everybody_is_worth_the_same_only_for_centred_marginals() -> None:
    assert Countermonotone(AWAY).constant_sum == 2.0
    assert Countermonotone(Beta(0.5, 0.5)).constant_sum == 1.0
    assert Countermonotone(Beta(2, 1)).constant_sum is None
    assert Comonotone(UNIT).coarse() == Comonotone(UNIT)
