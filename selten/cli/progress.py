"""How far a long search has come, on standard error, for people only."""

import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from selten.equilibria.solution import Progress

PATIENCE = 1.0
"""Seconds before the first word, so that short searches stay silent."""


@contextmanager
def on_terminal() -> "Iterator[Progress | None]":
    """A callback that keeps one line on a terminal up to date and wipes it out at the end; None elsewhere.

    Examples
    --------
    >>> with on_terminal() as progress:
    ...     progress is None or progress(0.5)
    True
    """
    if not sys.stderr.isatty():
        yield None
        return
    begun = time.monotonic()
    shown = 0.0

    def progress(part: float) -> None:
        nonlocal shown
        now = time.monotonic()
        if now - begun > PATIENCE and now - shown > 0.2:
            shown = now
            print(f"\rsearched: {100 * part:.0f} % in {now - begun:.0f} s ", end="", file=sys.stderr, flush=True)

    try:
        yield progress
    finally:
        if shown:
            print("\r" + " " * 40 + "\r", end="", file=sys.stderr, flush=True)
