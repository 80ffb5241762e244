""".efg files: by hand, Gambit as the other reader, malformed files by line, fuzz."""

import re
from collections.abc import Callable
from fractions import Fraction
from io import StringIO

import pytest
from hypothesis import given
from hypothesis import strategies as st
from random_games import trees

from selten.games.errors import InputError
from selten.games.extensive_form import ExtensiveForm
from selten.games.files.efg import efg_text, parse_efg
from selten.games.library import TREES
from selten.games.tree import Tree
from selten.games.tree_parts import InformationSet, Node

HEAD = 'EFG 2 R "t" { "A" "B" }\n""\n'
MOVE = 'p "" 1 1 "h" { "l" "r" } 0\n'
ENDS = 't "" 1 "x" { 1, 2 }\nt "" 2 "y" { 3 4 }\n'


def test_a_file_by_hand() -> None:
    """Descriptions left out on a second mention, an outcome at a move, a number p/q, a shared outcome."""
    body = (
        'c "toss" 7 "coin" { "heads" 1/3 "tails" .6666666666666666666 "edge" 1/1500000000000000000000 } 0\n'
        'p "n" 2 5 "h" { "l" "r" } 3 "fee" { -1, 1/2 }\n'
        't "" 1 "x" { 1, 2 } t "" 3\n'
        'p "" 2 5 0 t "" 0 t "" 1 "x"\n'
        't "" 1 "x" { 1 2 }\n'
    )
    with pytest.raises(InputError, match="sum to"):
        parse_efg(HEAD + body, "game")
    body = body.replace(".6666666666666666666", "2/3").replace("1/1500000000000000000000", "0.0")
    game = parse_efg(HEAD + body, "game")
    chances = (Fraction(1, 3), Fraction(2, 3), Fraction(0))
    assert game.infosets == (
        InformationSet(None, ("heads", "tails", "edge"), "coin", chances),
        InformationSet(1, ("l", "r"), "h"),
    )
    assert [outcome.label for outcome in game.outcomes] == ["fee", "x"]
    assert game.outcomes[0].payoffs == (Fraction(-1), Fraction(1, 2))
    assert game.children == ((1, 4, 7), (2, 3), (), (), (5, 6), (), (), ())
    assert game.nodes[:4] == (Node(0, None, "toss"), Node(1, 0, "n"), Node(None, 1), Node(None, 0))
    assert game.path_payoffs()[3] == (Fraction(-2), Fraction(1))


@pytest.mark.parametrize("actions", [["", "a", ""], ["a", "a"], ["a", "a", "a_1", ""], ["1/3", "1/3", "1/3"], ["", ""]])
def test_actions_that_repeat_or_are_empty_get_gambits_numbers(actions: list[str]) -> None:
    import pygambit

    words, ends = " ".join(f'"{action}"' for action in actions), 't "" 0\n' * len(actions)
    text = f'EFG 2 D "t" {{ "A" }} p "" 1 1 "" {{ {words} }} 0\n{ends}'  # a file without comment
    theirs = pygambit.read_efg(StringIO(text)).to_efg()
    assert parse_efg(text, "game").infosets == parse_efg(theirs, "Gambit").infosets
    assert len(set(parse_efg(text, "game").infosets[0].actions)) == len(actions)


MALFORMED = [
    ("", 1, "the end of the file", "'EFG'"),
    ('EFG 1 R "t"', 1, "'1'", "'2'"),
    ('EFG 2 R "t" { }\n', 2, "no players", "at least one"),
    ('EFG 2 R "t" { "A" "A" }', 1, "'A', twice", "distinct"),
    (HEAD, 3, "the end of the file", "'c', 'p' or 't': at least 1 more"),
    (HEAD + "x", 3, "'x'", "'c', 'p' or 't'"),
    (HEAD + MOVE + 't "" 0\n', 5, "the end of the file", "at least 1 more"),
    (HEAD + MOVE + ENDS + 't "" 0\n', 6, "'t'", "the end of the file"),
    (HEAD + MOVE.replace("p", "P"), 3, "'P'", "'c', 'p' or 't'"),
    (HEAD + MOVE.replace(" 1 1", " 3 1"), 3, "'3'", "the number of a player, 1 to 2"),
    (HEAD + MOVE.replace(" 1 1", " 0 1"), 3, "'0'", "the number of a player, 1 to 2"),
    (HEAD + MOVE.replace(" 1 1", " -1 1"), 3, "'-1'", "the number of a player, 1 to 2"),
    (HEAD + MOVE.replace(" 1 1", " 1 -1"), 3, "'-1'", "a whole number"),
    (HEAD + MOVE.replace(" 1 1", " " + "9" * 50 + " 1"), 3, "'9999", "the number of a player"),
    (HEAD + 'p "" 1 1 "h" { } 0', 3, "no actions", "at least one"),
    (HEAD + 'p "" 1 1 "h" { "a" 1 } 0', 3, "'1'", "an action"),
    (HEAD + 'p "" 1 1 "h" 0', 3, "'0'", "the actions of information set 1"),
    (HEAD + MOVE + 'p "" 1 1 "h" { "l" "m" } 0', 4, "'l', 'm'", "'l', 'r'"),
    (HEAD + MOVE + 'p "" 1 1 "h" { "l" } 0', 4, "'l'", "'l', 'r'"),
    (HEAD + MOVE + 'p "" 1 1 "g" { "l" "r" } 0', 4, "'g'", "'h'"),
    (HEAD + 'c "" 1 "" { "a" 1/2 "b" 1/3 } 0', 3, "probabilities that sum to 5/6", "exactly 1"),
    (HEAD + 'c "" 1 "" { "a" 0.333333 "b" 0.333333 "c" 0.333333 } 0', 3, "999999/1000000", "exactly 1"),
    (HEAD + 'c "" 1 "" { "a" 3/2 "b" -1/2 } 0', 3, "probability -1/2", "at least 0"),
    (HEAD + 'c "" 1 "" { "a" "b" } 0', 3, "'\"b\"'", "the probability of the action 'a'"),
    (HEAD + 'c "" 1 "" { "a" nan } 0', 3, "'nan'", "the probability of the action 'a'"),
    (HEAD + 'c "" 1 "" { } 0', 3, "no actions", "at least one"),
    (
        HEAD + 'c "" 1 "" { "a" 1/2 "b" 1/2 } 0\nc "" 1 "" { "a" 1/4 "b" 3/4 } 0',
        4,
        "other probabilities",
        "first occurs",
    ),
    (HEAD + 't "" 1', 3, "the end of the file", "the payoffs of outcome 1"),
    (HEAD + 't "" 1 "x" { 1 }', 3, "'}'", "a payoff of player 2 of 2"),
    (HEAD + 't "" 1 "x" { 1 2 3 }', 3, "'3'", "'}'"),
    (HEAD + 't "" 1 "x" { 1 inf }', 3, "'inf'", "a payoff of player 2 of 2"),
    (HEAD + 't "" 1 "x" { 1 1e99999999 }', 3, "'1e99999999'", "a finite number"),
    (HEAD + 't "" 0 "x" { 1 2 }', 3, "payoffs of outcome 0", "from 1"),
    (HEAD + 't "" -1 "x" { 1 2 }', 3, "'-1'", "a whole number"),
    (HEAD + "t 0", 3, "'0'", "the label of the node"),
    (HEAD + MOVE + 't "" 1 "x" { 1 2 }\nt "" 1 "x" { 1 3 }', 5, "payoffs 1, 3", "1, 2"),
    (HEAD + MOVE + 't "" 1 "x" { 1 2 }\nt "" 1 "y" { 1 2 }', 5, "'y'", "'x'"),
]


@pytest.mark.parametrize(("text", "line", "got", "allowed"), MALFORMED)
def test_malformed_files_name_the_line(text: str, line: int, got: str, allowed: str) -> None:
    with pytest.raises(InputError) as raised:
        parse_efg(text, "bad.efg")
    message = str(raised.value)
    assert message.startswith(f"bad.efg: line {line}: got ")
    assert "\n" not in message
    found, permitted = message.split("; allowed: ")
    assert got in found
    assert allowed in permitted


def test_sums_too_long_to_print_are_refused_in_words() -> None:
    """Denominators of 1900 digits whose least common multiple has more digits than Python prints."""
    chances = " ".join(f'"{k}" 1/{10**1900 + k}' for k in range(1, 9))
    with pytest.raises(InputError, match="sum to a number of 1000 bits or more"):
        parse_efg(f'{HEAD}c "" 1 "" {{ {chances} }} 0', "game")


@given(trees())
def test_written_and_read_back(game: ExtensiveForm) -> None:
    assert parse_efg(efg_text(game), "game") == game


def by_members(game: ExtensiveForm) -> dict[tuple[int, ...], InformationSet]:
    """Each information set under its nodes: the same however they are numbered."""
    return dict(zip(game.members, game.infosets, strict=True))


@pytest.mark.parametrize("make", TREES)
def test_gambit_reads_what_is_written(make: Callable[[], ExtensiveForm]) -> None:
    """Gambit's text of the tree it read from ours is the same tree."""
    import pygambit

    game = make()
    again = parse_efg(pygambit.read_efg(StringIO(efg_text(game))).to_efg(), "Gambit")
    assert again.children == game.children
    assert again.path_payoffs() == game.path_payoffs()
    assert by_members(again) == by_members(game)


def test_repeated_node_labels_are_written_once() -> None:
    """Gambit refuses two nodes of one label."""
    import pygambit

    tree = Tree(["A"])
    move = tree.infoset(0, ["l", "r"])
    tree.move(move, label="here")
    tree.end(label="there")
    tree.end(label="there")
    text = efg_text(tree.build())
    assert text.count('"there"') == 1
    assert len(pygambit.read_efg(StringIO(text)).to_efg()) > 0


def test_a_deep_and_a_wide_tree() -> None:
    """Neither recursion nor time that grows faster than the file: 8000 moves in a row, 8000 ends at one move."""
    deep = Tree(["A", "B"])
    for step in range(8000):
        deep.move(deep.infoset(step % 2, ["stop", "go"]))
        deep.end()
    deep.end(deep.outcome([1, 2]))
    wide = Tree(["A"])
    wide.move(wide.infoset(0, [str(k) for k in range(8000)]))
    for step in range(8000):
        wide.leaf([step])
    for game in (deep.build(), wide.build()):
        assert parse_efg(efg_text(game), "game") == game
        assert game.has_perfect_recall


VALID = efg_text(TREES[2]())


def complaint(text: str) -> str:
    """What the reader says of a text, nothing if it reads it."""
    try:
        parse_efg(text, "game")
    except InputError as error:
        return str(error)
    return ""


DAMAGE = ['"', "{", "}", "\\", " ", "9", "-", "/", "c", "t", "\x00", "é", ""]


@given(st.integers(0, len(VALID)), st.integers(0, 12), st.sampled_from(DAMAGE))
def test_damaged_files_are_read_or_refused(start: int, length: int, put: str) -> None:
    assert re.match(r"game: line \d+: got .*; allowed: |$", complaint(VALID[:start] + put + VALID[start + length :]))


@given(st.text(st.sampled_from('cpt"{}01/-, \n')))
def test_any_text_is_read_or_refused(text: str) -> None:
    for start in ("", HEAD, HEAD + MOVE):
        assert re.match(r"game: line \d+: got .*; allowed: |$", complaint(start + text))
