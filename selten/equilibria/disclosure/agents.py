"""The disclosure market played by many single customers: a check of the continuum that shares none of its code.

A market of mass N is cut into equal customers with evenly spread tastes. Those whose taste lies in the visit set (or
the right number of them, if all are alike) arrive in order, and each takes the available product that leaves her the
larger strictly positive surplus. Besides sales and shortages the simulation estimates what a visit is worth to each
taste, so that it also tells whether the visit set is an equilibrium: the largest gain that anybody, visitor or not,
would have by deciding otherwise.

With random arrivals the numbers are averages over shuffles with a standard error; otherwise they are off by the size of
a customer or two only.
"""

from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from selten.games.disclosure import DisclosureMarket
from selten.games.errors import InputError

Floats = npt.NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Simulated:
    """Averages over the shuffles.

    Parameters
    ----------
    sales : pair of float
        Of L and of H, in the market's mass.
    shortage : float
        Mass of visitors leaving with nothing.
    errors : triple of float
        Standard errors of sales of L, of sales of H and of the shortage; 0 if nothing is random.
    surplus : ndarray of float, shape (customers,)
        What a visit is worth to each customer before its cost, visitor or not, ascending in tastes.
    customer : float
        The mass of one customer: the size of the rounding.
    """

    sales: tuple[float, float]
    shortage: float
    errors: tuple[float, float, float]
    surplus: Floats
    customer: float


def simulate(
    market: DisclosureMarket,
    scenario: int,
    visits: npt.NDArray[np.bool_],
    *,
    generator: np.random.Generator,
    shuffles: int = 50,
) -> Simulated:
    """One scenario with the customers who visit.

    Parameters
    ----------
    scenario : int
        0: L is scarce, 1: H is.
    visits : ndarray of bool, shape (customers,)
        Who visits, ascending in tastes; customer k has taste (k + 1/2) / customers, or 1 if tastes are homogeneous.
    generator : numpy.random.Generator
        Where the randomness comes from.
    shuffles : int
        How many random orders are averaged over.

    Raises
    ------
    InputError
        For fewer than one customer or shuffle.

    Examples
    --------
    >>> from fractions import Fraction as F
    >>> market = DisclosureMarket(F(10), F(3), F(9, 10), F(1, 2), F(1, 2), (F(5), F(7)), (F(3), F(5)))
    >>> everybody = np.ones(1000, dtype=bool)
    >>> done = simulate(market, 0, everybody, generator=np.random.default_rng(0))
    >>> [round(sale, 1) for sale in done.sales], round(done.shortage, 1)
    ([0.3, 2.6], 7.1)
    """
    if visits.size < 1 or shuffles < 1:
        raise InputError(
            f"simulate: got {visits.size} customers and {shuffles} shuffles; allowed: at least one of each"
        )
    count = visits.size
    tastes = np.ones(count) if market.tastes == "homogeneous" else (np.arange(count) + 0.5) / count
    gains = np.stack([tastes * float(v) - float(p) for v, p in zip(market.values, market.priced, strict=True)])
    room = np.array([float(s) * count / float(market.customers) for s in market.stocks[scenario]])
    visitors = np.flatnonzero(visits)
    shuffled = market.arrival == "random" or market.tastes == "homogeneous"
    runs = [
        _run(gains, room, _arrivals(visitors, market, generator, shuffled)) for _ in range(shuffles if shuffled else 1)
    ]
    size = float(market.customers) / count
    counts = np.array([run[0] for run in runs], dtype=np.float64) * size
    errors = counts.std(axis=0, ddof=1) / np.sqrt(len(runs)) if len(runs) > 1 else np.zeros(3)
    worth = np.mean([_worth(gains, visitors, run[1], run[2], market, shuffled) for run in runs], axis=0)
    low, high, nothing = (float(x) for x in counts.mean(axis=0))
    return Simulated((low, high), nothing, (float(errors[0]), float(errors[1]), float(errors[2])), worth, size)


def _arrivals(
    visitors: npt.NDArray[np.int64], market: DisclosureMarket, generator: np.random.Generator, shuffled: bool
) -> npt.NDArray[np.int64]:
    if shuffled:
        return generator.permutation(visitors)
    return visitors if market.arrival == "inefficient" else visitors[::-1]


def _run(gains: Floats, room: Floats, order: npt.NDArray[np.int64]) -> tuple[list[int], list[float], Any]:
    """Purchases of L and of H and empty hands, and after which arrival each product is gone (the number if never)."""
    left, sold, gone = list(room), [0, 0], [float(order.size), float(order.size)]
    empty = 0
    for place, customer in enumerate(order.tolist()):
        wanted = [k for k in (0, 1) if left[k] >= 1 and gains[k, customer] > 0]
        if not wanted:
            empty += 1
            continue
        chosen = max(wanted, key=lambda k: gains[k, customer])
        left[chosen] -= 1
        sold[chosen] += 1
        if left[chosen] < 1:
            gone[chosen] = place + 1.0
    for k in (0, 1):
        if room[k] < 1:
            gone[k] = 0.0
    return [*sold, empty], gone, order.size


def _worth(
    gains: Floats,
    visitors: npt.NDArray[np.int64],
    gone: list[float],
    arrivals: int,
    market: DisclosureMarket,
    shuffled: bool,
) -> Floats:
    """What a visit is worth to every customer, given when each product is gone."""
    wanted = np.maximum(gains, 0)
    both = wanted.max(axis=0)
    if shuffled:
        times = [g / arrivals if arrivals else 1.0 for g in gone]
        first, second = sorted((0, 1), key=lambda k: times[k])
        worth: Floats = times[first] * both + (times[second] - times[first]) * wanted[second]
        return worth
    ranks = np.arange(gains.shape[1])
    before = np.searchsorted(visitors, ranks, side="left").astype(np.float64)
    place = before if market.arrival == "inefficient" else arrivals - np.searchsorted(visitors, ranks, side="right")
    there = np.stack([place < g for g in gone])
    served: Floats = np.where(there, wanted, 0).max(axis=0)
    return served
