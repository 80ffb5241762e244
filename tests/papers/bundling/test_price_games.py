"""The 64 price games solved without theory: against tables that are wrong, and prices of one market by hand."""

from fractions import Fraction

import numpy as np
import pytest

from selten.games.bundling import OFFERINGS, BundlingMarket
from selten.papers.bundling.market_families import atoms
from selten.papers.bundling.markets import table_one
from selten.papers.bundling.price_games import certified_values, solved_cells
from selten.papers.bundling.three_types import PROFITS, THREE_TYPES

STEP = Fraction(1, 3)


def test_values_of_the_three_types_are_those_by_hand() -> None:
    """Monopolies: a component at 4 sells to two thirds, the bundle at 8; the duopolies by the proof of the market."""
    values, regret = certified_values(THREE_TYPES)
    assert (values["1"], values["b"], values["12b"]) == (Fraction(8, 3), Fraction(16, 3), Fraction(16, 3))
    assert regret < Fraction(1, 10**30)
    by_proof = [*next(iter(PROFITS.values())), *list(PROFITS.values())[1]]
    assert [float(values[n]) for n in ("b|1", "1|b", "2b|1", "1|2b")] == pytest.approx([float(x) for x in by_proof])


def test_every_cell_is_near_and_wrong_tables_are_told() -> None:
    values, _ = certified_values(THREE_TYPES)
    right = table_one(values).payoffs
    cells = solved_cells(THREE_TYPES, right, STEP)
    assert len(cells) == 36
    assert all(cell.confirmed for cell in cells)
    mixed = {cell.offerings for cell in cells if not cell.pure}
    assert mixed <= {("100", "001"), ("100", "011"), ("010", "001"), ("010", "101")}
    wrong = np.array(right)
    wrong[0, 4, 1] = wrong[1, 1, 4] = values["b"]
    failed = [cell.offerings for cell in solved_cells(THREE_TYPES, wrong, STEP) if not cell.confirmed]
    assert failed == [("100", "001")]


def test_a_single_kind_of_consumer_by_hand() -> None:
    """All value both components at 1: a seller of the bundle and one of a component share nothing but the bundle's 1.

    The component firm sells only below p_b - 1, the bundler gets 1 at p_b = 1 whatever the other asks.
    """
    market = BundlingMarket(atoms([(1, 1)], [1]), Fraction(0))
    monopoly = {"000": 0, "100": 1, "010": 1, "110": 2, "001": 2, "101": 2, "011": 2, "111": 2}
    alone = np.zeros((2, 8, 8))
    cells = {c.offerings: c.payoffs for c in solved_cells(market, alone, Fraction(1, 6))}
    for offering in OFFERINGS:
        assert cells["000", offering] == (Fraction(0), Fraction(monopoly[offering]))
    for bundler in ("001", "011"):
        rival, earned = cells["100", bundler]
        assert earned >= 1
        assert rival <= Fraction(1, 6)
