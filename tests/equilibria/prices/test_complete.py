"""All equilibria of small price grids, against the whole game enumerated and against pure equilibria read off."""

from fractions import Fraction

import numpy as np
import pytest

from selten.equilibria.bundling.grid_confirm import distinct_payoffs
from selten.equilibria.enumerate import extreme_equilibria
from selten.equilibria.prices.complete import all_equilibria, form_payoff, reduced
from selten.equilibria.prices.solve import solve_prices
from selten.games.bundling import BundlingMarket
from selten.games.consumers.atoms import Tie
from selten.games.errors import InputError
from selten.games.prices.grids import duopoly_game
from selten.games.prices.price_grid import price_game
from selten.papers.bundling.market_families import atoms

MARKETS = (
    BundlingMarket(atoms([(1, 2), (2, 1)], [1, 1]), Fraction(0)),
    BundlingMarket(atoms([(1, 0), (0, 1), (1, 1)], [1, 1, 2]), Fraction(0)),
    BundlingMarket(atoms([(1, 1), (2, 2)], [1, 2]), Fraction(1, 2)),
)


@pytest.mark.parametrize("market", MARKETS)
@pytest.mark.parametrize(("own", "rival"), [("001", "100"), ("001", "110"), ("011", "100")])
@pytest.mark.parametrize("tie", ["bundle", "components"])
def test_least_and_most_are_those_of_the_whole_game(market: BundlingMarket, own: str, rival: str, tie: Tie) -> None:
    """The other way: the dense game of another module, no strategy merged, every extreme equilibrium."""
    step = Fraction(1, 2) if (own, rival) == ("001", "100") else Fraction(1)
    form = price_game(market, own, rival, step=step, tie=tie).normal_form()
    tables = [[[Fraction(x) for x in row] for row in form.payoffs[firm]] for firm in (0, 1)]
    whole = [[form_payoff(table, one) for one in extreme_equilibria(form)] for table in tables]
    found = all_equilibria(duopoly_game(market, own, rival, step=step, tie=tie))
    assert found.payoffs == tuple((min(pays), max(pays)) for pays in whole)


@pytest.mark.parametrize("market", MARKETS)
def test_every_equilibrium_found_otherwise_pays_something_between(market: BundlingMarket) -> None:
    step = Fraction(1, 4)
    found = all_equilibria(duopoly_game(market, "001", "100", step=step))
    solved = [e.payoffs for e in solve_prices(duopoly_game(market, "001", "100", step=step), starts=4).equilibria]
    pure = [
        tuple(Fraction(x).limit_denominator(10**6) for x in pay)
        for pay in distinct_payoffs(price_game(market, "001", "100", step=step))
    ]
    for pay in [*solved, *pure]:
        assert all(low <= x <= high for x, (low, high) in zip(pay, found.payoffs, strict=True))


def test_integers_of_any_size_keep_their_order() -> None:
    big = np.array([[3, 0], [5, 1], [5, 1]], dtype=object) * 10**30
    rows, columns = reduced(big, np.array([[3, 5], [0, 1], [0, 1]], dtype=object) * 10**30)
    assert (rows.tolist(), columns.tolist()) == ([1], [1])


def test_large_games_are_refused() -> None:
    with pytest.raises(InputError, match="allowed: at most 400000 cells"):
        all_equilibria(duopoly_game(MARKETS[0], "011", "100", step=Fraction(1, 40)))
