"""Equilibria of Bayesian games through their trees: one of two players by complementary pivoting, certified by us.

Gambit reads the tree as .efg and pivots on its sequence form in rationals; whether the profile is an equilibrium is
then decided by :meth:`selten.games.bayesian.BayesianGame.regret` alone. Gambit numbers information sets in its own
order, so each is found by a path that leads to it.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from selten.games.bayesian import BayesianGame
from selten.games.bayesian_parts import Strategies
from selten.games.errors import InputError
from selten.games.extensive_form import ExtensiveForm
from selten.games.interop.packages import to_pygambit


@dataclass(frozen=True, slots=True)
class BayesianEquilibrium:
    """A profile with what each player earns and the largest regret of a type, all exact; 0 for an equilibrium."""

    strategies: Strategies
    payoffs: tuple[Fraction, ...]
    regret: Fraction


def pivoting_equilibrium(game: BayesianGame) -> BayesianEquilibrium:
    """One equilibrium of a two-player game in exact arithmetic (others may exist), with its regret.

    Raises
    ------
    InputError
        For another number of players.

    Examples
    --------
    >>> from selten.games.discrimination import Prior
    >>> from selten.games.price_lattice import no_information_game
    >>> found = pivoting_equilibrium(no_information_game(Prior.of([(1, [2, 1], [0, 0])]), 1))
    >>> found.regret, [str(x) for x in found.payoffs]
    (Fraction(0, 1), ['1', '1/2'])
    """
    if len(game.players) != 2:
        raise InputError(f"pivoting_equilibrium: got {len(game.players)} players; allowed: 2")
    import pygambit

    written = game.tree()
    found = pygambit.nash.lcp_solve(to_pygambit(written), rational=True).equilibrium
    strategies: list[list[tuple[Fraction, ...]]] = [[] for _ in game.players]
    for i, t, selector in _selectors(game, written):
        chances = found[selector]
        actions = game.types[i][t].actions
        strategies[i].append(tuple(Fraction(str(chances[action])) for action in actions))
    profile = tuple(map(tuple, strategies))
    return BayesianEquilibrium(profile, game.expected(profile), game.regret(profile))


def gambit_agent_regret(game: BayesianGame, strategies: Strategies) -> Fraction:
    """What Gambit finds as the agent regret of a profile in the game's tree: the largest gain of a type by one action.

    Examples
    --------
    >>> from selten.games.discrimination import Prior
    >>> from selten.games.price_lattice import no_information_game
    >>> game = no_information_game(Prior.of([(1, [2, 1], [0, 0])]), 1)
    >>> one, zero = Fraction(1), Fraction(0)
    >>> gambit_agent_regret(game, (((one, zero, zero),), ((one, zero, zero),)))
    Fraction(1, 2)
    """
    written = game.tree()
    profile = to_pygambit(written).mixed_behavior_profile(rational=True)
    for i, t, selector in _selectors(game, written):
        weights = map(str, strategies[i][t])
        profile.set_mixed_action(selector, dict(zip(game.types[i][t].actions, weights, strict=True)))
    return Fraction(str(profile.agent_max_regret()))


def _selectors(game: BayesianGame, written: ExtensiveForm) -> Iterator[tuple[int, int, Any]]:
    """For each player and type a path in Gambit's words to a node of its information set."""
    import pygambit

    chance = written.infosets[0].actions
    for i, own in enumerate(game.types):
        for t in range(len(own)):
            number, draw = next((k, draw) for k, draw in enumerate(game.draws) if draw.types[i] == t)
            before = [game.types[j][draw.types[j]].actions[0] for j in range(i)]
            yield i, t, pygambit.H.path(chance[number], *before)
