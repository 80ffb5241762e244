"""Executors of our own: processes that die with their parent and use one thread each, and none at all.

This module is the first that a new process imports: it sets the numbers of threads before numba and others look.
"""

import contextlib
import os
import signal
import threading
from collections.abc import Callable
from concurrent.futures import BrokenExecutor, Executor, Future, ProcessPoolExecutor
from multiprocessing import get_context
from multiprocessing.connection import Connection
from typing import Any, Protocol

THREADS = ("NUMBA_NUM_THREADS", "OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS")


def usable_cores() -> int:
    """How many processors this process may use.

    Examples
    --------
    >>> usable_cores() >= 1
    True
    """
    with contextlib.suppress(AttributeError):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


class ExecutorError(RuntimeError):
    """The executor does not work, whatever the cases are."""


class Crew(Protocol):
    """Who works: an executor, how many chunks it works on at a time, and what to do when it breaks."""

    executor: Executor
    workers: int

    def renew(self) -> None:
        """A working executor in the place of a broken one, or an ExecutorError."""

    def close(self) -> None:
        """Nothing is asked for any more."""


class Pool:
    """Worker processes, started afresh (spawn), so that no lock or thread of this process is copied into them.

    They do not hear Ctrl-C, and they end at once when this process closes them or ends, however it ends: each waits
    for the end of a pipe whose other end is held here alone.

    Parameters
    ----------
    workers : int
    """

    def __init__(self, workers: int) -> None:
        self.workers = workers
        self._begin()

    def _begin(self) -> None:
        context = get_context("spawn")
        reader, self._writer = context.Pipe(duplex=False)
        self.executor: Executor = ProcessPoolExecutor(self.workers, context, initializer=start, initargs=(reader,))

    def renew(self) -> None:
        """New processes.

        Raises
        ------
        ExecutorError
            If new ones end before they do anything.
        """
        self.close()
        self._begin()
        try:
            self.executor.submit(max, 0, 1).result()
        except BrokenExecutor as error:
            raise ExecutorError(
                "worker processes end as soon as they start (a script that calls sweep() needs the line "
                "if __name__ == '__main__':)"
            ) from error

    def close(self) -> None:
        """End the processes, whatever they are doing."""
        self._writer.close()
        self.executor.shutdown(wait=True, cancel_futures=True)


class Given:
    """Somebody else's executor, which is neither mended nor closed here.

    Parameters
    ----------
    executor : Executor
        Of the concurrent.futures protocol, like ``client.get_executor()`` of Dask.
    workers : int, optional
        How many chunks it works on at a time; where it says so itself, that many, else as many as there are cores.
    """

    def __init__(self, executor: Executor, workers: int | None = None) -> None:
        self.executor = executor
        self.workers = workers or getattr(executor, "_max_workers", None) or usable_cores()

    def renew(self) -> None:
        """Nothing can be done.

        Raises
        ------
        ExecutorError
            Always.
        """
        raise ExecutorError("the executor is broken: its processes died")

    def close(self) -> None:
        """Its owner closes it."""


def start(reader: Connection) -> None:
    """What a new process does first."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    for name in THREADS:
        os.environ[name] = "1"
    threading.Thread(target=_end_with, args=(reader,), daemon=True).start()


def _end_with(reader: Connection) -> None:
    """Wait for the end of the pipe, then end this process on the spot."""
    with contextlib.suppress(EOFError, OSError):
        reader.recv_bytes()
    os._exit(0)


class Serial(Executor):
    """An executor that computes at once, in this process.

    Examples
    --------
    >>> Serial().submit(max, 1, 2).result()
    2
    """

    _max_workers = 1

    def submit(self, fn: Callable[..., Any], /, *args: Any, **kwargs: Any) -> Future[Any]:
        """A future that is done."""
        future: Future[Any] = Future()
        try:
            future.set_result(fn(*args, **kwargs))
        except Exception as error:
            future.set_exception(error)
        return future
