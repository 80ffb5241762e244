"""Convex sets of parameters, exactly: cones by their generators, cut by one linear form at a time.

Points are homogeneous: x = (x_0, x_1, ..., x_d) stands for the parameters (x_1, ..., x_d) / x_0, and a linear form with
a constant becomes a vector of d + 1 integers. A cell is the set of the points of a closed cone at which some of its
inequalities are strict; x_0 > 0 is always one of them.

The closed cone is kept as the sums of its extreme rays with weights >= 0 and of its lines with any weights. Cutting it
by f >= 0 keeps the rays with f >= 0 and adds one ray on f = 0 for each pair of *adjacent* rays on different sides: the
double description method (Motzkin, Raiffa, Thompson and Thrall 1953; Fukuda and Prodon, "Double description method
revisited", 1996). Two rays are adjacent exactly if no third ray is tight at every inequality at which both are. All
arithmetic is in integers, so which signs a form takes in a cell is read off the generators and is certain.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import reduce
from math import gcd
from operator import and_

from selten.equilibria.parametric.form import Sign
from selten.games.errors import InputError

Vector = tuple[int, ...]

MOST_RAYS = 20_000
"""A cone with more extreme rays is refused: pairs of them would have to be compared."""


@dataclass(frozen=True, slots=True)
class Cell:
    """A convex set of homogeneous parameters that is not empty.

    Parameters
    ----------
    rays : tuple of vectors
        The extreme rays of its closure, primitive integers.
    masks : tuple of int
        For each ray the inequalities that are tight there, as bits.
    lines : tuple of vectors
        Generators of either sign, independent.
    used : int
        How many inequalities have cut it.
    strict : int
        Those of them that are strict, as bits.
    """

    rays: tuple[Vector, ...]
    masks: tuple[int, ...]
    lines: tuple[Vector, ...]
    used: int
    strict: int

    @classmethod
    def everything(cls, symbols: int) -> "Cell":
        """All values of so many symbols.

        Examples
        --------
        >>> Cell.everything(2).lines
        ((0, 1, 0), (0, 0, 1))
        """
        unit = [tuple(int(i == k) for i in range(symbols + 1)) for k in range(symbols + 1)]
        return cls((unit[0],), (0,), tuple(unit[1:]), 1, 1)

    def signs(self, form: Vector) -> frozenset[int]:
        """The signs that a form takes in the cell: all of them, by proof.

        Examples
        --------
        >>> quadrant = Cell.everything(2).all_of([((0, 1, 0), ">="), ((0, 0, 1), ">")])
        >>> sorted(quadrant.signs((0, 1, 1))), sorted(quadrant.signs((0, 1, -1)))
        ([1], [-1, 0, 1])
        """
        if any(dot(form, line) for line in self.lines):
            return frozenset((-1, 0, 1))
        values = [dot(form, ray) for ray in self.rays]
        found = {1} if any(v > 0 for v in values) else set()
        if any(v < 0 for v in values):
            found.add(-1)
        if len(found) != 1 or self._holds(mask for mask, v in zip(self.masks, values, strict=True) if not v):
            found.add(0)
        return frozenset(found)

    def cut(self, form: Vector, sign: Sign) -> "Cell | None":
        """The part of the cell where the form is positive, not negative or zero; None if there is none.

        Raises
        ------
        InputError
            If the part has more than ``MOST_RAYS`` extreme rays.
        """
        values = [dot(form, line) for line in self.lines]
        pivot = next((k for k, v in enumerate(values) if v), None)
        cell = self._through_line(form, sign, values, pivot) if pivot is not None else self._split(form, sign)
        if len(cell.rays) > MOST_RAYS:
            raise InputError(f"assumptions: got a region with more than {MOST_RAYS} corners; allowed: fewer")
        return cell if cell._holds(cell.masks) else None

    def all_of(self, conditions: Iterable[tuple[Vector, Sign]]) -> "Cell | None":
        """The part where all conditions hold; None if there is none.

        Examples
        --------
        >>> Cell.everything(1).all_of([((0, 1), ">"), ((-1, -1), ">=")]) is None
        True
        """
        cell: Cell | None = self
        for form, sign in conditions:
            if cell is None:
                return None
            cell = cell.cut(form, sign)
        return cell

    @property
    def dimension(self) -> int:
        """The dimension of the set of parameters; 0 is a single point."""
        return rank([*self.rays, *self.lines]) - 1

    def inside(self) -> tuple[Fraction, ...]:
        """Parameters in the relative interior of the cell.

        Examples
        --------
        >>> Cell.everything(1).all_of([((0, 1), ">"), ((1, -1), ">")]).inside()
        (Fraction(1, 2),)
        """
        return parameters([sum(column) for column in zip(*self.rays, strict=True)])

    def _holds(self, masks: Iterable[int]) -> bool:
        """Whether no strict inequality is tight at all these rays: then their sum satisfies every one."""
        return not reduce(and_, masks, -1) & self.strict

    def _through_line(self, form: Vector, sign: Sign, values: Sequence[int], pivot: int) -> "Cell":
        """Cut a line in two: its one half becomes a ray, everything else is moved along it onto form = 0."""
        along = values[pivot]
        line = self.lines[pivot] if along > 0 else tuple(-x for x in self.lines[pivot])
        lines = tuple(
            _onto(x, v, line, abs(along)) for k, (x, v) in enumerate(zip(self.lines, values, strict=True)) if k != pivot
        )
        bit = 1 << self.used
        rays = [_onto(ray, dot(form, ray), line, abs(along)) for ray in self.rays]
        masks = [mask | bit for mask in self.masks]
        if sign != "==":
            rays.append(line)
            masks.append(bit - 1)
        return Cell(tuple(rays), tuple(masks), lines, self.used + 1, self.strict | (bit if sign == ">" else 0))

    def _split(self, form: Vector, sign: Sign) -> "Cell":
        values = [dot(form, ray) for ray in self.rays]
        bit = 1 << self.used
        kept = [
            (ray, mask if v else mask | bit)
            for ray, mask, v in zip(self.rays, self.masks, values, strict=True)
            if v == 0 or (v > 0 and sign != "==")
        ]
        kept += [(ray, mask | bit) for ray, mask in self._between(values)]
        rays, masks = zip(*kept, strict=True) if kept else ((), ())
        return Cell(rays, masks, self.lines, self.used + 1, self.strict | (bit if sign == ">" else 0))

    def _between(self, values: Sequence[int]) -> list[tuple[Vector, int]]:
        """A ray on form = 0 for each two adjacent rays on different sides of it."""
        found = []
        above = [k for k, v in enumerate(values) if v > 0]
        below = [k for k, v in enumerate(values) if v < 0]
        for i in above:
            for j in below:
                common = self.masks[i] & self.masks[j]
                if not any(mask & common == common for k, mask in enumerate(self.masks) if k not in (i, j)):
                    found.append((_onto(self.rays[j], values[j], self.rays[i], values[i]), common))
        return found


def dot(form: Vector, point: Vector) -> int:
    """The value of a form at a point."""
    return sum(map(int.__mul__, form, point))


def parameters(point: Sequence[int]) -> tuple[Fraction, ...]:
    """The parameters that a homogeneous point stands for."""
    return tuple(Fraction(x, point[0]) for x in point[1:])


def primitive(vector: Iterable[int]) -> Vector:
    """The vector divided by the greatest common divisor of its entries."""
    entries = tuple(vector)
    divisor = gcd(*entries)
    return entries if divisor <= 1 else tuple(x // divisor for x in entries)


def rank(vectors: Sequence[Vector]) -> int:
    """How many of the vectors are independent.

    Examples
    --------
    >>> rank([(1, 2), (2, 4), (0, 0)])
    1
    """
    from flint import fmpz_mat

    return int(fmpz_mat([list(vector) for vector in vectors]).rank()) if vectors else 0


def _onto(vector: Vector, value: int, line: Vector, along: int) -> Vector:
    """The vector moved along ``line`` onto form = 0, scaled to integers; ``along`` > 0 is the form of the line."""
    return primitive(along * x - value * y for x, y in zip(vector, line, strict=True))
