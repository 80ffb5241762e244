"""Best responses in the square against the definition at lattice points; best prices against the table of the paper."""

from fractions import Fraction
from itertools import product

import numpy as np
import pytest
from figure_reading import parts, points
from hypothesis import given, settings
from hypothesis import strategies as st

from selten.equilibria.solve import solve
from selten.games.bundling import BundlingMarket
from selten.games.consumers.atoms import Atoms
from selten.games.consumers.joint import Joint
from selten.games.consumers.marginals import Uniform
from selten.games.errors import InputError
from selten.games.library import battle_of_the_sexes, prisoners_dilemma, table_2
from selten.games.normal_form import NormalForm
from selten.games.prices.grids import duopoly_game
from selten.games.profile import Profile, regrets
from selten.report.figures import describe_price_replies, describe_replies, draw_price_replies, draw_replies
from selten.report.figures.price_replies import price_replies
from selten.report.figures.replies import reply_boxes

LATTICE = [Fraction(k, 12) for k in range(13)]
cells = st.lists(st.integers(-2, 2), min_size=8, max_size=8)


@given(cells)
@settings(max_examples=25)
def test_boxes_are_the_best_responses_by_definition(entries: list[int]) -> None:
    """At each lattice point the regret of the player is zero exactly where one of its boxes is."""
    game = NormalForm.of(np.array(entries).reshape(2, 2, 2))
    for player in (0, 1):
        boxes = reply_boxes(game, player)
        for p, q in product(LATTICE[::3], LATTICE):
            first, second = (p, q) if player == 0 else (q, p)
            profile = Profile.of([[first, 1 - first], [second, 1 - second]])
            inside = any(
                box.first[0] <= first <= box.first[1] and box.second[0] <= second <= box.second[1] for box in boxes
            )
            assert inside == (regrets(game, profile)[player] == 0)


@given(cells)
@settings(max_examples=15)
def test_dots_are_the_extreme_equilibria(entries: list[int]) -> None:
    solution = solve(NormalForm.of(np.array(entries).reshape(2, 2, 2)))
    dots = {points(dot)[0] for dot in parts(draw_replies(solution), "equilibrium")}
    exact = {tuple(float(own[0]) for own in e.profile.strategies) for e in solution.equilibria}
    assert dots == exact


def test_ties_are_whole_edges() -> None:
    """Battle of the sexes: player 1 is indifferent at q = 2/5, across the whole square."""
    lines = [points(line) for line in parts(draw_replies(battle_of_the_sexes()), "replies-0")]
    assert [(0.0, 0.4), (1.0, 0.4)] in lines
    assert "anything if player 2 plays ballet with 2/5" in describe_replies(battle_of_the_sexes())


def test_wrong_games() -> None:
    with pytest.raises(InputError, match=r"draw_replies: got a game with \[8, 8\] strategies; allowed: \[2, 2\]"):
        draw_replies(table_2())
    with pytest.raises(InputError, match="describe_replies: got a int"):
        describe_replies(3)  # type: ignore[arg-type]
    assert draw_replies(prisoners_dilemma()).get_lines()


@pytest.fixture(scope="module")
def uniform() -> BundlingMarket:
    unit = Uniform(Fraction(0), Fraction(1))
    return BundlingMarket(Joint(unit, unit), Fraction(0))


def test_the_crossing_is_where_both_curves_are(uniform: BundlingMarket) -> None:
    """Component at 0.2449, bundle at 0.6075: profits 0.067 and 0.369 of Table 2, by the formulas of uniform demand."""
    axes = draw_price_replies(uniform)
    (ring,) = parts(axes, "equilibrium")
    p, t = points(ring)[0]
    bundle, component = (np.array(points(parts(axes, f"replies-{k}")[0])) for k in (0, 1))
    assert np.interp(p, *bundle.T) == pytest.approx(t, abs=2e-3)
    assert np.interp(t, *component.T[::-1]) == pytest.approx(p, abs=2e-3)
    d = t - p  # component 1 sells to v1 >= p, v2 < d; the bundle to v1 + v2 >= t less v2 < d
    assert p * (1 - p) * d == pytest.approx(0.067, abs=5e-4)
    assert t * (1 - t * t / 2 - _loss(t, d)) == pytest.approx(0.369, abs=5e-4)
    assert "they cross at component at 0.2449" in describe_price_replies(uniform)


def _loss(t: float, d: float) -> float:
    """P(v1 + v2 >= t, v2 < d) for two uniform valuations, t < 1."""
    return d * (1 - t) + d * d / 2


def test_atoms_are_compared_on_a_grid() -> None:
    """Every point drawn is a best price in the price game, tried by hand in Fractions, and none is missing."""
    market = BundlingMarket(Atoms.of([(1, 1), ("1/2", 1)], ["1/2", "1/2"]), Fraction(0))
    found = price_replies(market)
    assert found.grid
    step = Fraction(found.bundle[0][found.bundle[0] > 0].min()).limit_denominator(1000)
    game = duopoly_game(market, "001", "100", step=step)
    pays = game.exact_block(0, np.arange(game.counts[0]), np.arange(game.counts[1]))
    wanted = {
        (float(game.price_vector(1, j)["1"]), float(game.price_vector(0, i)["b"]))
        for j in range(game.counts[1])
        for i in range(game.counts[0])
        if all(int(pays[i, j]) >= int(pays[k, j]) for k in range(game.counts[0]))
    }
    assert set(zip(*(own.tolist() for own in found.bundle), strict=True)) == wanted


def test_wrong_markets() -> None:
    with pytest.raises(InputError, match="draw_price_replies: got a str; allowed: a BundlingMarket"):
        draw_price_replies("market")  # type: ignore[arg-type]
    with pytest.raises(InputError, match="component: got 3; allowed: 1 or 2"):
        price_replies(BundlingMarket(Atoms.of([(1, 1)], [1]), Fraction(0)), 3)
