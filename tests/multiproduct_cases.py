"""Markets of several components, and the buying rule spelt out in fractions over every set of products."""

import itertools
import random
from collections.abc import Mapping, Sequence
from fractions import Fraction

from selten.games.consumers.atoms import Tie
from selten.games.prices.multiproduct_market import MultiproductMarket

SMALL = Fraction(1, 1000)
"""Far less than any difference of surpluses in the tests, and so are its powers than each other."""

Vector = Mapping[str, Fraction]


def bonus(size: int, tie: Tie) -> Fraction:
    """How much lower a product's price is taken to be, for deciding ties."""
    if tie == "components":
        return SMALL**size
    return SMALL * size - SMALL**2 + SMALL ** (12 - size)


def earned(market: MultiproductMarket, vectors: Sequence[Vector], costs: Sequence[Vector], tie: Tie) -> list[Fraction]:
    """What each firm earns: every consumer compares all sets of products; ties by prices a little lower."""
    names = sorted({name for own in vectors for name in own})
    lowest = {name: min(own[name] for own in vectors if name in own) for name in names}
    sets = [s for size in range(len(names) + 1) for s in itertools.combinations(names, size)]
    sets = [s for s in sets if len(set("".join(s))) == len("".join(s))]
    totals = [Fraction(0)] * len(vectors)
    for kind, mass in enumerate(market.masses):
        left = {s: market.basket(kind, s) - sum(lowest[name] - bonus(len(name), tie) for name in s) for s in sets}
        best = [s for s in sets if left[s] == max(left.values())]
        for name in itertools.chain(*best):
            sellers = [i for i, own in enumerate(vectors) if own.get(name) == lowest[name]]
            for i in sellers:
                totals[i] += mass / len(best) / len(sellers) * (lowest[name] - costs[i].get(name, Fraction(0)))
    return totals


def random_market(seed: int, components: int, *, kinds: int = 5, parts: int = 4) -> MultiproductMarket:
    """Consumers on a coarse lattice, some with own values of bundles, with complementarities of both signs."""
    draw = random.Random(seed)
    names = ["".join(s) for n in range(2, components + 1) for s in itertools.combinations("12345"[:components], n)]
    consumers = []
    for _ in range(kinds):
        worth = {str(k + 1): Fraction(draw.randint(0, parts), parts) for k in range(components)}
        if draw.random() < 0.3:
            worth[draw.choice(names)] = Fraction(draw.randint(0, 3 * parts), parts)
        consumers.append(worth)
    weights = [draw.randint(1, 5) for _ in range(kinds)]
    masses = [Fraction(w, sum(weights)) for w in weights]
    extra = {name: Fraction(draw.randint(-1, 2), parts) for name in names}
    together = draw.choice(["products", "union"])
    return MultiproductMarket.of(consumers, masses, complementarity=extra, together=together)  # type: ignore[arg-type]
