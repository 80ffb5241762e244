"""Which profits the 64 price games pay: Table 1 written out by hand."""

from fractions import Fraction

import numpy as np
import pytest

from selten.equilibria.bundling.cells import is_open, profit_names
from selten.games.bundling import OFFERINGS, BundlingMarket
from selten.games.consumers.joint import Joint
from selten.games.consumers.marginals import Uniform

UNIT = Uniform(Fraction(0), Fraction(1))


def _market(delta: int | str) -> BundlingMarket:
    return BundlingMarket(Joint(UNIT, UNIT), Fraction(delta))


# Table 1 of the paper, firm 1's profit: rows its offering, columns firm 2's, in the order
# 000 100 010 110 001 101 011 111;
# d is the complementarity; "1+" the monopoly on component 1 whose buyers get the other one free.
TABLE_1 = """
000  0    0    0    0    0    0     0     0
100  1    0    1    0    1|b  0     1|2b  0
010  2    2    0    0    2|b  2|1b  0     0
110  1,2  2    1    0    0    0     0     0
001  b    b|1  b|2  d    0    0     0     0
101  1b   2+   1b|2 d    0    0     0     0
011  2b   2b|1 1+   d    0    0     0     0
111  12b  2+   1+   d    0    0     0     0
"""


@pytest.mark.parametrize("delta", [0, "1/4", 2])
def test_table_1(delta: int | str) -> None:
    long = {"d": "delta", "1+": "1+delta", "2+": "2+delta"}
    for line in TABLE_1.split("\n")[1:-1]:
        own, *cells = line.split()
        for rival, cell in zip(OFFERINGS, cells, strict=True):
            expected = () if cell == "0" else tuple(long.get(name, name) for name in cell.split(","))
            assert profit_names(_market(delta), own, rival) == expected, (own, rival)


def test_exchanging_the_components_exchanges_the_names() -> None:
    def swapped(offering: str) -> str:
        return offering[1] + offering[0] + offering[2]

    def renamed(name: str) -> str:
        return name.translate(str.maketrans("12", "21")).replace("21", "12")

    for delta in (0, "1/2", "-1/10"):
        for own in OFFERINGS:
            for rival in OFFERINGS:
                here = profit_names(_market(delta), own, rival)
                there = profit_names(_market(delta), swapped(own), swapped(rival))
                assert sorted(renamed(name) for name in here) == sorted(there), (own, rival)


def test_a_negative_complementarity_names_what_only_brackets_answer() -> None:
    """Free bundles no longer cover the market: what a richer bundler earns against a bundler is open."""
    market = _market("-1/10")
    names = {(a, b): profit_names(market, a, b) for a in OFFERINGS for b in OFFERINGS}
    assert is_open(names["111", "001"][0])
    assert is_open(names["001", "110"][0])
    assert not any(is_open(n) for (a, b), cell in names.items() for n in cell if "000" in (a, b))
    assert names["001", "001"] == ()
    assert names["001", "100"] == ("b|1",)
    assert not any(is_open(n) for n in profit_names(_market(0), "111", "001"))


def test_positive_profits_are_unaffected_by_more_rivals() -> None:
    """No firm earns more against a larger offering: compared on the values of Table 2 (reference, section A)."""
    value = {
        "1": 0.25, "2": 0.25, "b": 0.544331, "1b": 59 / 108, "2b": 59 / 108, "12b": 0.549201, "1+delta": 0.25,
        "2+delta": 0.25, "b|1": 0.369018, "b|2": 0.369018, "2b|1": 0.369018, "1b|2": 0.369018, "1|b": 0.0670476,
        "2|b": 0.0670476, "1|2b": 0.0670476, "2|1b": 0.0670476, "delta": 0.0,
    }  # fmt: skip
    paid = np.array([[sum(value[n] for n in profit_names(_market(0), a, b)) for b in OFFERINGS] for a in OFFERINGS])
    for i, first in enumerate(OFFERINGS):
        for j, second in enumerate(OFFERINGS):
            if all(x <= y for x, y in zip(first, second, strict=True)):
                assert (paid[:, j] <= paid[:, i] + 1e-9).all()
