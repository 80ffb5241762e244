"""The welfare bounds at real size: our columns and rows on demand against the whole program given to HiGHS.

Each line is one outer program of Example 1 (two producers, values 1 or 4, costs 0 or 1) or of a prior with five values
and 100 states: its columns, the optimum of both, and how much of it ours ever used. A different optimum would be a
failure, whatever the time.
"""

import platform
import resource
import time
from dataclasses import dataclass
from datetime import UTC, datetime
from fractions import Fraction
from importlib.metadata import version
from itertools import product

from selten.equilibria.discrimination.welfare import inner, outer
from selten.equilibria.discrimination.welfare.data import EXTREMES
from selten.equilibria.discrimination.welfare.folding import folding
from selten.equilibria.discrimination.welfare.generation import generate
from selten.equilibria.discrimination.welfare.points import lattice
from selten.equilibria.discrimination.welfare.program import propose
from selten.games.discrimination import Prior

LIMIT = 600.0
"""Seconds for one program."""


@dataclass(frozen=True, slots=True)
class Size:
    """Cuts of a unit cell, the objective, whether HiGHS is given the whole program too, and each product's values."""

    cuts: tuple[int, int]
    extreme: str
    whole: bool
    values: tuple[int, ...] = (1, 4)


QUICK = (Size((4, 4), "max_producer", True), Size((8, 4), "min_total", True))
FULL = (
    Size((8, 8), "max_producer", True),
    Size((8, 8), "min_total", True),
    Size((17, 17), "max_producer", True),
    Size((17, 17), "min_consumer", True),
    Size((17, 17), "min_total", True),
    Size((6, 6), "max_producer", True, (1, 2, 3, 4, 5)),
    Size((17, 17), "max_producer", False, (1, 2, 3, 4, 5)),
)


def report(*, quick: bool) -> list[str]:
    """The lines of the report, as a table in Markdown."""
    lines = [
        "| columns, states | objective | optimum | seconds | columns, rows used | HiGHS: optimum | HiGHS, ours = 1 |",
        "|--:|---|--:|--:|--:|--:|--:|",
    ]
    lines += [measured(size) for size in (QUICK if quick else FULL)]
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 2**20
    setting = f"{datetime.now(UTC):%Y-%m-%d}, Python {platform.python_version()}, highspy {version('highspy')}"
    return [*lines, "", f"Largest memory {peak:.1f} GB. {setting}."]


def measured(size: Size) -> str:
    """One line."""
    market = prior(size.values)
    folded, points = folding(market), lattice(market, *size.cuts)
    assert points is not None
    begun = time.perf_counter()
    columns = outer.columns(folded, points)
    producer, total = outer.surpluses(folded, points, columns)
    objective = inner.directed(producer, total, EXTREMES[size.extreme][0])
    found = generate(folded, points, columns, objective, time_limit=LIMIT)
    ours = time.perf_counter() - begun
    head = f"| {len(columns.state)}, {len(market.states)} | {size.extreme} "
    if found is None:
        return f"{head}| none in {ours:.0f} s | | | | |"
    head += f"| {found.proposed.value:.7f} | {ours:.1f} | {found.columns}, {found.rows} "
    if not size.whole:
        return f"{head}| | |"
    begun = time.perf_counter()
    columns = outer.columns(folded, points)
    peer = propose(outer.outer_program(folded, points, columns), objective, time_limit=LIMIT)
    theirs = time.perf_counter() - begun
    if peer is None:
        return f"{head}| none in {theirs:.0f} s | more than {theirs / ours:.2g} |"
    if abs(peer.value - found.proposed.value) > 1e-6:
        raise ArithmeticError(f"{size}: got {found.proposed.value} and {peer.value} for the same program")
    return f"{head}| {peer.value:.7f} | {theirs / ours:.2g} |"


def prior(values: tuple[int, ...]) -> Prior:
    """Two products, all combinations of values and of costs 0 and 1 equally likely; (1, 4) is the paper's Example 1."""
    mass = Fraction(1, 4 * len(values) ** 2)
    return Prior.of([(mass, v, c) for v in product(values, repeat=2) for c in product([0, 1], repeat=2)])
