"""Brackets of welfare against other programs' numbers, closed forms, and attempts to cheat the checks."""

from copy import deepcopy
from dataclasses import replace
from fractions import Fraction as F
from itertools import pairwise
from typing import Any

import numpy as np
import pytest
from welfare_cases import EXAMPLE_1, MONOPOLY, random_prior

from selten.equilibria.discrimination.information import best_information
from selten.equilibria.discrimination.information import surpluses as path_surpluses
from selten.equilibria.discrimination.welfare import inner, outer
from selten.equilibria.discrimination.welfare.bound import Multiplier, outer_bound, single_prices
from selten.equilibria.discrimination.welfare.chance import chance_lower
from selten.equilibria.discrimination.welfare.check import Profile, _at_most, _total, check_equilibrium
from selten.equilibria.discrimination.welfare.data import EXTREMES, Welfare, support, welfare_data
from selten.equilibria.discrimination.welfare.folding import folding
from selten.equilibria.discrimination.welfare.generation import generate
from selten.equilibria.discrimination.welfare.points import landmarks, lattice
from selten.equilibria.discrimination.welfare.polygon import Point, welfare_set
from selten.equilibria.discrimination.welfare.program import propose
from selten.equilibria.discrimination.welfare.search import Bracket, Search
from selten.equilibria.discrimination.welfare.witness import certify_witness, written
from selten.games.discrimination import Prior, complete_information, least_producer_surplus
from selten.games.errors import InputError

Json = dict[str, Any]


def rungs(prior: Prior, name: str, count: int) -> Bracket:
    search = Search.of(prior)
    bracket = search.start(EXTREMES[name][0])
    for rung in range(count):
        bracket = search.improved(bracket, rung, until=float("inf"))
    return bracket


@pytest.fixture(scope="module")
def example() -> Welfare:
    return Welfare({name: rungs(EXAMPLE_1, name, 2) for name in EXTREMES})


def test_theorem_1_closes_three_extremes_of_example_1_without_a_program() -> None:
    found = welfare_data(EXAMPLE_1, 0)
    ends = {name: found.ends(name) for name in ("max_consumer", "min_producer", "max_total")}
    assert ends == {
        "max_consumer": (F(13, 8), F(13, 8)),
        "min_producer": (F(5, 4), F(5, 4)),
        "max_total": (F(23, 8), F(23, 8)),
    }


@pytest.mark.parametrize(
    ("cuts", "weights", "other"),
    [
        # the relaxation as computed by another program (dense rows, no folding), six digits
        ((1, 1), (F(1), F(0)), 2.854167),
        ((2, 2), (F(1), F(0)), 2.784603),
        ((4, 4), (F(1), F(0)), 2.751422),
        ((2, 2), (F(0), F(-1)), -0.071691),
        ((4, 4), (F(0), F(-1)), -0.108232),
        ((1, 1), (F(-1), F(-1)), -2.208333),
        ((4, 4), (F(-1), F(-1)), -2.226692),
        ((4, 4), (F(0), F(1)), 1.625),
        ((4, 4), (F(-1), F(0)), -1.25),
    ],
)
def test_outer_program_has_the_values_of_another_implementation(
    cuts: tuple[int, int], weights: tuple[F, F], other: float
) -> None:
    folded, points = folding(EXAMPLE_1), lattice(EXAMPLE_1, *cuts)
    assert points is not None
    columns = outer.columns(folded, points)
    producer, total = outer.surpluses(folded, points, columns)
    objective = inner.directed(producer, total, weights)
    found = propose(outer.outer_program(folded, points, columns), objective, time_limit=60)
    assert found is not None
    assert found.value == pytest.approx(other, abs=2e-6)
    generated = generate(folded, points, columns, objective, time_limit=60)
    assert generated is not None
    assert generated.proposed.value == pytest.approx(found.value, abs=1e-7)
    assert generated.bound == pytest.approx(found.value, abs=2e-7)


def test_brackets_of_example_1_contain_the_estimates_of_plain_grids(example: Welfare) -> None:
    # extrapolated from uniform-tie grids down to 1/16: not bounds, but near the truth
    for name, estimate in (("max_producer", 2.7165), ("min_consumer", 0.1447), ("min_total", 2.295)):
        low, high = example.ends(name)
        assert low <= estimate <= high
        assert high - low < F(1, 4)


def test_inner_beats_the_equilibria_without_densities(example: Welfare) -> None:
    # finitely many prices and no densities stop at these values, whatever the grid
    assert example.ends("max_producer")[0] > F(267, 100) > F(39, 16)
    assert example.ends("min_consumer")[1] < F(17, 100) < F(7, 16)
    assert example.ends("min_total")[1] < F(242, 100) < F(125, 48)


def test_all_witnesses_prove_what_they_claim(example: Welfare) -> None:
    for witness in example.witnesses():
        proven = certify_witness(EXAMPLE_1, witness)
        bracket = example.brackets[witness["extreme"]]
        assert proven.side == witness["end"]
        assert proven.value == (bracket.inner if proven.side == "inner" else bracket.outer)


def test_the_set_of_a_monopoly_is_the_triangle() -> None:
    # D. Bergemann, B. Brooks, S. Morris (2015): all between the uniform profit, efficiency, and no consumer below 0
    triangle: list[Point] = [(F(4, 3), F(0)), (F(2), F(0)), (F(4, 3), F(2, 3))]
    found = welfare_set(MONOPOLY, rungs=2, time_limit=30)
    assert list(found.outer) == triangle
    for corner in triangle:
        assert min(abs(a - corner[0]) + abs(b - corner[1]) for a, b in found.inner) < F(1, 10**4)


@pytest.mark.parametrize("seed", range(6))
@pytest.mark.parametrize("producers", [2, 3])
def test_random_priors_are_bracketed(seed: int, producers: int) -> None:
    prior = random_prior(seed, producers)
    earned, consumers = complete_information(prior)
    outcomes = [(sum(earned, F(0)), consumers)]
    paid, left = path_surpluses(prior, best_information(prior))
    outcomes.append((sum(paid, F(0)), left))
    for name in ("max_producer", "min_total"):
        bracket = rungs(prior, name, 2 if producers == 2 else 1)
        assert bracket.inner <= bracket.outer
        mine, theirs = bracket.weights
        assert all(mine * a + theirs * b <= bracket.inner for a, b in outcomes)
    least = sum(least_producer_surplus(prior), F(0))
    assert welfare_data(prior, 0).ends("min_producer") == (least, least)


def test_numbers_without_a_useful_common_unit_are_bracketed_too() -> None:
    prior = Prior.of([("1/2", ["1.0001", "0.5003"], ["0.0007", 0]), ("1/2", ["0.7001", "0.9"], ["0.0007", "0.3"])])
    assert lattice(prior, 1, 1) is None
    bracket = rungs(prior, "max_producer", 1)
    assert 0 < bracket.inner <= bracket.outer <= prior.total_surplus
    assert not landmarks(prior).cells


def test_a_direction_that_is_no_extreme() -> None:
    bracket = support(EXAMPLE_1, (F(1), F(-2)), time_limit=30, enough=F(1, 5))
    assert bracket.inner <= bracket.outer <= bracket.inner + F(1, 5)


def test_no_direction_is_refused() -> None:
    with pytest.raises(InputError, match="weights"):
        support(EXAMPLE_1, (F(0), F(0)))


@pytest.mark.parametrize(("own", "rival"), [(1, 2), (5, 2), (3, 3), (2, 40)])
def test_chance_of_the_lower_price_is_the_integral(own: int, rival: int) -> None:
    # midpoint rule over the densities themselves
    t = (np.arange(200_000) + 0.5) / 200_000
    integral = float(np.mean(rival * (rival + 1) / (rival + t) ** 2 * own * (1 - t) / (own + t)))
    low, high = chance_lower(F(own), F(rival))
    assert low <= high <= low + F(1, 10**25)
    assert float(low) == pytest.approx(integral, abs=1e-9)
    assert inner.chance_lower(np.array([float(own)]), np.array([float(rival)]))[0] == pytest.approx(integral, abs=1e-9)


def duopoly(n: int, *, alone: F, meeting: F, above: F) -> tuple[Prior, list[Profile]]:
    """One good, cost 0, value 4, cells of length 1/n: one profile where both meet, one where 1 undercuts the other."""
    prior = Prior.of([(1, [4, 4], [0, 0])])
    cell = (F(n, n), F(n + 1, n))
    profiles = [Profile(0, (cell, cell), (0, 1), meeting)]
    profiles += [Profile(0, (cell, (above, above)), (0,), alone), Profile(0, ((above, above), cell), (1,), alone)]
    return prior, profiles


def test_a_rival_far_above_lets_a_mixing_producer_raise_his_price() -> None:
    # told a cell at 1 of length 1/4 (n = 4): balance A = 4 B holds, but the rival at 4 is no threat below 4
    prior, profiles = duopoly(4, alone=F(4, 9), meeting=F(1, 9), above=F(4))
    with pytest.raises(InputError, match="gain from a price between 5/4 and 4"):
        check_equilibrium(prior, profiles)


def test_an_unbalanced_cell_is_refused() -> None:
    prior, profiles = duopoly(4, alone=F(3, 9), meeting=F(1, 9), above=F(4))
    with pytest.raises(InputError, match="unbalanced"):
        check_equilibrium(prior, profiles)


def profile(*told: tuple[int, int], sellers: tuple[int, ...], mass: F = F(1)) -> Profile:
    return Profile(0, tuple((F(a), F(b)) for a, b in told), sellers, mass)


@pytest.mark.parametrize(
    ("bad", "message"),
    [
        (profile((2, 2), (0, 0), sellers=(0,)), "sellers"),
        (profile((0, 0), (2, 2), sellers=(0,)), "at cost where he could sell"),
        (profile((2, 2), (2, 2), sellers=(0,)), "sellers"),
        (profile((1, 3), (2, 4), sellers=(0,)), "overlap"),
        (profile((1, 3), (2, 2), sellers=(0,)), "inside a rival's cell"),
        (profile((3, 5), (0, 0), sellers=(1,)), "value inside a cell"),
        (profile((0, 1), (1, 2), sellers=(0,)), "above the cost"),
        (profile((0, 0), (0, 0), sellers=(0,), mass=F(2)), "more mass"),
        (profile((0, 0), (0, 0), sellers=(0,), mass=F(0)), "positive mass"),
        (profile((0, 0), sellers=(0,)), "told"),
        (profile((3, 3), (4, 4), sellers=(0,)), "gain"),
        (Profile(7, ((F(0), F(0)), (F(0), F(0))), (0,), F(1)), "state"),
    ],
)
def test_false_equilibria_are_refused(bad: Profile, message: str) -> None:
    with pytest.raises(InputError, match=message):
        check_equilibrium(Prior.of([(1, [4, 4], [0, 0])]), [bad])


def test_bertrand_at_cost_passes() -> None:
    prior = Prior.of([(1, [4, 4], [0, 0])])
    found = check_equilibrium(prior, [profile((0, 0), (0, 0), sellers=(0,))])
    assert (found.producers, found.total) == ((F(0), F(0)), (F(4), F(4)))
    assert check_equilibrium(prior, []).total == (F(4), F(4))  # where nothing is told, what is best is sold


def test_the_surplus_of_two_who_meet_is_that_of_the_integral() -> None:
    """Worth 4 and 6 at costs 0 and 1, cells that leave consumers 11/4 to 3; midpoint rule over the densities."""
    state = Prior.of([(1, [4, 6], [0, 1])]).states[0]
    low, high = _total(state, Profile(0, ((F(1), F(5, 4)), (F(3), F(13, 4))), (0, 1), F(1)))
    t, own, rival = (np.arange(200_000) + 0.5) / 200_000, 4, 8
    first = float(np.mean(rival * (rival + 1) / (rival + t) ** 2 * own * (1 - t) / (own + t)))
    assert low <= high <= low + F(1, 10**24)
    assert float(low) == pytest.approx(5 + first * (4 - 5), abs=1e-9)


def test_a_gain_from_some_price_is_seen_and_none_is_made_up() -> None:
    """Random rivals' cells and points on whole prices, against the profit at 600 prices of each interval."""
    rng, seen = np.random.default_rng(2), set()
    for _ in range(400):
        cost = int(rng.integers(0, 3))
        ends = [sorted(rng.integers(cost, 16, 2).tolist()) for _ in range(4)]
        masses = {(low, high): int(rng.integers(1, 9)) for low, high in ends}
        profit = int(rng.integers(0, 60))
        cuts = sorted({cost, *(x for pair in masses for x in pair)})
        for a, b in pairwise(cuts):

            def gain(p: F) -> F:
                weights = (
                    m * (1 if low >= p else F(high - p, high - low) if high > p else 0)
                    for (low, high), m in masses.items()  # noqa: B023
                )
                return (p - cost) * sum(weights, F(0)) - profit  # noqa: B023

            prices = [a + F(k * (b - a), 600) for k in range(1, 601)]
            right = gain(prices[0]) + (gain(prices[0]) - gain(prices[1]))  # at a from the right, to first order
            most = max(map(gain, prices))
            found = _at_most(profit, cost, a, b, masses)
            if most > 0:
                assert not found
            elif max(most, right) < -F(1, 100):
                assert found
            seen.add((found, most > 0))
    assert {(True, False), (False, True)} <= seen


def test_cells_of_another_length_that_lie_within_are_refused() -> None:
    prior = Prior.of([(1, [4, 4], [0, 0])])
    for told in (((1, 3), (2, 3)), ((2, 3), (1, 3))):
        with pytest.raises(InputError, match="overlap in part"):
            check_equilibrium(prior, [profile(*told, sellers=(0,))])


def shifted(witness: Json, row: int, place: int, by: F) -> Json:
    changed = deepcopy(witness)
    kind = "profiles" if witness["kind"] == "profiles" else "rows"
    changed[kind][row][place] = str(F(changed[kind][row][place]) + by)
    return changed


def test_tampered_witnesses_fail(example: Welfare) -> None:
    bracket = example.brackets["max_producer"]
    attained = written(bracket.weights, bracket.inner, bracket.structure)
    bounded = written(bracket.weights, bracket.outer, bracket.dual)
    for forged in (
        {**attained, "value": str(bracket.inner + F(1, 10**9))},
        {**bounded, "value": str(bracket.outer - F(1, 10**9))},
        shifted(attained, 0, 3, F(1, 10**6)),
        {**attained, "profiles": attained["profiles"][1:]},
        shifted(bounded, 0, 4, F(-1)),
        {**attained, "kind": "guess"},
        {**attained, "weights": ["1"]},
        {**attained, "profiles": [[1, 2]]},
        {**bounded, "axes": bounded["axes"][:1]},
    ):
        with pytest.raises(InputError):
            certify_witness(EXAMPLE_1, forged)


def test_an_inner_witness_of_another_prior_fails(example: Welfare) -> None:
    bracket = example.brackets["max_producer"]
    other = Prior.of([(state.mass, state.values, [c / 2 for c in state.costs]) for state in EXAMPLE_1.states])
    with pytest.raises(InputError):
        certify_witness(other, written(bracket.weights, bracket.inner, bracket.structure))


def test_bounds_hold_for_any_multipliers_and_bad_ones_are_refused() -> None:
    # too much weight is a weaker bound, never a false one: profits at least 5/4 is Proposition 1
    axes = [[F(0), F(1)], [F(0), F(1)]]
    bounds = [outer_bound(EXAMPLE_1, (F(-1), F(0)), axes, single_prices(EXAMPLE_1, F(k, 2))) for k in range(6)]
    assert min(bounds) == bounds[2] == F(-5, 4)
    good = Multiplier(0, F(0), F(0), F(1), F(1))
    for bad in (replace(good, amount=F(-1)), replace(good, deviation=F(0)), replace(good, foot=F(1, 2))):
        with pytest.raises(InputError, match="multipliers"):
            outer_bound(EXAMPLE_1, (F(1), F(0)), axes, [bad])
    with pytest.raises(InputError, match="axes"):
        outer_bound(EXAMPLE_1, (F(1), F(0)), [[F(0)], [F(0), F(1)]], [])


def test_densities_have_the_constant_profit_that_the_proof_uses() -> None:
    # n = 3, rival's n = 5, cost 0, cell (3, 4): profit at p against A alone and B met, A = n B, by direct integration
    n, alone, met = 3, 3.0, 1.0
    prices = np.linspace(3.001, 3.999, 50)
    survive = n * (1 - (prices - 3)) / (n + prices - 3)
    assert prices * (alone + met * survive) == pytest.approx(np.full(50, 4 * alone))
    # the survival is that of the density n (n+1) / (n+t)^2
    t = np.linspace(0, 1, 2_000_001)
    total = float(np.trapezoid(n * (n + 1) / (n + t) ** 2, t))
    assert total == pytest.approx(1, abs=1e-9)
    assert n * (n + 1) * (1 / (n + 0.5) - 1 / (n + 1)) == pytest.approx(n * 0.5 / (n + 0.5))
