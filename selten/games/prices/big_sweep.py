"""Exact comparisons of sums too long for machine integers: limbs, added up with carries, or floats and a margin.

A sweep is linear in the demand tables and in the mixed strategy, so that integers of any length are swept limb by limb
in machine integers, the limbs short enough that no sum overflows.
"""

from collections.abc import Callable, Sequence
from typing import Any

import numpy as np
import numpy.typing as npt

from selten.games.prices.protocol import Floats, PriceGame, Signs

Sweep = Callable[[tuple[npt.NDArray[Any], ...], npt.NDArray[np.int64]], npt.NDArray[np.int64]]

_WORD = 61
_SHORTEST = 6

MARGIN_BITS = 24
"""How long the limbs of margins are that are too long to be multiplied by tables."""


def weight_bits(margin: int, table_bits: int, pieces: int, support: int) -> int:
    """How long the limbs of weights may be; 0 if too short to be of use.

    A payoff sums, over the support, at most three tables times twice the margins; each digit of the result sums as many
    products of limbs as the tables have. Limbs of tables in several pieces must be whole multiples of those of weights.
    """
    room = _WORD - table_bits - (8 * max(margin, 1)).bit_length() - support.bit_length() - pieces.bit_length()
    if pieces == 1:
        return min(room, 30) if room >= _SHORTEST else 0
    return next((bits for bits in (24, 12, 8, 6) if bits <= room), 0)


def compare_limbs(
    sweep: Sweep,
    tables: tuple[Sequence[tuple[npt.NDArray[Any], ...]], int],
    weights: tuple[Sequence[int], int],
    threshold: int,
) -> Signs:
    """The sign of (the sweep of the weights minus the threshold) at each strategy.

    Parameters
    ----------
    tables : limbs of the tables, their bits
    weights : integers at least 0, bits of the limbs they are to be cut into

    Notes
    -----
    Digits are summed from the lowest up; only a carry and whether any digit was not zero are kept.
    """
    (limbs, table_bits), (numerators, bits) = tables, weights
    step = table_bits // bits if len(limbs) > 1 else 1
    length = max(-(-max(n.bit_length() for n in numerators) // bits), 1)
    low = 2**bits - 1
    digits = [np.array([n >> (bits * j) & low for n in numerators], dtype=np.int64) for j in range(length)]
    rest = threshold
    carry: Any = np.int64(0)
    some: Any = np.False_
    for place in range(length + step * (len(limbs) - 1)):
        total: Any = carry - (rest & low)
        rest >>= bits
        for k, limb in enumerate(limbs):
            if 0 <= place - step * k < length:
                total = total + sweep(limb, digits[place - step * k])
        some, carry = some | ((total & low) != 0), total >> bits
    top = _sign(carry, rest)
    return np.asarray(np.where(top == 0, some, top), dtype=np.int8)


def _sign(carry: Any, rest: int) -> npt.NDArray[Any]:
    """The sign of what is left: the carry minus the digits of the threshold beyond all others."""
    if abs(rest) < 2**62:
        return np.asarray(np.sign(carry - np.int64(rest)))
    return np.full(np.shape(carry), -1 if rest > 0 else 1)


def compare_near(game: PriceGame, firm: int, support: Any, numerators: Sequence[int], threshold: int) -> Signs:
    """The same from a sweep in floats, with Python's integers wherever rounding could decide.

    The margin allows for some roundings in each term and one in each sum, of payoffs up to three times the largest.
    """
    whole = sum(numerators)
    swept: Floats = game.sweep(firm, support, np.array([n / whole for n in numerators]))
    value = threshold / (whole * game.scale)
    margin = (len(numerators) + 32) * 2.0**-52 * 8 * (game.largest[firm] + abs(value))
    signs = np.asarray(np.sign(swept - value), dtype=np.int8)
    near = np.flatnonzero(np.abs(swept - value) <= margin)
    for i in range(0, near.size, 4096):
        block = game.exact_block(firm, near[i : i + 4096], support).astype(object)
        exact = block @ np.array(numerators, dtype=object) - threshold
        signs[near[i : i + 4096]] = [(x > 0) - (x < 0) for x in exact]
    return signs


def cut_margins(margins: Sequence[npt.NDArray[np.int64]], bits: int) -> list[tuple[npt.NDArray[np.int64], ...]]:
    """The margins in limbs of MARGIN_BITS, the lowest first and the last with the sign, if tables of so many bits ask.

    The limbs are such that a payoff, a sum of three products, stays within a machine integer.
    """
    most = max(int(np.abs(part).max()) for part in margins)
    if most.bit_length() + bits + 4 < _WORD:
        return [tuple(margins)]
    pieces, low = -(-most.bit_length() // MARGIN_BITS), 2**MARGIN_BITS - 1
    cut = [tuple(part >> (MARGIN_BITS * k) & low for part in margins) for k in range(pieces - 1)]
    return [*cut, tuple(part >> (MARGIN_BITS * (pieces - 1)) for part in margins)]


def combined(limbs: Sequence[npt.NDArray[Any]], bits: int) -> npt.NDArray[Any]:
    """Limbs put together: machine integers if there is one, else Python's."""
    if len(limbs) == 1:
        return limbs[0]
    whole: Any = limbs[0].astype(object)
    for k, limb in enumerate(limbs[1:], start=1):
        whole = whole + (limb.astype(object) << (bits * k))
    return np.asarray(whole, dtype=object)
