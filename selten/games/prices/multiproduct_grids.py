"""Price games of several components on grids: the same for all firms, staggered, or as given.

Prices of a product go up to the highest that could be worth setting: the sum of the highest values of its components
and its complementarity, or a consumer's own value of it if that is higher.
"""

from collections.abc import Mapping, Sequence
from fractions import Fraction
from math import floor, lcm, prod
from typing import Any, get_args

import numpy as np

from selten.games.consumers.atoms import Tie
from selten.games.errors import InputError
from selten.games.number import exact_number, shown_number
from selten.games.prices.multiproduct import MultiproductGame, room_for_weights
from selten.games.prices.multiproduct_baskets import baskets
from selten.games.prices.multiproduct_market import MultiproductMarket, components_of
from selten.games.prices.price_range import refuse_beyond

Prices = Mapping[str, Sequence[Any]]
Costs = Mapping[str, Any]

LEAST_ROOM = 12
"""Bits that must be left for a limb of weights and the logarithm of a support."""


def multiproduct_game(
    market: MultiproductMarket,
    offers: Sequence[Sequence[str]],
    *,
    step: Any = None,
    offsets: Sequence[Any] | None = None,
    prices: Sequence[Prices] | None = None,
    costs: Sequence[Costs] | None = None,
    tie: Tie = "bundle",
    aligned: bool = False,
) -> MultiproductGame:
    """The price game of firms with given offers, on a grid or on given prices.

    A firm may offer nothing, and products that no consumer would buy.

    Parameters
    ----------
    offers : sequence of sequences of product names, one for each firm
        In any order.
    step : number, or mapping from each offered product to number
        The distance of prices of a grid.
    offsets : one number for each firm, optional
        Where its grid begins; different ones stagger the firms.
    prices : one mapping from product to prices for each firm, optional
        Instead of a step.
    costs : one mapping from product to number for each firm, optional
        Unit costs; 0 for a component left out, the sum of its components' for a bundle left out.
    tie : {"bundle", "components"}
    aligned : bool
        Refuse a grid on which a consumer's value of a product does not lie. (By default the game's ``notes`` say so.)

    Raises
    ------
    InputError
        Naming the field: for an unknown product, one offered twice by a firm, neither or both of step and prices, a
        step that is not positive, a negative cost or price, a grid that does not represent the consumers if
        ``aligned``, and one that takes more than :data:`~selten.games.prices.price_range.MOST_BYTES` or finer numbers
        than machine integers hold.

    Examples
    --------
    >>> market = MultiproductMarket.of([(2, 1, 1), (0, 2, 2)], ["1/2", "1/2"])
    >>> game = multiproduct_game(market, [["123"], ["1", "2"], ["3"]], step=1)
    >>> game.counts, game.price_vector(1, 5)
    ((7, 9, 3), {'1': Fraction(1, 1), '2': Fraction(2, 1)})
    """
    if tie not in get_args(Tie):
        raise InputError(f"tie: got {tie!r}; allowed: 'bundle' or 'components'")
    sold = tuple(_offer(own, f"offers[{i}]", market.components) for i, own in enumerate(offers))
    if not sold:
        raise InputError("offers: got no firms; allowed: at least one")
    if (step is None) == (prices is None):
        raise InputError("price game: got neither or both of step and prices; allowed: one of them")
    unit_costs = _costs(costs, sold, market.components)
    notes: tuple[str, ...] = ()
    if prices is None:
        steps = _steps(step, sold)
        notes = _notes(market, steps, aligned)
        lists = _grids(market, sold, steps, _given(offsets, sold, "offsets"))
    else:
        lists = [
            _listed(own, names, i)
            for i, (own, names) in enumerate(zip(_one_each(prices, sold, "prices"), sold, strict=True))
        ]
    _refuse([[len(part) for part in own] for own in lists])
    return _built(market, sold, lists, unit_costs, tie, notes)


def aligned_step(market: MultiproductMarket) -> Fraction:
    """The largest step that all values of components, complementarities and own values are multiples of the inverse of.

    That is one over their common denominator.

    Examples
    --------
    >>> aligned_step(MultiproductMarket.of([("1/2", "2/3")], [1], complementarity={"12": "1/4"}))
    Fraction(1, 12)
    """
    numbers = [v for own in market.values for v in own] + [extra for _, extra in market.complementarity]
    numbers += [v for own in market.own for _, v in own]
    return Fraction(1, lcm(*(x.denominator for x in numbers)))


def _built(market: Any, sold: Any, lists: Any, costs: Any, tie: Tie, notes: tuple[str, ...]) -> MultiproductGame:
    """The game in whole units."""
    everything = [p for own in lists for part in own for p in part] + [c for own in costs for c in own]
    unit = Fraction(1, lcm(1, *(x.denominator for x in everything)))
    if max((abs(x / unit) for x in everything), default=0) >= 2**40:
        raise InputError("prices: got prices of more than 2^40 units; allowed: a coarser grid")
    table = baskets(market, sold, unit, tie)
    grids = tuple(tuple(np.array([int(p / unit) for p in part], dtype=np.int64) for part in own) for own in lists)
    margins = tuple(
        tuple(part - int(cost / unit) for part, cost in zip(own, spent, strict=True))
        for own, spent in zip(grids, costs, strict=True)
    )
    widest = max((sum(int(abs(part).max()) for part in own) for own in margins), default=0)
    highest = sum(max((int(part.max()) for own in grids for part in own), default=0) for _ in range(market.components))
    if room_for_weights(widest, table) < LEAST_ROOM or highest * table.factor >= 2**58:
        raise InputError("prices: got prices, masses or ties too fine for machine integers; allowed: a coarser grid")
    return MultiproductGame(market, sold, tie, unit, table, grids, margins, notes)


def _offer(own: Sequence[str], field: str, components: int) -> tuple[str, ...]:
    if isinstance(own, str):
        raise InputError(f"{field}: got {own!r}; allowed: a list of products")
    for name in own:
        components_of(name, components, field)
    if len(set(own)) != len(own):
        raise InputError(f"{field}: got a product twice; allowed: each product once")
    return tuple(sorted(own, key=lambda name: (-len(name), name)))


def _one_each(given: Sequence[Any], sold: Sequence[Any], field: str) -> Sequence[Any]:
    if len(given) != len(sold):
        raise InputError(f"{field}: got {len(given)}; allowed: {len(sold)}, one for each firm")
    return given


def _given(offsets: Sequence[Any] | None, sold: Sequence[Any], field: str) -> list[Fraction]:
    if offsets is None:
        return [Fraction(0)] * len(sold)
    found = [exact_number(x, f"{field}[{i}]") for i, x in enumerate(_one_each(offsets, sold, field))]
    for i, value in enumerate(found):
        if value < 0:
            raise InputError(f"{field}[{i}]: got {shown_number(value)}; allowed: at least 0")
    return found


def _costs(costs: Sequence[Costs] | None, sold: Sequence[Sequence[str]], components: int) -> list[list[Fraction]]:
    found = []
    for i, (own, names) in enumerate(zip(_one_each(costs or [{}] * len(sold), sold, "costs"), sold, strict=True)):
        exact: dict[str, Fraction] = {}
        for name, value in own.items():
            field = f"costs[{i}][{name!r}]"
            components_of(name, components, field)
            exact[name] = exact_number(value, field)
            if exact[name] < 0:
                raise InputError(f"{field}: got {shown_number(exact[name])}; allowed: at least 0")
        parts = [sum((exact.get(c, Fraction(0)) for c in name), Fraction(0)) for name in names]
        found.append([exact.get(name, part) for name, part in zip(names, parts, strict=True)])
    return found


def _steps(step: Any, sold: Sequence[Sequence[str]]) -> dict[str, Fraction]:
    names = sorted({name for own in sold for name in own})
    given = step if isinstance(step, Mapping) else dict.fromkeys(names, step)
    for name in names:
        if name not in given:
            raise InputError(f"step: got none for the product {name!r}; allowed: one for each product offered")
    steps = {name: exact_number(given[name], "step") for name in names}
    for value in steps.values():
        if value <= 0:
            raise InputError(f"step: got {shown_number(value)}; allowed: a positive number")
    return steps


def _grids(market: Any, sold: Any, steps: dict[str, Fraction], starts: list[Fraction]) -> list[list[list[Fraction]]]:
    """Every multiple of the step from the firm's offset up to the top of each product, and at least the offset."""
    last = [
        [max(floor((market.top(name) - start) / steps[name]), 0) for name in own]
        for own, start in zip(sold, starts, strict=True)
    ]
    _refuse([[k + 1 for k in own] for own in last])
    return [
        [[start + steps[name] * k for k in range(end + 1)] for name, end in zip(own, ends, strict=True)]
        for own, start, ends in zip(sold, starts, last, strict=True)
    ]


def _listed(own: Prices, names: Sequence[str], firm: int) -> list[list[Fraction]]:
    lists = []
    for name in names:
        field = f"prices[{firm}][{name!r}]"
        if not len(own.get(name, ())):
            raise InputError(f"{field}: got no prices; allowed: at least one for each product that the firm offers")
        exact = sorted({exact_number(p, field) for p in own[name]})
        if exact[0] < 0:
            raise InputError(f"{field}: got {shown_number(exact[0])}; allowed: at least 0")
        lists.append(exact)
    return lists


def _refuse(lengths: Sequence[Sequence[int]]) -> None:
    """Refuse games whose payoffs of one sweep and lists of prices take too much memory, before making them."""
    vectors = max(prod(own) for own in lengths)
    longest = max((sum(own) for own in lengths), default=0)
    shape = max(lengths, key=prod)
    size = 48 * vectors + 200 * longest
    refuse_beyond(size, f"price game with {' x '.join(map(str, shape)) or 1} prices of a firm ({size} bytes)")


def _notes(market: MultiproductMarket, steps: dict[str, Fraction], aligned: bool) -> tuple[str, ...]:
    """The first consumer whose value of an offered product is no multiple of the product's step."""
    for kind in range(len(market.masses)):
        for name, step in steps.items():
            worth = market.value(kind, name)
            if (worth / step).denominator != 1:
                values = ", ".join(map(str, market.values[kind]))
                note = f"the consumer ({values}) values {name} at {worth}, which is no multiple of the step {step}"
                if aligned:
                    raise InputError(f"step: {note}; allowed: a step that divides {aligned_step(market)}")
                return note, f"the step {aligned_step(market)} represents every consumer"
    return ()
