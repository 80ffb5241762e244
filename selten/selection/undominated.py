"""Which supports are undominated, for many supports of one two-player game.

A mixed strategy of player 1 with support I is not weakly dominated exactly if it is a best response to some y that
plays every strategy of player 2 (E. van Damme, Stability and Perfection of Nash Equilibria, 1991, chapter 3). Those y
against which all of I are best replies form a face of player 2's best-response polyhedron: the convex hull of the
extreme strategies at which the labels I are tight. The supports of a convex combination with positive weights unite. So
such a y exists exactly if no strategy of player 2 is unplayed at all those extreme strategies: a question to the masks
of tight labels. The extreme strategies have to be those of the whole game: a strategy of player 2 counts however badly
it does. Without them an exact linear program decides (:mod:`selten.equilibria.dominance`).
"""

from collections.abc import Callable
from fractions import Fraction

from selten.equilibria.dominance import dominance
from selten.equilibria.enumerate import expected_vertices
from selten.equilibria.extreme import ExtremePairs
from selten.equilibria.index.masks import Carriers, whole_pairs
from selten.games.normal_form import NormalForm

MOST_VERTICES = 2000
"""Games expected to have more extreme strategies a player are left to linear programs if these are not known."""

Test = Callable[[int, int], bool]


class Undominated:
    """Answers whether a player's support, given as a mask (bit k: the player's strategy k), is undominated.

    Guarantees exact answers; remembers them.

    Parameters
    ----------
    game : NormalForm
        Of two players, exact or enclosed.
    extreme : ExtremePairs, optional
        The masks of all extreme strategies, if known. If not, they are computed where the game is exact and small.

    Examples
    --------
    >>> undominated = Undominated(NormalForm.of([[[1, 0], [0, 0]], [[1, 0], [0, 0]]]))
    >>> undominated(0, 0b01), undominated(0, 0b10), undominated(0, 0b11)
    (True, False, False)
    """

    def __init__(self, game: NormalForm, extreme: ExtremePairs | None = None) -> None:
        self.game = game
        self._known: dict[tuple[int, int], bool] = {}
        if (extreme is None or not extreme.whole) and game.kind != "enclosed":
            extreme = whole_pairs(game) if expected_vertices(game.counts) <= MOST_VERTICES else None
        self._test: Test = self._by_program if extreme is None or not extreme.whole else _by_masks(extreme)

    def __call__(self, player: int, support: int) -> bool:
        """Whether no mixed strategy weakly dominates those with that support.

        Raises
        ------
        Undecided
            If bounds of an enclosed game leave it open.
        """
        key = player, support
        if key not in self._known:
            self._known[key] = self._test(player, support)
        return self._known[key]

    def _by_program(self, player: int, support: int) -> bool:
        share = Fraction(1, support.bit_count())
        even = [share if support >> k & 1 else Fraction(0) for k in range(self.game.counts[player])]
        return not dominance(self.game, player, even).dominated


def _by_masks(extreme: ExtremePairs) -> Test:
    m, n = extreme.counts
    # the opponents of player 1 are player 2's extreme strategies
    opponents = Carriers(extreme.second, m + n), Carriers(extreme.first, m + n)
    others = ((1 << n) - 1) << m, (1 << m) - 1

    def test(player: int, support: int) -> bool:
        carriers = opponents[player]
        against = carriers.where(support << (m if player else 0))
        return not carriers.common(against) & others[player]

    return test
