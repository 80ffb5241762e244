"""Price distributions in the form that figures need: atoms and stretches of one product each.

Taken are a :class:`~selten.games.prices.distributions.PriceDistribution`, its JSON, a list of (price, probability), a
:class:`~selten.equilibria.prices.lifting.Lifted` pair or its JSON (``own`` and ``rival``), and a mapping from names to
any of these. Prices of a grid solution come through :func:`grid_prices`.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from selten.equilibria.prices.solve import PriceEquilibrium
from selten.games.errors import InputError
from selten.games.number import exact_number
from selten.games.prices.distributions import PriceDistribution, Stretch, parse_distribution
from selten.games.prices.protocol import PriceGame

PRODUCTS = {"1": "component 1", "2": "component 2", "b": "bundle"}
"""How a figure calls a product."""

_ROUNDING = Fraction(1, 10**6)


@dataclass(frozen=True, slots=True)
class PriceLaw:
    """The prices of one product of one firm.

    Parameters
    ----------
    name : str
        Empty where there is only one.
    atoms : tuple of (price, probability), by price
    stretches : tuple of Stretch, by price
    unsold : Fraction
        The probability that the product has no price.
    """

    name: str
    atoms: tuple[tuple[Fraction, Fraction], ...]
    stretches: tuple[Stretch, ...]
    unsold: Fraction = Fraction(0)

    @property
    def span(self) -> tuple[Fraction, Fraction]:
        """The lowest and the highest price."""
        ends = [price for price, _ in self.atoms] + [end for s in self.stretches for end in (s.low, s.high)]
        return min(ends), max(ends)


def price_laws(prices: Any, function: str = "price_laws") -> tuple[PriceLaw, ...]:
    """The laws to draw, in the order given; within a firm, by product.

    Raises
    ------
    InputError
        For anything else than this module takes, and for probabilities that do not sum to 1.

    Examples
    --------
    >>> price_laws([("1/2", "1/4"), (1, "3/4")])[0].atoms
    ((Fraction(1, 2), Fraction(1, 4)), (Fraction(1, 1), Fraction(3, 4)))
    """
    found = tuple(_laws("", prices, function, 0))
    if not found:
        raise InputError(f"{function}: got no prices; allowed: at least one product with a price")
    return found


def grid_prices(game: PriceGame, equilibrium: PriceEquilibrium) -> dict[str, PriceDistribution]:
    """What each firm charges at an equilibrium of a price grid, as distributions of price vectors.

    Probabilities in floats are divided by their sum.

    Examples
    --------
    >>> from selten.equilibria.prices.solve import solve_prices
    >>> from selten.games.consumers.atoms import Atoms
    >>> from selten.games.bundling import BundlingMarket
    >>> from selten.games.prices.grids import duopoly_game
    >>> market = BundlingMarket(Atoms.of([(1, 1)], [1]), Fraction(0))
    >>> game = duopoly_game(market, "001", "100", step=1)
    >>> sorted(grid_prices(game, solve_prices(game).equilibria[0]))
    ['firm 1', 'firm 2']
    """
    from selten.games.prices.distributions import PricePoint

    found = {}
    for firm, (own, weights) in enumerate(zip(equilibrium.supports, equilibrium.weights, strict=True)):
        exact = [Fraction(w) for w in weights]
        total = sum(exact, Fraction(0))
        points = [
            PricePoint(game.price_vector(firm, int(s)), w / total) for s, w in zip(own, exact, strict=True) if w > 0
        ]
        found[f"firm {firm + 1}"] = PriceDistribution.of(points)
    return found


def _laws(name: str, prices: Any, function: str, depth: int) -> list[PriceLaw]:
    strategies = getattr(prices, "strategies", None)
    if strategies is not None and not isinstance(prices, Mapping):
        prices = dict(zip(("firm 1", "firm 2"), strategies, strict=False))
    if isinstance(prices, PriceDistribution):
        return _products(name, prices)
    if isinstance(prices, Mapping):
        return _mapping(name, prices, function, depth)
    if isinstance(prices, Sequence) and not isinstance(prices, str):
        return [_pairs(name, prices, function)]
    allowed = "a PriceDistribution, its JSON, pairs (price, probability), or a mapping from names to these"
    raise InputError(f"{function}: got a {type(prices).__name__}; allowed: {allowed}")


def _mapping(name: str, prices: Mapping[Any, Any], function: str, depth: int) -> list[PriceLaw]:
    if set(prices) == {"points", "stretches"}:
        return _products(name, parse_distribution(dict(prices), name or function))
    if {"own", "rival"} <= set(prices):
        prices = {side: prices[side] for side in ("own", "rival")}
    if depth > 2:
        raise InputError(f"{function}: got names within names within names; allowed: names of firms")
    parts = [(f"{name} · {key}" if name else str(key), own) for key, own in prices.items()]
    return [law for inner, own in parts for law in _laws(inner, own, function, depth + 1)]


def _products(name: str, mixed: PriceDistribution) -> list[PriceLaw]:
    laws = []
    for product in sorted(mixed.products):
        atoms: dict[Fraction, Fraction] = {}
        fixed = [(point.prices, point.mass) for point in mixed.points]
        fixed += [(part.beside, part.mass) for part in mixed.stretches if part.product != product]
        for prices, mass in fixed:
            if product in prices:
                atoms[prices[product]] = atoms.get(prices[product], Fraction(0)) + mass
        spread = tuple(sorted((part for part in mixed.stretches if part.product == product), key=lambda s: s.low))
        unsold = sum((mass for prices, mass in fixed if product not in prices), Fraction(0))
        title = " · ".join(filter(None, [name, PRODUCTS.get(product, product)]))
        laws.append(PriceLaw(title, tuple(sorted(atoms.items())), spread, unsold))
    return laws


def _pairs(name: str, prices: Sequence[Any], function: str) -> PriceLaw:
    atoms: dict[Fraction, Fraction] = {}
    for pair in prices:
        if not isinstance(pair, Sequence) or isinstance(pair, str) or len(pair) != 2:
            raise InputError(f"{function}: got {pair!r:.60}; allowed: pairs (price, probability)")
        price, mass = (exact_number(value, f"{function}: pair") for value in pair)
        if mass < 0:
            raise InputError(f"{function}: got the probability {pair[1]!r}; allowed: at least 0")
        if mass:
            atoms[price] = atoms.get(price, Fraction(0)) + mass
    total = sum(atoms.values(), Fraction(0))
    if abs(total - 1) > _ROUNDING:
        raise InputError(f"{function}: got probabilities that sum to {float(total)}; allowed: 1")
    return PriceLaw(name, tuple(sorted(atoms.items())), ())
