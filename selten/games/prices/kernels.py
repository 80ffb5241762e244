"""Compiled sweeps over all price vectors of a firm in the two-component duopoly; imported when first used.

Products are 1, 2 and b. Axes hold market prices in ascending order and end with one that stands for "not to be had"; a
place is a position on an axis. Tables have the bundle's axis first: ``less[k][z, x]`` is what the bundle at place z
loses to component k at place x, ``beside[k][z, x]`` what component k sells beside the bundle, ``alone[k][x]`` what it
sells where the bundle is not bought, ``total[z]`` what the bundle sells alone. The bundle is bought where its net price
``net[z]`` is at most (``strict``: less than) the sum of the components' prices.

All arithmetic is done in the number type of the tables and weights, machine integers or floats. Results are twice the
payoff, since firms with equal prices share buyers equally. ``own`` and ``rival`` places come as one ascending array a
product; strategies are numbered with the bundle's price slowest and that of component 2 fastest.
"""

import numpy as np
from numba import njit


@njit(cache=True)
def sweep_support(own, margins, rival, weights, prices, strict, tables, out):  # type: ignore[no-untyped-def]
    """Against any mixed strategy, given by its support: ``rival`` has shape (support, 3). Cost: support x own."""
    p1, p2, net = prices
    alone1, alone2, total, less1, less2, beside1, beside2 = tables
    own1, own2, ownb = own
    margin1, margin2, marginb = margins
    out[:] = 0
    for s in range(weights.size):
        w = weights[s]
        q1, q2, qb = rival[s, 0], rival[s, 1], rival[s, 2]
        for iz in range(ownb.size):
            z = min(ownb[iz], qb)
            cb = marginb[iz] * w * (2 if ownb[iz] < qb else (1 if ownb[iz] == qb else 0))
            t = net[z]
            for ix in range(own1.size):
                x = min(own1[ix], q1)
                c1 = margin1[ix] * w * (2 if own1[ix] < q1 else (1 if own1[ix] == q1 else 0))
                apart1, with1 = c1 * alone1[x], c1 * beside1[z, x] + cb * (total[z] - less1[z, x])
                for iy in range(own2.size):
                    y = min(own2[iy], q2)
                    c2 = margin2[iy] * w * (2 if own2[iy] < q2 else (1 if own2[iy] == q2 else 0))
                    parts = p1[x] + p2[y]
                    if t < parts or (t == parts and not strict):
                        out[iz, ix, iy] += with1 + c2 * beside2[z, y] - cb * less2[z, y]
                    else:
                        out[iz, ix, iy] += apart1 + c2 * alone2[y]


@njit(cache=True)
def sweep_component(own, margins, rival, weights, prices, strict, tables, out):  # type: ignore[no-untyped-def]
    """Against a rival that mixes over prices of component 1 only (ascending places ``rival``).

    For each bundle price, prefix sums over the rival's prices give what it earns against all rival prices below its
    own at once. Cost: own + support x bundle prices.
    """
    p1, p2, net = prices
    alone1, alone2, total, less1, less2, beside1, beside2 = tables
    own1, own2, ownb = own
    margin1, margin2, marginb = margins
    n = weights.size
    mass = np.zeros(n + 1, weights.dtype)
    lost = np.zeros(n + 1, weights.dtype)
    first = np.empty(own2.size, np.uint32)
    place2 = own2.astype(np.uint32)
    for q in range(n):
        mass[q + 1] = mass[q] + weights[q]
    for iz in range(ownb.size):
        z, t = ownb[iz], net[ownb[iz]]
        marginal, whole = marginb[iz], total[z]
        twice, besides, lesser = 2 * marginal, beside2[z], less2[z]
        for q in range(n):
            lost[q + 1] = lost[q] + weights[q] * less1[z, rival[q]]
        a = n
        for iy in range(own2.size):
            need = t - p2[place2[iy]]
            while a > 0 and (p1[rival[a - 1]] > need or (p1[rival[a - 1]] == need and not strict)):
                a -= 1
            first[iy] = a
        k = 0
        for ix in range(own1.size):
            x = own1[ix]
            while k < n and rival[k] < x:
                k += 1
            shared = weights[k] if k < n and rival[k] == x else 0 * mass[n]
            rest = 2 * (mass[n] - mass[k])
            last, sum_k, lost_k, row = np.uint32(k), mass[k], lost[k], out[iz, ix]
            for iy in range(own2.size):
                y, a_y = place2[iy], min(first[iy], last)
                apart, some = mass[a_y], sum_k - mass[a_y]
                row[iy] = 2 * margin2[iy] * (alone2[y] * apart + besides[y] * some) + twice * (
                    (whole - lesser[y]) * some - (lost_k - lost[a_y])
                )
            if k == n:
                continue
            own_part = margin1[ix] * (rest - shared)
            with1, apart1 = own_part * beside1[z, x] + rest * marginal * (whole - less1[z, x]), own_part * alone1[x]
            for iy in range(own2.size):
                y = place2[iy]
                parts, c2 = p1[x] + p2[y], rest * margin2[iy]
                if t < parts or (t == parts and not strict):
                    row[iy] += with1 + c2 * besides[y] - rest * marginal * lesser[y]
                else:
                    row[iy] += apart1 + c2 * alone2[y]


@njit(cache=True)
def sweep_bundle(own, margins, rival, weights, prices, strict, tables, out):  # type: ignore[no-untyped-def]
    """Against a rival that mixes over prices of the bundle only (ascending places ``rival``).

    Prefix sums over the rival's prices give what components sell beside all bundles below the own. Cost: own +
    support x component prices.
    """
    p1, p2, net = prices
    alone1, alone2, total, less1, less2, beside1, beside2 = tables
    own1, own2, ownb = own
    margin1, margin2, marginb = margins
    n = weights.size
    mass = np.zeros(n + 1, weights.dtype)
    sold1 = np.zeros(n + 1, weights.dtype)
    sold2 = np.zeros((own2.size, n + 1), weights.dtype)
    below = np.empty(ownb.size, np.int64)
    for q in range(n):
        mass[q + 1] = mass[q] + weights[q]
        for iy in range(own2.size):
            sold2[iy, q + 1] = sold2[iy, q] + weights[q] * beside2[rival[q], own2[iy]]
    k = 0
    for iz in range(ownb.size):
        while k < n and rival[k] < ownb[iz]:
            k += 1
        below[iz] = k
    for ix in range(own1.size):
        x, c1 = own1[ix], margin1[ix]
        for q in range(n):
            sold1[q + 1] = sold1[q] + weights[q] * beside1[rival[q], x]
        e = 0
        for iy in range(own2.size):
            y, c2 = own2[iy], margin2[iy]
            parts = p1[x] + p2[y]
            while e < n and (net[rival[e]] < parts or (net[rival[e]] == parts and not strict)):
                e += 1
            apart = c1 * alone1[x] + c2 * alone2[y]
            for iz in range(ownb.size):
                z, k = ownb[iz], below[iz]
                a = min(e, k)
                value = 2 * (c1 * sold1[a] + c2 * sold2[iy, a] + apart * (mass[k] - mass[a]))
                shared = weights[k] if k < n and rival[k] == z else 0 * mass[n]
                rest = 2 * (mass[n] - mass[k])
                if net[z] < parts or (net[z] == parts and not strict):
                    value += rest * (c1 * beside1[z, x] + c2 * beside2[z, y])
                    value += marginb[iz] * (rest - shared) * (total[z] - less1[z, x] - less2[z, y])
                else:
                    value += rest * apart
                out[iz, ix, iy] = value


@njit(cache=True)
def places(own, strategies):  # type: ignore[no-untyped-def]
    """The places of strategies by number, shape (m, 3), for a firm whose places on each axis are ``own``."""
    own1, own2, ownb = own
    found = np.empty((strategies.size, 3), np.int64)
    for i in range(strategies.size):
        rest, iy = divmod(strategies[i], own2.size)
        iz, ix = divmod(rest, own1.size)
        found[i, 0], found[i, 1], found[i, 2] = own1[ix], own2[iy], ownb[iz]
    return found


@njit(cache=True)
def pair_block(own, margins, mine, rival, theirs, prices, strict, tables, out):  # type: ignore[no-untyped-def]
    """Twice the payoffs of listed own price vectors against listed ones of the rival, all by number."""
    p1, p2, net = prices
    alone1, alone2, total, less1, less2, beside1, beside2 = tables
    own1, own2, ownb = own
    margin1, margin2, marginb = margins
    against = places(rival, theirs)
    for i in range(mine.size):
        rest, iy = divmod(mine[i], own2.size)
        iz, ix = divmod(rest, own1.size)
        x0, y0, z0 = own1[ix], own2[iy], ownb[iz]
        for j in range(theirs.size):
            q1, q2, qb = against[j, 0], against[j, 1], against[j, 2]
            x, y, z = min(x0, q1), min(y0, q2), min(z0, qb)
            c1 = margin1[ix] * (2 if x0 < q1 else (1 if x0 == q1 else 0))
            c2 = margin2[iy] * (2 if y0 < q2 else (1 if y0 == q2 else 0))
            cb = marginb[iz] * (2 if z0 < qb else (1 if z0 == qb else 0))
            parts = p1[x] + p2[y]
            if net[z] < parts or (net[z] == parts and not strict):
                bundle = total[z] - less1[z, x] - less2[z, y]
                out[i, j] = c1 * beside1[z, x] + c2 * beside2[z, y] + cb * bundle
            else:
                out[i, j] = c1 * alone1[x] + c2 * alone2[y]


@njit(cache=True)
def atom_tables(axis, net, own, other, both, mass, closed, less, beside):  # type: ignore[no-untyped-def]
    """What component k sells beside the bundle and takes from it, for consumers who are atoms.

    Values and prices are ranks on one scale. Consumers come in ascending order of ``other``, what they pay for the
    other component; each adds its mass where the bundle's net price first reaches ``other`` plus the component's
    price, and takes it away where the bundle is no longer worth it. Cost: atoms x prices + prices^2.
    """
    n, m = axis.size, net.size
    ends = np.searchsorted(net, both, side="right")
    for i in range(n):
        j = 0
        for a in range(mass.size):
            if own[a] < axis[i]:
                continue
            at = other[a] + axis[i]
            while j < m and (net[j] < at or (net[j] == at and not closed)):
                j += 1
            if j == m:
                break
            beside[j, i] += mass[a]
            if net[j] <= both[a]:
                less[j, i] += mass[a]
                if ends[a] < m:
                    less[ends[a], i] -= mass[a]
    for j in range(1, m):
        for i in range(n):
            beside[j, i] += beside[j - 1, i]
            less[j, i] += less[j - 1, i]
