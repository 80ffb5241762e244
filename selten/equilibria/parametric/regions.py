"""The parameters split by the set of pure equilibria: every set that occurs, where, and a point in each.

A convex cell of parameters is cut by forms on which it depends whether some profile is an equilibrium, into f >= 0 and
f < 0, until every profile is decided in every part. The parts are disjoint and cover all parameters of every dimension:
where a tie decides, the tie is a part of its own. So the list of regions is complete by construction; cells with the
same set of equilibria make one region, which need not be convex or connected.
"""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction
from itertools import product

from selten.equilibria.parametric.cone import Cell, Vector
from selten.equilibria.parametric.form import Relation, Sign
from selten.equilibria.parametric.game import ParametricGame, Profile
from selten.equilibria.parametric.reduce import reduced

MOST_CELLS = 20_000

Pending = dict[Profile, tuple[Vector, ...]]
"""For each profile that is not decided the forms whose signs are open."""


@dataclass(frozen=True, slots=True)
class Part:
    """A convex part of a region.

    Parameters
    ----------
    conditions : tuple of Relation
        Beside the assumptions: the cuts that made it, none of which follows from the others.
    dimension : int
    witness : dict
        A rational point in its relative interior.
    """

    conditions: tuple[Relation, ...]
    dimension: int
    witness: dict[str, Fraction]


@dataclass(frozen=True, slots=True)
class Region:
    """All parameters with one set of pure equilibria.

    Parameters
    ----------
    equilibria : tuple of Profile
        In ascending order.
    parts : tuple of Part
        Disjoint; the ones of largest dimension first.
    """

    equilibria: tuple[Profile, ...]
    parts: tuple[Part, ...]

    @property
    def dimension(self) -> int:
        """The dimension of its largest part; below the number of symbols, it needs a tie."""
        return self.parts[0].dimension

    @property
    def witness(self) -> dict[str, Fraction]:
        """A rational point in the relative interior of its first part."""
        return self.parts[0].witness


@dataclass(frozen=True, slots=True)
class Regions:
    """The regions, and whether they are all.

    Parameters
    ----------
    regions : tuple of Region
        Those of largest dimension first, then by their equilibria.
    complete : bool
        False where the limit of parts stopped the search: then parameters are missing.
    """

    regions: tuple[Region, ...]
    complete: bool


def pure_regions(game: ParametricGame, *, limit: int = MOST_CELLS) -> Regions:
    """Every set of pure equilibria that occurs under the assumptions, and where.

    Guarantees that the regions are disjoint and cover all parameters (if ``complete``), ties included.

    Parameters
    ----------
    limit : int
        Stop after so many convex parts.

    Examples
    --------
    >>> game = ParametricGame.of([[["a", 0], [0, "b"]], [["a", 0], [0, "b"]]], ["a > 0"])
    >>> for region in pure_regions(game).regions:
    ...     print(region.equilibria, *map(str, region.parts[0].conditions), region.witness["b"])
    ((0, 0),) b < 0 -1
    ((0, 0), (1, 1)) 0 <= b 1
    """
    forms = {profile: game.gains(profile) for profile in product(*(range(m) for m in game.counts))}
    found: dict[tuple[Profile, ...], list[Part]] = {}
    for count, (equilibria, cell, cuts) in enumerate(_explored(game.parameters, forms)):
        if count == limit:
            return Regions(_sorted(found), complete=False)
        found.setdefault(tuple(sorted(equilibria)), []).append(
            Part(reduced(game, cuts, cell=cell), cell.dimension, game.named(cell.inside()))
        )
    return Regions(_sorted(found), complete=True)


Cuts = tuple[tuple[Vector, Sign], ...]


def _explored(cell: Cell, forms: Pending) -> Iterator[tuple[frozenset[Profile], Cell, Cuts]]:
    """Depth first, so that little is kept; on a stack of our own, so that depth has no limit."""
    stack: list[tuple[Cell, frozenset[Profile], Pending, Cuts]] = [(cell, frozenset(), forms, ())]
    while stack:
        here, decided, pending, cuts = stack.pop()
        equilibria, undecided = _decided(here, pending)
        equilibria |= decided
        if not undecided:
            yield equilibria, here, cuts
            continue
        counted = Counter(form for group in undecided.values() for form in group)
        form = max(counted, key=lambda form: (counted[form], form))
        halves: Cuts = ((form, ">="), (tuple(-x for x in form), ">"))
        for half in halves:
            part = here.cut(*half)
            if part is not None:
                stack.append((part, equilibria, undecided, (*cuts, half)))


def _decided(cell: Cell, pending: Pending) -> tuple[frozenset[Profile], Pending]:
    """The profiles that are equilibria all over the cell, and those that are so only in a part of it."""
    signs = {form: cell.signs(form) for form in {form for group in pending.values() for form in group}}
    always, rest = set(), {}
    for profile, forms in pending.items():
        if any(max(signs[form]) < 0 for form in forms):
            continue
        left = tuple(form for form in forms if min(signs[form]) < 0)
        if left:
            rest[profile] = left
        else:
            always.add(profile)
    return frozenset(always), rest


def _sorted(found: dict[tuple[Profile, ...], list[Part]]) -> tuple[Region, ...]:
    made = [Region(key, tuple(sorted(parts, key=lambda part: -part.dimension))) for key, parts in found.items()]
    return tuple(sorted(made, key=lambda region: (-region.dimension, region.equilibria)))
