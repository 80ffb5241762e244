"""Grids of price games: which prices they have, and what they refuse."""

from fractions import Fraction
from typing import Any

import pytest
from price_cases import EXAMPLE_2, on_unit_grid, random_atoms

from selten.games.bundling import BundlingMarket
from selten.games.errors import InputError
from selten.games.prices.grids import duopoly_game

MARKET = BundlingMarket(EXAMPLE_2, Fraction(0))


def test_prices_go_from_zero_to_what_a_product_is_worth_at_most() -> None:
    game = duopoly_game(MARKET, "111", "100", step={"1": "1/5", "2": "1/4", "b": "1/2"})
    assert game.axes == ((0, 4, 8, 12), (0, 5, 10, 15, 20), (0, 10, 20, 30))
    assert game.unit == Fraction(1, 20)
    assert game.counts == (80, 4)


def test_staggered_firms_have_prices_of_their_own() -> None:
    game = duopoly_game(MARKET, "100", "100", step="1/5", offsets=("1/20", "3/20"))
    own = [[game.price_vector(i, s)["1"] for s in range(game.counts[i])] for i in (0, 1)]
    assert own == [[Fraction(k, 20) for k in (1, 5, 9)], [Fraction(k, 20) for k in (3, 7, 11)]]


def test_given_prices_are_taken_as_they_are() -> None:
    first, second = {"b": [Fraction(1, 3), Fraction(1, 7)]}, {"1": [Fraction(1, 2)], "2": [Fraction(0)]}
    game = duopoly_game(MARKET, "001", "100", prices=(first, second))
    assert [game.price_vector(0, s)["b"] for s in (0, 1)] == [Fraction(1, 7), Fraction(1, 3)]
    assert game.counts == (2, 1)


def test_a_grid_without_the_atoms_says_so_and_offers_one_that_has_them() -> None:
    game = duopoly_game(MARKET, "011", "100", step="1/4")
    assert game.notes == (
        "the atom (3/5, 0) does not lie on the grid of step 1/4",
        "the step 1/10 represents every atom and the complementarity",
    )
    with pytest.raises(InputError, match=r"the atom \(3/5, 0\) does not lie .* allowed: a step that divides 1/10"):
        duopoly_game(MARKET, "011", "100", step="1/4", aligned=True)
    assert duopoly_game(MARKET, "011", "100", step="1/20", aligned=True).notes == ()


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"offering_1": "012"}, "offering_1: got '012'"),
        ({"step": 0}, "step: got 0; allowed: a positive number"),
        ({"step": None}, "got neither or both of step and prices"),
        ({"prices": (on_unit_grid(3), on_unit_grid(3))}, "got neither or both of step and prices"),
        ({"step": "1/3000", "offering_1": "111"}, r"about \d+\.\d GB; allowed"),
        ({"step": "1/3000", "offering_1": "111"}, r"\(\d{11,} bytes\)"),
        ({"costs": ({"3": 1}, {})}, r"costs\[0\]: got the keys '3'"),
        ({"step": Fraction(1, 10**15), "offering_1": "100", "offering_2": "000"}, r"GB; allowed"),
    ],
)
def test_refusals(change: dict[str, Any], message: str) -> None:
    given = {"offering_1": "011", "offering_2": "100", "step": "1/10", **change}
    offerings = given.pop("offering_1"), given.pop("offering_2")
    with pytest.raises(InputError, match=message):
        duopoly_game(MARKET, *offerings, **given)


def test_prices_without_a_common_unit_are_refused() -> None:
    prices = {"b": [Fraction(k, 10**6 + k) for k in range(1, 9)], "1": [Fraction(1, 3)]}
    with pytest.raises(InputError, match="common unit"):
        duopoly_game(BundlingMarket(random_atoms(1), Fraction(0)), "001", "100", prices=(prices, prices))
