"""Families of random games, for tests, benchmarks and studies: from generic two-player ones to games full of ties.

Each family is named for what makes it hard. A game is drawn from a :class:`random.Random`, so that a seed gives the
same game on every machine.
"""

from collections.abc import Callable
from fractions import Fraction
from random import Random
from typing import Any

from selten.games.disclosure_tree import FiniteDisclosure
from selten.games.errors import InputError
from selten.games.normal_form import NormalForm

Table = list[list[Any]]


def random_game(family: str, rows: int, columns: int, random: Random) -> NormalForm:
    """A random game of a family.

    Parameters
    ----------
    family : str
        One of :data:`FAMILIES`.
    rows, columns : int
        The numbers of strategies of the two players; "symmetric" makes both the smaller of them.
    random : random.Random
        Where the randomness comes from.

    Raises
    ------
    InputError
        For an unknown family or a size below 1.

    Examples
    --------
    >>> random_game("01", 2, 3, Random(0)).payoffs[0].tolist()
    [[Fraction(1, 1), Fraction(1, 1), Fraction(0, 1)], [Fraction(1, 1), Fraction(1, 1), Fraction(1, 1)]]
    """
    if family not in FAMILIES:
        raise InputError(f"family: got {family!r}; allowed: {', '.join(FAMILIES)}")
    if min(rows, columns) < 1:
        raise InputError(f"size: got {rows} x {columns}; allowed: at least 1 x 1")
    first, second = FAMILIES[family](rows, columns, random)
    return NormalForm.of([first, second], title=f"{family} {rows} x {columns}")


def random_disclosure(customers: int, random: Random) -> FiniteDisclosure:
    """A random finite disclosure game: either product may be worth more, and prices may exceed the values.

    Examples
    --------
    >>> random_disclosure(2, Random(0)).stocks
    ((1, 3), (3, 1))
    """
    few = random.randint(0, 1)
    many = few + random.randint(1, 2)
    return FiniteDisclosure.of(
        [Fraction(random.randint(5, 10), 10) for _ in range(customers)],
        [(few, many), (many, few)],
        prior=Fraction(random.randint(1, 3), 4),
        search_cost=Fraction(random.randint(1, 8), 10),
        values=(random.randint(3, 6), random.randint(3, 6)),
        prices=(Fraction(random.randint(1, 8), 2), Fraction(random.randint(1, 8), 2)),
        arrival=random.choice(["random", "efficient", "inefficient"]),
        cost_scales_with_taste=random.random() < 0.5,
    )


def _table(rows: int, columns: int, entry: Callable[[], Any]) -> Table:
    return [[entry() for _ in range(columns)] for _ in range(rows)]


def _below(count: int, low: int = 0) -> Callable[[int, int, Random], tuple[Table, Table]]:
    def draw(rows: int, columns: int, random: Random) -> tuple[Table, Table]:
        def entry() -> int:
            return low + random.randrange(count)

        return _table(rows, columns, entry), _table(rows, columns, entry)

    return draw


def _scaled(step: Fraction, offset: int, count: int) -> Callable[[int, int, Random], tuple[Table, Table]]:
    def draw(rows: int, columns: int, random: Random) -> tuple[Table, Table]:
        def entry() -> Fraction:
            return offset + step * random.randrange(count)

        return _table(rows, columns, entry), _table(rows, columns, entry)

    return draw


def _fractions(rows: int, columns: int, random: Random) -> tuple[Table, Table]:
    def entry() -> Fraction:
        return Fraction(random.randrange(-9, 10), random.randrange(1, 8))

    return _table(rows, columns, entry), _table(rows, columns, entry)


def _duplicated(rows: int, columns: int, random: Random) -> tuple[Table, Table]:
    """Some strategies are copies of others, for both players."""
    a, b = _below(3)(rows, columns, random)
    kinds = [random.randrange(rows) for _ in range(rows)], [random.randrange(columns) for _ in range(columns)]

    def copied(table: Table) -> Table:
        return [[table[i][j] for j in kinds[1]] for i in kinds[0]]

    return copied(a), copied(b)


def _zero_rows(rows: int, columns: int, random: Random) -> tuple[Table, Table]:
    """Some strategies pay nothing at all, as staying out of a market does."""
    a, b = _below(7, -3)(rows, columns, random)
    row, column = random.randrange(rows), random.randrange(columns)
    a[row], b[row] = [0] * columns, [0] * columns
    for table in (a, b):
        for line in table:
            line[column] = 0
    return a, b


def _symmetric(rows: int, columns: int, random: Random) -> tuple[Table, Table]:
    size = min(rows, columns)
    a = _table(size, size, lambda: random.randrange(4))
    return a, [list(line) for line in zip(*a, strict=True)]


def _constant_sum(rows: int, columns: int, random: Random) -> tuple[Table, Table]:
    a = _table(rows, columns, lambda: random.randrange(6))
    return a, [[5 - value for value in line] for line in a]


FAMILIES: dict[str, Callable[[int, int, Random], tuple[Table, Table]]] = {
    "01": _below(2),
    "012": _below(3),
    "small": _below(19, -9),
    "thousand": _below(1000),
    "huge": _below(2 * 10**12 + 1, -(10**12)),
    "fractions": _fractions,
    "offset": _scaled(Fraction(1), 10**9, 10),
    "close": _scaled(Fraction(1, 10**10), 1, 10),
    "duplicated": _duplicated,
    "zero rows": _zero_rows,
    "symmetric": _symmetric,
    "constant sum": _constant_sum,
}
"""The families by name: payoffs 0/1, 0/1/2, small integers, below 1000, up to 10^12, fractions, integers above 10^9,
differences of 10^-10, copied strategies, strategies that pay nothing, symmetric and constant-sum games."""
