"""Laws against numerical integration of scipy's survival functions, and what the door refuses."""

from fractions import Fraction
from typing import Any

import pytest
from scipy import stats
from scipy.integrate import quad

from selten.equilibria.discrimination.unknown_values.balls import Bracket, ball, bracket, precise
from selten.equilibria.discrimination.unknown_values.laws import Affine, FiniteLaw, Law
from selten.equilibria.discrimination.unknown_values.smooth_laws import Triangular, TruncatedNormal, law_of
from selten.games.consumers.marginals import Beta, TruncatedExponential, Uniform
from selten.games.consumers.scipy_marginal import ScipyMarginal
from selten.games.errors import InputError

F = Fraction

UNIT = Uniform(F(0), F(1))
PAIRS: dict[str, tuple[Law, Any]] = {
    "uniform": (law_of(UNIT, -1, 1), stats.uniform(-1, 2)),
    "beta, whole": (law_of(Beta(2.0, 3.0)), stats.beta(2, 3)),
    "beta, broken": (law_of(Beta(0.5, 2.5)), stats.beta(0.5, 2.5)),
    "exponential": (law_of(TruncatedExponential(3.0, 2.0)), stats.truncexpon(6, scale=1 / 3)),
    "triangular": (Triangular(F(-1), F(2), F(1, 2)), stats.triang(0.5, -1, 3)),
    "triangular, mode at an end": (Triangular(F(0), F(1), F(1)), stats.triang(1, 0, 1)),
    "normal": (TruncatedNormal(F(-1), F(2), F(1, 4), F(1, 2)), stats.truncnorm(-2.5, 3.5, 0.25, 0.5)),
    "mirrored beta": (Affine(law_of(Beta(2.0, 3.0)), F(-1), F(1)), stats.beta(3, 2)),
}


@pytest.mark.parametrize("name", PAIRS)
def test_laws_are_those_of_scipy(name: str) -> None:
    law, peer = PAIRS[name]
    low, high = peer.support()
    assert float(law.low) == pytest.approx(low)
    assert float(law.high) == pytest.approx(high)
    for k in range(-1, 12):
        x = law.low + (law.high - law.low) * F(k, 10)
        values = _values(law, x)
        expected = quad(peer.sf, float(x), high, points=[max(low, min(high, float(x)))])[0] if x < high else 0.0
        assert values[0].middle == pytest.approx(expected, abs=1e-9)
        assert values[1].middle == values[2].middle == pytest.approx(peer.sf(float(x)), abs=1e-12)
        assert max(value.width for value in values) < 1e-15


@precise
def _values(law: Law, x: Fraction) -> list[Bracket]:
    return [bracket(law.call(x)), bracket(law.above(x)), bracket(law.at_least(x))]


def test_finite_laws_count_atoms_on_the_right_side() -> None:
    law = FiniteLaw.of({-1: "1/4", 0: "1/4", 2: "1/2"})
    assert law.exact_call(F(-3)) == law.average + 3 == F(15, 4)
    assert law.exact_call(F(0)) == 1
    assert law.above(F(0)) == ball(F(1, 2))
    assert law.at_least(F(0)) == ball(F(3, 4))
    mirrored = Affine(law, F(-1), F(0))
    assert mirrored.above(F(0)) == ball(F(1, 4))
    assert mirrored.at_least(F(0)) == ball(F(1, 2))
    assert mirrored.call(F(0)) == ball(F(1, 4))


def test_symmetry_is_seen() -> None:
    assert law_of(UNIT, -2, 2).symmetric
    assert law_of(Beta(3.0, 3.0), -1, 1).symmetric
    assert Triangular(F(-1), F(1), F(0)).symmetric
    assert law_of({-1: "1/2", 1: "1/2"}).symmetric
    assert not law_of({-1: "1/3", 1: "2/3"}).symmetric
    assert not law_of(Beta(3.0, 2.0), -1, 1).symmetric
    assert not law_of(UNIT, -1, 2).symmetric


def test_a_tabulated_law_encloses_the_law() -> None:
    exact, table = law_of(Beta(2.0, 3.0)), law_of(ScipyMarginal(stats.beta(2, 3)))
    for k in range(-2, 41):
        x = F(k, 37)
        pairs = zip(_values(exact, x), _values(table, x), strict=True)
        assert all(wide.low <= sharp.low and sharp.high <= wide.high for sharp, wide in pairs)
    assert _values(table, F(1, 3))[0].width < 1e-4


@pytest.mark.parametrize(
    ("distribution", "message"),
    [
        ({0: "1/2", 1: "1/3"}, "sum 5/6"),
        ({0: "3/2", 1: "-1/2"}, "mass of 1: got -1/2"),
        ({"x": 1}, "a value: got 'x'"),
        (7, "got int"),
    ],
)
def test_what_is_no_distribution(distribution: Any, message: str) -> None:
    with pytest.raises(InputError, match=message):
        law_of(distribution)


def test_empty_intervals_are_refused() -> None:
    with pytest.raises(InputError, match="low < high"):
        law_of(UNIT, 1, 1)
    with pytest.raises(InputError, match="scale 0"):
        Affine(law_of(UNIT), F(0), F(1))
    with pytest.raises(InputError, match="a mode in"):
        Triangular(F(0), F(1), F(2))
    with pytest.raises(InputError, match="positive deviation"):
        TruncatedNormal(F(0), F(1), F(0), F(0))


class _Falling:
    low, high = 0.0, 1.0

    @staticmethod
    def cdf(x: Any) -> Any:
        return 1 - x


def test_a_falling_distribution_function_is_refused() -> None:
    with pytest.raises(InputError, match="decreases"):
        law_of(_Falling())
