"""The project's .json: exact numbers, refused shapes and keys, round trips, fuzz."""

import json
import re
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st
from random_games import normal_forms

from selten.games.enclosed import Enclosed
from selten.games.errors import InputError
from selten.games.files.game_json import game_json_text, parse_game_json
from selten.games.normal_form import NormalForm


def test_decimals_and_strings_are_exact() -> None:
    game = parse_game_json('{"payoffs": [[[0.1, "1/3"], [1e-2, -7]], [["0.067", 2.50], [0, "4/2"]]]}', "game")
    assert game.payoffs[0].tolist() == [[Fraction(1, 10), Fraction(1, 3)], [Fraction(1, 100), Fraction(-7)]]
    assert game.payoffs[1].tolist() == [[Fraction(67, 1000), Fraction(5, 2)], [Fraction(0), Fraction(2)]]
    assert game.players == ("1", "2")
    assert game.strategies == (("1", "2"), ("1", "2"))


def test_three_players() -> None:
    """payoffs[i][s_1][s_2][s_3], each entry its own place in digits."""
    table = [
        [[[1000 * i + 100 * a + 10 * b + c for c in range(2)] for b in range(3)] for a in range(1)] for i in range(3)
    ]
    game = parse_game_json(json.dumps({"payoffs": table}), "game")
    assert game.counts == (1, 3, 2)
    assert game.payoffs[2, 0, 2, 1] == 2021


REFUSED = [
    ("", "line 1, column 1: not JSON"),
    ("[1, 2]", "got a list of 2; allowed: an object with the key 'payoffs'"),
    ("{}", "got an object with the keys none; allowed"),
    ('{"payoffs": [[1]], "payoffs": [[1]]}', "the key 'payoffs' is written twice"),
    ('{"payoffs": [[1]], "title": "x"}', "got the key 'title'; allowed: payoffs, players, strategies"),
    ('{"payoffs": 3}', "payoffs: got 3; allowed: one table for each"),
    ('{"payoffs": []}', "payoffs: got a list of 0; allowed: one table for each"),
    ('{"payoffs": [[[1, 2], [3]], [[1, 2], [3, 4]]]}', "payoffs[0][1]: got 1 entries; allowed: 2, as in payoffs[0][0]"),
    ('{"payoffs": [[[1, 2]], [[1, 2], [3, 4]]]}', "payoffs[1]: got 2 entries; allowed: 1, as in payoffs[0]"),
    ('{"payoffs": [[[1, 2]], [[1], [3]]]}', "payoffs[1]: got 2 entries"),
    ('{"payoffs": [[1, 2], [3, 4]]}', "payoffs[0][0]: got 1; allowed: a list"),
    ('{"payoffs": [[[[1]]], [[[2]]]]}', "payoffs[0][0][0]: got [1]; allowed: a finite number"),
    ('{"payoffs": [[[]], [[]]]}', "payoffs[0][0]: got an empty list; allowed: at least one strategy"),
    ('{"payoffs": [[], []]}', "payoffs[0]: got an empty list"),
    ('{"payoffs": [[1, NaN]]}', "got NaN; allowed: finite numbers"),
    ('{"payoffs": [[1, -Infinity]]}', "got -Infinity; allowed: finite numbers"),
    ('{"payoffs": [[1, "inf"]]}', "payoffs[0][1]: got 'inf'; allowed: a finite number"),
    ('{"payoffs": [[1, "1/0"]]}', "payoffs[0][1]: got '1/0'; allowed: a finite number"),
    ('{"payoffs": [[1, "x"]]}', "payoffs[0][1]: got 'x'; allowed: a finite number"),
    ('{"payoffs": [[1, null]]}', "payoffs[0][1]: got None; allowed: a finite number"),
    ('{"payoffs": [[1, true]]}', "payoffs[0][1]: got True; allowed: a finite number"),
    ('{"payoffs": [[1, {}]]}', "payoffs[0][1]: got {}; allowed: a finite number"),
    ('{"payoffs": [[1, 1e999999999]]}', "got '1e999999999'; allowed: a finite number"),
    ('{"payoffs": [[1, "1e999999999"]]}', "payoffs[0][1]: got '1e999999999'; allowed: a finite number"),
    ('{"payoffs": [[1, ' + "9" * 5000 + "]]}", "999...; allowed: a finite number"),
    ('{"payoffs": [[1, 2]], "players": "A"}', 'players: got "A"; allowed: a list of labels'),
    ('{"payoffs": [[1, 2]], "players": [1]}', "players[0]: got 1; allowed: a string"),
    ('{"payoffs": [[1, 2]], "players": ["A", "B"]}', "players: got 2 labels; allowed: 1"),
    ('{"payoffs": [[1, 2]], "players": ["\\ud800"]}', 'players[0]: got "\\ud800"; allowed: a string'),
    ('{"payoffs": [[1, 2]], "strategies": ["a", "b"]}', 'strategies[0]: got "a"; allowed: a list of labels'),
    ('{"payoffs": [[1, 2]], "strategies": [["a"]]}', "strategies: got [1] labels; allowed: [2]"),
    ('{"payoffs": [[1, 2]], "strategies": [["a", "a"]]}', "strategies[0]: got the label 'a' twice"),
    ('{"payoffs": [[[1], [2]], [[1], [2]]], "players": ["A", "A"]}', "players: got the label 'A' twice"),
    ("[" * 100000, "not usable JSON (nested too deeply)"),
    ('{"payoffs": [[1, 2]]\n, "players": }', "line 2, column 14: not JSON"),
]


@pytest.mark.parametrize(("text", "message"), REFUSED, ids=[message[:40] for _, message in REFUSED])
def test_refused_in_one_sentence(text: str, message: str) -> None:
    with pytest.raises(InputError) as raised:
        parse_game_json(text, "bad.json")
    assert str(raised.value).startswith("bad.json: ")
    assert message in str(raised.value)
    assert "\n" not in str(raised.value)
    assert len(str(raised.value)) < 250


@given(normal_forms())
def test_written_and_read_back(game: NormalForm) -> None:
    again = parse_game_json(game_json_text(game), "game")
    assert (again.players, again.strategies) == (game.players, game.strategies)
    assert (again.payoffs == game.payoffs).all()


@given(normal_forms())
def test_the_file_says_what_the_game_says(game: NormalForm) -> None:
    """Read by the standard library alone."""
    data = json.loads(game_json_text(game))
    assert set(data) == {"payoffs", "players", "strategies"}
    for index in [(0,) * (len(game.players) + 1), tuple(k - 1 for k in game.payoffs.shape)]:
        entry = data["payoffs"]
        for k in index:
            entry = entry[k]
        assert re.fullmatch(r"-?\d+(/\d+)?", entry)
        assert Fraction(entry) == game.payoffs[index]


def test_a_float_game_is_written_as_the_binary_fractions_it_is() -> None:
    assert json.loads(game_json_text(NormalForm.of([[0.1, 0.5]])))["payoffs"] == [[str(Fraction(0.1)), "1/2"]]


def test_enclosures_are_refused() -> None:
    with pytest.raises(InputError, match="bounds on numbers"):
        game_json_text(NormalForm.of([[Enclosed.of(1), 2]]))


json_values = st.recursive(
    st.one_of(st.none(), st.booleans(), st.integers(), st.floats(), st.text(max_size=5)),
    lambda inner: st.one_of(st.lists(inner, max_size=3), st.dictionaries(st.text(max_size=5), inner, max_size=3)),
    max_leaves=12,
)


@given(json_values, json_values, json_values)
def test_any_json_is_read_or_refused(payoffs: object, players: object, strategies: object) -> None:
    data = {"payoffs": payoffs, "players": players, "strategies": strategies}
    for text in (json.dumps(data), json.dumps({"payoffs": payoffs}), json.dumps(payoffs)):
        try:
            game = parse_game_json(text, "game")
        except InputError as error:
            message = str(error)
        else:
            message = f"game: {game.kind}"
        assert message.startswith("game: ")
