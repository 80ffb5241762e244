"""What the command line says of proper equilibria: in the answers of solve, certify and bundling."""

import json
from pathlib import Path
from typing import Any

import pytest

from selten.cli import run
from selten.cli.proper_json import certificate_data, certificate_verdict
from selten.games.errors import InputError
from selten.games.library import table_2
from selten.games.normal_form import NormalForm
from selten.games.profile import Profile
from selten.selection.proper import proper
from selten.selection.proper_check import Cases

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


@pytest.mark.parametrize("place", [0, 1, 2])
def test_certificates_are_printed_and_taken(place: int, game: str, tmp_path: Path, capsys: Any) -> None:
    profile = tmp_path / "profile.json"
    pure = ["1" if k == place else "0" for k in range(3)]
    profile.write_text(json.dumps({"strategies": [pure, pure]}))
    first = said(capsys, "certify", game, str(profile))
    certificate = first["proper_certificate"]
    assert list(certificate) == ["family" if place == 0 else "refutation"]
    profile.write_text(json.dumps({"strategies": [pure, pure], "proper_certificate": certificate}))
    second = said(capsys, "certify", game, str(profile))
    assert second["proper"] is first["proper"] is (place == 0)
    assert second["proper_reason"] == "by the certificate given"


def test_a_certificate_of_another_profile_is_a_problem(game: str, tmp_path: Path, capsys: Any) -> None:
    profile = tmp_path / "profile.json"
    family = [[["1", "0", "0"], ["0", "1", "0"], ["0", "0", "1"]]] * 2
    profile.write_text(json.dumps({**MIDDLE, "proper_certificate": {"family": family}}))
    data = said(capsys, "certify", game, str(profile), status=1)
    assert data["problems"] == ["proper_certificate: it proves nothing of this profile"]
    assert data["proper"] is False


def test_cases_are_printed_with_labels_and_read_back() -> None:
    game = table_2()
    profile = Profile.pure((8, 8), (1, 6))
    tree = proper(game, profile).certificate
    assert isinstance(tree, Cases)
    data = certificate_data(game, tree)
    assert list(data["refutation"]) == ["player", "first", "second", "weakly", "less"]
    assert certificate_verdict(game, profile, json.loads(json.dumps(data))) is False
    assert certificate_verdict(game, Profile.pure((8, 8), (1, 4)), data) is None


@pytest.mark.parametrize(
    ("certificate", "said_of_it"),
    [
        ([], "allowed: an object with the one key"),
        ({"proof": 1}, "got the key 'proof'"),
        ({"family": [[["1", "0", "0"]]]}, "for each player"),
        ({"family": [[["1", "0"]], [["1", "0", "0"]]]}, r"family\[0\]\[0\]: allowed: 3 weights"),
        ({"family": [[["x", "0", "0"]], [["1", "0", "0"]]]}, r"family\[0\]\[0\]\[0\]: got 'x'"),
        ({"refutation": {"player": "1"}}, r"got the keys \['player'\]"),
        ({"refutation": {"player": "3", "against": "1", "shifts": []}}, "got '3'; allowed: 1, 2"),
        ({"refutation": {"player": "1", "against": "9", "shifts": []}}, "got '9'; allowed: 1, 2, 3"),
        ({"refutation": {"player": "1", "against": "1", "shifts": [["1"]]}}, "triples"),
    ],
)
def test_what_is_no_certificate_is_bad_input(certificate: Any, said_of_it: str) -> None:
    game = NormalForm.of(MYERSON["payoffs"])
    with pytest.raises(InputError, match=said_of_it):
        certificate_verdict(game, Profile.pure((3, 3), (0, 0)), certificate)


def test_certificates_are_for_exact_profiles_of_two_players() -> None:
    with pytest.raises(InputError, match="exact profiles of two players"):
        certificate_verdict(NormalForm.of([[[1]], [[1]]]), Profile.of([[1.0 - 1e-12], [1]]), {"family": []})


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
