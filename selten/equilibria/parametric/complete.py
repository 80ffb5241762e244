"""When is a list of pure equilibria complete? Exactly where none of finitely many sets of conditions holds.

Each profile that is not on the list is an equilibrium on a polyhedron of parameters. Those polyhedra that lie in no
other one are the exceptions; with the proofs that every profile off the list needs one of them.
"""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from fractions import Fraction

from selten.equilibria.parametric.cone import Cell, Vector
from selten.equilibria.parametric.farkas import Contradiction, contradiction
from selten.equilibria.parametric.form import Relation
from selten.equilibria.parametric.game import ParametricGame, Profile
from selten.equilibria.parametric.status import PureStatus, proofs, pure_statuses


@dataclass(frozen=True, slots=True)
class Off:
    """A largest polyhedron on which a profile that is not on the list is an equilibrium.

    Parameters
    ----------
    conditions : tuple of Relation
        None of which follows from the others and the assumptions; empty where the profile is always an equilibrium.
    everywhere : tuple of Profile
        The profiles off the list that are equilibria exactly under these conditions.
    inside : tuple of Profile
        Those that need further conditions.
    witness : dict
        A point where the conditions hold.
    """

    conditions: tuple[Relation, ...]
    everywhere: tuple[Profile, ...]
    inside: tuple[Profile, ...]
    witness: dict[str, Fraction]


def exceptions(game: ParametricGame, listed: Collection[Profile]) -> tuple[Off, ...]:
    """The largest polyhedra with pure equilibria that are not listed: the list has them all exactly outside of these.

    Examples
    --------
    >>> game = ParametricGame.of([[["a", 0], [0, "b"]], [["a", 0], [0, "b"]]], ["a >= 0"])
    >>> for off in exceptions(game, [(0, 0)]):
    ...     print(*off.conditions, off.everywhere, off.inside)
    0 <= b ((1, 1),) ()
    a == 0 b <= 0 ((0, 1), (1, 0)) ()
    """
    others = [s for s in pure_statuses(game) if s.profile not in listed and s.verdict != "never"]
    forms = {s.profile: _open(game, s) for s in others}
    cells = {s.profile: _cell(game, forms[s.profile]) for s in others}
    inside = {(p, q) for p in cells for q in cells if _all_hold(cells[p], forms[q])}
    found: dict[Profile, Off] = {}
    for status in others:
        profile = status.profile
        if any((profile, q) in inside and (q, profile) not in inside for q in cells):
            continue
        equal = tuple(q for q in cells if (profile, q) in inside and (q, profile) in inside)
        smaller = tuple(q for q in cells if (q, profile) in inside and q not in equal)
        witness = status.holds if status.holds is not None else game.named(game.parameters.inside())
        found.setdefault(equal[0], Off(status.conditions, equal, smaller, witness))
    return tuple(sorted(found.values(), key=lambda off: (len(off.conditions), list(map(str, off.conditions)))))


def completeness_proofs(game: ParametricGame, listed: Collection[Profile]) -> tuple[Contradiction, ...]:
    """Multipliers proving that every profile off the list is never an equilibrium outside of the exceptions.

    One for each profile that is never one; for the others one for each condition of an exception that holds wherever
    the profile is an equilibrium, against its negation.

    Raises
    ------
    ArithmeticError
        If the linear program finds a point where generators found none: a bug in one of them.

    Examples
    --------
    >>> game = ParametricGame.of([[["a", 0], [0, "b"]], [["a", 0], [0, "b"]]], ["a > 0"])
    >>> print(*completeness_proofs(game, [(0, 0)]), sep=chr(10))
    1 times 0 < a; 1 times a <= 0
    1 times 0 < a; 1 times a <= 0
    1 times 0 <= b; 1 times b < 0
    """
    needed = {q: off for off in reversed(exceptions(game, listed)) for q in (*off.everywhere, *off.inside)}
    found: list[Contradiction] = []
    for status in pure_statuses(game):
        if status.profile in listed:
            continue
        if status.verdict == "never":
            found += proofs(game, status)
        else:
            found += _led(game, status.profile, needed[status.profile].conditions)
    return tuple(found)


def _open(game: ParametricGame, status: PureStatus) -> list[Vector]:
    return [form for form in game.gains(status.profile) if -1 in game.parameters.signs(form)]


def _cell(game: ParametricGame, forms: Iterable[Vector]) -> Cell:
    cell = game.parameters.all_of((form, ">=") for form in forms)
    if cell is None:
        raise ArithmeticError("a profile that is an equilibrium somewhere has no parameters")
    return cell


def _all_hold(cell: Cell, forms: Iterable[Vector]) -> bool:
    return all(-1 not in cell.signs(form) for form in forms)


def _led(game: ParametricGame, profile: Profile, conditions: Iterable[Relation]) -> list[Contradiction]:
    """That each condition holds wherever the profile is an equilibrium."""
    there = [*game.assumptions, *(Relation(game.form(vector), ">=") for vector in game.gains(profile))]
    found = []
    for condition in conditions:
        for negated in negations(condition):
            proof = contradiction([*there, negated])
            if proof is None or not proof.holds():
                raise ArithmeticError(f"no proof that profile {profile} needs {condition}")
            found.append(proof)
    return found


def negations(condition: Relation) -> tuple[Relation, ...]:
    """Relations of which one holds exactly where the condition does not.

    Examples
    --------
    >>> from selten.equilibria.parametric.form import relations
    >>> [str(negated) for (condition,) in map(relations, ["p > 0", "p == 0"]) for negated in negations(condition)]
    ['p <= 0', 'p < 0', '0 < p']
    """
    below = Relation(-condition.form, ">=" if condition.sign == ">" else ">")
    return (below, Relation(condition.form, ">")) if condition.sign == "==" else (below,)
