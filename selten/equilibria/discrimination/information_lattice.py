"""The best information for consumers as a finite Bayesian game on a price lattice, with its equilibrium in pure prices.

A draw is a state together with the public signal that it leads to. The named producer's type is the signal; a rival's
type is the signal, his own cost, and whether he is binding. On a lattice no mixing is needed: a binding rival asks one
step above his cost, so that the consumer is left to the named producer, who would share her if he asked a step more.
Where the lowest residual has share x0 and margin m this is an equilibrium with any step of at most m x0 / (2 - x0).
With binding rivals exactly at cost it is none: ties are shared, and the named producer gains by a lower price.

Source: "Competitive price discrimination", the information structure in the proof of Theorem 1; the profile is derived
here.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from math import prod
from typing import Any

from selten.equilibria.discrimination.information import PublicSignal, efficient_masses
from selten.games.bayesian import MOST_CELLS, BayesianGame
from selten.games.bayesian_parts import Draw, Strategies, Type
from selten.games.discrimination import Prior, State
from selten.games.errors import InputError
from selten.games.number import number_text, shown_number
from selten.games.price_lattice import (
    Prices,
    lattice_prices,
    lattice_step,
    price_labels,
    price_payoffs,
    producer_names,
    state_label,
)


@dataclass(frozen=True, slots=True)
class LatticeGame:
    """The game, and two profiles of it.

    Parameters
    ----------
    game : BayesianGame
    strategies : Strategies
        The named producer at the segment's lowest residual, binding rivals one step above cost, all others at cost.
    at_cost : Strategies
        The same, but with binding rivals at cost.
    """

    game: BayesianGame
    strategies: Strategies
    at_cost: Strategies


@dataclass(frozen=True, slots=True)
class _Seat:
    """What a producer knows in a draw, and the numbers of the prices he asks in the two profiles."""

    label: str
    prices: Prices
    asked: int
    at_cost: int


def information_game(prior: Prior, signals: Sequence[PublicSignal], step: Any) -> LatticeGame:
    """The lattice game of an information structure that serves every consumer once.

    Raises
    ------
    InputError
        If the lattice misses a cost or the residual of an efficient producer, naming the state, or if the game has
        more than :data:`selten.games.bayesian.MOST_CELLS` profiles of prices.

    Examples
    --------
    >>> from selten.equilibria.discrimination.information import best_information
    >>> prior = Prior.of([("1/2", [3, 1], [0, 0]), ("1/2", [2, 2], [0, 1])])
    >>> lattice = information_game(prior, best_information(prior), "1/4")
    >>> lattice.game.regret(lattice.strategies), lattice.game.regret(lattice.at_cost)
    (Fraction(0, 1), Fraction(1, 8))
    """
    h = lattice_step(prior, step)
    _check_residuals(prior, h)
    rows = [
        (mass, state, [_seat(prior, signal, state, j, h) for j in range(prior.producers)])
        for signal in [*signals, None]
        for mass, state in _drawn(prior, signal)
    ]
    cells = sum(prod(len(seat.prices) for seat in seats) for _, _, seats in rows)
    if cells > MOST_CELLS:
        got = f"{shown_number(h)}, with {shown_number(cells)} profiles of prices"
        raise InputError(f"step: got {got}; allowed: at most {MOST_CELLS}")
    known: list[dict[str, _Seat]] = [{} for _ in range(prior.producers)]
    draws = []
    for mass, state, seats in rows:
        for own, seat in zip(known, seats, strict=True):
            own.setdefault(seat.label, seat)
        types = tuple(list(own).index(seat.label) for own, seat in zip(known, seats, strict=True))
        draws.append(Draw(mass, types, price_payoffs(state, [seat.prices for seat in seats]), state_label(state)))
    types_of = [[Type(label, price_labels(seat.prices)) for label, seat in own.items()] for own in known]
    title = f"The best information for consumers, prices in steps of {number_text(h)}"
    game = BayesianGame.of(producer_names(prior), types_of, draws=draws, title=title)
    return LatticeGame(game, _pure(known, "asked"), _pure(known, "at_cost"))


def _drawn(prior: Prior, signal: PublicSignal | None) -> list[tuple[Fraction, State]]:
    """The states behind a public signal with their masses; for None those in which nobody should sell."""
    if signal is None:
        return [(state.mass, state) for state in prior.states if not state.efficient]
    k, masses = signal.producer, efficient_masses(prior, signal.producer, signal.cost)
    return [
        (signal.segment.mass * share * state.mass / len(state.efficient) / masses[residual], state)
        for residual, share in signal.segment.shares
        for state in prior.states
        if state.costs[k] == signal.cost and state.residual(k) == residual
    ]


def _seat(prior: Prior, signal: PublicSignal | None, state: State, producer: int, step: Fraction) -> _Seat:
    cost = state.costs[producer]
    prices = lattice_prices(prior, cost, step)
    prices = prices if len(prices) > 1 else (cost, cost + step)
    if signal is None:
        return _Seat(f"nobody sells; own cost {number_text(cost)}", prices, 0, 0)
    k, segment = signal.producer, signal.segment
    shares = ", ".join(f"{number_text(r)}: {number_text(share)}" for r, share in segment.shares)
    public = f"producer {k + 1} sells, cost {number_text(signal.cost)}, residuals {{{shares}}}"
    if producer == k:
        asked = prices.index(segment.price)
        return _Seat(public, prices, asked, asked)
    limit = state.values[k] - state.surplus(producer)
    binds = state.residual(k) == segment.price == limit and segment.price > signal.cost
    own = f"{public}; own cost {number_text(cost)}, {'binding' if binds else 'free'}"
    return _Seat(own, prices, int(binds), 0)


def _pure(known: Sequence[dict[str, _Seat]], profile: str) -> Strategies:
    return tuple(
        tuple(tuple(Fraction(a == getattr(seat, profile)) for a in range(len(seat.prices))) for seat in own.values())
        for own in known
    )


def _check_residuals(prior: Prior, step: Fraction) -> None:
    for k, state in enumerate(prior.states):
        for i in state.efficient:
            residual = state.residual(i)
            if (residual / step).denominator != 1:
                got = f"the residual {shown_number(residual)} of producer {i + 1}"
                lattice = f"which prices in steps of {shown_number(step)} miss"
                raise InputError(f"states[{k}]: got {got}, {lattice}; allowed: multiples of the step")
