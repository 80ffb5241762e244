"""One input tried in this process: what the contract of the command line asks, and where it was broken."""

import contextlib
import csv
import io
import json
import re
import shutil
import signal
import sys
import traceback
import warnings
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from types import FrameType
from unittest import mock

from fuzz_doors import STDIN, Case

from selten.cli import run

SECONDS = 10
"""Processor time that one input may take (the machine may be busy with something else)."""

COMPILING = 150
"""Processor time for compiling kernels beside that; it is done once on a machine."""

SECONDS_OF_MARKETS = 60
"""The same for a whole bundling market, solved however long it takes, and for its stages, whose files may be large."""

ACCEPTED, REFUSED, BROKEN, TRACEBACK, HANG = "accepted", "refused", "broken", "traceback", "hang"
OUTCOMES = (ACCEPTED, REFUSED, BROKEN, TRACEBACK, HANG)


class TooLong(BaseException):
    """The time of an input is up."""


@dataclass(frozen=True, slots=True)
class Verdict:
    """What became of an input, and what is wrong with that."""

    outcome: str
    problem: str = ""


def judge(case: Case) -> Verdict:
    """Run the case in the current folder, which is empty before and after."""
    for name, data in case.files.items():
        if name != STDIN:
            Path(name).write_bytes(data)
    try:
        status, out, err = call(case, limit(case))
        problem = fault(case, status, out, err) or unforeseen(case)
    except TooLong:
        return Verdict(HANG, f"more than {limit(case)} s of processor time\n{traceback.format_exc()}")
    except BaseException:
        return Verdict(TRACEBACK, traceback.format_exc())
    finally:
        for path in Path().iterdir():
            shutil.rmtree(path) if path.is_dir() else path.unlink()
    return Verdict(BROKEN, problem) if problem else Verdict(REFUSED if status == 2 else ACCEPTED)


def call(case: Case, seconds: int) -> tuple[int, str, str]:
    """Exit status, standard output and standard error of a command; warnings go to the latter."""
    out, err = (io.TextIOWrapper(io.BytesIO(), encoding="utf-8", errors="backslashreplace") for _ in range(2))
    given = io.TextIOWrapper(io.BytesIO(case.files.get(STDIN, b"")))
    with contextlib.ExitStack() as stack:
        stack.enter_context(contextlib.redirect_stdout(out))
        stack.enter_context(contextlib.redirect_stderr(err))
        stack.enter_context(mock.patch.object(sys, "stdin", given))
        stack.enter_context(warnings.catch_warnings())
        warnings.simplefilter("always")
        stack.enter_context(alarm(seconds))
        status = run(list(case.arguments))
    return status, text_of(out), text_of(err)


def text_of(stream: io.TextIOWrapper) -> str:
    stream.flush()
    buffer = stream.buffer
    assert isinstance(buffer, io.BytesIO)
    return buffer.getvalue().decode()


def limit(case: Case) -> int:
    whole = "bundling" in case.arguments or any(word.startswith("--stage") for word in case.arguments)
    return SECONDS_OF_MARKETS if whole else SECONDS


@contextlib.contextmanager
def alarm(seconds: int) -> Iterator[None]:
    """Raise :class:`TooLong` after so much processor time, and every second from then on.

    Seconds in which some thread compiles are counted apart, and nothing is raised in them: a kernel of which the
    compilation was broken off cannot be compiled again in the same process.
    """
    spent = {True: 0, False: 0}

    def ring(number: int, frame: FrameType | None) -> None:
        stacks = (traceback.extract_stack(own) for own in sys._current_frames().values())
        compiling = any("/numba/" in line.filename for stack in stacks for line in stack)
        spent[compiling] += 1
        if spent[compiling] >= (COMPILING if compiling else seconds):
            raise TooLong

    before = signal.signal(signal.SIGPROF, ring)
    signal.setitimer(signal.ITIMER_PROF, 1, 1)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_PROF, 0)
        signal.signal(signal.SIGPROF, before)


def fault(case: Case, status: int, out: str, err: str) -> str:
    """What the contract forbids; empty if nothing."""
    lines = err.splitlines()
    if "Traceback" in err or "Warning:" in err:
        return f"standard error: {err[-2000:]}"
    if status == 2:
        if len(lines) != 1 or not lines[0].startswith("selten: ") or len(lines[0]) < len("selten: ???"):
            return f"exit status 2 with {len(lines)} lines on standard error: {err[:2000]!r}"
        return "" if named(case, lines[0]) else f"the message names no file, field or option: {lines[0]!r}"
    if status not in (0, 1) or (status == 1 and "certify" not in case.arguments):
        return f"exit status {status}"
    if "--json" in case.arguments or "games.jsonl" in case.arguments:
        return unreadable(out, many="games.jsonl" in case.arguments or STDIN in case.files)
    if "report" in case.arguments:
        return "" if err.startswith("selten: wrote") else f"no word of what was written: {err!r}"
    return "" if out.strip() else "exit status 0 and nothing on standard output"


def unforeseen(case: Case) -> str:
    """The first case of a sweep that failed with the name of an exception for a reason instead of a message."""
    rows = Path("rows.csv")
    if "sweep" not in case.arguments or not rows.is_file():
        return ""
    with rows.open(encoding="utf-8", newline="") as file:
        reasons = [row["reason"] for row in csv.DictReader(file) if row["status"] == "failed"]
    odd = [reason for reason in reasons if re.match(r"[A-Z]\w*(Error|Exception|Iteration|Warning): ", reason)]
    return f"the reason of a case that failed: {odd[0]}" if odd else ""


def named(case: Case, line: str) -> bool:
    """Whether a message says where to look: at a file, standard input, an option or a word of the command line."""
    words = [*case.files, *(" ".join(word.split()) for word in case.arguments), "standard input", "--", *USAGE]
    return any(word in line for word in words if word not in ("", STDIN))


USAGE = ("Missing argument", "Missing command", "output")
"""How messages about a command line begin where no word of it is wrong."""


def unreadable(out: str, *, many: bool) -> str:
    """Why the output is no strict JSON object (or several, one a line)."""

    def refuse(token: str) -> None:
        raise ValueError(token)

    lines = out.splitlines()
    if "--help" in out or out.startswith(("Usage", "selten 0")):
        return ""
    if len(lines) != 1 and not many:
        return f"{len(lines)} lines on standard output instead of one: {out[:300]!r}"
    for line in lines:
        try:
            found = json.loads(line, parse_constant=refuse)
        except (ValueError, RecursionError) as error:
            return f"no JSON on standard output ({error}): {line[:300]!r}"
        if not isinstance(found, dict):
            return f"no JSON object on standard output: {line[:300]!r}"
    return ""
