"""``bounded_by`` says True only where no component gains: attacked by brute force over fine grids of both prices."""

import math
from fractions import Fraction

import numpy as np
import numpy.typing as npt
import pytest
from market_cases import TINY_GAINS

from selten.equilibria.bundling.maximum import Function, maximise
from selten.equilibria.bundling.replies import bundle_kinks, bundle_range
from selten.equilibria.bundling.unsold import Offer, bounded_by, bundle_ceiling, cliff
from selten.games.bundling import BundlingMarket
from selten.games.consumers.joint import Joint
from selten.games.consumers.marginals import Beta, Marginal, TruncatedExponential, Uniform
from selten.games.consumers.monotone import Comonotone, Countermonotone
from selten.games.consumers.valuations import Valuations

Floats = npt.NDArray[np.float64]


def _unit(low: int | str = 0, high: int | str = 1) -> Uniform:
    return Uniform(Fraction(low), Fraction(high))


def _monopoly(market: BundlingMarket) -> tuple[Function, tuple[float, float], float]:
    """Demand, range of t and best profit of the bundle alone."""
    span = max(sum(market.valuations.low), -market.delta), sum(market.valuations.high)
    best = maximise(market.bundle_alone, *span, kinks=market.valuations.sums)
    return market.valuations.total, span, best.value


def _duopoly(market: BundlingMarket, p: float) -> tuple[Function, tuple[float, float], float]:
    """The same against component 0 at price p."""

    def demand(t: Floats) -> Floats:
        return np.maximum(market.valuations.total(t) - market.valuations.loss(0, t - p, t), 0.0)

    span = bundle_range(market, 0, p)
    best = maximise(lambda t: (t + market.delta) * demand(t), *span, kinks=bundle_kinks(market, 0, p))
    return demand, span, best.value


def _brute(market: BundlingMarket, offers: list[Offer], demand: Function, span: tuple[float, float]) -> float:
    """The largest profit on a grid of 301 prices of the bundle and 201 discounts, geometric near 0 as well."""
    t = np.linspace(*span, 301)
    total = (t + market.delta) * demand(t)
    for offer in offers:
        cap = np.minimum(np.minimum(t, offer.cap), market.valuations.high[1 - offer.k])
        share = np.unique(np.concatenate([np.linspace(0, 1, 161), 0.5 ** np.arange(7, 47)]))
        gains = market.gain(offer.k, cap[:, None] * share, t[:, None])
        total = total + np.maximum(gains.max(axis=1), 0.0)
    return float(total.max())


def _random_market(draw: np.random.Generator) -> BundlingMarket:
    marginals: list[Marginal] = [
        _unit(),
        _unit("1/2", "3/2"),
        _unit(0, 2),
        _unit(1, 2),
        Beta(2, 1),
        Beta(1, 2),
        Beta(2, 5),
        Beta(3, 3),
        TruncatedExponential(float(draw.uniform(0.5, 4)), 1.0),
    ]
    first, second = (marginals[int(i)] for i in draw.integers(len(marginals), size=2))
    kind = int(draw.integers(6))
    valuations: Valuations = Joint(first, first if kind < 2 else second)
    if kind == 4:
        valuations = Comonotone(first)
    if kind == 5:
        valuations = Countermonotone(_unit(0, int(draw.integers(1, 3))))
    return BundlingMarket(valuations, Fraction(int(draw.choice([-10, 0, 0, 0, 3, 5, 10, 25])), 100))


@pytest.mark.parametrize("seed", [0, 3, 4, 6, 7, 9, 10, 13, 14, 15])
def test_no_grid_price_beats_a_bound_that_was_claimed(seed: int) -> None:
    """Random markets, a monopolist and a bundler against random prices of a rival."""
    draw = np.random.default_rng(seed)
    market = _random_market(draw)
    p = float(draw.uniform(0.05, 0.6)) * market.valuations.high[0]
    for (demand, span, best), offers in (
        (_monopoly(market), [Offer(0, math.inf)]),
        (_monopoly(market), [Offer(0, math.inf), Offer(1, math.inf)]),
        (_duopoly(market, p), [Offer(1, p)]),
    ):
        brute = _brute(market, offers, demand, span)
        for room in (0.0, 1e-3):
            if bounded_by(market, offers, bundle_ceiling(market, demand), span, best + room * market.scale):
                assert brute <= best + room * market.scale + market.scale * 16 * market.valuations.error


@pytest.mark.parametrize(
    ("marginal", "name"), [(TruncatedExponential(2, 1), "truncexp-2-1@0"), (Beta(2, 5), "beta-2-5@0")]
)
def test_gains_of_a_few_parts_in_ten_million_are_not_overlooked(marginal: Marginal, name: str) -> None:
    """tests/market_cases.py: one component adds 4.5e-7 or 4.4e-8, both add twice that."""
    market = BundlingMarket(Joint(marginal, marginal), Fraction(0))
    demand, span, best = _monopoly(market)
    for gain, offers in zip(
        TINY_GAINS[name], ([Offer(0, math.inf)], [Offer(0, math.inf), Offer(1, math.inf)]), strict=True
    ):
        assert not bounded_by(market, offers, bundle_ceiling(market, demand), span, best + 0.9 * gain)


@pytest.mark.parametrize(
    ("valuations", "delta"),
    [
        (Joint(_unit(), _unit()), "1/10"),
        (Joint(_unit(), _unit()), 1),
        (Joint(_unit(1, 2), _unit(1, 2)), 0),
        (Joint(TruncatedExponential(3, 1), TruncatedExponential(3, 1)), 0),
        (Joint(TruncatedExponential(5, 2), TruncatedExponential(5, 2)), 0),
        (Comonotone(_unit()), "1/4"),
        (Countermonotone(_unit()), 0),
    ],
    ids=str,
)
def test_collapsed_monopolies_are_proven(valuations: Valuations, delta: int | str) -> None:
    """Section B of the reference and the table of markets: 12b earns what b earns."""
    market = BundlingMarket(valuations, Fraction(delta))
    demand, span, best = _monopoly(market)
    assert bounded_by(market, [Offer(0, math.inf), Offer(1, math.inf)], bundle_ceiling(market, demand), span, best)


def test_where_components_gain_no_bound_is_claimed() -> None:
    """Two uniforms at Delta = 0: 12b earns 4/9 + 2 sqrt(2)/27, 1b earns 59/108, b only 2 sqrt(6)/9."""
    market = BundlingMarket(Joint(_unit(), _unit()), Fraction(0))
    demand, span, best = _monopoly(market)
    for offers, value in (
        ([Offer(0, math.inf)], 59 / 108),
        ([Offer(0, math.inf), Offer(1, math.inf)], 4 / 9 + 2 * math.sqrt(2) / 27),
    ):
        assert not bounded_by(market, offers, bundle_ceiling(market, demand), span, best)
        assert not bounded_by(market, offers, bundle_ceiling(market, demand), span, value - 1e-9)
        assert bounded_by(market, offers, bundle_ceiling(market, demand), span, value + 1e-3)


def test_a_window_is_left_out_and_nothing_else() -> None:
    """With the window around the maximum left out, the bundle's own profit elsewhere is bounded; without, it is not."""
    market = BundlingMarket(Joint(_unit(), _unit()), Fraction(0))
    demand, span, best = _monopoly(market)
    offers = [Offer(0, math.inf), Offer(1, math.inf)]
    assert bounded_by(market, offers, bundle_ceiling(market, demand), span, best, windows=[(0.6, 1.05)])
    assert not bounded_by(market, offers, bundle_ceiling(market, demand), span, best, windows=[(1.2, 1.3)])


@pytest.mark.parametrize("demand", [lambda t: 1 - t, lambda t: (t <= 0.5) * 1.0, lambda t: np.exp(-3 * t)])
def test_the_ceiling_bounds_the_profit_of_the_bundle(demand: Function) -> None:
    """Jumps belong to the interval that ends with them."""
    market = BundlingMarket(Joint(_unit(), _unit()), Fraction(1, 4))
    edges = np.array([0.0, 0.2, 0.5, 0.500001, 0.9, 1.0])
    top = bundle_ceiling(market, demand)(edges[:-1], edges[1:])
    for i in range(5):
        t = edges[i] + (edges[i + 1] - edges[i]) * np.linspace(1e-9, 1, 501)
        assert float(((t + 0.25) * demand(t)).max()) <= top[i]


def test_a_cliff_in_demand_settles_what_cells_cannot() -> None:
    """Countermonotone truncated exponential: everybody values the bundle at least at -2 log((1 + 1/e) / 2), by hand.

    At that price everybody buys; above, demand falls like a square root, so no component can be worth a higher price.
    """
    market = BundlingMarket(Countermonotone(TruncatedExponential(1.0, 1.0)), Fraction(0))
    lowest = -2 * np.log((1 + np.exp(-1)) / 2)
    found = cliff(market, lowest, 0.1)
    assert found is not None
    assert found[0] == pytest.approx(lowest, abs=1e-12)
    # brute force: both components and the bundle on a grid above the cliff earn less
    t = np.linspace(found[0], found[1], 40)[1:, None, None]
    d = np.linspace(0.0, lowest / 2, 120)
    total = market.bundle_alone(t) + market.gain(0, d[:, None], t) + market.gain(1, d, t)
    assert float(total.max()) < lowest


def test_no_cliff_where_demand_falls_smoothly_or_the_price_is_elsewhere() -> None:
    unit = Uniform(Fraction(1), Fraction(2))
    assert cliff(BundlingMarket(Joint(unit, unit), Fraction(0)), 2.0, 0.1) is None
    market = BundlingMarket(Countermonotone(TruncatedExponential(1.0, 1.0)), Fraction(0))
    assert cliff(market, 0.9, 0.1) is None
