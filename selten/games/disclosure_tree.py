"""The disclosure game with finitely many customers: exact outcomes of every crowd of visitors, and the tree.

Chance draws who is scarce, the seller sees it and discloses the composition ("full") or the total only ("aggregate"),
and the customers decide at the same time whether to go, knowing the composition or only that it was not disclosed.
Visitors are served in an order: all orders equally likely ("random"), tastes from high to low ("efficient") or from low
to high ("inefficient"), equal tastes in every order. Each takes the available product with the larger strictly positive
surplus, L at a tie, or leaves with nothing.

The seller prefers more revenue and, at equal revenue, fewer visitors who leave with nothing. In the tree that second
criterion is a penalty so small that it decides between equal revenues only.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import lru_cache
from itertools import pairwise, permutations, product
from typing import Any

from selten.games.disclosure import ARRIVALS
from selten.games.errors import InputError
from selten.games.extensive_form import ExtensiveForm
from selten.games.number import exact_number, shown_number
from selten.games.tree import Tree

Crowd = frozenset[int]
"""The customers who visit, by number."""

NOBODY: Crowd = frozenset()

MOST_CUSTOMERS = 7
"""All orders of arrival of that many customers are averaged over, for every crowd."""


@dataclass(frozen=True, slots=True)
class CrowdOutcome:
    """What happens on average when a crowd visits.

    Parameters
    ----------
    revenue, shortage : Fraction
        The seller's, and how many visitors leave with nothing.
    surplus : tuple of Fraction
        Each customer's surplus from what she buys, before the cost of the visit; 0 for those who stay away.
    """

    revenue: Fraction
    shortage: Fraction
    surplus: tuple[Fraction, ...]


@dataclass(frozen=True)
class FiniteDisclosure:
    """The market with a customer for each taste. Make one with :meth:`of`, which checks.

    Parameters
    ----------
    tastes : tuple of Fraction
        A customer of taste v values the products at v * values.
    stocks : pair of pairs of int
        (L, H) where L is scarce, then where H is.
    prior : Fraction
        The probability that L is scarce.
    search_cost : Fraction
        Of a visit, times the taste if ``cost_scales_with_taste``.
    values, prices : pairs of Fraction
        Of L and of H.
    arrival : {"random", "efficient", "inefficient"}
    """

    tastes: tuple[Fraction, ...]
    stocks: tuple[tuple[int, int], tuple[int, int]]
    prior: Fraction
    search_cost: Fraction
    values: tuple[Fraction, Fraction]
    prices: tuple[Fraction, Fraction]
    arrival: str = "random"
    cost_scales_with_taste: bool = False

    @classmethod
    def of(
        cls,
        tastes: Sequence[Any],
        stocks: Sequence[Sequence[int]],
        *,
        prior: Any,
        search_cost: Any,
        values: Sequence[Any],
        prices: Sequence[Any],
        arrival: str = "random",
        cost_scales_with_taste: bool = False,
    ) -> "FiniteDisclosure":
        """A checked market.

        Raises
        ------
        InputError
            Naming the field, the value got and what is allowed.

        Examples
        --------
        >>> market = FiniteDisclosure.of(
        ...     [1, 1], [(0, 1), (1, 0)], prior="1/2", search_cost="1/2", values=(3, 2), prices=(1, 1)
        ... )
        >>> market.outcome(frozenset({0, 1}), 0).revenue
        Fraction(1, 1)
        """
        if not 1 <= len(tastes) <= MOST_CUSTOMERS:
            raise InputError(f"tastes: got {len(tastes)} customers; allowed: 1 to {MOST_CUSTOMERS}")
        if arrival not in ARRIVALS:
            raise InputError(f"arrival: got {arrival!r}; allowed: {', '.join(ARRIVALS)}")
        counts = tuple(tuple(own) for own in stocks)
        if len(counts) != 2 or any(len(own) != 2 or any(type(s) is not int or s < 0 for s in own) for own in counts):
            raise InputError(f"stocks: got {stocks!r}; allowed: two pairs (L, H) of whole numbers of at least 0")
        chance = exact_number(prior, "prior")
        if not 0 < chance < 1:
            raise InputError(f"prior: got {shown_number(chance)}; allowed: strictly between 0 and 1")
        return cls(
            _amounts(tastes, "tastes"),
            ((counts[0][0], counts[0][1]), (counts[1][0], counts[1][1])),
            chance,
            _amounts([search_cost], "search_cost")[0],
            _pair(values, "values"),
            _pair(prices, "prices"),
            arrival,
            cost_scales_with_taste,
        )

    def cost(self, customer: int) -> Fraction:
        """What a visit costs her."""
        return self.search_cost * (self.tastes[customer] if self.cost_scales_with_taste else 1)

    def crowds(self) -> Iterator[Crowd]:
        """Every set of visitors, the empty one first."""
        for going in product((False, True), repeat=len(self.tastes)):
            yield frozenset(k for k, goes in enumerate(going) if goes)

    def outcome(self, crowd: Crowd, scenario: int) -> CrowdOutcome:
        """The average over the orders of arrival; scenario 0 is that L is scarce."""
        return _outcome(self, crowd, scenario)

    def orders(self, crowd: Crowd) -> list[tuple[int, ...]]:
        """The equally likely orders in which the visitors are served."""
        every = list(permutations(sorted(crowd)))
        if self.arrival == "random":
            return every
        sign = -1 if self.arrival == "efficient" else 1
        ranks = [[sign * self.tastes[k] for k in order] for order in every]
        return [order for order, rank in zip(every, ranks, strict=True) if rank == sorted(rank)]

    def penalty(self) -> Fraction:
        """A penalty per visitor with nothing that never outweighs a difference in revenue."""
        revenues = sorted({self.outcome(crowd, s).revenue for crowd in self.crowds() for s in (0, 1)})
        gaps = [b - a for a, b in pairwise(revenues)]
        return min(gaps, default=Fraction(1)) / (2 * len(self.tastes))


@lru_cache(maxsize=4096)
def _outcome(market: FiniteDisclosure, crowd: Crowd, scenario: int) -> CrowdOutcome:
    orders = market.orders(crowd)
    revenue, shortage = Fraction(0), 0
    surplus = [Fraction(0)] * len(market.tastes)
    for order in orders:
        left = list(market.stocks[scenario])
        for customer in order:
            gains = [market.tastes[customer] * v - p for v, p in zip(market.values, market.prices, strict=True)]
            chosen = max((k for k in (0, 1) if left[k] and gains[k] > 0), key=lambda k: gains[k], default=None)
            if chosen is None:
                shortage += 1
            else:
                left[chosen] -= 1
                revenue += market.prices[chosen]
                surplus[customer] += gains[chosen]
    count = len(orders)
    return CrowdOutcome(revenue / count, Fraction(shortage, count), tuple(value / count for value in surplus))


def disclosure_tree(market: FiniteDisclosure) -> ExtensiveForm:
    """The game as a tree: chance, the seller, then every customer without seeing the others.

    Every action's name holds what its player knows ("go, aggregate"), so that a strategy can be read off action names
    alone. Player 0 is the seller, player k + 1 customer k.

    Examples
    --------
    >>> market = FiniteDisclosure.of(
    ...     [1], [(0, 1), (1, 0)], prior="1/2", search_cost="1/2", values=(3, 2), prices=(1, 1)
    ... )
    >>> tree = disclosure_tree(market)
    >>> len(tree.nodes), tree.players
    (15, ('seller', 'customer 1'))
    """
    customers = len(market.tastes)
    tree = Tree(["seller", *(f"customer {k + 1}" for k in range(customers))], title="disclosure of inventory")
    nature = tree.chance(["L scarce", "H scarce"], [market.prior, 1 - market.prior])
    sellers = [tree.infoset(0, [f"full, {name}", f"aggregate, {name}"]) for name in ("L scarce", "H scarce")]
    told = [(f"go, {what}", f"stay, {what}") for what in ("L scarce", "H scarce", "aggregate")]
    knows = [[tree.infoset(k + 1, actions) for actions in told] for k in range(customers)]
    penalty = market.penalty()
    tree.move(nature)
    for scenario in (0, 1):
        tree.move(sellers[scenario])
        for message in (scenario, 2):
            _visits(tree, market, [own[message] for own in knows], scenario, penalty)
    return tree.build()


def _visits(
    tree: Tree, market: FiniteDisclosure, infosets: list[int], scenario: int, penalty: Fraction, going: Crowd = NOBODY
) -> None:
    """The moves of the customers from the first whose information set is listed on, and the leaves."""
    if not infosets:
        outcome = market.outcome(going, scenario)
        nets = [outcome.surplus[k] - market.cost(k) * (k in going) for k in range(len(market.tastes))]
        tree.leaf([outcome.revenue - penalty * outcome.shortage, *nets])
        return
    customer = len(market.tastes) - len(infosets)
    tree.move(infosets[0])
    for crowd in (going | {customer}, going):
        _visits(tree, market, infosets[1:], scenario, penalty, crowd)


def _amounts(values: Sequence[Any], field: str) -> tuple[Fraction, ...]:
    found = tuple(exact_number(value, field) for value in values)
    for value in found:
        if value < 0:
            raise InputError(f"{field}: got {shown_number(value)}; allowed: at least 0")
    return found


def _pair(values: Sequence[Any], field: str) -> tuple[Fraction, Fraction]:
    found = _amounts(values, field)
    if len(found) != 2:
        raise InputError(f"{field}: got {len(found)} numbers; allowed: two, for L and H")
    return found[0], found[1]
