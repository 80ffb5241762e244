"""Which profits each pair of offerings pays, and at which market prices: the 64 price games of a bundling market.

A profit is written as the tuple of the names that add up to it (see :mod:`selten.equilibria.bundling.profits`); () is
zero and ("delta",) the complementarity. For Delta >= 0 (Bundling in a Symmetric Bertrand Duopoly, Table 1):

* a product that both firms offer is sold at zero, and next to a free bundle nothing else is sold;
* a bundle against both components has t = 0, so it earns Delta;
* a bundle against a component that its firm also offers sells the other component's value on top of a free one;
* otherwise the firms meet in the two games "b|k" and "ob|k", or do not meet at all.

For Delta < 0 a free bundle no longer covers the market. Next to a free component and a free bundle, "1<" is what
component 1 earns at prices below -Delta; pairs that no rule settles are named "own~rival", for brackets.
:mod:`selten.equilibria.bundling.cell_check` tries every cell with known prices against deviations in the price game
itself.
"""

from collections.abc import Mapping
from math import inf

from selten.equilibria.bundling.profit import Profit
from selten.games.bundling import BundlingMarket, products

Names = tuple[str, ...]


def profit_names(market: BundlingMarket, own: str, rival: str) -> Names:
    """The names of the profits that add up to what a firm offering ``own`` earns against ``rival``.

    Examples
    --------
    >>> from fractions import Fraction
    >>> from selten.games.consumers.joint import Joint
    >>> from selten.games.consumers.marginals import Uniform
    >>> unit = Uniform(Fraction(0), Fraction(1))
    >>> market = BundlingMarket(Joint(unit, unit), Fraction(0))
    >>> profit_names(market, "011", "100"), profit_names(market, "101", "100"), profit_names(market, "110", "000")
    (('2b|1',), ('2+delta',), ('1', '2'))
    """
    a, b = products(own), products(rival)
    if not a:
        return ()
    if not b:
        return (_joined(a),) if "b" in a else tuple(sorted(a))
    if "b" not in a and "b" not in b:
        return tuple(sorted(a - b))
    if market.complementarity < 0 and _open(a, b):
        return _negative(a, b)
    if "b" in a and "b" in b:
        return ()
    return _bundler(a, b, market.complementarity < 0) if "b" in a else _component_firm(a, b)


def is_open(name: str) -> bool:
    """Whether a name stands for a price game that only a bracket answers (Delta < 0)."""
    return "~" in name or "<" in name


def _negative(a: frozenset[str], b: frozenset[str]) -> Names:
    """What a earns where Delta < 0 and the free bundle of somebody does not cover the market (see the module)."""
    if a == {"b"} and "b" in b:
        return ()
    parts, others = a - {"b"}, b - {"b"}
    if parts & others:
        return tuple(f"{k}<" for k in sorted(parts - others))
    return (f"{_joined(a)}~{_joined(b)}",)


def _bundler(a: frozenset[str], b: frozenset[str], negative: bool) -> Names:
    if len(b) == 2:
        return () if negative else ("delta",)
    (k,) = b
    other = "2" if k == "1" else "1"
    if k not in a:
        return (f"{_joined(a)}|{k}",)
    # With Delta < 0 and component k free, the other component alone earns more than the bundle.
    return (other,) if negative and other in a else (f"{other}+delta",)


def _component_firm(a: frozenset[str], b: frozenset[str]) -> Names:
    if len(a) == 2 or a < b:
        return ()
    return (f"{_joined(a)}|{_joined(b)}",)


def _open(a: frozenset[str], b: frozenset[str]) -> bool:
    """Pairs that a bundle of less worth than its parts leaves open: free bundles meet, or a bundle meets both parts."""
    if "b" in a and "b" in b:
        return a != b
    parts, bundler = (b, a) if "b" in a else (a, b)
    return len(parts) == 2 and not parts <= bundler


def _joined(offered: frozenset[str]) -> str:
    return "".join(x for x in "12b" if x in offered)


def market_prices(
    market: BundlingMarket, profits: Mapping[str, Profit], first: str, second: str
) -> tuple[float, float, float] | None:
    """The market prices (p_1, p_2, t) of a pair of offerings; infinite where nothing is sold, None where mixed."""
    a, b = products(first), products(second)
    if "b" in a and "b" in b:
        return 0.0 if "1" in a & b else inf, 0.0 if "2" in a & b else inf, -market.delta
    if "b" not in a and "b" not in b:
        if not all(profits[k].pure for k in (a | b) - (a & b)):
            return None
        return _component_price(profits, a, b, "1"), _component_price(profits, a, b, "2"), inf
    if "b" not in a:
        return market_prices(market, profits, second, first)
    if len(b) == 2:
        return 0.0, 0.0, max(0.0, -market.delta)
    (name,) = profit_names(market, first, second)
    profit = profits[name]
    if not profit.pure:
        return None
    p1, p2, pb = (profit.prices.get(key) for key in ("p1", "p2", "pb"))
    found = [inf if p1 is None else p1, inf if p2 is None else p2]
    for k in a & b:
        found[int(k) - 1] = 0.0
    return found[0], found[1], inf if pb is None else pb - market.delta


def _component_price(profits: Mapping[str, Profit], a: frozenset[str], b: frozenset[str], k: str) -> float:
    if k in a & b:
        return 0.0
    price = profits[k].prices[f"p{k}"] if k in a | b else inf
    return inf if price is None else price
