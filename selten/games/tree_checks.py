"""What a game tree must be: the checks at the door of :mod:`selten.games.extensive_form`."""

from collections.abc import Sequence
from fractions import Fraction

from selten.games.errors import InputError
from selten.games.labels import repeated
from selten.games.number import exact_number, shown_number
from selten.games.tree_parts import InformationSet, Node, Outcome


def check_players(players: tuple[str, ...]) -> None:
    """Refuse players without names of their own."""
    if not players:
        raise InputError("players: got none; allowed: at least one")
    twice = repeated(players)
    if twice is not None:
        raise InputError(f"players: got the label {twice!r} twice; allowed: distinct labels")


def check_infoset(infoset: InformationSet, place: str, n: int) -> None:
    """Refuse an information set of nobody, without actions or with wrong chances."""
    if infoset.player is not None and not 0 <= infoset.player < n:
        raise InputError(f"{place}: got player {infoset.player}; allowed: 0 to {n - 1}, or None for chance")
    if not infoset.actions:
        raise InputError(f"{place}: got no actions; allowed: at least one")
    twice = repeated(infoset.actions)
    if twice is not None:
        raise InputError(f"{place}: got the action {twice!r} twice; allowed: distinct labels")
    if infoset.player is not None and infoset.probabilities:
        raise InputError(f"{place}: got probabilities for a player's move; allowed: for chance alone")
    if infoset.player is None:
        _check_chances(infoset, place)


def _check_chances(infoset: InformationSet, place: str) -> None:
    chances, actions = infoset.probabilities, infoset.actions
    if len(chances) != len(actions):
        raise InputError(f"{place}: got {len(chances)} probabilities; allowed: {len(actions)}, one for each action")
    for chance in chances:
        if exact_number(chance, place) < 0:
            raise InputError(f"{place}: got the probability {chance}; allowed: at least 0")
    if sum(chances) != 1:
        raise InputError(f"{place}: got probabilities that sum to {shown_number(sum(chances))}; allowed: exactly 1")


def check_outcome(outcome: Outcome, place: str, n: int) -> None:
    """Refuse payoffs that do not fit the players."""
    if len(outcome.payoffs) != n:
        raise InputError(f"{place}: got {len(outcome.payoffs)} payoffs; allowed: {n}, one for each player")
    for payoff in outcome.payoffs:
        if not isinstance(payoff, Fraction):
            raise InputError(f"{place}: got the payoff {payoff!r}; allowed: a Fraction")


def check_use(references: list[int | None], size: int, what: str) -> None:
    """Refuse references to nothing, and what nothing refers to."""
    used = {number for number in references if number is not None}
    for number in used:
        if not 0 <= number < size:
            raise InputError(f"nodes: got {what} {number}; allowed: 0 to {size - 1}")
    for number in range(size):
        if number not in used:
            raise InputError(f"{what} {number}: got no node; allowed: at least one")


def children_of(nodes: Sequence[Node], infosets: Sequence[InformationSet]) -> tuple[tuple[int, ...], ...]:
    """The children of each node; ``waiting`` holds the parent of each node still to come, the next one last."""
    children: list[list[int]] = [[] for _ in nodes]
    waiting: list[int] = []
    for number, node in enumerate(nodes):
        if number:
            if not waiting:
                raise InputError(f"nodes: got {len(nodes)}; allowed: {number}, with which the tree is complete")
            children[waiting.pop()].append(number)
        if node.infoset is not None:
            waiting += [number] * len(infosets[node.infoset].actions)
    if waiting or not nodes:
        raise InputError(f"nodes: got {len(nodes)}; allowed: more, at least {len(waiting) or 1} are missing")
    return tuple(map(tuple, children))
