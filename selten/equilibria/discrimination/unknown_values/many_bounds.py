"""The two linear programs of ``many``, solved by HiGHS, and what is proven from them in rationals."""

from fractions import Fraction

import numpy as np
import numpy.typing as npt

from selten.equilibria.discrimination.unknown_values.beliefs import Column, Market, Weights

Grids = tuple[tuple[Fraction, ...], ...]


def inner(market: Market, grids: Grids, columns: list[Column]) -> Weights:
    """An information structure from the weights of the program; what rounding leaves over learns the state."""
    primal, _, _ = _program(market, grids, columns)
    weights = [Fraction(float(w)) if w > 1e-12 else Fraction(0) for w in primal]
    used = [(column, w) for column, w in zip(columns, weights, strict=True) if w]
    covered = [sum((w * c.belief[s] for c, w in used), Fraction(0)) for s in range(len(market.masses))]
    ratios = [mass / total for mass, total in zip(market.masses, covered, strict=True) if total]
    scale = min(Fraction(1), *ratios) if ratios else Fraction(1)
    rest = [mass - scale * total for mass, total in zip(market.masses, covered, strict=True)]
    known = [(_informed(market, s), mass) for s, mass in enumerate(rest) if mass]
    pairs = [*((column, scale * w) for column, w in used), *known]
    return Weights(tuple(column for column, _ in pairs), tuple(mass for _, mass in pairs))


def _informed(market: Market, state: int) -> Column:
    """The column of a consumer who knows the state."""
    margins = [v - c for v, c in zip(market.values[state], market.costs, strict=True)]
    best = max(range(len(margins)), key=lambda i: margins[i])
    if margins[best] < 0:
        return Column(market.corners[state], None, 0, Fraction(0))
    return Column(market.corners[state], best, 0, margins[best])


def outer(market: Market, grids: Grids, columns: list[Column]) -> Fraction:
    """The bound that the multipliers prove: y . prior plus the largest violation of y . belief >= net surplus."""
    _, y, nu = _program(market, grids, columns)
    states = [Fraction(float(value)) for value in y]
    charges = [_charges(grid, weights) for grid, weights in zip(grids, nu, strict=True)]
    worst = Fraction(0)
    for column in columns:
        paid = charges[column.producer][column.label] if column.producer is not None else Fraction(0)
        covered = sum((a * b for a, b in zip(states, column.belief, strict=True) if b), Fraction(0))
        worst = max(worst, column.surplus - paid - covered)
    return sum((a * m for a, m in zip(states, market.masses, strict=True)), Fraction(0)) + worst


def _charges(grid: tuple[Fraction, ...], weights: npt.NDArray[np.float64]) -> list[Fraction]:
    """For each label k the sum over k' <= k of (p_k' - c) nu_k', where nu >= 0 is scaled to a sum of at most 1."""
    exact = [max(Fraction(0), Fraction(float(w))) for w in weights]
    total = max(Fraction(1), sum(exact, Fraction(0)))
    charges, paid = [], Fraction(0)
    for price, weight in zip(grid, exact, strict=True):
        paid += (price - grid[0]) * weight / total
        charges.append(paid)
    return charges


def _program(
    market: Market, grids: Grids, columns: list[Column]
) -> tuple[npt.NDArray[np.float64], npt.NDArray[np.float64], list[npt.NDArray[np.float64]]]:
    """Weights, multipliers of the states, and multipliers of the prices by producer."""
    from scipy.optimize import linprog
    from scipy.sparse import csr_array, hstack

    size, producers = len(columns), len(grids)
    value = np.array([float(column.surplus) for column in columns])
    beliefs = np.array([[float(b) for b in column.belief] for column in columns]).T
    blocks = [_revenue(i, grid, columns) for i, grid in enumerate(grids)]
    profits = [np.zeros((len(grid), producers)) for grid in grids]
    for i, block in enumerate(profits):
        block[:, i] = -1.0
    rows = hstack([csr_array(np.vstack(blocks)), csr_array(np.vstack(profits))])
    done = linprog(
        np.concatenate([-value, np.ones(producers)]),
        A_ub=rows,
        b_ub=np.zeros(rows.shape[0]),
        A_eq=np.hstack([beliefs, np.zeros((len(market.masses), producers))]),
        b_eq=[float(mass) for mass in market.masses],
        method="highs",
    )
    if done.status != 0:
        raise RuntimeError(f"HiGHS: {done.message}")
    cuts = np.cumsum([len(grid) for grid in grids])[:-1]
    return done.x[:size], -done.eqlin.marginals, np.split(-done.ineqlin.marginals, cuts)


def _revenue(producer: int, grid: tuple[Fraction, ...], columns: list[Column]) -> npt.NDArray[np.float64]:
    """Margin of each price times whether the label of each column is at least it."""
    labels = np.array([column.label if column.producer == producer else -1 for column in columns])
    margins = np.array([float(price - grid[0]) for price in grid])
    revenue: npt.NDArray[np.float64] = margins[:, None] * (labels[None, :] >= np.arange(len(grid))[:, None])
    return revenue
