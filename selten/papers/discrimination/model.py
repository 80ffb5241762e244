"""Claims on the model and its benchmarks: accounting, bounds, complete information, no information, special cases."""

from collections.abc import Sequence
from fractions import Fraction
from random import Random

from selten.equilibria.discrimination.information import (
    PublicSignal,
    best_information,
    efficient_masses,
    prove,
    surpluses,
)
from selten.equilibria.discrimination.no_information import mixed_surpluses
from selten.equilibria.trees.bayesian import pivoting_equilibrium
from selten.games.discrimination import Prior, complete_information, least_producer_surplus, monopoly
from selten.games.price_lattice import no_information_game, sales
from selten.games.segmentation import Segment
from selten.papers.claim import Claim, Result, judged
from selten.papers.discrimination.run import Run, kinds, random_prior

F = Fraction


def claims() -> list[Claim]:
    """Sections I and II.A, and what the introduction says of special cases."""
    return [
        Claim("discrimination/model/accounting", "Section I",
              "Producer and consumer surplus add up to total surplus.", "PS + CS = TS", "confirmed", _accounting),
        Claim("discrimination/model/efficient-bound", "Section I",
              "No prices create more than the sale to the producer of the largest value minus cost.",
              "TS <= TS bar", "confirmed", _efficient_bound),
        Claim("discrimination/model/monotone-sales", "Proof of Proposition 1",
              "A producer sells no less when rivals ask more.", "nondecreasing", "confirmed", _monotone),
        Claim("discrimination/proposition-1/bound", "Proposition 1",
              "Every producer earns at least his best single price for each cost against rivals at cost.",
              "PS_i >= PS_i low", "confirmed", _proposition_1),
        Claim("discrimination/benchmarks/complete-information", "Section II.A",
              "With complete information the efficient producer asks the residual and earns his marginal "
              "contribution.", "p_i = r_i", "confirmed", _complete),
        Claim("discrimination/benchmarks/runner-up", "Section II.A",
              "A runner-up who mixes makes the residual an equilibrium price under complete information.",
              "mixed strategies that induce r_i", "confirmed", _runner_up),
        Claim("discrimination/benchmarks/no-information", "Section II.A",
              "Without information prices are mixed and above cost, and consumers with values above cost do not buy.",
              "inefficient", "confirmed", _no_information),
        Claim("discrimination/benchmarks/no-information-lattice", "Section II.A",
              "The same on price lattices: inefficient, and nearer to the mixed equilibrium with smaller steps.",
              "inefficient", "confirmed", _lattices),
        Claim("discrimination/benchmarks/ranking", "Introduction and section II.A",
              "Producers earn less with the best segmentation than with complete information, and less there "
              "than with none; consumers the other way round.", "more aggressive", "confirmed", _ranking),
        Claim("discrimination/introduction/substitutes", "Introduction",
              "With perfect substitutes of equal cost consumers get all gains from trade.", "all of the gains",
              "confirmed", _substitutes),
        Claim("discrimination/introduction/separate-goods", "Introduction",
              "Where nobody values two goods each producer is a monopolist, and segmentation leaves him that profit.",
              "back to monopoly", "confirmed", _separate),
        Claim("discrimination/introduction/monopoly", "Section II.A",
              "One producer: some segmentation is efficient and leaves his profit that of one price.",
              "Theorem 1 of BBM", "confirmed", _one_producer),
    ]  # fmt: skip


def _trials(run: Run) -> list[tuple[Prior, int, list[Fraction]]]:
    """Random prices, below and above cost and with many ties, in each state of the random priors."""
    random = Random(run.seed)
    return [
        (prior, k, [F(random.randint(0, 12), 2) for _ in state.values])
        for prior in run.priors
        for k, state in enumerate(prior.states)
    ]


def _accounting(run: Run) -> Result:
    trials, wrong = _trials(run), 0
    for prior, k, prices in trials:
        state = prior.states[k]
        sold = sales(state.values, prices)
        consumer = max(F(0), *(v - p for v, p in zip(state.values, prices, strict=True)), F(0))
        producers = sum((q * (p - c) for q, p, c in zip(sold, prices, state.costs, strict=True)), F(0))
        created = sum((q * state.surplus(i) for i, q in enumerate(sold)), F(0))
        wrong += consumer + producers != created
    return judged(not wrong, f"equal in {len(trials)} states with random prices", {"kind": "exact trials"})


def _efficient_bound(run: Run) -> Result:
    trials = _trials(run)
    created = [
        (prior.states[k].best, sum((q * prior.states[k].surplus(i) for i, q in enumerate(_sold(prior, k, p))), F(0)))
        for prior, k, p in trials
    ]
    reached = sum(best == own for best, own in created)
    holds = all(own <= best for best, own in created)
    return judged(holds, f"in {len(trials)} states with random prices; equal in {reached}", {"kind": "exact trials"})


def _sold(prior: Prior, k: int, prices: Sequence[Fraction]) -> tuple[Fraction, ...]:
    return sales(prior.states[k].values, prices)


def _monotone(run: Run) -> Result:
    trials, strict = _trials(run), 0
    holds = True
    for prior, k, prices in trials:
        before = _sold(prior, k, prices)
        for j in range(len(prices)):
            after = _sold(prior, k, [p + F(j == i, 2) for i, p in enumerate(prices)])
            holds &= all(x >= y for i, (x, y) in enumerate(zip(after, before, strict=True)) if i != j)
            strict += any(x > y for i, (x, y) in enumerate(zip(after, before, strict=True)) if i != j)
    return judged(holds, f"in {len(trials)} states with random prices; more in {strict}", {"kind": "exact trials"})


def _proposition_1(run: Run) -> Result:
    """In the equilibria at hand: complete information, the best information, no information."""
    equal = above = 0
    holds = all(proof.is_equilibrium for proof in run.proofs)
    for prior, signals in zip(run.priors, run.best, strict=True):
        least = least_producer_surplus(prior)
        for earned in (complete_information(prior)[0], surpluses(prior, signals)[0]):
            holds &= all(own >= low for own, low in zip(earned, least, strict=True))
            equal += sum(own == low for own, low in zip(earned, least, strict=True))
            above += sum(own > low for own, low in zip(earned, least, strict=True))
    uninformed = mixed_surpluses(run.example, run.uninformed_proof, [run.uninformed] * 2)[0]
    holds &= all(own > low for own, low in zip(uninformed, least_producer_surplus(run.example), strict=True))
    text = f"producers at the bound in {equal} cases, above it in {above}; without information 15/16 against 5/8"
    return judged(holds, text, {"kind": "equilibria of many priors", **kinds(run.priors)})


def _complete(run: Run) -> Result:
    holds = True
    for prior in run.priors:
        for state in prior.states:
            for i in state.efficient:
                without = max(F(0), *(state.surplus(j) for j in range(prior.producers) if j != i), F(0))
                holds &= state.residual(i) - state.costs[i] == state.best - without
    earned, left = complete_information(run.example)
    holds &= earned == (F(7, 8), F(7, 8)) and left == F(9, 8)
    text = "in every state of the random priors; Example 1: 7/8 each, consumers 9/8"
    return judged(holds, text, {"kind": "exact trials", **kinds(run.priors)}, value=float(left))


def _one_point(prior: Prior) -> list[PublicSignal]:
    """Everybody knows the residual: a segment for each."""
    return [
        PublicSignal(i, cost, Segment(mass, ((residual, F(1)),)))
        for i in range(prior.producers)
        for cost in prior.costs(i)
        for residual, mass in sorted(efficient_masses(prior, i, cost).items())
    ]


def _runner_up(run: Run) -> Result:
    proven = 0
    for prior in run.priors:
        signals = _one_point(prior)
        same = surpluses(prior, signals) == complete_information(prior)
        proven += prove(prior, signals).is_equilibrium and same
    text = (
        f"an equilibrium over all real prices in {proven} of {len(run.priors)} priors (that all are such is not tried)"
    )
    return judged(proven == len(run.priors), text, {"kind": "continuum", "regret": F(0), **kinds(run.priors)})


def _no_information(run: Run) -> Result:
    verdicts = run.uninformed_proof
    earned, consumers = mixed_surpluses(run.example, verdicts, [run.uninformed] * 2)
    lowest = {cost: mixed.low for cost, mixed in run.uninformed.items()}
    idle = [s for s in run.example.states if max(s.values) < min(lowest.values()) and s.best > 0]
    above = all(low > cost for cost, low in lowest.items())
    holds = (
        all(v.holds for v in verdicts) and above and consumers == F(13, 16) and sum(s.mass for s in idle) == F(3, 16)
    )
    certificate = {
        "kind": "continuum",
        "cost 0": "P(price > p) = 9/p - 3 on [9/4, 3], profit 9/8",
        "cost 1": "P(price > p) = 6/(p - 1) - 2 on [3, 4], profit 3/4",
        "regret": F(0),
        "producer_surplus": earned,
        "consumer_surplus": consumers,
        "unserved": sum((s.mass for s in idle), F(0)),
    }
    text = "Example 1: PS 15/8, CS 13/16, TS 43/16 < 23/8; values of 1 are never served when nobody has 4"
    return judged(holds, text, certificate, value=13 / 16)


def _lattices(run: Run) -> Result:
    rows = []
    for step in (F(1), F(1, 2), F(1, 4)):
        found = pivoting_equilibrium(no_information_game(run.example, step))
        rows.append((step, sum(found.payoffs, F(0)), found.regret))
    gaps = [own - F(15, 8) for _, own, _ in rows]
    holds = all(regret == 0 for _, _, regret in rows) and gaps[0] > gaps[1] > gaps[2] > 0
    text = "producer surplus " + ", ".join(f"{float(own):.6g} at step {step}" for step, own, _ in rows) + "; limit 15/8"
    return judged(holds, text, {"kind": "exact equilibria on lattices", "rows": rows})


def _ranking(run: Run) -> Result:
    none = mixed_surpluses(run.example, run.uninformed_proof, [run.uninformed] * 2)
    known, best = complete_information(run.example), surpluses(run.example, run.signals)
    producers = [sum(own, F(0)) for own, _ in (none, known, best)]
    consumers = [left for _, left in (none, known, best) if left is not None]
    holds = producers[0] > producers[1] > producers[2] and consumers[0] < consumers[1] < consumers[2]
    text = f"PS {' > '.join(map(str, producers))}, CS {' < '.join(map(str, consumers))} (none, complete, best)"
    return judged(
        holds, text, {"kind": "exact equilibria of Example 1", "producers": producers, "consumers": consumers}
    )


def _substitutes(run: Run) -> Result:
    random, holds, tried = Random(run.seed), True, 40
    for _ in range(tried):
        cost, n = random.randint(0, 3), random.randint(2, 4)
        states = [(F(1, 3), [value] * n, [cost] * n) for value in random.sample(range(7), 3)]
        prior = Prior.of(states)
        earned, left = complete_information(prior)
        holds &= not any(earned) and not any(least_producer_surplus(prior)) and left == prior.total_surplus
    return judged(holds, f"producers earn 0 in {tried} random markets", {"kind": "exact trials"})


def _separate(run: Run) -> Result:
    random, holds, tried = Random(run.seed), True, 40
    for _ in range(tried):
        n = random.randint(2, 4)
        rows = [(random.randrange(n), random.randint(1, 6)) for _ in range(6)]
        costs = [random.randint(0, 3) for _ in range(n)]
        prior = Prior.of([(F(1, 6), [value * (i == k) for i in range(n)], costs) for k, value in rows])
        for i, least in enumerate(least_producer_surplus(prior)):
            own = [value for k, value in rows if k == i]
            holds &= least == max([F(0), *(F((p - costs[i]) * sum(v >= p for v in own), 6) for p in own)])
    return judged(holds, f"the profit of one monopoly price in {tried} random markets", {"kind": "exact trials"})


def _one_producer(run: Run) -> Result:
    random = Random(run.seed)
    priors = tuple(random_prior(random, producers=1) for _ in range(60))
    holds = True
    for prior in priors:
        signals = best_information(prior)
        profit = sum((monopoly(prior, 0, cost).profit for cost in prior.costs(0)), F(0))
        holds &= prove(prior, signals).is_equilibrium and surpluses(prior, signals)[0] == (profit,)
        holds &= sum((s.segment.mass for s in signals), F(0)) == sum(
            (s.mass for s in prior.states if s.efficient), F(0)
        )
    return judged(holds, f"in {len(priors)} random priors, exactly", {"kind": "continuum", **kinds(priors)})
