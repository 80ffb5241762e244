"""What the library's docstrings claim, checked by regret and by Gambit's enumeration."""

from collections.abc import Callable, Sequence
from fractions import Fraction
from itertools import product
from typing import Any

import pytest

from selten.games import library
from selten.games.extensive_form import ExtensiveForm
from selten.games.interop.packages import to_pygambit
from selten.games.normal_form import NormalForm
from selten.games.profile import Profile, payoffs, regret
from selten.games.reduced import reduced_normal_form

EVEN, THIRDS = ["1/2", "1/2"], ["1/3", "1/3", "1/3"]

EXTREME: list[tuple[Callable[[], NormalForm], list[list[list[Any]]]]] = [
    (library.prisoners_dilemma, [[[0, 1], [0, 1]]]),
    (library.matching_pennies, [[EVEN, EVEN]]),
    (library.battle_of_the_sexes, [[[1, 0], [1, 0]], [[0, 1], [0, 1]], [["3/5", "2/5"], ["2/5", "3/5"]]]),
    (library.stag_hunt, [[[1, 0], [1, 0]], [[0, 1], [0, 1]], [["3/4", "1/4"], ["3/4", "1/4"]]]),
    (library.chicken, [[[1, 0], [0, 1]], [[0, 1], [1, 0]], [["9/10", "1/10"], ["9/10", "1/10"]]]),
    (library.rock_paper_scissors, [[THIRDS, THIRDS]]),
    (library.shapley, [[THIRDS, THIRDS]]),
    (library.all_zero, [[[i == 0, i == 1], [j == 0, j == 1, j == 2]] for i in range(2) for j in range(3)]),
    (library.one_row, [[[1], [0, 1, 0, 0]], [[1], [0, 0, 0, 1]]]),
    (library.duplicated, [[["1/2", 0, "1/2"], EVEN], [[0, "1/2", "1/2"], EVEN]]),
    (
        library.degenerate,
        [[[1, 0, 0], [1, 0]], [[1, 0, 0], ["2/3", "1/3"]], [[0, "1/3", "2/3"], ["1/3", "2/3"]]],
    ),
    (
        library.lemke_howson_ties,
        [
            [THIRDS, THIRDS],
            *([[k == i for k in range(3)], [k == j for k in range(3)]] for i in range(3) for j in (i, (i + 1) % 3)),
        ],
    ),
    (
        library.inaccessible,
        [[[0, 0, 1]] * 2, [["1/3", "2/3", 0]] * 2, [["1/6", "1/3", "1/2"]] * 2],
    ),
]


def exact(strategies: Sequence[Sequence[Any]]) -> tuple[tuple[Fraction, ...], ...]:
    return tuple(tuple(Fraction(p) for p in own) for own in strategies)


@pytest.mark.parametrize(("make", "equilibria"), EXTREME, ids=[make.__name__ for make, _ in EXTREME])
def test_extreme_equilibria(make: Callable[[], NormalForm], equilibria: list[list[list[Any]]]) -> None:
    """The listed profiles have regret 0, and Gambit's rational enumeration finds exactly them."""
    import pygambit

    game, known = make(), {exact(profile) for profile in equilibria}
    assert all(regret(game, Profile.of(profile)) == 0 for profile in known)
    theirs = to_pygambit(game)
    found = pygambit.nash.enummixed_solve(theirs, rational=True).equilibria
    labels = [theirs.get_strategies(player) for player in theirs.players]
    assert {
        exact([[dict(e[p])[s] for s in own] for p, own in zip(theirs.players, labels, strict=True)]) for e in found
    } == known


@pytest.mark.parametrize(
    ("make", "profile", "value"),
    [
        (library.battle_of_the_sexes, [["3/5", "2/5"], ["2/5", "3/5"]], [Fraction(6, 5)] * 2),
        (library.matching_pennies, [EVEN, EVEN], [0, 0]),
        (library.rock_paper_scissors, [THIRDS, THIRDS], [0, 0]),
        (library.shapley, [THIRDS, THIRDS], [Fraction(1, 3)] * 2),
        (library.majority, [EVEN] * 3, [Fraction(1, 4)] * 3),
    ],
)
def test_values(make: Callable[[], NormalForm], profile: list[list[Any]], value: list[Fraction]) -> None:
    assert list(payoffs(make(), Profile.of(profile))) == value
    assert regret(make(), Profile.of(profile)) == 0


def pure(game: NormalForm) -> list[tuple[int, ...]]:
    """Pure equilibria by trying every deviation of every player on the table itself."""
    stable = []
    for cell in product(*map(range, game.counts)):
        deviations = [
            game.payoffs[(i, *cell[:i], k, *cell[i + 1 :])] <= game.payoffs[(i, *cell)]
            for i, m in enumerate(game.counts)
            for k in range(m)
        ]
        if all(deviations):
            stable.append(cell)
    return stable


PURE = [
    (library.majority, [(0, 0, 0), (1, 1, 1)]),
    (library.odd_one_out, [(0, 0, 0), (1, 1, 1)]),
    (library.alone, [(1,), (2,)]),
    (library.lemke_howson_ties, [(0, 0), (0, 1), (1, 1), (1, 2), (2, 0), (2, 2)]),
    (library.inaccessible, [(2, 2)]),
]


@pytest.mark.parametrize(("make", "cells"), PURE, ids=[make.__name__ for make, _ in PURE])
def test_pure_equilibria(make: Callable[[], NormalForm], cells: list[tuple[int, ...]]) -> None:
    assert pure(make()) == cells
    assert all(regret(make(), Profile.pure(make().counts, cell)) == 0 for cell in cells)


def test_odd_one_out_is_zero_sum() -> None:
    assert not library.odd_one_out().payoffs.sum(axis=0).any()


def test_table_2_is_symmetric_and_has_14_pure_equilibria() -> None:
    game = library.table_2()
    assert (game.payoffs[0] == game.payoffs[1].T).all()
    assert len(pure(game)) == 14
    assert game.payoffs[0, 4].tolist() == [Fraction(x, 1000) for x in (544, 369, 369, 0, 0, 0, 0, 0)]
    assert game.strategies[0] == library.OFFERINGS


def test_shapleys_figure_3() -> None:
    """The same game as in pygambit's catalog, with three equilibria, up to the order of strategies."""
    from pygambit.catalog import load

    from selten.games.interop.packages import from_pygambit

    theirs = from_pygambit(load("journals/other/shapley1974/fig3"))
    assert isinstance(theirs, NormalForm)
    assert (library.inaccessible().payoffs == theirs.payoffs).all()


def test_seltens_horse_is_seltens() -> None:
    """The same tree as in pygambit's catalog; its pure equilibria, by every deviation."""
    from pygambit.catalog import load

    from selten.games.interop.packages import from_pygambit

    theirs, ours = from_pygambit(load("journals/ijgt/selten1975/fig1")), library.seltens_horse()
    assert isinstance(theirs, ExtensiveForm)
    assert ours.children == theirs.children
    assert ours.path_payoffs() == theirs.path_payoffs()
    assert pure(reduced_normal_form(ours)) == [(0, 0, 1), (1, 0, 0)]


def test_the_entry_game_has_an_incredible_threat() -> None:
    assert pure(reduced_normal_form(library.entry_game())) == [(0, 0), (1, 1)]


def test_poker_bluffs_with_a_third() -> None:
    game = reduced_normal_form(library.one_card_poker())
    profile = Profile.of([["1/3", "2/3", 0, 0], ["2/3", "1/3"]])
    assert regret(game, profile) == 0
    assert payoffs(game, profile) == (Fraction(1, 3), Fraction(-1, 3))


def test_only_the_driver_forgets() -> None:
    assert [make.__name__ for make in library.TREES if not make().has_perfect_recall] == ["absent_minded_driver"]
    assert sorted(reduced_normal_form(library.absent_minded_driver()).payoffs[0].tolist()) == [0, 1]


def test_the_lists_are_complete() -> None:
    """Every public function of the module that makes a game is listed once."""
    made = {name for name, thing in vars(library).items() if callable(thing) and thing.__module__ == library.__name__}
    listed = [make.__name__ for make in (*library.NORMAL_FORMS, *library.TREES)]
    assert sorted(listed) == sorted(name for name in made if not name.startswith("_"))
    assert all(make().kind == "exact" for make in library.NORMAL_FORMS)
