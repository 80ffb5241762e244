"""Exact games and profiles for rules that hang on ties.

A float payoff is the binary fraction it is. A float probability is only near an equilibrium's, unless it is 0 or 1.
"""

from fractions import Fraction

import numpy as np

from selten.equilibria.solution import Solution
from selten.games.normal_form import NormalForm, Number
from selten.games.profile import Profile, payoffs


def exact_game(game: NormalForm) -> NormalForm:
    """The game with float payoffs read as the binary fractions they are; other games as they are.

    Examples
    --------
    >>> exact_game(NormalForm.of([[0.5, 0.25]])).payoffs[0, 1]
    Fraction(1, 4)
    """
    if game.kind != "float":
        return game
    table = np.empty(game.payoffs.shape, dtype=object)
    table.ravel()[:] = [Fraction(value) for value in game.payoffs.ravel().tolist()]
    return game.with_payoffs(table)


def exact_profile(profile: Profile) -> Profile | None:
    """The profile without floats, or None if a probability is a float other than 0 and 1.

    Examples
    --------
    >>> exact_profile(Profile.of([[1.0, 0.0]])), exact_profile(Profile.of([[0.5, 0.5]]))
    (Profile(strategies=((Fraction(1, 1), Fraction(0, 1)),)), None)
    """
    if any(isinstance(p, float) and p not in (0.0, 1.0) for own in profile.strategies for p in own):
        return None
    return Profile(tuple(tuple(Fraction(p) if isinstance(p, float) else p for p in own) for own in profile.strategies))


def exact_profiles(solution: Solution) -> list[Profile] | None:
    """The solution's profiles without floats, or None if one of them is known only up to rounding."""
    found = [exact_profile(equilibrium.profile) for equilibrium in solution.equilibria]
    profiles = [profile for profile in found if profile is not None]
    return profiles if len(profiles) == len(found) else None


def exact_payoffs(solution: Solution) -> list[tuple[Number, ...]] | None:
    """What each equilibrium pays each player, or None if one of them is known only up to rounding."""
    profiles, game = exact_profiles(solution), exact_game(solution.game)
    return None if profiles is None else [payoffs(game, profile) for profile in profiles]


ROUNDED = "The equilibria are known only up to rounding, and this rule hangs on ties: solve exactly (--solver auto)."
"""Why a rule does not decide on float profiles."""
