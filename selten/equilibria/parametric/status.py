"""For every pure profile: is it an equilibrium always, never, or when?

A pure profile is an equilibrium exactly where finitely many linear forms (own payoff less the payoff of each change of
one's own strategy) are not negative: a polyhedron of parameters. Whether it covers all parameters, or none, is read off
generators in integers (:mod:`selten.equilibria.parametric.cone`); :func:`proofs` gives, by another method, multipliers
that anybody can add up.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import product
from typing import Literal

from selten.equilibria.parametric.cone import Cell, Vector
from selten.equilibria.parametric.farkas import Contradiction, contradiction
from selten.equilibria.parametric.form import Relation
from selten.equilibria.parametric.game import ParametricGame, Profile
from selten.equilibria.parametric.reduce import reduced

Verdict = Literal["always", "never", "sometimes"]


@dataclass(frozen=True, slots=True)
class PureStatus:
    """Where a pure profile is an equilibrium.

    Parameters
    ----------
    profile : tuple of int
        The choice of each player.
    verdict : {"always", "never", "sometimes"}
    conditions : tuple of Relation
        Under the assumptions it is an equilibrium exactly where all of these hold, and none of them follows from the
        others; an inequality that can only hold with equality is written as one. Empty for "always" and "never".
    holds, fails : dict or None
        Parameter points where it is an equilibrium and where it is not; None if there are none.
    """

    profile: Profile
    verdict: Verdict
    conditions: tuple[Relation, ...]
    holds: dict[str, Fraction] | None
    fails: dict[str, Fraction] | None


def pure_statuses(game: ParametricGame) -> tuple[PureStatus, ...]:
    """The status of every pure profile, in ascending lexicographic order of the choices.

    Guarantees every verdict for all parameters that satisfy the assumptions, ties included.

    Examples
    --------
    >>> game = ParametricGame.of([[["a", 0], [0, "b"]], [["a", 0], [0, "b"]]], ["a >= 0"])
    >>> for status in pure_statuses(game):
    ...     print(status.profile, status.verdict, *map(str, status.conditions))
    (0, 0) always
    (0, 1) sometimes a == 0 b <= 0
    (1, 0) sometimes a == 0 b <= 0
    (1, 1) sometimes 0 <= b
    """
    profiles = product(*(range(m) for m in game.counts))
    return tuple(pure_status(game, profile) for profile in profiles)


def pure_status(game: ParametricGame, profile: Profile) -> PureStatus:
    """The status of one pure profile.

    Examples
    --------
    >>> game = ParametricGame.of([[["a", 0], [0, "b"]], [["a", 0], [0, "b"]]], ["0 < a < b"])
    >>> pure_status(game, (0, 1)).verdict
    'never'
    """
    everywhere = game.parameters
    open_forms = [form for form in game.gains(profile) if -1 in everywhere.signs(form)]
    if not open_forms:
        return PureStatus(profile, "always", (), game.named(everywhere.inside()), None)
    there = everywhere.all_of((form, ">=") for form in open_forms)
    fails = _below(everywhere, open_forms)
    if there is None:
        return PureStatus(profile, "never", (), None, game.named(fails))
    conditions = reduced(game, [(form, ">=") for form in open_forms])
    return PureStatus(profile, "sometimes", conditions, game.named(there.inside()), game.named(fails))


def proofs(game: ParametricGame, status: PureStatus) -> tuple[Contradiction, ...]:
    """Why a verdict holds: contradictions that add up to 0 > 0, found by linear programs, not by generators.

    "always": one for each form that would have to be negative for somebody to gain. "never": one, from the assumptions
    and the wish that nobody gains. "sometimes": none; its two points are the proof.

    Raises
    ------
    ArithmeticError
        If the linear program finds a solution where generators found none: a bug in one of them.

    Examples
    --------
    >>> game = ParametricGame.of([[["a", 0], [0, "b"]], [["a", 0], [0, "b"]]], ["0 < a < b"])
    >>> [str(proof) for proof in proofs(game, pure_status(game, (0, 1)))]
    ['1 times 0 < a; 1 times a < b; 1 times b <= 0']
    """
    forms = [game.form(vector) for vector in game.gains(status.profile)]
    if status.verdict == "sometimes":
        return ()
    if status.verdict == "never":
        return (_refuted([*game.assumptions, *(Relation(form, ">=") for form in forms)], status),)
    return tuple(_refuted([*game.assumptions, Relation(-form, ">")], status) for form in forms)


def _below(cell: Cell, forms: Sequence[Vector]) -> tuple[Fraction, ...]:
    """A point where one of the forms is negative."""
    for form in forms:
        part = cell.cut(tuple(-x for x in form), ">")
        if part is not None:
            return part.inside()
    raise ArithmeticError("generators say that a form can be negative and find no point where it is")


def _refuted(relations: Sequence[Relation], status: PureStatus) -> Contradiction:
    proof = contradiction(relations)
    if proof is None or not proof.holds():
        raise ArithmeticError(f"no proof that profile {status.profile} is {status.verdict} an equilibrium")
    return proof
