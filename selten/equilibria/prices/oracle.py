"""Double oracle on a price game, from coarse to fine: equilibria in floats, with the last sweep as certificate.

Both firms begin with few price vectors; an equilibrium of the game restricted to these is found, and best replies from
the whole grid are added, several at once, until nobody gains. The game with every second price is solved first, and
hands its support on. See H. B. McMahan, G. J. Gordon and A. Blum, "Planning in the presence of cost functions
controlled by an adversary", ICML 2003.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from selten.equilibria.prices.restricted import Restricted, restricted_equilibrium
from selten.equilibria.prices.whole_pivots import whole_equilibrium
from selten.games.prices.protocol import Floats, Ints, PriceGame

TOLERANCE = 1e-12
"""The regret, as a share of the largest payoff, at which a float equilibrium counts as found."""

ROUGH = 1e-7
"""The same on coarser grids, whose equilibria are only where to begin."""

ADDED = 24
"""The most best replies of a firm that join in a round, one a row."""

ROUNDS = 2000


@dataclass(frozen=True, slots=True)
class Progress:
    """Where a solve is, told to the caller each round.

    Parameters
    ----------
    counts : tuple of two int
        The price vectors of the grid being solved.
    round : int
    known : tuple of two int
        The price vectors of the restricted game.
    regret : float
        What a firm gains at most by leaving the restricted game's equilibrium.
    """

    counts: tuple[int, int]
    round: int
    known: tuple[int, int]
    regret: float


Listener = Callable[[Progress], None]


class Oracle:
    """The double oracle on one grid: the restricted game and its equilibrium, and the sweeps spent so far."""

    def __init__(self, game: PriceGame, start: Sequence[Ints], pivot: int) -> None:
        self.game, self.pivot = game, pivot
        self.known = [np.unique(np.asarray(own, dtype=np.int64)) for own in start]
        self.blocks = [game.block(i, self.known[i], self.known[1 - i]) for i in (0, 1)]
        self.buffers = [np.empty(count) for count in game.counts]
        self.sweeps = self.rounds = 0
        self.answer: Restricted = self._restricted()
        self.values = (0.0, 0.0)
        self.regret = float("inf")

    def run(self, tolerance: float, listener: Listener | None = None) -> bool:
        """Add best replies until the regret, as a share of the largest payoff, is within tolerance; whether it is."""
        for _ in range(ROUNDS):
            new = self._replies(tolerance)
            self.rounds += 1
            if listener is not None:
                known = len(self.known[0]), len(self.known[1])
                listener(Progress(self.game.counts, self.rounds, known, self.regret))
            if new is None:
                return True
            if not any(own.size for own in new):
                return False
            self.add(new)
        return False

    def add(self, new: Sequence[Ints]) -> None:
        """Put more strategies, none of them known, into the restricted game and solve it."""
        known, game = self.known, self.game
        for i in (0, 1):
            right = game.block(i, known[i], new[1 - i])
            below = game.block(i, new[i], np.concatenate([known[1 - i], new[1 - i]]))
            self.blocks[i] = np.concatenate([np.concatenate([self.blocks[i], right], axis=1), below])
        self.known = [np.concatenate([a, b]) for a, b in zip(known, new, strict=True)]
        self.answer = self._restricted()

    def pivot_whole(self) -> None:
        """Solve the restricted game again, in whole numbers."""
        first, second = self._exact_blocks()
        weights, bases = whole_equilibrium(first, second, self.pivot % sum(first.shape))
        self.answer = Restricted(weights, bases)

    def support(self, firm: int) -> tuple[Ints, Floats]:
        """The strategies that the firm uses, by number, and their weights."""
        weights = self.answer.weights[firm]
        used = np.flatnonzero(weights)
        return self.known[firm][used], weights[used]

    def basis(self, firm: int) -> Ints:
        """The strategies of the firm in the final basis, by number."""
        return np.sort(self.known[firm][self.answer.bases[firm]])

    def _restricted(self) -> Restricted:
        return restricted_equilibrium(self.blocks[0], self.blocks[1], self.pivot, self._exact_blocks)

    def _exact_blocks(self) -> tuple[npt.NDArray[Any], npt.NDArray[Any]]:
        first, second = (self.game.exact_block(i, self.known[i], self.known[1 - i]) for i in (0, 1))
        return first, second

    def _replies(self, tolerance: float) -> list[Ints] | None:
        """New best replies of both firms; None if nobody gains more than the tolerance."""
        gains = []
        values = []
        for i in (0, 1):
            support, weights = self.support(1 - i)
            values.append(float(self.answer.weights[i] @ (self.blocks[i] @ self.answer.weights[1 - i])))
            sweep = self.game.sweep(i, support, weights, out=self.buffers[i]).reshape(self.game.rows[i], -1)
            best = sweep.argmax(axis=1)
            gains.append((sweep[np.arange(best.size), best] - values[i], best, sweep.shape[1]))
        self.sweeps += 2
        self.values = values[0], values[1]
        self.regret = max(0.0, *(float(gain.max()) for gain, _, _ in gains))
        allowed = [tolerance * size for size in self.game.largest]
        if all(gain.max() <= most for (gain, _, _), most in zip(gains, allowed, strict=True)):
            return None
        return [
            _unknown(_best(gain, best, length, most / 2), own)
            for (gain, best, length), most, own in zip(gains, allowed, self.known, strict=True)
        ]


def _best(gain: Floats, best: Ints, length: int, more_than: float) -> Ints:
    """The numbers of the best strategies of the rows that gain most, at most ADDED."""
    rows = np.argsort(-gain, kind="stable")[:ADDED]
    rows = rows[gain[rows] > more_than]
    return rows * length + best[rows]


def _unknown(strategies: Ints, known: Ints) -> Ints:
    """Those that are not known yet."""
    return np.asarray(strategies[~(strategies[:, None] == known[None, :]).any(axis=1)])


def ladder(game: PriceGame) -> list[tuple[PriceGame, tuple[Ints, Ints] | None]]:
    """The game and coarser ones, the coarsest first, each with its strategies' numbers in the next."""
    steps: list[tuple[PriceGame, tuple[Ints, Ints] | None]] = [(game, None)]
    while (coarser := steps[0][0].coarser()) is not None:
        steps.insert(0, coarser)
    return steps


def climb(
    game: PriceGame, *, start: Sequence[Ints] | None = None, pivot: int = 0, listener: Listener | None = None
) -> tuple[Oracle, bool, int]:
    """Solve the game from coarse to fine: the oracle on the whole grid, whether it was solved, and all sweeps.

    The sweeps of coarser grids are counted as the share of a whole sweep that they cost.

    Parameters
    ----------
    start : strategies of both firms, optional
        Where to begin; then coarser grids are left out.
    """
    steps = [(game, None)] if start is not None else ladder(game)
    begin: Sequence[Ints] = start if start is not None else [np.array([count // 2]) for count in steps[0][0].counts]
    whole, cost = sum(game.counts), 0.0
    for level, numbers in steps:
        oracle = Oracle(level, begin, pivot)
        found = oracle.run(TOLERANCE if numbers is None else ROUGH, listener)
        cost += oracle.sweeps * sum(level.counts) / whole
        if numbers is not None:
            begin = [numbers[i][oracle.support(i)[0]] for i in (0, 1)]
    return oracle, found, round(cost)
