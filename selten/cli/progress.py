"""How far a long command has come and how long it takes yet: one bar on standard error, on a terminal only.

The bar appears after a second, so that short work stays silent, and is wiped out at the end. It is drawn by a thread of
its own: work that tells nothing is seen to go on, too.
"""

import math
import os
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager

PATIENCE = 1.0
"""Seconds before the bar appears."""

_PERIOD = 0.2
_ROOM = 60  # columns from which there is room for a bar beside the words
_FIRST_GUESS = 0.02


class Bar:
    """What a command tells of its progress: called with the fraction done of a stage, from 0 to 1.

    Examples
    --------
    >>> bar = Bar("claims")
    >>> bar.stage("Nash subsets")
    >>> bar(0.5)
    >>> bar.text, bar.fraction()
    ('Nash subsets', 0.5)
    """

    def __init__(self, text: str) -> None:
        self.stage(text)

    def stage(self, text: str, *, seconds: float | None = None) -> None:
        """Begin a stage, nothing of it done; ``seconds`` is the most that it may take, if that is known."""
        limit = None if seconds is None or math.isinf(seconds) else seconds
        self._begun, self._part, self._limit, self.text = time.monotonic(), None, limit, text

    _part: float | None

    def __call__(self, part: float) -> None:
        """Note the fraction of the stage that is done."""
        self._part = min(max(part, 0.0), 1.0)

    def count(self, done: int, of: int, text: str) -> None:
        """Note that so many of the things are done, and what comes now."""
        self.text = text
        if of:
            self(done / of)

    def fraction(self) -> float | None:
        """The fraction done, by what was told and by the clock if the stage has a limit; None where nothing is known.

        Examples
        --------
        >>> Bar("enumeration").fraction() is None
        True
        """
        if not self._limit:
            return self._part
        return max(self._part or 0.0, min(1.0, (time.monotonic() - self._begun) / self._limit))

    def left(self) -> str:
        """How long the stage takes yet, or how long it has taken where that is not known.

        Examples
        --------
        >>> Bar("enumeration").left()
        '0:00 so far'
        """
        spent, part = time.monotonic() - self._begun, self.fraction()
        if part is None or part < _FIRST_GUESS:
            return f"{_clock(spent)} so far"
        guess = spent * (1 - part) / part
        return f"{_clock(guess)} left" if not self._limit else f"at most {_clock(self._limit - spent)} left"


def _clock(seconds: float) -> str:
    minutes, rest = divmod(round(max(seconds, 0.0)), 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours}:{minutes:02}:{rest:02}" if hours else f"{minutes}:{rest:02}"


@contextmanager
def progress_bar(text: str, *, seconds: float | None = None, shown: bool = True) -> Iterator[Bar]:
    """A bar that is drawn while the block runs, on a terminal and if it is to be ``shown`` at all.

    Examples
    --------
    >>> with progress_bar("claims") as bar:
    ...     bar.count(1, 4, "Lemma 1")
    """
    bar = Bar(text)
    bar.stage(text, seconds=seconds)
    if not (shown and sys.stderr.isatty() and os.environ.get("TERM") != "dumb"):
        yield bar
        return
    done = threading.Event()
    painter = threading.Thread(target=_paint, args=(bar, done), daemon=True)
    painter.start()
    try:
        yield bar
    finally:
        done.set()
        painter.join()


def _paint(bar: Bar, done: threading.Event) -> None:
    """Draw the bar again and again, from the first second until it is done, and wipe it out."""
    if done.wait(PATIENCE):
        return
    from rich.progress import BarColumn, Progress, TaskProgressColumn, TextColumn
    from rich.table import Column

    from selten.cli.output import console

    screen = console(error=True)
    text = TextColumn("{task.description}", markup=False, table_column=Column(no_wrap=True, overflow="ellipsis"))
    bar_itself = [BarColumn(bar_width=None, table_column=Column(ratio=1))] if screen.width >= _ROOM else []
    painted = Progress(
        text,
        *bar_itself,
        TaskProgressColumn(table_column=Column(no_wrap=True)),
        TextColumn("{task.fields[left]}", table_column=Column(no_wrap=True)),
        console=screen,
        transient=True,
        auto_refresh=False,
        expand=bool(bar_itself),
        redirect_stdout=False,
        redirect_stderr=False,
    )
    with painted:
        task = painted.add_task(bar.text, total=None, left="")
        while True:
            part = bar.fraction()
            total = None if part is None else 1.0
            painted.update(task, description=bar.text, total=total, completed=part or 0.0, left=bar.left())
            painted.refresh()
            if done.wait(_PERIOD):
                return
