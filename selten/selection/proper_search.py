"""The search behind :mod:`selten.selection.proper`: which strategies may be likelier than which.

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

from selten.games.normal_form import NormalForm, Number
from selten.games.profile import Profile
from selten.selection.proper_check import (
    Cases,
    Contradiction,
    Family,
    Order,
    Refutation,
    closed,
    known_order,
)
from selten.selection.proper_orders import Facts, Literals
from selten.selection.proper_trembles import Tremble, Trembles

DEEPEST = 600
"""Assumptions on top of each other; 16 strategies a player need at most 480."""


class OutOfReach(Exception):
    """The search was stopped at its limit; the text says which."""


@dataclass(frozen=True, slots=True)
class Limits:
    """When the search stops: branches entered, and the time of the clock :func:`time.perf_counter`, if any."""

    branches: int
    deadline: float | None = None

    def check_clock(self) -> None:
        """Raise OutOfReach after the deadline."""
        if self.deadline is not None and time.perf_counter() > self.deadline:
            raise OutOfReach("stopped at the time limit")


@dataclass(frozen=True, slots=True)
class Anchor:
    """An equilibrium that trembles are to converge to.

    Parameters
    ----------
    strategies : two tuples of Number
        Its probabilities.
    supports : two tuples of int
        The strategies that they are positive on: these need no trembles.
    orders : two of Order
        What :func:`~selten.selection.proper_check.known_order` says of each player.
    """

    strategies: tuple[tuple[Number, ...], ...]
    supports: tuple[tuple[int, ...], ...]
    orders: tuple[Order, ...]

    @classmethod
    def of(cls, game: NormalForm, profile: Profile) -> "Anchor":
        """The anchor at an equilibrium."""
        orders = tuple(known_order(game, profile, player) for player in range(2))
        return cls(profile.strategies, profile.supports, orders)


@dataclass(frozen=True, slots=True)
class _Dead:
    """A branch without solution: the decisions it rests on, and the tree."""

    causes: int
    tree: Refutation


@dataclass(slots=True)
class Search:
    """All that is found out about one two-player game; make one with :meth:`of`."""

    trembles: Trembles
    literals: Literals
    limits: Limits = Limits(0)
    branches: int = 0
    settled: tuple[tuple[int, ...], ...] = ((), ())
    contradictions: list[tuple[int, Contradiction]] = field(default_factory=list)

    @classmethod
    def of(cls, game: NormalForm) -> "Search":
        """A search in an exact or enclosed two-player game that knows nothing yet."""
        trembles = Trembles.of(game)
        return cls(trembles, trembles.literals)

    def run(self, start: Anchor | None, *, limits: Limits) -> Family | Refutation:
        """A family of epsilon-proper profiles that converges to the profile of ``start``, or a refutation.

        Without a start the limit may be any profile.

        Raises
        ------
        OutOfReach
            At a limit.
        """
        self.branches, self.limits = 0, limits
        self.settled = ((), ()) if start is None else start.supports
        facts = Facts(self.literals)
        for player, order in enumerate(() if start is None else start.orders):
            facts.adopt(player, closed(order))
        found = self._solve(facts, 0)
        return found.tree if isinstance(found, _Dead) else self._family(found, start)

    def _solve(self, facts: Facts, depth: int) -> Facts | _Dead:
        """A full order that extends the facts, or why there is none; decision number d is bit d of the causes."""
        self._count()
        first, literal = self._forced(facts)
        if literal is None and first is None:
            first = self._settle(facts)
            literal = None if first is not None else self._decision(facts)
        if literal is None:
            return facts if first is None else first
        here = 1 << depth
        if first is None:
            tried = self._solve(self._extended(facts, literal, depth), depth + 1)
            if not isinstance(tried, _Dead) or not tried.causes & here:
                return tried
            first = tried
        second = self._solve(self._extended(facts, self.literals.negation(literal), depth), depth + 1)
        if not isinstance(second, _Dead) or not second.causes & here:
            return second
        return _Dead((first.causes | second.causes) & ~here, self._cases(literal, first.tree, second.tree))

    def _extended(self, facts: Facts, literal: int, depth: int) -> Facts:
        """The facts with one more assumption, which must not send the recursion too deep."""
        if depth >= DEEPEST:
            raise OutOfReach(f"stopped at {DEEPEST} assumptions on top of each other")
        extended = facts.copy()
        extended.add(literal, 1 << depth)
        return extended

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
                if strategy in self.settled[player] or self.trembles.fitting(facts, player, strategy) is not None:
                    continue
                leaf = self.trembles.find(facts, player, strategy)
                if leaf is not None:
                    mask = self.trembles.mask(leaf)
                    self.contradictions.append((mask, leaf))
                    return _Dead(facts.why(mask), leaf)
        return None

    def _decision(self, facts: Facts) -> int | None:
        """An open literal that upsets the fewest trembles in use, and whose negation upsets the most."""
        counts = self.literals.counts
        used = [[self.trembles.fitting(facts, player, j) for j in range(counts[player])] for player in range(2)]
        best, choice = None, None
        for player, i, k in self.literals.parts:
            literal = self.literals.weak(player, i, k)
            if facts.is_open(literal):
                score = self._upsets(used, player, i, k)
                for own, cost, gain in ((literal, *score), (self.literals.negation(literal), *reversed(score))):
                    if best is None or (cost, -gain) < best:
                        best, choice = (cost, -gain), own
        return choice

    def _upsets(self, used: Sequence[Sequence[Tremble | None]], player: int, i: int, k: int) -> tuple[int, int]:
        """How many trembles in use violate ``i at least as likely as k``, and how many the negation."""
        rules, other = self.literals, used[1 - player]
        weak, back = 1 << rules.weak(player, i, k), 1 << rules.weak(player, k, i)
        against = sum(bool(t and t.violated & weak) for t in other)
        tremble = used[player][k]
        return against, sum(bool(t and t.violated & back) for t in other) + bool(tremble and tremble.weights[i])

    def _family(self, facts: Facts, start: Anchor | None) -> Family:
        """The weights of a full order: the profile, then for each further level a mean of its trembles."""
        weights = []
        for player in range(2):
            levels = self._levels(facts, player)
            first = self.trembles.mean(facts, player, levels[0]) if start is None else start.strategies[player]
            weights.append((first, *(self.trembles.mean(facts, player, level) for level in levels[1:])))
        return Family(tuple(weights))

    def _levels(self, facts: Facts, player: int) -> list[list[int]]:
        size = range(self.literals.counts[player])
        ranks = [sum(facts.holds(self.literals.strict(player, j, i)) for j in size) for i in size]
        return [[i for i in size if ranks[i] == rank] for rank in sorted(set(ranks))]

    def _count(self) -> None:
        """One more branch, if the limits allow it."""
        self.branches += 1
        if self.branches > self.limits.branches:
            raise OutOfReach(f"stopped after {self.limits.branches} branches of the search")
        self.limits.check_clock()
