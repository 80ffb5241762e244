"""Price distributions: curves against the exact law at their own places, densities by their integrals."""

from fractions import Fraction

import numpy as np
import pytest
from figure_reading import parts, points
from matplotlib.figure import Figure

from selten.equilibria.prices.lifting import Lifted, lift
from selten.equilibria.prices.lifting_json import lifted_json
from selten.equilibria.prices.solve import solve_prices
from selten.games.bundling import BundlingMarket
from selten.games.consumers.atoms import Atoms
from selten.games.errors import InputError
from selten.games.prices.distributions import PriceDistribution, PricePoint, Stretch, distribution_json
from selten.games.prices.grids import duopoly_game
from selten.report.figures import describe_prices, draw_price_cdf, draw_price_density, grid_prices
from selten.report.figures.price_laws import price_laws

QUARTER, HALF, ONE = Fraction(1, 4), Fraction(1, 2), Fraction(1)
CAPTIVES = PriceDistribution.of(
    [PricePoint({"b": ONE}, QUARTER)], [Stretch("b", QUARTER, ONE, ((QUARTER, Fraction(0)),))]
)
"""Varian's model: prices b with P(price <= x) = (1 - 1/(4x)) / 1 on [1/4, 1), and an atom of 1/4 at 1."""

MARKET = BundlingMarket(Atoms.of([(0, "1/2"), (0, 1), ("3/5", 0), ("3/5", "2/5")], ["1/4"] * 4), Fraction(0))


def test_the_curve_is_the_closed_form() -> None:
    line = draw_price_cdf(CAPTIVES).get_lines()[0]
    inside = [(x, y) for x, y in points(line) if 0.25 <= x < 1]
    assert len(inside) > 50
    assert [y for _, y in inside] == pytest.approx([1 - 1 / (4 * x) for x, _ in inside], abs=1e-12)
    assert points(line)[-1][1] == 1


def test_a_jump_is_as_high_as_its_atom() -> None:
    (dots,) = (line for line in draw_price_cdf(CAPTIVES).get_lines() if line.get_marker() == "o")
    assert points(dots) == [(1.0, 1.0)]
    line = draw_price_cdf(CAPTIVES).get_lines()[0]
    assert [y for x, y in points(line) if x == 1] == [0.75, 1.0]


def test_density_and_stems_make_a_probability() -> None:
    """The area under the line by the trapezoid rule, and the height of the stem on the other scale."""
    axes = draw_price_density(CAPTIVES)
    x, y = np.array(points(axes.get_lines()[0])).T
    (twin,) = (own for own in axes.get_figure(root=True).axes if own is not axes)  # type: ignore[union-attr]
    (stem,) = parts(twin, "law-0")
    assert points(stem) == [(1.0, 0.0), (1.0, 0.25)]
    assert np.trapezoid(y, x) + 0.25 == pytest.approx(1, abs=1e-3)


def test_pairs_are_stems_alone() -> None:
    axes = draw_price_density({"firm": [("1/3", "1/4"), ("1/3", "1/4"), (1, HALF)]}, axes=Figure().add_subplot())
    assert [points(stem)[1] for stem in parts(axes, "law-0")] == [(1 / 3, 0.5), (1.0, 0.5)]
    assert axes.get_ylabel() == "probability"


def test_a_product_that_is_not_always_sold() -> None:
    mixed = PriceDistribution.of([PricePoint({"b": ONE}, HALF), PricePoint({"b": ONE, "2": HALF}, HALF)])
    text = describe_prices(mixed)
    assert "component 2 is 1/2 with probability 1/2 and not set (the product is not sold) with probability 1/2" in text
    line = next(line for line in draw_price_cdf(mixed).get_lines() if str(line.get_label()) == "component 2")
    assert points(line)[-1][1] == 0.5


@pytest.fixture(scope="module")
def lifted() -> Lifted:
    found = lift(MARKET, "001", "100", sizes=(240,))
    assert isinstance(found, Lifted)
    return found


def test_a_lifted_pair_and_its_json_are_one(lifted: Lifted) -> None:
    own = price_laws(lifted)
    record = price_laws({"b|1": lifted_json(lifted)})
    assert [(law.atoms, law.stretches) for law in own] == [(law.atoms, law.stretches) for law in record]
    assert [law.name for law in own] == ["firm 1 · bundle", "firm 2 · component 1"]
    assert [law.name for law in record] == ["b|1 · own · bundle", "b|1 · rival · component 1"]


def test_the_curves_of_a_lifted_pair_are_its_exact_laws(lifted: Lifted) -> None:
    lines = [line for line in draw_price_cdf(lifted).get_lines() if line.get_marker() != "o"]
    for line, mixed, product in zip(lines, lifted.strategies, ("b", "1"), strict=True):
        for x, y in points(line)[1:-1]:
            low, high = (float(value) for value in mixed.cdf(product, Fraction(x)))
            assert low - 1e-9 <= y <= high + 1e-9


def test_prices_of_a_grid_solution() -> None:
    """The stems of firm 2 are the weights that the solver gives, at the prices that the game gives."""
    game = duopoly_game(MARKET, "001", "100", step="1/20")
    found = solve_prices(game).equilibria[0]
    axes = draw_price_density(grid_prices(game, found))
    stems = [points(stem)[1] for stem in parts(axes, "law-1")]
    wanted = [
        (float(game.price_vector(1, int(s))["1"]), float(w))
        for s, w in zip(found.supports[1], found.weights[1], strict=True)
    ]
    assert stems == sorted(wanted)


def test_json_reads_as_the_distribution() -> None:
    assert price_laws(distribution_json(CAPTIVES)) == price_laws(CAPTIVES)


@pytest.mark.parametrize(
    ("prices", "message"),
    [
        ("1/2", "got a str; allowed: a PriceDistribution"),
        ([(1, "1/2")], "sum to 0.5; allowed: 1"),
        ([(1, -1), (2, 2)], "got the probability -1; allowed: at least 0"),
        ([1, 2], "allowed: pairs"),
        ({}, "got no prices"),
        ({"points": [], "stretches": []}, "sum to 0"),
        ({"a": {"b": {"c": {"d": [(1, 1)]}}}}, "names within names"),
    ],
)
def test_wrong_subjects(prices: object, message: str) -> None:
    for draw in (draw_price_cdf, draw_price_density, describe_prices):
        with pytest.raises(InputError, match=message):
            draw(prices)
