"""Maxima known in closed form, and attacks on the bounds with random piecewise functions."""

import numpy as np
import numpy.typing as npt
import pytest
from hypothesis import given
from hypothesis import strategies as st

from selten.equilibria.bundling.maximum import Maximum, fitted_bound, maximise, profit_bound

Floats = npt.NDArray[np.float64]


def test_interior_maximum() -> None:
    best = maximise(lambda p: p * (1 - p * p / 2), 0.0, 1.4)
    assert best.x == pytest.approx(np.sqrt(2 / 3), abs=1e-11)
    assert best.value == pytest.approx(2 * np.sqrt(6) / 9, abs=1e-15)
    assert best.window[0] < best.x < best.window[1]
    assert abs(best.x - np.sqrt(2 / 3)) <= 4 * best.spread < 1e-10  # an estimate: four times it is what callers use
    assert (
        best.residual < 4e-14
    )  # rounding level: it counts what the fit misses at the ends of the window, at most 3e-14


@pytest.mark.parametrize(("sign", "corner"), [(1, 2.0), (-1, 0.5)])
def test_maximum_at_a_corner(sign: int, corner: float) -> None:
    best = maximise(lambda p: sign * p**3, 0.5, 2.0)
    assert (best.x, best.value) == (corner, sign * corner**3)


@pytest.mark.parametrize("kink", [0.3, 1 / 3, 0.654321, np.pi / 4])
@pytest.mark.parametrize("told", [True, False])
def test_maximum_at_a_kink(kink: float, told: bool) -> None:
    """min(p, 2 kink - p) + p / 2 has slopes 3/2 and -1/2 around the kink; without being told it is closed in on."""
    best = maximise(lambda p: np.minimum(p, 2 * kink - p) + p / 2, 0.0, 1.0, kinks=[kink] if told else [])
    assert best.x == pytest.approx(kink, abs=0.0 if told else 1e-11)
    assert best.value == pytest.approx(1.5 * kink, abs=1e-15 if told else 1e-11)


def test_maximum_at_a_jump_that_is_attained_from_the_left() -> None:
    """Everybody has the sum 1: t * 1[t <= 1] is largest at the jump itself."""
    best = maximise(lambda t: t * (t <= 1), 0.0, 2.0, kinks=[1.0])
    assert (best.x, best.value) == (1.0, 1.0)


@pytest.mark.parametrize("gap", [1e-6, 1e-9, -1e-6, -1e-9])
def test_the_higher_of_two_nearly_equal_peaks(gap: float) -> None:
    """Two bumps of height 1 and 1 + gap, seven widths apart: each alone decides its neighbourhood to 1e-20."""

    def f(x: Floats) -> Floats:
        bumps = [h * np.exp(-(((x - c) / 0.05) ** 2)) for h, c in ((1.0, 0.31), (1 + gap, 0.77))]
        return np.asarray(bumps[0] + bumps[1])

    best = maximise(f, 0.0, 1.0)
    assert best.x == pytest.approx(0.77 if gap > 0 else 0.31, abs=1e-8)
    assert best.value == pytest.approx(max(1.0, 1 + gap), abs=1e-14)


@pytest.mark.parametrize("share", [1e-2, 1e-4, 1e-6])
def test_a_maximum_near_the_lower_end(share: float) -> None:
    """Nearly saturated markets have their maximum at a tiny price: p (share - p) for p < share, 0 beyond."""
    best = maximise(lambda p: p * np.maximum(share - p, 0.0), 0.0, 1.0)
    assert best.x == pytest.approx(share / 2, rel=1e-4)
    assert best.value == pytest.approx(share**2 / 4, rel=1e-8)


def test_a_constant_and_a_point() -> None:
    assert maximise(lambda p: np.full_like(p, 0.25), 0.0, 1.0).value == 0.25
    assert maximise(lambda p: p, 0.7, 0.7).x == 0.7


@given(data=st.data())
def test_profit_bound_is_never_below_the_supremum(data: st.DataObject) -> None:
    """Demand: random steps and ramps that fall; the supremum by all breakpoints from both sides and a fine grid."""
    cuts = sorted(data.draw(st.lists(st.floats(0.01, 0.99), min_size=1, max_size=5, unique=True)))
    drops = data.draw(st.lists(st.floats(0, 0.3), min_size=len(cuts), max_size=len(cuts)))
    slope = data.draw(st.floats(0, 0.5))
    shift = data.draw(st.sampled_from([0.0, 0.3]))

    def demand(p: Floats) -> Floats:
        steps = sum(h * (np.asarray(p) > c) for h, c in zip(drops, cuts, strict=True))
        return np.asarray(np.maximum(1.5 - steps - slope * np.asarray(p), 0.0))

    def profit(p: Floats) -> Floats:
        return np.asarray((p + shift) * demand(p))

    ends = np.array([0.0, 1.0, *cuts])
    grid = np.concatenate([np.linspace(0, 1, 4001), ends, np.nextafter(ends[2:], 0), np.nextafter(ends[2:], 1)])
    levels = 1.5 - np.concatenate([[0.0], np.cumsum(drops)])  # between cuts profit is (p + shift) (level - slope p)
    vertices = (levels / slope - shift) / 2 if slope > 1e-9 else levels[:0]  # flatter, they lie far beyond 1
    grid = np.concatenate([grid, vertices[(vertices > 0) & (vertices < 1)]])
    supremum = float(profit(grid).max())
    told = data.draw(st.booleans())
    best = maximise(profit, 0.0, 1.0, kinks=cuts if told else ())
    assert best.value <= supremum + 2e-8
    bound = profit_bound(lambda p: p + shift, demand, 0.0, 1.0, best=best, slack=1e-6)
    assert bound >= supremum - 1e-15
    if told:
        assert best.value == pytest.approx(supremum, abs=1e-12)
        assert bound <= best.value + 1e-6


def test_profit_bound_does_not_trust_a_wrong_maximum() -> None:
    """Told of a point far below the supremum 1/4, it still returns at least 1/4 (and gives up within its cells)."""
    wrong = Maximum(0.1, 0.09, 0.0)
    assert profit_bound(lambda p: p, lambda p: 1 - p, 0.0, 1.0, best=wrong, slack=1e-9, cells=2000) >= 0.25


def test_profit_bound_around_a_smooth_maximum_is_tight() -> None:
    best = maximise(lambda p: p * (1 - p), 0.0, 1.0)
    bound = profit_bound(lambda p: p, lambda p: 1 - p, 0.0, 1.0, best=best, slack=1e-13)
    assert 0.25 <= bound <= 0.25 + 2e-13


@given(data=st.data())
def test_fitted_bound_is_never_below_the_supremum(data: st.DataObject) -> None:
    """Random piecewise quadratics with kinks and a wave; the maximum of a grid of 20001 points is below it."""
    cuts = data.draw(st.lists(st.floats(0.02, 0.98), min_size=0, max_size=3, unique=True))
    slopes = data.draw(st.lists(st.floats(-3, 3), min_size=len(cuts), max_size=len(cuts)))
    wave = data.draw(st.sampled_from([0.0, 3.0, 17.0]))
    bend = data.draw(st.floats(-2, 2))

    def f(x: Floats) -> Floats:
        kinks = sum(s * np.maximum(np.asarray(x) - c, 0.0) for s, c in zip(slopes, cuts, strict=True))
        return np.asarray(bend * np.asarray(x) ** 2 + 0.2 * np.sin(wave * np.asarray(x)) + kinks)

    bound = fitted_bound(f, 0.0, 1.0, noise=1e-12)
    grid = f(np.concatenate([np.linspace(0, 1, 20_001), np.array(cuts)]))
    if bound is None:
        assert cuts  # only kinks need many pieces
    else:
        assert bound >= float(grid.max()) - 1e-14  # rounding of the fit, a hundredth of the noise allowed
        if not cuts:
            assert bound <= float(grid.max()) + 1e-7


@pytest.mark.parametrize("cut", [0.75, 0.8125, 0.998, 0.9999, 0.5 - 1e-4, 0.125 + 1e-5])
@pytest.mark.parametrize("slope", [1e-8, 1e-5, 3.0])
def test_fitted_bound_sees_kinks_beside_the_ends_of_pieces(cut: float, slope: float) -> None:
    """By hand: flat up to the cut, then rising with this slope to the end; a kink can hide between node and end."""
    bound = fitted_bound(lambda x: slope * np.maximum(np.asarray(x) - cut, 0.0), 0.0, 1.0, noise=1e-12)
    assert bound is not None
    assert slope * (1 - cut) - 1e-14 <= bound <= slope * (1 - cut) + 1e-6 * slope + 3e-11


def test_fitted_bound_gives_up_on_noise() -> None:
    draw = np.random.default_rng(0)
    assert fitted_bound(lambda x: draw.random(np.shape(x)), 0.0, 1.0, noise=1e-12, pieces=50) is None
