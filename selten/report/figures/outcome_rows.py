"""The rows of a sweep as a figure of outcomes wants them: points, and at each point what came out.

Rows are a pyarrow table, a pandas table or a list of dicts. A parameter that has a column of floats beside its exact
one is a number, any other is one of a few words. Where several cases share a point, the point has all their outcomes.
"""

import json
import math
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from selten.games.errors import InputError
from selten.report.figures.style import count, listing, number, short

MOST_CATEGORIES = 7
"""How many outcomes have a colour of their own; the rarer ones are taken together."""

NOTHING = "no answer: failed or open"
OTHERS = "other outcomes"


@dataclass(frozen=True, slots=True)
class Axis:
    """A parameter: for each case its place, and the names of the places where it is no number.

    Parameters
    ----------
    name : str
    places : tuple of float
        One for each case.
    words : tuple of str
        Empty for numbers; else place k stands for ``words[k]``.
    """

    name: str
    places: tuple[float, ...]
    words: tuple[str, ...] = ()

    @property
    def values(self) -> list[float]:
        """The different places, ascending."""
        return sorted(set(self.places))

    def said(self, value: float) -> str:
        """A place in words."""
        return short(self.words[int(value)]) if self.words else number(value)


@dataclass(frozen=True, slots=True)
class Outcomes:
    """What came out in each case.

    Parameters
    ----------
    names : tuple of str
        The outcomes that have a colour of their own, the most frequent first; then perhaps :data:`OTHERS`, and
        :data:`NOTHING` for cases without an outcome.
    codes : tuple of int
        For each case its position in ``names``.
    """

    names: tuple[str, ...]
    codes: tuple[int, ...]

    @property
    def counts(self) -> list[int]:
        """How many cases each outcome has."""
        return [self.codes.count(k) for k in range(len(self.names))]


def column(rows: Any, name: str) -> list[Any]:
    """A column of the rows as a list, with None for what is missing.

    Raises
    ------
    InputError
        If there are no rows, or there is no such column.

    Examples
    --------
    >>> column([{"case": 0, "delta": "1/2"}, {"case": 1}], "delta")
    ['1/2', None]
    """
    names = columns_of(rows)
    if name not in names:
        raise InputError(f"rows: got the column {name!r}; allowed: {', '.join(names) or 'none, there are no rows'}")
    if isinstance(rows, Sequence):
        found = [row.get(name) for row in rows]
    else:
        found = rows.column(name).to_pylist() if hasattr(rows, "column_names") else rows[name].tolist()
    return [None if isinstance(value, float) and math.isnan(value) else value for value in found]


def columns_of(rows: Any) -> list[str]:
    """The names of the columns."""
    if isinstance(rows, Sequence):
        return list(dict.fromkeys(name for row in rows for name in row))
    return [str(name) for name in (rows.column_names if hasattr(rows, "column_names") else rows.columns)]


def axis(rows: Any, name: str) -> Axis:
    """A parameter of the rows.

    Examples
    --------
    >>> axis([{"a": "1/2", "a_float": 0.5}], "a").places, axis([{"a": "x"}, {"a": "w"}, {"a": "x"}], "a").places
    ((0.5,), (0.0, 1.0, 0.0))
    """
    if f"{name}_float" in columns_of(rows):
        name_of_numbers = f"{name}_float"
        return Axis(name, tuple(float(value) for value in column(rows, name_of_numbers)))
    values = column(rows, name)
    if values and all(isinstance(value, (int, float)) for value in values):
        return Axis(name, tuple(map(float, values)))
    words = list(dict.fromkeys(map(str, values)))
    return Axis(name, tuple(float(words.index(str(value))) for value in values), tuple(words))


def outcomes(rows: Any, name: str) -> Outcomes:
    """The outcomes in a column, the most frequent first (of equally frequent ones the first to come).

    Examples
    --------
    >>> outcomes([{"v": "no"}, {"v": "weak"}, {"v": None}, {"v": "no"}], "v")
    Outcomes(names=('no', 'weak', 'no answer: failed or open'), codes=(0, 1, 2, 0))
    """
    texts = [None if value is None else outcome_words(value) for value in column(rows, name)]
    ranked = [text for text, _ in Counter(text for text in texts if text is not None).most_common()]
    many = len(ranked) > MOST_CATEGORIES
    names = ranked[: MOST_CATEGORIES - 1] if many else ranked
    places = {text: k for k, text in enumerate(names)}
    if many:
        places |= dict.fromkeys(ranked[MOST_CATEGORIES - 1 :], len(names))
        names = [*names, OTHERS]
    codes = [len(names) if text is None else places[text] for text in texts]
    return Outcomes((*names, NOTHING) if None in texts else tuple(names), tuple(codes))


def outcome_words(value: Any) -> str:
    """An outcome for the eye: lists of strategies without brackets, numbers as they are.

    Examples
    --------
    >>> outcome_words('[["111", "000"], ["000", "111"]]'), outcome_words("[]"), outcome_words("weak"), outcome_words(14)
    ('111,000 · 000,111', 'none', 'weak', '14')
    """
    if not isinstance(value, str):
        return number(value)
    try:
        found = json.loads(value) if value[:1] == "[" else None
    except ValueError:
        found = None
    if not isinstance(found, list):
        return value
    said = [",".join(map(str, own)) if isinstance(own, list) else str(own) for own in found]
    return " · ".join(said) or "none"


def words_of(rows: Any, axes: Sequence[Axis], found: Outcomes, name: str) -> str:
    """Sentences with the cases of each outcome and where they lie.

    Examples
    --------
    >>> rows = [{"a": k, "v": "no" if k < 3 else "weak"} for k in range(4)]
    >>> words_of(rows, [axis(rows, "a")], outcomes(rows, "v"), "v")
    'v by a in 4 cases. A, no: 3 cases, a from 0 to 2. B, weak: 1 case, a 3.'
    """
    parts = [f"{name} by {listing([own.name for own in axes])} in {count(len(found.codes), 'case')}."]
    for k, outcome in enumerate(found.names):
        members = [case for case, code in enumerate(found.codes) if code == k]
        where = ", ".join(_range(own, members) for own in axes)
        parts.append(f"{letter(k)}, {short(outcome, 120)}: {count(len(members), 'case')}, {where}.")
    return " ".join(parts)


def _range(own: Axis, members: Sequence[int]) -> str:
    values = sorted({own.places[case] for case in members})
    if own.words:
        return f"{own.name} {listing([own.said(value) for value in values], 6)}"
    if len(values) == 1:
        return f"{own.name} {own.said(values[0])}"
    return f"{own.name} from {own.said(values[0])} to {own.said(values[-1])}"


def letter(position: int) -> str:
    """What stands in a region and in the legend, so that nothing is said by colour alone.

    Examples
    --------
    >>> letter(0), letter(2)
    ('A', 'C')
    """
    return chr(ord("A") + position)
