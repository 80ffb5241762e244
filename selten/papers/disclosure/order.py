"""Claims on section 4 and Proposition 4: visitors in order of their tastes, high to low or low to high."""

from collections.abc import Callable
from dataclasses import replace
from fractions import Fraction
from functools import partial
from typing import Any

import numpy as np

from selten.equilibria.disclosure.answer import DisclosureSolution, solve_disclosure
from selten.equilibria.disclosure.ordered_forms import efficient, keeps_sales
from selten.games.disclosure import DisclosureMarket
from selten.papers.claim import Claim, Result, corrected, judged
from selten.papers.disclosure.agreement import (
    BY_REVENUE,
    INEFFICIENT_FREE,
    Agreement,
    Bools,
    Sample,
)
from selten.papers.disclosure.markets import FIGURE_1
from selten.papers.disclosure.run import Run, counterexample, described

F = Fraction
SUPPORTED = ("strict", "weak")
NAMES = ("i", "ii", "iii")
LOW_FIRST = replace(FIGURE_1, arrival="inefficient")
HIGH_FIRST = replace(FIGURE_1, arrival="efficient")


def claims() -> list[Claim]:
    """Section 4 without the figure."""
    appendix = [
        Claim(f"disclosure/proposition-4/appendix-{name}", "Proof of Proposition 4",
              f"Low tastes first: within the range of ({name}) the region is the printed one; ours, with shortage.",
              f"({name})", "corrected", partial(_compared, i=i, technical=False))
        for i, name in enumerate(NAMES)
    ]  # fmt: skip
    return [
        Claim("disclosure/proposition-4/efficient", "Proposition 4",
              "High tastes first: aggregate disclosure is an equilibrium exactly in the printed region.",
              "two cases", "confirmed", _efficient),
        Claim("disclosure/proposition-4/efficient-boundary", "Proposition 4",
              "High tastes first: the region ends below p_H = (1 - (1-q)M/N) theta_H.", "p_H <= ...", "corrected",
              _boundary),
        Claim("disclosure/section-4/efficient-indifferent", "Section 4",
              "High tastes first: where it is an equilibrium the scenario with plenty of L is indifferent.",
              "indifferent", "confirmed", _indifferent),
        Claim("disclosure/section-4/full-no-shortage", "Section 4",
              "In either order nobody leaves with nothing under full disclosure: visitors are sales.",
              "the same as the inventory sold", "confirmed", _no_shortage),
        Claim("disclosure/proposition-4/inefficient", "Proposition 4",
              "Low tastes first, c/theta_H > (1-q)M/N and p_H < (1 - qM/N) theta_H: the printed region; ours.",
              "two inequalities", "corrected", _inefficient),
        *appendix,
        Claim("disclosure/section-4/speculators", "Section 4",
              "Low tastes first: if (A) and (B) hold by revenue, a small penalty on shortage changes nothing.",
              "negligible penalty", "refuted", _speculators),
        Claim("disclosure/proposition-4/necessary", "Proof of Proposition 4",
              "Low tastes first, (v_H - v_L)N > (1-q)M and (1 - v_H)N < qM are necessary.", "required", "confirmed",
              _necessary),
        Claim("disclosure/proposition-4/condition-b", "Proof of Proposition 4",
              "Low tastes first, condition (B): the scenario with plenty of L keeps its revenue in the four cases.",
              "four cases", "confirmed", _condition_b),
        Claim("disclosure/proposition-4/v-order", "Proof of Proposition 4",
              "p_L/theta_L < p_H/theta_H implies v_L < v_H.", "v_L < v_H", "refuted", _v_order),
        Claim("disclosure/proposition-4/no-switchers", "Proof of Proposition 4",
              "High tastes first: if N(1 - p_H/theta_H) < (1-q)M, sales where L is scarce do not increase.",
              "increases sales", "corrected", _no_switchers),
        Claim("disclosure/proposition-4/bounds-order", "Proof of Proposition 4",
              "Low tastes first: who might face the undesired product lies between v lower and v upper, in this order.",
              "upper and lower, in this order", "corrected", _bounds_order),
        Claim("disclosure/section-4/random-zero", "Section 4",
              "Under random arrival only the lowest visitor has a utility of zero.", "every incoming customer",
              "corrected", _random_zero),
    ]  # fmt: skip


def _efficient(run: Run) -> Result:
    counts = run.efficient.counts()
    wrong = counts["printed misses"] + counts["printed invents"]
    text = f"{wrong} disagreements at {counts['points']} points, {counts['equilibria']} inside"
    return judged(not wrong, text, {"kind": "dense trials", **counts})


def _boundary(run: Run) -> Result:
    few, _ = HIGH_FIRST.stocks[0]
    edge = (1 - few / HIGH_FIRST.customers) * HIGH_FIRST.values[1]
    on, below = (HIGH_FIRST.at(2, price) for price in (edge, edge - F(1, 10**9)))
    found = [solve_disclosure(market).verdict for market in (on, below)]
    printed = bool(efficient(HIGH_FIRST, 2.0, float(edge) - 1e-12))
    text = f"at p = (2, {edge}) the verdict is {found[0]}, just below {found[1]}"
    certificate = {"kind": "counterexample", **described(on), "verdict": found[0]}
    return corrected(found[0] in BY_REVENUE, found[1] in SUPPORTED and printed, text, certificate)


def _indifferent(run: Run) -> Result:
    inside = [s for s in run.efficient_solved if s.verdict in BY_REVENUE]
    same = sum(s.gains[1] == (0, 0) and s.verdict == "weak" for s in inside)
    text = f"in {same} of {len(inside)} exact solutions; the verdict is always weak"
    return judged(same == len(inside) > 20, text, {"kind": "exact trials", "points": len(inside)})


def _no_shortage(run: Run) -> Result:
    trials = (*run.efficient_solved, *run.inefficient_solved)
    none = sum(s.outcomes[f"full_{name}"].shortage == 0 for s in trials for name in ("L_scarce", "H_scarce"))
    text = f"in {none} of {2 * len(trials)} exact outcomes"
    return judged(none == 2 * len(trials), text, {"kind": "exact trials", "points": len(trials)})


def _technical(market: DisclosureMarket) -> bool:
    """c/theta_H > (1-q)M/N."""
    return market.search_cost / market.values[1] > market.stocks[0][0] / market.customers


def _range_of(part: Sample) -> tuple[Bools, ...]:
    """In which of the ranges (i), (ii), (iii) each price of H lies."""
    few, many = (float(stock / part.market.customers) for stock in part.market.stocks[0])
    value, cost = float(part.market.values[1]), float(part.market.search_cost)
    first, second = (1 - many) * value, (1 - few) * value - cost
    return part.high < first, (first <= part.high) & (part.high < second), (part.high >= first) & (part.high >= second)


def _cut(samples: Agreement, kept: Callable[[Sample], Bools]) -> Agreement:
    """Fewer points of each sample."""
    parts = []
    for part in samples.samples:
        k = kept(part)
        verdicts = part.true[k], part.printed[k], part.corrected[k]
        parts.append(Sample(part.market, part.low[k], part.high[k], *verdicts))
    return Agreement(tuple(parts))


def _inside(i: int) -> Callable[[DisclosureMarket], bool]:
    """Whether a market's own price of H is in the range of a region."""

    def inside(market: DisclosureMarket) -> bool:
        nothing = np.zeros(1, dtype=bool)
        low, high = (np.array([float(p)]) for p in market.priced)
        return bool(_range_of(Sample(market, low, high, nothing, nothing, nothing))[i][0])

    return inside


def _compared(run: Run, i: int, technical: bool) -> Result:
    """A range of p_H: the printed region against the solver with and without shortage, and the corrected one."""
    both = []
    for samples in (run.inefficient, run.inefficient_free):
        markets = Agreement(tuple(s for s in samples.samples if not technical or _technical(s.market)))
        both.append(_cut(markets, lambda part: _range_of(part)[i]))
    with_penalty, free = (samples.counts() for samples in both)
    example = counterexample(INEFFICIENT_FREE, both[1], missed=False, inside=_inside(i))
    wrong = [counts["printed misses"] + counts["printed invents"] for counts in (with_penalty, free)]
    right = all(counts["corrected misses"] + counts["corrected invents"] == 0 for counts in (with_penalty, free))
    text = f"wrong at {wrong[0]} of {with_penalty['points']} points with shortage counted (of "
    text += f"{with_penalty['equilibria']} equilibria), at {wrong[1]} without; corrected at 0 and 0"
    return corrected(min(wrong) == 0, right, text, {**example, "with shortage": with_penalty, "without": free})


def _inefficient(run: Run) -> Result:
    return _compared(run, 0, True)


def _speculators(run: Run) -> Result:
    broken = [s for s in run.inefficient_solved if s.verdict == "zero_only"]
    market = LOW_FIRST.at(2, F(11, 2))
    solution = solve_disclosure(market)
    left = solution.outcomes["aggregate_H_scarce"].shortage
    text = f"Figure 1 at (2, 11/2): {solution.verdict}, {left} come in the hope of H and leave with nothing"
    certificate = {"kind": "counterexample", **described(market), "shortage": left, "others": len(broken)}
    return judged(solution.verdict != "zero_only" and not broken, text, certificate)


def _tastes(s: DisclosureSolution) -> tuple[Fraction, Fraction]:
    market = s.market
    low, high = ((p + market.search_cost) / v for p, v in zip(market.priced, market.values, strict=True))
    return low, high


def _necessary(run: Run) -> Result:
    inside = [s for s in run.inefficient_solved if s.verdict in BY_REVENUE]
    met = 0
    for s in inside:
        low, high = _tastes(s)
        few, many = s.market.stocks[0]
        met += (min(high, F(1)) - low) * s.market.customers > few and (1 - high) * s.market.customers < many
    text = f"both met in {met} of {len(inside)} exact equilibria"
    return judged(met == len(inside) > 20, text, {"kind": "exact trials", "points": len(inside)})


def _condition_b(run: Run) -> Result:
    """Where H's scenario loses no revenue, among points with (A); v_H is at most 1 in the four cases."""
    trials = [s for s in run.inefficient_solved if s.gains[0][0] == 1]
    wrong = sum(
        bool(keeps_sales(s.market, *map(float, s.market.priced))) != (s.gains[1][0] is not None and s.gains[1][0] >= 0)
        for s in trials
    )
    keeps = sum(s.gains[1][0] == 0 for s in trials)
    text = f"{wrong} exceptions in {len(trials)} exact solutions where the other scenario gains; kept in {keeps}"
    return judged(not wrong and 0 < keeps < len(trials), text, {"kind": "exact trials", "points": len(trials)})


def _v_order(run: Run) -> Result:
    """Where everybody prefers L it takes p_L + c > theta_L, so that nobody visits for L."""
    values, prices, cost = (F(5), F(7)), (F(24, 5), F(69, 10)), F(1, 2)
    ratios = [p / v for p, v in zip(prices, values, strict=True)]
    tastes = [(p + cost) / v for p, v in zip(prices, values, strict=True)]
    assert ratios[0] < ratios[1], "the premise"
    text = f"theta = (5, 7), p = (24/5, 69/10), c = 1/2: v_L = {tastes[0]}, v_H = {tastes[1]}"
    certificate = {"kind": "counterexample", "values": values, "prices": prices, "cost": cost, "tastes": tastes}
    return judged(tastes[0] < tastes[1], text, certificate)


def _no_switchers(run: Run) -> Result:
    trials = [
        s
        for s in run.efficient_solved
        if s.market.customers * (1 - s.market.priced[1] / s.market.values[1]) < s.market.stocks[0][0]
    ]
    more = sum(s.gains[0][0] == 1 for s in trials)
    text = f"sales increase in {more} of {len(trials)} exact solutions with N(1 - p_H/theta_H) < (1-q)M"
    certificate = {"kind": "counterexample", **described(trials[0].market)}
    return corrected(more == len(trials), more == 0, text, certificate)


def _bounds_order(run: Run) -> Result:
    """Figure 1 at (2, 11/2), by the printed formulas of the two bounds."""
    market = LOW_FIRST.at(2, F(11, 2))
    (low, high), cost, (few, many) = market.priced, market.search_cost, market.stocks[0]
    (value_low, value_high), N = market.values, market.customers
    lower = min((2 * cost + low) / value_low, (2 * cost + high + low) / (value_high + value_low))
    upper = max((2 * cost + low) / value_low, (low + cost) / value_low + few / N) + (many - few) / N
    certificate = {"kind": "example", **described(market), "bounds": [lower, upper]}
    return corrected(upper <= lower, lower < upper, f"Figure 1 at (2, 11/2): {lower} and {upper}", certificate)


def _random_zero(run: Run) -> Result:
    """Full disclosure of plenty of L at prices (2, 5), Figure 1: what the lowest and the highest visitor expect."""
    market = FIGURE_1.at(2, 5)
    solution = solve_disclosure(market)
    lowest, visitors = (float(x["full_H_scarce"]) for x in (solution.thresholds, solution.visitors))
    many = float(market.stocks[1][0])
    chance = min(1.0, many / visitors)

    def expects(taste: float) -> float:
        second = max(7 * taste - 5, 0.0)
        rest = solution.outcomes["full_H_scarce"].sales[1]
        switchers = (visitors - many) * min(1.0, (1 - 5 / 7) / (1 - lowest))
        return chance * (5 * taste - 2) + (1 - chance) * min(1.0, float(rest) / switchers) * second - 0.5

    marginal, top = expects(lowest), expects(1.0)
    text = f"Figure 1 at (2, 5), plenty of L: {marginal:.1e} at the threshold {lowest:.4f}, {top:.4f} at taste 1"
    certificate: dict[str, Any] = {"kind": "counterexample", **described(market), "utilities": [marginal, top]}
    return corrected(abs(top) < 1e-9, abs(marginal) < 1e-9 < top, text, certificate)
