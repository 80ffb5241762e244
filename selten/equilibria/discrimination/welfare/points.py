"""The prices at which the axis of each producer is cut, in whole multiples of one unit.

Two offers compare by the consumer's surplus: producer j's price p is as good as producer i's p + v_i - v_j. So that
offers are told apart by their cells alone, the cuts of all producers are carried onto each other by all differences
v_i - v_j that occur. The unit is the greatest common divisor g of all values and costs. The cells of length g fall into
classes that the differences carry onto each other, and each class may be cut as finely as one likes. Classes in which
one producer has several cells, where prices for different consumers meet, are cut more finely.
"""

from dataclasses import dataclass
from fractions import Fraction
from functools import reduce
from itertools import product
from math import gcd, lcm

from selten.games.discrimination import Prior

MOST_POINTS = 400
"""Beyond this many cuts of one axis the producers' prices are not cut by a lattice."""


@dataclass(frozen=True, slots=True)
class Points:
    """Cuts of the price axes.

    Parameters
    ----------
    unit : Fraction
    axes : tuple of tuple of int
        For each producer ascending prices in units; they contain his values and his costs.
    cells : bool
        Whether cells between neighbouring points are carried onto each other (else only the points can be used).
    """

    unit: Fraction
    axes: tuple[tuple[int, ...], ...]
    cells: bool

    def units(self, amount: Fraction) -> int:
        """An amount in units.

        Examples
        --------
        >>> Points(Fraction(1, 2), ((0, 1, 2),), True).units(Fraction(1))
        2
        """
        return int(amount / self.unit)


def common_unit(prior: Prior) -> Fraction:
    """The greatest number of which all values and costs are whole multiples.

    Examples
    --------
    >>> common_unit(Prior.of([("1/2", [3], [1]), ("1/2", ["7/2"], [1])]))
    Fraction(1, 2)
    """
    amounts = [x for state in prior.states for x in (*state.values, *state.costs)]
    scale = lcm(*(x.denominator for x in amounts))
    return Fraction(reduce(gcd, (int(x * scale) for x in amounts)) or scale, scale)


def lattice(prior: Prior, fine: int, coarse: int) -> Points | None:
    """Cuts into ``fine`` pieces where prices for different consumers meet, else ``coarse``; None if too many.

    Examples
    --------
    >>> lattice(Prior.of([("1/2", [2], [1]), ("1/2", [4], [1])]), 2, 1).axes
    ((0, 2, 4, 6, 8),)
    """
    base = common_unit(prior)
    tops = [int(max(max(s.values[i], s.costs[i]) for s in prior.states) / base) for i in range(prior.producers)]
    if max(tops, default=0) > MOST_POINTS:
        return None
    crowded = _crowded(prior, base, tops)
    pieces = lcm(fine, coarse)
    axes = []
    for i, top in enumerate(tops):
        cuts = {top * pieces}
        for k in range(top):
            step = pieces // (fine if (i, k) in crowded else coarse)
            cuts.update(range(k * pieces, (k + 1) * pieces, step))
        axes.append(tuple(sorted(cuts)))
    if max(map(len, axes)) > MOST_POINTS:
        return None
    return Points(base / pieces, tuple(axes), True)


def landmarks(prior: Prior) -> Points:
    """Only the values, the costs and the residuals, for priors whose numbers have no useful common unit.

    Examples
    --------
    >>> landmarks(Prior.of([(1, [7, 5], [1, 2])])).axes
    ((1, 4, 7), (0, 2, 5))
    """
    base = common_unit(prior)
    axes = []
    for i in range(prior.producers):
        found = {x for s in prior.states for x in (s.values[i], s.costs[i], max(s.residual(i), Fraction(0)))}
        axes.append(tuple(sorted(int(x / base) for x in found)))
    return Points(base, tuple(axes), False)


def _crowded(prior: Prior, base: Fraction, tops: list[int]) -> set[tuple[int, int]]:
    """The unit cells (producer, number) of classes in which some producer has several."""
    n = prior.producers
    shifts = {
        (i, j, int((s.values[j] - s.values[i]) / base))
        for s in prior.states
        for i, j in product(range(n), repeat=2)
        if i != j
    }
    seen: set[tuple[int, int]] = set()
    crowded: set[tuple[int, int]] = set()
    for start in ((i, k) for i, top in enumerate(tops) for k in range(top)):
        if start in seen:
            continue
        group, queue = {start}, [start]
        while queue:
            i, k = queue.pop()
            ways = ((j, k + d) for first, j, d in shifts if first == i)
            for j, m in ways:
                if 0 <= m < tops[j] and (j, m) not in group:
                    group.add((j, m))
                    queue.append((j, m))
        seen |= group
        if len({i for i, _ in group}) < len(group):
            crowded |= group
    return crowded
