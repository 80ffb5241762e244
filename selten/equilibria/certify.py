"""The certificate of a profile, from the game and the profile alone.

Exact game and exact profile: the regret itself, in rationals. Otherwise every float is read as the binary fraction it
is and the profile is normalised in rationals, so that the regret of exactly that profile in exactly that game comes
out without any rounding; it is then rounded up to a float. Either way the number printed is one that is true of the
profile returned.
"""

import math
from fractions import Fraction

import numpy as np

from selten.equilibria.solution import Certificate, Equilibrium
from selten.games.errors import InputError
from selten.games.normal_form import NormalForm, Number
from selten.games.profile import Profile, check_fits, payoffs_and_regrets


def certify(game: NormalForm, profile: Profile) -> Equilibrium:
    """The profile with its payoffs and its certified regret, whether it is an equilibrium or not.

    Guarantees that ``certificate.regret`` is the largest gain of any player (``exact``), or for float input an upper
    bound on it.

    Raises
    ------
    InputError
        If the profile does not fit the game, or is in doubles where payoffs are beyond them.

    Examples
    --------
    >>> game = NormalForm.of([[[1, 0], [0, 1]], [[0, 1], [1, 0]]])
    >>> certify(game, Profile.of([["1/2", "1/2"], ["1/2", "1/2"]])).certificate.regret
    Fraction(0, 1)
    """
    check_fits(game, profile)
    if game.kind == "enclosed" or (game.kind == "exact" and profile.is_exact):
        values, gains = payoffs_and_regrets(game, profile)
        return Equilibrium(profile, values, Certificate("strategies", max(gains), scale(game), True))
    exact_game = game if game.kind == "exact" else _rationalised(game)
    exact_profile = Profile(tuple(_normalised(own) for own in profile.strategies))
    earned, gains = payoffs_and_regrets(exact_game, exact_profile)
    try:
        bound = round_up(Fraction(max(gains)))
        values = tuple(float(value) for value in earned)
        return Equilibrium(profile, values, Certificate("strategies", bound, float(scale(game)), False))
    except OverflowError:
        got = "numbers beyond doubles with a profile known up to rounding"
        raise InputError(f"payoffs: got {got}; allowed: below 1.8e308, or exact probabilities") from None


def _rationalised(game: NormalForm) -> NormalForm:
    exact = np.empty(game.payoffs.shape, dtype=object)
    exact.ravel()[:] = [Fraction(value) for value in game.payoffs.ravel().tolist()]
    return game.with_payoffs(exact)


def _normalised(own: tuple[Number, ...]) -> tuple[Fraction, ...]:
    weights = [Fraction(p) for p in own]
    total = sum(weights, Fraction(0))
    return tuple(w / total for w in weights)


def round_up(value: Fraction) -> float:
    """The least double that is at least the value.

    Examples
    --------
    >>> round_up(Fraction(1, 3)) > Fraction(1, 3), round_up(Fraction(1, 4))
    (True, 0.25)
    """
    nearest = float(value)
    return nearest if Fraction(nearest) >= value else math.nextafter(nearest, math.inf)


def scale(game: NormalForm) -> Number:
    """The widest payoff range of any player: what a regret is to be compared with."""
    if game.kind == "exact":
        numerators, denominator = game.exact()
        widest = max(max(own) - min(own) for own in (table.ravel().tolist() for table in numerators))
        return Fraction(widest, denominator)
    flat = [game.payoffs[i].ravel().tolist() for i in range(len(game.players))]
    result: Number = max(max(float(v) for v in own) - min(float(v) for v in own) for own in flat)
    return result
