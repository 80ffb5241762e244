"""Random markets of few consumers on small lattices, from which a market is sought in which a claim fails.

Valuations are small whole numbers, masses whole numbers over their sum, and the complementarity is a half of a whole
number, 0 more often than not. A market is named by a family, a seed and its number, so that each can be made again.
"""

from collections.abc import Callable, Mapping, Sequence
from fractions import Fraction
from random import Random

from selten.games.bundling import BundlingMarket
from selten.games.consumers.atoms import Atoms

HIGHEST = 5
"""The largest valuation of a component."""

MOST_ATOMS = 12
"""Kinds of consumers; mirror images count."""

_HEAVIEST = 4

Kinds = list[tuple[int, int]]


def _free(random: Random) -> Kinds:
    """Any consumers, from two kinds on."""
    return [(random.randint(0, HIGHEST), random.randint(0, HIGHEST)) for _ in range(random.randint(2, MOST_ATOMS))]


def _symmetric(random: Random) -> Kinds:
    """Consumers and their mirror images, all valuations positive."""
    count = random.randint(1, MOST_ATOMS // 2)
    half = [(random.randint(1, HIGHEST), random.randint(1, HIGHEST)) for _ in range(count)]
    return [*half, *((b, a) for a, b in half)]


def _comonotone(random: Random) -> Kinds:
    """Perfectly positively correlated: everybody values both components alike."""
    return [(v, v) for v in random.sample(range(1, HIGHEST + 1), random.randint(2, HIGHEST))]


def _countermonotone(random: Random) -> Kinds:
    """Perfectly negatively correlated: both components together are worth the same to everybody."""
    total = random.randint(3, HIGHEST + 2)
    lowest = range(max(1, total - HIGHEST), total // 2 + 1)
    half = [(v, total - v) for v in random.sample(lowest, random.randint(1, len(lowest)))]
    return [*half, *((b, a) for a, b in half)]


FAMILIES: Mapping[str, Callable[[Random], Kinds]] = {
    "free": _free,
    "symmetric": _symmetric,
    "comonotone": _comonotone,
    "countermonotone": _countermonotone,
}
"""Each family with its draw of consumers."""


def random_market(family: str, *, seed: int, number: int, negative: bool = False) -> BundlingMarket:
    """The market of this number; equal arguments make equal markets.

    Parameters
    ----------
    negative : bool
        Whether the complementarity may be negative (the bundle worth less than its components), which the bundling
        paper excludes.

    Examples
    --------
    >>> market = random_market("comonotone", seed=0, number=1)
    >>> market == random_market("comonotone", seed=0, number=1), market.valuations.symmetric
    (True, True)
    """
    random = Random(f"{family}/{seed}/{number}")
    kinds = FAMILIES[family](random)
    weights: dict[tuple[int, int], int] = {}
    for kind in dict.fromkeys(kinds):
        # mirror images weigh the same where the family is symmetric
        weight = weights.get((kind[1], kind[0])) if family != "free" else None
        weights[kind] = weight or random.randint(1, _HEAVIEST)
    halves = random.choice((0, 0, 0, 0, 1, 2, *((-1, -2) if negative else ())))
    return BundlingMarket(atoms(list(weights), list(weights.values())), Fraction(halves, 2))


def atoms(kinds: Sequence[tuple[int, int]], weights: Sequence[int]) -> Atoms:
    """Consumers with masses in proportion to whole numbers.

    Examples
    --------
    >>> [str(mass) for mass in atoms([(1, 1), (4, 4)], [1, 2]).masses]
    ['1/3', '2/3']
    """
    return Atoms.of(kinds, [Fraction(w, sum(weights)) for w in weights])


def fits_the_paper(market: BundlingMarket) -> bool:
    """Whether a market of atoms is symmetric, with positive valuations and no negative complementarity.

    Examples
    --------
    >>> fits_the_paper(BundlingMarket(atoms([(0, 1), (1, 0)], [1, 1]), Fraction(0)))
    False
    """
    assert isinstance(market.valuations, Atoms)
    positive = all(min(value) > 0 for value in market.valuations.values)
    return positive and market.valuations.symmetric and market.complementarity >= 0
