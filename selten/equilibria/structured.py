"""What the set of equilibria looks like, put into a solution: maximal Nash subsets, components and their indices."""

import time
from dataclasses import replace

from selten.equilibria.components import ManySubsetsError, structure
from selten.equilibria.index.component_indices import with_indices
from selten.equilibria.solution import Solution
from selten.games.enclosed import Undecided

INDEX_SECONDS = 20.0
"""How long the indices of the components may take; after that they stay open."""


def structured(solution: Solution) -> Solution:
    """A complete solution with its maximal Nash subsets and components with index.

    Where bounds leave the order of payoffs open there are none, and where there are too many subsets they are left out;
    the note says so.

    Examples
    --------
    >>> from selten.equilibria.certify import certify
    >>> from selten.equilibria.solution import Status
    >>> from selten.games.normal_form import NormalForm
    >>> from selten.games.profile import Profile
    >>> game = NormalForm.of([[[3, 0], [5, 1]], [[3, 5], [0, 1]]])
    >>> only = certify(game, Profile.pure((2, 2), (1, 1)))
    >>> [part.index for part in structured(Solution(game, "by hand", Status.COMPLETE, (only,))).components]
    [1]
    """
    begun = time.perf_counter()
    profiles = [e.profile for e in solution.equilibria]
    note = solution.note
    try:
        subsets, components = structure(profiles, [e.payoffs for e in solution.equilibria], extreme=solution.extreme)
    except Undecided as error:
        return replace(solution, note=f"{note}; components: {error}".removeprefix("; "))
    except ManySubsetsError as error:
        subsets, components = (), error.components
        note = f"{note}; Nash subsets: {error}".removeprefix("; ")
    components = with_indices(solution.game, profiles, components, extreme=solution.extreme, time_limit=INDEX_SECONDS)
    seconds = time.perf_counter() - begun
    return replace(solution, nash_subsets=subsets, components=components, seconds_structure=seconds, note=note)
