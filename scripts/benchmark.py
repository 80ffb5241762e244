#!/usr/bin/env python3
"""Our engines against others, side by side in one run: `benchmark.py enumerate` and, later, more.

A row gives what an engine returned, called plainly, held against our complete answer: how many of the equilibria it
found and missed, how many of its answers are false (no extreme equilibria), and its median time as a multiple of ours
in the same run. A fast wrong answer is a wrong answer.
"""

import argparse
import math
import platform
import statistics
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from peers import Call, Peer, peers, process_start, version

from selten.equilibria.compare import Comparison, compare
from selten.equilibria.engines.answers import proposal
from selten.equilibria.engines.isolated import Run
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
    listing = commands.add_parser("enumerate", help="all equilibria: the 8 x 8 offering game, then games by size")
    listing.add_argument("--quick", action="store_true", help="one run each, without the slow engines")
    listing.add_argument("--runs", type=int, default=7, metavar="N", help="runs an engine (at least 1, default 7)")
    listing.add_argument("--million", action="store_true", help="instead: a million offering games (--quick: 3,000)")
    priced = commands.add_parser("prices", help="price games at real size")
    priced.add_argument("--quick", action="store_true", help="one run each of small games")
    priced.add_argument("--runs", type=int, default=7, metavar="N", help="runs a game (at least 1, default 7)")
    priced.add_argument("--markets", type=int, default=1000, metavar="N", help="random markets (default 1000)")
    informed = commands.add_parser("information", help="welfare bounds over all information")
    informed.add_argument("--quick", action="store_true", help="small programs only")
    swept = commands.add_parser("sweep", help="sweeps: 100,000 offering games, and some of every other family")
    swept.add_argument("--quick", action="store_true", help="few cases")
    swept.add_argument("--games", type=int, default=100_000, metavar="N", help="offering games (default 100000)")
    swept.add_argument("--workers", type=int, metavar="N", help="processes (default: one for each usable core)")
    chosen = parser.parse_args(arguments)
    if chosen.command == "sweep":
        return sweeps(chosen)
    if chosen.command == "information":
        return information(quick=chosen.quick)
    if chosen.runs < 1:
        parser.error(f"--runs: got {chosen.runs}; allowed: at least 1")
    if chosen.command == "prices":
        return prices(chosen)
    lines = many(chosen) if chosen.million else enumeration(quick=chosen.quick, runs=1 if chosen.quick else chosen.runs)
    for line in lines:
        print(line, flush=True)
    return 0


def many(chosen: argparse.Namespace) -> Iterator[str]:
    """The report on many games in one call."""
    from enumeration_million import million

    for digits in (3, 6):
        yield million(3_000 if chosen.quick else 1_000_000, digits)
    yield setting([peer for peer in peers() if peer.distribution == "selten"])


def prices(chosen: argparse.Namespace) -> int:
    """Print the report on price games."""
    from prices_benchmark import report

    if chosen.markets < 1:
        raise SystemExit(f"benchmark.py prices: --markets: got {chosen.markets}; allowed: at least 1")
    runs, markets = (1, min(chosen.markets, 20)) if chosen.quick else (chosen.runs, chosen.markets)
    for line in report(quick=chosen.quick, runs=runs, markets=markets):
        print(line, flush=True)
    return 0


def sweeps(chosen: argparse.Namespace) -> int:
    """Print the report on sweeps."""
    from sweep_benchmark import report

    for name, value in (("--games", chosen.games), ("--workers", chosen.workers or 1)):
        if value < 1:
            raise SystemExit(f"benchmark.py sweep: {name}: got {value}; allowed: at least 1")
    games = min(chosen.games, 500) if chosen.quick else chosen.games
    for line in report(games=games, quick=chosen.quick, workers=chosen.workers):
        print(line, flush=True)
    return 0


def information(*, quick: bool) -> int:
    """Print the report on welfare bounds."""
    from information_benchmark import report

    for line in report(quick=quick):
        print(line, flush=True)
    return 0


def enumeration(*, quick: bool, runs: int) -> Iterator[str]:
    """The report on the offering game with the payoffs printed in Table 2 of the bundling paper, and by size."""
    game = table_2()
    complete = solve(game)
    with tempfile.TemporaryDirectory() as folder:
        chosen = [peer for peer in peers() if not (quick and peer.slow)]
        rows = [measured(peer, game, complete, Path(folder), runs) for peer in chosen]
        start = started(chosen, Path(folder), runs)
        yield from table(rows, len(complete.equilibria))
        yield from ["", f"The median time of selten is {_milliseconds(rows[0].seconds)}. {_start(start)}", ""]
        if start is None:
            yield "By size and family: skipped, it needs lrsnash (Debian: apt-get install lrslib)."
        else:
            from enumeration_sizes import by_size

            yield from by_size(Path(folder), quick=quick, runs=runs, start=start)
    yield from ["", setting(chosen)]


def _milliseconds(seconds: float) -> str:
    return f"{1000 * seconds:.2g} ms"


def _start(start: float | None) -> str:
    if start is None:
        return "lrsnash is not here."
    return f"Of the time of lrsnash, starting it (on a game of one cell) takes {_milliseconds(start)}."


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
    """The times of the runs (three at most of over two seconds, ten times as many below 10 ms) and the last answer."""
    seconds: list[float] = []
    while len(seconds) < runs:
        begun = time.perf_counter()
        answers = call()
        seconds.append(time.perf_counter() - begun)
        if len(seconds) == 1 < runs:
            runs = min(runs, 3) if seconds[0] > 2 else 10 * runs if seconds[0] < 0.01 else runs
    return seconds, answers


def table(rows: Sequence[Row], extreme: int) -> list[str]:
    """The rows as a table in Markdown, times as multiples of the first."""
    lines = [
        f"| engine | found of {extreme} | missed | false | repeats | time, selten = 1 |",
        "|---|--:|--:|--:|--:|--:|",
    ]
    for row in rows:
        own, ratio = row.comparison, ratio_text(row.seconds / rows[0].seconds)
        counts = (own.found, own.missed, own.false + own.non_extreme, own.repeats)
        lines.append(f"| {own.solver} | {' | '.join(map(str, counts))} | {ratio} |")
    return lines


def ratio_text(ratio: float) -> str:
    """Two digits that count, and no exponent."""
    digits = 1 - math.floor(math.log10(ratio))
    return f"{round(ratio, digits):,.{max(digits, 0)}f}"


def started(chosen: Sequence[Peer], folder: Path, runs: int) -> float | None:
    """The seconds that starting lrsnash takes, if it is here."""
    if "lrsnash" not in {peer.distribution for peer in chosen}:
        return None
    seconds, _ = timed(process_start(folder), runs)
    return statistics.median(seconds)


def setting(chosen: Sequence[Peer]) -> str:
    """When, with which versions, and on what the run was made."""
    engines = dict.fromkeys(peer.distribution for peer in chosen)
    versions = ", ".join(f"{name} {version(name)}" for name in engines)
    return f"{datetime.now(UTC):%Y-%m-%d}, Python {platform.python_version()}, {platform.machine()}: {versions}."


if __name__ == "__main__":
    sys.exit(main())
