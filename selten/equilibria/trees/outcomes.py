"""The outcomes of subgame-perfect equilibria with perfect information, without listing the equilibria.

Ties multiply equilibria: a player tied in each of k subgames has 2**k strategies, while few plays of the game differ.
An outcome can be carried back through the move of a player exactly when it pays the player at least what the worst
equilibrium outcome for that player pays after every other action: threats in different subgames do not interact.

Payoffs may be net of infinitesimal costs: the payoff x with the cost c then stands for x - c * gamma, for all gamma > 0
small enough, and such payoffs are compared as the pairs (x, -c) lexicographically; means of pairs are taken in each
place. No small number is ever put for gamma.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import product
from math import prod
from typing import Any

from selten.games.errors import InputError
from selten.games.extensive_form import ExtensiveForm
from selten.games.number import exact_number

Value = tuple[Fraction, Fraction]
"""A payoff and minus its infinitesimal cost; tuples compare lexicographically."""


@dataclass(frozen=True, slots=True)
class PerfectOutcome:
    """What a pure subgame-perfect equilibrium leads to: the ends of the play that are reached, and what it pays.

    ``ends`` are the terminal nodes that chance can lead to, ascending: a single one without chance. ``payoffs`` are
    expected, and so are the infinitesimal ``costs`` (zeros where there are none).
    """

    ends: tuple[int, ...]
    payoffs: tuple[Fraction, ...]
    costs: tuple[Fraction, ...] = ()


def perfect_outcomes(
    tree: ExtensiveForm, *, costs: Mapping[int, Sequence[Any]] | None = None, most: int = 100_000
) -> tuple[PerfectOutcome, ...]:
    """The outcomes of all pure subgame-perfect equilibria of a tree with perfect information, every tie tried.

    Guarantees all of them and no others, ascending by their ends.

    Parameters
    ----------
    costs : mapping from int to sequence of rationals, optional
        For terminal nodes what each player bears there in units of an infinitesimal; nodes left out cost nothing.

    Raises
    ------
    InputError
        If a player cannot tell nodes apart, if chance combines more than ``most`` outcomes, or for costs of a node that
        is no end of the play or that are not one for each player.

    Examples
    --------
    >>> from selten.games.library import entry_game
    >>> [found.ends for found in perfect_outcomes(entry_game())]
    [(4,)]
    """
    for k, members in enumerate(tree.members):
        if len(members) > 1 and tree.infosets[k].player is not None:
            got = f"{len(members)} nodes in {tree.infoset_name(k)}"
            raise InputError(f"outcomes of perfect information: got {got}; allowed: one")
    paid = _values(tree, costs or {})
    found: dict[int, list[_Outcome]] = {}
    for number in reversed(range(len(tree.nodes))):
        h = tree.nodes[number].infoset
        branches = [found.pop(child) for child in tree.children[number]]
        if h is None:
            found[number] = [_Outcome((number,), paid[number])]
            continue
        player = tree.infosets[h].player
        if player is None:
            found[number] = _drawn(tree.infosets[h].probabilities, branches, most)
        else:
            found[number] = _chosen(player, branches)
    return tuple(_shown(outcome) for outcome in sorted(found[0], key=lambda outcome: outcome.ends))


@dataclass(frozen=True, slots=True)
class _Outcome:
    ends: tuple[int, ...]
    values: tuple[Value, ...]


def _values(tree: ExtensiveForm, costs: Mapping[int, Sequence[Any]]) -> dict[int, tuple[Value, ...]]:
    """What each end of the play pays."""
    terminals, n = set(tree.terminals), len(tree.players)
    for node, row in costs.items():
        if node not in terminals:
            raise InputError(f"costs: got node {node}; allowed: ends of the play")
        if len(row) != n:
            raise InputError(f"costs: got {len(row)} for node {node}; allowed: {n}, one for each player")
    totals = tree.path_payoffs()
    exact = {node: [Fraction(exact_number(cost, "costs")) for cost in row] for node, row in costs.items()}
    nothing = [Fraction(0)] * n
    return {
        node: tuple((paid, -cost) for paid, cost in zip(totals[node], exact.get(node, nothing), strict=True))
        for node in terminals
    }


def _chosen(player: int, branches: list[list[_Outcome]]) -> list[_Outcome]:
    worst = max(min(outcome.values[player] for outcome in branch) for branch in branches)
    return [outcome for branch in branches for outcome in branch if outcome.values[player] >= worst]


def _drawn(chances: tuple[Fraction, ...], branches: list[list[_Outcome]], most: int) -> list[_Outcome]:
    drawn = [(chance, branch) for chance, branch in zip(chances, branches, strict=True) if chance]
    size = prod(len(branch) for _, branch in drawn)
    if size > most:
        raise InputError(f"outcomes of perfect information: got {size} combinations at chance; allowed: {most}")
    return [_mean([chance for chance, _ in drawn], parts) for parts in product(*(branch for _, branch in drawn))]


def _mean(chances: list[Fraction], parts: tuple[_Outcome, ...]) -> _Outcome:
    ends = sorted(end for part in parts for end in part.ends)
    columns = zip(*(part.values for part in parts), strict=True)
    return _Outcome(tuple(ends), tuple((_sum(chances, own, 0), _sum(chances, own, 1)) for own in columns))


def _sum(chances: list[Fraction], values: tuple[Value, ...], place: int) -> Fraction:
    return sum((chance * value[place] for chance, value in zip(chances, values, strict=True)), Fraction(0))


def _shown(outcome: _Outcome) -> PerfectOutcome:
    return PerfectOutcome(
        outcome.ends, tuple(paid for paid, _ in outcome.values), tuple(-cost for _, cost in outcome.values)
    )
