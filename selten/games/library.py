"""Textbook games and hard ones, each with an answer that is known from elsewhere.

The docstrings say what is known and who says it; tests hold the solvers to it.
"""

from collections.abc import Callable
from fractions import Fraction

from selten.games.extensive_form import ExtensiveForm
from selten.games.normal_form import NormalForm
from selten.games.tree import Tree

OFFERINGS = ("000", "100", "010", "110", "001", "101", "011", "111")
"""What a firm may offer, written z1 z2 zb: component 1, component 2, the bundle."""

_TABLE_2 = (
    ("0", "0", "0", "0", "0", "0", "0", "0"),
    ("0.25", "0", "0.25", "0", "0.067", "0", "0.067", "0"),
    ("0.25", "0.25", "0", "0", "0.067", "0.067", "0", "0"),
    ("0.5", "0.25", "0.25", "0", "0", "0", "0", "0"),
    ("0.544", "0.369", "0.369", "0", "0", "0", "0", "0"),
    ("0.546", "0.25", "0.369", "0", "0", "0", "0", "0"),
    ("0.546", "0.369", "0.25", "0", "0", "0", "0", "0"),
    ("0.549", "0.25", "0.25", "0", "0", "0", "0", "0"),
)


def _symmetric(own: object, labels: tuple[str, ...], title: str) -> NormalForm:
    """The two-player game in which ``own[i][j]`` is what either player gets for its own i against the other's j."""
    first = NormalForm.of([own, own]).payoffs[0]
    return NormalForm.of([first.tolist(), first.T.tolist()], [labels, labels], title=title)


def prisoners_dilemma() -> NormalForm:
    """The prisoners' dilemma: one equilibrium, both defect, in strictly dominant strategies."""
    return _symmetric([[3, 0], [5, 1]], ("cooperate", "defect"), "Prisoners' dilemma")


def matching_pennies() -> NormalForm:
    """Matching pennies: one equilibrium, both mix evenly; value 0."""
    sides = ("heads", "tails")
    return NormalForm.of([[[1, -1], [-1, 1]], [[-1, 1], [1, -1]]], [sides, sides], title="Matching pennies")


def battle_of_the_sexes() -> NormalForm:
    """Battle of the sexes: two pure equilibria and the mixed one ((3/5, 2/5), (2/5, 3/5)), which pays 6/5 each."""
    places = ("ballet", "boxing")
    return NormalForm.of([[[3, 0], [0, 2]], [[2, 0], [0, 3]]], [places, places], title="Battle of the sexes")


def stag_hunt() -> NormalForm:
    """Stag hunt: (stag, stag) pays more, (hare, hare) risks less; the mixed one hunts the stag with 3/4."""
    return _symmetric([[4, 0], [3, 3]], ("stag", "hare"), "Stag hunt")


def chicken() -> NormalForm:
    """Chicken: two asymmetric pure equilibria and the mixed one, which yields with 9/10."""
    return _symmetric([[0, -1], [1, -10]], ("yield", "drive on"), "Chicken")


def rock_paper_scissors() -> NormalForm:
    """Rock, paper, scissors: one equilibrium, a third each; value 0."""
    return _symmetric([[0, -1, 1], [1, 0, -1], [-1, 1, 0]], ("rock", "paper", "scissors"), "Rock, paper, scissors")


def shapley() -> NormalForm:
    """Shapley's game: one equilibrium, a third each, which fictitious play never reaches; it pays 1/3 each.

    L. S. Shapley, "Some topics in two-person games", Advances in Game Theory (1964).
    """
    first = [[0, 1, 0], [0, 0, 1], [1, 0, 0]]
    second = [[0, 0, 1], [1, 0, 0], [0, 1, 0]]
    return NormalForm.of([first, second], title="Shapley's game without convergence")


def majority() -> NormalForm:
    """Three players vote a or b and get 1 if all vote alike, else 0: pure equilibria (a, a, a) and (b, b, b).

    The mixed one, with all players alike, is even: a vote pays p**2 or (1-p)**2.
    """
    agree = [[[int(i == j == k) for k in range(2)] for j in range(2)] for i in range(2)]
    return NormalForm.of([agree] * 3, [("a", "b")] * 3, title="Three players agree")


def odd_one_out() -> NormalForm:
    """Three players pick a side; one who stands alone loses 2, to the other two 1 each.

    Zero sum. Pure equilibria: (a, a, a) and (b, b, b).
    """
    sides = range(2)
    payoffs = [[[[_odd((i, j, k), own) for k in sides] for j in sides] for i in sides] for own in range(3)]
    return NormalForm.of(payoffs, [("a", "b")] * 3, title="Odd one out")


def _odd(sides: tuple[int, int, int], own: int) -> int:
    alone = sides.count(sides[own]) == 1
    return -2 if alone else int(len(set(sides)) == 2)


def table_2() -> NormalForm:
    """The offering game of the uniform independent market, in the three decimals that the bundling paper prints.

    Known: 14 pure equilibria, 89 extreme ones, 14 maximal Nash subsets, 8 components (lrslib and Gambit agree).
    """
    return _symmetric(_TABLE_2, OFFERINGS, "Offerings of two firms, Table 2")


def all_zero(*, rows: int = 2, columns: int = 3) -> NormalForm:
    """Nobody ever gets anything: every profile is an equilibrium, every pure one an extreme one, one component."""
    zero = [[0] * columns for _ in range(rows)]
    return NormalForm.of([zero, zero], title=f"All zero, {rows} by {columns}")


def one_row() -> NormalForm:
    """One strategy against four, two of them best and alike: extreme equilibria at the second and the fourth."""
    return NormalForm.of([[[3, 1, 4, 1]], [[2, 7, 1, 7]]], title="1 by 4")


def alone() -> NormalForm:
    """One player with three strategies, the last two best: extreme equilibria at those."""
    return NormalForm.of([[0, 5, 5]], title="One player")


def duplicated() -> NormalForm:
    """Matching pennies where the first player has heads twice: the extreme equilibria are two, one component."""
    first = [[1, -1], [1, -1], [-1, 1]]
    second = [[-1, 1], [-1, 1], [1, -1]]
    labels = [("heads", "heads again", "tails"), ("heads", "tails")]
    return NormalForm.of([first, second], labels, title="Matching pennies with a copy")


def degenerate() -> NormalForm:
    """A 3 by 2 game with a continuum of equilibria, in which a pure strategy has two pure best replies.

    Extreme equilibria: (row 1; column 1), (row 1; 2/3, 1/3) and (1/3 row 2, 2/3 row 3; 1/3, 2/3), in 2 components.

    B. von Stengel, "Equilibrium computation for two-player games in strategic and extensive form", Algorithmic Game
    Theory (2007), chapter 3.
    """
    first, second = [[3, 3], [2, 5], [0, 6]], [[3, 3], [2, 6], [3, 1]]
    return NormalForm.of([first, second], title="A degenerate 3 by 2 game")


def lemke_howson_ties() -> NormalForm:
    """A 3 by 3 game in which the minimum ratio test of Lemke and Howson ties at the first step.

    Best replies tie against every pure strategy, so that pivoting without a rule for ties may cycle. The six pairs of
    strategies that pay 1 to both are equilibria, and one third each is the only other extreme one.
    """
    own = [[1, 1, 0], [0, 1, 1], [1, 0, 1]]
    return NormalForm.of([own, own], title="Ties for Lemke and Howson")


def inaccessible() -> NormalForm:
    """A 3 by 3 game with three equilibria, two of which no chain of Lemke-Howson paths from the origin reaches.

    Both players alike: the third strategy (reached), (1/3, 2/3, 0) and (1/6, 1/3, 1/2).

    L. S. Shapley, "A note on the Lemke-Howson algorithm", Mathematical Programming Study 1 (1974), figure 3.
    """
    first, second = [[0, 3, 0], [2, 2, 0], [3, 0, 1]], [[0, 2, 3], [3, 2, 0], [0, 0, 1]]
    return NormalForm.of([first, second], title="Equilibria out of reach of Lemke and Howson")


def entry_game() -> ExtensiveForm:
    """An entrant and an incumbent that threatens to fight: (out; fight) is Nash, only (in; share) subgame perfect."""
    tree = Tree(["entrant", "incumbent"], title="Entry with an incredible threat")
    entry, reply = tree.infoset(0, ("out", "in")), tree.infoset(1, ("fight", "share"))
    tree.move(entry)
    tree.leaf([0, 2])
    tree.move(reply)
    tree.leaf([-1, -1])
    tree.leaf([1, 1])
    return tree.build()


def seltens_horse() -> ExtensiveForm:
    """Selten's horse: no proper subgame, so all equilibria are subgame perfect; only those with (C, c) are perfect.

    Pure equilibria: (D, c, L) and (C, c, R). R. Selten, "Reexamination of the perfectness concept for equilibrium
    points in extensive games", International Journal of Game Theory 4 (1975), figure 1, with its payoffs.
    """
    tree = Tree(["1", "2", "3"], title="Selten's horse")
    first, second = tree.infoset(0, ("C", "D")), tree.infoset(1, ("c", "d"))
    third = tree.infoset(2, ("L", "R"))
    tree.move(first)
    tree.move(second)
    tree.leaf([1, 1, 1])
    tree.move(third)
    tree.leaf([4, 4, 0])
    tree.leaf([0, 0, 1])
    tree.move(third)
    tree.leaf([3, 2, 2])
    tree.leaf([0, 0, 0])
    return tree.build()


def one_card_poker() -> ExtensiveForm:
    """One-card poker: one equilibrium, the bluff with 1/3, the call with 2/3; it pays the first player 1/3.

    R. B. Myerson, Game Theory: Analysis of Conflict (1991), section 2.1.
    """
    tree = Tree(["holder", "caller"], title="One-card poker")
    deal = tree.chance(("red", "black"), (Fraction(1, 2), Fraction(1, 2)))
    bets = [tree.infoset(0, ("raise", "fold"), label=card) for card in ("red", "black")]
    call = tree.infoset(1, ("meet", "pass"))
    tree.move(deal)
    for bet, sign in zip(bets, (1, -1), strict=True):
        tree.move(bet)
        tree.move(call)
        for stake in (2 * sign, 1, sign):
            tree.leaf([stake, -stake])
    return tree.build()


def absent_minded_driver() -> ExtensiveForm:
    """A driver who cannot tell two exits apart, so forgets: mixed strategies pay at most 1, a draw at each exit 4/3.

    M. Piccione and A. Rubinstein, "On the interpretation of decision problems with imperfect recall", Games and
    Economic Behavior 20 (1997).
    """
    tree = Tree(["driver"], title="Absent-minded driver")
    exits = tree.infoset(0, ("exit", "go on"))
    tree.move(exits)
    tree.leaf([0])
    tree.move(exits)
    tree.leaf([4])
    tree.leaf([1])
    return tree.build()


NORMAL_FORMS: tuple[Callable[[], NormalForm], ...] = (
    prisoners_dilemma,
    matching_pennies,
    battle_of_the_sexes,
    stag_hunt,
    chicken,
    rock_paper_scissors,
    shapley,
    majority,
    odd_one_out,
    table_2,
    all_zero,
    one_row,
    alone,
    duplicated,
    degenerate,
    lemke_howson_ties,
    inaccessible,
)
"""All games in normal form, for tests that run over the library."""

TREES: tuple[Callable[[], ExtensiveForm], ...] = (entry_game, seltens_horse, one_card_poker, absent_minded_driver)
"""All game trees, likewise."""
