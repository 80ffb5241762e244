"""Demand for the three products at all market prices on a grid, from tables over two prices each.

Demand beside the bundle separates (see :mod:`selten.games.consumers.valuations`): with t = p_b - Delta, what product k
takes from the bundle depends on p_k and t alone, as long as t <= p_0 + p_1. Giving ties to components makes that
inequality, and the one that decides who prefers the bundle to product k, strict.
"""

from fractions import Fraction
from typing import Any

import numpy as np
import numpy.typing as npt

from selten.games.bundling import BundlingMarket
from selten.games.consumers.atoms import Tie
from selten.games.consumers.measures import Measure, measure

Array = npt.NDArray[Any]


def demand_tables(market: BundlingMarket, axes: list[list[int]], unit: Fraction, tie: Tie) -> tuple[Array, int | None]:
    """Demand over the market prices.

    Parameters
    ----------
    axes : three lists of int
        The possible market prices of products 0, 1 and 2 in units, ascending; none if nobody offers the product.

    Returns
    -------
    tables : array, shape (3, n_0, n_1, n_b)
        Demand for each product, numerators or floats; a product that nobody offers has an axis of length one.
    denominator : int or None
        What the numerators are over; None for floats.
    """
    rule = measure(market.valuations, unit)
    delta = int(market.complementarity / unit)
    kind = _dtype(rule, axes)
    p0, p1, t = (np.array(axis, dtype=object if kind is object else np.int64) for axis in axes)
    tables = np.zeros((3, *(max(len(axis), 1) for axis in axes)), dtype=kind)
    if not axes[2]:
        for k, p in ((0, p0), (1, p1)):
            if p.size:
                tables[k] = np.asarray(rule.survival(k, p), dtype=kind).reshape((-1, 1, 1) if k == 0 else (1, -1, 1))
        return tables, rule.denominator
    t = (t - delta)[None, :]
    together = _together(p0, p1, t[0], tie)
    bundle = np.broadcast_to(np.asarray(rule.total(t), dtype=kind)[None], (1, 1, t.size)).copy()
    for k, p in ((0, p0), (1, p1)):
        if not p.size:
            continue
        shape = (-1, 1, t.size) if k == 0 else (1, -1, t.size)
        column = p[:, None]
        left = np.asarray(rule.loss(k, t - column, t + 0 * column, tie == "components"), dtype=kind)
        beside = np.asarray(rule.alone(k, t - column, column + 0 * t, tie == "components"), dtype=kind)
        apart = np.broadcast_to(np.asarray(rule.survival(k, p), dtype=kind)[:, None], beside.shape)
        bundle = bundle - left.reshape(shape)
        tables[k] = np.where(together, beside.reshape(shape), apart.reshape(shape))
    tables[2] = np.where(together, bundle, 0)
    return np.maximum(tables, 0) if rule.denominator is None else tables, rule.denominator


def _together(p0: Array, p1: Array, t: Array, tie: Tie) -> Any:
    """Where the bundle is not dearer than its parts; always, if a part is not to be had."""
    if not (p0.size and p1.size):
        return np.True_
    parts = p0[:, None, None] + p1[None, :, None]
    return (t[None, None, :] <= parts if tie == "bundle" else t[None, None, :] < parts).astype(bool)


def _dtype(rule: Measure, axes: list[list[int]]) -> Any:
    """Machine integers where no payoff can leave them, else Python's."""
    if rule.denominator is None:
        return np.float64
    highest = sum(axis[-1] for axis in axes if axis) + 1
    largest = max(6 * rule.denominator * highest, 8 * (highest**2 + rule.denominator))
    return np.int64 if largest < 2**62 else object
