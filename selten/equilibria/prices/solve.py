"""Solve a price game: equilibria found in floats from several starts, each then proven in whole numbers.

What is found is some equilibria, each certified: never said to be all of them.
"""

import time
from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

import numpy as np

from selten.equilibria.prices.exact import ExactPair, prove
from selten.equilibria.prices.oracle import Listener, Oracle, climb
from selten.games.errors import InputError
from selten.games.prices.protocol import Ints, PriceGame

SMALL = 4_000
"""Games of at most this many cells are given to Lemke-Howson whole."""

_STRIDE = 5
"""How far the first labels of several starts are apart."""


@dataclass(frozen=True, slots=True)
class PriceEquilibrium:
    """An equilibrium of a price game on its grid.

    Parameters
    ----------
    supports : tuple of two int arrays
        The strategies in use, by number, ascending.
    weights : tuple of two tuples
        Their probabilities: Fractions if ``exact``, else floats.
    payoffs : tuple of two
        Fractions if ``exact``, else floats.
    regret : float
        What a firm gains at most by any other price vector of the grid: exactly 0 if ``exact``, else from a sweep in
        floats.
    exact : bool
        Whether it is proven: every price vector compared in whole numbers, ties included. The proof is about the game
        as tabulated; where demand is not rational, true payoffs differ by at most the game's ``error`` and the true
        regret is at most twice that.
    start : int
        The first start that led here.
    """

    supports: tuple[Ints, Ints]
    weights: tuple[tuple[Fraction | float, ...], tuple[Fraction | float, ...]]
    payoffs: tuple[Fraction | float, Fraction | float]
    regret: float
    exact: bool
    start: int

    @property
    def pure(self) -> bool:
        """Whether nobody mixes."""
        return all(support.size == 1 for support in self.supports)


@dataclass(frozen=True, slots=True)
class PriceSolution:
    """What solving a price game gave.

    Parameters
    ----------
    equilibria : tuple of PriceEquilibrium
        The distinct ones found, in the order of the starts: not necessarily all that there are.
    starts : int
        How many starts were made.
    unsolved : int
        How many of them led to no equilibrium.
    sweeps : int
        The sweeps over a firm's whole grid that it all took; those over coarser grids count for their share.
    seconds : tuple of two floats
        How long finding and proving took.
    """

    equilibria: tuple[PriceEquilibrium, ...]
    starts: int
    unsolved: int
    sweeps: int
    seconds: tuple[float, float]

    @property
    def status(self) -> str:
        """A sentence on what is known."""
        if not self.equilibria:
            return "no equilibrium was found from any start"
        proven = sum(e.exact for e in self.equilibria)
        return (
            f"distinct equilibria found: {len(self.equilibria)}, proven exactly on the grid: {proven} (starts: "
            f"{self.starts}, without an equilibrium: {self.unsolved}); there may be others"
        )


def solve_prices(
    game: PriceGame, *, starts: int = 1, pivot: int = 0, exact: bool = True, listener: Listener | None = None
) -> PriceSolution:
    """Equilibria of a price game.

    Parameters
    ----------
    starts : int
        From how many first labels of Lemke-Howson to begin; beyond the first, also from other prices.
    pivot : int
        The first of these labels.
    exact : bool
        Whether to prove what is found. (Without, the last sweep in floats is all the evidence.)
    listener : callable, optional
        Told the progress each round; what it raises ends the solve.

    Raises
    ------
    InputError
        If starts is not positive.

    Examples
    --------
    >>> from selten.games.consumers.atoms import Atoms
    >>> from selten.games.bundling import BundlingMarket
    >>> from selten.games.prices.grids import duopoly_game
    >>> consumers = Atoms.of([(0, "1/2"), (0, 1), ("3/5", 0), ("3/5", "2/5")], ["1/4"] * 4)
    >>> found = solve_prices(duopoly_game(BundlingMarket(consumers, Fraction(0)), "001", "100", step="1/20"))
    >>> equilibrium = found.equilibria[0]
    >>> equilibrium.exact, equilibrium.pure, [str(x) for x in equilibrium.payoffs]
    (True, False, ['3/8', '7/80'])
    """
    if starts < 1:
        raise InputError(f"starts: got {starts}; allowed: at least 1")
    equilibria: list[PriceEquilibrium] = []
    unsolved, sweeps, seconds = 0, 0, [0.0, 0.0]
    for number in range(starts):
        begun = time.perf_counter()
        oracle, found, cost = climb(game, start=_start(game, number), pivot=pivot + _STRIDE * number, listener=listener)
        middle = time.perf_counter()
        before = oracle.sweeps
        pair = prove(oracle) if exact else None
        seconds = [seconds[0] + middle - begun, seconds[1] + time.perf_counter() - middle]
        sweeps += cost + oracle.sweeps - before
        if pair is None and not found:
            unsolved += 1
            continue
        new = _proven(pair, number) if pair else _floating(oracle, number)
        if not any(_same(new, old) for old in equilibria):
            equilibria.append(new)
    return PriceSolution(tuple(equilibria), starts, unsolved, sweeps, (seconds[0], seconds[1]))


def _start(game: PriceGame, number: int) -> Sequence[Ints] | None:
    """All strategies of a small game; of another, nothing for the first start and some strategies for others."""
    if game.counts[0] * game.counts[1] <= SMALL:
        return [np.arange(count) for count in game.counts]
    if number == 0:
        return None
    draw = np.random.default_rng(number)
    return [draw.integers(count, size=1) for count in game.counts]


def _proven(pair: ExactPair, start: int) -> PriceEquilibrium:
    first, second = pair.mixtures
    return PriceEquilibrium(
        (first.support, second.support), (first.weights, second.weights), pair.payoffs, 0.0, True, start
    )


def _floating(oracle: Oracle, start: int) -> PriceEquilibrium:
    ordered = []
    for firm in (0, 1):
        support, weights = oracle.support(firm)
        order = np.argsort(support)
        ordered.append((support[order], tuple(weights[order].tolist())))
    (s0, w0), (s1, w1) = ordered
    return PriceEquilibrium((s0, s1), (w0, w1), oracle.values, oracle.regret, False, start)


def _same(one: PriceEquilibrium, other: PriceEquilibrium) -> bool:
    """Whether two are one: the same supports and, up to rounding if either is in floats, weights."""
    for own, mine, theirs, weights in zip(one.supports, one.weights, other.supports, other.weights, strict=True):
        if not np.array_equal(own, theirs):
            return False
        if one.exact and other.exact:
            if mine != weights:
                return False
        elif not np.allclose([float(x) for x in mine], [float(x) for x in weights], rtol=0, atol=1e-9):
            return False
    return True
