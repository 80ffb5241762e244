"""Mixed strategy profiles, what they pay, and how much a player regrets: the one definition of Nash.

The regret of a player at a profile is the most it could gain by changing its own strategy alone; the regret of a
profile is the largest of them. A Nash equilibrium is a profile of regret zero. Everything here works in the arithmetic
of its arguments: exact profiles of exact games give exact regrets.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any, Protocol

import numpy as np
import numpy.typing as npt

from selten.games.enclosed import Enclosed
from selten.games.errors import InputError
from selten.games.normal_form import Number
from selten.games.number import exact_number, shown_number


class Game(Protocol):
    """What a solver or a certificate needs of a game."""

    @property
    def players(self) -> tuple[str, ...]:
        """The players' labels."""

    @property
    def counts(self) -> tuple[int, ...]:
        """How many pure strategies each player has."""

    def sweep(self, player: int, strategies: Sequence[Sequence[Number]]) -> npt.NDArray[Any]:
        """The payoff of each own pure strategy against the others' mixed strategies."""


@dataclass(frozen=True, slots=True)
class Profile:
    """One mixed strategy for each player, as probabilities over all its pure strategies.

    Make one with :meth:`of` (checked) or :meth:`pure`.
    """

    strategies: tuple[tuple[Number, ...], ...]

    @classmethod
    def of(cls, strategies: Sequence[Sequence[Any]], *, tolerance: float = 1e-9) -> "Profile":
        """A checked profile: probabilities at least 0 that sum to 1 (exactly; floats within ``tolerance``).

        Exact entries (integers, Fractions, strings) stay exact, a float in a strategy makes that strategy float.

        Raises
        ------
        InputError
            Naming the player and the value.

        Examples
        --------
        >>> Profile.of([["1/2", "1/2"], [1, 0]]).supports
        ((0, 1), (0,))
        """
        return cls(tuple(_mixed(own, f"strategies[{i}]", tolerance) for i, own in enumerate(strategies)))

    @classmethod
    def pure(cls, counts: Sequence[int], choices: Sequence[int]) -> "Profile":
        """The profile where player i plays its strategy number ``choices[i]`` for sure."""
        return cls(tuple(tuple(Fraction(int(k == c)) for k in range(m)) for m, c in zip(counts, choices, strict=True)))

    @property
    def supports(self) -> tuple[tuple[int, ...], ...]:
        """For each player the numbers of the pure strategies played with positive probability."""
        return tuple(tuple(k for k, p in enumerate(own) if p != 0) for own in self.strategies)

    @property
    def is_pure(self) -> bool:
        """Whether every player plays one strategy for sure."""
        return all(len(support) == 1 for support in self.supports)

    @property
    def is_exact(self) -> bool:
        """Whether every probability is a rational."""
        return all(isinstance(p, Fraction) for own in self.strategies for p in own)

    def _repr_html_(self) -> str:
        from selten.games.html import profile_html

        return profile_html(self)


def payoffs(game: Game, profile: Profile) -> tuple[Number, ...]:
    """What each player gets at a profile."""
    return tuple(_dot(profile.strategies[i], deviation_payoffs(game, profile, i)) for i in range(len(game.players)))


def deviation_payoffs(game: Game, profile: Profile, player: int) -> npt.NDArray[Any]:
    """What ``player`` gets from each own pure strategy while the others keep to the profile."""
    return game.sweep(player, profile.strategies)


def regrets(game: Game, profile: Profile) -> tuple[Number, ...]:
    """For each player the most that it could gain by changing its own strategy alone (at least 0)."""
    return payoffs_and_regrets(game, profile)[1]


def payoffs_and_regrets(game: Game, profile: Profile) -> tuple[tuple[Number, ...], tuple[Number, ...]]:
    """What each player gets and what it could gain, from one sweep a player.

    Examples
    --------
    >>> from selten.games.normal_form import NormalForm
    >>> prisoners = NormalForm.of([[[3, 0], [5, 1]], [[3, 5], [0, 1]]])
    >>> payoffs_and_regrets(prisoners, Profile.pure((2, 2), (0, 1)))
    ((Fraction(0, 1), Fraction(5, 1)), (Fraction(1, 1), Fraction(0, 1)))
    """
    earned, gains = [], []
    for player, own in enumerate(profile.strategies):
        values = deviation_payoffs(game, profile, player)
        best: Number = max(values.tolist())
        earned.append(_dot(own, values))
        gains.append(best - earned[-1])
    return tuple(earned), tuple(gains)


def regret(game: Game, profile: Profile) -> Number:
    """The largest regret of any player: zero exactly at a Nash equilibrium.

    Examples
    --------
    >>> from selten.games.normal_form import NormalForm
    >>> prisoners = NormalForm.of([[[3, 0], [5, 1]], [[3, 5], [0, 1]]])
    >>> regret(prisoners, Profile.pure((2, 2), (0, 0))), regret(prisoners, Profile.pure((2, 2), (1, 1)))
    (Fraction(2, 1), Fraction(0, 1))
    """
    return max(regrets(game, profile))


def check_fits(game: Game, profile: Profile) -> None:
    """Raise InputError unless the profile has a strategy of the right length for each player."""
    got = tuple(len(own) for own in profile.strategies)
    if got != game.counts:
        raise InputError(f"strategies: got lengths {list(got)}; allowed: {list(game.counts)}, as the game has")


def _dot(weights: Sequence[Number], values: npt.NDArray[Any]) -> Number:
    total: Any = Fraction(0)
    for weight, value in zip(weights, values.tolist(), strict=True):
        if isinstance(weight, Enclosed) or weight != 0:
            total = total + weight * value
    return total


def _mixed(own: Sequence[Any], field: str, tolerance: float) -> tuple[Number, ...]:
    floats = any(isinstance(p, (float, np.floating)) for p in own)
    exact = [exact_number(p, f"{field}[{k}]") for k, p in enumerate(own)]
    for k, p in enumerate(exact):
        if p < 0:
            raise InputError(f"{field}[{k}]: got {own[k]}; allowed: a probability, at least 0")
    total = sum(exact, Fraction(0))
    if abs(total - 1) > (Fraction(tolerance) if floats else 0):
        got = float(total) if floats and total < 2**1000 else shown_number(total)
        raise InputError(f"{field}: got probabilities that sum to {got}; allowed: 1")
    return tuple(float(p) for p in own) if floats else tuple(exact)
