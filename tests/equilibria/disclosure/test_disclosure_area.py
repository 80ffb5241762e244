"""Grids and areas of the disclosure game: the exact solver point by point, areas known in closed form, brackets."""

import random
from dataclasses import replace
from fractions import Fraction
from itertools import product
from typing import Any

import numpy as np
import pytest
from disclosure_cases import figure, random_market

from selten.equilibria.disclosure.answer import solve_disclosure
from selten.equilibria.disclosure.area import HALVES, Areas, areas, areas_by_cost
from selten.equilibria.disclosure.grid import verdict_grid
from selten.equilibria.disclosure.outcome import fraction
from selten.equilibria.disclosure.polygons import pieces
from selten.equilibria.disclosure.verdict import VERDICTS
from selten.games.disclosure import DisclosureMarket
from selten.games.errors import InputError

RULES = (("random", "uniform"), ("efficient", "uniform"), ("inefficient", "uniform"), ("random", "homogeneous"))


@pytest.mark.parametrize(("arrival", "tastes"), RULES)
def test_grids_agree_with_the_exact_solver(arrival: str, tastes: str) -> None:
    rng, seen = random.Random(1), set()
    for _ in range(80):
        market = random_market(rng, arrival, tastes)
        exact = solve_disclosure(market).verdict
        low, high = map(float, market.priced)
        assert VERDICTS[int(verdict_grid(market, low, high))] == exact
        seen.add(exact)
    assert {"no", "tie"} <= seen


def test_a_grid_refuses_prices_that_are_none() -> None:
    with pytest.raises(InputError, match="price_low: got a price that is negative or not finite"):
        verdict_grid(figure(), [-1.0], [2.0])
    with pytest.raises(InputError, match=r"values\.H: got 0"):
        verdict_grid(figure(values={"L": 1, "H": 0}), 1.0, 2.0)


@pytest.mark.parametrize(
    ("arrival", "verdict", "preferred", "otherwise"),
    [
        ("efficient", "weak", 5.8291, 7.2),
        ("inefficient", "weak", 0.4936, 1.3795),
        ("inefficient", "zero_only", 1.0972, None),
    ],
)
def test_areas_of_figure_1_with_ordered_arrivals(
    arrival: str, verdict: str, preferred: float, otherwise: float | None
) -> None:
    """The reference's areas (two quadtrees, to 1e-3), here exact rationals."""
    found = areas(figure(arrival=arrival))
    assert isinstance(found.value(HALVES[0], verdict), Fraction)
    assert float(found.value(HALVES[0], verdict)) == pytest.approx(preferred, abs=5e-4)
    assert otherwise is None or float(found.value(HALVES[1], verdict)) == pytest.approx(otherwise, abs=5e-4)
    _adds_up(found, 12.5, 22.5)


def test_areas_of_figure_1_with_random_arrivals() -> None:
    """4.39499 is the closed form's area; the other half is the reference's."""
    found = areas(figure(), tolerance=0.15)
    low, high = found.bracket(HALVES[0], "strict")
    assert low < 4.39499 < high < low + 0.02
    assert found.value(HALVES[0], "strict") == pytest.approx(4.39499, abs=1e-4)
    assert found.value(HALVES[1], "strict") == pytest.approx(5.2447, abs=1e-3)
    assert sum(sum(guessed.values()) for guessed in found.guessed.values()) <= 0.15
    _adds_up(found, 12.5, 22.5)


def _adds_up(found: Areas, preferred: float, otherwise: float) -> None:
    for half, whole in zip(HALVES, (preferred, otherwise), strict=True):
        assert float(sum(found.value(half, name) for name in VERDICTS)) == pytest.approx(whole, abs=1e-9)


def test_areas_by_search_cost() -> None:
    """The reference's areas for Proposition 3, and its counterexample (2.4359 at 0.05, 3.5088 at 1)."""
    falling = [a.value(HALVES[0], "strict") for a in areas_by_cost(figure(), ["1/5", 1, "3/2"], tolerance=0.3)]
    assert falling == pytest.approx([4.8576, 3.3144, 1.8903], abs=1e-3)
    rising = areas_by_cost(figure(stock=1), ["1/20", 1], tolerance=0.3)
    assert [a.value(HALVES[0], "strict") for a in rising] == pytest.approx([2.4359, 3.5088], abs=1e-3)


def _estimate(market: DisclosureMarket, count: int) -> dict[str, float]:
    """Areas from the verdicts at the centres of count x count cells."""
    width, height = map(float, market.values)
    middles = (np.arange(count) + 0.5) / count
    codes = verdict_grid(market, middles[:, None] * width, middles[None, :] * height)
    return {name: float((codes == i).mean()) * width * height for i, name in enumerate(VERDICTS)}


@pytest.mark.parametrize(("arrival", "tastes"), RULES)
def test_areas_are_those_of_a_grid_of_points(arrival: str, tastes: str) -> None:
    """The grid decides in doubles, point by point; its error is at most its cells along the boundaries."""
    rng = random.Random(6)
    for _ in range(3):
        market = random_market(rng, arrival, tastes)
        size = float(market.values[0] * market.values[1])
        found, near = areas(market, tolerance=0.05 * size), _estimate(market, 150)
        for name in VERDICTS:
            total = sum(float(found.value(half, name)) for half in HALVES)
            assert total == pytest.approx(near[name], abs=0.02 * size)


@pytest.mark.parametrize(
    ("arrival", "tastes", "markets"),
    [("efficient", "uniform", 3), ("inefficient", "uniform", 3), ("random", "homogeneous", 60)],
)
def test_polygons_cover_the_box_and_have_one_verdict(arrival: str, tastes: str, markets: int) -> None:
    """The exact solver at the centre of every polygon: a sign of revenue, and of shortage where revenue is alike."""
    rng, seen = random.Random(9), set()
    for _ in range(markets):
        market = random_market(rng, arrival, tastes)
        total = Fraction(0)
        for piece in pieces(market):
            corners = [(fraction(x), fraction(y)) for x, y in piece.polygon]
            low, high = (sum((p[k] for p in corners), Fraction(0)) / len(corners) for k in (0, 1))
            gains = solve_disclosure(market.at(low, high)).gains
            for (revenue, shortage), sign, avoided in zip(gains, piece.revenue, piece.shortage, strict=True):
                assert isinstance(sign, tuple) or sign == revenue
                assert sign != 0 or shortage == avoided
                seen.add((revenue, shortage))
            pairs = zip(corners, [*corners[1:], corners[0]], strict=True)
            total += abs(sum((p[0] * q[1] - q[0] * p[1] for p, q in pairs), Fraction(0))) / 2
        assert total == market.values[0] * market.values[1]
    assert {(0, 0), (1, 0), (-1, 0)} <= {(revenue, 0 if revenue else shortage) for revenue, shortage in seen}
    assert tastes == "uniform" or {(0, -1), (0, 1)} <= seen


def test_proven_cells_have_the_verdict_at_random_points_in_them() -> None:
    """Bounds over boxes against the exact solver at points of the boxes."""
    from selten.equilibria.disclosure.parameters import parameters
    from selten.equilibria.disclosure.random_kernel import classify

    rng, proven = random.Random(12), 0
    for _ in range(150):
        market = random_market(rng, "random")
        size = [float(v) / 64 for v in market.values]
        low = [float(v) * rng.randint(1, 62) / 64 for v in market.values]
        box = np.array([low[0], low[0] + size[0], low[1], low[1] + size[1]])
        code = classify(parameters(market), box, np.array([0.0, 1.0] * 3), 30)
        if code >= 0:
            proven += 1
            point = [Fraction(a + rng.random() * b) for a, b in zip(low, size, strict=True)]
            assert solve_disclosure(market.at(*point)).verdict == VERDICTS[code]
    assert proven > 60


def test_a_stopped_search_still_covers_the_box() -> None:
    found: Any = areas(figure(), tolerance=1e-9, time_limit=1e-6)
    _adds_up(found, 12.5, 22.5)
    low, high = found.bracket(HALVES[0], "strict")
    assert low < 4.39499 < high


@pytest.mark.parametrize(("arrival", "asked"), [("efficient", 0), ("efficient", 30), ("inefficient", 60)])
def test_polygons_that_are_not_reached_are_guessed(arrival: str, asked: int) -> None:
    """The whole enumeration is exact: what a stopped one says must contain it, and guess it well."""
    market, calls = figure(arrival=arrival), iter(range(10**9))
    exact, found = areas(market, tolerance=1e-3), areas(market, enough=lambda: next(calls) >= asked)
    _adds_up(found, 12.5, 22.5)
    assert sum(sum(found.guessed[half].values()) for half in HALVES) > 1
    for half, name in product(HALVES, VERDICTS):
        low, high = found.bracket(half, name)
        assert float(low) <= float(exact.bracket(half, name)[1])
        assert float(high) >= float(exact.bracket(half, name)[0])
        assert float(found.value(half, name)) == pytest.approx(float(exact.value(half, name)), abs=0.6)


def test_a_product_worth_nothing_leaves_no_area() -> None:
    found = areas(replace(figure(), values=(Fraction(0), Fraction(7))))
    assert {found.value(half, name) for half in HALVES for name in VERDICTS} == {0}


def test_without_search_cost_nothing_that_is_said_matters() -> None:
    """Whoever wants a product comes: bounds on thresholds that rest on a positive cost must not be used."""
    found = areas(figure(search_cost=0))
    assert [found.value(half, "tie") for half in HALVES] == [Fraction(25, 2), Fraction(45, 2)]
    assert set(verdict_grid(figure(search_cost=0), [1.0, 2.0, 3.0], [5.0, 5.0, 4.0])) == {VERDICTS.index("tie")}
