"""Sequential entry by the closed formula against backward induction on the tree, on the markets of Table 1."""

import pytest
from table_one import COMONOTONE, COSTS, COUNTERMONOTONE, SATURATED, TABLE_2, UNIFORM, UNIFORM_TENTH, Market

from selten.equilibria.trees.leader_follower import sequential_outcomes
from selten.selection.entry import sequential_entry

MARKETS = {
    "comonotone": COMONOTONE,
    "countermonotone": COUNTERMONOTONE,
    "saturated": SATURATED,
    "table 2": TABLE_2,
    "uniform": UNIFORM,
    "uniform, delta 1/10": UNIFORM_TENTH,
}


@pytest.mark.parametrize("leader", [0, 1])
@pytest.mark.parametrize("market", MARKETS.values(), ids=MARKETS)
def test_both_ways_agree(market: Market, leader: int) -> None:
    game = market.game()
    nothing = ((0,) * 8, (0,) * 8)
    for costs in (COSTS, nothing):
        assert sequential_outcomes(game, leader=leader, costs=costs) == sequential_entry(game, costs, leader=leader)
