"""The equilibria of a changed game are the changed equilibria of the game, for every solver that lists them all."""

from collections.abc import Callable, Iterable
from math import prod
from random import Random
from typing import Any

import numpy as np
import pytest
from changes import (
    SCALES,
    Change,
    Strategies,
    copied,
    drawn,
    examples,
    permuted,
    rescaled,
    strategies_of,
    with_dominated,
)
from hypothesis import given
from hypothesis import strategies as st

from selten.equilibria.batch import enumerate_many
from selten.equilibria.certify import certify
from selten.equilibria.enumerate import Enumeration
from selten.equilibria.one import One
from selten.equilibria.pure import pure_equilibria
from selten.equilibria.solution import Status
from selten.equilibria.solve import certified, solve
from selten.equilibria.vet import TOLERANCE
from selten.games.normal_form import NormalForm
from selten.games.profile import Profile

seeds = st.integers(0, 10**9)
Lister = Callable[[NormalForm], Iterable[Strategies] | None]


def by(method: str) -> Lister:
    """The extreme equilibria by one method of the enumeration; None where it says that the game is not for it."""

    def listed(game: NormalForm) -> list[Strategies] | None:
        found = certified(game, Enumeration(method=method))
        if found.status is Status.REFUSED:
            return None
        assert found.status is Status.COMPLETE
        return [strategies_of(e.profile) for e in found.equilibria]

    return listed


def in_a_batch(game: NormalForm) -> list[Strategies]:
    answer, _ = enumerate_many([game, game])
    return [strategies_of(e.profile) for e in answer.solution().equilibria]


LISTERS: dict[str, Lister] = {
    "auto": by("auto"),
    "double-description": by("double-description"),
    "traversal": by("traversal"),
    "python": by("python"),
    "batch": in_a_batch,
}
CHANGES: dict[str, Callable[[NormalForm, Random], Change]] = {
    "permuted": permuted,
    "with dominated": with_dominated,
    **{f"rescaled: {name}": lambda game, random, name=name: rescaled(game, random, name) for name in SCALES},  # type: ignore[misc]
}


@pytest.mark.parametrize("lister", LISTERS)
@pytest.mark.parametrize("change", CHANGES)
@examples(6)
@given(seed=seeds)
def test_changed_games_have_the_changed_list(lister: str, change: str, seed: int) -> None:
    random = Random(seed)
    game = drawn(random)
    changed = CHANGES[change](game, random)
    before, after = LISTERS[lister](game), LISTERS[lister](changed.game)
    if before is None or after is None:
        assert lister == "traversal"
        return
    assert sorted(map(changed.moved, before)) == sorted(after)


@pytest.mark.parametrize("lister", LISTERS)
@examples(6)
@given(seed=seeds)
def test_a_copy_of_a_strategy_takes_its_weight_whole_or_not_at_all(lister: str, seed: int) -> None:
    random = Random(seed)
    game = drawn(random, 3)
    change = copied(game, random)
    before, after = LISTERS[lister](game), LISTERS[lister](change.game)
    if before is not None and after is not None:
        assert sorted(new for own in before for new in change.moved(own)) == sorted(after)


def structure_of(game: NormalForm, moved: Callable[[Strategies], Strategies]) -> tuple[Any, Any]:
    """Nash subsets, and components with their indices, by the profiles that they hold."""
    solution = solve(game)
    places = [moved(strategies_of(e.profile)) for e in solution.equilibria]
    subsets = {frozenset(places[k] for k in subset) for subset in solution.nash_subsets}
    parts = {(frozenset(places[k] for k in part.equilibria), part.index) for part in solution.components}
    assert None not in {index for _, index in parts}
    return subsets, parts


def itself(strategies: Strategies) -> Strategies:
    return strategies


@pytest.mark.parametrize("change", CHANGES)
@examples(6)
@given(seed=seeds)
def test_changed_games_have_the_changed_subsets_components_and_indices(change: str, seed: int) -> None:
    random = Random(seed)
    game = drawn(random)
    changed = CHANGES[change](game, random)
    assert structure_of(game, changed.moved) == structure_of(changed.game, itself)


@examples(6)
@given(seed=seeds)
def test_a_copy_of_a_strategy_leaves_components_and_indices(seed: int) -> None:
    """Every component's profiles, the copy's weight put back, are one component's, of the same index."""
    random = Random(seed)
    game = drawn(random, 3)
    change = copied(game, random)
    assert structure_of(game, itself)[1] == structure_of(change.game, change.merged)[1]


@pytest.mark.parametrize("change", CHANGES)
@examples(6)
@given(seed=seeds)
def test_changed_games_have_the_changed_pure_equilibria(change: str, seed: int) -> None:
    random = Random(seed)
    game = drawn(random)
    changed = CHANGES[change](game, random)
    before, after = (
        [strategies_of(Profile.pure(own.counts, s)) for s in pure_equilibria(own)] for own in (game, changed.game)
    )
    assert sorted(map(changed.moved, before)) == sorted(after)


@examples(6)
@given(seed=seeds)
def test_more_players_in_another_order_have_the_same_pure_equilibria(seed: int) -> None:
    random = Random(seed)
    counts = [random.randint(1, 3) for _ in range(3)]
    payoffs = np.array([random.randint(0, 3) for _ in range(3 * prod(counts))]).reshape(3, *counts)
    order = random.sample(range(3), 3)
    turned = payoffs[order].transpose(0, *(1 + k for k in order))
    before, after = (pure_equilibria(NormalForm.of(own.tolist())) for own in (payoffs, turned))
    assert sorted(tuple(s[k] for k in order) for s in before) == sorted(after)


@examples(1)
@given(seed=seeds)
def test_one_finds_an_equilibrium_of_the_complete_list_of_every_change(seed: int) -> None:
    """What is found in the changed game, taken back, is an equilibrium of the game (its regret computed there)."""
    random = Random(seed)
    game = drawn(random, 3)
    changed = rescaled(game, random, random.choice(list(SCALES)))
    found = certified(changed.game, One(seed=seed)).equilibria
    assert found
    profile = Profile.of(found[0].profile.strategies)
    regret = certify(game, profile).certificate
    assert float(regret.regret) <= TOLERANCE * float(regret.scale)
