"""Risk dominance where ties abound: up to the component of equilibria that is reached.

In a game with ties the tracing procedure may end at any of several equilibria of one component, depending on how small
changes of payoffs resolve the ties, and single equilibria cannot be compared (:mod:`selten.selection.risk`). Where all
ends lie in one component, that component is reached whatever the small changes are.
"""

from selten.equilibria.index.masks import pairs_of
from selten.equilibria.solution import Solution, Status
from selten.games.errors import InputError
from selten.games.profile import Profile
from selten.selection.exactly import exact_game
from selten.selection.risk import Verdict, risk_dominance
from selten.selection.strict import strictness


def component_of(solution: Solution, profile: Profile) -> int:
    """The position of the component that an exact equilibrium lies in, extreme or not.

    It is a mixture of extreme equilibria at which every label that is tight at it is tight, and these are connected.

    Raises
    ------
    InputError
        If it lies in none: the profile is no equilibrium, or the solution is not complete.

    Examples
    --------
    >>> from selten.equilibria.solve import solve
    >>> from selten.games.normal_form import NormalForm
    >>> entry = solve(NormalForm.of([[[0, 0], [-1, 1]], [[2, 2], [-1, 1]]]))
    >>> component_of(entry, Profile.of([[1, 0], ["3/4", "1/4"]]))
    0
    """
    game = exact_game(solution.game)
    profiles = [equilibrium.profile for equilibrium in solution.equilibria]
    extreme = solution.extreme if solution.extreme is not None else pairs_of(game, profiles)
    own = pairs_of(game, [profile])
    first, second = own.first[0], own.second[0]
    covers = {
        k for k, (i, j) in enumerate(extreme.pairs) if not first & ~extreme.first[i] and not second & ~extreme.second[j]
    }
    homes = [place for place, part in enumerate(solution.components) if covers & set(part.equilibria)]
    if len(homes) != 1 or not strictness(game, profile).nash:
        raise InputError("profile: got one that lies in no component; allowed: an equilibrium of a complete solution")
    return homes[0]


def component_risk_dominance(solution: Solution, first: int, second: int) -> Verdict:
    """Compare two extreme equilibria by the component that expectations lead to.

    Parameters
    ----------
    first, second : int
        Positions of equilibria of different components in a complete solution.

    Returns
    -------
    Verdict
        FIRST if all ways to resolve ties lead into the component of the first, and so on; UNDECIDED where they lead
        into several components.

    Raises
    ------
    InputError
        If the solution is not complete, or both lie in one component.
    Undecided
        If bounds of an enclosed game leave a comparison open.

    Examples
    --------
    >>> from selten.equilibria.solve import solve
    >>> from selten.games.normal_form import NormalForm
    >>> tied = solve(NormalForm.of([[[4, 0, 0], [3, 3, 3]], [[4, 3, 3], [0, 3, 3]]]))
    >>> [equilibrium.profile.supports for equilibrium in (tied.equilibria[0], tied.equilibria[-1])]
    [((0,), (0,)), ((1,), (2,))]
    >>> component_risk_dominance(tied, 0, len(tied.equilibria) - 1).name
    'SECOND'
    """
    if solution.status is not Status.COMPLETE:
        raise InputError(f"solution: got status {solution.status.name.lower()}; allowed: complete")
    homes = [next(p for p, part in enumerate(solution.components) if k in part.equilibria) for k in (first, second)]
    if homes[0] == homes[1]:
        raise InputError(f"second: got an equilibrium of component {homes[0]} as well; allowed: of another component")
    pair = [solution.equilibria[k].profile for k in (first, second)]
    found = risk_dominance(solution.game, *pair)
    if found.verdict is not Verdict.UNDECIDED or not found.complete:
        return found.verdict
    reached = {component_of(solution, end) for end in found.reached}
    if len(reached) > 1:
        return Verdict.UNDECIDED
    return {homes[0]: Verdict.FIRST, homes[1]: Verdict.SECOND}.get(reached.pop(), Verdict.NEITHER)
