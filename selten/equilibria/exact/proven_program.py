"""Large sparse linear programs: HiGHS proposes a basis, rationals prove it.

For ``max c.z, A z <= b, z >= 0`` with b >= 0 and rational data. HiGHS solves the program in doubles and names the basis
it ends at. That basis is then computed exactly: with R the rows whose slack is not basic and C the basic variables,
``A[R, C] z = b[R]`` and ``y A[R, C] = c[C]`` (flint). If z and the slacks are >= 0, and y >= 0 with y A >= c, both are
optimal by duality, whatever the doubles were. If a sign fails, the exact simplex method of
:mod:`selten.equilibria.exact.linear` goes on from there.

Source: D. Applegate, W. Cook, S. Dash and D. Espinoza, "Exact solutions to linear programming problems", Operations
Research Letters 35 (2007).
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from math import lcm
from typing import Any

import numpy as np

from selten.equilibria.exact.linear import Optimum, maximise
from selten.games.errors import InputError

Row = Mapping[int, Fraction]

MOST_CELLS = 1_000_000
"""The largest full tableau (rows times columns) that the exact simplex method is given when HiGHS's basis fails."""


class UnprovenError(ArithmeticError):
    """The basis that HiGHS ended at is not optimal in rationals, and the program is too large to go on exactly."""


@dataclass(frozen=True, slots=True)
class Program:
    """``max objective . z`` subject to ``rows z <= bounds`` and ``z >= 0``.

    Parameters
    ----------
    objective : sequence of Fraction
    rows : sequence of mappings from the number of a variable to its coefficient
    bounds : sequence of Fraction, all >= 0
    """

    objective: Sequence[Fraction]
    rows: Sequence[Row]
    bounds: Sequence[Fraction]


def proven_maximum(program: Program, *, time_limit: float | None = None) -> Optimum:
    """An exact optimum with its exact dual certificate.

    Parameters
    ----------
    program : Program
    time_limit : float, optional
        Seconds that HiGHS may take.

    Returns
    -------
    Optimum
        Primal, dual and value as Fractions; optimality has been checked in rationals.

    Raises
    ------
    InputError
        If a bound is negative.
    TimeoutError
        If HiGHS reaches the limit.
    UnprovenError
        If the proof fails on a program that is too large for the exact simplex method.
    Unbounded
        If there is no optimum.

    Examples
    --------
    >>> one, two = Fraction(1), Fraction(2)
    >>> best = proven_maximum(Program([Fraction(3), two], [{0: one, 1: one}, {0: one}], [Fraction(4), two]))
    >>> best.value, best.primal, best.dual
    (Fraction(10, 1), (Fraction(2, 1), Fraction(2, 1)), (Fraction(2, 1), Fraction(1, 1)))
    """
    if any(bound < 0 for bound in program.bounds):
        raise InputError(f"bounds: got {min(program.bounds)}; allowed: at least 0")
    basis = _proposed(program, time_limit)
    proven = _at(program, basis) if basis is not None else None
    if proven is not None:
        return proven
    if len(program.rows) * (len(program.objective) + len(program.rows)) > MOST_CELLS:
        raise UnprovenError("the basis that HiGHS proposes is not optimal in rationals, and the program is too large")
    dense = [[row.get(j, Fraction(0)) for j in range(len(program.objective))] for row in program.rows]
    return maximise(program.objective, dense, program.bounds, start=basis or ())


def _proposed(program: Program, time_limit: float | None) -> list[int] | None:
    """The basis at which HiGHS stops, variables first and then slacks; None if it names none."""
    from highspy import HighsBasisStatus, HighsModelStatus

    highs = _model(program)
    if time_limit is not None:
        highs.setOptionValue("time_limit", time_limit)
    highs.run()
    if highs.getModelStatus() == HighsModelStatus.kTimeLimit:
        raise TimeoutError("HiGHS stopped at the time limit")
    found = highs.getBasis()
    statuses = [*found.col_status, *found.row_status]
    basic = [k for k, status in enumerate(statuses) if status == HighsBasisStatus.kBasic]
    return basic if len(basic) == len(program.rows) else None


def _model(program: Program) -> Any:
    import highspy

    highs = highspy.Highs()
    highs.setOptionValue("output_flag", False)
    highs.setOptionValue("threads", 1)
    model = highspy.HighsLp()
    model.num_col_, model.num_row_ = len(program.objective), len(program.rows)
    model.sense_ = highspy.ObjSense.kMaximize
    model.col_cost_ = _doubles(program.objective)
    model.col_lower_ = np.zeros(model.num_col_)
    model.col_upper_ = np.full(model.num_col_, highspy.kHighsInf)
    model.row_lower_ = np.full(model.num_row_, -highspy.kHighsInf)
    scales = [max((abs(value) for value in row.values()), default=Fraction(1)) or Fraction(1) for row in program.rows]
    model.row_upper_ = _doubles([bound / scale for bound, scale in zip(program.bounds, scales, strict=True)])
    model.a_matrix_.format_ = highspy.MatrixFormat.kRowwise
    model.a_matrix_.start_ = np.cumsum([0, *(len(row) for row in program.rows)]).astype(np.int32)
    model.a_matrix_.index_ = np.array([j for row in program.rows for j in row], dtype=np.int32)
    model.a_matrix_.value_ = _doubles(
        [value / scale for row, scale in zip(program.rows, scales, strict=True) for value in row.values()]
    )
    highs.passModel(model)
    return highs


def _doubles(values: Sequence[Fraction]) -> Any:
    return np.array([float(value) for value in values], dtype=np.float64)


def _at(program: Program, basis: Sequence[int]) -> Optimum | None:
    """The optimum at this basis if it is one, by exact arithmetic alone."""
    n = len(program.objective)
    basic = [k for k in basis if k < n]
    slack = {k - n for k in basis if k >= n}
    tight = [i for i in range(len(program.rows)) if i not in slack]
    solved = _solve(program, tight, basic)
    if solved is None:
        return None
    primal, dual = [Fraction(0)] * n, [Fraction(0)] * len(program.rows)
    for place, value in zip(basic, solved[0], strict=True):
        primal[place] = value
    for place, value in zip(tight, solved[1], strict=True):
        dual[place] = value
    optimum = Optimum(_dot(program.objective, primal), tuple(primal), tuple(dual), tuple(basis))
    return optimum if is_optimal(program, optimum) else None


def is_optimal(program: Program, optimum: Optimum) -> bool:
    """Whether primal and dual are feasible with the value of ``optimum``: the whole proof, in rationals.

    Examples
    --------
    >>> program = Program([Fraction(1)], [{0: Fraction(1)}], [Fraction(2)])
    >>> is_optimal(program, Optimum(Fraction(2), (Fraction(2),), (Fraction(1),), (0,)))
    True
    >>> is_optimal(program, Optimum(Fraction(1), (Fraction(1),), (Fraction(1),), (0,)))
    False
    """
    if min(optimum.primal, default=0) < 0 or min(optimum.dual, default=0) < 0:
        return False
    covered = [-cost for cost in program.objective]
    for row, price, bound in zip(program.rows, optimum.dual, program.bounds, strict=True):
        if sum((value * optimum.primal[j] for j, value in row.items() if optimum.primal[j]), Fraction(0)) > bound:
            return False
        for j, value in row.items() if price else ():
            covered[j] += price * value
    values = {_dot(program.objective, optimum.primal), _dot(program.bounds, optimum.dual), optimum.value}
    return min(covered, default=0) >= 0 and len(values) == 1


def _dot(a: Sequence[Fraction], b: Sequence[Fraction]) -> Fraction:
    return sum((x * y for x, y in zip(a, b, strict=True) if y), Fraction(0))


def _solve(
    program: Program, tight: Sequence[int], basic: Sequence[int]
) -> tuple[list[Fraction], list[Fraction]] | None:
    """The basic variables and the prices of the tight rows; None if the basis is singular."""
    from flint import fmpz_mat

    places = {j: k for k, j in enumerate(basic)}
    matrix, right = [], []
    scales = []
    for i in tight:
        row = program.rows[i]
        scale = lcm(program.bounds[i].denominator, *(value.denominator for value in row.values()))
        line = [0] * len(basic)
        for j, value in row.items():
            if j in places:
                line[places[j]] = int(value * scale)
        matrix.append(line)
        right.append([int(program.bounds[i] * scale)])
        scales.append(scale)
    if len(matrix) != len(basic):
        return None
    if not matrix:
        return [], []
    common = lcm(*(program.objective[j].denominator for j in basic))
    costs = fmpz_mat([[int(program.objective[j] * common)] for j in basic])
    square = fmpz_mat(matrix)
    try:
        primal, dual = square.solve(fmpz_mat(right)), square.transpose().solve(costs)
    except ZeroDivisionError:
        return None
    values = [_fraction(primal[k, 0]) for k in range(len(basic))]
    return values, [_fraction(dual[k, 0]) * scale / common for k, scale in enumerate(scales)]


def _fraction(value: Any) -> Fraction:
    return Fraction(int(value.p), int(value.q))
