"""A list of linear conditions without those that say nothing new."""

from collections.abc import Sequence

from selten.equilibria.parametric.cone import Cell, Vector
from selten.equilibria.parametric.form import Relation, Sign
from selten.equilibria.parametric.game import ParametricGame

_ALLOWED = {">": {1}, ">=": {0, 1}, "==": {0}}


def reduced(game: ParametricGame, conditions: Sequence[tuple[Vector, Sign]]) -> tuple[Relation, ...]:
    """Conditions with the same common solutions under the assumptions, none of which follows from the others.

    An inequality that can only hold with equality is written as one. Equalities come first, then by text.

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
    base = game.parameters
    there = base.all_of(conditions)
    if there is None:
        raise ArithmeticError("conditions without a common solution cannot be reduced")
    kept: list[tuple[Vector, Sign]] = [(form, "==" if max(there.signs(form)) <= 0 else s) for form, s in conditions]
    for condition in sorted(kept, key=lambda condition: (-sum(map(bool, condition[0])), condition)):
        others = [other for other in kept if other is not condition]
        if _follows(base.all_of(others), *condition):
            kept = others
    found = [Relation(game.form(form), sign) for form, sign in kept]
    return tuple(sorted(found, key=lambda relation: (relation.sign != "==", str(relation))))


Conditions = tuple[tuple[Vector, Sign], ...]


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


def _follows(cell: Cell | None, form: Vector, sign: Sign) -> bool:
    return cell is not None and cell.signs(form) <= _ALLOWED[sign]
