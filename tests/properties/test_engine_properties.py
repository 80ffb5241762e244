"""What other engines find, once certified, is in our complete set: listed, or a mixture of members of one subset."""

from fractions import Fraction
from random import Random

import numpy as np
import pytest
from changes import drawn, examples
from hypothesis import given
from hypothesis import strategies as st

from selten.equilibria.solution import Solution, Status
from selten.equilibria.solve import certified, solve
from selten.equilibria.solvers import SOLVERS, solver_by_name
from selten.games.profile import Profile

SLOW = {"liap", "enumpoly", "gnm", "ipa", "simpdiv", "logit"} | {"support", "vertex"}
"""Methods that may run long, and those of QuantEcon that compile for seconds."""

ENGINES = [
    pytest.param(name, marks=[pytest.mark.full] if name.split("-", 1)[1] in SLOW and "nashpy" not in name else [])
    for name in SOLVERS
    if not name.startswith("selten-")
]


def belongs(profile: Profile, complete: Solution) -> bool:
    """Whether each strategy is near a mixture of those of the members of one maximal Nash subset."""
    return any(
        all(
            _near([complete.equilibria[k].profile.strategies[player] for k in subset], profile.strategies[player])
            for player in range(2)
        )
        for subset in complete.nash_subsets
    )


def _near(members: list[tuple[Fraction, ...]], own: tuple[Fraction, ...]) -> bool:
    """Whether non-negative weights give the strategy: least squares with bounds, to six digits."""
    from scipy.optimize import nnls

    table = np.array([[float(p) for p in member] for member in members]).T
    return bool(nnls(np.vstack([table, np.ones(table.shape[1])]), np.array([*map(float, own), 1.0]))[1] < 1e-6)


@pytest.mark.parametrize("name", ENGINES)
@examples(3)
@given(seed=st.integers(0, 10**9))
def test_what_engines_find_is_in_the_complete_set(name: str, seed: int) -> None:
    game = drawn(Random(seed), 3)
    complete = solve(game)
    assert complete.status is Status.COMPLETE
    limit = 5.0 if name.split("-", 1)[1] in SLOW else None  # with a limit an engine runs in a process of its own
    for found in certified(game, solver_by_name(name), time_limit=limit).equilibria:
        assert belongs(found.profile, complete), (name, found.profile)
