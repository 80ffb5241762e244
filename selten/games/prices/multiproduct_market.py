"""Markets of several components: consumers who are atoms, and what each product is worth to them.

A product is a set of components, named by their numbers in ascending order: "1", "2", "12", "134". Components are
homogeneous: the same product is worth the same whoever sells it. A product is worth the sum of its components and a
complementarity of the product, positive or negative (superadditive and subadditive values), unless a consumer's own
value of it is given. A consumer buys products that have no component in common, any number of them or none.

What several products are worth together is a convention, ``together``: ``"products"``: the sum of what the products
are worth, so that a complementarity is had by buying the bundle only (the convention of Bundling in a Symmetric
Bertrand Duopoly, Section 3, where integration releases it); ``"union"``: what the set of all their components is worth,
so that it is had however the components are bought. They agree where values are additive. There is no free disposal:
a product that is worth less than a part of it is worth just that.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any, Literal

from selten.games.bundling import BundlingMarket
from selten.games.consumers.atoms import Atoms, sensible, valuation
from selten.games.errors import InputError
from selten.games.number import exact_number, shown_number

Together = Literal["products", "union"]

MOST_COMPONENTS = 9
"""Components are named by one digit each."""


@dataclass(frozen=True, slots=True)
class MultiproductMarket:
    """Consumers and what products are worth to them; make one with :meth:`of`, which checks and merges.

    Parameters
    ----------
    components : int
    values : tuple of tuples of Fraction
        For each kind of consumer the values of components 1, 2, ...
    own : tuple of tuples of (product, Fraction)
        For each kind the products whose value is given, not computed.
    masses : tuple of Fraction
        Positive, summing to 1.
    complementarity : tuple of (product, Fraction)
        What a product is worth beyond the sum of its components; 0 for others.
    together : {"products", "union"}
        What several products are worth together: see the module.
    """

    components: int
    values: tuple[tuple[Fraction, ...], ...]
    own: tuple[tuple[tuple[str, Fraction], ...], ...]
    masses: tuple[Fraction, ...]
    complementarity: tuple[tuple[str, Fraction], ...] = ()
    together: Together = "products"

    @classmethod
    def of(
        cls,
        consumers: Sequence[Sequence[Any] | Mapping[str, Any]],
        masses: Sequence[Any],
        *,
        complementarity: Mapping[str, Any] | None = None,
        together: Together = "products",
    ) -> "MultiproductMarket":
        """A checked market, equal consumers merged.

        Parameters
        ----------
        consumers : sequence
            Each a list of the values of components 1, 2, ..., or a mapping from product to value that has all
            components and any bundles.

        Raises
        ------
        InputError
            Naming the consumer and the field.

        Examples
        --------
        >>> market = MultiproductMarket.of(
        ...     [(1, 2, 0), {"1": 1, "2": 0, "3": 0, "123": 4}], ["1/2", "1/2"], complementarity={"12": 1}
        ... )
        >>> [[str(market.value(k, product)) for product in ("1", "12", "123")] for k in (0, 1)]
        [['1', '4', '3'], ['1', '2', '4']]
        """
        if together not in ("products", "union"):
            raise InputError(f"together: got {together!r}; allowed: 'products' or 'union'")
        if len(consumers) != len(masses):
            raise InputError(f"masses: got {len(masses)}; allowed: {len(consumers)}, one for each consumer")
        kinds = [_consumer(one, f"consumers[{i}]") for i, one in enumerate(consumers)]
        if not kinds:
            raise InputError("consumers: got none; allowed: at least one")
        size = len(kinds[0][0])
        for i, (values, bundles) in enumerate(kinds):
            if len(values) != size:
                raise InputError(f"consumers[{i}]: got {len(values)} components; allowed: {size}, as the first has")
            for name, _ in bundles:
                components_of(name, size, f"consumers[{i}]")
        extra = _complementarity(complementarity or {}, size)
        merged = _merged(kinds, masses)
        values_, own = zip(*merged, strict=True)
        return cls(size, values_, own, tuple(merged.values()), extra, together)

    def value(self, kind: int, product: str) -> Fraction:
        """What a product is worth to a kind of consumer."""
        for name, worth in self.own[kind]:
            if name == product:
                return worth
        parts = sum((self.values[kind][int(c) - 1] for c in product), Fraction(0))
        return parts + self.extra(product)

    def extra(self, product: str) -> Fraction:
        """The complementarity of a product."""
        return dict(self.complementarity).get(product, Fraction(0))

    def basket(self, kind: int, products: Sequence[str]) -> Fraction:
        """What several products without a common component are worth together."""
        if self.together == "union" and products:
            return self.value(kind, "".join(sorted("".join(products))))
        return sum((self.value(kind, product) for product in products), Fraction(0))

    def top(self, product: str) -> Fraction:
        """The highest price worth setting: the sum of the highest values of its components, and its complementarity.

        At least what any consumer gives for it, and at least 0.
        """
        parts = sum((max(v[int(c) - 1] for v in self.values) for c in product), Fraction(0))
        worth = [value for own in self.own for name, value in own if name == product]
        return max(parts + self.extra(product), *worth, Fraction(0))


def from_duopoly(market: BundlingMarket) -> MultiproductMarket:
    """A two-component market whose consumers are atoms, as a market of several components.

    Raises
    ------
    InputError
        If the consumers are not atoms.

    Examples
    --------
    >>> from_duopoly(BundlingMarket(Atoms.of([(1, 2)], [1]), Fraction(1, 2))).value(0, "12")
    Fraction(7, 2)
    """
    if not isinstance(market.valuations, Atoms):
        raise InputError("valuations: got a continuous distribution; allowed: atoms (or a CSV file of consumers)")
    delta = {"12": market.complementarity}
    return MultiproductMarket.of(market.valuations.values, market.valuations.masses, complementarity=delta)


def components_of(product: str, components: int, field: str) -> tuple[int, ...]:
    """The components of a product by its name, from 0.

    Raises
    ------
    InputError
        Unless the name is ascending digits, each from 1 to the number of components.
    """
    digits = str(product)
    if not digits or any(c not in "123456789"[:components] for c in digits) or list(digits) != sorted(set(digits)):
        raise InputError(
            f"{field}: got the product {digits[:60]!r}; allowed: components from 1 to {components}, each once and "
            "ascending, like '1' or '12'"
        )
    return tuple(int(c) - 1 for c in digits)


def _consumer(
    given: Sequence[Any] | Mapping[str, Any], field: str
) -> tuple[tuple[Fraction, ...], tuple[tuple[str, Fraction], ...]]:
    """The values of the components, and of the bundles that are given."""
    if not isinstance(given, Mapping):
        if isinstance(given, str) or not hasattr(given, "__len__") or not 1 <= len(given) <= MOST_COMPONENTS:
            raise InputError(f"{field}: got {str(given)[:60]}; allowed: values of 1 to {MOST_COMPONENTS} components")
        return tuple(valuation(value, f"{field}[{k}]") for k, value in enumerate(given)), ()
    singles = sorted(name for name in given if len(name) == 1)
    if not singles or singles != [str(k + 1) for k in range(len(singles))]:
        raise InputError(f"{field}: got the components {', '.join(singles)}; allowed: 1, 2, ... without a gap")
    values = tuple(valuation(given[name], f"{field}[{name!r}]") for name in singles)
    bundles = sorted(name for name in given if len(name) != 1)
    worth = [
        (name, sensible(exact_number(given[name], f"{field}[{name!r}]"), f"{field}[{name!r}]")) for name in bundles
    ]
    return values, tuple(worth)


def _complementarity(given: Mapping[str, Any], size: int) -> tuple[tuple[str, Fraction], ...]:
    kept = []
    for name in sorted(given):
        if len(components_of(name, size, "complementarity")) < 2:
            raise InputError(f"complementarity: got the product {name!r}; allowed: bundles of two components or more")
        field = f"complementarity[{name!r}]"
        kept.append((name, sensible(exact_number(given[name], field), field)))
    return tuple((name, extra) for name, extra in kept if extra)


def _merged(kinds: Sequence[Any], masses: Sequence[Any]) -> dict[Any, Fraction]:
    merged: dict[Any, Fraction] = {}
    for i, (kind, mass) in enumerate(zip(kinds, masses, strict=True)):
        weight = exact_number(mass, f"masses[{i}]")
        if weight <= 0:
            raise InputError(f"masses[{i}]: got {shown_number(weight)}; allowed: a positive mass")
        merged[kind] = merged.get(kind, Fraction(0)) + weight
    total = sum(merged.values(), Fraction(0))
    if total != 1:
        raise InputError(f"masses: got a sum of {shown_number(total)}; allowed: exactly 1")
    return merged
