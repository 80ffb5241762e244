"""Pure price equilibria of any number of firms: best-reply dynamics from many starts, or every profile of a small game.

Each equilibrium is proven: every firm's price vectors are all compared with its own in whole numbers, ties included.
What dynamics find are some equilibria, and they may miss all; only a search of every profile says that there are no
others.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from math import prod

import numpy as np
import numpy.typing as npt

from selten.games.errors import InputError
from selten.games.prices.multiproduct import MultiproductGame

COMPLETE_CELLS = 3_000_000
"""Games of at most so many profiles are searched whole by default, if that takes at most COMPLETE_WORK comparisons."""

COMPLETE_WORK = 3_000_000_000

ROUNDS = 400
"""How often each firm may reply from one start before it is given up: dynamics may go round for ever."""


@dataclass(frozen=True, slots=True)
class PureEquilibrium:
    """Price vectors, by number, from which no firm gains by leaving alone; proven in whole numbers."""

    strategies: tuple[int, ...]
    payoffs: tuple[Fraction, ...]


@dataclass(frozen=True, slots=True)
class PureSearch:
    """What a search for pure price equilibria gave.

    Parameters
    ----------
    equilibria : tuple of PureEquilibrium
        Distinct, in ascending order of the strategies.
    complete : bool
        Whether every profile was looked at, so that there are no others.
    starts : int
        From how many profiles the dynamics began; 0 if complete.
    unsettled : int
        How many of them came to no rest.
    """

    equilibria: tuple[PureEquilibrium, ...]
    complete: bool
    starts: int
    unsettled: int

    @property
    def status(self) -> str:
        """A sentence on what is known."""
        found = f"{len(self.equilibria)} pure equilibria"
        if self.complete:
            return f"{found}, all that there are on the grid: every profile was compared in whole numbers"
        rest = f"{self.unsettled} of {self.starts} starts came to no rest"
        return f"{found} found by best replies and proven on the grid; {rest}; there may be others"


def pure_price_equilibria(
    game: MultiproductGame, *, starts: int = 32, seed: int = 0, complete: bool | None = None
) -> PureSearch:
    """Pure equilibria of a price game of any number of firms.

    Parameters
    ----------
    starts : int
        From how many random profiles best-reply dynamics begin, if the search is not complete.
    seed : int
        Of the starts, and of choices among best replies.
    complete : bool, optional
        Whether to look at every profile; by default if that is quick.

    Raises
    ------
    InputError
        If starts is not positive, or a complete search would take too much memory.

    Examples
    --------
    Three firms sell the same component to a consumer who values it at 2: two of them at cost, or all one step above.

    >>> from selten.games.prices.multiproduct_grids import multiproduct_game
    >>> from selten.games.prices.multiproduct_market import MultiproductMarket
    >>> game = multiproduct_game(MultiproductMarket.of([[2]], [1]), [["1"]] * 3, step=1)
    >>> found = pure_price_equilibria(game)
    >>> found.complete, [e.strategies for e in found.equilibria][-2:]
    (True, [(1, 1, 1), (2, 0, 0)])
    """
    if starts < 1:
        raise InputError(f"starts: got {starts}; allowed: at least 1")
    if complete is None:
        cells = prod(game.counts)
        rows = sum(cells // (own[-1].size if own else 1) for own in game.grids)
        complete = cells <= COMPLETE_CELLS and rows * game.baskets.worth.size <= COMPLETE_WORK
    if complete:
        return PureSearch(tuple(_proven(game, s) for s in _all_pure(game)), True, 0, 0)
    draw = np.random.default_rng(seed)
    found: set[tuple[int, ...]] = set()
    unsettled = 0
    for _ in range(starts):
        rest = settle(game, [int(draw.integers(count)) for count in game.counts], draw)
        found |= {rest} if rest else set()
        unsettled += rest is None
    return PureSearch(tuple(_proven(game, s) for s in sorted(found)), False, starts, unsettled)


def settle(
    game: MultiproductGame, start: Sequence[int], draw: np.random.Generator, *, rounds: int = ROUNDS
) -> tuple[int, ...] | None:
    """Where best replies in turn come to rest, a pure equilibrium; None if they do not.

    A firm that could earn more moves to one of its best replies, drawn at random.
    """
    profile, firms = list(start), len(game.counts)
    content = 0
    for turn in range(rounds * firms):
        firm = turn % firms
        earned = game.exact_mixed(firm, [(np.array([s]), [1]) for s in profile])
        best = earned.max()
        if earned[profile[firm]] == best:
            content += 1
        else:
            profile[firm] = int(draw.choice(np.flatnonzero(earned == best)))
            content = 1
        if content == firms:
            return tuple(profile)
    return None


def _all_pure(game: MultiproductGame) -> list[tuple[int, ...]]:
    """Every pure equilibrium, from the payoffs of all profiles."""
    everything = [(np.arange(count), [1] * count) for count in game.counts]
    best: npt.NDArray[np.bool_] = np.ones(game.counts, dtype=bool)
    for firm, count in enumerate(game.counts):
        cells = game.exact_sweeps(firm, everything)
        shape = [*(c for i, c in enumerate(game.counts) if i != firm), count]
        reply = (cells == cells.max(axis=1, keepdims=True)).reshape(shape)
        best &= np.moveaxis(reply, -1, firm)
    return [tuple(int(k) for k in choices) for choices in np.argwhere(best)]


def _proven(game: MultiproductGame, strategies: tuple[int, ...]) -> PureEquilibrium:
    return PureEquilibrium(strategies, tuple(game.earned(i, strategies) for i in range(len(game.counts))))
