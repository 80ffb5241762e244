"""Best prices of two firms against each other: one sells the bundle, the other one component, and where they cross.

With valuations that are spread out the best prices are curves, which break where a best price jumps; their crossings
are the pure equilibria that :mod:`selten.equilibria.bundling.price_scan` finds. Where consumers are atoms, prices are
on a grid, every best price is drawn, ties included, and equilibria of the grid are the prices that are best for both.
"""

from dataclasses import dataclass
from fractions import Fraction
from math import ceil
from typing import TYPE_CHECKING, Any
from weakref import ref

import numpy as np
import numpy.typing as npt

from selten.games.bundling import BundlingMarket
from selten.games.consumers.atoms import Atoms
from selten.games.errors import InputError
from selten.report.figures.style import INK, MUTED, fresh, listing, looks, number, sentence, series, tip

if TYPE_CHECKING:
    from matplotlib.axes import Axes

Floats = npt.NDArray[np.float64]

POINTS = 65
"""Prices of the rival at which a curve is computed."""

GRID = 48
"""About how many steps the highest price takes where consumers are atoms."""

_NAMES = ("best price of the bundle", "best price of the component")


_LAST: "list[tuple[ref[BundlingMarket], int, PriceReplies]]" = []
"""The last ones computed, as who draws a market describes it next; computing takes seconds."""


@dataclass(frozen=True, slots=True)
class PriceReplies:
    """What is drawn.

    Parameters
    ----------
    bundle, component : pairs of arrays (price of the component, price of the bundle)
        The best prices of the bundle at prices of the component, and the other way round; NaN where a curve breaks.
    equilibria : tuple of (price of the component, price of the bundle)
    grid : bool
        Whether prices are on a grid (points instead of curves).
    """

    bundle: tuple[Floats, Floats]
    component: tuple[Floats, Floats]
    equilibria: tuple[tuple[float, float], ...]
    grid: bool


def price_replies(market: Any, component: int = 1, function: str = "price_replies") -> PriceReplies:
    """The best prices of a firm with the bundle and of one with a component, against each other.

    Parameters
    ----------
    market : BundlingMarket
    component : {1, 2}
        Which component the second firm sells.

    Raises
    ------
    InputError
        For anything else.

    Examples
    --------
    >>> found = price_replies(BundlingMarket(Atoms.of([(1, 1)], [1]), Fraction(0)))
    >>> found.grid, (0.0, 1.0) in found.equilibria
    (True, True)
    """
    if not isinstance(market, BundlingMarket):
        raise InputError(f"{function}: got a {type(market).__name__}; allowed: a BundlingMarket")
    if component not in (1, 2):
        raise InputError(f"{function}: component: got {component!r}; allowed: 1 or 2")
    for last, which, found in _LAST:
        if last() is market and which == component:
            return found
    atoms = isinstance(market.valuations, Atoms)
    found = _of_atoms(market, component) if atoms else _of_curves(market, component - 1)
    _LAST[:] = [(ref(market), component, found), *_LAST[:3]]
    return found


def draw_price_replies(market: BundlingMarket, *, axes: "Axes | None" = None, component: int = 1) -> "Axes":
    """Draw the best prices and mark where they cross.

    Raises
    ------
    InputError
        For anything but a market, and a component other than 1 and 2.

    Examples
    --------
    >>> axes = draw_price_replies(BundlingMarket(Atoms.of([(1, 1)], [1]), Fraction(0)))
    >>> axes.get_xlabel(), axes.get_ylabel()
    ('price of component 1', 'price of the bundle')
    """
    found = price_replies(market, component, "draw_price_replies")
    with looks():
        target = fresh(axes, 5.4, 4.4)
        for k, (places, name) in enumerate(zip((found.bundle, found.component), _NAMES, strict=True)):
            dashes: Any = "solid" if k == 0 else (0, (5, 2))
            marks = {"linestyle": "none", "marker": "sD"[k], "markersize": 3.4} if found.grid else {"linestyle": dashes}
            (line,) = target.plot(*places, color=series(k), label=name, **marks)
            tip(line, f"replies-{k}", name)
        for p, t in found.equilibria:
            (ring,) = target.plot([p], [t], "o", color=INK, markersize=9, markerfacecolor="none", markeredgewidth=1.6)
            tip(
                ring,
                "equilibrium",
                f"equilibrium{' of this grid' if found.grid else ''}: component at {number(p)}, bundle at {number(t)}",
            )
            if len(found.equilibria) <= 3:
                text = f"({number(p, 4)}, {number(t, 4)})"
                target.annotate(text, (p, t), xytext=(8, -12), textcoords="offset points", size=8)
        if not found.equilibria:
            target.set_title(_none(found), color=MUTED, fontsize=8.5, y=1.08)
        target.set(xlabel=f"price of component {component}", ylabel="price of the bundle")
        target.legend(loc="lower center", bbox_to_anchor=(0.5, 1.0), ncols=2)
    return target


def describe_price_replies(market: BundlingMarket, *, component: int = 1) -> str:
    """The same in words.

    Examples
    --------
    >>> text = describe_price_replies(BundlingMarket(Atoms.of([(1, 1)], [1]), Fraction(0)))
    >>> text.split(":")[0]
    'Best prices on a grid of a firm with the bundle and one with component 1, against each other'
    """
    found = price_replies(market, component, "describe_price_replies")
    places = [f"component at {number(p)}, bundle at {number(t)}" for p, t in found.equilibria]
    kind = "on a grid " if found.grid else ""
    crossing = f"they cross at {listing(places, 12)}" if places else _none(found)
    ranges = [
        f"{name} is between {number(float(np.nanmin(own)))} and {number(float(np.nanmax(own)))}"
        for name, own in zip(_NAMES, (found.bundle[1], found.component[0]), strict=True)
    ]
    firms = f"of a firm with the bundle and one with component {component}, against each other"
    return sentence(f"best prices {kind}{firms}: the {ranges[0]}, the {ranges[1]}; {crossing}.")


def _none(found: PriceReplies) -> str:
    return f"no crossing, so no pure equilibrium {'on this grid' if found.grid else 'found by the scan'}"


def _of_curves(market: BundlingMarket, k: int) -> PriceReplies:
    from selten.equilibria.bundling.price_scan import scan_bundle
    from selten.equilibria.bundling.replies import bundle_range, bundle_reply, component_reply

    coarse = market.coarse()
    p = np.linspace(0.0, market.valuations.high[k], POINTS)
    t = np.array([bundle_reply(coarse, k, float(x)).x for x in p])
    least, most = bundle_range(market, k, market.valuations.high[k])
    low = max(0.0, min(least, float(t.min())))
    other = np.linspace(low, most, POINTS)
    best = np.array([component_reply(coarse, k, float(x)).x for x in other])
    scale = market.scale
    found = tuple((e.p, e.t + market.delta) for e in scan_bundle(market, k).equilibria)
    first = _broken(p, t + market.delta, 0.08 * scale)
    second = _broken(other + market.delta, best, 0.08 * scale)
    return PriceReplies(first, (second[1], second[0]), found, False)


def _broken(x: Floats, y: Floats, jump: float) -> tuple[Floats, Floats]:
    """The curve with a NaN wherever it jumps by more than that from one place to the next."""
    breaks = np.flatnonzero(np.abs(np.diff(y)) > jump) + 1
    return np.insert(x, breaks, np.nan), np.insert(y, breaks, np.nan)


def _of_atoms(market: BundlingMarket, component: int) -> PriceReplies:
    from selten.games.prices.grids import duopoly_game

    single = "100" if component == 1 else "010"
    game = duopoly_game(market, "001", single, step=_step(market))
    prices = [[game.price_vector(firm, s) for s in range(game.counts[firm])] for firm in (0, 1)]
    bundle = np.array([float(own["b"]) for own in prices[0]])
    alone = np.array([float(own[str(component)]) for own in prices[1]])
    every = [np.arange(count) for count in game.counts]
    pays = game.exact_block(0, every[0], every[1]), game.exact_block(1, every[1], every[0])
    best = pays[0] == pays[0].max(axis=0), (pays[1] == pays[1].max(axis=0)).T
    places = [np.nonzero(mask) for mask in best]
    curves = [(alone[column], bundle[row]) for row, column in places]
    both = np.argwhere(np.logical_and(*best))
    found = tuple((float(alone[j]), float(bundle[i])) for i, j in both)
    return PriceReplies(curves[0], curves[1], tuple(sorted(found)), True)


def _step(market: BundlingMarket) -> Fraction:
    """A step on which all valuations lie, of about :data:`GRID` steps or up to three times as many, if there is one."""
    from selten.games.prices.price_range import aligned_step

    top, aligned = Fraction(market.scale).limit_denominator(10**6) or Fraction(1), aligned_step(market)
    if aligned is None or top > 3 * GRID * aligned:
        return top / GRID
    return aligned / max(1, ceil(GRID * aligned / top))
