"""Games from and to pandas: the three shapes, there and back, and against pandas' own look-ups."""

from fractions import Fraction

import numpy as np
import pandas
import pytest
from hypothesis import given
from random_games import normal_forms, plain_labels

from selten.games.errors import InputError
from selten.games.interop.tables import from_pandas, to_pandas
from selten.games.library import NORMAL_FORMS
from selten.games.normal_form import NormalForm


def bimatrix() -> pandas.DataFrame:
    return pandas.DataFrame(
        {"left": [(1, 2), (3, "1/2")], "right": [(5, 6), (7, 8)]},
        index=pandas.Index(["up", "down"], name="Row"),
    ).rename_axis(columns="Column")


def test_a_table_of_pairs() -> None:
    game = from_pandas(bimatrix())
    assert (game.players, game.strategies) == (("Row", "Column"), (("up", "down"), ("left", "right")))
    assert game.payoffs.tolist() == [[[1, 5], [3, 7]], [[2, 6], [Fraction(1, 2), 8]]]


def test_a_pair_of_tables() -> None:
    both = bimatrix()
    game = from_pandas([both.map(lambda pair: pair[0]), both.map(lambda pair: pair[1])])
    assert (game.payoffs == from_pandas(both).payoffs).all()
    assert (game.players, game.strategies) == (from_pandas(both).players, from_pandas(both).strategies)


def test_floats_make_a_float_game_and_unnamed_players_are_numbers() -> None:
    game = from_pandas([pandas.DataFrame([[0.5, 1.0]])] * 2)
    assert (game.kind, game.players, game.strategies) == ("float", ("1", "2"), (("0",), ("0", "1")))


@pytest.mark.parametrize("make", NORMAL_FORMS)
def test_library_there_and_back(make: type) -> None:
    game: NormalForm = make()
    frame = to_pandas(game)
    again = from_pandas(frame)
    assert (again.players, again.strategies) == (game.players, game.strategies)
    assert (again.payoffs == game.payoffs).all()
    row = frame.iloc[len(frame) // 2]
    cell = tuple(own.index(row[player]) for player, own in zip(game.players, game.strategies, strict=True))
    for i, player in enumerate(game.players):
        assert row[f"payoff {player}"] == game.payoffs[(i, *cell)]


@given(normal_forms(names=plain_labels))
def test_any_game_there_and_back(game: NormalForm) -> None:
    again = from_pandas(to_pandas(game))
    assert (again.payoffs == game.payoffs).all()
    assert again.kind == "exact"


def test_columns_of_integers_are_exact_and_of_floats_float() -> None:
    frame = pandas.DataFrame({"A": ["x", "y"], "payoff A": [1, 2]})
    assert from_pandas(frame).kind == "exact"
    assert from_pandas(frame.astype({"payoff A": float})).kind == "float"


@pytest.mark.parametrize(
    ("table", "message"),
    [
        (bimatrix().map(lambda pair: pair[0]), "table: row 'up', column 'left': got 1; allowed: a pair of payoffs"),
        (pandas.DataFrame({"A": ["x"], "payoff B": [1]}), "got the columns 'A, payoff B'; allowed: the players"),
        (pandas.DataFrame({"A": ["x"], "payoff A": [float("nan")]}), "table: row 1: payoff A: got .*nan"),
        (pandas.DataFrame({"A": ["x", "x"], "payoff A": [1, 1]}), r"row 2: got the profile \(x\) of row 1"),
        ([bimatrix()], "got 1 frames; allowed: 2"),
        ([bimatrix(), bimatrix().T], "other rows or columns"),
        (pandas.DataFrame(), "at least one strategy for each player"),
        (
            pandas.DataFrame({"A": [np.array(1.0)]}),
            "table: row '0', column 'A': got array.*; allowed: a pair of payoffs",
        ),
        (pandas.DataFrame({"A": [np.zeros((2, 2))]}), "column 'A': got array"),
        (pandas.DataFrame({"A": [([1], [2])]}), r"payoffs\[0, 0, 0\]: got \[1\]; allowed: a full table of numbers"),
        (7, "got an object of type int; allowed: a pandas DataFrame, or a pair of them"),
    ],
)
def test_wrong_tables_are_refused(table: object, message: str) -> None:
    with pytest.raises(InputError, match=message):
        from_pandas(table)
