"""What the command line says of proper equilibria: in the answers of solve, certify and bundling."""

import json
from pathlib import Path
from typing import Any

import pytest

from selten.cli import run

MYERSON = {"payoffs": [[[1, 0, -9], [0, 0, -7], [-9, -7, -7]]] * 2}
"""R. B. Myerson (1978): two perfect equilibria, one of them proper."""

MIDDLE: dict[str, Any] = {"strategies": [["0", "1", "0"], ["0", "1", "0"]]}


def said(capsys: Any, *words: str, status: int = 0) -> dict[str, Any]:
    assert run([*words, "--json"]) == status
    answer: dict[str, Any] = json.loads(capsys.readouterr().out)
    return answer


@pytest.fixture
def game(tmp_path: Path) -> str:
    path = tmp_path / "myerson.json"
    path.write_text(json.dumps(MYERSON))
    return str(path)


def test_solve(game: str, capsys: Any) -> None:
    found = said(capsys, "solve", game)["equilibria"]
    pure = {e["strategies"][0].index("1"): (e["perfect"], e["proper"]) for e in found if e["pure"]}
    assert pure == {0: (True, True), 1: (True, False), 2: (False, False)}


def test_solve_leaves_open_what_is_too_large(tmp_path: Path, capsys: Any) -> None:
    path = tmp_path / "long.json"
    row = [[0] * 16 + [1]]
    path.write_text(json.dumps({"payoffs": [row, row]}))
    assert [e["proper"] for e in said(capsys, "solve", str(path))["equilibria"]] == [None]


def test_certify_finds_out_and_holds_claims_to_it(game: str, tmp_path: Path, capsys: Any) -> None:
    profile = tmp_path / "profile.json"
    profile.write_text(json.dumps(MIDDLE))
    data = said(capsys, "certify", game, str(profile))
    assert (data["perfect"], data["proper"]) == (True, False)
    assert data["proper_reason"].startswith("not proper: no trembles fit")
    profile.write_text(json.dumps({**MIDDLE, "proper": True}))
    assert said(capsys, "certify", game, str(profile), status=1)["problems"] == ["proper: claimed True, found False"]


def test_certify_takes_what_solve_prints(game: str, tmp_path: Path, capsys: Any) -> None:
    answer = said(capsys, "solve", game)
    path = tmp_path / "answer.json"
    path.write_text(json.dumps(answer))
    checks = said(capsys, "certify", game, str(path))["equilibria"]
    assert [one["proper"] for one in checks] == [e["proper"] for e in answer["equilibria"]]


def test_no_equilibrium_has_no_answer(game: str, tmp_path: Path, capsys: Any) -> None:
    path = tmp_path / "profile.json"
    path.write_text(json.dumps({"strategies": [["1", "0", "0"], ["0", "0", "1"]]}))
    data = said(capsys, "certify", game, str(path), status=1)
    assert (data["proper"], data["proper_reason"]) == (None, None)


def test_bundling(tmp_path: Path, capsys: Any) -> None:
    """Independent uniform valuations: against trembles a firm that bundles leaves the components to its rival.

    Offering everything is perfect, but pays only where the rival stays out, a costlier mistake than a component.
    """
    path = tmp_path / "market.json"
    path.write_text(json.dumps({"valuations": {"independent": {"uniform": [0, 1]}}, "complementarity": 0}))
    record = said(capsys, "bundling", str(path))
    proper = record["selection"]["proper"]
    assert sorted(proper["yes"]) == [["001", "010"], ["001", "100"], ["010", "001"], ["100", "001"]]
    assert proper["undecided"] == []
    assert sorted(proper["yes"] + proper["no"]) == sorted(record["equilibria"])
    assert ["111", "111"] in record["selection"]["perfect"]
