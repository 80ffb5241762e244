"""``selten sweep``: many games or markets, one row for each, in one file."""

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from selten.cli import options
from selten.cli.output import print_json
from selten.games.errors import InputError, naming

if TYPE_CHECKING:
    from selten.cli.progress import Bar
    from selten.sweep.run import Sweep
    from selten.sweep.study import Study


@click.command(name="sweep")
@click.argument("study")
@click.option("-o", "--output", required=True, metavar="FILE", help="The file of rows: .parquet or .csv.")
@click.option("--workers", type=click.IntRange(1), metavar="N", help="Processes; by default one for each usable core.")
@click.option("--dask", metavar="ADDRESS", help="Work on the Dask cluster with this scheduler, tcp://host:8786.")
@click.option("--no-seconds", is_flag=True, help="Leave out the times: the same study gives the same bytes.")
@click.option("--restart", is_flag=True, help="Begin anew: throw away the file and the parts that are there.")
@click.option("--seed", type=click.IntRange(0), metavar="N", help="Where draws begin, instead of the study's seed.")
@options.time_limit
@options.as_json
def command(study: str, output: str, seed: int | None, time_limit: float | None, as_json: bool, **how: Any) -> None:
    """Solve every case of STUDY and write one row for each to a Parquet or CSV file.

    STUDY is a .toml or .json file: a family (offering, bundling, discrimination, disclosure, random, game), its spec
    with texts like "= delta" in the place of values, and parameters that take these values, on a grid or drawn. What is
    done is kept beside the file: after Ctrl-C, a kill or --time-limit the same command goes on where it stopped.

    \b
    Examples:
      selten sweep study.toml -o rows.parquet
      selten sweep study.toml -o rows.csv --workers 2 --time-limit 3600
      selten sweep study.toml -o rows.parquet --dask tcp://scheduler:8786
    A study:
      family = "bundling"
      [spec]
      valuations = {independent = {uniform = [0, 1]}}
      complementarity = "= delta"
      [parameters]
      delta = {from = 0, to = 1, count = 11}
    """
    from selten.sweep.study import read_study

    read = read_study(study)
    read = read if seed is None else read.seeded(seed)
    try:
        with naming("standard input" if study == "-" else study, "--", output):
            done = _swept(read, output, time_limit, **how)
    except KeyboardInterrupt:
        click.echo(_interrupted(Path(output)), err=True)
        raise
    if as_json:
        print_json(_record(done, read))
    else:
        _show(done)


def _swept(
    study: "Study",
    output: str,
    time_limit: float | None,
    *,
    workers: int | None,
    dask: str | None,
    no_seconds: bool,
    restart: bool,
) -> "Sweep":
    from selten.cli.progress import progress_bar
    from selten.sweep.processes import ExecutorError
    from selten.sweep.run import sweep

    settings: dict[str, Any] = {"seconds": not no_seconds, "restart": restart, "time_limit": time_limit}
    settings["provenance"] = _provenance(study)
    with progress_bar("cases") as bar:
        settings["progress"] = _told(bar)
        try:
            if dask is None:
                return sweep(study, output, workers=workers, **settings)
            with _client(dask) as client:
                many = workers or sum(client.nthreads().values())
                if not many:
                    raise InputError(f"--dask: got {dask} without workers; allowed: a cluster with workers")
                return sweep(study, output, executor=client.get_executor(), workers=many, **settings)
        except ExecutorError as error:
            raise InputError(f"{'--dask' if dask else '--workers'}: {error}; {_kept(Path(output))}") from None


def _told(bar: "Bar") -> Callable[[int, int], None]:
    """What tells the bar; the time left is guessed from the cases that this call does."""
    before: int | None = None

    def tell(done: int, cases: int) -> None:
        nonlocal before
        before = done if before is None else before
        bar.count(done - before, cases - before, f"{done:,} of {cases:,} cases")

    return tell


def _client(address: str) -> Any:
    from selten.games.installed import require

    try:
        distributed = require("distributed", "dask")
    except InputError as error:
        raise InputError(f"--dask: {error}") from None
    try:
        return distributed.Client(address, timeout="10s")
    except (OSError, ValueError) as error:
        raise InputError(f"--dask: got {address!r} ({error}); allowed: the address of a Dask scheduler") from None


def _provenance(study: "Study") -> dict[str, Any]:
    from selten.report.provenance import provenance

    files = {"files_sha256": dict(study.files)} if study.files else {}
    return provenance(study.text, seed=study.seed) | files


def _record(done: "Sweep", study: "Study") -> dict[str, Any]:
    from selten import __version__

    return {
        "selten": __version__,
        "status": done.status,
        "output": str(done.output),
        "cases": done.cases,
        "done": done.done,
        "computed": done.computed,
        "failed": _failed(done),
        "seconds": done.seconds,
        "provenance": _provenance(study),
    }


def _failed(done: "Sweep") -> int | None:
    """How many rows say that their case failed."""
    if done.status != "complete":
        return None
    import pyarrow.compute as pc

    from selten.sweep.rows import read_rows

    return int(pc.sum(pc.equal(read_rows(done.output, columns=["status"]).column("status"), "failed")).as_py() or 0)


def _show(done: "Sweep") -> None:
    if done.status != "complete":
        click.echo(f"Stopped at the time limit: {_kept(Path(done.output))}")
        return
    failed = _failed(done)
    what = f"{done.cases:,} rows" + (f", {failed:,} of them failed (see the column reason)" if failed else "")
    if not done.computed:
        click.echo(f"{done.output}: {what}, all done before.")
    else:
        click.echo(f"{done.output}: {what}; {done.computed:,} solved now in {done.seconds:.1f} s.")


def _interrupted(output: Path) -> str:
    return f"selten: {_kept(output)}"


def _kept(output: Path) -> str:
    """How many cases are kept, and how to go on."""
    from selten.sweep.parts import kept_cases

    folder = output.with_name(f"{output.name}.parts")
    kept, cases = kept_cases(folder)
    if not cases:
        return "no case is done yet; the same command begins again"
    return f"{kept:,} of {cases:,} cases are kept in {folder}; the same command goes on from there"
