"""Segments of consumers in each of which the lowest residual is a best price, and which keep the monopoly profit.

For a measure nu on residuals r >= c of consumers who cost c:

1. the mass at r = c, from which nothing can be earned, is a segment of its own with price c;
2. on the support S of the rest, with least element r0, the *extremal* segment x makes every price in S equally good:
   x([s, inf)) = (r0 - c) / (s - c) for s in S;
3. as much of x is taken out of nu as fits, which exhausts at least one residual; repeat (at most |S| segments).

Every best uniform price of nu stays in the support of what is left, so it is a best price in each segment, and the
segments' profits add up to the uniform monopoly profit.

Source: D. Bergemann, B. Brooks and S. Morris, "The limits of price discrimination", American Economic Review 105
(2015), section II; with a cost c the uniform-profit identity is (s - c) x([s, inf)) = r0 - c.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction


@dataclass(frozen=True, slots=True)
class Segment:
    """Part of a producer's consumers.

    Parameters
    ----------
    mass : Fraction
        How many they are.
    shares : tuple of (residual, share)
        Ascending in residuals; positive shares that sum to 1.
    """

    mass: Fraction
    shares: tuple[tuple[Fraction, Fraction], ...]

    @property
    def price(self) -> Fraction:
        """The lowest residual, at which everybody in the segment is sold to."""
        return self.shares[0][0]

    def demand(self, price: Fraction) -> Fraction:
        """The share whose residual is at least the price."""
        return sum((share for residual, share in self.shares if residual >= price), Fraction(0))


def extremal_segments(masses: Mapping[Fraction, Fraction], cost: Fraction) -> tuple[Segment, ...]:
    """The greedy segmentation of a measure on residuals that are all at least the cost.

    Examples
    --------
    >>> from fractions import Fraction as F
    >>> first, second = extremal_segments({F(3): F(1, 2), F(4): F(1, 2)}, F(1))
    >>> [(str(r), str(share)) for r, share in first.shares], str(first.mass), [str(r) for r, _ in second.shares]
    ([('3', '1/3'), ('4', '2/3')], '3/4', ['3'])
    """
    left = {residual: mass for residual, mass in masses.items() if mass > 0}
    segments = [Segment(left.pop(cost), ((cost, Fraction(1)),))] if cost in left else []
    while left:
        shares = _extremal(sorted(left), cost)
        mass = min(left[residual] / share for residual, share in shares)
        segments.append(Segment(mass, shares))
        left = {residual: left[residual] - mass * share for residual, share in shares if left[residual] > mass * share}
    return tuple(segments)


def _extremal(support: list[Fraction], cost: Fraction) -> tuple[tuple[Fraction, Fraction], ...]:
    """The shares that make every residual of the support an equally good price."""
    beyond = [(support[0] - cost) / (residual - cost) for residual in support] + [Fraction(0)]
    return tuple((residual, beyond[k] - beyond[k + 1]) for k, residual in enumerate(support))
