"""Claims about bundling markets whose components differ: each profit is held against the market of its own name."""

import json
from pathlib import Path
from typing import Any

import pytest

from selten.cli.market_checks import check_bundling
from selten.equilibria.bundling.peaks import monopoly_peak
from selten.games.specs.market_spec import parse_market

SPEC = {"valuations": {"independent": [{"uniform": [0, 1]}, {"uniform": [0, 2]}]}, "complementarity": 0}


def verified(**payoffs: Any) -> bool:
    claim = {"payoffs": payoffs, "prices": {}, "table": [], "equilibria": []}
    return bool(check_bundling(json.dumps(SPEC), "market.json", claim, "claim.json")["verified"])


def test_profits_of_one_component_are_by_hand() -> None:
    """p (1 - p) and p (1 - p / 2) are largest at 1/2 and 1."""
    assert verified(**{"1": 0.25, "2": 0.5})
    assert not verified(**{"1": 0.5})
    assert not verified(**{"2": 0.25})


@pytest.mark.parametrize(("name", "sold", "other"), [("1b", [0], [1]), ("2b", [1], [0])])
def test_a_component_beside_the_bundle_is_the_one_of_the_name(name: str, sold: list[int], other: list[int]) -> None:
    market = parse_market(SPEC, "market.json", Path())
    right, wrong = monopoly_peak(market, sold).value, monopoly_peak(market, other).value
    assert abs(right - wrong) > 1e-3
    assert verified(**{name: right})
    assert not verified(**{name: wrong})


@pytest.mark.parametrize("name", ["1b<", "2b~1"])
def test_names_of_profits_that_are_only_bounded_claim_nothing(name: str) -> None:
    assert verified(**{name: 7})
