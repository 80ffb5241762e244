"""The global maximum of a piecewise smooth function of one variable, found and then bounded.

:func:`maximise` finds it: a grid, zooms around every promising local maximum, and a polish that fits a Chebyshev
polynomial where the function is smooth and snaps to a kink where it is not. It proves nothing.
:func:`profit_bound` bounds it from above: for a profit ``factor * demand`` with nondecreasing factor and nonincreasing
demand, the profit on [a, b] is at most factor(b) * demand(a), so a subdivision bounds the maximum whatever the demand
looks like. Only in the window around the maximum, where the function was seen to be a polynomial up to rounding, is the
bound taken from the fit: its maximum plus its residual.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float64]
Function = Callable[[Floats], Floats]


@dataclass(frozen=True, slots=True)
class Maximum:
    """Where a function is largest.

    Parameters
    ----------
    x, value : float
        The point and the value there.
    spread : float
        An estimate of how far off ``x`` may be.
    window : (float, float)
        The interval around ``x`` where a fit of degree 11 has its last coefficients below rounding; empty at kinks.
    residual : float
        A bound on how much the function exceeds ``value`` in the window.
    """

    x: float
    value: float
    spread: float
    window: tuple[float, float] = (0.0, 0.0)
    residual: float = 0.0


def maximise(f: Function, low: float, high: float, *, kinks: Sequence[float] = (), points: int = 129) -> Maximum:
    """The best of the local maxima of f on [low, high].

    Parameters
    ----------
    f : callable
        Vectorised.
    kinks : sequence of float
        Points where f may be not smooth; they are tried exactly.
    points : int
        How many equidistant points the first grid has; a quarter as many are added in geometric progression near
        ``low``, where saturated markets have their maxima.

    Examples
    --------
    >>> best = maximise(lambda p: p * (1 - p), 0.0, 1.0)
    >>> abs(best.x - 0.5) < 1e-12, best.value
    (True, 0.25)
    """
    inside = sorted({k for k in kinks if low <= k <= high})
    near = low + (high - low) / (points - 1) * 0.5 ** np.arange(1, points // 4)
    grid = np.unique(np.concatenate([np.linspace(low, high, points), near, np.array(inside)]))
    values = f(grid)
    best = Maximum(float(grid[0]), float(values[0]), 0.0)
    for i in _candidates(values):
        found = _refine(f, grid, i, inside)
        best = max(best, found, key=lambda m: m.value)
    return best


def _candidates(values: Floats) -> list[int]:
    """The most promising local maxima of the grid, best first."""
    padded = np.concatenate([[-np.inf], values, [-np.inf]])
    peaks = np.flatnonzero((padded[1:-1] >= padded[:-2]) & (padded[1:-1] >= padded[2:]))
    order = peaks[np.argsort(-values[peaks], kind="stable")]
    spread = float(values.max() - values.min())
    return [int(i) for i in order[:4] if values[i] >= values.max() - 0.02 * spread]


def _refine(f: Function, grid: Floats, i: int, kinks: Sequence[float]) -> Maximum:
    """The maximum between the neighbours of grid point i: by a fit where f is smooth, else by closing in on it."""
    start, stop = float(grid[max(i - 1, 0)]), float(grid[min(i + 1, grid.size - 1)])
    best = Maximum(float(grid[i]), float(f(grid[i : i + 1])[0]), stop - start)
    low, high = start, stop
    for _ in range(12):
        smooth = _polish(f, low, high)
        if smooth is not None and smooth.value >= best.value - 1e-15 * abs(best.value):
            return smooth
        zoom = np.unique(np.append(np.linspace(low, high, 17), [k for k in kinks if low <= k <= high]))
        values = f(zoom)
        j = int(np.argmax(values))
        low, high = float(zoom[max(j - 1, 0)]), float(zoom[min(j + 1, zoom.size - 1)])
        if values[j] >= best.value:
            best = Maximum(float(zoom[j]), float(values[j]), high - low)
    return best


_NODES = np.cos(np.pi * (np.arange(14) + 0.5) / 14)


_TAIL = 24
"""Times the last coefficient: more than all that follow add up to, at a kink, where they fall like 1 / n**2."""


def _polish(f: Function, low: float, high: float) -> Maximum | None:
    """The maximum of a polynomial fitted on [low, high], or None where f is not smooth there or it is not inside."""
    width = high - low
    if width <= 1e-5 * (1 + abs(low)):
        return None
    nodes = low + width * (1 + _NODES) / 2
    fit = np.polynomial.chebyshev.Chebyshev.fit(nodes, f(nodes), 11, [low, high])
    scale = float(np.abs(fit.coef).max())
    ends = np.array([low, high])  # a kink may hide between an end and the node next to it
    missed = float(np.abs(f(ends) - fit(ends)).max())
    last = float(np.abs(fit.coef[-2:]).max())  # below 5e-16 it is rounding, above it may be the start of a tail
    if not scale or last > 3e-15 * scale or missed > 3e-14 * scale:
        return None
    roots = fit.deriv().roots()
    real = roots[(np.abs(roots.imag) < 1e-9 * width) & (roots.real > low) & (roots.real < high)].real
    if not real.size:
        return None
    at = f(real)
    best = int(np.argmax(at))
    curvature = abs(float(fit.deriv(2)(real[best])))
    spread = 4e-14 * scale / (width * curvature) if curvature else width
    tail = 2 * last + _TAIL * max(last - 5e-16 * scale, 0.0) + 4e-16 * scale
    # What the ends miss can only lie beyond the outermost nodes.
    outer = fit(
        np.concatenate([[low, nodes.min(), nodes.max(), high], real[(real < nodes.min()) | (real > nodes.max())]])
    )
    top = max(float(fit(real[best])), float(outer.max()) + missed) + tail
    return Maximum(float(real[best]), float(at[best]), spread, (low, high), max(top - float(at[best]), 0.0))


def profit_bound(
    factor: Function, demand: Function, low: float, high: float, *, best: Maximum, slack: float, cells: int = 100_000
) -> float:
    """An upper bound on the supremum of factor * demand over [low, high].

    Parameters
    ----------
    factor, demand : callable
        Vectorised; ``factor`` nondecreasing and nonnegative, ``demand`` nonincreasing and given with its error already
        added, so that both are upper bounds.
    best : Maximum
        The maximum that was found; its window is bounded by its residual.
    slack : float
        The accuracy wanted.
    cells : int
        How many subintervals may be looked at before the bound reached so far is returned.

    Returns
    -------
    float
        At least the supremum, and ``best.value + slack`` or less if the cells sufficed.
    """
    edges = np.unique(np.concatenate([np.linspace(low, high, 129), np.clip([*best.window, best.x], low, high)]))
    a, b = edges[:-1], edges[1:]
    outside = (b <= best.window[0]) | (a >= best.window[1])
    a, b = a[outside], b[outside]
    target = best.value
    worst = target + best.residual
    used = 0
    while a.size:
        used += a.size
        bound = factor(b) * demand(a)
        keep = bound > target + slack
        worst = max(worst, float(bound[~keep].max(initial=-np.inf)))
        if used + 2 * int(keep.sum()) > cells:
            return max(worst, float(bound.max()))
        a, b = a[keep], b[keep]
        middle = (a + b) / 2
        a, b = np.concatenate([a, middle]), np.concatenate([middle, b])
    return worst


def fitted_bound(f: Function, low: float, high: float, *, noise: float, pieces: int = 200) -> float | None:
    """The largest value of f on [low, high], seen through fits of degree 11 on pieces that are halved until they fit.

    A piece fits when its last coefficients and its misses at both ends are below ``noise``, the size of errors in f;
    the tail behind those coefficients is added. Pieces that reach a millionth of the interval without fitting (around
    kinks) count with their largest sample plus the range of their samples. None if more pieces are needed than
    allowed.
    """
    todo = [(low, high)]
    worst = -np.inf
    for _ in range(pieces):
        if not todo:
            return float(worst)
        a, b = todo.pop()
        nodes = np.concatenate([[a], a + (b - a) * (1 + _NODES) / 2, [b]])
        values = f(nodes)
        fit = np.polynomial.chebyshev.Chebyshev.fit(nodes[1:-1], values[1:-1], 11, [a, b])
        ends = np.abs(fit(nodes[[0, -1]]) - values[[0, -1]]).max()
        rest = max(float(np.abs(fit.coef[-2:]).max()), float(ends) / _TAIL)
        if rest <= noise:
            turns = fit.deriv().roots()
            inside = turns[(np.abs(turns.imag) < 1e-6 * (b - a)) & (turns.real > a) & (turns.real < b)].real
            worst = max(worst, float(fit(np.concatenate([[a, b], inside])).max()) + _TAIL * rest)
        elif b - a < 1e-6 * (high - low):
            worst = max(worst, float(values.max() + np.ptp(values)))
        else:
            todo += [(a, (a + b) / 2), ((a + b) / 2, b)]
    return None
