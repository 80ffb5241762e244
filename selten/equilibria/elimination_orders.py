"""Whether another order of eliminating dominated strategies leaves another game, decided by a search of all orders.

An *order* removes in each round some strategies that are dominated then, of one player or of several, and goes on until
none is dominated. For strict dominance all orders end alike; for weak dominance they need not, even up to names.

Two endings are *payoff equivalent* if they are the same game up to the names of strategies once redundant strategies
are removed (:mod:`selten.equilibria.payoff_equivalence`).

The rounds that one player's removals take do not matter: a dominated strategy stays dominated when others of the same
player go that are dominated too, because what dominates it can be chosen among those that are not. What one player
removes can end the dominance of another's strategies; so rounds that remove strategies of several players at once are
orders of their own.

Source: Gilboa, Kalai and Zemel, "On the order of eliminating dominated strategies" (1990); Marx and Swinkels, "Order
independence for iterated weak dominance" (1997).
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import chain, combinations, pairwise, product
from typing import Any

import numpy as np

from selten.equilibria.dominance import Elimination, Removal, iterated_elimination, own_table
from selten.equilibria.dominance_proof import decide
from selten.equilibria.doubt import Doubt
from selten.equilibria.enumeration.vertices import StruckError, Tick, until
from selten.equilibria.payoff_equivalence import indifference_transfers, payoff_equivalent
from selten.games.normal_form import NormalForm

Remaining = tuple[tuple[int, ...], ...]

_ALL_PARTS = 12
"""So many dominated strategies at once give 4095 ways to go on; with more the search is not whole."""


@dataclass(frozen=True, slots=True)
class Orders:
    """What different orders of elimination leave.

    Parameters
    ----------
    endings : tuple of Elimination
        One order, with its proofs, for each game that was found at the end of one, by what remains. The first is that
        of removing everything dominated at once, the others are ascending.
    classes : tuple of int or None
        Payoff equivalent endings have the same number, that of the first of them; None if that was not settled.
    whole : bool
        Whether every order was followed.
    transfers : bool
        Whether indifference transfers (:func:`selten.equilibria.payoff_equivalence.indifference_transfers`): then weak
        dominance leaves payoff equivalent games whatever the order, also where the search was stopped.
    """

    endings: tuple[Elimination, ...]
    classes: tuple[int | None, ...]
    whole: bool
    transfers: bool = False

    @property
    def depends(self) -> bool | None:
        """Whether two orders leave different strategies; None if the search was stopped before it found any."""
        return True if len(self.endings) > 1 else (False if self.whole else None)

    @property
    def depends_in_payoffs(self) -> bool | None:
        """Whether two orders leave games that are not payoff equivalent; None if that was not settled."""
        known = {k for k in self.classes if k is not None}
        if len(known) > 1:
            return True
        return False if self.transfers or (self.whole and None not in self.classes) else None

    def survives(self, supports: Sequence[Sequence[int]], *, every: bool = True) -> bool | None:
        """Whether strategies with these supports remain after every (or else after some) order; None if not settled."""
        left = [
            all(set(own) <= set(kept) for own, kept in zip(supports, end.remaining, strict=True))
            for end in self.endings
        ]
        if every and not all(left):
            return False
        if not every and any(left):
            return True
        return every if self.whole else None


def elimination_orders(
    game: NormalForm, *, strict: bool = False, most_games: int = 20_000, time_limit: float | None = None
) -> Orders:
    """All games that are left when dominated strategies are eliminated in any order.

    Guarantees an exact answer with a checked proof of every removal; where ``whole`` is true, that no order ends
    elsewhere.

    Parameters
    ----------
    strict : bool
        Strict instead of weak dominance, always by mixed strategies.
    most_games : int
        The search stops after so many games on the way.
    time_limit : float, optional
        Seconds, after which the search stops.

    Raises
    ------
    Undecided
        If bounds of an enclosed game leave a dominance open.

    Examples
    --------
    >>> game = NormalForm.of([[[1, 1], [1, 0]], [[1, 1], [1, 0]]])
    >>> found = elimination_orders(game)
    >>> [end.remaining for end in found.endings], found.depends_in_payoffs
    ([((0,), (0,)), ((0,), (0, 1)), ((0, 1), (0,))], False)
    """
    usual = iterated_elimination(game, strict=strict)
    search = _Search(game, strict, until(time_limit))
    whole = search.run(most_games)
    others = sorted(search.ends - {usual.remaining})
    endings = [usual, *(search.order(remaining) for remaining in others)]
    transfers = game.kind != "enclosed" and indifference_transfers(game)
    return Orders(tuple(endings), _classes(game, endings), whole, transfers)


class _Search:
    """A search of the games on the way, each looked at once."""

    def __init__(self, game: NormalForm, strict: bool, tick: Tick) -> None:
        self.game, self.strict, self.tick = game, strict, tick
        self.start: Remaining = tuple(tuple(range(m)) for m in game.counts)
        self.before: dict[Remaining, Remaining | None] = {self.start: None}
        self.ends: set[Remaining] = set()
        self.table = None if game.kind == "enclosed" else game.exact()[0]

    def run(self, most_games: int) -> bool:
        """Follow all orders; whether the search got to its end."""
        open_, whole = [self.start], True
        try:
            while open_:
                remaining = open_.pop()
                self.tick()
                dominated = [self._dominated(player, remaining) for player in range(len(remaining))]
                if not any(dominated):
                    self.ends.add(remaining)
                for after in _rounds(remaining, dominated):
                    if after not in self.before:
                        self.before[after] = remaining
                        open_.append(after)
                whole = whole and sum(map(len, dominated)) <= _ALL_PARTS
                if len(self.before) > most_games:
                    return False
        except StruckError:
            return False
        return whole

    def order(self, remaining: Remaining) -> Elimination:
        """The rounds that lead to an ending, with the mixtures that prove each removal."""
        path = [remaining]
        while (earlier := self.before[path[-1]]) is not None:
            path.append(earlier)
        path.reverse()
        rounds = [
            tuple(
                self._proof(before, player, k)
                for player in range(len(before))
                for k in before[player]
                if k not in after[player]
            )
            for before, after in pairwise(path)
        ]
        return Elimination(tuple(rounds), remaining)

    def _proof(self, remaining: Remaining, player: int, strategy: int) -> Removal:
        kept = remaining[player]
        own = own_table(self.game, player, remaining)
        target = own[kept.index(strategy)]
        mixture = decide(_over(own, target), self.strict).mixture
        assert mixture is not None
        weights = dict(zip(kept, mixture, strict=True))
        return Removal(player, strategy, tuple(weights.get(k, Fraction(0)) for k in range(self.game.counts[player])))

    def _dominated(self, player: int, remaining: Remaining) -> list[int]:
        own = self._own(player, remaining)
        kept = remaining[player]
        return [strategy for row, strategy in enumerate(kept) if len(kept) > 1 and self._is_dominated(own, own[row])]

    def _own(self, player: int, remaining: Remaining) -> list[list[Any]]:
        if self.table is None:
            return own_table(self.game, player, remaining)
        part = np.moveaxis(self.table[player][np.ix_(*remaining)], player, 0)
        rows: list[list[Any]] = part.reshape(len(remaining[player]), -1).tolist()
        return rows

    def _is_dominated(self, own: list[list[Any]], target: list[Any]) -> bool:
        if self.table is not None and any(_beats(row, target, self.strict) for row in own):
            return True
        if _is_best_somewhere(own, target):
            return False
        if self.table is not None:
            own, target = [[Fraction(x) for x in row] for row in own], [Fraction(x) for x in target]
        return decide(_over(own, target), self.strict).dominated


def _beats(row: list[int], target: list[int], strict: bool) -> bool:
    if strict:
        return all(x > t for x, t in zip(row, target, strict=True))
    return row != target and all(x >= t for x, t in zip(row, target, strict=True))


def _is_best_somewhere(own: list[list[Any]], target: list[Any]) -> bool:
    """Whether the strategy is best against one profile, ties going to the sum over all: then no mixture dominates it.

    It is then best against a belief with full support: nearly all of it on that profile, the rest spread evenly. False
    also where bounds leave it open.
    """
    totals, doubt = [sum(row) for row in own], Doubt()
    total = sum(target)
    return any(
        all(doubt.holds(_is_no_better, row[j], both, value, total) for row, both in zip(own, totals, strict=True))
        for j, value in enumerate(target)
    )


def _is_no_better(there: Any, both: Any, value: Any, total: Any) -> bool:
    return bool(there < value or (there == value and both <= total))


def _over(own: list[list[Any]], target: list[Any]) -> list[list[Any]]:
    return [[x - t for x, t in zip(row, target, strict=True)] for row in own]


def _rounds(remaining: Remaining, dominated: Sequence[Sequence[int]]) -> Iterator[Remaining]:
    """The games after removing some of the dominated strategies: one of one player's, or some of several players'.

    Several of one player's alone are reached one by one. All of them together come last, to be followed first.
    """
    if sum(map(len, dominated)) > _ALL_PARTS:
        parts = [[[], *([k] for k in own), [*own]] for own in dominated]
    else:
        parts = [[list(part) for part in _subsets(own)] for own in dominated]
    for part in product(*parts):
        sizes = [len(own) for own in part if own]
        if sizes == [1] or len(sizes) > 1:
            yield tuple(tuple(k for k in own if k not in out) for own, out in zip(remaining, part, strict=True))


def _subsets(own: Sequence[int]) -> Iterator[tuple[int, ...]]:
    return chain.from_iterable(combinations(own, size) for size in range(len(own) + 1))


def _classes(game: NormalForm, endings: Sequence[Elimination]) -> tuple[int | None, ...]:
    if game.kind == "enclosed":
        return (0, *([None] * (len(endings) - 1)))
    found: list[int | None] = []
    for k, end in enumerate(endings):
        own: int | None = k
        for other in sorted({c for c in found if c is not None}):
            same = payoff_equivalent(game, endings[other].remaining, end.remaining)
            if same is not False:
                own = other if same else None
                break
        found.append(own)
    return tuple(found)
