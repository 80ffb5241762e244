"""The judgement on what a solver proposes: what is kept, with its certificate, and what was wrong with the rest."""

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

from selten.equilibria.certify import certify
from selten.equilibria.polish import polish
from selten.equilibria.solution import Equilibrium
from selten.games.enclosed import Enclosed, Undecided
from selten.games.normal_form import NormalForm, Number
from selten.games.profile import Profile

TOLERANCE = 1e-6
"""The largest certified regret, as a part of the payoff range, with which a profile is kept as an equilibrium."""


@dataclass(frozen=True, slots=True)
class Vetted:
    """What is left of a solver's list.

    Parameters
    ----------
    equilibria : tuple of Equilibrium
        Each once, in the order they came in.
    false : int
        How many profiles were dropped because their regret is too large.
    repeats : int
        How many came more than once (exactly, after the recovery of exact profiles).
    undecided : tuple of str
        For enclosed games: the names of the numbers whose bounds leave open whether some profile is an equilibrium;
        those profiles are dropped.
    """

    equilibria: tuple[Equilibrium, ...]
    false: int = 0
    repeats: int = 0
    undecided: tuple[str, ...] = ()


def vet(game: NormalForm, profiles: Sequence[Profile], *, tolerance: float = TOLERANCE) -> Vetted:
    """Certify every profile, put the exact one in its place where it can be recovered, drop false and repeated ones.

    Guarantees that each equilibrium returned has a certified regret of at most ``tolerance`` times the payoff range.

    Examples
    --------
    >>> game = NormalForm.of([[[2, 0], [0, 1]], [[1, 0], [0, 2]]])
    >>> profiles = [Profile.pure((2, 2), (0, 0)), Profile.of([[1.0, 0.0], [1.0, 0.0]]), Profile.pure((2, 2), (0, 1))]
    >>> vetted = vet(game, profiles)
    >>> len(vetted.equilibria), vetted.repeats, vetted.false
    (1, 1, 1)
    """
    kept: dict[Profile, Equilibrium] = {}
    false, repeats = 0, 0
    undecided: set[str] = set()
    for profile in profiles:
        try:
            judged = judge(game, profile, tolerance=tolerance)
        except Undecided as error:
            undecided |= error.names
            continue
        if judged is None:
            false += 1
        elif judged.profile in kept:
            repeats += 1
        else:
            kept[judged.profile] = judged
    return Vetted(tuple(kept.values()), false, repeats, tuple(sorted(undecided)))


def judge(game: NormalForm, profile: Profile, *, tolerance: float = TOLERANCE) -> Equilibrium | None:
    """The equilibrium that the profile is, or None if its regret is above the tolerance.

    Raises
    ------
    Undecided
        If the bounds of an enclosed game do not tell.
    """
    if profile.is_exact and game.kind != "enclosed":
        certified = certify(game, profile)
        if certified.certificate.regret == 0:
            return certified
    exact = polish(game, profile) if not _is_enclosed(profile) else None
    certified = certify(game, exact if exact is not None else _plain(game, profile))
    return certified if _small(certified, tolerance) else None


def _plain(game: NormalForm, profile: Profile) -> Profile:
    """In an enclosed game doubles are read as rationals, so that the enclosure of the regret is one of that profile."""
    if game.kind != "enclosed" or profile.is_exact or _is_enclosed(profile):
        return profile
    rows = [[Fraction(p) for p in own] for own in profile.strategies]
    return Profile(tuple(tuple(p / sum(row) for p in row) for row in rows))


def _small(certified: Equilibrium, tolerance: float) -> bool:
    regret, scale = certified.certificate.regret, certified.certificate.scale
    if isinstance(regret, Enclosed):
        return regret.high <= tolerance * float(scale) or regret.sign() == 0
    return bool(regret == 0 or float(regret) <= tolerance * float(scale))


def _is_enclosed(profile: Profile) -> bool:
    return any(isinstance(p, Enclosed) for own in profile.strategies for p in own)


def order(profiles: Sequence[Profile]) -> list[int]:
    """The positions of the profiles in the order of a solution: each strategy in turn, descending lexicographically.

    Examples
    --------
    >>> order([Profile.pure((2, 2), (1, 1)), Profile.pure((2, 2), (0, 0))])
    [1, 0]
    """

    def key(position: int) -> tuple[Number, ...]:
        return tuple(_comparable(p) for own in profiles[position].strategies for p in own)

    return sorted(range(len(profiles)), key=key, reverse=True)


def _comparable(value: Number) -> Number:
    return float(value) if isinstance(value, Enclosed) else value
