"""Pure equilibria against the definition, cell by cell, for any number of players and kind of payoffs."""

from fractions import Fraction
from itertools import product
from random import Random

import numpy as np
import pytest

from selten.equilibria.pure import pure_equilibria
from selten.games.enclosed import Enclosed, Undecided
from selten.games.normal_form import NormalForm
from selten.games.profile import Profile, regret


@pytest.mark.parametrize("seed", range(30))
def test_exactly_the_pure_profiles_without_regret(seed: int) -> None:
    draw = Random(seed)
    counts = [draw.randint(1, 4) for _ in range(draw.randint(1, 4))]
    values = [draw.randint(-2, 2) for _ in range(len(counts) * int(np.prod(counts)))]
    shape = (len(counts), *counts)
    exact = NormalForm.of(np.array([Fraction(v, 3) for v in values], dtype=object).reshape(shape))
    expected = tuple(
        choices for choices in product(*(range(m) for m in counts)) if regret(exact, Profile.pure(counts, choices)) == 0
    )
    assert pure_equilibria(exact) == expected
    assert pure_equilibria(NormalForm.of(np.array(values, dtype=float).reshape(shape))) == expected
    enclosed = np.array([Enclosed.of(Fraction(v, 3)) for v in values], dtype=object).reshape(shape)
    assert pure_equilibria(NormalForm.of(enclosed)) == expected


@pytest.mark.parametrize("scale", [1, 2**62, 10**40, Fraction(1, 10**40)])
def test_ties_survive_any_scale(scale: Fraction) -> None:
    game = NormalForm.of([[[scale, scale], [scale, 0]], [[0, 2 * scale], [scale, scale]]])
    assert pure_equilibria(game) == ((0, 1), (1, 0))


def test_floats_are_compared_as_given() -> None:
    game = NormalForm.of([[[0.1 + 0.2], [0.3]], [[0.0], [0.0]]])
    assert pure_equilibria(game) == ((0, 0),)


def test_an_open_comparison_matters_only_where_nothing_else_settles_it() -> None:
    a, b = Enclosed.symbol("a", 0.0, 1.0), Enclosed.symbol("b", 0.5, 2.0)
    # the rows cannot be compared, but the second player leaves the first column in either
    assert pure_equilibria(NormalForm.of([[[a, 3], [b, 2]], [[0, 1], [0, 1]]])) == ((0, 1),)
    with pytest.raises(Undecided, match="a, b"):
        pure_equilibria(NormalForm.of([[[a, 3], [b, 2]], [[1, 0], [0, 1]]]))
