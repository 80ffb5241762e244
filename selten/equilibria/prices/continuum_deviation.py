"""The most that a firm can earn against a price distribution of its rival, over all real prices: proven bounds.

One own price: every piece of the expected profit is bounded on its own. The bundle and a component against a firm that
sells the other component: while the component's price stays between two neighbouring valuations of it, those who value
it less buy the bundle according to t alone, and those who value it more pay its price anyway and the difference
d = t - p when they take the bundle, according to d alone. So the profit is g(t) + h(d) on pieces of the (t, d) plane,
in a strip v' < t - d <= v''. Where h has a slope of one sign, d is best at its end, which leaves curves of one
variable; where it has not, the piece is halved. (A component priced at t or above sells nothing: the bundle alone.)
"""

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import pairwise

from selten.equilibria.prices.continuum_curves import FINE, PRECISION, Balls, Curve, highest, over, span
from selten.equilibria.prices.continuum_profit import (
    Piece,
    Sales,
    beside_sales,
    component_beside,
    consumers,
    joined,
    single_sales,
)
from selten.games.bundling import BundlingMarket, products
from selten.games.errors import InputError
from selten.games.prices.distributions import PriceDistribution

_DEPTH = 60


def continuum_supremum(market: BundlingMarket, offering: str, rival: PriceDistribution) -> Fraction:
    """An upper bound on what a firm can earn at any real prices, sharp to about 1e-36 where pieces are curves.

    Raises
    ------
    InputError
        If the firm sells more than one product, other than the bundle and a component against the other component.

    Examples
    --------
    >>> from selten.games.consumers.atoms import Atoms
    >>> from selten.games.prices.distributions import Stretch
    >>> market = BundlingMarket(Atoms.of([(1, 0), (0, 1)], ["3/4", "1/4"]), Fraction(0))
    >>> spread = Stretch("1", Fraction(1, 4), Fraction(1), ((Fraction(1, 3), Fraction(0)),))
    >>> bound = continuum_supremum(market, "001", PriceDistribution.of([], [spread]))
    >>> float(bound)
    0.25
    """
    sold = products(offering)
    if len(sold) == 1:
        (product,) = sold
        return _over_all(single_pieces(market, product, rival))
    if offering in ("011", "101"):
        other = "2" if offering == "011" else "1"
        if rival.products <= {"1", "2"} - {other}:
            return _with_component(market, other, rival)
    if not sold:
        return Fraction(0)
    raise InputError(
        f"continuum: got offering {offering} against {sorted(rival.products)}; allowed: one product, or the bundle "
        "and a component against the other component"
    )


def single_pieces(
    market: BundlingMarket, product: str, rival: PriceDistribution, *, up_to: Fraction = Fraction(0)
) -> list[Piece]:
    """The profit of a firm with one product, between the lowest price and one at which nobody buys, or ``up_to``."""
    start = -market.complementarity if product == "b" else Fraction(0)
    return joined(_pieces(single_sales(market, product, rival), start), start, max(_top(market) + 1, up_to))


def beside_pieces(
    market: BundlingMarket, other: str, price: Fraction, rival: PriceDistribution, *, up_to: Fraction = Fraction(0)
) -> list[Piece]:
    """The profit by t of a firm that sells the bundle, and component ``other`` at a fixed price."""
    start = -market.complementarity
    end = max(_top(market) + 1, up_to)
    sales, anyway = beside_sales(market, other, price, rival)
    return joined([*_pieces(sales, start), (start, end, Curve(anyway))], start, end)


def _pieces(sales: Sequence[Sales], start: Fraction) -> list[Piece]:
    return [piece for sale in sales for piece in sale.pieces(start)]


def _top(market: BundlingMarket) -> Fraction:
    """The most that anybody pays, in t for the bundle."""
    return max(v[0] + v[1] for v, _ in consumers(market))


def _over_all(pieces: Sequence[Piece], floor: Fraction = Fraction(0)) -> Fraction:
    for low, high, curve in pieces:
        floor = max(floor, highest(curve, low, high, floor=floor))
    return floor


def _with_component(market: BundlingMarket, other: str, rival: PriceDistribution) -> Fraction:
    best = _over_all(single_pieces(market, "b", rival))
    o = "12".index(other)
    levels = sorted({Fraction(0), *(v[o] for v, _ in consumers(market))})
    for low, high in pairwise(levels):
        best = _Strip.of(market, o, (low, high), rival).best(best)
    return best


@dataclass(frozen=True, slots=True)
class _Strip:
    """g(t) + h(d) where the component's price t - d is in (low, high]."""

    low: Fraction
    high: Fraction
    by_t: Sequence[Piece]
    by_d: Sequence[Piece]

    @classmethod
    def of(cls, market: BundlingMarket, o: int, strip: tuple[Fraction, Fraction], rival: PriceDistribution) -> "_Strip":
        delta, nothing = market.complementarity, Fraction(0)
        poor, rich, paying = [], [], nothing
        for v, mass in consumers(market):
            if v[o] >= strip[1]:
                paying += mass
                rich += component_beside(market, v, mass, o, nothing, rival, delta)
            else:
                poor += component_beside(market, v, mass, o, v[o], rival, delta)
        start, end = min(nothing, -delta), _top(market) + 2
        by_t = [*_pieces(poor, start), (start, end, Curve(nothing, paying))]
        by_d = [*_pieces(rich, nothing), (nothing, end, Curve(nothing, -paying))]
        return cls(*strip, joined(by_t, max(nothing, -delta), end), joined(by_d, nothing, end))

    def best(self, floor: Fraction) -> Fraction:
        """The most in this strip, or the floor."""
        from flint import ctx

        with ctx.workprec(PRECISION):
            for t1, t2, g in self.by_t:
                for d1, d2, h in self.by_d:
                    if t2 - d1 > self.low and t1 - d2 < self.high:
                        floor = max(floor, self._cell((t1, t2), (d1, d2), g, h, floor))
        return floor

    def _cell(
        self, t: tuple[Fraction, Fraction], d: tuple[Fraction, Fraction], g: Curve, h: Curve, floor: Fraction
    ) -> Fraction:
        """The most on a rectangle within the strip, or the floor if that is more."""
        g_balls, h_balls, nearly = Balls(g), Balls(h), floor
        cells = [(*self._clamped(t, d), 0)]
        while cells:
            t, d, depth = cells.pop()
            if t[0] > t[1] or d[0] > d[1]:
                continue
            ts, ds = span(*t), span(*d)
            bound = over(g_balls.value(ts) + h_balls.value(ds))
            if bound <= floor + FINE:
                nearly = max(nearly, bound)  # not looked at closer, but it may be a little above the floor
                continue
            h_slope, g_slope = h_balls.derivative(ds), g_balls.derivative(ts)
            if h_slope <= 0 or h_slope >= 0:
                floor = max(floor, self._at_d(t, d, g, h, floor, rising=bool(h_slope >= 0)))
            elif g_slope <= 0 or g_slope >= 0:
                floor = max(floor, self._at_t(t, d, g, h, floor, rising=bool(g_slope >= 0)))
            elif depth >= _DEPTH:
                floor = bound
            else:
                cells += [(*self._clamped(*halves), depth + 1) for halves in _halved(t, d)]
        return max(floor, nearly)

    def _clamped(
        self, t: tuple[Fraction, Fraction], d: tuple[Fraction, Fraction]
    ) -> tuple[tuple[Fraction, Fraction], tuple[Fraction, Fraction]]:
        t = max(t[0], d[0] + self.low), min(t[1], d[1] + self.high)
        return t, (max(d[0], t[0] - self.high), min(d[1], t[1] - self.low))

    def _at_d(
        self,
        t: tuple[Fraction, Fraction],
        d: tuple[Fraction, Fraction],
        g: Curve,
        h: Curve,
        floor: Fraction,
        *,
        rising: bool,
    ) -> Fraction:
        """The most where d is as large, or as small, as the rectangle and the strip let it be."""
        if rising:
            turn, edge = d[1] + self.low, self.low
            flat, slanted = (max(t[0], turn), t[1]), (t[0], min(t[1], turn))
        else:
            turn, edge = d[0] + self.high, self.high
            flat, slanted = (t[0], min(t[1], turn)), (max(t[0], turn), t[1])
        fixed = g.plus(Curve(h(d[1] if rising else d[0])))
        return _on_edges(fixed, flat, g.plus(h.shifted(-edge)), slanted, floor)

    def _at_t(
        self,
        t: tuple[Fraction, Fraction],
        d: tuple[Fraction, Fraction],
        g: Curve,
        h: Curve,
        floor: Fraction,
        *,
        rising: bool,
    ) -> Fraction:
        """The most where t is as large, or as small, as the rectangle and the strip let it be."""
        if rising:
            turn, edge = t[1] - self.high, self.high
            flat, slanted = (max(d[0], turn), d[1]), (d[0], min(d[1], turn))
        else:
            turn, edge = t[0] - self.low, self.low
            flat, slanted = (d[0], min(d[1], turn)), (max(d[0], turn), d[1])
        fixed = h.plus(Curve(g(t[1] if rising else t[0])))
        return _on_edges(fixed, flat, h.plus(g.shifted(edge)), slanted, floor)


def _on_edges(
    fixed: Curve,
    flat: tuple[Fraction, Fraction],
    along: Curve,
    slanted: tuple[Fraction, Fraction],
    floor: Fraction,
) -> Fraction:
    for curve, (low, high) in ((fixed, flat), (along, slanted)):
        if low <= high:
            floor = max(floor, highest(curve, low, high, floor=floor))
    return floor


def _halved(
    t: tuple[Fraction, Fraction], d: tuple[Fraction, Fraction]
) -> list[tuple[tuple[Fraction, Fraction], tuple[Fraction, Fraction]]]:
    if t[1] - t[0] >= d[1] - d[0]:
        middle = (t[0] + t[1]) / 2
        return [((t[0], middle), d), ((middle, t[1]), d)]
    middle = (d[0] + d[1]) / 2
    return [(t, (d[0], middle)), (t, (middle, d[1]))]
