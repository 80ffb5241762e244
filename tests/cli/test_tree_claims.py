"""What certify says of trees: threats, assessments, large trees; answers known from the textbooks."""

import json
from pathlib import Path
from typing import Any

import pytest
from calls import certified

from selten.cli import run
from selten.games.formats import write_game
from selten.games.library import entry_game, seltens_horse, stag_hunt, table_2
from selten.games.market_trees import sequential_tree
from selten.games.tree import Tree


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    write_game(entry_game(), "entry.efg")
    write_game(seltens_horse(), "horse.efg")
    write_game(stag_hunt(), "stag.nfg")
    write_game(sequential_tree(table_2()), "sequential.efg")
    tree = Tree(["1", "2"])
    first, second = tree.infoset(0, ["stop", "l", "m"], label="start"), tree.infoset(1, ["u", "d"], label="seen")
    tree.move(first)
    tree.leaf([2, 0])
    for k in range(2):
        tree.move(second)
        tree.leaf([0, k])
        tree.leaf([0, 1 - k])
    write_game(tree.build(), "seen.efg")
    return tmp_path


THREAT = {"strategies": [["1", "0"], ["1", "0"]]}


def test_a_threat_is_named(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    # trap: every test by regret passes (out; fight), even one at each node
    data = certified("entry.efg", THREAT, capsys)
    (threat,) = data["incredible_threats"]
    assert (data["equilibrium"], data["regret"], data["subgame_perfect"]) == (True, "0", False)
    assert (threat["player"], threat["action"], threat["better"]) == ("incumbent", "fight", "share")
    assert (threat["earns"], threat["instead_of"], threat["subgame"]) == ("1", "-1", ["in"])
    data = certified("entry.efg", {**THREAT, "subgame_perfect": True}, capsys, status=1)
    assert any("threatens with 'fight'" in text for text in data["problems"])
    assert certified("entry.efg", {"strategies": [["0", "1"], ["0", "1"]]}, capsys)["incredible_threats"] == []


def test_a_threat_in_words(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    Path("claim.json").write_text(json.dumps(THREAT))
    assert run(["certify", "entry.efg", "claim.json"]) == 0
    out = " ".join(capsys.readouterr().out.split())  # long sentences are wrapped
    assert "subgame perfect: no" in out
    assert "information set 1 of player 'incumbent' threatens with 'fight'" in out
    assert "'share' earns 1 instead of -1" in out


HORSE = {
    "strategies": {"1": {"1": {"C": 1}}, "2": {"1": ["1", "0"]}, "3": {"1": ["0", "1"]}},
    "beliefs": {"3": {"1": ["3/4", "1/4"]}},
}


def test_an_assessment_of_the_horse(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    data = certified("horse.efg", HORSE, capsys)
    assert data["verified"] is data["sequential_equilibrium"] is data["sequentially_rational"] is True
    assert data["consistent"] is data["weak_perfect_bayesian"] is True
    assert data["payoffs"] == ["1", "1", "1"]
    assert [own["action"] for own in data["trembles"]] == ["D", "d", "L"]
    assert data["beliefs"] == [["1"], ["1"], ["3/4", "1/4"]]
    mixed = {"strategies": [["1", "0"], ["1", "0"], ["0", "1"]], "beliefs": HORSE["beliefs"]}
    assert certified("horse.efg", mixed, capsys)["verified"]
    rows = {"behaviour": [["1", "0"], ["1", "0"], ["0", "1"]], "beliefs": [None, None, ["3/4", "1/4"]]}
    assert certified("horse.efg", rows, capsys)["verified"]


def test_a_nash_equilibrium_that_is_not_sequential(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    claim = {"strategies": [["0", "1"], ["1", "0"], ["1", "0"]], "beliefs": {}}
    data = certified("horse.efg", claim, capsys, status=1)
    assert (data["sequentially_rational"], data["consistent"]) == (False, True)
    assert data["reasons"] == ["information set 1 of player '2': 'd' would earn 4 instead of 1"]
    data = certified("horse.efg", {**claim, "sequential_equilibrium": False, "consistent": True}, capsys)
    assert data["verified"]
    assert (
        "claimed True"
        in certified("horse.efg", {**claim, "weak_perfect_bayesian": True}, capsys, status=1)["problems"][0]
    )


def test_beliefs_that_are_not_consistent(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    claim = {"strategies": {"1": {"start": {"l": "1"}}, "2": {"seen": ["0", "1"]}}, "beliefs": {"2": {"seen": [0, 1]}}}
    data = certified("seen.efg", claim, capsys, status=1)
    assert (data["consistent"], data["weakly_consistent"], data["trembles"]) == (False, False, None)
    assert any("infinitely likelier" in text for text in data["reasons"])


@pytest.mark.parametrize(
    ("game", "claim", "text"),
    [
        ("stag.nfg", {"strategies": {}, "beliefs": {}}, "got a game in normal form"),
        ("seen.efg", {"strategies": {}, "beliefs": {}, "belief": 1}, "got the key 'belief'"),
        ("seen.efg", {"strategies": {"3": {}}, "beliefs": {}}, "got the player '3'"),
        ("seen.efg", {"strategies": {"1": {"2": [1]}}, "beliefs": {}}, "got '2'; allowed: 1 to 1, or 'start'"),
        ("seen.efg", {"strategies": {"1": {"1": {"x": 1}}}, "beliefs": {}}, "got the action 'x'"),
        ("seen.efg", {"strategies": {"1": {"1": 3}}, "beliefs": {}}, "allowed: a list of probabilities"),
        ("seen.efg", {"strategies": {"1": {"1": [1, 0, 0], "start": [1, 0, 0]}}, "beliefs": {}}, "twice"),
        ("seen.efg", {"strategies": {"1": {"1": [1, 0, 0]}, "2": {"1": [1, 0]}}, "beliefs": {}}, "never lead there"),
        ("seen.efg", {"strategies": {"1": {"1": [1, 0, 0]}}, "beliefs": {}}, "got none; allowed: 2 probabilities"),
        ("seen.efg", {"strategies": 3, "beliefs": {}}, "allowed: an object of players"),
        ("seen.efg", {"strategies": {}, "beliefs": {}, "consistent": "yes"}, "allowed: true or false"),
        ("seen.efg", {"behaviour": [[1, 0, 0]]}, "behaviour: got lengths [3]; allowed: [3, 2]"),
    ],
)
def test_wrong_claims_in_one_line(
    game: str, claim: Any, text: str, folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    Path("claim.json").write_text(json.dumps(claim))
    assert run(["certify", game, "claim.json"]) == 2
    out, err = capsys.readouterr()
    assert out == ""
    assert text in err
    assert len(err.splitlines()) == 1


def test_a_tree_too_large_for_a_normal_form(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    # the follower of the 8 x 8 offering game has 8 ** 8 strategies; the tree has 73 nodes
    assert run(["solve", "sequential.efg", "--subgame-perfect", "--json"]) == 0
    answer = json.loads(capsys.readouterr().out)
    assert answer["strategies"] is None
    assert {tuple(own["plays"][0]) for own in answer["outcomes"]} >= {("111", "000")}
    assert certified("sequential.efg", answer, capsys)["verified"]
    del answer["equilibria"][2:]
    spoilt = answer["equilibria"][0]
    spoilt["behaviour"][0] = ["1"] + ["0"] * 7
    data = certified("sequential.efg", answer, capsys, status=1)
    assert data["problems"][0].startswith("equilibria[0]: information set 1")
    assert "payoffs: found" in data["problems"][1]


def test_subgame_perfect_lists_that_claim_to_be_complete(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["solve", "entry.efg", "--subgame-perfect", "--json"]) == 0
    answer = json.loads(capsys.readouterr().out)
    assert (answer["status"], answer["continua"], answer["outcomes"][0]["plays"]) == ("complete", [], [["in", "share"]])
    assert certified("entry.efg", answer, capsys)["verified"]
    answer["equilibria"] = []
    assert "1 equilibria are missing" in certified("entry.efg", answer, capsys, status=1)["problems"][0]


def test_a_continuum_that_matters_is_said(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    tree = Tree(["A", "B"])
    tree.move(tree.infoset(0, ["out", "in"]))
    tree.leaf([1, 0])
    tree.move(tree.infoset(1, ["l", "r"]))
    tree.leaf([0, 0])
    tree.leaf([2, 0])
    write_game(tree.build(), "tie.efg")
    assert run(["solve", "tie.efg", "--subgame-perfect", "--json"]) == 0
    answer = json.loads(capsys.readouterr().out)
    assert answer["status"] == "one"
    assert answer["continua"] == [{"subgame": ["in"], "payoffs": [["0", "2"], ["0", "0"]], "matters_before": True}]
    assert run(["solve", "tie.efg", "--subgame-perfect"]) == 0
    assert "After in the equilibria pay anything between: 0 to 2, 0." in capsys.readouterr().out
