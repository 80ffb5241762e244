"""A long call into compiled code that Ctrl-C gets past: the call runs in a thread, and the caller waits in Python."""

import threading
from collections.abc import Callable
from typing import TypeVar

T = TypeVar("T")


def interruptible(work: Callable[[], T]) -> T:
    """What ``work()`` returns or raises; for code that lets other threads run meanwhile (HiGHS does).

    In the main thread, which is the one that hears Ctrl-C, KeyboardInterrupt leaves at once. The work then goes on
    unseen until it is done or the process ends: what it works on must not be touched any more.

    Examples
    --------
    >>> interruptible(lambda: 6 * 7)
    42
    """
    if threading.current_thread() is not threading.main_thread():
        return work()
    results: list[T] = []
    errors: list[BaseException] = []

    def run() -> None:
        try:
            results.append(work())
        except BaseException as error:
            errors.append(error)

    thread = threading.Thread(target=run, daemon=True)
    thread.start()
    thread.join()
    if errors:
        raise errors[0]
    return results[0]
