"""The reader of priors: what it takes, exactly, and one sentence for everything else."""

from fractions import Fraction as F
from pathlib import Path

import pytest

from selten.games.errors import InputError
from selten.games.specs.prior_spec import parse_prior, read_prior

HALF = {"mass": "1/2", "values": [1, 4], "costs": [0, 1]}


def test_json_and_toml_give_the_same_exact_prior(tmp_path: Path) -> None:
    json, toml = tmp_path / "p.json", tmp_path / "p.toml"
    json.write_text('{"states": [{"mass": 0.1, "values": [0.3], "costs": ["1/3"]}, '
                    '{"mass": "9/10", "values": [2], "costs": [0]}]}')  # fmt: skip
    toml.write_text("[[states]]\nmass = 0.1\nvalues = [0.3]\ncosts = ['1/3']\n"
                    "[[states]]\nmass = '9/10'\nvalues = [2]\ncosts = [0]\n")  # fmt: skip
    assert read_prior(json) == read_prior(toml)
    first = read_prior(json).states[0]
    assert (first.mass, first.values, first.costs) == (F(1, 10), (F(3, 10),), (F(1, 3),))


def test_equal_states_are_merged() -> None:
    assert len(parse_prior({"states": [HALF, {**HALF, "values": ["2/2", "4"]}]}, "x").states) == 1


@pytest.mark.parametrize(
    ("data", "message"),
    [
        ([HALF, HALF], "x: the prior: got [{'mass'"),
        ({}, "x: the prior: got an empty object; allowed: an object with the one key states"),
        ({"states": [HALF, HALF], "extra": 1}, "x: the prior: got the keys 'states', 'extra'"),
        ({"states": []}, "x: states: got []; allowed: a list of at least one state"),
        ({"states": [HALF, 3]}, "x: states[1]: got 3; allowed: an object with the keys mass, values, costs"),
        ({"states": [HALF, {**HALF, "price": 1}]}, "x: states[1]: got the key 'price'"),
        ({"states": [{"mass": 1, "values": [1]}]}, "x: states[0]: the key 'costs' is missing"),
        ({"states": [HALF, {**HALF, "mass": "1/3"}]}, "x: states: got masses that sum to 5/6; allowed: exactly 1"),
        ({"states": [HALF, {**HALF, "mass": 0}]}, "x: states[1].mass: got 0; allowed: a positive mass"),
        ({"states": [HALF, {**HALF, "mass": "1e400"}]}, "x: states[1].mass: got a number of size more than 1e100"),
        ({"states": [HALF, {**HALF, "values": [1, -1]}]}, "x: states[1].values[1]: got -1; allowed: at least 0"),
        ({"states": [HALF, {**HALF, "costs": ["-1/2", 0]}]}, "x: states[1].costs[0]: got -1/2; allowed: at least 0"),
        ({"states": [HALF, {**HALF, "values": [1]}]}, "x: states[1]: got 1 values and 2 costs"),
        ({"states": [HALF, {**HALF, "values": [1, 2, 3], "costs": [1, 2, 3]}]}, "x: states[1]: got 3 values and 3"),
        ({"states": [HALF, {**HALF, "values": "14"}]}, "x: states[1].values: got '14'; allowed: a list of numbers"),
        ({"states": [HALF, {**HALF, "values": [True, 1]}]}, "x: states[1].values[0]: got True"),
        ({"states": [HALF, {**HALF, "costs": [0, "nan"]}]}, "x: states[1].costs[1]: got 'nan'"),
        ({"states": [HALF, {**HALF, "costs": []}]}, "x: states[1].costs: got []"),
    ],
)
def test_bad_priors_are_refused_naming_the_state(data: object, message: str) -> None:
    with pytest.raises(InputError) as error:
        parse_prior(data, "x")
    assert str(error.value).startswith(message)
    assert "\n" not in str(error.value)
