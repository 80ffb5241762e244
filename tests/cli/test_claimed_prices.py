"""What claimed prices of bundling markets earn and could earn: profits by hand for uniform valuations."""

import json
import math
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest

from selten.cli.claimed_prices import EQUAL, earned, replies
from selten.games.bundling import BundlingMarket
from selten.games.errors import InputError
from selten.games.number import read_json
from selten.games.specs.market_spec import parse_market


def market(valuations: dict[str, Any], complementarity: str) -> BundlingMarket:
    return parse_market({"valuations": valuations, "complementarity": complementarity}, "market.json", Path())


ALIKE, AWAY = (market({"comonotone": {"uniform": [0, 1]}}, delta) for delta in ("1/4", "-1/4"))
"""Consumers of value v for either component, uniform on [0, 1]; bundling is worth 1/4, or costs it.

Against a component at p <= t / 2 the bundle at t sells to v >= t - p, the component to the t - 2 p below them.
"""

TWO, COSTLY = (market({"independent": [{"uniform": [0, 1]}, {"uniform": [0, 2]}]}, delta) for delta in ("1/4", "-1/4"))


@pytest.mark.parametrize(
    ("consumers", "name", "prices", "best", "earns"),
    [
        (TWO, "1", {"p1": "1/2"}, 1 / 4, 1 / 4),
        (TWO, "1", {"p1": "1/4", "p2": None, "pb": None}, 1 / 4, 3 / 16),
        (TWO, "2", {"p2": 1}, 1 / 2, 1 / 2),
        (TWO, "2", {"p2": "1/2"}, 1 / 2, 3 / 8),
        (TWO, "1", {"p1": None}, 1 / 4, 0),
        # (p + 1/4) (1 - p) and (p + 1/4) (1 - p / 2) are largest at 3/8 and 7/8
        (TWO, "1+delta", {"p2": 0, "pb": "5/8"}, 25 / 64, 25 / 64),
        (TWO, "1+delta", {"pb": "3/4"}, 25 / 64, 3 / 8),
        (TWO, "2+delta", {"p1": 0, "pb": "9/8"}, 81 / 128, 81 / 128),
        (TWO, "2+delta", {"p1": 0, "pb": "5/4"}, 81 / 128, 5 / 8),
        (TWO, "2+delta", {"p1": 0, "pb": None}, 81 / 128, 0),
        # (t + 1/4) (1 - t / 2) is largest at 7/8
        (ALIKE, "b", {"pb": "9/8"}, 81 / 128, 81 / 128),
        (ALIKE, "b", {"pb": "5/4"}, 81 / 128, 5 / 8),
        # bundling costs 1/4: alone it earns (t - 1/4) (1 - t / 2), at 9/8 49/128; each component earns 1/4 at 1/2
        (AWAY, "b", {"pb": "7/8"}, 49 / 128, 49 / 128),
        (AWAY, "12b", {"p1": "1/2", "p2": "1/2"}, 1 / 2, 1 / 2),
        (AWAY, "12b", {"pb": "7/8"}, 1 / 2, 49 / 128),
        (AWAY, "12b", {"p1": "1/2", "p2": "1/4", "pb": "7/8"}, 1 / 2, 7 / 16),  # 3/4 < t = 9/8: nobody bundles
        (AWAY, "1b", {"p1": "1/2", "pb": "19/20"}, None, 0.95 * 0.3 + 0.5 * 0.2),  # t = 6/5: bundles from 7/10 on
    ],
)
def test_monopolists(consumers: BundlingMarket, name: str, prices: Any, best: float | None, earns: float) -> None:
    (found,) = replies(consumers, name, prices)
    assert found.products == name
    assert found.earned == pytest.approx(earns, abs=1e-12)
    assert found.best >= earns - 1e-12
    assert best is None or found.best == pytest.approx(best, abs=1e-12)
    assert 0 <= found.regret < 1e-8


@pytest.mark.parametrize(
    ("consumers", "name", "prices", "firms"),
    [
        # the bundler's t is best at (1 + p - 1/4) / 2, for ((1 + p + 1/4) / 2) ** 2; p at t / 4, for t ** 2 / 8
        (ALIKE, "b|1", {"p1": "3/28", "pb": "19/28"}, {"b": (361 / 784, 361 / 784), "1": (9 / 392, 9 / 392)}),
        (ALIKE, "1|b", {"p1": "1/8", "pb": "11/16"}, {"1": (49 / 2048, 48 / 2048), "b": (121 / 256, 121 / 256)}),
        (ALIKE, "b|2", {"p2": "1/8", "pb": 1}, {"b": (121 / 256, 3 / 8), "2": (9 / 128, 1 / 16)}),
        (ALIKE, "2|b", {"p2": 0, "pb": 0}, {"2": (0, 0), "b": (25 / 64, 0)}),
        # t = 1/2 and the bundler's component at 1/5: both components sell apart below 3/10
        (TWO, "1|2b", {"p1": "1/4", "p2": "1/5", "pb": "3/4"}, {"1": (0.21, 0.1875), "2b": (None, 0.18)}),
        # at 3/10 all tie: the component's supremum, the bundle's to whom v1 >= 3/10 and v2 >= 1/5
        (TWO, "1|2b", {"p1": 0.3, "p2": 0.2, "pb": "3/4"}, {"1": (0.21, 0.21), "2b": (None, 0.75 * 0.63 + 0.2 * 0.27)}),
        # above it the component sells to v1 >= 7/20 and v2 < 3/20
        (TWO, "1|2b", {"p1": 0.35, "p2": 0.2, "pb": "3/4"}, {"1": (0.21, 0.35 * 0.65 * 0.075)}),
        (TWO, "2|1b", {"p1": "1/5", "p2": "1/4", "pb": "3/4"}, {"2": (0.3 * 0.85, 7 / 32), "1b": (None, 0.16)}),
        (TWO, "1b|2", {"p1": "1/5", "p2": "1/4", "pb": "3/4"}, {"1b": (None, 0.16), "2": (0.3 * 0.85, 7 / 32)}),
    ],
)
def test_duopolists(consumers: BundlingMarket, name: str, prices: Any, firms: dict[str, Any]) -> None:
    """The firm of the name first."""
    found = replies(consumers, name, prices)
    assert "|".join(reply.products for reply in found) == name
    for reply in found:
        best, earns = firms.get(reply.products, (None, None))
        assert reply.regret >= 0
        assert best is None or reply.best == pytest.approx(best, abs=1e-12)
        assert earns is None or reply.earned == pytest.approx(earns, abs=1e-12)


@pytest.mark.parametrize(("name", "key", "price"), [("2b|1", "p1", 0.6), ("1b|2", "p2", 0.9)])
def test_a_component_beside_the_bundle_counts(name: str, key: str, price: float) -> None:
    """Where bundling costs 1/4 the component that the rival lacks is worth selling: held against a grid of prices."""
    bundler, alone = (replies(COSTLY, one, {key: price, "pb": 1})[0].best for one in (name, f"b|{name[-1]}"))
    grid = [
        earned(COSTLY, name[:2], name[-1], {key: price, f"p{name[0]}": own / 32, "pb": pb / 32})
        for own in range(2, 64, 2)
        for pb in range(8, 64, 2)
    ]
    assert alone + 1e-3 < max(grid) <= bundler + 1e-12


@pytest.mark.parametrize(("name", "key", "apart"), [("2b|1", "p1", 1 / 2), ("1b|2", "p2", 1 / 4)])
def test_a_bundler_may_leave_the_bundle_unsold(name: str, key: str, apart: float) -> None:
    """Against a component at 1/8 it earns less than its own component, which it can sell by itself."""
    prices = {key: "1/8", f"p{name[0]}": apart * 2, "pb": 3}
    assert replies(COSTLY, name, prices)[0].best == pytest.approx(apart)
    assert replies(COSTLY, name, prices)[0].earned == pytest.approx(apart)
    assert replies(COSTLY, f"b|{name[-1]}", {key: "1/8", "pb": 1})[0].best < apart


def test_where_ties_end() -> None:
    """Sums of prices this far from t = 1/2 still count as t, the next doubles do not: the other component is free.

    Then at 1/2 component 1 earns 1/4 by itself and nothing beside the bundle, whose seller's component earns nothing.
    """
    tie = EQUAL * TWO.scale

    def earns(firm: str, rival: str, p: float) -> float:
        return earned(TWO, firm, rival, {"p1": p, "p2": 0.0, "pb": 0.75})

    least, most = 0.5 - tie, 0.5 + tie
    assert earns("1", "2b", most) == pytest.approx(0.25)
    assert earns("1", "2b", math.nextafter(most, 1)) == pytest.approx(0)
    assert earns("2b", "1", least) == pytest.approx(0.75 * 0.5)  # to all of v1 >= 1/2
    assert earns("2b", "1", math.nextafter(least, 0)) == pytest.approx(0)


@pytest.mark.parametrize("prices", [None, {}])
def test_monopolists_may_name_no_prices(prices: Any) -> None:
    (found,) = replies(TWO, "1", prices)
    assert found.best == pytest.approx(0.25)
    assert found.earned is None


@pytest.mark.parametrize(
    ("name", "prices", "message"),
    [
        ("b|1", None, "prices: b|1: p1: got None; allowed: a finite price"),
        ("b|1", [1], "prices: b|1: got [1]; allowed: an object of prices"),
        ("1", 3, "prices: 1: got 3; allowed: an object of prices"),
        ("b|1", {}, "prices: b|1: p1: got None; allowed: a finite price"),
        ("b|1", {"pb": 1}, "prices: b|1: p1: got None; allowed: a finite price"),
        ("1|b", {"pb": 1}, "prices: 1|b: p1: got None; allowed: a finite price"),
        ("2|1b", {"p1": 1, "p2": 1}, "prices: 2|1b: pb: got None; allowed: a finite price"),
        ("b|1", {"p1": "1e999", "pb": 1}, "prices: b|1: p1: got '1e999'; allowed: a finite price"),
        ("b|1", {"p1": True, "pb": 1}, "prices: b|1: p1: got True; allowed: a finite price"),
        ("b|1", {"p1": 1, "pb": "x"}, "prices: b|1: pb: got 'x'; allowed: a finite price"),
        ("b|1", {"p1": 1, "pb": 1, "p2": 1}, "prices: b|1: got the price 'p2'; allowed: p1, pb"),
        ("b|1", {"p1": 1, "pb": 1, "p3": None}, "prices: b|1: got the price 'p3'; allowed: p1, pb"),
        ("1", {"p1": 1, "pb": 1}, "prices: 1: got the price 'pb'; allowed: p1"),
        ("1+delta", {"p1": 1, "pb": 1}, "prices: 1+delta: got the price 'p1'; allowed: p2, pb"),
        ("1+delta", {"p2": "1/2", "pb": 1}, "prices: 1+delta: p2: got '1/2'; allowed: 0, as it is free"),
    ],
)
def test_prices_of_another_shape_are_bad_input(name: str, prices: Any, message: str) -> None:
    with pytest.raises(InputError) as refused:
        replies(TWO, name, read_json(json.dumps(prices), "claim") if prices else prices)
    assert str(refused.value) == message


def test_decimals_are_read_as_they_are_printed() -> None:
    """A claim's numbers arrive as fractions."""
    assert replies(TWO, "1", {"p1": Fraction(1, 2)})[0].earned == 0.25
