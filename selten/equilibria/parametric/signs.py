"""Signs of quadratic forms over a cell of parameters, by proof.

A point of the cell is a sum of generators with weights >= 0, so that a quadratic form becomes one in the weights. If no
coefficient is negative, the form is not negative anywhere in the cell. If some are, the form may be multiplied by a
power of the sum of the weights, which changes no sign: a form that is positive at all weights has only positive
coefficients then (Polya 1928). What this leaves open is said to be open.
"""

from collections import Counter
from collections.abc import Iterator, Sequence
from functools import reduce
from itertools import combinations, combinations_with_replacement
from operator import and_
from typing import TypeAlias

from selten.equilibria.parametric.cone import Cell, Vector, dot
from selten.equilibria.parametric.form import Sign

Quadratic = tuple[tuple[int, Vector, Vector], ...]
"""A sum of factor * (linear form) * (linear form)."""

Judged: TypeAlias = tuple[int | None, Vector | None, Vector | None]
"""1, -1 or None if all forms are >= 0, never all are, or neither is proven; points of either kind."""

DEPTH = 4
"""How often a cell is cut further where points show only one side of a quadratic form whose sign is not proven."""

POWERS = (1, 3, 6)
"""The powers of the sum of weights that are tried."""

_TERMS = 20_000
_SAMPLES = 400


def value(form: Quadratic, point: Vector) -> int:
    """The form at a homogeneous point.

    Examples
    --------
    >>> value(((1, (0, 1), (0, 1)), (-1, (1, 0), (0, 1))), (1, 3))
    6
    """
    return sum(factor * dot(u, point) * dot(v, point) for factor, u, v in form)


def sign_over(cell: Cell, form: Quadratic) -> int | None:
    """1 if the form is >= 0 all over the cell, -1 if it is < 0 all over the cell, None if neither is proven.

    Examples
    --------
    >>> square = Cell.everything(2).all_of([((0, 1, 0), ">"), ((0, 0, 1), ">")])
    >>> p, q = (0, 1, 0), (0, 0, 1)
    >>> sign_over(square, ((1, p, p), (-1, p, q), (1, q, q))), sign_over(square, ((-1, p, q),))
    (1, -1)
    >>> sign_over(square, ((1, p, p), (-1, q, q))) is None
    True
    """
    points = generators(cell)
    table = _coefficients(form, points)
    if all(c >= 0 for c in table.values()):
        return 1
    if all(c <= 0 for c in table.values()):
        return None if _vanishes(cell, table) else -1
    used = sorted({k for pair, c in table.items() if c for k in pair})
    for power in POWERS:
        if len(used) ** (power + 2) > _TERMS:
            return None
        raised = _raised(table, used, power)
        if all(c >= 0 for c in raised.values()):
            return 1
        keys = combinations_with_replacement(used, power + 2)
        if all(raised[key] < 0 for key in keys) and not _vanishes(cell, table):
            return -1
    return None


def generators(cell: Cell) -> list[Vector]:
    """Points whose sums with weights >= 0 are the closure of the cell."""
    return [*cell.rays, *cell.lines, *(tuple(-x for x in line) for line in cell.lines)]


def samples(cell: Cell) -> Iterator[Vector]:
    """Points of the cell, the same ones each time: inside it without a pattern to speak of, then on faces.

    Examples
    --------
    >>> ray = Cell.everything(1).all_of([((0, 1), ">=")])
    >>> list(samples(ray))[-1]
    (1, 0)
    """
    for t in range(_SAMPLES):
        weights = [
            1 if t == 0 else 1 + (t * t * (k + 3) ** 2 + t * (k + 1) * 31) % (2 + 7 * t) for k in range(len(cell.rays))
        ]
        weights += [(t * t * (k + 5) ** 2 + t * (k + 2) * 37) % (1 + 9 * t) - 4 * t for k in range(len(cell.lines))]
        yield _sum([tuple(w * x for x in p) for w, p in zip(weights, (*cell.rays, *cell.lines), strict=True)])
    for size in (3, 2, 1):
        for chosen in combinations(range(len(cell.rays)), size):
            if not reduce(and_, (cell.masks[k] for k in chosen)) & cell.strict:
                yield _sum([cell.rays[k] for k in chosen])


def _sum(points: Sequence[Vector]) -> Vector:
    return tuple(map(sum, zip(*points, strict=True)))


def _coefficients(form: Quadratic, points: Sequence[Vector]) -> Counter[tuple[int, ...]]:
    """Of the products of two weights."""
    values = [(factor, [dot(u, p) for p in points], [dot(v, p) for p in points]) for factor, u, v in form]
    found: Counter[tuple[int, ...]] = Counter()
    for i, j in combinations_with_replacement(range(len(points)), 2):
        for factor, left, right in values:
            found[i, j] += factor * (left[i] * right[j] + (left[j] * right[i] if i != j else 0))
    return found


def _raised(table: Counter[tuple[int, ...]], used: Sequence[int], power: int) -> Counter[tuple[int, ...]]:
    """Multiplied by the sum of these weights, ``power`` times."""
    for _ in range(power):
        product: Counter[tuple[int, ...]] = Counter()
        for key, coefficient in table.items():
            for k in used:
                product[tuple(sorted((*key, k)))] += coefficient
        table = product
    return table


def _vanishes(cell: Cell, table: Counter[tuple[int, ...]]) -> bool:
    """Whether the cell has a point at which only generators have weight that have coefficient 0, each two of them.

    A form with no positive coefficient is 0 at these points and no others. The cell has such a point exactly if no
    strict inequality is tight at all of these generators.
    """
    masks = [*cell.masks, *[-1] * (2 * len(cell.lines))]
    return _found(cell.strict, masks, table, list(range(len(masks))))


def _found(open_bits: int, masks: list[int], table: Counter[tuple[int, ...]], left: list[int]) -> bool:
    if not open_bits:
        return True
    for position, k in enumerate(left):
        if table[k, k] == 0 and open_bits & ~masks[k]:
            rest = [j for j in left[position + 1 :] if table[k, j] == 0]
            if _found(open_bits & masks[k], masks, table, rest):
                return True
    return False


def judged(cell: Cell, forms: Sequence[Quadratic], depth: int = DEPTH) -> Judged:
    """Whether all quadratic forms are at least 0 in a cell, with points; it is cut ``depth`` times at most."""
    signs = [sign_over(cell, form) for form in forms]
    inside = next(samples(cell))
    if -1 in signs:
        return -1, None, inside
    left = [form for form, sign in zip(forms, signs, strict=True) if sign is None]
    if not left:
        return 1, inside, None
    holds = fails = None
    for point in samples(cell):
        if all(value(form, point) >= 0 for form in left):
            holds = holds or point
        else:
            fails = fails or point
        if holds and fails:
            return None, holds, fails
    factors = (factor for form in left for _, *pair in form for factor in pair if len(cell.signs(factor)) > 1)
    split = next(factors, None)
    if split is None or not depth:
        return None, holds, fails
    verdict, more, less = _together(cell, left, split, depth - 1)
    return verdict, holds or more, fails or less


def _together(cell: Cell, forms: Sequence[Quadratic], split: Vector, depth: int) -> Judged:
    """Judged in the parts where a linear factor is positive, zero and negative."""
    options: tuple[tuple[Vector, Sign], ...] = ((split, ">"), (split, "=="), (tuple(-x for x in split), ">"))
    parts = [judged(part, forms, depth) for option in options if (part := cell.cut(*option)) is not None]
    verdicts = {verdict for verdict, _, _ in parts}
    holds = next((point for _, point, _ in parts if point is not None), None)
    fails = next((point for _, _, point in parts if point is not None), None)
    return verdicts.pop() if len(verdicts) == 1 else None, holds, fails
