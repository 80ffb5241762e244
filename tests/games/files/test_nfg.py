""".nfg files: numbers and texts by hand, Gambit as the other reader, malformed files by line, fuzz."""

import re
from collections.abc import Callable
from fractions import Fraction
from io import StringIO

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from random_games import normal_forms, plain_labels

from selten.games.errors import InputError
from selten.games.files.nfg import nfg_text, parse_nfg
from selten.games.library import NORMAL_FORMS
from selten.games.normal_form import NormalForm

HEAD = 'NFG 1 R "t" { "1" "2" }\n{ 2 1 }\n'

NUMBERS = [
    ("3", Fraction(3)),
    ("-3", Fraction(-3)),
    ("+3", Fraction(3)),
    ("0.067", Fraction(67, 1000)),
    (".5", Fraction(1, 2)),
    ("5.", Fraction(5)),
    ("-.25", Fraction(-1, 4)),
    ("2/4", Fraction(1, 2)),
    ("-7/3", Fraction(-7, 3)),
    ("1.5e-2", Fraction(3, 200)),
    ("1E2", Fraction(100)),
    ("1e+2", Fraction(100)),
    ("007", Fraction(7)),
    ("123456789012345678901234567890/7", Fraction(123456789012345678901234567890, 7)),
    ("0.1000000000000000000000000000001", Fraction(10**30 + 1, 10**31)),
]


@pytest.mark.parametrize(("written", "value"), NUMBERS, ids=[written for written, _ in NUMBERS])
def test_numbers_are_exact(written: str, value: Fraction) -> None:
    game = parse_nfg(f"{HEAD}{written} 1 2 3", "game")
    assert game.payoffs[0, 0, 0] == value
    assert game.kind == "exact"


def test_first_strategy_runs_fastest() -> None:
    """The order of Gambit's manual: profiles (1,1), (2,1), (1,2), (2,2), each with both payoffs."""
    game = parse_nfg('NFG 1 R "" { "1" "2" } { 2 2 } 1 -1 2 -2 3 -3 4 -4', "game")
    assert game.payoffs[0].tolist() == [[1, 3], [2, 4]]
    assert game.payoffs[1].tolist() == [[-1, -3], [-2, -4]]


def test_outcomes_may_repeat_and_0_pays_nothing() -> None:
    body = '{ { "a" 1, 2 } { "" 3 4 } { 5, 6, } }\n1 0 3 1'
    game = parse_nfg(f'NFG 1 D "" {{ "1" "2" }} {{ 2 2 }} {body}', "game")
    assert game.payoffs[0].tolist() == [[1, 5], [0, 1]]
    assert game.payoffs[1].tolist() == [[2, 6], [0, 2]]


def test_texts() -> None:
    text = (
        r'NFG 1 R "a \"b\" \c \\" { "x{" "}y" } { { "" "s t" "" "_1" } { "z" } } "two' + "\n" + 'lines" 1 2 3 4 5 6 7 8'
    )
    game = parse_nfg(text, "game")
    assert game.title == 'a "b" \\c \\'
    assert game.players == ("x{", "}y")
    assert game.strategies == (("_2", "s t", "_3", "_1"), ("z",))
    assert game.comment == "two\nlines"
    assert parse_nfg(text.replace(" {", "{").replace("1 2 3", "1,2,3"), "game").strategies == game.strategies


MALFORMED = [
    ("", 1, "the end of the file", "'NFG'"),
    ("NFG", 1, "the end of the file", "'1'"),
    ('NFG 2 R "t"', 1, "'2'", "'1'"),
    ('NFG 1 X "t"', 1, "'X'", "'R' or 'D'"),
    ("NFG 1 R title", 1, "'title'", "the title"),
    ('NFG 1 R "t', 1, "a quote that is never closed", "the title"),
    ('NFG 1 R "t"\n{ "1" two }', 2, "'two'", "a player's label"),
    ('NFG 1 R "t"\n\n{ "1" "1" }', 3, "'1', twice", "distinct"),
    ('NFG 1 R "t" { }', 1, "0 players", "1 to 60"),
    ('NFG 1 R "t" { "1" "2" }\n{ 2 }', 2, "'}'", "the number of strategies of player '2'"),
    ('NFG 1 R "t" { "1" "2" }\n{ 2 1 1 }', 2, "'1'", "'}'"),
    ('NFG 1 R "t" { "1" "2" }\n{ 2 0 }', 2, "'0'", "at least one strategy"),
    ('NFG 1 R "t" { "1" "2" }\n{ 2 00 }', 2, "'00'", "at least one strategy"),
    ('NFG 1 R "t" { "1" "2" }\n{ 2 -1 }', 2, "'-1'", "a whole number"),
    ('NFG 1 R "t" { "1" "2" }\n{ 2 1.5 }', 2, "'1.5'", "a whole number"),
    ('NFG 1 R "t" { "1" "2" }\n{ { "a" }\n{ } }', 3, "no strategies of player '2'", "at least one"),
    ('NFG 1 R "t" { "1" "2" }\n{ { "a" }\n{ "b" "b" } }', 3, "'b', twice", "distinct"),
    ('NFG 1 R "t" { "1" "2" }\n{ { "a" } }', 2, "'}'", "'{'"),
    (HEAD + "1 2 3", 3, "characters until the end", "4 more numbers"),
    (HEAD + "1 2 3      ", 3, "the end of the file", "payoff number 4 of 4"),
    (HEAD + "1 2\n3 4 5", 4, "'5'", "the end of the file"),
    (HEAD + "1 2\n3 4 }", 4, "'}'", "the end of the file"),
    (HEAD + "1 2\nx 4", 4, "'x'", "payoff number 3 of 4"),
    (HEAD + "1 2\nNaN 4", 4, "'NaN'", "payoff number 3 of 4"),
    (HEAD + "1 2\ninf 4", 4, "'inf'", "payoff number 3 of 4"),
    (HEAD + "1 2\n1/0 4", 4, "'1/0'", "a finite number"),
    (HEAD + "1 2\n1/-2 4", 4, "'1/-2'", "payoff number 3 of 4"),
    (HEAD + "1 2\n1_0 4", 4, "'1_0'", "payoff number 3 of 4"),
    (HEAD + "1 2\n0x1 4", 4, "'0x1'", "payoff number 3 of 4"),
    (HEAD + "1 2\n1e999999999 4", 4, "'1e999999999'", "a finite number of sensible length"),
    (HEAD + "1 2\n" + "9" * 5000 + " 4", 4, "'9999", "a finite number of sensible length"),
    (HEAD + "1 ,, 2 3 4", 3, "','", "payoff number 2"),
    (HEAD + '"c" "d" 1 2 3 4', 3, "'\"d\"'", "payoff number 1"),
    (HEAD + '{ { "a" 1 } } 1 1', 3, "'}'", "a payoff of player 2 of 2"),
    (HEAD + '{ { "a" 1 2 3 } } 1 1', 3, "'3'", "'}'"),
    (HEAD + '{ { "a" 1 2 } }\n1 2', 4, "outcome 2", "0 to 1"),
    (HEAD + '{ { "a" 1 2 } }\n1 -1', 4, "'-1'", "a whole number"),
    (HEAD + '{ { "a" 1 2 } }\n1', 4, "1 characters", "2 more numbers"),
    (HEAD + '{ { "a" 1 2 }\n', 4, "the end of the file", "'{'"),
    (HEAD + '{ { "a" 1 2 } } 1 1 1', 3, "'1'", "the end of the file"),
]


@pytest.mark.parametrize(("text", "line", "got", "allowed"), MALFORMED)
def test_malformed_files_name_the_line(text: str, line: int, got: str, allowed: str) -> None:
    with pytest.raises(InputError) as raised:
        parse_nfg(text, "bad.nfg")
    message = str(raised.value)
    assert message.startswith(f"bad.nfg: line {line}: got ")
    assert "\n" not in message
    found, permitted = message.split("; allowed: ")
    assert got in found
    assert allowed in permitted


@pytest.mark.parametrize(
    "counts", ["1000000000 1000000000", "99999999999999999 2", "999999999999999999 999999999999999999"]
)
def test_huge_counts_allocate_nothing(counts: str) -> None:
    with pytest.raises(InputError, match="more numbers"):
        parse_nfg(f'NFG 1 R "t" {{ "1" "2" }} {{ {counts} }} 1 2 3', "game")


def test_sixty_one_players_are_too_many() -> None:
    players = " ".join(f'"{k}"' for k in range(61))
    with pytest.raises(InputError, match="61 players"):
        parse_nfg(f'NFG 1 R "t" {{ {players} }} {{ {"1 " * 61} }} {"1 " * 61}', "game")


def same(a: NormalForm, b: NormalForm) -> bool:
    words = (a.players, a.strategies, a.title, a.comment, a.kind) == (
        b.players,
        b.strategies,
        b.title,
        b.comment,
        b.kind,
    )
    return words and a.payoffs.shape == b.payoffs.shape and bool((a.payoffs == b.payoffs).all())


@given(normal_forms())
def test_written_and_read_back(game: NormalForm) -> None:
    assert same(parse_nfg(nfg_text(game), "game"), game)


@pytest.mark.parametrize("make", NORMAL_FORMS)
def test_gambit_reads_what_is_written(make: Callable[[], NormalForm]) -> None:
    """Gambit's own text of the game it read from ours (in its outcome style) has our payoffs."""
    import pygambit

    game = make()
    again = parse_nfg(pygambit.read_nfg(StringIO(nfg_text(game))).to_nfg(), "Gambit")
    assert same(again, game)


@given(normal_forms(names=plain_labels))
def test_gambit_reads_any_labels(game: NormalForm) -> None:
    """Quotes, braces, commas and single backslashes; a run of backslashes is what Gambit itself doubles."""
    import pygambit

    words = (*game.players, *(label for own in game.strategies for label in own), game.title, game.comment)
    assume(not any("\\\\" in word or '\\"' in word or "  " in word for word in words))
    again = pygambit.read_nfg(StringIO(nfg_text(game)))
    assert tuple(again.players) == game.players
    assert tuple(tuple(again.get_strategies(player)) for player in again.players) == game.strategies
    assert again.title == game.title


def test_a_float_game_is_written_as_the_binary_fractions_it_is() -> None:
    again = parse_nfg(nfg_text(NormalForm.of([[0.1, 0.5]])), "game")
    assert again.payoffs[0].tolist() == [Fraction(0.1), Fraction(1, 2)]


VALID = nfg_text(NormalForm.of([[[1, "1/3"], ["0.25", 4]]] * 2, title="a", comment="b"))


def complaint(text: str) -> str:
    """What the reader says of a text, nothing if it reads it."""
    try:
        parse_nfg(text, "game")
    except InputError as error:
        return str(error)
    return ""


@given(st.text())
def test_any_text_is_read_or_refused(text: str) -> None:
    for start in ("", HEAD, 'NFG 1 R "'):
        assert re.match(r"game: line \d+: got .*; allowed: |$", complaint(start + text))


DAMAGE = ['"', "{", "}", "\\", " ", "9", "-", "/", ",", "\x00", "é", ""]


@given(st.integers(0, len(VALID)), st.integers(0, 8), st.sampled_from(DAMAGE))
def test_damaged_files_are_read_or_refused(start: int, length: int, put: str) -> None:
    assert re.match(r"game: line \d+: got .*; allowed: |$", complaint(VALID[:start] + put + VALID[start + length :]))


@given(st.binary(max_size=200))
def test_binary_garbage_is_refused(data: bytes) -> None:
    assert complaint(data.decode("latin-1")).startswith("game: line ")
