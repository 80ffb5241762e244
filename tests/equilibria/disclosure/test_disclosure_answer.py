"""Point queries of the disclosure game against customers one by one, a stream in small steps, and closed forms."""

import random
from fractions import Fraction

import numpy as np
import pytest
from disclosure_cases import by_small_steps, figure, one_by_one, random_market

from selten.equilibria.disclosure.answer import POLICIES, solve_disclosure
from selten.equilibria.disclosure.verdict import VERDICTS, verdict
from selten.games.disclosure import SCENARIOS, DisclosureMarket

EQUILIBRIUM = ("strict", "weak")


@pytest.mark.parametrize("arrival", ["efficient", "inefficient"])
def test_ordered_arrivals_are_those_of_customers_one_by_one(arrival: str) -> None:
    """2000 customers; an event may be off by a few of them."""
    rng, count = random.Random(5), 2000
    for _ in range(8):
        market = random_market(rng, arrival)
        answer, near = solve_disclosure(market), 12 * float(market.customers) / count
        for told, name in enumerate(POLICIES):
            visits, sales = one_by_one(market, told, count)
            assert visits.mean() * float(market.customers) == pytest.approx(float(answer.visitors[name]), abs=near)
            for s in (0, 1) if told == 2 else (told,):
                found = answer.outcomes[f"{name}_{SCENARIOS[s]}" if told == 2 else name]
                assert [float(x) for x in found.sales] == pytest.approx(list(sales[s]), abs=near)


def test_random_arrivals_are_those_of_a_stream_in_small_steps() -> None:
    """The lowest visitor expects her cost, and what is sold then; 1000 steps of time, 4000 tastes."""
    rng = random.Random(11)
    tried = 0
    while tried < 6:
        market = random_market(rng, "random")
        answer = solve_disclosure(market)
        threshold = float(answer.thresholds["aggregate"])
        if threshold in (0.0, 1.0):
            continue
        tried += 1
        expects = 0.0
        for scenario, chance in ((0, market.prior), (1, 1 - market.prior)):
            value, sales = by_small_steps(market, scenario, threshold, 1000)
            expects += float(chance) * value
            found = answer.outcomes[f"aggregate_{SCENARIOS[scenario]}"].sales
            assert [float(x) for x in found] == pytest.approx(list(sales), abs=0.003 * float(market.customers))
        cost = float(market.search_cost) * (threshold if market.cost_scales_with_taste else 1.0)
        assert expects == pytest.approx(cost, abs=0.01 * float(max(market.values)))


def test_homogeneous_customers_follow_the_reconstructed_lemma() -> None:
    """Everyone prefers L, more customers than stock: aggregate disclosure iff u has leftovers and f sells out."""
    rng, hits = random.Random(2), 0
    for _ in range(2000):
        share, prior = Fraction(rng.randint(51, 99), 100), Fraction(rng.randint(1, 99), 100)
        low, high = Fraction(rng.randint(0, 60), 10), Fraction(rng.randint(1, 60), 10)
        low, high = max(low, high), min(low, high) or Fraction(1, 10)
        cost = Fraction(rng.randint(0, 60), 10)
        values = (low + 3, high + 3)
        market = DisclosureMarket(
            customers=Fraction(10), stock=Fraction(rng.randint(1, 9)), share=share, prior=prior, search_cost=cost,
            values=values, prices=(Fraction(3), Fraction(3)), tastes="homogeneous",
        )  # fmt: skip
        kappa = share * (1 - prior) + (1 - share) * prior
        lemma = (1 - share) * low + share * high < cost <= kappa * low + (1 - kappa) * high
        assert (solve_disclosure(market).verdict in EQUILIBRIUM) == lemma
        hits += lemma
    assert hits > 100


def _proposition_2(market: DisclosureMarket) -> bool:
    """The corrected branches of Proposition 2 where everyone prefers L, prior 1/2, cost growing with taste."""
    n, m, q, c = market.customers, market.stock, market.share, market.search_cost
    (a, h), (p, r) = market.values, market.priced
    s = 1 - r / h
    if s > m / n:
        low = (a - (c - h * q) / (1 - q)) * (1 - m / n) - r * q / (1 - q)
        return low < p < (a + h) * (1 - m / n) - r - 2 * (1 - m / n) * c
    gap, other = n * s - q * m, n * s - (1 - q) * m
    if other <= 0 or 1 - q * m * s / other <= 0:
        return False
    room = n - (1 - q) * m / s
    if not p < (a - 2 * q * c * n / room) * (1 - q * m / room):
        return False
    if gap <= 0 or 1 - (1 - q) * m * s / gap <= 0:
        return True
    room = n - q * m / s
    return p > (a - c * n / room) * (1 - (1 - q) * m / room)


def test_random_arrivals_follow_the_corrected_proposition_2() -> None:
    rng, hits = random.Random(3), 0
    for _ in range(500):
        cost = Fraction(rng.randint(1, 30), 10)
        market = figure(customers=rng.randint(4, 15), search_cost=str(cost), cost_scales_with_taste=True)
        high = Fraction(rng.randint(0, 699), 100)
        low = Fraction(rng.randint(0, 1000), 1000) * max(high - 2, Fraction(0))
        market = market.at(low, high)
        if not low < high - 2:
            continue
        assert (solve_disclosure(market).verdict == "strict") == _proposition_2(market)
        hits += _proposition_2(market)
    assert hits > 30


def _inefficient(market: DisclosureMarket) -> tuple[bool, bool]:
    """The corrected characterisation for low-to-high arrivals: equilibrium without, and with a negligible penalty."""
    n, m, q, c = (float(x) for x in (market.customers, market.stock, market.share, market.search_cost))
    (a, h), (p, r) = (tuple(map(float, pair)) for pair in (market.values, market.priced))
    d, e, low, high = (1 - q) * m / n, (2 * q - 1) * m / n, (p + c) / a, min(1.0, (r + c) / h)
    start = min((2 * c + p) / a, (2 * c + r + p) / (h + a))
    w = max(start, low + d)
    if n * (high - low) < q * m:
        keeps = start <= low + d if (1 - low) * n < m else start <= 1 - q * m / n
    else:
        keeps = start <= high - e if (1 - high) * n < (1 - q) * m else start <= 1 - q * m / n
    full = n * float(np.clip(1 - max(high, low + d), 0, q * m / n))
    b2 = n * max(min(w + e, 1) - max(min(w, 1), r / h), 0) if w < 1 else 0.0
    b3 = n * float(np.clip(1 - max(high, w + e), 0, d))
    b4 = min(n * max(1 - max(max(high, w + e) + d, (r + 2 * c) / h), 0), q * m - b2 - b3)
    gains = b2 + b3 + b4 > full + 1e-12 and low + d < 1
    return gains and keeps, gains and keeps and b4 < 1e-12


def test_inefficient_arrivals_follow_the_corrected_characterisation() -> None:
    rng, found = random.Random(4), set()
    for _ in range(800):
        high = Fraction(rng.randint(200, 699), 100) + Fraction(1, 777)
        low = Fraction(rng.randint(1, 999), 1000) * (high - 2)
        market = figure(arrival="inefficient").at(low, high)
        answer = solve_disclosure(market).verdict
        assert (answer in (*EQUILIBRIUM, "zero_only"), answer in EQUILIBRIUM) == _inefficient(market)
        found.add(answer)
    assert {"weak", "zero_only", "no"} <= found


def test_irrational_thresholds_that_agree_are_a_tie() -> None:
    """All sells out whatever is said, so the thresholds solve one quadratic equation."""
    answer = solve_disclosure(figure(cost_scales_with_taste=True).at(2, 3))
    assert answer.verdict == "tie"
    assert isinstance(answer.thresholds["aggregate"], float)
    assert answer.undecided == ()


@pytest.mark.parametrize(
    ("price_low", "price_high", "expected"), [(5, 7, "tie"), (9, 9, "tie"), (3, 9, "no"), (0, 7, "no")]
)
def test_prices_at_and_above_the_values(price_low: int, price_high: int, expected: str) -> None:
    """Nobody buys at such prices; with L alone, u has nothing to gain and more visitors than with the truth."""
    answer = solve_disclosure(figure().at(price_low, price_high))
    assert answer.verdict == expected
    if expected == "tie":
        assert set(answer.visitors.values()) == {0}


@pytest.mark.parametrize("arrival", ["random", "efficient", "inefficient"])
def test_without_search_cost_nobody_comes_for_nothing(arrival: str) -> None:
    answer = solve_disclosure(figure(search_cost=0, arrival=arrival).at(2, 5))
    assert answer.thresholds["full_L_scarce"] == Fraction(2, 5) or arrival == "efficient"
    shown = answer.outcomes["full_L_scarce"]
    assert arrival == "random" or shown.shortage == 0


def test_exchanging_the_products_exchanges_the_answers() -> None:
    rng = random.Random(8)
    for arrival in ("random", "efficient", "inefficient"):
        for _ in range(10):
            market = random_market(rng, arrival)
            (a, h), (p, r) = market.values, market.priced
            if a == h or p / a == r / h:
                continue
            other = DisclosureMarket(
                customers=market.customers, stock=market.stock, share=market.share, prior=1 - market.prior,
                search_cost=market.search_cost, values=(h, a), prices=(r, p), arrival=arrival,
                cost_scales_with_taste=market.cost_scales_with_taste,
            )  # fmt: skip
            one, two = solve_disclosure(market), solve_disclosure(other)
            assert one.verdict == two.verdict
            assert one.thresholds["full_L_scarce"] == two.thresholds["full_H_scarce"]
            assert one.outcomes["aggregate_L_scarce"].sales == two.outcomes["aggregate_H_scarce"].sales[::-1]


def test_verdicts_that_open_signs_leave_open() -> None:
    assert verdict([(1, 0), (None, 0)]) is None
    assert verdict([(-1, None), (1, None)]) == "no"
    assert verdict([(1, None), (0, 1)]) == "strict"
    assert {verdict([(a, b), (c, d)]) for a in (-1, 0, 1) for b in (-1, 0, 1) for c in (0, 1) for d in (0, -1)} == set(
        VERDICTS
    )
