"""Price games at real size: what `benchmark.py prices` measures.

Every time is a median over warm runs, demand tables included, beside the same game solved by QuantEcon's dense
Lemke-Howson where that can run at all. A row counts only if its equilibrium is proven: every price vector of the grid
compared in whole numbers.
"""

import io
import platform
import random
import resource
import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from fractions import Fraction
from pathlib import Path
from typing import Any

import numpy as np
from peers import version

from selten.equilibria.prices.solve import PriceSolution, solve_prices
from selten.games.bundling import BundlingMarket
from selten.games.consumers.atoms import Atoms, Tie
from selten.games.consumers.joint import Joint
from selten.games.consumers.marginals import Uniform
from selten.games.consumers.survey import parse_survey
from selten.games.prices.duopoly import DuopolyGame
from selten.games.prices.grids import duopoly_game

EXAMPLE_2 = BundlingMarket(
    Atoms.of([(0, 1), (0, "1/2"), ("3/5", "2/5"), ("3/5", 0)], ["1/4"] * 4), complementarity=Fraction(0)
)

Build = Callable[[], DuopolyGame]


@dataclass(frozen=True, slots=True)
class Measured:
    """Median seconds for the tables, for finding and for proving, and the last solution."""

    game: DuopolyGame
    tables: float
    found: float
    proven: float
    solution: PriceSolution

    @property
    def total(self) -> float:
        """All of it."""
        return self.tables + self.found + self.proven


def report(*, quick: bool, runs: int, markets: int) -> Iterator[str]:
    """The lines of the report."""
    yield "| game | price vectors | tables, ms | found, ms | proven, ms | sweeps | supports | regret |"
    yield "|---|--:|--:|--:|--:|--:|--:|--:|"
    for name, build in games(quick=quick):
        yield row(name, measured(build, runs))
    yield ""
    yield one_sweep(50 if quick else 200, runs)
    yield against_quantecon(20 if quick else 60, runs)
    if not quick:
        yield memory(800)
    yield from random_markets(markets, 50 if quick else 200)
    yield ""
    engines = ", ".join(f"{name} {version(name)}" for name in ("numpy", "numba", "python-flint", "quantecon"))
    yield f"{datetime.now(UTC):%Y-%m-%d}, Python {platform.python_version()}, {platform.machine()}: {engines}."


def games(*, quick: bool) -> list[tuple[str, Build]]:
    """The games that are timed."""
    sizes = (50,) if quick else (60, 200, 400, 800)
    listed: list[tuple[str, Build]] = [(f"Example 2, n = {n}", lambda n=n: example_2(n)) for n in sizes]  # type: ignore[misc]
    n = 13 if quick else 61
    square = BundlingMarket(Joint(Uniform(Fraction(0), Fraction(1)), Uniform(Fraction(0), Fraction(1))), Fraction(0))
    atoms = BundlingMarket(drawn(random.Random(0), 50, 12), Fraction(0))
    listed += [
        (f"three against three, uniform, n = {n}", lambda: three_products(square, n)),
        (f"three against three, 50 atoms, n = {n}", lambda: three_products(atoms, n)),
    ]
    text = survey(200 if quick else 5000)
    size = 50 if quick else 200
    return [*listed, (f"CSV of consumers, n = {size} (reading included)", lambda: surveyed(text, size))]


def example_2(n: int) -> DuopolyGame:
    """Component 2 and the bundle against component 1, n prices of each: an n^2 x n game."""
    grid = [Fraction(k, n) for k in range(1, n + 1)]
    own = {"1": grid, "2": grid, "b": grid}
    return duopoly_game(EXAMPLE_2, "011", "100", prices=(own, own))


def three_products(market: BundlingMarket, n: int) -> DuopolyGame:
    """Both firms sell all three products, at different costs: an n^3 x n^3 game."""
    grid = [Fraction(k, n - 1) for k in range(n)]
    own = {"1": grid, "2": grid, "b": [2 * p for p in grid]}
    costs = {"1": "1/10", "2": "1/5", "b": "1/4"}, {"1": "1/5", "2": "1/10", "b": "3/10"}
    return duopoly_game(market, "111", "111", prices=(own, own), costs=costs)


def drawn(draw: random.Random, count: int, parts: int) -> Atoms:
    """Consumers of equal mass on a lattice."""
    values = [(Fraction(draw.randint(0, parts), parts), Fraction(draw.randint(0, parts), parts)) for _ in range(count)]
    return Atoms.of(values, [Fraction(1, count)] * count)


def survey(rows: int) -> str:
    """A CSV file of consumers with weights."""
    draw, text = random.Random(1), io.StringIO()
    text.write("v1,v2,weight\n")
    for _ in range(rows):
        text.write(f"{draw.betavariate(2, 2):.4f},{draw.betavariate(2, 3):.4f},{draw.uniform(0.5, 2):.3f}\n")
    return text.getvalue()


def surveyed(text: str, n: int) -> DuopolyGame:
    """The game of the CSV file's consumers on a grid of step 1/n."""
    market = BundlingMarket(parse_survey(text, "survey.csv"), Fraction(0))
    return duopoly_game(market, "011", "100", step=Fraction(1, n))


def measured(build: Build, runs: int) -> Measured:
    """Median times over warm runs."""
    solve_prices(build())
    times = []
    for _ in range(runs):
        begun = time.perf_counter()
        game = build()
        tables = time.perf_counter() - begun
        solution = solve_prices(game)
        times.append((tables, *solution.seconds))
    tables, found, proven = (statistics.median(column) for column in zip(*times, strict=True))
    return Measured(game, tables, found, proven, solution)


def row(name: str, done: Measured) -> str:
    """A line of the table."""
    times = " | ".join(f"{1000 * x:.1f}" for x in (done.tables, done.found, done.proven))
    size = " x ".join(f"{count:,}" for count in done.game.counts)
    if not done.solution.equilibria:
        return f"| {name} | {size} | {times} | {done.solution.sweeps} | unsolved | - |"
    found = done.solution.equilibria[0]
    supports = " x ".join(str(support.size) for support in found.supports)
    proof = "0, exact" if found.exact else f"{found.regret:.1g}"
    return f"| {name} | {size} | {times} | {done.solution.sweeps} | {supports} | {proof} |"


def one_sweep(n: int, runs: int) -> str:
    """The time of one sweep against a rival that uses every price."""
    game = example_2(n)
    everything, weights = np.arange(game.counts[1]), np.full(game.counts[1], 1 / game.counts[1])
    out = np.empty(game.counts[0])
    seconds = timed(lambda: game.sweep(0, everything, weights, out=out), 20 * runs)[0]
    return f"One sweep of {game.counts[0]:,} price vectors against a fully mixed rival: {1000 * seconds:.3f} ms."


def against_quantecon(n: int, runs: int) -> str:
    """QuantEcon's Lemke-Howson on the whole matrix (which is built before the clock starts), and ours with tables."""
    import quantecon.game_theory as theory

    game = example_2(n)
    everything = [np.arange(count) for count in game.counts]
    first, second = (np.ascontiguousarray(game.block(i, everything[i], everything[1 - i])) for i in (0, 1))
    dense: Any = theory.NormalFormGame((theory.Player(first), theory.Player(second)))
    theirs = timed(lambda: theory.lemke_howson(dense), runs)
    ours = timed(lambda: solve_prices(example_2(n), exact=False), 5 * runs)
    proven = timed(lambda: solve_prices(example_2(n)), 5 * runs)
    ratios = [f"{a / b:.0f}" for a, b in zip(theirs, ours, strict=True)]
    return (
        f"Example 2, n = {n} ({' x '.join(map(str, game.counts))}): QuantEcon's dense Lemke-Howson takes "
        f"{1000 * theirs[0]:.1f} ms, ours {1000 * ours[0]:.1f} ms: {ratios[0]} times faster ({ratios[1]} times by "
        f"processor time, which other programs disturb less); {1000 * proven[0]:.1f} ms with the exact proof."
    )


def timed(call: Callable[[], object], runs: int) -> tuple[float, float]:
    """The median time of warm runs, by the clock and by the processor."""
    call()
    seconds = []
    for _ in range(runs):
        begun = time.perf_counter(), time.process_time()
        call()
        seconds.append((time.perf_counter() - begun[0], time.process_time() - begun[1]))
    clock, processor = (statistics.median(column) for column in zip(*seconds, strict=True))
    return clock, processor


def memory(n: int) -> str:
    """The memory that Example 2 takes in a fresh process, above what the imports take."""
    command = [sys.executable, __file__, "memory", str(n)]
    before, after = map(int, subprocess.run(command, capture_output=True, text=True, check=True).stdout.split())
    return f"Example 2, n = {n}: {(after - before) / 1000:.0f} MB above the {before / 1000:.0f} MB after imports."


def own_memory(n: int) -> str:
    """The largest memory of this process in KB after importing all engines, and after solving."""
    import flint  # noqa: F401
    import quantecon.game_theory  # noqa: F401

    import selten.games.prices.kernels  # noqa: F401

    before = peak()
    solve_prices(example_2(n))
    return f"{before} {peak()}"


def peak() -> int:
    """The largest resident memory of this process so far, in KB (of the parent's before it, where /proc is missing)."""
    try:
        lines = Path("/proc/self/status").read_text(encoding="ascii").splitlines()
    except OSError:
        return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return next(int(line.split()[1]) for line in lines if line.startswith("VmHWM:"))


def random_markets(count: int, n: int) -> Iterator[str]:
    """Random consumers, many of them indifferent, under both tie rules: how many are solved and proven."""
    seconds, unsolved, unproven = [], 0, 0
    for number in range(count):
        draw = random.Random(number)
        consumers, parts = draw.choice((4, 10, 50, 1000)), draw.choice((n, n // 10, n // 20))
        delta = Fraction(draw.choice((-n // 5, 0, n // 10, 3 * n // 10)), n)
        cell = draw.choice((("011", "100"), ("001", "100"), ("101", "010"), ("101", "001"), ("110", "001")))
        tie: Tie = draw.choice(("bundle", "components"))
        begun = time.perf_counter()
        game = duopoly_game(BundlingMarket(drawn(draw, consumers, parts), delta), *cell, step=Fraction(1, n), tie=tie)
        found = solve_prices(game).equilibria
        seconds.append(time.perf_counter() - begun)
        unsolved += not found
        unproven += any(not e.exact for e in found)
        if number % 50 == 49:
            print(f"\r{number + 1} of {count} random markets", end="", file=sys.stderr, flush=True)
    print(file=sys.stderr)
    yield (
        f"{count} random atom markets at n = {n}: {unsolved} unsolved, {unproven} without an exact proof; median "
        f"{1000 * statistics.median(seconds):.0f} ms, longest {1000 * max(seconds):.0f} ms."
    )


if __name__ == "__main__":
    print(own_memory(int(sys.argv[2])))
