"""The same bytes whoever works: this process, threads, processes, Dask; also where workers die on the way."""

import os
import signal
import threading
import time
from collections.abc import Callable, Iterator
from concurrent.futures import BrokenExecutor, Executor, Future, ProcessPoolExecutor, ThreadPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from multiprocessing import get_context
from pathlib import Path
from typing import Any

import pytest

from selten.sweep import schedule
from selten.sweep.processes import ExecutorError, Given, Pool, Serial, usable_cores
from selten.sweep.rows import read_rows
from selten.sweep.run import sweep
from selten.sweep.study import Study, parse_study

CASES = 40


def study(family: str = "random") -> Study:
    parameters: dict[str, Any] = {"x": {"uniform": [1, 4], "digits": 0}}
    spec: Any = {"family": "012", "rows": "= x", "columns": 3}
    if family == "discrimination":
        spec = {"states": [{"mass": 1, "values": ["= x", 2], "costs": [0, 0]}]}
    data = {"family": family, "spec": spec, "parameters": parameters, "samples": CASES}
    return parse_study(data, "study", Path())


def output(folder: Path, name: str, **how: Any) -> bytes:
    one = study(how.pop("family", "random"))
    assert sweep(one, folder / name, seconds=False, **how).computed == CASES
    return (folder / name).read_bytes()


@pytest.fixture
def small_chunks(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(schedule, "MOST_CASES", 4)
    monkeypatch.setattr(schedule, "FIRST_CASES", dict.fromkeys(schedule.FIRST_CASES, 3))


@pytest.mark.usefixtures("small_chunks")
def test_threads_and_processes_and_none_write_the_same(tmp_path: Path) -> None:
    alone = output(tmp_path, "alone.parquet", workers=1)
    with ThreadPoolExecutor(3) as threads:
        assert output(tmp_path, "threads.parquet", executor=threads) == alone
    assert output(tmp_path, "serial.parquet", executor=Serial()) == alone
    prior = output(tmp_path, "prior.parquet", workers=1, family="discrimination")
    assert output(tmp_path, "processes.parquet", workers=2, family="discrimination") == prior


@pytest.mark.full
@pytest.mark.usefixtures("small_chunks")
def test_processes_with_compiled_code_write_the_same(tmp_path: Path) -> None:
    assert output(tmp_path, "processes.parquet", workers=2) == output(tmp_path, "alone.parquet", workers=1)


def test_a_pool_that_is_given_writes_the_same(tmp_path: Path) -> None:
    alone = output(tmp_path, "alone.csv", workers=1, family="discrimination")
    with ProcessPoolExecutor(1, get_context("spawn")) as processes:
        assert output(tmp_path, "given.csv", executor=processes, family="discrimination") == alone


def test_chunks_of_any_size_make_the_same_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    whole = output(tmp_path, "whole.csv", workers=1)
    monkeypatch.setattr(schedule, "MOST_CASES", 1)
    assert output(tmp_path, "single.csv", workers=1) == whole
    assert [row["case"] for row in read_rows(tmp_path / "single.csv").to_pylist()] == list(range(CASES))


class Held(Executor):
    """Computes when asked for the result of the oldest chunk, and notes how many were waiting at most."""

    def __init__(self) -> None:
        self.most = 0
        self.waiting: list[Callable[[], None]] = []

    def submit(self, fn: Callable[..., Any], /, *args: Any, **kwargs: Any) -> Future[Any]:
        future: Future[Any] = Future()
        self.waiting.append(lambda: future.set_result(fn(*args, **kwargs)))
        self.most = max(self.most, len(self.waiting))
        threading.Timer(0.001, self.one).start()
        return future

    def one(self) -> None:
        self.waiting.pop(0)()


@pytest.mark.usefixtures("small_chunks")
def test_only_a_few_chunks_are_with_the_executor(tmp_path: Path) -> None:
    held = Held()
    output(tmp_path, "rows.csv", executor=held, workers=3, family="discrimination")
    assert 2 <= held.most <= 6


class Deadly(Executor):
    """Breaks, with all that is on its way, at each chunk with one of the cases; a crew can renew it."""

    def __init__(self, cases: dict[int, int]) -> None:
        self.cases = cases
        self.broken = False

    def submit(self, fn: Callable[..., Any], /, *args: Any, **kwargs: Any) -> Future[Any]:
        if self.broken:
            raise BrokenProcessPool("broken")
        future: Future[Any] = Future()
        if fn is not max:
            _, start, stop = args
            for case, left in self.cases.items():
                if start <= case < stop and left:
                    self.cases[case] -= 1
                    self.broken = True
                    future.set_exception(BrokenProcessPool("a worker died"))
                    return future
        future.set_result(fn(*args, **kwargs))
        return future


class Mended(Given):
    """A crew whose executor works again when renewed."""

    def renew(self) -> None:
        """As new."""
        assert isinstance(self.executor, Deadly)
        self.executor.broken = False


def swept(deadly: Deadly, monkeypatch: pytest.MonkeyPatch, path: Path) -> list[dict[str, Any]]:
    from selten.sweep import run

    monkeypatch.setattr(run, "Given", Mended)
    done = sweep(study("discrimination"), path, executor=deadly, workers=2, seconds=False)
    assert done.done == CASES
    rows: list[dict[str, Any]] = read_rows(path).to_pylist()
    return rows


def test_a_case_that_kills_its_process_is_found_and_is_a_row(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    sweep(study("discrimination"), tmp_path / "right.csv", workers=1, seconds=False)
    right = read_rows(tmp_path / "right.csv").to_pylist()
    rows = swept(Deadly({17: 10**9, 30: 10**9}), monkeypatch, tmp_path / "rows.csv")
    for row, expected in zip(rows, right, strict=True):
        if row["case"] in (17, 30):
            assert row["status"] == "failed"
            assert row["reason"] == "the process that solved it died each time: killed, or out of memory"
            assert row["x"] == expected["x"]
        else:
            assert row == expected


def test_a_death_or_two_by_chance_leaves_no_trace(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    sweep(study("discrimination"), tmp_path / "right.csv", workers=1, seconds=False)
    swept(Deadly({0: 1, 17: 2, 30: 1}), monkeypatch, tmp_path / "rows.csv")
    assert (tmp_path / "rows.csv").read_bytes() == (tmp_path / "right.csv").read_bytes()


def test_an_executor_that_fails_by_itself_stops_the_sweep(tmp_path: Path) -> None:
    """No case is to blame for it: nothing becomes a failed row, and what is done is kept."""

    class Lost(Serial):
        calls = 0

        def submit(self, fn: Callable[..., Any], /, *args: Any, **kwargs: Any) -> Future[Any]:
            self.calls += 1
            if self.calls < 3:
                return super().submit(fn, *args, **kwargs)
            future: Future[Any] = Future()
            future.set_exception(ModuleNotFoundError("No module named 'selten'"))
            return future

    with pytest.raises(ExecutorError, match="ModuleNotFoundError: No module named 'selten'"):
        sweep(study("discrimination"), tmp_path / "rows.csv", executor=Lost(), seconds=False)
    done = sweep(study("discrimination"), tmp_path / "rows.csv", workers=1, seconds=False)
    assert 0 < done.computed < CASES
    with pytest.raises(ExecutorError, match="broken"):
        sweep(study("random"), tmp_path / "more.csv", executor=Deadly({0: 1}), seconds=False)


def test_processes_that_die_are_replaced(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A worker is killed when the first chunk is done."""
    right = output(tmp_path, "right.csv", workers=1, family="discrimination")
    monkeypatch.setattr(schedule, "FIRST_CASES", dict.fromkeys(schedule.FIRST_CASES, 3))
    killed: list[int] = []

    def kill(done: int, _: int) -> None:
        if done and not killed:
            killed.extend(pools[0].executor._processes)  # type: ignore[attr-defined]
            os.kill(killed[0], signal.SIGKILL)

    pools: list[Pool] = []
    monkeypatch.setattr("selten.sweep.run.Pool", lambda workers: pools.append(Pool(workers)) or pools[0])  # type: ignore[func-returns-value]
    assert output(tmp_path, "rows.csv", workers=2, family="discrimination", progress=kill) == right
    assert killed


def test_workers_use_one_thread() -> None:
    pool = Pool(1)
    try:
        assert pool.executor.submit(os.getenv, "NUMBA_NUM_THREADS").result() == "1"
        pool.renew()
        assert pool.executor.submit(os.getenv, "OMP_NUM_THREADS").result() == "1"
    finally:
        pool.close()
    assert usable_cores() >= 1


@pytest.fixture
def cluster(tmp_path: Path) -> Iterator[Any]:
    distributed = pytest.importorskip("distributed", reason="needs Dask: pip install 'selten[dask]'")
    import dask

    settings = {"distributed.scheduler.allowed-failures": 3, "temporary-directory": str(tmp_path / "dask")}
    with (
        dask.config.set(settings),
        distributed.LocalCluster(n_workers=2, threads_per_worker=1, dashboard_address=None) as found,
        distributed.Client(found) as client,
    ):
        yield client


@pytest.mark.usefixtures("small_chunks")
def test_a_dask_cluster_writes_the_same(tmp_path: Path, cluster: Any) -> None:
    alone = output(tmp_path, "alone.parquet", workers=1, family="discrimination")
    workers = len(cluster.nthreads())
    assert workers == 2
    how = {"executor": cluster.get_executor(), "workers": workers, "family": "discrimination"}
    assert output(tmp_path, "dask.parquet", **how) == alone


@pytest.mark.full
@pytest.mark.usefixtures("small_chunks")
def test_a_dask_worker_that_dies_in_the_middle_changes_nothing(tmp_path: Path, cluster: Any) -> None:
    """The process of a worker is killed as soon as some cases are done."""
    alone = output(tmp_path, "alone.parquet", workers=1)
    killed: list[int] = []

    def kill(done: int, _: int) -> None:
        if done >= 6 and not killed:
            killed.append(min(cluster.run(os.getpid).values()))
            os.kill(killed[0], signal.SIGKILL)

    how = {"executor": cluster.get_executor(), "workers": 2, "progress": kill}
    assert output(tmp_path, "dask.parquet", **how) == alone
    deadline = time.monotonic() + 30
    while killed[0] in (pids := cluster.run(os.getpid).values()) and time.monotonic() < deadline:
        time.sleep(0.1)
    assert killed[0] not in pids


def test_a_broken_executor_is_known_by_its_kind() -> None:
    class KilledWorker(Exception):
        pass

    assert schedule._killed(BrokenProcessPool())
    assert schedule._killed(BrokenExecutor())
    assert schedule._killed(KilledWorker())
    assert not schedule._killed(ValueError())
