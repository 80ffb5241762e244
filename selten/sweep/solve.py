"""The rows of some of a study's cases: what a worker does. Whatever goes wrong in a case is its row, never lost."""

from typing import Any

from selten.games.enclosed import Undecided
from selten.games.errors import InputError
from selten.sweep.alone import Row
from selten.sweep.built import Built, built
from selten.sweep.columns import columns
from selten.sweep.finite import finite_rows
from selten.sweep.markets import market_row, parsed
from selten.sweep.parameters import value_text
from selten.sweep.study import Study

FINITE = ("offering", "random", "game")
"""The families whose cases are finite games, solved together."""


def solve_cases(study: Study, start: int, stop: int) -> list[Row]:
    """One row for each case from ``start`` up to but not including ``stop``, in order.

    A case that cannot be made or solved has the status "failed" and the reason. The rows depend on the study and the
    numbers alone, but for ``seconds``.

    Examples
    --------
    >>> from pathlib import Path
    >>> from selten.sweep.study import parse_study
    >>> spec = {"states": [{"mass": "= m", "values": [3], "costs": [1]}]}
    >>> data = {"family": "discrimination", "spec": spec, "parameters": {"m": {"grid": [1, 2]}}}
    >>> for row in solve_cases(parse_study(data, "study", Path()), 0, 2):
    ...     print(row["case"], row["m"], row["status"], row.get("reason"))
    0 1 complete None
    1 2 failed states: got masses that sum to 2; allowed: exactly 1
    """
    rows: list[Row] = []
    games: list[Built] = []
    places: list[int] = []
    for case in range(start, stop):
        values = study.values(case)
        rows.append({"case": case, **_cells(study, values)})
        try:
            spec = study.template.fill(values)
            if study.family in FINITE:
                games.append(built(study, case, spec))
                places.append(case - start)
            else:
                rows[-1] |= market_row(study, spec)
        except Exception as error:
            rows[-1] |= failed(error)
    for place, row in zip(places, _finite(study, games), strict=True):
        rows[place] |= row
    return rows


def _finite(study: Study, games: list[Built]) -> list[Row]:
    """All together, or one by one if that fails, so that the one that fails is found."""
    try:
        return finite_rows(study, games)
    except Exception as error:
        if len(games) == 1:
            return [failed(error)]
        return [row for game in games for row in _finite(study, [game])]


def failed(error: Exception) -> Row:
    """The status and reason of a case that raised.

    Examples
    --------
    >>> failed(ValueError("no"))["reason"]
    'ValueError: no'
    """
    expected = isinstance(error, (InputError, Undecided))
    text = str(error).removeprefix("spec: ") if expected else f"{type(error).__name__}: {error}"
    return {"status": "failed", "reason": " ".join(text.split())}


def check_study(study: Study) -> None:
    """See that cases can be made: the first, the middle or the last of them.

    Raises
    ------
    InputError
        With what is wrong with the first case if none of them can be, or if a parameter has a column's name.
    """
    try:
        columns(study)
    except InputError as error:
        raise InputError(f"{study.source}: {error}") from None
    first: InputError | None = None
    for case in sorted({0, study.cases // 2, study.cases - 1}):
        try:
            spec = study.template.fill(study.values(case))
            _ = built(study, case, spec) if study.family in FINITE else parsed(study, spec)
        except InputError as error:
            first = first or error
        else:
            return
    raise InputError(f"{study.source}: case 0: {str(first).removeprefix('spec: ')}")


def parameter_cells(study: Study, case: int) -> Row:
    """The columns of the parameters in a case's row.

    Examples
    --------
    >>> from pathlib import Path
    >>> from selten.sweep.study import parse_study
    >>> data = {"family": "random", "spec": {"family": "01", "rows": "= m", "columns": 2}}
    >>> parameter_cells(parse_study(data | {"parameters": {"m": {"grid": [2, 3]}}}, "x", Path()), 1)
    {'m': '3', 'm_float': 3.0}
    """
    return _cells(study, study.values(case))


def _cells(study: Study, values: dict[str, Any]) -> Row:
    row: Row = {}
    for name, value in values.items():
        row[name] = value_text(value)
        if study.parameters[name].numeric:
            row[f"{name}_float"] = float(value)
    return row
