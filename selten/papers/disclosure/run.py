"""What the claims of the inventory companion share: random points of each closed form, and points solved exactly."""

import random
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from fractions import Fraction
from functools import cached_property
from typing import Any

import numpy as np

from selten.equilibria.disclosure.answer import DisclosureSolution, solve_disclosure
from selten.games.disclosure import DisclosureMarket
from selten.papers.disclosure.agreement import (
    EFFICIENT,
    INEFFICIENT,
    INEFFICIENT_FREE,
    PROPOSITION_1,
    PROPOSITION_2,
    Agreement,
    Bools,
    Form,
    Sample,
    agreement,
    prefers_low,
    sample,
)
from selten.papers.disclosure.markets import spread_market

MARKETS = 250
"""Random markets in each dense comparison, 400 prices each: 100,000 points."""

SOLVED = 150
"""Random points that are solved exactly, for claims on sales and visitors."""


@dataclass
class Run:
    """Random points and exact solutions, each computed once."""

    seed: int = 0
    markets: int = MARKETS
    solved: int = SOLVED

    @cached_property
    def alike(self) -> Agreement:
        """Proposition 1, everybody preferring L."""
        return agreement(PROPOSITION_1, self.markets, seed=self.seed)

    @cached_property
    def first_bullet(self) -> Agreement:
        """Proposition 2 where everybody prefers L."""
        return agreement(_within(PROPOSITION_2, prefers_low), self.markets, seed=self.seed)

    @cached_property
    def efficient(self) -> Agreement:
        """Proposition 4, high tastes first."""
        return agreement(EFFICIENT, self.markets, seed=self.seed)

    @cached_property
    def inefficient(self) -> Agreement:
        """Proposition 4, low tastes first, shortage counted."""
        return agreement(INEFFICIENT, self.markets, seed=self.seed)

    @cached_property
    def inefficient_free(self) -> Agreement:
        """The same by revenue alone."""
        return agreement(INEFFICIENT_FREE, self.markets, seed=self.seed)

    @cached_property
    def alike_solved(self) -> tuple[DisclosureSolution, ...]:
        """Points of Proposition 1 solved exactly, none of H above its value."""
        return solved_points(_within(PROPOSITION_1, _below_value), 3 * self.solved, seed=self.seed)

    @cached_property
    def random_solved(self) -> tuple[DisclosureSolution, ...]:
        """Points of Proposition 2's first bullet solved exactly, with both kinds of cost."""
        form = _within(PROPOSITION_2, prefers_low)
        return solved_points(replace(form, market=_either_cost), 4 * self.solved, seed=self.seed)

    @cached_property
    def efficient_solved(self) -> tuple[DisclosureSolution, ...]:
        """Points of Proposition 4 solved exactly, high tastes first."""
        return solved_points(EFFICIENT, 2 * self.solved, seed=self.seed)

    @cached_property
    def inefficient_solved(self) -> tuple[DisclosureSolution, ...]:
        """Points of Proposition 4 solved exactly, low tastes first."""
        return solved_points(INEFFICIENT, 2 * self.solved, seed=self.seed)


def _below_value(market: DisclosureMarket, low: Any, high: Any) -> Bools:
    return np.asarray(prefers_low(market, low, high) & (high < float(market.values[1])))


def _either_cost(rng: random.Random) -> DisclosureMarket:
    return spread_market(rng, scales=rng.random() < 0.5)


def _within(form: Form, covered: Callable[[DisclosureMarket, Any, Any], Bools]) -> Form:
    """The form at fewer prices."""
    return replace(form, covered=covered)


def solved_points(form: Form, count: int, *, seed: int = 0) -> tuple[DisclosureSolution, ...]:
    """Random prices in hundredths, two for each random market, solved exactly.

    Half of the markets have one of them inside the form's region if it is found among a few dozen.
    """
    rng, numbers = random.Random(seed), np.random.default_rng(seed)
    found: list[DisclosureSolution] = []
    while len(found) < count:
        part = sample(form, rng, numbers, 60)
        for i in {0, int(np.argmax(part.true))}:
            market = part.market.at(hundredths(part.low[i]), hundredths(part.high[i]))
            if form.covered(market, *(np.array([float(p)]) for p in market.priced)).all():
                found.append(solve_disclosure(market))
    return tuple(found[:count])


def hundredths(value: float) -> Fraction:
    """The nearest hundredth above 0."""
    return Fraction(max(1, round(float(value) * 100)), 100)


def points_of(samples: Agreement, where: Callable[[Sample], Bools]) -> Iterator[DisclosureMarket]:
    """The markets at the sampled prices where something holds, prices rounded to hundredths."""
    for part in samples.samples:
        for i in np.flatnonzero(where(part))[:5]:
            yield part.market.at(hundredths(part.low[i]), hundredths(part.high[i]))


def counterexample(
    form: Form, samples: Agreement, *, missed: bool, inside: Callable[[DisclosureMarket], bool] = lambda market: True
) -> dict[str, Any]:
    """A point at which the printed form is wrong: the solver's verdict there is exact.

    ``missed``: an equilibrium that the form misses; otherwise one that it invents.
    """
    for market in points_of(samples, lambda s: (s.true & ~s.printed) if missed else (s.printed & ~s.true)):
        low, high = (np.array([float(p)]) for p in market.priced)
        if not inside(market) or not form.covered(market, low, high).all():
            continue
        solution = solve_disclosure(market)
        true = solution.verdict in form.verdicts
        if bool(form.printed(market, low, high)[0]) is not true is missed:
            return {"kind": "counterexample", **described(market), "verdict": solution.verdict, "printed": not missed}
    return {"kind": "none found"}


def described(market: DisclosureMarket) -> Mapping[str, Any]:
    """A market as a certificate has it: the keys of ``selten disclosure``."""
    record: dict[str, Any] = {
        field: getattr(market, field) for field in ("customers", "stock", "share", "prior", "search_cost")
    }
    record |= {"values": dict(zip("LH", market.values, strict=True)), "tastes": market.tastes}
    record |= {"cost_scales_with_taste": market.cost_scales_with_taste, "arrival": market.arrival}
    if market.prices is not None:
        record["prices"] = dict(zip("LH", market.prices, strict=True))
    return record
