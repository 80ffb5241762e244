"""Linear programs over distributions on a grid that bracket the problems of unknown values: a second method.

The prior is finite with atoms on the grid. Its E max(X - x, 0) is linear between grid points, so a distribution on the
grid that respects it there is a contraction: the inner program. Any distribution can be spread to the ends of its grid
cells without a change of E max(. - x, 0) at grid points; then P(r > y_j) is at most its P(r >= y_j): with the charges
y_j P(r > y_j) the program is an outer bound. Nothing here knows of Pareto distributions.
"""

from collections.abc import Mapping
from fractions import Fraction

import numpy as np
import numpy.typing as npt
from scipy.optimize import linprog
from scipy.sparse import csr_array, vstack

Floats = npt.NDArray[np.float64]
Prior = Mapping[Fraction, Fraction]


def grid(prior: Prior, cells: int) -> Floats:
    """An equidistant grid over the support and 0 that has every atom and 0 (checked)."""
    low, high = min([Fraction(0), *prior]), max([Fraction(0), *prior])
    points = [low + (high - low) * Fraction(k, cells) for k in range(cells + 1)]
    assert all(value in points for value in prior)
    assert Fraction(0) in points
    return np.array([float(point) for point in points])


def best(
    prior: Prior, y: Floats, gain: Floats, sides: list[tuple[Floats, npt.NDArray[np.bool_]]], weight: float = 1.0
) -> float:
    """The largest sum of gain minus weight times one profit a side, over contractions of the prior on the grid.

    ``sides``: for each producer the prices it may ask and, for each price, which grid points buy.
    """
    atoms = np.array([float(value) for value in prior])
    masses = np.array([float(mass) for mass in prior.values()])
    n, count = len(y), len(sides)
    spread = csr_array(np.maximum(y[None, :] - y[:, None], 0.0))
    limit = np.maximum(atoms[None, :] - y[:, None], 0.0) @ masses
    rows, limits = [_wide(spread, count)], [limit]
    for i, (prices, buys) in enumerate(sides):
        block = np.zeros((len(prices), n + count))
        block[:, :n] = prices[:, None] * buys
        block[:, n + i] = -1.0
        rows.append(csr_array(block))
        limits.append(np.zeros(len(prices)))
    equal = np.zeros((2, n + count))
    equal[0, :n], equal[1, :n] = 1.0, y
    done = linprog(
        np.concatenate([-gain, np.full(count, weight)]),
        A_ub=vstack(rows),
        b_ub=np.concatenate(limits),
        A_eq=equal,
        b_eq=[1.0, atoms @ masses],
        method="highs",
    )
    assert done.status == 0
    return -float(done.fun)


def _wide(matrix: csr_array, more: int) -> csr_array:
    full = np.zeros((matrix.shape[0], matrix.shape[1] + more))
    full[:, : matrix.shape[1]] = matrix.toarray()
    return csr_array(full)


def hotelling_bounds(prior: Prior, cells: int, *, weight: float = 1.0) -> tuple[float, float]:
    """Below and above E|r| / 2 minus weight times both profits."""
    y = grid(prior, cells)
    right, left = y[y >= 0], -y[y <= 0]
    bounds = []
    for buys in (np.greater_equal, np.greater):
        sides = [(right, buys(y[None, :], right[:, None])), (left, buys(-y[None, :], left[:, None]))]
        bounds.append(best(prior, y, np.abs(y) / 2, sides, weight))
    return bounds[0], bounds[1]


def monopoly_bounds(prior: Prior, cells: int) -> tuple[float, float]:
    """Below and above the consumer surplus of a monopolist; the prior is that of the value minus the cost."""
    y = grid(prior, cells)
    right = y[y >= 0]
    inner, outer = (
        best(prior, y, np.maximum(y, 0.0), [(right, buys(y[None, :], right[:, None]))])
        for buys in (np.greater_equal, np.greater)
    )
    return inner, outer


def profit_bounds(prior: Prior, cells: int, cap: float) -> tuple[float, float]:
    """Below and above the least profit where no price above the cap sells (the cap is on the grid or beyond it)."""
    y = grid(prior, cells)
    prices = y[y <= cap + 1e-12]
    outer, inner = (
        -best(prior, y, np.zeros(len(y)), [(prices, buys(y[None, :], prices[:, None]))])
        for buys in (np.greater, np.greater_equal)
    )
    return outer, inner


def uninformed_bounds(prior: Prior, cells: int, price: float) -> tuple[float, float]:
    """Below and above the largest E|r| / 2 for which a price is an equilibrium, deviations of both signs included.

    p' P(r >= p' - p) <= p / 2 for every p'; the inner program asks it at grid points with ties bought, which is all
    there is, the outer one with ties not bought.
    """
    y = grid(prior, cells)
    bounds = []
    for buys in (np.greater_equal, np.greater):
        others = y[(y > -price) & (y != 0)]
        shares = buys(y[None, :], others[:, None]) * 1.0
        limits = price / (2 * (price + others))
        bounds.append(_largest_spread(prior, y, shares, limits))
    return bounds[0], bounds[1]


def _largest_spread(prior: Prior, y: Floats, shares: Floats, limits: Floats) -> float:
    atoms = np.array([float(value) for value in prior])
    masses = np.array([float(mass) for mass in prior.values()])
    spread = np.maximum(y[None, :] - y[:, None], 0.0)
    done = linprog(
        -np.abs(y) / 2,
        A_ub=np.vstack([spread, shares]),
        b_ub=np.concatenate([np.maximum(atoms[None, :] - y[:, None], 0.0) @ masses, limits]),
        A_eq=np.vstack([np.ones(len(y)), y]),
        b_eq=[1.0, atoms @ masses],
        method="highs",
    )
    return -float(done.fun) if done.status == 0 else -np.inf
