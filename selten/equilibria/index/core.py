"""The part of a game that decides the index of one component of equilibria: most strategies can be left out.

The index of an isolated set C of equilibria is the sum of the indices of the equilibria near C in any nearby game. So

1. a strategy that is a best reply at no equilibrium of C is not played near C, nor in nearby games: leaving it out
   changes nothing;
2. let strategy i be *redundant* at C: near C it is never the only best reply. Take a small payoff t off it. However
   small t is, it is now no best reply near C, so that the equilibria near C are those of the game without it; these
   are equilibria of the game as given, hence those equilibria of C at which i is not played. Leaving i out keeps the
   index; what remains of C may be in pieces or empty (the index is then 0).

Both steps are repeated. The extreme equilibria that remain are those listed whose supports remain: the polytopes lose
coordinates (which is to go to a face) and inequalities that hold near C anyway.

Redundancy is read off the masks: the opponent's strategies y against which i is a best reply, among those whose
supports remain, are the convex hull of the extreme ones at which the label i is tight. If no other label that remains
is tight on all of it, then i is the only best reply on its interior, which comes near every one of its points. If one
is (a strategy of the opponent that is played nowhere on it, or a rival that earns the same on all of it), then i is the
only best reply nowhere on it.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from selten.equilibria.enumeration.pairing import bits
from selten.equilibria.extreme import ExtremePairs
from selten.equilibria.index.masks import Carriers
from selten.games.enclosed import Undecided

Masks = tuple[int, int]
"""The tight labels of an extreme equilibrium's two strategies."""


@dataclass(frozen=True, slots=True)
class Core:
    """What is left: the mask of the labels that remain, and the extreme equilibria whose supports do."""

    labels: int
    equilibria: tuple[Masks, ...]


class Reduction:
    """Reduces one component after another of one game.

    Parameters
    ----------
    extreme : ExtremePairs
        If it is not whole, only strategies that some pure strategy does at least as well as are found redundant.
    tables : (first, second)
        What player 1 and player 2 earn, each own strategies down and the opponent's across.

    Examples
    --------
    >>> from selten.equilibria.index.masks import whole_pairs
    >>> from selten.games.normal_form import NormalForm
    >>> game = NormalForm.of([[[1, 0], [0, 0]], [[1, 0], [0, 0]]])
    >>> extreme = whole_pairs(game)
    >>> ends = [(extreme.first[i], extreme.second[j]) for i, j in extreme.pairs]
    >>> reduction = Reduction(extreme, (game.payoffs[0].tolist(), game.payoffs[1].T.tolist()))
    >>> [len(reduction(part).equilibria) for part in (ends[:1], ends[1:])]
    [1, 0]
    """

    def __init__(self, extreme: ExtremePairs, tables: tuple[Any, Any]) -> None:
        self.extreme, self.tables = extreme, tables
        self.m, n = extreme.counts
        self.own = (1 << self.m) - 1, ((1 << n) - 1) << self.m

    def __call__(self, part: Sequence[Masks]) -> Core:
        """The core of the component with these extreme equilibria."""
        left, remain = list(part), self.own[0] | self.own[1]
        if len(part) == 1 and not part[0][0] & part[0][1]:
            return Core(remain, tuple(part))  # no ties: nothing to leave out
        while left:
            best = 0
            for first, second in left:
                best |= (first & self.own[1]) | (second & self.own[0])
            remain &= best
            gone = next((label for label in bits(remain) if self._redundant(label, remain)), None)
            if gone is None:
                break
            remain ^= 1 << gone
            # a strategy is played where its label is not tight: at the owner's side
            side = int(gone >= self.m)
            left = [pair for pair in left if pair[side] >> gone & 1]
        return Core(remain, tuple(left))

    def _redundant(self, label: int, remain: int) -> bool:
        if not self.extreme.whole:
            return self._beaten(label, remain)
        player = int(label >= self.m)
        carriers, rivals = self._carriers[1 - player], self.own[1 - player]
        chosen = carriers.where(1 << label | rivals & ~remain)
        return carriers.common(chosen) & remain != 1 << label

    @cached_property
    def _carriers(self) -> tuple[Carriers, Carriers]:
        labels = sum(self.extreme.counts)
        return Carriers(self.extreme.first, labels), Carriers(self.extreme.second, labels)

    def _beaten(self, label: int, remain: int) -> bool:
        """Whether another pure strategy that remains never earns less."""
        player = int(label >= self.m)
        offsets = (0, self.m)
        own = [k - offsets[player] for k in bits(remain & self.own[player]) if k != label]
        others = [k - offsets[1 - player] for k in bits(remain & self.own[1 - player])]
        table = self.tables[player]
        mine = table[label - offsets[player]]
        try:
            return any(all(table[k][j] >= mine[j] for j in others) for k in own)
        except Undecided:
            return False
