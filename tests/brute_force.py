"""All extreme equilibria by trying every basis, in Fractions; shares no code with the solvers that it checks."""

from fractions import Fraction
from itertools import combinations, product
from random import Random
from typing import Any

Matrix = list[list[Any]]
Strategy = tuple[Fraction, ...]


def transposed(matrix: Matrix) -> Matrix:
    return [list(column) for column in zip(*matrix, strict=True)]


def random_game(seed: int, most: int = 4) -> tuple[Matrix, Matrix]:
    """Small payoffs, so that ties abound; sometimes a repeated or a constant row."""
    draw = Random(seed)
    m, n, top = draw.randint(1, most), draw.randint(1, most), draw.choice((1, 2, 3, 9))
    a, b = ([[draw.randint(-1, top) for _ in range(n)] for _ in range(m)] for _ in range(2))
    if draw.random() < 0.3:
        a[-1], b[-1] = list(a[0]), list(b[0])
    if draw.random() < 0.2:
        b[0] = [0] * n
    return a, b


def solution_of(rows: list[list[Fraction]]) -> list[Fraction] | None:
    """The one solution of a square linear system (last column on the right), by elimination; None if not unique."""
    rows, size = [list(row) for row in rows], len(rows)
    for k in range(size):
        pivot = next((r for r in range(k, size) if rows[r][k] != 0), None)
        if pivot is None:
            return None
        rows[k], rows[pivot] = rows[pivot], rows[k]
        rows[k] = [entry / rows[k][k] for entry in rows[k]]
        for r in range(size):
            if r != k:
                rows[r] = [x - rows[r][k] * y for x, y in zip(rows[r], rows[k], strict=True)]
    return [row[-1] for row in rows]


def vertices_by_bases(replies: Matrix) -> set[Strategy]:
    """Extreme points of {x in the simplex, v >= payoff of each reply}, trying every choice of m tight inequalities."""
    m, n = len(replies), len(replies[0])
    zero, one = Fraction(0), Fraction(1)
    unit = [[one if k == i else zero for k in range(m)] + [zero, zero] for i in range(m)]
    best = [[Fraction(replies[i][j]) for i in range(m)] + [-one, zero] for j in range(n)]
    total = [one] * m + [zero, one]
    found = set()
    for tight in combinations(unit + best, m):
        point = solution_of([total, *tight])
        if point is None or min(point[:m]) < 0:
            continue
        if all(sum(p * r for p, r in zip(point, row, strict=False)) <= 0 for row in best):
            found.add(tuple(point[:m]))
    return found


def is_equilibrium(a: Matrix, b: Matrix, x: Strategy, y: Strategy) -> bool:
    rows = [sum((p * q for p, q in zip(row, y, strict=True)), Fraction(0)) for row in a]
    columns = [sum((p * q for p, q in zip(column, x, strict=True)), Fraction(0)) for column in zip(*b, strict=True)]
    return all(p == 0 or r == max(rows) for p, r in zip(x, rows, strict=True)) and all(
        q == 0 or c == max(columns) for q, c in zip(y, columns, strict=True)
    )


def by_brute_force(a: Matrix, b: Matrix) -> set[tuple[Strategy, ...]]:
    xs, ys = vertices_by_bases(b), vertices_by_bases(transposed(a))
    return {(x, y) for x, y in product(xs, ys) if is_equilibrium(a, b, x, y)}
