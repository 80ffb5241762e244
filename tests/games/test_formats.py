"""Files in and out: content decides the kind, names do not; files appear whole or not at all."""

import io
import os
import sys
from collections.abc import Callable
from fractions import Fraction
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from selten.games.errors import InputError
from selten.games.extensive_form import ExtensiveForm
from selten.games.formats import game_text, normal_form, parse_game, read_game, read_text, write_game
from selten.games.library import NORMAL_FORMS, TREES, entry_game, prisoners_dilemma
from selten.games.normal_form import NormalForm

NFG = 'NFG 1 R "" { "A" } { 2 } 1 2'
EFG = 'EFG 2 R "" { "A" } t "" 1 "" { 1 }'
JSON = '{"payoffs": [[1, 2]]}'


@pytest.mark.parametrize(("text", "kind"), [(NFG, NormalForm), (EFG, ExtensiveForm), (JSON, NormalForm)])
@pytest.mark.parametrize("before", ["", "\n \t", "\ufeff"])
@pytest.mark.parametrize("name", ["a.txt", "a.nfg", "a"])
def test_content_decides(tmp_path: Path, text: str, kind: type, before: str, name: str) -> None:
    (tmp_path / name).write_text(before + text, encoding="utf-8")
    assert isinstance(read_game(tmp_path / name), kind)
    assert isinstance(read_game(str(tmp_path / name)), kind)


@pytest.mark.parametrize("text", [NFG, EFG, JSON])
def test_standard_input(monkeypatch: pytest.MonkeyPatch, text: str) -> None:
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(text.encode())))
    assert read_game("-").players in (("A",), ("1",))
    monkeypatch.setattr(sys, "stdin", io.StringIO(text))
    assert read_text("-") == (text, "standard input")


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("", "line 1: got an empty text; allowed: a game that begins with NFG, EFG or {"),
        ("\n\nhello world", "line 3: got 'hello world'; allowed: a game"),
        ("[]", "got a list of 0; allowed: an object with the key 'payoffs'"),
        ("[1, 2", "line 1, column 6: not JSON"),
        ('{"valuations": 1}', "got an object with the keys 'valuations'; allowed: an object with the key 'payoffs'"),
        ("NFG", "line 1: got the end of the file; allowed: '1'"),
    ],
)
def test_what_is_no_game_is_refused(tmp_path: Path, text: str, message: str) -> None:
    path = tmp_path / "game.txt"
    path.write_text(text)
    with pytest.raises(InputError) as raised:
        read_game(path)
    assert str(raised.value).startswith(str(path))
    assert message in str(raised.value)


def test_a_mark_before_a_malformed_game_does_not_shift_lines() -> None:
    with pytest.raises(InputError, match="game: line 2: got 'x'"):
        parse_game('\ufeffNFG 1 R "" { "A" } { 2 }\n1 x', "game")


@pytest.mark.parametrize("name", ["missing.nfg", ".", "nul\0.nfg"])
def test_files_that_cannot_be_read(tmp_path: Path, name: str) -> None:
    with pytest.raises(InputError, match="cannot be read"):
        read_game(f"{tmp_path}/{name}")


def test_bytes_that_are_no_text(tmp_path: Path) -> None:
    path = tmp_path / "game.nfg"
    path.write_bytes(b'NFG 1 R "t"\n{ "\xff" }')
    with pytest.raises(InputError, match=r"game\.nfg: line 2: got the byte 0xff; allowed: UTF-8 text"):
        read_game(path)


@given(st.binary(max_size=300))
def test_any_bytes_are_read_or_refused(data: bytes) -> None:
    for text in (data.decode("latin-1"), data.decode("utf-16", errors="replace")):
        with pytest.raises(InputError):
            parse_game(text, "garbage")


@pytest.mark.parametrize("make", [*NORMAL_FORMS, *TREES])
@pytest.mark.parametrize("suffix", [".nfg", ".efg", ".json"])
def test_every_game_in_every_format(
    tmp_path: Path, make: Callable[[], NormalForm | ExtensiveForm], suffix: str
) -> None:
    """Whatever the way through the formats, the normal form is the same."""
    game, path = make(), tmp_path / f"game{suffix}"
    write_game(game, path)
    again, expected = normal_form(read_game(path)), normal_form(game)
    assert (again.payoffs == expected.payoffs).all()
    assert (again.players, again.strategies) == (expected.players, expected.strategies)
    assert os.listdir(tmp_path) == [path.name]


def test_a_tree_stays_a_tree(tmp_path: Path) -> None:
    write_game(entry_game(), tmp_path / "game.EFG")
    again = read_game(tmp_path / "game.EFG")
    assert isinstance(again, ExtensiveForm)
    assert (again.nodes, again.outcomes) == (entry_game().nodes, entry_game().outcomes)


@pytest.mark.parametrize("name", ["game", "game.txt", "game.nfg.gz", ".nfg"])
def test_other_suffixes_are_refused(tmp_path: Path, name: str) -> None:
    with pytest.raises(InputError, match=r"allowed: \.nfg, \.efg, \.json"):
        write_game(prisoners_dilemma(), tmp_path / name)
    assert os.listdir(tmp_path) == []


def test_a_file_that_cannot_be_written(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="cannot be written"):
        write_game(prisoners_dilemma(), tmp_path / "no such folder" / "game.nfg")
    (tmp_path / "game.nfg").mkdir()
    with pytest.raises(InputError, match="cannot be written"):
        write_game(prisoners_dilemma(), tmp_path / "game.nfg")
    assert os.listdir(tmp_path) == ["game.nfg"]


def test_a_file_is_replaced_whole(tmp_path: Path) -> None:
    path = tmp_path / "game.nfg"
    path.write_text("x" * 10000)
    write_game(prisoners_dilemma(), path)
    assert path.read_text() == game_text(prisoners_dilemma(), ".nfg")


def test_a_payoff_too_long_to_print_is_refused() -> None:
    """Sums along a path may have more digits than Python prints; no file is made of them."""
    from selten.games.tree import Tree

    tree = Tree(["A"])
    for k in range(1, 5):
        tree.move(tree.infoset(0, ["on"]), outcome=tree.outcome([Fraction(1, 10**1900 + k)]))
    tree.end()
    with pytest.raises(InputError, match="4300 digits"):
        game_text(tree.build(), ".nfg")
