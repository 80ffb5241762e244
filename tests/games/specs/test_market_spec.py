"""The SPEC of a bundling market: what is read, and what each wrong input is told."""

import io
import json
import math
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest

from selten.games.consumers.atoms import Atoms
from selten.games.consumers.joint import Joint
from selten.games.consumers.marginals import Beta, TruncatedExponential, Uniform
from selten.games.consumers.monotone import Comonotone, Countermonotone
from selten.games.errors import InputError
from selten.games.specs.market_spec import market_data, parse_market, read_market

UNIT = Uniform(Fraction(0), Fraction(1))
UNIFORM = {"uniform": [0, 1]}


def market(valuations: Any, complementarity: Any = 0) -> Any:
    text = json.dumps({"valuations": valuations, "complementarity": complementarity})
    return parse_market(market_data(text, "m.json"), "m.json", Path())


@pytest.mark.parametrize(
    ("valuations", "expected"),
    [
        ({"independent": UNIFORM}, Joint(UNIT, UNIT)),
        ({"independent": [UNIFORM, {"beta": [2, 1]}]}, Joint(UNIT, Beta(2.0, 1.0))),
        ({"comonotone": {"beta": [1, 1]}}, Comonotone(UNIT)),
        ({"countermonotone": {"uniform": [0.1, "3/2"]}}, Countermonotone(Uniform(Fraction(1, 10), Fraction(3, 2)))),
        (
            {"independent": {"truncated_exponential": {"rate": 3, "upper": 1}}},
            Joint(TruncatedExponential(3, 1), TruncatedExponential(3, 1)),
        ),
        ({"gaussian_copula": {"marginal": UNIFORM, "correlation": -0.5}}, Joint(UNIT, UNIT, -0.5)),
        (
            {"gaussian_copula": {"marginal": [UNIFORM, {"uniform": [1, 2]}], "correlation": "1/2"}},
            Joint(UNIT, Uniform(Fraction(1), Fraction(2)), 0.5),
        ),
        (
            {"atoms": [{"values": [0.9, 0], "mass": "3/4"}, {"values": ["1/3", 2], "mass": 0.25}]},
            Atoms(((Fraction(1, 3), Fraction(2)), (Fraction(9, 10), Fraction(0))), (Fraction(1, 4), Fraction(3, 4))),
        ),
    ],
)
def test_kinds(valuations: Any, expected: Any) -> None:
    assert market(valuations).valuations == expected


@pytest.mark.parametrize(
    ("written", "delta"), [("1/10", Fraction(1, 10)), (0.1, Fraction(1, 10)), (-2, -2), ("-1/3", Fraction(-1, 3))]
)
def test_complementarity_of_either_sign(written: Any, delta: Fraction) -> None:
    assert market({"independent": UNIFORM}, written).complementarity == delta


WRONG = [
    ([], "the market: got []; allowed: an object with the keys valuations, complementarity"),
    ({"valuations": {"independent": UNIFORM}}, "the key 'complementarity' is missing"),
    ({"complementarity": 0}, "the key 'valuations' is missing"),
    ({"valuations": {"independent": UNIFORM}, "complementarity": 0, "cost": 1}, "got the key 'cost'"),
    ({"valuations": {"independent": UNIFORM}, "complementarity": "x"}, "complementarity: got 'x'"),
    ({"valuations": {"independent": UNIFORM}, "complementarity": None}, "complementarity: got None"),
    ({"valuations": {"independent": UNIFORM}, "complementarity": True}, "complementarity: got True"),
    ({"valuations": 3, "complementarity": 0}, "valuations: got 3; allowed: an object with one of the keys independent"),
    (
        {"valuations": {}, "complementarity": 0},
        "valuations: got an empty object; allowed: an object with one of the keys independent",
    ),
    ({"valuations": {"normal": UNIFORM}, "complementarity": 0}, "valuations: got the key 'normal'"),
    ({"valuations": {"independent": UNIFORM, "csv": "x"}, "complementarity": 0}, "got the keys 'independent', 'csv'"),
]


@pytest.mark.parametrize(("data", "message"), WRONG)
def test_wrong_markets(data: Any, message: str) -> None:
    with pytest.raises(InputError) as caught:
        parse_market(data, "m.json", Path())
    assert str(caught.value).startswith("m.json: ")
    assert message in str(caught.value)
    assert "\n" not in str(caught.value)


@pytest.mark.parametrize(
    ("valuations", "message"),
    [
        ({"independent": {"normal": [0, 1]}}, "valuations.independent: got the key 'normal'; allowed: uniform, beta"),
        ({"independent": {"uniform": [0, 1], "beta": [1, 2]}}, "valuations.independent: got the keys"),
        ({"independent": [UNIFORM]}, "valuations.independent: got a list of 1"),
        ({"independent": {"uniform": [-1, 1]}}, "valuations.independent.uniform[0]: got -1; allowed: valuations"),
        (
            {"independent": {"uniform": [1, 1]}},
            "valuations.independent.uniform: got [1, 1]; allowed: a lower end below",
        ),
        ({"independent": {"uniform": [0, "inf"]}}, "valuations.independent.uniform[1]: got 'inf'"),
        ({"independent": {"uniform": [0, 1, 2]}}, "valuations.independent.uniform: got [0, 1, 2]"),
        ({"independent": {"uniform": [0, "1e300"]}}, "uniform[1]: got a number of size more than 1e100"),
        ({"independent": {"beta": [0, 1]}}, "valuations.independent.beta[0]: got 0; allowed: a positive finite"),
        ({"independent": {"beta": 2}}, "valuations.independent.beta: got 2"),
        ({"comonotone": {"truncated_exponential": {"rate": 1}}}, "truncated_exponential: the key 'upper' is missing"),
        ({"comonotone": {"truncated_exponential": {"rate": -1, "upper": 1}}}, "rate: got -1; allowed: a positive"),
        ({"gaussian_copula": {"marginal": UNIFORM, "correlation": 1}}, "correlation: got 1; allowed: strictly between"),
        ({"gaussian_copula": {"marginal": UNIFORM, "correlation": -1.5}}, "correlation: got -3/2"),
        ({"gaussian_copula": {"marginal": UNIFORM}}, "valuations.gaussian_copula: the key 'correlation' is missing"),
        (
            {"independent": {"beta": [1e25, 1]}},
            """valuations.independent: got {"beta": ["10000000000000000000000000", 1]}, whose probabilities are """
            "found only within 2e+09; allowed: less concentrated distributions, with at most 0.001",
        ),
        ({"gaussian_copula": {"marginal": UNIFORM, "correlation": "999999/1000000"}}, "found only within 0.0"),
        ({"countermonotone": {"beta": [1e25, 1]}}, "valuations.countermonotone: got "),
        ({"atoms": []}, "valuations.atoms: got []; allowed: a list of at least one atom"),
        ({"atoms": [{"values": [0, 1]}]}, "valuations.atoms[0]: the key 'mass' is missing"),
        ({"atoms": [{"values": [0, -1], "mass": 1}]}, "valuations.atoms[0].values[1]: got -1; allowed: valuations"),
        ({"atoms": [{"values": [0, 1, 2], "mass": 1}]}, "valuations.atoms[0].values: got [0, 1, 2]"),
        ({"atoms": [{"values": "01", "mass": 1}]}, "valuations.atoms[0].values: got '01'"),
        ({"atoms": [{"values": [0, 1], "mass": 0}]}, "valuations.atoms[0].mass: got 0; allowed: a positive mass"),
        (
            {"atoms": [{"values": [0, 1], "mass": 0.9}]},
            "valuations.atoms: got masses that sum to 9/10; allowed: exactly 1",
        ),
        ({"atoms": [{"values": [0, "nan"], "mass": 1}]}, "valuations.atoms[0].values[1]: got 'nan'"),
        ({"csv": 3}, "valuations.csv: got 3; allowed: the path"),
        ({"csv": "no such.csv"}, "no such.csv: cannot be read"),
    ],
)
def test_wrong_valuations(valuations: Any, message: str) -> None:
    with pytest.raises(InputError) as caught:
        market(valuations)
    assert message in str(caught.value)
    assert str(caught.value).startswith("m.json: ")


def test_nan_in_json_is_refused() -> None:
    with pytest.raises(InputError, match=r"m.json: got NaN; allowed: finite numbers"):
        market({"atoms": [{"values": [0, math.nan], "mass": 1}]})


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("", "the key 'valuations' is missing"),
        ("{", "line 1, column 2: not JSON"),
        ("valuations = ", "m: neither JSON nor TOML: Invalid value (at end of document)"),
        ("complementarity = nan\n[valuations.independent]\nuniform = [0, 1]", "m: got 'nan'; allowed: a finite number"),
        ("complementarity = 2020-01-01\n[valuations.independent]\nuniform = [0, 1]", "complementarity: got datetime"),
        ('{"valuations": 1, "valuations": 2}', "the key 'valuations' is written twice"),
    ],
)
def test_wrong_text(text: str, message: str) -> None:
    with pytest.raises(InputError) as caught:
        parse_market(market_data(text, "m"), "m", Path())
    assert message in str(caught.value)


def test_files_and_standard_input(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The same market from JSON, from TOML, from standard input, and from a CSV file beside the SPEC."""
    toml = "complementarity = 0.1\n[[valuations.atoms]]\nvalues = [0.5, 0]\nmass = 0.25\n"
    toml += '[[valuations.atoms]]\nvalues = ["1/3", 1]\nmass = "3/4"\n'
    (tmp_path / "a.toml").write_text(toml)
    (tmp_path / "v.csv").write_text("v1,v2,weight\n0.5,0,1\n1/3,1,3\n")
    (tmp_path / "b.json").write_text('{"valuations": {"csv": "v.csv"}, "complementarity": "1/10"}')
    expected = read_market(tmp_path / "a.toml")
    assert expected.complementarity == Fraction(1, 10)
    assert expected.valuations == Atoms.of([("1/2", 0), ("1/3", 1)], ["1/4", "3/4"])
    assert read_market(tmp_path / "b.json") == expected
    monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(toml.encode())))
    assert read_market("-") == expected


def test_unreadable_file(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="cannot be read"):
        read_market(tmp_path / "nothing.json")
