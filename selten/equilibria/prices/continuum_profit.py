"""Expected profits along one own price against a rival's price distribution, as finitely many exact pieces.

Consumers are atoms. For each of them and each part of the rival's strategy, the own product is bought up to a highest
price, which is a constant or moves with the rival's free price; so expected sales are sums of the terms of
:class:`~selten.games.prices.distributions.Stretch`, between finitely many prices where one of them begins or ends. Ties
between the firms matter only at those prices: pieces are open intervals, and each profit at an end of a piece is the
limit of some piece, from below where the tie favours the firm.

x is the own free price; for the bundle it is t, the price less the complementarity, so that margin times sales is
(x + Delta) times sales.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import pairwise
from math import inf

from selten.equilibria.prices.continuum_curves import Curve
from selten.games.bundling import BundlingMarket
from selten.games.consumers.atoms import Atoms, Tie
from selten.games.prices.distributions import PriceDistribution, Prices, Stretch

Price = Fraction | float
"""A price, or infinity for a product that is not sold."""

Piece = tuple[Fraction, Fraction, Curve]
"""What a curve is between two prices."""


@dataclass(frozen=True, slots=True)
class Sales:
    """Consumers who pay (x + margin) each.

    They buy while x is below ``cap`` and the rival's free price above x + ``shift`` (or below ``shift`` - x if
    ``falling``); ``part`` None stands for a rival's price that never matters.
    """

    mass: Fraction
    margin: Fraction
    cap: Price
    part: Stretch | None = None
    shift: Fraction = Fraction(0)
    falling: bool = False

    def pieces(self, start: Fraction) -> list[Piece]:
        """What they pay in all, by x from start on, where it is not zero."""
        part = self.part
        if part is None:
            return self._cut(start, self.cap, Curve(self.mass))
        full = self.mass * part.mass
        if self.falling:
            # P(y <= shift - x) is the sum of b / (low + c) - b / (shift - x + c)
            level = sum((b / (part.low + c) for b, c in part.terms), Fraction(0)) * self.mass
            spread = Curve(level, Fraction(0), {-(self.shift + c): b * self.mass for b, c in part.terms})
            ends = self.shift - part.high, self.shift - part.low
        else:
            level = -sum((b / (part.high + c) for b, c in part.terms), Fraction(0)) * self.mass
            spread = Curve(level, Fraction(0), {c + self.shift: b * self.mass for b, c in part.terms})
            ends = part.low - self.shift, part.high - self.shift
        first = self._cut(start, min(self.cap, ends[0]), Curve(full))
        return first + self._cut(max(start, ends[0]), min(self.cap, ends[1]), spread)

    def _cut(self, low: Fraction, high: Price, demand: Curve) -> list[Piece]:
        if not low < high:
            return []
        assert isinstance(high, Fraction)
        return [(low, high, demand.times(self.margin))]


def joined(pieces: Iterable[Piece], start: Fraction, end: Fraction) -> list[Piece]:
    """The sum of pieces that overlap, between start and end, as adjacent pieces; zero where there are none."""
    changes: dict[Fraction, list[tuple[Curve, int]]] = {start: [], end: []}
    for low, high, curve in pieces:
        if max(low, start) < min(high, end):
            changes.setdefault(max(low, start), []).append((curve, 1))
            changes.setdefault(min(high, end), []).append((curve, -1))
    result, now = [], Curve()
    for low, high in pairwise(sorted(changes)):
        for curve, sign in changes[low]:
            now = now.plus(curve, sign)
        result.append((low, high, now))
    return result


def single_sales(market: BundlingMarket, product: str, rival: PriceDistribution) -> list[Sales]:
    """Who buys from a firm that sells one product, against any distribution of the rival."""
    sales = []
    for v, mass in consumers(market):
        for point in rival.points:
            cap = _cap(market, product, v, point.prices)
            sales.append(Sales(mass * point.mass, _margin(market, product), cap))
        for part in rival.stretches:
            sales += _against_stretch(market, product, v, mass, part)
    return sales


def beside_sales(
    market: BundlingMarket, other: str, price: Price, rival: PriceDistribution
) -> tuple[list[Sales], Fraction]:
    """Who buys from a firm that sells the bundle, and beside it component ``other`` at a price, and what these pay.

    The rival sells only the other component. Consumers who buy the firm's component at that price pay it anyway (the
    second value returned is the sum); the bundle earns x + Delta less than that more of them.
    """
    o = "12".index(other)
    sales, anyway = [], Fraction(0)
    for v, mass in consumers(market):
        if v[o] >= price:
            assert isinstance(price, Fraction)
            anyway += price * mass
            sales += component_beside(market, v, mass, o, price, rival, market.complementarity - price)
        else:
            sales += component_beside(market, v, mass, o, v[o], rival, market.complementarity)
    return sales, anyway


def component_beside(
    market: BundlingMarket,
    v: tuple[Fraction, Fraction],
    mass: Fraction,
    o: int,
    least: Fraction,
    rival: PriceDistribution,
    margin: Fraction,
) -> list[Sales]:
    """The consumer's purchases of the bundle at x: if neither v nor the rival's price is below x - least."""
    k = "12"[1 - o]
    sales = [
        Sales(mass * point.mass, margin, min(v[1 - o], point.prices.get(k, inf)) + least) for point in rival.points
    ]
    return sales + [Sales(mass, margin, v[1 - o] + least, part, -least) for part in rival.stretches]


def consumers(market: BundlingMarket) -> Sequence[tuple[tuple[Fraction, Fraction], Fraction]]:
    """The atoms with their masses."""
    if not isinstance(market.valuations, Atoms):
        raise TypeError(f"continuum: got {type(market.valuations).__name__}; allowed: Atoms")
    return list(zip(market.valuations.values, market.valuations.masses, strict=True))


def _margin(market: BundlingMarket, product: str) -> Fraction:
    return market.complementarity if product == "b" else Fraction(0)


def _cap(market: BundlingMarket, product: str, v: tuple[Fraction, Fraction], rival: Prices) -> Price:
    """The highest x at which the consumer buys, the rival's prices given."""
    t = rival["b"] - market.complementarity if "b" in rival else inf
    least = [min(value, rival.get(name, inf)) for value, name in zip(v, "12", strict=True)]
    if product == "b":
        return min(t, least[0] + least[1])
    k = "12".index(product)
    return min(least[k], t - least[1 - k])


def _against_stretch(
    market: BundlingMarket, product: str, v: tuple[Fraction, Fraction], mass: Fraction, part: Stretch
) -> list[Sales]:
    """The same where one price of the rival is free."""
    margin, delta = _margin(market, product), market.complementarity
    cap = _cap(market, product, v, part.beside)
    if part.product == product:
        return [Sales(mass, margin, cap, part, margin)]
    least = [min(value, part.beside.get(name, value)) for value, name in zip(v, "12", strict=True)]
    if product == "b":
        return [Sales(mass, margin, cap, part, -least[2 - int(part.product)])]
    k = "12".index(product)
    if part.product == "b":
        return [Sales(mass, margin, cap, part, delta + least[1 - k])]
    if "b" not in part.beside:
        return [Sales(mass * part.mass, margin, cap)]
    # the rival's price of the other component is free: cheap enough, or the consumer does not want it anyway
    t = part.beside["b"] - delta
    free, bound = t - v[1 - k], least[k]
    both = Sales(mass * part.mass, margin, min(bound, free))
    if not free < bound:
        return [both]
    more = Sales(mass, margin, bound, part, t, True)
    return [both, more, Sales(-mass, margin, both.cap, part, t, True)]


def expected_at(market: BundlingMarket, own: Prices, rival: PriceDistribution, *, tie: Tie) -> Fraction:
    """The firm's expected profit at its prices, ties as they are: consumers buy, firms with equal prices share.

    Examples
    --------
    >>> from selten.games.prices.distributions import PricePoint
    >>> market = BundlingMarket(Atoms.of([(1, 0)], [1]), Fraction(0))
    >>> rival = PriceDistribution.of([PricePoint({"b": Fraction(1, 2)}, Fraction(1))])
    >>> [str(expected_at(market, {"1": Fraction(1, 2)}, rival, tie=tie)) for tie in ("bundle", "components")]
    ['0', '1/2']
    """
    profit = sum((p.mass * _profit(market, own, p.prices, tie) for p in rival.points), Fraction(0))
    for part in rival.stretches:
        cuts = sorted({part.low, part.high, *_changes(market, own, part)})
        for low, high in pairwise(cuts):
            chance = part.above(low) - part.above(high)
            profit += chance * _profit(market, own, {**part.beside, part.product: (low + high) / 2}, tie)
    return profit


def _profit(market: BundlingMarket, own: Prices, rival: Mapping[str, Fraction], tie: Tie) -> Fraction:
    assert isinstance(market.valuations, Atoms)
    p0, p1, pb = (min(own.get(name, inf), rival.get(name, inf)) for name in "12b")
    sold = market.valuations.demand(p0, p1, pb - market.complementarity, tie=tie)
    profit = Fraction(0)
    for name, demand in zip("12b", sold, strict=True):
        if name in own and own[name] <= rival.get(name, inf):
            profit += own[name] * demand / (2 if own[name] == rival.get(name) else 1)
    return profit


def _changes(market: BundlingMarket, own: Prices, part: Stretch) -> set[Fraction]:
    """The rival's free prices inside the stretch at which somebody's choice changes."""
    fixed = [min(own.get(name, inf), part.beside.get(name, inf)) for name in "12b"]
    found: set[Price] = {own[part.product]} if part.product in own else set()
    for v, _ in consumers(market):
        least = [min(value, price) for value, price in zip(v, fixed, strict=False)]
        if part.product == "b":
            found.add(least[0] + least[1] + market.complementarity)
        else:
            k = "12".index(part.product)
            found |= {v[k], fixed[2] - market.complementarity - least[1 - k]}
    return {Fraction(x) for x in found if part.low < x < part.high}
