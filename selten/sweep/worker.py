"""What is sent to a worker: some cases of a study, to come back as the bytes of a part file.

This module imports nothing heavy by itself, so that a fresh process sets its threads before numba is there.
"""

import os
import sys
import time
from dataclasses import dataclass

from selten.sweep.processes import THREADS
from selten.sweep.study import Study


@dataclass(frozen=True, slots=True)
class Job:
    """A study with what else decides its rows.

    Parameters
    ----------
    study : Study
    identity : str
        The hash of all that decides the rows.
    seconds : bool
        Whether the rows have a column of times.
    """

    study: Study
    identity: str
    seconds: bool


def solved(job: Job, start: int, stop: int) -> tuple[bytes, float]:
    """The part file of the cases from ``start`` up to but not including ``stop``, and the seconds it took."""
    _one_thread()
    from selten.sweep.columns import columns
    from selten.sweep.parts import packed
    from selten.sweep.solve import solve_cases

    begun = time.perf_counter()
    form = columns(job.study, seconds=job.seconds)
    rows = solve_cases(job.study, start, stop)
    return packed(rows, form, job.identity, (start, stop)), time.perf_counter() - begun


def died(job: Job, case: int) -> bytes:
    """The part file of one case whose process died whenever it was tried."""
    from selten.sweep.columns import columns
    from selten.sweep.parts import packed
    from selten.sweep.solve import parameter_cells

    reason = "the process that solved it died each time: killed, or out of memory"
    row = {"case": case, **parameter_cells(job.study, case), "status": "failed", "reason": reason}
    return packed([row], columns(job.study, seconds=job.seconds), job.identity, (case, case + 1))


def _one_thread() -> None:
    """One thread a worker also where somebody else's executor started the process."""
    if "numba" not in sys.modules:
        for name in THREADS:
            os.environ.setdefault(name, "1")
