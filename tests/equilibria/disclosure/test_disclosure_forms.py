"""Closed forms of the inventory companion against the compiled solver, and what they refuse."""

import random
from collections.abc import Callable
from dataclasses import replace
from fractions import Fraction
from typing import Any

import numpy as np
import pytest
from disclosure_cases import figure

from selten.equilibria.disclosure.closed_forms import alike, random_corrected, random_covered, random_printed
from selten.equilibria.disclosure.ordered_forms import efficient, inefficient_corrected, inefficient_printed
from selten.games.disclosure import DisclosureMarket
from selten.games.errors import InputError
from selten.papers.disclosure.agreement import FORMS, Form, sample

ALIKE = figure(tastes="homogeneous", stock=12)


@pytest.mark.parametrize("form", FORMS, ids=lambda form: form.name)
def test_corrected_forms_are_the_solver(form: Form) -> None:
    """20 random markets, 400 prices each; the compiled solver knows nothing of the forms."""
    rng, numbers = random.Random(11), np.random.default_rng(11)
    inside = 0
    for _ in range(20):
        part = sample(form, rng, numbers)
        assert (part.corrected == part.true).all(), part.market
        inside += int(part.true.sum())
    assert inside > 100


@pytest.mark.parametrize(
    ("region", "market", "prices", "field"),
    [
        (alike, figure(), (3, 6), "tastes"),
        (alike, figure(tastes="homogeneous"), (3, 6), "stock"),
        (alike, ALIKE, (3, 4), "price_high"),
        (random_printed, ALIKE, (3, 6), "tastes"),
        (random_printed, figure(arrival="efficient"), (3, 6), "arrival"),
        (random_printed, figure(prior="1/3"), (3, 6), "prior"),
        (random_printed, figure(stock=10), (3, 6), "stock"),
        (random_printed, figure(values={"L": 7, "H": 5}), (3, 6), "values.H"),
        (random_printed, figure(values={"L": 0, "H": 5}), (3, 6), "values.L"),
        (random_printed, figure(), (-1, 6), "price_low"),
        (random_corrected, figure(stock=9), (1, 2), "price_high"),
        (random_covered, figure(), (3, np.inf), "price_high"),
        (efficient, figure(), (3, 6), "arrival"),
        (efficient, figure(arrival="efficient", cost_scales_with_taste=True), (3, 6), "cost_scales_with_taste"),
        (efficient, figure(arrival="efficient"), (3, 4), "price_high"),
        (inefficient_printed, figure(arrival="efficient"), (3, 6), "arrival"),
        (inefficient_corrected, figure(arrival="inefficient", prior="2/5"), (3, 6), "prior"),
    ],
)
def test_outside_their_range_forms_refuse_and_name_the_field(
    region: Callable[..., Any], market: DisclosureMarket, prices: tuple[float, float], field: str
) -> None:
    with pytest.raises(InputError, match=f"^{field}: got .*; allowed"):
        region(market, *prices)


def test_alike_with_plenty_of_the_wanted_product_nothing_is_gained() -> None:
    market = replace(ALIKE, stock=Fraction(200))
    assert not alike(market, np.linspace(0, 5, 11), 7).any()
