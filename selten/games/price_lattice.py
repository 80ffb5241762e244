"""Competing producers who may price discriminate, with prices on a lattice: a finite Bayesian game.

Prices are multiples of a step, from a producer's own cost to the highest value of a consumer; higher ones never sell.
Consumers buy where their surplus is largest and at least 0, ties shared equally, as in
:mod:`selten.games.discrimination`. Costs must lie on the lattice: else the game would be another one (nobody could
price at cost).
"""

from collections.abc import Sequence
from fractions import Fraction
from itertools import product
from math import prod
from typing import Any

import numpy as np

from selten.games.bayesian import MOST_CELLS, BayesianGame
from selten.games.bayesian_parts import Draw, Type
from selten.games.discrimination import Prior, State
from selten.games.errors import InputError
from selten.games.number import exact_number, number_text, shown_number

Prices = tuple[Fraction, ...]


def lattice_step(prior: Prior, step: Any) -> Fraction:
    """The step as an exact number, if all costs are multiples of it.

    Raises
    ------
    InputError
        For a step that is not positive, and naming the first state with a cost that the lattice misses.

    Examples
    --------
    >>> lattice_step(Prior.of([(1, [4, 1], ["1/2", 0])]), "1/4")
    Fraction(1, 4)
    """
    exact = exact_number(step, "step")
    if exact <= 0:
        raise InputError(f"step: got {shown_number(exact)}; allowed: a positive number")
    for k, state in enumerate(prior.states):
        for i, cost in enumerate(state.costs):
            if (cost / exact).denominator != 1:
                got = f"the cost {shown_number(cost)}, which prices in steps of {shown_number(exact)} miss"
                raise InputError(f"states[{k}].costs[{i}]: got {got}; allowed: multiples of the step")
    return exact


def lattice_prices(prior: Prior, cost: Fraction, step: Fraction) -> Prices:
    """The prices of a producer: from the cost to the highest value, at least the cost itself.

    Raises
    ------
    InputError
        For more than :data:`selten.games.bayesian.MOST_CELLS` prices.

    Examples
    --------
    >>> [str(p) for p in lattice_prices(Prior.of([(1, [2], [1])]), Fraction(1), Fraction(1, 2))]
    ['1', '3/2', '2']
    """
    top = max(value for state in prior.states for value in state.values)
    count = max(0, int((top - cost) // step)) + 1
    _limit(count, step, "prices")
    return tuple(cost + k * step for k in range(count))


def _limit(count: int, step: Fraction, what: str) -> None:
    if count > MOST_CELLS:
        got = f"{shown_number(step)}, with {shown_number(count)} {what}"
        raise InputError(f"step: got {got}; allowed: at most {MOST_CELLS} (a larger step)")


def sales(values: Sequence[Fraction], prices: Sequence[Fraction]) -> tuple[Fraction, ...]:
    """How likely the consumer buys from each producer; the outside option takes no share of a tie.

    Examples
    --------
    >>> sales([Fraction(4), Fraction(3), Fraction(1)], [Fraction(2), Fraction(1), Fraction(1)])
    (Fraction(1, 2), Fraction(1, 2), Fraction(0, 1))
    """
    surplus = [value - price for value, price in zip(values, prices, strict=True)]
    best = max(Fraction(0), *surplus, Fraction(0))
    ties = surplus.count(best)
    return tuple(Fraction(1, ties) if x == best else Fraction(0) for x in surplus)


def price_payoffs(state: State, prices: Sequence[Prices]) -> Any:
    """What each profile of prices earns the producers in a state: an object array of shape (n, m_1, ..., m_n).

    Examples
    --------
    >>> F = Fraction
    >>> price_payoffs(State(F(1), (F(1), F(1)), (F(0), F(0))), [(F(0), F(1)), (F(1),)])[:, 1, 0]
    array([Fraction(1, 2), Fraction(1, 2)], dtype=object)
    """
    table = np.full((len(prices), *map(len, prices)), Fraction(0))
    for place in product(*(range(len(own)) for own in prices)):
        asked = [own[k] for own, k in zip(prices, place, strict=True)]
        for i, share in enumerate(sales(state.values, asked)):
            if share:
                table[(i, *place)] = share * (asked[i] - state.costs[i])
    return table


def no_information_game(prior: Prior, step: Any) -> BayesianGame:
    """Pricing on a lattice when each producer knows his own cost and nothing else: types are costs, draws are states.

    Raises
    ------
    InputError
        If the lattice misses a cost, naming the state, and for more than :data:`selten.games.bayesian.MOST_CELLS`
        profiles of prices.

    Examples
    --------
    >>> game = no_information_game(Prior.of([("1/2", [2, 1], [0, 0]), ("1/2", [1, 2], [1, 0])]), 1)
    >>> [[(t.label, t.actions) for t in own] for own in game.types]
    [[('cost 0', ('0', '1', '2')), ('cost 1', ('1', '2'))], [('cost 0', ('0', '1', '2'))]]
    """
    h = lattice_step(prior, step)
    own = [prior.costs(i) for i in range(prior.producers)]
    prices = [[lattice_prices(prior, cost, h) for cost in costs] for costs in own]
    types = [
        [Type(f"cost {number_text(c)}", price_labels(p)) for c, p in zip(costs, rows, strict=True)]
        for costs, rows in zip(own, prices, strict=True)
    ]
    draws = []
    numbered = (tuple(costs.index(c) for costs, c in zip(own, state.costs, strict=True)) for state in prior.states)
    _limit(
        sum(prod(len(rows[t]) for rows, t in zip(prices, n, strict=True)) for n in numbered), h, "profiles of prices"
    )
    for state in prior.states:
        numbers = tuple(costs.index(c) for costs, c in zip(own, state.costs, strict=True))
        table = price_payoffs(state, [rows[t] for rows, t in zip(prices, numbers, strict=True)])
        draws.append(Draw(state.mass, numbers, table, state_label(state)))
    title = f"Producers who know their costs alone, prices in steps of {number_text(h)}"
    return BayesianGame.of(producer_names(prior), types, draws=draws, title=title)


def price_labels(prices: Prices) -> tuple[str, ...]:
    """How actions are called: by the price."""
    return tuple(map(number_text, prices))


def state_label(state: State) -> str:
    """How a draw is called: by values and costs."""
    return f"values {', '.join(map(number_text, state.values))}; costs {', '.join(map(number_text, state.costs))}"


def producer_names(prior: Prior) -> tuple[str, ...]:
    """The players of the game: the producers, counted from 1."""
    return tuple(str(i + 1) for i in range(prior.producers))
