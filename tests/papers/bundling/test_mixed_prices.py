"""Mixed prices in markets of few consumers, by other means: consumers one by one, dense prices, steps of the proof."""

from fractions import Fraction
from typing import Any

import pytest

from selten.games.prices.distributions import PriceDistribution
from selten.papers.bundling.examples import conclusion
from selten.papers.bundling.markets import EXAMPLE_1, Run
from selten.papers.bundling.mixed_prices import below, claims, lifted_pairs, three_types
from selten.papers.bundling.three_types import ALONE, BESIDE, EQUILIBRIA, PROFITS, THREE_TYPES
from selten.papers.claim import run_claims

TYPES = ((1, 1), (4, 4), (5, 5))
CELLS = 300


def spread(mixed: PriceDistribution, product: str) -> list[tuple[float, float]]:
    """A firm's prices of one product cut into narrow cells: (a price inside, its probability)."""
    cells = [(float(point.prices[product]), float(point.mass)) for point in mixed.points]
    for part in mixed.stretches:
        width = (part.high - part.low) / CELLS
        for i in range(CELLS):
            low = part.low + width * i
            cells.append((float(low + width / 2), float(part.above(low) - part.above(low + width))))
    return cells


def sold(t: float, p2: float, p: float) -> tuple[float, float]:
    """What the bundler and the rival earn: each consumer compares all baskets, the bundle first among equals."""
    earned = [0.0, 0.0]
    for v1, v2 in TYPES:
        baskets = [
            (v1 + v2 - t, t, 0.0),
            (v1 - p + v2 - p2, p2, p),
            (v1 - p, 0.0, p),
            (v2 - p2, p2, 0.0),
            (0.0, 0.0, 0.0),
        ]
        _, bundler, rival = max(baskets, key=lambda basket: round(basket[0], 9))  # the first of equals
        earned[0] += bundler / 3
        earned[1] += rival / 3
    return earned[0], earned[1]


@pytest.mark.parametrize(("pair", "p2s"), [(ALONE, (99.0,)), (BESIDE, (1.0, 3.0, 4.0, 4.1, 5.0, 99.0))])
def test_no_price_earns_more_than_the_profits_of_the_proof(pair: Any, p2s: tuple[float, ...]) -> None:
    bundler, rival = EQUILIBRIA[pair]
    beside = 4.0 if pair == BESIDE else 99.0
    profits = [float(x) for x in PROFITS[pair]]
    singles, bundles = spread(rival, "1"), spread(bundler, "b")
    earned = [sum(w * sold(t, p2, p)[0] for p, w in singles) for p2 in p2s for t in (k / 10 for k in range(10, 101))]
    assert max(earned) == pytest.approx(profits[0], abs=4 / CELLS)
    rivals = [sum(w * sold(t, beside, k / 40)[1] for t, w in bundles) for k in range(201)]
    assert max(rivals) == pytest.approx(profits[1], abs=4 / CELLS)


def test_the_numbers_of_the_proof() -> None:
    """Steps 1 to 4, each inequality with the fractions that it states."""
    third, two = Fraction(1, 3), Fraction(2, 3)
    least = two * Fraction(13, 3)
    assert least == PROFITS[BESIDE][0] > two * 4 > 2
    short = (3 * least - 5) / (10 - 5)  # t P + 5 (1 - P) >= 3 * least with t <= 10
    assert short == Fraction(11, 15)
    price = Fraction(26, 3) - 5  # the least t for that, less min(v, p2) <= 5
    assert two * (4 + price) * short > Fraction(10, 3)
    assert two * Fraction(9, 2) == PROFITS[ALONE][0] > Fraction(6, 3)
    assert third / 1 == PROFITS[ALONE][1] == PROFITS[BESIDE][1]
    for e in (Fraction(k, 20) for k in range(1, 21)):  # l (3 - e) <= 1 <= l (3 - 2 e) has a solution only for e = 0
        assert not 1 / (3 - 2 * e) <= 1 / (3 - e)


def test_evidence_for_three_types_is_of_every_kind() -> None:
    found = three_types()
    assert found["holds"]
    alone, beside = found["all_equilibria_of_the_grid"]["bundler"]["bundle"]
    assert alone == (Fraction(64, 21), Fraction(64, 21))
    assert beside == (Fraction(62, 21), Fraction(62, 21))
    assert THREE_TYPES.valuations.symmetric


def test_lifting_finds_what_was_written_down() -> None:
    found = lifted_pairs(THREE_TYPES)
    for pair, payoffs in zip((ALONE, BESIDE), found["payoffs"], strict=True):
        assert [float(low) for low, _ in payoffs] == pytest.approx([float(x) for x in PROFITS[pair]], abs=1e-15)


def test_example_1_gains_what_the_closed_forms_say() -> None:
    """(7 sqrt(330) - 119) / 16 and (7 sqrt(5377) - 497) / 32, from the indifference conditions by hand."""
    found = conclusion(EXAMPLE_1, more=True)
    assert found.verdict == "confirmed"
    payoffs = found.certificate["payoffs"]
    assert float(payoffs["2b:1"][0][0]) == pytest.approx((7 * 330**0.5 - 119) / 16, abs=1e-12)
    assert float(payoffs["b:1"][0][0]) == pytest.approx((7 * 5377**0.5 - 497) / 32, abs=1e-12)
    assert conclusion(EXAMPLE_1, more=False).verdict == "refuted"


def test_verdicts_are_the_documented_ones() -> None:
    outcomes = list(run_claims(claims(), Run()))
    assert all(outcome.agrees for outcome in outcomes)
    assert {o.claim.id: o.result.verdict for o in outcomes}["bundling/lemma-4/mixed-prices"] == "open"


def test_bounds_that_touch_are_not_below() -> None:
    assert below((Fraction(0), Fraction(1)), (Fraction(2), Fraction(3)))
    assert not below((Fraction(0), Fraction(2)), (Fraction(2), Fraction(3)))
