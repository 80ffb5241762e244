"""How wide the output may be."""

import os
import sys


def width(*, error: bool = False) -> int:
    """Columns of standard output (or standard error): COLUMNS, else those of the terminal that it is, else 80.

    Examples
    --------
    >>> width() > 0
    True
    """
    told = os.environ.get("COLUMNS", "")
    if told.isdecimal() and int(told) > 0:
        return int(told)
    try:
        return os.get_terminal_size((sys.stderr if error else sys.stdout).fileno()).columns or 80
    except (OSError, ValueError, AttributeError):
        return 80
