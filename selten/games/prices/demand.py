"""Demand of the two-component duopoly at all market prices of a grid, as integer tables over two prices each.

Demand beside the bundle separates (see :mod:`selten.games.prices.price_tables`, which spells the same rule out over all
three prices): seven tables say everything, named in :mod:`selten.games.prices.kernels`. Their entries are whole numbers
over one denominator: exactly so for atoms and uniforms (not joined by a copula); other distributions are rounded to
2^-50, and ``error`` bounds how far an entry may then be from the truth. Entries too large for machine arithmetic are
cut into limbs of equal length, lowest first; all that is done with tables is linear in them.

Atoms need not lie on the grid: their valuations are replaced by ranks, twice the price just below and one more if they
lie between prices, so that every comparison with a price comes out as it should, in small integers.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from math import lcm
from typing import Any

import numpy as np
import numpy.typing as npt

from selten.games.bundling import BundlingMarket
from selten.games.consumers.atoms import Atoms, Tie
from selten.games.consumers.measures import denominators, measure
from selten.games.consumers.whole_atoms import WholeAtoms

Ints = npt.NDArray[np.int64]
Tables = tuple[npt.NDArray[Any], ...]

NOT_SOLD = 2**60
"""The price that stands for a component nobody offers, and twice that for the bundle."""

FLOAT_BITS = 50
"""Demand that is not rational is rounded to this many binary places."""

LIMB_BITS = 30
"""The longest entry, in bits, that is kept in one piece, and PIECE_BITS the length of each of several."""

PIECE_BITS = 24


@dataclass(frozen=True, eq=False, slots=True)
class Demand:
    """Demand tables on the axes of the market prices, the last place of each axis meaning that nobody offers it.

    Parameters
    ----------
    prices : three int64 arrays
        The prices of components 1 and 2 and the net price p_b - Delta of the bundle, in whole units.
    limbs : tuple of tuples of seven int64 arrays
        alone1, alone2, total, less1, less2, beside1, beside2, in limbs of ``bits`` bits, the lowest first.
    denominator : int
        What the entries are over.
    floats : tuple of seven float64 arrays
        The same as probabilities.
    error : float
        The most by which an entry differs from the true probability; 0 if demand is exact.
    """

    prices: tuple[Ints, Ints, Ints]
    limbs: tuple[Tables, ...]
    bits: int
    denominator: int
    floats: Tables
    error: float


def demand(market: BundlingMarket, axes: Sequence[Sequence[int]], unit: Fraction, *, tie: Tie = "bundle") -> Demand:
    """The tables of a market.

    Parameters
    ----------
    axes : three sequences of int
        Market prices of components 1 and 2 and of the bundle, in units, ascending.
    unit : Fraction
        The price that they are multiples of; the complementarity must be one.

    Examples
    --------
    >>> market = BundlingMarket(Atoms.of([(1, 0), (1, 1)], ["1/3", "2/3"]), Fraction(0))
    >>> demand(market, [[0, 1], [0, 1], [1, 2]], Fraction(1)).limbs[0][2].tolist()  # the bundle alone at 1, 2, never
    [3, 2, 0]
    """
    delta = int(market.complementarity / unit)
    p1, p2, net = (np.array(axis, dtype=np.int64) for axis in axes)
    net = net - delta
    atoms = isinstance(market.valuations, Atoms)
    tables, denominator = (_atoms if atoms else _measured)(market, (p1, p2, net), unit, tie == "components")
    limbs, bits = _limbs(tables, denominator)
    floats = tuple(_quotients(table, denominator) for table in tables)
    exact = atoms or measure(market.valuations, unit).denominator is not None
    error = 0.0 if exact else market.valuations.error + 2.0**-FLOAT_BITS
    ends = (np.append(p1, NOT_SOLD), np.append(p2, NOT_SOLD), np.append(net, 2 * NOT_SOLD))
    return Demand(ends, limbs, bits, denominator, floats, error)


def _atoms(
    market: BundlingMarket, axes: tuple[Ints, Ints, Ints], unit: Fraction, closed: bool
) -> tuple[list[npt.NDArray[Any]], int]:
    """The tables for consumers who are atoms, over the common denominator of their masses."""
    atoms: Any = market.valuations
    whole: WholeAtoms = atoms.whole
    denominator, mass = whole.denominator, whole.masses
    pieces = -(-denominator.bit_length() // LIMB_BITS)
    if pieces == 1:
        return _atom_tables(whole, mass, axes, unit, closed), denominator
    low = 2**LIMB_BITS - 1
    parts = [(mass >> (LIMB_BITS * piece) & low).astype(np.int64) for piece in range(pieces)]
    tables = [_atom_tables(whole, part, axes, unit, closed) for part in parts]
    return [_joined(same) for same in zip(*tables, strict=True)], denominator


def _joined(pieces: Sequence[Ints]) -> npt.NDArray[Any]:
    """Tables of machine integers, one a piece of the masses, put together as Python's integers."""
    whole = pieces[0].astype(object)
    for k, piece in enumerate(pieces[1:], start=1):
        whole = whole + (piece.astype(object) << (LIMB_BITS * k))
    return np.asarray(whole, dtype=object)


def _atom_tables(
    atoms: WholeAtoms, mass: Ints, axes: tuple[Ints, Ints, Ints], unit: Fraction, closed: bool
) -> list[npt.NDArray[Any]]:
    from selten.games.prices.kernels import atom_tables

    p1, p2, net = (2 * axis for axis in axes)
    v1, v2, both = (_ranks(own, atoms.over, unit) for own in (*atoms.values, atoms.values[0] + atoms.values[1]))
    tables: list[npt.NDArray[Any]] = [_above(v1, mass, p1), _above(v2, mass, p2)]
    tables.append(np.append(_above(both, mass, net)[:-1], 0))
    pairs = []
    for axis, own, other in ((p1, v1, v2), (p2, v2, v1)):
        less, beside = (np.zeros((net.size + 1, axis.size + 1), dtype=np.int64) for _ in range(2))
        order = np.argsort(other, kind="stable")
        listed = own[order], other[order], both[order], mass[order]
        atom_tables(axis, net, *listed, closed, less[:-1, :-1], beside[:-1, :-1])
        pairs.append((less, beside))
    (less1, beside1), (less2, beside2) = pairs
    beside1[-1], beside2[-1] = tables[0], tables[1]
    return [*tables, less1, less2, beside1, beside2]


def _ranks(values: npt.NDArray[Any], over: int, unit: Fraction) -> Ints:
    """Twice the number of whole units in values / over, and one more between two; what is beyond all prices is cut."""
    if max(int(values.max()) * unit.denominator, over * unit.numerator) >= 2**62:
        values = values.astype(object)
    scaled, grain = values * unit.denominator, over * unit.numerator
    ranks = 2 * np.minimum(scaled // grain, NOT_SOLD) + (scaled % grain != 0)
    return np.asarray(np.minimum(ranks, NOT_SOLD), dtype=np.int64)


def _above(values: Ints, mass: Ints, prices: Ints) -> Ints:
    """The mass of the values at or above each price, and 0 at the end."""
    order = np.argsort(values, kind="stable")
    sums = np.append(np.cumsum(mass[order][::-1])[::-1], 0)
    return np.append(sums[np.searchsorted(values[order], prices, side="left")], 0)


def _measured(
    market: BundlingMarket, axes: tuple[Ints, Ints, Ints], unit: Fraction, closed: bool
) -> tuple[list[npt.NDArray[Any]], int]:
    """The tables from the measure of the distribution, in its own unit."""
    factor = lcm(denominators(market.valuations), unit.denominator) // unit.denominator * unit.numerator
    rule = measure(market.valuations, unit / factor)
    longest = max((int(abs(axis).max()) for axis in axes if axis.size), default=0)
    top = longest * factor + (rule.denominator or 1)
    kind = object if 8 * top * top >= 2**62 else np.int64
    p1, p2, net = (axis.astype(kind) * factor for axis in axes)
    denominator = rule.denominator or 2**FLOAT_BITS
    t = net[:, None]
    tables = [_ended(rule.survival(k, p), rule.denominator) for k, p in ((0, p1), (1, p2))]
    tables.append(_ended(rule.total(net), rule.denominator))
    less, beside = [], []
    for k, p in ((0, p1), (1, p2)):
        row = p[None, :]
        less.append(_ended(rule.loss(k, t - row, t + 0 * row, closed), rule.denominator))
        table = _ended(rule.alone(k, t - row, row + 0 * t, closed), rule.denominator)
        table[-1] = tables[k]
        beside.append(table)
    return [*tables, *less, *beside], denominator


def _quotients(table: npt.NDArray[Any], denominator: int) -> npt.NDArray[np.float64]:
    if denominator < 2**62:
        return np.array(table / denominator, dtype=np.float64)
    whole = [int(value) / denominator for value in table.ravel()]  # Python's integers divide however long they are
    return np.array(whole, dtype=np.float64).reshape(table.shape)


def _ended(values: npt.NDArray[Any], denominator: int | None) -> npt.NDArray[Any]:
    """The table with a last place of zeros on each axis; floats rounded to whole numbers over 2^FLOAT_BITS."""
    if denominator is None:
        values = np.rint(np.asarray(values, dtype=float) * 2.0**FLOAT_BITS).astype(np.int64)
    return np.pad(np.asarray(values), [(0, 1)] * np.ndim(values))


def _limbs(tables: list[npt.NDArray[Any]], denominator: int) -> tuple[tuple[Tables, ...], int]:
    """The tables cut into limbs, lowest first, and the length of these."""
    length = denominator.bit_length()
    if length <= LIMB_BITS:
        return (tuple(np.ascontiguousarray(table, dtype=np.int64) for table in tables),), length
    pieces, low = -(-length // PIECE_BITS), 2**PIECE_BITS - 1
    cut = [
        tuple(np.ascontiguousarray((table >> (PIECE_BITS * k)) & low, dtype=np.int64) for table in tables)
        for k in range(pieces)
    ]
    return tuple(cut), PIECE_BITS
