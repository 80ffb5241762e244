"""Surveys in CSV: what is read, and what each wrong cell is told."""

from fractions import Fraction

import pytest

from selten.games.consumers.atoms import Atoms
from selten.games.consumers.survey import parse_survey
from selten.games.errors import InputError


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("v1,v2\n1,0\n0,1\n", Atoms.of([(1, 0), (0, 1)], ["1/2", "1/2"])),
        ("v2, v1\r\n1,0.1\r\n", Atoms.of([("1/10", 1)], [1])),
        ("v1,v2,weight\n1,0,2\n\n1,0,1\n0,1,0.6\n5,5,0\n", Atoms.of([(1, 0), (0, 1)], ["5/6", "1/6"])),
        ('"v1","v2"\n"1/3","0"\n', Atoms.of([("1/3", 0)], [1])),
    ],
)
def test_surveys(text: str, expected: Atoms) -> None:
    found = parse_survey(text, "s.csv")
    assert found == expected
    assert sum(found.masses) == Fraction(1)


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("", "the file is empty"),
        ("\n\n", "the file is empty"),
        ("v1,v2\n", "got no rows after the header"),
        ("v1\n1\n", "header: the column 'v2' is missing"),
        ("v1,v2,age\n1,2,3\n", "header: got the column 'age'"),
        ("v1,v2,v1\n1,2,3\n", "header: got the column 'v1' twice"),
        ("1,2\n3,4\n", "header: got the column '1'"),
        ("v1,v2\n1,2\n3,\n", "line 3, column v2: the cell is empty"),
        ("v1,v2\n1\n", "line 2, column v2: the cell is empty"),
        ("v1,v2\n\n1,2,3\n", "line 3: got 3 cells; allowed: 2"),
        ("v1,v2\n1,two\n", "line 2, column v2: got 'two'; allowed: a finite number"),
        ("v1,v2\nnan,1\n", "line 2, column v1: got 'nan'"),
        ("v1,v2\n1,-0.5\n", "line 2, column v2: got -1/2; allowed: valuations at least 0"),
        ("v1,v2,weight\n1,2,-1\n", "line 2, column weight: got -1; allowed: at least 0"),
        ("v1,v2,weight\n1,2,\n", "line 2, column weight: the cell is empty"),
        ("v1,v2,weight\n1,2,0\n", "got no row of positive weight"),
        ('v1,v2\n"1,2\n', "not CSV"),
    ],
)
def test_wrong_surveys(text: str, message: str) -> None:
    with pytest.raises(InputError) as caught:
        parse_survey(text, "s.csv")
    assert str(caught.value).startswith("s.csv: ")
    assert message in str(caught.value)
