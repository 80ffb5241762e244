"""How commands print: exact numbers as strings, floats as JSON numbers, everything else on standard error."""

import json
import textwrap
from fractions import Fraction
from typing import TYPE_CHECKING, Any

import click

from selten.cli.columns import width
from selten.cli.interrupt import whole
from selten.games.enclosed import Enclosed
from selten.games.number import number_text, rounded

if TYPE_CHECKING:
    from rich.console import Console


def number(value: Any) -> str | float | dict[str, float]:
    """A number as the JSON contract writes it.

    Examples
    --------
    >>> number(Fraction(10, 16)), number(0.1), number(Enclosed.symbol("b", 0.25, 0.5))
    ('5/8', 0.1, {'low': 0.25, 'high': 0.5})
    """
    if isinstance(value, Enclosed):
        return {"low": value.low, "high": value.high}
    return number_text(value) if isinstance(value, (Fraction, int)) else float(value)


def shown(value: Any) -> str:
    """A number for a table: exact ones in full while short, else six digits.

    Examples
    --------
    >>> shown(Fraction(1, 3)), shown(Fraction(2**40, 3**20)), shown(0.123456789)
    ('1/3', '~315.337', '0.123457')
    """
    if isinstance(value, (Fraction, int)):
        text = number_text(value)
        return text if len(text) <= 12 else f"~{rounded(Fraction(value))}"
    return f"{float(value):.6g}"


def say(text: str) -> None:
    """Print a text as it is, wrapped where it is longer than a line of :func:`console`.

    Examples
    --------
    >>> say("regret: 0")
    regret: 0
    """
    with_breaks = textwrap.wrap(text, width(), break_on_hyphens=False, subsequent_indent="  ")
    click.echo(text if len(text) <= width() else "\n".join(with_breaks))


def print_json(data: Any) -> None:
    """One JSON object on one line of standard output, whole also where Ctrl-C comes meanwhile."""
    line = json.dumps(data, allow_nan=False)
    with whole():
        click.echo(line)


def console(*, error: bool = False) -> "Console":
    """A console on standard output (or standard error): as wide as the terminal, or COLUMNS, or 80 in a pipe.

    Colours on a terminal only; rich minds NO_COLOR, FORCE_COLOR and TERM=dumb, and draws in ASCII where the encoding
    holds no more.
    """
    from rich.console import Console

    class Plain(Console):
        """Leaves a closed pipe to :func:`selten.cli.run` (rich would exit with status 1, a failed certificate)."""

        def on_broken_pipe(self) -> None:
            raise BrokenPipeError

        def show_cursor(self, show: bool = True) -> bool:
            """Leaves the cursor alone, so that nothing need be put right however a command ends."""
            return False

    return Plain(highlight=False, stderr=error, width=width(error=error))
