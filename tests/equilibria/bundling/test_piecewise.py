"""Polynomial demand against the quadrature of the valuations, and the solver of polynomial systems against sympy."""

from fractions import Fraction as F

import numpy as np
import pytest
import sympy

from selten.equilibria.bundling.corners import Seller, stationary
from selten.equilibria.bundling.piecewise import Branches, constant, polynomial_demand, polynomial_marginal, unknown
from selten.equilibria.bundling.stationary import Unproven, at_floats, solve
from selten.games.consumers.joint import Joint
from selten.games.consumers.marginals import Beta, TruncatedExponential, Uniform
from selten.games.consumers.monotone import Comonotone, Countermonotone
from selten.games.consumers.valuations import Valuations


def uniform(low: str, high: str) -> Uniform:
    return Uniform(F(low), F(high))


KINDS: dict[str, Valuations] = {
    "unit": Joint(uniform("0", "1"), uniform("0", "1")),
    "different": Joint(uniform("1/10", "13/10"), uniform("1/2", "3/4")),
    "beta": Joint(Beta(2.0, 3.0), Beta(1.0, 2.0)),
    "mixed": Joint(uniform("1/3", "2"), Beta(2.0, 2.0)),
    "comonotone": Comonotone(uniform("1/4", "5/4")),
    "comonotone beta": Comonotone(Beta(2.0, 1.0)),
    "countermonotone": Countermonotone(uniform("1/4", "5/4")),
    "countermonotone beta": Countermonotone(Beta(2.0, 2.0)),
}


@pytest.mark.parametrize("name", sorted(KINDS))
def test_polynomials_are_the_probabilities_of_the_valuations(name: str) -> None:
    valuations = KINDS[name]
    draw = np.random.default_rng(3)
    top = sum(valuations.high)
    for t, d in zip(top * draw.random(60), max(valuations.high) * draw.random(60), strict=True):
        at = {"t": float(t), "d": float(d)}
        demand = polynomial_demand(valuations, Branches(at))
        assert demand is not None
        bundle, discount = unknown("t"), unknown("d")
        here, there = np.array(t), np.array(d)
        assert at_floats(demand.total(bundle), at) == pytest.approx(float(valuations.total(here)), abs=1e-12)
        for k in (0, 1):
            for mine, its in (
                (demand.survival(k, discount), valuations.survival(k, there)),
                (demand.loss(k, discount, bundle), valuations.loss(k, there, here)),
                (demand.alone(k, discount, bundle), valuations.alone(k, there, here)),
            ):
                assert at_floats(mine, at) == pytest.approx(float(its), abs=1e-12)


@pytest.mark.parametrize(
    "valuations",
    [
        Joint(TruncatedExponential(1.0, 1.0), uniform("0", "1")),
        Joint(uniform("0", "1"), uniform("0", "1"), 0.5),
        Comonotone(Beta(0.5, 0.5)),
        Countermonotone(Beta(2.0, 1.0)),
    ],
)
def test_other_distributions_have_no_polynomial_demand(valuations: Valuations) -> None:
    assert polynomial_demand(valuations, Branches({"t": 0.5})) is None
    assert polynomial_marginal(TruncatedExponential(1.0, 1.0)) is None


def test_a_system_is_solved_as_sympy_solves_it() -> None:
    p, t = unknown("p"), unknown("t")
    solution = solve([p * p + t * t - 3, p * t - 1], {"p": 0.618, "t": 1.618}, 1e-2)
    root = (sympy.sqrt(5) - 1) / 2
    assert solution.value(p).text == "(-1 + sqrt(5))/2"
    assert sympy.simplify(sympy.sympify(solution.value(p * p * p + 2 * t).text) - root**3 - 2 / root) == 0
    assert solution.value(p - t).text == "-1"
    assert solution.sign(p - t + 1) == 0
    assert solution.sign(p * t - 1 + p) == 1
    assert solution.sign(-t) == -1


@pytest.mark.parametrize(
    ("equations", "at"),
    [
        pytest.param(lambda p, t: [p * p - 2], {"p": 1.3}, id="too far"),
        pytest.param(lambda p, t: [p * p + 1], {"p": 0.1}, id="no solution"),
        pytest.param(lambda p, t: [p * p], {"p": 0.0}, id="double"),
        pytest.param(lambda p, t: [p + t, 2 * p + 2 * t], {"p": 0.0, "t": 0.0}, id="dependent"),
        pytest.param(lambda p, t: [p**41 + p * 3 - 1 - t, t**41 - p], {"p": 0.0, "t": -1.0}, id="degree"),
    ],
)
def test_what_is_not_shown_is_refused(equations: object, at: dict[str, float]) -> None:
    assert callable(equations)
    with pytest.raises(Unproven):
        solve(equations(unknown("p"), unknown("t")), at, 1e-3)


@pytest.mark.parametrize(
    ("left", "right", "text"),
    [
        pytest.param((0, 1), (2, -1), "1", id="tent"),
        pytest.param((0, 1), (0, 1), None, id="rising through"),
        pytest.param((0, 1), (0, 0), "1", id="jump down"),
        pytest.param((0, 1), (3, -1), "2", id="jump up: approached from the right"),
        pytest.param((0, 2, -1), (0, 2, -1), "1", id="smooth maximum on the edge"),
        pytest.param((0, 2, -1), (2, -2, 1), None, id="flat, then rising"),
        pytest.param((0, 2, -1), (-1, 4, -2), "1", id="two parabolas with the same top"),
        pytest.param((-1, 3, -3, 1), (-1, 2, -1), None, id="flat to second order"),
    ],
)
def test_an_edge_is_a_maximum_only_if_the_profit_falls_on_both_sides(
    left: tuple[int, ...], right: tuple[int, ...], text: str | None
) -> None:
    def profit(branches: Branches) -> list[Seller]:
        t = unknown("t")
        coefficients = left if branches.positive(1 - t) else right
        return [Seller(("t",), sum((c * t**i for i, c in enumerate(coefficients)), constant(0)))]

    if text is None:
        with pytest.raises(Unproven):
            stationary(profit, {"t": 1.0}, tolerance=1e-9, reach=1e-6)
    else:
        solution, (polynomial,) = stationary(profit, {"t": 1.0}, tolerance=1e-9, reach=1e-6)
        assert solution.value(polynomial).text == text
        assert solution.value(unknown("t")).text == "1"
