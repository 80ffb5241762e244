"""``selten disclosure``: its JSON field by field as the contract has it, its tables, and bad input."""

import json
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest
from disclosure_cases import FIGURE

from selten.cli import run

VERDICTS = ["strict", "weak", "zero_only", "tie", "no"]
OUTCOMES = ["full_L_scarce", "full_H_scarce", "aggregate_L_scarce", "aggregate_H_scarce"]
POLICIES = ["full_L_scarce", "full_H_scarce", "aggregate"]


def _record(spec: dict[str, Any], tmp_path: Path, capsys: pytest.CaptureFixture[str], *options: str) -> dict[str, Any]:
    path = tmp_path / "market.json"
    path.write_text(json.dumps(spec))
    assert run(["disclosure", str(path), "--json", *options]) == 0
    out, err = capsys.readouterr()
    assert err == ""
    record: dict[str, Any] = json.loads(out)
    return record


def test_a_point_by_hand(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Told the total only, L or not, (5y - 2) 3 / (10 (1 - y)) / 2 = 1/2 and so y = 16/25; nobody at y takes H."""
    record = _record({**FIGURE, "prices": {"L": 2, "H": 5}}, tmp_path, capsys)
    assert record["verdict"] == "strict"
    assert list(record["thresholds"]) == list(record["visitors"]) == POLICIES
    assert list(record["sales"]) == list(record["shortage"]) == OUTCOMES
    assert record["thresholds"]["aggregate"] == "16/25"
    assert record["visitors"]["aggregate"] == "18/5"
    assert record["sales"]["aggregate_H_scarce"] == {"L": "27/10", "H": "3/10"}
    assert record["shortage"]["aggregate_H_scarce"] == "3/5"
    assert isinstance(record["thresholds"]["full_L_scarce"], float)


def test_homogeneous_customers_have_no_thresholds(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    record = _record({**FIGURE, "tastes": "homogeneous", "prices": {"L": 2, "H": 5}}, tmp_path, capsys)
    assert record["thresholds"] == dict.fromkeys(POLICIES)
    assert Fraction(record["visitors"]["aggregate"]) == 10


def test_areas_without_prices(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    record = _record({**FIGURE, "arrival": "efficient"}, tmp_path, capsys, "--area")
    assert record["verdict"] is record["thresholds"] is record["sales"] is record["shortage"] is None
    assert list(record["area"]) == ["everyone_prefers_L", "otherwise"]
    assert all(list(half) == VERDICTS for half in record["area"].values())
    assert record["area"]["everyone_prefers_L"]["weak"] == "58291/10000"
    assert record["area_brackets"]["everyone_prefers_L"]["weak"] == ["58291/10000", "58291/10000"]


def test_tables(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "market.json"
    path.write_text(json.dumps({**FIGURE, "arrival": "inefficient", "prices": {"L": 2, "H": 5}}))
    assert run(["disclosure", str(path), "--area"]) == 0
    out = capsys.readouterr().out
    assert "Aggregate disclosure: zero_only" in out
    assert "0.493618 (exact)" in out


def test_prices_are_needed_for_a_point(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "market.json"
    path.write_text(json.dumps(FIGURE))
    assert run(["disclosure", str(path), "--json"]) == 2
    assert "the key 'prices' is missing" in capsys.readouterr().err


def test_bad_input_is_one_line(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "market.json"
    path.write_text(json.dumps({**FIGURE, "share": "2/5"}))
    assert run(["disclosure", str(path)]) == 2
    err = capsys.readouterr().err
    assert err.count("\n") == 1
    assert "share: got 2/5; allowed: strictly between 1/2 and 1" in err
