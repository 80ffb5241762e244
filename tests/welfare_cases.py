"""Priors with known answers for the tests of welfare."""

from fractions import Fraction
from itertools import product
from random import Random

from selten.games.discrimination import Prior

EXAMPLE_1 = Prior.of(
    [("1/16", values, costs) for values in product([1, 4], repeat=2) for costs in product([0, 1], repeat=2)]
)
"""Two producers, values 1 or 4, costs 0 or 1, all independent and equally likely."""

MONOPOLY = Prior.of([("1/3", [1], [0]), ("1/3", [2], [0]), ("1/3", [3], [0])])
"""One producer: best price 2 for 4/3; the set is the triangle (4/3, 0), (2, 0), (4/3, 2/3)."""


def random_prior(seed: int, producers: int) -> Prior:
    """A few states with small whole values and costs."""
    drawn = Random(seed)
    states = [
        (
            drawn.randint(1, 5),
            [drawn.randint(0, 4) for _ in range(producers)],
            [drawn.randint(0, 2) for _ in range(producers)],
        )
        for _ in range(4)
    ]
    total = sum(mass for mass, _, _ in states)
    return Prior.of([(Fraction(mass, total), values, costs) for mass, values, costs in states])
