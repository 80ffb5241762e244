"""A list of linear conditions without those that say nothing new.

In a cell that is kept by its generators an inequality follows from the others exactly if some other one (a strict one,
if it is strict itself) is tight wherever it is tight, at corners where not all are. Every face of a polyhedron lies in
a facet, so that an inequality that is no facet has such another one; two that are the same facet have each other. What
a strict inequality takes away beside is its face, and another strict one that is tight there takes it away too.
"""

from collections.abc import Sequence
from functools import reduce
from operator import and_

from selten.equilibria.parametric.cone import Cell, Vector
from selten.equilibria.parametric.form import Relation, Sign
from selten.equilibria.parametric.game import ParametricGame

Conditions = tuple[tuple[Vector, Sign], ...]


def reduced(
    game: ParametricGame, conditions: Sequence[tuple[Vector, Sign]], *, cell: Cell | None = None
) -> tuple[Relation, ...]:
    """Conditions with the same common solutions under the assumptions, none of which follows from the others.

    An inequality that can only hold with equality is written as one. Equalities come first, then by text.

    Parameters
    ----------
    cell : Cell, optional
        The parameters cut by the conditions in their order, if that is at hand.

    Raises
    ------
    ArithmeticError
        If the conditions have no common solution.

    Examples
    --------
    >>> game = ParametricGame.of([["p", "q"]], ["0 <= p", "0 <= q"])
    >>> print(*reduced(game, [((0, -1, -1), ">="), ((0, 1, -2), ">=")]), sep=", ")
    p + q == 0
    """
    there = game.parameters.all_of(conditions) if cell is None else cell
    if there is None:
        raise ArithmeticError("conditions without a common solution cannot be reduced")
    everywhere = reduce(and_, there.masks)
    bits = [1 << (game.parameters.used + k) for k in range(len(conditions))]
    equal: Conditions = tuple((form, "==") for (form, _), bit in zip(conditions, bits, strict=True) if bit & everywhere)
    rest = [(bit, *condition) for bit, condition in zip(bits, conditions, strict=True) if not bit & everywhere]
    needed = _needed(there, rest, everywhere)
    kept = (*_independent(game.parameters, equal, needed), *needed)
    found = [Relation(game.form(form), sign) for form, sign in kept]
    return tuple(sorted(found, key=lambda relation: (relation.sign != "==", str(relation))))


def _needed(there: Cell, rest: Sequence[tuple[int, Vector, Sign]], everywhere: int) -> Conditions:
    """The inequalities, none of them tight all over the cell, without those that follow; long ones go first."""
    active = ((1 << there.used) - 1) & ~everywhere
    kept: list[tuple[Vector, Sign]] = []
    for bit, form, sign in sorted(rest, key=lambda entry: (-sum(map(bool, entry[1])), entry)):
        tight = reduce(and_, (mask for mask in there.masks if mask & bit), -1)
        others = active & ~bit & (there.strict if sign == ">" else -1)
        if tight & others:
            active &= ~bit
        else:
            kept.append((form, sign))
    return tuple(kept)


def _independent(base: Cell, equal: Conditions, needed: Conditions) -> Conditions:
    """The equalities without those that follow from the rest."""
    kept = list(dict.fromkeys(equal))
    for condition in sorted(kept, key=lambda condition: (-sum(map(bool, condition[0])), condition)):
        others = [other for other in kept if other is not condition]
        rest = base.all_of([*others, *needed])
        if rest is not None and rest.signs(condition[0]) == {0}:
            kept = others
    return tuple(kept)


def joined(first: Conditions, second: Conditions) -> Conditions | None:
    """One list of conditions for two that differ in f > 0 here and f == 0 there; None if they differ otherwise.

    Examples
    --------
    >>> joined((((0, 1), ">"),), (((0, -1), "=="),))
    (((0, 1), '>='),)
    """
    places = [k for k, (a, b) in enumerate(zip(first, second, strict=False)) if a != b]
    if len(first) != len(second) or len(places) != 1:
        return None
    (k,) = places
    (form, sign), (other, other_sign) = (first[k], second[k]) if first[k][1] == ">" else (second[k], first[k])
    if (sign, other_sign) != (">", "==") or other not in (form, tuple(-x for x in form)):
        return None
    return (*first[:k], (form, ">="), *first[k + 1 :])
