#!/usr/bin/env python3
"""Our engines against others, side by side in one run: `benchmark.py enumerate` and, later, more.

A row gives what an engine returned, called plainly, held against our complete answer: how many of the equilibria it
found and missed, how many of its answers are false (no extreme equilibria), and its median time as a multiple of ours
in the same run. A fast wrong answer is a wrong answer.
"""

import argparse
import platform
import statistics
import sys
import tempfile
import time
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from peers import Call, Peer, peers, process_start, version

from selten.equilibria.answers import proposal
from selten.equilibria.compare import Comparison, compare
from selten.equilibria.isolated import Run
from selten.equilibria.solution import Proposal, Solution
from selten.equilibria.solve import solve
from selten.games.library import table_2
from selten.games.normal_form import NormalForm


@dataclass(frozen=True, slots=True)
class Answered:
    """An answer already given, for the driver to certify: a solver that only repeats it."""

    name: str
    answer: Proposal

    def __call__(self, game: NormalForm, *, time_limit: float | None = None) -> Proposal:
        """The answer."""
        return self.answer


@dataclass(frozen=True, slots=True)
class Row:
    """One engine: what it found, and the median of its times in seconds."""

    comparison: Comparison
    seconds: float
    runs: int


def main(arguments: list[str] | None = None) -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    commands = parser.add_subparsers(dest="command", required=True)
    listing = commands.add_parser("enumerate", help="all equilibria of the 8 x 8 offering game")
    listing.add_argument("--quick", action="store_true", help="one run each, without the slow engines")
    listing.add_argument("--runs", type=int, default=7, metavar="N", help="runs an engine (at least 1, default 7)")
    priced = commands.add_parser("prices", help="price games at real size")
    priced.add_argument("--quick", action="store_true", help="one run each of small games")
    priced.add_argument("--runs", type=int, default=7, metavar="N", help="runs a game (at least 1, default 7)")
    priced.add_argument("--markets", type=int, default=1000, metavar="N", help="random markets (default 1000)")
    informed = commands.add_parser("information", help="welfare bounds over all information")
    informed.add_argument("--quick", action="store_true", help="small programs only")
    chosen = parser.parse_args(arguments)
    if chosen.command == "information":
        return information(quick=chosen.quick)
    if chosen.runs < 1:
        parser.error(f"--runs: got {chosen.runs}; allowed: at least 1")
    if chosen.command == "prices":
        return prices(chosen)
    for line in enumeration(quick=chosen.quick, runs=1 if chosen.quick else chosen.runs):
        print(line, flush=True)
    return 0


def prices(chosen: argparse.Namespace) -> int:
    """Print the report on price games."""
    from prices_benchmark import report

    if chosen.markets < 1:
        raise SystemExit(f"benchmark.py prices: --markets: got {chosen.markets}; allowed: at least 1")
    runs, markets = (1, min(chosen.markets, 20)) if chosen.quick else (chosen.runs, chosen.markets)
    for line in report(quick=chosen.quick, runs=runs, markets=markets):
        print(line, flush=True)
    return 0


def information(*, quick: bool) -> int:
    """Print the report on welfare bounds."""
    from information_benchmark import report

    for line in report(quick=quick):
        print(line, flush=True)
    return 0


def enumeration(*, quick: bool, runs: int) -> list[str]:
    """The report on the offering game with the payoffs that Table 2 of the bundling paper prints."""
    game = table_2()
    complete = solve(game)
    with tempfile.TemporaryDirectory() as folder:
        chosen = [peer for peer in peers() if not (quick and peer.slow)]
        rows = [measured(peer, game, complete, Path(folder), runs) for peer in chosen]
        start = started(chosen, Path(folder), runs)
    ours = f"The median time of selten is {1000 * rows[0].seconds:.0f} ms. {start}".rstrip()
    return [*table(rows, len(complete.equilibria)), "", ours, "", setting(chosen)]


def measured(peer: Peer, game: NormalForm, complete: Solution, folder: Path, runs: int) -> Row:
    """The engine's median time, and its last answer held against the complete one."""
    call, read = peer.prepare(game, folder)
    seconds, answers = timed(call, runs)
    found = tuple(read(answer) for answer in answers)
    answer = proposal(Run(found, "", "finished"), game.counts, install=peer.distribution)
    unread = len(found) - len(answer.profiles)
    compared = compare(game, Answered(peer.name, answer), complete)
    if unread:
        raise ValueError(f"{peer.name}: {unread} of its answers are no probabilities")
    return Row(compared, statistics.median(seconds), len(seconds))


def timed(call: Call, runs: int) -> tuple[list[float], Sequence[Any]]:
    """The times of the runs (of three at most for a call that takes over two seconds) and the last answer."""
    seconds: list[float] = []
    while len(seconds) < runs:
        begun = time.perf_counter()
        answers = call()
        seconds.append(time.perf_counter() - begun)
        if seconds[0] > 2:
            runs = min(runs, 3)
    return seconds, answers


def table(rows: Sequence[Row], extreme: int) -> list[str]:
    """The rows as a table in Markdown, times as multiples of the first."""
    lines = [
        f"| engine | found of {extreme} | missed | false | repeats | time, selten = 1 |",
        "|---|--:|--:|--:|--:|--:|",
    ]
    for row in rows:
        own, ratio = row.comparison, f"{row.seconds / rows[0].seconds:.2g}"
        counts = (own.found, own.missed, own.false + own.non_extreme, own.repeats)
        lines.append(f"| {own.solver} | {' | '.join(map(str, counts))} | {ratio} |")
    return lines


def started(chosen: Sequence[Peer], folder: Path, runs: int) -> str:
    """What starting lrsnash takes, if it is here."""
    if "lrsnash" not in {peer.distribution for peer in chosen}:
        return ""
    seconds, _ = timed(process_start(folder), runs)
    return (
        f"Of the time of lrsnash, starting it (on a game of one cell) takes {1000 * statistics.median(seconds):.1f} ms."
    )


def setting(chosen: Sequence[Peer]) -> str:
    """When, with which versions, and on what the run was made."""
    engines = dict.fromkeys(peer.distribution for peer in chosen)
    versions = ", ".join(f"{name} {version(name)}" for name in engines)
    return f"{datetime.now(UTC):%Y-%m-%d}, Python {platform.python_version()}, {platform.machine()}: {versions}."


if __name__ == "__main__":
    sys.exit(main())
