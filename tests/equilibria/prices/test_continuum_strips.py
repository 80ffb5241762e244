"""Suprema over all real prices: against the exact search over vertices, and strips against lattices of prices."""

from fractions import Fraction
from random import Random

import pytest

from selten.equilibria.prices.continuum_curves import Curve
from selten.equilibria.prices.continuum_deviation import _Strip, beside_pieces, continuum_supremum, single_pieces
from selten.equilibria.prices.continuum_points import points_supremum
from selten.equilibria.prices.continuum_profit import Piece, expected_at
from selten.games.bundling import BundlingMarket, products
from selten.games.consumers.atoms import Atoms
from selten.games.errors import InputError
from selten.games.prices.distributions import PriceDistribution, PricePoint, Stretch

F = Fraction
SMALL = F(1, 10**30)


def drawn(draw: Random, rival: str) -> tuple[BundlingMarket, PriceDistribution]:
    values = [(F(draw.randint(0, 6), 6), F(draw.randint(0, 6), 6)) for _ in range(3)]
    market = BundlingMarket(Atoms.of(values, ["1/2", "1/3", "1/6"]), F(draw.randint(-2, 2), 12))
    vectors = [{n: F(draw.randint(0, 8), 6) for n in sorted(products(rival))} for _ in range(2)]
    return market, PriceDistribution.of([PricePoint(p, m) for p, m in zip(vectors, (F(1, 3), F(2, 3)), strict=True)])


@pytest.mark.parametrize("seed", range(4))
@pytest.mark.parametrize(
    ("own", "rival"),
    [
        ("100", "001"),
        ("010", "101"),
        ("001", "110"),
        ("001", "111"),
        ("011", "100"),
        ("101", "010"),
        ("011", "000"),
        ("000", "001"),
    ],
)
def test_against_finitely_many_prices_the_search_over_vertices_agrees(seed: int, own: str, rival: str) -> None:
    market, mixed = drawn(Random(seed), rival)
    found, expected = continuum_supremum(market, own, mixed), points_supremum(market, own, mixed)
    assert found - expected.profit < SMALL
    if expected.exact:
        assert found >= expected.profit


CONCAVE = Curve(F(3), F(-1), {F(0): F(-1)})
"""3 - x - 1/x: at most 1, at 1."""

EARLY = Curve(F(3), F(-1), {F(0): F(-1, 4)})
"""3 - x - 1/4x: at most 2, at 1/2."""

CONVEX = Curve(F(-2), F(1), {F(0): F(1)})
RISING, FALLING = Curve(F(0), F(1)), Curve(F(2), F(-1))
CURVES = [CONCAVE, EARLY, CONVEX, RISING, FALLING]
STRIPS = [("1/4", "1"), ("3/4", "7/4"), ("-3/2", "-3/4")]


@pytest.mark.parametrize(("low", "high"), STRIPS)
@pytest.mark.parametrize("g", range(5))
def test_strips_against_a_lattice(low: str, high: str, g: int) -> None:
    """All t and d from 1/4 to 2 in steps of 1/32 whose difference is in the strip; edges lie on the lattice."""
    ends = F(1, 4), F(2)
    numbers = [F(k, 32) for k in range(8, 65)]
    for h, curve in enumerate(CURVES):
        by_t, by_d = [(*ends, CURVES[g])], [(*ends, curve)]
        first, second = ([float(CURVES[i](x)) for x in numbers] for i in (g, h))
        best = max(
            first[i] + second[j]
            for i, t in enumerate(numbers)
            for j, d in enumerate(numbers)
            if F(low) <= t - d <= F(high)
        )
        found = float(_Strip(F(low), F(high), by_t, by_d).best(F(-10)))
        assert best - 1e-12 <= found < best + 2e-3


def test_a_peak_inside_the_strip_by_hand() -> None:
    """1 at t = 1 and 2 at d = 1/2, 1/2 apart; where they must be more than 1 apart, both give way."""
    by_t: list[Piece] = [(F(1, 8), F(1, 2), CONCAVE), (F(1, 2), F(4), CONCAVE)]
    by_d: list[Piece] = [(F(1, 8), F(1), EARLY), (F(1), F(4), EARLY)]
    assert 0 <= _Strip(F(0), F(1), by_t, by_d).best(F(0)) - 3 < F(1, 10**8)
    assert _Strip(F(1), F(2), by_t, by_d).best(F(0)) < F(299, 100)
    assert _Strip(F(0), F(1), by_t, by_d).best(F(5)) == 5
    assert _Strip(F(5), F(6), by_t, by_d).best(F(0)) == 0


def test_pieces_that_only_touch_the_strip_do_not_count() -> None:
    """5 is earned where t < 2 and d > 1, or where t > 3 and d < 2: never at t - d in (1, 2], or in (0, 1]."""
    by_d: list[Piece] = [(F(1), F(2), Curve())]
    assert _Strip(F(1), F(2), [(F(1), F(2), Curve(F(5))), (F(2), F(3), Curve())], by_d).best(F(0)) < SMALL
    assert _Strip(F(0), F(1), [(F(2), F(3), Curve()), (F(3), F(4), Curve(F(5)))], by_d).best(F(0)) < SMALL


SPREAD = PriceDistribution.of(
    [PricePoint({"1": F(2, 5)}, F(1, 3))], [Stretch("1", F(1, 4), F(1, 2), ((F(1, 3), F(0)),))]
)
FOUR = Atoms.of([("2/5", "3/5"), ("3/5", "1/5"), (1, "2/5"), ("1/2", "1/2")], ["1/4"] * 4)


@pytest.mark.parametrize("delta", ["0", "1/10", "-1/10"])
def test_pieces_are_profits(delta: str) -> None:
    """At every price between breaks the very profit, with component 2 at 9/20 beside the bundle and without."""
    market = BundlingMarket(FOUR, F(delta))
    alone, beside = single_pieces(market, "b", SPREAD), beside_pieces(market, "2", F(9, 20), SPREAD)
    for pieces, more in ((alone, {}), (beside, {"2": F(9, 20)})):
        assert pieces[0][0] == -F(delta)
        assert pieces[-1][1] == F(12, 5)  # 1 above what anybody pays, 1 + 2/5
        for k in range(1, 140):
            t = F(k, 59)
            if t + F(delta) <= 0 or (more and t <= more["2"]) or k % 59 == 0:
                continue
            (curve,) = [c for low, high, c in pieces if low < t < high]
            assert curve(t) == expected_at(market, {**more, "b": t + F(delta)}, SPREAD, tie="bundle")
    for piece in (single_pieces(market, "b", SPREAD, up_to=F(9)), beside_pieces(market, "2", F(1), SPREAD, up_to=F(9))):
        assert piece[-1][1] == 9


@pytest.mark.parametrize("delta", ["0", "1/10", "-1/10"])
def test_bundle_and_component_against_a_spread(delta: str) -> None:
    """No prices on a lattice, or just below it, earn more; near some a profit is within 1/100."""
    market = BundlingMarket(FOUR, F(delta))
    bound = continuum_supremum(market, "011", SPREAD)
    lattice = [(p, x) for p in ("1/5", "2/5", "1/2", "7/10") for x in range(12, 45)]
    earned = [
        expected_at(market, {"2": F(p), "b": F(x, 40) + F(delta) - F(1, 10**9)}, SPREAD, tie="bundle")
        for p, x in lattice
    ]
    assert max(earned) <= bound < max(earned) + F(1, 100)


@pytest.mark.parametrize(
    ("own", "rival"), [("111", "001"), ("110", "001"), ("011", "010"), ("101", "100"), ("011", "001"), ("101", "111")]
)
def test_other_offerings_are_refused(own: str, rival: str) -> None:
    market, mixed = drawn(Random(1), rival)
    with pytest.raises(InputError, match=f"got offering {own} against"):
        continuum_supremum(market, own, mixed)
