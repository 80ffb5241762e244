"""Linear programs over masses of (state, prices): sparse rows, HiGHS, and nothing taken on trust.

``max objective . x`` over x >= 0 with ``rows x <= 0``, ``balances x = 0`` and the masses of the states given. What
HiGHS returns is a proposal: callers repair a primal one to an exact equilibrium, and price all columns at a dual one.
"""

from dataclasses import dataclass
from typing import Any

import numpy as np

from selten.equilibria.interruptible import interruptible

Ints = np.ndarray[Any, np.dtype[np.int64]]
Floats = np.ndarray[Any, np.dtype[np.float64]]


@dataclass(frozen=True, slots=True)
class Entries:
    """A sparse matrix: ``keys`` name rows by any integer, ``columns`` and ``values`` as usual; repeated places add."""

    keys: Ints
    columns: Ints
    values: Floats


@dataclass(frozen=True, slots=True)
class Sparse:
    """A program.

    Parameters
    ----------
    rows, balances : Entries
        Left-hand sides of ``<= 0`` and of ``= 0``.
    states : Ints, shape (columns,)
        The state of each column.
    masses : Floats, shape (states,)
    """

    rows: Entries
    balances: Entries
    states: Ints
    masses: Floats


@dataclass(frozen=True, slots=True)
class Proposed:
    """What HiGHS proposes: a value, masses of the columns, and multipliers of the rows by their keys."""

    value: float
    primal: Floats
    keys: Ints
    dual: Floats
    iterations: int


def join(parts: list[tuple[Ints, Ints, Floats]]) -> Entries:
    """Entries from (keys, columns, values).

    Examples
    --------
    >>> join([]).keys.size
    0
    """
    if not parts:
        return Entries(np.zeros(0, np.int64), np.zeros(0, np.int64), np.zeros(0))
    return Entries(*(np.concatenate(part) for part in zip(*parts, strict=True)))


def propose(program: Sparse, objective: Floats, *, time_limit: float, solver: str = "simplex") -> Proposed | None:
    """Solve with HiGHS; None unless it says that it is at an optimum before the limit.

    Examples
    --------
    >>> one = np.zeros(1, np.int64)
    >>> free = Sparse(join([]), join([]), one, np.ones(1))
    >>> propose(free, np.array([2.0]), time_limit=10.0).value
    2.0
    """
    from highspy import Highs, HighsModelStatus

    if time_limit <= 0:
        return None
    highs = Highs()
    for name, value in (("output_flag", False), ("threads", 1), ("solver", solver), ("time_limit", float(time_limit))):
        highs.setOptionValue(name, value)
    for name in ("primal_feasibility_tolerance", "dual_feasibility_tolerance"):
        highs.setOptionValue(name, 1e-9)
    model, keys = _model(program, objective)
    highs.passModel(model)
    interruptible(highs.run)
    if highs.getModelStatus() != HighsModelStatus.kOptimal:
        return None
    found, info = highs.getSolution(), highs.getInfo()
    dual = np.array(found.row_dual)[: len(keys)]
    count = int(info.simplex_iteration_count)
    return Proposed(float(info.objective_function_value), np.array(found.col_value), keys, dual, count)


def _model(program: Sparse, objective: Floats) -> tuple[Any, Ints]:
    import highspy
    from scipy.sparse import csr_matrix, vstack

    columns, count = len(program.states), len(program.masses)
    keys, places = np.unique(program.rows.keys, return_inverse=True)
    equal, where = np.unique(program.balances.keys, return_inverse=True)
    parts = [
        csr_matrix((program.rows.values, (places, program.rows.columns)), shape=(len(keys), columns)),
        csr_matrix((program.balances.values, (where, program.balances.columns)), shape=(len(equal), columns)),
        csr_matrix((np.ones(columns), (program.states, np.arange(columns))), shape=(count, columns)),
    ]
    matrix = vstack(parts).tocsr()
    model = highspy.HighsLp()
    model.num_row_, model.num_col_ = matrix.shape
    model.sense_ = highspy.ObjSense.kMaximize
    model.col_cost_ = objective
    model.col_lower_, model.col_upper_ = np.zeros(columns), np.full(columns, np.inf)
    free, zero = np.full(len(keys), -np.inf), np.zeros(len(equal))
    model.row_lower_ = np.concatenate([free, zero, program.masses])
    model.row_upper_ = np.concatenate([np.zeros(len(keys)), zero, program.masses])
    model.a_matrix_.format_ = highspy.MatrixFormat.kRowwise
    model.a_matrix_.start_, model.a_matrix_.index_ = matrix.indptr, matrix.indices
    model.a_matrix_.value_ = matrix.data
    return model, keys
