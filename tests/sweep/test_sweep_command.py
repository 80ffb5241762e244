"""``selten sweep`` as it is called: what it prints, how it exits, what lies there afterwards."""

import csv
import json
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from selten.cli import run
from selten.games.errors import InputError
from selten.sweep.rows import read_origin, read_rows

STUDY = """
family = "discrimination"
[spec]
states = [{mass = "= m", values = ["= v", 3], costs = [0, "1/2"]}]
[parameters]
v = {grid = ["1/2", 3]}
m = {grid = [1, 2]}
"""


@pytest.fixture(autouse=True)
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    Path("study.toml").write_text(STUDY, encoding="utf-8")


def test_rows_are_written_and_counted(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["sweep", "study.toml", "-o", "rows.parquet", "--workers", "1"]) == 0
    assert capsys.readouterr().out.startswith(
        "rows.parquet: 4 rows, 2 of them failed (see the column reason); 4 solved now in "
    )
    assert run(["sweep", "study.toml", "-o", "rows.parquet"]) == 0
    assert capsys.readouterr().out == (
        "rows.parquet: 4 rows, 2 of them failed (see the column reason), all done before.\n"
    )
    assert sorted(path.name for path in Path().iterdir()) == ["rows.parquet", "study.toml"]


def test_json_says_where_it_comes_from(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["sweep", "study.toml", "-o", "rows.csv", "--workers", "1", "--seed", "4", "--json"]) == 0
    answer = json.loads(capsys.readouterr().out)
    found = {key: answer[key] for key in ("status", "output", "cases", "done", "computed", "failed")}
    assert found == {"status": "complete", "output": "rows.csv", "cases": 4, "done": 4, "computed": 4, "failed": 2}
    assert answer["provenance"]["seed"] == 4
    origin = read_origin("rows.csv")
    assert origin is not None
    assert origin["provenance"] == answer["provenance"]
    assert origin["study"] == STUDY


def test_csv_and_parquet_hold_the_same(capsys: pytest.CaptureFixture[str]) -> None:
    for name in ("rows.csv", "rows.parquet"):
        assert run(["sweep", "study.toml", "-o", name, "--no-seconds", "--workers", "1"]) == 0
    table, other = read_rows("rows.parquet"), read_rows("rows.csv")
    assert other.equals(table)
    assert other.schema.equals(table.schema)
    for name in ("rows.csv", "rows.parquet"):
        assert read_rows(name, columns=["status"]).to_pydict() == {"status": ["complete", "failed"] * 2}
    with Path("rows.csv").open(newline="", encoding="utf-8") as file:
        plain = list(csv.DictReader(file))
    assert [row["v"] for row in plain] == ["1/2", "1/2", "3", "3"]
    assert [row["v_float"] for row in plain] == ["0.5", "0.5", "3", "3"]
    assert plain[1]["reason"] == "states: got masses that sum to 2; allowed: exactly 1"
    assert plain[1]["consumer_surplus"] == ""
    metadata = json.loads(pq.read_schema("rows.parquet").metadata[b"selten"])
    assert metadata["cases"] == 4
    assert len(metadata["provenance"]["input_sha256"]) == 64
    assert "numpy" in metadata["provenance"]["versions"]


def test_a_csv_file_without_what_is_beside_it_is_read_too() -> None:
    Path("rows.csv").write_text("case,status\n0,complete\n1,\n", encoding="utf-8")
    assert read_rows("rows.csv").to_pylist() == [{"case": 0, "status": "complete"}, {"case": 1, "status": None}]


WRONG = [
    (["-o", "rows.xlsx"], "rows.xlsx: got the ending '.xlsx'; allowed: .parquet, .csv"),
    (
        ["-o", "there/rows.csv"],
        "there/rows.csv: got a folder that is not there; allowed: a file in a folder that exists",
    ),
    ([], "Missing option '-o' / '--output'. (see selten sweep --help)"),
    (["-o", "rows.csv", "--workers", "0"], "Invalid value for '--workers': 0 is not in the range x>=1."),
    (
        ["-o", "rows.csv", "--time-limit", "no"],
        "Invalid value for '--time-limit': got 'no'; allowed: a positive number",
    ),
    (["-o", "rows.csv", "--dask", "no such place"], "--dask: got 'no such place'"),
]


@pytest.mark.parametrize(("options", "message"), WRONG)
def test_wrong_calls_are_refused_in_one_line(
    options: list[str], message: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(["sweep", "study.toml", *options]) == 2
    error = capsys.readouterr().err
    assert error.startswith(f"selten: {message}")
    assert error.count("\n") == 1
    assert sorted(path.name for path in Path().iterdir()) == ["study.toml"]


def test_a_wrong_study_is_refused_with_its_name(capsys: pytest.CaptureFixture[str]) -> None:
    Path("study.toml").write_text(STUDY.replace("mass", "mas"), encoding="utf-8")
    assert run(["sweep", "study.toml", "-o", "rows.csv"]) == 2
    error = capsys.readouterr().err
    assert error == "selten: study.toml: case 0: states[0]: got the key 'mas'; allowed: mass, values, costs\n"
    Path("study.toml").write_text(STUDY + "x", encoding="utf-8")
    assert run(["sweep", "study.toml", "-o", "rows.csv"]) == 2
    assert capsys.readouterr().err.startswith("selten: study.toml: neither JSON nor TOML: ")


def test_a_time_limit_is_no_error(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["sweep", "study.toml", "-o", "rows.csv", "--workers", "1", "--time-limit", "1e-9"]) == 0
    assert capsys.readouterr().out == (
        "Stopped at the time limit: 0 of 4 cases are kept in rows.csv.parts; the same command goes on from there\n"
    )
    assert run(["sweep", "study.toml", "-o", "rows.csv", "--workers", "1", "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["done"] == 4


def test_without_dask_the_message_says_what_to_install(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(__import__("sys").modules, "distributed", None)
    assert run(["sweep", "study.toml", "-o", "rows.csv", "--dask", "tcp://nowhere:1"]) == 2
    error = capsys.readouterr().err
    assert error == "selten: --dask: needs distributed, which is not installed: run pip install 'selten[dask]'\n"


def test_the_help_has_an_example(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["sweep", "--help"]) == 0
    assert "selten sweep study.toml -o rows.parquet" in capsys.readouterr().out


def test_files_that_are_no_rows_are_refused() -> None:
    Path("rows.parquet").write_bytes(b"no parquet")
    with pytest.raises(InputError, match=r"^rows.parquet: cannot be read .*; allowed: rows of selten sweep"):
        read_rows("rows.parquet")
    with pytest.raises(InputError, match=r"^none.csv: cannot be read"):
        read_rows("none.csv")
    assert read_origin("rows.parquet") is None
    pq.write_table(pa.table({"a": [1]}), "rows.parquet")
    assert read_origin("rows.parquet") is None
