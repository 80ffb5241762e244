"""A disclosure market solved at its prices: who visits, what is sold, what the seller prefers to disclose.

Homogeneous tastes and ordered arrivals are solved in rationals, so that everything is exact. With random arrivals the
thresholds may be irrational; revenue and shortage are then monotone functions of the threshold (:mod:`.fluid`), so
that their exact values at the ends of exact brackets decide every strict comparison, and equal values at the outer ends
prove a tie. What neither decides within brackets of width 2**-320 is None and named in ``undecided`` (a threshold that
would have to sit exactly on an irrational kink).
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from fractions import Fraction

from selten.equilibria.disclosure.fluid import outcome
from selten.equilibria.disclosure.homogeneous import crowd, served
from selten.equilibria.disclosure.outcome import Outcome, Terms, Two, fraction, knowledge, rational, sign, terms_of
from selten.equilibria.disclosure.sequential import serve
from selten.equilibria.disclosure.threshold import Root, lowest_visitor, same
from selten.equilibria.disclosure.verdict import Gain, verdict
from selten.games.disclosure import SCENARIOS, DisclosureMarket
from selten.games.normal_form import Number

POLICIES = ("full_L_scarce", "full_H_scarce", "aggregate")
"""What customers may be told, in the order of every answer."""


@dataclass(frozen=True, slots=True)
class DisclosureSolution:
    """The visit equilibria of a market and the seller's comparison.

    Numbers are Fractions where exact, floats where the threshold is irrational.

    Parameters
    ----------
    thresholds : mapping of str to number or None
        For each of :data:`POLICIES` the lowest visiting taste, 1 if nobody visits; None if tastes are homogeneous.
    visitors : mapping of str to number
        The mass of visitors, for each policy.
    outcomes : mapping of str to Outcome
        For full_L_scarce, full_H_scarce, aggregate_L_scarce, aggregate_H_scarce.
    gains : pair of Gain
        Signs of what aggregate disclosure brings where L is scarce, and where H is.
    verdict : str or None
        None if undecided signs leave it open.
    undecided : tuple of str
        The comparisons that are open.
    visits : mapping of str to tuple of pairs
        The stretches of visiting tastes (low, high), from low to high; empty if tastes are homogeneous.
    """

    market: DisclosureMarket
    thresholds: Mapping[str, Number]
    visitors: Mapping[str, Number]
    outcomes: Mapping[str, Outcome]
    gains: tuple[Gain, Gain]
    verdict: str | None
    undecided: tuple[str, ...]
    visits: Mapping[str, tuple[Two, ...]]

    def _repr_html_(self) -> str:
        from selten.equilibria.market_html import disclosure_html

        return disclosure_html(self)


def solve_disclosure(market: DisclosureMarket) -> DisclosureSolution:
    """Solve a market at its prices.

    Raises
    ------
    InputError
        If the market has no prices.

    Examples
    --------
    >>> from selten.games.disclosure import parse_disclosure
    >>> spec = {"customers": 10, "stock": 3, "share": "9/10", "prior": 0.5, "search_cost": 0.5, "tastes": "uniform"}
    >>> spec |= {"values": {"L": 5, "H": 7}, "cost_scales_with_taste": False, "prices": {"L": 2, "H": 5}}
    >>> [solve_disclosure(parse_disclosure({**spec, "arrival": a}, "x")).verdict for a in ("random", "efficient")]
    ['strict', 'weak']
    """
    terms = terms_of(market)
    if market.tastes == "homogeneous":
        return _homogeneous(market, terms)
    return _random(market, terms) if market.arrival == "random" else _sequential(market, terms)


def _homogeneous(market: DisclosureMarket, terms: Terms) -> DisclosureSolution:
    visitors = {name: crowd(terms, worlds) for name, worlds in zip(POLICIES, knowledge(market), strict=True)}
    outcomes = _by_scenario(market, lambda name, _, stocks: served(terms, stocks, visitors[name]))
    return _solution(market, dict.fromkeys(POLICIES), visitors, outcomes, dict.fromkeys(POLICIES, ()))


def _sequential(market: DisclosureMarket, terms: Terms) -> DisclosureSolution:
    downward = market.arrival == "efficient"
    found = {
        name: serve(terms, worlds, downward=downward) for name, worlds in zip(POLICIES, knowledge(market), strict=True)
    }
    outcomes = _by_scenario(market, lambda name, i, _: found[name].outcomes[i if name == "aggregate" else 0])
    thresholds = {name: fraction(answer.threshold) for name, answer in found.items()}
    visitors = {name: answer.outcomes[0].visitors for name, answer in found.items()}
    visits = {name: _joined(answer.stretches) for name, answer in found.items()}
    return _solution(market, thresholds, visitors, outcomes, visits)


def _joined(stretches: tuple[Two, ...]) -> tuple[Two, ...]:
    """Stretches in any order of arrival, from low to high, adjacent ones as one."""
    joined: list[Two] = []
    for low, high in sorted(sorted(map(fraction, stretch)) for stretch in stretches):
        if joined and joined[-1][1] == low:
            joined[-1] = (joined[-1][0], high)
        else:
            joined.append((low, high))
    return tuple(joined)


def _by_scenario(market: DisclosureMarket, outcome_of: Callable[[str, int, Two], Outcome]) -> dict[str, Outcome]:
    """Outcomes under full disclosure, then under aggregate; called with the policy, the scenario and its stocks."""
    stocks = [(rational(low), rational(high)) for low, high in market.stocks]
    full = {f"full_{s}": outcome_of(f"full_{s}", i, stocks[i]) for i, s in enumerate(SCENARIOS)}
    return full | {f"aggregate_{s}": outcome_of("aggregate", i, stocks[i]) for i, s in enumerate(SCENARIOS)}


def _solution(
    market: DisclosureMarket,
    thresholds: Mapping[str, Number],
    visitors: Mapping[str, Number],
    outcomes: Mapping[str, Outcome],
    visits: Mapping[str, tuple[Two, ...]],
) -> DisclosureSolution:
    """The seller's comparison where every outcome is rational."""
    gains = []
    outcomes = {name: outcome.exactly() for name, outcome in outcomes.items()}
    for scenario in SCENARIOS:
        full, aggregate = outcomes[f"full_{scenario}"], outcomes[f"aggregate_{scenario}"]
        revenue = aggregate.revenue(market.priced) - full.revenue(market.priced)
        gains.append((sign(revenue), sign(full.shortage - aggregate.shortage)))
    first, second = gains
    return DisclosureSolution(
        market,
        thresholds,
        {name: fraction(n) for name, n in visitors.items()},
        outcomes,
        (first, second),
        verdict([first, second]),
        (),
        visits,
    )


def _random(market: DisclosureMarket, terms: Terms) -> DisclosureSolution:
    roots = {name: lowest_visitor(terms, worlds) for name, worlds in zip(POLICIES, knowledge(market), strict=True)}
    gains, undecided = [], []
    for scenario, stocks in zip(SCENARIOS, market.stocks, strict=True):
        full, aggregate = roots[f"full_{scenario}"], roots["aggregate"]
        worth = _Worth(terms, (rational(stocks[0]), rational(stocks[1])))
        revenue, shortage = _change(worth.revenue, full, aggregate), _change(worth.shortage, full, aggregate)
        gains.append((revenue, None if shortage is None else -shortage))
        undecided += [
            f"{what} where {scenario}" for what, s in (("revenue", revenue), ("shortage", shortage)) if s is None
        ]
    outcomes = _by_scenario(market, lambda name, _, stocks: _valued(terms, stocks, roots[name]))
    thresholds = {name: _number(root.low, root.high) for name, root in roots.items()}
    visitors = {name: _number(*(terms.customers * (1 - x) for x in (r.low, r.high))) for name, r in roots.items()}
    visits = {name: ((x, Fraction(1)),) if x != 1 else () for name, x in thresholds.items()}
    first, second = gains
    return DisclosureSolution(
        market, thresholds, visitors, outcomes, (first, second), verdict(gains), tuple(undecided), visits
    )


@dataclass(frozen=True, slots=True)
class _Worth:
    """What the seller compares in one scenario, as functions of the threshold that never rise."""

    terms: Terms
    stocks: Two

    def revenue(self, threshold: Number) -> Number:
        return outcome(self.terms, self.stocks, threshold).revenue(self.terms.prices)

    def shortage(self, threshold: Number) -> Number:
        return outcome(self.terms, self.stocks, threshold).shortage


def _change(worth: Callable[[Number], Number], full: Root, aggregate: Root) -> int | None:
    """The sign of worth(aggregate) - worth(full), for a worth that never rises with the threshold."""
    while True:
        if same(full, aggregate):
            return 0
        if full.high <= aggregate.low or aggregate.high <= full.low:
            low, high, direction = (full, aggregate, -1) if full.high <= aggregate.low else (aggregate, full, 1)
            if worth(low.high) > worth(high.low):
                return direction
            if worth(low.low) == worth(high.high):
                return 0
        if (full.exact or full.finest) and (aggregate.exact or aggregate.finest):
            return None
        full.refine(20)
        aggregate.refine(20)


def _valued(terms: Terms, stocks: Two, root: Root) -> Outcome:
    """The outcome at a threshold: exact numbers where the bracket fixes them, else floats."""
    low, high = outcome(terms, stocks, root.low), outcome(terms, stocks, root.high)
    sales = tuple(_number(a, b) for a, b in zip(low.sales, high.sales, strict=True))
    return Outcome((sales[0], sales[1]), _number(low.visitors, high.visitors), _number(low.shortage, high.shortage))


def _number(first: Number, second: Number) -> Number:
    """A number between two flint rationals: itself if they agree, else a float."""
    return fraction(first) if first == second else float((first + second) / 2)
