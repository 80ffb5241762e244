"""Double description of one best-response cone in machine integers: exact, as long as the numbers fit.

The cone, its labels and its first rays are those of :mod:`selten.equilibria.enumeration.vertices`: a ray is the list of
the slacks of all labels, the first m of which are the (scaled) strategy itself. Slacks are int64; before two rays are
combined the size of the result is bounded in doubles. (Slacks below 2^61 are converted to doubles with relative error
2^-53, and two products and a sum add three such errors: a bound found below 2^61 is below 2^62.) Where it may be
larger, the products are taken in 128 bits (:mod:`selten.equilibria.enumeration.compiled.wide`), and the run ends with
``LARGE`` unless the ray is below 2^61 without its common factors: no integer ever overflows.

The run can stop and go on: ``FULL`` when the arrays are too short, ``MORE`` when its share of work is done. What it
needs to go on is in ``state``.
"""

from typing import Any

import numpy as np

from selten.equilibria.enumeration.compiled.neighbours import shortlist, third
from selten.equilibria.enumeration.compiled.wide import combine_wide
from selten.equilibria.enumeration.compiled.words import gcd, kernel

DONE, FULL, MORE, LARGE = 0, 1, 2, 3
"""How a run ends: finished; longer arrays wanted; more time wanted; the numbers do not fit."""

LABEL, CURSOR, COUNT, FRESH, SIDE = range(5)
"""What ``state`` holds: the label at work, the next ray to look at, how many rays there are before and after the label,
and the sign of the rays that are looked at (the rarer one; 0 before the label is begun)."""

_SAFE = 2.0**61
_REDUCE = 2**20  # below this size a common factor does no harm


@kernel
def begin(payoffs: Any, slacks: Any, masks: Any, tops: Any, state: Any) -> None:
    """Write the first m + 1 rays: the origin and each pure strategy, with reply 0 tight."""
    m, n = payoffs.shape
    everything = (1 << (m + 1)) - 1
    slacks[: m + 1] = 0
    slacks[0, m:] = 1
    masks[0] = everything ^ (1 << m)
    tops[0] = 1
    for i in range(m):
        slacks[i + 1, i] = 1
        tops[i + 1] = 1
        for j in range(n):
            value = payoffs[i, 0] - payoffs[i, j]
            slacks[i + 1, m + j] = value
            tops[i + 1] = max(tops[i + 1], abs(value))
        masks[i + 1] = everything ^ (1 << i)
    state[LABEL], state[CURSOR], state[COUNT], state[FRESH], state[SIDE] = m + 1, 0, m + 1, m + 1, 0


@kernel
def describe(m: int, slacks: Any, masks: Any, tops: Any, near: Any, state: Any, budget: int) -> int:
    """Go on until all labels are in, or until a return code says why not.

    Parameters
    ----------
    m : int
        How many own strategies.
    slacks, masks, tops : ndarrays of int64, shapes (room, labels), (room,), (room,)
        The rays: slacks, tight labels, the largest absolute slack.
    near : ndarray of int64, shape (room,)
        Scratch.
    budget : int
        After about that many comparisons of rays the run pauses with ``MORE``.
    """
    work = 0
    while state[LABEL] < slacks.shape[1]:
        label = state[LABEL]
        if state[SIDE] == 0:
            state[SIDE] = _sides(slacks, masks, state[COUNT], label)
            state[CURSOR], state[FRESH] = 0, state[COUNT]
        while state[CURSOR] < state[COUNT]:
            ray = state[CURSOR]
            if slacks[ray, label] * state[SIDE] > 0:
                code = _meet(m, slacks, masks, tops, near, state, ray)
                if code != DONE:
                    return code
                work += state[COUNT]
            state[CURSOR] += 1
            if work > budget:
                return MORE
        _settle(slacks, masks, tops, state)
    return DONE


@kernel
def _sides(slacks: Any, masks: Any, count: int, label: int) -> int:
    """Mark the rays on which the label is tight; the rarer sign of the others."""
    balance = 0
    for ray in range(count):
        value = slacks[ray, label]
        if value == 0:
            masks[ray] |= 1 << label
        balance += (value > 0) - (value < 0)
    return -1 if balance > 0 else 1


@kernel
def _meet(m: int, slacks: Any, masks: Any, tops: Any, near: Any, state: Any, ray: int) -> int:
    """Add the rays between one ray and its neighbours on the other side of the label."""
    label, fresh = state[LABEL], state[FRESH]
    own = slacks[ray, label]
    found = shortlist(masks, state[COUNT], ray, m - 1, near)
    witness = -1
    for k in range(found):
        other = near[k]
        value = slacks[other, label]
        if value == 0 or (value < 0) == (own < 0):
            continue
        between = third(masks, near, found, ray, other, m, witness)
        if between >= 0:
            witness = between
            continue
        if fresh == masks.shape[0]:
            return FULL
        if not _combine(slacks, tops, ray, other, label, fresh):
            return LARGE
        masks[fresh] = masks[ray] & masks[other] | 1 << label
        fresh += 1
    state[FRESH] = fresh
    return DONE


@kernel
def _combine(slacks: Any, tops: Any, a: int, b: int, label: int, place: int) -> bool:
    """Write the positive combination of two rays that makes the label tight, without common factors; False if large."""
    up, down = abs(slacks[a, label]), abs(slacks[b, label])
    common = gcd(up, down)
    if common > 1:
        up //= common
        down //= common
    if float(up) * float(tops[b]) + float(down) * float(tops[a]) >= _SAFE:
        tops[place] = combine_wide(slacks, a, b, up, down, place)
        return bool(tops[place] > 0)
    width = slacks.shape[1]
    top = 0
    for k in range(width):
        value = down * slacks[a, k] + up * slacks[b, k]
        slacks[place, k] = value
        top = max(top, abs(value))
    if top > _REDUCE:
        common = 0
        for k in range(width):
            if common == 1:
                break
            common = gcd(abs(slacks[place, k]), common)
        if common > 1:
            top //= common
            for k in range(width):
                slacks[place, k] //= common
    tops[place] = top
    return True


@kernel
def _settle(slacks: Any, masks: Any, tops: Any, state: Any) -> None:
    """Drop the rays on which the label is violated and go to the next label."""
    label = state[LABEL]
    kept, hole = state[FRESH], 0
    while hole < kept:
        if slacks[hole, label] >= 0:
            hole += 1
            continue
        kept -= 1
        slacks[hole] = slacks[kept]
        masks[hole] = masks[kept]
        tops[hole] = tops[kept]
    state[LABEL], state[COUNT], state[SIDE] = label + 1, kept, 0


def room(labels: int, rays: int) -> Any:
    """Fresh arrays (slacks, masks, tops, near) for that many rays."""
    return np.empty((rays, labels), np.int64), *(np.empty(rays, np.int64) for _ in range(3))
