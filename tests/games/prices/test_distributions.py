"""Price distributions: what is accepted, probabilities against numerical integration of the density, JSON both ways."""

from collections.abc import Sequence
from fractions import Fraction
from typing import Any

import pytest

from selten.games.errors import InputError
from selten.games.prices.distributions import (
    PriceDistribution,
    PricePoint,
    Stretch,
    distribution_json,
    parse_distribution,
)

HALF = Fraction(1, 2)
SPREAD = Stretch("b", Fraction(1, 4), Fraction(1), ((Fraction(1, 4), Fraction(0)),))
MIXED = PriceDistribution.of([PricePoint({"b": Fraction(1), "2": HALF}, Fraction(1, 4))], [SPREAD])


@pytest.mark.parametrize("x", ["1/4", "1/3", "7/8", "1"])
def test_probability_above_is_the_integral_of_the_density(x: str) -> None:
    terms = ((Fraction(1), Fraction(1, 5)), (Fraction(-1, 50), Fraction(-1, 5)))
    stretch = Stretch("1", Fraction(1, 4), Fraction(1), terms)
    low, count = float(Fraction(x)), 20_000
    width = (1 - low) / count
    middles = [low + (i + 0.5) * width for i in range(count)]
    integral = sum(width * sum(float(b) / (m + float(c)) ** 2 for b, c in terms) for m in middles)
    assert float(stretch.above(Fraction(x))) == pytest.approx(integral, abs=1e-7)


def test_cdf_counts_points_fixed_prices_and_the_free_one() -> None:
    beside = Stretch("b", HALF, Fraction(1), ((HALF, Fraction(0)),), {"2": Fraction(1, 3)})
    mixed = PriceDistribution.of([PricePoint({"b": Fraction(2, 3)}, HALF)], [beside])
    assert mixed.cdf("b", Fraction(2, 3)) == (Fraction(1, 4), Fraction(3, 4))
    assert mixed.cdf("2", Fraction(1, 3)) == (Fraction(0), HALF)
    assert mixed.products == {"2", "b"}


def test_json_both_ways() -> None:
    beside = Stretch("b", HALF, Fraction(1), ((HALF, Fraction(0)),), {"2": Fraction(1, 3)})
    mixed = PriceDistribution.of([PricePoint({"b": Fraction(2, 3)}, HALF)], [beside])
    assert parse_distribution(distribution_json(mixed), "rival") == mixed
    assert distribution_json(mixed)["stretches"][0]["beside"] == {"p2": "1/3"}


@pytest.mark.parametrize(
    ("points", "stretches", "named"),
    [
        ([PricePoint({"1": HALF}, HALF)], [], "sum to 0.5"),
        ([PricePoint({"1": -HALF}, Fraction(1))], [], "points[0]"),
        ([], [Stretch("1", HALF, HALF, ((HALF, Fraction(0)),))], "low < high"),
        ([], [Stretch("1", HALF, Fraction(1), ((HALF, Fraction(-3, 4)),))], "pole"),
        ([], [Stretch("1", HALF, Fraction(1), ((-HALF, Fraction(0)),))], "density"),
        ([], [Stretch("x", HALF, Fraction(1), ((HALF, Fraction(0)),))], "product"),
    ],
)
def test_no_distribution(points: Sequence[PricePoint], stretches: Sequence[Stretch], named: str) -> None:
    with pytest.raises(InputError) as error:
        PriceDistribution.of(points, stretches)
    assert named in str(error.value)


def test_density_that_dips_below_zero_inside_is_refused() -> None:
    # 1/x^2 - 1.7 / (x + 1/4)^2 is positive at 1/4 and negative at 1, where the mass is still positive
    terms = ((Fraction(1), Fraction(0)), (Fraction(-17, 10), Fraction(1, 4)))
    assert Stretch("1", Fraction(1, 4), Fraction(1), terms).mass > 0
    with pytest.raises(InputError, match="density"):
        PriceDistribution.of([], [Stretch("1", Fraction(1, 4), Fraction(1), terms)])


@pytest.mark.parametrize(
    ("data", "named"),
    [
        ([], "rival: got"),
        ({"points": 1, "stretches": []}, "rival.points"),
        ({"points": [{"prices": {"1": 1}, "mass": 1}], "stretches": []}, "p1, p2, pb"),
        ({"points": [{"prices": {"p1": 1}, "mass": "1/2"}], "stretches": []}, "rival: price distribution"),
        ({"points": [], "stretches": [{"product": "p3"}]}, "rival.stretches[0]"),
    ],
)
def test_bad_json_names_the_field(data: Any, named: str) -> None:
    with pytest.raises(InputError) as error:
        parse_distribution(data, "rival")
    assert named in str(error.value)
