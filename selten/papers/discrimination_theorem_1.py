"""Claims on Theorem 1 and its proof in the appendix, in exact arithmetic on many priors."""

from fractions import Fraction
from itertools import product

from selten.equilibria.information import PublicSignal, best_information, efficient_masses, prove, surpluses
from selten.games.discrimination import Prior, State, least_producer_surplus, monopoly
from selten.games.price_lattice import sales
from selten.papers.claim import Claim, Result, corrected, judged
from selten.papers.discrimination_run import Run, kinds

F = Fraction


def claims() -> list[Claim]:
    """Section II.A and appendix A1."""
    return [
        Claim("discrimination/theorem-1/outcome", "Theorem 1",
              "Some information has an equilibrium that is efficient and leaves each producer his lower bound.",
              "TS bar - sum of PS_i low", "confirmed", _outcome),
        Claim("discrimination/theorem-1/aligned", "Theorem 1",
              "It maximises consumer and total surplus and minimises producer surplus among all.",
              "aligned, opposed", "confirmed", _aligned),
        Claim("discrimination/appendix-a1/efficient-signals", "Proof of Theorem 1",
              "At prices equal to costs somebody sells for sure or nobody does; nobody exactly if trade is "
              "inefficient.", "zero or one", "confirmed", _somebody),
        Claim("discrimination/appendix-a1/residual", "Proof of Theorem 1",
              "The residual is min(v_i, min over j of v_i - v_j + c_j).", "min v_j - v_j + c_j", "corrected",
              _residual),
        Claim("discrimination/appendix-a1/attained", "Proof of Theorem 1",
              "Profit against rivals at cost, ties won, has a best price among the residuals.", "a solution",
              "confirmed", _attained),
        Claim("discrimination/appendix-a1/lower-bound", "Proof of Theorem 1",
              "The lower bound is the profit of that price, though ties are shared: lower prices come near to it.",
              "PS_i low = sum of ...", "confirmed", _supremum),
        Claim("discrimination/appendix-a1/uniform-profit", "Proof of Theorem 1",
              "In a segment every residual is an equally good price: (p - c) x([p, inf)) = lowest residual - c.",
              "= min supp x", "corrected", _uniform),
        Claim("discrimination/appendix-a1/monopoly-price-in-support", "Proof of Theorem 1",
              "The monopoly price belongs to every segment.", "p* in supp x", "refuted", _in_support),
        Claim("discrimination/appendix-a1/second-residual", "Proof of Theorem 1",
              "A segment with mass at its lowest residual has a second one (up to which rivals mix).",
              "the second lowest", "refuted", _second),
        Claim("discrimination/appendix-a1/somebody-binds", "Proof of Theorem 1",
              "Where a segment has mass at its lowest residual some rival mixes: L is at least 1.", "L >= 1",
              "refuted", _binds),
        Claim("discrimination/appendix-a1/mixing", "Proof of Theorem 1",
              "With P(premium > e) = (r - c)/(r - c + e) up to half the gap no price above r gains.",
              "(r - c)/(r - c + e)", "refuted", _mixing),
        Claim("discrimination/appendix-a1/demand", "Proof of Theorem 1",
              "At a price p above r the named producer sells with probability ((r - c)/(p - c))^L.",
              "((r - c)/(p - c))^L", "refuted", _demand),
        Claim("discrimination/appendix-a1/corrected-mixing", "Proof of Theorem 1",
              "With P(premium > e) = ((r - c)/(r - c + e) - 1 + x({r}))/x({r}) up to the gap nobody gains (ours).",
              "(another distribution)", "confirmed", _corrected_mixing),
        Claim("discrimination/appendix-a1/inefficient", "Proof of Theorem 1",
              "A producer who is not named could sell only at or below cost.", "weakly below cost", "confirmed",
              _inefficient),
        Claim("discrimination/appendix-a1/indifferent", "Proof of Theorem 1",
              "The named producer's profit over all segments is that of always asking the monopoly price.",
              "indifferent", "confirmed", _indifferent),
    ]  # fmt: skip


def _outcome(run: Run) -> Result:
    exact = 0
    for prior, signals, proof in zip(run.priors, run.best, run.proofs, strict=True):
        producers, consumers = surpluses(prior, signals)
        least = least_producer_surplus(prior)
        exact += proof.is_equilibrium and producers == least and consumers == prior.total_surplus - sum(least, F(0))
    text = f"exactly in {exact} of {len(run.priors)} random priors of 1 to 4 producers, regret 0 over all real prices"
    certificate = {"kind": "continuum", "regret": max(p.regret for p in run.proofs), **kinds(run.priors)}
    return judged(exact == len(run.priors), text, certificate)


def _aligned(run: Run) -> Result:
    """TS is never above the efficient one nor PS below the bounds, so CS = TS - PS is largest where both are met."""
    met = _outcome(run).verdict == "confirmed"
    example = surpluses(run.example, run.signals)
    holds = met and sum(example[0], F(0)) + example[1] == run.example.total_surplus
    text = "TS <= TS bar and PS_i >= PS_i low everywhere, both met at once; Example 1: 23/8 - 5/8 - 5/8 = 13/8"
    return judged(holds, text, {"kind": "bounds attained", "consumer_surplus": example[1]}, value=float(example[1]))


def _somebody(run: Run) -> Result:
    holds, states = True, [state for prior in run.priors for state in prior.states]
    for state in states:
        sold = sum(sales(state.values, state.costs), F(0))
        inefficient = max(map(state.surplus, range(len(state.values)))) < 0
        holds &= sold in (0, 1) and (sold == 0) == inefficient
    zero = sum(state.best == 0 and bool(state.efficient) for state in states)
    return judged(holds, f"in {len(states)} states, {zero} of them with a best margin of 0", {"kind": "exact trials"})


def _from_rivals(state: State, i: int, outside: bool) -> Fraction:
    limits = [state.values[i] - state.values[j] + state.costs[j] for j in range(len(state.values)) if j != i]
    return min([*limits, *([state.values[i]] if outside or not limits else [])])


def _residual(run: Run) -> Result:
    cells = [
        (state, i) for prior in (run.example, *run.priors) for state in prior.states for i in range(len(state.values))
    ]
    printed = all(
        min((state.costs[j] for j in range(len(state.values)) if j != i), default=state.residual(i))
        == state.residual(i)
        for state, i in cells
    )
    index_alone = all(_from_rivals(state, i, False) == state.residual(i) for state, i in cells)
    fixed = all(_from_rivals(state, i, True) == state.residual(i) for state, i in cells)
    counterexample = State(F(1), (F(4), F(1)), (F(0), F(1)))
    certificate = {
        "kind": "counterexample",
        "values": counterexample.values,
        "costs": counterexample.costs,
        "residual": counterexample.residual(0),
        "printed": counterexample.costs[1],
        "with the first index alone repaired": index_alone,
    }
    return corrected(printed, fixed and not index_alone, f"min(v_i, ...) equals (2) in {len(cells)} cells", certificate)


def _profits(prior: Prior, i: int, cost: Fraction) -> dict[Fraction, Fraction]:
    """What each price on a fine grid and each residual earns against rivals at cost, ties won."""
    states = [s for s in prior.states if s.costs[i] == cost]
    prices = {s.residual(i) for s in states} | {F(k, 4) for k in range(30)}
    return {p: (p - cost) * sum((s.mass for s in states if s.residual(i) >= p), F(0)) for p in prices if p >= cost}


def _attained(run: Run) -> Result:
    holds, tried = True, 0
    for prior in run.priors:
        for i, cost in _types(prior):
            best = monopoly(prior, i, cost)
            profits = _profits(prior, i, cost)
            holds &= max(profits.values(), default=F(0)) == best.profit
            holds &= best.price is None or profits[best.price] == best.profit
            tried += len(profits)
    return judged(holds, f"no other of {tried} prices earns more", {"kind": "exact trials", **kinds(run.priors)})


def _types(prior: Prior) -> list[tuple[int, Fraction]]:
    return [(i, cost) for i in range(prior.producers) for cost in prior.costs(i)]


def _supremum(run: Run) -> Result:
    """Sales with shared ties, at the monopoly price less a little."""
    little, holds, lost = F(1, 1000), True, 0
    for prior in run.priors:
        for i, cost in _types(prior):
            best = monopoly(prior, i, cost)
            if best.price is None:
                continue
            near, at = (_shared(prior, i, cost, p) for p in (best.price - little, best.price))
            holds &= best.profit - little <= near < best.profit and at <= best.profit
            lost += at < best.profit
    text = f"within 1/1000 of it at the best price less 1/1000; at the price itself ties cost something {lost} times"
    return judged(holds, text, {"kind": "exact trials", **kinds(run.priors)})


def _shared(prior: Prior, i: int, cost: Fraction, price: Fraction) -> Fraction:
    earned = F(0)
    for state in prior.states:
        if state.costs[i] == cost:
            asked = [price if j == i else c for j, c in enumerate(state.costs)]
            earned += state.mass * (price - cost) * sales(state.values, asked)[i]
    return earned


def _segments(run: Run) -> list[tuple[Prior, PublicSignal]]:
    return [(prior, s) for prior, own in zip(run.priors, run.best, strict=True) for s in own]


def _uniform(run: Run) -> Result:
    signals = [signal for _, signal in _segments(run)]
    rows = [(s.cost, s.segment, p, (p - s.cost) * s.segment.demand(p)) for s in signals for p, _ in s.segment.shares]
    printed = all(profit == segment.price for _, segment, _, profit in rows)
    fixed = all(profit == segment.price - cost for cost, segment, _, profit in rows)
    certificate = {
        "kind": "counterexample",
        "cost": F(1),
        "segment": {"3": F(1, 3), "4": F(2, 3)},
        "profit": F(2),
        "printed": F(3),
    }
    text = f"lowest residual - c at every residual of {len(signals)} segments"
    return corrected(printed, fixed, text, certificate)


def _in_support(run: Run) -> Result:
    missing = [s for s in run.signals if s.segment.price == s.cost and monopoly(run.example, s.producer, s.cost).price]
    rest = all(
        best.price in dict(s.segment.shares)
        for prior, s in _segments(run)
        if s.profit and (best := monopoly(prior, s.producer, s.cost))
    )
    text = (
        "residuals equal to the cost need a segment of their own (equal profit there is 0); true of all other segments"
    )
    certificate = {"kind": "counterexample", "cost": F(0), "segment": {"0": F(1)}, "monopoly price": F(3), "rest": rest}
    return Result(text, None, "refuted" if missing and rest else "confirmed" if rest else "open", certificate)


def _second(run: Run) -> Result:
    alone = [s for s in run.signals if s.profit and len(s.segment.shares) == 1]
    certificate = {
        "kind": "counterexample",
        "segments of Example 1": [(s.producer + 1, s.cost, s.segment.price) for s in alone],
    }
    return judged(not alone, "the greedy segments of Example 1 include {3: 1}, for cost 0 and for cost 1", certificate)


def _binds(run: Run) -> Result:
    prior = Prior.of([(1, [1, 0], [0, 1])])
    (state,), (signal,) = prior.states, best_information(prior)
    bound = [j for j in (1,) if state.values[0] - state.surplus(j) == signal.segment.price]
    proof = prove(prior, (signal,))
    certificate = {
        "kind": "counterexample",
        "values": (1, 0),
        "costs": (0, 1),
        "residual": signal.segment.price,
        "L": len(bound),
    }
    text = "values (1, 0), costs (0, 1): the outside option alone sets the residual 1 (still an equilibrium: L = 0)"
    return judged(bool(bound) or not proof.is_equilibrium, text, certificate)


def _mixing(run: Run) -> Result:
    printed = [v for v in prove(run.example, run.printed, printed=True).verdicts if v.best > v.profit]
    greedy = [v for v in prove(run.example, run.signals, printed=True).verdicts if v.best > v.profit]
    failing = sum(prove(p, s, printed=True).regret > 0 for p, s in zip(run.priors, run.best, strict=True))
    cells = [
        {
            "producer": v.signal.producer + 1,
            "cost": v.signal.cost,
            "segment": {str(r): share for r, share in v.signal.segment.shares},
            "profit": v.profit,
            "deviation": v.best,
            "at or just below": v.at,
        }
        for v in (*printed, *greedy)
    ]
    best = " and ".join(f"{b} > {p}" for p, b in sorted({(v.profit, v.best) for v in printed}))
    text = f"in Example 1 {best} just below 7/2; in {failing} of {len(run.priors)} random priors"
    return judged(not printed, text, {"kind": "deviations", "cells": cells})


def _demand(run: Run) -> Result:
    """Cost 1, segment {3: 1/2, 4: 1/2}: those of residual 4 keep buying at 7/2."""
    r, c, p, share = F(3), F(1), F(7, 2), F(1, 2)
    residuals = [State(F(1), (F(4), F(1)), (c, rival)).residual(0) for rival in (F(0), F(1))]
    printed = (r - c) / (p - c)
    true = sum((share * (printed if residual == r else F(residual > p)) for residual in residuals), F(0))
    segment = {str(residual): share for residual in residuals}
    certificate = {
        "kind": "counterexample",
        "cost": c,
        "segment": segment,
        "price": p,
        "printed": printed,
        "true": true,
    }
    text = f"at 7/2 in {{3: 1/2, 4: 1/2}}, cost 1: {true}, printed {printed} (that of residual 3 alone)"
    return judged(printed == true, text, certificate)


def _corrected_mixing(run: Run) -> Result:
    sets = [(run.example, run.printed), (run.example, run.signals), *zip(run.priors, run.best, strict=True)]
    regrets = [proof.regret for proof in (prove(prior, signals) for prior, signals in sets[:2])]
    holds = not any(regrets) and all(proof.is_equilibrium for proof in run.proofs)
    text = (
        f"regret 0 over all real prices, on the printed and the greedy segments and in {len(run.priors)} random priors"
    )
    return judged(holds, text, {"kind": "continuum", "regret": F(0), **kinds(run.priors)})


def _inefficient(run: Run) -> Result:
    checked, holds = 0, True
    for prior, signal in _segments(run):
        k = signal.producer
        residuals = dict(signal.segment.shares)
        for state, j in product(prior.states, range(prior.producers)):
            if j != k and state.costs[k] == signal.cost and state.residual(k) in residuals:
                holds &= state.values[j] - (state.values[k] - signal.segment.price) <= state.costs[j]
                checked += 1
    return judged(holds, f"in {checked} states and segments", {"kind": "exact trials", **kinds(run.priors)})


def _indifferent(run: Run) -> Result:
    holds = True
    for prior, signals in zip(run.priors, run.best, strict=True):
        for i, cost in _types(prior):
            own = [s for s in signals if (s.producer, s.cost) == (i, cost)]
            best = monopoly(prior, i, cost)
            path = sum((s.segment.mass * s.profit for s in own), F(0))
            always = (
                sum((s.segment.mass * (best.price - cost) * s.segment.demand(best.price) for s in own), F(0))
                if best.price
                else F(0)
            )
            covered = sum((s.segment.mass for s in own), F(0)) == sum(efficient_masses(prior, i, cost).values(), F(0))
            holds &= path == always == best.profit and covered
    return judged(holds, f"exactly, in {len(run.priors)} random priors", {"kind": "exact trials", **kinds(run.priors)})
