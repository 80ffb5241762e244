"""A disclosure market as the array of doubles that compiled code takes."""

import numpy as np
import numpy.typing as npt

from selten.games.disclosure import DisclosureMarket

Floats = npt.NDArray[np.float64]


def parameters(market: DisclosureMarket) -> Floats:
    """The market as the kernels have it.

    Examples
    --------
    >>> from fractions import Fraction
    >>> market = DisclosureMarket(
    ...     customers=Fraction(10), stock=Fraction(3), share=Fraction(3, 4), prior=Fraction(1, 2),
    ...     search_cost=Fraction(1, 2), values=(Fraction(5), Fraction(7)),
    ... )
    >>> parameters(market)
    array([10.  ,  0.75,  2.25,  0.5 ,  5.  ,  7.  ,  0.5 ,  0.  ])
    """
    (few, many), _ = market.stocks
    cost = (0, market.search_cost) if market.cost_scales_with_taste else (market.search_cost, 0)
    return np.array([float(x) for x in (market.customers, few, many, market.prior, *market.values, *cost)])
