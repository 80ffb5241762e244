"""Gambit's file format for games in normal form (.nfg, version 1), read and written exactly.

The file holds a title, the players, the strategies (labels, or only how many), a comment that may be missing, and then
either the payoffs of every pure profile (payoff style) or a list of outcomes and the number of the outcome of every
profile, 0 for none (outcome style). Profiles run with the first player's strategy fastest. Both styles are read; games
are written in payoff style, which every program reads.

Source: the format as the Gambit project documents it, https://gambitproject.readthedocs.io, "Game representation
formats".
"""

from fractions import Fraction
from math import prod

import numpy as np

from selten.games.errors import InputError
from selten.games.files.tokens import Words, quoted
from selten.games.labels import distinct, repeated
from selten.games.normal_form import MOST_PLAYERS, NormalForm
from selten.games.number import number_text


def parse_nfg(text: str, source: str) -> NormalForm:
    """The game that a .nfg text writes; its numbers are exact.

    Empty labels become ``_1``, ``_2``, ..., the labels of bare counts are numbers from 1.

    Raises
    ------
    InputError
        Naming ``source`` and the line.

    Examples
    --------
    >>> game = parse_nfg('NFG 1 R "one" { "A" "B" } { 2 1 } 0.5 1 2/3 4', "game.nfg")
    >>> game.counts, game.payoffs[0, 1, 0]
    ((2, 1), Fraction(2, 3))
    """
    words = Words(text, source)
    words.bare("NFG")
    words.bare("1")
    words.bare("R", "D")
    title = words.text("the title")
    players = read_players(words)
    if not players or len(players) > MOST_PLAYERS:
        words.refuse(f"{len(players)} players", f"1 to {MOST_PLAYERS}")
    strategies, counts = _read_strategies(words, players)
    comment = words.text("the comment") if words.at_text else ""
    body = _outcome_style if words.next == "{" else _payoff_style
    values = body(words, len(players), prod(counts))
    words.end()
    labels = strategies or tuple(tuple(str(k + 1) for k in range(m)) for m in counts)
    return NormalForm.of(_table(values, counts), labels, players=players, title=title, comment=comment)


def nfg_text(game: NormalForm) -> str:
    """A game as a .nfg text in payoff style with numbers p/q.

    A float payoff is written as the binary fraction it is.

    Raises
    ------
    InputError
        If the payoffs are enclosures, which no file can hold.
    """
    if game.kind == "enclosed":
        raise InputError("payoffs: got bounds on numbers; allowed in a file: exact or float payoffs")
    n = len(game.players)
    fastest_first = game.payoffs.transpose(*range(n, 0, -1), 0).reshape(-1, n).tolist()
    strategies = "\n".join("{ " + " ".join(map(quoted, own)) + " }" for own in game.strategies)
    lines = [f"NFG 1 R {quoted(game.title)} {{ {' '.join(map(quoted, game.players))} }}", ""]
    lines += [f"{{ {strategies}", "}", quoted(game.comment), ""]
    lines += [" ".join(map(number_text, row)) for row in fastest_first]
    return "\n".join(lines) + "\n"


def read_players(words: Words) -> tuple[str, ...]:
    """The players of a Gambit file: labels in braces, distinct."""
    words.take("{")
    return _labels(words, "a player's label")


def _labels(words: Words, what: str) -> tuple[str, ...]:
    """Labels up to the closing brace, which is passed over."""
    mark, labels = words.mark, []
    while not words.skip("}"):
        if not words.at_text:
            words.fail(f"{what} in double quotes, or '}}'")
        labels.append(words.text(what))
    twice = repeated(label for label in labels if label)
    if twice is not None:
        words.refuse(f"{what}, {twice!r}, twice", "distinct labels", mark=mark)
    return distinct(labels)


def _read_strategies(
    words: Words, players: tuple[str, ...]
) -> tuple[tuple[tuple[str, ...], ...] | None, tuple[int, ...]]:
    """The labels (None for bare counts) and how many there are."""
    words.take("{")
    if words.next != "{":
        counts = tuple(_positive(words, player) for player in players)
        words.take("}")
        _enough(words, prod(counts))
        return None, counts
    labels = []
    for player in players:
        words.take("{")
        own = _labels(words, f"a strategy label of player {player!r}")
        if not own:
            words.refuse(f"no strategies of player {player!r}", "at least one strategy for each player")
        labels.append(own)
    words.take("}")
    return tuple(labels), tuple(map(len, labels))


def _positive(words: Words, player: str) -> int:
    if words.next and not words.next.strip("0"):
        words.fail(f"at least one strategy of player {player!r}")
    return words.count(f"the number of strategies of player {player!r}")


def _payoff_style(words: Words, n: int, cells: int) -> list[Fraction]:
    """The payoffs in the order of the file; a comma between two is passed over."""
    _enough(words, cells * n)
    values = []
    for position in range(cells * n):
        if not words.at_number:
            words.fail(f"payoff number {position + 1} of {cells * n}, as p, p/q or a decimal")
        values.append(words.number("a payoff"))
        words.skip(",")
    return values


def _outcome_style(words: Words, n: int, cells: int) -> list[Fraction]:
    """The payoffs in the order of the file, by way of the list of outcomes."""
    words.take("{")
    outcomes = [[Fraction(0)] * n]
    while not words.skip("}"):
        words.take("{")
        if words.at_text:
            words.text("the label of an outcome")
        outcomes.append(read_payoffs(words, n))
    _enough(words, cells)
    values: list[Fraction] = []
    for position in range(cells):
        mark = words.mark
        number = words.count(f"the outcome of profile {position + 1} of {cells}")
        if number >= len(outcomes):
            words.refuse(f"outcome {number}", f"the number of an outcome, 0 to {len(outcomes) - 1}", mark=mark)
        values += outcomes[number]
    return values


def read_payoffs(words: Words, n: int) -> list[Fraction]:
    """One payoff for each player up to the closing brace, which is passed over; commas may separate them."""
    payoffs = []
    for player in range(n):
        payoffs.append(words.number(f"a payoff of player {player + 1} of {n}"))
        words.skip(",")
    words.take("}")
    return payoffs


def _enough(words: Words, numbers: int) -> None:
    """Refuse counts that the rest of the file cannot fill, before anything of that size is made."""
    if 2 * numbers - 1 > words.left:
        words.refuse(f"{words.left} characters until the end of the file", f"{numbers} more numbers, as the counts ask")


def _table(values: list[Fraction], counts: tuple[int, ...]) -> "np.ndarray[tuple[int, ...], np.dtype[np.object_]]":
    n = len(counts)
    flat = np.empty(len(values), dtype=object)
    flat[:] = values
    return flat.reshape(-1, n).T.reshape(n, *reversed(counts)).transpose(0, *range(n, 0, -1))
