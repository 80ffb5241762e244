"""Suprema and certificates over all real prices: against closed forms, and against dense prices, one by one."""

from collections.abc import Callable, Sequence
from fractions import Fraction
from math import isqrt

import pytest

from selten.equilibria.prices.continuum import check_continuum
from selten.equilibria.prices.continuum_curves import FINE, Curve, highest, lowest
from selten.equilibria.prices.continuum_deviation import _Strip, continuum_supremum
from selten.equilibria.prices.continuum_profit import expected_at
from selten.games.bundling import BundlingMarket
from selten.games.consumers.atoms import Atoms
from selten.games.errors import InputError
from selten.games.prices.distributions import PriceDistribution, PricePoint, Stretch

F = Fraction
NONE = F(0)
EXAMPLE_1 = BundlingMarket(Atoms.of([("1/2", "1/2"), ("2/3", 0), (0, "2/3")], ["3/4", "1/8", "1/8"]), NONE)
EXAMPLE_2 = BundlingMarket(Atoms.of([(0, 1), (0, "1/2"), ("3/5", "2/5"), ("3/5", 0)], ["1/4"] * 4), NONE)
DIGITS = 10**60


def whole(points: Sequence[PricePoint], stretches: Sequence[Stretch]) -> PriceDistribution:
    """The distribution scaled to sum to 1: closed forms are rounded to 60 digits."""
    total = sum((p.mass for p in points), sum((s.mass for s in stretches), NONE))
    scaled = [Stretch(s.product, s.low, s.high, tuple((b / total, c) for b, c in s.terms), s.beside) for s in stretches]
    return PriceDistribution.of([PricePoint(p.prices, p.mass / total) for p in points], scaled)


def root(function: Callable[[Fraction], Fraction], start: str, end: str) -> Fraction:
    """A root by bisection in rationals: the reference prints polynomials and quotients."""
    low, high = F(start), F(end)
    for _ in range(200):
        middle = (low + high) / 2
        low, high = (middle, high) if function(low) * function(middle) > 0 else (low, middle)
    return F(round(low * DIGITS), DIGITS)


def shoppers(
    captive: Fraction,
) -> tuple[BundlingMarket, tuple[PriceDistribution, PriceDistribution], tuple[Fraction, Fraction]]:
    """Narasimhan (1988): one firm has captive consumers, who value only its product, at 1; both fight for the rest."""
    market = BundlingMarket(Atoms.of([(1, 0), (0, 1)], [1 - captive, captive]), NONE)
    bundle = Stretch("b", captive, F(1), ((captive, NONE),))
    single = Stretch("1", captive, F(1), ((captive / (1 - captive), NONE),))
    loyal = PriceDistribution.of([PricePoint({"b": F(1)}, captive)], [bundle])
    return market, (loyal, PriceDistribution.of([], [single])), (captive, captive * (1 - captive))


@pytest.mark.parametrize("captive", ["1/4", "1/3", "9/10"])
def test_captive_consumers_and_shoppers(captive: str) -> None:
    market, strategies, profits = shoppers(F(captive))
    check = check_continuum(market, ("001", "100"), strategies)
    assert check.certificate.kind == "continuum"
    assert 0 <= check.certificate.regret < F(1, 10**30)
    for (low, high), profit in zip(check.payoffs, profits, strict=True):
        assert low - F(1, 10**30) <= profit <= high + F(1, 10**30)


def test_example_2_bundle_against_component_as_the_reference_prints_it() -> None:
    c = (F(isqrt(34 * DIGITS**2), DIGITS) - 2) / 10
    single = [
        Stretch("1", F(7, 20), c, ((F(3, 2), F(2, 5)),)),
        Stretch("1", c, F(1, 2), ((F(3, 2), NONE),)),
    ]
    bundle = [Stretch("b", c, F(1, 2), ((c, NONE),)), Stretch("b", F(3, 4), c + F(2, 5), ((c, F(-2, 5)),))]
    atom = PricePoint({"b": F(1, 2)}, 1 - sum((s.mass for s in bundle), NONE))
    check = check_continuum(EXAMPLE_2, ("001", "100"), (whole([atom], bundle), whole([], single)))
    assert check.certificate.regret < F(1, 10**50)
    assert [round(float(low), 10) for low, _ in check.payoffs] == [0.375, 0.0957737974]


def example_2_with_component() -> tuple[PriceDistribution, list[Stretch], Fraction, Fraction]:
    """L a root of 250 s^3 - 550 s^2 - 375 s + 126, c = 1 / (1/L - 5/3), B = (L + 7/5) / 4, u = c / 4."""
    low = root(lambda s: 250 * s**3 - 550 * s**2 - 375 * s + 126, "1/4", "1/3")
    c = 1 / (1 / low - F(5, 3))
    beside = {"2": F(1, 2)}
    bundler = [
        Stretch("b", c, F(1, 2), ((c, NONE),)),
        Stretch("b", F(1, 2), F(3, 5), ((c, NONE),), beside),
        Stretch("b", low + F(2, 5), c + F(2, 5), ((c, F(-2, 5)),), beside),
    ]
    b = (low + F(7, 5)) / 4
    # from 4 B = p_b (1 + P[p1 >= p_b - 2/5]) + 1/2 ... at each stretch, solved for the probability
    single = [
        Stretch("1", low, c, ((4 * b - 1, F(2, 5)),)),
        Stretch("1", c, F(1, 2), ((4 * b, NONE),)),
        Stretch("1", F(1, 2), F(3, 5), ((4 * b - 1, NONE),)),
    ]
    return whole([], bundler), single, b, c / 4


def test_example_2_with_component_2_from_the_printed_polynomial() -> None:
    bundler, single, b, u = example_2_with_component()
    atom = PricePoint({"1": F(3, 5)}, 1 - sum((s.mass for s in single), NONE))
    check = check_continuum(EXAMPLE_2, ("011", "100"), (bundler, whole([atom], single)))
    assert check.certificate.regret < F(1, 10**40)
    assert abs(check.payoffs[0][1] - b) < F(1, 10**40)
    assert abs(check.payoffs[1][1] - u) < F(1, 10**40)
    assert [round(float(x), 10) for x in (b, u)] == [0.4132370386, 0.1093272480]


def test_the_papers_mixed_prices_of_example_2_leave_the_bundler_9_twentieths() -> None:
    """Their misprints put right, (p2, p_b) = (1/2, 4/5) earns 9/20 against them: reference C."""
    single = [
        Stretch("1", F(2, 5), F(1, 2), ((F(8, 5), NONE),)),
        Stretch("1", F(1, 2), F(3, 5), ((F(3, 5), NONE),)),
    ]
    rival = PriceDistribution.of([], single)
    assert expected_at(EXAMPLE_2, {"2": F(1, 2), "b": F(4, 5)}, rival, tie="bundle") == F(9, 20)
    assert 0 <= continuum_supremum(EXAMPLE_2, "011", rival) - F(9, 20) < F(1, 10**30)


RIVALS = {
    "bundle": PriceDistribution.of(
        [PricePoint({"b": F(9, 10)}, F(1, 2))], [Stretch("b", F(1, 4), F(1, 2), ((F(1, 4), NONE),))]
    ),
    "bundle beside 2": PriceDistribution.of(
        [PricePoint({"b": F(9, 10), "2": F(2, 5)}, F(1, 2))],
        [Stretch("b", F(1, 4), F(1, 2), ((F(1, 4), NONE),), {"2": F(3, 10)})],
    ),
    "2 beside the bundle": PriceDistribution.of(
        [PricePoint({"b": F(4, 5)}, F(1, 2))],
        [Stretch("2", F(1, 4), F(1, 2), ((F(1, 4), NONE),), {"b": F(4, 5)})],
    ),
    "component 1": PriceDistribution.of(
        [PricePoint({"1": F(2, 5)}, F(1, 3))], [Stretch("1", F(1, 4), F(1, 2), ((F(1, 3), NONE),))]
    ),
}
MARKETS = [
    EXAMPLE_1,
    EXAMPLE_2,
    BundlingMarket(Atoms.of([("3/10", "7/10"), ("3/5", "1/5"), (1, "2/5")], ["1/2", "1/4", "1/4"]), F(1, 10)),
    BundlingMarket(Atoms.of([("3/10", "7/10"), ("3/5", "1/5"), (1, "2/5")], ["1/2", "1/4", "1/4"]), F(-1, 10)),
]
CASES = [
    (product, rival)
    for rival in RIVALS
    for product in ("100", "010", "001")
    if not (product == "001" and "bundle beside" in rival)
]


@pytest.mark.parametrize("market", MARKETS)
@pytest.mark.parametrize(("offering", "rival"), CASES)
def test_one_own_product_against_dense_prices(market: BundlingMarket, offering: str, rival: str) -> None:
    """No price of a fine lattice, or just below one, earns more; and some price earns nearly as much."""
    product, strategy = "12b"[offering.index("1")], RIVALS[rival]
    bound = continuum_supremum(market, offering, strategy)
    tiny = F(1, 10**9)
    prices = [F(i, 60) - shift for i in range(1, 121) for shift in (tiny, NONE)]
    earned = [expected_at(market, {product: p}, strategy, tie=tie) for p in prices for tie in ("bundle", "components")]
    assert max(earned) <= bound
    assert max(earned) >= bound - F(1, 250)


@pytest.mark.parametrize("market", MARKETS)
def test_bundle_and_component_against_dense_prices(market: BundlingMarket) -> None:
    strategy = RIVALS["component 1"]
    bound = continuum_supremum(market, "011", strategy)
    tiny = F(1, 10**9)
    lattice = [F(i, 20) for i in range(1, 41)]
    earned = [
        expected_at(market, {"2": p, "b": pb - tiny}, strategy, tie="bundle")
        for p in lattice
        for pb in lattice
        if p <= 1
    ]
    assert max(earned) <= bound
    assert max(earned) >= bound - F(1, 50)


def test_bounds_on_curves() -> None:
    """x + 4 / (x + 2) has its least value 2 at 0; at the ends of [-1, 3] it is 3 and 19/5."""
    curve = Curve(NONE, F(1), {F(2): F(4)})
    assert 0 <= highest(curve, F(-1), F(3)) - F(19, 5) < F(1, 10**30)
    assert 0 <= F(2) - lowest(curve, F(-1), F(3)) < F(1, 10**30)
    assert highest(curve, F(-1), F(3), floor=F(10)) <= F(10)


def test_offerings_beyond_the_class_are_refused() -> None:
    with pytest.raises(InputError, match="allowed: one product"):
        continuum_supremum(EXAMPLE_1, "110", RIVALS["bundle"])
    with pytest.raises(InputError, match="price distribution"):
        check_continuum(EXAMPLE_1, ("001", "010"), (RIVALS["bundle"], RIVALS["component 1"]))


def test_a_bound_is_not_below_what_is_earned_by_the_fineness() -> None:
    """A profit of exactly 1 everywhere, sought from just below it: what is not looked at closer still counts."""
    one, none = Curve(F(1)), Curve()
    strip = _Strip(F(0), F(1), [(F(0), F(1), one)], [(F(0), F(1), none)])
    assert strip.best(1 - FINE / 2) >= 1


@pytest.mark.parametrize("moved", [F(1, 10**3), F(1, 10**9), F(1, 10**15)])
def test_a_little_mass_at_another_price_costs_what_it_earns_less(moved: Fraction) -> None:
    """The firm with captives earns 1/4 at 1 and 1/5 at 1/5: mass moved there is regretted, by that or by its rival."""
    market, (loyal, single), _ = shoppers(F(1, 4))
    (atom,) = loyal.points
    shifted = [PricePoint(atom.prices, atom.mass - moved), PricePoint({"b": F(1, 5)}, moved)]
    check = check_continuum(market, ("001", "100"), (PriceDistribution.of(shifted, loyal.stretches), single))
    assert check.regrets[0] >= F(1, 20)


@pytest.mark.parametrize("moved", [F(1, 10**3), F(1, 10**9), F(1, 10**15)])
def test_a_density_that_is_a_little_too_steep_leaves_a_regret(moved: Fraction) -> None:
    """Some of the atom moved into the stretch, each price of which pays the firm as before: its rival regrets."""
    market, (loyal, single), _ = shoppers(F(1, 4))
    (atom,), (part,) = loyal.points, loyal.stretches
    steeper = Stretch("b", part.low, part.high, ((part.terms[0][0] * (1 + moved), NONE),))
    less = PricePoint(atom.prices, 1 - steeper.mass)
    check = check_continuum(market, ("001", "100"), (PriceDistribution.of([less], [steeper]), single))
    # the bundle is dearer than x with probability (1 + m) / 4x - m, so the rival earns 3/4 ((1 + m) / 4 - m x) at x
    assert abs(check.regrets[1] - F(9, 16) * moved) < F(1, 10**30)


def test_prices_far_above_all_valuations_earn_nothing() -> None:
    market, (_, single), _ = shoppers(F(1, 4))
    far = PriceDistribution.of([], [Stretch("b", F(5), F(6), ((F(30), NONE),))])
    check = check_continuum(market, ("001", "100"), (far, single))
    assert check.payoffs[0][0] == 0
    assert check.regrets[0] >= F(1, 4)
