"""Docstrings as the house writes them, plain text first, made ready for reStructuredText.

A formula that stands indented below its paragraph is shown as it stands. Signs that a formula has and that would be
marks, an underscore before another sign as in x_-i or bars as in |S|, are kept from being marks.
"""

import re
from typing import Any

LIST_ITEM = re.compile(r"([*-]|\d+\.) ")
UNDERSCORE = re.compile(r"(?<=\w)_(?=[^\w`]|$)")
BARS = re.compile(r"\|(?=\w+\|)")


def setup(app: Any) -> dict[str, bool]:
    """Read docstrings before the reader of numpydoc does."""
    app.connect("autodoc-process-docstring", lambda *given: _prepare(given[-1]), priority=100)
    return {"parallel_read_safe": True, "parallel_write_safe": True}


def _prepare(lines: list[str]) -> None:
    lines[:] = [_escaped(line) for line in _with_formulas(lines)]


def _with_formulas(lines: list[str]) -> list[str]:
    """Put the mark of a literal block before each indented block that follows a paragraph at the margin."""
    made: list[str] = []
    above = ""  # the last line that is not empty
    for line in lines:
        indented = line.startswith("    ")
        if indented and made and not made[-1] and above and _at_margin(above):
            made += ["::", ""]
        made.append(line)
        above = line if line.strip() else above
    return made


def _at_margin(line: str) -> bool:
    return not line.startswith(" ") and not line.endswith("::") and not LIST_ITEM.match(line)


def _escaped(line: str) -> str:
    if "`" in line or ">>>" in line or line.startswith("    ") or set(line) <= {"-", "="}:
        return line
    return BARS.sub(r"\\|", UNDERSCORE.sub(r"\\_", line))
