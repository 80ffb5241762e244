"""Compiled demand and sweeps of markets of several components; imported when first used.

A basket is a set of products without a common component; baskets come as ``items[starts[b]:starts[b + 1]]``, positions
in the list of all products offered by anybody. ``worth[t, b]`` is what the basket is worth to consumer t in units of
prices, times ``factor``, plus its rank (less than ``factor``) among baskets that leave the same: so that one comparison
of whole numbers decides everything but baskets of equal rank, among which consumers divide equally. Revenue is times
``split`` (a multiple of every number of such baskets) and ``shares`` (a multiple of every number of firms).
``lowest[s, k]`` is the lowest price of product k among the rivals, ``NEVER`` if they do not sell it, ``sellers[s, k]``
how many of them ask it. All sums are in the number type of the weights, machine integers or floats.
"""

import numpy as np
from numba import njit

NEVER = 2**61
"""The price that stands for a product that nobody offers."""


LONGEST_LIST = 1_000_000
"""Prices up to so many units are looked up in a list instead of by bisection."""


@njit(cache=True)
def chosen(worth, t, cost, revenue, listed, first, last):  # type: ignore[no-untyped-def]
    """Of some listed baskets: what the best leaves consumer t, how many are as good, and their revenue together."""
    best, many, earned = -NEVER, 0, 0
    for j in range(first, last):
        left = worth[t, listed[j]] - cost[j]
        if left > best:
            best, many, earned = left, 1, revenue[j]
        elif left == best:
            many += 1
            earned += revenue[j]
    return best, many, earned


@njit(cache=True)
def baskets_at(starts, items, price, income, without, factor, listed, cost, revenue):  # type: ignore[no-untyped-def]
    """List the baskets that can be had at these prices, those without product ``without`` first; how many of each.

    ``income`` is what the firm earns on each product. The price of and income on ``without`` are left out.
    """
    size = starts.size - 1
    first, last = 0, size
    for b in range(size):
        spent, got, has, sold = 0, 0, False, True
        for j in range(starts[b], starts[b + 1]):
            k = items[j]
            if k == without:
                has = True
            elif price[k] == NEVER:
                sold = False
                break
            else:
                spent += price[k]
                got += income[k]
        if not sold:
            continue
        if has:
            last -= 1
            at = last
        else:
            at = first
            first += 1
        listed[at], cost[at], revenue[at] = b, spent * factor, got
    return first, last


@njit(cache=True)
def offer(product, price, margin, lowest, sellers, shares, prices, income):  # type: ignore[no-untyped-def]
    """Put a firm's price of a product on the market where ``lowest`` and ``sellers`` are the rivals'."""
    if price < lowest[product]:
        prices[product], income[product] = price, margin * shares
    elif price == lowest[product]:
        income[product] = margin * (shares // (1 + sellers[product]))


@njit(cache=True)
def places_at(fine):  # type: ignore[no-untyped-def]
    """For each number up to the highest price how many prices are below it; empty if that is too long a list."""
    top = fine[-1] + 2
    if top > LONGEST_LIST:
        return np.empty(0, np.int64)
    return np.searchsorted(fine, np.arange(top))


@njit(cache=True)
def leaving(fine, scaled, counted, factor, room):  # type: ignore[no-untyped-def]
    """How many of the prices are below ``room / factor``, and whether the next one is just that."""
    if room < 0:
        return 0, False
    if room > scaled[-1]:
        return fine.size, False
    if counted.size == 0:
        at = np.searchsorted(scaled, room)
    else:
        at = counted[(room + factor - 1) // factor]
    return at, at < fine.size and scaled[at] == room


@njit(cache=True)
def enter(sold, other, w, without, with_, where, split, shares):  # type: ignore[no-untyped-def]
    """Enter one consumer's purchases at all prices of the last product, as differences.

    ``without`` and ``with_``: how many best baskets lack and have the product, and their other revenue. ``where``: the
    place of the price at which the consumer leaves, whether that is a tie, the place of the rivals' lowest price, what
    the product is worth more than that, and the firm's share of its buyers if it asks the same.
    """
    (na, ra), (nb, rb), (leaves, tied, below, room, shared) = without, with_, where
    stays = w * (rb * (split if nb == 1 else split // nb))
    goes = w * (ra * (split if na == 1 else split // na))
    till = min(leaves, below)
    if till > 0:
        sold[0] += w * (split * shares)
        sold[till] -= w * (split * shares)
        other[0] += stays
        other[till] -= stays
    if tied and leaves < below:
        part = split // (na + nb)
        sold[leaves] += w * (nb * part * shares)
        sold[leaves + 1] -= w * (nb * part * shares)
        other[leaves] += w * ((ra + rb) * part)
        other[leaves + 1] -= w * ((ra + rb) * part)
        till += 1
    if till < below:
        other[till] += goes
        other[below] -= goes
    if below == sold.size - 1:
        return
    # from the rivals' lowest price on, the product is had at that price, whatever the firm asks
    part = split // (na + nb) if room == 0 else 0
    other[below] += stays if room > 0 else (w * ((ra + rb) * part) if room == 0 else goes)
    if shared > 0 and room >= 0:
        amount = w * ((split if room > 0 else nb * part) * shared)
        sold[below] += amount
        sold[below + 1] -= amount


@njit(cache=True)
def sweep_rows(grid, ends, margins, mine, market, worth, mass, baskets, constants, out):  # type: ignore[no-untyped-def]
    """What a firm earns with each own price vector against a mixed market, in rows over its last product's prices.

    For each price vector of the other own products, rivals' vector and consumer, the price at which the consumer leaves
    the firm's last product is looked up, and differences are entered that sum to demand at all its prices.
    Cost: own vectors / prices of the last product x rivals' vectors x consumers x baskets, plus own vectors.

    ``grid[ends[j]:ends[j + 1]]`` are the ascending prices of own product j, whose position is ``mine[j]``.
    """
    lowest, sellers, weights = market
    starts, items = baskets
    factor, split, shares = constants
    count, size, last = mine.size, starts.size - 1, mine[-1]
    fine, margin = grid[ends[count - 1] : ends[count]], margins[ends[count - 1] : ends[count]]
    n, scaled, counted = fine.size, fine * factor, places_at(fine)
    listed, cost, revenue = np.empty(size, np.int64), np.empty(size, np.int64), np.empty(size, np.int64)
    income = np.zeros(lowest.shape[1], np.int64)
    place = np.zeros(count, np.int64)
    sold, other = np.empty(n + 1, weights.dtype), np.empty(n + 1, weights.dtype)
    for row in range(out.size // n):
        rest = row
        for j in range(count - 2, -1, -1):
            length = ends[j + 1] - ends[j]
            place[j] = ends[j] + rest % length
            rest //= length
        sold[:] = 0
        other[:] = 0
        for s in range(weights.size):
            price = lowest[s].copy()
            income[:] = 0
            for j in range(count - 1):
                offer(mine[j], grid[place[j]], margins[place[j]], lowest[s], sellers[s], shares, price, income)
            without, with_ = baskets_at(starts, items, price, income, last, factor, listed, cost, revenue)
            below = np.searchsorted(fine, lowest[s, last])
            met = below < n and fine[below] == lowest[s, last]
            shared = shares // (1 + sellers[s, last]) if met else 0
            asked = lowest[s, last] * factor if below < n else 0
            for t in range(mass.size):
                w = weights[s] * mass[t]
                a, na, ra = chosen(worth, t, cost, revenue, listed, 0, without)
                b, nb, rb = chosen(worth, t, cost, revenue, listed, with_, size)
                leaves, tied = leaving(fine, scaled, counted, factor, b - a)
                room = b - a - asked if below < n else 0
                enter(sold, other, w, (na, ra), (nb, rb), (leaves, tied, below, room, shared), split, shares)
        demand, earned = 0 * sold[0], 0 * sold[0]
        for i in range(n):
            demand += sold[i]
            earned += other[i]
            out[row * n + i] = margin[i] * demand + earned


@njit(cache=True)
def sweep_each(grid, ends, margins, mine, market, worth, mass, baskets, constants, out):  # type: ignore[no-untyped-def]
    """The same for each of the rivals' vectors on its own: ``out`` has one row for each."""
    lowest, sellers, weights = market
    for s in range(weights.size):
        alone = lowest[s : s + 1], sellers[s : s + 1], weights[s : s + 1]
        sweep_rows(grid, ends, margins, mine, alone, worth, mass, baskets, constants, out[s])


@njit(cache=True)
def pair_payoffs(grid, margins, mine, market, worth, mass, baskets, constants, out):  # type: ignore[no-untyped-def]
    """What a firm earns with listed own price vectors (rows of ``grid``) against listed vectors of the rivals."""
    lowest, sellers = market
    starts, items = baskets
    factor, split, shares = constants
    size = starts.size - 1
    listed, cost, revenue = np.empty(size, np.int64), np.empty(size, np.int64), np.empty(size, np.int64)
    income = np.zeros(lowest.shape[1], np.int64)
    for i in range(out.shape[0]):
        for s in range(out.shape[1]):
            price = lowest[s].copy()
            income[:] = 0
            for j in range(mine.size):
                offer(mine[j], grid[i, j], margins[i, j], lowest[s], sellers[s], shares, price, income)
            number, _ = baskets_at(starts, items, price, income, -1, factor, listed, cost, revenue)
            total = 0 * mass[0]
            for t in range(mass.size):
                _, many, earned = chosen(worth, t, cost, revenue, listed, 0, number)
                total += mass[t] * (earned * (split if many == 1 else split // many))
            out[i, s] = total
