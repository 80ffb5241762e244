"""What certify says of trees: threats, assessments, large trees; answers known from the textbooks."""

import json
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest
from calls import certified

from selten.cli import run
from selten.cli.tree_claims import check_bare, is_bare
from selten.games.errors import InputError
from selten.games.extensive_form import ExtensiveForm
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


GOOD, BAD = [["0", "1"], ["0", "1"]], [["1", "0"], ["1", "0"]]
"""In the entry game: in and share, which is subgame perfect and pays 1 and 1; out against the threat to fight.

The sets of information are those of the entrant (out, in) and of the incumbent (fight, share).
"""

NO_THREAT = "subgame_perfect: claimed False, found True"


@pytest.mark.parametrize(
    ("claim", "bare"),
    [
        ({"behaviour": GOOD}, True),
        ({"behaviour": GOOD, "strategies": None}, True),
        ({"behaviour": GOOD, "strategies": GOOD}, False),
        ({"strategies": GOOD}, False),
        ({"status": "complete"}, False),
        ([GOOD], False),
        (None, False),
        ({"equilibria": [{"behaviour": GOOD}]}, True),
        ({"equilibria": [{"behaviour": GOOD, "strategies": None}, {"behaviour": BAD}]}, True),
        ({"equilibria": [{"behaviour": GOOD}, {"strategies": GOOD}]}, False),
        ({"equilibria": [{"strategies": GOOD}]}, False),
        ({"equilibria": [{"behaviour": GOOD}, [GOOD]]}, False),
        ({"equilibria": []}, False),
        ({"equilibria": [], "behaviour": GOOD}, False),  # what is not looked at must not verify
        ({"equilibria": None, "behaviour": GOOD}, False),
        ({"equilibria": 3, "behaviour": GOOD}, False),
    ],
)
def test_bare_claims_give_behaviour_and_no_strategies(claim: Any, bare: bool) -> None:
    assert is_bare(entry_game(), claim) is bare
    assert not is_bare(stag_hunt(), claim)  # no tree


@pytest.mark.parametrize(
    ("claim", "problems"),
    [
        ({"behaviour": GOOD}, []),
        ({"behaviour": GOOD, "subgame_perfect": True, "payoffs": ["1", "1"]}, []),
        ({"behaviour": GOOD, "subgame_perfect": False}, [NO_THREAT]),
        ({"behaviour": GOOD, "payoffs": ["1", "2"]}, ["payoffs: found ['1', '1']"]),
        ({"behaviour": GOOD, "payoffs": ["1"]}, ["payoffs: found ['1', '1']"]),
        ({"behaviour": GOOD, "payoffs": 3}, ["payoffs: found ['1', '1']"]),  # once a traceback
        ({"behaviour": GOOD, "payoffs": "11"}, ["payoffs: found ['1', '1']"]),  # once taken for 1 and 1
        ({"behaviour": GOOD, "pure": True}, []),
        ({"behaviour": GOOD, "pure": False}, ["pure: claimed False, found True"]),  # once not looked at
        ({"behaviour": BAD}, ["information set 1 of player 'incumbent' threatens"]),
        ({"behaviour": BAD, "subgame_perfect": None}, ["information set 1 of player 'incumbent' threatens"]),
        ({"behaviour": BAD, "subgame_perfect": True}, ["information set 1 of player 'incumbent' threatens"]),
        ({"behaviour": BAD, "subgame_perfect": False}, []),
        ({"behaviour": BAD, "subgame_perfect": False, "payoffs": ["1", "1"]}, ["payoffs: found ['0', '2']"]),
    ],
)
def test_behaviour_is_subgame_perfect_or_not_and_what_it_claims(claim: dict[str, Any], problems: list[str]) -> None:
    """Alone and as the only one of a list."""
    tree = entry_game()
    alone, listed = check_bare(tree, claim, "claim"), check_bare(tree, {"equilibria": [claim]}, "claim")
    assert listed["equilibria"] == [alone]
    assert alone["verified"] is listed["verified"] is (not problems)
    assert len(alone["problems"]) == len(problems)
    assert all(text.startswith(start) for text, start in zip(alone["problems"], problems, strict=True))
    assert listed["problems"] == [f"equilibria[0]: {text}" for text in alone["problems"]]
    fights = claim["behaviour"] == BAD
    assert (alone["subgame_perfect"], len(alone["incredible_threats"])) == (not fights, int(fights))


@pytest.mark.parametrize(
    ("behaviours", "claims", "problems"),
    [
        ((GOOD,), {"status": "complete"}, []),
        ((), {"status": "complete"}, ["1 equilibria are missing, 0 entries are surplus"]),
        ((GOOD, GOOD), {"status": "complete"}, ["0 equilibria are missing, 1 entries are surplus"]),
        ((GOOD, BAD), {"status": "complete"}, ["0 equilibria are missing, 1 entries are surplus"]),
        ((BAD,), {"status": "complete"}, ["1 equilibria are missing, 1 entries are surplus"]),
        ((GOOD, BAD), {"status": "one"}, []),
        ((GOOD,), {"players": ["entrant", "incumbent"]}, []),
        ((GOOD,), {"players": ["incumbent", "entrant"]}, ["players: not those of the game"]),
    ],
)
def test_lists_of_behaviour(behaviours: Any, claims: dict[str, Any], problems: list[str]) -> None:
    """The entry game has one subgame-perfect equilibrium; of the other one it is said that it is none."""
    listed = [{"behaviour": own, "subgame_perfect": own == GOOD} for own in behaviours]
    found = check_bare(entry_game(), {"equilibria": listed, **claims}, "claim")
    assert found["verified"] is (not problems)
    assert len(found["problems"]) == len(problems)
    assert all(text in own for own, text in zip(found["problems"], problems, strict=True))
    assert all(own["verified"] for own in found["equilibria"])


def coin(first: str) -> ExtensiveForm:
    """Chance gives the player 4, or a choice between 0 and 2."""
    tree = Tree(["1"])
    chance, own = tree.chance(["gift", "choice"], [first, 1 - Fraction(first)]), tree.infoset(0, ["l", "r"])
    tree.move(chance)
    tree.leaf([4])
    tree.move(own)
    tree.leaf([0])
    tree.leaf([2])
    return tree.build()


def test_behaviour_gives_the_chances_of_the_game() -> None:
    """4 with probability 1/4, else 2: 5/2."""
    found = check_bare(coin("1/4"), {"behaviour": [["1/4", "3/4"], ["0", "1"]]}, "claim")
    assert (found["verified"], found["payoffs"]) == (True, ["5/2"])
    assert check_bare(coin("1/4"), {"behaviour": [["1/4", "3/4"], ["0", "1"]], "pure": True}, "claim")["verified"]
    for other in (["3/4", "1/4"], ["1/2", "1/2"]):
        with pytest.raises(InputError, match=r"^claim: behaviour\[0\]: got other chances than the game's"):
            check_bare(coin("1/4"), {"behaviour": [other, ["0", "1"]]}, "claim")


def test_mixed_behaviour_is_not_pure() -> None:
    """The player's two actions pay 1 each."""
    tree = Tree(["1"])
    tree.move(tree.infoset(0, ["l", "r"]))
    tree.leaf([1])
    tree.leaf([1])
    claim = {"behaviour": [["1/3", "2/3"]], "pure": True}
    assert check_bare(tree.build(), claim, "claim")["problems"] == ["pure: claimed True, found False"]
    assert check_bare(tree.build(), {**claim, "pure": False}, "claim")["verified"]


def test_a_large_tree_with_chance_has_pure_equilibria(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """2 ** 24 strategies; solve once said that they are not pure, as chance mixes."""
    tree = Tree(["1"])
    tree.move(tree.chance([str(k) for k in range(24)], ["1/24"] * 24))
    for _ in range(24):
        tree.move(tree.infoset(0, ["l", "r"]))
        tree.leaf([0])
        tree.leaf([1])
    write_game(tree.build(), "large.efg")
    assert run(["solve", "large.efg", "--subgame-perfect", "--json"]) == 0
    answer = json.loads(capsys.readouterr().out)
    (found,) = answer["equilibria"]
    assert (found["strategies"], found["pure"], found["payoffs"]) == (None, True, ["1"])
    assert certified("large.efg", answer, capsys)["verified"]
    found["pure"] = False
    assert certified("large.efg", answer, capsys, status=1)["problems"] == [
        "equilibria[0]: pure: claimed False, found True"
    ]


@pytest.mark.parametrize("claim", [{}, {"behaviour": None}, {"equilibria": [{"behaviour": GOOD}, {}]}])
def test_behaviour_that_is_missing_is_bad_input(claim: dict[str, Any]) -> None:
    with pytest.raises(InputError, match=r"behaviour: missing; allowed: one list of probabilities"):
        check_bare(entry_game(), claim, "claim")


def test_a_list_that_backward_induction_does_not_prove_complete_is_not_reproduced() -> None:
    """The incumbent is indifferent between answers that the entrant is not: a continuum that matters."""
    tree = Tree(["A", "B"])
    tree.move(tree.infoset(0, ["out", "in"]))
    tree.leaf([1, 0])
    tree.move(tree.infoset(1, ["l", "r"]))
    tree.leaf([0, 0])
    tree.leaf([2, 0])
    claim = {"status": "complete", "equilibria": [{"behaviour": [["1", "0"], ["1", "0"]]}]}
    (problem,) = check_bare(tree.build(), claim, "claim")["problems"]
    assert problem.startswith("status: claimed complete, which was not reproduced (a subgame has a continuum")
