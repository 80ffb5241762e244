"""Closed forms against the solver: many random points of many random markets, agreement counted."""

import random
from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from selten.equilibria.disclosure.closed_forms import alike, random_corrected, random_covered, random_printed
from selten.equilibria.disclosure.grid import verdict_grid
from selten.equilibria.disclosure.ordered_forms import efficient, inefficient_corrected, inefficient_printed
from selten.equilibria.disclosure.verdict import VERDICTS
from selten.games.disclosure import DisclosureMarket
from selten.papers.disclosure.markets import MARKETS_PRICES, alike_market, spread_market

Floats = npt.NDArray[np.float64]
Bools = npt.NDArray[np.bool_]
Region = Callable[[DisclosureMarket, Floats, Floats], Bools]

BY_REVENUE = ("strict", "weak", "zero_only")
"""Verdicts that make aggregate disclosure an equilibrium if shortage costs nothing."""


@dataclass(frozen=True, slots=True)
class Form:
    """A closed form: the markets it is for, the prices it covers, as printed and corrected, and what it describes.

    Prices of H are drawn up to ``reach`` times the value.
    """

    name: str
    market: Callable[[random.Random], DisclosureMarket]
    covered: Region
    printed: Region
    corrected: Region
    verdicts: tuple[str, ...]
    reach: float = 1.0


@dataclass(frozen=True, slots=True)
class Sample:
    """Prices of a market, and at each whether the solver, the printed and the corrected form see an equilibrium."""

    market: DisclosureMarket
    low: Floats
    high: Floats
    true: Bools
    printed: Bools
    corrected: Bools


@dataclass(frozen=True, slots=True)
class Agreement:
    """Samples of a form, put together."""

    samples: tuple[Sample, ...]

    @property
    def points(self) -> int:
        """How many prices were tried."""
        return sum(len(s.low) for s in self.samples)

    def count(self, what: Callable[[Sample], Bools]) -> int:
        """At how many prices something holds."""
        return sum(int(what(s).sum()) for s in self.samples)

    def counts(self) -> dict[str, int]:
        """Points, equilibria, and where each form misses one or sees one that is none."""
        return {
            "points": self.points,
            "equilibria": self.count(lambda s: s.true),
            "printed misses": self.count(lambda s: s.true & ~s.printed),
            "printed invents": self.count(lambda s: s.printed & ~s.true),
            "corrected misses": self.count(lambda s: s.true & ~s.corrected),
            "corrected invents": self.count(lambda s: s.corrected & ~s.true),
        }


def prefers_low(market: DisclosureMarket, low: Floats, high: Floats) -> Bools:
    """Whether everybody prefers L."""
    value_low, value_high = map(float, market.values)
    return np.asarray(value_low - low >= value_high - high)


def sample(form: Form, rng: random.Random, numbers: np.random.Generator, points: int = MARKETS_PRICES) -> Sample:
    """A random market with so many random prices that the form covers, evenly spread over the box of prices.

    Examples
    --------
    >>> part = sample(FORMS[0], random.Random(0), np.random.default_rng(0), 50)
    >>> len(part.low), bool((part.true == part.corrected).all())
    (50, True)
    """
    lows: list[Floats] = []
    highs: list[Floats] = []
    while True:
        market = form.market(rng)
        for _ in range(20):
            low, high = (numbers.random(2 * points) * float(value) for value in market.values)
            high = high * form.reach
            kept = form.covered(market, low, high)
            lows.append(low[kept])
            highs.append(high[kept])
            if sum(map(len, lows)) >= points:
                return _judged(form, market, np.concatenate(lows)[:points], np.concatenate(highs)[:points])
        lows, highs = [], []


def _judged(form: Form, market: DisclosureMarket, low: Floats, high: Floats) -> Sample:
    codes = verdict_grid(market, low, high)
    true = np.isin(codes, [VERDICTS.index(name) for name in form.verdicts])
    return Sample(market, low, high, true, form.printed(market, low, high), form.corrected(market, low, high))


def agreement(form: Form, markets: int, *, seed: int = 0) -> Agreement:
    """So many random markets of a form."""
    rng, numbers = random.Random(seed), np.random.default_rng(seed)
    return Agreement(tuple(sample(form, rng, numbers) for _ in range(markets)))


def mixed(market: DisclosureMarket, low: Floats, high: Floats) -> Bools:
    """Whether some visitors may prefer each product: where no closed form is known."""
    return ~random_covered(market, low, high)


def inefficient_union(market: DisclosureMarket, low: Floats, high: Floats) -> Bools:
    """The regions (i), (ii), (iii) together."""
    return np.asarray(np.logical_or.reduce(inefficient_printed(market, low, high)))


def _scaled(rng: random.Random) -> DisclosureMarket:
    return spread_market(rng, scales=True)


PROPOSITION_1 = Form(
    "Proposition 1", alike_market, prefers_low, lambda m, a, b: alike(m, a, b, printed=True), alike, BY_REVENUE,
    reach=1.25,
)  # fmt: skip
PROPOSITION_2 = Form(
    "Proposition 2", _scaled, random_covered, random_printed, random_corrected, ("strict",)
)  # fmt: skip
CONSTANT_COST = Form(
    "constant cost, random arrival", spread_market, random_covered, random_printed, random_corrected, ("strict",)
)
EFFICIENT = Form(
    "Proposition 4, efficient", lambda rng: spread_market(rng, "efficient"), prefers_low, efficient, efficient,
    ("strict", "weak"),
)  # fmt: skip
INEFFICIENT = Form(
    "Proposition 4, inefficient", lambda rng: spread_market(rng, "inefficient"), prefers_low, inefficient_union,
    inefficient_corrected, ("strict", "weak"),
)  # fmt: skip
INEFFICIENT_FREE = Form(
    "Proposition 4, inefficient, shortage free", lambda rng: spread_market(rng, "inefficient"), prefers_low,
    inefficient_union, lambda m, a, b: inefficient_corrected(m, a, b, penalty=False), BY_REVENUE,
)  # fmt: skip

FORMS = (PROPOSITION_1, PROPOSITION_2, CONSTANT_COST, EFFICIENT, INEFFICIENT, INEFFICIENT_FREE)
