"""Consumer surplus at prices, and its expectation when firms mix.

A consumer gets (v_0 - p_0)^+ + (v_1 - p_1)^+ from components, and min(v_0, p_0) + min(v_1, p_1) - t more from the
bundle where that is positive, with t = p_b - Delta. Ties do not matter.
"""

import numpy as np
import numpy.typing as npt

from selten.equilibria.bundling.price_oracle import GridEquilibrium
from selten.games.consumers.atoms import Atoms
from selten.games.consumers.quadrature import gauss_legendre
from selten.games.consumers.valuations import Valuations

Floats = npt.NDArray[np.float64]

_NODES, _PIECE_NODES = 16, 6
"""Gauss-Legendre nodes for the integrals of demand over prices: of components, and of the bundle between kinks."""

_NEGLIGIBLE = 1e-7
"""Probabilities of prices that the expectation leaves out."""

_CELLS = 1_000_000
"""Consumers times prices that are handled at once."""

_SHARE = 0.25
"""The share of the usual effort that goes into each probability: grids are off by far more."""


def consumer_surplus(valuations: Valuations, p: tuple[Floats, Floats], t: Floats) -> Floats:
    """What consumers gain on average at market prices p_0, p_1 and p_b = t + Delta; a price may be infinite.

    Exact up to rounding for atoms, else by quadrature over demand.

    Examples
    --------
    >>> from fractions import Fraction
    >>> from selten.games.consumers.joint import Joint
    >>> from selten.games.consumers.marginals import Uniform
    >>> unit = Uniform(Fraction(0), Fraction(1))
    >>> float(consumer_surplus(Joint(unit, unit), (np.array(0.5), np.array(0.5)), np.array(np.inf)).round(12))
    0.25
    """
    p0, p1, t = (np.asarray(x, dtype=float) for x in np.broadcast_arrays(p[0], p[1], t))
    if isinstance(valuations, Atoms):
        return _of_atoms(valuations, p0, p1, t)
    parts = [_above(valuations, k, own) for k, own in ((0, p0), (1, p1))]
    return parts[0] + parts[1] + _from_bundle(valuations, p0, p1, t)


def expected_surplus(equilibrium: GridEquilibrium) -> float:
    """Expected consumer surplus at a mixed equilibrium of a price grid, to about 1e-5 of the largest valuation."""
    game, scale = equilibrium.game, float(equilibrium.game.unit)
    kept = [np.flatnonzero(w > _NEGLIGIBLE) for w in equilibrium.weights]
    first, second = (equilibrium.supports[i][kept[i]] for i in (0, 1))
    prices = []
    for k in range(3):
        own = [
            np.where(game.offerings[i][k] == "1", game.prices[i][s, k] * scale, np.inf)
            for i, s in ((0, first), (1, second))
        ]
        prices.append(np.minimum(own[0][:, None], own[1][None, :]))
    weights = equilibrium.weights[0][kept[0]][:, None] * equilibrium.weights[1][kept[1]][None, :]
    surplus = consumer_surplus(
        game.market.valuations.coarse(_SHARE), (prices[0], prices[1]), prices[2] - game.market.delta
    )
    return float((weights * surplus).sum() / weights.sum())


def _of_atoms(atoms: Atoms, p0: Floats, p1: Floats, t: Floats) -> Floats:
    (v0, v1, _), masses = atoms.floats
    prices = np.stack([x.ravel() for x in (p0, p1, t)], axis=1)
    step = max(1, _CELLS // masses.size)
    found = [np.zeros(0)]
    for i in range(0, len(prices), step):
        first, second, net = (column[:, None] for column in prices[i : i + step].T)
        apart = np.maximum(v0 - first, 0.0) + np.maximum(v1 - second, 0.0)
        found.append(np.maximum(apart, v0 + v1 - net) @ masses)
    return np.concatenate(found).reshape(t.shape)


def _above(valuations: Valuations, k: int, p: Floats) -> Floats:
    """E[(v_k - p)^+], the integral of P(v_k >= x) over x > p."""
    low, high = valuations.low[k], valuations.high[k]
    start = np.clip(p, low, high)
    rule = gauss_legendre(_NODES)
    x = start[..., None] + (high - start)[..., None] * rule.left
    inside = (high - start) * (valuations.survival(k, x) @ rule.weights)
    return np.asarray(inside + np.maximum(low - p, 0.0))


def _from_bundle(valuations: Valuations, p0: Floats, p1: Floats, t: Floats) -> Floats:
    """E[(min(v_0, p_0) + min(v_1, p_1) - t)^+], the integral of demand for the bundle over higher prices of it."""
    least, most = sum(valuations.low), sum(valuations.high)
    start = np.clip(t, np.minimum(least, p0 + p1), most)
    stop = np.maximum(np.minimum(p0 + p1, most), start)
    cuts = [start, stop, *(np.clip(x, start, stop) for x in _kinks(valuations, p0, p1))]
    ends = np.sort(np.stack(cuts, axis=-1), axis=-1)
    rule = gauss_legendre(_PIECE_NODES)
    s = ends[..., :-1, None] + np.diff(ends)[..., None] * rule.left
    demand = valuations.total(s)
    for k, p in ((0, p0), (1, p1)):
        offered = np.isfinite(p)[..., None, None]
        d = s - np.where(offered, p[..., None, None], 0.0)
        demand = demand - np.where(offered, valuations.loss(k, d, s), 0.0)
    inside = (np.diff(ends) * (demand @ rule.weights)).sum(axis=-1)
    return np.asarray(inside + np.maximum(np.minimum(start, p0 + p1) - t, 0.0))


def _kinks(valuations: Valuations, p0: Floats, p1: Floats) -> list[Floats | float]:
    """Where demand for the bundle may have a kink in t."""
    low, high = valuations.low, valuations.high
    return [*valuations.sums, 2 * p0, 2 * p1, p0 + low[1], p0 + high[1], p1 + low[0], p1 + high[0]]
