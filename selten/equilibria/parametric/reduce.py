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


def _follows(cell: Cell | None, form: Vector, sign: Sign) -> bool:
    return cell is not None and cell.signs(form) <= _ALLOWED[sign]
