"""Visits when tastes arrive in order, from high to low or from low to high.

What a taste expects depends on earlier arrivals only, so the equilibrium is unique and is followed along the tastes.
Between two events the visitors' net gain is a straight line in the taste; the events are: a surplus turns positive, the
two surpluses cross, the net gain changes sign, a product runs out in one of the possible worlds. All of them solve
linear equations: with rational numbers everything is rational, and with prices that are symbols everything is affine in
them (:mod:`.affine`). Visits may have gaps.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from selten.equilibria.disclosure.outcome import Outcome, Terms, Two, World, sign
from selten.games.normal_form import Number

Line = tuple[Number, Number]
"""Slope and value at 0 of a function of the taste."""


@dataclass(frozen=True, slots=True)
class Served:
    """Who visited, as stretches of tastes in order of arrival, and the outcome in each of the possible worlds."""

    stretches: tuple[Two, ...]
    outcomes: tuple[Outcome, ...]
    threshold: Number


@dataclass(slots=True)
class _World:
    """One possible world while customers arrive."""

    probability: Number
    stocks: list[Number]
    open: list[bool] = field(default_factory=lambda: [True, True])
    sales: list[Number] = field(default_factory=lambda: [0, 0])
    shortage: Number = 0


def serve(terms: Terms, worlds: Sequence[World], *, downward: bool) -> Served:
    """Who visits, and what each possible world sells; ``downward``: high tastes first.

    Examples
    --------
    >>> from fractions import Fraction
    >>> terms = Terms(Fraction(10), (Fraction(5), Fraction(7)), (Fraction(3), Fraction(5)), Fraction(1, 2), Fraction(0))
    >>> answer = serve(terms, [(Fraction(1), (Fraction(3, 10), Fraction(27, 10)))], downward=True)
    >>> answer.threshold, answer.outcomes[0].sales
    (Fraction(11, 14), (Fraction(3, 10), Fraction(129, 70)))
    """
    towards = -1 if downward else 1
    at, end = (1, 0) if downward else (0, 1)
    states = [_World(probability, list(stocks)) for probability, stocks in worlds]
    stretches: list[Two] = []
    while sign((end - at) * towards) > 0 and any(any(state.open) for state in states):
        choices = [_choice(terms, state, at, towards) for state in states]
        net = _net(terms, states, choices)
        visiting = any(choice is not None for choice in choices) and _after(net, at, towards) >= 0
        reached = end
        for event in _events(terms, states, choices if visiting else [], net, at, towards):
            if sign((event - at) * towards) > 0 and sign((event - reached) * towards) < 0:
                reached = event
        if visiting:
            stretches.append((at, reached))
            _take(states, choices, terms.customers * (reached - at) * towards)
        at = reached
    return _result(terms, states, stretches, downward)


def _result(terms: Terms, states: list[_World], stretches: list[Two], downward: bool) -> Served:
    visitors = sum(((end - start) * (-1 if downward else 1) for start, end in stretches), 0) * terms.customers
    outcomes = tuple(Outcome((s.sales[0], s.sales[1]), visitors, s.shortage) for s in states)
    lowest = (stretches[-1][1] if downward else stretches[0][0]) if stretches else 1
    return Served(tuple(stretches), outcomes, lowest)


def _surplus(terms: Terms, product: int) -> Line:
    return terms.values[product], -terms.prices[product]


def _after(line: Line, at: Number, towards: int) -> int:
    """The sign of a line just beyond a taste."""
    return sign(line[0] * at + line[1]) or sign(line[0] * towards)


def _choice(terms: Terms, state: _World, at: Number, towards: int) -> int | None:
    """What a visitor just beyond the taste buys; L at a tie."""
    wanted = [k for k in (0, 1) if state.open[k] and _after(_surplus(terms, k), at, towards) > 0]
    if len(wanted) < 2:
        return wanted[0] if wanted else None
    (a, b), (c, d) = _surplus(terms, 0), _surplus(terms, 1)
    return 0 if _after((a - c, b - d), at, towards) >= 0 else 1


def _net(terms: Terms, states: list[_World], choices: list[int | None]) -> Line:
    slope, level = -terms.cost_slope, -terms.cost
    for state, choice in zip(states, choices, strict=True):
        if choice is not None:
            a, b = _surplus(terms, choice)
            slope, level = slope + state.probability * a, level + state.probability * b
    return slope, level


def _events(
    terms: Terms, states: list[_World], choices: list[int | None], net: Line, at: Number, towards: int
) -> Iterator[Number]:
    """Where something may change next; ``choices`` is empty where nobody visits."""
    if net[0]:
        yield -net[1] / net[0]
    for state, choice in zip(states, choices, strict=False):
        if choice is not None:
            yield at + state.stocks[choice] / terms.customers * towards
    (a, b), (c, d) = _surplus(terms, 0), _surplus(terms, 1)
    if a and any(state.open[0] for state in states):
        yield -b / a
    if c and any(state.open[1] for state in states):
        yield -d / c
    if a != c and any(all(state.open) for state in states):
        yield (d - b) / (a - c)


def _take(states: list[_World], choices: list[int | None], mass: Number) -> None:
    for state, choice in zip(states, choices, strict=True):
        if choice is None:
            state.shortage = state.shortage + mass
            continue
        state.sales[choice] = state.sales[choice] + mass
        state.stocks[choice] = state.stocks[choice] - mass
        state.open[choice] = sign(state.stocks[choice]) > 0
