"""Bounds on boxes of prices: against profits consumer by consumer at points inside, and what the answer says of itself.

The probabilities of atoms are exact, so a box that is a point has to give the very profit. Prices avoid ties:
valuations are sevenths, prices are not.
"""

from fractions import Fraction
from random import Random
from typing import Any

import numpy as np
import pytest

from selten.equilibria.prices import continuum_bound
from selten.equilibria.prices.continuum_bound import _profit, _weighed, bounded_supremum
from selten.equilibria.prices.continuum_profit import expected_at
from selten.games.bundling import BundlingMarket
from selten.games.consumers.atoms import Atoms
from selten.games.consumers.joint import Joint
from selten.games.consumers.marginals import Uniform
from selten.games.consumers.valuations import demands
from selten.games.errors import InputError
from selten.games.prices.distributions import PriceDistribution, PricePoint

F = Fraction
UNIFORM = Uniform(F(0), F(1))
WIDE = Joint(UNIFORM, Uniform(F(0), F(3, 2)))


def points(*pairs: tuple[dict[str, Any], Any]) -> PriceDistribution:
    return PriceDistribution.of([PricePoint({n: F(p) for n, p in own.items()}, F(mass)) for own, mass in pairs])


def sevenths(seed: int) -> tuple[Random, BundlingMarket]:
    draw = Random(seed)
    values = [(F(draw.randint(0, 7), 7), F(draw.randint(0, 7), 7)) for _ in range(4)]
    return draw, BundlingMarket(Atoms.of(values, ["2/5", "3/10", "1/5", "1/10"]), F(draw.choice((-3, 0, 2)), 10))


@pytest.mark.parametrize("seed", range(10))
def test_a_point_earns_its_profit_and_a_box_bounds_its_points(seed: int) -> None:
    draw, market = sevenths(seed)
    k = seed % 2
    own, theirs = "12"[1 - k], "12"[k]
    rival = points(({theirs: F(draw.randint(1, 99), 101)}, "1/3"), ({theirs: F(draw.randint(1, 99), 101)}, "2/3"))
    terms = _weighed(rival, theirs)
    delta = market.complementarity
    for _ in range(12):
        ps = sorted(F(draw.randint(0, 120), 127) for _ in range(2))
        near = ps[1] if draw.random() < 0.5 else max(F(0), -delta)  # just dearer than the component, or anything
        ts = sorted(near + F(draw.randint(1, 30 if near == ps[1] else 240), 131) for _ in range(2))
        box = tuple(np.array([float(x)]) for x in (*ts, *ps))
        bound = _profit(market, k, terms, box)[0]
        for t in (ts[0], (ts[0] + ts[1]) / 2, ts[1]):
            for p in (ps[0], (2 * ps[0] + ps[1]) / 3, ps[1]):
                if t > p:
                    expected = float(expected_at(market, {own: p, "b": t + delta}, rival, tie="bundle"))
                    x, y = np.array([float(t)]), np.array([float(p)])
                    assert abs(_profit(market, k, terms, (x, x, y, y))[0] - expected) < 1e-12
                    assert bound >= expected - 1e-12


def earned(market: BundlingMarket, prices: dict[str, Any], rival: PriceDistribution) -> Any:
    """The profits from the demand of the market, rival price by rival price; prices are numbers or arrays."""
    total = 0.0
    for point in rival.points:
        theirs = {n: float(p) for n, p in point.prices.items()}
        p = [np.minimum(prices.get(n, np.inf), theirs.get(n, np.inf)) for n in "12b"]
        sold = demands(market.valuations, (p[0], p[1]), p[2] - float(market.delta))
        for n, price in prices.items():
            total = total + float(point.mass) * price * sold["12b".index(n)] * (price < theirs.get(n, np.inf))
    return total


ONE_PRICE = points(({"1": "2/5"}, 1))
CASES = [
    ("001", points(({"1": "2/5"}, "1/3"), ({"1": "4/5"}, "2/3"))),
    ("001", points(({"2": "2/5"}, "1/3"), ({"2": "4/5"}, "2/3"))),
    ("011", points(({"1": "3/10"}, "1/3"), ({"1": "4/5"}, "2/3"))),
    ("101", points(({"2": "3/10"}, "1/3"), ({"2": "4/5"}, "2/3"))),
    ("101", points(({"2": 2}, 1))),
    ("100", points(({"b": "3/5"}, "1/3"), ({"b": "9/10", "2": "1/5"}, "2/3"))),
    ("010", points(({"b": "3/5"}, "1/3"), ({"b": "9/10", "1": "1/5"}, "2/3"))),
    ("010", points(({"b": "3/5"}, "1/3"), ({"1": "1/5"}, "2/3"))),
]


@pytest.mark.parametrize("delta", ["0", "1/5", "-1/5"])
@pytest.mark.parametrize(("offering", "rival"), CASES)
def test_the_prices_earn_the_lower_bound_and_none_of_a_lattice_the_upper(
    delta: str, offering: str, rival: PriceDistribution
) -> None:
    market = BundlingMarket(WIDE, F(delta))
    found = bounded_supremum(market, offering, rival, tolerance=1e-2)
    assert abs(earned(market, found.prices, rival) - found.low) < 1e-9
    assert 0 < found.high - found.low <= 1.01e-2
    names = ["12b"[i] for i in range(3) if offering[i] == "1"]
    lattice = np.meshgrid(*[np.arange(1, 23) / 9 if len(names) == 2 else np.arange(1, 60) / 23] * len(names))
    assert earned(market, dict(zip(names, lattice, strict=True)), rival).max() <= found.high


def test_the_tolerance_is_a_ten_thousandth_unless_said_otherwise() -> None:
    """Against component 1 for nothing the bundle is worth component 2: 1/4 at 1/2."""
    found = bounded_supremum(BundlingMarket(Joint(UNIFORM, UNIFORM), F(0)), "001", points(({"1": 0}, 1)))
    assert found.low <= 0.25 <= found.high <= found.low + 1.01e-4


def test_the_work_is_counted() -> None:
    """64 prices of the bundle, and 16 times 8 boxes of two prices, if any bound will do."""
    market = BundlingMarket(WIDE, F(0))
    assert bounded_supremum(market, "001", ONE_PRICE, tolerance=9.0).boxes == 64
    assert bounded_supremum(market, "011", ONE_PRICE, tolerance=9.0).boxes == 64 + 128


@pytest.mark.parametrize("offering", ["001", "011"])
def test_a_search_cut_short_still_bounds(offering: str, monkeypatch: pytest.MonkeyPatch) -> None:
    market = BundlingMarket(WIDE, F(0))
    whole = bounded_supremum(market, offering, ONE_PRICE, tolerance=1e-3)
    monkeypatch.setattr(continuum_bound, "MOST_BOXES", 100)
    short = bounded_supremum(market, offering, ONE_PRICE, tolerance=1e-3)
    assert short.boxes < whole.boxes
    assert short.boxes < 500
    assert short.low <= whole.low
    assert short.high > whole.high


class Doubtful(Joint):
    """Probabilities that may be off by a hundredth."""

    @property
    def error(self) -> float:
        return 0.01


@pytest.mark.parametrize("offering", ["001", "011"])
def test_errors_of_probabilities_widen_the_upper_bound(offering: str) -> None:
    """By several times the error, of prices as high as the scale."""
    sure, unsure = (BundlingMarket(kind(UNIFORM, Uniform(F(0), F(3, 2))), F(0)) for kind in (Joint, Doubtful))
    first, second = (bounded_supremum(market, offering, ONE_PRICE, tolerance=1e-2) for market in (sure, unsure))
    assert second.low == first.low
    assert second.high - first.high > 4 * 0.01 * sure.scale


@pytest.mark.parametrize(
    ("offering", "theirs"),
    [
        ("100", {"1": "1/2", "b": "4/5"}),
        ("100", {"2": "1/2"}),
        ("110", {"b": "4/5"}),
        ("001", {"b": "4/5"}),
        ("001", {"1": "1/2", "2": "1/2"}),
        ("011", {"2": "1/2"}),
        ("011", {"b": "4/5"}),
        ("111", {"1": "1/2"}),
        ("000", {"1": "1/2"}),
    ],
)
def test_other_pairs_of_offerings_are_refused(offering: str, theirs: dict[str, str]) -> None:
    with pytest.raises(InputError, match=f"got {offering} against prices of"):
        bounded_supremum(BundlingMarket(WIDE, F(0)), offering, points((theirs, 1)))


@pytest.mark.parametrize("delta", [1, 2])
def test_a_strong_complement_is_sold_to_all_by_hand(delta: int) -> None:
    """Against component 1 for nothing: (t + Delta) (1 - t) from t = 0 on, t + Delta below; most at t = 0."""
    market = BundlingMarket(Joint(UNIFORM, UNIFORM), F(delta))
    for offering in ("001", "011"):
        found = bounded_supremum(market, offering, points(({"1": 0}, 1)), tolerance=1e-2)
        assert found.low <= delta <= found.high <= delta + 2e-2


def test_a_bundle_hardly_dearer_than_its_component_by_hand() -> None:
    """Who values (1/10, 1) pays 51/100 for component 2 and 5/100 + 2/10 more for the bundle, 1 is 1/10 elsewhere."""
    market = BundlingMarket(Atoms.of([("1/10", 1)], [1]), F(1, 5))
    box = tuple(np.array([x]) for x in (0.53, 0.65, 0.5, 0.52))
    assert _profit(market, 0, [(0.1, 1.0)], box)[0] >= 0.76
