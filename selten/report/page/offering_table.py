"""The offering game as a table where bounds leave its equilibria open."""

from selten.equilibria.bundling.offering import MarketSolution
from selten.equilibria.solution import Solution, Status
from selten.equilibria.solve import certified
from selten.games.enclosed import Undecided
from selten.report.page.table import GameTable, game_table


def offering_table(solved: MarketSolution) -> GameTable:
    """The 8 x 8 table with best responses and, where they are decided, pure equilibria."""
    try:
        from selten.equilibria.solvers import solver_by_name

        found = certified(solved.game, solver_by_name("selten-pure"))
    except Undecided:
        found = Solution(solved.game, "", Status.NONE_FOUND, ())
    return game_table(found)
