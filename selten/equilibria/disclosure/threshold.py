"""The lowest visitor when customers arrive at random: an exact rational, or an algebraic number in a bracket.

The lowest visitor's margin rises with the threshold (:mod:`.fluid`), and is a rational function of it between finitely
many kinks. The float solution is bracketed by exact signs; the regime in the bracket gives the polynomial; its rational
roots are tried exactly, else the irreducible factor that changes sign there defines the threshold.
"""

from collections.abc import Sequence
from fractions import Fraction

from selten.equilibria.disclosure.fluid import margin
from selten.equilibria.disclosure.germ import Germ
from selten.equilibria.disclosure.outcome import Terms, World

HALF_WIDTH = Fraction(1, 2**42)
"""How far from the float solution the exact bracket begins."""

TINY = Fraction(1, 2**80)
FINEST = Fraction(1, 2**320)
"""Brackets are not refined beyond this; what is undecided then is reported as such."""


class Root:
    """A threshold: known exactly (``low == high``), or above ``low`` and at most ``high``.

    ``polynomial`` holds the coefficients, constant first, of an irreducible polynomial with the threshold as its only
    root in the bracket; empty if the threshold is exact, or lies where the formula may change.
    """

    __slots__ = ("high", "low", "polynomial", "terms", "worlds")

    def __init__(self, terms: Terms, worlds: Sequence[World], low: Fraction, high: Fraction) -> None:
        self.terms, self.worlds, self.low, self.high = terms, worlds, low, high
        self.polynomial: tuple[Fraction, ...] = ()

    @property
    def exact(self) -> bool:
        """Whether the bracket is one number."""
        return self.low == self.high

    def __float__(self) -> float:
        return float((self.low + self.high) / 2)

    def refine(self, steps: int = 1) -> None:
        """Halve the bracket so many times, by exact signs."""
        for _ in range(0 if self.exact else steps):
            middle = (self.low + self.high) / 2
            if self._visits(middle):
                self.high = middle
            else:
                self.low = middle

    def _visits(self, taste: Fraction) -> bool:
        if self.polynomial:
            return _horner(self.polynomial, taste) * _horner(self.polynomial, self.high) >= 0
        return _visits(self.terms, self.worlds, taste)


def lowest_visitor(terms: Terms, worlds: Sequence[World]) -> Root:
    """The threshold x such that the tastes from x up visit; 1 if nobody does.

    Examples
    --------
    >>> terms = Terms(Fraction(10), (Fraction(5), Fraction(7)), (Fraction(3), Fraction(5)), Fraction(1, 2), Fraction(0))
    >>> lowest_visitor(terms, [(Fraction(1), (Fraction(3, 10), Fraction(27, 10)))]).low
    Fraction(25, 34)
    """
    lowest = min([Fraction(p) / v for v, p in zip(terms.values, terms.prices, strict=True) if v > 0] + [Fraction(1)])
    if lowest >= 1 or not _visits(terms, worlds, Fraction(1)):
        return Root(terms, worlds, Fraction(1), Fraction(1))
    if (not terms.cost and not terms.cost_slope) or (lowest == 0 and _everybody(terms, worlds)):
        return Root(terms, worlds, lowest, lowest)
    root = Root(terms, worlds, *_bracket(terms, worlds, lowest))
    while not _identify(root) and root.high - root.low > FINEST:
        root.refine(30)
    root.refine(28 if root.polynomial else 0)
    return root


def same(first: Root, second: Root) -> bool:
    """Whether two thresholds are proven to be the same number."""
    if first.exact and second.exact:
        return first.low == second.low
    if not first.polynomial or first.polynomial != second.polynomial:
        return False
    low, high = min(first.low, second.low), max(first.high, second.high)
    return _monotone(first.polynomial, low, high)


def _visits(terms: Terms, worlds: Sequence[World], taste: Fraction) -> bool:
    gross, net = margin(terms, worlds, taste)
    return bool(gross > 0 and net >= 0)


def _everybody(terms: Terms, worlds: Sequence[World]) -> bool:
    """Whether the visitors reach down to taste 0 (a product is free, and the cost scales with the taste)."""
    if terms.cost or not _visits(terms, worlds, TINY):
        return False
    top = margin(terms, worlds, Germ.unknown(TINY, []))[1].numerator()
    if not top:
        return True
    coefficients = _coefficients(top)
    lowest = next(c for c in coefficients if c)  # its sign is that of the margin just above 0
    return lowest * _horner(coefficients, TINY) > 0


def _bracket(terms: Terms, worlds: Sequence[World], lowest: Fraction) -> tuple[Fraction, Fraction]:
    guess = _float_solution(terms, worlds, lowest)
    low, high = max(lowest, guess - HALF_WIDTH), min(Fraction(1), guess + HALF_WIDTH)
    if (low == lowest or not _visits(terms, worlds, low)) and _visits(terms, worlds, high):
        return low, high
    wide = Root(terms, worlds, lowest, Fraction(1))
    wide.refine(44)
    return wide.low, wide.high


def _float_solution(terms: Terms, worlds: Sequence[World], lowest: Fraction) -> Fraction:
    values, prices = ((float(a), float(b)) for a, b in (terms.values, terms.prices))
    rough = Terms(float(terms.customers), values, prices, float(terms.cost), float(terms.cost_slope))
    places = [(float(w), (float(stocks[0]), float(stocks[1]))) for w, stocks in worlds]
    low, high = float(lowest), 1.0
    for _ in range(46):
        middle = (low + high) / 2
        gross, net = margin(rough, places, middle)
        low, high = (low, middle) if gross > 0 and net >= 0 else (middle, high)
    return Fraction(round(high * 2**50), 2**50)


def _identify(root: Root) -> bool:
    """Find the number in the bracket; False if the formula changes inside and no rational root is there."""
    logs: tuple[list[bool], list[bool]] = ([], [])
    tops = []
    for end, log in zip((root.low, root.high), logs, strict=True):
        tops.append(margin(root.terms, root.worlds, Germ.unknown(end, log))[1].numerator())
    factors = [_coefficients(f) for top in tops if top for f, _ in top.factor()[1]]
    for linear in (f for f in factors if len(f) == 2):
        candidate = -linear[0] / linear[1]
        if root.low <= candidate <= root.high and _solves(root, candidate):
            root.low = root.high = candidate
            return True
    if logs[0] != logs[1]:
        return False
    for factor in factors:
        if _horner(factor, root.low) * _horner(factor, root.high) < 0 and _monotone(factor, root.low, root.high):
            root.polynomial = factor
            return True
    return False


def _solves(root: Root, taste: Fraction) -> bool:
    gross, net = margin(root.terms, root.worlds, taste)
    return bool(net == 0 and gross > 0)


def _coefficients(polynomial: object) -> tuple[Fraction, ...]:
    """Coefficients from the constant up, the leading one scaled to 1."""
    raw = [Fraction(int(c.p), int(c.q)) for c in polynomial.coeffs()]  # type: ignore[attr-defined]
    return tuple(c / raw[-1] for c in raw)


def _horner(coefficients: Sequence[Fraction], x: Fraction) -> Fraction:
    total = Fraction(0)
    for c in reversed(coefficients):
        total = total * x + c
    return total


def _monotone(coefficients: Sequence[Fraction], low: Fraction, high: Fraction) -> bool:
    """Whether the derivative provably keeps its sign between two numbers of [0, 1] (so that one root fits)."""
    slope = [k * c for k, c in enumerate(coefficients)][1:]
    middle = (low + high) / 2
    bend = sum((k * (k - 1) * abs(c) for k, c in enumerate(coefficients)), Fraction(0))
    return abs(_horner(slope, middle)) > bend * (high - low)
