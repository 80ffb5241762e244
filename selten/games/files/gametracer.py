"""GameTracer's file format for games in normal form (.gam), which QuantEcon reads and writes too.

The file holds the number of players, how many strategies each has, and then the payoffs of the first player in all
profiles, of the second in all profiles, and so on; profiles run with the first player's strategy fastest. It has no
labels and no titles. Its readers expect decimals, so that a payoff like 1/3 has no place in it.

Source: B. Blum, D. Koller and C. Shelton, the GameTracer package, as QuantEcon reads its files.
"""

from fractions import Fraction
from math import prod

import numpy as np

from selten.games.errors import InputError
from selten.games.files.tokens import Words
from selten.games.normal_form import MOST_PLAYERS, NormalForm
from selten.games.number import number_text, shown_number


def parse_gam(text: str, source: str) -> NormalForm:
    """The game that a .gam text writes; a decimal is the number printed, players and strategies are numbered from 1.

    Raises
    ------
    InputError
        Naming ``source`` and the line.

    Examples
    --------
    >>> game = parse_gam("2  2 1  0.5 1  2 3", "game.gam")
    >>> game.counts, game.payoffs[0, 0, 0], game.payoffs[1, 1, 0]
    ((2, 1), Fraction(1, 2), Fraction(3, 1))
    """
    words = Words(text, source)
    mark = words.mark
    n = words.count("the number of players")
    if not 1 <= n <= MOST_PLAYERS:
        words.refuse(f"{n} players", f"1 to {MOST_PLAYERS}", mark=mark)
    counts = tuple(_count(words, player) for player in range(n))
    cells = n * prod(counts)
    if 2 * cells - 1 > words.left:
        words.refuse(f"{words.left} characters until the end of the file", f"{cells} more numbers, as the counts ask")
    values = np.empty(cells, dtype=object)
    values[:] = [words.number(f"payoff number {place + 1} of {cells}") for place in range(cells)]
    words.end()
    return NormalForm.of(values.reshape(n, *reversed(counts)).transpose(0, *range(n, 0, -1)))


def _count(words: Words, player: int) -> int:
    mark = words.mark
    count = words.count(f"the number of strategies of player {player + 1}")
    if not count:
        words.refuse("no strategies", f"at least one for player {player + 1}", mark=mark)
    return count


def gam_text(game: NormalForm) -> str:
    """A game as a .gam text, with every digit of every payoff; labels, title and comment have no place in it.

    A float payoff is written as the binary fraction it is.

    Raises
    ------
    InputError
        If the payoffs are enclosures, or one of them has no finite decimal.

    Examples
    --------
    >>> print(gam_text(NormalForm.of([[["1/2"], [1]], [[2], [3]]])))
    2
    2 1
    <BLANKLINE>
    0.5 1
    2 3
    <BLANKLINE>
    """
    if game.kind == "enclosed":
        raise InputError("payoffs: got bounds on numbers; allowed in a file: exact or float payoffs")
    n = len(game.players)
    rows = game.payoffs.transpose(0, *range(n, 0, -1)).reshape(n, -1).tolist()
    lines = [str(n), " ".join(map(str, game.counts)), ""]
    return "\n".join([*lines, *(" ".join(_decimal(Fraction(value)) for value in row) for row in rows)]) + "\n"


def _decimal(value: Fraction) -> str:
    """All digits: with d decimals where 10^d is the least power of ten that the denominator divides."""
    twos, rest = _taken_out(value.denominator, 2)
    fives, rest = _taken_out(rest, 5)
    if rest != 1:
        raise InputError(f"payoffs: got {shown_number(value)}; allowed in .gam: numbers with finitely many decimals")
    places = max(twos, fives)
    digits = number_text(abs(value.numerator) * 10**places // value.denominator).rjust(places + 1, "0")
    sign = "-" if value < 0 else ""
    return sign + (f"{digits[:-places]}.{digits[-places:]}" if places else digits)


def _taken_out(number: int, prime: int) -> tuple[int, int]:
    """How often a prime divides the number, and what is left."""
    times = 0
    while number % prime == 0:
        number, times = number // prime, times + 1
    return times, number
