"""The search for markets: families, and what a grid says, against prices tried one by one."""

from fractions import Fraction
from itertools import product
from typing import Any

import pytest

from selten.equilibria.prices.solve import solve_prices
from selten.games.bundling import BundlingMarket
from selten.games.consumers.atoms import Atoms
from selten.games.errors import InputError
from selten.games.prices.grids import duopoly_game
from selten.papers.bundling.market_families import FAMILIES, MOST_ATOMS, atoms, fits_the_paper, random_market
from selten.papers.bundling.market_search import QUESTIONS, examine, search


def consumers(family: str, number: int) -> Atoms:
    found = random_market(family, seed=3, number=number).valuations
    assert isinstance(found, Atoms)
    return found


@pytest.mark.parametrize("family", FAMILIES)
def test_markets_are_what_their_family_says(family: str) -> None:
    drawn = [consumers(family, number) for number in range(40)]
    assert max(len(one.values) for one in drawn) <= MOST_ATOMS
    assert len(set(drawn)) > 15
    for one in drawn:
        if family != "free":
            mass = dict(zip(one.values, one.masses, strict=True))
            assert all(mass.get((b, a)) == m and a > 0 for (a, b), m in mass.items())
        if family == "comonotone":
            assert all(a == b for a, b in one.values)
        if family == "countermonotone":
            assert len({a + b for a, b in one.values}) == 1


def test_only_asked_for_is_a_complementarity_negative() -> None:
    deltas = [random_market("symmetric", seed=1, number=n, negative=True).complementarity for n in range(40)]
    assert min(deltas) < 0 < max(deltas)
    plain = [random_market("symmetric", seed=1, number=n) for n in range(40)]
    assert all(fits_the_paper(market) for market in plain)


def by_hand(market: BundlingMarket, own: str, rival: str, step: Fraction) -> set[tuple[Fraction, Fraction]]:
    """The payoffs of pure equilibria, consumer by consumer and price by price; ties favour the bundle."""
    values: Any = market.valuations
    top = max(max(v) for v in values.values)
    vectors = [
        [
            dict(zip([k for k, z in zip("12b", offering, strict=True) if z == "1"], prices, strict=True))
            for prices in product(
                *(
                    [i * step for i in range(int((2 * top if k == "b" else top) / step) + 1)]
                    for k, z in zip("12b", offering, strict=True)
                    if z == "1"
                )
            )
        ]
        for offering in (own, rival)
    ]
    table = {(i, j): sold(values, a, b) for i, a in enumerate(vectors[0]) for j, b in enumerate(vectors[1])}
    best0 = [max(table[i, j][0] for i in range(len(vectors[0]))) for j in range(len(vectors[1]))]
    best1 = [max(table[i, j][1] for j in range(len(vectors[1]))) for i in range(len(vectors[0]))]
    return {pay for (i, j), pay in table.items() if pay == (best0[j], best1[i])}


def sold(values: Any, own: Any, rival: Any) -> tuple[Fraction, Fraction]:
    """Products are offered by one firm each here."""
    earned = [Fraction(0), Fraction(0)]
    price = {**own, **rival}
    for v, mass in zip(values.values, values.masses, strict=True):
        parts = [k for k in "12" if k in price and v[int(k) - 1] >= price[k]]
        surplus = sum((v[int(k) - 1] - price[k] for k in parts), Fraction(0))
        bought = ["b"] if sum(v) - price["b"] >= surplus else parts
        for k in bought:
            earned[0 if k in own else 1] += mass * price[k]
    return earned[0], earned[1]


def test_a_price_war_found_is_one_by_hand() -> None:
    """Types (1, 0), (0, 1), (1, 1): every pure equilibrium of the grid pays at most two steps."""
    market = BundlingMarket(atoms([(1, 0), (0, 1), (1, 1)], [1, 1, 2]), Fraction(0))
    step = Fraction(1, 4)
    pure = by_hand(market, "001", "110", step)
    assert pure
    assert max(max(pair) for pair in pure) <= 2 * step
    found = solve_prices(duopoly_game(market, "001", "110", step=step), starts=4).equilibria
    assert {e.payoffs for e in found if e.pure} <= pure
    assert not examine(QUESTIONS["lemma-4"], market, steps=(step,)).flagged


def test_levels_end_where_a_grid_no_longer_contradicts() -> None:
    """Two alike kinds: the second component changes nothing, as nobody would buy it without the first."""
    market = BundlingMarket(atoms([(2, 2)], [1]), Fraction(0))
    found = examine(QUESTIONS["hurts"], market)
    assert (len(found.levels), found.flagged, found.kept) == (1, False, False)
    assert found.record()["levels"][0]["unproven"] == 0


def test_search_is_reproducible_and_names_unknown_questions() -> None:
    first, again = (list(search("lemma-6", seed=5, numbers=range(2))) for _ in range(2))
    assert [one.record() for one in first] == [one.record() for one in again]
    with pytest.raises(InputError, match="allowed: hurts, lemma-6, lemma-4"):
        next(search("lemma-8", seed=0, numbers=[0]))
