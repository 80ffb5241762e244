"""The offering game of whole markets: equilibria, selection and surplus against the reference and closed forms."""

import math
from fractions import Fraction
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from market_cases import CASES
from market_checks import Crowd, crowd

from selten.equilibria.bundling.offering import MarketSolution, mirrored, solve_market
from selten.games.bundling import OFFERINGS
from selten.games.enclosed import Enclosed
from selten.games.specs.market_spec import parse_market

UNIT = {"uniform": [0, 1]}
SPECS: dict[str, dict[str, Any]] = {
    "uniform": {"independent": UNIT},
    "comonotone": {"comonotone": UNIT},
    "countermonotone": {"countermonotone": UNIT},
    "uneven": {"independent": [UNIT, {"uniform": [0, 2]}]},
    "reversed": {"independent": [{"uniform": [0, 2]}, UNIT]},
    "copula": {"gaussian_copula": {"marginal": UNIT, "correlation": 0.5}},
}
AT = {offering: i for i, offering in enumerate(OFFERINGS)}


@cache
def solved(name: str, delta: str) -> MarketSolution:
    return solve_market(parse_market({"valuations": SPECS[name], "complementarity": delta}, "spec", Path()))


def _pure(solution: MarketSolution) -> set[tuple[str, str]]:
    assert solution.pure is not None
    return {(OFFERINGS[i], OFFERINGS[j]) for i, j in solution.pure}


DIFFERENTIATED = {("001", "100"), ("001", "010"), ("101", "010"), ("011", "100")}
THEOREM_1 = (
    {("000", "111"), ("110", "111"), ("111", "000"), ("111", "110"), ("111", "111")}
    | DIFFERENTIATED
    | {(b, a) for a, b in DIFFERENTIATED}
)


@pytest.mark.parametrize(
    ("name", "delta", "counts", "beyond"),
    [
        # section E of the reference; counts of extreme equilibria also by lrsnash on the same payoffs
        ("uniform", "0", (14, 89, 8), {("110", "110")}),
        ("uniform", "3/100", (13, 96, 8), set()),
        ("uniform", "1/10", (13, 46, 8), set()),
        ("uniform", "1/4", (13, 46, 8), set()),
        ("comonotone", "0", (16, 49, 8), {("110", "110"), ("110", "000"), ("000", "110")}),
        ("comonotone", "1/4", (13, 46, 8), set()),
        ("countermonotone", "0", (14, 39, 8), {("110", "110")}),
    ],
)
def test_theorem_1_and_counts(name: str, delta: str, counts: tuple[int, int, int], beyond: set[Any]) -> None:
    found = solved(name, delta)
    assert found.undecided == ()
    assert _pure(found) == THEOREM_1 | beyond
    assert found.solution is not None
    assert (len(found.pure or ()), len(found.solution.equilibria), len(found.solution.components)) == counts


def test_a_saturated_market_has_every_profile_with_a_bundler() -> None:
    """Uniform, Delta = 1: nobody earns anything against a bundle but Delta: 64 - 4 * 4 = 48 profiles."""
    found = solved("uniform", "1")
    assert _pure(found) == {(a, b) for a in OFFERINGS for b in OFFERINGS if "1" in (a[2], b[2])}


@pytest.mark.parametrize(("name", "delta"), [("uniform", "0"), ("uniform", "1"), ("comonotone", "0"), ("uneven", "0")])
def test_pure_equilibria_by_all_deviations(name: str, delta: str) -> None:
    """Numbers instead of enclosed symbols: a deviation gains more than 1e-9 exactly elsewhere."""
    found = solved(name, delta)
    value = {n: 2 * found.profits["1"].value if p.same_as == "2*1" else p.value for n, p in found.profits.items()}
    value["delta"] = found.market.delta
    paid = np.array([[[sum(value[n] for n in cell[f]) for cell in row] for row in found.names] for f in (0, 1)])
    stable = (paid[0] >= paid[0].max(axis=0, keepdims=True) - 1e-9) & (
        paid[1] >= paid[1].max(axis=1, keepdims=True) - 1e-9
    )
    assert set(found.pure or ()) == {(int(i), int(j)) for i, j in np.argwhere(stable)}


def test_the_enclosed_payoffs_hold_the_profits() -> None:
    found = solved("uneven", "0")
    for i in range(8):
        for j in range(8):
            for firm in (0, 1):
                low, high = found.bounds(found.names[i][j][firm])
                payoff = found.game.payoffs[firm, i, j]
                ends = (payoff.low, payoff.high) if isinstance(payoff, Enclosed) else (float(payoff), float(payoff))
                assert ends == pytest.approx((low, high), abs=1e-14)


def test_exchanged_components_give_the_mirrored_market() -> None:
    """U[0, 1] x U[0, 2] against U[0, 2] x U[0, 1]: nothing assumes symmetry."""
    one, other = solved("uneven", "0"), solved("reversed", "0")
    assert set(one.profits) == set(other.profits)
    for name, profit in one.profits.items():
        assert other.profits[mirrored(name)].value == pytest.approx(profit.value, abs=1e-11), name
    swap = {a: a[1] + a[0] + a[2] for a in OFFERINGS}
    assert _pure(other) == {(swap[a], swap[b]) for a, b in _pure(one)}
    assert one.profits["b|1"].value != pytest.approx(one.profits["b|2"].value, abs=0.01)


def test_names_are_mirrored() -> None:
    assert [mirrored(x) for x in ("1", "12b", "1b|2", "2|1b", "1+delta")] == ["2", "12b", "2b|1", "1|2b", "2+delta"]


def test_no_pure_price_equilibrium_gives_a_bracket() -> None:
    """Gaussian copula 1/2: tests/market_cases.py has a mixed equilibrium that pays 0.34772067 and 0.05272222."""
    found = solved("copula", "0")
    for name, paid in (("2b|1", 0.34772067), ("1|2b", 0.05272222)):
        profit = found.profits[name]
        assert (profit.pure, profit.kind) == (False, "grid")
        assert profit.low <= paid <= profit.high
        assert profit.high - profit.low < 0.05
    for name, expected in next(c for c in CASES if c.name == "gauss+0.5-uniform-0-1@0").payoffs.items():
        if expected is not None:
            assert found.profits[name].value == pytest.approx(expected, abs=1e-10), name
    assert isinstance(found.consumer[AT["011"]][AT["100"]], tuple)


def test_a_negative_complementarity_leaves_brackets_and_says_so() -> None:
    found = solved("uniform", "-1/10")
    value = {"1": 0.25, "b": 0.479062818811, "1b": 0.488544023511, "12b": 0.501446888932, "b|1": 0.317367191081}
    for name, expected in value.items():
        assert found.profits[name].value == pytest.approx(expected, abs=1e-10)
    assert not found.profits["2b|1"].pure
    assert any("~" in name for name in found.profits)
    assert found.undecided or found.pure is not None


@pytest.mark.parametrize("delta", ["0", "1/4"])
def test_consumer_surplus_of_uniform_cells_in_closed_form(delta: str) -> None:
    found, x = solved("uniform", delta), float(Fraction(delta))
    surplus = {(a, b): found.consumer[AT[a]][AT[b]] for a in OFFERINGS for b in OFFERINGS}
    # a monopoly on one component: E (v - 1/2)^+ = 1/8; on both: twice that
    assert surplus["100", "000"] == pytest.approx(1 / 8, abs=1e-12)
    assert surplus["110", "000"] == pytest.approx(1 / 4, abs=1e-12)
    assert surplus["000", "000"] == 0
    # price wars: component 1 free; both free; the bundle free
    assert surplus["100", "100"] == pytest.approx(1 / 2, abs=1e-12)
    assert surplus["110", "110"] == pytest.approx(1, abs=1e-12)
    for pair in (("001", "001"), ("111", "111"), ("101", "001")):
        assert surplus[pair] == pytest.approx(1 + x, abs=1e-12)
    # a bundle against both components: p_1 = p_2 = 0, p_b = Delta
    assert surplus["001", "110"] == pytest.approx(1, abs=1e-12)
    # a monopoly on the bundle at q = (-Delta + sqrt(Delta^2 + 6)) / 3: E (s - q)^+ with s triangular, 1 - q + q^3 / 6
    q = (-x + math.sqrt(x * x + 6)) / 3
    assert surplus["001", "000"] == pytest.approx(1 - q + q**3 / 6, abs=1e-12)


@pytest.mark.parametrize(("name", "delta"), [("uniform", "0"), ("uneven", "0"), ("comonotone", "1/4")])
def test_consumer_surplus_by_the_choice_of_each_consumer(name: str, delta: str) -> None:
    """At the prices of monopolies and of the differentiated duopolies, on grids of ranks: within 1e-4."""
    found = solved(name, delta)
    if name == "comonotone":
        ranks = (np.arange(200_000) + 0.5) / 200_000
        people = Crowd(ranks, ranks)
    else:
        joint: Any = found.market.valuations
        people = crowd(joint.first.quantile, joint.second.quantile, n=1000)
    for first, second, profit in (
        ("001", "000", "b"), ("111", "000", "12b"), ("001", "100", "b|1"), ("011", "100", "2b|1"), ("001", "010", "b|2")
    ):  # fmt: skip
        prices = [found.profits[profit].prices[key] for key in ("p1", "p2", "pb")]
        p1, p2, pb = (math.inf if p is None else p for p in prices)
        expected = people.surplus(p1, p2, pb, found.market.delta)
        assert found.consumer[AT[first]][AT[second]] == pytest.approx(expected, abs=1e-4), (first, second)


def test_surplus_by_monte_carlo() -> None:
    """Table 2, bundle against component 1: 4e5 draws (seed 1), within four standard errors."""
    found = solved("uniform", "0")
    draw = np.random.default_rng(1)
    v = draw.random((2, 400_000))
    prices = found.profits["b|1"].prices
    p, pb = prices["p1"], prices["pb"]
    assert p is not None
    assert pb is not None
    each = np.maximum(np.maximum(v[0] - p, 0.0), v.sum(axis=0) - pb)
    mean, error = float(each.mean()), float(each.std()) / math.sqrt(each.size)
    assert found.consumer[AT["001"]][AT["100"]] == pytest.approx(mean, abs=4 * error)


@pytest.mark.parametrize(("name", "delta"), [("uniform", "0"), ("comonotone", "1/4"), ("uneven", "0")])
def test_total_surplus_is_what_everybody_gets(name: str, delta: str) -> None:
    found = solved(name, delta)
    for i in range(8):
        for j in range(8):
            consumer, total = found.consumer[i][j], found.total(i, j)
            assert isinstance(consumer, float)
            assert isinstance(total, float)
            paid = sum(sum(found.bounds(side)) / 2 for side in found.names[i][j])
            assert total == pytest.approx(consumer + paid, abs=1e-9)
            assert found.consumer[j][i] == pytest.approx(consumer, abs=1e-12)
    # a free bundle serves everybody: nothing is lost
    best = found.total(AT["001"], AT["001"])
    assert all(found.total(i, j) <= best + 1e-9 for i in range(8) for j in range(8))  # type: ignore[operator]
