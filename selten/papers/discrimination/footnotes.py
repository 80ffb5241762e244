"""Claims of footnotes 8 and 9: whether ties matter, and which outcomes are best for whom."""

from fractions import Fraction

from selten.equilibria.discrimination.information import prove, surpluses
from selten.games.discrimination import Prior, complete_information, least_producer_surplus
from selten.games.price_lattice import sales
from selten.papers.claim import Claim, Result, judged
from selten.papers.discrimination.run import Run, kinds

F = Fraction


def claims() -> list[Claim]:
    """Footnotes 8 and 9."""
    return [
        Claim("discrimination/footnote-8/no-ties", "Footnote 8",
              "In the equilibria constructed ties have probability zero.", "probability zero", "refuted", _ties),
        Claim("discrimination/footnote-8/deviator", "Footnote 8",
              "A producer who ties after deviating earns at most 0 from it.", "nonpositive", "refuted", _deviator),
        Claim("discrimination/footnote-8/conclusion", "Footnote 8",
              "How ties are broken does not matter for the result (with the corrected mixing).", "do not matter",
              "confirmed", _conclusion),
        Claim("discrimination/footnote-9/stronger", "Footnote 9",
              "Whatever maximises consumer surplus maximises total and minimises producer surplus.", "necessarily",
              "confirmed", _stronger),
        Claim("discrimination/footnote-9/converse", "Footnote 9",
              "Some efficient equilibria neither maximise consumer surplus nor minimise producer surplus.",
              "however", "confirmed", _converse),
    ]  # fmt: skip


def _ties(run: Run) -> Result:
    """Equal profiles price at cost: all such consumers are indifferent."""
    tied = F(0)
    for state in run.example.states:
        if len(state.efficient) > 1:
            tied += state.mass * (sales(state.values, state.costs) == (F(1, 2), F(1, 2)))
    text = f"in Example 1 equal profiles, mass {tied}, tie at cost for sure"
    return judged(tied == 0, text, {"kind": "counterexample", "mass": tied})


def _deviator(run: Run) -> Result:
    """Producer 1 has (4, 1) and is told {3: 1/2, 4: 1/2}; against (1, 1) at cost a deviation to 4 ties."""
    values, costs, price = (F(4), F(1)), (F(1), F(1)), F(4)
    shares = sales(values, (price, costs[1]))
    gain = shares[0] * (price - costs[0])
    certificate = {
        "kind": "counterexample",
        "values": values,
        "costs": costs,
        "price": price,
        "share": shares[0],
        "earns": gain,
    }
    return judged(gain <= 0, f"asking 4 in {{3: 1/2, 4: 1/2}} ties with (1, 1) and earns {gain} there", certificate)


def _conclusion(run: Run) -> Result:
    """The proof bounds what any tie rule gives a deviator, and on the path ties occur at margins of 0 alone."""
    priors, harmless = [run.example, *run.priors], True
    for prior, signals in zip(priors, [run.signals, *run.best], strict=True):
        for signal in signals:
            low = signal.segment.price
            for state in prior.states:
                k = signal.producer
                if state.costs[k] != signal.cost or state.residual(k) not in dict(signal.segment.shares):
                    continue
                rivals = [state.surplus(j) for j in range(prior.producers) if j != k]
                binding = state.residual(k) == low > signal.cost  # those who would tie ask more than their cost
                harmless &= binding or low == signal.cost or all(x < state.values[k] - low for x in rivals)
    proven = prove(run.example, run.signals).is_equilibrium and all(proof.is_equilibrium for proof in run.proofs)
    text = "deviations are bounded with all ties won, and on the path only zero margins tie"
    return judged(proven and harmless, text, {"kind": "continuum", "regret": F(0), **kinds(tuple(priors))})


def _stronger(run: Run) -> Result:
    """CS = TS - sum of PS_i <= TS bar - sum of PS_i low, so equality needs equality in every term."""
    slack = []
    for prior, signals in zip(run.priors, run.best, strict=True):
        top = prior.total_surplus - sum(least_producer_surplus(prior), F(0))
        for producers, consumers in (surpluses(prior, signals), complete_information(prior)):
            gaps = [own - low for own, low in zip(producers, least_producer_surplus(prior), strict=True)]
            slack.append(top - consumers == sum(gaps, F(0)) and min(gaps) >= 0 and (top > consumers) == any(gaps))
    text = "CS = (TS bar - sum of bounds) - (TS bar - TS) - sum of (PS_i - bound), and no bracket is negative"
    return judged(all(slack), text, {"kind": "identity", "outcomes": len(slack), **kinds(run.priors)})


def _converse(run: Run) -> Result:
    producers, consumers = complete_information(run.example)
    total = sum(producers, F(0)) + consumers
    efficient = total == run.example.total_surplus
    best = surpluses(run.example, run.signals)
    strictly = sum(_strict(prior) for prior in run.priors)
    holds = efficient and consumers < best[1] and sum(producers, F(0)) > sum(best[0], F(0))
    text = f"complete information in Example 1: TS 23/8, CS 9/8 < 13/8; so in {strictly} of {len(run.priors)} priors"
    return judged(holds, text, {"kind": "exact", "producer_surplus": producers, "consumer_surplus": consumers})


def _strict(prior: Prior) -> bool:
    return complete_information(prior)[0] != least_producer_surplus(prior)
