"""The command in a terminal of its own: what it shows there, and what Ctrl-C does to it."""

import fcntl
import os
import pty
import re
import select
import signal
import struct
import subprocess
import sys
import termios
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from pathlib import Path

SELTEN = [sys.executable, "-c", "from selten.cli import main; main()"]
PATIENCE = 90.0
"""Seconds that a busy machine may take before a test gives up."""

_CODES = re.compile(r"\x1b\[[0-9;?]*[A-Za-z]")


@dataclass(frozen=True)
class Ended:
    """How a run ended: its status, what it wrote, and the processes that it had started."""

    status: int
    out: str
    err: str
    children: tuple[int, ...]


def plain(text: str) -> str:
    """Without colours and movements of the cursor."""
    return _CODES.sub("", text)


@contextmanager
def terminal(columns: int) -> Iterator[tuple[int, int]]:
    """Both ends of a terminal so wide."""
    ours, theirs = pty.openpty()
    fcntl.ioctl(theirs, termios.TIOCSWINSZ, struct.pack("HHHH", 40, columns, 0, 0))
    try:
        yield ours, theirs
    finally:
        os.close(ours)


def shown(call: list[str], columns: int, folder: Path, **environment: str) -> str:
    """What the command writes to a terminal, both streams, until it ends with status 0."""
    with terminal(columns) as (ours, theirs):
        process = subprocess.Popen(
            [*SELTEN, *call], stdout=theirs, stderr=theirs, cwd=folder, env=_environment(environment)
        )
        os.close(theirs)
        text = _read(ours, lambda _: False)
        assert process.wait(PATIENCE) == 0, text
    return text.replace("\r\n", "\n")


def interrupted(call: list[str], seen: str, folder: Path, *, times: int = 1) -> Ended:
    """Ctrl-C (so many) as soon as the bar of a command on a terminal shows what is to be seen.

    A shell that runs the tests in the background leaves interrupts ignored, and children inherit that: here they hear.
    """
    heard = partial(signal.signal, signal.SIGINT, signal.default_int_handler)
    with terminal(160) as (ours, theirs):
        process = subprocess.Popen(
            [*SELTEN, *call],
            stdout=subprocess.PIPE,
            stderr=theirs,
            cwd=folder,
            env=_environment({}),
            preexec_fn=heard,
        )
        os.close(theirs)
        err = _read(ours, lambda text: seen in plain(text))
        assert seen in plain(err), err
        children = _children(process.pid)
        for _ in range(times):
            process.send_signal(signal.SIGINT)
            time.sleep(0.1)
        out, _ = process.communicate(timeout=PATIENCE)
        err += _read(ours, lambda _: False)
    return Ended(process.returncode, out.decode(), err, children)


def alive(process: int) -> bool:
    """Whether a process is still there and no zombie."""
    try:
        return Path(f"/proc/{process}/stat").read_text().rsplit(")", 1)[1].split()[0] not in "ZX"
    except OSError:
        return False


def _environment(more: dict[str, str]) -> dict[str, str]:
    left_out = ("COLUMNS", "LINES", "NO_COLOR", "FORCE_COLOR")
    return {**{key: own for key, own in os.environ.items() if key not in left_out}, "TERM": "xterm", **more}


def _read(end: int, enough: Callable[[str], bool]) -> str:
    """What arrives until it is enough or nobody writes any more."""
    text, until = b"", time.monotonic() + PATIENCE
    while time.monotonic() < until and not enough(text.decode(errors="replace")):
        ready, _, _ = select.select([end], [], [], 1.0)
        if not ready:
            continue
        try:
            part = os.read(end, 65536)
        except OSError:  # Linux says so once the other end is closed
            break
        if not part:
            break
        text += part
    return text.decode(errors="replace")


def _children(process: int) -> tuple[int, ...]:
    try:
        return tuple(map(int, Path(f"/proc/{process}/task/{process}/children").read_text().split()))
    except OSError:
        return ()
