"""Equilibria that an infinitesimal cost per product leaves: limits of equilibria of the game with that cost.

Every component of equilibria with an index other than 0 holds such a limit, the others may lose theirs.
"""

from dataclasses import dataclass

from selten.equilibria.infinitesimal.limits import limit_components
from selten.equilibria.infinitesimal.perturbed_equilibria import solve_perturbed
from selten.equilibria.solution import Solution, Status
from selten.games.perturbed import with_entry_cost
from selten.selection.exactly import ROUNDED, exact_profiles
from selten.selection.rule import Choice


@dataclass(frozen=True, slots=True)
class EntryCost:
    """Keeps the equilibria that are limits, as e tends to 0, of equilibria of the game with cost e per product.

    Parameters
    ----------
    costs : two tuples of int
        For each player the number of products that each of its strategies offers.

    Examples
    --------
    Of everything that is an equilibrium in a market worth 1 to a monopolist and nothing to two, three points stay:

    >>> from selten.equilibria.solve import solve
    >>> from selten.games.normal_form import NormalForm
    >>> market = NormalForm.of([[[0, 0], [1, 0]], [[0, 1], [0, 0]]], [["out", "in"], ["out", "in"]])
    >>> EntryCost(((0, 1), (0, 1)))(solve(market)).kept
    (0, 1, 2)
    """

    costs: tuple[tuple[int, ...], tuple[int, ...]]

    def __call__(self, solution: Solution) -> Choice:
        """The equilibria of the list that are limits; the reason counts the limits and names their components.

        Raises
        ------
        InputError
            If the costs do not fit the game.
        """
        game = solution.game
        if len(game.players) != 2 or game.kind == "enclosed":
            return Choice((), "An infinitesimal entry cost is for two players with exact payoffs.", False)
        profiles = exact_profiles(solution)
        if profiles is None:
            return Choice((), ROUNDED, False)
        answer = solve_perturbed(with_entry_cost(game, self.costs))
        limits = {equilibrium.limit.strategies for equilibrium in answer.equilibria}
        known = {profile.strategies: k for k, profile in enumerate(profiles)}
        kept = tuple(sorted(known[limit] for limit in limits if limit in known))
        reason = (
            f"With an infinitesimal cost per product there are {len(answer.equilibria)} extreme equilibria in"
            f" {len(answer.components)} components; they tend to {len(limits)} profiles,"
            f" {len(kept)} of them in the list"
        )
        if solution.status is Status.COMPLETE and solution.components:
            homes = sorted(set(limit_components(answer, solution)))
            named = ", ".join(str(home + 1) for home in homes)
            reason += f"; the limits lie in components {named} of {len(solution.components)}"
        return Choice(kept, reason + ".")
