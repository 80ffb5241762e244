"""What consumers can buy in a market of several components: all baskets of products without a common component.

Baskets that leave a consumer the same are ranked by a tie rule (:mod:`selten.games.prices.multiproduct`), which looks
at the sizes of the products in them only.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property
from math import lcm
from typing import Any

import numpy as np
import numpy.typing as npt

from selten.games.consumers.atoms import Tie
from selten.games.errors import InputError
from selten.games.prices.multiproduct_market import MultiproductMarket
from selten.games.prices.price_range import refuse_beyond
from selten.games.prices.protocol import Floats, Ints

MOST_BASKETS = 50_000
"""More baskets are refused; nine components sold in every combination would have 115,975."""

LIMB_BITS, PIECE_BITS = 30, 24


@dataclass(frozen=True, eq=False)
class Baskets:
    """All baskets of the products on offer, and what they are worth to each kind of consumer.

    Parameters
    ----------
    products : tuple of str
        All products on offer.
    starts, items : int64 arrays
        Basket b has the products at positions ``items[starts[b]:starts[b + 1]]``.
    worth : int64 array, shape (consumers, baskets)
        The worth in units of prices times ``factor``, plus the rank of the basket in ties.
    factor : int
    masses : tuple of int64 arrays
        Of the consumers, in limbs of 24 bits from the lowest, or one of up to 30; over ``denominator``.
    denominator : int
    split : int
        A multiple of each number of baskets of equal rank.
    shares : int
        A multiple of each number of firms that may share a product's buyers.
    """

    products: tuple[str, ...]
    starts: Ints
    items: Ints
    worth: Ints
    factor: int
    masses: tuple[Ints, ...]
    denominator: int
    split: int
    shares: int

    @cached_property
    def floats(self) -> Floats:
        """The masses times their denominator, as floats."""
        limbs = [mass.astype(np.float64) * 2.0 ** (PIECE_BITS * k) for k, mass in enumerate(self.masses)]
        return np.asarray(sum(limbs[1:], start=limbs[0]))

    @property
    def constants(self) -> tuple[int, int, int]:
        """What the compiled sweeps need: factor, split, shares."""
        return self.factor, self.split, self.shares

    @property
    def mass_bits(self) -> int:
        """How long the sum of one limb of the masses over all consumers may be."""
        return max(int(mass.sum()).bit_length() for mass in self.masses)


def listed(products: Sequence[str]) -> list[tuple[int, ...]]:
    """Every set of products without a common component, as positions in the list; the empty one first.

    Raises
    ------
    InputError
        If they are more than :data:`MOST_BASKETS`.

    Examples
    --------
    >>> listed(["12", "1", "2"])
    [(), (0,), (1,), (1, 2), (2,)]
    """
    found: list[tuple[int, ...]] = []

    def extend(basket: tuple[int, ...], used: frozenset[str]) -> None:
        found.append(basket)
        if len(found) > MOST_BASKETS:
            raise InputError(f"offers: got more than {MOST_BASKETS} ways to buy; allowed: fewer products or components")
        for k in range(basket[-1] + 1 if basket else 0, len(products)):
            if used.isdisjoint(products[k]):
                extend((*basket, k), used.union(products[k]))

    extend((), frozenset())
    return found


def preference(sizes: Sequence[int], tie: Tie) -> tuple[int, ...]:
    """What orders baskets that leave the same, by the sizes of their products: the greatest is bought.

    Examples
    --------
    >>> preference((2,), "bundle") > preference((1, 1), "bundle") > preference((1,), "bundle")
    True
    >>> preference((1, 1), "components") > preference((1,), "components") > preference((2,), "components")
    True
    """
    most = 9
    numbers = tuple(sum(size == s for size in sizes) for s in range(1, most + 1))
    if tie == "components":
        return numbers
    return (sum(sizes), -len(sizes), *reversed(numbers))


def baskets(market: MultiproductMarket, offers: Sequence[Sequence[str]], unit: Fraction, tie: Tie) -> Baskets:
    """The baskets of what the firms offer; ``unit`` divides all prices.

    Raises
    ------
    InputError
        If they are too many, take too much memory, or their worth is too long for machine integers.
    """
    products = tuple(sorted({name for own in offers for name in own}, key=lambda name: (-len(name), name)))
    sets = listed(products)
    refuse_beyond(16 * len(sets) * len(market.masses), f"table of {len(market.masses)} consumers x {len(sets)} baskets")
    wanted = [preference([len(products[k]) for k in one], tie) for one in sets]
    order = sorted(set(wanted))
    rank = {key: r for r, key in enumerate(order)}
    most = max(wanted.count(key) for key in order)
    numerators, finer = _worths(market, products, sets, unit)
    factor = finer * len(order)
    worth = numerators * len(order) + np.array([rank[key] for key in wanted], dtype=object)
    if max(abs(x) for x in worth.ravel().tolist()) >= 2**58:
        raise InputError("prices: got prices and values too fine for machine integers; allowed: a coarser grid")
    lengths = [len(one) for one in sets]
    masses, denominator = _masses(market.masses)
    sellers = max((sum(name in own for own in offers) for name in products), default=1)
    return Baskets(
        products,
        np.cumsum([0, *lengths]),
        np.array([k for one in sets for k in one], dtype=np.int64),
        np.ascontiguousarray(worth.astype(np.int64)),
        factor,
        masses,
        denominator,
        lcm(*range(1, most + 1)),
        lcm(*range(1, sellers + 1)),
    )


def _worths(
    market: MultiproductMarket, products: Sequence[str], sets: Sequence[tuple[int, ...]], unit: Fraction
) -> tuple[npt.NDArray[Any], int]:
    """What each basket is worth to each consumer as whole numbers of ``unit / finer``, and ``finer``."""
    if market.together == "union":
        joined = ["".join(sorted("".join(products[k] for k in one))) for one in sets]
        names = sorted({*joined} - {""})
        columns = [[names.index(name)] if name else [] for name in joined]
    else:
        names, columns = list(products), [list(one) for one in sets]
    numbers = [v for values in market.values for v in values] + [v for own in market.own for _, v in own]
    below = lcm(
        unit.denominator, *(v.denominator for v in numbers), *(v.denominator for _, v in market.complementarity)
    )
    single = _singles(market, names, below)
    sums = [single[:, at].sum(axis=1) if at else np.zeros(len(single), dtype=object) for at in columns]
    return np.stack(sums, axis=1).astype(object), below // unit.denominator


def _singles(market: MultiproductMarket, names: Sequence[str], below: int) -> npt.NDArray[Any]:
    """What each named product is worth to each consumer, over one denominator; shape (consumers, names)."""

    def whole(value: Fraction) -> int:
        return value.numerator * (below // value.denominator)

    parts = np.array([[whole(v) for v in values] for values in market.values], dtype=object)
    single = np.zeros((len(parts), len(names)), dtype=object)
    for column, name in enumerate(names):
        single[:, column] = parts[:, [int(c) - 1 for c in name]].sum(axis=1) + whole(market.extra(name))
    place = {name: column for column, name in enumerate(names)}
    for kind, own in enumerate(market.own):
        for name, worth in own:
            if name in place:
                single[kind, place[name]] = whole(worth)
    return single


def _masses(masses: Sequence[Fraction]) -> tuple[tuple[Ints, ...], int]:
    denominator = lcm(*(mass.denominator for mass in masses))
    whole = [int(mass * denominator) for mass in masses]
    if denominator.bit_length() <= LIMB_BITS:
        return (np.array(whole, dtype=np.int64),), denominator
    low = 2**PIECE_BITS - 1
    pieces = -(-denominator.bit_length() // PIECE_BITS)
    return tuple(
        np.array([m >> (PIECE_BITS * k) & low for m in whole], dtype=np.int64) for k in range(pieces)
    ), denominator
