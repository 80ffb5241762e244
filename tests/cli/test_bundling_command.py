"""``selten bundling``: its JSON field by field as the contract has it, the reference's answers, and bad input."""

import io
import json
import math
from pathlib import Path
from typing import Any

import pytest

from selten.cli import run

OFFERINGS = ["000", "100", "010", "110", "001", "101", "011", "111"]
NINE = ["1", "b", "1b", "12b", "1+delta", "b|1", "1|b", "2b|1", "1|2b"]
SEVEN = ["2", "2b", "2+delta", "b|2", "2|b", "1b|2", "2|1b"]
UNIT = {"uniform": [0, 1]}


def _record(spec: dict[str, Any], tmp_path: Path, capsys: pytest.CaptureFixture[str], *options: str) -> dict[str, Any]:
    path = tmp_path / "market.json"
    path.write_text(json.dumps(spec))
    assert run(["bundling", str(path), "--json", *options]) == 0
    out, err = capsys.readouterr()
    assert out.count("\n") == 1
    assert err == ""
    record: dict[str, Any] = json.loads(out)
    return record


def _is_profit(value: object) -> bool:
    if isinstance(value, dict):
        return set(value) == {"low", "high"} and value["low"] <= value["high"]
    return isinstance(value, (int, float, str)) and not isinstance(value, bool)


def _check_contract(record: dict[str, Any], names: list[str]) -> None:
    assert list(record["payoffs"]) == names
    assert all(_is_profit(value) for value in record["payoffs"].values())
    assert set(record["prices"]) >= set(names)
    for name in ("b|1", "2b|1"):
        if not isinstance(record["payoffs"][name], dict):
            assert set(record["prices"][name]) >= {"p1", "pb"}
    for name in names:
        certificate = record["certificates"][name]
        assert set(certificate) >= {"regret", "kind", "exact", "pure"}
        assert certificate["kind"] in ("continuum", "grid")
        assert isinstance(certificate["exact"], bool)
        assert isinstance(certificate["pure"], bool)
        assert certificate["regret"] is None or certificate["regret"] >= 0
    assert set(record["exact_forms"]) <= set(names)
    assert record["offerings"] == OFFERINGS
    assert [len(row) for row in record["table"]] == [8] * 8
    assert all(len(cell) == 2 and all(_is_profit(x) for x in cell) for row in record["table"] for cell in row)
    for kind in ("consumer", "total"):
        assert [len(row) for row in record["surplus"][kind]] == [8] * 8
    for key in ("equilibria", "extreme_equilibria", "components", "undecided", "selection"):
        assert key in record
    assert set(record["selection"]) >= {
        "undominated", "perfect", "proper", "pareto_dominated", "sequential_entry", "iterated_weak_dominance"
    }  # fmt: skip


def test_the_uniform_market_of_table_2(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Sections A, E and F of the reference; profits within 1e-12 of their closed forms."""
    record = _record({"valuations": {"independent": UNIT}, "complementarity": "0"}, tmp_path, capsys)
    _check_contract(record, NINE)
    assert record["symmetric"] is True
    expected = {
        "1": 0.25,
        "b": 2 * math.sqrt(6) / 9,
        "1b": 59 / 108,
        "12b": 4 / 9 + 2 * math.sqrt(2) / 27,
        "1+delta": 0.25,
        "b|1": 0.36901817274077719,
        "1|b": 0.06704764421630172,
        "2b|1": 0.36901817274077719,
        "1|2b": 0.06704764421630172,
    }
    assert record["payoffs"] == pytest.approx(expected, abs=1e-12)
    assert record["exact_forms"]["b"] == "2*sqrt(6)/9"
    assert record["exact_forms"]["1b"] == "59/108"
    prices = record["prices"]
    assert prices["b|1"]["p1"] == pytest.approx(0.24493353904070204, abs=1e-10)
    assert prices["2b|1"]["pb"] == pytest.approx(0.60746865988360024, abs=1e-10)
    assert prices["2b|1"]["p2"] is None
    certificate = record["certificates"]["b|1"]
    assert (certificate["kind"], certificate["pure"]) == ("continuum", True)
    assert certificate["regret"] < 1e-10
    assert (len(record["equilibria"]), record["extreme_equilibria"], record["components"]) == (14, 89, 8)
    assert record["undecided"] == []
    table, at = record["table"], OFFERINGS.index
    assert table[at("001")][at("100")] == [record["payoffs"]["b|1"], record["payoffs"]["1|b"]]
    assert table[at("100")][at("001")] == [record["payoffs"]["1|b"], record["payoffs"]["b|1"]]
    assert table[at("110")][at("000")] == [0.5, 0]
    assert all(table[i][j] == table[j][i][::-1] for i in range(8) for j in range(8))
    _check_selection(record["selection"])


def _check_selection(selection: dict[str, Any]) -> None:
    assert selection["undominated"] == ["100", "010", "001", "101", "011", "111"]
    assert selection["sequential_entry"] == [["111", "000"]]
    assert selection["iterated_weak_dominance"] == ["100", "010", "001"]
    perfect = {tuple(pair) for pair in selection["perfect"]}
    duopolies = {("001", "100"), ("001", "010"), ("101", "010"), ("011", "100")}
    assert perfect == {("111", "111")} | duopolies | {(b, a) for a, b in duopolies}
    dominated = {tuple(entry["equilibrium"]) for entry in selection["pareto_dominated"]}
    assert ("111", "111") in dominated
    assert not dominated & (duopolies | {("000", "111"), ("111", "000")})
    proper = selection["proper"]
    assert proper is None or set(proper) == {"yes", "no", "undecided"}


@pytest.mark.parametrize(
    ("valuations", "delta", "pure", "undominated", "entry"),
    [
        # section F: collapsed monopolies leave three offerings; saturation four; comonotone at 0 is entered by 110
        ({"independent": UNIT}, "1/4", 13, ["100", "010", "001"], [["111", "000"]]),
        ({"independent": UNIT}, "1", 48, ["001", "101", "011", "111"], [["001", "000"]]),
        ({"comonotone": UNIT}, 0, 16, ["100", "010", "001"], [["110", "000"]]),
    ],
)
def test_selection_in_other_markets(
    valuations: Any, delta: Any, pure: int, undominated: Any, entry: Any, tmp_path: Path, capsys: Any
) -> None:
    record = _record({"valuations": valuations, "complementarity": delta}, tmp_path, capsys)
    _check_contract(record, NINE)
    assert len(record["equilibria"]) == pure
    assert record["selection"]["undominated"] == undominated
    assert record["selection"]["sequential_entry"] == entry
    perfect = [tuple(pair) for pair in record["selection"]["perfect"]]
    assert all(x in undominated for pair in perfect for x in pair)
    assert (("111", "111") in perfect) == ("111" in undominated)


def test_an_uneven_market_names_both_components(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    spec = {"valuations": {"independent": [UNIT, {"uniform": [0, 2]}]}, "complementarity": 0}
    record = _record(spec, tmp_path, capsys)
    assert record["symmetric"] is False
    _check_contract(record, [*NINE, *SEVEN])
    assert record["payoffs"]["2"] == pytest.approx(0.5, abs=1e-12)
    assert record["payoffs"]["b"] == pytest.approx(25 / 32, abs=1e-12)


def test_uneven_atoms_are_exact_where_they_can_be(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """(1, 0) and (0, 3) with halves: alone 1/2 and 3/2; 1b sells 1 at 1 and the bundle at 3; 2b gains nothing."""
    atoms = [{"values": ["1", "0"], "mass": "1/2"}, {"values": ["0", "3"], "mass": "1/2"}]
    record = _record({"valuations": {"atoms": atoms}, "complementarity": 0}, tmp_path, capsys)
    assert record["symmetric"] is False
    _check_contract(record, [*NINE, *SEVEN])
    exact = {name: record["payoffs"][name] for name in ("1", "2", "b", "1b", "2b", "12b", "1+delta")}
    assert exact == {"1": "1/2", "2": "3/2", "b": "3/2", "1b": "2", "2b": "3/2", "12b": "2", "1+delta": "1/2"}


def test_toml_and_standard_input_say_the_same(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    text = 'complementarity = "1/4"\n[valuations]\nindependent = { uniform = [0, 1] }\n'
    (tmp_path / "market.toml").write_text(text)
    assert run(["bundling", str(tmp_path / "market.toml"), "--json"]) == 0
    first = capsys.readouterr().out
    monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(text.encode())))
    assert run(["bundling", "-", "--json"]) == 0
    assert capsys.readouterr().out == first


def test_the_table_for_the_eye(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "market.json"
    path.write_text(json.dumps({"valuations": {"independent": UNIT}, "complementarity": 0}))
    assert run(["bundling", str(path)]) == 0
    out = capsys.readouterr().out
    for words in ("2*sqrt(6)/9", "0.5443310540", "14 pure equilibria, 89 extreme ones in 8 components", "(111,000)"):
        assert words in out


@pytest.mark.parametrize(
    ("spec", "words"),
    [
        ({"valuations": {"independent": UNIT}}, "complementarity"),
        ({"complementarity": 0}, "valuations"),
        ({"valuations": {"independent": UNIT}, "complementarity": 0, "grid": 3}, "grid"),
        ({"valuations": {"independent": {"normal": [0, 1]}}, "complementarity": 0}, "normal"),
        ({"valuations": {"independent": {"uniform": [1, 0]}}, "complementarity": 0}, "uniform"),
        ({"valuations": {"independent": {"uniform": [-1, 1]}}, "complementarity": 0}, "-1"),
        ({"valuations": {"independent": {"uniform": [0]}}, "complementarity": 0}, "uniform"),
        ({"valuations": {"independent": {"beta": [0, 1]}}, "complementarity": 0}, "beta"),
        (
            {"valuations": {"gaussian_copula": {"marginal": UNIT, "correlation": 1}}, "complementarity": 0},
            "strictly between -1 and 1",
        ),
        ({"valuations": {"atoms": [{"values": [-1, 0], "mass": 1}]}, "complementarity": 0}, "-1"),
        ({"valuations": {"atoms": [{"values": [1, 0], "mass": "1/2"}]}, "complementarity": 0}, "1/2"),
        ({"valuations": {"atoms": []}, "complementarity": 0}, "atoms"),
        ({"valuations": {"csv": "nowhere.csv"}, "complementarity": 0}, "nowhere.csv"),
        ({"valuations": {"independent": UNIT}, "complementarity": "much"}, "much"),
        ([], "market"),
    ],
)
def test_bad_input_is_one_line_and_status_2(
    spec: Any, words: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "market.json"
    path.write_text(json.dumps(spec))
    assert run(["bundling", str(path), "--json"]) == 2
    out, err = capsys.readouterr()
    assert out == ""
    assert err.count("\n") == 1
    assert words in err
    assert "Traceback" not in err


@pytest.mark.parametrize(
    "text", ["", "{", '{"valuations": {"independent": {"uniform": [0, NaN]}}, "complementarity": 0}']
)
def test_broken_text_is_one_line_and_status_2(text: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "market.json"
    path.write_text(text)
    assert run(["bundling", str(path)]) == 2
    assert capsys.readouterr().err.count("\n") == 1


def test_missing_files_and_unknown_engines(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["bundling", str(tmp_path / "none.json")]) == 2
    assert "none.json" in capsys.readouterr().err
    path = tmp_path / "market.json"
    path.write_text(json.dumps({"valuations": {"independent": UNIT}, "complementarity": 0}))
    assert run(["bundling", str(path), "--solver", "guess"]) == 2
    assert "guess" in capsys.readouterr().err


def test_an_engine_is_compared_with_the_complete_answer(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """gambit-pure on Table 2 finds the 14 pure of 89 equilibria; the 9 pure ones of section E are among them."""
    spec = {"valuations": {"independent": UNIT}, "complementarity": 0}
    record = _record(spec, tmp_path, capsys, "--solver", "gambit-pure")
    offering = record["comparison"][0]
    assert offering["game"] == "offering game"
    assert (offering["found"], offering["missed"], offering["false"]) == (14, 75, 0)


def test_atoms_pay_what_certified_price_distributions_pay(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Example 1: closed forms of its mixed equilibria (section C of the reference); certify refuses another number."""
    values = [["1/2", "1/2"], ["2/3", "0"], ["0", "2/3"]]
    atoms = [{"values": v, "mass": m} for v, m in zip(values, ("3/4", "1/8", "1/8"), strict=True)]
    record = _record({"valuations": {"atoms": atoms}, "complementarity": 0}, tmp_path, capsys)
    _check_contract(record, NINE)
    paid = {"b|1": (7 * math.sqrt(5377) - 497) / 32, "2b|1": (7 * math.sqrt(330) - 119) / 16}
    paid |= {"1|b": (85 - math.sqrt(5377)) / 176, "1|2b": 63 / 248 - 5 * math.sqrt(330) / 496}
    for name, expected in paid.items():
        assert record["payoffs"][name] == pytest.approx(expected, abs=1e-10)
        assert (record["certificates"][name]["kind"], record["certificates"][name]["pure"]) == ("continuum", False)
    assert set(record["price_distributions"]) == {"b|1", "2b|1"}
    claim = tmp_path / "claim.json"
    for number, status in ((record["payoffs"]["1|2b"], 0), (0.0709, 1)):
        record["payoffs"]["1|2b"] = number
        claim.write_text(json.dumps(record))
        assert run(["certify", str(tmp_path / "market.json"), str(claim)]) == status
        capsys.readouterr()
