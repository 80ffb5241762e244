"""What sweeps cost, part of `benchmark.py sweep`: 100,000 offering games, then a few cases of each other family.

Each line is one sweep to a Parquet file, from the start of the processes to the finished file; what a million cases
would take is that time by proportion, so sweeps of few cases are charged too much: the start takes a second or two.
The processor time is that of all processes together. The memory is that of the largest process until then.
"""

import platform
import resource
import tempfile
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from peers import version

from selten.sweep.processes import usable_cores
from selten.sweep.rows import read_rows
from selten.sweep.run import sweep
from selten.sweep.study import parse_study

PROFITS = {
    "1": "= one",
    "b": "= 2 * one + bundle",
    "1b": "= 2 * one + bundle + more",
    "12b": "= 2 * one + bundle + more + most",
    "1+delta": "= one",
    "b|1": "= one + against",
    "1|b": "= left",
    "2b|1": "= one + against",
    "1|2b": "= left",
}
"""The nine profits in the order in which Table 2 of the bundling paper has them, whatever is drawn."""

DRAWN = {
    "one": {"uniform": ["0.2", "0.3"], "digits": 3},
    "bundle": {"uniform": ["0.001", "0.15"], "digits": 3},
    "more": {"uniform": ["0.001", "0.02"], "digits": 3},
    "most": {"uniform": ["0.001", "0.02"], "digits": 3},
    "against": {"uniform": ["0.001", "0.1"], "digits": 3},
    "left": {"uniform": ["0.001", "0.15"], "digits": 3},
}

STOCK = {"customers": 10, "stock": 3, "share": "9/10", "prior": "1/2", "search_cost": "1/2", "tastes": "uniform"}
STOCK |= {"values": {"L": 5, "H": 7}, "prices": {"L": "= L", "H": "= H"}, "cost_scales_with_taste": False}
PRICES = {"L": {"uniform": [0, 5], "digits": 2}, "H": {"uniform": [0, 7], "digits": 2}}
DELTA = {"delta": {"uniform": [0, 1], "digits": 3}}
UNIT = {"uniform": [0, 1]}


def market(valuations: Any) -> dict[str, Any]:
    """A study of bundling markets by the complementarity."""
    spec = {"valuations": valuations, "complementarity": "= delta"}
    return {"family": "bundling", "spec": spec, "parameters": DELTA}


def studies(*, games: int, quick: bool) -> Iterator[tuple[str, dict[str, Any]]]:
    """The studies with their names."""
    small = 50 if quick else 1
    offering = {"family": "offering", "spec": {"profits": PROFITS}, "parameters": DRAWN}
    yield "offering games, four rules", offering | {"samples": games}
    yield "the same with Nash subsets and indices", offering | {"samples": max(games // 50, 2), "structure": True}
    random = {"family": "random", "spec": {"family": "thousand", "rows": 8, "columns": 8}}
    yield "random 8 x 8, payoffs below 1000", random | {"samples": 5000 // small}
    producers = [{"mass": "1/2", "values": [v, "= v"], "costs": [0, "= c"]} for v in (3, 5)]
    drawn = {"v": {"uniform": [1, 6], "digits": 2}, "c": {"uniform": [0, 2], "digits": 2}}
    prior = {"family": "discrimination", "spec": {"states": producers}, "parameters": drawn}
    yield "priors, two producers, two states", prior | {"samples": 5000 // small}
    for arrival in ("efficient", "random"):
        stock = {"family": "disclosure", "spec": STOCK | {"arrival": arrival}, "parameters": PRICES}
        yield f"disclosure, {arrival} arrival", stock | {"samples": 1000 // small}
    atoms = [{"values": [1, 1], "mass": "1/2"}, {"values": [2, 2], "mass": "1/2"}]
    yield "bundling, atoms", market({"atoms": atoms}) | {"samples": 2 if quick else 40}
    yield "bundling, independent uniform", market({"independent": UNIT}) | {"samples": 2 if quick else 20}
    if not quick:
        yield "bundling, independent beta", market({"independent": {"beta": [2, 1]}}) | {"samples": 10}
        copula = {"gaussian_copula": {"marginal": UNIT, "correlation": "1/2"}}
        yield "bundling, Gaussian copula", market(copula) | {"samples": 4}


def report(*, games: int, quick: bool, workers: int | None) -> Iterator[str]:
    """The lines of the report, as Markdown."""
    many = workers or usable_cores()
    yield "| study | cases | failed | seconds | processor ms a case | a million cases | MB a process |"
    yield "|---|--:|--:|--:|--:|--:|--:|"
    with tempfile.TemporaryDirectory() as folder:
        for number, (name, data) in enumerate(studies(games=games, quick=quick)):
            yield line(name, data, Path(folder, f"{number}.parquet"), many)
    yield ""
    engines = ", ".join(f"{engine} {version(engine)}" for engine in ("selten", "numba", "pyarrow"))
    yield f"{datetime.now(UTC):%Y-%m-%d}, {many} worker processes, Python {platform.python_version()}, {engines}."


def line(name: str, data: dict[str, Any], path: Path, workers: int) -> str:
    """One sweep as a row of the table."""
    study = parse_study(data, name, Path())
    before = spent()
    done = sweep(study, path, workers=workers)
    failed = sum(status == "failed" for status in read_rows(path).column("status").to_pylist())
    each, used = done.seconds / done.cases, (spent() - before) / done.cases
    peak = max(resource.getrusage(who).ru_maxrss for who in WHO) / 1024
    return (
        f"| {name} | {done.cases:,} | {failed} | {done.seconds:.1f} | {milliseconds(used)} | "
        f"{span(1e6 * each)} | {peak:.0f} |"
    )


WHO = (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)


def spent() -> float:
    """The processor time of this process and of those that have ended, in seconds: other work beside adds little."""
    return sum(use.ru_utime + use.ru_stime for use in map(resource.getrusage, WHO))


def milliseconds(seconds: float) -> str:
    """Three digits that count."""
    return f"{1000 * seconds:,.0f}" if seconds >= 0.1 else f"{1000 * seconds:.3g}"


def span(seconds: float) -> str:
    """A time for the eye: seconds, minutes, hours or days, two digits."""
    for size, unit in ((86400.0, "days"), (3600.0, "hours"), (60.0, "minutes")):
        if seconds >= 1.5 * size:
            many = seconds / size
            return f"{many:.0f} {unit}" if many >= 9.5 else f"{many:.1f} {unit}"
    return f"{seconds:.0f} seconds"
