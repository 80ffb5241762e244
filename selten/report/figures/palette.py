"""Colours of the figures, and the settings under which every figure is drawn.

The categorical colours are those of Okabe and Ito, which people with any kind of colour blindness tell apart, without
the yellow (too light for lines on white) and with two dark ones more. No figure says anything by colour alone: numbers
or letters stand beside. In a page each colour is a CSS variable with the printed colour behind it (see
:data:`VARIABLES`), so that a style sheet alone makes a figure dark.

Source: M. Okabe and K. Ito, "Color universal design" (2008).
"""

from collections.abc import Iterator
from contextlib import contextmanager

INK = "#1b1b1d"
"""Text and axes."""

MUTED = "#5f6368"
"""Text that matters less, and thin lines; its contrast on white is 6 to 1."""

LINE = "#c9ccd1"
"""Grids and borders."""

PAPER = "#fefefe"
"""The background."""

SERIES = ("#0072b2", "#d55e00", "#009e73", "#cc79a7", "#e69f00", "#56b4e9", "#5d3a9b", "#7a6a00")
"""Colours of categories, in their order."""

VARIABLES = {
    INK: "--ink",
    MUTED: "--muted",
    LINE: "--line",
    PAPER: "--paper",
    **{colour: f"--series-{number}" for number, colour in enumerate(SERIES)},
}
"""The CSS variable that stands for each colour in an inlined figure."""

SETTINGS: dict[str, object] = {
    "font.family": ["DejaVu Sans"],
    "font.size": 9.0,
    "text.parse_math": False,
    "text.usetex": False,
    "text.color": INK,
    "text.hinting": "none",
    "axes.edgecolor": MUTED,
    "axes.facecolor": "none",
    "axes.labelcolor": INK,
    "axes.titlecolor": INK,
    "axes.titlesize": 10.0,
    "axes.titlelocation": "left",
    "axes.linewidth": 0.8,
    "axes.spines.top": False,
    "axes.spines.right": False,
    "axes.unicode_minus": True,
    "axes.formatter.use_mathtext": False,
    "axes.formatter.useoffset": False,
    "figure.facecolor": PAPER,
    "figure.edgecolor": "none",
    "legend.frameon": False,
    "legend.fontsize": 8.5,
    "lines.linewidth": 1.6,
    "patch.linewidth": 0.8,
    "xtick.color": MUTED,
    "ytick.color": MUTED,
    "xtick.labelcolor": INK,
    "ytick.labelcolor": INK,
    "svg.fonttype": "none",
    "svg.hashsalt": "selten",
    "pdf.fonttype": 42,
    "savefig.facecolor": "auto",
    "savefig.edgecolor": "none",
}
"""Matplotlib's settings while a figure of ours is drawn or written; the user's own are never changed."""


def series(number: int) -> str:
    """The colour of a category; they repeat after the last.

    Examples
    --------
    >>> series(0), series(9) == series(1)
    ('#0072b2', True)
    """
    return SERIES[number % len(SERIES)]


@contextmanager
def looks() -> Iterator[None]:
    """Within it, matplotlib draws with our settings."""
    from matplotlib import rc_context

    with rc_context(SETTINGS):  # type: ignore[arg-type]
        yield
