"""The price box as convex polygons on which the seller's comparison follows one formula, exactly.

For ordered arrivals and for customers who are alike. On a polygon each scenario's gain in shortage avoided is affine
with one sign, and its gain in revenue is either of one known sign or ``p_L d_L + p_H d_H`` with d_L, d_H affine, whose
sign :mod:`.quadratic` settles.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from selten.equilibria.disclosure.affine import Affine, Cut, Polygon, split
from selten.equilibria.disclosure.homogeneous import taken
from selten.equilibria.disclosure.outcome import Terms, Two, World, knowledge, rational, sign, terms_of
from selten.equilibria.disclosure.sequential import serve
from selten.games.disclosure import DisclosureMarket
from selten.games.normal_form import Number


@dataclass(frozen=True, slots=True)
class Piece:
    """A polygon and what each scenario gains on it.

    ``revenue``: for each scenario a sign, or the pair (d_L, d_H) of forms by which aggregate disclosure raises sales;
    ``shortage``: for each scenario the sign of the shortage avoided. Both are empty where time ran out.
    """

    polygon: Polygon
    revenue: tuple[Any, ...]
    shortage: tuple[int, ...]


def pieces(
    market: DisclosureMarket, polygon: Polygon | None = None, *, over: Callable[[], bool] | None = None
) -> Iterator[Piece]:
    """A partition of a polygon of prices (by default the box from 0 to the values), depth first.

    Once ``over`` is true, what is left is not divided any more.

    Examples
    --------
    >>> from fractions import Fraction
    >>> market = DisclosureMarket(
    ...     customers=Fraction(2), stock=Fraction(3), share=Fraction(3, 4), prior=Fraction(1, 2), tastes="homogeneous",
    ...     search_cost=Fraction(1, 2), values=(Fraction(5), Fraction(7)),
    ... )
    >>> any(piece.revenue == (1, 0) for piece in pieces(market))
    True
    """
    gains = _alike if market.tastes == "homogeneous" else _in_order
    waiting = [box(market) if polygon is None else polygon]
    while waiting:
        polygon = waiting.pop()
        if over is not None and over():
            yield Piece(polygon, (), ())
            continue
        try:
            revenue, shortage = gains(market, polygon)
        except Cut as cut:
            waiting += [part for part in split(polygon, cut.form) if part]
        else:
            yield Piece(polygon, revenue, shortage)


def box(market: DisclosureMarket) -> Polygon:
    """The prices from 0 to the values, as a polygon; empty if a product is worth nothing."""
    low, high, none = rational(market.values[0]), rational(market.values[1]), rational(0)
    return ((none, none), (low, none), (low, high), (none, high)) if low and high else ()


def _prices(polygon: Polygon) -> Two:
    none, one = rational(0), rational(1)
    return Affine(none, one, none, polygon), Affine(none, none, one, polygon)


def _in_order(market: DisclosureMarket, polygon: Polygon) -> tuple[Any, Any]:
    """Gains where tastes arrive in order."""
    terms, downward = terms_of(market, _prices(polygon)), market.arrival == "efficient"
    *full, aggregate = (serve(terms, worlds, downward=downward).outcomes for worlds in knowledge(market))
    revenue, shortage = [], []
    for (alone,), together in zip(full, aggregate, strict=True):
        sold = tuple(b - a for a, b in zip(alone.sales, together.sales, strict=True))
        signs = [sign(d) for d in sold]
        revenue.append(sign(sum(signs)) if min(signs) * max(signs) >= 0 else sold)
        shortage.append(sign(alone.shortage - together.shortage))
    return tuple(revenue), tuple(shortage)


def _alike(market: DisclosureMarket, polygon: Polygon) -> tuple[Any, Any]:
    """Gains where all customers are alike, from conditions that are affine in the prices.

    With a the product that leaves more, u the scenario where it is scarce and f the other: more visitors come in f than
    under aggregate disclosure and more under that than in u, as soon as they exceed the scarce stock and not all come
    in u, and not all under aggregate disclosure. More visitors raise revenue until everything that anybody wants is
    sold, and leave more of them with nothing after.
    """
    terms = terms_of(market, _prices(polygon))
    surplus = [value - price for value, price in zip(terms.values, terms.prices, strict=True)]
    a = 0 if surplus[0] >= surplus[1] else 1
    u, f, both = (knowledge(market)[i] for i in ((0, 1, 2) if a == 0 else (1, 0, 2)))
    few, many = u[0][1][a], f[0][1][a]
    none, everybody = (0, 0), terms.customers
    if not surplus[a] > terms.cost + terms.cost_slope or _come(terms, u, everybody):
        return none, none
    wanted = surplus[1 - a] > 0
    saturated = _come(terms, u, few + many if wanted else few)
    gain_u = (0, -1) if saturated else (1, 0)
    if _come(terms, both, everybody):
        gain_f = none
    else:
        gain_f = (0, 1) if _come(terms, both, few + many if wanted else many) else (-1, 0)
    first, second = (gain_u, gain_f) if a == 0 else (gain_f, gain_u)
    return (first[0], second[0]), (first[1], second[1])


def _come(terms: Terms, worlds: tuple[World, ...], visitors: Number) -> bool:
    """Whether at least so many visit."""
    if visitors > terms.customers:
        return False
    return bool(taken(terms, worlds, visitors) >= (terms.cost + terms.cost_slope) * visitors)
