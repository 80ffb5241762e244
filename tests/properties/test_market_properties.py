"""Markets in other units, with firms, components, products, producers or states renamed, have the renamed solution."""

from fractions import Fraction
from random import Random
from typing import Any

import pytest
from changes import examples, strategies_of
from hypothesis import given
from hypothesis import strategies as st

from selten.equilibria.bundling.offering import mirrored, solve_market
from selten.equilibria.disclosure.answer import DisclosureSolution, solve_disclosure
from selten.equilibria.discrimination.information import best_information, prove, surpluses
from selten.equilibria.discrimination.welfare.data import EXTREMES, welfare_data
from selten.equilibria.enumerate import extreme_equilibria
from selten.equilibria.solve import solve
from selten.games.bundling import OFFERINGS, BundlingMarket
from selten.games.consumers.atoms import Atoms
from selten.games.disclosure import DisclosureMarket
from selten.games.discrimination import Prior, complete_information, least_producer_surplus
from selten.games.prices.price_grid import price_game

seeds = st.integers(0, 10**9)
MONEY = (Fraction(2), Fraction(1, 3), Fraction(7, 5), Fraction(10**6))
OTHER = {"000": "000", "100": "010", "010": "100", "110": "110", "001": "001", "101": "011", "011": "101", "111": "111"}


def atoms(random: Random, count: int = 3) -> BundlingMarket:
    values = [(random.randint(0, 4), random.randint(0, 4)) for _ in range(count)]
    return BundlingMarket(Atoms.of(values, [Fraction(1, count)] * count), Fraction(random.randint(0, 2), 2))


def changed(market: BundlingMarket, unit: Fraction, *, swap: bool = False) -> BundlingMarket:
    """In another unit of money, perhaps with the components' names exchanged."""
    assert isinstance(market.valuations, Atoms)
    pairs = market.valuations.values
    values = [[unit * v for v in (pair[::-1] if swap else pair)] for pair in pairs]
    return BundlingMarket(Atoms.of(values, market.valuations.masses), unit * market.complementarity)


@examples(8)
@given(seed=seeds)
def test_price_games_in_another_unit_are_the_same_games(seed: int) -> None:
    """The step in the same unit: every payoff is multiplied, ties included, and equilibria stay where they are."""
    random = Random(seed)
    market, unit = atoms(random), random.choice(MONEY)
    z1, z2 = random.choice(OFFERINGS[1:]), random.choice(["100", "010", "001"])
    if sum(map(int, z1)) > 2:
        return
    here = price_game(market, z1, z2, step=1).normal_form()
    there = price_game(changed(market, unit), z1, z2, step=unit).normal_form()
    assert (here.payoffs * unit).tolist() == there.payoffs.tolist()
    if max(here.counts) <= 12:
        assert [strategies_of(p) for p in extreme_equilibria(here)] == [
            strategies_of(p) for p in extreme_equilibria(there)
        ]


@examples(8)
@given(seed=seeds)
def test_price_games_with_firms_or_components_renamed(seed: int) -> None:
    """Firms exchanged: the transposed game. Components exchanged: the same game, its prices in another order."""
    random = Random(seed)
    market = atoms(random)
    z1, z2 = (random.choice(["100", "010", "001", "101", "011"]) for _ in range(2))
    here = price_game(market, z1, z2, step=1).normal_form()
    turned = price_game(market, z2, z1, step=1).normal_form()
    assert here.payoffs[0].tolist() == turned.payoffs[1].T.tolist()
    renamed = price_game(changed(market, Fraction(1), swap=True), OTHER[z1], OTHER[z2], step=1).normal_form()
    assert sorted(map(sorted, here.payoffs[0].tolist())) == sorted(map(sorted, renamed.payoffs[0].tolist()))
    if max(here.counts) <= 12:
        counted = [
            (len(s.equilibria), sorted(len(c.equilibria) for c in s.components)) for s in map(solve, (here, renamed))
        ]
        assert counted[0] == counted[1]


@examples(1)
@given(seed=seeds)
def test_offering_games_in_another_unit_with_the_components_renamed(seed: int) -> None:
    """Whole solutions: every exact profit is multiplied under its mirrored name, pure equilibria are renamed."""
    random = Random(seed)
    market, unit = atoms(random, 2), random.choice(MONEY[:3])
    here, there = solve_market(market), solve_market(changed(market, unit, swap=True))
    for name, profit in here.profits.items():
        other = there.profits.get(mirrored(name)) or there.profits[name]
        assert unit * Fraction(profit.low) <= Fraction(other.high) * (1 + Fraction(1, 10**9)) + Fraction(1, 10**9)
        assert Fraction(other.low) <= unit * Fraction(profit.high) * (1 + Fraction(1, 10**9)) + Fraction(1, 10**9)
    if here.pure is not None and there.pure is not None:
        renamed = {tuple(OFFERINGS.index(OTHER[OFFERINGS[k]]) for k in pair) for pair in here.pure}
        assert renamed == set(there.pure)


def prior_states(random: Random) -> list[tuple[Fraction, list[Any], list[Any]]]:
    producers, count = random.randint(1, 3), random.randint(1, 4)
    masses = [random.randint(1, 4) for _ in range(count)]
    return [
        (
            Fraction(mass, sum(masses)),
            [random.randint(0, 5) for _ in range(producers)],
            [random.randint(0, 2) for _ in range(producers)],
        )
        for mass in masses
    ]


def renamed_states(states: list[tuple[Fraction, list[Any], list[Any]]], unit: Fraction, random: Random) -> Any:
    """States and producers in another order, money in another unit; with the order of the producers."""
    order = random.sample(range(len(states[0][1])), len(states[0][1]))
    rows = [(m, [unit * v[k] for k in order], [unit * c[k] for k in order]) for m, v, c in states]
    random.shuffle(rows)
    return rows, order


@examples(12)
@given(seed=seeds)
def test_best_information_pays_the_renamed_producers_in_the_other_unit(seed: int) -> None:
    random = Random(seed)
    states, unit = prior_states(random), random.choice(MONEY)
    rows, order = renamed_states(states, unit, random)
    here, there = Prior.of(states), Prior.of(rows)
    (own, consumer), (other, others) = (surpluses(prior, best_information(prior)) for prior in (here, there))
    assert (others, list(other)) == (unit * consumer, [unit * own[k] for k in order])
    assert prove(there, best_information(there)).regret == 0
    least, full = least_producer_surplus(here), complete_information(here)
    assert list(least_producer_surplus(there)) == [unit * least[k] for k in order]
    assert complete_information(there)[1] == unit * full[1]


@examples(3)
@given(seed=seeds)
def test_brackets_of_welfare_hold_the_same_extremes_in_the_other_unit(seed: int) -> None:
    """Brackets may be of other widths; one that lies beside its image would be wrong."""
    random = Random(seed)
    states, unit = prior_states(random), random.choice(MONEY)
    rows, _ = renamed_states(states, unit, random)
    here, there = (welfare_data(Prior.of(own), 0.05) for own in (states, rows))
    for name in EXTREMES:
        (low, high), (least, most) = here.ends(name), there.ends(name)
        assert low <= high
        assert unit * low <= most
        assert least <= unit * high


def disclosed(random: Random) -> dict[str, Any]:
    return {
        "customers": Fraction(random.randint(1, 20)),
        "stock": Fraction(random.randint(1, 20), random.randint(1, 4)),
        "share": Fraction(random.randint(6, 9), 10),
        "prior": Fraction(random.randint(1, 4), 5),
        "search_cost": Fraction(random.randint(0, 8), 4),
        "values": tuple(Fraction(random.randint(1, 8)) for _ in range(2)),
        "prices": tuple(Fraction(random.randint(0, 14), 2) for _ in range(2)),
        "tastes": random.choice(["uniform", "homogeneous"]),
        "cost_scales_with_taste": random.random() < 0.5,
        "arrival": random.choice(["random", "efficient", "inefficient"]),
    }


def shown(solution: DisclosureSolution, *, mass: Fraction = Fraction(1), swap: bool = False) -> Any:
    """Who visits and what is sold and missed, the masses divided, perhaps with L and H exchanged."""

    def name(key: str) -> str:
        return key.translate(str.maketrans("LH", "HL")) if swap else key

    def size(value: Any) -> Any:
        return (
            value / mass
            if isinstance(value, Fraction)
            else pytest.approx(float(value) / float(mass), rel=1e-12, abs=1e-12)
        )

    visitors = {name(key): size(value) for key, value in solution.visitors.items()}
    sold = {
        name(key): tuple(size(x) for x in (own.sales[::-1] if swap else own.sales))
        for key, own in solution.outcomes.items()
    }
    return {name(key): value for key, value in solution.thresholds.items()}, visitors, sold


@examples(20)
@given(seed=seeds)
def test_disclosure_in_other_units_of_money_and_of_mass(seed: int) -> None:
    random = Random(seed)
    given_, unit, mass = disclosed(random), random.choice(MONEY), random.choice(MONEY)
    here = solve_disclosure(DisclosureMarket(**given_))
    priced = {key: tuple(unit * x for x in given_[key]) for key in ("values", "prices")}
    money = solve_disclosure(DisclosureMarket(**{**given_, **priced, "search_cost": unit * given_["search_cost"]}))
    more = {key: mass * given_[key] for key in ("customers", "stock")}
    crowd = solve_disclosure(DisclosureMarket(**{**given_, **more}))
    assert shown(here) == shown(money) == shown(crowd, mass=mass)
    assert here.verdict == money.verdict == crowd.verdict


@examples(20)
@given(seed=seeds)
def test_disclosure_with_the_products_exchanged(seed: int) -> None:
    """Where the products are not equally good: such ties go to L, whichever of them is called so."""
    random = Random(seed)
    given_ = disclosed(random)
    gains = [value - price for value, price in zip(given_["values"], given_["prices"], strict=True)]
    if gains[0] == gains[1]:
        return
    pairs = {key: given_[key][::-1] for key in ("values", "prices")}
    here = solve_disclosure(DisclosureMarket(**given_))
    there = solve_disclosure(DisclosureMarket(**{**given_, **pairs, "prior": 1 - given_["prior"]}))
    assert shown(here) == shown(there, swap=True)
    assert here.verdict == there.verdict
