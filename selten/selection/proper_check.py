"""Certificates that an equilibrium of a two-player game is proper, or is not, and the checks that read them.

Nothing here searches, and nothing of the search is used: a check needs the game, the profile and the certificate. The
theory is in :mod:`selten.selection.proper`. In a game with enclosed payoffs a check holds for all values inside the
bounds, or raises :class:`~selten.games.enclosed.Undecided`.

"i is at least as likely as k" is about trembles: a player's weight on i divided by that on k does not go to 0. It is
"strictly likelier" if the ratio goes to infinity.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from operator import gt
from typing import TypeAlias

from selten.equilibria.doubt import Doubt
from selten.games.enclosed import Enclosed
from selten.games.normal_form import NormalForm, Number
from selten.games.profile import Profile

Order = list[list[int]]
"""``order[i][k]``: 2 if i is strictly likelier than k, 1 if at least as likely, 0 if nothing is known."""

WEAK, STRICT = 1, 2


@dataclass(frozen=True, slots=True)
class Family:
    """Completely mixed strategies for all small eps > 0, as weights that are polynomials in eps.

    Parameters
    ----------
    weights : tuple
        ``weights[player][power][strategy]``: the coefficient of eps**power in the weight of a strategy. The probability
        of a strategy is its weight divided by the sum of the player's weights.
    """

    weights: tuple[tuple[tuple[Number, ...], ...], ...]


@dataclass(frozen=True, slots=True)
class Contradiction:
    """Why no trembles fit what is assumed about which strategies are likelier.

    ``player`` has assumed each i of a shift (i, k, weight) at least as likely as k, so i must earn at least as much.
    Yet moving all the weights from i to k gains against the opponent's strategy ``against``, and loses only against
    strategies that are assumed strictly less likely: a gain in the end.

    Parameters
    ----------
    player : int
        Whose payoffs are compared, 0 or 1.
    against : int
        A strategy of the other player.
    shifts : tuple of (i, k, weight)
        Pairs of strategies of ``player`` and positive weights.
    """

    player: int
    against: int
    shifts: tuple[tuple[int, int, Number], ...]


@dataclass(frozen=True, slots=True)
class Cases:
    """Two cases that exclude each other: ``player``'s strategy ``first`` at least as likely as ``second``, or not.

    Parameters
    ----------
    player, first, second : int
        Who, and the two strategies.
    weakly, less : Contradiction or Cases
        The refutation where ``first`` is at least as likely, and where ``second`` is strictly likelier.
    """

    player: int
    first: int
    second: int
    weakly: "Contradiction | Cases"
    less: "Contradiction | Cases"


Refutation: TypeAlias = Contradiction | Cases


def check_family(game: NormalForm, profile: Profile, family: Family) -> bool:
    """Whether a family proves that a profile is proper: that it is the limit of epsilon-proper equilibria.

    Checked: the weights at eps = 0 are the profile's; for small eps > 0 all are positive; a strategy that earns less
    than another for small eps > 0 has a weight of a higher order.

    Raises
    ------
    Undecided
        If bounds of an enclosed game leave it open.

    Examples
    --------
    >>> game = NormalForm.of([[[1, 0], [0, 0]], [[1, 0], [0, 0]]])
    >>> family = Family((((1, 0), (0, 1)), ((1, 0), (0, 1))))
    >>> check_family(game, Profile.pure((2, 2), (0, 0)), family)
    True
    >>> check_family(game, Profile.pure((2, 2), (1, 1)), family)
    False
    """
    for own, weights in zip(profile.strategies, family.weights, strict=True):
        if tuple(weights[0]) != tuple(own) or any(_sign(w) <= 0 for w in zip(*weights, strict=True)):
            return False
    return all(_respects(game, player, family) for player in range(2))


def check_refutation(game: NormalForm, profile: Profile, refutation: Refutation) -> bool:
    """Whether a tree of cases proves that a profile is not proper.

    Raises
    ------
    Undecided
        If bounds of an enclosed game leave it open.

    Examples
    --------
    The second strategies are weakly dominated: shifting weight from 2 to 1 gains against 1 and loses nowhere.

    >>> game = NormalForm.of([[[1, 0], [0, 0]], [[1, 0], [0, 0]]])
    >>> check_refutation(game, Profile.pure((2, 2), (1, 1)), Contradiction(0, 0, ((1, 0, 1),)))
    True
    """
    return _refuted(game, [known_order(game, profile, player) for player in range(2)], refutation)


def contradictions(refutation: Refutation) -> int:
    """How many contradictions a refutation consists of.

    Examples
    --------
    >>> leaf = Contradiction(0, 0, ((1, 0, 1),))
    >>> contradictions(Cases(0, 0, 1, leaf, leaf))
    2
    """
    if isinstance(refutation, Contradiction):
        return 1
    return contradictions(refutation.weakly) + contradictions(refutation.less)


def _sign(series: Sequence[Number]) -> int:
    """The sign for small eps > 0 of a polynomial, its coefficients from the lowest power."""
    return next((1 if c > 0 else -1 for c in series if c != 0), 0)


def _degree(series: Sequence[Number]) -> int:
    """The lowest power with a coefficient other than 0."""
    return next(power for power, c in enumerate(series) if c != 0)


def _respects(game: NormalForm, player: int, family: Family) -> bool:
    """Myerson's condition for one player, with ratios of order eps."""
    values = [earned(game, player, power) for power in family.weights[1 - player]]
    degrees = [_degree(series) for series in zip(*family.weights[player], strict=True)]
    series = list(zip(*values, strict=True))
    return all(
        degrees[i] > degrees[k] or _sign([x - y for x, y in zip(series[i], series[k], strict=True)]) >= 0
        for i in range(len(degrees))
        for k in range(len(degrees))
    )


def known_order(game: NormalForm, profile: Profile, player: int) -> Order:
    """What holds of likelihoods in all trembles that vanish, by the support and the payoffs at the profile.

    Payoffs that the bounds of an enclosed game do not tell apart say nothing.

    Examples
    --------
    >>> game = NormalForm.of([[[1, 0], [0, 0]], [[1, 0], [0, 0]]])
    >>> known_order(game, Profile.pure((2, 2), (0, 1)), 0)
    [[1, 2], [0, 1]]
    """
    used = [p != 0 for p in profile.strategies[player]]
    values, doubt, size = earned(game, player, profile.strategies[1 - player]), Doubt(), range(len(used))
    better = [[bool(doubt.holds(gt, values[i], values[k])) for k in size] for i in size]
    return [
        [STRICT if better[i][k] or (used[i] and not used[k]) else WEAK if used[i] or i == k else 0 for k in size]
        for i in size
    ]


def earned(game: NormalForm, player: int, weights: Sequence[Number]) -> list[Number]:
    """What each strategy of ``player`` earns against weights of the other player's strategies.

    Examples
    --------
    >>> earned(NormalForm.of([[[1, 0], [2, 3]], [[1, 0], [0, 0]]]), 0, [1, 2])
    [Fraction(1, 1), Fraction(8, 1)]
    """
    table = game.payoffs[0] if player == 0 else game.payoffs[1].T
    used = [(j, w) for j, w in enumerate(weights) if isinstance(w, Enclosed) or w]
    return [sum((row[j] * w for j, w in used), Fraction(0)) for row in table.tolist()]


def _refuted(game: NormalForm, orders: list[Order], refutation: Refutation) -> bool:
    if isinstance(refutation, Contradiction):
        return _contradicts(game, [closed(order) for order in orders], refutation)
    player, first, second = refutation.player, refutation.first, refutation.second
    weakly = _refuted(game, _assume(orders, player, (first, second, WEAK)), refutation.weakly)
    return weakly and _refuted(game, _assume(orders, player, (second, first, STRICT)), refutation.less)


def _assume(orders: list[Order], player: int, relation: tuple[int, int, int]) -> list[Order]:
    i, k, value = relation
    changed = [list(row) for row in orders[player]]
    changed[i][k] = max(changed[i][k], value)
    return [changed if p == player else orders[p] for p in range(2)]


def closed(order: Order) -> Order:
    """An order with all that follows: likelihoods are transitive, strictly so where a comparison on the way is strict.

    Examples
    --------
    >>> closed([[1, 1, 0], [0, 1, 2], [0, 0, 1]])
    [[1, 1, 2], [0, 1, 2], [0, 0, 1]]
    """
    result, size = [list(row) for row in order], range(len(order))
    for middle in size:
        below = result[middle]
        for above in result:
            if first := above[middle]:
                for k in size:
                    if below[k] and (value := max(first, below[k])) > above[k]:
                        above[k] = value
    return result


def _contradicts(game: NormalForm, orders: list[Order], found: Contradiction) -> bool:
    if any(order[i][i] == STRICT for order in orders for i in range(len(order))):
        return True
    own, other = orders[found.player], orders[1 - found.player]
    if not all(weight > 0 and own[i][k] for i, k, weight in found.shifts):
        return False
    table = game.payoffs[0] if found.player == 0 else game.payoffs[1].T
    gains = [sum((w * (table[k][j] - table[i][j]) for i, k, w in found.shifts), 0) for j in range(len(other))]
    return gains[found.against] > 0 and all(
        other[found.against][j] == STRICT or gain >= 0 for j, gain in enumerate(gains)
    )
