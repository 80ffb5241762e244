"""Exact linear programs against HiGHS (scipy) and closed forms; every dual certificate checked by substitution."""

from fractions import Fraction
from random import Random

import pytest
from scipy.optimize import linprog

from selten.equilibria.exact.linear import Centres, Unbounded, at_basis, maximise
from selten.games.enclosed import Enclosed, Undecided
from selten.games.errors import InputError


def random_program(seed: int) -> tuple[list[Fraction], list[list[Fraction]], list[Fraction]]:
    """Small integers, many zeros and ties; a last row keeps it bounded."""
    draw = Random(seed)
    n, m = draw.randint(1, 6), draw.randint(1, 6)
    rows = [[Fraction(draw.randint(-3, 3)) for _ in range(n)] for _ in range(m)] + [[Fraction(1)] * n]
    bounds = [Fraction(draw.choice((0, 0, 1, 2))) for _ in range(m)] + [Fraction(3)]
    return [Fraction(draw.randint(-3, 4)) for _ in range(n)], rows, bounds


def product(row: list[Fraction], weights: tuple[Fraction, ...]) -> Fraction:
    return sum((a * b for a, b in zip(row, weights, strict=True)), Fraction(0))


@pytest.mark.parametrize("seed", range(60))
def test_optimum_is_that_of_highs_and_its_dual_proves_it(seed: int) -> None:
    objective, rows, bounds = random_program(seed)
    best = maximise(objective, rows, bounds)
    peer = linprog(
        [-float(c) for c in objective], [[float(a) for a in row] for row in rows], [float(b) for b in bounds]
    )
    assert abs(float(best.value) + peer.fun) < 1e-9
    assert all(z >= 0 for z in best.primal)
    assert all(product(row, best.primal) <= bound for row, bound in zip(rows, bounds, strict=True))
    assert all(y >= 0 for y in best.dual)
    assert all(
        product(list(column), best.dual) >= c for column, c in zip(zip(*rows, strict=True), objective, strict=True)
    )
    assert product(objective, best.primal) == best.value == product(bounds, best.dual)


@pytest.mark.parametrize("seed", range(20))
def test_a_start_changes_the_road_and_not_the_optimum(seed: int) -> None:
    objective, rows, bounds = random_program(seed)
    columns = list(range(len(objective) + len(rows)))
    Random(seed).shuffle(columns)
    assert (
        maximise(objective, rows, bounds, start=columns[: len(rows)]).value == maximise(objective, rows, bounds).value
    )


def test_beale_cycles_under_the_largest_coefficient_rule_and_not_here() -> None:
    rows = ["1/4 -60 -1/25 9", "1/2 -90 -1/50 3", "0 0 1 0"]
    exact = [[Fraction(a) for a in row.split()] for row in rows]
    best = maximise([Fraction(3, 4), -150, Fraction(1, 50), -6], exact, [0, 0, 1])
    assert best.value == Fraction(1, 20)  # E. Beale, Naval Research Logistics Quarterly 2, 1955
    assert best.primal == (Fraction(1, 25), 0, 1, 0)


def test_an_unbounded_program_shows_its_ray() -> None:
    with pytest.raises(Unbounded) as caught:
        maximise([1, 1], [[1, -2], [-1, -1]], [1, 0])
    first, second = caught.value.ray
    assert first >= 0
    assert second >= 0
    assert first + second > 0
    assert first - 2 * second <= 0


@pytest.mark.parametrize(
    ("rows", "bounds", "words"),
    [([[1, 1]], [-1], "at least 0"), ([[1]], [1], "allowed: 2"), ([[1, 1]], [1, 1], "one bound for each row")],
)
def test_wrong_programs_are_refused(rows: list[list[int]], bounds: list[int], words: str) -> None:
    with pytest.raises(InputError, match=words):
        maximise([1, 1], rows, bounds)


def test_a_singular_basis_is_refused() -> None:
    with pytest.raises(ZeroDivisionError):
        at_basis([1, 1], [[1, 1], [1, 1]], [1, 1], [0, 1])


def around(name: str, value: Fraction, width: float = 1e-9) -> Enclosed:
    return Enclosed.symbol(name, float(value) * (1 - width), float(value) * (1 + width))


def test_value_of_a_two_by_two_game_with_symbols_is_the_closed_form() -> None:
    values = [Fraction(x) for x in ("3.1", "0.7", "0.2", "2.3")]
    a, b, c, d = (around(name, value) for name, value in zip("abcd", values, strict=True))
    best = maximise([1, 1], [[a, b], [c, d]], [1, 1])  # the value of the matrix game is 1 over the optimum
    assert best.value * (a * d - b * c) == a + d - b - c
    exact = (values[0] + values[3] - values[1] - values[2]) / (values[0] * values[3] - values[1] * values[2])
    assert best.value.low <= float(exact) <= best.value.high
    assert best.value.high - best.value.low < 1e-7


@pytest.mark.parametrize("seed", range(6))
def test_eight_by_eight_games_with_symbols_decide_and_hold_the_optimum_of_every_game_inside(seed: int) -> None:
    draw = Random(seed)
    table = [[Fraction(draw.randint(1000, 2000), 1000) for _ in range(8)] for _ in range(8)]
    symbols = [[around(f"{i}{j}", x) for j, x in enumerate(row)] for i, row in enumerate(table)]
    best = maximise([1] * 8, symbols, [1] * 8)
    assert best.value.high - best.value.low < 1e-6
    for _ in range(3):
        inside = [[x * (1 + Fraction(draw.randint(-9, 9), 10**10)) for x in row] for row in table]
        value = maximise([1] * 8, inside, [1] * 8).value
        assert Fraction(best.value.low) <= value <= Fraction(best.value.high)


def test_a_tie_of_one_symbol_is_an_identity_and_an_overlap_is_undecided() -> None:
    b, c = Enclosed.symbol("b", 0.5, 0.6), Enclosed.symbol("c", 0.55, 0.7)
    assert maximise([b, b], [[1, 1]], [1]).value == b
    with pytest.raises(Undecided) as caught:
        maximise([b, c], [[1, 1]], [1])
    assert caught.value.names == {"b", "c"}


def test_centres_keep_identities() -> None:
    b, c = Enclosed.symbol("b", 0.1, 0.3), Enclosed.symbol("c", 0.1, 0.2)
    centre = Centres()
    assert centre(b - c) == -centre(c - b)
    assert centre(b + c - c) == centre(b)
