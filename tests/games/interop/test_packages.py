"""Games from and to pygambit and nashpy: every game of pygambit's catalog there and back, exactly."""

from collections.abc import Callable
from fractions import Fraction
from io import StringIO
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from random_games import normal_forms, plain_labels

from selten.games.enclosed import Enclosed
from selten.games.errors import InputError
from selten.games.extensive_form import ExtensiveForm
from selten.games.formats import game_text, normal_form, parse_game
from selten.games.interop.packages import from_nashpy, from_pygambit, rounding, to_nashpy, to_pygambit
from selten.games.library import NORMAL_FORMS, TREES, prisoners_dilemma
from selten.games.normal_form import NormalForm


def catalog() -> list[str]:
    """The names of all games that pygambit ships."""
    from pygambit.catalog import games

    return list(games()["Game"])


def load(name: str) -> Any:
    from pygambit.catalog import load

    return load(name)


def test_the_catalog_is_not_empty() -> None:
    assert len(catalog()) >= 40


@pytest.mark.parametrize("name", catalog())
def test_catalog_game_there_and_back(name: str) -> None:
    """Gambit's text, our game, our text, Gambit's game, Gambit's text, our game: the first and the last are equal."""
    import pygambit

    theirs = load(name)
    tree = isinstance(theirs, pygambit.ExtensiveGame)
    ours = from_pygambit(theirs)
    suffix, read = (".efg", pygambit.read_efg) if tree else (".nfg", pygambit.read_nfg)
    again = parse_game(game_text(ours, suffix), name)
    back = from_pygambit(read(StringIO(game_text(ours, suffix))))
    for other in (again, back, from_pygambit(to_pygambit(ours))):
        assert type(other) is type(ours)
        assert (other.players, other.title, other.comment) == (ours.players, ours.title, ours.comment)
        if isinstance(ours, ExtensiveForm):
            assert other == ours
        else:
            assert isinstance(other, NormalForm)
            assert other.strategies == ours.strategies
            assert (other.payoffs == ours.payoffs).all()


@pytest.mark.parametrize("name", catalog())
def test_catalog_game_has_gambits_payoffs(name: str) -> None:
    """Against what pygambit computes: the reduced normal form of a tree, and the payoffs of each pure profile."""
    import pygambit

    theirs, ours = load(name), normal_form(from_pygambit(load(name)))
    table = pygambit.read_nfg(StringIO(theirs.to_nfg()))
    assert ours.players == tuple(table.players)
    assert ours.counts == tuple(len(table.get_strategies(player)) for player in table.players)
    for cell in np.ndindex(*ours.counts):
        labels = [table.get_strategies(player)[k] for player, k in zip(table.players, cell, strict=True)]
        profile = table.mixed_strategy_profile(
            [
                [int(label == chosen) for label in table.get_strategies(p)]
                for p, chosen in zip(table.players, labels, strict=True)
            ],
            rational=True,
        )
        for player, label in enumerate(table.players):
            value = profile.payoffs[label]
            assert ours.payoffs[(player, *cell)] == Fraction(value.numerator, value.denominator)


@pytest.mark.parametrize("name", catalog())
def test_catalog_files_as_shipped(name: str) -> None:
    """The files in the package, as people wrote them, and Gambit's own text of them give the same game."""
    from importlib.resources import files

    folder = files("pygambit") / "catalog_data"
    suffix = ".efg" if (folder / f"{name}.efg").is_file() else ".nfg"
    shipped = parse_game((folder / f"{name}{suffix}").read_text(encoding="utf-8"), name)
    theirs = from_pygambit(load(name))
    if isinstance(shipped, ExtensiveForm):
        assert isinstance(theirs, ExtensiveForm)
        assert shipped.children == theirs.children
        assert shipped.path_payoffs() == theirs.path_payoffs()
        assert shipped.has_perfect_recall == load(name).is_perfect_recall
        assert dict(zip(shipped.members, shipped.infosets, strict=True)) == dict(
            zip(theirs.members, theirs.infosets, strict=True)
        )
    else:
        assert isinstance(theirs, NormalForm)
        assert (shipped.payoffs == theirs.payoffs).all()


@pytest.mark.parametrize("make", [*NORMAL_FORMS, *TREES])
def test_library_to_pygambit_and_back(make: Callable[[], NormalForm | ExtensiveForm]) -> None:
    game = make()
    again = from_pygambit(to_pygambit(game))
    assert (normal_form(again).payoffs == normal_form(game).payoffs).all()
    assert again.players == game.players


@given(normal_forms(names=plain_labels))
def test_any_payoffs_survive(game: NormalForm) -> None:
    bare = NormalForm.of(game.payoffs)
    assert (normal_form(from_pygambit(to_pygambit(bare))).payoffs == bare.payoffs).all()


def test_a_label_that_gambit_refuses() -> None:
    with pytest.raises(InputError, match=r"to_pygambit: Gambit refuses the game \(.*control characters"):
        to_pygambit(NormalForm.of([[1, 2]], [["a\tb", "c"]]))


@pytest.mark.parametrize(("convert", "allowed"), [(from_pygambit, "pygambit"), (from_nashpy, "nashpy")])
def test_other_objects_are_refused(convert: Callable[[Any], Any], allowed: str) -> None:
    with pytest.raises(InputError, match=f"got an object of type list; allowed: a {allowed}"):
        convert([[1, 2]])


def test_nashpy_there_and_back() -> None:
    game = to_nashpy(prisoners_dilemma())
    assert game.payoff_matrices[0].dtype == np.float64
    assert game.payoff_matrices[0].tolist() == [[3, 0], [5, 1]]
    back = from_nashpy(game)
    assert back.kind == "float"
    assert (back.payoffs == prisoners_dilemma().payoffs.astype(float)).all()


def test_nashpy_integers_stay_exact_and_zero_sum_is_completed() -> None:
    import nashpy

    game = from_nashpy(nashpy.Game([[1, -1], [-1, 1]]))
    assert game.kind == "exact"
    assert game.payoffs[1].tolist() == [[-1, 1], [1, -1]]


def test_nashpy_rounds_to_the_nearest_double() -> None:
    third = NormalForm.of([[["1/3"]], [["2/3"]]])
    assert to_nashpy(third).payoff_matrices[0][0, 0] == 1 / 3
    assert rounding(third) == abs(Fraction(2, 3) - Fraction(2 / 3))
    assert rounding(prisoners_dilemma()) == 0
    assert rounding(NormalForm.of([[2**53 + 1]])) == 1


def test_nashpy_takes_two_players_and_doubles() -> None:
    with pytest.raises(InputError, match="got 1 players; allowed: 2"):
        to_nashpy(NormalForm.of([[1]]))
    with pytest.raises(InputError, match="bounds on numbers"):
        to_nashpy(NormalForm.of([[[Enclosed.of(1)]], [[2]]]))
    huge = NormalForm.of([[["1e400"]], [[2]]])
    with pytest.raises(InputError, match="no double can hold"):
        to_nashpy(huge)
    with pytest.raises(InputError, match="no double can hold"):
        rounding(huge)
    with pytest.raises(InputError, match="bounds on numbers"):
        rounding(NormalForm.of([[Enclosed.of(1), 2]]))
