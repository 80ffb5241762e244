"""A sweep from a study to a file of rows: begun, interrupted, resumed, finished, with the same bytes however it went.

The output appears when all cases are done. Until then what is done lies in a folder beside it (``rows.parquet.parts``,
:mod:`selten.sweep.parts`), and the same call goes on from there.
"""

import os
import sys
import time
from collections.abc import Callable, Mapping
from concurrent.futures import Executor
from contextlib import suppress
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import Any

from selten import __version__
from selten.games.errors import InputError
from selten.sweep.columns import Column, columns
from selten.sweep.lock import locked
from selten.sweep.parts import Parts, missing
from selten.sweep.processes import Crew, Given, Pool, Serial, usable_cores
from selten.sweep.rows import ending, origin_path, read_origin, write_rows
from selten.sweep.schedule import Schedule
from selten.sweep.solve import check_study
from selten.sweep.study import Study
from selten.sweep.worker import Job

LOCK = "lock"
"""The file in the folder of parts that says who works there."""

Progress = Callable[[int, int], None]
"""Called with the cases done and all cases."""


@dataclass(frozen=True, slots=True)
class Sweep:
    """What a call of :func:`sweep` came to.

    Parameters
    ----------
    output : Path
        The file of rows, or where it will be.
    parts : Path
        The folder of what is done while not all is.
    cases, done : int
        All cases, and those that are done.
    computed : int
        Those that this call did.
    status : {"complete", "limit"}
    seconds : float
        What this call took.
    """

    output: Path
    parts: Path
    cases: int
    done: int
    computed: int
    status: str
    seconds: float


def sweep(
    study: Study,
    output: str | os.PathLike[str],
    *,
    executor: Executor | None = None,
    workers: int | None = None,
    seconds: bool = True,
    restart: bool = False,
    time_limit: float | None = None,
    progress: Progress | None = None,
    provenance: Mapping[str, Any] | None = None,
) -> Sweep:
    """Solve every case of a study and write one row for each; a call that was interrupted is continued.

    Guarantees every case exactly once, in order; a case that fails is a row with the reason. The rows, and with
    ``seconds=False`` the bytes of the file, do not depend on executor, workers and interruptions.

    Parameters
    ----------
    study : Study
    output : path
        A .parquet or .csv file.
    executor : concurrent.futures.Executor, optional
        Who works; by default ``workers`` processes of its own (started with spawn: a script that calls this needs
        ``if __name__ == "__main__":``), or this process alone for one worker without ``time_limit``. For Dask,
        ``client.get_executor()``.
    workers : int, optional
        By default the cores that this process may use, or those that the executor says it has.
    seconds : bool
        Whether the rows have the time that each case took.
    restart : bool
        Throw away parts and output that are there.
    time_limit : float, optional
        Seconds after which it ends; what is done is kept, a case that is under way is dropped (somebody else's
        executor may go on with it for nothing), and the status is "limit".
    progress : callable, optional
        Told now and then how many cases are done, and how many there are.
    provenance : mapping, optional
        Kept with the rows: hash of the input, seed, versions.

    Raises
    ------
    InputError
        If no case of the study can be made, if the output is of no known kind or holds something else, if the parts
        of another study lie there, or if another sweep works there.
    ExecutorError
        If the executor fails; what is done is kept.

    Examples
    --------
    >>> import tempfile
    >>> from selten.sweep.rows import read_rows
    >>> from selten.sweep.study import parse_study
    >>> spec = {"states": [{"mass": 1, "values": ["= v", 3], "costs": [0, 0]}]}
    >>> data = {"family": "discrimination", "spec": spec, "parameters": {"v": {"grid": [3, 4]}}}
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     done = sweep(parse_study(data, "study", Path()), f"{folder}/rows.csv", workers=1)
    ...     rows = read_rows(done.output).to_pylist()
    >>> done.status, [(row["v"], row["consumer_surplus"]) for row in rows]
    ('complete', [('3', '3'), ('4', '3')])
    """
    begun = time.monotonic()
    path = Path(output)
    _check_output(path, workers)
    check_study(study)
    form = columns(study, seconds=seconds)
    job = Job(study, identity(study, form), seconds)
    parts = Parts(path.with_name(f"{path.name}.parts"), job.identity, study.cases)
    if not restart and path.exists() and not parts.folder.exists():
        if (read_origin(path) or {}).get("rows_sha256") != job.identity:
            raise InputError(f"{path}: it is there and holds something else; allowed: another name, or --restart")
        return Sweep(path, parts.folder, study.cases, study.cases, 0, "complete", time.monotonic() - begun)
    parts.folder.mkdir(exist_ok=True)
    with locked(parts.folder / LOCK):
        if restart:
            _forget(path, parts.folder)
        left = missing(parts.begin(), study.cases)
        todo = sum(stop - start for start, stop in left)
        told = _Told(study.cases - todo, study.cases, progress)
        deadline = None if time_limit is None else begun + time_limit
        complete = True
        if todo:
            crew = _crew(executor, workers, todo, cut=deadline is not None)
            try:
                complete = Schedule(job, crew, parts.keep).run(left, deadline, told.tell)
            finally:
                crew.close()
        if complete:
            write_rows(path, parts.tables(), form, origin(study, job.identity, form, provenance))
            parts.remove()
    status = "complete" if complete else "limit"
    done = told.done
    return Sweep(path, parts.folder, study.cases, done, done + todo - study.cases, status, time.monotonic() - begun)


def identity(study: Study, form: list[Column]) -> str:
    """The hash of all that decides the rows: the study, its seed and files, the columns, the version of selten."""
    parts = (study.sha256, __version__, *(f"{column.name} {column.kind}" for column in form))
    return sha256("\n".join(parts).encode()).hexdigest()


def origin(study: Study, rows: str, form: list[Column], provenance: Mapping[str, Any] | None) -> dict[str, Any]:
    """What a file of rows says of itself."""
    python = ".".join(map(str, sys.version_info[:3]))
    here = {"seed": study.seed, "versions": {"selten": __version__, "python": python}}
    return {
        "study": study.text,
        "study_sha256": study.sha256,
        "rows_sha256": rows,
        "cases": study.cases,
        "files_sha256": dict(study.files),
        "columns": {column.name: column.kind for column in form},
        "provenance": dict(provenance) if provenance is not None else here,
    }


class _Told:
    """How far it is, and whom to tell."""

    def __init__(self, done: int, cases: int, progress: Progress | None) -> None:
        self.done, self.cases, self.progress = done, cases, progress
        self.tell(0)

    def tell(self, more: int) -> None:
        self.done += more
        if self.progress is not None:
            self.progress(self.done, self.cases)


def _crew(executor: Executor | None, workers: int | None, cases: int, *, cut: bool) -> Crew:
    """Who works; where the work may have to be cut, never this process itself."""
    if executor is not None:
        return Given(executor, workers)
    many = min(workers or usable_cores(), cases)
    return Pool(many) if many > 1 or cut else Given(Serial())


def _check_output(path: Path, workers: int | None) -> None:
    ending(path)
    if not path.parent.is_dir():
        raise InputError(f"{path}: got a folder that is not there; allowed: a file in a folder that exists")
    if workers is not None and workers < 1:
        raise InputError(f"workers: got {workers}; allowed: at least 1")


def _forget(path: Path, folder: Path) -> None:
    """Take away what is there, but for the lock that is held."""
    for old in (path, origin_path(path)):
        with suppress(FileNotFoundError):
            old.unlink()
    for old in folder.iterdir():
        if old.name != LOCK:
            old.unlink()
