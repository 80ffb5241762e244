"""Contradictions between beliefs in a tree: why no trembles lead to them, and the check of such a contradiction.

Nothing of the search (:mod:`selten.equilibria.trees.consistency`, where the theory is) is used: a check needs the tree,
the assessment and the conflict.
"""

from dataclasses import dataclass
from fractions import Fraction
from math import prod
from typing import Literal

from selten.equilibria.trees.assessment import Assessment
from selten.games.extensive_form import ExtensiveForm

Action = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Comparison:
    """Two nodes of an information set: ``first`` is believed, ``second`` too or not at all."""

    infoset: int
    first: int
    second: int


@dataclass(frozen=True, slots=True)
class Conflict:
    """Why no trembles lead to the beliefs.

    Parameters
    ----------
    kind : {"chance", "orders", "odds"}
        ``chance``: ``first`` is believed though chance never allows it. ``orders``: the excesses of order of ``second``
        over ``first``, added up with the multipliers (positive where ``second`` is not believed), are at most minus the
        orders of some trembles, or nothing: yet each must be positive, or 0 where both are believed. ``odds``: the
        trembles cancel from the product of the odds of ``first`` to ``second``, raised to the multipliers, but what
        the strategies make of that product is not what is believed.
    terms : tuple of (Comparison, Fraction)
        With their multipliers.
    """

    kind: Literal["chance", "orders", "odds"]
    terms: tuple[tuple[Comparison, Fraction], ...]


def refutes(tree: ExtensiveForm, assessment: Assessment, conflict: Conflict) -> bool:
    """Whether a conflict proves that the assessment is not consistent: one sum or one product, nothing else.

    Examples
    --------
    >>> from selten.equilibria.trees.consistency import consistency
    >>> from selten.games.library import seltens_horse
    >>> rows = [["1/2", "1/2"], [1, 0], [1, 0]]
    >>> given = Assessment.of(seltens_horse(), rows, beliefs=[None, None, [1, 0]])
    >>> found = consistency(seltens_horse(), given)
    >>> found.conflict.kind, refutes(seltens_horse(), given, found.conflict)
    ('orders', True)
    """
    paths, belief = reached_by(tree, assessment), beliefs_of(tree, assessment)
    if not conflict.terms or not all(
        pair.infoset == tree.nodes[pair.first].infoset == tree.nodes[pair.second].infoset and belief[pair.first]
        for pair, _ in conflict.terms
    ):
        return False
    if conflict.kind == "chance":
        return any(not paths[pair.first].factor for pair, _ in conflict.terms)
    if not all(paths[node].factor for pair, _ in conflict.terms for node in (pair.first, pair.second)):
        return False
    total: dict[Action, Fraction] = {}
    for pair, weight in conflict.terms:
        for node, sign in ((pair.second, 1), (pair.first, -1)):
            for action in paths[node].unplayed:
                total[action] = total.get(action, Fraction(0)) + sign * weight
    strict = [weight for pair, weight in conflict.terms if not belief[pair.second]]
    if conflict.kind == "orders":
        below = all(value <= 0 for value in total.values()) and all(weight >= 0 for weight in strict)
        return below and (any(strict) or any(total.values()))
    if strict or any(total.values()) or any(weight.denominator != 1 for _, weight in conflict.terms):
        return False
    believed, played = odds(tree, assessment, conflict)
    return believed != played


def odds(tree: ExtensiveForm, assessment: Assessment, conflict: Conflict) -> tuple[Fraction, Fraction]:
    """The product of the odds of an ``odds`` conflict as believed, and as the strategies make it whatever trembles."""
    paths, belief = reached_by(tree, assessment), beliefs_of(tree, assessment)
    believed = prod((belief[p.first] / belief[p.second]) ** int(w) for p, w in conflict.terms)
    played = prod((paths[p.first].factor / paths[p.second].factor) ** int(w) for p, w in conflict.terms)
    return Fraction(believed), Fraction(played)


@dataclass(frozen=True, slots=True)
class Reached:
    """How a node is reached: by which unplayed actions, and with what probability otherwise."""

    unplayed: frozenset[Action]
    factor: Fraction


def reached_by(tree: ExtensiveForm, assessment: Assessment) -> list[Reached]:
    """For each node how it is reached."""
    paths = [Reached(frozenset(), Fraction(1))] * len(tree.nodes)
    for number, node in enumerate(tree.nodes):
        if (h := node.infoset) is None:
            continue
        for action, child in enumerate(tree.children[number]):
            chance, own = assessment.behaviour[h][action], paths[number]
            if chance or tree.infosets[h].player is None:
                paths[child] = Reached(own.unplayed, own.factor * chance)
            else:
                paths[child] = Reached(own.unplayed | {(h, action)}, own.factor)
    return paths


def beliefs_of(tree: ExtensiveForm, assessment: Assessment) -> dict[int, Fraction]:
    """The belief in each node of a player's information set."""
    pairs = zip(tree.members, assessment.beliefs, strict=True)
    return {node: belief for members, row in pairs for node, belief in zip(members, row, strict=False)}
