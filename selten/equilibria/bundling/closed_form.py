"""Exact profits of markets whose demand is piecewise polynomial: algebraic numbers, each with a proof.

The best prices are known numerically. Here the polynomial piece of demand that holds them is chosen, the first-order
conditions on it are solved exactly (:mod:`selten.equilibria.bundling.stationary`), and it is shown that the solution
lies inside the piece. Where the numeric point sits on an edge between two pieces, the edge takes the place of a
first-order condition, and one-sided derivatives show that the profit falls on both sides (or jumps down). That the
point is the global maximum is the numeric part's to prove; here it is the only candidate in a box around it. Wherever a
step cannot be shown the answer is None.

At two corners any distribution has a rational profit: where everybody buys the bundle, and in a saturated market, where
the component's price is 0.
"""

from collections.abc import Callable, Mapping, Sequence
from fractions import Fraction
from typing import Any

import numpy as np
import numpy.typing as npt

from selten.equilibria.bundling.corners import Build, Seller, stationary
from selten.equilibria.bundling.piecewise import (
    Branches,
    Demand,
    PolynomialMarginal,
    constant,
    polynomial_demand,
    polynomial_marginal,
    unknown,
)
from selten.equilibria.bundling.stationary import Unproven, in_one_unknown, solve
from selten.equilibria.exact.algebraic import AlgebraicNumber, real_roots
from selten.games.bundling import BundlingMarket
from selten.games.consumers.joint import Joint
from selten.games.consumers.marginals import Marginal, Uniform
from selten.games.consumers.monotone import Comonotone, Countermonotone
from selten.games.number import exact_number

Floats = npt.NDArray[np.float64]

AGREEMENT = 1e-9
"""An exact profit must be this near to the numeric one, in units of the market's scale."""

_REACH = 4e-6
_TIE = 1e-6


def closed_single(market: BundlingMarket, k: int, shift: Fraction, *, p: float | None = None) -> AlgebraicNumber | None:
    """The largest (p + shift) P(v_k >= p) over p >= 0: "1" for shift 0, "1+delta" for shift Delta.

    Polynomial distributions need no numeric price: all critical points are found and compared exactly. For others, the
    value is known where ``p`` is the lower end of the support and the profit is seen to fall from there.

    Examples
    --------
    >>> market = BundlingMarket(Comonotone(Uniform(Fraction(0), Fraction(2))), Fraction(1))
    >>> closed_single(market, 0, Fraction(0)).text, closed_single(market, 0, Fraction(1)).text
    ('1/2', '9/8')
    """
    marginal = _marginal(market, k)
    if marginal is None:
        return None
    exact = polynomial_marginal(marginal)
    if exact is not None:
        try:
            return _best_single(exact, shift)
        except Unproven:
            return None
    bottom = _bottom(market, k)
    if p is None or bottom is None:
        return None
    return _corner(market, lambda x: (x + float(shift)) * marginal.survival(x), bottom, p, shift)


def closed_monopoly(
    market: BundlingMarket, sold: tuple[int, ...], t: float, d: tuple[float, ...]
) -> AlgebraicNumber | None:
    """The profit of a monopolist on the bundle who also sells the components named, exactly.

    Parameters
    ----------
    sold : tuple of int
        The components (0, 1) that are sold beside the bundle.
    t, d : float, tuple of float
        The numeric maximiser: the bundle at t + Delta, component k at t - d_k, in the order of ``sold``.

    Examples
    --------
    >>> unit = Uniform(Fraction(0), Fraction(1))
    >>> closed_monopoly(BundlingMarket(Joint(unit, unit), Fraction(0)), (), 0.816496580928, ()).text
    '2*sqrt(6)/9'
    """
    discounts = _discounts(market, sold, d)
    at = {"t": t} | dict(zip(discounts, d, strict=True))

    def build(branches: Branches) -> Sequence[Seller]:
        demand = _demand(market, branches)
        profit = _margin(market) * demand.total(unknown("t"))
        for k, name in zip(sold, discounts, strict=True):
            profit += _gain(market, demand, branches, k, name)
        _coexist(branches, unknown("t"), [unknown(name) for name in discounts])
        return [Seller(tuple(at), profit)]

    numeric = market.bundle_alone(np.array(t)) + sum(
        market.gain(k, np.array(x), np.array(t)) for k, x in zip(sold, d, strict=True)
    )
    values = _located(build, at, market.scale, [float(numeric)])
    if values is not None:
        return values[0]
    return None if sold else _everybody_buys(market, t)


def closed_duopoly(
    market: BundlingMarket, k: int, p: float, t: float, d: float = 0.0
) -> tuple[AlgebraicNumber, AlgebraicNumber] | None:
    """The exact profits of the bundler and of the firm selling component k, at their pure equilibrium.

    Parameters
    ----------
    p, t, d : float
        The numeric equilibrium: component k at p, the bundle at t + Delta, the bundler's own component at t - d (d = 0:
        not sold).

    Examples
    --------
    >>> unit = Uniform(Fraction(0), Fraction(1))
    >>> both = closed_duopoly(BundlingMarket(Comonotone(unit), Fraction(0)), 0, 1 / 7, 4 / 7)
    >>> [profit.text for profit in both]
    ['16/49', '2/49']
    """
    if p <= AGREEMENT * market.scale:
        return _saturated(market, k, t) if d == 0 else None
    at = {"p": p, "t": t} | ({"d": d} if d > 0 else {})

    def build(branches: Branches) -> Sequence[Seller]:
        demand, price, bundle = _demand(market, branches), unknown("p"), unknown("t")
        rest = bundle - price
        bundler = _margin(market) * (demand.total(bundle) - demand.loss(k, rest, bundle))
        if d > 0:
            bundler += _gain(market, demand, branches, 1 - k, "d")
        _coexist(branches, bundle, [rest, unknown("d")] if d > 0 else [rest])
        branches.require(price)
        rival = price * demand.alone(k, rest, bundle)
        return [Seller(("t", "d") if d > 0 else ("t",), bundler), Seller(("p",), rival)]

    first = market.bundle_against(k, np.array(p), np.array(t))
    if d > 0:
        first = first + market.gain(1 - k, np.array(d), np.array(t))
    second = market.component_against(k, np.array(p), np.array(t))
    values = _located(build, at, market.scale, [float(first), float(second)])
    return None if values is None else (values[0], values[1])


def _discounts(market: BundlingMarket, sold: tuple[int, ...], d: tuple[float, ...]) -> tuple[str, ...]:
    """The unknowns of the discounts: one for both if the components are exchangeable and priced alike."""
    alike = len(sold) == 2 and market.valuations.symmetric and abs(d[0] - d[1]) <= _TIE * market.scale
    return ("d", "d") if alike else ("d", "e")[: len(sold)]


def _demand(market: BundlingMarket, branches: Branches) -> Demand:
    demand = polynomial_demand(market.valuations, branches)
    if demand is None:
        raise Unproven("demand is not piecewise polynomial")
    return demand


def _margin(market: BundlingMarket) -> Any:
    return unknown("t") + constant(market.complementarity)


def _gain(market: BundlingMarket, demand: Demand, branches: Branches, k: int, name: str) -> Any:
    """What selling component k beside the bundle adds: (t - d) alone - (t + Delta) loss."""
    t, d = unknown("t"), unknown(name)
    branches.require(t - d)
    return (t - d) * demand.alone(k, d, t) - _margin(market) * demand.loss(k, d, t)


def _coexist(branches: Branches, t: Any, discounts: Sequence[Any]) -> None:
    """Discounts are positive and sum to less than t: each product that is meant to be sold is."""
    rest = t
    for d in discounts:
        rest = rest - d
        branches.require(d)
    if len(discounts) == 2:
        branches.require(rest)


def _located(
    build: Build, at: Mapping[str, float], scale: float, numeric: Sequence[float]
) -> list[AlgebraicNumber] | None:
    """The exact profits at the stationary point that ``at`` approximates, inside a piece or else on its edges."""
    for tolerance in (0.0, _TIE * scale):
        try:
            solution, profits = stationary(build, at, tolerance=tolerance, reach=_REACH * scale)
            values = [solution.value(profit) for profit in profits]
        except Unproven:
            continue
        if all(abs(float(x) - y) <= AGREEMENT * scale for x, y in zip(values, numeric, strict=True)):
            return values
    return None


def _best_single(marginal: PolynomialMarginal, shift: Fraction) -> AlgebraicNumber:
    """The largest of the values at the critical points inside the support, at its lower end, and of selling nothing."""
    price = unknown("p")
    profit = (price + constant(shift)) * (1 - marginal.inner(price))
    values = [AlgebraicNumber.of(max(marginal.low + shift, Fraction(0)))]
    for root in real_roots(in_one_unknown(profit.derivative("p"), "p"), marginal.low, marginal.high):
        minimal = sum((c * price**i for i, c in enumerate(root.coefficients)), constant(0))
        solution = solve([minimal], {"p": float(root)}, _REACH * float(marginal.high - marginal.low))
        values.append(solution.value(profit))
    return max(values)


def _marginal(market: BundlingMarket, k: int) -> Marginal | None:
    valuations = market.valuations
    if isinstance(valuations, Joint):
        return valuations.marginals[k]
    return valuations.marginal if isinstance(valuations, (Comonotone, Countermonotone)) else None


def _bottom(market: BundlingMarket, k: int) -> Fraction | None:
    """The lower end of the support, exactly."""
    marginal = _marginal(market, k)
    if marginal is None:
        return None
    return marginal.lower if isinstance(marginal, Uniform) else exact_number(marginal.low, "support")


def _everybody_buys(market: BundlingMarket, t: float) -> AlgebraicNumber | None:
    """The profit of the bundle at the lowest sum of valuations, where that is the numeric maximiser."""
    low, valuations, delta = (_bottom(market, 0), _bottom(market, 1)), market.valuations, market.complementarity
    if low[0] is None or low[1] is None:
        return None
    if not isinstance(valuations, Countermonotone):
        return _corner(market, market.bundle_alone, low[0] + low[1], t, delta)
    if valuations.constant_sum is None:
        return None
    same = low[0] + exact_number(valuations.marginal.high, "support")
    # Everybody has this sum: a higher price sells nothing, a lower one no more.
    here = abs(t - float(same)) <= AGREEMENT * market.scale and same + delta > 0
    return AlgebraicNumber.of(same + delta) if here else None


def _saturated(market: BundlingMarket, k: int, t: float) -> tuple[AlgebraicNumber, AlgebraicNumber] | None:
    """The profits where component k is free and the other's lowest value is all that the bundle can charge for."""
    least = _bottom(market, 1 - k)
    if least is None or abs(t - float(least)) > AGREEMENT * market.scale:
        return None
    value = closed_single(market, 1 - k, market.complementarity, p=t)
    if value is None or value != least + market.complementarity or value <= 0:
        return None
    return value, AlgebraicNumber.of(0)


def _corner(
    market: BundlingMarket, profit: Callable[[Floats], Floats], bottom: Fraction, at: float, shift: Fraction
) -> AlgebraicNumber | None:
    """The profit bottom + shift of selling to everybody, if ``at`` is there and the profit is seen to fall beyond.

    It has to fall by more than rounding between any two of the steps from 2**-24 to 2**-10 of the market's scale, so
    that its slope at the bottom is negative unless it changes sign closer to it.
    """
    if abs(at - float(bottom)) > AGREEMENT * market.scale or bottom + shift <= 0:
        return None
    x = float(bottom) + market.scale * np.append(0.0, 0.5 ** np.arange(24, 9, -1))
    falls = np.diff(profit(x)) / np.diff(x) < -1e-5
    return AlgebraicNumber.of(bottom + shift) if falls.all() else None
