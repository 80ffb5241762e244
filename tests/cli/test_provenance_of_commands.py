"""The key ``provenance`` in the JSON of every command: the hashes of sha256, the seed, the versions."""

import hashlib
import json
from pathlib import Path
from typing import Any

import pytest

from selten.cli import run
from selten.games.formats import write_game
from selten.games.library import battle_of_the_sexes, entry_game
from selten.report.provenance import versions

SPEC = {"customers": 10, "stock": 3, "share": "9/10", "prior": "1/2", "search_cost": "1/2", "tastes": "uniform"}


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    write_game(battle_of_the_sexes(), "sexes.nfg")
    write_game(entry_game(), "entry.efg")
    Path("profile.json").write_text('{"strategies": [["3/5", "2/5"], ["2/5", "3/5"]]}')
    Path("prior.json").write_text('{"states": [{"mass": 1, "values": [4, 3], "costs": [0, 0]}]}')
    more = {"cost_scales_with_taste": False, "arrival": "efficient", "values": {"L": 5, "H": 7}}
    Path("inventory.json").write_text(json.dumps({**SPEC, **more, "prices": {"L": 3, "H": 5}}))
    Path("survey.csv").write_text("v1,v2\n1,0\n0,1\n1,1\n")
    Path("survey.toml").write_text('valuations.csv = "survey.csv"\ncomplementarity = 0\n')
    return tmp_path


def sha256(name: str) -> str:
    return hashlib.sha256(Path(name).read_bytes()).hexdigest()


def printed(call: str, capsys: pytest.CaptureFixture[str]) -> Any:
    assert run([*call.split(), "--json"]) == 0
    return json.loads(capsys.readouterr().out)


@pytest.mark.parametrize(
    ("call", "seed"),
    [
        ("solve sexes.nfg", 0),
        ("solve sexes.nfg --seed 3 --solver gambit-logit", 3),
        ("solve entry.efg --subgame-perfect", 0),
        ("certify sexes.nfg profile.json", None),
        ("discrimination prior.json", None),
        ("disclosure inventory.json", None),
        ("bundling survey.toml --time-limit 1", 0),
    ],
)
def test_every_command_says_what_it_was_given(
    call: str, seed: int | None, folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    found = printed(call, capsys)["provenance"]
    assert found["input_sha256"] == sha256(call.split()[1])
    assert found["seed"] == seed
    assert found["versions"] == versions()


def test_other_files_are_named(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    found = printed("certify sexes.nfg profile.json", capsys)["provenance"]
    assert found["files_sha256"] == {"profile.json": sha256("profile.json")}
    found = printed("bundling survey.toml --time-limit 1", capsys)["provenance"]
    assert found["files_sha256"] == {"survey.csv": sha256("survey.csv")}


def test_each_line_has_the_hash_of_its_own(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    lines = [json.dumps({"payoffs": [[[k, 0], [0, 1]], [[0, 1], [1, 0]]]}) for k in (1, 2)]
    Path("games.jsonl").write_text("\n".join(lines) + "\n")
    assert run(["solve", "games.jsonl"]) == 0
    answers = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    due = [hashlib.sha256(line.encode()).hexdigest() for line in lines]
    assert [answer["provenance"]["input_sha256"] for answer in answers] == due


def test_what_a_command_prints_is_still_certified(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    for call, name in (("solve sexes.nfg", "sexes.nfg"), ("discrimination prior.json", "prior.json")):
        Path("answer.json").write_text(json.dumps(printed(call, capsys)))
        assert printed(f"certify {name} answer.json", capsys)["verified"] is True
