"""Cells and signs: generators against linear programs, and signs of quadratic forms against values at points."""

from fractions import Fraction

import numpy as np
import pytest

from selten.equilibria.parametric.cone import Cell, Vector, dot
from selten.equilibria.parametric.farkas import contradiction
from selten.equilibria.parametric.form import Form, Relation, Sign
from selten.equilibria.parametric.game import ParametricGame
from selten.equilibria.parametric.reduce import reduced
from selten.equilibria.parametric.signs import Quadratic, samples, sign_over, value
from selten.games.errors import InputError

SYMBOLS = 3
KINDS: tuple[Sign, ...] = (">", ">=", "==")


def relation(vector: Vector, sign: Sign) -> Relation:
    terms = tuple((f"x{k}", Fraction(c)) for k, c in enumerate(vector[1:]) if c)
    return Relation(Form(terms, Fraction(vector[0])), sign)


def drawn(rng: np.random.Generator) -> list[tuple[Vector, Sign]]:
    """Up to six conditions with small coefficients, so that many of them meet in one point or follow from others."""
    count = int(rng.integers(0, 7))
    vectors = [tuple(int(x) for x in rng.integers(-2, 3, size=SYMBOLS + 1)) for _ in range(count)]
    return [(vector, KINDS[int(rng.choice(3, p=[0.4, 0.5, 0.1]))]) for vector in vectors]


@pytest.mark.parametrize("seed", range(60))
def test_cells_and_signs_agree_with_linear_programs(seed: int) -> None:
    rng = np.random.default_rng(seed)
    conditions = drawn(rng)
    cell = Cell.everything(SYMBOLS).all_of(conditions)
    stated = [relation(vector, sign) for vector, sign in conditions]
    assert (cell is None) == (contradiction(stated) is not None)
    if cell is None:
        return
    inside = {f"x{k}": value for k, value in enumerate(cell.inside())}
    assert all(r.at(inside) for r in stated)
    for vector, _ in drawn(rng):
        negative = tuple(-x for x in vector)
        options: list[tuple[int, Vector, Sign]] = [(1, vector, ">"), (0, vector, "=="), (-1, negative, ">")]
        possible = {s for s, v, kind in options if contradiction([*stated, relation(v, kind)]) is None}
        assert cell.signs(vector) == possible


@pytest.mark.parametrize("seed", range(40))
def test_reduced_conditions_say_the_same_and_none_follows(seed: int) -> None:
    rng = np.random.default_rng(seed)
    conditions = [(vector, sign) for vector, sign in drawn(rng) if any(vector[1:])]
    game = ParametricGame.of([["x0", "x1", "x2"]], ["x0 >= 0", "x1 <= x0"])
    if game.parameters.all_of(conditions) is None:
        with pytest.raises(ArithmeticError):
            reduced(game, conditions)
        return
    found = reduced(game, conditions)
    whole = [*game.assumptions, *(relation(vector, sign) for vector, sign in conditions)]
    for kept in found:
        assert all(contradiction([*whole, wrong]) for wrong in opposites(kept))
        others = [*game.assumptions, *(other for other in found if other is not kept)]
        assert not all(contradiction([*others, wrong]) for wrong in opposites(kept))
    for vector, sign in conditions:
        assert all(contradiction([*game.assumptions, *found, wrong]) for wrong in opposites(relation(vector, sign)))


def opposites(r: Relation) -> list[Relation]:
    below = Relation(-r.form, ">=" if r.sign == ">" else ">")
    return [below, Relation(r.form, ">")] if r.sign == "==" else [below]


@pytest.mark.parametrize("seed", range(80))
def test_proven_signs_of_quadratic_forms_hold_at_every_point_of_a_lattice(seed: int) -> None:
    rng = np.random.default_rng(seed)
    cell = Cell.everything(2).all_of(
        [(tuple(map(int, v)), ">=") for v in ((0, 1, 0), (0, -1, 2), (1, 1, -1))[: seed % 4]]
    )
    assert cell is not None
    factors = [tuple(int(x) for x in rng.integers(-2, 3, size=3)) for _ in range(4)]
    form: Quadratic = ((1, factors[0], factors[1]), (-1, factors[2], factors[3]))
    proven = sign_over(cell, form)
    points = [(2, p, q) for p in range(-9, 10) for q in range(-9, 10)]
    own = [((0, 1, 0), (0, -1, 2), (1, 1, -1))[k] for k in range(min(seed % 4, 3))]
    values = [value(form, point) for point in points if all(dot(v, point) >= 0 for v in own)]
    assert proven != 1 or min(values) >= 0
    assert proven != -1 or max(values) < 0


def test_samples_are_inside() -> None:
    cell = Cell.everything(2).all_of([((0, 1, 0), ">"), ((1, -1, 0), ">")])
    assert cell is not None
    assert all(0 < x < x0 for x0, x, _ in samples(cell))


def test_a_form_that_is_zero_only_at_a_corner_is_not_negative_there() -> None:
    """-p q on p, q >= 0 is 0 on the axes; on p, q > 0 it is negative everywhere."""
    p, q = (0, 1, 0), (0, 0, 1)
    closed, open_ = (Cell.everything(2).all_of([(p, s), (q, s)]) for s in KINDS[1::-1])
    assert closed is not None
    assert open_ is not None
    assert (sign_over(closed, ((-1, p, q),)), sign_over(open_, ((-1, p, q),))) == (None, -1)


def test_a_region_with_too_many_corners_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("selten.equilibria.parametric.cone.MOST_RAYS", 3)
    with pytest.raises(InputError, match="more than 3 corners"):
        ParametricGame.of([["a", "b", "c"]], ["0 <= a <= 1", "0 <= b <= 1", "0 <= c <= 1"]).parameters
