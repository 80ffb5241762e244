"""The lowest visitor when customers arrive at random: an exact rational, or an algebraic number in a bracket.

The lowest visitor's margin rises with the threshold (:mod:`.fluid`), and is a rational function of it between finitely
many kinks. The float solution is bracketed by exact signs; the regime in the bracket gives the polynomial; its rational
roots are tried exactly, else the irreducible factor that changes sign there defines the threshold. Numbers are flint
rationals.
"""

from collections.abc import Sequence

from selten.equilibria.disclosure.fluid import margin
from selten.equilibria.disclosure.germ import Germ
from selten.equilibria.disclosure.outcome import Terms, World, rational
from selten.games.normal_form import Number

NEAR = 2**42
"""One over the distance from the float solution at which the exact bracket begins."""

TINY = 2**80
"""One over a taste that counts as near 0."""

FINEST = 2**320
"""One over the width of the narrowest brackets; what is undecided in them is reported as such."""


class Root:
    """A threshold: known exactly (``low == high``), or above ``low`` and at most ``high``.

    ``polynomial`` is an irreducible flint polynomial with the threshold as its only root in the bracket; None if the
    threshold is exact, or lies where the formula may change.
    """

    __slots__ = ("high", "low", "polynomial", "terms", "worlds")

    def __init__(self, terms: Terms, worlds: Sequence[World], low: Number, high: Number) -> None:
        self.terms, self.worlds, self.low, self.high = terms, worlds, low, high
        self.polynomial: Number = None

    @property
    def exact(self) -> bool:
        """Whether the bracket is one number."""
        return bool(self.low == self.high)

    @property
    def finest(self) -> bool:
        """Whether the bracket is as narrow as brackets get."""
        return bool((self.high - self.low) * FINEST <= 1)

    def refine(self, steps: int = 1) -> None:
        """Halve the bracket so many times, by exact signs."""
        for _ in range(0 if self.exact else steps):
            middle = (self.low + self.high) / 2
            if self._visits(middle):
                self.high = middle
            else:
                self.low = middle

    def _visits(self, taste: Number) -> bool:
        if self.polynomial is not None:
            return bool(self.polynomial(taste) * self.polynomial(self.high) >= 0)
        return _visits(self.terms, self.worlds, taste)


def lowest_visitor(terms: Terms, worlds: Sequence[World]) -> Root:
    """The threshold x such that the tastes from x up visit; 1 if nobody does.

    Examples
    --------
    >>> from fractions import Fraction
    >>> values, prices = (rational(5), rational(7)), (rational(3), rational(5))
    >>> terms = Terms(rational(10), values, prices, rational(Fraction(1, 2)), rational(0))
    >>> lowest_visitor(terms, [(rational(1), (rational(Fraction(3, 10)), rational(Fraction(27, 10))))]).low
    136/175
    """
    one = rational(1)
    lowest = min([p / v for v, p in zip(terms.values, terms.prices, strict=True) if v > 0] + [one])
    if lowest >= 1 or not _visits(terms, worlds, one):
        return Root(terms, worlds, one, one)
    if (not terms.cost and not terms.cost_slope) or (lowest == 0 and _everybody(terms, worlds)):
        return Root(terms, worlds, lowest, lowest)
    root = Root(terms, worlds, *_bracket(terms, worlds, lowest))
    while not _identify(root) and not root.finest:
        root.refine(30)
    root.refine(28 if root.polynomial is not None else 0)
    return root


def same(first: Root, second: Root) -> bool:
    """Whether two thresholds are proven to be the same number."""
    if first.exact and second.exact:
        return bool(first.low == second.low)
    if first.polynomial is None or second.polynomial is None or first.polynomial != second.polynomial:
        return False
    low, high = min(first.low, second.low), max(first.high, second.high)
    return _monotone(first.polynomial, low, high)


def _visits(terms: Terms, worlds: Sequence[World], taste: Number) -> bool:
    gross, net = margin(terms, worlds, taste)
    return bool(gross > 0 and net >= 0)


def _everybody(terms: Terms, worlds: Sequence[World]) -> bool:
    """Whether the visitors reach down to taste 0 (a product is free, and the cost scales with the taste)."""
    tiny = rational(1) / TINY
    if terms.cost or not _visits(terms, worlds, tiny):
        return False
    top = margin(terms, worlds, Germ.unknown(tiny, []))[1].numerator()
    if not top:
        return True
    lowest = next(c for c in top.coeffs() if c)  # its sign is that of the margin just above 0
    return bool(lowest * top(tiny) > 0)


def _bracket(terms: Terms, worlds: Sequence[World], lowest: Number) -> tuple[Number, Number]:
    one = rational(1)
    guess = rational(round(_float_solution(terms, worlds, float(lowest)) * 2**50)) / 2**50
    low, high = max(lowest, guess - one / NEAR), min(one, guess + one / NEAR)
    if low < high and (low == lowest or not _visits(terms, worlds, low)) and _visits(terms, worlds, high):
        return low, high
    wide = Root(terms, worlds, lowest, one)
    wide.refine(44)
    return wide.low, wide.high


def _float_solution(terms: Terms, worlds: Sequence[World], low: float) -> float:
    """About where the margin is zero, by false position with the stale end's value halved."""
    values, prices = ((float(a), float(b)) for a, b in (terms.values, terms.prices))
    rough = Terms(float(terms.customers), values, prices, float(terms.cost), float(terms.cost_slope))
    places = [(float(w), (float(stocks[0]), float(stocks[1]))) for w, stocks in worlds]
    high, last = 1.0, 0
    net_low, net_high = (margin(rough, places, end)[1] for end in (low, high))
    for _ in range(80):
        middle = (
            (low * net_high - high * net_low) / (net_high - net_low) if net_low < 0 < net_high else (low + high) / 2
        )
        net = margin(rough, places, middle)[1]
        if abs(net) <= 1e-15 * (net_high - net_low) or high - low < 1e-14:
            return middle
        if net > 0:
            high, net_high, net_low = middle, net, net_low / 2 if last > 0 else net_low
        else:
            low, net_low, net_high = middle, net, net_high / 2 if last < 0 else net_high
        last = 1 if net > 0 else -1
    return (low + high) / 2


def _identify(root: Root) -> bool:
    """Find the number in the bracket; False if the formula changes inside and no rational root is there."""
    logs: tuple[list[bool], list[bool]] = ([], [])
    tops = []
    for end, log in zip((root.low, root.high), logs, strict=True):
        tops.append(margin(root.terms, root.worlds, Germ.unknown(end, log))[1].numerator())
    factors = [f / f[f.degree()] for top in ({str(t): t for t in tops}.values()) if top for f, _ in top.factor()[1]]
    for linear in (f for f in factors if f.degree() == 1):
        candidate = -linear[0]
        if root.low <= candidate <= root.high and _solves(root, candidate):
            root.low = root.high = candidate
            return True
    if logs[0] != logs[1]:
        return False
    for factor in factors:
        if factor(root.low) * factor(root.high) < 0 and _monotone(factor, root.low, root.high):
            root.polynomial = factor
            return True
    return False


def _solves(root: Root, taste: Number) -> bool:
    gross, net = margin(root.terms, root.worlds, taste)
    return bool(net == 0 and gross > 0)


def _monotone(polynomial: Number, low: Number, high: Number) -> bool:
    """Whether the derivative provably keeps its sign between two numbers of [0, 1] (so that one root fits)."""
    bend = sum(k * (k - 1) * abs(c) for k, c in enumerate(polynomial.coeffs()))
    return bool(abs(polynomial.derivative()((low + high) / 2)) > bend * (high - low))
