"""Mixed prices without information: Example 1 in closed form, against a scan and against equilibria on lattices."""

from collections.abc import Mapping
from fractions import Fraction as F
from itertools import product

import pytest

from selten.equilibria.discrimination.no_information import CostVerdict, MixedPrice, mixed_surpluses, prove_mixed_prices
from selten.games.discrimination import Prior
from selten.games.errors import InputError

EXAMPLE_1 = Prior.of([("1/16", [a[0], b[0]], [a[1], b[1]]) for a, b in product(product([1, 4], [0, 1]), repeat=2)])

DEAR = MixedPrice.of(F(3), F(4), scale=F(6), centre=F(1), shift=F(2))
CHEAP = MixedPrice.of(F(9, 4), F(3), scale=F(9), centre=F(0), shift=F(3))
STRATEGY = {F(0): CHEAP, F(1): DEAR}


def earned(cost: F, price: F, strategy: Mapping[F, MixedPrice]) -> F:
    """What producer 1 earns at a price against the strategy, from the sixteen states one by one."""
    states = [s for s in EXAMPLE_1.states if s.costs[0] == cost and s.values[0] >= price]
    sold = (s.mass * strategy[s.costs[1]].survival(price + s.values[1] - s.values[0]) for s in states)
    return 2 * (price - cost) * sum(sold, F(0))


def test_example_1_is_an_equilibrium_with_these_surpluses() -> None:
    verdicts = prove_mixed_prices(EXAMPLE_1, [STRATEGY, STRATEGY])
    assert [(v.cost, v.profit, v.holds) for v in verdicts] == [(F(0), F(9, 8), True), (F(1), F(3, 4), True)] * 2
    assert mixed_surpluses(EXAMPLE_1, verdicts, [STRATEGY] * 2) == ((F(15, 16), F(15, 16)), F(13, 16))


@pytest.mark.parametrize(("cost", "profit"), [(F(0), F(9, 8)), (F(1), F(3, 4))])
def test_no_price_on_a_fine_grid_earns_more(cost: F, profit: F) -> None:
    assert max(earned(cost, cost + F(k, 200), STRATEGY) for k in range(900)) == profit


OTHER = MixedPrice.of(F(2), F(3), scale=F(6), centre=F(0), shift=F(2))


@pytest.mark.parametrize("strategy", [{F(0): OTHER, F(1): DEAR}, {F(0): CHEAP, F(1): CHEAP}])
def test_other_mixtures_are_refuted_by_a_price_that_a_scan_finds_too(strategy: dict[F, MixedPrice]) -> None:
    verdicts = prove_mixed_prices(EXAMPLE_1, [strategy, strategy])
    assert not all(v.holds for v in verdicts)
    for v in verdicts[:2]:
        scan = max(earned(v.cost, v.cost + F(k, 200), strategy) for k in range(900))
        assert not v.proven or scan <= v.best
        assert v.best <= scan + F(1, 50)


def test_a_bump_between_the_ends_of_an_interval_is_not_overlooked() -> None:
    """Against a rival whose survival has a far lower centre the best price is inside the support."""
    states = [("1/2", [2, 2], [0, 0]), ("1/2", [2, 0], [0, 0])]
    prior = Prior.of(states)
    rival = MixedPrice.of(F(1), F(2), scale=F(6), centre=F(-1), shift=F(2))
    own = MixedPrice.of(F(1), F(2), scale=F(2), centre=F(0), shift=F(1))
    verdict = prove_mixed_prices(prior, [{F(0): own}, {F(0): rival}])[0]
    scan = max(p * (F(1, 2) + rival.survival(p) / 2) for p in (F(k, 100) for k in range(201)))
    assert scan > verdict.best
    assert not verdict.proven
    assert not verdict.holds


def test_the_surplus_of_consumers_is_open_where_supports_do_not_decide() -> None:
    prior = Prior.of([("1/2", [3, "5/2"], [0, 0]), ("1/2", ["5/2", 3], [0, 0])])
    own = {F(0): MixedPrice.of(F(1), F(2), scale=F(2), centre=F(0), shift=F(1))}
    verdicts = tuple(CostVerdict(i, F(0), F(1, 2), F(1, 2), F(1), True, True) for i in (0, 1))
    assert mixed_surpluses(prior, verdicts, [own, own])[1] is None


def test_wrong_input() -> None:
    with pytest.raises(InputError, match="falls from 1 at low"):
        MixedPrice.of(F(3), F(4), scale=F(6), centre=F(1), shift=F(1))
    with pytest.raises(InputError, match="got the costs 0; allowed: 0, 1"):
        prove_mixed_prices(EXAMPLE_1, [{F(0): CHEAP}, STRATEGY])
    with pytest.raises(InputError, match="got 1 producers; allowed: 2"):
        prove_mixed_prices(Prior.of([(1, [1], [0])]), [])
