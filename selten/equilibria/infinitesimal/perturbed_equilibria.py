"""All extreme equilibria of a two-player game perturbed by an infinitesimal, exactly.

The list holds for every sufficiently small e > 0. Steps:

1. The only questions that the enumeration asks are signs of determinants of its constraints (rows ``x_i >= 0`` and
   ``v >= sum_i x_i b_ij(e)``, square in ``(x, v)``): these signs decide which labels are tight at which extreme
   strategy. With integer payoffs such a determinant is a polynomial p in e with integer coefficients. On the circle
   abs(e) = 1 it is at most the product H of the lengths of the rows (Hadamard), hence so is each coefficient (Cauchy).
2. If c e**k is the lowest term of p, then abs(p / e**k - c) <= H e / (1 - e) < 1 <= abs(c) for 0 < e < 1 / (1 + H): p
   has one sign there, that of its lowest term. So the game at e = 1 / (2 + H) has exactly the tight labels that the
   game has for every smaller e > 0. It is enumerated exactly.
3. Each strategy found is solved for again as polynomials in e, from its tight labels alone, and the sign of every
   probability and of every slack is checked in the ordered field. That proves each equilibrium without step 2; step 2
   proves that there are no others.

A fixed small number in the place of e proves nothing: how small is small enough depends on the payoffs.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from math import isqrt, prod
from typing import Any

import numpy as np
import numpy.typing as npt

from selten.equilibria.components import structure
from selten.equilibria.enumerate import extreme_equilibria
from selten.equilibria.infinitesimal.strategies import PerturbedSide, Strategy
from selten.equilibria.solution import Component
from selten.games.errors import InputError
from selten.games.infinitesimal import Infinitesimal
from selten.games.perturbed import PerturbedGame
from selten.games.profile import Profile


@dataclass(frozen=True, slots=True)
class PerturbedEquilibrium:
    """An extreme equilibrium of a perturbed game, for every small enough e, and what it tends to.

    Parameters
    ----------
    strategies : two tuples of Infinitesimal
        The probabilities as functions of e.
    payoffs : two Infinitesimals
    limit : Profile
        The standard part: an equilibrium of the unperturbed game, not always an extreme one.
    limit_payoffs : two Fractions
        What the limit pays there.
    """

    strategies: tuple[Strategy, Strategy]
    payoffs: tuple[Infinitesimal, Infinitesimal]
    limit: Profile
    limit_payoffs: tuple[Fraction, Fraction]

    @property
    def supports(self) -> tuple[tuple[int, ...], ...]:
        """The strategies that each player plays, ascending; the limit may play fewer."""
        return tuple(tuple(k for k, p in enumerate(own) if p.sign) for own in self.strategies)


@dataclass(frozen=True, slots=True)
class PerturbedSolution:
    """All extreme equilibria of a perturbed game.

    Parameters
    ----------
    game : PerturbedGame
    equilibria : tuple of PerturbedEquilibrium
        Ordered as those of a :class:`~selten.equilibria.solution.Solution`, in the field's order.
    nash_subsets : tuple of tuple of int
        The maximal ones, as ascending positions in ``equilibria``.
    components : tuple of Component
        With payoff ranges in the field; ``index`` is None.
    holds_to : Fraction
        The list, its labels, subsets and components hold for every real e with 0 < e <= ``holds_to`` (and perhaps far
        beyond: this is what the bound of the module's text proves).
    """

    game: PerturbedGame
    equilibria: tuple[PerturbedEquilibrium, ...]
    nash_subsets: tuple[tuple[int, ...], ...]
    components: tuple[Component, ...]
    holds_to: Fraction


def solve_perturbed(game: PerturbedGame, *, time_limit: float | None = None) -> PerturbedSolution:
    """All extreme equilibria of a two-player game perturbed by an infinitesimal.

    Guarantees that the list is complete and exact for every e in (0, ``holds_to``].

    Parameters
    ----------
    time_limit : float, optional
        Seconds for the enumeration.

    Raises
    ------
    InputError
        If the game has not two players.
    OutOfTimeError
        If the time limit strikes.

    Examples
    --------
    Entering (strategy 2) a market that is worth nothing once the rival is in: without a cost everybody may enter.

    >>> from selten.games.normal_form import NormalForm
    >>> from selten.games.perturbed import with_entry_cost
    >>> market = NormalForm.of([[[0, 0], [1, 0]], [[0, 1], [0, 0]]])
    >>> answer = solve_perturbed(with_entry_cost(market, [[0, 1], [0, 1]]))
    >>> [[str(p) for p in own] for own in answer.equilibria[1].strategies]
    [['e', '1 - e'], ['e', '1 - e']]
    >>> len(answer.equilibria), answer.equilibria[1].limit.supports
    (3, ((1,), (1,)))
    """
    if len(game.base.players) != 2:
        raise InputError(f"solve_perturbed: got {len(game.base.players)} players; allowed: 2")
    layers, denominator = game.integers()
    tiny = Fraction(1, 2 + max(_bound([layer[1] for layer in layers]), _bound([layer[0].T for layer in layers])))
    numbers = game.at(tiny)
    profiles = extreme_equilibria(numbers, time_limit=time_limit)
    first = PerturbedSide(layers, denominator, numbers, 1)
    mirrored = all(layer[0].shape == layer[1].T.shape and (layer[0] == layer[1].T).all() for layer in layers)
    sides = first, first if mirrored else PerturbedSide(layers, denominator, numbers, 0)
    found = [_equilibrium(profile, sides) for profile in profiles]
    # the bound is on signs of slacks only: which of two probabilities is larger is asked in the field
    order = sorted(range(len(found)), key=lambda k: found[k].strategies, reverse=True)
    profiles, found = [profiles[k] for k in order], [found[k] for k in order]
    subsets, components = structure(profiles, [e.payoffs for e in found])
    return PerturbedSolution(game, tuple(found), subsets, components, tiny)


def _bound(layers: Sequence[npt.NDArray[Any]]) -> int:
    """H of the module's text for one player: own strategies down, the opponent's replies across in each layer."""
    sizes: npt.NDArray[Any] = np.sum([abs(layer) for layer in layers], axis=0)
    lengths: list[int] = sorted(isqrt(int((column**2).sum()) + 1) + 1 for column in sizes.T)
    return prod(lengths[-(len(sizes) + 1) :])


def _equilibrium(profile: Profile, sides: tuple[PerturbedSide, PerturbedSide]) -> PerturbedEquilibrium:
    x, y = (side.solved(own) for side, own in zip(sides, profile.strategies, strict=True))
    for own, best in ((x.strategy, y.best), (y.strategy, x.best)):
        if any(p.sign and not best >> k & 1 for k, p in enumerate(own)):
            raise RuntimeError("solve_perturbed: a pair of the enumeration plays a strategy that is no best reply")
    pays = y.value, x.value
    return PerturbedEquilibrium(
        (x.strategy, y.strategy), pays, Profile((x.limit, y.limit)), (pays[0].standard_part, pays[1].standard_part)
    )
