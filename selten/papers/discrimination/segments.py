"""Claims on the segments in the proof of Theorem 1: prices in them, and how rivals who bind mix."""

from fractions import Fraction
from itertools import product

from selten.equilibria.discrimination.information import PublicSignal, best_information, efficient_masses, prove
from selten.games.discrimination import Prior, State, monopoly
from selten.papers.claim import Claim, Result, corrected, judged
from selten.papers.discrimination.run import Run, kinds
from selten.papers.discrimination.theorem_1 import types

F = Fraction


def claims() -> list[Claim]:
    """Appendix A1, from the segments on."""
    return [
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
        for i, cost in types(prior):
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
