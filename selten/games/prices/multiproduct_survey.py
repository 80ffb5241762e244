"""Surveyed values of several components: a CSV file with columns v1, v2, ..., optionally values of bundles and weight.

A row is a consumer: ``v1`` to ``vC`` are the values of the components, a column like ``v12`` the consumer's own value
of that bundle (an empty cell: its components' and the complementarity's), ``weight`` its weight (1 if there is no such
column). Numbers are exact, weights at least 0 and normalised to sum to one, rows of weight 0 left out, blank lines
passed over. Other columns are refused, so that no misspelt name is lost.
"""

import csv
import io
from collections.abc import Mapping
from fractions import Fraction
from pathlib import Path
from typing import Any

from selten.games.errors import InputError
from selten.games.formats import read_text
from selten.games.number import exact_number, shown_number
from selten.games.prices.multiproduct_market import MOST_COMPONENTS, MultiproductMarket, Together, components_of

_ALLOWED = "v1, v2, ..., bundles like v12, and optionally weight"


def read_multiproduct_survey(
    path: str | Path, *, complementarity: Mapping[str, Any] | None = None, together: Together = "products"
) -> MultiproductMarket:
    """The market whose consumers a CSV file lists.

    Raises
    ------
    InputError
        Naming the file, and the line and column of what is wrong.
    """
    text, source = read_text(path)
    return parse_multiproduct_survey(text, source, complementarity=complementarity, together=together)


def parse_multiproduct_survey(
    text: str, source: str, *, complementarity: Mapping[str, Any] | None = None, together: Together = "products"
) -> MultiproductMarket:
    """The market whose consumers the text of a CSV file lists, equal ones merged.

    Raises
    ------
    InputError
        Naming the source, and the line and column of what is wrong.

    Examples
    --------
    >>> market = parse_multiproduct_survey("v1,v2,v12,weight\\n0.5,0,,1\\n0,1,2,3\\n", "survey.csv")
    >>> [str(mass) for mass in market.masses], [str(market.value(k, "12")) for k in (0, 1)]
    (['1/4', '3/4'], ['1/2', '2'])
    """
    reader = csv.reader(io.StringIO(text, newline=""), strict=True)
    try:
        rows = [(reader.line_num, row) for row in reader if any(cell.strip() for cell in row)]
    except csv.Error as error:
        raise InputError(f"{source}: not CSV ({error}); allowed: columns {_ALLOWED}") from None
    if not rows:
        raise InputError(f"{source}: the file is empty; allowed: a header with {_ALLOWED} and at least one row")
    names = _header([name.strip() for name in rows[0][1]], source)
    found = [_consumer(row, names, f"{source}: line {line}") for line, row in rows[1:]]
    kept = [(values, weight) for values, weight in found if weight]
    if not kept:
        raise InputError(f"{source}: got no row of positive weight; allowed: at least one consumer")
    total = sum((weight for _, weight in kept), Fraction(0))
    masses = [weight / total for _, weight in kept]
    return MultiproductMarket.of([v for v, _ in kept], masses, complementarity=complementarity, together=together)


def _header(names: list[str], source: str) -> list[str]:
    place = f"{source}: header"
    singles = sorted(name for name in names if len(name) == 2 and name[0] == "v")
    size = len(singles)
    if not 1 <= size <= MOST_COMPONENTS or singles != [f"v{k + 1}" for k in range(size)]:
        got = ", ".join(name[:20] for name in names)
        raise InputError(f"{place}: got the columns {got}; allowed: v1, v2, ... each once and without a gap")
    for name in names:
        if names.count(name) > 1:
            raise InputError(f"{place}: got the column {name[:60]!r} twice; allowed: once")
        if name.startswith("v"):
            components_of(name[1:], size, f"{place}, column {name[:60]!r}")
        elif name != "weight":
            raise InputError(f"{place}: got the column {name[:60]!r}; allowed: {_ALLOWED}")
    return names


def _consumer(row: list[str], names: list[str], place: str) -> tuple[dict[str, Fraction], Fraction]:
    if len(row) > len(names):
        raise InputError(f"{place}: got {len(row)} cells; allowed: {len(names)}, as the header has")
    values: dict[str, Fraction] = {}
    weight = Fraction(1)
    for name, cell in zip(names, row + [""] * (len(names) - len(row)), strict=True):
        field = f"{place}, column {name}"
        if not cell.strip():
            if len(name) > 2 and name != "weight":
                continue
            raise InputError(f"{field}: the cell is empty; allowed: a finite number")
        number = exact_number(cell.strip(), field)
        if number < 0 and (name == "weight" or len(name) == 2):
            raise InputError(f"{field}: got {shown_number(number)}; allowed: at least 0")
        if name == "weight":
            weight = number
        else:
            values[name[1:]] = number
    return values, weight
