"""Claims on section 3: how the region of prices changes with the cost of a visit (Proposition 3)."""

from collections.abc import Sequence
from dataclasses import replace
from fractions import Fraction
from itertools import pairwise
from random import Random
from typing import Any

import numpy as np
import numpy.typing as npt

from selten.equilibria.disclosure.answer import DisclosureSolution, solve_disclosure
from selten.equilibria.disclosure.area import Areas, areas_by_cost
from selten.equilibria.disclosure.closed_forms import random_corrected
from selten.games.disclosure import DisclosureMarket
from selten.papers.claim import Claim, Result, corrected, judged
from selten.papers.disclosure.agreement import CONSTANT_COST, agreement, prefers_low
from selten.papers.disclosure.markets import COUNTEREXAMPLE, FIGURE_1, spread_market
from selten.papers.disclosure.run import Run, described

F = Fraction
HALF = "everyone_prefers_L"
ALIKE = replace(FIGURE_1, tastes="homogeneous")
TOLERANCE = 0.5
"""Area that may be left open; what is compared differs by more."""


def claims() -> list[Claim]:
    """Section 3 without the proof."""
    return [
        Claim("disclosure/section-3/alike-small", "Section 3",
              "Customers who are alike: with a small cost the region is small, and shrinks with the cost.",
              "a small price range", "confirmed", _alike_small),
        Claim("disclosure/section-3/alike-always", "Section 3",
              "Customers who are alike: as the cost falls, whatever it is, the region shrinks.",
              "as the cost decreases, the region decreases", "refuted", _alike_always),
        Claim("disclosure/section-3/stays", "Section 3",
              "Tastes that differ: the region stays large under a small cost.", "strictly positive", "confirmed",
              _stays),
        Claim("disclosure/proposition-3/statement", "Proposition 3",
              "If theta_L/theta_H > q/(q+1) and theta_L (N-M) >= theta_H M, the region grows as the cost falls.",
              "more likely", "refuted", _statement),
        Claim("disclosure/proposition-3/figure", "Proposition 3",
              "With the parameters of Figure 1 the region grows as the cost falls.", "more likely", "confirmed",
              _figure),
        Claim("disclosure/proposition-3/correction", "Proposition 3",
              "If theta_L (N-M) <= theta_H M, the region grows as the cost falls (ours).", ">= and another condition",
              "open", _correction),
        Claim("disclosure/proposition-3/boundaries", "Proof of Proposition 3",
              "With a constant cost the boundaries are (1), (2) and the linear ones, by branch.", "(1) and (2)",
              "confirmed", _boundaries),
        Claim("disclosure/section-3/not-restricted", "Section 3",
              "That the region grows as the cost falls is not restricted by the technical conditions.",
              "neither driven or restricted", "refuted", _not_restricted),
        Claim("disclosure/section-3/less-likely", "Section 3",
              "Aggregate disclosure becomes more likely as the cost falls (last sentence, against Proposition 3).",
              "becomes less likely", "corrected", _less_likely),
        Claim("disclosure/section-3/gain", "Section 3",
              "The revenue that hiding the composition brings where L is scarce falls with the cost.",
              "utility difference decreases", "confirmed", _gain),
        Claim("disclosure/section-3/gain-shortage", "Section 3",
              "Where L is not scarce, too, the gain, all of it less shortage, falls with the cost.",
              "utility difference decreases", "refuted", _gain_shortage),
    ]  # fmt: skip


def _size(found: Areas) -> Any:
    return found.value(HALF, "strict") + found.value(HALF, "weak")


def _alike_areas(costs: Sequence[str]) -> list[Any]:
    """Figure 1's market with customers who are all alike: exact areas."""
    return [_size(found) for found in areas_by_cost(ALIKE, list(costs))]


def _alike_small(run: Run) -> Result:
    costs = ("1/400", "1/200", "1/100")
    sizes = _alike_areas(costs)
    holds = sizes[1] == 4 * sizes[0] and sizes[2] == 16 * sizes[0] and sizes[2] < F(1, 1000)
    certificate = {"kind": "exact areas", "costs": costs, "areas": sizes}
    return judged(holds, f"proportional to the square of the cost; {sizes[2]} at {costs[2]}", certificate)


def _alike_always(run: Run) -> Result:
    costs = ("2", "3", "4")
    sizes = _alike_areas(costs)
    text = f"exact areas {', '.join(map(str, sizes))} at costs {', '.join(costs)}: as the cost falls the region grows"
    holds = sizes[0] <= sizes[1] <= sizes[2]
    return judged(holds, text, {"kind": "counterexample", "costs": costs, "areas": sizes, **described(ALIKE)})


def _brackets(market: DisclosureMarket, costs: Sequence[str]) -> list[tuple[float, float]]:
    found = areas_by_cost(market, list(costs), tolerance=TOLERANCE)
    return [(float(low), float(high)) for low, high in (entry.bracket(HALF, "strict") for entry in found)]


def _stays(run: Run) -> Result:
    costs = ("1/100", "1/50")
    found, alike = _brackets(FIGURE_1, costs), _alike_areas(costs)
    holds = all(low > 4.9 and same < F(1, 500) for (low, _), same in zip(found, alike, strict=True))
    text = f"area at least {found[0][0]:.3f} at cost {costs[0]}, {float(alike[0]):.1e} if customers are alike"
    return judged(holds, text, {"kind": "proven bounds", "costs": costs, "areas": found, "alike": alike})


def _printed_conditions(market: DisclosureMarket) -> bool:
    (low, high), q = market.values, market.share
    rest = market.customers - market.stock
    return low / high > q / (q + 1) and low * rest >= high * market.stock


def _statement(run: Run) -> Result:
    costs = ("1/20", "1/2", "1")
    found = _brackets(COUNTEREXAMPLE, costs)
    grows = not (found[0][1] < found[1][0] and found[1][1] < found[2][0])
    assert _printed_conditions(COUNTEREXAMPLE), "the example is one of the proposition"
    text = "N = 10, M = 1, q = 9/10, theta = (5, 7): area " + ", ".join(
        f"in [{low:.3f}, {high:.3f}] at {cost}" for cost, (low, high) in zip(costs, found, strict=True)
    )
    certificate = {"kind": "counterexample", "costs": costs, "areas": found, **described(COUNTEREXAMPLE)}
    return judged(grows, text, certificate)


def _figure(run: Run) -> Result:
    costs = ("1/20", "1/2", "1", "3/2")
    found = _brackets(FIGURE_1, costs)
    holds = all(later[1] < earlier[0] for earlier, later in pairwise(found))
    text = ", ".join(f"[{low:.3f}, {high:.3f}] at {cost}" for cost, (low, high) in zip(costs, found, strict=True))
    return judged(holds, text, {"kind": "proven bounds", "costs": costs, "areas": found})


def _less_likely(run: Run) -> Result:
    costs = ("1/2", "1")
    (low, _), (_, high) = _brackets(FIGURE_1, costs)
    text = f"at least {low:.3f} at cost 1/2, at most {high:.3f} at cost 1: more likely, as Proposition 3 has it there"
    return corrected(low <= high, low > high, text, {"kind": "proven bounds", "costs": costs, **described(FIGURE_1)})


def _not_restricted(run: Run) -> Result:
    result = _statement(run)
    text = "restricted: it fails in a market that meets both; " + result.computed
    return judged(result.verdict == "confirmed", text, result.certificate)


def areas_of(market: DisclosureMarket, costs: npt.NDArray[np.float64], *, strips: int = 1500) -> list[float]:
    """Areas where everybody prefers L at several constant costs, from the corrected bounds: a mean over strips of p_H.

    Examples
    --------
    >>> [round(area, 3) for area in areas_of(FIGURE_1, np.array([0.5, 1.0]))]
    [4.395, 3.314]
    """
    from selten.equilibria.disclosure.closed_forms import region_bounds
    from selten.equilibria.disclosure.setting import random_setting

    value_low, value_high = map(float, market.values)
    high = (np.arange(strips) + 0.5) * value_high / strips
    found = []
    for cost in costs:
        at = replace(random_setting(market, 0 * high, high), c=float(cost))
        lower, upper = region_bounds(at)
        length = np.minimum(upper, value_low - value_high + high) - np.maximum(lower, 0)
        found.append(float(np.clip(length, 0, None).sum() * value_high / strips))
    return found


def _correction(run: Run) -> Result:
    rng, tried, worse, contrary = Random(run.seed), 0, 0, 0
    while tried < run.markets:
        market = spread_market(rng)
        sizes = np.array(areas_of(market, np.linspace(0.01, 0.6, 16) * float(market.values[0]), strips=400))
        grows = bool((np.diff(sizes) > 2e-3 * sizes[0]).any())
        if market.values[0] * (market.customers - market.stock) <= market.values[1] * market.stock:
            tried, worse = tried + 1, worse + grows
        else:
            contrary += grows
    text = f"no exception in {tried} random markets at 16 costs each ({contrary} of the others have one); not proven: "
    text += "on single lines p_H - p_L = d the region may still shrink"
    if worse:
        return judged(False, f"{worse} exceptions in {tried} markets", {"kind": "counterexample"})
    return Result(text, None, "open", {"kind": "numerical trials", "markets": tried, "exceptions": worse})


def _boundaries(run: Run) -> Result:
    samples = agreement(replace(CONSTANT_COST, covered=prefers_low, printed=random_corrected), run.markets)
    counts = samples.counts()
    wrong = counts["corrected misses"] + counts["corrected invents"]
    text = f"{wrong} disagreements with the solver at {counts['points']} points, {counts['equilibria']} inside"
    return judged(not wrong, text, {"kind": "dense trials", **counts})


def _cheaper(run: Run) -> list[tuple[DisclosureSolution, DisclosureSolution]]:
    """Points where both scenarios gain, and still do at nine tenths of the cost."""
    found = []
    for s in [s for s in run.random_solved if s.verdict == "strict" and not s.market.cost_scales_with_taste]:
        less = solve_disclosure(replace(s.market, search_cost=s.market.search_cost * F(9, 10)))
        if less.verdict == "strict":
            found.append((s, less))
    return found


def _revenue_gain(s: DisclosureSolution) -> Any:
    full, aggregate = s.outcomes["full_L_scarce"], s.outcomes["aggregate_L_scarce"]
    return aggregate.revenue(s.market.priced) - full.revenue(s.market.priced)


def _shortage_gain(s: DisclosureSolution) -> Any:
    return s.outcomes["full_H_scarce"].shortage - s.outcomes["aggregate_H_scarce"].shortage


def _gain(run: Run) -> Result:
    trials = _cheaper(run)
    less = sum(_revenue_gain(cheap) < _revenue_gain(dear) for dear, cheap in trials)
    text = f"smaller at nine tenths of the cost in {less} of {len(trials)} exact solutions"
    return judged(less == len(trials) > 20, text, {"kind": "exact trials", "points": len(trials)})


def _gain_shortage(run: Run) -> Result:
    trials = _cheaper(run)
    more = [(d, c) for d, c in trials if float(_shortage_gain(c)) > float(_shortage_gain(d)) + 1e-6]
    text = f"larger at nine tenths of the cost in {len(more)} of {len(trials)} exact solutions"
    certificate: dict[str, Any] = {"kind": "counterexample"}
    if more:
        dear, cheap = more[0]
        certificate |= {**described(dear.market), "gains": [_shortage_gain(dear), _shortage_gain(cheap)]}
    return judged(not more, text, certificate)
