"""Correlated and coarse correlated equilibria of a game in normal form, with a proven optimum of any linear objective.

A distribution p over pure profiles is a *correlated equilibrium* when nobody who is told his part s_i gains by playing
another t_i: for every player i and s_i, t_i

    sum over s_-i of  p(s) * (u_i(t_i, s_-i) - u_i(s))  <=  0.

It is a *coarse* one when nobody gains by committing to t_i before he is told: the same summed over s_i. Both sets are
polytopes given by linear inequalities in p, so an objective linear in p is a linear program. Its dual proves the value:
multipliers y >= 0 on the inequalities with

    w(s) - sum of y * (gain of that deviation at s)  <=  value   for every profile s.

Source: R. Aumann, "Correlated equilibrium as an expression of Bayesian rationality", Econometrica 55 (1987); H. Moulin
and J.-P. Vial, "Strategically zero-sum games", International Journal of Game Theory 7 (1978).
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import product
from typing import Any

import numpy as np

from selten.equilibria.exact.proven_program import Program, proven_maximum
from selten.games.errors import InputError
from selten.games.normal_form import NormalForm
from selten.games.number import exact_number

Choices = tuple[int, ...]

MOST_PROFILES = 200_000


@dataclass(frozen=True, slots=True)
class Deviation:
    """To play ``instead`` when told ``told`` (None: whatever one would be told, for coarse equilibria)."""

    player: int
    told: int | None
    instead: int


@dataclass(frozen=True, slots=True)
class CorrelatedEquilibrium:
    """An optimal correlated equilibrium and the proof that none is better.

    Parameters
    ----------
    game : NormalForm
    coarse : bool
    distribution : tuple of (profile, probability)
        The profiles that are played with positive probability, as tuples of strategy numbers, ascending.
    payoffs : tuple of Fraction
        What each player gets.
    value : Fraction
        The objective.
    multipliers : tuple of (Deviation, Fraction)
        The positive multipliers of the dual.
    """

    game: NormalForm
    coarse: bool
    distribution: tuple[tuple[Choices, Fraction], ...]
    payoffs: tuple[Fraction, ...]
    value: Fraction
    multipliers: tuple[tuple[Deviation, Fraction], ...]


def correlated_equilibrium(
    game: NormalForm,
    objective: Any = None,
    *,
    coarse: bool = False,
    minimise: bool = False,
    time_limit: float | None = None,
) -> CorrelatedEquilibrium:
    """The correlated equilibrium that is best for an objective, exact, with its dual certificate.

    Parameters
    ----------
    game : NormalForm
        Exact, or in doubles, each taken as the binary fraction it is; any number of players.
    objective : sequence of n numbers, or array-like of shape (m_1, ..., m_n), optional
        A weight for each player's payoff, or the worth of each profile. By default the sum of payoffs.
    coarse : bool
        Whether deviations are chosen before the advice is heard.
    minimise : bool
        Whether the objective is to be small instead.
    time_limit : float, optional
        Seconds that the linear program may take in doubles.

    Raises
    ------
    InputError
        For enclosed payoffs, an objective of another shape, or more profiles than :data:`MOST_PROFILES`.
    TimeoutError
        If the limit strikes.
    UnprovenError
        If the optimum of a large program could not be proven exactly.

    Examples
    --------
    Chicken: advice reaches 21/2 in total, where Nash equilibria reach at most 9.

    >>> chicken = NormalForm.of([[[6, 2], [7, 0]], [[6, 7], [2, 0]]])
    >>> best = correlated_equilibrium(chicken)
    >>> best.value, [(profile, str(p)) for profile, p in best.distribution]
    (Fraction(21, 2), [((0, 0), '1/2'), ((0, 1), '1/4'), ((1, 0), '1/4')])
    """
    worth = _worth(game, objective)
    profiles = list(product(*map(range, game.counts)))
    values = [-worth[s] if minimise else worth[s] for s in profiles]
    shift = 1 - min(values)  # a positive objective makes the whole probability worth placing
    deviations = list(_deviations(game, coarse))
    places = {s: k for k, s in enumerate(profiles)}
    payoffs = _exact(game)
    rows = [_row(payoffs, deviation, game.counts, places) for deviation in deviations]
    rows.append(dict.fromkeys(range(len(profiles)), Fraction(1)))
    bounds = [Fraction(0)] * len(deviations) + [Fraction(1)]
    optimum = proven_maximum(Program([value + shift for value in values], rows, bounds), time_limit=time_limit)
    distribution = tuple((s, p) for s, p in zip(profiles, optimum.primal, strict=True) if p)
    return CorrelatedEquilibrium(
        game,
        coarse,
        distribution,
        tuple(sum((p * own[s] for s, p in distribution), Fraction(0)) for own in payoffs),
        sum((p * worth[s] for s, p in distribution), Fraction(0)),
        tuple((d, y) for d, y in zip(deviations, optimum.dual[:-1], strict=True) if y),
    )


def correlated_regret(
    game: NormalForm, distribution: Sequence[tuple[Choices, Fraction]], *, coarse: bool = False
) -> Fraction:
    """The largest gain of a single deviation from a distribution over profiles; 0 exactly for an equilibrium.

    Examples
    --------
    >>> chicken = NormalForm.of([[[6, 2], [7, 0]], [[6, 7], [2, 0]]])
    >>> correlated_regret(chicken, [((0, 0), Fraction(1))])
    Fraction(1, 1)
    """
    payoffs = _exact(game)
    gains = [Fraction(0)]
    for deviation in _deviations(game, coarse):
        advised = [(s, p) for s, p in distribution if deviation.told in (None, s[deviation.player])]
        gains.append(sum((p * _gain(payoffs, deviation, s) for s, p in advised), Fraction(0)))
    return max(gains)


def proves(best: CorrelatedEquilibrium, objective: Any = None, *, minimise: bool = False) -> bool:
    """Whether the certificate holds, from the game alone: an equilibrium of that value, and multipliers that bound it.

    Examples
    --------
    >>> chicken = NormalForm.of([[[6, 2], [7, 0]], [[6, 7], [2, 0]]])
    >>> proves(correlated_equilibrium(chicken))
    True
    """
    worth, payoffs, sign = _worth(best.game, objective), _exact(best.game), -1 if minimise else 1
    probabilities = [p for _, p in best.distribution]
    value = sum((p * worth[s] for s, p in best.distribution), Fraction(0))
    equilibrium = min(probabilities) >= 0 and sum(probabilities) == 1 and value == best.value
    if not equilibrium or correlated_regret(best.game, best.distribution, coarse=best.coarse) != 0:
        return False
    if any(y < 0 or (d.told is None) != best.coarse for d, y in best.multipliers):
        return False
    return all(
        _reduced(worth, payoffs, best, s, sign) <= sign * best.value for s in product(*map(range, best.game.counts))
    )


def _reduced(worth: Any, payoffs: Any, best: CorrelatedEquilibrium, s: Choices, sign: int) -> Fraction:
    """What the profile is worth beyond the multipliers of the deviations it invites."""
    invited = (y * _gain(payoffs, d, s) for d, y in best.multipliers if d.told in (None, s[d.player]))
    return Fraction(sign * worth[s] - sum(invited, Fraction(0)))


def _worth(game: NormalForm, objective: Any) -> Any:
    """The worth of each profile, an object array of Fractions."""
    if game.kind == "enclosed":
        raise InputError("game: got enclosed payoffs; allowed: exact payoffs or doubles")
    profiles = int(np.prod(game.counts))
    if profiles > MOST_PROFILES:
        raise InputError(f"game: got {profiles} profiles; allowed: at most {MOST_PROFILES} for a linear program")
    given = np.array([1] * len(game.players) if objective is None else objective, dtype=object)
    exact = np.array([exact_number(x, "objective") for x in given.ravel().tolist()], dtype=object).reshape(given.shape)
    if given.shape == game.counts and given.ndim > 1:
        return exact
    if given.shape != (len(game.players),):
        shapes = f"{(len(game.players),)} or {game.counts}"
        raise InputError(f"objective: got an array of shape {given.shape}; allowed: {shapes}")
    return np.tensordot(exact, _exact(game), 1)


def _exact(game: NormalForm) -> Any:
    numerators, denominator = game.exact()
    return numerators * Fraction(1, denominator)


def _deviations(game: NormalForm, coarse: bool) -> Iterator[Deviation]:
    for player, count in enumerate(game.counts):
        for told in (None,) if coarse else range(count):
            yield from (Deviation(player, told, instead) for instead in range(count) if instead != told)


def _gain(payoffs: Any, deviation: Deviation, s: Choices) -> Fraction:
    player = deviation.player
    other = (*s[:player], deviation.instead, *s[player + 1 :])
    return Fraction(payoffs[player][other] - payoffs[player][s])


def _row(
    payoffs: Any, deviation: Deviation, counts: tuple[int, ...], places: dict[Choices, int]
) -> dict[int, Fraction]:
    player = deviation.player
    ranges = [range(m) for m in counts]
    if deviation.told is not None:
        ranges[player] = range(deviation.told, deviation.told + 1)
    gains = ((places[s], _gain(payoffs, deviation, s)) for s in product(*ranges))
    return {place: gain for place, gain in gains if gain}
