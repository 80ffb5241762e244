#!/usr/bin/env python3
"""Break the deciding modules on purpose, one small change at a time, and see whether their tests notice.

Each change is made in a copy of the project in a temporary folder, never in the work tree. The tests of its module
(scripts/mutant_targets.py) run with a time limit: a change is killed if a test fails or the time is up. One that
survives and is not known to change nothing shows a missing test; the exit status is then 1.
"""

import argparse
import contextlib
import io
import os
import shutil
import signal
import sys
import tempfile
import time
from collections import Counter
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path
from random import Random

from mutant_sites import Mutant, mutants
from mutant_targets import EQUIVALENT, FAST, TARGETS

ROOT = Path(__file__).resolve().parent.parent
COPIED = ("selten", "tests", "docs", "scripts", "README.md", "pyproject.toml")
KILLED, SURVIVED, EQUAL = "killed", "survived", "equivalent"
LIMITS: dict[str, float] = {}
"""Seconds that the tests of each module may take, as a worker measured it."""

SLACK = 15.0
"""Seconds that the tests of a mutant get beyond four times those of the module as it is."""


def main(arguments: list[str] | None = None) -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--sample", type=int, metavar="N", help="only so many mutants (by default all)")
    parser.add_argument("--seed", type=int, default=0, metavar="S", help="which ones")
    parser.add_argument("--module", action="append", metavar="PATH", help="only of this module; may be repeated")
    parser.add_argument("--fast", action="store_true", help="only of modules whose tests take about a second")
    parser.add_argument("--workers", type=int, default=1, metavar="K", help="processes (default 1)")
    parser.add_argument("--list", action="store_true", help="list the mutants and leave")
    chosen = parser.parse_args(arguments)
    modules: list[str] = chosen.module or list(FAST if chosen.fast else TARGETS)
    for module in modules:
        if module not in TARGETS:
            parser.error(f"--module: got {module}; allowed: {', '.join(TARGETS)}")
    made = drawn(modules, chosen.sample, chosen.seed)
    if chosen.list:
        print("\n".join(shown(mutant) for mutant in made))
        return 0
    with tempfile.TemporaryDirectory() as folder:
        return run(made, Path(folder), max(1, chosen.workers))


def drawn(modules: list[str], sample: int | None, seed: int) -> list[Mutant]:
    """The mutants of the modules, or a sample of them, in the order of the text."""
    every = [mutant for module in modules for mutant in mutants(module, (ROOT / module).read_text(encoding="utf-8"))]
    if sample is None or sample >= len(every):
        return every
    return [every[k] for k in sorted(Random(seed).sample(range(len(every)), sample))]


def run(made: list[Mutant], folder: Path, workers: int) -> int:
    begun = time.monotonic()
    counts: Counter[tuple[str, str]] = Counter()
    with ProcessPoolExecutor(workers) as pool:
        todo = [pool.submit(one, mutant, folder) for mutant in made]
        for k, (mutant, future) in enumerate(zip(made, todo, strict=True)):
            outcome = future.result()
            counts[mutant.module, outcome] += 1
            if outcome == SURVIVED:
                print(f"survived: {shown(mutant)}", flush=True)
            if sys.stderr.isatty():
                print(f"\r{k + 1} of {len(made)} ", end="", file=sys.stderr)
    report(counts)
    print(f"{len(made)} mutants in {time.monotonic() - begun:.0f} s")
    return 1 if any(outcome == SURVIVED for _, outcome in counts) else 0


def one(mutant: Mutant, folder: Path) -> str:
    """What becomes of a mutant, in a worker with a copy of the project of its own."""
    copy = folder / f"worker-{os.getpid()}" / "project"
    if mutant.key in EQUIVALENT:
        return EQUAL
    if not copy.exists():
        copy.parent.mkdir()
        copy_project(copy)
        preload()
    if mutant.module not in LIMITS:
        LIMITS[mutant.module] = baseline(mutant.module, copy)
    return tried(mutant, copy, LIMITS[mutant.module])


def copy_project(copy: Path) -> None:
    """The project with what is compiled (times kept, so that it stays valid)."""
    copy.mkdir()
    for name in COPIED:
        source = ROOT / name
        if source.is_dir():
            shutil.copytree(source, copy / name)
        elif source.exists():
            shutil.copy2(source, copy / name)


def preload() -> None:
    """Load what all tests load, so that each fork need not."""
    for name in ("numpy", "numba", "scipy.optimize", "sympy", "flint", "pytest", "rich", "click"):
        __import__(name)


def baseline(module: str, copy: Path) -> float:
    """Seconds that the tests of a mutant may take; the module as it is has to pass them."""
    begun = time.monotonic()
    status, out = tested(module, copy, 600.0)
    if status != 0:
        raise RuntimeError(f"mutants: the tests of {module} fail as it is:\n{out[-3000:]}")
    return SLACK + 4 * (time.monotonic() - begun)


def tried(mutant: Mutant, copy: Path, limit: float) -> str:
    """Whether the tests notice a mutant within the limit."""
    path = copy / mutant.module
    before, times = path.read_bytes(), path.stat()
    try:
        path.write_bytes(mutant.applied(before))
        status, _ = tested(mutant.module, copy, limit)
    finally:
        path.write_bytes(before)
        os.utime(path, ns=(times.st_atime_ns, times.st_mtime_ns))
    return SURVIVED if status == 0 else KILLED


def tested(module: str, copy: Path, limit: float) -> tuple[int, str]:
    """The exit status of the tests of a module in a fork (124 where the time is up), and what they print."""
    log = copy.parent / "log"
    child = os.fork()
    if child == 0:
        os.setpgid(0, 0)
        in_child(module, copy, log)
    end = time.monotonic() + limit
    while True:
        done, status = os.waitpid(child, os.WNOHANG)
        if done:
            return os.waitstatus_to_exitcode(status), log.read_text(errors="replace")
        if time.monotonic() > end:
            os.killpg(child, signal.SIGKILL)
            os.waitpid(child, 0)
            return 124, ""
        time.sleep(0.02)


def in_child(module: str, copy: Path, log: Path) -> None:
    """Run the tests and leave, whatever happens."""
    status = 1
    try:
        import pytest

        sys.dont_write_bytecode = True
        os.environ |= {"PYTHONPATH": str(copy), "CI": "1", "PYTHONDONTWRITEBYTECODE": "1", "NUMBA_NUM_THREADS": "1"}
        sys.path[:] = [str(copy), *(own for own in sys.path if Path(own).resolve() not in (ROOT, ROOT / "scripts"))]
        os.chdir(copy)
        with log.open("w") as stream, contextlib.redirect_stdout(stream), contextlib.redirect_stderr(stream):
            given = ["-x", "-q", "-p", "no:cacheprovider", "--no-header", "--tb=short", *TARGETS[module]]
            status = int(pytest.main(given))
    except BaseException as error:
        with contextlib.suppress(OSError):
            log.write_text(repr(error))
    finally:
        os._exit(status)


def shown(mutant: Mutant) -> str:
    known = f"  [{EQUIVALENT[mutant.key]}]" if mutant.key in EQUIVALENT else ""
    return f"{mutant.module}:{mutant.line}: {mutant.old} -> {mutant.new}{known}"


def report(counts: Counter[tuple[str, str]]) -> None:
    """The table of modules."""
    out = io.StringIO()
    names = (KILLED, SURVIVED, EQUAL)
    print(f"{'module':<50}" + "".join(f"{name:>12}" for name in names), file=out)
    for module in [*TARGETS, "all"]:
        row = [sum(n for (m, o), n in counts.items() if o == name and module in (m, "all")) for name in names]
        if sum(row):
            print(f"{module:<50}" + "".join(f"{n:>12}" for n in row), file=out)
    print(out.getvalue(), end="")


if __name__ == "__main__":
    sys.exit(main())
