"""Which prices a grid has, and how large it may be.

Prices of a component matter up to the highest valuation of it, those of the bundle up to what it is worth at most.
"""

from collections.abc import Mapping
from fractions import Fraction
from math import floor, lcm, prod
from typing import Any

from selten.games.bundling import BundlingMarket, products
from selten.games.consumers.atoms import Atoms
from selten.games.consumers.measures import denominators
from selten.games.errors import InputError
from selten.games.number import exact_number, shown_number

NAMES = ("1", "2", "b")
"""The names of the products 0, 1 and 2."""

MOST_BYTES = 1_500_000_000
"""Tables and matrices that would take more are refused."""


def count_vectors(market: BundlingMarket, offering: str, *, step: Any) -> int:
    """How many price vectors a firm with this offering has on a grid, without making them."""
    steps = price_steps(step)
    tops = zip(NAMES, price_tops(market), strict=True)
    return prod(floor(top / steps[name]) + 1 for name, top in tops if name in products(offering))


def price_tops(market: BundlingMarket) -> tuple[Fraction, Fraction, Fraction]:
    """The highest prices worth setting: the highest valuation of each component, and of the bundle (at least 0).

    Exact for atoms and uniforms; elsewhere the floats nearest to the ends of the supports.
    """
    if isinstance(market.valuations, Atoms):
        high = market.valuations.highest
    else:
        first, second = (exact_number(x, "support") for x in market.valuations.high)
        high = first, second
    return high[0], high[1], max(high[0] + high[1] + market.complementarity, Fraction(0))


def aligned_step(market: BundlingMarket) -> Fraction | None:
    """The largest step that all atoms (or ends of uniform supports) and the complementarity are multiples of.

    None for distributions that have no such points.

    Examples
    --------
    >>> atoms = Atoms.of([("1/2", "1/2"), ("2/3", 0)], ["1/2", "1/2"])
    >>> aligned_step(BundlingMarket(atoms, Fraction(1, 4)))
    Fraction(1, 12)
    """
    if isinstance(market.valuations, Atoms):
        return Fraction(1, lcm(denominators(market.valuations), market.complementarity.denominator))
    return None


def price_steps(step: Any) -> dict[str, Fraction]:
    """The step of each product: the same for all, or given by product."""
    given = step if isinstance(step, Mapping) else dict.fromkeys(NAMES, step)
    if set(given) != set(NAMES):
        raise InputError(f"step: got the keys {', '.join(map(repr, given))}; allowed: '1', '2' and 'b'")
    steps = {name: exact_number(given[name], "step") for name in NAMES}
    for value in steps.values():
        if value <= 0:
            raise InputError(f"step: got {value}; allowed: a positive number")
    return steps


def refuse_beyond(size: int, what: str) -> None:
    """Raise InputError for more than :data:`MOST_BYTES`."""
    if size > MOST_BYTES:
        about = f"about {size / 1e9:.1f} GB" if size < 10**100 else f"{shown_number(size)} bytes"
        raise InputError(f"grid: got a {what}, {about}; allowed: at most {MOST_BYTES / 1e9:.1f} GB (a larger step)")
