"""Every profit that the 64 price games of a bundling market can pay, each with an enclosure and its proof.

Names as in the reports: "b" is a monopoly on the bundle, "1b" on component 1 and the bundle, "1+delta" a monopoly on
component 1 whose buyers get the other component free (and so Delta on top); "b|1" is the bundler's profit against a
rival with component 1 and "1|b" that rival's; "2b|1" and "1|2b" the same when the bundler also offers component 2.

Two profits are the same number only where that is shown (``same_as``): a component beside the bundle proven not worth
selling, exchangeable components, or equal exact values. Otherwise they are compared by their enclosures alone.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from fractions import Fraction
from functools import partial

from selten.equilibria.bundling.closed_form import closed_duopoly, closed_monopoly, closed_single
from selten.equilibria.bundling.grid_prices import GridBracket
from selten.equilibria.bundling.peaks import (
    Peak,
    apart_peak,
    component_peak,
    duopoly_peak,
    monopoly_peak,
    single_peak,
    slip,
)
from selten.equilibria.bundling.price_scan import PricePoint, scan_bundle, scan_mixed
from selten.equilibria.bundling.profit import TIME_IS_UP, Prices, Profit, from_grid, trivial
from selten.equilibria.bundling.replies import undoing_reply
from selten.equilibria.exact.algebraic import AlgebraicNumber
from selten.games.bundling import BundlingMarket
from selten.games.consumers.monotone import Comonotone

Bracket = Callable[[BundlingMarket, str, str], GridBracket]
"""From a market and two offerings to brackets of what mixed equilibria on price grids pay."""


def continuum_profits(
    market: BundlingMarket,
    bracket: Bracket,
    *,
    enough: Callable[[], bool] = lambda: False,
    tick: Callable[[str], None] | None = None,
    keep: Callable[[Profit], None] | None = None,
) -> dict[str, Profit]:
    """All profits of a market with continuous valuations; of one component only where the market is symmetric.

    Parameters
    ----------
    bracket : callable
        Called for offerings whose price game has no pure equilibrium (or several).
    enough : callable, optional
        Asked before each profit, or pair of profits, whether the time is up: then it gets trivial bounds.
    tick : callable, optional
        Told the name of each profit as it is found.
    keep : callable, optional
        Given each profit as it is found; later ones may still turn out to be equal to it.
    """
    components = (0,) if market.valuations.symmetric else (0, 1)
    profits: dict[str, Profit] = {}

    def add(*found: Profit) -> None:
        for profit in found:
            profits[profit.name] = profit
            if keep is not None:
                keep(profit)
            if tick is not None:
                tick(profit.name)

    def find(names: tuple[str, ...], search: Callable[[], Iterable[Profit]]) -> None:
        add(*((trivial(market, name, TIME_IS_UP) for name in names) if enough() else search()))

    for k in components:
        find((f"{k + 1}", f"{k + 1}+delta"), partial(_singles, market, k))
    find(("b",), lambda: [_monopoly(market, "b", (), None)])
    find((*(f"{k + 1}b" for k in components), "12b"), lambda: _bundle_monopolies(market, components, profits["b"]))
    for k in components:
        find((*_duopolists(k), *_mixed_duopolists(k)), partial(_duopoly, market, k, profits, bracket))
    return _merged(_comonotone(market, profits))


def _singles(market: BundlingMarket, k: int) -> list[Profit]:
    """A monopolist on component k, alone and with the other component free."""
    single = _single(market, k, shifted=False)
    return [single, _single(market, k, shifted=True) if market.complementarity else _unshifted(single, k)]


def _single(market: BundlingMarket, k: int, *, shifted: bool) -> Profit:
    shift = market.complementarity if shifted else Fraction(0)
    best = single_peak(market, k, float(shift))
    exact = closed_single(market, k, shift)
    name = f"{k + 1}+delta" if shifted else f"{k + 1}"
    if shifted:
        other: Prices = {"p1": None, "p2": None, f"p{2 - k}": 0.0, "pb": best.x + market.delta}
    else:
        other = {"p1": None, "p2": None, "pb": None, f"p{k + 1}": best.x}
    return _enclosed(market, name, best.value, best.residual, other, exact, "the best price of a monopolist")


def _unshifted(single: Profit, k: int) -> Profit:
    """With Delta = 0 a bundle beside a free component sells what the other component alone sells."""
    price = single.prices[f"p{k + 1}"]
    prices: Prices = {"p1": None, "p2": None, f"p{2 - k}": 0.0, "pb": price}
    return replace(single, name=f"{k + 1}+delta", prices=prices, same_as=single.name)


def _monopoly(
    market: BundlingMarket,
    name: str,
    components: tuple[int, ...],
    bundle: Profit | None,
    others: Mapping[str, Profit] | None = None,
) -> Profit:
    peak = monopoly_peak(market, components)
    if market.delta < 0 and components:
        apart = apart_peak(market, components)
        if apart.value > peak.value:
            prices: Prices = {**_prices(market, apart), "pb": None}
            regret = max(peak.value + peak.regret, apart.value + apart.regret) - apart.value
            return _enclosed(market, name, apart.value, regret, prices, None, "components sold apart")
    if peak.unsold and not peak.d and bundle is not None:
        return replace(
            bundle, name=name, same_as="b", reason="shown to gain nothing from selling components beside the bundle"
        )
    sold = tuple(sorted(peak.d))
    if peak.unsold and len(sold) < len(components) and others:
        twin = others[f"{sold[0] + 1}b"]
        return replace(
            twin, name=name, same_as=twin.name, reason="shown to gain nothing from selling the other component"
        )
    exact = (
        closed_monopoly(market, sold, peak.t, tuple(peak.d[k] for k in sold))
        if peak.regret < 1e-6 * market.scale
        else None
    )
    return _enclosed(
        market, name, peak.value, peak.regret, _prices(market, peak), exact, "the best prices of a monopolist"
    )


def _bundle_monopolies(market: BundlingMarket, components: tuple[int, ...], bundle: Profit) -> list[Profit]:
    """The bundle with one component (each that is asked for) and with both; the last first, as it may settle all."""
    both = _monopoly(market, "12b", (0, 1), bundle) if len(components) == 1 else None
    if both is not None and both.same_as == "b":
        return [replace(both, name="1b"), both]
    single = [_monopoly(market, f"{k + 1}b", (k,), bundle) for k in components]
    if both is None:
        both = _monopoly(market, "12b", (0, 1), bundle, {profit.name: profit for profit in single})
    return [*single, both]


def _prices(market: BundlingMarket, peak: Peak) -> Prices:
    prices: dict[str, float | None] = {"p1": None, "p2": None, "pb": peak.t + market.delta}
    for k, d in peak.d.items():
        prices[f"p{k + 1}"] = peak.t - d
    return prices


def _enclosed(
    market: BundlingMarket,
    name: str,
    value: float,
    regret: float,
    prices: Prices,
    exact: AlgebraicNumber | None,
    reason: str,
) -> Profit:
    if exact is not None and abs(float(exact) - value) <= 1e-9 * market.scale:
        low, high = (float(x) for x in exact.enclosure(25))
        return Profit(
            name, low, high, float(exact), prices, regret, exact=exact, same_as=name, reason=f"{reason}, in closed form"
        )
    error = slip(market)
    return Profit(name, value - error, value + regret + error, value, prices, regret, same_as=name, reason=reason)


def _duopoly(market: BundlingMarket, k: int, profits: Mapping[str, Profit], bracket: Bracket) -> list[Profit]:
    """Both firms' profits against component k, without and with the bundler's own component."""
    names, mixed_names = _duopolists(k), _mixed_duopolists(k)
    scan = scan_bundle(market, k)
    if len(scan.equilibria) != 1:
        alone = _bracketed(market, names, "001", _single_offering(k), bracket, len(scan.equilibria))
    else:
        found = scan.equilibria[0]
        alone = _equilibrium(market, names, found, duopoly_peak(market, k, found.p, ()))
    mixed = scan_mixed(market, k, scan)
    if len(mixed.equilibria) != 1:
        return alone + _bracketed(
            market, mixed_names, _mixed_offering(k), _single_offering(k), bracket, len(mixed.equilibria)
        )
    point = mixed.equilibria[0]
    if market.delta < 0 and undoing_reply(market, 1 - k).value > _earned(market, point)[0] + slip(market):
        return alone + _bracketed(market, mixed_names, _mixed_offering(k), _single_offering(k), bracket, 0)
    bundler = duopoly_peak(market, k, point.p, (1 - k,))
    if len(scan.equilibria) == 1 and point.d == 0 and bundler.unsold:
        return alone + [
            replace(
                a,
                name=name,
                same_as=a.name,
                reason="shown to gain nothing from selling its own component beside the bundle",
            )
            for a, name in zip(alone, mixed_names, strict=True)
        ]
    return alone + _equilibrium(market, mixed_names, point, bundler)


def _duopolists(k: int) -> tuple[str, str]:
    """The profits of the bundler and its rival with component k."""
    return f"b|{k + 1}", f"{k + 1}|b"


def _mixed_duopolists(k: int) -> tuple[str, str]:
    """The same where the bundler also offers its own component."""
    return f"{2 - k}b|{k + 1}", f"{k + 1}|{2 - k}b"


def _single_offering(k: int) -> str:
    return "100" if k == 0 else "010"


def _mixed_offering(k: int) -> str:
    return "011" if k == 0 else "101"


def _equilibrium(market: BundlingMarket, names: tuple[str, str], point: PricePoint, bundler: Peak) -> list[Profit]:
    rival = component_peak(market, point.k, point.t, point.other)
    earned = _earned(market, point)
    regret = max(bundler.value + bundler.regret - earned[0], rival.value + rival.residual - earned[1], 0.0)
    moved = [
        _earned(market, replace(point, p=point.p + s * point.spread * 4, t=point.t + s * point.spread * 4))
        for s in (-1, 1)
    ]
    exact = closed_duopoly(market, point.k, point.p, point.t, point.d) or (None, None)
    prices: dict[str, float | None] = {"p1": None, "p2": None, "pb": point.t + market.delta, f"p{point.k + 1}": point.p}
    if point.d > 0:
        prices[f"p{2 - point.k}"] = point.t - point.d
    found = []
    for i, name in enumerate(names):
        error = slip(market) + max(abs(other[i] - earned[i]) for other in moved)
        profit = _enclosed(market, name, earned[i], 0.0, prices, exact[i], "the only pure price equilibrium found")
        if profit.exact is None:
            profit = replace(profit, low=earned[i] - error, high=earned[i] + error)
        found.append(replace(profit, regret=regret))
    return found


def _earned(market: BundlingMarket, point: PricePoint) -> tuple[float, float]:
    import numpy as np

    p, t, d = (np.array([x]) for x in (point.p, point.t, point.d))
    bundler = float(market.bundle_against(point.k, p, t)[0])
    if point.d > 0:
        bundler += float(market.gain(1 - point.k, d, t)[0])
    return bundler, float(market.component_against(point.k, p, t)[0])


def _bracketed(
    market: BundlingMarket, names: tuple[str, str], offering: str, rival: str, bracket: Bracket, found: int
) -> list[Profit]:
    found_on_grids = bracket(market, offering, rival)
    ranges = found_on_grids.firm_1, found_on_grids.firm_2
    count = "no pure price equilibrium" if not found else f"{found} pure price equilibria"
    reason = f"{count}: bracket of mixed ones on grids"
    return [from_grid(name, low, high, reason) for name, (low, high) in zip(names, ranges, strict=True)]


def _comonotone(market: BundlingMarket, profits: dict[str, Profit]) -> dict[str, Profit]:
    """With v_0 = v_1 and Delta = 0 a monopolist sells a first and a second unit: it earns 2 pi_1 whatever it offers.

    With p_k <= t / 2 its profit is p P(v >= p) + (t - p) P(v >= t - p), at most twice the best of one component; the
    bundle at twice that price earns it.
    """
    if not isinstance(market.valuations, Comonotone) or market.complementarity != 0:
        return profits
    one = profits["1"]
    exact = profits["b"].exact
    bundle = replace(
        profits["b"],
        low=2 * one.low,
        high=2 * one.high,
        exact=exact,
        same_as="2*1",
        reason="twice the profit of one component",
    )
    return {**profits, **{name: replace(bundle, name=name) for name in ("b", "1b", "12b")}}


def _merged(profits: dict[str, Profit]) -> dict[str, Profit]:
    """Profits with equal exact values share one name."""
    result: dict[str, Profit] = {}
    for name, profit in profits.items():
        twin = next((p for p in result.values() if profit.exact is not None and p.exact == profit.exact), None)
        result[name] = replace(profit, same_as=twin.same_as) if twin is not None else profit
    return {n: replace(p, same_as=result[p.same_as].same_as) if p.same_as in result else p for n, p in result.items()}
