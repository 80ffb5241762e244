"""Producers without information: the constants by scipy, optima between programs on grids over a scan of prices."""

from fractions import Fraction
from math import log
from typing import Any

import pytest
from line_programs import uninformed_bounds
from scipy.optimize import brentq, minimize_scalar

from selten.equilibria.discrimination.unknown_values.densities import informed_tail, uninformed_tail
from selten.equilibria.discrimination.unknown_values.hotelling import hotelling
from selten.equilibria.discrimination.unknown_values.smooth_laws import TruncatedNormal, law_of
from selten.equilibria.discrimination.unknown_values.uninformed import constants, without_producer_information
from selten.games.consumers.marginals import Uniform
from selten.games.errors import InputError

F = Fraction
COIN = {F(-1): F(1, 2), F(1): F(1, 2)}
STEPS = {F(k, 5): F(1, 11) for k in range(-5, 6)}
HEAVY = {F(-1): F(1, 100), F(-1, 10): F(49, 100), F(1, 10): F(49, 100), F(1): F(1, 100)}
"""One tangent does not prove the optimum."""


def test_constants_solve_the_first_order_condition() -> None:
    ratio, kappa = (float(x.mid()) for x in constants())
    assert ratio == pytest.approx(
        brentq(lambda t: log((1 + t) / t) - 2 - 1 / (1 + t), 0.01, 0.5, xtol=1e-15), abs=1e-13
    )
    peak = minimize_scalar(lambda t: t - t / 2 * log((1 + t) / t), bounds=(0.001, 0.5), options={"xatol": 1e-12})
    assert kappa == pytest.approx(-peak.fun, abs=1e-12)


def test_numbers_of_the_binary_example() -> None:
    best = without_producer_information(COIN)
    assert best.consumer_surplus.width < 1e-15
    found = [float(best.price), best.consumer_surplus.middle, best.total_surplus.middle]
    assert found == pytest.approx([0.055374550, 0.526234549, 0.581609099], abs=1e-9)


def test_uniform_residuals_in_closed_form() -> None:
    """E max(r - x, 0) = (1 - x)^2 / 4, so x = 1 - 2 kappa and surplus is 1/2 + kappa - kappa^2."""
    kappa = float(constants()[1].mid())
    best = without_producer_information(law_of(Uniform(F(0), F(1)), -1, 1))
    assert best.consumer_surplus.width < 1e-11
    assert best.consumer_surplus.middle == pytest.approx(0.5 + kappa - kappa**2, abs=1e-12)


@pytest.mark.parametrize("prior", [COIN, STEPS, HEAVY], ids=["coin", "steps", "heavy"])
def test_programs_on_grids_bracket_the_optimum(prior: dict[Fraction, Fraction]) -> None:
    """At the price found the inner program comes near; at no price of a scan does it beat the bound."""
    best = without_producer_information(prior)
    price, bound = float(best.price), best.consumer_surplus.high
    inner, outer = uninformed_bounds(prior, 200, price)
    net = best.consumer_surplus.low - 0.5 + price
    assert inner - 1e-9 <= net <= outer + 1e-9
    assert outer - inner < 0.02
    for factor in (0.2, 0.6, 0.9, 1.1, 1.5, 3, 6):
        assert 0.5 + uninformed_bounds(prior, 100, price * factor)[0] - price * factor <= bound + 1e-9


def test_two_tangents_prove_what_one_does_not() -> None:
    best = without_producer_information(HEAVY)
    assert 0 < best.consumer_surplus.width < 1e-9


@pytest.mark.parametrize("residuals", [COIN, STEPS, TruncatedNormal(F(-1), F(1), F(0), F(1, 3))], ids=["a", "b", "c"])
def test_information_for_producers_is_good_for_consumers(residuals: Any) -> None:
    assert without_producer_information(residuals).consumer_surplus.high < hotelling(residuals).consumer_surplus.low


def test_nothing_to_learn() -> None:
    best = without_producer_information({0: 1})
    assert best.price == 0
    assert best.consumer_surplus.holds(0.5)


@pytest.mark.parametrize("prior", [COIN, STEPS, HEAVY], ids=["coin", "steps", "heavy"])
def test_densities_have_mass_one_half_a_side(prior: dict[Fraction, Fraction]) -> None:
    """Numerical integration, and the tail P(r >= x) that each distribution is made for."""
    from scipy.integrate import quad

    best, alone = hotelling(prior), without_producer_information(prior)
    for tail in (informed_tail(best), informed_tail(best, 1), uninformed_tail(alone)):
        assert quad(tail, tail.start, tail.end)[0] + tail.atom == pytest.approx(0.5, abs=1e-7)
    tail, p, x = uninformed_tail(alone), float(alone.price), 0.05
    assert quad(tail, x, tail.end)[0] + tail.atom == pytest.approx(p / (2 * (p + x)), abs=1e-8)


def test_asymmetric_residuals_are_refused() -> None:
    with pytest.raises(InputError, match="not known to be symmetric"):
        without_producer_information({-1: "1/3", 1: "2/3"})
