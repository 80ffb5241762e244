"""What a check over all real prices says of each firm: by hand where ties decide, price by price along stretches."""

from fractions import Fraction
from typing import Any

import pytest

from selten.equilibria.prices.continuum import check_continuum
from selten.equilibria.prices.continuum_profit import expected_at
from selten.games.bundling import BundlingMarket
from selten.games.consumers.atoms import Atoms, Tie
from selten.games.errors import InputError
from selten.games.prices.distributions import PriceDistribution, PricePoint, Stretch

F = Fraction
SMALL = F(1, 10**30)
TINY = F(1, 10**9)


def at(**prices: str) -> PriceDistribution:
    return PriceDistribution.of([PricePoint({name[1:]: F(price) for name, price in prices.items()}, F(1))])


@pytest.mark.parametrize(
    ("tie", "offering", "low", "regrets", "elsewhere"),
    [
        ("bundle", "001", ("3/5", "0"), ("0", "1/2"), "3/5"),
        ("components", "001", ("0", "1/2"), ("3/5", "0"), "1/2"),
        ("bundle", "011", ("3/5", "0"), ("0", "1/2"), "3/5"),  # what is offered need not be sold
    ],
)
def test_ties_by_hand(tie: Tie, offering: str, low: tuple[str, str], regrets: tuple[str, str], elsewhere: str) -> None:
    """One consumer, (1, 0): the bundle at 3/5 - 1/10 costs what component 1 costs, and either firm can get all."""
    market = BundlingMarket(Atoms.of([(1, 0)], [1]), F(1, 10))
    check = check_continuum(market, (offering, "100"), (at(pb="3/5"), at(p1="1/2")), tie=tie)
    assert [pair[0] for pair in check.payoffs] == [F(x) for x in low]
    for found, (least, most), expected, best in zip(check.regrets, check.payoffs, regrets, ("3/5", "1/2"), strict=True):
        assert found == most - least
        assert 0 <= found - F(expected) < SMALL
        assert 0 <= most - F(best) < SMALL
    assert check.certificate.regret == max(check.regrets)
    assert not check.certificate.exact
    assert 0 <= check.regret_other_tie - F(elsewhere) < SMALL
    assert check.tie == tie


@pytest.mark.parametrize("delta", ["1/10", "-1/10"])
def test_the_scale_is_what_somebody_pays_at_most(delta: str) -> None:
    market = BundlingMarket(Atoms.of([(1, "1/2"), ("1/4", 1)], ["1/2", "1/2"]), F(delta))
    check = check_continuum(market, ("001", "100"), (at(pb="3/5"), at(p1="1/2")))
    assert check.certificate.scale == F(8, 5)


FOUR = [("3/10", "7/10"), ("3/5", "1/5"), (1, "2/5"), ("1/2", "1/2")]
SINGLE = PriceDistribution.of([PricePoint({"1": F(2, 5)}, F(1, 3)), PricePoint({"1": F(1, 4)}, F(2, 3))])
BUNDLE = PriceDistribution.of([PricePoint({"b": F(9, 10)}, F(1, 3)), PricePoint({"b": F(3, 5)}, F(2, 3))])


@pytest.mark.parametrize("delta", ["0", "1/10", "-1/10"])
@pytest.mark.parametrize(
    ("offerings", "firm", "part", "rival"),
    [
        (("001", "100"), 0, ("b", "2/5", "9/10", {}), SINGLE),
        (("001", "100"), 0, ("b", "1/2", "4/5", {}), SINGLE),
        (("011", "100"), 0, ("b", "2/5", "9/10", {"2": F(2, 5)}), SINGLE),
        (("011", "100"), 0, ("b", "3/5", "4/5", {"2": F(1, 2)}), SINGLE),
        (("001", "100"), 1, ("1", "1/5", "1/2", {}), BUNDLE),
        (("001", "010"), 1, ("2", "1/5", "2/5", {}), BUNDLE),
        (("001", "100"), 0, ("b", "3", "4", {}), SINGLE),
    ],
)
def test_the_least_along_a_stretch_against_prices_one_by_one(
    delta: str, offerings: tuple[str, str], firm: int, part: Any, rival: PriceDistribution
) -> None:
    """Between breaks profits rise in the own price: the least is just above a multiple of 1/20, where breaks are."""
    product, low, high, beside = part
    low, high = F(low), F(high)
    own = PriceDistribution.of([], [Stretch(product, low, high, ((1 / (1 / low - 1 / high), F(0)),), beside)])
    market = BundlingMarket(Atoms.of(FOUR, ["1/4"] * 4), F(delta))
    strategies = (own, rival) if firm == 0 else (rival, own)
    found = check_continuum(market, offerings, strategies).payoffs[firm][0]
    prices = [low + F(k, 20) + TINY for k in range(int((high - low) * 20))]
    earned = [expected_at(market, {**beside, product: x}, rival, tie="bundle") for x in prices]
    assert -SMALL <= min(earned) - found < F(1, 10**7)


@pytest.mark.parametrize(
    ("offering", "part"),
    [
        ("011", Stretch("2", F(1, 4), F(1, 2), ((F(1, 2), F(0)),), {"b": F(4, 5)})),
        ("111", Stretch("b", F(1, 4), F(1, 2), ((F(1, 2), F(0)),), {"1": F(4, 5), "2": F(4, 5)})),
    ],
)
def test_stretches_of_other_kinds_are_refused(offering: str, part: Stretch) -> None:
    market = BundlingMarket(Atoms.of(FOUR, ["1/4"] * 4), F(0))
    with pytest.raises(InputError, match=f"stretch: got {part.product} free beside"):
        check_continuum(market, (offering, "100"), (PriceDistribution.of([], [part]), SINGLE))


def test_prices_of_what_is_not_offered_are_refused() -> None:
    market = BundlingMarket(Atoms.of(FOUR, ["1/4"] * 4), F(0))
    with pytest.raises(InputError, match=r"got prices of \['2', 'b'\]; allowed: \['b'\]"):
        check_continuum(market, ("001", "100"), (at(pb="1/2", p2="1/4"), at(p1="1/2")))


def test_the_least_of_several_parts_by_hand() -> None:
    """Who values 1 buys the bundle at x if the rival is dearer, with probability 1 / 2x - 1: it earns 1/2 - x.

    At 1/4 that is 1/4, at 3/8 it is 1/8, at 1/2 nothing.
    """
    market = BundlingMarket(Atoms.of([(1, 0)], [1]), F(0))
    rival = PriceDistribution.of([], [Stretch("1", F(1, 4), F(1, 2), ((F(1, 2), F(0)),))])
    spread = Stretch("b", F(1, 4), F(3, 8), ((F(3, 8), F(0)),))  # of mass 3/8 (4 - 8/3) = 1/2
    for price, least in (("1/4", F(1, 8)), ("1/2", F(0))):
        own = PriceDistribution.of([PricePoint({"b": F(price)}, F(1, 2))], [spread])
        (low, high), _ = check_continuum(market, ("001", "100"), (own, rival)).payoffs
        assert 0 <= least - low < SMALL
        assert 0 <= high - F(1, 4) < SMALL
