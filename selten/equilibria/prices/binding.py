"""Where a firm's prices can hang: all vertices of the bounds that decide who buys what, consumers being atoms.

t stands for the price of the bundle less the complementarity, r for the rival's prices. A *bound* b_k of component k
is a valuation of it or the rival's price of it. While nobody's choice changes profit rises in every own price, so at a
best price vector as many independent bounds bind as the firm has prices. They are

    p_k = b_k,    p_k = r_t - b_l,    p_0 + p_1 = r_t,    p_k = t - b_l,    p_0 + p_1 = t,    t = r_t,    t = b_0 + b_1.

In most vertices each price hangs on a bound of its own, and t is an r_t or a sum of two bounds. But prices can hang on
each other: with component 0 at p_0 = r_t - b_1, the bundle hangs on t = p_0 + b_1' = r_t - b_1 + b_1'. Solving the
bounds for t leaves, with several r_t, also r_t - r_t' + b_0 + b_1, r_t + r_t' - b_0 - b_1 and half of r_t + b_0 + b_1.
Beside a given t every vertex has a component on b_k, t - b_l or r_t - b_l, and the other one too, or their sum on t or
r_t.
"""

from collections.abc import Iterable
from typing import Any

import numpy as np
import numpy.typing as npt

from selten.games.errors import InputError

Array = npt.NDArray[Any]

MOST_SUMS = 50_000_000
"""Sums of bounds that are formed at once at most."""


def halved(offering: str, rival: Iterable[str]) -> bool:
    """Whether prices may bind at half units: the firm sells everything, and the rival the bundle.

    Examples
    --------
    >>> halved("111", ["b"]), halved("101", ["b"])
    (True, False)
    """
    return offering == "111" and "b" in rival


def bundle_vertices(bounds: tuple[Array, Array], rival: Array, offering: str, *, least: int, most: int) -> Array:
    """All t between ``least`` and ``most`` at which the bundle can hang, ascending, in units.

    Parameters
    ----------
    bounds : two arrays of int
        Of the components.
    rival : array of int
        The rival's t; empty if it does not sell the bundle.
    offering : str
        What the firm sells, the bundle included.
    least, most : int
        Below ``least`` the price is negative; above ``most`` nobody buys.

    Raises
    ------
    InputError
        If there are more than :data:`MOST_SUMS` sums of bounds.

    Examples
    --------
    >>> import numpy as np
    >>> six, values, rival = np.array([6]), np.array([1, 4]), np.array([3, 8])
    >>> bundle_vertices((six, values), rival, "001", least=0, most=10).tolist()
    [3, 7, 8, 10]
    >>> bundle_vertices((six, values), rival, "101", least=0, most=10).tolist()
    [0, 3, 5, 6, 7, 8, 10]
    """
    sums = _sums(*bounds)
    found = [sums, rival]
    if rival.size:
        for k in (0, 1):
            if offering[k] == "1":
                found.append(_sums(rival, _sums(bounds[1 - k], -bounds[1 - k])))
        if offering[:2] == "11":
            twice = _sums(rival, sums)
            found += [_sums(_sums(rival, -rival), sums), _sums(_sums(rival, rival), -sums), twice[twice % 2 == 0] // 2]
    places = np.unique(np.concatenate(found))
    return np.asarray(places[(places >= least) & (places <= most)])


def component_vertices(bounds: tuple[Array, Array], levels: Array, k: int) -> Array:
    """All prices of component k on a bound of its own, beside the ``levels``: t and the rival's t.

    Examples
    --------
    >>> import numpy as np
    >>> component_vertices((np.array([6]), np.array([1, 4])), np.array([8]), 0).tolist()
    [4, 6, 7]
    """
    places = np.unique(np.concatenate([bounds[k], _sums(levels, -bounds[1 - k])]))
    return np.asarray(places[places >= 0])


def sharing_vertices(own: tuple[Array, Array], levels: Array) -> tuple[Array, Array]:
    """All pairs of component prices that sum to a level, one of them on a bound of its own.

    Examples
    --------
    >>> import numpy as np
    >>> [prices.tolist() for prices in sharing_vertices((np.array([4, 6]), np.array([1])), np.array([5]))]
    [[4, 4], [1, 1]]
    """
    one, two = ((np.repeat(prices, levels.size), np.tile(levels, prices.size)) for prices in own)
    first = np.concatenate([one[0], two[1] - two[0]])
    second = np.concatenate([one[1] - one[0], two[0]])
    fits = (first >= 0) & (second >= 0)
    return first[fits], second[fits]


def _sums(first: Array, second: Array) -> Array:
    if first.size * second.size > MOST_SUMS:
        raise InputError(
            f"best prices: got {first.size} times {second.size} bounds of prices; allowed: at most {MOST_SUMS:.0e}"
        )
    return np.asarray(np.unique(np.add.outer(first, second)))
