"""The offering game played one after the other, as a tree: the leader chooses, the follower sees it and answers.

The same outcomes as :func:`selten.selection.entry.sequential_entry`, found another way: there by a closed formula on
the table of payoffs, here by backward induction on the tree of :func:`selten.games.market_trees.sequential_tree`.
"""

from collections.abc import Sequence

from selten.equilibria.trees.outcomes import perfect_outcomes
from selten.games.errors import InputError
from selten.games.market_trees import sequential_tree
from selten.games.normal_form import NormalForm


def sequential_outcomes(
    game: NormalForm, *, leader: int = 0, costs: Sequence[Sequence[int]] | None = None
) -> list[tuple[int, int]]:
    """The outcomes (leader's strategy, follower's answer) of all pure subgame-perfect equilibria, ascending.

    Payoffs that are only bounded are read at the midpoints of their bounds, numbers shown equal as equal.

    Parameters
    ----------
    costs : two sequences of int, optional
        For each player what each of its strategies costs in units of an infinitesimal (number of products).

    Raises
    ------
    InputError
        For other than two players, a leader other than 0 and 1, or costs that do not fit.

    Examples
    --------
    A market worth 1 to a monopolist and nothing to each of two rivals: a product that costs the least bit deters entry.

    >>> market = NormalForm.of([[[0, 0], [1, 0]], [[0, 1], [0, 0]]], [["out", "in"], ["out", "in"]])
    >>> sequential_outcomes(market), sequential_outcomes(market, costs=[[0, 1], [0, 1]])
    ([(0, 1), (1, 0), (1, 1)], [(1, 0)])
    """
    if len(game.players) != 2 or leader not in (0, 1):
        raise InputError(f"sequential_outcomes: got {len(game.players)} players, leader {leader}; allowed: 2, 0 or 1")
    if costs is not None and tuple(map(len, costs)) != game.counts:
        raise InputError(f"costs: got lengths {[len(own) for own in costs]}; allowed: {list(game.counts)}")
    tree, answers = sequential_tree(game, leader=leader), game.counts[1 - leader]
    place = {node: divmod(k, answers) for k, node in enumerate(tree.terminals)}
    borne = {} if costs is None else {node: _borne(costs, leader, pair) for node, pair in place.items()}
    return sorted(place[outcome.ends[0]] for outcome in perfect_outcomes(tree, costs=borne))


def _borne(costs: Sequence[Sequence[int]], leader: int, pair: tuple[int, int]) -> list[int]:
    choice = pair if leader == 0 else pair[::-1]
    return [costs[player][choice[player]] for player in (0, 1)]
