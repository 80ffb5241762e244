"""The page of a sweep's rows: how many cases came to what, what the parameters were, and figures of the outcomes."""

import os
from collections import Counter
from collections.abc import Mapping
from typing import Any

from selten.report.page.drawings import sweep_drawings
from selten.report.page.numbers import Shown, label, plain, shown
from selten.report.page.parts import Page, Section, Table, Text, words
from selten.sweep.rows import read_origin, read_rows

MOST_VALUES = 12
"""Values of one column of words that a page counts."""

MOST_ROWS = 30
"""Rows that a page shows whole."""

MOST_COLUMNS = 40
"""Columns that a page speaks of."""


def is_sweep_header(line: str) -> bool:
    """Whether this is the first line of the rows of a sweep.

    Examples
    --------
    >>> is_sweep_header("case,delta,delta_float,status,reason"), is_sweep_header("v1,v2,weight")
    (True, False)
    """
    names = [name.strip().strip('"') for name in line.split(",")]
    return names[:1] == ["case"] and "status" in names


def rows_page(path: str | os.PathLike[str], provenance: Mapping[str, Any], *, title: str = "") -> Page:
    """The page of a file of rows.

    Raises
    ------
    InputError
        If the file cannot be read or holds no rows of a sweep.
    """
    from selten.games.errors import InputError

    table = read_rows(path)
    if "status" not in table.column_names:
        raise InputError(f"{os.fspath(path)}: got no column 'status'; allowed: rows of selten sweep")
    origin = read_origin(path) or {}
    counts = Counter(str(value) for value in table.column("status").to_pylist())
    drawings = sweep_drawings(table)
    sections = [Section("outcomes", "Outcomes", (status_table(counts, len(table)), *drawings))]
    sections.append(Section("columns", "Columns", column_tables(table)))
    failed = failure_table(table)
    if failed is not None:
        sections.append(Section("failures", "What failed", (failed,)))
    sections.append(Section("rows", "First rows", (Text("The file holds all of them.", True), first_rows(table))))
    good = len(table) - sum(count for name, count in counts.items() if name in ("failed", "error", "stopped"))
    return Page(
        title or "A sweep",
        f"The rows of a sweep{_family(origin)}: what came out where?",
        (f"{len(table):,} cases, {good:,} of them with an answer.",),
        [("cases", Shown(f"{len(table):,}"))] + [(label(n).text, Shown(f"{c:,}")) for n, c in counts.most_common(5)],
        tuple(sections),
        provenance,
    )


def _family(origin: Mapping[str, Any]) -> str:
    study = origin.get("study")
    family = _studied(study) if isinstance(study, str) else None
    return f" of the family {label(str(family)).text}" if family else ""


def _studied(text: str) -> object:
    """The family that the text of a study names, in JSON or TOML."""
    import json
    import tomllib

    try:
        return (json.loads(text) if text.lstrip().startswith("{") else tomllib.loads(text)).get("family")
    except ValueError:
        return None


def status_table(counts: Counter[str], total: int) -> Table:
    """How many cases have each status."""
    body = [
        words(label(name), Shown(f"{count:,}", "", True), Shown(f"{100 * count / total:.3g} %", "", True))
        for name, count in counts.most_common(MOST_VALUES)
    ]
    return Table("Status of the cases", ("status", "cases", "share"), tuple(body))


def column_tables(table: Any) -> tuple[Table, ...]:
    """Ranges of the columns of numbers, and the commonest values of the columns of words."""
    numbers, texts = [], []
    for name in table.column_names[:MOST_COLUMNS]:
        if name in ("case", "status", "reason"):
            continue
        values = [value for value in table.column(name).to_pylist() if value is not None]
        missing = Shown(f"{len(table) - len(values):,}", "", True)
        if values and all(isinstance(v, (int, float)) and not isinstance(v, bool) for v in values):
            mean = sum(map(float, values)) / len(values)
            numbers.append(
                words(label(name), shown(float(min(values))), shown(mean), shown(float(max(values))), missing)
            )
        else:
            texts.append(words(label(name), plain(_commonest(values)), missing))
    found = []
    if numbers:
        found.append(Table("Columns of numbers", ("column", "least", "mean", "most", "empty"), tuple(numbers)))
    if texts:
        found.append(Table("Columns of words", ("column", "commonest values (cases)", "empty"), tuple(texts)))
    return tuple(found)


def _commonest(values: list[Any]) -> str:
    counts = Counter(str(value) for value in values)
    text = ", ".join(f"{label(name).text} ({count:,})" for name, count in counts.most_common(MOST_VALUES))
    rest = len(counts) - MOST_VALUES
    return (f"{text} and {rest:,} other values" if rest > 0 else text) or "–"


def failure_table(table: Any) -> Table | None:
    """The reasons of cases without an answer, by how often they came."""
    if "reason" not in table.column_names:
        return None
    counts = Counter(str(reason) for reason in table.column("reason").to_pylist() if reason)
    if not counts:
        return None
    body = [words(label(reason), Shown(f"{count:,}", "", True)) for reason, count in counts.most_common(MOST_VALUES)]
    return Table("Reasons given", ("reason", "cases"), tuple(body))


def first_rows(table: Any) -> Table:
    """The first rows as they are."""
    names = table.column_names[:MOST_COLUMNS]
    body = [words(*(_cell(row[name]) for name in names)) for row in table.slice(0, MOST_ROWS).to_pylist()]
    rest = len(table) - MOST_ROWS
    return Table("Rows in the order of the file", tuple(names), tuple(body), f"And {rest:,} more." if rest > 0 else "")


def _cell(value: Any) -> Shown:
    if value is None or (isinstance(value, (int, float)) and not isinstance(value, bool)):
        return shown(value)
    return label(str(value))
