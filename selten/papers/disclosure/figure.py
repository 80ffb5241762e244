"""Claims on Figure 1: three panels with the same parameters. The drawing itself is not known, only what it shows."""

from dataclasses import replace
from fractions import Fraction
from itertools import pairwise
from typing import Any

import numpy as np

from selten.equilibria.disclosure.answer import solve_disclosure
from selten.equilibria.disclosure.area import areas
from selten.equilibria.disclosure.grid import verdict_grid
from selten.games.disclosure import DisclosureMarket
from selten.papers.claim import Claim, Result, judged
from selten.papers.disclosure.agreement import inefficient_union, prefers_low
from selten.papers.disclosure.cost import areas_of
from selten.papers.disclosure.markets import FIGURE_1
from selten.papers.disclosure.order import HIGH_FIRST, LOW_FIRST
from selten.papers.disclosure.run import Run, described

F = Fraction
HALF = "everyone_prefers_L"


def claims() -> list[Claim]:
    """Figure 1 and the text about it."""
    return [
        Claim("disclosure/figure-1/a", "Figure 1 (a)",
              "Random arrival: the closed form's region, where everybody prefers L, is the solver's.",
              "(picture)", "confirmed", _panel_a),
        Claim("disclosure/figure-1/b", "Figure 1 (b)",
              "High tastes first: the closed form's region is the solver's.", "(picture)", "confirmed", _panel_b),
        Claim("disclosure/figure-1/c", "Figure 1 (c)",
              "Low tastes first: the complete characterisation of the appendix is the solver's region.",
              "complete characterization", "refuted", _panel_c),
        Claim("disclosure/figure-1/c-penalty", "Figure 1 (c)",
              "Low tastes first: without any penalty on shortage the region is three times as large (ours).",
              "negligible", "confirmed", _panel_c_penalty),
        Claim("disclosure/figure-1/higher-prices", "Section 4",
              "Under both orders equilibria exist at higher prices than under random arrival.",
              "a higher price range", "confirmed", _higher),
        Claim("disclosure/figure-1/both-high", "Section 4",
              "Low tastes first, an equilibrium can occur where both prices are relatively high.", "both high",
              "confirmed", _both_high),
        Claim("disclosure/figure-1/c-smaller", "Section 4",
              "Low tastes first, the region is smaller than under random arrival (ours).", "higher price range",
              "confirmed", _smaller),
    ]  # fmt: skip


def _bracket(market: DisclosureMarket, *names: str) -> tuple[Any, Any]:
    found = areas(market, tolerance=0.1)
    low = sum((found.bracket(HALF, name)[0] for name in names), F(0))
    high = low + sum(found.bracket(HALF, names[0])) - 2 * found.bracket(HALF, names[0])[0]
    return low, low if found.exact(HALF) else high


def _panel_a(run: Run) -> Result:
    low, high = _bracket(FIGURE_1, "strict")
    closed = areas_of(FIGURE_1, np.array([0.5]), strips=20_000)[0]
    text = f"area {closed:.5f} by the closed form, proven between {low:.4f} and {high:.4f}"
    return judged(low <= closed <= high, text, {"kind": "proven bounds", "area": [low, high]}, value=closed)


def _corners(market: DisclosureMarket) -> Fraction:
    """The area of the printed region with high tastes first: p_L from 0 to a piecewise linear bound in p_H."""
    few, many = (stock / market.customers for stock in market.stocks[0])
    (low, high), cost, last = market.values, market.search_cost, 1 - many
    ends = (last * high - cost, last * high, (1 - few) * high)

    def most(price: Fraction, switch: bool) -> Fraction:
        bound = last * (high + low) - price - 2 * cost if switch else last * low - 2 * cost
        return min(bound, low - high + price)

    kinks = set(ends) | {
        (last * (high + low) - 2 * cost + high - low) / 2,
        high - low + last * low - 2 * cost,
    }
    cuts = sorted(k for k in kinks if ends[0] <= k <= ends[2])
    total = F(0)
    for a, b in pairwise(cuts):
        switch = b <= ends[1]
        sides = [max(most(price, switch), F(0)) for price in (a, b)]
        total += (b - a) * sum(sides) / 2
    return total


def _panel_b(run: Run) -> Result:
    exact, closed = areas(HIGH_FIRST).value(HALF, "weak"), _corners(HIGH_FIRST)
    text = f"both areas are {exact}" if exact == closed else f"areas {exact} and {closed}"
    return judged(exact == closed, text, {"kind": "exact areas", "solver": exact, "form": closed}, value=float(exact))


def _grid(market: DisclosureMarket, count: int = 400) -> tuple[Any, Any]:
    """Middles of a grid over the box where everybody prefers L."""
    axes = [(np.arange(count) + 0.5) / count * float(value) for value in market.values]
    low, high = (part.ravel() for part in np.meshgrid(*axes))
    kept = prefers_low(market, low, high)
    return low[kept], high[kept]


def _panel_c(run: Run) -> Result:
    found = areas(LOW_FIRST)
    weak, free = found.value(HALF, "weak"), found.value(HALF, "zero_only")
    low, high = _grid(LOW_FIRST)
    printed = float(inefficient_union(LOW_FIRST, low, high).sum()) * 35 / 400**2
    point = solve_disclosure(LOW_FIRST.at(F(5, 4), F(19, 4)))
    text = f"area {float(weak):.4f}, {float(weak + free):.4f} if shortage is free; printed {printed:.3f}"
    certificate = {
        "kind": "counterexample", **described(point.market), "verdict": point.verdict, "area": weak, "free": free,
    }  # fmt: skip
    return judged(abs(printed - float(weak + free)) < 0.01, text, certificate, value=float(weak))


def _panel_c_penalty(run: Run) -> Result:
    found = areas(LOW_FIRST)
    weak, free = found.value(HALF, "weak"), found.value(HALF, "zero_only")
    text = f"exact areas {weak} and {weak + free}"
    return judged(weak + free > 3 * weak, text, {"kind": "exact areas", "with": weak, "without": weak + free})


def _highest(market: DisclosureMarket) -> float:
    """The largest sum of prices with an equilibrium, on a grid."""
    low, high = _grid(market)
    return float((low + high)[verdict_grid(market, low, high) <= 1].max())


def _higher(run: Run) -> Result:
    found = {market.arrival: _highest(market) for market in (FIGURE_1, HIGH_FIRST, LOW_FIRST)}
    holds = min(found["efficient"], found["inefficient"]) > found["random"]
    text = "largest p_L + p_H: " + ", ".join(f"{value:.2f} ({name})" for name, value in found.items())
    return judged(holds, text, {"kind": "grid", **found})


def _both_high(run: Run) -> Result:
    prices = F(17, 4), F(13, 2)
    found = {
        arrival: solve_disclosure(replace(FIGURE_1, arrival=arrival).at(*prices)).verdict
        for arrival in ("random", "efficient", "inefficient")
    }
    text = f"at p = (17/4, 13/2), of values (5, 7): {found}"
    return judged(
        found["inefficient"] == "weak", text, {"kind": "example", **described(LOW_FIRST.at(*prices)), **found}
    )


def _smaller(run: Run) -> Result:
    low, _ = _bracket(FIGURE_1, "strict")
    found = areas(LOW_FIRST)
    most = found.value(HALF, "weak") + found.value(HALF, "zero_only")
    text = f"at most {float(most):.4f}, even if shortage is free; {low:.4f} or more under random arrival"
    return judged(most < low, text, {"kind": "proven bounds", "area": most, "random": low, **described(LOW_FIRST)})
