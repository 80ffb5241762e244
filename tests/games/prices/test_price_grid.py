"""Price games on a grid: against the buying rule consumer by consumer, quadrature, and the grids of the reference."""

import itertools
import math
from fractions import Fraction
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from selten.equilibria.pure import pure_equilibria
from selten.games.bundling import OFFERINGS, BundlingMarket
from selten.games.consumers.atoms import Atoms, Tie
from selten.games.consumers.valuations import demands
from selten.games.errors import InputError
from selten.games.prices.price_grid import PriceGame, price_game
from selten.games.prices.price_range import aligned_step
from selten.games.specs.market_spec import parse_market

EXAMPLE_2 = Atoms.of([(0, 1), (0, "1/2"), ("3/5", "2/5"), ("3/5", 0)], ["1/4"] * 4)
LOPSIDED = Atoms.of([("1/3", 1), ("2/3", "1/3"), (1, "1/3")], ["1/2", "1/3", "1/6"])


def market(valuations: Any, complementarity: Any = 0) -> BundlingMarket:
    return parse_market({"valuations": valuations, "complementarity": complementarity}, "test", Path())


def by_hand(game: PriceGame, s: int, r: int) -> list[Fraction]:
    """Equations (2) to (4) for one pair of price vectors of a market of atoms."""
    own = [game.price_vector(0, s), game.price_vector(1, r)]
    lowest = [min((p[name] for p in own if name in p), default=math.inf) for name in "12b"]
    assert isinstance(game.market.valuations, Atoms)
    t = lowest[2] - game.market.complementarity
    sold = game.market.valuations.demand(lowest[0], lowest[1], t, tie=game.tie)
    payoffs = [Fraction(0), Fraction(0)]
    for name, low, demand in zip("12b", lowest, sold, strict=True):
        at_low = [i for i in (0, 1) if own[i].get(name) == low]
        for i in at_low:
            payoffs[i] += Fraction(low) * demand / len(at_low)
    return payoffs


@pytest.mark.parametrize("tie", ["bundle", "components"])
@pytest.mark.parametrize(
    ("atoms", "delta"), [(LOPSIDED, Fraction(0)), (LOPSIDED, Fraction(1, 3)), (LOPSIDED, Fraction(-1, 2))]
)
def test_payoffs_of_all_offerings_by_hand(atoms: Atoms, delta: Fraction, tie: Any) -> None:
    draw = np.random.default_rng(1)
    for first, second in itertools.product(OFFERINGS, OFFERINGS):
        game = price_game(BundlingMarket(atoms, delta), first, second, step="1/3", tie=tie)
        s, r = (draw.integers(0, m, 3) for m in game.counts)
        blocks = game.block(0, s, r), game.block(1, r, s).T
        for i, j in itertools.product(range(3), range(3)):
            found = [Fraction(int(block[i, j]), game.scale) for block in blocks]
            assert found == by_hand(game, int(s[i]), int(r[j]))


def test_offsets_and_a_step_for_each_product() -> None:
    game = price_game(
        BundlingMarket(EXAMPLE_2, Fraction(1, 7)),
        "011",
        "110",
        step={"1": "1/4", "2": "1/5", "b": "1/2"},
        offsets=("1/10", "1/15"),
    )
    assert [game.price_vector(1, s) for s in (0, 7)] == [
        {"1": Fraction(1, 15), "2": Fraction(1, 15)},
        {"1": Fraction(1, 15) + Fraction(1, 4), "2": Fraction(1, 15) + Fraction(2, 5)},
    ]
    form = game.normal_form()
    for s, r in itertools.product(range(game.counts[0]), range(game.counts[1])):
        assert form.payoffs[:, s, r].tolist() == by_hand(game, s, r)


UNIFORMS = [
    {"independent": {"uniform": [0, 1]}},
    {"independent": [{"uniform": ["1/4", "3/2"]}, {"uniform": [0, "2/3"]}]},
    {"comonotone": {"uniform": ["1/5", 1]}},
    {"countermonotone": {"uniform": ["1/5", 1]}},
]


@pytest.mark.parametrize("delta", ["0", "1/3", "-1/4"])
@pytest.mark.parametrize("valuations", UNIFORMS)
def test_uniform_demand_is_exact(valuations: Any, delta: str) -> None:
    """Against the demand in floats; at prices off the kinks, where rounding moves no consumers."""
    spot = market(valuations, delta)
    game = price_game(spot, "111", "000", step="1/7", offsets=("1/1009", 0))
    vectors = [game.price_vector(0, s) for s in range(game.counts[0])]
    p0, p1, pb = (np.array([float(v[name]) for v in vectors]) for name in "12b")
    sold = demands(spot.valuations, (p0, p1), pb - float(spot.complementarity))
    expected = p0 * sold[0] + p1 * sold[1] + pb * sold[2]
    found = game.block(0, np.arange(len(vectors)), np.array([0]))[:, 0] / game.scale
    assert game.denominator is not None
    assert np.abs(found - expected).max() < 1e-12


def test_indifferent_masses_of_continuous_valuations() -> None:
    """At p_b = p_1 + p_2 all who would buy both components are indifferent: (1/2)**2 of the square."""
    square = market(UNIFORMS[0])
    ties: list[tuple[Tie, list[Fraction]]] = [
        ("bundle", [Fraction(1, 4), Fraction(1, 4), Fraction(1, 4)]),
        ("components", [Fraction(1, 2), Fraction(1, 2), Fraction(0)]),
    ]
    for tie, expected in ties:
        game = price_game(square, "111", "000", step="1/2", tie=tie)
        place = (1, 1, 2)
        assert [Fraction(int(table[place]), game.denominator or 1) for table in game.tables] == expected


def test_python_integers_where_machine_integers_would_overflow() -> None:
    """A complementarity of 1/10**13 makes the unit tiny; the payoffs are those of the rounded market to 1e-12."""
    fine = price_game(market(UNIFORMS[0], Fraction(1, 10**13)), "001", "100", step="1/4")
    plain = price_game(market(UNIFORMS[0]), "001", "100", step="1/4")
    assert fine.tables.dtype == object
    gap = fine.normal_form().payoffs[:, :9] - plain.normal_form().payoffs
    assert max(abs(x) for x in gap.flat) < Fraction(1, 10**12)


def payoff_pairs(game: PriceGame) -> set[tuple[float, float]]:
    form = game.normal_form()
    return {(round(float(form.payoffs[0][e]), 4), round(float(form.payoffs[1][e]), 4)) for e in pure_equilibria(form)}


@pytest.mark.parametrize(
    ("pair", "delta", "step", "expected"),
    [
        (("001", "001"), "0", "1/8", {(0, 0), (0.0620, 0.0620)}),
        (("001", "001"), "0", "1/32", {(0, 0), (0.0156, 0.0156)}),
        (("001", "100"), "0", "1/16", {(0.3711, 0.0703)}),
        (("001", "100"), "0", "1/32", {(0.3711, 0.0645), (0.3711, 0.0703)}),
        (("001", "100"), "1/4", "1/8", {(0.4639, 0.0273), (0.5391, 0.0469)}),
        (("110", "001"), "0", "1/8", {(0, 0), (0, 0.1094)}),
    ],
)
def test_grids_of_the_reference(
    pair: tuple[str, str], delta: str, step: str, expected: set[tuple[float, float]]
) -> None:
    """Section D of the reference, computed there with other code."""
    assert payoff_pairs(price_game(market(UNIFORMS[0], delta), *pair, step=step)) == expected


def test_sweep_is_the_matrix_times_the_mixture() -> None:
    for valuations in (UNIFORMS[0], {"gaussian_copula": {"marginal": {"uniform": [0, 1]}, "correlation": 0.5}}):
        game = price_game(market(valuations), "011", "100", step="1/4")
        form = game.normal_form()
        mixture = [Fraction(1, 3), Fraction(0), Fraction(1, 6), Fraction(1, 2), Fraction(0)]
        found = game.sweep(0, [(), mixture])
        expected = form.payoffs[0] @ np.array(mixture, dtype=object)
        assert np.abs((found - expected).astype(float)).max() < 1e-15
        assert game.denominator is None or found.tolist() == expected.tolist()


def test_what_a_grid_cannot_represent() -> None:
    game = price_game(BundlingMarket(EXAMPLE_2, Fraction(1, 3)), "011", "100", step="1/4")
    assert game.notes == (
        "the complementarity 1/3 is no multiple of the step 1/4",
        "the atom (3/5, 0) does not lie on the grid of step 1/4",
        "the step 1/30 represents every atom and the complementarity",
    )
    assert price_game(BundlingMarket(EXAMPLE_2, Fraction(0)), "011", "100", step="1/10").notes == ()
    assert aligned_step(BundlingMarket(EXAMPLE_2, Fraction(0))) == Fraction(1, 10)


@pytest.mark.parametrize(
    ("offering", "step", "message"),
    [
        ("011", "1/100000", r"about \d+\.\d GB; allowed: at most 1.5 GB"),
        ("001", "1/1000000000", r"about \d+\.\d GB"),
        ("11", "1/4", "offering_1: got '11'; allowed: 000, 100"),
        ("011", 0, "step: got 0; allowed: a positive number"),
        ("011", {"1": 1}, "step: got the keys '1'"),
    ],
)
def test_refused(offering: str, step: Any, message: str) -> None:
    with pytest.raises(InputError, match=message):
        price_game(BundlingMarket(EXAMPLE_2, Fraction(0)), offering, "100", step=step)
