"""The search behind :mod:`selten.selection.proper`: orders of likelihood, contradictions and the trembles that fit.

A branch of the search is a closed set of literals (:mod:`selten.selection.proper_orders`). Two stores, which hold for
the game whatever the profile is, spare most linear programs:

* *contradictions*, each with the mask of the literals that it rests on: a branch that has them all is dead, one that
  lacks one can be given its negation;
* *trembles*, weights of one player's strategies each with the masks of the literals that they violate: they settle the
  question of one strategy in every branch that has none of these.

The search goes depth first. A decision that a dead end does not rest on is skipped on the way back, so the tree that is
left is the refutation.
"""

import time
from collections.abc import Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from math import lcm

from selten.equilibria.linear import maximise
from selten.games.normal_form import NormalForm
from selten.selection.proper_check import Cases, Contradiction, Family, Refutation
from selten.selection.proper_orders import Facts, Literals

Vector = tuple[int, ...]


class OutOfReach(Exception):
    """The search was stopped at its limit; the text says which."""


@dataclass(frozen=True, slots=True)
class Limits:
    """When the search stops: linear programs solved, and the time of the clock :func:`time.perf_counter`, if any."""

    programs: int
    deadline: float | None = None


@dataclass(frozen=True, slots=True)
class _Tremble:
    """Weights of one player's strategies, whole numbers, with the mask of the other's rankings that they violate."""

    weights: Vector
    violated: int


@dataclass(frozen=True, slots=True)
class _Dead:
    """A branch without solution: the decisions it rests on, and the tree."""

    causes: int
    tree: Refutation


@dataclass(slots=True)
class Search:
    """All that is found out about the trembles of one exact two-player game; make one with :meth:`of`.

    ``tables[player][i][j]`` is what ``player`` earns with its i against the other's j, times a common denominator.
    """

    tables: tuple[list[list[int]], list[list[int]]]
    literals: Literals
    limits: Limits = Limits(0)
    programs: int = 0
    contradictions: list[tuple[int, Contradiction]] = field(default_factory=list)
    trembles: tuple[list[_Tremble], list[_Tremble]] = field(default_factory=lambda: ([], []))

    @classmethod
    def of(cls, game: NormalForm) -> "Search":
        """A search in an exact two-player game that knows nothing yet."""
        payoffs, _ = game.exact()
        tables = (payoffs[0].tolist(), payoffs[1].T.tolist())
        return cls(tables, Literals((game.counts[0], game.counts[1])))

    def run(self, strategies: Sequence[Sequence[Fraction]] | None, *, limits: Limits) -> Family | Refutation:
        """A family of epsilon-proper equilibria that converges to ``strategies`` (or to any limit), or a refutation.

        Raises
        ------
        OutOfReach
            At the limit.
        """
        self.programs, self.limits = 0, limits
        facts = Facts(self.literals)
        if strategies is not None:
            whole = (_whole(strategies[0]), _whole(strategies[1]))
            for player in range(2):
                self._anchor(facts, player, whole)
                self._remember(player, whole[player])
        found = self._solve(facts, 0)
        return found.tree if isinstance(found, _Dead) else self._family(found, strategies)

    def _anchor(self, facts: Facts, player: int, strategies: Sequence[Vector]) -> None:
        """The literals that hold whenever the trembles vanish: the support first, better replies before worse."""
        own, rules = strategies[player], self.literals
        values = self._earned(player, strategies[1 - player])
        for i in range(len(own)):
            for k in range(len(own)):
                if (own[i] and not own[k]) or values[i] > values[k]:
                    self._add_open(facts, rules.strict(player, i, k))
                elif own[i]:
                    self._add_open(facts, rules.weak(player, i, k))

    def _add_open(self, facts: Facts, literal: int) -> None:
        if facts.is_open(literal):
            facts.add(literal, 0)

    def _solve(self, facts: Facts, depth: int) -> Facts | _Dead:
        """A full order that extends the facts, or why there is none; decision number d is bit d of the causes."""
        self._check_clock()
        first, literal = self._forced(facts)
        if literal is None and first is None:
            first = self._settle(facts)
            literal = None if first is not None else self._decision(facts)
        if literal is None:
            return facts if first is None else first
        here = 1 << depth
        if first is None:
            tried = self._branch(facts, literal, depth)
            if not isinstance(tried, _Dead) or not tried.causes & here:
                return tried
            first = tried
        second = self._branch(facts, self.literals.negation(literal), depth)
        if not isinstance(second, _Dead) or not second.causes & here:
            return second
        return _Dead((first.causes | second.causes) & ~here, self._cases(literal, first.tree, second.tree))

    def _branch(self, facts: Facts, literal: int, depth: int) -> Facts | _Dead:
        extended = facts.copy()
        extended.add(literal, 1 << depth)
        return self._solve(extended, depth + 1)

    def _cases(self, literal: int, holds: Refutation, fails: Refutation) -> Cases:
        player, i, k = self.literals.parts[literal % self.literals.half]
        return Cases(player, i, k, holds, fails) if literal < self.literals.half else Cases(player, k, i, fails, holds)

    def _forced(self, facts: Facts) -> tuple[_Dead | None, int | None]:
        """A known contradiction that holds (no literal), or one that a single open literal would complete."""
        unit = None
        for mask, leaf in self.contradictions:
            if mask & facts.false:
                continue
            missing = mask & ~facts.true
            if not missing:
                return _Dead(facts.why(mask), leaf), None
            if unit is None and not missing & (missing - 1):
                unit = (mask, missing, leaf)
        if unit is None:
            return None, None
        mask, missing, leaf = unit
        return _Dead(facts.why(mask & ~missing), leaf), missing.bit_length() - 1

    def _settle(self, facts: Facts) -> _Dead | None:
        """A contradiction found by a linear program, or None: every strategy has a tremble that fits."""
        for player in range(2):
            for strategy in range(self.literals.counts[player]):
                if self._fitting(facts, player, strategy) is None:
                    leaf = self._program(facts, player, strategy)
                    if leaf is not None:
                        mask = self._mask(leaf)
                        self.contradictions.append((mask, leaf))
                        return _Dead(facts.why(mask), leaf)
        return None

    def _fitting(self, facts: Facts, player: int, strategy: int) -> _Tremble | None:
        """A known tremble of ``player`` on ``strategy`` that violates no fact."""
        less = self._less(facts, player, strategy)
        for tremble in reversed(self.trembles[player]):
            if not tremble.weights[strategy] or tremble.violated & facts.true:
                continue
            if not any(tremble.weights[j] for j in less):
                return tremble
        return None

    def _less(self, facts: Facts, player: int, strategy: int) -> list[int]:
        """The strategies that are strictly less likely."""
        size = range(self.literals.counts[player])
        return [j for j in size if facts.holds(self.literals.strict(player, strategy, j))]

    def _program(self, facts: Facts, player: int, strategy: int) -> Contradiction | None:
        """Look for a tremble of ``player`` on ``strategy``; None if one is found (and remembered)."""
        self.programs += 1
        if self.programs > self.limits.programs:
            raise OutOfReach(f"stopped after {self.limits.programs} linear programs")
        other, less = 1 - player, self._less(facts, player, strategy)
        table, pairs = self.tables[other], self._pairs(facts, other)
        columns = [j for j in range(self.literals.counts[player]) if j not in less]
        rows = [[table[k][j] - table[i][j] for j in columns] for i, k in pairs]
        objective = [Fraction(int(j == strategy)) for j in columns]
        bounds = [Fraction(0)] * len(rows) + [Fraction(1)]
        best = maximise(objective, [*rows, [Fraction(1)] * len(columns)], bounds)
        if best.value == 0:
            flow = {pair: price for pair, price in zip(pairs, best.dual, strict=False) if price}
            return Contradiction(other, strategy, _direct(flow))
        weights = dict(zip(columns, best.primal, strict=True))
        self._remember(player, _whole([weights.get(j, Fraction(0)) for j in range(self.literals.counts[player])]))
        return None

    def _pairs(self, facts: Facts, player: int) -> list[tuple[int, int]]:
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

    def _remember(self, player: int, weights: Vector) -> None:
        values, other = self._earned(1 - player, weights), 1 - player
        violated = 0
        for i, mine in enumerate(values):
            for k, rival in enumerate(values):
                if mine < rival:
                    violated |= 1 << self.literals.weak(other, i, k)
        tremble = _Tremble(weights, violated)
        if tremble not in self.trembles[player]:
            self.trembles[player].append(tremble)

    def _earned(self, player: int, weights: Vector) -> list[int]:
        """What each strategy of ``player`` earns against weights of the other's."""
        return [sum(x * w for x, w in zip(row, weights, strict=True) if w) for row in self.tables[player]]

    def _mask(self, leaf: Contradiction) -> int:
        """The literals that a contradiction rests on."""
        table, other, mask = self.tables[leaf.player], 1 - leaf.player, 0
        for i, k, _ in leaf.shifts:
            mask |= 1 << self.literals.weak(leaf.player, i, k)
        for j in range(self.literals.counts[other]):
            if sum(w * (table[k][j] - table[i][j]) for i, k, w in leaf.shifts) < 0:
                mask |= 1 << self.literals.strict(other, leaf.against, j)
        return mask

    def _decision(self, facts: Facts) -> int | None:
        """An open literal that upsets the fewest trembles in use, and whose negation upsets the most."""
        counts = self.literals.counts
        used = [[self._fitting(facts, player, j) for j in range(counts[player])] for player in range(2)]
        best, choice = None, None
        for player, i, k in self.literals.parts:
            literal = self.literals.weak(player, i, k)
            if facts.is_open(literal):
                score = self._upsets(used, player, i, k)
                for own, cost, gain in ((literal, *score), (self.literals.negation(literal), *reversed(score))):
                    if best is None or (cost, -gain) < best:
                        best, choice = (cost, -gain), own
        return choice

    def _upsets(self, used: Sequence[Sequence[_Tremble | None]], player: int, i: int, k: int) -> tuple[int, int]:
        """How many trembles in use violate ``i at least as likely as k``, and how many the negation."""
        rules, other = self.literals, used[1 - player]
        weak, back = 1 << rules.weak(player, i, k), 1 << rules.weak(player, k, i)
        against = sum(bool(t and t.violated & weak) for t in other)
        tremble = used[player][k]
        return against, sum(bool(t and t.violated & back) for t in other) + bool(tremble and tremble.weights[i])

    def _family(self, facts: Facts, strategies: Sequence[Sequence[Fraction]] | None) -> Family:
        """The weights of a full order: the profile, then for each further level a mean of its trembles."""
        weights = []
        for player in range(2):
            powers = [self._mean(facts, player, level) for level in self._levels(facts, player)]
            weights.append(tuple(powers if strategies is None else (tuple(strategies[player]), *powers[1:])))
        return Family(tuple(weights))

    def _mean(self, facts: Facts, player: int, level: list[int]) -> tuple[Fraction, ...]:
        parts = [t.weights for j in level if (t := self._fitting(facts, player, j)) is not None]
        shares = [[Fraction(w, sum(part) * len(parts)) for w in part] for part in parts]
        return tuple(sum(column, Fraction(0)) for column in zip(*shares, strict=True))

    def _levels(self, facts: Facts, player: int) -> list[list[int]]:
        size = range(self.literals.counts[player])
        ranks = [sum(facts.holds(self.literals.strict(player, j, i)) for j in size) for i in size]
        return [[i for i in size if ranks[i] == rank] for rank in sorted(set(ranks))]

    def _check_clock(self) -> None:
        if self.limits.deadline is not None and time.perf_counter() > self.limits.deadline:
            raise OutOfReach("stopped at the time limit")


def _whole(weights: Sequence[Fraction]) -> Vector:
    """The same weights as whole numbers, up to a positive factor."""
    denominator = lcm(*(w.denominator for w in weights))
    return tuple(w.numerator * (denominator // w.denominator) for w in weights)


def _direct(flow: dict[tuple[int, int], Fraction]) -> tuple[tuple[int, int, Fraction], ...]:
    """The same shift of weights without detours: each path of the flow as one step from its start to its end.

    Fewer comparisons are then assumed, and the contradiction holds in more branches.
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


def _path(flow: dict[tuple[int, int], Fraction]) -> list[tuple[int, int]]:
    """A cycle of the flow, or a path from a start where nothing arrives to an end where nothing leaves."""
    arrivals = {k for _, k in flow}
    place = next((i for i, _ in flow if i not in arrivals), next(iter(flow))[0])
    path: list[tuple[int, int]] = []
    while (step := next((s for s in flow if s[0] == place), None)) is not None:
        path.append(step)
        place = step[1]
        start = next((n for n, (i, _) in enumerate(path) if i == place), None)
        if start is not None:
            return path[start:]
    return path
