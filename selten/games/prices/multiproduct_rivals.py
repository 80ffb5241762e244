"""What several rivals come to for a firm: the lowest price of each product, how many ask it, and how likely that is."""

from collections.abc import Sequence
from typing import Any

import numpy as np
import numpy.typing as npt

from selten.games.prices.price_range import refuse_beyond
from selten.games.prices.protocol import Ints

Mixtures = Sequence[tuple[Ints, Any]]
"""For each firm, strategies by number and their weights: probabilities, or integers in exact sweeps."""

_NEVER = 2**61


def combinations(
    firm: int, vectors: Sequence[npt.NDArray[Any]], positions: Sequence[Ints], products: int
) -> tuple[Ints, Ints]:
    """The lowest prices and their sellers for every combination of the rivals' price vectors, the first slowest.

    Parameters
    ----------
    vectors : for each firm an array of shape (strategies, its products)
        The firm's own is ignored.
    positions : for each firm the positions of its products among all

    Raises
    ------
    InputError
        If the combinations would take too much memory.

    Examples
    --------
    >>> lowest, sellers = combinations(0, [[], np.array([[3], [5]]), np.array([[4]])], [np.array([0])] * 3, 1)
    >>> lowest.tolist(), sellers.tolist()
    ([[3], [4]], [[1], [1]])
    """
    lowest, sellers = np.full((1, products), _NEVER, dtype=np.int64), np.zeros((1, products), dtype=np.int64)
    size = 1
    for i, own in enumerate(vectors):
        size *= 1 if i == firm else len(own)
    refuse_beyond(48 * size * max(products, 1), f"table of {size} combinations of the rivals' price vectors")
    for i, own in enumerate(vectors):
        if i == firm:
            continue
        here = np.full((len(own), products), _NEVER, dtype=np.int64)
        here[:, positions[i]] = own
        pair = np.minimum(lowest[:, None, :], here[None, :, :])
        asked = sellers[:, None, :] * (lowest[:, None, :] == pair) + (here[None, :, :] == pair)
        shape = len(lowest) * len(own), products
        lowest, sellers = pair.reshape(shape), asked.reshape(shape)
    return lowest, np.ascontiguousarray(np.where(lowest == _NEVER, 0, sellers))


def joint(
    firm: int, vectors: Sequence[npt.NDArray[Any]], weights: Sequence[Any], positions: Sequence[Ints], products: int
) -> tuple[Ints, Ints, list[Any]]:
    """The distinct markets that the rivals make together and their weights, products of the rivals' weights summed.

    Examples
    --------
    >>> single = np.array([0])
    >>> made = joint(0, [[], np.array([[3], [5]]), np.array([[3]])], [[], [1, 2], [4]], [single] * 3, 1)
    >>> [part.tolist() for part in made[:2]], made[2]
    ([[[3], [3]], [[1], [2]]], [8, 4])
    """
    lowest, sellers = combinations(firm, vectors, positions, products)
    product: list[Any] = [1]
    for i, own in enumerate(weights):
        if i != firm:
            product = [a * b for a in product for b in (own.tolist() if isinstance(own, np.ndarray) else own)]
    both = np.concatenate([lowest, sellers], axis=1)
    if len(both) == 1 or products == 0:
        return lowest[:1], sellers[:1], [sum(product)]
    distinct, where = np.unique(both, axis=0, return_inverse=True)
    summed: list[Any] = [0] * len(distinct)
    for at, weight in zip(where.ravel().tolist(), product, strict=True):
        summed[at] += weight
    return np.ascontiguousarray(distinct[:, :products]), np.ascontiguousarray(distinct[:, products:]), summed
