"""Lifted equilibria as JSON: written, read again, certified, and refused where they are changed."""

import json
from fractions import Fraction
from typing import Any

import pytest

from selten.equilibria.prices.lifting import Lifted, lift
from selten.equilibria.prices.lifting_json import check_lifted, lifted_json, offerings_of
from selten.games.bundling import BundlingMarket
from selten.games.consumers.atoms import Atoms
from selten.games.errors import InputError

EXAMPLE_2 = BundlingMarket(Atoms.of([(0, 1), (0, "1/2"), ("3/5", "2/5"), ("3/5", 0)], ["1/4"] * 4), Fraction(0))


@pytest.fixture(scope="module")
def text() -> str:
    found = lift(EXAMPLE_2, "011", "100")
    assert isinstance(found, Lifted)
    return json.dumps(lifted_json(found))


def test_what_is_written_verifies(text: str) -> None:
    check, problems = check_lifted(EXAMPLE_2, "2b|1", json.loads(text))
    assert problems == []
    assert check.certificate.regret < Fraction(1, 10**30)


def test_other_profits_do_not(text: str) -> None:
    claim = json.loads(text)
    claim["payoffs"][0] = 0.4
    _, problems = check_lifted(EXAMPLE_2, "2b|1", claim)
    assert problems == ["2b|1: firm 1: claimed 0.4, found 0.41323703863"]


def test_the_papers_atom_does_not(text: str) -> None:
    """All of the rival's prices at 3/5: the bundler then earns more than its mixed prices do."""
    claim = json.loads(text)
    claim["rival"] = {"points": [{"prices": {"p1": "3/5"}, "mass": 1}], "stretches": []}
    _, problems = check_lifted(EXAMPLE_2, "2b|1", claim)
    assert any("no equilibrium" in problem for problem in problems)


def test_in_another_market_it_does_not(text: str) -> None:
    other = BundlingMarket(EXAMPLE_2.valuations, Fraction(1, 10))
    assert check_lifted(other, "2b|1", json.loads(text))[1]


@pytest.mark.parametrize(
    ("key", "value"), [("tie", "both"), ("payoffs", 1), ("payoffs", ["a", "b"]), ("own", None), ("more", 1)]
)
def test_bad_data_names_the_place(text: str, key: str, value: Any) -> None:
    with pytest.raises(InputError, match=r"2b\|1"):
        check_lifted(EXAMPLE_2, "2b|1", {**json.loads(text), key: value})


@pytest.mark.parametrize("name", ["b", "3|1", "1b|", "11|b"])
def test_bad_names(name: str) -> None:
    with pytest.raises(InputError, match="allowed: names like"):
        offerings_of(name)


@pytest.mark.parametrize("regret", [0, "-1/2", "1e-50"])
def test_a_regret_that_is_claimed_too_small_does_not(text: str, regret: Any) -> None:
    """Some of the rival's density moved to its highest price: less than is refused as no equilibrium, but no less."""
    claim = json.loads(text)
    part = claim["rival"]["stretches"][0]
    terms = [[str(Fraction(b) * (1 - Fraction(1, 10**15))), c] for b, c in part["terms"]]
    moved = Fraction(1, 10**15) * sum(
        Fraction(b) * (1 / (Fraction(part["low"]) + Fraction(c)) - 1 / (Fraction(part["high"]) + Fraction(c)))
        for b, c in part["terms"]
    )
    claim["rival"]["stretches"][0] = {**part, "terms": terms}
    claim["rival"]["points"].append({"prices": {"p1": "3/5"}, "mass": str(moved)})
    claim["regret"] = regret
    _, problems = check_lifted(EXAMPLE_2, "2b|1", claim)
    assert any("claimed a regret" in problem for problem in problems)
