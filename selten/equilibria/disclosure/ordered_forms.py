"""Closed forms for ordered arrivals (Proposition 4 and its appendix): as printed, and corrected.

As in :mod:`.closed_forms`: prices are numbers or arrays, results arrays of truth values, everything in doubles, and
:class:`~selten.games.errors.InputError` outside the range: tastes spread, constant cost, prior 1/2, M < N, everybody
preferring L.

Names: ``few`` = (1 - q) M / N, ``many`` = q M / N, ``v_low`` and ``v_high`` the tastes that would visit for L, for H.
"""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from selten.equilibria.disclosure.setting import (
    Bools,
    Floats,
    Setting,
    require,
    require_low_preferred,
    require_spread,
    setting_of,
)
from selten.games.disclosure import DisclosureMarket

ROUNDING = 1e-12
"""Shares of the customers below which sales count as equal: over whole regions of prices they are."""


def efficient(market: DisclosureMarket, low: npt.ArrayLike, high: npt.ArrayLike) -> Bools:
    """Proposition 4, high tastes first: right as printed up to one boundary.

    Raises
    ------
    InputError
        Outside the range (see the module) or if arrival is not efficient.

    Examples
    --------
    >>> from fractions import Fraction as F
    >>> market = DisclosureMarket(F(10), F(3), F(9, 10), F(1, 2), F(1, 2), (F(5), F(7)), arrival="efficient")
    >>> efficient(market, [2, 2, 3], [5, 4, 6])
    array([ True, False, False])
    """
    at = _ordered(market, low, high, "efficient")
    few, many = _parts(at)
    last = 1 - many
    switch = (last * at.value_high - at.c < at.high) & (at.high < last * at.value_high)
    switch &= at.high < last * (at.value_high + at.value_low) - at.low - 2 * at.c
    stay = (last * at.value_high <= at.high) & (at.high <= (1 - few) * at.value_high)
    return np.asarray(switch | (stay & (at.low < last * at.value_low - 2 * at.c)))


def inefficient_printed(market: DisclosureMarket, low: npt.ArrayLike, high: npt.ArrayLike) -> tuple[Bools, ...]:
    """The regions (i), (ii), (iii) of the proof of Proposition 4, low tastes first, as printed; (i) is its text.

    Raises
    ------
    InputError
        Outside the range (see the module) or if arrival is not inefficient.

    Examples
    --------
    >>> from fractions import Fraction as F
    >>> market = DisclosureMarket(F(10), F(3), F(9, 10), F(1, 2), F(1, 2), (F(5), F(7)), arrival="inefficient")
    >>> [bool(region) for region in inefficient_printed(market, 2, 5.5)]
    [False, True, False]
    """
    at = _ordered(market, low, high, "inefficient")
    few, many = _parts(at)
    last, ratio = 1 - many, at.value_high / at.value_low
    first = last * at.value_high, (1 - few) * at.value_high - at.c
    reach = (at.low + 2 * at.c) * ratio + (many - few) * at.value_high
    gap = (at.low + at.c) * ratio + few * at.value_high - at.c < at.high
    gap &= at.high < (at.low + at.c) * (ratio + 1) + few * (at.value_high + at.value_low) - at.low - 2 * at.c
    one = (first[0] - at.c < at.high) & (at.high < reach)
    one &= at.high < (at.value_high + at.value_low) * last - at.low - 2 * at.c
    two = ((at.high < reach) & (at.low < last * at.value_low - 2 * at.c)) | gap
    three = ((reach - at.c < at.high) & (at.high < reach)) | gap
    middle = (first[0] <= at.high) & (at.high < first[1])
    return np.asarray((at.high < first[0]) & one), np.asarray(middle & two), np.asarray((at.high >= first[1]) & three)


@dataclass(frozen=True, slots=True)
class _Tastes:
    """The tastes at which behaviour changes when low tastes arrive first."""

    v_low: Floats
    v_high: Floats
    aggregate: Floats
    begins: Floats
    ends: Floats


def inefficient_corrected(
    market: DisclosureMarket, low: npt.ArrayLike, high: npt.ArrayLike, *, penalty: bool = True
) -> Bools:
    """Low tastes first: where aggregate disclosure is an equilibrium, by revenue and shortage or by revenue alone.

    Besides the companion's conditions it counts the H that the scenario short of L sells under both policies, and with
    a ``penalty`` excludes prices at which high tastes come in the hope of H and may leave with nothing.

    Raises
    ------
    InputError
        Outside the range (see the module) or if arrival is not inefficient.

    Examples
    --------
    >>> from fractions import Fraction as F
    >>> market = DisclosureMarket(F(10), F(3), F(9, 10), F(1, 2), F(1, 2), (F(5), F(7)), arrival="inefficient")
    >>> inefficient_corrected(market, [2, 2.5], [5.5, 6]), inefficient_corrected(market, 2, 5.5, penalty=False)
    (array([False,  True]), array(True))
    """
    at = _ordered(market, low, high, "inefficient")
    t = _tastes(at)
    few, _ = _parts(at)
    full, aggregate, hopeful = _sold_of_high(at, t)
    gains = (aggregate > full + ROUNDING) & (t.v_low + few < 1)
    return np.asarray(gains & _keeps(at, t) & ((hopeful <= ROUNDING) if penalty else True))


def _tastes(at: Setting) -> _Tastes:
    few, many = _parts(at)
    v_low, v_high = (at.low + at.c) / at.value_low, np.minimum(1, (at.high + at.c) / at.value_high)
    both = (2 * at.c + at.high + at.low) / (at.value_high + at.value_low)
    aggregate = np.minimum((2 * at.c + at.low) / at.value_low, both)
    begins = np.maximum(aggregate, v_low + few)
    return _Tastes(v_low, v_high, aggregate, begins, begins + many - few)


def _sold_of_high(at: Setting, t: _Tastes) -> tuple[Floats, Floats, Floats]:
    """H sold where L is scarce, per customer: under full disclosure, under aggregate, and to those who hope for H."""
    few, many = _parts(at)
    full = np.clip(1 - np.maximum(t.v_high, t.v_low + few), 0, many)
    unsure = np.minimum(t.ends, 1) - np.maximum(np.minimum(t.begins, 1), at.high / at.value_high)
    unsure = np.where(t.begins >= 1, 0.0, np.maximum(unsure, 0))
    sure_from = np.maximum(t.v_high, t.ends)
    sure = np.clip(1 - sure_from, 0, few)
    hopeful = 1 - np.maximum(sure_from + few, (at.high + 2 * at.c) / at.value_high)
    hopeful = np.minimum(np.maximum(hopeful, 0), many - unsure - sure)
    return full, unsure + sure + hopeful, hopeful


def keeps_sales(market: DisclosureMarket, low: npt.ArrayLike, high: npt.ArrayLike) -> Bools:
    """Condition (B) of the proof of Proposition 4, low tastes first: four cases, as printed.

    Raises
    ------
    InputError
        Outside the range (see the module) or if arrival is not inefficient.
    """
    at = _ordered(market, low, high, "inefficient")
    return _keeps(at, _tastes(at))


def _keeps(at: Setting, t: _Tastes) -> Bools:
    few, many = _parts(at)
    everybody = np.where(1 - t.v_low < few + many, t.v_low + few, 1 - many)
    some = np.where(1 - t.v_high < few, t.v_high - (many - few), 1 - many)
    return np.asarray(t.aggregate <= np.where(t.v_high - t.v_low < many, everybody, some))


def _parts(at: Setting) -> tuple[float, float]:
    return (1 - at.q) * at.M / at.N, at.q * at.M / at.N


def _ordered(market: DisclosureMarket, low: npt.ArrayLike, high: npt.ArrayLike, arrival: str) -> Setting:
    require(market.arrival == arrival, "arrival", market.arrival, arrival)
    require_spread(market)
    require(not market.cost_scales_with_taste, "cost_scales_with_taste", True, "false")
    at = setting_of(market, low, high)
    require_low_preferred(at)
    return at
