"""Sequential entry: one firm commits to its strategy first, the other answers, and every product has a tiny fixed cost.

The cost per product is gamma -> 0+, treated exactly: a payoff is the pair (payoff of the game, minus the number of
products), compared lexicographically, which is how the payoffs are ordered for every gamma > 0 small enough. (A rule
met "for some small gamma" and one met "for all small enough" are then the same.) Source: the bundling paper, section 3,
"survives sequential entry with infinitesimal fixed costs of product offering".

Outcomes are those of the subgame-perfect equilibria in pure strategies. Where the follower is indifferent each of its
best responses is tried.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from operator import ge, lt

from selten.equilibria.doubt import Doubt
from selten.equilibria.solution import Equilibrium, Solution
from selten.games.enclosed import Undecided
from selten.games.errors import InputError
from selten.games.normal_form import NormalForm, Number
from selten.games.number import exact_number
from selten.selection.exactly import exact_profile
from selten.selection.rule import Choice

Value = tuple[Number, ...]
"""A payoff net of costs: (payoff, -products) for infinitesimal costs, (payoff - gamma * products,) for given ones."""


def sequential_entry(
    game: NormalForm, costs: Sequence[Sequence[int]], *, leader: int = 0, gamma: Fraction | int | str | None = None
) -> list[tuple[int, int]]:
    """The outcomes (leader's strategy, follower's response) of all pure subgame-perfect equilibria, ascending.

    There is one equilibrium for each choice of a best response at every strategy of the leader (and of a best strategy
    of the leader), too many to list. They need not be: let BR(z) be the follower's best responses to z and u the
    leader's value. The outcome (z, r) with r in BR(z) occurs exactly if

        for each z' there is some r' in BR(z') with u(z, r) >= u(z', r').

    If it occurs, with answers f, then u(z, r) >= u(z', f(z')) for each z'. Conversely let the follower answer z with r
    and every other z' with such an r': then z is a best strategy of the leader.

    Parameters
    ----------
    game : NormalForm
        Of two players; a float game is taken as the binary fractions it holds.
    costs : two sequences of int
        For each player the number of products that each of its strategies offers.
    leader : {0, 1}
        The player that moves first.
    gamma : rational, optional
        A given cost per product, instead of the infinitesimal one.

    Raises
    ------
    InputError
        If the game has not two players, or for a leader, a cost or a gamma that is not allowed.
    Undecided
        If bounds of an enclosed game leave an outcome open. Comparisons that no outcome rests on may stay open.

    Examples
    --------
    Staying out (0 products) or entering (1) a market worth 1 to a monopolist and nothing to each of two rivals:

    >>> market = NormalForm.of([[[0, 0], [1, 0]], [[0, 1], [0, 0]]], [["out", "in"], ["out", "in"]])
    >>> sequential_entry(market, [[0, 1], [0, 1]]), sequential_entry(market, [[0, 0], [0, 0]])
    ([(1, 0)], [(0, 1), (1, 0), (1, 1)])
    """
    _check(game, costs, leader)
    price = None if gamma is None else exact_number(gamma, "gamma")
    if price is not None and price < 0:
        raise InputError(f"gamma: got {gamma}; allowed: at least 0")
    lead = _values(game, costs, leader, leader, price)
    follow = _values(game, costs, 1 - leader, leader, price)
    return _outcomes(lead, follow)


@dataclass(frozen=True, slots=True)
class SequentialEntry:
    """Keeps the pure equilibria that survive sequential entry whichever way round the firms move.

    Parameters
    ----------
    costs : two tuples of int
        For each player the number of products that each of its strategies offers.
    """

    costs: tuple[tuple[int, ...], tuple[int, ...]]

    def __call__(self, solution: Solution) -> Choice:
        """The pure equilibria that are the outcome of sequential entry with one of the firms leading."""
        game = solution.game
        if len(game.players) != 2:
            return Choice((), f"Sequential entry is for two players, the game has {len(game.players)}.", False)
        try:
            first = set(sequential_entry(game, self.costs, leader=0))
            second = {(own, lead) for lead, own in sequential_entry(game, self.costs, leader=1)}
        except Undecided as open_:
            return Choice((), f"Sequential entry is open: {open_}.", False)
        pure = [_pure(equilibrium) for equilibrium in solution.equilibria]
        kept = [k for k, profile in enumerate(pure) if profile in first | second]
        names = [", ".join(_label(game, outcome) for outcome in sorted(found)) for found in (first, second)]
        reason = (
            f"With an infinitesimal cost per product the outcomes are {names[0]} if {game.players[0]} moves first"
            f" and {names[1]} if {game.players[1]} does."
        )
        return Choice(tuple(kept), reason)


def _pure(equilibrium: Equilibrium) -> tuple[int, int] | None:
    profile = exact_profile(equilibrium.profile)
    if profile is None or not profile.is_pure:
        return None
    return profile.supports[0][0], profile.supports[1][0]


def _label(game: NormalForm, outcome: tuple[int, int]) -> str:
    return f"({game.strategies[0][outcome[0]]}, {game.strategies[1][outcome[1]]})"


def _values(
    game: NormalForm, costs: Sequence[Sequence[int]], player: int, leader: int, gamma: Fraction | None
) -> list[list[Value]]:
    """``values[z][r]``: what ``player`` gets net of costs when the leader plays z and the follower r."""
    table = game.payoffs[player] if leader == 0 else game.payoffs[player].T
    values = []
    for z, row in enumerate(table.tolist()):
        payoffs = [Fraction(x) if game.kind == "float" else x for x in row]
        products = [costs[player][z if player == leader else r] for r in range(len(row))]
        pairs = zip(payoffs, products, strict=True)
        values.append([(x, -k) if gamma is None else (x - gamma * k,) for x, k in pairs])
    return values


def _outcomes(lead: list[list[Value]], follow: list[list[Value]]) -> list[tuple[int, int]]:
    """The shortcut of :func:`sequential_entry` in three-valued logic: True, False, None for open."""
    doubt = Doubt()
    best = [_best_responses(row, doubt) for row in follow]
    outcomes, open_ = [], False
    for z, responses in enumerate(best):
        for r, is_best in sorted(responses.items()):
            needed = [is_best] + [
                _some_reach(lead[z][r], lead[other], best[other], doubt) for other in range(len(lead))
            ]
            if False in needed:
                continue
            open_ = open_ or None in needed
            outcomes.append((z, r))
    if open_:
        raise doubt.undecided()
    return outcomes


def _best_responses(values: list[Value], doubt: Doubt) -> dict[int, bool | None]:
    """The strategies that may be best, each with True if it is for sure and None if that is open."""
    found: dict[int, bool | None] = {}
    for r, own in enumerate(values):
        beaten = [doubt.holds(lt, own, other) for other in values]
        if True not in beaten:
            found[r] = None if None in beaten else True
    return found


def _some_reach(value: Value, values: list[Value], best: dict[int, bool | None], doubt: Doubt) -> bool | None:
    """Whether some best response leaves the leader no more than ``value``.

    True for sure if one that is best for sure does, or all that may be best do; False if none that may be best does.
    """
    reach = {r: doubt.holds(ge, value, values[r]) for r in best}
    if any(reach[r] and best[r] for r in best) or all(reach.values()):
        return True
    return False if all(answer is False for answer in reach.values()) else None


def _check(game: NormalForm, costs: Sequence[Sequence[int]], leader: int) -> None:
    if len(game.players) != 2:
        raise InputError(f"sequential_entry: got {len(game.players)} players; allowed: 2")
    if leader not in (0, 1):
        raise InputError(f"leader: got {leader!r}; allowed: 0 or 1")
    if tuple(len(own) for own in costs) != game.counts:
        raise InputError(
            f"costs: got lengths {[len(own) for own in costs]}; allowed: {list(game.counts)}, as the game has"
        )
