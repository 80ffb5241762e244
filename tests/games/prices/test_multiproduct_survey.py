"""Surveys of several components: against the two-component reader and by hand; each error names its place."""

from fractions import Fraction
from pathlib import Path

import pytest

from selten.games.consumers.survey import parse_survey
from selten.games.errors import InputError
from selten.games.prices.multiproduct_market import MultiproductMarket
from selten.games.prices.multiproduct_survey import parse_multiproduct_survey, read_multiproduct_survey


def test_two_columns_are_read_as_by_the_other_reader() -> None:
    text = "v1,v2,weight\n0.5,0,1\n\n0,1/3,3\n0.5,0,2\n9,9,0\n"
    atoms, market = parse_survey(text, "x"), parse_multiproduct_survey(text, "x")
    assert dict(zip(market.values, market.masses, strict=True)) == dict(zip(atoms.values, atoms.masses, strict=True))


def test_bundles_of_their_own_value(tmp_path: Path) -> None:
    path = tmp_path / "three.csv"
    path.write_text("v1,v2,v3,v123\n1,2,3,10\n1,2,3,\n")
    market = read_multiproduct_survey(path, complementarity={"123": "1/2"}, together="union")
    expected = MultiproductMarket.of(
        [{"1": 1, "2": 2, "3": 3, "123": 10}, (1, 2, 3)],
        ["1/2", "1/2"],
        complementarity={"123": "1/2"},
        together="union",
    )
    assert market == expected
    assert [market.value(k, "123") for k in (0, 1)] == [10, Fraction(13, 2)]


WRONG = [
    ("", "x: the file is empty"),
    ("v1,v3\n1,2\n", "x: header: got the columns v1, v3; allowed: v1, v2, ... each once and without a gap"),
    ("v1,v2,v1\n1,2,3\n", "x: header: got the columns"),
    ("v1,v2,wieght\n1,2,3\n", "x: header: got the column 'wieght'"),
    ("v1,v2,v13\n1,2,3\n", "x: header, column 'v13': got the product '13'"),
    ("v1,v2,v12,v12\n1,2,3,4\n", "x: header: got the column 'v12' twice"),
    ("v1,v2\n1,-2\n", "x: line 2, column v2: got -2; allowed: at least 0"),
    ("v1,v2\n1,two\n", "x: line 2, column v2: got 'two'"),
    ("v1,v2\n1\n", "x: line 2, column v2: the cell is empty"),
    ("v1,v2\n1,2,3\n", "x: line 2: got 3 cells; allowed: 2"),
    ("v1,v2,weight\n1,2,0\n", "x: got no row of positive weight"),
    ("v1,v2,weight\n1,2,-1\n", "x: line 2, column weight: got -1"),
    ('v1,v2\n"1,2\n', "x: not CSV"),
]


@pytest.mark.parametrize(("text", "message"), WRONG)
def test_wrong_surveys_are_refused(text: str, message: str) -> None:
    with pytest.raises(InputError) as caught:
        parse_multiproduct_survey(text, "x")
    assert str(caught.value).startswith(message)
