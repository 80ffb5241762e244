"""What each scenario gains by aggregate disclosure, in doubles, for every order of arrival: compiled.

The ordered arrivals follow :mod:`.sequential` event by event, customers who are alike :mod:`.homogeneous`. Markets are
arrays as in :mod:`.random_kernel`.
"""

import numpy as np
import numpy.typing as npt
from numba import njit

from selten.equilibria.disclosure.random_kernel import random_gains

Floats = npt.NDArray[np.float64]

NEAR = 1e-13
"""Stock and tastes nearer than this (stock: in units of customers) are the same."""


@njit(cache=True)  # type: ignore[untyped-decorator]
def wish(market: Floats, price_l: float, price_h: float, taste: float, has_l: bool, has_h: bool) -> int:
    """What a taste buys of what there is: 0, 1, or -1 for nothing."""
    low = market[4] * taste - price_l if has_l else -1.0
    high = market[5] * taste - price_h if has_h else -1.0
    if low <= 0.0 and high <= 0.0:
        return -1
    return 0 if low >= high else 1


@njit(cache=True)  # type: ignore[untyped-decorator]
def follow(market: Floats, price_l: float, price_h: float, told: int, downward: bool, result: Floats) -> None:
    """Fill (sales of L, of H, shortage) where L is scarce and where H is; ``told`` as in the module for random."""
    weight = np.array([market[3], 1.0 - market[3]]) if told == 2 else np.array([1.0 - told, 1.0 * told])
    stock = np.array([[market[1], market[2]], [market[2], market[1]]])
    result[:] = 0.0
    at, end, towards = (1.0, 0.0, -1.0) if downward else (0.0, 1.0, 1.0)
    choice, price = np.empty(2, np.int64), np.array([price_l, price_h])
    value, event = market[4:6], np.empty(6)
    for _ in range(200):
        event[:] = end
        for k in range(2):
            event[k] = price[k] / value[k]
        if value[0] != value[1]:
            event[2] = (price_h - price_l) / (value[1] - value[0])
        # the next kink, then what happens before it
        reached = end
        for k in range(3):
            if (event[k] - at) * towards > NEAR and (event[k] - reached) * towards < 0.0:
                reached = event[k]
        inside = 0.5 * (at + reached)
        slope, level, anything = -market[7], -market[6], False
        for s in range(2):
            choice[s] = -1
            if weight[s] > 0.0:
                choice[s] = wish(market, price_l, price_h, inside, stock[s, 0] > 0.0, stock[s, 1] > 0.0)
            if choice[s] >= 0:
                anything = True
                slope += weight[s] * value[choice[s]]
                level -= weight[s] * price[choice[s]]
        zero = -level / slope if slope != 0.0 else end
        if (zero - at) * towards > NEAR and (zero - reached) * towards < 0.0:
            reached = zero
        visiting = anything and slope * 0.5 * (at + reached) + level >= 0.0
        if visiting:
            for s in range(2):
                if choice[s] >= 0:
                    gone = at + towards * stock[s, choice[s]] / market[0]
                    if (gone - reached) * towards < 0.0:
                        reached = gone
            mass = market[0] * (reached - at) * towards
            for s in range(2):
                if weight[s] > 0.0 and choice[s] < 0:
                    result[3 * s + 2] += mass
                elif weight[s] > 0.0:
                    left = stock[s, choice[s]] - mass
                    stock[s, choice[s]] = left if left > NEAR * market[0] else 0.0
                    result[3 * s + choice[s]] += mass
        at = reached
        if (end - at) * towards <= NEAR:
            return


@njit(cache=True)  # type: ignore[untyped-decorator]
def taken(market: Floats, surplus_a: float, surplus_b: float, s_a: float, s_b: float, visitors: float) -> float:
    """The surplus that so many visitors take together."""
    first = min(visitors, s_a)
    return surplus_a * first + max(surplus_b, 0.0) * min(visitors - first, s_b)


@njit(cache=True)  # type: ignore[untyped-decorator]
def alike(market: Floats, price_l: float, price_h: float, told: int, result: Floats) -> None:
    """As :func:`follow`, for customers who are all alike."""
    few, many = market[1], market[2]
    surplus = (market[4] - price_l, market[5] - price_h)
    a = 0 if surplus[0] >= surplus[1] else 1
    result[:] = 0.0
    if surplus[a] <= 0.0:
        return
    cost = market[6] + market[7]
    ends = np.array([few, many, few + many, market[0]])
    ends.sort()
    come, before, net_before = 0.0, 0.0, 0.0
    for end in ends:
        if end > market[0]:
            break
        net = -cost * end
        for s in range(2):
            weight = (market[3] if s == 0 else 1.0 - market[3]) if told == 2 else (1.0 if told == s else 0.0)
            s_a, s_b = (few, many) if s == a else (many, few)
            net += weight * taken(market, surplus[a], surplus[1 - a], s_a, s_b, end)
        if net < 0.0:
            come = before + (end - before) * net_before / (net_before - net)
            break
        come, before, net_before = end, end, net
    for s in range(2):
        s_a, s_b = (few, many) if s == a else (many, few)
        first = min(come, s_a)
        second = min(come - first, s_b) if surplus[1 - a] > 0.0 else 0.0
        result[3 * s + a], result[3 * s + 1 - a], result[3 * s + 2] = first, second, come - first - second


@njit(cache=True)  # type: ignore[untyped-decorator]
def all_gains(market: Floats, rule: int, price_l: Floats, price_h: Floats, gains: Floats) -> None:
    """Fill for each pair of prices (revenue, shortage avoided where L is scarce; the same where H is).

    ``rule``: 0 random, 1 from high to low, 2 from low to high, 3 all alike.
    """
    full, together = np.empty(6), np.empty(6)
    for i in range(len(price_l)):
        if rule == 0:
            random_gains(market, price_l[i], price_h[i], gains[i])
            continue
        if rule == 3:
            alike(market, price_l[i], price_h[i], 2, together)
        else:
            follow(market, price_l[i], price_h[i], 2, rule == 1, together)
        for s in range(2):
            if rule == 3:
                alike(market, price_l[i], price_h[i], s, full)
            else:
                follow(market, price_l[i], price_h[i], s, rule == 1, full)
            more = together[3 * s : 3 * s + 3] - full[3 * s : 3 * s + 3]
            gains[i, 2 * s] = price_l[i] * more[0] + price_h[i] * more[1]
            gains[i, 2 * s + 1] = -more[2]
