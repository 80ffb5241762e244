"""The outcomes of subgame-perfect equilibria with perfect information, without listing the equilibria.

Ties multiply equilibria: a player tied in each of k subgames has 2**k strategies, while few plays of the game differ.
An outcome can be carried back through the move of a player exactly when it pays the player at least what the worst
equilibrium outcome for that player pays after every other action: threats in different subgames do not interact.
"""

from dataclasses import dataclass
from fractions import Fraction
from itertools import product
from math import prod

from selten.games.errors import InputError
from selten.games.extensive_form import ExtensiveForm


@dataclass(frozen=True, slots=True)
class PerfectOutcome:
    """What a pure subgame-perfect equilibrium leads to: the ends of the play that are reached, and what it pays.

    ``ends`` are the terminal nodes that chance can lead to, ascending: a single one without chance. ``payoffs`` are
    expected.
    """

    ends: tuple[int, ...]
    payoffs: tuple[Fraction, ...]


def perfect_outcomes(tree: ExtensiveForm, *, most: int = 100_000) -> tuple[PerfectOutcome, ...]:
    """The outcomes of all pure subgame-perfect equilibria of a tree with perfect information, every tie tried.

    Guarantees all of them and no others, ascending by their ends.

    Raises
    ------
    InputError
        If a player cannot tell nodes apart, or if chance combines more than ``most`` outcomes.

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
    paid = tree.path_payoffs()
    found: dict[int, list[PerfectOutcome]] = {}
    for number in reversed(range(len(tree.nodes))):
        h = tree.nodes[number].infoset
        branches = [found.pop(child) for child in tree.children[number]]
        if h is None:
            found[number] = [PerfectOutcome((number,), paid[number])]
            continue
        player = tree.infosets[h].player
        if player is None:
            found[number] = _drawn(tree.infosets[h].probabilities, branches, most)
        else:
            found[number] = _chosen(player, branches)
    return tuple(sorted(found[0], key=lambda outcome: outcome.ends))


def _chosen(player: int, branches: list[list[PerfectOutcome]]) -> list[PerfectOutcome]:
    worst = max(min(outcome.payoffs[player] for outcome in branch) for branch in branches)
    return [outcome for branch in branches for outcome in branch if outcome.payoffs[player] >= worst]


def _drawn(chances: tuple[Fraction, ...], branches: list[list[PerfectOutcome]], most: int) -> list[PerfectOutcome]:
    drawn = [(chance, branch) for chance, branch in zip(chances, branches, strict=True) if chance]
    size = prod(len(branch) for _, branch in drawn)
    if size > most:
        raise InputError(f"outcomes of perfect information: got {size} combinations at chance; allowed: {most}")
    return [_mean([chance for chance, _ in drawn], parts) for parts in product(*(branch for _, branch in drawn))]


def _mean(chances: list[Fraction], parts: tuple[PerfectOutcome, ...]) -> PerfectOutcome:
    ends = sorted(end for part in parts for end in part.ends)
    columns = zip(*(part.payoffs for part in parts), strict=True)
    payoffs = tuple(sum((c * v for c, v in zip(chances, own, strict=True)), Fraction(0)) for own in columns)
    return PerfectOutcome(tuple(ends), payoffs)
