"""The bundling duopoly as a game tree: offerings and then prices, or one offering after the other.

Two stages: both firms choose offerings without seeing the other's choice; then both see both offerings and choose
prices on a grid, again at the same time. A firm with nothing to sell has no price to choose. Sequential: the leader's
offering is seen by the follower, and the market pays what the offering game says.
"""

from collections.abc import Callable, Sequence
from fractions import Fraction
from typing import Any

import numpy as np

from selten.games.bundling import OFFERINGS, BundlingMarket
from selten.games.consumers.atoms import Tie
from selten.games.enclosed import Enclosed
from selten.games.errors import InputError
from selten.games.extensive_form import ExtensiveForm
from selten.games.normal_form import NormalForm
from selten.games.number import exact_number, shown_number
from selten.games.prices.price_grid import FRACTION_BYTES, PriceGame, price_game
from selten.games.prices.price_range import count_vectors, refuse_beyond
from selten.games.tree import Tree

MOST_LEAVES = 400_000
"""The largest tree that is grown, in ends of plays."""

FIRMS = ("1", "2")


def two_stage_tree(
    market: BundlingMarket,
    *,
    step: Any,
    offerings: Sequence[str] = OFFERINGS,
    tie: Tie = "bundle",
) -> ExtensiveForm:
    """Offerings, then prices in multiples of ``step``.

    Parameters
    ----------
    offerings : sequence of str
        What either firm may offer; fewer make a smaller tree.

    Raises
    ------
    InputError
        For an unknown or repeated offering, or a tree of more than :data:`MOST_LEAVES` ends.

    Examples
    --------
    >>> from selten.games.consumers.atoms import Atoms
    >>> market = BundlingMarket(Atoms.of([(1, 1)], [1]), Fraction(0))
    >>> tree = two_stage_tree(market, step=1, offerings=["000", "001"])
    >>> len(tree.nodes), [len(s.actions) for s in tree.infosets]
    (25, [2, 2, 3, 3, 3, 3])
    """
    chosen = _distinct(offerings)
    leaves = sum(count_vectors(market, z, step=step) for z in chosen) ** 2
    if leaves > MOST_LEAVES:
        raise InputError(
            f"two-stage tree: got about {shown_number(leaves)} ends of plays; allowed: at most {MOST_LEAVES} "
            "(a larger step, or fewer offerings)"
        )
    tree = Tree(FIRMS, title="Bundling duopoly: offerings, then prices", comment=f"Prices in steps of {step}.")
    first = tree.infoset(0, chosen, label="offering of firm 1")
    second = tree.infoset(1, chosen, label="offering of firm 2")
    tree.move(first)
    for z1 in chosen:
        tree.move(second)
        for z2 in chosen:
            _grow_prices(tree, price_game(market, z1, z2, step=step, tie=tie))
    return tree.build()


def sequential_tree(game: NormalForm, *, leader: int = 0) -> ExtensiveForm:
    """The tree in which the leader chooses its strategy of a two-player game first and the follower sees it.

    Examples
    --------
    >>> game = NormalForm.of([[[2, 0], [1, 1]], [[1, 0], [0, 3]]], [["a", "b"], ["c", "d"]])
    >>> [len(node) for node in sequential_tree(game).children]
    [2, 2, 0, 0, 2, 0, 0]
    """
    exact = rational_game(game)
    follower = 1 - leader
    comment = f"{exact.players[leader]} moves first. {exact.comment}".strip()
    tree = Tree(exact.players, title=f"{exact.title} (one after the other)".strip(), comment=comment)
    lead = tree.infoset(leader, exact.strategies[leader], label=f"offering of {exact.players[leader]}")
    tree.move(lead)
    for a, label in enumerate(exact.strategies[leader]):
        tree.move(tree.infoset(follower, exact.strategies[follower], label=f"after {label}"))
        for b in range(exact.counts[follower]):
            cell = (a, b) if leader == 0 else (b, a)
            tree.leaf([exact.payoffs[(player, *cell)] for player in (0, 1)])
    return tree.build()


def rational_game(game: NormalForm) -> NormalForm:
    """The game with rational payoffs, for file formats: those of an enclosed game become midpoints of their bounds.

    Numbers shown equal get the same midpoint, so that the ties of the game stay ties.

    Raises
    ------
    InputError
        If they would take too much memory.

    Examples
    --------
    >>> b = Enclosed.symbol("b", 0.25, 0.75)
    >>> game = rational_game(NormalForm.of([[[b, b + b - b]], [[0, 1]]]))
    >>> [str(x) for x in game.payoffs[0, 0]]
    ['1/2', '1/2']
    """
    if game.kind == "exact":
        return game
    if game.kind == "float":
        refuse_beyond(game.payoffs.size * FRACTION_BYTES, f"{' x '.join(map(str, game.counts))} matrix of rationals")
        return game.with_payoffs(_each(game, lambda value: exact_number(value, "payoffs")))
    middles: dict[int, Fraction] = {}
    for value in game.payoffs.ravel().tolist():
        middles.setdefault(value.residue, _middle(value))
    note = "Payoffs are midpoints of proven bounds; equal numbers are written equal."
    exact = _each(game, lambda value: middles[value.residue])
    comment = f"{game.comment} {note}".strip()
    return NormalForm.of(exact, game.strategies, players=game.players, title=game.title, comment=comment)


def _grow_prices(tree: Tree, game: PriceGame) -> None:
    """The subgame of prices; a firm with only one price vector does not move."""
    z1, z2 = game.offerings
    m1, m2 = game.counts
    rows, columns = np.arange(m1), np.arange(m2)
    payoffs = _exact_payoffs(game, game.block(0, rows, columns)), _exact_payoffs(game, game.block(1, columns, rows).T)
    place = f"{z1} against {z2}"
    own = tree.infoset(0, game.labels(0), label=f"prices of firm 1, {place}") if m1 > 1 else None
    rival = tree.infoset(1, game.labels(1), label=f"prices of firm 2, {place}") if m2 > 1 else None
    if own is not None:
        tree.move(own)
    for s in range(m1):
        if rival is not None:
            tree.move(rival)
        for r in range(m2):
            tree.leaf([payoffs[0][s][r], payoffs[1][s][r]])


def _exact_payoffs(game: PriceGame, block: Any) -> list[list[Any]]:
    if game.denominator is None:
        rows: list[list[Any]] = block.tolist()
        return rows
    return [[Fraction(x, game.scale) for x in row] for row in block.tolist()]


def _each(game: NormalForm, change: Callable[[Any], Fraction]) -> Any:
    exact = np.empty(game.payoffs.size, dtype=object)
    exact[:] = [change(value) for value in game.payoffs.ravel().tolist()]
    return exact.reshape(game.payoffs.shape)


def _middle(value: Enclosed) -> Fraction:
    return exact_number(value.low / 2 + value.high / 2, "payoffs")


def _distinct(offerings: Sequence[str]) -> tuple[str, ...]:
    for z in offerings:
        if z not in OFFERINGS:
            raise InputError(f"offerings: got {z!r}; allowed: {', '.join(OFFERINGS)}")
    if len(set(offerings)) != len(offerings) or not offerings:
        raise InputError(f"offerings: got {', '.join(offerings) or 'none'}; allowed: at least one, each once")
    return tuple(offerings)
