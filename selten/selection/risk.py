"""Risk dominance between two equilibria of a two-player game, exactly.

Source: Harsanyi and Selten, A General Theory of Equilibrium Selection in Games (1988), chapter 5. Two equilibria are
compared in the formation that they span (:mod:`selten.selection.bicentric`):

1. if that is a 2 x 2 game in which both are strict, the one with the larger product of the two players' losses from
   deviating alone risk-dominates; with equal products neither does;
2. otherwise the linear tracing procedure (:mod:`selten.equilibria.tracing`) is started at the bicentric prior. If it
   leads to one of the two, that one risk-dominates; if it leads to a third equilibrium, neither does.

(The first rule is what the second comes to in such games.) Where ties let the tracing procedure end at several
equilibria, depending on how small changes of payoffs resolve them, the comparison is undecided: the book then turns to
the logarithmic tracing procedure, which is not exact.
"""

from dataclasses import dataclass
from enum import Enum

from selten.equilibria.enumeration.screen import Kept, restrict, spread
from selten.equilibria.solution import Solution
from selten.equilibria.tracing import Point, trace
from selten.games.enclosed import Undecided
from selten.games.errors import InputError
from selten.games.normal_form import NormalForm, Number
from selten.games.profile import Profile, check_fits
from selten.selection.bicentric import bicentric_prior, formation
from selten.selection.exactly import ROUNDED, exact_game, exact_profile, exact_profiles
from selten.selection.rule import Choice
from selten.selection.strict import strictness


class Verdict(Enum):
    """Which of two equilibria risk-dominates the other."""

    FIRST = "The first risk-dominates the second."
    SECOND = "The second risk-dominates the first."
    NEITHER = "Neither risk-dominates the other: expectations lead to a third equilibrium."
    UNDECIDED = "Undecided: ties or bounds leave open where expectations lead."


@dataclass(frozen=True, slots=True)
class RiskDominance:
    """The comparison of two equilibria, and what it rests on.

    Parameters
    ----------
    verdict : Verdict
    reached : tuple of Profile
        The equilibria that expectations may lead to, as profiles of the whole game: one where it is decided.
    formation : tuple of two tuples of int
        The strategies of each player that matter to the comparison.
    prior : Profile
        The bicentric prior, over the whole game's strategies.
    losses : (Number, Number) or None
        The products of the losses from deviating, for the first and the second equilibrium, where they decide.
    path : tuple of (t, Profile)
        The corners of the path of the tracing procedure in the game restricted to the formation, where it decides.
    complete : bool
        Whether all ways to resolve ties were followed to their ends.
    """

    verdict: Verdict
    reached: tuple[Profile, ...]
    formation: Kept
    prior: Profile
    losses: tuple[Number, Number] | None = None
    path: tuple[Point, ...] = ()
    complete: bool = True


def risk_dominance(game: NormalForm, first: Profile, second: Profile) -> RiskDominance:
    """Compare two equilibria by risk dominance.

    Raises
    ------
    InputError
        If the game has not two players, or one of the profiles is no equilibrium, does not fit, holds floats other than
        0 and 1, or is the other one.
    Undecided
        If bounds of an enclosed game leave a comparison open.

    Examples
    --------
    >>> stag_hunt = NormalForm.of([[[4, 0], [3, 3]], [[4, 3], [0, 3]]])
    >>> found = risk_dominance(stag_hunt, Profile.pure((2, 2), (0, 0)), Profile.pure((2, 2), (1, 1)))
    >>> found.verdict.name, [str(loss) for loss in found.losses]
    ('SECOND', ['1', '9'])
    """
    exact = exact_game(game)
    pair = _checked(exact, first, "first"), _checked(exact, second, "second")
    if pair[0] == pair[1]:
        raise InputError("second: got the first equilibrium again; allowed: another one")
    kept = formation(exact, *pair)
    part, small = restrict(exact, kept), [_cut(profile, kept) for profile in pair]
    prior = bicentric_prior(part, *small)
    shown = _whole(prior, kept, exact.counts)
    if part.counts == (2, 2) and all(strictness(part, profile).strict for profile in small):
        verdict, end, losses = _by_losses(part, small)
        return RiskDominance(verdict, (_whole(end, kept, exact.counts),), kept, shown, losses)
    traced = trace(part, prior)
    reached = tuple(_whole(end, kept, exact.counts) for end in traced.ends)
    verdict = _verdict(reached, pair) if traced.complete else Verdict.UNDECIDED
    return RiskDominance(verdict, reached, kept, shown, path=traced.path, complete=traced.complete)


@dataclass(frozen=True, slots=True)
class RiskDominant:
    """Keeps the equilibrium that risk-dominates every other one of the solution, if there is one.

    Parameters
    ----------
    most : int
        Longer lists are not compared pair by pair.
    """

    most: int = 24

    def __call__(self, solution: Solution) -> Choice:
        """The one equilibrium that no other keeps from being chosen; the reason says so if there is none."""
        if len(solution.game.players) != 2:
            reason = f"Risk dominance is decided for two players only, and the game has {len(solution.game.players)}."
            return Choice((), reason, False)
        profiles = exact_profiles(solution)
        if profiles is None:
            return Choice((), ROUNDED, False)
        if len(profiles) > self.most:
            reason = f"{len(profiles)} equilibria are too many to compare pair by pair: at most {self.most}."
            return Choice((), reason, False)
        return _tournament(exact_game(solution.game), profiles)


def _checked(game: NormalForm, profile: Profile, name: str) -> Profile:
    if len(game.players) != 2:
        raise InputError(f"risk_dominance: got {len(game.players)} players; allowed: 2")
    check_fits(game, profile)
    exactly = exact_profile(profile)
    if exactly is None or not strictness(game, exactly).nash:
        raise InputError(f"{name}: got a profile that is no exact equilibrium; allowed: an equilibrium in rationals")
    return exactly


def _by_losses(part: NormalForm, pair: list[Profile]) -> tuple[Verdict, Profile, tuple[Number, Number]]:
    """In a 2 x 2 game with two strict equilibria: the verdict, where it leads, and the products of losses."""
    losses = [_losses(part, profile) for profile in pair]
    first, second = (own[0] * own[1] for own in losses)
    if first == second:
        # the mixed one: each player's odds make the other indifferent between its two losses
        mixed = []
        for player in (0, 1):
            weights = losses[1][1 - player], losses[0][1 - player]
            at = [profile.supports[player][0] for profile in pair]
            total = weights[0] + weights[1]
            mixed.append(tuple(weights[at.index(k)] / total for k in (0, 1)))
        return Verdict.NEITHER, Profile((mixed[0], mixed[1])), (first, second)
    verdict = Verdict.FIRST if first > second else Verdict.SECOND
    return verdict, pair[verdict is Verdict.SECOND], (first, second)


def _losses(part: NormalForm, profile: Profile) -> tuple[Number, Number]:
    """What each player loses by its other strategy, in a 2 x 2 game."""
    i, j = (own[0] for own in profile.supports)
    first, second = part.payoffs
    return first[i, j] - first[1 - i, j], second[i, j] - second[i, 1 - j]


def _verdict(reached: tuple[Profile, ...], pair: tuple[Profile, Profile]) -> Verdict:
    if len(reached) != 1:
        return Verdict.UNDECIDED
    for verdict, profile in zip((Verdict.FIRST, Verdict.SECOND), pair, strict=True):
        if reached[0] == profile:
            return verdict
    return Verdict.NEITHER


def _cut(profile: Profile, kept: Kept) -> Profile:
    return Profile(tuple(tuple(own[k] for k in keep) for own, keep in zip(profile.strategies, kept, strict=True)))


def _whole(profile: Profile, kept: Kept, counts: tuple[int, ...]) -> Profile:
    sides = zip(profile.strategies, kept, counts, strict=True)
    return Profile(tuple(spread(own, keep, count) for own, keep, count in sides))


def _tournament(game: NormalForm, profiles: list[Profile]) -> Choice:
    """The winner of all its comparisons; each pair is compared at most once, and none that a loser plays again."""
    beaten: set[int] = set()
    doubtful: set[int] = set()
    for j in range(len(profiles)):
        for i in range(j):
            if not {i, j} <= beaten:
                _compared(game, profiles, (i, j), beaten, doubtful)
    left = [k for k in range(len(profiles)) if k not in beaten]
    if not left:
        return Choice((), "No equilibrium risk-dominates all others.")
    if doubtful & set(left):
        return Choice((), f"Risk dominance is open: {Verdict.UNDECIDED.value}", False)
    return Choice(tuple(left), "It risk-dominates every other equilibrium.")


def _compared(
    game: NormalForm, profiles: list[Profile], pair: tuple[int, int], beaten: set[int], doubtful: set[int]
) -> None:
    """Write down who of a pair is out, or that it is open."""
    i, j = pair
    try:
        verdict = risk_dominance(game, profiles[i], profiles[j]).verdict
    except Undecided:
        verdict = Verdict.UNDECIDED
    if verdict is Verdict.UNDECIDED:
        doubtful.update(pair)
    if verdict in (Verdict.SECOND, Verdict.NEITHER):
        beaten.add(i)
    if verdict in (Verdict.FIRST, Verdict.NEITHER):
        beaten.add(j)
