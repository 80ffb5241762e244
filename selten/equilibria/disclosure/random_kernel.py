"""Random arrivals in doubles, for one pair of prices or for a whole box of them: compiled.

A market is an array (customers, scarce stock, plentiful stock, prior, value L, value H, cost, cost per taste), a box of
prices an array (least and largest price of L, least and largest price of H).

Bounds over a box rest on :mod:`.fluid`: whoever comes in addition makes no product last longer, and a taste's expected
surplus rises with how long products last and falls with prices. So the margin of a threshold is largest with the fewest
customers that any prices of the box leave in each queue, at the lowest prices; and least the other way round.
"""

import numpy as np
import numpy.typing as npt
from numba import njit

Floats = npt.NDArray[np.float64]

SLACK = 1e-12
"""By how much, relative to customers and values, an inequality must hold to count: ten thousand times the rounding."""

UNKNOWN = -1
STRICT, TIE, NO = 0, 3, 4
"""Positions in :data:`.verdict.VERDICTS` of the verdicts that random arrivals can have."""


@njit(cache=True)  # type: ignore[untyped-decorator]
def queues(market: Floats, box: Floats, threshold: float, most: bool) -> tuple[float, float, float, float]:
    """Bounds on n_L, n_H, w_L, w_H (see :mod:`.fluid`) over the prices of a box: at most, or at least, so many."""
    n, high, low = market[0], market[5], market[4]
    price_l, price_h = (box[0], box[2]) if most else (box[1], box[3])
    from_l = max(threshold, price_l / low)
    from_h = max(threshold, price_h / high)
    both = max(from_l, from_h)
    if low == high:  # everybody prefers the cheaper product
        some_l = box[0] <= box[3] if most else box[1] <= box[2]
        some_h = box[1] > box[2] if most else box[0] > box[3]
        l_end, h_start, l_start, h_end = 1.0, 0.0, 0.0, 1.0
        if not some_l:
            l_end = 0.0
        if not some_h:
            h_end = 0.0
    else:
        first, last = (box[2] - box[1]) / (high - low), (box[3] - box[0]) / (high - low)
        if low > high:
            first, last = last, first
        early, late = min(max(first, 0.0), 1.0), min(max(last, 0.0), 1.0)
        if high > low:
            l_start, h_end = 0.0, 1.0
            l_end, h_start = (late, early) if most else (early, late)
        else:
            h_start, l_end = 0.0, 1.0
            l_start, h_end = (early, late) if most else (late, early)
    return (
        n * max(l_end - max(from_l, l_start), 0.0),
        n * max(h_end - max(from_h, h_start), 0.0),
        n * max(l_end - max(both, l_start), 0.0),
        n * max(h_end - max(both, h_start), 0.0),
    )


@njit(cache=True)  # type: ignore[untyped-decorator]
def run_out(s_l: float, s_h: float, n_l: float, n_h: float, w_l: float, w_h: float) -> tuple[float, float]:
    """When L and H run out; 1 for a product that lasts."""
    if n_l <= s_l and n_h <= s_h:
        return 1.0, 1.0
    if s_l * n_h < s_h * n_l:
        out = s_l / n_l
        rate, left = n_h + w_l, s_h - n_h * out
        return out, (out + left / rate if left < rate * (1.0 - out) else 1.0)
    out = s_h / n_h
    rate, left = n_l + w_h, s_l - n_l * out
    return (out + left / rate if left < rate * (1.0 - out) else 1.0), out


@njit(cache=True)  # type: ignore[untyped-decorator]
def margin(market: Floats, box: Floats, told: int, threshold: float, most: bool) -> float:
    """A bound on the lowest visitor's margin over a box: from below with ``most`` customers, else from above.

    ``told``: 0 that L is scarce, 1 that H is, 2 the total only.
    """
    n_l, n_h, w_l, w_h = queues(market, box, threshold, most)
    price_l, price_h = (box[1], box[3]) if most else (box[0], box[2])
    low = max(market[4] * threshold - price_l, 0.0)
    high = max(market[5] * threshold - price_h, 0.0)
    total = 0.0
    for scenario in range(2):
        weight = (1.0 if told == scenario else 0.0) if told < 2 else (market[3] if scenario == 0 else 1.0 - market[3])
        if weight == 0.0:
            continue
        s_l, s_h = (market[1], market[2]) if scenario == 0 else (market[2], market[1])
        t_l, t_h = run_out(s_l, s_h, n_l, n_h, w_l, w_h)
        if t_l < t_h:
            total += weight * (t_l * max(low, high) + (t_h - t_l) * high)
        else:
            total += weight * (t_h * max(low, high) + (t_l - t_h) * low)
    return float(total - market[6] - market[7] * threshold)


@njit(cache=True)  # type: ignore[untyped-decorator]
def threshold_at(market: Floats, box: Floats, told: int) -> float:
    """The lowest visitor at the one pair of prices of a box, to rounding."""
    low, high = min(box[0] / market[4], box[2] / market[5]), 1.0
    if low >= 1.0 or margin(market, box, told, 1.0, True) < 0.0:
        return 1.0
    if market[6] == 0.0 and market[7] == 0.0:
        return float(low)
    for _ in range(50):
        middle = 0.5 * (low + high)
        if margin(market, box, told, middle, True) >= 0.0:
            high = middle
        else:
            low = middle
    return float(high)


@njit(cache=True)  # type: ignore[untyped-decorator]
def sold(market: Floats, box: Floats, scenario: int, threshold: float) -> tuple[float, float]:
    """Sales of L and H to the tastes from a threshold up, at the one pair of prices of a box."""
    n_l, n_h, w_l, w_h = queues(market, box, threshold, True)
    s_l, s_h = (market[1], market[2]) if scenario == 0 else (market[2], market[1])
    t_l, t_h = run_out(s_l, s_h, n_l, n_h, w_l, w_h)
    return (
        s_l if t_l < 1.0 else n_l + w_h * (1.0 - t_h),
        s_h if t_h < 1.0 else n_h + w_l * (1.0 - t_l),
    )


@njit(cache=True)  # type: ignore[untyped-decorator]
def random_gains(market: Floats, price_l: float, price_h: float, gains: Floats) -> None:
    """Fill (revenue, shortage avoided where L is scarce; the same where H is) brought by aggregate disclosure."""
    box = np.array([price_l, price_l, price_h, price_h])
    together = threshold_at(market, box, 2)
    for scenario in range(2):
        alone = threshold_at(market, box, scenario)
        before, after = sold(market, box, scenario, alone), sold(market, box, scenario, together)
        more_l, more_h = after[0] - before[0], after[1] - before[1]
        gains[2 * scenario] = price_l * more_l + price_h * more_h
        gains[2 * scenario + 1] = more_l + more_h - market[0] * (alone - together)


@njit(cache=True)  # type: ignore[untyped-decorator]
def narrow(market: Floats, box: Floats, told: int, low: float, high: float, steps: int) -> tuple[float, float]:
    """Narrow proven bounds on the threshold over a box: below ``low`` nobody ever visits, at ``high`` all do."""
    slack = SLACK * (market[4] + market[5])
    up, down = high, low
    for _ in range(steps):
        middle = 0.5 * (low + up)
        if margin(market, box, told, middle, False) < -slack:
            low = middle
        else:
            up = middle
    for _ in range(steps):
        middle = 0.5 * (down + high)
        if margin(market, box, told, middle, True) > slack:
            high = middle
        else:
            down = middle
    return low, high


@njit(cache=True)  # type: ignore[untyped-decorator]
def order(market: Floats, box: Floats, bounds: Floats) -> int:
    """1 if more visit when H is known to be scarce than when L is, all over the box; -1 the other way round; 0 if the
    same come whatever they are told; 2 if that is open. ``bounds``: those of the three thresholds.

    The margins differ as soon as the product that all visitors prefer is rationed where it is scarce. They agree where
    nothing is rationed, and where the lowest visitors' product is the last to run out in both scenarios and would be
    taken by everybody: it then lasts until everything is sold.
    """
    least, largest = min(bounds[0], bounds[2], bounds[4]), max(bounds[1], bounds[3], bounds[5])
    few, many, slack = market[1], market[2], SLACK * market[0]
    low, high, lift = market[4], market[5], SLACK * (market[4] + market[5])
    gap = high - low
    at_least, at_most = box[2] - box[1], box[3] - box[0]  # of price H - price L
    most_l, most_h, switch_l, switch_h = queues(market, box, least, True)
    if most_l <= few - slack and most_h <= few - slack:
        return 0
    min_l, min_h, _, _ = queues(market, box, largest, False)
    if at_least > max(gap * least, gap * largest) + lift:
        lasting = run_out(few - slack, many - slack, most_l, most_h, switch_l, switch_h)[0] >= 1.0
        lasting = lasting and run_out(many - slack, few - slack, most_l, most_h, switch_l, switch_h)[0] >= 1.0
        if lasting or (box[1] <= low * least and few * min_h > many * most_l + slack * market[0]):
            return 0
    if at_most < min(gap * least, gap * largest) - lift:
        lasting = run_out(few - slack, many - slack, most_l, most_h, switch_l, switch_h)[1] >= 1.0
        lasting = lasting and run_out(many - slack, few - slack, most_l, most_h, switch_l, switch_h)[1] >= 1.0
        if lasting or (box[3] <= high * least and few * min_l > many * most_h + slack * market[0]):
            return 0
    if at_least > max(gap, gap * least) + lift and min_l > few + slack:
        return 1
    if at_most < min(gap, gap * least) - lift and min_h > few + slack:
        return -1
    if bounds[0] > bounds[3]:
        return 1
    return -1 if bounds[2] > bounds[1] else 2


@njit(cache=True)  # type: ignore[untyped-decorator]
def exhausted(market: Floats, box: Floats, scenario: int, low: float, high: float) -> int:
    """Whether both products sell out for any threshold between two numbers: 1 yes, 0 no, 2 open."""
    s_l, s_h = (market[1], market[2]) if scenario == 0 else (market[2], market[1])
    slack = SLACK * market[0]
    n_l, n_h, w_l, w_h = queues(market, box, high, False)
    t_l, t_h = run_out(s_l + slack, s_h + slack, n_l, n_h, w_l, w_h)
    if t_l < 1.0 and t_h < 1.0:
        return 1
    n_l, n_h, w_l, w_h = queues(market, box, low, True)
    t_l, t_h = run_out(max(s_l - slack, 0.0), max(s_h - slack, 0.0), n_l, n_h, w_l, w_h)
    return 0 if t_l >= 1.0 or t_h >= 1.0 else 2


@njit(cache=True)  # type: ignore[untyped-decorator]
def classify(market: Floats, box: Floats, bounds: Floats, steps: int) -> int:
    """The verdict all over a box of positive prices below the values, or UNKNOWN; ``bounds`` are narrowed in place.

    The scenario that gets more visitors earns more as long as something is left; afterwards it only leaves more of them
    with nothing. The scenario that gets fewer loses revenue unless all is sold with them too.
    """
    for told in range(3):
        bounds[2 * told], bounds[2 * told + 1] = narrow(
            market, box, told, bounds[2 * told], bounds[2 * told + 1], steps
        )
    side = order(market, box, bounds)
    if side == 0:
        return TIE
    if side == 2:
        return UNKNOWN
    u = 0 if side == 1 else 1
    gains = exhausted(market, box, u, bounds[2 * u], bounds[2 * u + 1])
    keeps = exhausted(market, box, 1 - u, bounds[4], bounds[5])
    if gains == 1 or keeps == 0:
        return NO
    return STRICT if gains == 0 and keeps == 1 else UNKNOWN


@njit(cache=True)  # type: ignore[untyped-decorator]
def classify_cells(market: Floats, corners: Floats, size: Floats, bounds: Floats, steps: int, codes: Floats) -> None:
    """Fill the verdicts of cells of one size; ``corners`` (n, 2) their least prices, ``bounds`` (n, 6) as above."""
    box = np.empty(4)
    for i in range(corners.shape[0]):
        box[0], box[2] = corners[i, 0], corners[i, 1]
        box[1], box[3] = box[0] + size[0], box[2] + size[1]
        codes[i] = classify(market, box, bounds[i], steps)
