"""Visits when customers arrive at random: the tastes from a threshold x up, and how their stream empties the shelves.

The visitors of taste at least x fall into those who want L first and those who want H first; some of each would also
take the other product. They arrive in one stream over the time from 0 to 1, so that L runs out at

    t_L = S_L / n_L   if nothing else ran out before,   or   t_H + (S_L - n_L t_H) / (n_L + w_H)   if H did at t_H,

where n counts those who want a product first and w those who switch from it; and H likewise. A visitor arrives before
t_L with probability t_L. One more visitor makes neither product last longer, so a taste's expected surplus falls with
the number of visitors, sales of each product and the number who leave with nothing rise with it: everything here is
monotone in the threshold.
"""

from collections.abc import Sequence

from selten.equilibria.disclosure.outcome import Outcome, Terms, Two, World
from selten.games.normal_form import Number


def masses(terms: Terms, threshold: Number) -> tuple[Two, Two]:
    """Visitors that want L first and H first, and how many of each would also take the other product.

    Examples
    --------
    >>> from fractions import Fraction
    >>> terms = Terms(Fraction(10), (Fraction(5), Fraction(7)), (Fraction(3), Fraction(5)), Fraction(1, 2), Fraction(0))
    >>> masses(terms, Fraction(3, 5))
    ((Fraction(4, 1), Fraction(0, 1)), (Fraction(20, 7), Fraction(0, 1)))
    """
    lows = [_zero(value, price) for value, price in zip(terms.values, terms.prices, strict=True)]
    ranges = _preference(terms)
    first, switching = [], []
    for k in (0, 1):
        low, high = ranges[k]
        start = max(threshold, lows[k], low)
        first.append(terms.customers * max(high - start, 0 * start))
        start = max(start, lows[1 - k])
        switching.append(terms.customers * max(high - start, 0 * start))
    return (first[0], first[1]), (switching[0], switching[1])


def _zero(value: Number, price: Number) -> Number:
    """The taste from which the product is worth its price; 1 if for nobody."""
    return min(price / value, 1) if value else 1


def _preference(terms: Terms) -> tuple[Two, Two]:
    """The tastes that prefer L, and those that prefer H, as intervals."""
    (a, c), (p, r) = terms.values, terms.prices
    if a == c:
        return ((0, 1), (1, 1)) if p <= r else ((1, 1), (0, 1))
    cross = min(max((r - p) / (c - a), 0), 1)
    return ((0, cross), (cross, 1)) if a < c else ((cross, 1), (0, cross))


def times(stocks: Two, first: Two, switching: Two) -> Two:
    """When L and H run out; 1 for a product that lasts.

    Examples
    --------
    >>> from fractions import Fraction
    >>> times((Fraction(3, 10), Fraction(27, 10)), (Fraction(4), Fraction(0)), (Fraction(20, 7), Fraction(0)))
    (Fraction(3, 40), 1)
    """
    lasting = [k for k in (0, 1) if first[k] <= stocks[k]]
    if len(lasting) == 2:
        return 1, 1
    # the product that runs out first: compared across, as a queue may be empty
    k = 0 if stocks[0] * first[1] < stocks[1] * first[0] else 1
    out = stocks[k] / first[k]
    other = 1 - k
    rate = first[other] + switching[k]
    left = stocks[other] - first[other] * out
    last = out + left / rate if rate > 0 and left < rate * (1 - out) else 1
    return (out, last) if k == 0 else (last, out)


def expected(terms: Terms, taste: Number, available: Two) -> Number:
    """What a taste expects from a visit when the products last until these times."""
    low, high = (terms.values[k] * taste - terms.prices[k] for k in (0, 1))
    low, high = max(low, 0 * low), max(high, 0 * high)
    out_low, out_high = available
    if out_low < out_high:
        return out_low * max(low, high) + (out_high - out_low) * high
    return out_high * max(low, high) + (out_low - out_high) * low


def margin(terms: Terms, worlds: Sequence[World], threshold: Number) -> tuple[Number, Number]:
    """What the lowest visitor expects, before and after the cost; both rise with the threshold."""
    first, switching = masses(terms, threshold)
    gross = 0
    for probability, stocks in worlds:
        gross = gross + probability * expected(terms, threshold, times(stocks, first, switching))
    return gross, gross - terms.cost - terms.cost_slope * threshold


def outcome(terms: Terms, stocks: Two, threshold: Number) -> Outcome:
    """What the seller sells to the tastes from a threshold up.

    Examples
    --------
    >>> from fractions import Fraction
    >>> terms = Terms(Fraction(10), (Fraction(5), Fraction(7)), (Fraction(3), Fraction(5)), Fraction(1, 2), Fraction(0))
    >>> outcome(terms, (Fraction(3, 10), Fraction(27, 10)), Fraction(3, 5)).shortage
    Fraction(37, 35)
    """
    first, switching = masses(terms, threshold)
    last = times(stocks, first, switching)
    sales = [
        stocks[k] if last[k] < 1 else first[k] + switching[1 - k] * (1 - last[1 - k])
        for k in (0, 1)
    ]  # fmt: skip
    visitors = terms.customers * (1 - threshold)
    return Outcome((sales[0], sales[1]), visitors, visitors - sales[0] - sales[1])
