"""The masks behind a solution's list of equilibria, taken from the solver where they are there, else computed."""

from selten.equilibria.extreme import ExtremePairs
from selten.equilibria.index.masks import supports
from selten.equilibria.listed import Listed
from selten.equilibria.solution import Solution
from selten.games.profile import Profile
from selten.selection.exactly import exact_profiles

Masks = tuple[int, int]


def support_masks(solution: Solution) -> list[Masks] | None:
    """For each equilibrium of a two-player solution the masks of the strategies played, or None if one is rounded.

    Examples
    --------
    >>> from selten.equilibria.solve import solve
    >>> from selten.games.normal_form import NormalForm
    >>> support_masks(solve(NormalForm.of([[[2, 0], [0, 1]], [[1, 0], [0, 2]]])))
    [(1, 1), (3, 3), (2, 2)]
    """
    if _belongs(solution) and solution.extreme is not None:
        return _supports(solution.extreme)
    profiles = exact_profiles(solution)
    return None if profiles is None else [_played(profile) for profile in profiles]


def aligned(solution: Solution, masks: list[Masks]) -> ExtremePairs | None:
    """The solution's masks if they belong to the equilibria in its list (which a rule may have cut), else None.

    The pairs are then equilibria for certain: every label is tight at one side.
    """
    extreme = solution.extreme
    if extreme is None or len(extreme.pairs) != len(masks):
        return None
    labels = (1 << sum(extreme.counts)) - 1
    covered = all(extreme.first[i] | extreme.second[j] == labels for i, j in extreme.pairs)
    return extreme if covered and (_belongs(solution) or _supports(extreme) == masks) else None


def _belongs(solution: Solution) -> bool:
    """Whether the list is one that is built from the very masks: then no profile has to be looked at."""
    return isinstance(solution.equilibria, Listed) and solution.equilibria.extreme is solution.extreme


def _supports(extreme: ExtremePairs) -> list[Masks]:
    first, second = supports(extreme)
    return [(first[i], second[j]) for i, j in extreme.pairs]


def _played(profile: Profile) -> Masks:
    x, y = (sum(1 << k for k in own) for own in profile.supports)
    return x, y
