"""The ordered field against rationals in the place of e: below a root bound they decide what the infinitesimal does."""

import itertools
from fractions import Fraction
from random import Random

import pytest

from selten.games.errors import InputError
from selten.games.infinitesimal import EPSILON, Infinitesimal
from selten.games.normal_form import NormalForm
from selten.games.perturbed import perturbed, with_entry_cost

TINY = Fraction(1, 10**30)
"""Below every root of the polynomials of these tests: their coefficients stay under 10**6, so do their ratios."""


def random_numbers(seed: int, count: int) -> list[Infinitesimal]:
    draw = Random(seed)
    found: list[Infinitesimal] = []
    while len(found) < count:
        above, below = ([draw.randint(-5, 5) for _ in range(draw.randint(1, 4))] for _ in range(2))
        if any(below):
            found.append(Infinitesimal.ratio(above, below))
    return found


@pytest.mark.parametrize("seed", range(40))
def test_arithmetic_and_order_are_those_of_small_rationals(seed: int) -> None:
    a, b = random_numbers(seed, 2)
    x, y = a.at(TINY), b.at(TINY)
    assert [(a + b).at(TINY), (a - b).at(TINY), (a * b).at(TINY)] == [x + y, x - y, x * y]
    if b != 0:
        assert (a / b).at(TINY) == x / y
    assert (a < b, a == b, a > b) == (x < y, x == y, x > y)
    assert a.sign == (x > 0) - (x < 0)
    assert (a.at(TINY) + 2, 2 - a.at(TINY)) == ((2 + a).at(TINY), (2 - a).at(TINY))


@pytest.mark.parametrize("seed", range(20))
def test_one_number_has_one_form(seed: int) -> None:
    a, b, c = random_numbers(seed, 3)
    ways = {(a + b) * c, a * c + b * c, c * b + c * a}
    assert len(ways) == 1
    if c != 0:
        assert (a * c / c, hash(a * c / c)) == (a, hash(a))


@pytest.mark.parametrize("seed", range(20))
def test_series_leave_a_smaller_rest(seed: int) -> None:
    for number in random_numbers(seed, 4):
        if number == 0 or number.order < 0:
            continue
        terms = number.series(4)
        rest = number - sum((EPSILON.of(c) * power for c, power in zip(terms, powers(), strict=False)), EPSILON * 0)
        assert rest == 0 or rest.order >= 4
        assert number.standard_part == terms[0]


def powers() -> list[Infinitesimal]:
    return list(itertools.accumulate([EPSILON] * 3, lambda a, b: a * b, initial=EPSILON / EPSILON))


def test_infinitesimal_and_infinite() -> None:
    assert 0 < EPSILON < Fraction(1, 10**200)
    assert 1 / EPSILON > 10**200
    assert EPSILON * EPSILON < EPSILON / 10**200
    assert (EPSILON.order, (1 / EPSILON).order, Infinitesimal.of("2/3").order) == (1, -1, 0)
    assert hash(Infinitesimal.of("2/3")) == hash(Fraction(2, 3))
    assert Infinitesimal.of("2/3") == Fraction(2, 3) != EPSILON


@pytest.mark.parametrize(
    ("number", "text"),
    [
        (EPSILON * 0, "0"),
        (EPSILON, "e"),
        (-EPSILON * EPSILON, "-e^2"),
        (2 - EPSILON * Fraction(3, 2), "2 - 3/2 e"),
        ((1 + EPSILON) / (1 - EPSILON), "1 + 2 e + ..."),
        ((1 + EPSILON) / EPSILON, "(1 + e) / (e)"),
    ],
)
def test_text(number: Infinitesimal, text: str) -> None:
    assert str(number) == text


def test_what_is_not_there() -> None:
    with pytest.raises(ArithmeticError, match="is infinite"):
        _ = (1 / EPSILON).standard_part
    with pytest.raises(ArithmeticError, match="smaller than every power"):
        _ = Infinitesimal.of(0).order
    with pytest.raises(ZeroDivisionError):
        _ = 1 / (EPSILON - EPSILON)
    with pytest.raises(InputError, match="value: got"):
        Infinitesimal.of("x")
    assert EPSILON != "x"
    with pytest.raises(TypeError):
        _ = object() > EPSILON


GAME = NormalForm.of([[[3, 0], [5, "1/3"]], [[3, 5], [0, 1]]])


def test_games_at_a_number() -> None:
    first = [[[1, 2], [3, 4]], [[5, 6], [7, 8]]]
    second = [[["1/7", 0], [0, 0]], [[0, 0], [0, -1]]]
    game = perturbed(GAME, first, second).at(Fraction(1, 10))
    assert game.payoffs[0].ravel().tolist() == [
        Fraction("3.1") + Fraction(1, 700),
        Fraction("0.2"),
        Fraction("5.3"),
        Fraction(1, 3) + Fraction("0.4"),
    ]
    assert game.payoffs[1].ravel().tolist() == [Fraction(x) for x in ("3.5", "5.6", "0.7", "1.79")]


def test_costs_are_borne_by_whoever_plays() -> None:
    game = with_entry_cost(GAME, [[0, "1/2"], [1, 2]]).at(Fraction(1))
    assert game.payoffs[0].tolist() == [[3, 0], [Fraction(9, 2), Fraction(-1, 6)]]
    assert game.payoffs[1].tolist() == [[2, 3], [-1, -1]]


def test_three_players() -> None:
    cube = NormalForm.of([[[[0, 0]], [[0, 0]]]] * 3)
    game = with_entry_cost(cube, [[0, 1], [5], [2, 3]]).at(Fraction(1))
    assert game.payoffs[2].tolist() == [[[-2, -3]], [[-2, -3]]]
    assert game.payoffs[0].tolist() == [[[0, 0]], [[-1, -1]]]


@pytest.mark.parametrize(
    ("call", "message"),
    [
        (lambda: perturbed(GAME), "no direction"),
        (lambda: perturbed(GAME, [[1, 2]]), r"directions\[0\]: got shape \(1, 2\)"),
        (lambda: perturbed(GAME, [[[1, 2], [3]], [[1, 2], [3, 4]]]), "the rows differ in length"),
        (lambda: perturbed(GAME, [[[1, 2], [3, 4]], [[1, 2, 0], [3, 4, 0]]]), "the rows differ in length"),
        (lambda: perturbed(GAME, [[["x", 0], [0, 0]], [[0, 0], [0, 0]]]), r"directions\[0\]: got 'x'"),
        (lambda: with_entry_cost(GAME, [[0, 1]]), r"costs: got lengths \[2\]; allowed: \[2, 2\]"),
        (lambda: with_entry_cost(GAME, [[0, 1], [0, "y"]]), r"costs\[1\]\[1\]: got 'y'"),
    ],
)
def test_wrong_input(call: object, message: str) -> None:
    assert callable(call)
    with pytest.raises(InputError, match=message):
        call()
