"""Claims on "the unique equilibrium" (Proposition 2): the game with three customers, every belief tried."""

from functools import cache

from selten.equilibria.disclosure.perfect_bayesian import BayesianEquilibrium, is_credible, perfect_bayesian
from selten.games.disclosure_tree import FiniteDisclosure
from selten.papers.claim import Claim, Result, judged
from selten.papers.disclosure.run import Run


def claims() -> list[Claim]:
    """What "unique" can mean."""
    return [
        Claim("disclosure/proposition-2/unique", "Proposition 2",
              "Where both scenarios gain by it, disclosing the aggregate is the only perfect Bayesian equilibrium.",
              "the unique equilibrium", "refuted", _unique),
        Claim("disclosure/proposition-2/unique-credible", "Proposition 2",
              "Credible updating leaves pooling on the aggregate, and no full disclosure by both (our reading).",
              "the unique equilibrium", "confirmed", _credible),
    ]  # fmt: skip


def example() -> FiniteDisclosure:
    """Four customers, 1 and 2 units: the scenario short of L earns 99/10 by full and 79/5 by aggregate disclosure."""
    return FiniteDisclosure.of(
        ["997/1000", "998/1000", "999/1000", 1], [(1, 2), (2, 1)], prior="1/2", search_cost="1/2", values=(5, 6),
        prices=(4, "59/10"),
    )  # fmt: skip


@cache
def _equilibria() -> tuple[BayesianEquilibrium, ...]:
    return perfect_bayesian(example())


def _certificate(found: tuple[BayesianEquilibrium, ...]) -> dict[str, object]:
    market = example()
    counts: dict[str, int] = {}
    for equilibrium in found:
        name = ", ".join(equilibrium.messages)
        counts[name] = counts.get(name, 0) + 1
    return {
        "kind": "finite game", "tastes": market.tastes, "stocks": market.stocks, "prior": market.prior,
        "search_cost": market.search_cost, "values": market.values, "prices": market.prices, "equilibria": counts,
    }  # fmt: skip


def _unique(run: Run) -> Result:
    found = _equilibria()
    kept = [equilibrium for equilibrium in found if not equilibrium.pools]
    belief = next((e.beliefs for e in kept if e.messages == ("full", "full")), None)
    pooled = len(found) - len(kept)
    text = f"four customers: {pooled} equilibria pool, {len(kept)} do not; full disclosure is kept up by distrust"
    certificate = {**_certificate(found), "belief that L is scarce": belief}
    return judged(pooled > 0 and not kept, text, certificate)


def _credible(run: Run) -> Result:
    market, found = example(), _equilibria()
    kept = [e for e in found if is_credible(market, e)]
    outcome = [e for e in kept if e.messages == ("full", "full")]
    pooled = sum(e.pools for e in kept)
    text = (
        f"of {len(found)} equilibria {len(kept)} survive: {pooled} pool, {len(outcome)} disclose fully on both sides, "
    )
    text += f"{len(kept) - pooled - len(outcome)} reveal that L is scarce by the aggregate alone"
    return judged(pooled > 0 and not outcome, text, _certificate(tuple(kept)))
