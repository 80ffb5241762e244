"""Price distributions on the continuum: price vectors with probabilities, and stretches along which one price is free.

Where consumers are atoms, a firm that is indifferent between its prices x makes its rival's prices exceed a cutoff with
a probability a + b / (x + c): sales times price are constant. So along a stretch the probability of a price above x is
a sum of such terms, and its end points and weights say all. Everything is a Fraction.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from typing import Any

from selten.games.errors import InputError
from selten.games.number import exact_number, number_text, shown_number

Prices = Mapping[str, Fraction]

_LARGE = 10**100

_KEYS = {"p1": "1", "p2": "2", "pb": "b"}
_HALVINGS = 4000


@dataclass(frozen=True, slots=True)
class PricePoint:
    """A price vector of positive probability; a product without a price is not sold."""

    prices: Prices
    mass: Fraction


@dataclass(frozen=True, slots=True)
class Stretch:
    """Prices spread over [low, high]: one product's is free, those ``beside`` it are fixed.

    Parameters
    ----------
    product : {"1", "2", "b"}
        Whose price is free.
    low, high : Fraction
    terms : tuple of (b, c)
        The probability of prices between x and ``high`` is the sum of b / (x + c) - b / (high + c).
    beside : mapping from product to Fraction
    """

    product: str
    low: Fraction
    high: Fraction
    terms: tuple[tuple[Fraction, Fraction], ...]
    beside: Prices = field(default_factory=dict)

    def above(self, x: Fraction) -> Fraction:
        """The probability of prices in this stretch that are above x.

        Examples
        --------
        >>> str(Stretch("1", Fraction(1, 2), Fraction(1), ((Fraction(1), Fraction(0)),)).above(Fraction(2, 3)))
        '1/2'
        """
        start = min(max(x, self.low), self.high)
        return sum((b / (start + c) - b / (self.high + c) for b, c in self.terms), Fraction(0))

    @property
    def mass(self) -> Fraction:
        """The probability of the whole stretch."""
        return self.above(self.low)


@dataclass(frozen=True, slots=True)
class PriceDistribution:
    """A firm's mixed strategy over real prices; make one with :meth:`of`, which checks it.

    Examples
    --------
    >>> spread = Stretch("b", Fraction(1, 4), Fraction(1), ((Fraction(1, 4), Fraction(0)),))
    >>> mixed = PriceDistribution.of([PricePoint({"b": Fraction(1)}, Fraction(1, 4))], [spread])
    >>> mixed.products, [str(x) for x in mixed.cdf("b", Fraction(1, 2))]
    (frozenset({'b'}), ['1/2', '1/2'])
    """

    points: tuple[PricePoint, ...]
    stretches: tuple[Stretch, ...]

    @classmethod
    def of(cls, points: Sequence[PricePoint], stretches: Sequence[Stretch] = ()) -> "PriceDistribution":
        """A checked distribution.

        Raises
        ------
        InputError
            For a negative price, a stretch with no length or with a pole, a density that is not shown to be at least 0,
            or probabilities that do not sum to 1.
        """
        for i, point in enumerate(points):
            if point.mass <= 0 or any(p < 0 for p in point.prices.values()):
                raise InputError(f"points[{i}]: got a negative price, or mass {point.mass}; allowed: positive mass")
        for i, stretch in enumerate(stretches):
            _check_stretch(stretch, f"stretches[{i}]")
        total = sum((point.mass for point in points), sum((part.mass for part in stretches), Fraction(0)))
        if total != 1:
            got = float(total) if abs(total) < _LARGE else shown_number(total)
            raise InputError(f"price distribution: got probabilities that sum to {got}; allowed: exactly 1")
        return cls(tuple(points), tuple(stretches))

    @property
    def products(self) -> frozenset[str]:
        """The products that are sold at some price."""
        points = {name for point in self.points for name in point.prices}
        return frozenset(points.union(*({s.product, *s.beside} for s in self.stretches)))

    def cdf(self, product: str, x: Fraction) -> tuple[Fraction, Fraction]:
        """P(price < x) and P(price <= x) of a product that is not left unsold."""
        below = at = Fraction(0)
        for point in self.points:
            price = point.prices.get(product)
            below += point.mass if price is not None and price < x else 0
            at += point.mass if price == x else 0
        for s in self.stretches:
            if s.product == product:
                below += s.mass - s.above(x)
            elif product in s.beside:
                below += s.mass if s.beside[product] < x else 0
                at += s.mass if s.beside[product] == x else 0
        return below, below + at


def _check_stretch(stretch: Stretch, name: str) -> None:
    if stretch.product not in _KEYS.values() or stretch.product in stretch.beside:
        raise InputError(f"{name}: product: got {stretch.product!r}; allowed: 1, 2 or b, not fixed beside")
    if not 0 <= stretch.low < stretch.high or any(p < 0 for p in stretch.beside.values()):
        raise InputError(f"{name}: got [{stretch.low}, {stretch.high}]; allowed: 0 <= low < high, no negative price")
    if any((stretch.low + c) * (stretch.high + c) <= 0 for _, c in stretch.terms):
        raise InputError(f"{name}: terms: got a pole in the stretch; allowed: x + c of one sign throughout")
    if stretch.mass <= 0 or not _rises(stretch):
        raise InputError(f"{name}: terms: got a density not shown to be at least 0; allowed: positive probability")


def _rises(stretch: Stretch) -> bool:
    """Whether the density, the sum of b / (x + c)^2, is shown to be at least 0 by bounds on finitely many parts."""
    if all(b >= 0 for b, _ in stretch.terms):
        return True
    parts, tried = [(stretch.low, stretch.high)], 0
    while parts:
        low, high = parts.pop()
        tried += 1
        ends = [(b, sorted(((low + c) ** 2, (high + c) ** 2))) for b, c in stretch.terms]
        if sum((b / (near[1] if b > 0 else near[0]) for b, near in ends), Fraction(0)) >= 0:
            continue
        if tried > _HALVINGS or sum((b / (low + c) ** 2 for b, c in stretch.terms), Fraction(0)) < 0:
            return False
        middle = (low + high) / 2
        parts += [(low, middle), (middle, high)]
    return True


def distribution_json(mixed: PriceDistribution) -> dict[str, Any]:
    """The distribution as JSON data: exact strings, products as p1, p2, pb.

    Examples
    --------
    >>> distribution_json(PriceDistribution.of([PricePoint({"b": Fraction(1, 2)}, Fraction(1))]))
    {'points': [{'prices': {'pb': '1/2'}, 'mass': '1'}], 'stretches': []}
    """
    points = [{"prices": _prices_json(p.prices), "mass": number_text(p.mass)} for p in mixed.points]
    stretches = [
        {
            "product": f"p{s.product}",
            "low": number_text(s.low),
            "high": number_text(s.high),
            "terms": [[number_text(b), number_text(c)] for b, c in s.terms],
            "beside": _prices_json(s.beside),
        }
        for s in mixed.stretches
    ]
    return {"points": points, "stretches": stretches}


def _prices_json(prices: Prices) -> dict[str, str]:
    return {f"p{name}": number_text(price) for name, price in sorted(prices.items())}


def parse_distribution(data: Any, field_name: str) -> PriceDistribution:
    """A distribution from its JSON data.

    Raises
    ------
    InputError
        Naming the field, for anything that is not such a distribution.

    Examples
    --------
    >>> parse_distribution({"points": [{"prices": {"p1": "3/5"}, "mass": 1}], "stretches": []}, "rival").products
    frozenset({'1'})
    """
    _keys(data, {"points", "stretches"}, field_name)
    points = []
    for i, point in enumerate(_list(data["points"], f"{field_name}.points")):
        name = f"{field_name}.points[{i}]"
        _keys(point, {"prices", "mass"}, name)
        points.append(PricePoint(_prices(point["prices"], name), exact_number(point["mass"], f"{name}.mass")))
    stretches = []
    for i, part in enumerate(_list(data["stretches"], f"{field_name}.stretches")):
        stretches.append(_stretch(part, f"{field_name}.stretches[{i}]"))
    try:
        return PriceDistribution.of(points, stretches)
    except InputError as error:
        raise InputError(f"{field_name}: {error}") from None


def _stretch(part: Any, name: str) -> Stretch:
    _keys(part, {"product", "low", "high", "terms", "beside"}, name)
    if not isinstance(part["product"], str) or part["product"] not in _KEYS:
        raise InputError(f"{name}.product: got {part['product']!r:.60}; allowed: p1, p2, pb")
    terms = []
    for pair in _list(part["terms"], f"{name}.terms"):
        if len(_list(pair, f"{name}.terms")) != 2:
            raise InputError(f"{name}.terms: got {pair!r}; allowed: pairs of numbers")
        terms.append((exact_number(pair[0], f"{name}.terms"), exact_number(pair[1], f"{name}.terms")))
    low, high = (exact_number(part[key], f"{name}.{key}") for key in ("low", "high"))
    return Stretch(_KEYS[part["product"]], low, high, tuple(terms), _prices(part["beside"], name))


def _prices(data: Any, name: str) -> dict[str, Fraction]:
    if not isinstance(data, dict) or not set(data) <= set(_KEYS):
        raise InputError(f"{name}: got {data!r}; allowed: prices named p1, p2, pb")
    return {_KEYS[key]: exact_number(price, f"{name}.{key}") for key, price in data.items() if price is not None}


def _list(data: Any, name: str) -> list[Any]:
    if not isinstance(data, list):
        raise InputError(f"{name}: got {data!r}; allowed: a list")
    return data


def _keys(data: Any, wanted: set[str], name: str) -> None:
    if not isinstance(data, dict) or set(data) != wanted:
        raise InputError(f"{name}: got {data!r:.60}; allowed: an object with {', '.join(sorted(wanted))}")
