"""Inputs that fuzzing found to be met with a traceback, a hang, a warning or a message that names no file."""

import json
import warnings
from pathlib import Path
from typing import Any

import pytest

from selten.cli import run

BATTLE = {"payoffs": [[[2, 0], [0, 1]], [[1, 0], [0, 2]]]}
PURE = {"strategies": [[1, 0], [1, 0]]}
PRIOR = {"states": [{"mass": 1, "values": [4, 3], "costs": [0, 0]}]}
ATOMS = [{"values": [2, 1], "mass": "1/2"}, {"values": [1, 2], "mass": "1/2"}]
MARKET = {"valuations": {"atoms": ATOMS}, "complementarity": 0}
SMOOTH = {"valuations": {"independent": {"uniform": [0, 1]}}, "complementarity": 0}
ENTRY = 'EFG 2 R "" { "a" "b" }\np "" 1 1 "s" { "x" "y" } 0\nt "" 1 "" { 0, 2 }\nt "" 2 "" { 1, 1 }\n'
PRINTED: dict[str, Any] = {"payoffs": {}, "prices": {}, "table": [], "equilibria": []}
POINTS = {"points": [], "stretches": [{"product": ["p1"], "low": 0, "high": 1, "terms": [], "beside": {}}]}
HUGE_REGRET = '{"strategies": [[1, 0], [1, 0]], "regret": 1e400}'
FREE = {"points": [{"prices": {"p1": "0"}, "mass": "1"}], "stretches": []}
DEAR = {"points": [{"prices": {"pb": f"{10**400}/7"}, "mass": "1"}], "stretches": []}
HUGE_PRICE = {"own": DEAR, "rival": FREE, "payoffs": [1.0, 0.0], "regret": 0.0, "tie": "bundle"}
HEAVY = {"points": [{"prices": {"pb": "1"}, "mass": "1e400"}], "stretches": []}
HUGE_MASS = {**HUGE_PRICE, "own": HEAVY}
ONE = {"points": [{"prices": {"pb": "1"}, "mass": "1"}], "stretches": []}
HUGE_PROFIT = {**HUGE_PRICE, "own": ONE, "payoffs": [10**400, 0.0]}
DEEP = "[" * 400 + "1" + "]" * 400
LONG = "3" * 4000


def call(folder: Path, files: dict[str, Any], *words: str, capsys: pytest.CaptureFixture[str]) -> tuple[int, str, str]:
    for name, data in files.items():
        (folder / name).write_text(data if isinstance(data, str) else json.dumps(data), encoding="utf-8")
    capsys.readouterr()
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        status = run(list(words))
    return status, *capsys.readouterr()


REFUSED: list[tuple[str, Any, Any, str]] = [
    ("payoffs that are lists", BATTLE, {**PURE, "payoffs": [[1], 2]}, "claim.json: payoffs: got [1]"),
    ("regret that is an object", BATTLE, {**PURE, "regret": {}}, "claim.json: regret: got {}"),
    ("a certificate of another shape", BATTLE, {**PURE, "proper_certificate": 1}, "claim.json: proper_certificate"),
    ("a probability beyond doubles", BATTLE, '{"strategies": [[1e400, 0], [1, 0]]}', "claim.json: strategies[0][0]"),
    ("a regret beyond doubles", BATTLE, HUGE_REGRET, "claim.json: regret: got a number that no double"),
    ("deep nesting", BATTLE, f'{{"strategies": {DEEP}}}', "claim.json: not usable JSON (nested too deeply)"),
    ("positions that are none", BATTLE, {"equilibria": [PURE], "status": "complete"}, "verified"),
    ("a kind that is a list", PRIOR, {"witnesses": [{"kind": ["signals"]}]}, "verified"),
    ("an extreme that is an object", PRIOR, {"witnesses": [{"kind": "signals", "extreme": {}}]}, "verified"),
    ("nothing that is claimed", MARKET, {"price_distributions": {}}, "claim.json: price_distributions: got none"),
    ("no witnesses", PRIOR, {"witnesses": []}, "claim.json: witnesses: got none"),
    ("a price beyond doubles", MARKET, {"price_distributions": {"b|1": HUGE_PRICE}}, "verified"),
    ("prices of a product that is a list", MARKET, {"price_distributions": {"b|1": POINTS}}, "claim.json: "),
    ("a mass beyond doubles", MARKET, {"price_distributions": {"b|1": HUGE_MASS}}, "sum to a number of 1000 bits"),
    ("a profit beyond doubles", MARKET, {"price_distributions": {"b|1": HUGE_PROFIT}}, "verified"),
    ("payoffs of a market that are true", MARKET, {**PRINTED, "payoffs": True}, "claim.json: payoffs: got True"),
    ("a table that is a number", SMOOTH, {**PRINTED, "table": 3}, "claim.json: table: got 3"),
    ("no profit's name", SMOOTH, {**PRINTED, "payoffs": {"x": 1}}, "claim.json: payoffs: got the name 'x'"),
    ("prices that are missing", SMOOTH, {**PRINTED, "payoffs": {"b|1": 1}}, "claim.json: prices: b|1: p1: got None"),
    ("a price that is text", SMOOTH, {**PRINTED, "payoffs": {"b|1": 1}, "prices": {"b|1": {"p1": "x"}}}, "got 'x'"),
    ("an equilibrium of no table", SMOOTH, {**PRINTED, "equilibria": [["000", "000"]]}, "claim.json: equilibria"),
    ("strategies that are numbers", ENTRY, {"strategies": [0, 1], "beliefs": {}}, "claim.json: strategies: allowed"),
    ("a set of 5000 digits", ENTRY, {"strategies": {"a": {"9" * 5000: [1]}}, "beliefs": {}}, "claim.json: strategies"),
]


@pytest.mark.parametrize(
    ("source", "claim", "named"), [case[1:] for case in REFUSED], ids=[case[0] for case in REFUSED]
)
def test_claims_are_judged_or_refused_in_one_line(
    source: Any,
    claim: Any,
    named: str,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.chdir(tmp_path)
    files = {"input.json": source, "claim.json": claim}
    status, out, err = call(tmp_path, files, "certify", "input.json", "claim.json", "--json", capsys=capsys)
    if named == "verified":
        assert (status, json.loads(out)["verified"], err) == (1, False, "")
    else:
        assert (status, out, len(err.splitlines())) == (2, "", 1)
        assert named in err


def test_decimals_in_a_certificate_are_printed_again_as_strings(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """The equilibrium is strict; 2.5 is a weight of no consequence."""
    monkeypatch.chdir(tmp_path)
    given = '{"family": [[["1", "0"], ["0", 2.5]], [["1", "0"], ["0", "1"]]]}'
    files = {"game.json": BATTLE, "claim.json": f'{{"strategies": [[1, 0], [1, 0]], "proper_certificate": {given}}}'}
    status, out, _ = call(tmp_path, files, "certify", "game.json", "claim.json", "--json", capsys=capsys)
    assert status == 0
    assert json.loads(out)["proper_certificate"]["family"][0] == [["1", "0"], ["0", "5/2"]]


STAGES = [
    (PRIOR, "no-information", "1000000000", "step: got 1/1000000000, with 4000000001 prices"),
    (PRIOR, "information", LONG, "with a number of 1000 bits or more"),
    (PRIOR, "no-information", LONG, "with a number of 1000 bits or more"),
    (MARKET, "pricing:001,100", LONG, "a number of 1000 bits or more prices of firm 1"),
    (MARKET, "two-stage:000,001", "1000000000", "ends of plays"),
    (MARKET, "two-stage", LONG, "a number of 1000 bits or more ends of plays"),
]


@pytest.mark.parametrize(("source", "stage", "grid", "named"), STAGES)
def test_grids_that_would_not_fit_are_refused_at_once(
    source: Any,
    stage: str,
    grid: str,
    named: str,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.chdir(tmp_path)
    words = ("convert", "input.json", "-o", "out.efg", "--stage", stage, "--grid", grid)
    status, out, err = call(tmp_path, {"input.json": source}, *words, capsys=capsys)
    assert (status, out, len(err.splitlines())) == (2, "", 1)
    assert err.startswith("selten: input.json: ")
    assert named in err


@pytest.mark.parametrize(("kind", "refused"), [("comonotone", False), ("countermonotone", True), ("independent", True)])
def test_beta_valuations_of_huge_shape_give_no_warning(
    kind: str, refused: bool, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """x**a underflows to 0 for a = 10**24: no series where it would be 0/0; no rule finds such consumers."""
    monkeypatch.chdir(tmp_path)
    spec = {"valuations": {kind: {"beta": [10**24, 1]}}, "complementarity": 0}
    words = ("convert", "market.json", "-o", "out.nfg", "--stage", "pricing:001,100", "--grid", "2")
    status, _, err = call(tmp_path, {"market.json": spec}, *words, capsys=capsys)
    assert status == (2 if refused else 0)
    assert err.startswith(f"selten: market.json: valuations.{kind}: got " if refused else "")
    assert len(err.splitlines()) == refused


def test_correlations_beyond_doubles_or_next_to_one_are_refused_by_name(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    for text in ("1e400", "-1e400", "0." + "9" * 30):
        copula = {"marginal": {"uniform": [0, 1]}, "correlation": text}
        spec = {"valuations": {"gaussian_copula": copula}, "complementarity": 0}
        status, _, err = call(tmp_path, {"market.json": spec}, "bundling", "market.json", capsys=capsys)
        assert status == 2
        assert err.startswith("selten: market.json: valuations.gaussian_copula.correlation: got ")


def test_what_is_refused_after_a_warning_about_the_grid_has_one_line(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    atoms = [{"values": ["1/2", 0.5], "mass": 0.75}, {"values": [1000, 0], "mass": "1/4"}]
    spec = {"valuations": {"atoms": atoms}, "complementarity": "1/10"}
    words = ("convert", "market.json", "-o", "out.nfg", "--stage", "pricing:001,100", "--grid", "3")
    status, _, err = call(tmp_path, {"market.json": spec}, *words, capsys=capsys)
    assert (status, len(err.splitlines())) == (2, 1)
    assert err.startswith("selten: market.json: ")


def test_too_little_memory_is_said_in_one_line(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def full(*_: object) -> None:
        raise MemoryError

    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr("selten.games.formats.write_game", full)
    game = {"payoffs": [[[1]], [[1]]]}
    status, _, err = call(tmp_path, {"game.json": game}, "convert", "game.json", "-o", "out.nfg", capsys=capsys)
    assert (status, len(err.splitlines())) == (2, 1)
    assert "convert game.json -o out.nfg: needs more memory than there is" in err


@pytest.mark.parametrize("name", [" ", "\t"])
def test_a_file_named_by_blanks_alone_is_shown_in_quotes(
    name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    game = {"payoffs": [[[1]], [[1]]]}
    status, _, err = call(tmp_path, {"game.json": game}, "convert", "game.json", "-o", name, capsys=capsys)
    assert (status, err.startswith(f"selten: {name!r}: the suffix of the file: got ''")) == (2, True)


def test_payoffs_beyond_doubles_with_rounded_profiles_are_refused_by_name(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    game = {"payoffs": [[["1e400", 0], [0, 1]], [[1, 0], [0, 2]]]}
    files = {"game.json": game, "claim.json": '{"strategies": [[0.3, 0.7], [0.1, 0.9]], "exact": false}'}
    status, out, err = call(tmp_path, files, "certify", "game.json", "claim.json", capsys=capsys)
    assert (status, out) == (2, "")
    assert err.startswith("selten: claim.json: payoffs: got numbers beyond doubles")


def test_studies_are_named_where_no_case_can_be_made(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    study = {"family": "disclosure", "spec": {"customers": "= x"}, "parameters": {"x": {"grid": [1]}}}
    words = ("sweep", "study.json", "-o", "rows.csv", "--workers", "1")
    status, out, err = call(tmp_path, {"study.json": study}, *words, capsys=capsys)
    assert (status, out) == (2, "")
    assert err.startswith("selten: study.json: case 0: the market: the key 'stock' is missing")


def test_toml_nested_too_deeply_is_refused_like_json(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    deep = "[" * 150 + "1" + "]" * 150
    status, _, err = call(
        tmp_path, {"study.toml": f"family = {deep}"}, "sweep", "study.toml", "-o", "rows.csv", capsys=capsys
    )
    assert (status, err) == (2, "selten: study.toml: not usable TOML (RecursionError)\n")
