"""Closed forms for the prices at which the aggregate is disclosed: as printed, and corrected.

Each function takes a market (its own prices are not used) and prices of L and of H, numbers or arrays that broadcast,
and says where aggregate disclosure is an equilibrium. All compute in doubles, so a price on a boundary may fall on
either side. Outside the range of a form it raises :class:`~selten.games.errors.InputError`; the solver
(:func:`~selten.equilibria.disclosure.answer.solve_disclosure`) has no such limits.

The printed forms have their lost minus signs restored. Names: N customers, M units in all, q of them of the plentiful
product, c the cost of a visit, ``marginal`` the taste 1 - M/N above which the customers are as many as the units.

Source: technical companion to "Sharing Aggregate Inventory Information with Customers", Propositions 1, 2 and 4; the
corrections are ours and are held against the solver in ``scripts/verify_disclosure.py``.
"""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from selten.equilibria.disclosure.setting import (
    Bools,
    Floats,
    Setting,
    random_setting,
    require,
    require_low_preferred,
    setting_of,
)
from selten.games.disclosure import DisclosureMarket
from selten.games.number import shown_number

# Proposition 1: customers who are alike, more units than customers.


def alike(market: DisclosureMarket, low: npt.ArrayLike, high: npt.ArrayLike, *, printed: bool = False) -> Bools:
    """Proposition 1: where aggregate disclosure is an equilibrium by revenue, with M > N and everybody preferring L.

    The printed form has no condition price_H < value_H, and another denominator where N < qM.

    Raises
    ------
    InputError
        If tastes differ, M <= N, or somebody prefers H.

    Examples
    --------
    >>> from fractions import Fraction as F
    >>> market = DisclosureMarket(F(10), F(12), F(3, 4), F(1, 2), F(2), (F(5), F(6)), tastes="homogeneous")
    >>> alike(market, [1, 1, 3], [5.5, 4, 5.5]), alike(market, 1, 6.5), alike(market, 1, 6.5, printed=True)
    (array([ True, False, False]), array(False), array(True))
    """
    require(market.tastes == "homogeneous", "tastes", market.tastes, "homogeneous")
    require(market.stock > market.customers, "stock", shown_number(market.stock), "more than the customers")
    at = setting_of(market, low, high)
    require_low_preferred(at)
    few = (1 - at.q) * at.M
    if few >= at.N:
        return np.zeros(at.low.shape, dtype=bool)
    inside = (at.high > lower_alike(at)) & (at.high < upper_alike(at, printed=printed))
    return np.asarray(inside if printed else inside & (at.high < at.value_high))


def lower_alike(at: Setting) -> Floats:
    """The price of H above which not everybody visits a seller known to have little of L."""
    few = (1 - at.q) * at.M
    return at.value_high + (few * (at.value_low - at.low) - at.N * at.c) / (at.N - few)


def upper_alike(at: Setting, *, printed: bool = False) -> Floats:
    """The price of H below which everybody visits a seller who discloses the total."""
    gain, few, many = at.value_low - at.low, (1 - at.q) * at.M, at.q * at.M
    if many < at.N:
        mean = many * (1 - at.beta) + few * at.beta
        return at.value_high + (mean * gain - at.N * at.c) / (at.N - mean)
    above = (at.N + at.beta * few - at.beta * at.N) * gain - at.N * at.c
    return at.value_high + above / (many * at.beta if printed else at.beta * (at.N - few))


# Proposition 2, and the case of a constant cost: tastes spread, random arrival.


def random_printed(market: DisclosureMarket, low: npt.ArrayLike, high: npt.ArrayLike) -> Bools:
    """Proposition 2 as printed, both bullets; with a constant cost its boundaries are those of the main text.

    Raises
    ------
    InputError
        If tastes do not differ, arrival is not random, the prior not 1/2, M >= N, or value_H < value_L.

    Examples
    --------
    >>> from fractions import Fraction as F
    >>> market = DisclosureMarket(F(10), F(3), F(9, 10), F(1, 2), F(1, 2), (F(5), F(7)), cost_scales_with_taste=True)
    >>> random_printed(market, [1, 2], [5, 6]), random_corrected(market, [1, 2], [5, 6])
    (array([ True, False]), array([ True,  True]))
    """
    at = random_setting(market, low, high)
    first = random_bounds(at)
    with np.errstate(divide="ignore", invalid="ignore"):
        wanted = (np.fmax(first.A1, first.A2) <= at.low) & (at.low <= np.fmax(first.B1, first.B2))
    unwanted = (lower_unwanted(at, 1.0) <= at.low) & (at.low <= first.B2)
    return np.where(at.value_low - at.low >= at.value_high - at.high, wanted, unwanted)


def lower_unwanted(at: Setting, factor: float) -> Floats:
    """The lower bound of the second bullet; its last term times ``factor``: 1 as printed, right with ``marginal``."""
    cost, odds = at.c * (at.marginal if at.taste_cost else 1.0), at.q / (1 - at.q)
    first = (at.value_low + at.value_high * odds) * at.marginal - cost / (1 - at.q)
    last = (at.value_high - at.value_low) * (1 - 2 * at.q) / at.q
    return np.asarray((first - at.high) / odds + factor * last)


def random_corrected(market: DisclosureMarket, low: npt.ArrayLike, high: npt.ArrayLike) -> Bools:
    """Where both scenarios strictly gain under random arrival: the branch is chosen by who can switch, not by max.

    Raises
    ------
    InputError
        As :func:`random_printed`, and where some visitors may prefer each product (see :func:`random_covered`).

    Examples
    --------
    >>> from fractions import Fraction as F
    >>> market = DisclosureMarket(F(10), F(3), F(9, 10), F(1, 2), F(1, 2), (F(5), F(7)))
    >>> random_corrected(market, [2, 3, 2], [5, 5, 1])
    array([ True, False, False])
    """
    covered = random_covered(market, low, high)
    require(bool(covered.all()), "price_high", "a price at which tastes differ in the product preferred", "others")
    at = random_setting(market, low, high)
    return np.where(at.value_low - at.low >= at.value_high - at.high, guarded(at), guarded(_exchanged(at)))


def random_covered(market: DisclosureMarket, low: npt.ArrayLike, high: npt.ArrayLike) -> Bools:
    """The prices with a closed form: all who may buy prefer the same product, or all above the marginal taste prefer H.

    In the second case they can also all switch to L.

    Raises
    ------
    InputError
        As :func:`random_printed`.
    """
    at = random_setting(market, low, high)
    least = at.low / at.value_low
    prefers_low = at.value_low - at.low >= at.value_high - at.high
    with np.errstate(divide="ignore", invalid="ignore"):
        crossing = (at.high - at.low) / (at.value_high - at.value_low)
    alike_above = at.marginal >= np.fmax(crossing, least)
    return np.asarray(prefers_low | (least >= at.high / at.value_high) | alike_above)


@dataclass(frozen=True, slots=True)
class RandomBounds:
    """Bounds on the price of L: leftovers where L is scarce above A1 or A2, all sold where H is below B1 or B2.

    A1 and B1 hold where the marginal visitor would not switch, A2 and B2 where she would.
    """

    A1: Floats
    A2: Floats
    B1: Floats
    B2: Floats


def random_bounds(at: Setting) -> RandomBounds:
    """The four branch formulas of Proposition 2; with a constant cost those of equations (1), (2) and of its proof."""
    q, scale = at.q, at.marginal if at.taste_cost else 1.0
    with np.errstate(divide="ignore", invalid="ignore"):
        switchers = 1 - at.high / at.value_high
        A1 = _stays_home(at, q / switchers, (1 - q), at.c)
        B1 = _stays_home(at, (1 - q) / switchers, q, 2 * q * at.c)
    A2 = at.value_low * at.marginal + (q * (at.value_high * at.marginal - at.high) - at.c * scale) / (1 - q)
    B2 = (at.value_low + at.value_high) * at.marginal - at.high - 2 * at.c * scale
    return RandomBounds(A1, A2, B1, B2)


def _stays_home(at: Setting, taken: Floats, wanted: float, cost: float) -> Floats:
    """The price of L at which the threshold is 1 - wanted * M / (N - taken * M)."""
    left = at.N - taken * at.M
    taste = 1 - wanted * at.M / left
    return np.asarray(at.value_low * taste - cost * at.N / left * (taste if at.taste_cost else 1.0))


def guarded(at: Setting) -> Bools:
    """The region, L being preferred by all who matter."""
    lower, upper = region_bounds(at)
    return np.asarray((lower < at.low) & (at.low < upper) & (at.high < at.value_high))


def region_bounds(at: Setting) -> tuple[Floats, Floats]:
    """Between which prices of L both scenarios gain, all who matter preferring L; infinite where any or none."""
    bounds = random_bounds(at)
    switchers = at.N * (1 - at.high / at.value_high)
    few, many = (1 - at.q) * at.M, at.q * at.M
    lower = np.where(crowded(switchers, many, few, at.N), bounds.A1, -np.inf)
    upper = np.where(crowded(switchers, few, many, at.N), bounds.B1, -np.inf)
    switch = switchers > at.M
    return np.where(switch, bounds.A2, lower), np.where(switch, bounds.B2, upper)


def crowded(switchers: Floats, other: float, wanted: float, customers: float) -> Bools:
    """Whether enough visitors could ever switch to buy ``other`` units once the wanted product is out."""
    with np.errstate(divide="ignore", invalid="ignore"):
        share = wanted * switchers / customers / (switchers - other)
    return np.asarray((switchers > other) & (1 - share > 0))


def _exchanged(at: Setting) -> Setting:
    return Setting(
        at.N, at.M, at.q, at.c, at.beta, at.value_high, at.value_low, at.taste_cost, low=at.high, high=at.low
    )
