"""Compiled: the most that consumers pay, ties in the seller's favour, at many price vectors. Import inside functions.

All prices are int64 in one unit; a product that is not sold has a price no consumer pays. t is the bundle's price less
the complementarity.
"""

from typing import Any

import numpy as np
import numpy.typing as npt
from numba import njit

Ints = npt.NDArray[np.int64]
Floats = npt.NDArray[np.float64]


@njit(cache=True)  # type: ignore[untyped-decorator]
def paid(
    first: Ints, second: Ints, t: int, delta: int, values: Ints, masses: Floats, rivals: Ints, chances: Floats, out: Any
) -> None:
    """The expected payments at each pair of component prices beside t, into ``out``.

    Parameters
    ----------
    first, second : int64 arrays, shape (c,)
    values : int64 array, shape (K, 2)
    masses : float array, shape (K,)
    rivals : int64 array, shape (S, 3)
        Prices of components 1 and 2, and t.
    chances : float array, shape (S,)
    out : float array, shape (c,)
    """
    for c in range(first.size):
        total = 0.0
        for s in range(rivals.shape[0]):
            r0, r1, rt = rivals[s, 0], rivals[s, 1], rivals[s, 2]
            p0, p1, pt = min(first[c], r0), min(second[c], r1), min(t, rt)
            mine0, mine1 = first[c] <= r0, second[c] <= r1
            here = 0.0
            for k in range(values.shape[0]):
                v0, v1 = values[k, 0], values[k, 1]
                least = min(v0, p0) + min(v1, p1)
                most = 0
                if least >= pt and t <= rt:
                    most = t + delta
                if least <= pt:
                    bought = 0
                    if mine0 and v0 >= p0:
                        bought += p0
                    if mine1 and v1 >= p1:
                        bought += p1
                    most = max(most, bought)
                here += masses[k] * most
            total += chances[s] * here
        out[c] = total
