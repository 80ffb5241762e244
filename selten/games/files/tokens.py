"""The words of a Gambit file: braces, commas, quoted texts, numbers and bare words, each with its line.

White space separates words and means nothing else, except inside quotes. Inside quotes ``\\"`` is a quote and ``\\\\``
a backslash; any other backslash stands for itself. Numbers are ``p``, ``p/q`` and decimals with or without exponent.
The words are produced one by one, so that a wrong file is refused at the first wrong word, however long it is.
"""

import re
from fractions import Fraction
from typing import NoReturn

from selten.games.errors import InputError
from selten.games.number import exact_number

_WORD = re.compile(r'\s*("(?:[^"\\]|\\.)*"|[{},]|[^\s{},"]+|"|\Z)', re.DOTALL)
_ESCAPE = re.compile(r'\\(["\\])')
_NEEDS_ESCAPE = re.compile(r'\\(?=["\\]|\Z)|"')
_NUMBER = re.compile(r"[+-]?(?:[0-9]+/[0-9]+|(?:[0-9]+\.?[0-9]*|\.[0-9]+)(?:[eE][+-]?[0-9]+)?)\Z")
_INTEGER = re.compile(r"[0-9]{1,18}\Z")
_SHOWN = 40


def quoted(text: str) -> str:
    r"""A text in quotes, readable by :class:`Words` and, where that is possible, by Gambit.

    A backslash is doubled only where it would otherwise be taken for an escape.

    Examples
    --------
    >>> print(quoted('the "b" of a\\b'))
    "the \"b\" of a\b"
    """
    return '"' + _NEEDS_ESCAPE.sub(lambda found: "\\" + found.group(), text) + '"'


class Words:
    """The words of one text from first to last, with one word of look-ahead.

    Every method raises :class:`~selten.games.errors.InputError` naming the source and the line, what was found and
    what is allowed there.

    Parameters
    ----------
    text : str
        The whole file.
    source : str
        How messages call the file.

    Examples
    --------
    >>> words = Words('NFG { "a" }', "game.nfg")
    >>> words.bare("NFG"), words.take("{"), words.text("a label"), words.number("a payoff")
    Traceback (most recent call last):
    selten.games.errors.InputError: game.nfg: line 1: got '}'; allowed: a payoff, as p, p/q or a decimal
    """

    __slots__ = ("_position", "_text", "next", "source")

    def __init__(self, text: str, source: str) -> None:
        self._text, self.source, self._position, self.next = text, source, 0, ""
        self.advance()

    def advance(self) -> str:
        """The word at hand, going on to the next; the empty word stands for the end of the text."""
        word = self.next
        found = _WORD.match(self._text, self._position)
        assert found is not None  # the pattern matches at every position
        self._position, self.next = found.end(), found.group(1)
        return word

    @property
    def mark(self) -> int:
        """Where the word at hand begins, to come back to in a message."""
        return self._position - len(self.next)

    @property
    def left(self) -> int:
        """How many characters are left from the word at hand on."""
        return len(self._text) - self.mark

    @property
    def at_text(self) -> bool:
        """Whether the word at hand is a quoted text."""
        return len(self.next) > 1 and self.next[0] == '"'

    @property
    def at_number(self) -> bool:
        """Whether the word at hand is a number."""
        return _NUMBER.match(self.next) is not None

    def fail(self, allowed: str) -> NoReturn:
        """Refuse the word at hand."""
        self.refuse(self._shown(), allowed)

    def refuse(self, got: str, allowed: str, *, mark: int | None = None) -> NoReturn:
        """Refuse something that begins at the mark (by default the word at hand)."""
        line = self._text.count("\n", 0, self.mark if mark is None else mark) + 1
        raise InputError(f"{self.source}: line {line}: got {got}; allowed: {allowed}")

    def take(self, symbol: str) -> None:
        """Pass over a brace or a comma."""
        if self.next != symbol:
            self.fail(repr(symbol))
        self.advance()

    def skip(self, symbol: str) -> bool:
        """Pass over a brace or a comma if it is there, and say whether it was."""
        found = self.next == symbol
        if found:
            self.advance()
        return found

    def bare(self, *allowed: str) -> str:
        """One of the given bare words."""
        if self.next not in allowed:
            self.fail(" or ".join(map(repr, allowed)))
        return self.advance()

    def text(self, what: str) -> str:
        """A quoted text, without its quotes and escapes."""
        if not self.at_text:
            self.fail(f"{what}, in double quotes")
        inside = self.advance()[1:-1]
        return _ESCAPE.sub(r"\1", inside) if "\\" in inside else inside

    def number(self, what: str) -> Fraction:
        """A number, exactly."""
        if not self.at_number:
            self.fail(f"{what}, as p, p/q or a decimal")
        try:
            value = exact_number(self.next, what)
        except InputError:
            self.fail(f"{what}: a finite number of sensible length")
        self.advance()
        return value

    def count(self, what: str) -> int:
        """A whole number, at least 0."""
        if not _INTEGER.match(self.next):
            self.fail(f"{what}, a whole number")
        return int(self.advance())

    def end(self) -> None:
        """Nothing but white space may follow."""
        if self.next:
            self.fail("the end of the file")

    def _shown(self) -> str:
        if not self.next:
            return "the end of the file"
        if self.next == '"':
            return "a quote that is never closed"
        return repr(self.next if len(self.next) <= _SHOWN else self.next[:_SHOWN] + "...")
