"""Trees of the bundling duopoly: Gambit and backward induction solve what was written and agree with us."""

from dataclasses import replace
from fractions import Fraction
from io import StringIO
from itertools import product
from pathlib import Path
from typing import Any

import numpy as np
import pygambit
import pytest

from selten.equilibria.pure import pure_equilibria
from selten.equilibria.trees.backward import subgame_perfect
from selten.games.bundling import OFFERINGS, BundlingMarket
from selten.games.consumers.atoms import Atoms
from selten.games.enclosed import Enclosed
from selten.games.errors import InputError
from selten.games.files.efg import efg_text
from selten.games.files.nfg import nfg_text
from selten.games.market_trees import rational_game, sequential_tree, two_stage_tree
from selten.games.normal_form import NormalForm
from selten.games.prices.price_grid import price_game
from selten.games.prices.price_range import count_vectors
from selten.games.specs.market_spec import parse_market

TWINS = BundlingMarket(Atoms.of([(1, 0), (0, 1), (1, 1)], ["1/4", "1/4", "1/2"]), Fraction(1, 2))


def uniform(delta: Any = 0) -> BundlingMarket:
    spec = {"valuations": {"independent": {"uniform": [0, 1]}}, "complementarity": delta}
    return parse_market(spec, "test", Path())


def payoffs_of(profile: Any, game: Any) -> tuple[Fraction, ...]:
    return tuple(Fraction(str(profile.payoffs[player])) for player in game.players)


@pytest.mark.parametrize(("pair", "step"), [(("001", "100"), "1/4"), (("011", "100"), "1/2"), (("101", "110"), "1/2")])
def test_gambit_finds_our_pure_price_equilibria(pair: tuple[str, str], step: str) -> None:
    form = price_game(uniform(), *pair, step=step).normal_form()
    game = pygambit.read_nfg(StringIO(nfg_text(form)))
    found = pygambit.nash.enumpure_solve(game).equilibria
    ours = sorted(tuple(form.payoffs[i][e] for i in (0, 1)) for e in pure_equilibria(form))
    assert sorted(payoffs_of(p, game) for p in found) == ours
    assert ours


def test_gambit_solves_the_two_stage_tree() -> None:
    """Gambit's pure agent equilibria include every pure subgame-perfect equilibrium that backward induction finds."""
    tree = two_stage_tree(TWINS, step="1/2", offerings=["000", "001"])
    game = pygambit.read_efg(StringIO(efg_text(tree)))
    agent = {payoffs_of(p, game) for p in pygambit.nash.enumpure_agent_solve(game).equilibria}
    ours = {found.payoffs for found in subgame_perfect(tree, pure=True).equilibria}
    assert ours
    assert ours <= agent


@pytest.mark.parametrize("offerings", [["000", "001", "100"], ["001", "110"]])
def test_backward_induction_is_cell_by_cell(offerings: list[str]) -> None:
    """Subgame-perfect payoffs are those of offering games whose cells hold any pure price equilibria."""
    tree = two_stage_tree(TWINS, step=1, offerings=offerings)
    found = {e.payoffs for e in subgame_perfect(tree, pure=True).equilibria}
    cells = []
    for z1, z2 in product(offerings, offerings):
        form = price_game(TWINS, z1, z2, step=1).normal_form()
        cells.append({tuple(form.payoffs[i][e] for i in (0, 1)) for e in pure_equilibria(form)})
    expected = set()
    for choice in product(*cells):
        table = np.array(choice, dtype=object).reshape(len(offerings), len(offerings), 2)
        game = NormalForm.of(np.moveaxis(table, 2, 0))
        expected |= {tuple(game.payoffs[i][e] for i in (0, 1)) for e in pure_equilibria(game)}
    assert found == expected


def test_two_stage_tree_of_all_offerings() -> None:
    tree = two_stage_tree(TWINS, step=1)
    leaves = sum(1 for node in tree.nodes if node.infoset is None)
    assert leaves == sum(count_vectors(TWINS, z, step=1) for z in OFFERINGS) ** 2
    assert pygambit.read_efg(StringIO(efg_text(tree))).is_perfect_recall


def test_sequential_tree_is_backward_induction() -> None:
    """Both leaders: the follower's best reply to each offering, then the best offering, by two lines of arithmetic."""
    draw = np.random.default_rng(2)
    form = NormalForm.of(draw.permutation(128).reshape(2, 8, 8).tolist(), [OFFERINGS, OFFERINGS])
    for leader in (0, 1):
        tree = sequential_tree(form, leader=leader)
        (found,) = subgame_perfect(tree, pure=True).equilibria
        follow = [max(range(8), key=lambda b, a=a: form.payoffs[_cell(leader, a, b)]) for a in range(8)]  # type: ignore[misc]
        best = max(range(8), key=lambda a: form.payoffs[_cell(leader, a, follow[a], own=True)])
        assert found.payoffs == tuple(form.payoffs[(i, *_pair(leader, best, follow[best]))] for i in (0, 1))


def test_gambit_solves_the_sequential_tree() -> None:
    """With ties: every subgame-perfect outcome is one of Gambit's pure agent equilibria."""
    form = NormalForm.of([[[2, 0, 1], [2, 1, 0], [0, 2, 2]], [[1, 1, 0], [0, 3, 3], [2, 2, 2]]])
    tree = sequential_tree(form, leader=1)
    game = pygambit.read_efg(StringIO(efg_text(tree)))
    agent = {payoffs_of(p, game) for p in pygambit.nash.enumpure_agent_solve(game).equilibria}
    ours = {found.payoffs for found in subgame_perfect(tree, pure=True).equilibria}
    assert ours
    assert ours <= agent


def _pair(leader: int, a: int, b: int) -> tuple[int, int]:
    return (a, b) if leader == 0 else (b, a)


def _cell(leader: int, a: int, b: int, *, own: bool = False) -> tuple[int, int, int]:
    return (leader if own else 1 - leader, *_pair(leader, a, b))


def test_rational_game_keeps_ties() -> None:
    b, c = Enclosed.symbol("b", 0.3, 0.3000001), Enclosed.symbol("c", 0.3000002, 0.3000003)
    game = NormalForm.of([[[b, b + c - c, c]], [[b, 0, Fraction(1, 4)]]])
    exact = rational_game(game)
    assert exact.kind == "exact"
    assert exact.payoffs[0, 0, 0] == exact.payoffs[0, 0, 1] == exact.payoffs[1, 0, 0] < exact.payoffs[0, 0, 2]
    assert exact.payoffs[1, 0, 1:].tolist() == [0, Fraction(1, 4)]
    assert "midpoints" in exact.comment


def test_float_market_is_written_as_decimals() -> None:
    spec = {"valuations": {"independent": {"beta": [2, 2]}}, "complementarity": 0}
    tree = two_stage_tree(parse_market(spec, "test", Path()), step="1/2", offerings=["000", "001"])
    # 1/2 P(v_0 + v_1 >= 1/2), and P(v_0 + v_1 <= 1/2) = 19/320: an integral of polynomials
    expected = Fraction(1, 2) * (1 - Fraction(19, 320))
    assert min(abs(outcome.payoffs[0] - expected) for outcome in tree.outcomes) < Fraction(1, 10**14)


@pytest.mark.parametrize(
    ("offerings", "step", "message"),
    [
        (["000", "002"], 1, "offerings: got '002'"),
        (["000", "000"], 1, "got 000, 000; allowed: at least one, each once"),
        ([], 1, "got none"),
        (OFFERINGS, "1/20", r"got about \d+ ends of plays; allowed: at most 400000"),
    ],
)
def test_refused(offerings: Any, step: Any, message: str) -> None:
    with pytest.raises(InputError, match=message):
        two_stage_tree(TWINS, step=step, offerings=offerings)


def test_rationals_that_would_fill_the_memory_are_refused_before_they_are_made() -> None:
    """A broadcast array of 16 million doubles, which itself takes no room: 1.9 GB as rationals."""
    game = replace(NormalForm.of([[[0.5]], [[0.25]]]), payoffs=np.broadcast_to(0.5, (2, 4001, 2001)))
    with pytest.raises(InputError, match=r"a 4001 x 2001 matrix of rationals, about 1\.9 GB; allowed: at most"):
        rational_game(game)
