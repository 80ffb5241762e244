"""Theorem 1 for all valuations: the proofs against numbers put into Table 1, and the two types against brute force."""

from collections.abc import Iterator
from fractions import Fraction

import numpy as np
import pytest

from selten.equilibria.parametric.complete import exceptions
from selten.equilibria.parametric.form import Relation, relations
from selten.equilibria.parametric.game import ParametricGame
from selten.equilibria.parametric.status import pure_status
from selten.equilibria.pure import pure_equilibria
from selten.games.bundling import OFFERINGS
from selten.papers.bundling.markets import DIFFERENTIATED, PURE_DIFFERENTIATED, Pair, table_one
from selten.papers.bundling.parametric import (
    ALSO,
    COMPLEMENTARY,
    LISTED,
    NAMES,
    NOT_COMPLEMENTARY,
    RELATIONS,
    STRICT,
    numbers,
    symbolic,
)
from selten.papers.bundling.theorem import generic, labelled
from selten.papers.bundling.two_types import TWO_TYPES, two_types_prices

CASES = {"positive": (COMPLEMENTARY, LISTED), "zero": (NOT_COMPLEMENTARY, LISTED | ALSO)}


def drawn(case: tuple[str, ...], seed: int, count: int = 400) -> Iterator[tuple[dict[str, Fraction], set[Pair]]]:
    """Small whole profits in the order of the lemmas, many of them tied, and the equilibria of Table 1 with them."""
    rng = np.random.default_rng(seed)
    for _ in range(count):
        delta = int(rng.integers(1, 3)) if case == COMPLEMENTARY else 0
        one = int(rng.integers(1, 4))
        shifted = max(one, delta) + int(rng.integers(2)) if delta else one
        bundle = delta + int(rng.integers(4))
        first = bundle + int(rng.integers(2))
        values = {"delta": delta, "1": one, "1+delta": shifted, "b": bundle, "1b": first}
        values |= {"12b": max(first, 2 * one) + int(rng.integers(2))}
        values |= {name: shifted + int(rng.integers(3)) for name in ("b|1", "2b|1")}
        values |= {name: int(rng.integers(3)) for name in ("1|b", "1|2b")}
        exact = {name: Fraction(value) for name, value in values.items()}
        yield {NAMES[name]: value for name, value in exact.items()}, labelled(table_one(exact))


@pytest.mark.parametrize("name", CASES)
def test_the_list_is_complete_exactly_outside_of_the_exceptions(name: str) -> None:
    case, listed = CASES[name]
    off = exceptions(symbolic(case), numbers(listed))
    seen = set()
    for values, equilibria in drawn(case, seed=11):
        assert all(relation.at(values) for relation in symbolic(case).assumptions)
        exceptional = any(all(relation.at(values) for relation in o.conditions) for o in off)
        assert (equilibria <= listed) == (not exceptional)
        assert (equilibria & DIFFERENTIATED >= PURE_DIFFERENTIATED) == (values["pi_2b_vs_1"] <= values["pi_b_vs_1"])
        seen.add(exceptional)
    assert seen == {True, False}


@pytest.mark.parametrize("name", CASES)
def test_each_exception_shows_its_equilibria(name: str) -> None:
    case, listed = CASES[name]
    for off in exceptions(symbolic(case), numbers(listed)):
        found = set(pure_equilibria(symbolic(case).at(off.witness)))
        assert set(off.everywhere) <= found
        assert not set(off.everywhere) & set(numbers(listed))


def test_the_rational_games_of_the_theorem_obey_the_relations() -> None:
    for (delta, _), game in generic().items():
        cells = {NAMES[symbol]: (i, j) for symbol, i, j in entries()}
        values = {name: game.payoffs[(0, *place)] for name, place in cells.items()}
        assert all(relation.at(values) for relation in symbolic().assumptions), delta


def entries() -> Iterator[tuple[str, int, int]]:
    """Where each symbol of Table 1 stands: typed here once more, from the page."""
    yield from [("1", 1, 0), ("b", 4, 0), ("1b", 5, 0), ("12b", 7, 0), ("1+delta", 5, 1), ("b|1", 4, 1)]
    yield from [("1|b", 1, 4), ("2b|1", 6, 1), ("1|2b", 1, 6), ("delta", 7, 3)]


def test_the_strict_relations_are_the_weakest_that_leave_no_other_equilibrium() -> None:
    strict = [relation for text in STRICT for relation in relations(text)]
    verdicts = [(all(r.at(values) for r in strict), found <= LISTED) for values, found in drawn(COMPLEMENTARY, seed=12)]
    assert set(verdicts) == {(True, True), (False, False)}


@pytest.mark.parametrize(
    ("left_out", "pair"),
    [
        ("2*pi_1 <= pi_12b", ("000", "111")),
        ("pi_b <= pi_1b <= pi_12b", ("000", "111")),
        ("0 <= Delta", ("110", "111")),
        ("0 <= pi_1_vs_b", ("001", "100")),
        ("0 <= pi_1_vs_2b", ("011", "100")),
    ],
)
def test_without_a_relation_the_theorem_fails(left_out: str, pair: Pair) -> None:
    """Which relations are needed: without one of them there are profits at which a listed pair is no equilibrium."""
    kept = [text for text, _ in RELATIONS if text != left_out]
    game = ParametricGame.of(symbolic().payoffs, [*kept, "pi_2b_vs_1 == pi_b_vs_1"])
    profile = OFFERINGS.index(pair[0]), OFFERINGS.index(pair[1])
    status = pure_status(game, profile)
    assert status.verdict == "sometimes"
    assert status.fails is not None
    assert profile not in pure_equilibria(game.at(status.fails))
    broken: list[Relation] = list(relations(left_out))
    assert not all(relation.at(status.fails) for relation in broken)


TYPES = ((1, 0), (0, 1))


def bought(pb: Fraction, p1: Fraction, p2: Fraction | None) -> list[str]:
    """What each type buys, comparing every basket; the bundle first among equals, then more products."""
    found = []
    for v1, v2 in TYPES:
        second = v2 - p2 if p2 is not None else Fraction(-1)
        baskets: dict[str, Fraction] = {
            "b": v1 + v2 + Fraction(1, 2) - pb,
            "12": v1 - p1 + second,
            "1": v1 - p1,
            "2": second,
            "": Fraction(0),
        }
        if p2 is None:
            baskets = {name: surplus for name, surplus in baskets.items() if "2" not in name}
        found.append(max(baskets, key=lambda name: baskets[name]))  # the first of equals, in the order above
    return found


BINS = 60
RIVAL = [(3 / (1 + Fraction(k, BINS)) - 1) / 2 for k in range(BINS)]
"""Upper ends of equally likely ranges of the rival's price: at least x with probability 3 / (2 x + 1) - 1."""

BUNDLE = [min(Fraction(BINS, 4 * k), Fraction(1)) + Fraction(1, 2) if k else Fraction(3, 2) for k in range(BINS)]
"""The same for p_b = t + 1/2: t is more than p with probability 1 / (4 p), for p < 1."""


def test_no_price_of_the_two_types_pays_the_bundler_more() -> None:
    """The rival's prices are rounded up within their range: that helps the bundler, by one range of sales at most."""
    slack = Fraction(3, 2) / BINS
    for pb in (Fraction(k, 16) for k in range(33)):
        for p2 in (None, *(Fraction(k, 8) for k in range(9))):
            earned = Fraction(0)
            for p1 in RIVAL:
                sold = bought(pb, p1, p2)
                own = sum(
                    (pb if name == "b" else p2 if p2 is not None and "2" in name else Fraction(0)) for name in sold
                )
                earned += Fraction(own) / 2 / BINS
            assert earned <= TWO_TYPES["b|1"] + slack


def test_no_price_of_the_two_types_pays_the_rival_more() -> None:
    slack = Fraction(1, 2) / BINS
    for p1 in (Fraction(k, 32) for k in range(40)):
        earned = sum((p1 * sum("1" in name for name in bought(pb, p1, None)) / 2 / BINS for pb in BUNDLE), Fraction(0))
        assert earned <= TWO_TYPES["1|b"] + slack


def test_the_two_types_earn_the_same_at_every_price_they_use() -> None:
    assert {two_types_prices(Fraction(k, 7)) for k in range(7)} == {(Fraction(3, 4), Fraction(1, 8))}
