"""Many distinct 8 x 8 offering games on all processors, part of `benchmark.py enumerate --million`.

The games have the form of Table 2 of the bundling paper: what two firms earn with each pair of offerings, zeros where
products compete at cost, and six profits that are drawn anew. A game is a tuple of six numbers, each below a bound of
its own; game k has the number k s modulo the product of the bounds, with s coprime to it, and the tuple is that number
written with these bounds as bases: no two games of a run are equal.
"""

import math
import os
import resource
import time
from collections.abc import Iterator
from itertools import chain

import numpy as np
import numpy.typing as npt

from selten.equilibria.batch import enumerate_many
from selten.games.normal_form import NormalForm

BOUNDS = (100, 150, 20, 20, 100, 150)
"""How many values each of the six numbers takes with profits of three digits; each digit more multiplies them by 10."""

PATTERN = (
    (0, 0, 0, 0, 0, 0, 0, 0),
    (1, 0, 1, 0, 7, 0, 7, 0),
    (1, 1, 0, 0, 7, 7, 0, 0),
    (2, 1, 1, 0, 0, 0, 0, 0),
    (3, 6, 6, 0, 0, 0, 0, 0),
    (4, 1, 6, 0, 0, 0, 0, 0),
    (4, 6, 1, 0, 0, 0, 0, 0),
    (5, 1, 1, 0, 0, 0, 0, 0),
)
"""Which profit a firm earns: none; from one component alone, both, the bundle, the bundle and one component, all three;
from the bundle against a component; from a component against the bundle. (Strategies in the order of Table 2.)"""

_CHUNK = 1024


def million(count: int, digits: int) -> str:
    """Solve that many distinct games with profits of so many digits; one line with what it took."""
    enumerate_some(digits)
    begun = time.perf_counter()
    errors = equilibria = games = 0
    for answer in enumerate_many(tables(count, digits)):
        games += 1
        errors += answer.error is not None
        equilibria += answer.count
    seconds = time.perf_counter() - begun
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    return (
        f"{games:,} distinct games with {digits} digits: {seconds:.0f} s on {os.cpu_count()} processors "
        f"({1e6 * seconds / games:.0f} microseconds a game), {equilibria:,} extreme equilibria, each proven, "
        f"{errors} errors; peak memory of the process {peak:.0f} MB."
    )


def enumerate_some(digits: int) -> None:
    """Load the compiled code; a few of the games are held against the enumeration in Python integers."""
    from selten.equilibria.enumerate import extreme_equilibria

    few = list(tables(3, digits))
    for table, answer in zip(few, enumerate_many(few), strict=True):
        known = extreme_equilibria(NormalForm.of(table.tolist()), method="python")
        if [e.profile for e in answer.solution().equilibria] != known:
            raise ValueError(f"game {answer.position}: not the list of the enumeration in Python integers")


def tables(count: int, digits: int) -> Iterator[npt.NDArray[np.int64]]:
    """The games as arrays of shape (2, 8, 8)."""
    return chain.from_iterable(
        _tables(range(start, min(start + _CHUNK, count)), digits) for start in range(0, count, _CHUNK)
    )


def _tables(numbers: range, digits: int) -> npt.NDArray[np.int64]:
    scale = 10 ** (digits - 3)
    drawn = np.array([_tuple(k, scale) for k in numbers], np.int64).T
    single = 200 * scale + drawn[0]
    bundle = 2 * single + 1 + drawn[1]
    more = bundle + 1 + drawn[2]
    most = more + 1 + drawn[3]
    against, left = single + 1 + drawn[4], 1 + drawn[5]
    profits = np.stack([0 * single, single, 2 * single, bundle, more, most, against, left], axis=1)
    own = profits[:, np.array(PATTERN)]
    return np.stack([own, own.transpose(0, 2, 1)], axis=1)


def _tuple(k: int, scale: int) -> list[int]:
    """The six numbers of game k: for different k below the product of the bounds different ones."""
    bounds = [bound * scale for bound in BOUNDS]
    whole = math.prod(bounds)
    step = (math.isqrt(5 * whole * whole) - whole) // 2  # the golden section: all digits of k step look drawn
    while math.gcd(step, whole) != 1:
        step += 1
    rest, drawn = k * step % whole, []
    for bound in bounds:
        rest, digit = divmod(rest, bound)
        drawn.append(digit)
    return drawn
