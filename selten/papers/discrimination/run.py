"""What the claims of the price-discrimination paper share: its example, many priors, and what is known of them."""

from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property
from itertools import product
from random import Random

from selten.equilibria.discrimination.information import Proof, PublicSignal, best_information, prove
from selten.equilibria.discrimination.no_information import CostVerdict, MixedPrice, prove_mixed_prices
from selten.games.discrimination import Prior
from selten.games.segmentation import Segment

F = Fraction

PRIORS = 200
"""How many random priors a claim about all priors is tried on."""


@dataclass
class Run:
    """The paper's example, random priors, and their best information with its proof, each computed once."""

    seed: int = 0

    @cached_property
    def example(self) -> Prior:
        """Example 1: two producers, values 1 or 4 and costs 0 or 1, sixteen equally likely profiles."""
        profiles = product(product((1, 4), (0, 1)), repeat=2)
        return Prior.of([("1/16", [a[0], b[0]], [a[1], b[1]]) for a, b in profiles])

    @cached_property
    def signals(self) -> tuple[PublicSignal, ...]:
        """The best information of the example, by greedy extremal segments."""
        return best_information(self.example)

    @cached_property
    def printed(self) -> tuple[PublicSignal, ...]:
        """The segments that the paper prints for its example; equal profiles apart."""
        halves = ((F(3), F(1, 2)), (F(4), F(1, 2)))
        low = ((F(1), F(2, 3)), (F(3), F(1, 6)), (F(4), F(1, 6)))
        found = []
        for i in (0, 1):
            found += [PublicSignal(i, F(c), Segment(F(1, 16), ((F(c), F(1)),))) for c in (0, 1)]
            found.append(PublicSignal(i, F(0), Segment(F(3, 16), low)))
            found += [PublicSignal(i, F(c), Segment(mass, halves)) for c, mass in ((0, F(1, 16)), (1, F(1, 8)))]
        return tuple(found)

    @cached_property
    def priors(self) -> tuple[Prior, ...]:
        """Random priors of 1 to 4 producers on small whole numbers: many ties, zero margins, values below costs."""
        random = Random(self.seed)
        return tuple(random_prior(random) for _ in range(PRIORS))

    @cached_property
    def best(self) -> tuple[tuple[PublicSignal, ...], ...]:
        """The best information of each random prior."""
        return tuple(map(best_information, self.priors))

    @cached_property
    def proofs(self) -> tuple[Proof, ...]:
        """Its proof."""
        return tuple(map(prove, self.priors, self.best))

    @cached_property
    def uninformed(self) -> dict[Fraction, MixedPrice]:
        """How both producers price in the example without information, by cost."""
        dear = MixedPrice.of(F(3), F(4), scale=F(6), centre=F(1), shift=F(2))
        return {F(0): MixedPrice.of(F(9, 4), F(3), scale=F(9), centre=F(0), shift=F(3)), F(1): dear}

    @cached_property
    def uninformed_proof(self) -> tuple[CostVerdict, ...]:
        """That it is an equilibrium."""
        return prove_mixed_prices(self.example, [self.uninformed] * 2)


def random_prior(random: Random, *, homogeneous: bool = False, producers: int | None = None) -> Prior:
    """A prior on small whole numbers; ``homogeneous``: equal values that no lowest cost exceeds."""
    n = producers or random.choice((1, 2, 2, 3, 3, 4))
    states = []
    for _ in range(random.randint(1, 9)):
        costs = [random.randint(0, 4) for _ in range(n)]
        values = [random.randint(0, 6) for _ in range(n)]
        if homogeneous:
            values = [random.randint(min(costs), 6)] * n
        states.append((random.randint(1, 5), values, costs))
    total = sum(weight for weight, _, _ in states)
    return Prior.of([(F(weight, total), values, costs) for weight, values, costs in states])


def kinds(priors: tuple[Prior, ...]) -> dict[str, int]:
    """What a set of priors tries: how many there are, and in how many there are ties, zero margins, idle states."""
    return {
        "priors": len(priors),
        "producers": max(prior.producers for prior in priors),
        "with ties": sum(any(len(s.efficient) > 1 for s in prior.states) for prior in priors),
        "with zero margins": sum(any(s.efficient and s.best == 0 for s in prior.states) for prior in priors),
        "with values below costs": sum(any(not s.efficient for s in prior.states) for prior in priors),
    }
