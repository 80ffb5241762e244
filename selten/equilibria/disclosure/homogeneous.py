"""Visits of customers who are all alike: how many, and what they buy.

With n visitors in a world with stocks (S_a, S_b), a the product with the larger surplus s_a >= s_b, they take together

    s_a min(n, S_a) + max(s_b, 0) min(n - min(n, S_a), S_b),

a concave function of n, and so is its mean G(n) over the worlds. A visitor expects G(n) / n, so the visits n with
G(n) >= c n form an interval [0, n*]; n* is the equilibrium (with c = 0, nobody comes for nothing).
"""

from collections.abc import Sequence

from selten.equilibria.disclosure.outcome import Outcome, Terms, Two, World
from selten.games.normal_form import Number


def crowd(terms: Terms, worlds: Sequence[World]) -> Number:
    """How many visit: the largest mass whose members still expect their cost, exactly.

    Examples
    --------
    >>> from fractions import Fraction
    >>> terms = Terms(Fraction(10), (5, 7), (Fraction(3), Fraction(6)), Fraction(1, 2), 0)
    >>> crowd(terms, [(1, (Fraction(2), Fraction(1)))]), crowd(terms, [(1, (Fraction(1), Fraction(2)))])
    (Fraction(10, 1), Fraction(8, 1))
    """
    cost = terms.cost + terms.cost_slope
    kinks = {stocks[k] for _, stocks in worlds for k in (0, 1)} | {sum(stocks) for _, stocks in worlds}
    ends = [*sorted(kink for kink in kinks if kink < terms.customers), terms.customers]
    below, net_below = 0 * terms.customers, 0 * terms.customers
    if all(value <= price for value, price in zip(terms.values, terms.prices, strict=True)):
        return below
    for end in ends:
        net = taken(terms, worlds, end) - cost * end
        if net < 0:
            return below + (end - below) * net_below / (net_below - net)
        below, net_below = end, net
    return terms.customers


def taken(terms: Terms, worlds: Sequence[World], visitors: Number) -> Number:
    """G(n): the surplus that n visitors expect to take together."""
    return sum(
        probability
        * sum(s * units for s, units in zip(_surplus(terms), served(terms, stocks, visitors).sales, strict=True))
        for probability, stocks in worlds
    )


def served(terms: Terms, stocks: Two, visitors: Number) -> Outcome:
    """What n visitors buy from the stocks."""
    surplus = _surplus(terms)
    first = 0 if surplus[0] >= surplus[1] else 1
    sales = [0 * visitors, 0 * visitors]
    left = visitors
    for product in (first, 1 - first):
        if surplus[product] > 0:
            sales[product] = min(left, stocks[product])
            left -= sales[product]
    return Outcome((sales[0], sales[1]), visitors, left)


def _surplus(terms: Terms) -> Two:
    return terms.values[0] - terms.prices[0], terms.values[1] - terms.prices[1]
