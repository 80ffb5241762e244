"""A rival that draws one price from a distribution with pieces a + b / (p + c): exact expected profits against it.

Such distributions make a rival indifferent in games of price against price, so they appear in closed forms of mixed
equilibria. Given everybody's other prices, what a firm earns changes only at finitely many prices of the rival when
consumers are atoms; between them the distribution function says how likely each case is.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from itertools import pairwise

from selten.equilibria.bundling.deviation import Prices, pair_profit
from selten.games.bundling import BundlingMarket
from selten.games.consumers.atoms import Atoms
from selten.games.errors import InputError


@dataclass(frozen=True, slots=True)
class PricePiece:
    """P(price <= x) = a + b / (x + c) for low <= x < high, with the rival's other prices ``beside`` fixed meanwhile."""

    low: Fraction
    high: Fraction
    a: Fraction
    b: Fraction = Fraction(0)
    c: Fraction = Fraction(0)
    beside: Mapping[str, Fraction] = field(default_factory=dict)

    def cdf(self, x: Fraction) -> Fraction:
        """The distribution function by this piece's formula."""
        return self.a + self.b / (x + self.c) if self.b else self.a


@dataclass(frozen=True, slots=True)
class PriceLine:
    """The distribution of a rival's price of one product ("1", "2" or "b").

    Parameters
    ----------
    product : str
    pieces : tuple of PricePiece
        Adjacent, ascending; below the first the distribution function is 0, and it must reach 1 within the last. Where
        pieces do not meet there is an atom, which is at the first price of the later piece and has its ``beside``.

    Raises
    ------
    InputError
        If the pieces leave gaps, or the function falls or does not go from 0 to 1.
    """

    product: str
    pieces: tuple[PricePiece, ...]

    def __post_init__(self) -> None:
        reached = Fraction(0)
        for i, piece in enumerate(self.pieces):
            if not piece.low < piece.high or (i and piece.low != self.pieces[i - 1].high):
                raise InputError(f"pieces[{i}]: got [{piece.low}, {piece.high}); allowed: ascending, without gaps")
            if not reached <= piece.cdf(piece.low) <= piece.cdf(piece.high):
                raise InputError(f"pieces[{i}]: the distribution function falls; allowed: from 0 to 1, never falling")
            reached = piece.cdf(piece.high)
        if reached != 1:
            raise InputError(f"pieces: the distribution function reaches {reached}; allowed: 1")

    @property
    def atoms(self) -> tuple[tuple[Fraction, Fraction], ...]:
        """The prices of positive probability, with it."""
        before, found = Fraction(0), []
        for piece in self.pieces:
            jump = piece.cdf(piece.low) - before
            found += [(piece.low, jump)] if jump else []
            before = piece.cdf(piece.high)
        return tuple(found)


def expected_profit(market: BundlingMarket, own: Prices, rival: PriceLine) -> Fraction:
    """What a firm earns on average at its own prices against the distribution of the rival's, exactly.

    Examples
    --------
    >>> atoms = Atoms.of([(1, 0)], [1])
    >>> spread = PriceLine("1", (PricePiece(Fraction(1, 2), Fraction(1), Fraction(2), Fraction(-1)),))
    >>> str(expected_profit(BundlingMarket(atoms, Fraction(0)), {"1": Fraction(3, 4)}, spread))
    '1/4'
    """
    total, before = Fraction(0), Fraction(0)
    for piece in rival.pieces:
        jump = piece.cdf(piece.low) - before
        total += jump * _against(market, own, rival.product, piece, piece.low)
        cuts = _cuts(market, own, rival.product, piece)
        for low, high in pairwise(cuts):
            chance = piece.cdf(high) - piece.cdf(low)
            total += chance * _against(market, own, rival.product, piece, (low + high) / 2)
        before = piece.cdf(piece.high)
    return total


def _against(market: BundlingMarket, own: Prices, product: str, piece: PricePiece, price: Fraction) -> Fraction:
    return pair_profit(market, own, {**piece.beside, product: price})


def _cuts(market: BundlingMarket, own: Prices, product: str, piece: PricePiece) -> Sequence[Fraction]:
    """The rival's prices inside the piece at which some consumer, or the market price, changes; with both ends."""
    atoms = market.valuations
    if not isinstance(atoms, Atoms):
        raise TypeError(f"expected_profit: got {type(atoms).__name__}; allowed: Atoms")
    fixed = [min((p[name] for p in (own, piece.beside) if name in p), default=None) for name in "12b"]
    found = {own[product]} if product in own else set()
    for v in atoms.values:
        least = [x if price is None else min(x, price) for x, price in zip(v, fixed[:2], strict=True)]
        if product == "b":
            found.add(least[0] + least[1] + market.complementarity)
            continue
        k = "12".index(product)
        found.add(v[k])
        if fixed[2] is not None:
            found.add(fixed[2] - market.complementarity - least[1 - k])
    return sorted({piece.low, piece.high, *(x for x in found if piece.low < x < piece.high)})
