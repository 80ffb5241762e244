"""Claims on other readings of the model: a first-price auction, unknown costs, and prices below cost.

The supplement with the paper's Theorems 4 and 5 is absent; an example of our own shows what they say is possible.
"""

from collections.abc import Sequence
from fractions import Fraction
from random import Random

from selten.equilibria.discrimination.information import Mixing, surpluses
from selten.equilibria.discrimination.welfare.data import welfare_data
from selten.games.discrimination import Prior, least_producer_surplus
from selten.games.price_lattice import sales
from selten.papers.claim import Claim, Result, corrected, judged
from selten.papers.discrimination.run import Run

F = Fraction


def claims() -> list[Claim]:
    """The introduction and section III.D."""
    return [
        Claim("discrimination/auction/reading", "Introduction",
              "Prices are bids of a first-price auction, costs bidders' values, values the auctioneer's "
              "delivery costs.", "immediate counterparts", "confirmed", _auction),
        Claim("discrimination/auction/aligned", "Introduction",
              "There total surplus and revenue can be aligned, bidder surplus and revenue opposed.",
              "aligned, opposed", "confirmed", _auction_outcome),
        Claim("discrimination/unknown-costs/nearly-zero", "Section III.D",
              "Producers who do not know their costs may earn nearly nothing in an efficient equilibrium.",
              "(nearly) zero", "confirmed", _nearly_zero),
        Claim("discrimination/unknown-costs/restriction", "Section III.D",
              "Producers do not ask prices that they are certain are below cost.", "certain are above cost",
              "corrected", _restriction),
        Claim("discrimination/unknown-costs/theorem-5", "Introduction (Theorem 5)",
              "With equal values and a large support of costs, consumer surplus comes near to the efficient surplus.",
              "arbitrarily close", "open", _theorem_5),
        Claim("discrimination/below-cost/theorem-4", "Introduction (Theorem 4)",
              "With equal values, if producers may price below cost, their surplus may be arbitrarily close to zero.",
              "arbitrarily close", "confirmed", _below_cost),
        Claim("discrimination/below-cost/supplement", "Section I, end of the introduction",
              "Supplemental Appendix B lets producers price below cost.", "price above cost", "corrected",
              _supplement),
        Claim("discrimination/conclusion/whole-set", "Section IV",
              "Which welfare outcomes information and competition can bring about is not known, beyond Theorem 1.",
              "open question", "open", _whole_set),
    ]  # fmt: skip


def auction(
    worths: Sequence[Fraction], deliveries: Sequence[Fraction], bids: Sequence[Fraction]
) -> tuple[list[Fraction], Fraction]:
    """A first-price auction with delivery costs: bidders' surpluses and the auctioneer's revenue net of delivery.

    The highest bid net of the cost of delivery wins if it is not negative; ties are shared.

    Examples
    --------
    >>> auction([F(3), F(2)], [F(0), F(0)], [F(1), F(2)])
    ([Fraction(0, 1), Fraction(0, 1)], Fraction(2, 1))
    """
    net = [bid - delivery for bid, delivery in zip(bids, deliveries, strict=True)]
    winners = [i for i, own in enumerate(net) if own == max(net) >= 0]
    earned = [F(i in winners, max(1, len(winners))) * (worths[i] - bids[i]) for i in range(len(bids))]
    return earned, max(net) if winners else F(0)


def _auction(run: Run) -> Result:
    """With K large: worth K - c, delivery K - v, bid K - p."""
    random, top, holds, states = Random(run.seed), F(20), True, 0
    for prior in run.priors:
        for state in prior.states:
            prices = [F(random.randint(0, 16), 2) for _ in state.values]
            flipped = ([top - x for x in own] for own in (state.costs, state.values, prices))
            earned, revenue = auction(*flipped)
            sold = sales(state.values, prices)
            holds &= earned == [q * (p - c) for q, p, c in zip(sold, prices, state.costs, strict=True)]
            holds &= revenue == max(F(0), *(v - p for v, p in zip(state.values, prices, strict=True)), F(0))
            states += 1
    return judged(holds, f"the same surpluses in {states} states with random prices", {"kind": "exact trials"})


def _auction_outcome(run: Run) -> Result:
    """Bids above worth are prices below cost, excluded in both; the outcome of Theorem 1 carries over as it is."""
    exact = sum(
        surpluses(prior, signals)[0] == least_producer_surplus(prior) and proof.is_equilibrium
        for prior, signals, proof in zip(run.priors, run.best, run.proofs, strict=True)
    )
    reading = _auction(run).verdict == "confirmed"
    text = f"Theorem 1 read as an auction: revenue TS bar - sum of bounds in {exact} of {len(run.priors)} random priors"
    return judged(reading and exact == len(run.priors), text, {"kind": "the reading and Theorem 1"})


COSTS = tuple((F(a), F(b)) for a in (0, 1) for b in (0, 1))
"""Costs 0 or 1, independent and equally likely; both goods are worth 2."""


def _nearly_zero(run: Run) -> Result:
    """A public signal names an efficient producer k and nothing else. Given it k's cost is 1 with chance 1/4.

    He asks 1/4 + epsilon; the rival, whose cost is 1 with chance 3/4, asks more than that by a premium above e with
    chance epsilon / (epsilon + e). No price asked is surely below cost.
    """
    holds, prior = True, Prior.of([("1/4", [2, 2], costs) for costs in COSTS])
    weights = [(F(1, 4) / len(s.efficient), s.costs) for s in prior.states if 0 in s.efficient]
    mass = sum((w for w, _ in weights), F(0))
    own, rival = (sum((w * c[i] for w, c in weights), F(0)) / mass for i in (0, 1))
    rows = []
    for epsilon in (F(1, 10), F(1, 1000), F(1, 10**6)):
        price, mixing = own + epsilon, Mixing(epsilon, F(1), F(1))
        raised = [(epsilon + e) * mixing.at_least(e) for e in (F(k, 64) for k in range(1, 129))]
        holds &= max(raised) == epsilon  # constant up to the end of the rival's premium, then nothing
        holds &= price <= rival  # the rival could only sell at a loss
        holds &= 0 < price < 1
        rows.append((epsilon, prior.total_surplus - epsilon))
    holds &= (own, rival) == (F(1, 4), F(3, 4)) and mass == F(1, 2)
    bounds = least_producer_surplus(prior)
    certificate = {
        "kind": "continuum",
        "market": "values 2 and 2; costs 0 or 1, independent, equally likely, unknown",
        "information": "a public signal names an efficient producer",
        "named producer": "asks 1/4 + epsilon",
        "rival": "asks 1/4 + epsilon + e', P(e' > e) = epsilon / (epsilon + e) for e < 1",
        "epsilon, consumer surplus": rows,
        "bounds if costs were known": bounds,
    }
    text = (
        "an example of ours: producers earn any epsilon > 0 in all, consumers 7/4 - epsilon; 1/4 each were costs known"
    )
    return judged(holds and bounds == (F(1, 4), F(1, 4)), text, certificate)


def _restriction(run: Run) -> Result:
    """As printed nobody could ask more than a cost that he knows: not even the equilibrium of Example 1."""
    asked = {(s.cost, s.segment.price) for s in run.signals}
    printed = all(price <= cost for cost, price in asked)
    fixed = all(price >= cost for cost, price in asked)
    text = "below cost, as in the introduction: else the known costs of section I would allow no price above cost"
    certificate = {"kind": "counterexample", "cost, price in Example 1": sorted(asked)}
    return corrected(printed, fixed, text, certificate)


def _theorem_5(run: Run) -> Result:
    text = "the supplement with the statement is absent; one market where it is so is in the claim before"
    return Result(text, None, "open", {"kind": "no statement", "missing": "supplemental appendix C"})


def _below_cost(run: Run) -> Result:
    """Equal values, known costs: the cheapest asks his cost + epsilon, the next one more than that by a small premium.

    With two cheapest producers both ask their cost instead. Others ask the value of the good and sell nothing.
    """
    random, holds, tried, epsilon, below = Random(run.seed), True, 60, F(1, 1000), 0
    for _ in range(tried):
        costs = sorted(F(random.randint(0, 4)) for _ in range(random.choice((2, 3))))
        value = costs[0] + random.randint(1, 4)
        margin = epsilon if costs[1] > costs[0] else F(0)
        asked = costs[0] + margin
        mixing = Mixing(epsilon, F(1), value - asked)
        premiums = [mixing.end * F(k, 32) for k in range(1, 40)]
        raised = [(margin + e) * mixing.at_least(e) for e in premiums] if margin else [F(0)]
        holds &= max(raised) == margin and all(max(F(0), asked - cost) == 0 for cost in costs[1:])
        below += bool(margin) and asked < costs[1]
    text = (
        f"equal values, {tried} random costs: producers earn 1/1000 or 0; in {below} the rival asks less than his cost"
    )
    return judged(holds, text, {"kind": "continuum", "epsilon": epsilon, "below cost": below})


def _supplement(run: Run) -> Result:
    """Section I has prices at or above cost; what the supplement explores is the opposite."""
    within = all(s.segment.price >= s.cost for own in run.best for s in own)
    text = "below cost: prices above cost are the model of section I already"
    return corrected(
        not within, within, text, {"kind": "text", "printed": "above", "section I": "prices weakly above cost"}
    )


SECONDS = 3.0
"""How long the welfare set of Example 1 is searched for a claim."""


def _whole_set(run: Run) -> Result:
    """Brackets of its extremes in Example 1, both ends proven; longer searches narrow them."""
    found = welfare_data(run.example, SECONDS)
    ends = {name: found.ends(name) for name in found.brackets}
    closed = [name for name, (low, high) in ends.items() if low == high]
    gap = max(high - low for low, high in ends.values())
    text = (
        f"in Example 1 {', '.join(closed)} are exact, the others bracketed within {float(gap):.2g} after {SECONDS:g} s"
    )
    return Result(text, None, "open" if gap > 0 else "confirmed", {"kind": "proven bounds", "brackets": ends})
