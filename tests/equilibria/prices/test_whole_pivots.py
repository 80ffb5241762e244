"""Lemke-Howson in whole numbers, against the certificate of the profile and the complete list of equilibria."""

from fractions import Fraction

import numpy as np
import pytest

from selten.equilibria.prices.exact import _indifferent
from selten.equilibria.prices.whole_pivots import whole_equilibrium
from selten.games.normal_form import NormalForm
from selten.games.profile import Profile, regret

CYCLER = np.array([[0, 0, 1], [0, 1, 0], [1, 0, 0], [1, 1, 0]])


@pytest.mark.parametrize("seed", range(12))
def test_every_label_of_degenerate_games_leads_to_an_equilibrium(seed: int) -> None:
    draw = np.random.default_rng(seed)
    m, n = draw.integers(2, 7, 2).tolist()
    first, second = draw.integers(0, 3, (m, n)), draw.integers(0, 3, (n, m))
    game = NormalForm.of([first.tolist(), second.T.tolist()])
    for label in range(m + n):
        _, (rows, columns) = whole_equilibrium(first, second, label)
        y, x = _indifferent(first[np.ix_(rows, columns)]), _indifferent(second[np.ix_(columns, rows)])
        assert x is not None
        assert y is not None
        whole = [[Fraction(0)] * m, [Fraction(0)] * n]
        for own, used, (weights, _) in zip(whole, (rows, columns), (x, y), strict=True):
            for s, w in zip(used, weights, strict=True):
                own[s] = Fraction(w, sum(weights))
        assert regret(game, Profile.of(whole)) == 0


def test_ties_that_make_other_implementations_cycle_end() -> None:
    for label in range(7):
        weights, bases = whole_equilibrium(CYCLER, 1 - CYCLER.T, label)
        assert len(bases[0]) == len(bases[1])
        assert abs(sum(weights[0]) - 1) < 1e-15
