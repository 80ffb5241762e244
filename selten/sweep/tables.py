"""Selection rules on many exact two-player games of one shape at once, in machine integers.

Each rule gives the pure outcomes that it keeps as an array of bool, shape (games, m, n). What they mean is what the
rules of :mod:`selten.selection` mean; these are other computations of the same, many games at a time:

* pareto: pure equilibria that no other pure equilibrium Pareto-dominates;
* strict: strict equilibria;
* trembling: pure equilibria in strategies that no mixed strategy weakly dominates, read off the masks of all extreme
  strategies (:mod:`selten.selection.undominated`);
* iterated_weak_dominance: pure equilibria in strategies that are left when all weakly dominated ones go at once, round
  after round; each round is decided by the masks of the game that is left;
* sequential_entry: the outcomes if player 1 moves first and each product has an infinitesimal cost
  (:mod:`selten.selection.entry`): payoffs are compared as ``4 * payoff - products``, as nobody offers more than three.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np
import numpy.typing as npt

from selten.equilibria.batch import Answer, enumerate_many
from selten.equilibria.dominance import iterated_elimination
from selten.games.normal_form import NormalForm

Tables = npt.NDArray[np.int64]
Cells = npt.NDArray[np.bool_]
Pair = tuple[int, int]

MOST_PRODUCTS = 3


@dataclass(frozen=True, slots=True)
class Facts:
    """What is known of a batch of games of one shape.

    Parameters
    ----------
    tables : ndarray of int64, shape (games, 2, m, n)
    answers : sequence of Answer
        All extreme equilibria of each; what follows from masks says nothing of games whose answer has none
        (``found`` is None), which are solved alone.
    pure, pareto, strict : ndarray of bool, shape (games, m, n)
    undominated : list of (int, int)
        The masks of undominated strategies of both players.
    components, perfect : list of int
        The numbers of components and of extreme equilibria that are perfect.
    """

    tables: Tables
    answers: Sequence[Answer]
    pure: Cells
    pareto: Cells
    strict: Cells
    undominated: list[Pair] = field(default_factory=list)
    components: list[int] = field(default_factory=list)
    perfect: list[int] = field(default_factory=list)

    @property
    def trembling(self) -> Cells:
        """The pure equilibria that are trembling-hand perfect."""
        return self.pure & _both(self.undominated, self.tables.shape[2:])

    @property
    def iterated_weak_dominance(self) -> Cells:
        """The pure equilibria that survive the removal of everything dominated at once, round after round."""
        return self.pure & _both(survivors(self.tables, self.undominated), self.tables.shape[2:])


def facts(tables: Tables) -> Facts:
    """Enumerate a batch of games and look at their pure equilibria and masks.

    Guarantees all extreme equilibria, proven; every comparison is one of integers.

    Examples
    --------
    >>> stag_hunt = np.array([[[[4, 0], [3, 3]], [[4, 3], [0, 3]]]])
    >>> found = facts(stag_hunt)
    >>> found.answers[0].count, found.pure[0].tolist(), found.pareto[0].tolist(), found.components
    (3, [[True, False], [False, True]], [[True, False], [False, False]], [3])
    """
    from selten.sweep.kernels import pure_facts

    games, _, m, n = tables.shape
    pure, pareto, strict = (np.zeros((games, m, n), np.bool_) for _ in range(3))
    pure_facts(tables, pure, pareto, strict)
    found = Facts(tables, list(enumerate_many(tables, workers=1)), pure, pareto, strict)
    for answer in found.answers:
        rows, columns, components, perfect = _masks(answer, m, n)
        found.undominated.append((rows, columns))
        found.components.append(components)
        found.perfect.append(perfect)
    return found


def _masks(answer: Answer, rows: int, columns: int) -> tuple[int, int, int, int]:
    """Undominated strategies of both players, and the numbers of components and of perfect extreme equilibria.

    For a game that the compiled call did not solve, all strategies and nothing: whoever asks looks at it alone.
    """
    from selten.sweep.kernels import mask_facts

    if answer.found is None:
        return (1 << rows) - 1, (1 << columns) - 1, 0, 0
    return mask_facts(answer.found[0], answer.found[1], answer.found[4], rows, columns)


def survivors(tables: Tables, first: Sequence[Pair]) -> list[Pair]:
    """The masks of strategies that are left by iterated weak dominance, from what the first round leaves.

    Examples
    --------
    >>> game = np.array([[[[1, 0], [1, 2], [0, 2]], [[1, 0], [1, 1], [0, 1]]]])
    >>> survivors(game, facts(game).undominated)
    [(2, 3)]
    """
    _, _, m, n = tables.shape
    whole = ((1 << m) - 1, (1 << n) - 1)
    left = list(first)
    moving: dict[Pair, list[int]] = {}
    for game, kept in enumerate(left):
        if kept != whole:
            moving.setdefault(kept, []).append(game)
    while moving:
        (rows, columns), games = moving.popitem()
        if rows.bit_count() == 1 and columns.bit_count() == 1:
            continue
        i, j = _places(rows), _places(columns)
        smaller = np.ascontiguousarray(tables[games][:, :, i][:, :, :, j])
        for game, table, answer in zip(games, smaller, enumerate_many(smaller, workers=1), strict=True):
            kept = _kept(table, answer, i, j)
            if kept != (rows, columns):
                left[game] = kept
                moving.setdefault(kept, []).append(game)
    return left


def _kept(table: Tables, answer: Answer, rows: list[int], columns: list[int]) -> Pair:
    """The undominated strategies of a smaller game as masks of the large one's."""
    if answer.found is None:
        left = iterated_elimination(NormalForm.of(table.tolist())).remaining
        return sum(1 << rows[k] for k in left[0]), sum(1 << columns[k] for k in left[1])
    first, second, _, _ = _masks(answer, len(rows), len(columns))
    return sum(1 << rows[k] for k in _places(first)), sum(1 << columns[k] for k in _places(second))


def sequential_outcomes(tables: Tables, products: Sequence[Sequence[int]]) -> Cells:
    """The outcomes of sequential entry, player 1 leading, for games in which nobody offers more than three products.

    Examples
    --------
    Staying out or entering a market worth 1 to a monopolist and nothing to each of two rivals:

    >>> sequential_outcomes(np.array([[[[0, 0], [1, 0]], [[0, 1], [0, 0]]]]), [[0, 1], [0, 1]])[0].tolist()
    [[False, False], [True, False]]
    """
    lead = (MOST_PRODUCTS + 1) * tables[:, 0] - np.asarray(products[0])[:, None]
    follow = (MOST_PRODUCTS + 1) * tables[:, 1] - np.asarray(products[1])[None, :]
    best = follow == follow.max(axis=2, keepdims=True)
    least = np.where(best, lead, np.iinfo(np.int64).max).min(axis=2)
    outcomes: Cells = best & (lead >= least.max(axis=1)[:, None, None])
    return outcomes


def _both(kept: Sequence[Pair], shape: tuple[int, ...]) -> Cells:
    """The cells both of whose strategies are in the masks."""
    m, n = shape
    array = np.array(kept, np.int64).reshape(-1, 2)
    rows = (array[:, :1] >> np.arange(m)) & 1
    columns = (array[:, 1:] >> np.arange(n)) & 1
    cells: Cells = (rows[:, :, None] & columns[:, None, :]).astype(np.bool_)
    return cells


def _places(mask: int) -> list[int]:
    return [k for k in range(mask.bit_length()) if mask >> k & 1]
