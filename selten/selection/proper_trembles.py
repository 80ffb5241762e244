"""Trembles that fit an order of likelihoods, and contradictions where none does: the linear programs of the search.

The tremble of a player on one of its strategies consists of weights of its strategies, with weight on that one and none
on those that are strictly less likely, against which the opponent's strategies earn the more the likelier they are.
The theory is in :mod:`selten.selection.proper`.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from math import lcm

import numpy as np

from selten.equilibria.dominance import own_table
from selten.equilibria.doubt import Doubt
from selten.equilibria.exact.linear import Centres, Unbounded, maximise
from selten.games.normal_form import NormalForm, Number
from selten.selection.proper_check import Contradiction
from selten.selection.proper_orders import Facts, Literals

Pair = tuple[int, int]
Vector = tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Tremble:
    """Weights of one player's strategies, whole numbers, with the mask of the other's rankings that they violate."""

    weights: Vector
    violated: int


@dataclass(slots=True)
class Trembles:
    """All trembles of a two-player game that were found so far; make one with :meth:`of`.

    An enclosed game is replaced by the one at the centres of its bounds: a guess at what may hold inside them.

    Parameters
    ----------
    payoffs : two tables of Number
        ``payoffs[player][i][j]`` is what ``player`` earns with its i against the other's j.
    tables : two tables of int
        The same in whole numbers, times a common denominator.
    literals : Literals
        The numbering of statements.
    enclosed : bool
        Whether the payoffs are bounds.
    known : two lists of Tremble
        The trembles of each player.
    """

    payoffs: tuple[list[list[Number]], list[list[Number]]]
    tables: tuple[list[list[int]], list[list[int]]]
    literals: Literals
    enclosed: bool
    known: tuple[list[Tremble], list[Tremble]] = field(default_factory=lambda: ([], []))

    @classmethod
    def of(cls, game: NormalForm) -> "Trembles":
        """No trembles yet of an exact or enclosed game."""
        whole, _ = _at_centres(game).exact()
        tables = (whole[0].tolist(), whole[1].T.tolist())
        literals = Literals((game.counts[0], game.counts[1]))
        return cls((own_table(game, 0), own_table(game, 1)), tables, literals, game.kind == "enclosed")

    def fitting(self, facts: Facts, player: int, strategy: int) -> Tremble | None:
        """A known tremble of ``player`` on ``strategy`` that violates no fact."""
        less = self._less(facts, player, strategy)
        for tremble in reversed(self.known[player]):
            if not tremble.weights[strategy] or tremble.violated & facts.true:
                continue
            if not any(tremble.weights[j] for j in less):
                return tremble
        return None

    def find(self, facts: Facts, player: int, strategy: int) -> Contradiction | None:
        """Look for one by a linear program: None if there is one (it is known from now on), else why there is none."""
        other, pairs = 1 - player, self._pairs(facts, 1 - player)
        columns = self._columns(facts, player, strategy)
        best = maximise(*_program(self.tables[other], pairs, columns, strategy))
        if best.value == 0:
            flow = {pair: price for pair, price in zip(pairs, best.dual, strict=False) if price}
            return Contradiction(other, strategy, direct(flow))
        weights = _whole(_spread(best.primal, columns, self.literals.counts[player]))
        self.known[player].append(Tremble(weights, self._violated(other, weights)))
        return None

    def mean(self, facts: Facts, player: int, level: Sequence[int]) -> tuple[Number, ...]:
        """Probabilities that are a mean of trembles on each strategy of a level, all of which have one."""
        parts = [self._weights(facts, player, j) for j in level]
        shares = [[w / (sum(part) * len(parts)) for w in part] for part in parts]
        return tuple(sum(column, Fraction(0)) for column in zip(*shares, strict=True))

    def mask(self, leaf: Contradiction) -> int:
        """The literals that a contradiction rests on."""
        table, other, mask = self.tables[leaf.player], 1 - leaf.player, 0
        for i, k, _ in leaf.shifts:
            mask |= 1 << self.literals.weak(leaf.player, i, k)
        for j in range(self.literals.counts[other]):
            if sum(w * (table[k][j] - table[i][j]) for i, k, w in leaf.shifts) < 0:
                mask |= 1 << self.literals.strict(other, leaf.against, j)
        return mask

    def _weights(self, facts: Facts, player: int, strategy: int) -> tuple[Number, ...]:
        """The tremble known; where the bounds do not bear it out, the program's solution in bounds."""
        tremble = self.fitting(facts, player, strategy)
        if tremble is None:
            raise AssertionError("proper: a level without its tremble")
        other, pairs = 1 - player, self._pairs(facts, 1 - player)
        if not self.enclosed or self._bears_out(other, pairs, tremble.weights):
            return tuple(map(Fraction, tremble.weights))
        columns = self._columns(facts, player, strategy)
        try:
            best = maximise(*_program(self.payoffs[other], pairs, columns, strategy))
        except (Unbounded, ZeroDivisionError):
            return tuple(map(Fraction, tremble.weights))
        return _spread(best.primal, columns, self.literals.counts[player])

    def _bears_out(self, player: int, pairs: Sequence[Pair], weights: Vector) -> bool:
        doubt = Doubt()
        earned = [
            sum((x * w for x, w in zip(row, weights, strict=True) if w), Fraction(0)) for row in self.payoffs[player]
        ]
        return all(doubt.holds(lambda i, k: earned[i] >= earned[k], i, k) for i, k in pairs)

    def _less(self, facts: Facts, player: int, strategy: int) -> list[int]:
        """The strategies that are strictly less likely."""
        size = range(self.literals.counts[player])
        return [j for j in size if facts.holds(self.literals.strict(player, strategy, j))]

    def _columns(self, facts: Facts, player: int, strategy: int) -> list[int]:
        less = self._less(facts, player, strategy)
        return [j for j in range(self.literals.counts[player]) if j not in less]

    def _pairs(self, facts: Facts, player: int) -> list[Pair]:
        """Comparisons of ``player``'s strategies from which all others follow: cycles of equals, and covers."""
        size = range(self.literals.counts[player])
        above = [[facts.holds(self.literals.weak(player, i, k)) for k in size] for i in size]
        classes = sorted({tuple(k for k in size if above[i][k] and above[k][i]) for i in size})
        pairs = [(own[n], own[(n + 1) % len(own)]) for own in classes if len(own) > 1 for n in range(len(own))]
        heads = [own[0] for own in classes]
        for i in heads:
            under = [k for k in heads if k != i and above[i][k]]
            pairs += [(i, k) for k in under if not any(above[m][k] for m in under if m != k)]
        return pairs

    def _violated(self, player: int, weights: Vector) -> int:
        """The statements about ``player``'s strategies that the other's weights violate."""
        values = [sum(x * w for x, w in zip(row, weights, strict=True) if w) for row in self.tables[player]]
        violated = 0
        for i, mine in enumerate(values):
            for k, rival in enumerate(values):
                if mine < rival:
                    violated |= 1 << self.literals.weak(player, i, k)
        return violated


def direct(flow: dict[Pair, Fraction]) -> tuple[tuple[int, int, Fraction], ...]:
    """The same shift of weights without detours: each path of the flow as one step from its start to its end.

    Fewer comparisons are then assumed, and a contradiction holds in more branches.

    Examples
    --------
    >>> direct({(0, 1): Fraction(2), (1, 2): Fraction(1)})
    ((0, 1, Fraction(1, 1)), (0, 2, Fraction(1, 1)))
    """
    flow, steps = dict(flow), []
    while flow:
        path = _path(flow)
        amount = min(flow[step] for step in path)
        for step in path:
            flow[step] -= amount
            if not flow[step]:
                del flow[step]
        if path[0][0] != path[-1][1]:
            steps.append((path[0][0], path[-1][1], amount))
    return tuple(sorted(steps))


def _path(flow: dict[Pair, Fraction]) -> list[Pair]:
    """A cycle of the flow, or a path from a start where nothing arrives to an end where nothing leaves."""
    arrivals = {k for _, k in flow}
    place = next((i for i, _ in flow if i not in arrivals), next(iter(flow))[0])
    path: list[Pair] = []
    while (step := next((s for s in flow if s[0] == place), None)) is not None:
        path.append(step)
        place = step[1]
        start = next((n for n, (i, _) in enumerate(path) if i == place), None)
        if start is not None:
            return path[start:]
    return path


def _program(
    table: Sequence[Sequence[Number]], pairs: Sequence[Pair], columns: Sequence[int], strategy: int
) -> tuple[list[Number], list[list[Number]], list[Number]]:
    """The most weight on ``strategy`` of all 1 on ``columns`` against which each i of a pair earns at least k's."""
    rows = [[table[k][j] - table[i][j] for j in columns] for i, k in pairs]
    objective = [Fraction(int(j == strategy)) for j in columns]
    return objective, [*rows, [Fraction(1)] * len(columns)], [Fraction(0)] * len(rows) + [Fraction(1)]


def _spread(weights: Sequence[Number], columns: Sequence[int], count: int) -> tuple[Number, ...]:
    """Weights on ``columns`` as weights of all strategies."""
    spread = dict(zip(columns, weights, strict=True))
    return tuple(spread.get(j, Fraction(0)) for j in range(count))


def _whole(weights: Sequence[Fraction]) -> Vector:
    """The same weights as whole numbers, up to a positive factor."""
    denominator = lcm(*(w.denominator for w in weights))
    return tuple(w.numerator * (denominator // w.denominator) for w in weights)


def _at_centres(game: NormalForm) -> NormalForm:
    if game.kind != "enclosed":
        return game
    table = np.empty(game.payoffs.shape, dtype=object)
    table.ravel()[:] = Centres().row(game.payoffs.flat)
    return game.with_payoffs(table)
