"""Which cases are sent where and when: chunks of a few seconds, a few in flight, the suspicious ones alone.

Chunks begin small and grow until each takes :data:`CHUNK_SECONDS` and a hundredth of the time that the sweep has taken:
a kill loses no more than that, and the parts on disk do not become too many however long it takes.
The first one runs alone: what is compiled on the way is on disk before others look for it. At most two chunks for each
worker are with the executor, and each result goes to disk as it comes: memory does not grow with the cases.

If a worker process dies, the chunks that were on their way become suspects: they are tried one at a time and halved
until the case that kills its process is alone. If it does so twice more, that is its row.
"""

import time
from collections import Counter, deque
from collections.abc import Callable, Iterable
from concurrent.futures import FIRST_COMPLETED, BrokenExecutor, Future, wait
from dataclasses import dataclass, field
from typing import Any

from selten.sweep.parts import Span
from selten.sweep.processes import Crew, ExecutorError
from selten.sweep.worker import Job, died, solved

CHUNK_SECONDS = 3.0
LONGER = 0.01
"""How much of the time that has passed is added to a chunk's."""
MOST_CASES = 1 << 14
FIRST_CASES = {"offering": 256, "bundling": 1, "discrimination": 8, "disclosure": 16, "random": 16, "game": 16}
"""How many cases the first chunk of a family has."""
STRIKES = 2
"""How often a case alone has to kill its process until it is given up."""


@dataclass(slots=True)
class Schedule:
    """A sweep under way.

    Parameters
    ----------
    job : Job
    crew : Crew
        Who works.
    keep : callable
        Brings the bytes of a span's part to the disk.
    """

    job: Job
    crew: Crew
    keep: Callable[[Span, bytes], None]
    size: int = 0
    waiting: deque[Span] = field(default_factory=deque)
    suspects: deque[Span] = field(default_factory=deque)
    running: dict[Future[Any], Span] = field(default_factory=dict)
    alone: Span | None = None
    strikes: Counter[Span] = field(default_factory=Counter)
    done: int = 0
    begun: float = field(default_factory=time.perf_counter)

    def run(self, spans: Iterable[Span], deadline: float | None, progress: Callable[[int], None]) -> bool:
        """Do the cases in the spans; whether all were done before the deadline (of :func:`time.monotonic`).

        Parameters
        ----------
        progress : callable
            Told how many more cases have been done.

        Raises
        ------
        ExecutorError
            If the executor fails for reasons that are not a case's.
        """
        self.waiting.extend(spans)
        self.size = FIRST_CASES[self.job.study.family]
        room = 1
        try:
            while self.waiting or self.suspects or self.running:
                if deadline is not None and time.monotonic() >= deadline:
                    return False
                self._submit(room)
                self._collect(deadline)
                room = 2 * self.crew.workers if self.done else room
                progress(self.done)
                self.done = 0
        finally:
            for future in self.running:
                future.cancel()
        return True

    def _submit(self, room: int) -> None:
        """Send chunks while there is room; a suspect only when nothing else is on its way, and nothing beside it."""
        if self.suspects:
            if not self.running:
                self.alone = self.suspects.popleft()
                self._send(self.alone)
            return
        self.alone = None
        while self.waiting and len(self.running) < room and not self.suspects:
            left = sum(stop - start for start, stop in self.waiting)
            start, stop = self.waiting.popleft()
            cut = min(stop, start + max(1, min(self.size, left // (2 * self.crew.workers))))
            if cut < stop:
                self.waiting.appendleft((cut, stop))
            self._send((start, cut))

    def _send(self, span: Span) -> None:
        try:
            self.running[self.crew.executor.submit(solved, self.job, *span)] = span
        except BrokenExecutor:
            self._recover([span])

    def _collect(self, deadline: float | None) -> None:
        """Wait for a result and take all that are there."""
        seconds = None if deadline is None else max(0.0, deadline - time.monotonic())
        ready, _ = wait(self.running, timeout=seconds, return_when=FIRST_COMPLETED)
        lost = []
        for future in ready:
            span = self.running.pop(future)
            try:
                data, taken = future.result()
            except Exception as error:
                if not _killed(error):
                    raise ExecutorError(f"{type(error).__name__}: {error}") from error
                lost.append(span)
            else:
                self._keep(span, data)
                self._adapt(span[1] - span[0], taken)
        if lost:
            self._recover(lost)

    def _keep(self, span: Span, data: bytes) -> None:
        self.keep(span, data)
        self.done += span[1] - span[0]

    def _adapt(self, cases: int, seconds: float) -> None:
        """Towards chunks of the time wished for, at most four times as many cases as before."""
        chunk = CHUNK_SECONDS + (time.perf_counter() - self.begun) * LONGER
        wished = cases * chunk / max(seconds, 1e-6)
        self.size = int(max(1, min(wished, 4 * cases, MOST_CASES)))

    def _recover(self, lost: list[Span]) -> None:
        """What was on its way when a process died is tried again, or given up."""
        try:
            self.crew.executor.submit(max, 0, 1)
        except BrokenExecutor:
            lost += self.running.values()
            self.running.clear()
            self.crew.renew()
        for span in sorted(lost):
            start, stop = span
            self.strikes[span] += 1
            if span != self.alone or (stop - start == 1 and self.strikes[span] <= STRIKES):
                self.suspects.append(span)
            elif stop - start > 1:
                middle = (start + stop) // 2
                self.suspects.extend([(start, middle), (middle, stop)])
            else:
                self._keep(span, died(self.job, start))


def _killed(error: Exception) -> bool:
    """Whether the error says that a worker died: of the standard library, or of Dask after its own attempts."""
    return isinstance(error, BrokenExecutor) or type(error).__name__ == "KilledWorker"
