"""Stationary prices of several sellers whose profits are piecewise polynomial, inside a piece or where pieces meet.

Each seller sets some of the prices. At stationary prices inside a piece every own derivative of every seller vanishes.
Where the point is on an edge that a seller can cross by its own prices, the edge is an equation instead of the
derivative across it, and the profit must fall into the pieces on either side: its one-sided derivative is negative (or
zero with a negative second derivative, for a seller of one product), or it jumps down. All signs are exact.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import product
from typing import Any

from selten.equilibria.bundling.piecewise import Branches, constant
from selten.equilibria.bundling.stationary import Solution, Unproven, at_floats, solve

_MOST_TIES = 4
"""Edges that may meet in the point; their pieces are all visited."""

Sides = tuple[bool, ...]


@dataclass(frozen=True, slots=True)
class Seller:
    """A profit, as a polynomial on one piece, and the unknowns that its seller sets."""

    own: tuple[str, ...]
    profit: Any


Build = Callable[[Branches], Sequence[Seller]]
"""Writes the sellers' profits on the piece that the branches decide; always the same sellers."""


def stationary(
    build: Build, at: Mapping[str, float], *, tolerance: float, reach: float
) -> tuple[Solution, tuple[Any, ...]]:
    """The exact stationary prices that ``at`` approximates, and the sellers' profits as polynomials there.

    Parameters
    ----------
    tolerance : float
        Edges at most this far from the point are taken to pass through it.
    reach : float
        See :func:`selten.equilibria.bundling.stationary.solve`.

    Raises
    ------
    Unproven
        If the conditions are not shown to hold.

    Examples
    --------
    The largest min(t, 1 - t):

    >>> from selten.equilibria.bundling.piecewise import unknown
    >>> t = unknown("t")
    >>> tent = lambda branches: [Seller(("t",), t if branches.positive(1 - 2 * t) else 1 - t)]
    >>> solution, (profit,) = stationary(tent, {"t": 0.5}, tolerance=1e-9, reach=1e-6)
    >>> solution.value(profit).text
    '1/2'
    """
    pieces = _meeting(build, at, tolerance)
    base = pieces.base(at)
    sellers = pieces.profits[base]
    steps = [pieces.steps(i) for i in range(len(sellers))]
    equations = [pieces.ties[j] for own in steps for j in own.across]
    for seller, own in zip(sellers, steps, strict=True):
        equations += [_slope(seller, direction) for direction in own.along]
    solution = solve(equations, at, reach)
    if not all(solution.sign(form) > 0 for form in pieces.inside):
        raise Unproven("the solution is not inside the piece")
    for i, own in enumerate(steps):
        pieces.check(solution, base, i, own)
    return solution, tuple(seller.profit for seller in sellers)


@dataclass(frozen=True, slots=True)
class _Steps:
    """Directions of a seller's own prices: ``across`` one edge each, by its number, and ``along`` all these edges."""

    across: Mapping[int, tuple[Fraction, ...]]
    along: tuple[tuple[Fraction, ...], ...]


@dataclass(frozen=True, slots=True)
class _Pieces:
    """The pieces that meet in a point: the edges between them, and the sellers for every choice of sides."""

    ties: tuple[Any, ...]
    inside: tuple[Any, ...]
    profits: Mapping[Sides, Sequence[Seller]]

    def base(self, at: Mapping[str, float]) -> Sides:
        """The sides with the largest profits: on an edge they differ only where demand jumps."""
        return max(self.profits, key=lambda sides: sum(at_floats(s.profit, at) for s in self.profits[sides]))

    def steps(self, i: int) -> _Steps:
        """Directions of seller i, dual to the edges that it can cross and that change its profit."""
        own = next(iter(self.profits.values()))[i].own
        slopes = {j: [_number(tie.derivative(name)) for name in own] for j, tie in enumerate(self.ties)}
        crossed = [j for j, slope in slopes.items() if any(slope) and self._matters(i, j)]
        directions = _dual([slopes[j] for j in crossed], len(own))
        return _Steps(dict(zip(crossed, directions, strict=False)), tuple(directions[len(crossed) :]))

    def check(self, solution: Solution, base: Sides, i: int, own: _Steps) -> None:
        """Show that the profit of seller i falls from the point into any of the pieces it can reach."""
        here = self.profits[base][i].profit
        for flips in product((False, True), repeat=len(own.across)):
            flipped = {j for j, flip in zip(own.across, flips, strict=True) if flip}
            sides = tuple(side != (j in flipped) for j, side in enumerate(base))
            seller = self.profits[sides][i]
            jump = solution.sign(seller.profit - here)
            outward = [tuple(x if sides[j] else -x for x in e) for j, e in own.across.items()]
            if jump > 0 or (jump == 0 and not all(_falls(solution, seller, e) for e in outward)):
                raise Unproven("the profit does not fall beyond an edge")

    def _matters(self, i: int, j: int) -> bool:
        """Whether seller i's profit differs between the two sides of edge j."""
        return any(
            self.profits[sides][i].profit != self.profits[(*sides[:j], not sides[j], *sides[j + 1 :])][i].profit
            for sides in self.profits
        )


def _meeting(build: Build, at: Mapping[str, float], tolerance: float) -> _Pieces:
    ties: dict[str, Any] = {}
    while True:
        known = tuple(ties)
        inside: dict[str, Any] = {}
        profits: dict[Sides, Sequence[Seller]] = {}
        for sides in product((True, False), repeat=len(known)):
            branches = Branches(at, tolerance, dict(zip(known, sides, strict=True)))
            profits[sides] = build(branches)
            inside |= branches.inside
            ties |= branches.ties
        if len(ties) == len(known):
            return _Pieces(tuple(ties.values()), tuple(inside.values()), profits)
        if len(ties) > _MOST_TIES:
            raise Unproven("too many pieces meet")


def _dual(slopes: list[list[Fraction]], size: int) -> list[tuple[Fraction, ...]]:
    """Directions e_j with slopes_i . e_j = 1 for i = j and 0 otherwise, completed to a basis by common kernels."""
    import flint

    rows = [[flint.fmpq(x.numerator, x.denominator) for x in row] for row in slopes]
    for unit in range(size):
        longer = [*rows, [flint.fmpq(int(unit == j)) for j in range(size)]]
        if len(longer) <= size and flint.fmpq_mat(longer).rank() == len(longer):
            rows = longer
    if len(rows) != size or flint.fmpq_mat(rows).rank() != size:
        raise Unproven("more edges than prices")
    columns = flint.fmpq_mat(rows).inv().transpose().tolist()
    return [tuple(Fraction(int(x.p), int(x.q)) for x in column) for column in columns]


def _slope(seller: Seller, direction: Sequence[Fraction]) -> Any:
    """The derivative of the profit in a direction of the seller's own prices."""
    return sum(
        (constant(x) * seller.profit.derivative(name) for name, x in zip(seller.own, direction, strict=True)),
        constant(0),
    )


def _falls(solution: Solution, seller: Seller, direction: Sequence[Fraction]) -> bool:
    slope = _slope(seller, direction)
    sign = solution.sign(slope)
    if sign or len(seller.own) > 1:
        return sign < 0
    return solution.sign(_slope(Seller(seller.own, slope), direction)) < 0


def _number(polynomial: Any) -> Fraction:
    """The value of a constant polynomial."""
    if polynomial.is_zero():
        return Fraction(0)
    value = polynomial.leading_coefficient()
    return Fraction(int(value.p), int(value.q))
