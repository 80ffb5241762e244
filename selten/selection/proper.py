"""Proper equilibria of two-player games, exactly, with a certificate either way.

**Definition** (R. B. Myerson, International Journal of Game Theory 7, 1978). A completely mixed profile is
eps-proper if a pure strategy that earns less than another of the same player has at most eps times its probability. An
equilibrium is proper if it is the limit of eps-proper profiles as eps goes to 0. Every game has one; proper equilibria
are perfect.

**What is decided.** Write A for the first player's payoffs and B for the second's, and let L = (L_1, L_2, ...) and
M = (M_1, M_2, ...) be ordered partitions of the two players' strategies into levels. Let C(L) be the cone of weights
d >= 0 of the second player's strategies against which all strategies of a level of L earn the same, and no level earns
less than the one after it; likewise C(M) for the first player's weights.

  *Theorem.* (x, y) is proper if and only if there are L and M such that L_1 is the support of x, M_1 that of y, y lies
  in C(L), x in C(M), and for each s there is a d_s in C(L) with support M_1 + ... + M_s, and likewise for x.

These are the lexicographic beliefs of L. Blume, A. Brandenburger and E. Dekel (Econometrica 59, 1991, pages 81-98) in a
form with finitely many linear programs; no weights of negative sign are needed.

*If.* Let y(eps) = y + eps d_2 + eps^2 d_3 + ..., and x(eps) in the same way. A strategy of level s has a weight whose
lowest power is eps^(s-1), with a positive coefficient. Each y(eps) is in the cone C(L): so a strategy that earns less
than another stands in a later level of L, and has a weight of a higher order. After normalisation the ratio of the
probabilities is at most a constant times eps. This is the :class:`~selten.selection.proper_check.Family`.

*Only if.* Take eps_k-proper profiles (x^k, y^k) that converge to (x, y) while eps_k goes to 0. Pass to a subsequence
along which the order of the payoffs of each player's strategies is the same and the ratio of any two probabilities of
one player converges in [0, infinity]. Let a level be a class of strategies whose ratios have limits other than 0 and
infinity, the likelier levels first: the first level is the support of the limit. If i earns less than k, its ratio to
k goes to 0 and it stands in a later level. So strategies of one level earn the same, and earlier levels no less: y^k is
in C(L), and so is its limit y. The cone is spanned by finitely many vectors g >= 0; write y^k as a sum of them with
coefficients c_g^k >= 0. For a strategy j of level s one summand is the largest at j for infinitely many k; it has at
least a fixed part of y_j^k, so every strategy in its support has a probability of at least a constant times y_j^k, and
belongs to the levels up to s. The sum of such g, one for each j of the first s levels, is d_s. The same argument
serves x.

**The search.** Because supports of a cone add up, d_s exists exactly if for each j in M_s there is a d in C(L) with
d_j = 1 and d = 0 on all later levels: one exact linear program for each strategy. It has one row for each statement "i
is at least as likely as k" about the opponent and leaves out a variable for each statement "j' is strictly less likely
than j". If it has no solution, Farkas's multipliers name the statements that exclude each other: a shift of weight
between strategies that gains although it may not (:class:`~selten.selection.proper_check.Contradiction`). Statements
only ever add rows and remove variables, so a contradiction stays one in all further cases. The search assumes one
statement or its negation at a time. Where all pairs are compared and all programs have solutions the theorem says yes;
where each case ends in a contradiction it says no, and the tree of cases
(:class:`~selten.selection.proper_check.Cases`) is the proof. There are finitely many pairs, so it ends; the problem
being NP-complete (K. A. Hansen and T. B. Lund, "Computational complexity of proper equilibrium", EC 2018), it may take
long, and stops at limits that the answer names.

Nothing is reported on the word of the search: each certificate is read by :mod:`selten.selection.proper_check` first.
A game with enclosed payoffs is searched at the centres of the bounds; the certificate must then hold for all values
inside them, or the answer is open.
"""

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from operator import le

from selten.equilibria.doubt import Doubt, all_hold
from selten.equilibria.solution import Solution
from selten.games.enclosed import Undecided
from selten.games.errors import InputError
from selten.games.normal_form import NormalForm
from selten.games.profile import Profile, check_fits
from selten.selection.exactly import exact_game, exact_profile
from selten.selection.proper_check import (
    Family,
    Refutation,
    check_family,
    check_refutation,
    contradictions,
    earned,
)
from selten.selection.proper_search import Anchor, Limits, OutOfReach, Search
from selten.selection.rule import Choice

MOST_STRATEGIES = 16
"""Games in which a player has more strategies than this are not searched unless asked."""

BRANCHES = 5000
"""Branches of the search for one equilibrium after which it stops unless asked."""


@dataclass(frozen=True, slots=True)
class Properness:
    """Whether a profile is a proper equilibrium, and the proof.

    Parameters
    ----------
    proper : bool or None
        The answer; None where it is open.
    certificate : Family, Contradiction, Cases or None
        Epsilon-proper profiles that converge to it, or the contradictions that exclude them. None where the answer is
        open, and for a profile that is no equilibrium.
    reason : str
        One sentence.
    undecided : frozenset of str
        For an enclosed game whose bounds leave it open: the symbols responsible.
    """

    proper: bool | None
    certificate: Family | Refutation | None
    reason: str
    undecided: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Proper:
    """Keeps the proper equilibria of a two-player game.

    Parameters
    ----------
    most_strategies : int
        Games in which a player has more strategies are not searched.
    branches : int
        Branches of the search for one equilibrium, after which it is left open whatever the machine.
    seconds : float or None
        Time for all equilibria together, after which the rest is left open.
    """

    most_strategies: int = MOST_STRATEGIES
    branches: int = BRANCHES
    seconds: float | None = None

    def __call__(self, solution: Solution) -> Choice:
        """The proper ones among the solution's equilibria; not decided if that is open for one of them."""
        answers = self.verdicts(solution)
        if (undecided := next((a for a in answers if a.proper is None), None)) is not None:
            return Choice((), undecided.reason, False)
        kept = tuple(k for k, answer in enumerate(answers) if answer.proper)
        return Choice(kept, f"Proper: {len(kept)} of {len(answers)}, each with a certificate.")

    def verdicts(self, solution: Solution) -> tuple[Properness, ...]:
        """The answer for each equilibrium of the solution; what is found out for one serves the next."""
        profiles = [equilibrium.profile for equilibrium in solution.equilibria]
        return self.decide(solution.game, profiles)

    def decide(self, game: NormalForm, profiles: Sequence[Profile]) -> tuple[Properness, ...]:
        """The answer for each of several profiles of one game.

        Raises
        ------
        InputError
            If a profile does not fit the game.
        """
        judge = self.judge(game)
        return tuple(judge(profile) for profile in profiles)

    def judge(self, game: NormalForm) -> Callable[[Profile], Properness]:
        """What :meth:`decide` asks for each profile; the time limit runs from now on."""
        reason = self._out_of_reach(game)
        exact = game if reason else exact_game(game)
        search = None if reason else Search.of(exact)
        deadline = None if self.seconds is None else time.perf_counter() + self.seconds

        def judge(profile: Profile) -> Properness:
            check_fits(game, profile)
            return (
                _open(reason) if search is None else _verdict(exact, search, profile, Limits(self.branches, deadline))
            )

        return judge

    def _out_of_reach(self, game: NormalForm) -> str:
        """Why the game is not searched; nothing if it is."""
        if len(game.players) != 2:
            return f"decided for two players only, and the game has {len(game.players)}"
        if max(game.counts) > self.most_strategies:
            shape = " by ".join(map(str, game.counts))
            return f"decided up to {self.most_strategies} strategies a player, and the game is {shape}"
        return ""


def proper(game: NormalForm, profile: Profile) -> Properness:
    """Whether a profile of a two-player game is a proper equilibrium, with its certificate.

    The answer is None where it is open: beyond the limits of :class:`Proper`, for more or fewer than two players, for
    probabilities known up to rounding only, and where bounds of an enclosed game leave it open.

    Raises
    ------
    InputError
        If the profile does not fit the game.

    Examples
    --------
    Myerson's game (1978, figure 2): the middle equilibrium is perfect, but its trembles are no mistakes to expect.

    >>> table = [[1, 0, -9], [0, 0, -7], [-9, -7, -7]]
    >>> game = NormalForm.of([table, table])
    >>> [proper(game, Profile.pure((3, 3), (k, k))).proper for k in range(3)]
    [True, False, False]
    >>> proper(game, Profile.pure((3, 3), (1, 1))).reason
    'not proper: no trembles fit (one contradiction)'
    """
    return Proper().decide(game, [profile])[0]


def find_proper(game: NormalForm, *, branches: int = BRANCHES) -> tuple[Profile, Family] | None:
    """One proper equilibrium of an exact two-player game with the family that proves it, None at the limit.

    Every game has one, so the search ends with one if no limit stops it.

    Raises
    ------
    InputError
        If the game has not two players, or its payoffs are enclosures.

    Examples
    --------
    >>> found = find_proper(NormalForm.of([[[1, 0], [0, 0]], [[1, 0], [0, 0]]]))
    >>> found[0].supports
    ((0,), (0,))
    """
    if len(game.players) != 2 or game.kind == "enclosed":
        raise InputError(f"find_proper: got {len(game.players)} players, {game.kind} payoffs; allowed: 2, no bounds")
    exact = exact_game(game)
    try:
        found = Search.of(exact).run(None, limits=Limits(branches))
    except OutOfReach:
        return None
    if not isinstance(found, Family):
        raise AssertionError("find_proper: every game has a proper equilibrium, and the search denied it")
    profile = Profile(tuple(powers[0] for powers in found.weights))
    if not check_family(exact, profile, found):
        raise AssertionError("find_proper: the certificate does not verify")
    return profile, found


def _open(reason: str) -> Properness:
    return Properness(None, None, f"open: {reason}")


def _verdict(game: NormalForm, search: Search, profile: Profile, limits: Limits) -> Properness:
    """Search, then let the check have the last word."""
    exactly = exact_profile(profile)
    if exactly is None:
        return _open("the profile is known only up to rounding")
    try:
        limits.check_clock()
        if not _is_nash(game, exactly):
            return Properness(False, None, "not proper: no equilibrium")
        found = search.run(Anchor.of(game, exactly), limits=limits)
        if isinstance(found, Family):
            return _accepted(game, exactly, found)
        return _rejected(game, exactly, found)
    except OutOfReach as stopped:
        return _open(str(stopped))
    except Undecided as undecided:
        return Properness(None, None, f"open: {undecided}", undecided.names)


def _accepted(game: NormalForm, profile: Profile, family: Family) -> Properness:
    if not check_family(game, profile, family):
        return _unverified(game)
    levels = " and ".join(str(len(powers)) for powers in family.weights)
    return Properness(True, family, f"proper: epsilon-proper profiles converge to it ({levels} levels of likelihood)")


def _rejected(game: NormalForm, profile: Profile, refutation: Refutation) -> Properness:
    if not check_refutation(game, profile, refutation):
        return _unverified(game)
    count = contradictions(refutation)
    cases = "one contradiction" if count == 1 else f"{count} cases, each with a contradiction"
    return Properness(False, refutation, f"not proper: no trembles fit ({cases})")


def _unverified(game: NormalForm) -> Properness:
    """In an exact game every certificate verifies; one found at the centres of bounds may not hold inside them."""
    if game.kind != "enclosed":
        raise AssertionError("proper: the certificate does not verify")
    return _open("the certificate at the centres of the bounds does not hold inside them")


def _is_nash(game: NormalForm, profile: Profile) -> bool:
    """Whether no strategy earns more than one in use."""
    doubt = Doubt()
    values = [earned(game, player, profile.strategies[1 - player]) for player in range(2)]
    answers = (
        doubt.holds(le, value, values[player][k])
        for player, support in enumerate(profile.supports)
        for k in support
        for value in values[player]
    )
    return all_hold(answers, doubt)
