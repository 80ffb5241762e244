"""The stand-in of an enclosed game: constants come back exactly, symbols inside their bounds, identities kept."""

from fractions import Fraction
from random import Random

import pytest

from selten.equilibria.index.representative import constant, representative, simple_value
from selten.games.enclosed import Enclosed
from selten.games.normal_form import NormalForm


@pytest.mark.parametrize("seed", range(40))
def test_constants_come_back_as_the_fractions_they_were(seed: int) -> None:
    draw = Random(seed)
    bits = draw.choice((3, 20, 62))
    value = Fraction(draw.randint(-(2**bits), 2**bits), draw.randint(1, 2**bits))
    assert constant(Enclosed.of(value)) == value


def test_a_constant_with_large_terms_is_not_guessed() -> None:
    assert constant(Enclosed.of(Fraction(2**90 + 1, 3**50))) is None


@pytest.mark.parametrize("seed", range(40))
def test_simple_values_are_inside_and_no_smaller_denominator_is(seed: int) -> None:
    draw = Random(seed)
    low = draw.uniform(-2, 2)
    high = low + 10 ** draw.uniform(-12, 0)
    value = simple_value(low, high)
    assert low <= value <= high
    half = value.denominator // 2
    if half:
        assert not any(low <= Fraction(k, half) <= high for k in range(int(low * half) - 2, int(high * half) + 3))


def test_equal_symbols_stay_equal_and_mixed_ones_are_declined() -> None:
    a, b = Enclosed.symbol("a", 0.4, 0.5), Enclosed.symbol("b", 0.45, 0.55)
    stand_in = representative(NormalForm.of([[[a, b], [a, "1/3"]], [[a, 0], [b, 1]]]))
    assert stand_in is not None
    (first, second), (third, fourth) = stand_in.payoffs[0].tolist()
    assert first == third == stand_in.payoffs[1][0][0]
    assert second == stand_in.payoffs[1][1][0]
    assert fourth == Fraction(1, 3)
    assert representative(NormalForm.of([[[a, -a]], [[0, 0]]])) is None
    assert representative(NormalForm.of([[[a * b, 0]], [[0, 0]]])) is None
