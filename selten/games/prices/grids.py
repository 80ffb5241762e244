"""Price games of the duopoly on grids: the same for both firms, staggered, or as given.

Prices of a component go up to the highest valuation of it, those of the bundle to what it is worth at most.
"""

from collections.abc import Mapping, Sequence
from fractions import Fraction
from math import ceil, floor, gcd, lcm, prod
from typing import Any

import numpy as np

from selten.games.bundling import OFFERINGS, BundlingMarket
from selten.games.consumers.atoms import Atoms, Tie
from selten.games.errors import InputError
from selten.games.number import exact_number, shown_number
from selten.games.prices.demand import LIMB_BITS, PIECE_BITS, demand
from selten.games.prices.duopoly import DuopolyGame, Places
from selten.games.prices.price_range import NAMES, aligned_step, price_steps, price_tops, refuse_beyond

Prices = Mapping[str, Sequence[Fraction]]
Costs = Mapping[str, Any]

_FINEST = 2**57
"""No price, cost or complementarity may be more units than this."""


def duopoly_game(
    market: BundlingMarket,
    offering_1: str,
    offering_2: str,
    *,
    step: Any = None,
    offsets: tuple[Any, Any] = (0, 0),
    prices: tuple[Prices, Prices] | None = None,
    costs: tuple[Costs, Costs] = ({}, {}),
    tie: Tie = "bundle",
    aligned: bool = False,
) -> DuopolyGame:
    """The price game of a pair of offerings, on a grid or on given prices.

    Parameters
    ----------
    offering_1, offering_2 : str
        z1 z2 zb, from 000 to 111.
    step : number, or mapping from product ("1", "2", "b") to number
        The distance of prices of a grid.
    offsets : two numbers
        Where each firm's grid begins; different ones stagger the firms.
    prices : two mappings from product to prices, optional
        Instead of a step: each firm's prices of each product it offers.
    costs : two mappings from product to number
        Each firm's unit costs; 0 for a component left out, the sum of the components' for a bundle left out.
    tie : {"bundle", "components"}
        Who gets consumers who are indifferent between the bundle and components.
    aligned : bool
        Refuse a grid on which an atom or the complementarity does not lie. (By default the game's ``notes`` say so.
        Such a game is exact too, but its ties are not those of the market.)

    Raises
    ------
    InputError
        For an unknown offering, a step that is not positive, neither or both of step and prices, a grid that does not
        represent the atoms if ``aligned``, and one that would take more memory than
        :data:`~selten.games.prices.price_range.MOST_BYTES`.

    Examples
    --------
    >>> market = BundlingMarket(Atoms.of([("3/5", "2/5"), (0, "1/2")], ["1/2", "1/2"]), Fraction(0))
    >>> game = duopoly_game(market, "011", "100", step="1/10")
    >>> game.counts, game.price_vector(0, 34)
    ((72, 7), {'2': Fraction(2, 5), 'b': Fraction(1, 2)})
    """
    offerings = _offering(offering_1, "offering_1"), _offering(offering_2, "offering_2")
    if (step is None) == (prices is None):
        raise InputError("price game: got neither or both of step and prices; allowed: one of them")
    unit_costs = _costs(costs[0], "costs[0]"), _costs(costs[1], "costs[1]")
    if prices is None:
        steps, starts = price_steps(step), [exact_number(x, "offsets") for x in offsets]
        notes = _notes(market, steps, aligned)
        _refuse(_lengths(market, offerings, steps, starts), market)
        lists = [_grid(market, z, steps, start) for z, start in zip(offerings, starts, strict=True)]
    else:
        notes = ()
        lists = [
            [list(own.get(name, ())) if bit == "1" else [] for name, bit in zip(NAMES, z, strict=True)]
            for own, z in zip(prices, offerings, strict=True)
        ]
        _refuse([[len(part) for part in own] for own in lists], market)
    return _game(market, offerings, lists, unit_costs, tie, notes)


def _game(
    market: BundlingMarket,
    offerings: tuple[str, str],
    lists: list[list[list[Fraction]]],
    costs: tuple[list[Fraction], list[Fraction]],
    tie: Tie,
    notes: tuple[str, ...],
) -> DuopolyGame:
    others = [*costs[0], *costs[1], market.complementarity]
    unit = _unit([*others, *(x for own in lists for part in own for x in part)])
    over, step = unit.denominator, unit.numerator
    ints = [[sorted({p.numerator * (over // p.denominator) // step for p in part}) for part in own] for own in lists]
    sizes = [Fraction(p) for own in ints for part in own for p in part] + [x / unit for x in others]
    if max(abs(x) for x in sizes) > _FINEST:
        raise InputError(
            f"price game: got prices with the common unit {unit}; allowed: prices, costs and complementarity up to "
            "2^57 times the largest number that they are all multiples of"
        )
    axes = [sorted({*ints[0][k], *ints[1][k]}) for k in range(3)]
    places = [_placed(own, offering, axes) for own, offering in zip(ints, offerings, strict=True)]
    margins = [_margins(own, cost, unit) for own, cost in zip(ints, costs, strict=True)]
    return DuopolyGame(
        market=market,
        offerings=offerings,
        tie=tie,
        unit=unit,
        demand=demand(market, axes, unit, tie=tie),
        own=(places[0], places[1]),
        margins=(margins[0], margins[1]),
        axes=(tuple(axes[0]), tuple(axes[1]), tuple(axes[2])),
        notes=notes,
    )


def _unit(numbers: Sequence[Fraction]) -> Fraction:
    """The largest number that all are multiples of (1 if all are 0)."""
    over = lcm(*{x.denominator for x in numbers})
    return Fraction(gcd(*{x.numerator * (over // x.denominator) for x in numbers}) or 1, over)


def _offering(offering: str, field: str) -> str:
    if offering not in OFFERINGS:
        raise InputError(f"{field}: got {offering!r}; allowed: {', '.join(OFFERINGS)}")
    return offering


def _costs(given: Costs, field: str) -> list[Fraction]:
    if not set(given) <= set(NAMES):
        raise InputError(f"{field}: got the keys {', '.join(map(repr, given))}; allowed: '1', '2' and 'b'")
    first, second = (exact_number(given.get(name, 0), f"{field}[{name!r}]") for name in "12")
    return [first, second, exact_number(given.get("b", first + second), f"{field}['b']")]


def _bounds(top: Fraction, step: Fraction, start: Fraction) -> tuple[int, int]:
    """From which to before which multiple of the step, added to the start, prices go."""
    first = max(ceil(-start / step), 0)
    return first, max(floor((top - start) / step), first) + 1


def _lengths(
    market: BundlingMarket, offerings: tuple[str, str], steps: dict[str, Fraction], starts: list[Fraction]
) -> list[list[int]]:
    tops = dict(zip(NAMES, price_tops(market), strict=True))
    bounds = [[_bounds(tops[name], steps[name], start) for name in NAMES] for start in starts]
    return [
        [b - a if bit == "1" else 0 for (a, b), bit in zip(own, offering, strict=True)]
        for own, offering in zip(bounds, offerings, strict=True)
    ]


def _grid(market: BundlingMarket, offering: str, steps: dict[str, Fraction], start: Fraction) -> list[list[Fraction]]:
    lists: list[list[Fraction]] = []
    for name, top, bit in zip(NAMES, price_tops(market), offering, strict=True):
        numbers = range(*_bounds(top, steps[name], start)) if bit == "1" else range(0)
        lists.append([start + j * steps[name] for j in numbers])
    return lists


def _refuse(lengths: list[list[int]], market: BundlingMarket) -> None:
    """Refuse a grid whose tables and sweeps would not fit, with the estimate in bytes."""
    axes = [(lengths[0][k] + lengths[1][k]) + 1 for k in range(3)]
    pieces = 3 if not isinstance(market.valuations, Atoms) else _pieces(market.valuations)
    cells = 2 * axes[2] * (axes[0] + axes[1])
    vectors = max(prod(n or 1 for n in own) for own in lengths)
    size = 8 * (cells * (1 + pieces) + 6 * vectors)
    prices = " x ".join(shown_number(n or 1) for n in lengths[0])
    refuse_beyond(size, f"price game with {prices} prices of firm 1 ({shown_number(size)} bytes)")


def _pieces(atoms: Atoms) -> int:
    length = atoms.whole.denominator.bit_length()
    return 1 if length <= LIMB_BITS else -(-length // PIECE_BITS)


def _placed(own: list[list[int]], offering: str, axes: list[list[int]]) -> Places:
    first, second, bundle = (
        np.searchsorted(np.array(axis, dtype=np.int64), np.array(part, dtype=np.int64))
        if bit == "1"
        else np.array([len(axis)])
        for part, bit, axis in zip(own, offering, axes, strict=True)
    )
    return first, second, bundle


def _margins(own: list[list[int]], costs: list[Fraction], unit: Fraction) -> Places:
    first, second, bundle = (
        np.array(part, dtype=np.int64) - int(cost / unit) if part else np.zeros(1, dtype=np.int64)
        for part, cost in zip(own, costs, strict=True)
    )
    return first, second, bundle


def _notes(market: BundlingMarket, steps: dict[str, Fraction], aligned: bool) -> tuple[str, ...]:
    """What does not lie on the grid."""
    notes = []
    if (market.complementarity / steps["b"]).denominator != 1:
        notes.append(f"the complementarity {market.complementarity} is no multiple of the step {steps['b']}")
    if isinstance(market.valuations, Atoms):
        for v1, v2 in market.valuations.values:
            if (v1 / steps["1"]).denominator != 1 or (v2 / steps["2"]).denominator != 1:
                notes.append(f"the atom ({v1}, {v2}) does not lie on the grid of step {steps['1']}")
                break
    if notes and aligned:
        better = aligned_step(market)
        offer = f"; allowed: a step that divides {better}" if better else ""
        raise InputError(f"step: {' and '.join(notes)}{offer or '; allowed: a step that divides it'}")
    if notes and aligned_step(market) is not None:
        notes.append(f"the step {aligned_step(market)} represents every atom and the complementarity")
    return tuple(notes)
