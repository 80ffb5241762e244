"""What all figures share: fresh axes without pyplot, the palette, words for numbers, and the way out.

Every figure is ``draw_NAME(subject, *, axes=None, ...)``, which returns the axes it drew on, with ``describe_NAME``,
which says the same in sentences. Without ``axes`` there is a new figure of a fitting size; given ones are drawn on.
"""

import re
from collections.abc import Sequence
from fractions import Fraction
from typing import TYPE_CHECKING, Any

from selten.games.enclosed import Enclosed
from selten.report.figures.output import save, svg_text, tip
from selten.report.figures.palette import INK, LINE, MUTED, PAPER, SERIES, VARIABLES, looks, series

if TYPE_CHECKING:
    from matplotlib.axes import Axes

__all__ = [
    "INK", "LINE", "MUTED", "PAPER", "SERIES", "VARIABLES",
    "blank", "count", "fresh", "listing", "looks", "number", "numbers", "player_name", "point",
    "save", "sentence", "series", "short", "svg_text", "tip", "width_of",
]  # fmt: skip

LONGEST_NUMBER = 9
"""Characters of an exact number that is shown as it is."""


def fresh(axes: "Axes | None", width: float, height: float) -> "Axes":
    """The axes given, or those of a new figure of this size in inches, which no window knows of."""
    if axes is not None:
        return axes
    from matplotlib.backends.backend_agg import FigureCanvasAgg
    from matplotlib.figure import Figure

    with looks():
        figure = Figure(figsize=(width, height), layout="constrained")
        FigureCanvasAgg(figure)
        return figure.add_subplot()


def blank(axes: "Axes | None", width: float, height: float) -> "Axes":
    """The same without frame and ticks: for tables, graphs and trees, drawn in units of inches, y downward.

    The limits are set to the size, so that a unit is an inch on a figure of our own.
    """
    own = fresh(axes, width, height)
    if axes is None:
        figure: Any = own.get_figure(root=True)
        figure.set_layout_engine("none")
        own.set_position((0.0, 0.0, 1.0, 1.0))
    own.set_axis_off()
    own.set(xlim=(0, width), ylim=(height, 0))
    own.set_aspect("equal" if axes is not None else "auto")
    return own


def number(value: Any, digits: int = 6) -> str:
    """A number for the eye: exact ones exactly while short, else six digits; bounds by their middle.

    Examples
    --------
    >>> number(Fraction(1, 3)), number(Fraction(-2)), number(Fraction(67, 1000)), number(0.1 + 0.2)
    ('1/3', '−2', '0.067', '0.3')
    """
    text = _exact_text(Fraction(value)) if isinstance(value, (Fraction, int)) else ""
    if not text:
        double = point(value)
        text = f"{double:.{max(digits, 6) if 1e4 <= abs(double) < 1e6 else digits}g}"
    return text.replace("-", "−") if "e" not in text else text


def _exact_text(value: Fraction) -> str:
    """A simple fraction, else a short decimal, else a short fraction, else nothing."""
    if value.denominator > 12 and 10**4 % value.denominator == 0 and abs(value) < 10**5:
        return f"{float(value):.10g}"
    text = str(value) if max(abs(value.numerator), value.denominator) < 10**LONGEST_NUMBER else ""
    return text if len(text) <= LONGEST_NUMBER else ""


def numbers(values: Sequence[Any]) -> list[str]:
    """Numbers that stand together: decimals where all are short decimals and some not a simple fraction.

    Examples
    --------
    >>> numbers([Fraction(1, 4), Fraction(1, 3)]), numbers([Fraction(1, 4), Fraction(67, 1000)])
    (['1/4', '1/3'], ['0.25', '0.067'])
    """
    exact = all(isinstance(value, (Fraction, int)) for value in values)
    simple = exact and all(Fraction(value).denominator <= 12 for value in values)
    if exact and not simple and all(10**4 % Fraction(value).denominator == 0 for value in values):
        return [f"{float(value):.10g}".replace("-", "−") for value in values]
    return [number(value) if simple else number(value, 4) for value in values]


def width_of(text: str, size: float = 9.0) -> float:
    """About how wide a text is set, in inches, at a size in points; rather too wide than too narrow."""
    return len(text) * size * 0.64 / 72


def point(value: Any) -> float:
    """The nearest double, of bounds that of their middle.

    Examples
    --------
    >>> point(Fraction(1, 4)), point("1/4")
    (0.25, 0.25)
    """
    if isinstance(value, Enclosed):
        return (value.low + value.high) / 2
    try:
        return float(Fraction(value)) if isinstance(value, str) else float(value)
    except OverflowError:
        return float("inf") if value > 0 else -float("inf")


def short(text: str, most: int = 24) -> str:
    """A label on one line, without what XML forbids; a long one loses its middle, as labels often differ at the end.

    Examples
    --------
    >>> short("a\\tb\\x00"), short("  "), short("abcdefgh", 5), short("strategy number 12", 12)
    ('a b', '(blank)', 'abcd…', 'strateg…r 12')
    """
    clean = re.sub(r"[\x00-\x20\x7f-\x9f\u2028\u2029\ud800-\udfff\ufffe\uffff]+", " ", text).strip()
    if not clean:
        return "(blank)"
    if len(clean) <= most:
        return clean
    end = most // 3 if most >= 8 else 0
    return f"{clean[: most - 1 - end]}…{clean[len(clean) - end :]}"


def player_name(name: str) -> str:
    """How a figure calls a player.

    Examples
    --------
    >>> player_name("1"), player_name("entrant")
    ('player 1', 'entrant')
    """
    clean = short(name, 20)
    return f"player {clean}" if len(clean) <= 2 else clean


def sentence(words: str) -> str:
    """With a capital at the start.

    Examples
    --------
    >>> sentence("player A plays")
    'Player A plays'
    """
    return words[:1].upper() + words[1:]


def listing(words: Sequence[str], most: int = 40) -> str:
    """Words with commas and a last 'and'; beyond ``most`` the rest is counted.

    Examples
    --------
    >>> listing(["a"]), listing(["a", "b", "c"]), listing(["a", "b", "c"], 2)
    ('a', 'a, b and c', 'a, b and 1 more')
    """
    if len(words) > most:
        return f"{', '.join(words[:most])} and {len(words) - most} more"
    return words[0] if len(words) == 1 else f"{', '.join(words[:-1])} and {words[-1]}" if words else "none"


def count(many: int, one: str, more: str = "") -> str:
    """A count with its noun.

    Examples
    --------
    >>> count(1, "equilibrium", "equilibria"), count(2, "row")
    ('1 equilibrium', '2 rows')
    """
    return f"{many:,} {one if many == 1 else more or one + 's'}"
