"""Ctrl-C: the first stops a command, which prints what is certified by then; the second ends it at once.

Only :func:`listen`, which the command line calls once, changes how the process takes the signal; without it the first
Ctrl-C is Python's own KeyboardInterrupt, and so is every other.
"""

import contextlib
import os
import signal
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from types import FrameType

STATUS = 130
"""The exit status of an interrupted command, as shells have it."""


@dataclass(slots=True)
class _Heard:
    """How often Ctrl-C came, and how many blocks put it off (a signal handler knows only what is global)."""

    times: int = 0
    putting_off: int = 0
    over: bool = False


_HEARD = _Heard()


def listen() -> None:
    """Take Ctrl-C as said above, unless the process was started with interrupts ignored."""
    if signal.getsignal(signal.SIGINT) is signal.default_int_handler:
        signal.signal(signal.SIGINT, _hear)


def leave_quietly() -> None:
    """From now on Ctrl-C ends the process without a word: everything is printed."""
    _HEARD.over = True


@contextmanager
def deadly(wanted: bool) -> Iterator[None]:
    """Within the block, if that is wanted, Ctrl-C ends the process by the signal itself, as shells have it by 130.

    For calls into engines that look at no signals and let no Python run, where nothing else would end them.
    """
    before = signal.getsignal(signal.SIGINT)
    if not wanted or before is not _hear:
        yield
        return
    signal.signal(signal.SIGINT, signal.SIG_DFL)
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, before)


def leave() -> None:
    """End the process now, as interrupted, without waiting for threads."""
    for stream in (sys.stdout, sys.stderr):
        with contextlib.suppress(OSError, ValueError):
            stream.flush()
    os._exit(STATUS)


def _hear(_: int, __: FrameType | None) -> None:
    _HEARD.times += 1
    if _HEARD.over or _HEARD.times > 1:
        if os.isatty(2):
            os.write(2, b"\r\x1b[K")  # the line of a bar
        os._exit(STATUS)
    if not _HEARD.putting_off:
        raise KeyboardInterrupt


@contextmanager
def put_off() -> "Iterator[Callable[[], bool]]":
    """Within the block the first Ctrl-C does nothing but make the callable that it yields true.

    For work that asks whether to go on and then returns what it has.

    Examples
    --------
    >>> with put_off() as asked:
    ...     asked()
    False
    """
    before = _HEARD.times
    _HEARD.putting_off += 1
    try:
        yield lambda: _HEARD.times > before
    finally:
        _HEARD.putting_off -= 1


@contextmanager
def whole() -> Iterator[None]:
    """Within the block Ctrl-C waits for the end of it, so that what is written there is written whole."""
    with put_off() as asked:
        yield
    if asked() and not _HEARD.putting_off:
        raise KeyboardInterrupt
