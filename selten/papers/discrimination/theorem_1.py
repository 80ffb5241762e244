"""Claims on Theorem 1 and the first half of its proof in the appendix, in exact arithmetic on many priors.

Those on the segments of the second half are in :mod:`selten.papers.discrimination.segments`.
"""

from fractions import Fraction

from selten.equilibria.discrimination.information import surpluses
from selten.games.discrimination import Prior, State, least_producer_surplus, monopoly
from selten.games.price_lattice import sales
from selten.papers.claim import Claim, Result, corrected, judged
from selten.papers.discrimination.run import Run, kinds

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
        for i, cost in types(prior):
            best = monopoly(prior, i, cost)
            profits = _profits(prior, i, cost)
            holds &= max(profits.values(), default=F(0)) == best.profit
            holds &= best.price is None or profits[best.price] == best.profit
            tried += len(profits)
    return judged(holds, f"no other of {tried} prices earns more", {"kind": "exact trials", **kinds(run.priors)})


def types(prior: Prior) -> list[tuple[int, Fraction]]:
    """Every producer with each of his costs."""
    return [(i, cost) for i in range(prior.producers) for cost in prior.costs(i)]


def _supremum(run: Run) -> Result:
    """Sales with shared ties, at the monopoly price less a little."""
    little, holds, lost = F(1, 1000), True, 0
    for prior in run.priors:
        for i, cost in types(prior):
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
