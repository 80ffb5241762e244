"""The bundling duopoly from consumers to the equilibria of the offering game.

market -> profits of the 64 price games -> 8 x 8 offering game -> all its extreme equilibria.

The offering game is written in numbers that know their bounds and their ties (:mod:`selten.games.enclosed`): profits
shown equal are one symbol, others are separated by their bounds alone. So its equilibria are proven for the true
profits, or what stands in the way is named in ``undecided``.
"""

import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from fractions import Fraction
from typing import Any

import numpy as np

from selten.equilibria.bundling.atom_profits import MonopolyProfit, exact_profits
from selten.equilibria.bundling.cells import Names, is_open, market_prices, profit_names
from selten.equilibria.bundling.expected_surplus import consumer_surplus
from selten.equilibria.bundling.grid_prices import GridBracket, grid_bracket
from selten.equilibria.bundling.lifted_surplus import lifted_surplus
from selten.equilibria.bundling.mixed_profits import PairProfits, pair_profits
from selten.equilibria.bundling.open_profits import open_profits
from selten.equilibria.bundling.profit import Profit
from selten.equilibria.bundling.profits import continuum_profits
from selten.equilibria.exact.algebraic import AlgebraicNumber
from selten.equilibria.prices.lifting import Lifted
from selten.equilibria.prices.lifting_json import offerings_of
from selten.equilibria.pure import pure_equilibria
from selten.equilibria.solution import Solution, Status
from selten.equilibria.solve import solve
from selten.games.bundling import OFFERINGS, BundlingMarket
from selten.games.consumers.atoms import Atoms
from selten.games.enclosed import Enclosed, Undecided
from selten.games.normal_form import NormalForm

Surplus = float | tuple[float, float] | None
Tick = Callable[[str], None]
Keep = Callable[[Profit], None]


@dataclass(frozen=True, slots=True)
class MarketSolution:
    """A market with its price games and its offering game solved.

    Parameters
    ----------
    profits : mapping
        Every profit by name; in a symmetric market those with component 2 in the place of 1 as well.
    names : 8 x 8 pairs
        ``names[i][j]`` are the profits that add up to what firm 1 and firm 2 earn when firm 1 offers OFFERINGS[i] and
        firm 2 OFFERINGS[j].
    game : NormalForm
        The offering game, exact or with enclosed payoffs.
    pure : tuple of (i, j) or None
        Its pure equilibria; None where the bounds leave one open.
    solution : Solution or None
        All its extreme equilibria, Nash subsets and components; None where the bounds leave them open.
    undecided : tuple of str
        The profits whose comparison is open where something is.
    consumer : 8 x 8
        Consumer surplus: a number, a bracket, or None where it is not known.
    lifted : mapping
        The equilibria in price distributions that pay profits of atoms, by the bundler's name ("b|1", "2b|1" and so
        on). They are certified over all real prices; that there are no others is not shown.
    """

    market: BundlingMarket
    profits: Mapping[str, Profit]
    names: tuple[tuple[tuple[Names, Names], ...], ...]
    game: NormalForm
    pure: tuple[tuple[int, int], ...] | None
    solution: Solution | None
    undecided: tuple[str, ...]
    consumer: tuple[tuple[Surplus, ...], ...]
    lifted: Mapping[str, Lifted] = field(default_factory=dict)

    def bounds(self, names: Names) -> tuple[float, float]:
        """Bounds on the sum of the profits named."""
        low = sum(self.market.delta if n == "delta" else self.profits[n].low for n in names)
        high = sum(self.market.delta if n == "delta" else self.profits[n].high for n in names)
        return low, high

    def total(self, i: int, j: int) -> Surplus:
        """Consumer surplus and both profits together."""
        consumer = self.consumer[i][j]
        if consumer is None:
            return None
        profits = self.names[i][j][0] + self.names[i][j][1]
        known = all(n == "delta" or not self.profits[n].bracketed for n in profits)
        if known and isinstance(consumer, float):
            return consumer + sum(self.market.delta if n == "delta" else self.profits[n].value for n in profits)
        low, high = consumer if isinstance(consumer, tuple) else (consumer, consumer)
        bounds = self.bounds(profits)
        return low + bounds[0], high + bounds[1]

    def _repr_html_(self) -> str:
        from selten.equilibria.market_html import market_html

        return market_html(self)


def solve_market(
    market: BundlingMarket,
    *,
    tick: Tick | None = None,
    keep: Keep | None = None,
    time_limit: float | None = None,
) -> MarketSolution:
    """Solve the price games and the offering game of a market.

    Parameters
    ----------
    tick : callable, optional
        Told what has just been finished, for a progress bar.
    keep : callable, optional
        Given each profit as it is found, for whoever may stop the work before its end.
    time_limit : float, optional
        Seconds after which no further price game is solved or refined (a profit that is left has trivial bounds), and
        seconds for the enumeration of the offering game.

    Examples
    --------
    >>> from selten.games.consumers.joint import Joint
    >>> from selten.games.consumers.marginals import Uniform
    >>> unit = Uniform(Fraction(0), Fraction(1))
    >>> solved = solve_market(BundlingMarket(Joint(unit, unit), Fraction(0)))
    >>> solved.profits["b"].exact.text, len(solved.pure), len(solved.solution.equilibria)
    ('2*sqrt(6)/9', 14, 89)
    """
    brackets: dict[tuple[str, str], GridBracket] = {}
    deadline = None if time_limit is None else time.monotonic() + time_limit

    def enough() -> bool:
        return deadline is not None and time.monotonic() > deadline

    def bracket(of: BundlingMarket, first: str, second: str) -> GridBracket:
        if (first, second) not in brackets:
            brackets[first, second] = grid_bracket(of, first, second, enough=enough)
        return brackets[first, second]

    if isinstance(market.valuations, Atoms):
        profits, lifted = _atom_profits(market, bracket, enough, tick, keep)
    else:
        profits, lifted = continuum_profits(market, bracket, enough=enough, tick=tick, keep=keep), {}
    profits = _both(market, profits)
    names = tuple(tuple((profit_names(market, a, b), profit_names(market, b, a)) for b in OFFERINGS) for a in OFFERINGS)
    profits = {**profits, **open_profits(market, names, bracket)}
    numbers = _numbers(market, profits)
    table = [[[_sum(numbers, names[i][j][f]) for j in range(8)] for i in range(8)] for f in (0, 1)]
    game = NormalForm.of(table, [OFFERINGS, OFFERINGS], players=("firm 1", "firm 2"), title="offering game")
    if tick is not None:
        tick("offering game")
    pure, solution, doubtful = _equilibria(game, time_limit)
    mixed: dict[tuple[str, str], Surplus] = {pair: found.consumer for pair, found in brackets.items()}
    mixed |= {offerings_of(name): lifted_surplus(market, found.strategies) for name, found in lifted.items()}
    consumer = _consumer(market, profits, mixed, names)
    responsible = _responsible(profits, doubtful)
    return MarketSolution(market, profits, names, game, pure, solution, responsible, consumer, lifted)


def mirrored(name: str) -> str:
    """The name with the components exchanged."""
    return name.translate(str.maketrans("12", "21")).replace("21b", "12b")


def _both(market: BundlingMarket, profits: dict[str, Profit]) -> dict[str, Profit]:
    """In a symmetric market, also the profits with the components exchanged."""
    found = dict(profits)
    if market.valuations.symmetric:
        for name, profit in profits.items():
            if mirrored(name) not in profits:
                swapped = {"p1": "p2", "p2": "p1", "pb": "pb"}
                prices = {swapped[key]: price for key, price in profit.prices.items()}
                found[mirrored(name)] = replace(profit, name=mirrored(name), prices=prices)
    return found


def _atom_profits(
    market: BundlingMarket,
    bracket: Callable[..., GridBracket],
    enough: Callable[[], bool],
    tick: Tick | None,
    keep: Keep | None,
) -> tuple[dict[str, Profit], dict[str, Lifted]]:
    """Exact monopolies, and where a bundler meets a component firm a lifted equilibrium or brackets."""
    profits = {name: _exact(name, found, market) for name, found in exact_profits(market).items()}
    lifted: dict[str, Lifted] = {}
    keep = keep or (lambda _: None)
    for profit in profits.values():
        keep(profit)
    for k in ("1",) if market.valuations.symmetric else ("1", "2"):
        found: PairProfits | None = None
        for name in (f"b|{k}", f"{'2' if k == '1' else '1'}b|{k}"):
            found = pair_profits(market, name, bracket, without=found, enough=enough)
            for profit in found.profits:
                profits[profit.name] = profit
                keep(profit)
            if found.lifted is not None:
                lifted[name] = found.lifted
            if tick is not None:
                tick(f"{name} and {found.profits[1].name}")
    return profits, lifted


def _exact(name: str, found: MonopolyProfit, market: BundlingMarket) -> Profit:
    number = AlgebraicNumber.of(found.value)
    low, high = (float(x) for x in (found.value, found.value))
    prices: dict[str, float | None] = {"p1": None, "p2": None, "pb": None}
    prices |= {f"p{product}": float(price) for product, price in found.prices.items()}
    if name.endswith("+delta"):
        prices["p2" if name[0] == "1" else "p1"] = 0.0
    return Profit(name, low, high, low, prices, same_as=name, exact=number, reason="exact supremum over all prices")


def _numbers(market: BundlingMarket, profits: Mapping[str, Profit]) -> dict[str, Any]:
    """One number for each profit: rational where it is, otherwise a symbol shared by all that are shown equal."""
    numbers: dict[str, Any] = {"delta": market.complementarity}
    for name, profit in profits.items():
        rational = profit.exact.rational if profit.exact is not None else None
        if rational is not None:
            numbers[name] = rational
        elif profit.same_as == "2*1":
            numbers[name] = 2 * numbers["1"]
        else:
            numbers[name] = Enclosed.symbol(profit.same_as, profit.low, profit.high)
    return numbers


def _sum(numbers: Mapping[str, Any], names: Names) -> Any:
    total: Any = Fraction(0)
    for name in names:
        total = numbers[name] + total
    return total


def _equilibria(
    game: NormalForm, time_limit: float | None
) -> tuple[tuple[tuple[int, int], ...] | None, Solution | None, frozenset[str]]:
    doubtful: frozenset[str] = frozenset()
    pure: tuple[tuple[int, int], ...] | None = None
    try:
        pure = tuple((i, j) for i, j in pure_equilibria(game))
    except Undecided as error:
        doubtful |= error.names
    solution: Solution | None = None
    try:
        solution = solve(game, time_limit=time_limit)
        if solution.status is not Status.COMPLETE:
            solution = None
    except Undecided as error:
        doubtful |= error.names
    if solution is None and not doubtful and game.kind == "enclosed":
        doubtful = frozenset(n for x in game.payoffs.ravel() for n in x.names)
    return pure, solution, doubtful


def _responsible(profits: Mapping[str, Profit], doubtful: frozenset[str]) -> tuple[str, ...]:
    """The names among the doubtful whose bounds overlap those of another, or all of them if none do."""
    heads = {p.same_as: p for p in profits.values() if p.same_as in doubtful}
    overlapping = [
        name
        for name, p in heads.items()
        if any(q.same_as != name and p.low <= q.high and q.low <= p.high for q in profits.values())
    ]
    return tuple(sorted(overlapping or doubtful))


def _consumer(
    market: BundlingMarket,
    profits: Mapping[str, Profit],
    mixed: Mapping[tuple[str, str], Surplus],
    names: tuple[tuple[tuple[Names, Names], ...], ...],
) -> tuple[tuple[Surplus, ...], ...]:
    known: dict[tuple[float, float, float], float] = {}

    def cell(i: int, j: int) -> Surplus:
        if any(is_open(n) for n in names[i][j][0] + names[i][j][1]):
            pair = (OFFERINGS[i], OFFERINGS[j])
            return mixed.get(pair)
        prices = market_prices(market, profits, OFFERINGS[i], OFFERINGS[j])
        if prices is None:
            return _mixed_consumer(market, mixed, OFFERINGS[i], OFFERINGS[j])
        if prices not in known:
            p0, p1, t = (np.array([x]) for x in prices)
            known[prices] = float(consumer_surplus(market.valuations, (p0, p1), t)[0])
        return known[prices]

    return tuple(tuple(cell(i, j) for j in range(8)) for i in range(8))


def _mixed_consumer(
    market: BundlingMarket, mixed: Mapping[tuple[str, str], Surplus], first: str, second: str
) -> Surplus:
    swap = {"100": "010", "010": "100", "101": "011", "011": "101"}
    pairs = [(first, second), (second, first)]
    if market.valuations.symmetric:
        pairs += [(swap.get(a, a), swap.get(b, b)) for a, b in pairs]
    return next((mixed[pair] for pair in pairs if pair in mixed), None)
