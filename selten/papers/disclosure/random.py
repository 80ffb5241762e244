"""Claims on section 2 and Proposition 2: tastes that differ, random arrival, a cost that grows with the taste."""

from collections.abc import Callable
from dataclasses import replace
from fractions import Fraction
from typing import Any

import numpy as np

from selten.equilibria.disclosure.answer import DisclosureSolution, solve_disclosure
from selten.equilibria.disclosure.closed_forms import (
    RandomBounds,
    crowded,
    guarded,
    lower_unwanted,
    random_bounds,
    random_printed,
)
from selten.equilibria.disclosure.grid import verdict_grid
from selten.equilibria.disclosure.setting import Setting, random_setting
from selten.games.disclosure import DisclosureMarket
from selten.papers.claim import Claim, Result, corrected, judged
from selten.papers.disclosure.agreement import PROPOSITION_2, Bools, Form, agreement, mixed, prefers_low
from selten.papers.disclosure.markets import FIGURE_1
from selten.papers.disclosure.run import Run, counterexample, described

F = Fraction
NEAR = 1e-9
"""Sales nearer to each other are equal: thresholds may be irrational, and are then doubles."""


def claims() -> list[Claim]:
    """Section 2 and the proof of Proposition 2."""
    return [
        Claim("disclosure/proposition-2/conditions", "Section 2",
              "Both scenarios gain exactly if (A) H is left where L is scarce and (B) all is sold where L is not.",
              "(A) and (B)", "confirmed", _conditions),
        Claim("disclosure/proposition-2/a-stays", "Proof of Proposition 2",
              "Condition (A) where the marginal visitor would not switch: p_L above the printed bound.",
              "(theta_L - cN/(N-D))(1 - (1-q)M/(N-D))", "confirmed", lambda run: _branch(run, "A1")),
        Claim("disclosure/proposition-2/a-switches", "Proof of Proposition 2",
              "Condition (A) where the marginal visitor would switch.",
              "(theta_L - (c - theta_H q)/(1-q))(1 - M/N) - p_H q/(1-q)", "confirmed",
              lambda run: _branch(run, "A2")),
        Claim("disclosure/proposition-2/b-stays", "Proof of Proposition 2",
              "Condition (B) where the marginal visitor would not switch: p_L below the printed bound.",
              "(theta_L - 2qcN/(N-D'))(1 - qM/(N-D'))", "confirmed", lambda run: _branch(run, "B1")),
        Claim("disclosure/proposition-2/b-switches", "Proof of Proposition 2",
              "Condition (B) where the marginal visitor would switch.",
              "(theta_H + theta_L)(1 - M/N) - p_H - 2(1 - M/N)c", "confirmed", lambda run: _branch(run, "B2")),
        Claim("disclosure/proposition-2/bullet-1", "Proposition 2",
              "Where everybody prefers L the bounds are those of the branch that 1 - p_H/theta_H > M/N chooses.",
              "the maxima of both branches", "corrected", _bullet_1),
        Claim("disclosure/proposition-2/bullet-1-figure", "Proposition 2",
              "With Figure 1's parameters, too, the printed maxima miss most of the region (ours).",
              "the maxima of both branches", "confirmed", _bullet_1_figure),
        Claim("disclosure/proposition-2/bullet-2", "Proposition 2",
              "Where all visitors prefer H and can switch, the last term is (theta_H - theta_L)(1 - M/N)(1-2q)/q.",
              "(theta_H - theta_L)(1-2q)/q", "corrected", _bullet_2),
        Claim("disclosure/proposition-2/bullet-2-stays", "Proposition 2",
              "Where everybody prefers H, some of whom would not take L, the region is that of bullet 1, L and H "
              "exchanged.", "no such case", "corrected", _bullet_2_stays),
        Claim("disclosure/proposition-2/mixed", "Proof of Proposition 2",
              "Where the lowest visitor prefers L and high tastes H, the conditions for a preferred L remain.",
              "the above analysis remains", "refuted", _mixed),
        Claim("disclosure/proposition-2/condition-b-words", "Proof of Proposition 2",
              "Condition (B) is that demand for the undesired product exceeds its inventory.",
              "for the desired product", "corrected", _words),
        Claim("disclosure/section-2/sustains", "Section 2",
              "The result sustains whether the cost of a visit is constant or grows with the taste.", "sustains",
              "confirmed", _sustains),
    ]  # fmt: skip


def _left(s: DisclosureSolution) -> bool:
    """(A): under full disclosure H is left where L is scarce."""
    return bool(s.outcomes["full_L_scarce"].sales[1] < s.market.stocks[0][1] - NEAR)


def _sold_out(s: DisclosureSolution) -> bool:
    """(B): under aggregate disclosure everything is sold where L is not scarce."""
    return bool(sum(s.outcomes["aggregate_H_scarce"].sales) >= s.market.stock - NEAR)


def _conditions(run: Run) -> Result:
    wrong = sum((s.verdict == "strict") != (_left(s) and _sold_out(s)) for s in run.random_solved)
    inside = sum(s.verdict == "strict" for s in run.random_solved)
    text = f"{wrong} exceptions in {len(run.random_solved)} exact solutions, {inside} of them strict"
    return judged(not wrong and inside > 20, text, {"kind": "exact trials", "points": len(run.random_solved)})


def _branch(run: Run, name: str) -> Result:
    """A bound on its branch: A bounds decide (A), B bounds (B)."""
    tried = wrong = holding = 0
    for s in run.random_solved:
        at = random_setting(s.market, *map(float, s.market.priced))
        if not _on_branch(at, name):
            continue
        bound, price = float(getattr(random_bounds(at), name)), float(s.market.priced[0])
        condition = _left(s) if name.startswith("A") else _sold_out(s)
        tried, holding = tried + 1, holding + condition
        wrong += condition != (price > bound if name.startswith("A") else price < bound)
    text = f"{wrong} exceptions in {tried} exact solutions on the branch; the condition holds in {holding}"
    return judged(not wrong and 0 < holding < tried, text, {"kind": "exact trials", "points": tried})


def _on_branch(at: Setting, name: str) -> bool:
    """Whether the bound applies: enough customers who might switch, and those of the branch's kind."""
    switchers = at.N * (1 - at.high / at.value_high)
    if name.endswith("2"):
        return bool(switchers > at.M)
    few, many = (1 - at.q) * at.M, at.q * at.M
    other, wanted = (many, few) if name == "A1" else (few, many)
    return bool(switchers <= at.M and crowded(switchers, other, wanted, at.N))


def _bullet_1(run: Run) -> Result:
    counts = run.first_bullet.counts()
    share = counts["printed misses"] / counts["equilibria"]
    example = counterexample(replace(PROPOSITION_2, covered=prefers_low), run.first_bullet, missed=True)
    wrong = counts["printed misses"] + counts["printed invents"]
    right = counts["corrected misses"] + counts["corrected invents"] == 0
    text = f"printed misses {share:.0%} of {counts['equilibria']} equilibria, the branches none"
    text += f" ({counts['points']} points, 0 disagreements)"
    return corrected(wrong == 0, right, text, {**example, **counts}, value=share)


def _bullet_1_figure(run: Run) -> Result:
    market = replace(FIGURE_1, cost_scales_with_taste=True)
    low, high = np.meshgrid((np.arange(400) + 0.5) / 80, (np.arange(400) + 0.5) * 7 / 400)
    kept = prefers_low(market, low, high)
    low, high = low[kept], high[kept]
    true, printed = verdict_grid(market, low, high) == 0, random_printed(market, low, high)
    missed = float((true & ~printed).sum() / true.sum())
    certificate = {"kind": "grid", "points": len(low), **described(market)}
    return judged(missed > 0.5, f"{missed:.0%} of the region is missed", certificate, value=missed)


def _switchable(market: DisclosureMarket, low: Any, high: Any) -> Bools:
    """Everybody above the marginal taste prefers H and could take L."""
    at = random_setting(market, low, high)
    with np.errstate(divide="ignore", invalid="ignore"):
        crossing = (at.high - at.low) / (at.value_high - at.value_low)
    return np.asarray(~prefers_low(market, low, high) & (at.marginal >= np.fmax(crossing, at.low / at.value_low)))


def _unswitchable(market: DisclosureMarket, low: Any, high: Any) -> Bools:
    """Everybody prefers H, and the marginal taste would not take L."""
    at = random_setting(market, low, high)
    least = at.low / at.value_low
    return np.asarray(~prefers_low(market, low, high) & (least >= at.high / at.value_high) & (at.marginal < least))


def _term_corrected(market: DisclosureMarket, low: Any, high: Any) -> Bools:
    """Bullet 2 with the missing factor, and nothing else changed."""
    at = random_setting(market, low, high)
    bounds: RandomBounds = random_bounds(at)
    return np.asarray((lower_unwanted(at, at.marginal) < at.low) & (at.low < bounds.B2))


def _second(run: Run, covered: Callable[[DisclosureMarket, Any, Any], Bools], correction: Any) -> Result:
    """A part of bullet 2, a market for each 400 points."""
    form: Form = replace(PROPOSITION_2, covered=covered, corrected=correction)
    samples = agreement(form, max(20, run.markets // 4), seed=run.seed)
    counts = samples.counts()
    wrong = counts["printed misses"] + counts["printed invents"]
    right = counts["corrected misses"] + counts["corrected invents"] == 0
    missed = counts["printed misses"] > counts["printed invents"]
    example = counterexample(form, samples, missed=missed)
    text = f"printed wrong at {wrong} of {counts['points']} points with {counts['equilibria']} equilibria, corrected 0"
    return corrected(wrong == 0, right, text, {**example, **counts})


def _bullet_2(run: Run) -> Result:
    return _second(run, _switchable, _term_corrected)


def _bullet_2_stays(run: Run) -> Result:
    return _second(run, _unswitchable, PROPOSITION_2.corrected)


def _as_above(market: DisclosureMarket, low: Any, high: Any) -> Bools:
    """The conditions for a preferred L, whoever prefers what."""
    return guarded(random_setting(market, low, high))


def _mixed(run: Run) -> Result:
    form = replace(PROPOSITION_2, covered=mixed, printed=_as_above, corrected=_as_above)
    samples = agreement(form, max(20, run.markets // 4), seed=run.seed)
    counts = samples.counts()
    wrong = counts["printed misses"] + counts["printed invents"]
    example = counterexample(form, samples, missed=counts["printed misses"] > counts["printed invents"])
    text = f"wrong at {wrong} of {counts['points']} such points, even with the right branches; no closed form is known"
    return judged(wrong == 0, text, {**example, "points": counts["points"], "wrong": wrong})


def _words(run: Run) -> Result:
    """Demand for the undesired product under the printed inequality, and for the desired one."""
    desired = undesired = 0
    for s in run.random_solved:
        visitors, many = s.visitors["aggregate"], s.market.share * s.market.stock
        if not visitors:
            continue
        rest = 1 - min(1, many / visitors)
        switchers = 1 - max(s.thresholds["aggregate"], s.market.priced[1] / s.market.values[1])
        demand = float(rest * switchers * s.market.customers)
        undesired += (demand >= float(s.market.stock - many) - NEAR) != _sold_out(s)
        desired += (visitors > many) != _sold_out(s)
    text = f"exceptions in {len(run.random_solved)} exact solutions: {undesired} undesired, {desired} desired"
    return corrected(desired == 0, undesired == 0, text, {"kind": "exact trials"})


def _sustains(run: Run) -> Result:
    markets = [replace(FIGURE_1, cost_scales_with_taste=scales).at(2, 5) for scales in (False, True)]
    found = [solve_disclosure(market).verdict for market in markets]
    certificate = {"kind": "examples", **described(markets[0]), "verdicts": found}
    return judged(found == ["strict", "strict"], f"{found} at prices (2, 5) with Figure 1's parameters", certificate)
