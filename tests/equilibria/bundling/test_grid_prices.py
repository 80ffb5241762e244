"""Brackets and confirmations from grids: against closed forms of mixed equilibria and cells that theory gives."""

from fractions import Fraction
from math import sqrt
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from selten.equilibria.bundling.grid_confirm import confirm_cell, distinct_payoffs
from selten.equilibria.bundling.grid_prices import grid_bracket
from selten.equilibria.bundling.price_oracle import grid_equilibrium
from selten.equilibria.certify import certify
from selten.equilibria.pure import pure_equilibria
from selten.games.bundling import BundlingMarket
from selten.games.prices.price_grid import price_game
from selten.games.profile import Profile
from selten.games.specs.market_spec import parse_market

UNIFORM = {"independent": {"uniform": [0, 1]}}
EXAMPLE_1 = [(("1/2", "1/2"), "3/4"), (("2/3", 0), "1/8"), ((0, "2/3"), "1/8")]
EXAMPLE_2 = [((0, 1), "1/4"), ((0, "1/2"), "1/4"), (("3/5", "2/5"), "1/4"), (("3/5", 0), "1/4")]


def market(valuations: Any, complementarity: Any = 0) -> BundlingMarket:
    return parse_market({"valuations": valuations, "complementarity": complementarity}, "test", Path())


def atoms(rows: list[Any]) -> BundlingMarket:
    return market({"atoms": [{"values": list(values), "mass": mass} for values, mass in rows]})


@pytest.mark.parametrize(
    ("rows", "offering", "profits"),
    [
        (EXAMPLE_1, "001", ((7 * sqrt(5377) - 497) / 32, 0.0663180107)),
        (EXAMPLE_1, "011", ((7 * sqrt(330) - 119) / 16, 0.0709082447)),
        (EXAMPLE_2, "001", (3 / 8, (sqrt(34) - 2) / 40)),
        (EXAMPLE_2, "011", (0.4132370386, 0.1093272480)),
    ],
)
def test_examples_of_the_paper(rows: Any, offering: str, profits: tuple[float, float]) -> None:
    """The mixed equilibria solved in closed form (section C of the reference) lie in the brackets."""
    found = grid_bracket(atoms(rows), offering, "100")
    for (low, high), profit in zip((found.firm_1, found.firm_2), profits, strict=True):
        assert low <= profit <= high <= low + 0.06
    assert all(run.equilibrium.regret < 1e-12 for run in found.runs)
    assert not any(run.equilibrium.pure for run in found.runs)


@pytest.mark.parametrize(
    ("correlation", "profit_1", "profit_2"), [("0.5", 0.34772067, 0.05272222), ("0.8", 0.3329994, 0.0438443)]
)
def test_correlated_uniform(correlation: str, profit_1: float, profit_2: float) -> None:
    """No pure equilibrium; the mixed one solved from its indifference conditions (market_cases.MIXED) is held."""
    spec = {"gaussian_copula": {"marginal": {"uniform": [0, 1]}, "correlation": correlation}}
    found = grid_bracket(market(spec), "011", "100")
    assert found.firm_1[0] <= profit_1 <= found.firm_1[1] <= found.firm_1[0] + 0.05
    assert found.firm_2[0] <= profit_2 <= found.firm_2[1] <= found.firm_2[0] + 0.05


def test_pure_market_and_either_order() -> None:
    """Where a pure equilibrium is known the bracket holds it, and the firms' order does not matter."""
    found = grid_bracket(market(UNIFORM), "011", "100")
    turned = grid_bracket(market(UNIFORM), "010", "101")
    for (low, high), (low_t, high_t), profit in (
        (found.firm_1, turned.firm_2, 0.36901817274077719),
        (found.firm_2, turned.firm_1, 0.06704764421630172),
    ):
        assert low <= profit <= high <= low + 1e-3
        assert low_t <= profit <= high_t <= low_t + 1e-3


@pytest.mark.parametrize(
    ("valuations", "delta", "profit"),
    [({"independent": {"uniform": [1, 2]}}, 0, 1.0), (UNIFORM, 100, 100.0), (UNIFORM, "6/5", 1.2)],
)
def test_saturated_markets(valuations: Any, delta: Any, profit: float) -> None:
    """The only equilibrium has p_1 = 0 and the bundle at its lowest worth (section B and market_cases).

    Zooming in on a coarse equilibrium alone once missed it: the rival's unsold price was anywhere.
    """
    found = grid_bracket(market(valuations, delta), "001", "100")
    assert found.firm_1[0] <= profit <= found.firm_1[1] <= found.firm_1[0] + 0.005
    assert found.firm_2[0] <= 0 <= found.firm_2[1] <= 0.005


def test_oracle_is_certified_in_rationals() -> None:
    """The double oracle's profile, certified on the full matrix in exact arithmetic."""
    game = price_game(atoms(EXAMPLE_1), "011", "100", step="1/12")
    found = grid_equilibrium(game)
    assert found is not None
    profile = Profile.of([found.mixed(0), found.mixed(1)])
    certified = certify(game.normal_form(), profile)
    assert certified.certificate.regret < 1e-14
    assert np.abs(np.array(certified.payoffs) - found.payoffs).max() < 1e-14


@pytest.mark.parametrize(
    ("pair", "delta", "expected"),
    [
        (("001", "001"), "0", (0.0, 0.0)),
        (("001", "001"), "1/4", (0.0, 0.0)),
        (("001", "110"), "0", (0.0, 0.0)),
        (("001", "110"), "1/4", (0.25, 0.0)),
        (("101", "110"), "1/4", (0.25, 0.0)),
        (("111", "110"), "1/4", (0.25, 0.0)),
        (("101", "100"), "0", (0.25, 0.0)),
        (("111", "100"), "1/4", (0.390625, 0.0)),
        (("111", "111"), "1/4", (0.0, 0.0)),
        (("111", "000"), "0", (0.54920100462022926, 0.0)),
        (("000", "100"), "0", (0.0, 0.25)),
    ],
)
def test_cells_that_theory_gives(pair: tuple[str, str], delta: str, expected: tuple[float, float]) -> None:
    found = confirm_cell(market(UNIFORM, delta), *pair, expected)
    assert found.confirmed
    assert found.order is None or found.order > 0.5


def test_confirmation_refuses_a_wrong_value() -> None:
    assert not confirm_cell(market(UNIFORM), "001", "001", (0.5, 0.0)).confirmed


def test_distinct_payoffs_are_those_of_the_matrix() -> None:
    for spec in (UNIFORM, {"independent": {"beta": [2, 2]}}):
        game = price_game(market(spec), "101", "110", step="1/4")
        form = game.normal_form()
        expected = {tuple(round(float(form.payoffs[i][e]), 9) for i in (0, 1)) for e in pure_equilibria(form)}
        assert {(round(a, 9), round(b, 9)) for a, b in distinct_payoffs(game)} == expected


def test_grid_that_does_not_hold_the_atoms_still_brackets() -> None:
    """Valuations with many digits: no feasible grid holds them, and the notes say so."""
    rows = [(("0.5003", "0.5003"), "3/4"), (("0.66671", 0), "1/8"), ((0, "0.66671"), "1/8")]
    found = grid_bracket(atoms(rows), "011", "100")
    near = (7 * sqrt(330) - 119) / 16
    assert found.firm_1[0] - 1e-3 <= near <= found.firm_1[1] + 1e-3
    assert Fraction(10**5) % found.steps[-1].denominator != 0
