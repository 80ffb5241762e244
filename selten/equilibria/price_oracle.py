"""One mixed equilibrium of a price game on a grid, by double oracle.

Both firms start with a few price vectors. The restricted game is solved by QuantEcon's lexicographic Lemke-Howson, and
best replies from the whole grid are added until nobody gains. The last sweep over the whole grid is the certificate;
no matrix of the whole game is built. See H. B. McMahan, G. J. Gordon and A. Blum, "Planning in the presence of cost
functions controlled by an adversary", ICML 2003.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from selten.games.price_grid import PriceGame

Floats = npt.NDArray[np.float64]

TOLERANCE = 1e-11
"""The regret, as a share of the largest payoff, at which a grid equilibrium counts as found."""

ADDED = 8
"""The most best replies of a firm that join in a round, one for each price of its dearest product."""

ROUNDS = 400


@dataclass(frozen=True, slots=True)
class GridEquilibrium:
    """A mixed equilibrium of a price game on a grid.

    Parameters
    ----------
    supports : tuple of two int arrays
        The strategies in use, by number.
    weights : tuple of two float arrays
        Their probabilities.
    payoffs : tuple of two floats
    regret : float
        The largest gain of any deviation on the grid, from a sweep over all of it in floats.
    """

    game: PriceGame
    supports: tuple[npt.NDArray[Any], npt.NDArray[Any]]
    weights: tuple[Floats, Floats]
    payoffs: tuple[float, float]
    regret: float

    @property
    def pure(self) -> bool:
        """Whether nobody mixes."""
        return all(support.size == 1 for support in self.supports)

    def mixed(self, firm: int) -> list[float]:
        """The firm's whole mixed strategy, one probability for each price vector."""
        full = np.zeros(self.game.counts[firm])
        full[self.supports[firm]] = self.weights[firm]
        return full.tolist()


def grid_equilibrium(
    game: PriceGame, *, start: tuple[Sequence[int], Sequence[int]] | None = None, pivot: int = 0
) -> GridEquilibrium | None:
    """One equilibrium of the grid game, or None if the rounds or the engine gave out.

    Parameters
    ----------
    start : two sequences of strategy numbers, optional
        Where to begin; by default the middle of each firm's list.
    pivot : int
        The label that Lemke-Howson drops first in every restricted game; other labels lead to other equilibria.

    Examples
    --------
    >>> from pathlib import Path
    >>> from selten.games.market_spec import parse_market
    >>> from selten.games.price_grid import price_game
    >>> spec = {"valuations": {"independent": {"uniform": [0, 1]}}, "complementarity": 0}
    >>> grid_equilibrium(price_game(parse_market(spec, "", Path()), "001", "100", step="1/8")).payoffs
    (0.37109375, 0.0703125)
    """
    known = [list(own) for own in start] if start else [[m // 2] for m in game.counts]
    scale = max(float(np.max(np.abs(_payoffs(game, i, None, known[1 - i])))) for i in (0, 1)) or 1.0
    for _ in range(ROUNDS):
        blocks = _payoffs(game, 0, known[0], known[1]), _payoffs(game, 1, known[1], known[0])
        weights = _lemke_howson(blocks, pivot)
        if weights is None:
            return None
        new, values, regret = _replies(game, known, weights, scale)
        if regret <= TOLERANCE * scale:
            return _equilibrium(game, known, weights, values, regret)
        if not any(new):
            return None
        known = [own + more for own, more in zip(known, new, strict=True)]
    return None


def _payoffs(game: PriceGame, firm: int, own: list[int] | None, rival: list[int]) -> Floats:
    rows = np.arange(game.counts[firm]) if own is None else np.array(own)
    block = game.block(firm, rows, np.array(rival))
    return block if game.denominator is None else np.asarray(block.astype(float) / game.scale)


def _replies(
    game: PriceGame, known: list[list[int]], weights: tuple[Floats, Floats], scale: float
) -> tuple[list[list[int]], tuple[float, float], float]:
    """The best replies of each firm that are new, what the firms earn, and the regret over the whole grid."""
    new, values, regret = [], [], 0.0
    for firm in (0, 1):
        rival = [known[1 - firm][j] for j in np.flatnonzero(weights[1 - firm])]
        sweep = _payoffs(game, firm, None, rival) @ weights[1 - firm][weights[1 - firm] > 0]
        value = float(weights[firm] @ sweep[known[firm]])
        regret = max(regret, float(sweep.max()) - value)
        new.append(_best(game, firm, sweep, value + TOLERANCE * scale / 2, set(known[firm])))
        values.append(value)
    return new, (values[0], values[1]), regret


def _best(game: PriceGame, firm: int, sweep: Floats, more_than: float, known: set[int]) -> list[int]:
    """The best strategies that gain, at most one for each price of the firm's last product."""
    gaining = np.flatnonzero(sweep > more_than)
    gaining = gaining[np.argsort(-sweep[gaining], kind="stable")]
    column = max((k for k in range(3) if game.offerings[firm][k] == "1"), default=0)
    chosen: dict[int, int] = {}
    for s in gaining[: 400 * ADDED].tolist():
        if s not in known:
            chosen.setdefault(int(game.prices[firm][s, column]), s)
        if len(chosen) == ADDED:
            break
    return list(chosen.values())


def _lemke_howson(blocks: tuple[Floats, Floats], pivot: int) -> tuple[Floats, Floats] | None:
    """An equilibrium of the restricted game; other first labels are tried where rounding spoils one."""
    import quantecon.game_theory as theory

    first, second = blocks
    if first.size == 1:
        return np.ones(1), np.ones(1)
    game: Any = theory.NormalFormGame((theory.Player(_unit(first)), theory.Player(_unit(second))))
    labels = sum(first.shape)
    best: tuple[float, tuple[Floats, Floats]] | None = None
    for attempt in range(min(labels, 12)):
        answer = theory.lemke_howson(game, init_pivot=(pivot + attempt * 7) % labels)
        x, y = (np.where(np.asarray(p) > 1e-13, p, 0.0) for p in answer)
        x, y = x / x.sum(), y / y.sum()
        gain = max(
            float((_unit(a) @ other).max() - own @ _unit(a) @ other)
            for a, own, other in ((first, x, y), (second, y, x))
        )
        if best is None or gain < best[0]:
            best = gain, (x, y)
        if gain < 1e-12:
            break
    return best[1] if best else None


def _unit(payoffs: Floats) -> Floats:
    """The payoffs from 1 to 2, as the engine likes them; the same game."""
    low, high = float(payoffs.min()), float(payoffs.max())
    return np.ascontiguousarray(1 + (payoffs - low) / ((high - low) or 1.0))


def _equilibrium(
    game: PriceGame, known: list[list[int]], weights: tuple[Floats, Floats], values: tuple[float, float], regret: float
) -> GridEquilibrium:
    used = [np.flatnonzero(w) for w in weights]
    supports = np.array(known[0])[used[0]], np.array(known[1])[used[1]]
    return GridEquilibrium(game, supports, (weights[0][used[0]], weights[1][used[1]]), values, max(regret, 0.0))
