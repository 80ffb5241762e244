"""Persistent equilibria of two-player games, exactly.

A retract is a product of convex sets of strategies, one for each player. It is absorbing if every profile near it has a
best response in it; persistent if it is absorbing and no smaller one is. A persistent equilibrium is a Nash equilibrium
in a persistent retract (E. Kalai and D. Samet, International Journal of Game Theory 13, 1984).

How it is decided where no two strategies of a player earn the same everywhere. Almost every profile then has a unique,
pure best response. Call a pure strategy *robust* if it is the unique best response to some belief, and let F(S) be the
robust best responses to the mixtures over a set S of the opponent's pure strategies.

1. Arbitrarily near any mixture over S to which a robust k is a best response there are points where k is the only one
   (move a little towards a belief where it is). So an absorbing retract that holds S holds F(S).
2. Points near the mixtures over S where the best response is unique are dense and their best responses lie in F(S);
   best responses being upper hemicontinuous, every point near has one in F(S).

An absorbing retract holds the unique best responses found near it, and their span is absorbing already (as in 2): so
persistent retracts are products of faces. They are those of the minimal pairs (S1, S2) with F(S2) in S1 and F(S1) in
S2, and each is the closure of any single strategy in it. A strategy is a best response to a mixture over S exactly if
no mixture does strictly better at all of S: an exact linear program.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from operator import eq, lt

from selten.equilibria.dominance import own_table
from selten.equilibria.dominance_proof import decide
from selten.equilibria.doubt import Doubt, all_hold
from selten.equilibria.exact.linear import Centres, maximise
from selten.equilibria.solution import Solution
from selten.games.enclosed import Undecided
from selten.games.errors import InputError
from selten.games.normal_form import NormalForm, Number
from selten.selection.rule import Choice

Table = list[list[Number]]
Retract = tuple[tuple[int, ...], tuple[int, ...]]


def persistent_retracts(game: NormalForm) -> list[Retract]:
    """All persistent retracts, as the pure strategies of each player that span them, ascending.

    Raises
    ------
    InputError
        If the game has not two players, or two strategies of a player earn it the same everywhere.
    Undecided
        If bounds of an enclosed game leave it open.

    Examples
    --------
    Coordination: both pure equilibria persist, the mixed one does not.

    >>> persistent_retracts(NormalForm.of([[[2, 0], [0, 1]], [[2, 0], [0, 1]]]))
    [((0,), (0,)), ((1,), (1,))]
    """
    if len(game.players) != 2:
        raise InputError(f"persistent_retracts: got {len(game.players)} players; allowed: 2")
    tables = [own_table(game, player) for player in range(2)]
    for player, table in enumerate(tables):
        for first, second in _twins(table):
            names = game.strategies[player]
            got = f"{names[first]} and {names[second]} of player {game.players[player]} with equal payoffs"
            raise InputError(
                f"persistent_retracts: got {got}; allowed: no two strategies that earn the same everywhere"
            )
    replies = [_Replies(table) for table in tables]
    closed = {_closure(replies, seed) for seed in range(game.counts[1])}
    return sorted(pair for pair in closed if not any(_inside(other, pair) for other in closed if other != pair))


@dataclass(frozen=True, slots=True)
class Persistent:
    """Keeps the persistent equilibria of a two-player game without twin strategies."""

    def __call__(self, solution: Solution) -> Choice:
        """The equilibria that lie in a persistent retract; the reason names the retracts."""
        game = solution.game
        try:
            retracts = persistent_retracts(game)
        except InputError as refused:
            return Choice((), f"Persistence is not decided here ({refused}).", False)
        except Undecided as open_:
            return Choice((), f"Persistence is open: {open_}.", False)
        supports = [equilibrium.profile.supports for equilibrium in solution.equilibria]
        kept = [k for k, own in enumerate(supports) if any(_inside((own[0], own[1]), retract) for retract in retracts)]
        sets = [
            " x ".join("{" + ", ".join(game.strategies[i][k] for k in retract[i]) + "}" for i in range(2))
            for retract in retracts
        ]
        return Choice(tuple(kept), f"The persistent retracts are spanned by {' and '.join(sets)}.")


class _Replies:
    """F of the module's text for one player, remembered."""

    def __init__(self, table: Table) -> None:
        self.tables = [[[x - y for x, y in zip(row, own, strict=True)] for row in table] for own in table]
        self.robust = [
            k for k in range(len(table)) if _is_robust([row for i, row in enumerate(self.tables[k]) if i != k])
        ]
        self._known: dict[tuple[int, ...], frozenset[int]] = {}

    def to(self, columns: Sequence[int]) -> frozenset[int]:
        """The robust best responses to mixtures over the opponent's strategies ``columns``."""
        key = tuple(sorted(columns))
        if key not in self._known:
            seen = {k: [[row[j] for j in key] for row in self.tables[k]] for k in self.robust}
            self._known[key] = frozenset(k for k, table in seen.items() if not decide(table, True).dominated)
        return self._known[key]


def _closure(replies: Sequence[_Replies], seed: int) -> Retract:
    """The smallest closed pair that holds the second player's strategy ``seed``."""
    first, second = replies[0].to((seed,)), frozenset((seed,))
    while True:
        wider = second | replies[1].to(tuple(first))
        if wider == second:
            break
        first, second = replies[0].to(tuple(wider)), wider
    return tuple(sorted(first)), tuple(sorted(second))


def _is_robust(rivals: Table) -> bool:
    """Whether some belief makes every rival's advantage negative: max t with t + advantage <= 0 is positive."""
    if not rivals:
        return True
    centres = Centres()
    centre = maximise(*_margin([centres.row(row) for row in rivals])).primal[:-1]
    gains = (sum((y * x for y, x in zip(centre, row, strict=True) if y), Fraction(0)) for row in rivals)
    doubt = Doubt()
    if all(doubt.holds(lt, gain, 0) for gain in gains):
        return True
    return bool(maximise(*_margin(rivals)).value > 0)


def _margin(rivals: Table) -> tuple[list[Number], Table, list[Number]]:
    width = len(rivals[0])
    rows = [[*row, Fraction(1)] for row in rivals] + [[*([Fraction(1)] * width), Fraction(0)]]
    return [Fraction(0)] * width + [Fraction(1)], rows, [Fraction(0)] * len(rivals) + [Fraction(1)]


def _twins(table: Table) -> list[tuple[int, int]]:
    pairs = [(i, j) for j in range(len(table)) for i in range(j)]
    doubt = Doubt()
    equal = [(i, j) for i, j in pairs if doubt.holds(_are_equal, table[i], table[j])]
    if doubt.names:
        raise doubt.undecided()
    return equal


def _are_equal(first: Sequence[Number], second: Sequence[Number]) -> bool:
    doubt = Doubt()
    return all_hold((doubt.holds(eq, x, y) for x, y in zip(first, second, strict=True)), doubt)


def _inside(inner: Retract, outer: Retract) -> bool:
    return all(set(own) <= set(other) for own, other in zip(inner, outer, strict=True))
