"""The duopoly's price games: payoffs consumer by consumer, sweeps against the payoffs of all cells."""

import itertools
from fractions import Fraction
from typing import Any

import numpy as np
import pytest
from price_cases import on_unit_grid, profits, random_atoms, weights

from selten.games.bundling import OFFERINGS, BundlingMarket
from selten.games.consumers.atoms import Atoms, Tie
from selten.games.prices.duopoly import DuopolyGame
from selten.games.prices.grids import duopoly_game

COSTS = {"1": Fraction(1, 12), "b": Fraction(1, 6)}, {"2": Fraction(1, 4)}
SPELT_OUT = {**COSTS[0], "2": Fraction(0)}, {**COSTS[1], "1": Fraction(0), "b": Fraction(1, 4)}
GRID = on_unit_grid(80, 2)
TIES: tuple[Tie, ...] = ("bundle", "components")


def game(first: str, second: str, tie: Tie, *, offset: Any = 0, delta: Any = 0, seed: int = 1) -> DuopolyGame:
    market = BundlingMarket(random_atoms(seed), Fraction(delta))
    return duopoly_game(market, first, second, step="1/4", offsets=(0, offset), costs=COSTS, tie=tie)


def payoffs(made: DuopolyGame, firm: int) -> Any:
    """All payoffs in fractions, own strategies by the rival's."""
    own, rival = (np.arange(made.counts[i]) for i in (firm, 1 - firm))
    return made.exact_block(firm, own, rival).astype(object) * Fraction(1, made.scale)


@pytest.mark.parametrize("tie", TIES)
@pytest.mark.parametrize(("delta", "offset"), [(0, 0), ("1/3", 0), ("-1/6", "1/12")])
def test_payoffs_of_all_cells_consumer_by_consumer(delta: str, offset: str, tie: Tie) -> None:
    draw = np.random.default_rng(7)
    for first, second in itertools.product(OFFERINGS, OFFERINGS):
        made = game(first, second, tie, offset=offset, delta=delta)
        for firm in (0, 1):
            own, rival = (draw.integers(0, made.counts[i], 3) for i in (firm, 1 - firm))
            exact = made.exact_block(firm, own, rival)
            for (i, s), (j, r) in itertools.product(enumerate(own.tolist()), enumerate(rival.tolist())):
                vectors = made.price_vector(firm, s), made.price_vector(1 - firm, r)
                by_hand = profits(made.market, *vectors, SPELT_OUT[firm], tie)
                assert Fraction(int(exact[i, j]), made.scale) == by_hand


@pytest.mark.parametrize("tie", TIES)
@pytest.mark.parametrize("second", OFFERINGS)
def test_sweeps_of_all_cells_are_the_payoffs_times_the_weights(second: str, tie: Tie) -> None:
    for number, first in enumerate(OFFERINGS):
        made = game(first, second, tie, offset="1/12" if number % 2 else 0, delta="1/6")
        for firm in (0, 1):
            mixed = weights(number, made.counts[1 - firm])
            support = np.flatnonzero(mixed)
            direct = payoffs(made, firm) @ (mixed.astype(object) * Fraction(1, int(mixed.sum())))
            swept = made.sweep(firm, support, mixed[support] / mixed.sum())
            assert np.abs(swept - direct.astype(float)).max() < 1e-14


@pytest.mark.parametrize("tie", TIES)
@pytest.mark.parametrize("second", ["100", "010", "001", "011", "111"])
def test_long_whole_weights_are_compared_exactly(second: str, tie: Tie) -> None:
    made = game("011", second, tie)
    for firm in (0, 1):
        mixed = weights(3, made.counts[1 - firm])
        support = np.flatnonzero(mixed)
        numerators = [int(w) * 3**90 + 5**i for i, w in enumerate(mixed[support].tolist())]
        sums = made.exact_block(firm, np.arange(made.counts[firm]), support).astype(object) @ np.array(numerators)
        for threshold in (0, max(sums), sorted(sums)[len(sums) // 2] + 1, -(3**300), 3**300):
            expected = [(x > threshold) - (x < threshold) for x in sums]
            assert made.compare(firm, support, numerators, threshold).tolist() == expected


def test_masses_beyond_machine_integers_are_compared_exactly() -> None:
    prime = 2**89 - 1
    masses = [Fraction(prime // 3, prime), Fraction(prime // 5, prime)]
    values = [("1/2", "1/2"), (1, 0), (0, 1)]
    atoms = Atoms.of(values, [*masses, 1 - sum(masses)])
    made = duopoly_game(BundlingMarket(atoms, Fraction(0)), "011", "100", step="1/4")
    assert len(made.demand.limbs) > 1
    mixed, own = [2**70 + 1, 3, 2**69], np.array([1, 2, 4])
    sums = made.exact_block(0, np.arange(made.counts[0]), own) @ np.array(mixed, dtype=object)
    at = sorted(sums)[-3]
    assert made.compare(0, own, mixed, at).tolist() == [(x > at) - (x < at) for x in sums]
    by_hand = [profits(made.market, made.price_vector(0, s), made.price_vector(1, 2), {}, "bundle") for s in range(9)]
    assert [Fraction(int(x), made.scale) for x in made.exact_block(0, np.arange(9), np.array([2]))[:, 0]] == by_hand


def test_prices_too_fine_for_limbs_are_compared_exactly() -> None:
    fine = Fraction(1, 2**33)
    prices = {name: [Fraction(k, 4) + j * fine for k in (1, 2, 3) for j in (0, 1)] for name in "12b"}
    made = duopoly_game(BundlingMarket(random_atoms(2), Fraction(0)), "011", "100", prices=(prices, prices))
    support, mixed = np.arange(6), [3**40 + i for i in range(6)]
    sums = made.exact_block(0, np.arange(36), support).astype(object) @ np.array(mixed, dtype=object)
    for at in (max(sums), max(sums) - 1, sorted(sums)[18]):
        assert made.compare(0, support, mixed, at).tolist() == [(x > at) - (x < at) for x in sums]


def test_the_coarser_game_has_every_second_price_and_the_same_payoffs() -> None:
    made = duopoly_game(BundlingMarket(random_atoms(3), Fraction(0)), "011", "101", prices=(GRID, GRID))
    coarser = made.coarser()
    assert coarser is not None
    coarse, numbers = coarser
    assert coarse.counts == (40 * 40, 40 * 40)
    for firm in (0, 1):
        every = np.arange(0, coarse.counts[firm], 37)
        fine = [made.price_vector(firm, s) for s in numbers[firm][every].tolist()]
        assert [coarse.price_vector(firm, s) for s in every.tolist()] == fine
        others = np.arange(0, coarse.counts[1 - firm], 41)
        same = made.exact_block(firm, numbers[firm][every], numbers[1 - firm][others])
        assert (coarse.exact_block(firm, every, others) == same).all()


def test_a_row_is_a_price_of_the_bundle() -> None:
    made = game("111", "010", "bundle")
    length = made.counts[0] // made.rows[0]
    assert {made.price_vector(0, s)["b"] for s in range(length, 2 * length)} == {Fraction(1, 4)}
    assert (made.rows[1], made.counts[1]) == (5, 5)


def test_prices_of_any_size_are_compared_exactly() -> None:
    """The same market in thirds of 10**60: payoffs are that many times as large, comparisons the same."""
    large, atoms = Fraction(10**60, 3), random_atoms(2)
    scaled = Atoms.of([(large * a, large * b) for a, b in atoms.values], atoms.masses)
    plain = duopoly_game(BundlingMarket(atoms, Fraction(0)), "011", "100", step="1/6")
    big = duopoly_game(BundlingMarket(scaled, Fraction(0)), "011", "100", step=large / 6)
    assert big.unit == large / 6
    support, mixed, everything = np.arange(4), [3**60, 5, 7, 3**50], np.arange(plain.counts[0])
    block = big.exact_block(0, everything, support) * Fraction(1, big.scale)
    assert (
        block == large * (plain.exact_block(0, everything, support).astype(object) * Fraction(1, plain.scale))
    ).all()
    sums = big.exact_block(0, everything, support) @ np.array(mixed, dtype=object)
    for at in (sorted(sums)[20], sorted(sums)[20] + 1, sorted(sums)[20] - 1):
        assert big.compare(0, support, mixed, at).tolist() == [(x > at) - (x < at) for x in sums]
    assert np.allclose(
        big.sweep(0, support, np.full(4, 0.25)), block.astype(float) @ np.full(4, 0.25), rtol=1e-14, atol=0
    )
