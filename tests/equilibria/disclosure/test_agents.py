"""The continuum's visit equilibria, sales and shortages against a market of single customers."""

from random import Random

import numpy as np
import numpy.typing as npt
import pytest
from disclosure_cases import random_market

from selten.equilibria.disclosure.agents import simulate
from selten.equilibria.disclosure.answer import POLICIES, DisclosureSolution, solve_disclosure
from selten.games.disclosure import DisclosureMarket
from selten.games.errors import InputError

CUSTOMERS = 3000


def visiting(market: DisclosureMarket, solution: DisclosureSolution, policy: str) -> npt.NDArray[np.bool_]:
    """Which of the customers visit: those in the visit set, or the right number of them if all are alike."""
    if market.tastes == "homogeneous":
        return np.arange(CUSTOMERS) < round(float(solution.visitors[policy] / market.customers) * CUSTOMERS)
    tastes = (np.arange(CUSTOMERS) + 0.5) / CUSTOMERS
    inside = [(tastes >= float(a)) & (tastes <= float(b)) for a, b in solution.visits[policy]]
    visits: npt.NDArray[np.bool_] = np.any([tastes < 0, *inside], axis=0)
    return visits


@pytest.mark.parametrize("arrival", ["random", "efficient", "inefficient", "homogeneous"])
@pytest.mark.parametrize("seed", range(3))
def test_sales_and_incentives(arrival: str, seed: int) -> None:
    """Within five standard errors and three customers; nobody's gain by deciding otherwise exceeds the rounding."""
    alike = arrival == "homogeneous"
    market = random_market(Random(seed), "random" if alike else arrival, "homogeneous" if alike else "uniform")
    solution = solve_disclosure(market)
    scale = float(market.search_cost) * (
        (np.arange(CUSTOMERS) + 0.5) / CUSTOMERS
        if market.cost_scales_with_taste and market.tastes == "uniform"
        else np.ones(CUSTOMERS)
    )
    for policy in POLICIES:
        visits = visiting(market, solution, policy)
        scenarios = (0, 1) if policy == "aggregate" else (POLICIES.index(policy),)
        worth = []
        for scenario in scenarios:
            generator = np.random.default_rng(100 + seed)
            done = simulate(market, scenario, visits, generator=generator, shuffles=20)
            name = f"{policy}_{('L_scarce', 'H_scarce')[scenario]}" if policy == "aggregate" else policy
            known = solution.outcomes[name]
            expected = (*(float(s) for s in known.sales), float(known.shortage))
            for got, value, error in zip((*done.sales, done.shortage), expected, done.errors, strict=True):
                assert abs(got - value) <= 5 * error + 3 * done.customer, (name, got, value)
            worth.append(done.surplus)
        weights = (float(market.prior), 1 - float(market.prior)) if len(worth) == 2 else (1.0,)
        net = np.average(worth, axis=0, weights=weights) - scale
        slack = 0.02 * max(map(float, market.values))
        if arrival in ("random", "homogeneous"):
            assert (net[visits] >= -slack).all(), policy
            if market.tastes == "uniform" or not visits.all():
                assert (net[~visits] <= slack).all(), policy
        else:
            wrong = (net < -1e-9) & visits | (net > 1e-9) & ~visits
            assert wrong.sum() <= 12, (policy, int(wrong.sum()))


def test_wrong_requests_are_named() -> None:
    market = random_market(Random(0), "random")
    with pytest.raises(InputError, match="simulate: got 0 customers"):
        simulate(market, 0, np.zeros(0, dtype=bool), generator=np.random.default_rng(0))
