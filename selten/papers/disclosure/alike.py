"""Claims on section 1 and Proposition 1: customers who are alike, and more units than customers."""

from fractions import Fraction
from random import Random

import numpy as np

from selten.equilibria.disclosure.answer import DisclosureSolution, solve_disclosure
from selten.equilibria.disclosure.closed_forms import lower_alike, upper_alike
from selten.equilibria.disclosure.setting import setting_of
from selten.games.disclosure import DisclosureMarket
from selten.papers.claim import Claim, Result, corrected, judged
from selten.papers.disclosure.agreement import BY_REVENUE, PROPOSITION_1, Agreement, Sample
from selten.papers.disclosure.run import Run, counterexample, described

F = Fraction

CASE_1 = DisclosureMarket(F(10), F(12), F(3, 4), F(1, 2), F(2), (F(5), F(6)), (F(1), F(5)), tastes="homogeneous")
"""qM = 9 < N = 10 < M = 12."""

CASE_2 = DisclosureMarket(F(10), F(16), F(3, 4), F(1, 2), F(2), (F(5), F(6)), (F(2), F(5)), tastes="homogeneous")
"""(1 - q)M = 4 < N = 10 < qM = 12."""


def claims() -> list[Claim]:
    """Section 1 and the proof of Proposition 1."""
    return [
        Claim("disclosure/proposition-1/conditions", "Proposition 1",
              "With M > N the aggregate is disclosed exactly if N_u^Full < N and N^Agg = N.", "the two conditions",
              "confirmed", _conditions),
        Claim("disclosure/proposition-1/lower-bound", "Proposition 1",
              "Not everybody visits a seller known to be short of L exactly if price_H exceeds the lower bound.",
              "theta_H + ((1-q)M(theta_L - p_L) - Nc)/(N - (1-q)M)", "confirmed", _lower),
        Claim("disclosure/proposition-1/case-1", "Proposition 1",
              "For qM < N < M the region is between the two bounds, for price_H < theta_H.",
              "no condition p_H < theta_H", "corrected", lambda run: _case(run, True)),
        Claim("disclosure/proposition-1/case-2", "Proposition 1",
              "For (1-q)M < N < qM the upper bound has the denominator beta (N - (1-q)M), for price_H < theta_H.",
              "M q beta", "corrected", lambda run: _case(run, False)),
        Claim("disclosure/proposition-1/case-3", "Proposition 1",
              "For N < (1-q)M everybody visits whatever is disclosed, and the seller is indifferent.", "indifferent",
              "confirmed", _case_3),
        Claim("disclosure/proposition-1/proof-utility", "Proof of Proposition 1",
              "For N < qM a visitor gets H with chance 1 - (1-q)M/N where L is scarce.", "qM/N", "corrected",
              _utility),
        Claim("disclosure/section-1/sustained", "Section 1",
              "With (1-q)M < N < M disclosing the aggregate remains an equilibrium.", "sustains", "confirmed",
              _sustained),
        Claim("disclosure/section-1/shortage", "Section 1",
              "If fewer visit, the scenario with plenty of L incurs a higher shortage penalty.",
              "higher shortage penalty", "refuted", _shortage),
        Claim("disclosure/section-1/loses-sales", "Section 1",
              "If fewer visit, the scenario with plenty of L loses revenue (ours).", "(loses by shortage)",
              "confirmed", _loses_sales),
    ]  # fmt: skip


def _conditions(run: Run) -> Result:
    wrong = sum(
        (s.verdict in BY_REVENUE) != (s.visitors["full_L_scarce"] < s.market.customers == s.visitors["aggregate"])
        for s in run.alike_solved
    )
    inside = sum(s.verdict in BY_REVENUE for s in run.alike_solved)
    text = f"{wrong} exceptions in {len(run.alike_solved)} exact solutions, {inside} of them equilibria"
    return judged(not wrong and inside > 20, text, {"kind": "exact trials", "points": len(run.alike_solved)})


def _bound(solution: DisclosureSolution, which: str) -> float:
    at = setting_of(solution.market, *map(float, solution.market.priced))
    return float(lower_alike(at) if which == "lower" else upper_alike(at))


def _lower(run: Run) -> Result:
    trials = [s for s in run.alike_solved if _few(s.market) < s.market.customers]
    wrong = sum(
        (s.visitors["full_L_scarce"] < s.market.customers) != (float(s.market.priced[1]) > _bound(s, "lower"))
        for s in trials
    )
    return judged(not wrong, f"{wrong} exceptions in {len(trials)} exact solutions", {"kind": "exact trials"})


def _few(market: DisclosureMarket) -> Fraction:
    return (1 - market.share) * market.stock


def _case(run: Run, first: bool) -> Result:
    """The part of the random points with qM < N, or with (1-q)M < N < qM."""
    samples = Agreement(tuple(s for s in run.alike.samples if _in_case(s.market, first)))
    counts = samples.counts()

    def capped(part: Sample) -> np.ndarray[tuple[int], np.dtype[np.bool_]]:
        return part.printed & (part.high < float(part.market.values[1]))

    within = samples.count(lambda s: capped(s) != s.true)
    example = counterexample(PROPOSITION_1, samples, missed=False)
    wrong = counts["printed misses"] + counts["printed invents"]
    right = counts["corrected misses"] + counts["corrected invents"] == 0 and (within == 0) == first
    text = f"printed wrong at {wrong} of {counts['points']} points ({within} with p_H < theta_H), corrected at 0"
    return corrected(wrong == 0, right, text, {**example, **counts})


def _in_case(market: DisclosureMarket, first: bool) -> bool:
    many = market.share * market.stock
    return many < market.customers if first else _few(market) < market.customers <= many


def _case_3(run: Run) -> Result:
    rng, tried, holds = Random(run.seed), 0, True
    while tried < 200:
        N, q = F(rng.randint(20, 100), 10), F(rng.randint(51, 95), 100)
        values = F(rng.randint(20, 90), 10), F(rng.randint(20, 90), 10)
        gain = values[0] * rng.randint(1, 100) / 100
        second = min(gain, values[1]) * rng.randint(0, 99) / 100
        prices = values[0] - gain, values[1] - second
        cost = gain * rng.randint(0, 99) / 100
        market = DisclosureMarket(N, N * F(11, 10) / (1 - q), q, F(1, 2), cost, values, prices, tastes="homogeneous")
        solution = solve_disclosure(market)
        tried += 1
        holds &= solution.verdict == "tie" and (not cost or set(solution.visitors.values()) == {N})
    return judged(holds, f"a tie at {tried} random points with cost below theta_L - p_L", {"kind": "exact trials"})


def _utility(run: Run) -> Result:
    """With everybody visiting, of N - few customers left without L at most qM > N - few find H: all of them."""
    market = CASE_2
    chance = 1 - _few(market) / market.customers
    printed = market.share * market.stock / market.customers
    gain_low, gain_high = (v - p for v, p in zip(market.values, market.priced, strict=True))
    wrong = sum(
        (s.visitors["aggregate"] == s.market.customers) != (float(s.market.priced[1]) <= _bound(s, "upper"))
        for s in run.alike_solved
        if _in_case(s.market, False)
    )
    text = (
        f"at N = 10, M = 16, q = 3/4: {chance}, not {printed} (more than 1); N^Agg = N as it says, {wrong} exceptions"
    )
    certificate = {**described(market), "kind": "counterexample", "surplus": [gain_low, gain_high], "chance": chance}
    return corrected(printed == chance, wrong == 0 and chance <= 1 < printed, text, certificate)


def _sustained(run: Run) -> Result:
    found = {name: solve_disclosure(m).verdict for name, m in (("qM < N", CASE_1), ("N < qM", CASE_2))}
    holds = all(name in BY_REVENUE for name in found.values())
    certificate = {"kind": "examples", "first": described(CASE_1), "second": described(CASE_2), **found}
    return judged(holds, f"{found}", certificate)


def _fewer(run: Run) -> list[DisclosureSolution]:
    """Points where fewer visit a seller who discloses the total than one known to have plenty of L."""
    return [s for s in run.alike_solved if s.visitors["aggregate"] < s.visitors["full_H_scarce"]]


def _shortage(run: Run) -> Result:
    trials = _fewer(run)
    higher = sum(s.outcomes["aggregate_H_scarce"].shortage > s.outcomes["full_H_scarce"].shortage for s in trials)
    example = described(trials[0].market) if trials else {}
    none = sum(s.outcomes["aggregate_H_scarce"].shortage == 0 for s in trials)
    text = f"in {len(trials)} exact solutions with fewer visitors the shortage is higher in {higher}, zero in {none}"
    return judged(higher == len(trials), text, {"kind": "counterexample", **example})


def _loses_sales(run: Run) -> Result:
    trials = [s for s in _fewer(run) if all(p > 0 for p in s.market.priced)]
    lost = sum(s.gains[1][0] == -1 for s in trials)
    return judged(lost == len(trials) > 2, f"in {lost} of {len(trials)} exact solutions", {"kind": "exact trials"})
