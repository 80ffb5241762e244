"""Numbers for the eye: exact ones exactly while short, floats with their bounds, all of it on request."""

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from math import isfinite
from typing import Any

from selten.games.enclosed import Enclosed
from selten.games.number import number_text

LONGEST = 12
"""Characters of an exact number that is shown as it is."""

LONGEST_LABEL = 60
"""Characters of a name that is shown whole."""

LONGEST_TITLE = 400
"""Characters of what is shown on request."""


@dataclass(frozen=True, slots=True)
class Shown:
    """What stands in a cell, and what is behind it where that is more (shown on request).

    Parameters
    ----------
    text : str
    full : str
        Empty if ``text`` is all.
    numeric : bool
        Whether it is set flush right.
    """

    text: str
    full: str = ""
    numeric: bool = False


def shown(value: Any, *, digits: int = 6) -> Shown:
    """A number as the page shows it; strings hold exact numbers, mappings and enclosures are bounds.

    ``digits`` are the significant ones of what is rounded.

    Examples
    --------
    >>> shown(Fraction(1, 3)).text, shown("2/6").text, shown(0.1 + 0.2)
    ('1/3', '2/6', Shown(text='0.3', full='0.30000000000000004', numeric=True))
    >>> shown({"low": 0.25, "high": 0.2500001}), shown(None).text
    (Shown(text='≈0.25', full='between 0.25 and 0.2500001', numeric=True), '–')
    """
    if value is None:
        return Shown("–", "", True)
    if isinstance(value, Enclosed):
        return _bounded(value.low, value.high, digits)
    if isinstance(value, Mapping):
        return _bounded(float(value["low"]), float(value["high"]), digits)
    if isinstance(value, (Fraction, int)):
        return _exact(number_text(value), value, digits)
    if isinstance(value, str):
        return _exact(value, None, digits)
    return _float(float(value), digits)


def point(value: Any) -> float:
    """The number as a double, bounds by their middle.

    Examples
    --------
    >>> point("1/4"), point({"low": 0, "high": 1}), point(Fraction(1, 2))
    (0.25, 0.5, 0.5)
    """
    if isinstance(value, Mapping):
        return (float(value["low"]) + float(value["high"])) / 2
    try:
        return float(Fraction(value)) if isinstance(value, str) else float(value)
    except OverflowError:
        return float("inf") if Fraction(value) > 0 else -float("inf")


def label(name: str) -> Shown:
    """A name, cut where it is very long; blank ones are said to be.

    Examples
    --------
    >>> label("up").text, label(" ").text, len(label("x" * 999).text)
    ('up', '(blank)', 60)
    """
    if not name.strip():
        return Shown("(blank)", repr(name))
    if len(name) <= LONGEST_LABEL:
        return Shown(name)
    return Shown(name[: LONGEST_LABEL - 1] + "…", _cut(name))


def plain(text: str) -> Shown:
    """Words in a cell."""
    return Shown(text)


def _exact(text: str, value: Fraction | int | None, digits: int) -> Shown:
    if len(text) <= LONGEST:
        return Shown(text, "", True)
    return Shown(f"≈{point(value if value is not None else text):.{digits}g}", _cut(text), True)


def _float(value: float, digits: int) -> Shown:
    text = f"{value:.{digits}g}"
    whole = not isfinite(value) or float(text) == value
    return Shown(text, "" if whole else repr(value), True)


def _bounded(low: float, high: float, digits: int) -> Shown:
    if low == high:
        return _float(low, digits)
    return Shown(f"≈{(low + high) / 2:.{digits}g}", f"between {low!r} and {high!r}", True)


def _cut(text: str) -> str:
    return text if len(text) <= LONGEST_TITLE else text[: LONGEST_TITLE - 1] + "…"
