"""``selten certify``: what holds, what does not, and lists that are not what they claim to be."""

import json
from pathlib import Path
from typing import Any

import pytest
from calls import certified

from selten.cli import run
from selten.games.formats import write_game
from selten.games.library import battle_of_the_sexes, entry_game, matching_pennies, table_2


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    write_game(battle_of_the_sexes(), "sexes.nfg")
    write_game(matching_pennies(), "pennies.nfg")
    write_game(entry_game(), "entry.efg")
    write_game(table_2(), "table.nfg")
    return tmp_path


def listed(game: str, capsys: pytest.CaptureFixture[str], *options: str) -> Any:
    assert run(["solve", game, "--json", *options]) == 0
    return json.loads(capsys.readouterr().out)


def test_an_exact_equilibrium(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    data = certified("sexes.nfg", {"strategies": [["3/5", "2/5"], ["2/5", "3/5"]]}, capsys)
    assert (data["verified"], data["regret"], data["exact"], data["payoffs"]) == (True, "0", True, ["6/5", "6/5"])
    assert (data["pure"], data["strict"], data["perfect"], data["best_deviation"]) == (False, False, True, None)


def test_a_strict_equilibrium_in_decimals_that_are_exact(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    data = certified("sexes.nfg", {"strategies": [[1.0, 0.0], [1, 0]]}, capsys)
    assert (data["strict"], data["regret"]) == (True, "0")


def test_a_profile_that_is_none_is_refuted_by_its_best_deviation(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    # against ballet for sure ballet pays 3, boxing 0
    data = certified("sexes.nfg", {"strategies": [["0", "1"], ["1", "0"]]}, capsys, status=1)
    assert data["best_deviation"] == {"player": "1", "strategy": "ballet", "gain": "3"}
    assert not data["verified"]


def test_rounded_thirds_are_an_equilibrium_up_to_rounding(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    game = {"payoffs": [[[2, 0], [0, 1]], [[1, 0], [0, 2]]]}
    Path("game.json").write_text(json.dumps(game))
    data = certified("game.json", {"strategies": [[0.666666667, 0.333333333], [0.33333333333, 0.66666666666]]}, capsys)
    assert data["equilibrium"]
    assert data["verified"]
    assert data["regret"] != "0"


@pytest.mark.parametrize(
    ("claim", "problem"),
    [
        ({"payoffs": ["6/5", "7/5"]}, "payoffs"),
        ({"pure": True}, "pure: claimed True, found False"),
        ({"perfect": False}, "perfect: claimed False, found True"),
        ({"exact": True, "regret": "-1"}, "regret"),
    ],
)
def test_a_false_claim_is_named(
    claim: dict[str, Any], problem: str, folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    data = certified("sexes.nfg", {"strategies": [["3/5", "2/5"], ["2/5", "3/5"]], **claim}, capsys, status=1)
    assert problem in data["problems"][0]


def test_an_incredible_threat_is_nash_and_not_subgame_perfect(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    threat = {"strategies": [["1", "0"], ["1", "0"]]}
    data = certified("entry.efg", threat, capsys)
    assert (data["equilibrium"], data["subgame_perfect"], data["perfect"]) == (True, False, False)
    data = certified("entry.efg", {**threat, "subgame_perfect": True}, capsys, status=1)
    assert "subgame_perfect" in data["problems"][0]
    assert certified("entry.efg", {"strategies": [["0", "1"], ["0", "1"]]}, capsys)["subgame_perfect"] is True


@pytest.mark.parametrize("game", ["sexes.nfg", "pennies.nfg", "entry.efg", "table.nfg"])
def test_what_solve_prints_verifies(game: str, folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    data = certified(game, listed(game, capsys), capsys)
    assert data["verified"]


def test_what_engines_in_doubles_find_verifies(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    answer = listed("table.nfg", capsys, "--solver", "gambit-logit", "--repeat", "2")
    assert not answer["equilibria"][0]["exact"]
    assert certified("table.nfg", answer, capsys)["verified"]


def test_subgame_perfect_answers_verify(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    answer = listed("entry.efg", capsys, "--subgame-perfect")
    assert certified("entry.efg", answer, capsys)["verified"]
    answer["equilibria"][0]["behaviour"] = [["0", "1"], ["1", "0"]]
    assert not certified("entry.efg", answer, capsys, status=1)["verified"]


def test_a_complete_list_with_one_left_out_is_not_complete(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    answer = listed("sexes.nfg", capsys)
    del answer["equilibria"][1]
    assert "1 extreme equilibria are missing" in certified("sexes.nfg", answer, capsys, status=1)["problems"][0]


def test_wrong_components_and_indices_are_found(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    answer = listed("sexes.nfg", capsys)
    answer["components"][1]["index"] = 1
    assert "indices" in certified("sexes.nfg", answer, capsys, status=1)["problems"][0]
    answer["components"] = [{"equilibria": [0, 1, 2], "index": 1}]
    assert "components" in certified("sexes.nfg", answer, capsys, status=1)["problems"][0]


def test_a_list_of_another_game_is_told_by_its_labels(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    answer = listed("sexes.nfg", capsys)
    answer["strategies"] = [["a", "b"], ["a", "b"]]
    assert "strategies: not those of the game" in certified("sexes.nfg", answer, capsys, status=1)["problems"]


@pytest.mark.parametrize(
    ("key", "value"),
    [("components", 3), ("components", [3]), ("components", [{"equilibria": [7]}]), ("nash_subsets", [True])],
)
def test_a_malformed_list_is_bad_input(key: str, value: Any, folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    answer = {**listed("sexes.nfg", capsys), key: value}
    Path("claim.json").write_text(json.dumps(answer))
    assert run(["certify", "sexes.nfg", "claim.json"]) == 2
    assert len(capsys.readouterr().err.splitlines()) == 1


def test_the_verdict_for_the_eye(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    Path("claim.json").write_text('{"strategies": [["0", "1"], ["1", "0"]]}')
    assert run(["certify", "sexes.nfg", "claim.json"]) == 1
    out = capsys.readouterr().out
    assert "verified: no" in out
    assert "problem: no equilibrium: a player gains 3" in out
