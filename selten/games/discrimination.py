"""Competing producers who may price discriminate: who values what, who produces at what cost, who should sell to whom.

A consumer wants one unit; producer i's is worth v_i to her and costs c_i to make. A finite prior says how often each
profile (v, c) occurs. She buys where v_i - p_i is largest and at least 0; producers that tie share her equally, and
not buying never takes a share of a tie.

Producer i's *residual* is what she would still pay him if all others sold at cost:

    r_i(v, c_-i) = v_i - max(0, max over j != i of (v_j - c_j)).

He is *efficient* when v_i - c_i = max(0, max_j v_j - c_j), that is r_i >= c_i. Whatever the producers know, i earns at
least what he gets by one price for each cost against rivals who sell at cost.

Source: "Competitive price discrimination", sections II and III.A; the appendix prints the residual with a wrong index
and without the 0 (derived anew here).
"""

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property
from typing import Any

from selten.games.errors import InputError
from selten.games.number import exact_number, shown_number


@dataclass(frozen=True, slots=True)
class State:
    """One profile of values and costs.

    Parameters
    ----------
    mass : Fraction
        How many of the consumers, of a total of 1.
    values, costs : tuple of Fraction
        One for each producer, at least 0.
    """

    mass: Fraction
    values: tuple[Fraction, ...]
    costs: tuple[Fraction, ...]

    def surplus(self, producer: int) -> Fraction:
        """v_i - c_i."""
        return self.values[producer] - self.costs[producer]

    @property
    def best(self) -> Fraction:
        """What efficient trade creates: max(0, max_i v_i - c_i)."""
        return max(Fraction(0), *(self.surplus(i) for i in range(len(self.values))))

    @property
    def efficient(self) -> tuple[int, ...]:
        """The producers whose sale creates it; nobody where all values are below costs."""
        return tuple(i for i in range(len(self.values)) if self.surplus(i) == self.best)

    def residual(self, producer: int) -> Fraction:
        """r_i: what the consumer would pay producer i if the others sold at cost; may be negative.

        Examples
        --------
        >>> State(Fraction(1), (Fraction(4), Fraction(1)), (Fraction(0), Fraction(0))).residual(0)
        Fraction(3, 1)
        """
        others = (self.surplus(j) for j in range(len(self.values)) if j != producer)
        return self.values[producer] - max(Fraction(0), *others, Fraction(0))


@dataclass(frozen=True)
class Prior:
    """Finitely many states whose masses sum to 1. Make one with :meth:`of`, which checks and merges."""

    states: tuple[State, ...]

    @classmethod
    def of(cls, states: Sequence[tuple[Any, Sequence[Any], Sequence[Any]]]) -> "Prior":
        """A checked prior from (mass, values, costs); equal states are merged.

        Raises
        ------
        InputError
            Naming the state: for lists that do not fit, a mass that is not positive, a negative number, or masses that
            do not sum to 1.

        Examples
        --------
        >>> prior = Prior.of([("1/2", [1, 0], [0, 0]), ("1/2", [0, 1], [0, 0])])
        >>> prior.producers, prior.total_surplus
        (2, Fraction(1, 1))
        """
        merged: dict[tuple[tuple[Fraction, ...], tuple[Fraction, ...]], Fraction] = {}
        producers = len(states[0][1]) if states else 0
        for k, (mass, values, costs) in enumerate(states):
            if not len(values) == len(costs) == producers or not producers:
                got = f"{len(values)} values and {len(costs)} costs"
                allowed = f"as many of each as the first state has values ({producers}), and at least one"
                raise InputError(f"states[{k}]: got {got}; allowed: {allowed}")
            key = _numbers(values, f"states[{k}].values"), _numbers(costs, f"states[{k}].costs")
            weight = exact_number(mass, f"states[{k}].mass")
            if weight <= 0:
                raise InputError(f"states[{k}].mass: got {shown_number(weight)}; allowed: a positive mass")
            merged[key] = merged.get(key, Fraction(0)) + weight
        total = sum(merged.values(), Fraction(0))
        if total != 1:
            raise InputError(f"states: got masses that sum to {shown_number(total)}; allowed: exactly 1")
        return cls(tuple(State(mass, *key) for key, mass in merged.items()))

    @property
    def producers(self) -> int:
        """How many producers there are."""
        return len(self.states[0].values)

    def costs(self, producer: int) -> tuple[Fraction, ...]:
        """The costs that the producer may have, ascending."""
        return tuple(sorted({state.costs[producer] for state in self.states}))

    @cached_property
    def total_surplus(self) -> Fraction:
        """What efficient trade creates on average."""
        return sum((state.mass * state.best for state in self.states), Fraction(0))


@dataclass(frozen=True, slots=True)
class Monopoly:
    """The best single price for one cost against rivals who sell at cost.

    ``price`` is the lowest best one, None where no residual is above the cost; ``profit`` counts all consumers of that
    cost (it is a supremum: consumers who are indifferent at the price are won by any lower one).
    """

    price: Fraction | None
    profit: Fraction


def monopoly(prior: Prior, producer: int, cost: Fraction) -> Monopoly:
    """What producer i earns, over the states with his cost, from one price against rivals who sell at cost.

    Examples
    --------
    >>> monopoly(Prior.of([("1/2", [3], [1]), ("1/2", [4], [1])]), 0, Fraction(1))
    Monopoly(price=Fraction(3, 1), profit=Fraction(2, 1))
    """
    residuals = residual_masses(prior, producer, cost)
    best, demand = Monopoly(None, Fraction(0)), Fraction(0)
    for residual in sorted(residuals, reverse=True):
        demand += residuals[residual]
        profit = (residual - cost) * demand
        if residual > cost and profit >= best.profit:
            best = Monopoly(residual, profit)
    return best


def residual_masses(prior: Prior, producer: int, cost: Fraction) -> dict[Fraction, Fraction]:
    """The residuals of at least the cost with the mass of their consumers, over the states with that cost."""
    masses: dict[Fraction, Fraction] = {}
    for state in prior.states:
        if state.costs[producer] == cost and (residual := state.residual(producer)) >= cost:
            masses[residual] = masses.get(residual, Fraction(0)) + state.mass
    return masses


def least_producer_surplus(prior: Prior) -> tuple[Fraction, ...]:
    """The lower bound on each producer's surplus, in every equilibrium under every information.

    Examples
    --------
    >>> least_producer_surplus(Prior.of([("1/2", [1, 0], [0, 0]), ("1/2", [0, 1], [0, 0])]))
    (Fraction(1, 2), Fraction(1, 2))
    """
    return tuple(
        sum((monopoly(prior, i, cost).profit for cost in prior.costs(i)), Fraction(0)) for i in range(prior.producers)
    )


def complete_information(prior: Prior) -> tuple[tuple[Fraction, ...], Fraction]:
    """Producer surpluses and consumer surplus when everybody knows everything: the efficient one charges his residual.

    Examples
    --------
    >>> complete_information(Prior.of([(1, [4, 1], [0, 0])]))
    ((Fraction(3, 1), Fraction(0, 1)), Fraction(1, 1))
    """
    earned = [Fraction(0)] * prior.producers
    for state in prior.states:
        for i in state.efficient:
            earned[i] += state.mass / len(state.efficient) * (state.residual(i) - state.costs[i])
    return tuple(earned), prior.total_surplus - sum(earned, Fraction(0))


def _numbers(values: Sequence[Any], field: str) -> tuple[Fraction, ...]:
    found = tuple(exact_number(value, f"{field}[{i}]") for i, value in enumerate(values))
    for i, value in enumerate(found):
        if value < 0:
            raise InputError(f"{field}[{i}]: got {shown_number(value)}; allowed: at least 0")
    return found
