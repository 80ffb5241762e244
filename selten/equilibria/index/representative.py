"""One exact game that stands for all the games that an enclosed game describes.

Where the payoffs are constants and independent symbols, every answer that enclosures decide holds for all values of the
symbols inside their bounds; what depends on the answer only (the index of a component is constant where the labels of
the equilibria are) may then be computed at one rational point.
"""

import math
from fractions import Fraction

import numpy as np

from selten.games.enclosed import _PRIME, Enclosed
from selten.games.normal_form import NormalForm


def representative(game: NormalForm) -> NormalForm | None:
    """The game itself if it is not enclosed, else the exact game at simple values of the symbols inside their bounds.

    Returns
    -------
    NormalForm or None
        None unless every payoff is a rational constant or depends on one symbol that no other payoff depends on
        (equal payoffs aside).

    Examples
    --------
    >>> b = Enclosed.symbol("b", 0.3, 0.4)
    >>> representative(NormalForm.of([[[b, 0]], [[b, 1]]])).payoffs[0].tolist()
    [[Fraction(3, 8), Fraction(0, 1)]]
    """
    if game.kind != "enclosed":
        return game
    values: dict[int, Fraction] = {}
    owners: dict[str, int] = {}
    for entry in game.payoffs.flat:
        if entry.residue in values:
            continue
        if len(entry.names) > 1 or any(owners.setdefault(name, entry.residue) != entry.residue for name in entry.names):
            return None
        value = simple_value(entry.low, entry.high) if entry.names else constant(entry)
        if value is None:
            return None
        values[entry.residue] = value
    table = np.empty(game.payoffs.shape, dtype=object)
    table.ravel()[:] = [values[entry.residue] for entry in game.payoffs.flat]
    return game.with_payoffs(table)


def simple_value(low: float, high: float) -> Fraction:
    """The binary fraction with the smallest denominator between two floats.

    Examples
    --------
    >>> simple_value(0.3, 0.4), simple_value(-0.1, 0.2)
    (Fraction(3, 8), Fraction(0, 1))
    """
    bottom, top = Fraction(low), Fraction(high)
    denominator = 1
    while math.ceil(bottom * denominator) > math.floor(top * denominator):
        denominator *= 2
    first, last = math.ceil(bottom * denominator), math.floor(top * denominator)
    return Fraction(min(max(first, 0), last), denominator)


def constant(entry: Enclosed) -> Fraction | None:
    """The rational number that an enclosure without symbols is, or None if its terms are too large to tell.

    The residue determines a fraction whose terms are below 2**63 (Wang 1981); it must lie in the enclosure.

    Examples
    --------
    >>> constant(Enclosed.of(Fraction(-2, 3)))
    Fraction(-2, 3)
    """
    if entry.low == entry.high:
        return Fraction(entry.low)
    older, newer, factor, previous = _PRIME, entry.residue, 1, 0
    while newer >= 2**63:
        quotient = older // newer
        older, newer = newer, older - quotient * newer
        previous, factor = factor, previous - quotient * factor
    if factor == 0 or abs(factor) >= 2**63:
        return None
    value = Fraction(newer, factor)
    return value if Fraction(entry.low) <= value <= Fraction(entry.high) else None
