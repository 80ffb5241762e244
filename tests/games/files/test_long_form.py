"""Games as .csv: there and back, by hand, and every mistake named with its row."""

import csv
import io
from fractions import Fraction

import pytest
from hypothesis import given
from random_games import normal_forms, plain_labels

from selten.games.errors import InputError
from selten.games.files.long_form import csv_text, parse_csv
from selten.games.formats import game_text, parse_game
from selten.games.normal_form import NormalForm

DILEMMA = """Row,Column,payoff Row,payoff Column
stay,stay,3,3
stay,leave,0,5
leave,stay,5,0
leave,leave,1,1
"""


def test_a_game_by_hand() -> None:
    game = parse_csv(DILEMMA, "g.csv")
    assert (game.players, game.strategies) == (("Row", "Column"), (("stay", "leave"), ("stay", "leave")))
    assert game.payoffs.tolist() == [[[3, 0], [5, 1]], [[3, 5], [0, 1]]]
    assert csv_text(game) == DILEMMA


def test_any_order_of_rows_spaces_and_lines_between() -> None:
    rows = DILEMMA.splitlines()
    text = "\r\n".join(["Row , Column, payoff Row, payoff Column", "", rows[1], *reversed(rows[2:]), ""])
    assert (parse_game(text, "g.csv").payoffs == parse_csv(DILEMMA, "g.csv").payoffs).all()  # type: ignore[union-attr]


@given(normal_forms(names=plain_labels))
def test_there_and_back(game: NormalForm) -> None:
    again = parse_game(game_text(game, ".csv"), "g.csv")
    assert isinstance(again, NormalForm)
    assert (again.players, again.strategies) == (game.players, game.strategies)
    assert (again.payoffs == game.payoffs).all()


@given(normal_forms(names=plain_labels))
def test_the_rows_say_what_the_game_pays(game: NormalForm) -> None:
    """Read with the csv module alone, cell by cell."""
    n = len(game.players)
    for row in list(csv.reader(io.StringIO(csv_text(game))))[1:]:
        cell = tuple(own.index(label) for own, label in zip(game.strategies, row, strict=False))
        for player in range(n):
            assert Fraction(row[n + player]) == game.payoffs[(player, *cell)]


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("A,B,payoff A\n", "got the columns 'A, B, payoff A'; allowed: the players, then 'payoff X'"),
        ("A,payoff A\n", "got no rows; allowed: one for each profile"),
        ("A,payoff A\nx,1\nx,2\n", "row 2: got the profile (x) of row 1; allowed: once"),
        ("A,payoff A\nx,1,2\n", "row 1: got 3 values; allowed: 2"),
        ("A,payoff A\nx,high\n", "row 1: payoff A: got 'high'; allowed: a finite number"),
        ("A,payoff A\nx,nan\n", "row 1: payoff A: got 'nan'; allowed: a finite number"),
        (DILEMMA.replace("stay,leave,0,5\n", ""), "got no row for the profile (stay, leave); allowed: one for each"),
        ("A,A,payoff A,payoff A\nx,x,1,1\n", "got the column 'A' twice"),
    ],
)
def test_what_is_wrong_is_named(text: str, message: str) -> None:
    with pytest.raises(InputError) as raised:
        parse_game(text, "g.csv")
    assert str(raised.value).startswith("g.csv: ")
    assert message in str(raised.value)


def test_far_too_few_rows_are_refused_at_once() -> None:
    rows = "\n".join(f"a{k},b{k},c{k},d{k},1,1,1,1" for k in range(2000))
    with pytest.raises(InputError, match=r"no row for the profile \(a0, b0, c0, d1\)"):
        parse_csv("A,B,C,D,payoff A,payoff B,payoff C,payoff D\n" + rows, "g.csv")


def test_labels_that_csv_would_change_are_refused() -> None:
    with pytest.raises(InputError, match=r"got ' a'; allowed in \.csv: no white space at the ends"):
        csv_text(NormalForm.of([[1]], [[" a"]]))
