"""Surveyed valuations: a CSV file with the columns v1 and v2, and optionally weight, one consumer a row.

Numbers are exact (a decimal means the decimal printed), weights are at least 0 and are normalised to sum to one, rows
of weight 0 are left out, blank lines are passed over. Other columns are refused, so that no misspelt weight is lost.
"""

import csv
import io
from collections.abc import Iterator
from fractions import Fraction
from pathlib import Path

from selten.games.consumers.atoms import Atoms, valuation
from selten.games.errors import InputError
from selten.games.formats import read_text
from selten.games.number import exact_number, shown_number

_REQUIRED = ("v1", "v2")
_COLUMNS = (*_REQUIRED, "weight")


def read_survey(path: str | Path) -> Atoms:
    """The consumers of a CSV file.

    Raises
    ------
    InputError
        Naming the file, and the line and column of what is wrong.
    """
    text, source = read_text(path)
    return parse_survey(text, source)


def parse_survey(text: str, source: str) -> Atoms:
    """The consumers that the text of a CSV file lists, equal ones merged.

    Raises
    ------
    InputError
        Naming the source, and the line and column of what is wrong.

    Examples
    --------
    >>> [str(mass) for mass in parse_survey("v1,v2,weight\\n0.5,0,1\\n0,1/3,3\\n", "survey.csv").masses]
    ['3/4', '1/4']
    """
    try:
        rows = [(line, row) for line, row in _rows(text) if any(cell.strip() for cell in row)]
    except csv.Error as error:
        raise InputError(f"{source}: not CSV ({error}); allowed: columns v1, v2 and optionally weight") from None
    if not rows:
        raise InputError(f"{source}: the file is empty; allowed: a header with v1, v2 and at least one row")
    header = _header(rows[0][1], source)
    weights: dict[tuple[Fraction, Fraction], Fraction] = {}
    known: dict[tuple[str, ...], tuple[tuple[Fraction, Fraction], Fraction]] = {}
    for line, row in rows[1:]:
        cells = tuple(row)
        if cells not in known:
            known[cells] = _consumer(row, header, f"{source}: line {line}")
        values, weight = known[cells]
        weights[values] = weights[values] + weight if values in weights else weight
    total = sum(weights.values(), Fraction(0))
    if not total:
        got = "no rows" if not weights else "no row of positive weight"
        raise InputError(f"{source}: got {got} after the header; allowed: at least one consumer of positive weight")
    kept = {values: weight / total for values, weight in weights.items() if weight}
    return Atoms.of(list(kept), list(kept.values()))


def _rows(text: str) -> Iterator[tuple[int, list[str]]]:
    reader = csv.reader(io.StringIO(text, newline=""), strict=True)
    line = 1
    for row in reader:
        yield line, row
        line = reader.line_num + 1


def _header(row: list[str], source: str) -> list[str]:
    names = [name.strip() for name in row]
    place = f"{source}: header"
    for name in names:
        if name not in _COLUMNS:
            raise InputError(
                f"{place}: got the column {name[:60]!r}; allowed: v1, v2 and optionally weight, between commas"
            )
        if names.count(name) > 1:
            raise InputError(f"{place}: got the column {name!r} twice; allowed: once")
    for name in _REQUIRED:
        if name not in names:
            raise InputError(f"{place}: the column {name!r} is missing; allowed: v1, v2 and optionally weight")
    return names


def _consumer(row: list[str], header: list[str], place: str) -> tuple[tuple[Fraction, Fraction], Fraction]:
    if len(row) > len(header):
        raise InputError(f"{place}: got {len(row)} cells; allowed: {len(header)}, as the header has")
    cells = dict(zip(header, row + [""] * (len(header) - len(row)), strict=True))
    for name, cell in cells.items():
        if not cell.strip():
            raise InputError(f"{place}, column {name}: the cell is empty; allowed: a finite number")
    values = (
        valuation(cells["v1"].strip(), f"{place}, column v1"),
        valuation(cells["v2"].strip(), f"{place}, column v2"),
    )
    weight = exact_number(cells.get("weight", "1").strip(), f"{place}, column weight")
    if weight < 0:
        raise InputError(f"{place}, column weight: got {shown_number(weight)}; allowed: at least 0")
    return values, weight
