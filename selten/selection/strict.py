"""Strict and quasi-strict equilibria, exactly, for any number of players.

An equilibrium is *strict* if every player loses by any change of its own strategy: each plays its only best reply, so
it is pure. It is *quasi-strict* if every player plays all its pure best replies with positive probability (J. Harsanyi,
International Journal of Game Theory 2, 1973, who calls it quasi-strong). Strict ones are quasi-strict; every two-player
game has a quasi-strict one (H. Norde, Games and Economic Behavior 26, 1999), not every game of three.
"""

from dataclasses import dataclass

from selten.equilibria.solution import Solution
from selten.games.enclosed import Undecided
from selten.games.errors import InputError
from selten.games.normal_form import NormalForm
from selten.games.profile import Profile, check_fits, deviation_payoffs
from selten.selection.exactly import ROUNDED, exact_game, exact_profile, exact_profiles
from selten.selection.positions import aligned, support_masks
from selten.selection.rule import Choice


@dataclass(frozen=True, slots=True)
class Strictness:
    """Whether a profile is a strict, a quasi-strict, or any equilibrium, with each player's best replies, ascending."""

    strict: bool
    quasi_strict: bool
    nash: bool
    best_replies: tuple[tuple[int, ...], ...]


def strictness(game: NormalForm, profile: Profile) -> Strictness:
    """How strict an equilibrium a profile is.

    Raises
    ------
    InputError
        If the profile does not fit the game or holds floats other than 0 and 1.
    Undecided
        If bounds of an enclosed game leave it open which replies are best.

    Examples
    --------
    >>> game = NormalForm.of([[[1, 0], [0, 0]], [[1, 0], [0, 0]]])
    >>> strictness(game, Profile.pure((2, 2), (0, 0))).strict
    True
    >>> strictness(game, Profile.pure((2, 2), (1, 1)))
    Strictness(strict=False, quasi_strict=False, nash=True, best_replies=((0, 1), (0, 1)))
    """
    check_fits(game, profile)
    exactly = exact_profile(profile)
    if exactly is None:
        raise InputError("strictness: got probabilities known up to rounding; allowed: rationals or enclosures")
    exact = exact_game(game)
    best = tuple(_best(exact, exactly, player) for player in range(len(game.players)))
    supports = exactly.supports
    nash = all(set(own) <= set(top) for own, top in zip(supports, best, strict=True))
    return Strictness(nash and all(len(top) == 1 for top in best), supports == best, nash, best)


@dataclass(frozen=True, slots=True)
class Strict:
    """Keeps the strict equilibria."""

    def __call__(self, solution: Solution) -> Choice:
        """The equilibria at which every player has one best reply; the reason says so if there is none."""
        return _choice(solution, 0, "strict", "every player loses by any change")


@dataclass(frozen=True, slots=True)
class QuasiStrict:
    """Keeps the quasi-strict equilibria."""

    def __call__(self, solution: Solution) -> Choice:
        """The equilibria at which every pure best reply is played."""
        return _choice(solution, 1, "quasi-strict", "every best reply is played")


def strict_and_quasi(solution: Solution) -> list[tuple[bool, bool] | None] | None:
    """For each equilibrium whether it is strict and whether quasi-strict; None where bounds leave it open.

    Returns
    -------
    list or None
        None where an equilibrium is known up to rounding only.

    Examples
    --------
    >>> from selten.equilibria.solve import solve
    >>> strict_and_quasi(solve(NormalForm.of([[[1, 0], [0, 0]], [[1, 0], [0, 0]]])))
    [(True, True), (False, False)]
    """
    by_masks = _by_masks(solution) if len(solution.game.players) == 2 else None
    if by_masks is not None:
        return list(by_masks)
    profiles = exact_profiles(solution)
    return None if profiles is None else [_flags(solution.game, profile) for profile in profiles]


def _by_masks(solution: Solution) -> list[tuple[bool, bool]] | None:
    masks = support_masks(solution)
    extreme = None if masks is None else aligned(solution, masks)
    if masks is None or extreme is None:
        return None
    answers = []
    for (i, j), (x, y) in zip(extreme.pairs, masks, strict=True):
        # no label is tight at both sides: no best reply is unplayed
        quasi = not extreme.first[i] & extreme.second[j]
        answers.append((quasi and x.bit_count() == 1 == y.bit_count(), quasi))
    return answers


def _flags(game: NormalForm, profile: Profile) -> tuple[bool, bool] | None:
    try:
        found = strictness(game, profile)
    except Undecided:
        return None
    return found.strict, found.quasi_strict


def _choice(solution: Solution, which: int, name: str, meaning: str) -> Choice:
    answers = strict_and_quasi(solution)
    if answers is None:
        return Choice((), ROUNDED, False)
    settled = [answer for answer in answers if answer is not None]
    if len(settled) < len(answers):
        return Choice((), f"Which equilibria are {name} is open: bounds leave best replies open.", False)
    kept = tuple(k for k, answer in enumerate(settled) if answer[which])
    return Choice(kept, f"{name.capitalize()} ({meaning}): {len(kept)} of {len(answers)}.")


def _best(game: NormalForm, profile: Profile, player: int) -> tuple[int, ...]:
    values = deviation_payoffs(game, profile, player).tolist()
    top = profile.supports[player][0]
    for k in range(len(values)):
        top = k if values[k] > values[top] else top
    return tuple(k for k, value in enumerate(values) if value == values[top])
