"""Hotelling: closed forms, numbers of the reference, programs on grids, and bounds that hold for any proposal."""

from fractions import Fraction
from math import exp, log
from typing import Any

import pytest
import sympy
from hypothesis import given
from hypothesis import strategies as st
from line_programs import hotelling_bounds, monopoly_bounds

from selten.equilibria.discrimination.unknown_values.balls import precise
from selten.equilibria.discrimination.unknown_values.closed_forms import binary, finite, uniform
from selten.equilibria.discrimination.unknown_values.cuts import Program, Proof, Proposal, attained, proven
from selten.equilibria.discrimination.unknown_values.exclusion import monopoly
from selten.equilibria.discrimination.unknown_values.hotelling import Hotelling, frontier, hotelling, law_of_residuals
from selten.equilibria.discrimination.unknown_values.laws import FiniteLaw
from selten.equilibria.discrimination.unknown_values.sides import Cut
from selten.equilibria.discrimination.unknown_values.smooth_laws import Triangular, TruncatedNormal, law_of
from selten.games.consumers.marginals import Beta, TruncatedExponential, Uniform
from selten.games.errors import InputError

F = Fraction
UNIT = Uniform(F(0), F(1))
COIN = {F(-1): F(1, 2), F(1): F(1, 2)}
SCALES = {F(s * k, 30): m for s in (-1, 1) for k, m in ((30, F(1, 20)), (10, F(1, 20)), (3, F(2, 5)))}
"""Residuals on three scales: the closed form is not attained, for two cuts bind on each side."""


def test_binary_in_closed_form() -> None:
    form = binary()
    assert all(form.facts.values())
    assert form.price == form.producer_surplus == sympy.exp(-2)
    assert sympy.simplify(form.consumer_surplus - (1 + sympy.exp(-2)) / 2) == 0
    assert sympy.simplify(form.total_surplus - (1 + 3 * sympy.exp(-2)) / 2) == 0


def test_uniform_in_closed_form() -> None:
    form, e = uniform(), sympy.exp(-2)
    assert all(form.facts.values())
    assert sympy.simplify(form.price - e * (1 - e)) == 0
    assert sympy.simplify(form.consumer_surplus - (sympy.Rational(1, 2) + e / 2 - e**2 / 4)) == 0
    assert float(form.top) == pytest.approx(0.935050597210437, abs=1e-15)
    assert float(form.total_surplus) == pytest.approx(0.680108376244001, abs=1e-14)


@pytest.mark.parametrize(
    ("residuals", "consumer", "price", "top"),
    [
        (COIN, (1 + exp(-2)) / 2, exp(-2), 1.0),
        (law_of(UNIT, -1, 1), 0.563088731896123, 0.117019644347879, 0.935050597210437),
    ],
)
def test_solver_finds_the_closed_forms(residuals: Any, consumer: float, price: float, top: float) -> None:
    best = hotelling(residuals)
    assert best.one_cut
    assert best.objective.width < 1e-12
    assert best.consumer_surplus.middle == pytest.approx(consumer, abs=1e-12)
    assert [float(x) for x in best.prices] == pytest.approx([price, price], abs=1e-12)
    assert [x.middle for x in best.tops] == pytest.approx([top, top], abs=1e-10)


SYMMETRIC: dict[str, dict[Fraction, Fraction]] = {
    "coin": COIN,
    "coin or nothing": {F(-1): F(1, 4), F(0): F(1, 2), F(1): F(1, 4)},
    "scales": SCALES,
    "steps": {F(k, 5): F(1, 11) for k in range(-5, 6)},
}
SKEWED: dict[str, dict[Fraction, Fraction]] = {
    "two to one": {F(-1): F(1, 3), F(1): F(2, 3)},
    "short left": {F(-1, 2): F(1, 3), F(1): F(2, 3)},
    "four": {F(-1): F(1, 8), F(-1, 5): F(3, 8), F(1, 2): F(1, 4), F(1): F(1, 4)},
    "one side": {F(1, 5): F(1, 2), F(1): F(1, 2)},
}


@pytest.mark.parametrize("name", [*SYMMETRIC, *SKEWED])
def test_programs_on_grids_bracket_the_optimum(name: str) -> None:
    """The programs know no shape and no symmetry."""
    prior = (SYMMETRIC | SKEWED)[name]
    inner, outer = hotelling_bounds(prior, 120)
    found = hotelling(prior, mean_value=0).objective
    assert found.width <= 1e-10
    assert inner - 1e-9 <= found.low <= found.high <= outer + 1e-9
    assert outer - inner < 0.02


def test_inner_programs_come_near() -> None:
    """From below, and nearer on a finer grid: 0.56551 at 100 points a side, as in the reference."""
    value = (1 + exp(-2)) / 2
    gaps = [value - 0.5 - hotelling_bounds(COIN, cells)[0] for cells in (50, 100, 200)]
    assert 0 < gaps[2] < gaps[1] < gaps[0]
    assert gaps[2] == pytest.approx(value - 0.56551, abs=2e-5)


@pytest.mark.parametrize("weight", [F(1, 4), F(1, 2), F(3, 2), 3])
def test_weights_on_profits(weight: Any) -> None:
    """For the coin the maximum over b of (1 + b (1 - log b)) / 2 - w b is at b = exp(-2 w)."""
    best = hotelling(COIN, weight=weight)
    b = exp(-2 * float(weight))
    closed = (1 + b * (1 - log(b))) / 2 - float(weight) * b
    assert best.objective.middle == pytest.approx(closed, abs=1e-12)
    inner, outer = hotelling_bounds(COIN, 100, weight=float(weight))
    assert inner - 1e-9 <= best.objective.middle - 0.5 <= outer + 1e-9


def test_surpluses_are_not_opposed() -> None:
    """Along falling weights both rise together up to the best outcome for consumers; no information is (0, 1/2)."""
    for law in (COIN, law_of(UNIT, -1, 1)):
        path = frontier(law, (5, 3, 2, F(3, 2), 1))
        producers = [x.producer_surplus.middle for x in path]
        consumers = [x.consumer_surplus.middle for x in path]
        assert 0 < producers[0] < producers[1] < producers[2] < producers[3] < producers[4]
        assert 0.5 < consumers[0] < consumers[1] < consumers[2] < consumers[3] < consumers[4]


@pytest.mark.parametrize("law", [*SYMMETRIC.values()][:3])
def test_finite_closed_form_is_the_upper_bound(law: dict[Fraction, Fraction]) -> None:
    value = float(sympy.N(finite(law), 30))
    best = hotelling(law)
    assert best.objective.high <= value + 1e-10
    if best.one_cut:
        assert best.objective.middle == pytest.approx(value, abs=1e-13)


def test_three_scales_need_two_cuts() -> None:
    best = hotelling(SCALES)
    assert not best.one_cut
    assert best.objective.high < float(sympy.N(finite(SCALES), 30)) - 1e-4
    assert len(best.proof.right) >= 2


SMOOTH = {
    "triangular": Triangular(F(-1), F(1), F(0)),
    "normal": TruncatedNormal(F(-1), F(1), F(0), F(1, 3)),
    "beta": law_of(Beta(2.5, 2.5), -1, 1),
    "arcsine": law_of(Beta(0.5, 0.5), -1, 1),
    "skewed beta": law_of(Beta(2.0, 3.0), -1, 1),
    "exponential": law_of(TruncatedExponential(3.0, 1.0), -1, 1),
}


@pytest.mark.parametrize("name", SMOOTH)
def test_smooth_residuals_lie_between_finite_ones(name: str) -> None:
    """Cells collapsed to their means are a contraction, spread to their ends a spread: optima are ordered so."""
    law = SMOOTH[name]
    means, ends = _discrete(law, 40)
    low, best, high = (hotelling(x, mean_value=0, tolerance=1e-9) for x in (means, law, ends))
    shift = _half_mean(law)
    assert low.objective.low + _half_mean(means) <= best.objective.high + shift + 1e-12
    assert best.objective.low + shift <= high.objective.high + _half_mean(ends) + 1e-12
    assert high.objective.middle - low.objective.middle < 0.01
    assert best.objective.width < 2e-9


def _half_mean(law: Any) -> float:
    return float(law.mean().mid()) / 2


@precise
def _discrete(law: Any, cells: int) -> tuple[FiniteLaw, FiniteLaw]:
    """Two finite laws around a law without atoms, with masses and means rounded to multiples of 2**-60."""
    x = [law.low + (law.high - law.low) * F(k, cells) for k in range(cells + 1)]
    tails = [F(round(float(law.above(point).mid()) * 2**52), 2**52) for point in x]
    calls = [F(round(float(law.call(point).mid()) * 2**52), 2**52) for point in x]
    inside: dict[Fraction, Fraction] = {}
    spread: dict[Fraction, Fraction] = {}
    for k in range(cells):
        mass = tails[k] - tails[k + 1]
        if mass <= 0:
            continue
        beyond = calls[k] - calls[k + 1] - tails[k + 1] * (x[k + 1] - x[k])  # mass times (mean of the cell - x_k)
        inside[x[k] + beyond / mass] = mass
        share = min(max(beyond / (x[k + 1] - x[k]), F(0)), mass)
        for point, part in ((x[k + 1], share), (x[k], mass - share)):
            spread[point] = spread.get(point, F(0)) + part
    return FiniteLaw.of(inside), FiniteLaw.of({point: mass for point, mass in spread.items() if mass})


@given(st.floats(0.05, 0.95), st.floats(0.01, 0.9), st.floats(0.01, 0.9), st.floats(0.05, 0.95), st.floats(0.1, 1.0))
def test_no_proposal_beats_a_proof(share: float, right: float, left: float, weight: float, x: float) -> None:
    """Weak duality, for arbitrary proposals and arbitrary multipliers."""
    _weak_duality(share, right, left, weight, x)


@precise
def _weak_duality(share: float, right: float, left: float, weight: float, x: float) -> None:
    program = Program.of(law_of(SKEWED["four"]))
    proposal = Proposal(F(share), (F(right), F(left)))
    cut, other = Cut(F(x), F(x * right)), Cut(F(1 - x / 2), F((1 - x / 2) * left))
    proof = Proof(((cut, F(weight)),), ((other, 1 - F(weight)),))
    assert attained(program, proposal)[1].low <= proven(program, proof)


def test_the_attained_surplus_is_that_of_the_distribution() -> None:
    """R is where E max(r - x, 0) of the two-sided Pareto distribution touches that of the residual: a dense scan."""
    best = hotelling(SKEWED["four"], mean_value=0)
    law = FiniteLaw.of(SKEWED["four"])
    b, top = float(best.prices[0]), best.tops[0].middle
    profit = float(best.share) * b
    slacks = []
    for k in range(1, 2000):
        x = k / 2000
        pareto = (
            profit * log(top / x)
            if b <= x <= top
            else 0.0
            if x > top
            else profit * log(top / b) + float(best.share) * (b - x)
        )
        slacks.append(float(law.exact_call(F(x))) - pareto)
    assert min(slacks) >= -1e-9
    surplus = profit * (1 + log(top / b))
    expected = best.total_surplus.middle + float(law.average) / 2
    assert surplus == pytest.approx(expected, abs=1e-9)


def test_one_good_for_all_where_the_other_is_worse() -> None:
    """Residuals of -1/2 and 1: consumers do best to hear nothing that could lead them to producer 2."""
    best = hotelling(SKEWED["short left"])
    assert best.share == 1
    p = best.producer_surplus.middle
    assert p * (1 + log(1 / p)) == pytest.approx(0.5, abs=1e-9)


def test_no_residual_no_profit() -> None:
    best = hotelling({0: 1})
    assert best.producer_surplus.high == 0
    assert best.consumer_surplus.holds(0.5)


def test_monopoly_of_example_3() -> None:
    """2 a / (1 + a) with a = W(3/e), price 1 + a; the printed values of the reference."""
    best = monopoly({0: "1/2", 4: "1/2"}, 1)
    a = float(sympy.N(sympy.LambertW(3 / sympy.E), 20))
    assert best.objective.holds(2 * a / (1 + a))
    assert best.objective.width < 1e-10
    assert float(best.price) == pytest.approx(1 + a, abs=1e-4)
    assert best.total_surplus.high < 1.5 == best.efficient_surplus.low
    inner, outer = monopoly_bounds({F(-1): F(1, 2), F(3): F(1, 2)}, 160)
    assert inner < best.objective.low < best.objective.high < outer < inner + 0.05


def test_monopoly_with_gains_from_trade_is_that_of_roesler_and_szentes() -> None:
    from selten.equilibria.discrimination.unknown_values.one_producer import roesler_szentes

    for values in ({1: "1/2", 4: "1/2"}, Uniform(F(1), F(3))):
        moved = {F(0): F(1, 2), F(3): F(1, 2)} if isinstance(values, dict) else Uniform(F(0), F(2))
        best, peer = monopoly(values, 1), roesler_szentes(moved)
        assert best.objective.low <= peer.consumer_surplus.high
        assert peer.consumer_surplus.low <= best.objective.high
        assert best.served == 1


def _merge(best: Hotelling) -> tuple[float, float]:
    return best.consumer_surplus.middle, best.producer_surplus.middle


def test_labels_of_producers_do_not_matter() -> None:
    prior = SKEWED["four"]
    mirrored = {-value: mass for value, mass in prior.items()}
    assert _merge(hotelling(prior)) == pytest.approx(_merge(hotelling(mirrored)), abs=1e-7)


def test_residuals_from_values() -> None:
    assert law_of_residuals(UNIT).symmetric
    with pytest.raises(InputError, match="begins at 0"):
        law_of_residuals({1: 1})


@pytest.mark.parametrize(
    ("call", "message"),
    [
        (lambda: hotelling(COIN, weight=-1), "weight: got -1"),
        (lambda: hotelling(COIN, mean_value="x"), "mean_value: got 'x'"),
        (lambda: hotelling({0: "1/2"}), "sum 1/2"),
        (lambda: monopoly({0: 1}, 1), "below the greatest value"),
        (lambda: monopoly({2: 1}, -1), "cost: got -1"),
        (lambda: finite(SKEWED["four"]), "symmetric"),
    ],
)
def test_wrong_input(call: Any, message: str) -> None:
    with pytest.raises(InputError, match=message):
        call()
