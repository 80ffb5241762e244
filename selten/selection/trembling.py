"""Trembling-hand perfect equilibria of two-player games, exactly.

An equilibrium is perfect if it is the limit of completely mixed profiles against which each player's strategy stays a
best response (R. Selten, International Journal of Game Theory 4, 1975). With two players that is so exactly if neither
player's strategy is weakly dominated by a mixed strategy (E. van Damme, Stability and Perfection of Nash Equilibria,
1991, theorem 3.2.2), which an exact linear program decides, or for a whole list the masks of its extreme strategies
(:mod:`selten.selection.undominated`). With more players undominated is necessary only.
"""

from dataclasses import dataclass
from operator import ge, le

from selten.equilibria.dominance import Dominance, dominance
from selten.equilibria.doubt import Doubt, all_hold
from selten.equilibria.solution import Solution
from selten.games.errors import InputError
from selten.games.normal_form import NormalForm
from selten.games.profile import Profile, check_fits, deviation_payoffs
from selten.selection.exactly import ROUNDED, exact_game, exact_profile, exact_profiles
from selten.selection.positions import aligned, support_masks
from selten.selection.rule import Choice
from selten.selection.undominated import Undominated


@dataclass(frozen=True, slots=True)
class Perfection:
    """Whether a profile is trembling-hand perfect, and why.

    Parameters
    ----------
    perfect : bool
        The answer.
    nash : bool
        Whether the profile is an equilibrium at all.
    dominance : tuple of Dominance
        For each player the proof that its strategy is weakly dominated (the mixture that dominates it) or is not (a
        belief with full support that it is a best response to: the direction of its opponent's trembles).
    """

    perfect: bool
    nash: bool
    dominance: tuple[Dominance, ...]


def trembling_hand(game: NormalForm, profile: Profile) -> Perfection:
    """Whether a profile of a two-player game is a perfect equilibrium, with its proof.

    Raises
    ------
    InputError
        If the game has not two players, or the profile does not fit or holds floats other than 0 and 1.
    Undecided
        If bounds of an enclosed game leave it open.

    Examples
    --------
    >>> game = NormalForm.of([[[1, 0], [0, 0]], [[1, 0], [0, 0]]])
    >>> trembling_hand(game, Profile.pure((2, 2), (0, 0))).perfect
    True
    >>> imperfect = trembling_hand(game, Profile.pure((2, 2), (1, 1)))
    >>> imperfect.nash, imperfect.perfect, imperfect.dominance[0].mixture
    (True, False, (Fraction(1, 1), Fraction(0, 1)))
    """
    if len(game.players) != 2:
        raise InputError(f"trembling_hand: got {len(game.players)} players; allowed: 2")
    check_fits(game, profile)
    exactly = exact_profile(profile)
    if exactly is None:
        raise InputError("trembling_hand: got probabilities known up to rounding; allowed: rationals or enclosures")
    exact = exact_game(game)
    nash = _is_nash(exact, exactly)
    proofs = tuple(dominance(exact, player, own) for player, own in enumerate(exactly.strategies))
    return Perfection(nash and not any(proof.dominated for proof in proofs), nash, proofs)


@dataclass(frozen=True, slots=True)
class TremblingHand:
    """Keeps the trembling-hand perfect equilibria of a two-player game."""

    def __call__(self, solution: Solution) -> Choice:
        """The perfect ones among the solution's equilibria; not decided for more than two players."""
        game = solution.game
        if len(game.players) != 2:
            reason = f"Perfection is decided here for two players only, and the game has {len(game.players)}."
            return Choice((), reason, False)
        masks = support_masks(solution)
        if masks is None:
            return Choice((), ROUNDED, False)
        exactly, doubt = exact_game(game), Doubt()
        undominated = Undominated(exactly, solution.extreme)
        certain = aligned(solution, masks) is not None
        doubtful = [None] * len(masks) if certain else exact_profiles(solution) or []
        answers = [
            doubt.holds(_is_perfect, undominated, own, profile) for own, profile in zip(masks, doubtful, strict=True)
        ]
        if None in answers:
            return Choice((), f"Perfection is open: {doubt.undecided()}.", False)
        kept = tuple(k for k, answer in enumerate(answers) if answer)
        return Choice(kept, f"Trembling-hand perfect: {len(kept)} of {len(answers)} use no weakly dominated strategy.")


def _is_perfect(undominated: Undominated, masks: tuple[int, int], doubtful: Profile | None) -> bool:
    """Undominated strategies and Nash, unless that is known; an answer no settles it whatever else is open."""
    doubt = Doubt()
    answers = [doubt.holds(undominated, player, support) for player, support in enumerate(masks)]
    if False in answers:
        return False
    if doubtful is not None:
        answers.append(doubt.holds(_is_nash, undominated.game, doubtful))
    return all_hold(answers, doubt)


def _is_nash(game: NormalForm, profile: Profile) -> bool:
    """Whether every strategy in use earns the most that any strategy does."""
    doubt = Doubt()
    answers: list[bool | None] = []
    for player, support in enumerate(profile.supports):
        values = deviation_payoffs(game, profile, player).tolist()
        answers += [doubt.holds(le, value, values[support[0]]) for value in values]
        answers += [doubt.holds(ge, values[k], values[support[0]]) for k in support[1:]]
    return all_hold(answers, doubt)
