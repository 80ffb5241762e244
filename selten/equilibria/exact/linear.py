"""Exact linear programs: maximise c.z subject to A z <= b, z >= 0, where b >= 0.

The slack basis is feasible, so one phase is enough. The simplex method runs with Bland's rule (R. G. Bland, Mathematics
of Operations Research 2, 1977), which cannot cycle, in the arithmetic of its data:

* rationals, carried as flint's fmpq: the optimum is exact;
* :class:`~selten.games.enclosed.Enclosed` numbers. Pivoting on intervals widens them, so the program is first solved in
  rationals at the centres of the intervals and only that basis is computed in intervals; every sign that optimality
  rests on is then proven there, and Bland's rule goes on in intervals if the basis is proven wrong.

Columns are numbered: the variables z first, then one slack for each row.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from selten.games.enclosed import Enclosed
from selten.games.errors import InputError
from selten.games.normal_form import Number


class Unbounded(ArithmeticError):
    """The objective grows without end; ``ray`` is a z >= 0 with A z <= 0 and c.z > 0."""

    def __init__(self, ray: tuple[Number, ...]) -> None:
        super().__init__("the objective grows without end along a ray")
        self.ray = ray


@dataclass(frozen=True, slots=True)
class Optimum:
    """A basic solution and its dual.

    Parameters
    ----------
    value : Number
        c.primal, which is also b.dual.
    primal : tuple of Number
        z, one entry for each variable.
    dual : tuple of Number
        y, one entry for each row. At an optimum y >= 0 and yA >= c: that proves that no feasible z does better.
    basis : tuple of int
        The basic columns, ascending.
    """

    value: Number
    primal: tuple[Number, ...]
    dual: tuple[Number, ...]
    basis: tuple[int, ...]


def maximise(
    objective: Sequence[Number],
    rows: Sequence[Sequence[Number]],
    bounds: Sequence[Number],
    *,
    start: Sequence[int] = (),
) -> Optimum:
    """An optimum of ``max c.z, A z <= b, z >= 0`` with its dual certificate.

    Parameters
    ----------
    objective, rows, bounds : sequences of int, Fraction or Enclosed
        c, A and b >= 0.
    start : sequence of int, optional
        A basis to begin at; one that is singular or not feasible is left for the slack basis.

    Raises
    ------
    InputError
        If the lengths do not fit or a bound is negative.
    Unbounded
        If there is no optimum.
    Undecided
        If enclosures leave open a sign that optimality rests on.

    Examples
    --------
    >>> best = maximise([3, 2], [[1, 1], [1, 0]], [4, 2])
    >>> best.value, best.primal, best.dual
    (Fraction(10, 1), (Fraction(2, 1), Fraction(2, 1)), (Fraction(2, 1), Fraction(1, 1)))
    """
    _check(objective, rows, bounds)
    if not start and _is_enclosed(objective, rows, bounds):
        centres = Centres()
        centre = (centres.row(objective), [centres.row(row) for row in rows], centres.row(bounds))
        start = maximise(*centre).basis
    tableau = _Tableau(objective, rows, bounds)
    try:
        tableau.go_to(start)
        feasible = all(row[-1] >= 0 for row in tableau.rows)
    except ArithmeticError:
        feasible = False
    if not feasible:
        tableau = _Tableau(objective, rows, bounds)
    tableau.climb()
    return tableau.solution()


def at_basis(
    objective: Sequence[Number], rows: Sequence[Sequence[Number]], bounds: Sequence[Number], basis: Sequence[int]
) -> Optimum:
    """The basic solution and its dual at ``basis``, whether they are feasible and optimal or not.

    Raises
    ------
    ZeroDivisionError
        If the basis is singular.
    Undecided
        If enclosures leave open whether it is.

    Examples
    --------
    >>> at_basis([3, 2], [[1, 1], [1, 0]], [4, 2], [0, 3]).primal
    (Fraction(4, 1), Fraction(0, 1))
    """
    tableau = _Tableau(objective, rows, bounds)
    tableau.go_to(basis)
    return tableau.solution()


class Centres:
    """Rational centres of enclosures: numbers equal up to sign as identities get centres equal up to sign.

    Examples
    --------
    >>> b = Enclosed.symbol("b", 1.0, 2.0)
    >>> Centres().row([b, -b, b - b])
    [Fraction(3, 2), Fraction(-3, 2), Fraction(0, 1)]
    """

    def __init__(self) -> None:
        self._known: dict[int, Fraction] = {}

    def __call__(self, value: Number) -> Fraction:
        """A rational inside the enclosure, or the rational itself."""
        if not isinstance(value, Enclosed):
            return Fraction(value)
        if value.residue not in self._known:
            centre = (Fraction(value.low) + Fraction(value.high)) / 2
            self._known[value.residue] = centre
            self._known[(-value).residue] = -centre
        return self._known[value.residue]

    def row(self, values: Iterable[Number]) -> list[Fraction]:
        """The centres of several numbers."""
        return [self(value) for value in values]


class _Tableau:
    """[A | I | b] and the reduced costs, kept for a basis: the simplex tableau in full."""

    def __init__(self, objective: Sequence[Number], rows: Sequence[Sequence[Number]], bounds: Sequence[Number]) -> None:
        number = _carrier(_is_enclosed(objective, rows, bounds))
        zero, one = number(Fraction(0)), number(Fraction(1))
        self.variables = len(objective)
        self.rows = [
            [number(x) for x in row] + [one if k == i else zero for k in range(len(rows))] + [number(bound)]
            for i, (row, bound) in enumerate(zip(rows, bounds, strict=True))
        ]
        self.costs = [number(x) for x in objective] + [zero] * (len(rows) + 1)
        self.basis = [self.variables + i for i in range(len(rows))]

    def climb(self) -> None:
        """Bland's rule until no reduced cost is positive."""
        while True:
            entering = next((j for j, cost in enumerate(self.costs[:-1]) if cost > 0), None)
            if entering is None:
                return
            self.pivot(self._leaving(entering), entering)

    def go_to(self, basis: Sequence[int]) -> None:
        """Make the columns ``basis`` basic, on the largest pivots in sight (intervals widen least there)."""
        if not basis:
            return
        for column in sorted(set(basis) - set(self.basis)):
            free = [i for i, basic in enumerate(self.basis) if basic not in basis]
            self.pivot(max(free, key=lambda i: _size(self.rows[i][column])), column)

    def pivot(self, row: int, column: int) -> None:
        """Make ``column`` basic in ``row``."""
        pivot = self.rows[row][column]
        pivotal = [x if _vanishes(x) else x / pivot for x in self.rows[row]]
        self.rows[row] = pivotal
        self.rows = [own if i == row else _eliminate(own, pivotal, column) for i, own in enumerate(self.rows)]
        self.costs = _eliminate(self.costs, pivotal, column)
        self.basis[row] = column

    def solution(self) -> Optimum:
        """The basic solution, its dual and its value."""
        primal = [Fraction(0)] * self.variables
        for basic, row in zip(self.basis, self.rows, strict=True):
            if basic < self.variables:
                primal[basic] = _outside(row[-1])
        dual = tuple(_outside(-cost) for cost in self.costs[self.variables : -1])
        return Optimum(_outside(-self.costs[-1]), tuple(primal), dual, tuple(sorted(self.basis)))

    def _leaving(self, entering: int) -> int:
        """The row with the least ratio, at a tie the one with the first basic column (Bland)."""
        leaving, least = -1, None
        for i in sorted(range(len(self.rows)), key=lambda i: self.basis[i]):
            if self.rows[i][entering] > 0:
                ratio = self.rows[i][-1] / self.rows[i][entering]
                if least is None or ratio < least:
                    leaving, least = i, ratio
        if least is None:
            raise Unbounded(self._ray(entering))
        return leaving

    def _ray(self, entering: int) -> tuple[Number, ...]:
        ray = [Fraction(int(j == entering)) for j in range(self.variables)]
        for basic, row in zip(self.basis, self.rows, strict=True):
            if basic < self.variables:
                ray[basic] = _outside(-row[entering])
        return tuple(ray)


def _size(value: Number) -> float:
    """How good a pivot it is: exact numbers differ only in being zero."""
    return abs(float(value)) if isinstance(value, Enclosed) else float(not _vanishes(value))


def _eliminate(row: list[Number], pivotal: list[Number], column: int) -> list[Number]:
    factor = row[column]
    if _vanishes(factor):
        return row
    return [x if _vanishes(p) else x - factor * p for x, p in zip(row, pivotal, strict=True)]


def _vanishes(value: Number) -> bool:
    """Zero for sure; never in doubt: an enclosure around zero that is no identity does not count as zero."""
    return value.residue == 0 if isinstance(value, Enclosed) else not value


def _carrier(enclosed: bool) -> Any:
    """The function that takes an input number into the arithmetic of the tableau."""
    if enclosed:
        return Enclosed.of
    from flint import fmpq

    def rational(value: Number) -> Any:
        exact = Fraction(value)
        return fmpq(exact.numerator, exact.denominator)

    return rational


def _outside(value: Number) -> Number:
    return value if isinstance(value, Enclosed) else Fraction(int(value.p), int(value.q))


def _is_enclosed(objective: Sequence[Number], rows: Sequence[Sequence[Number]], bounds: Sequence[Number]) -> bool:
    return any(isinstance(x, Enclosed) for part in (objective, bounds, *rows) for x in part)


def _check(objective: Sequence[Number], rows: Sequence[Sequence[Number]], bounds: Sequence[Number]) -> None:
    if len(rows) != len(bounds):
        raise InputError(f"maximise: got {len(rows)} rows and {len(bounds)} bounds; allowed: one bound for each row")
    for i, (row, bound) in enumerate(zip(rows, bounds, strict=True)):
        if len(row) != len(objective):
            raise InputError(
                f"maximise: rows[{i}]: got {len(row)} entries; allowed: {len(objective)}, as the objective"
            )
        if not bound >= 0:
            raise InputError(f"maximise: bounds[{i}]: got {bound}; allowed: at least 0")
