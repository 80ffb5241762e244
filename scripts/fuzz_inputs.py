#!/usr/bin/env python3
"""Fuzz every door by which input comes into selten: game files, SPECs, CSV, certificates, command lines.

Each input is made from a valid one by seeded damage and given to the command line in this process. It must end with
status 0, 1 or 2, with no traceback and no warning; 2 with one line that names what is wrong; with --json with one
strict JSON object; within 10 s of processor time (60 s for a whole bundling market) and 4 GB. Inputs that break this
are written to a folder, each with the call that reruns it, and the exit status is 1.
"""

import argparse
import contextlib
import json
import multiprocessing
import os
import resource
import shlex
import sys
import tempfile
import time
from collections import Counter
from multiprocessing.connection import Connection, wait
from pathlib import Path

from fuzz_doors import DOORS, STDIN, Case, case
from fuzz_judge import BROKEN, HANG, OUTCOMES, TRACEBACK, Verdict, judge

MEMORY = 4 << 30
STUCK = 900.0
"""Seconds without a word from a worker after which it is ended: it is in compiled code that hears no alarm."""

BAD = (BROKEN, TRACEBACK, HANG)


def main(arguments: list[str] | None = None) -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--inputs", type=int, default=100_000, metavar="N", help="how many inputs (default 100000)")
    parser.add_argument("--seed", type=int, default=0, metavar="S")
    parser.add_argument("--door", choices=DOORS, metavar="NAME", help=f"only this door: {', '.join(DOORS)}")
    parser.add_argument("--workers", type=int, default=2, metavar="K", help="processes (default 2)")
    parser.add_argument("--only", type=int, metavar="NUMBER", help="rerun the one input with this number")
    parser.add_argument("--folder", type=Path, default=Path("fuzz-failures"), help="where inputs that failed go")
    chosen = parser.parse_args(arguments)
    if min(chosen.inputs, chosen.workers) < 1:
        parser.error(f"--inputs, --workers: got {chosen.inputs}, {chosen.workers}; allowed: at least 1")
    if chosen.only is not None:
        return rerun(chosen.only, chosen.seed, chosen.door)
    begun = time.monotonic()
    run = Run(chosen.inputs, chosen.seed, chosen.door, chosen.folder)
    try:
        run.work(min(chosen.workers, chosen.inputs))
    except KeyboardInterrupt:
        print(f"stopped after {sum(run.counts.values())} of {chosen.inputs} inputs")
    run.report()
    print(f"seed {chosen.seed}, {chosen.workers} workers, {time.monotonic() - begun:.0f} s")
    return 1 if run.failures else 0


def rerun(number: int, seed: int, door: str | None) -> int:
    name, made = case(number, seed, door)
    with scratch():
        verdict = judge(made)
    print(f"door {name}: selten {shlex.join(made.arguments)!r}: {verdict.outcome}\n{verdict.problem}")
    return 1 if verdict.outcome in BAD else 0


@contextlib.contextmanager
def scratch():  # type: ignore[no-untyped-def]
    """A temporary folder as the current one."""
    with tempfile.TemporaryDirectory() as folder, contextlib.chdir(folder):
        yield


class Run:
    """The inputs shared out to workers, and what became of them."""

    def __init__(self, inputs: int, seed: int, door: str | None, folder: Path) -> None:
        self.inputs, self.seed, self.door = inputs, seed, door
        self.folder = folder.absolute()
        self.counts: Counter[tuple[str, str]] = Counter()
        self.failures = 0

    def work(self, workers: int) -> None:
        """Worker k takes the numbers k, k + workers, ...; one that dies or is stuck is replaced after its input."""
        running = {}
        for k in range(workers):
            worker = Worker(k, workers, self)
            running[worker.pipe] = worker
        while running:
            ready = wait(list(running), timeout=1.0)
            for worker in list(running.values()):
                fresh = worker.listen() if worker.pipe in ready else worker.check()
                if fresh is not worker:
                    del running[worker.pipe]
                    if fresh is not None:
                        running[fresh.pipe] = fresh
            self.progress()

    def note(self, number: int, verdict: Verdict, name: str | None = None) -> None:
        """Count an input; keep it if it failed."""
        if name is None or verdict.outcome in BAD:
            name, made = case(number, self.seed, self.door)
        self.counts[name, verdict.outcome] += 1
        if verdict.outcome in BAD:
            self.failures += 1
            self.keep(number, name, made, verdict)

    def keep(self, number: int, name: str, made: Case, verdict: Verdict) -> None:
        """Write the files of a failed input, and how to rerun it."""
        folder = self.folder / f"{name}-{self.seed}-{number}"
        folder.mkdir(parents=True, exist_ok=True)
        for file, data in made.files.items():
            (folder / ("stdin" if file == STDIN else file)).write_bytes(data)
        door = f" --door {self.door}" if self.door else ""
        again = f"python scripts/fuzz_inputs.py --seed {self.seed} --only {number}{door}"
        text = f"{again}\nselten {json.dumps(made.arguments)}\n{verdict.outcome}\n{verdict.problem}\n"
        (folder / "README.txt").write_text(text, encoding="utf-8", errors="backslashreplace")

    def progress(self) -> None:
        """How far it is, on a terminal."""
        if sys.stderr.isatty():
            done = sum(self.counts.values())
            print(f"\r{done:,} of {self.inputs:,}, {self.failures} failed ", end="", file=sys.stderr)

    def report(self) -> None:
        """The table of doors."""
        print(f"{'door':<21}{'inputs':>9}" + "".join(f"{name:>11}" for name in OUTCOMES))
        for door in [*DOORS, "all"]:
            row = [sum(n for (d, o), n in self.counts.items() if o == name and door in (d, "all")) for name in OUTCOMES]
            if sum(row):
                print(f"{door:<21}{sum(row):>9}" + "".join(f"{n:>11}" for n in row))


class Worker:
    """A process that tries every so many-th input and tells of each."""

    def __init__(self, start: int, stride: int, run: Run) -> None:
        self.next, self.stride, self.run = start, stride, run
        context = multiprocessing.get_context("spawn")
        self.pipe, theirs = context.Pipe(duplex=False)
        numbers = range(start, run.inputs, stride)
        self.process = context.Process(target=serve, args=(theirs, numbers, run.seed, run.door))
        self.process.start()
        theirs.close()
        self.heard = time.monotonic() + STUCK  # more for the start

    def listen(self) -> "Worker | None":
        """Take what was said; the next worker if this one died, None if it is done."""
        try:
            said = self.pipe.recv()
        except EOFError:
            return self.replace(Verdict(TRACEBACK, f"the process died (exit code {self.code()})"))
        if said is None:
            self.process.join()
            return None
        name, verdict = said
        self.run.note(self.next, verdict, name)
        self.next += self.stride
        self.heard = time.monotonic()
        return self.replace() if verdict.outcome == HANG else self

    def check(self) -> "Worker | None":
        """End a process that is stuck."""
        if time.monotonic() - self.heard < STUCK:
            return self
        self.process.kill()
        return self.replace(Verdict(HANG, f"nothing for {STUCK:.0f} s, and no alarm was heard"))

    def code(self) -> int | None:
        """The exit code of the process."""
        self.process.join()
        return self.process.exitcode

    def replace(self, verdict: Verdict | None = None) -> "Worker | None":
        """A new process for what is left, after this one's input has got its verdict."""
        if verdict is not None:
            self.run.note(self.next, verdict)
            self.next += self.stride
        if self.process.is_alive():
            self.process.kill()
        self.process.join()
        return Worker(self.next, self.stride, self.run) if self.next < self.run.inputs else None


def serve(pipe: Connection, numbers: range, seed: int, door: str | None) -> None:
    """Try the inputs with these numbers; the memory is bounded, and kernels run on one processor."""
    os.environ["NUMBA_NUM_THREADS"] = "1"
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    with scratch(), contextlib.suppress(BrokenPipeError):  # nobody listens any more to one that was replaced
        for number in numbers:
            name, made = case(number, seed, door)
            pipe.send((name, judge(made)))
        pipe.send(None)


if __name__ == "__main__":
    sys.exit(main())
