"""Studies: what is read, what is refused and how, and which cases come of them."""

import pickle
from collections import Counter
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest

from selten.games.errors import InputError
from selten.sweep.columns import columns
from selten.sweep.expressions import expression
from selten.sweep.parameters import parameter
from selten.sweep.run import sweep
from selten.sweep.solve import check_study
from selten.sweep.study import Study, parse_study, read_study

RANDOM: dict[str, Any] = {"family": "random", "spec": {"family": "01", "rows": "= x", "columns": 2}}
RANDOM |= {"parameters": {"x": {"grid": [1, 2]}}}

WRONG: list[tuple[dict[str, Any], str]] = [
    ({"famly": "random"}, "the study: got the key 'famly'; allowed: family, spec, parameters, samples"),
    ({"family": "offerings"}, "family: got 'offerings'; allowed: offering, bundling, discrimination, disclosure"),
    ({"samples": 0}, "samples: got 0; allowed: a whole number from 1 to"),
    ({"samples": 1.5}, "samples: got 1.5; allowed: a whole number"),
    ({"seed": -1}, "seed: got -1; allowed: a whole number from 0"),
    ({"seed": True}, "seed: got True; allowed: a whole number"),
    ({"rules": ["best"]}, r"rules\[0\]: got 'best'; allowed: pareto, trembling, strict"),
    ({"rules": ["sequential_entry"]}, r"rules\[0\]: got 'sequential_entry'; allowed: pareto"),
    ({"rules": "pareto"}, "rules: got 'pareto'; allowed: a list of pareto"),
    ({"structure": 1}, "structure: got 1; allowed: true or false"),
    ({"time_limit": 0}, "time_limit: got 0; allowed: a positive number of seconds"),
    ({"time_limit": "soon"}, "time_limit: got 'soon'; allowed: a finite number"),
    ({"parameters": []}, r"parameters: got \[\]; allowed: an object"),
    ({"parameters": {"x": {"grid": []}}}, r"parameters.x.grid: got \[\]; allowed: a list of at least one value"),
    ({"parameters": {"x": {"grid": ["a"]}}}, r"parameters.x.grid\[0\]: got 'a'; allowed: a finite number"),
    ({"parameters": {"x": {"gird": [1]}}}, "parameters.x: got the key 'gird'; allowed: grid, from with to and count"),
    ({"parameters": {"x": {}}}, "parameters.x: got an empty object; allowed: an object with the keys grid"),
    ({"parameters": {"x": {"grid": [1], "digits": 1}}}, "parameters.x: got the key 'digits'; allowed: grid"),
    ({"parameters": {"x": {"from": 0, "to": 1}}}, "parameters.x: the key 'count' is missing; allowed: from, to, count"),
    ({"parameters": {"x": {"from": 0, "to": 1, "count": 1}}}, "parameters.x: got count 1 from 0 to 1; allowed: at le"),
    ({"parameters": {"x": {"uniform": [1, 0]}}}, "parameters.x.uniform: got 1 to 0; allowed: ends with a multiple"),
    ({"parameters": {"x": {"uniform": [0]}}}, "parameters.x.uniform: got a list of 1; allowed: a list of two numbers"),
    ({"parameters": {"x": {"uniform": [0, 1], "digits": 16}}}, "parameters.x.digits: got 16; allowed: a whole number"),
    ({"parameters": {"x": {"grid": [1]}, "y": {"grid": [1]}}}, "parameters.y: it stands nowhere in spec"),
    ({"parameters": {}}, "spec: got the name 'x' in an expression; allowed: the parameters, which are none"),
    ({"parameters": {"1x": {"grid": [1]}}}, "parameters: got the name '1x'; allowed: letters, digits and _"),
    ({"parameters": {"max": {"grid": [1]}}}, "parameters: got the name 'max'; allowed: letters, digits and _"),
    ({"spec": {"family": "01", "rows": "= x +", "columns": 2}}, r"spec.rows: got '= x \+'; allowed: numbers, names"),
    ({"spec": {"family": "01", "rows": "= x.real", "columns": 2}}, r"spec.rows: got '= x.real'; allowed: numbers"),
    ({"spec": {"family": "01", "rows": "= x ** 9", "columns": 2}}, r"spec.rows: got '= x \*\* 9'; allowed: numbers"),
    ({"spec": {"family": "01", "rows": "= '1'*x", "columns": 2}}, "spec.rows: got .*; allowed: numbers"),
    ({"spec": {"family": "01", "rows": "=", "columns": 2}}, "spec.rows: got '= '; allowed: numbers"),
]


@pytest.mark.parametrize(("change", "message"), WRONG, ids=[str(k) for k in range(len(WRONG))])
def test_wrong_studies_are_refused_in_one_sentence(change: dict[str, Any], message: str) -> None:
    with pytest.raises(InputError, match=f"^study.toml: {message}"):
        parse_study(RANDOM | change, "study.toml", Path())


NOWHERE: list[tuple[dict[str, Any], str]] = [
    (
        {"spec": {"family": "01", "rows": "= x", "cols": 2}},
        "case 0: got the key 'cols'; allowed: family, rows, columns",
    ),
    ({"spec": {"family": "0", "rows": "= x", "columns": 2}}, "case 0: spec.family: got '0'; allowed: 01, 012"),
    (
        {"spec": {"family": "01", "rows": "= x / 9", "columns": 2}},
        "case 0: spec.rows: got 1/9; allowed: a whole number",
    ),
    ({"spec": {"family": "01", "rows": "= 1 / (x - x)", "columns": 2}}, "case 0: .* got a division by zero"),
    ({"family": "game", "spec": {"file": "no.nfg", "cells": [{"player": "= x"}]}}, "case 0: .*no.nfg: cannot be read"),
    ({"family": "game", "spec": {"payoffs": [["= x"], [0, 1]]}}, r"case 0: payoffs\[1\]: got 2 entries; allowed: 1"),
    ({"family": "offering", "spec": {"profits": {"1": "= x"}}}, "case 0: profits: the key 'b' is missing; allowed: 1"),
    ({"family": "bundling", "spec": {"valuations": "= x"}}, "case 0: the market: the key 'complementarity' is missing"),
    ({"family": "discrimination", "spec": {"states": "= x"}}, "case 0: states: got 1; allowed: a list of at least one"),
    ({"family": "disclosure", "spec": {"customers": "= x"}}, "case 0: the market: the key 'stock' is missing"),
]


@pytest.mark.parametrize(("change", "message"), NOWHERE, ids=[str(k) for k in range(len(NOWHERE))])
def test_studies_of_which_no_case_can_be_made_are_refused(change: dict[str, Any], message: str) -> None:
    study = parse_study(RANDOM | change, "study.toml", Path())
    with pytest.raises(InputError, match=f"^study.toml: {message}"):
        check_study(study)


def test_a_name_of_a_column_is_no_name_of_a_parameter(tmp_path: Path) -> None:
    for name in ("status", "components", "pareto"):
        spec = {"family": "01", "rows": f"= {name}", "columns": 2}
        study = parse_study(RANDOM | {"spec": spec, "parameters": {name: {"grid": [1]}}}, "s", Path())
        with pytest.raises(InputError, match=f"^s: parameters.{name}: got the name of a column; allowed: names other"):
            sweep(study, tmp_path / "rows.csv")
        assert list(tmp_path.iterdir()) == []


def test_toml_and_json_are_the_same_study(tmp_path: Path) -> None:
    (tmp_path / "a.toml").write_text(
        'family = "random"\nsamples = 2\n[spec]\nfamily = "01"\nrows = "= x"\ncolumns = 2\n'
        "[parameters]\nx = {from = 1, to = 2.5, count = 4}\n"
    )
    (tmp_path / "a.json").write_text(
        '{"family": "random", "samples": 2, "spec": {"family": "01", "rows": "= x", "columns": 2},'
        ' "parameters": {"x": {"from": 1, "to": 2.5, "count": 4}}}'
    )
    toml, json = read_study(tmp_path / "a.toml"), read_study(tmp_path / "a.json")
    assert toml.sha256 == json.sha256
    assert [toml.values(2 * k)["x"] for k in range(4)] == [1, Fraction(3, 2), 2, Fraction(5, 2)]
    assert toml.seeded(3).sha256 != toml.sha256
    assert toml.cases == 8


def test_a_study_nested_too_deeply_is_refused_in_one_line() -> None:
    deep: Any = "= x"
    for _ in range(5000):
        deep = [deep]
    with pytest.raises(InputError, match=r"^study.toml: not usable \(nested too deeply\)$"):
        parse_study(RANDOM | {"spec": deep}, "study.toml", Path())


def test_grids_are_multiplied_and_samples_drawn_at_each_point() -> None:
    parameters = {"x": {"grid": [1, 2]}, "u": {"uniform": [0, 1], "digits": 1}, "w": {"values": ["a", "b", "c"]}}
    spec = {"family": "= w", "rows": "= x", "columns": "= u"}
    study = parse_study({"family": "random", "spec": spec, "parameters": parameters, "samples": 5}, "s", Path())
    assert study.cases == 30
    seen = [study.values(case) for case in range(30)]
    assert [(own["x"], own["w"]) for own in seen] == [(x, w) for x in (1, 2) for w in "abc" for _ in range(5)]
    assert len({own["u"] for own in seen}) > 5
    assert study.values(17) == seen[17]  # whatever was asked before


def test_draws_are_even_and_within_their_ends() -> None:
    """Ten thousand draws of eleven values: each within five standard deviations of its share."""
    study = parse_study(
        RANDOM | {"parameters": {"x": {"uniform": ["0.04", 1], "digits": 1}}, "samples": 10_000}, "s", Path()
    )
    counts = Counter(study.values(case)["x"] for case in range(study.cases))
    assert set(counts) == {Fraction(k, 10) for k in range(1, 11)}
    assert all(abs(count - 1000) < 5 * 30 for count in counts.values())
    other = parse_study(RANDOM | {"parameters": {"x": {"choice": [1, 2]}}, "samples": 4, "seed": 1}, "s", Path())
    assert other.cases == 4


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("x", "7/2"),
        ("1 - x", "-5/2"),
        ("-(x + 0.1) * 2 / 3", "-12/5"),
        ("max(x, 1, 4)", "4"),
        ("min(x, 9) - +1", "5/2"),
    ],
)
def test_expressions_are_exact(text: str, value: str) -> None:
    found = expression(text, "spec")
    assert found({"x": Fraction(7, 2)}) == Fraction(value)
    assert pickle.loads(pickle.dumps(found))({"x": Fraction(7, 2)}) == Fraction(value)


@pytest.mark.parametrize(
    "text",
    [
        "__import__('os')",
        "x if x else 1",
        "[x]",
        "x == 1",
        "True",
        "1j",
        "x()",
        "max",
        "max(x)",
        "max(x, 1, key=x)",
        "(" * 150,
        "x;1",
    ],
)
def test_expressions_are_arithmetic_only(text: str) -> None:
    with pytest.raises(InputError, match="allowed: numbers, names of parameters"):
        expression(text, "spec")


def test_words_are_no_numbers_in_arithmetic() -> None:
    with pytest.raises(InputError, match="= x / 2: got x = 'two'; allowed: numbers in arithmetic"):
        expression("x / 2", "spec")({"x": "two"})
    assert parameter({"values": ["01", 1]}, "x").at(0) == "01"


def test_columns_of_each_family() -> None:
    def names(study: Study) -> list[str]:
        return [column.name for column in columns(study)]

    base = ["case", "x", "x_float", "status", "reason"]
    finite = ["extreme_equilibria", "components", "perfect_equilibria", "nash_subsets", "indices", "pure"]
    end = ["certificate", "regret", "exact", "seconds"]
    study = parse_study(RANDOM | {"structure": True, "rules": ["trembling"]}, "s", Path())
    assert names(study) == [*base, *finite, "pure_equilibria", "trembling", *end]
    words = parse_study(RANDOM | {"parameters": {"x": {"values": [1, "two"]}}, "rules": []}, "s", Path())
    assert names(words)[:4] == ["case", "x", "status", "reason"]
    market = parse_study(RANDOM | {"family": "disclosure", "spec": {"customers": "= x"}}, "s", Path())
    assert names(market)[:7] == [*base, "verdict", "undecided"]
