"""The time of a certified enumeration against lrsnash by size and family of games, part of `benchmark.py enumerate`."""

import statistics
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from random import Random

from peers import lrsnash_equilibria

from selten.equilibria.solution import Status
from selten.equilibria.solve import solve
from selten.games.families import random_game
from selten.games.normal_form import NormalForm

CASES = (
    ("012", (6, 8, 10, 12, 14)),
    ("thousand", (8, 10, 12, 14, 16)),
)
"""Games full of ties, and games with few."""


@dataclass(frozen=True, slots=True)
class Timing:
    """One game: our median seconds, lrsnash's, and how the two lists compare."""

    ours: float
    theirs: float
    found: int
    missed: int
    false: int


def by_size(folder: Path, *, quick: bool, runs: int, start: float) -> Iterator[str]:
    """The rows of a table in Markdown: medians over the games, and ratios with and without lrsnash's start.

    Parameters
    ----------
    folder : Path
        For lrsnash's input.
    quick : bool
        Small sizes only, one game each.
    runs : int
        Runs of ours a game.
    start : float
        Seconds that starting lrsnash takes.
    """
    yield "| payoffs | size | games | equilibria | missed | false | selten ms | lrsnash ms | ratio | net of its start |"
    yield "|---|--:|--:|--:|--:|--:|--:|--:|--:|--:|"
    for family, sizes in CASES:
        for size in sizes[:2] if quick else sizes:
            count = 1 if quick else (8 if size <= 12 else 4)
            games = [random_game(family, size, size, Random(1000 * size + k)) for k in range(count)]
            yield _row(family, size, [timing(game, folder, runs) for game in games], start)


def timing(game: NormalForm, folder: Path, runs: int) -> Timing:
    """Both on one game, one after the other; ours warm (a first run is not counted)."""
    solution = solve(game)
    if solution.status is not Status.COMPLETE:
        raise ValueError(f"{game.title}: {solution.status.name}: {solution.note}")
    seconds = [solve(game).seconds for _ in range(runs)]
    begun = time.perf_counter()
    listed = lrsnash_equilibria(game, folder)
    theirs = time.perf_counter() - begun
    known = {tuple(tuple(own) for own in profile) for profile in listed}
    found = {e.profile.strategies for e in solution.equilibria}
    return Timing(statistics.median(seconds), theirs, len(found & known), len(known - found), len(found - known))


def _row(family: str, size: int, timings: Sequence[Timing], start: float) -> str:
    ours, theirs = (statistics.median(values) for values in zip(*((t.ours, t.theirs) for t in timings), strict=True))
    ratio = statistics.median(t.theirs / t.ours for t in timings)
    net = statistics.median((t.theirs - start) / t.ours for t in timings)
    found, missed, false = (
        sum(values) for values in zip(*((t.found, t.missed, t.false) for t in timings), strict=True)
    )
    counts = f"{len(timings)} | {found} | {missed} | {false}"
    times = f"{1000 * ours:.3g} | {1000 * theirs:.3g} | {ratio:.3g} | {net:.3g}"
    return f"| {family} | {size} x {size} | {counts} | {times} |"
