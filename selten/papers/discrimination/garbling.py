"""Claims on consumers who know their values in part, as far as Theorem 1 decides them: Proposition 2 and Theorem 2.

A value garbling pools states of equal costs: the consumer then knows the mean of the values pooled.
"""

from collections.abc import Sequence
from fractions import Fraction
from random import Random

from selten.equilibria.discrimination.information import best_information, prove, surpluses
from selten.games.discrimination import Prior, State, least_producer_surplus
from selten.papers.claim import Claim, Result, corrected, judged
from selten.papers.discrimination.run import Run, random_prior

F = Fraction

GARBLINGS = 120
"""How many random garblings a claim about all is tried on."""

Kernel = list[tuple[State, list[tuple[Fraction, State]]]]
"""For each garbled state the shares of the states behind it."""


def claims() -> list[Claim]:
    """Section III.A and III.B."""
    return [
        Claim("discrimination/garbling/definition", "Section III.A",
              "A value garbling adds noise to the N values that has mean zero given v' and c.",
              "kernel of R^2 to R; integral over v", "corrected", _definition),
        Claim("discrimination/proposition-2/interim", "Proposition 2",
              "With the consumer's information given, the bounds of Theorem 1 for the garbled prior are attained.",
              "TS bar(mu'), PS_i low(mu')", "confirmed", _proposition_2),
        Claim("discrimination/theorem-2/efficient", "Theorem 2",
              "With equal values and common knowledge of gains from trade every garbling keeps the efficient "
              "surplus.", "TS bar(mu') = TS bar", "confirmed", _theorem_2),
        Claim("discrimination/theorem-2/aligned", "Theorem 2",
              "Then the best garbling is the one with the least bounds on producers, and its outcome is efficient.",
              "aligned, opposed", "confirmed", _theorem_2_best),
        Claim("discrimination/theorem-2/display", "Proof of Theorem 2",
              "The mean of v_1 - min c under the noise is max(v'_i - c_i).", "v_1 (v_1 - min c_i)", "corrected",
              _display),
        Claim("discrimination/theorem-2/equal-values-needed", "Section III.A and III.B",
              "Without equal values the efficient surplus may be out of reach under a garbling.", "may fail",
              "confirmed", _heterogeneous),
    ]  # fmt: skip


def garbled(prior: Prior, groups: Sequence[Sequence[State]]) -> tuple[Prior, Kernel]:
    """The prior of a consumer who is told the group, with what is behind each garbled state.

    Examples
    --------
    >>> prior = Prior.of([("1/4", [4], [1]), ("3/4", [0], [1])])
    >>> pooled, _ = garbled(prior, [prior.states])
    >>> [(str(s.mass), str(s.values[0])) for s in pooled.states]
    [('1', '1')]
    """
    kernel: Kernel = []
    for group in groups:
        mass = sum((state.mass for state in group), F(0))
        columns = zip(*(state.values for state in group), strict=True)
        masses = [state.mass for state in group]
        means = tuple(sum((m * v for m, v in zip(masses, own, strict=True)), F(0)) / mass for own in columns)
        kernel.append((State(mass, means, group[0].costs), [(state.mass / mass, state) for state in group]))
    return Prior.of([(state.mass, state.values, state.costs) for state, _ in kernel]), kernel


def _groups(prior: Prior, random: Random) -> list[list[State]]:
    """States of equal costs, thrown together at random."""
    pools: dict[tuple[tuple[Fraction, ...], int], list[State]] = {}
    for state in prior.states:
        pools.setdefault((state.costs, random.randrange(2)), []).append(state)
    return list(pools.values())


def _random_garblings(run: Run, *, homogeneous: bool) -> list[tuple[Prior, Prior, Kernel]]:
    random = Random(run.seed + 1)
    found: list[tuple[Prior, Prior, Kernel]] = []
    while len(found) < GARBLINGS:
        prior = _few_costs(random, homogeneous)
        pooled, kernel = garbled(prior, _groups(prior, random))
        if len(pooled.states) < len(prior.states):
            found.append((prior, pooled, kernel))
    return found


def _few_costs(random: Random, homogeneous: bool) -> Prior:
    """A random prior with its costs made equal to those of one of two states, so that there is something to pool."""
    prior = random_prior(random, homogeneous=homogeneous, producers=random.choice((1, 2, 3)))
    first, last = prior.states[0], prior.states[-1]
    states = []
    for state in prior.states:
        costs = random.choice((first, last)).costs
        values = tuple(max(v, min(costs)) for v in state.values) if homogeneous else state.values
        states.append((state.mass, values, costs))
    return Prior.of(states)


def _definition(run: Run) -> Result:
    """The prior comes back from the garbled one by the kernel, which has as many dimensions as there are values."""
    holds, several = True, 0
    for prior, _, kernel in _random_garblings(run, homogeneous=False):
        masses = dict.fromkeys(((s.values, s.costs) for s in prior.states), F(0))
        for pooled, parts in kernel:
            several += prior.producers > 1
            for share, state in parts:
                masses[state.values, state.costs] += pooled.mass * share
            for i, value in enumerate(pooled.values):
                holds &= sum((share * state.values[i] for share, state in parts), F(0)) == value
        holds &= masses == {(s.values, s.costs): s.mass for s in prior.states}
    text = "the integral is over v', and the kernel leads from R^2N to distributions on R^N, with an N-vector as mean"
    return corrected(
        several == 0, holds, text, {"kind": "exact trials", "garblings": GARBLINGS, "of several values": several}
    )


def _proposition_2(run: Run) -> Result:
    exact = 0
    for _, pooled, _ in _random_garblings(run, homogeneous=False):
        signals = best_information(pooled)
        least = least_producer_surplus(pooled)
        outcome = surpluses(pooled, signals)
        proven = prove(pooled, signals).is_equilibrium
        exact += proven and outcome == (least, pooled.total_surplus - sum(least, F(0)))
    text = f"exactly, with regret 0 over all real prices, under {exact} of {GARBLINGS} random garblings"
    return judged(exact == GARBLINGS, text, {"kind": "continuum", "regret": F(0)})


def _theorem_2(run: Run) -> Result:
    kept = [
        prior.total_surplus == pooled.total_surplus for prior, pooled, _ in _random_garblings(run, homogeneous=True)
    ]
    other = [
        prior.total_surplus > pooled.total_surplus for prior, pooled, _ in _random_garblings(run, homogeneous=False)
    ]
    text = f"in {sum(kept)} of {GARBLINGS} such random garblings; of others {sum(other)} lose some"
    return judged(all(kept), text, {"kind": "exact trials", "garblings": GARBLINGS})


def _theorem_2_best(run: Run) -> Result:
    """All ways to pool two states of a common cost or not: the largest consumer surplus goes with the least profits."""
    random, holds, gains = Random(run.seed + 2), True, 0
    for _ in range(60):
        prior = random_prior(random, homogeneous=True, producers=random.choice((1, 2)))
        costs = prior.states[0].costs
        states = [(s.mass, tuple(max(v, min(costs)) for v in s.values), costs) for s in prior.states[:4]]
        total = sum((mass for mass, _, _ in states), F(0))
        prior = Prior.of([(mass / total, values, costs) for mass, values, _ in states])
        outcomes = []
        for groups in _partitions(prior.states):
            pooled = garbled(prior, groups)[0]
            profit = sum(least_producer_surplus(pooled), F(0))
            outcomes.append((pooled.total_surplus - profit, profit, pooled.total_surplus))
        best = max(outcomes)
        holds &= best[1] == min(profit for _, profit, _ in outcomes) and best[2] == prior.total_surplus
        gains += best[0] > prior.total_surplus - sum(least_producer_surplus(prior), F(0))
    text = f"among all poolings of up to 4 states in 60 random priors; pooling helps consumers in {gains}"
    return judged(holds, text, {"kind": "exact trials", "priors": 60})


def _partitions(states: Sequence[State]) -> list[list[list[State]]]:
    if not states:
        return [[]]
    found = []
    for rest in _partitions(states[1:]):
        found.append([[states[0]], *rest])
        found += [[*rest[:k], [states[0], *rest[k]], *rest[k + 1 :]] for k in range(len(rest))]
    return found


def _display(run: Run) -> Result:
    """Values 1 or 3, equally likely, cost 1: the mean of v - c is 1, that of v (v - c) is 3."""
    prior = Prior.of([("1/2", [1], [1]), ("1/2", [3], [1])])
    pooled, kernel = garbled(prior, [prior.states])
    (_, parts) = kernel[0]
    printed = sum((share * s.values[0] * (s.values[0] - 1) for share, s in parts), F(0))
    fixed = sum((share * (s.values[0] - 1) for share, s in parts), F(0))
    due = pooled.states[0].best
    certificate = {
        "kind": "counterexample",
        "values": (1, 3),
        "cost": 1,
        "printed": printed,
        "without v_1": fixed,
        "due": due,
    }
    return corrected(printed == due, fixed == due, "without the stray factor v_1 in two of the integrals", certificate)


def _heterogeneous(run: Run) -> Result:
    """Values (0, 1) or (1, 0), no costs: told nothing, the consumer creates 1/2 instead of 1."""
    prior = Prior.of([("1/2", [0, 1], [0, 0]), ("1/2", [1, 0], [0, 0])])
    pooled = garbled(prior, [prior.states])[0]
    created = prior.total_surplus, pooled.total_surplus
    consumers = [own.total_surplus - sum(least_producer_surplus(own), F(0)) for own in (prior, pooled)]
    holds = created == (F(1), F(1, 2)) and consumers == [0, F(1, 2)]
    text = "values (0, 1) or (1, 0): told all, TS 1 and CS 0; told nothing, TS 1/2 and CS 1/2"
    return judged(holds, text, {"kind": "exact", "total_surplus": created, "consumer_surplus": consumers})
