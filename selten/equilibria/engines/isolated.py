"""An engine run so that it can be stopped, and so that nothing of it leaks.

Compiled engines do not look at signals or at the clock: the only way to stop one is to end its process. With a time
limit the work is done in a child process (a fresh interpreter, never a fork, and never a second import of the caller's
main module), what it finds is sent over as it is found, and at the limit the child is killed. Without a limit the work
is done here, where Ctrl-C takes effect only when the engine returns; an infinite limit gives a child without a clock.
"""

import contextlib
import os
import pickle
import queue
import signal
import subprocess
import sys
import threading
import time
import warnings
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from math import isinf
from typing import IO, Any, Literal

Work = Callable[[Any, Callable[[Any], None]], str]
"""``work(task, emit)`` calls ``emit`` with each find and returns a note; it stands at module level, so it pickles."""
Prepare = Callable[[], None]
"""Imports the engine and gets it ready; at module level, too."""

_CHILD = "from selten.equilibria.engines.isolated import serve; serve()"
_STARTUP_LIMIT = 120.0
_DEATH_SIGNAL = 1


@dataclass(frozen=True, slots=True)
class Run:
    """What came of running an engine.

    Parameters
    ----------
    found : tuple
        What was emitted, in order, also before a limit or a failure.
    note : str
        The engine's note, its warnings in short, or what went wrong, as a sentence.
    outcome : {"finished", "limit", "failed", "missing"}
        ``missing``: the engine is not installed.
    seconds_startup : float
        Time spent starting a process and importing the engine: no part of solving.
    """

    found: tuple[Any, ...]
    note: str
    outcome: Literal["finished", "limit", "failed", "missing"]
    seconds_startup: float = 0.0


class Interrupted(KeyboardInterrupt):
    """Ctrl-C while an engine ran in a process of its own (which is ended); ``run`` holds what it had found."""

    def __init__(self, run: Run) -> None:
        super().__init__()
        self.run = run


def run(work: Work, task: Any, *, prepare: Prepare, time_limit: float | None = None) -> Run:
    """Do ``prepare()`` and then ``work(task, emit)``, the work for at most ``time_limit`` seconds.

    Raises nothing that the engine raises: an error is an outcome, an ImportError in ``prepare`` a missing engine.

    Raises
    ------
    Interrupted
        On Ctrl-C, where there is a time limit.
    """
    if time_limit is None:
        return _here(work, task, prepare)
    return _apart(work, task, prepare, time_limit)


def _here(work: Work, task: Any, prepare: Prepare) -> Run:
    begun = time.perf_counter()
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            prepare()
    except ImportError:
        return Run((), "", "missing")
    startup = time.perf_counter() - begun
    found: list[Any] = []
    try:
        note = _warned(work, task, found.append)
    except Exception as error:
        return Run(tuple(found), _sentence(error), "failed", startup)
    return Run(tuple(found), note, "finished", startup)


def _warned(work: Work, task: Any, emit: Callable[[Any], None]) -> str:
    """Do the work; its note, with the number of warnings and the first of them."""
    with warnings.catch_warnings(record=True) as caught:
        warnings.simplefilter("always")
        note = work(task, emit)
    if not caught:
        return note
    first = " ".join(str(caught[0].message).split())
    told = f"the engine warned {len(caught)} times, first: {first[:100]}" if first else "the engine warned"
    return f"{note}; {told}" if note else told


def _sentence(error: BaseException) -> str:
    text = " ".join(str(error).split())
    return (
        f"the engine failed: {type(error).__name__}: {text[:200]}"
        if text
        else f"the engine failed: {type(error).__name__}"
    )


def _apart(work: Work, task: Any, prepare: Prepare, time_limit: float) -> Run:
    begun = time.perf_counter()
    with _child() as process:
        inbox = _listen(process)
        assert process.stdin is not None
        with contextlib.suppress(BrokenPipeError):
            pickle.dump((work, task, prepare, time_limit), process.stdin)
            process.stdin.close()
        kind, value = _next(inbox, _STARTUP_LIMIT)
        startup = time.perf_counter() - begun
        if kind == "limit":
            return Run((), f"the engine was not ready within {_STARTUP_LIMIT:g} seconds", "failed", startup)
        if kind != "ready":
            return Run((), str(value), "missing" if kind == "missing" else "failed", startup)
        return _collect(inbox, time_limit, startup)


def _collect(inbox: "queue.Queue[tuple[str, Any]]", time_limit: float, startup: float) -> Run:
    end = time.perf_counter() + time_limit
    found: list[Any] = []
    while True:
        try:
            kind, value = _next(inbox, end - time.perf_counter())
        except KeyboardInterrupt:
            raise Interrupted(Run(tuple(found), "", "limit", startup)) from None
        if kind == "found":
            found.append(value)
        elif kind == "limit":
            return Run(tuple(found), "", "limit", startup)
        else:
            return Run(tuple(found), str(value), "finished" if kind == "done" else "failed", startup)


def _next(inbox: "queue.Queue[tuple[str, Any]]", seconds: float) -> tuple[str, Any]:
    try:
        if isinf(seconds):
            return inbox.get()
        return inbox.get(timeout=max(seconds, 0.0))
    except queue.Empty:
        return "limit", ""


@contextlib.contextmanager
def _child() -> Iterator[subprocess.Popen[bytes]]:
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join(path for path in sys.path if path)}
    process = subprocess.Popen(
        [sys.executable, "-P", "-c", _CHILD],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        env=environment,
    )
    try:
        yield process
    finally:
        process.kill()
        process.wait()
        for pipe in (process.stdin, process.stdout):
            if pipe is not None:
                with contextlib.suppress(BrokenPipeError):
                    pipe.close()


def _listen(process: subprocess.Popen[bytes]) -> "queue.Queue[tuple[str, Any]]":
    inbox: queue.Queue[tuple[str, Any]] = queue.Queue()
    threading.Thread(target=_read, args=(process.stdout, inbox), daemon=True).start()
    return inbox


def _read(pipe: IO[bytes], inbox: "queue.Queue[tuple[str, Any]]") -> None:
    try:
        while True:
            inbox.put(pickle.load(pipe))
    except Exception:
        # End of file, a torn message or a closed pipe: the child is gone. After "done" nobody reads this.
        inbox.put(("gone", "the engine's process ended without an answer"))


def serve() -> None:
    """The child's side: read one task from standard input, write what is found to standard output."""
    signal.signal(signal.SIGINT, signal.SIG_DFL)
    _die_with_parent()
    channel = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)

    def send(kind: str, value: Any) -> None:
        pickle.dump((kind, value), channel)
        channel.flush()

    work, task, prepare, time_limit = pickle.load(sys.stdin.buffer)
    _serve(work, task, prepare, send, time_limit)


def _serve(work: Work, task: Any, prepare: Prepare, send: Callable[[str, Any], None], time_limit: float) -> None:
    try:
        prepare()
    except ImportError:
        send("missing", "")
        return
    send("ready", "")
    if not isinf(time_limit) and hasattr(signal, "setitimer"):
        # The parent kills at the limit; should it be gone by then, the kernel does, even inside compiled code.
        signal.setitimer(signal.ITIMER_REAL, time_limit + 5)
    try:
        send("done", _warned(work, task, lambda value: send("found", value)))
    except Exception as error:
        send("failed", _sentence(error))


def _die_with_parent() -> None:
    """On Linux ask the kernel to end this process when its parent is killed, so that no engine runs on unseen."""
    if sys.platform == "linux":
        import ctypes

        with contextlib.suppress(OSError, AttributeError):
            ctypes.CDLL(None).prctl(_DEATH_SIGNAL, signal.SIGKILL)
