"""Verdicts at many prices at once, in doubles: for pictures, scans and first looks.

Compiled, and independent of the exact solver. Gains below :data:`TIE` of the market's size count as ties, so that a
verdict is right unless a gain is that small without being zero.
"""

import numpy as np
import numpy.typing as npt

from selten.equilibria.disclosure.parameters import parameters
from selten.games.disclosure import DisclosureMarket
from selten.games.errors import InputError

Floats = npt.NDArray[np.float64]
Codes = npt.NDArray[np.int8]

TIE = 1e-9
"""Gains in units of customers times value that count as none."""


def verdict_grid(market: DisclosureMarket, price_low: npt.ArrayLike, price_high: npt.ArrayLike) -> Codes:
    """Positions in :data:`.verdict.VERDICTS` of the verdicts at prices (L, H), two arrays that broadcast together.

    Raises
    ------
    InputError
        If a price is negative or not finite, or a value 0.

    Examples
    --------
    >>> from fractions import Fraction
    >>> market = DisclosureMarket(
    ...     customers=Fraction(10), stock=Fraction(3), share=Fraction(9, 10), prior=Fraction(1, 2),
    ...     search_cost=Fraction(1, 2), values=(Fraction(5), Fraction(7)),
    ... )
    >>> verdict_grid(market, [2, 3], 5)
    array([0, 4], dtype=int8)
    """
    low, high = np.broadcast_arrays(np.asarray(price_low, dtype=float), np.asarray(price_high, dtype=float))
    for name, prices in (("price_low", low), ("price_high", high)):
        if not (np.isfinite(prices).all() and (prices >= 0).all()):
            raise InputError(f"{name}: got a price that is negative or not finite; allowed: finite, at least 0")
    for product, value in zip("LH", market.values, strict=True):
        if not value:
            raise InputError(f"values.{product}: got 0; allowed on a grid: a positive number")
    rule = "homogeneous" if market.tastes == "homogeneous" else market.arrival
    return verdict_codes(parameters(market), rule, low.ravel(), high.ravel()).reshape(low.shape)


def verdict_codes(numbers: Floats, rule: str, price_low: Floats, price_high: Floats) -> Codes:
    """The same for a market as an array (:func:`.parameters.parameters`) and flat arrays of prices."""
    from selten.equilibria.disclosure.order_kernel import all_gains

    gains = np.empty((len(price_low), 4))
    which = ("random", "efficient", "inefficient", "homogeneous").index(rule)
    all_gains(numbers, which, np.ascontiguousarray(price_low), np.ascontiguousarray(price_high), gains)
    scale = numbers[0] * max(1.0, numbers[4], numbers[5])
    signs = np.where(np.abs(gains) <= TIE * scale, 0, np.sign(gains)).astype(np.int8)
    both = np.where(signs[:, ::2] != 0, signs[:, ::2], signs[:, 1::2])
    conditions = [both.min(1) > 0, _supports(both), _supports(signs[:, ::2]), (both == 0).all(1)]
    return np.asarray(np.select(conditions, [0, 1, 2, 3], 4), dtype=np.int8)


def _supports(signs: npt.NDArray[np.generic]) -> npt.NDArray[np.bool_]:
    return np.asarray((signs.min(1) >= 0) & (signs.max(1) > 0))
