"""Game files in and out, of every kind: .nfg, .efg, the project's .json, .gam (GameTracer) and .csv in long form.

What a text holds is recognised by its content, never by its name; what is written is chosen by the suffix.
"""

import os
import sys
from collections.abc import Callable
from pathlib import Path
from typing import TypeAlias

from selten.games.errors import InputError
from selten.games.extensive_form import ExtensiveForm
from selten.games.files.efg import efg_text, parse_efg
from selten.games.files.game_json import game_json_text, parse_game_json
from selten.games.files.gametracer import gam_text, parse_gam
from selten.games.files.long_form import csv_text, is_csv, parse_csv
from selten.games.files.nfg import nfg_text, parse_nfg
from selten.games.normal_form import NormalForm
from selten.games.reduced import reduced_normal_form, simultaneous_tree

Game: TypeAlias = NormalForm | ExtensiveForm

_READERS: tuple[tuple[Callable[[str], bool], Callable[[str, str], Game]], ...] = (
    (is_csv, parse_csv),
    (lambda start: start.startswith("NFG"), parse_nfg),
    (lambda start: start.startswith("EFG"), parse_efg),
    (lambda start: start.startswith(("{", "[")), parse_game_json),
    (lambda start: start.partition("\n")[0].partition(" ")[0].strip().isdecimal(), parse_gam),
    (lambda start: "," in start.partition("\n")[0], parse_csv),
)
"""In this order: the first whose sign the text shows."""

_WRITERS: dict[str, Callable[[Game], str]] = {
    ".nfg": lambda game: nfg_text(normal_form(game)),
    ".efg": lambda game: efg_text(simultaneous_tree(game) if isinstance(game, NormalForm) else game),
    ".json": lambda game: game_json_text(normal_form(game)),
    ".gam": lambda game: gam_text(normal_form(game)),
    ".csv": lambda game: csv_text(normal_form(game)),
}


def normal_form(game: Game) -> NormalForm:
    """The game itself, or a tree's reduced normal form."""
    return game if isinstance(game, NormalForm) else reduced_normal_form(game)


def read_text(path: str | os.PathLike[str]) -> tuple[str, str]:
    """The text of a file, or of standard input for ``-``, and how messages call it.

    Raises
    ------
    InputError
        Naming the file, if it cannot be read or is no UTF-8 text.
    """
    source = "standard input" if path == "-" else os.fspath(path)
    try:
        data = _standard_input() if path == "-" else Path(path).read_bytes()
    except (OSError, ValueError) as error:
        reason = error.strerror if isinstance(error, OSError) and error.strerror else str(error)
        raise InputError(
            f"{source}: cannot be read ({reason}); allowed: a readable file, or - for standard input"
        ) from None
    try:
        return data.decode("utf-8-sig"), source
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        raise InputError(
            f"{source}: line {line}: got the byte 0x{data[error.start]:02x}; allowed: UTF-8 text"
        ) from None


def read_game(path: str | os.PathLike[str]) -> Game:
    """The game in a file, or on standard input for ``-``.

    Raises
    ------
    InputError
        Naming the file and the line or field.
    """
    return parse_game(*read_text(path))


def parse_game(text: str, source: str) -> Game:
    """The game that a text writes, its kind recognised by how the text begins.

    Raises
    ------
    InputError
        Naming ``source`` and the line or field.

    Examples
    --------
    >>> parse_game('NFG 1 R "" { "A" } { 2 } 1 2', "game.nfg").players
    ('A',)
    """
    text = text.removeprefix("\ufeff")
    start = text.lstrip()
    for recognised, reader in _READERS:
        if recognised(start):
            return reader(text, source)
    line = text.count("\n", 0, len(text) - len(start)) + 1
    got = repr(start[:20]) if start else "an empty text"
    allowed = "a game that begins with NFG, EFG or { (JSON), with a number (.gam) or with a line of columns (.csv)"
    raise InputError(f"{source}: line {line}: got {got}; allowed: {allowed}")


def game_text(game: Game, suffix: str) -> str:
    """A game as the text of a file with this suffix, with exact numbers.

    Parameters
    ----------
    suffix : {".nfg", ".efg", ".json", ".gam", ".csv"}
        A tree becomes its reduced normal form in all but .efg, a normal form a tree of simultaneous moves in .efg;
        .gam has no place for labels.

    Raises
    ------
    InputError
        For any other suffix, and for a game that the format cannot hold.
    """
    if suffix.lower() not in _WRITERS:
        raise InputError(f"the suffix of the file: got {suffix!r}; allowed: {', '.join(_WRITERS)}")
    return _WRITERS[suffix.lower()](game)


def write_game(game: Game, path: str | os.PathLike[str]) -> None:
    """Write a game to a file, of the kind that the suffix says; the file appears whole or not at all.

    Raises
    ------
    InputError
        Naming the file, if it cannot be written or its suffix is no game's.
    """
    try:
        text = game_text(game, Path(path).suffix)
    except InputError as error:
        name = os.fspath(path)
        raise InputError(f"{name if name.strip() else repr(name)}: {error}") from None
    write_text(text, path)


def write_text(text: str, path: str | os.PathLike[str]) -> None:
    """Write a text to a file by way of a temporary file in the same folder, which is then renamed.

    Raises
    ------
    InputError
        Naming the file, if it cannot be written.
    """
    target = Path(path)
    draft = target.with_name(f".{target.name}.{os.getpid()}")
    try:
        try:
            draft.write_text(text, encoding="utf-8", newline="\n")
            draft.replace(target)
        finally:
            draft.unlink(missing_ok=True)
    except (OSError, ValueError) as error:
        reason = error.strerror if isinstance(error, OSError) and error.strerror else str(error)
        raise InputError(f"{target}: cannot be written ({reason}); allowed: a file in a writable folder") from None


def _standard_input() -> bytes:
    raw = getattr(sys.stdin, "buffer", None)
    data = raw.read() if raw is not None else sys.stdin.read().encode()
    return bytes(data)
