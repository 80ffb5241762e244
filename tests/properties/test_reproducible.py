"""The same input gives the same output, up to seconds, whatever the hash seed, time zone, locale and folder.

Left out are brackets of welfare, which are as narrow as the time and the machine made them.
"""

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from changes import TIMES

from selten.games.formats import write_game
from selten.games.library import battle_of_the_sexes, entry_game, majority, table_2

CALLS: dict[str, list[str]] = {
    "solve": ["solve", "table.json", "--json"],
    "one": ["solve", "three.nfg", "--one", "--seed", "3", "--json"],
    "engine": ["solve", "sexes.nfg", "--solver", "nashpy-vertex", "--json"],
    "tree": ["solve", "entry.efg", "--json"],
    "subgame-perfect": ["solve", "entry.efg", "--subgame-perfect", "--json"],
    "lines": ["solve", "games.jsonl"],
    "certify": ["certify", "sexes.nfg", "profile.json", "--json"],
    "convert": ["convert", "sexes.nfg", "-o", "out.efg", "--json"],
    "bundling": ["bundling", "market.json", "--json"],
    "discrimination": ["discrimination", "prior.json", "--json"],
    "disclosure": ["disclosure", "shop.json", "--json"],
    "sweep": ["sweep", "study.json", "-o", "rows.csv", "--workers", "1", "--no-seconds", "--json"],
}
if TIMES == 1:
    del CALLS["one"]  # its engines start processes of their own, which takes seconds: left to .ci/full

WRITTEN = ("out.efg", "rows.csv")

RUN = """
import contextlib, io, json, pathlib, sys
from selten.cli import run
found = {}
for name, call in json.loads(sys.argv[1]).items():
    out = io.StringIO()
    with contextlib.redirect_stdout(out):
        status = run(call)
    found[name] = [status, out.getvalue()]
found["files"] = {p: pathlib.Path(p).read_text(encoding="utf-8") for p in json.loads(sys.argv[2])}
print(json.dumps(found))
"""


def inputs(folder: Path) -> None:
    for name, game in (("sexes.nfg", battle_of_the_sexes()), ("three.nfg", majority()), ("entry.efg", entry_game())):
        write_game(game, folder / name)
    write_game(table_2(), folder / "table.json")
    battle = {"payoffs": [[[2, 0], [0, 1]], [[1, 0], [0, 2]]]}
    atoms = [{"values": [2, 1], "mass": "1/2"}, {"values": [1, 2], "mass": "1/2"}]
    shop = {"customers": 10, "stock": 3, "share": "9/10", "prior": "1/2", "search_cost": "1/2", "tastes": "uniform"}
    spec = {"family": "01", "rows": "= x", "columns": 2}
    files: dict[str, Any] = {
        "games.jsonl": f"{json.dumps(battle)}\n{{}}\n",
        "profile.json": {"strategies": [["1/2", "1/2"], [1, 0]]},
        "market.json": {"valuations": {"atoms": atoms}, "complementarity": 0},
        "prior.json": {"states": [{"mass": 1, "values": [4, 1], "costs": [0, 0]}]},
        "shop.json": {
            **shop,
            "arrival": "random",
            "cost_scales_with_taste": False,
            "values": {"L": 5, "H": 7},
            "prices": {"L": 3, "H": 5},
        },
        "study.json": {"family": "random", "spec": spec, "parameters": {"x": {"grid": [1, 2]}}, "samples": 2},
    }
    for name, data in files.items():
        (folder / name).write_text(data if isinstance(data, str) else json.dumps(data), encoding="utf-8")


def timeless(data: Any) -> Any:
    """JSON without what tells how long something took."""
    if isinstance(data, dict):
        return {key: timeless(value) for key, value in data.items() if not key.startswith("seconds")}
    return [timeless(value) for value in data] if isinstance(data, list) else data


def outputs(folder: Path, surroundings: dict[str, str]) -> Any:
    folder.mkdir()
    inputs(folder)
    words = [sys.executable, "-c", RUN, json.dumps(CALLS), json.dumps(WRITTEN)]
    done = subprocess.run(
        words,
        cwd=folder,
        env={**os.environ, **surroundings},
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=False,
    )
    assert done.returncode == 0, done.stderr
    found: dict[str, Any] = json.loads(done.stdout)
    files = found.pop("files")
    read = {name: [timeless(json.loads(line)) for line in out.splitlines()] for name, (_, out) in found.items()}
    return {name: status for name, (status, _) in found.items()}, read, files


@pytest.fixture(scope="module")
def both(tmp_path_factory: pytest.TempPathFactory) -> Any:
    folder = tmp_path_factory.mktemp("runs")
    plain = {"PYTHONHASHSEED": "0", "TZ": "UTC", "LC_ALL": "C", "COLUMNS": "80"}
    other = {"PYTHONHASHSEED": "4242", "TZ": "Asia/Tokyo", "LC_ALL": "C.UTF-8", "COLUMNS": "200", "NO_COLOR": "1"}
    return outputs(folder / "here", plain), outputs(folder / "da drüben", other)


def test_every_call_ends_alike_and_as_it_should(both: Any) -> None:
    (statuses, _, _), (others, _, _) = both
    assert statuses == others == {name: int(name == "certify") for name in CALLS}


@pytest.mark.parametrize("name", CALLS)
def test_output_is_the_same_up_to_seconds(name: str, both: Any) -> None:
    (_, found, _), (_, others, _) = both
    assert found[name]
    assert found[name] == others[name]


@pytest.mark.parametrize("name", WRITTEN)
def test_files_are_the_same_to_the_byte(name: str, both: Any) -> None:
    (_, _, files), (_, _, others) = both
    assert files[name] == others[name]
