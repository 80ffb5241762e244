"""Outcomes of a sweep over one or two of its parameters.

Two parameters on a grid: a map of cells, each in the colour of its outcome, with a letter in each region; drawn at
random: points. One parameter: bands of outcomes (shares, where several cases have the same value), or for a column of
numbers a line with the range of the cases.
"""

from collections import Counter, defaultdict
from collections.abc import Sequence
from itertools import groupby, pairwise
from statistics import median
from typing import TYPE_CHECKING, Any

from selten.games.errors import InputError
from selten.report.figures.cell_regions import Cell, inmost, region
from selten.report.figures.outcome_rows import (
    NOTHING,
    Axis,
    Outcomes,
    axis,
    column,
    letter,
    outcomes,
    words_of,
)
from selten.report.figures.style import INK, LINE, MUTED, PAPER, count, fresh, looks, number, series, short, tip

if TYPE_CHECKING:
    from matplotlib.axes import Axes

MOST_SHAPES = 5_000
"""Beyond this many cells or points they are drawn as an image inside of the figure."""

_WIDTH, _HEIGHT = 6.4, 4.4
_MARKERS = "osD^vPX<>"
_LINE = 0.22


def draw_outcome_regions(rows: Any, x: str, y: str | None, outcome: str, *, axes: "Axes | None" = None) -> "Axes":
    """Draw what comes out for each value of one or two parameters; returns the axes.

    Parameters
    ----------
    rows : table
        Of a sweep: a pyarrow table (as :func:`selten.sweep.rows.read_rows` gives), a pandas table or a list of dicts.
    x, y : str
        The names of parameters; ``y`` is None for a figure over one parameter.
    outcome : str
        The name of a column: a rule, a verdict, a number of equilibria. With one parameter also one of floats.
    axes : matplotlib Axes, optional
        Where to draw; by default on a new figure.

    Raises
    ------
    InputError
        If there are no rows or no such column, or if a map of floats is asked for.

    Examples
    --------
    >>> rows = [{"a": i, "b": j, "v": "yes" if i > j else "no"} for i in range(3) for j in range(3)]
    >>> axes = draw_outcome_regions(rows, "a", "b", "v")
    >>> axes.get_xlabel(), axes.get_ylabel(), [text.get_text() for text in axes.get_legend().get_texts()]
    ('a', 'b', ['A  no (6)', 'B  yes (3)'])
    """
    across = axis(rows, x)
    if y is None and _is_measure(rows, outcome):
        return _draw_measure(rows, across, outcome, axes)
    if _is_measure(rows, outcome):
        raise InputError(f"outcome: got {outcome!r}, a column of floats; allowed: texts or whole numbers, or y = None")
    found, up = outcomes(rows, outcome), None if y is None else axis(rows, y)
    scattered = up is not None and not _on_grid(across, up)
    with looks():
        own = fresh(axes, _WIDTH, _HEIGHT + _LINE * len(found.names))
        if up is None:
            _bands(own, across, found)
        else:
            (_points if scattered else _cells)(own, across, up, found)
            own.set_ylabel(short(up.name, 40))
            _ticks(own.yaxis, up)
        own.set_xlabel(short(x, 40))
        _ticks(own.xaxis, across)
        _legend(own, found, marks=scattered)
    return own


def describe_outcome_regions(rows: Any, x: str, y: str | None, outcome: str) -> str:
    """The same in sentences: how many cases have each outcome, and where they lie.

    Examples
    --------
    >>> rows = [{"a": k, "v": "no" if k < 3 else "weak"} for k in range(4)]
    >>> describe_outcome_regions(rows, "a", None, "v")
    'v by a in 4 cases. A, no: 3 cases, a from 0 to 2. B, weak: 1 case, a 3.'
    """
    across = axis(rows, x)
    if y is None and _is_measure(rows, outcome):
        pairs = [
            (at, value) for at, value in zip(across.places, column(rows, outcome), strict=True) if value is not None
        ]
        low, high = min(pairs, key=lambda pair: pair[1]), max(pairs, key=lambda pair: pair[1])
        ends = [
            f"{name} is {number(value)}, at {x} {across.said(at)}"
            for name, (at, value) in (("least", low), ("most", high))
        ]
        return f"{outcome} by {x} in {count(len(across.places), 'case')}: its {ends[0]}; its {ends[1]}."
    return words_of(rows, [across] if y is None else [across, axis(rows, y)], outcomes(rows, outcome), outcome)


def _is_measure(rows: Any, outcome: str) -> bool:
    values = [value for value in column(rows, outcome) if value is not None]
    return bool(values) and any(isinstance(value, float) and not value.is_integer() for value in values)


def _on_grid(across: Axis, up: Axis) -> bool:
    """Whether the points fill a grid."""
    points = set(zip(across.places, up.places, strict=True))
    return len(points) == len(across.values) * len(up.values)


def _colours(found: Outcomes) -> list[str]:
    return [LINE if name == NOTHING else series(k) for k, name in enumerate(found.names)]


def _edges(values: Sequence[float]) -> list[float]:
    """Where the cells of a grid meet: half way between its values, and as far beyond the last ones."""
    if len(values) == 1:
        return [values[0] - 0.5, values[0] + 0.5]
    middles = [(a + b) / 2 for a, b in pairwise(values)]
    return [2 * values[0] - middles[0], *middles, 2 * values[-1] - middles[-1]]


def _cells(own: "Axes", across: Axis, up: Axis, found: Outcomes) -> None:
    """A map: neighbours in a row with the same outcome are one shape; the outcome of a point is its most frequent."""
    from matplotlib.patches import Rectangle

    at: dict[tuple[float, float], Counter[int]] = defaultdict(Counter)
    for x, y, code in zip(across.places, up.places, found.codes, strict=True):
        at[x, y][code] += 1
    xs, ys = across.values, up.values
    shown = {point: min(many, key=lambda k: (-many[k], k)) for point, many in at.items()}
    colours, left, low = _colours(found), _edges(xs), _edges(ys)
    runs: list[tuple[int, int, int, int]] = []
    for j, y in enumerate(ys):
        for k, group in groupby(range(len(xs)), key=lambda i: shown[xs[i], y]):
            members = list(group)
            runs.append((k, j, members[0], members[-1] + 1))
    for k, j, first, last in runs:
        size = left[last] - left[first], low[j + 1] - low[j]
        shape = Rectangle((left[first], low[j]), *size, facecolor=colours[k], edgecolor=colours[k], linewidth=0.9)
        shape.set_rasterized(len(runs) > MOST_SHAPES)
        own.add_patch(shape)
        if len(runs) <= MOST_SHAPES:
            tip(shape, letter(k), found.names[k])
    own.set(xlim=(left[0], left[-1]), ylim=(low[0], low[-1]))
    _letters(own, xs, ys, shown)


def _letters(own: "Axes", xs: list[float], ys: list[float], shown: dict[tuple[float, float], int]) -> None:
    """A letter in each connected region of cells, at the cell that is farthest inside; tiny ones go without."""
    cells = {(i, j): shown[x, y] for i, x in enumerate(xs) for j, y in enumerate(ys)}
    seen: set[Cell] = set()
    least = max(1, len(cells) // 150)
    for start in sorted(cells):
        connected = region(cells, start, seen)
        if len(connected) < least:
            continue
        i, j = inmost(connected)
        _letter(own, xs[i], ys[j], cells[start])


def _letter(own: "Axes", x: float, y: float, code: int) -> None:
    room = {"boxstyle": "round,pad=0.22", "facecolor": PAPER, "edgecolor": "none", "alpha": 0.85}
    own.text(x, y, letter(code), ha="center", va="center", color=INK, fontsize=8, bbox=room)


def _points(own: "Axes", across: Axis, up: Axis, found: Outcomes) -> None:
    """Cases that were drawn: a point each, with a marker and a colour for its outcome."""
    colours = _colours(found)
    for k, name in enumerate(found.names):
        members = [case for case, code in enumerate(found.codes) if code == k]
        xs, ys = [across.places[c] for c in members], [up.places[c] for c in members]
        marks = own.scatter(
            xs, ys, s=14, marker=_MARKERS[k % len(_MARKERS)], color=colours[k], linewidths=0, alpha=0.85
        )
        marks.set_rasterized(len(found.codes) > MOST_SHAPES)
        tip(marks, letter(k), name)


def _bands(own: "Axes", across: Axis, found: Outcomes) -> None:
    """One parameter: for each value the shares of the outcomes, one above the other."""
    from matplotlib.patches import Rectangle

    at: dict[float, Counter[int]] = defaultdict(Counter)
    for x, code in zip(across.places, found.codes, strict=True):
        at[x][code] += 1
    values, colours = across.values, _colours(found)
    edges = _edges(values)
    for i, x in enumerate(values):
        bottom, whole = 0.0, sum(at[x].values())
        for k in sorted(at[x]):
            share, size = at[x][k] / whole, edges[i + 1] - edges[i]
            shape = Rectangle(
                (edges[i], bottom), size, share, facecolor=colours[k], edgecolor=colours[k], linewidth=0.9
            )
            own.add_patch(shape)
            tip(shape, letter(k), f"{found.names[k]}: {number(share * 100, 3)} % at {across.name} {across.said(x)}")
            bottom += share
    own.set(xlim=(edges[0], edges[-1]), ylim=(0, 1))
    own.set_ylabel("share of the cases" if max(map(len, at.values())) > 1 else "outcome")
    if max(map(len, at.values())) == 1:
        own.set_yticks([])
    _band_letters(own, at, values)


def _band_letters(own: "Axes", at: dict[float, Counter[int]], values: list[float]) -> None:
    """A letter in the middle of the longest stretch of values where an outcome leads, or where it comes closest."""
    heads = [min(at[x], key=lambda k: (-at[x][k], k)) for x in values]
    stretches: dict[int, tuple[int, int]] = {}
    for k, group in groupby(range(len(values)), key=heads.__getitem__):
        members = list(group)
        if len(members) > stretches.get(k, (0, 0))[0]:
            stretches[k] = len(members), members[len(members) // 2]
    for k in {code for many in at.values() for code in many} - stretches.keys():
        stretches[k] = 0, max(range(len(values)), key=lambda i: at[values[i]][k] / sum(at[values[i]].values()))
    for k, (_, place) in sorted(stretches.items()):
        x = values[place]
        whole = sum(at[x].values())
        below = sum(many for code, many in at[x].items() if code < k)
        _letter(own, x, (below + at[x][k] / 2) / whole, k)


def _draw_measure(rows: Any, across: Axis, outcome: str, axes: "Axes | None") -> "Axes":
    """The median of a column at each value of the parameter, and the range of the cases where they differ."""
    at: dict[float, list[float]] = defaultdict(list)
    for x, value in zip(across.places, column(rows, outcome), strict=True):
        if value is not None:
            at[x].append(float(value))
    xs = sorted(at)
    with looks():
        own = fresh(axes, _WIDTH, _HEIGHT * 0.8)
        if any(len(set(values)) > 1 for values in at.values()):
            own.fill_between(
                xs, [min(at[x]) for x in xs], [max(at[x]) for x in xs], color=series(0), alpha=0.2, linewidth=0
            )
        own.plot(xs, [median(at[x]) for x in xs], color=series(0), marker="o" if len(xs) <= 40 else None, markersize=3)
        own.set(xlabel=short(across.name, 40), ylabel=short(outcome, 40))
        own.grid(color=LINE, linewidth=0.5)
        own.set_axisbelow(True)
        _ticks(own.xaxis, across)
    return own


def _ticks(side: Any, own: Axis) -> None:
    if own.words:
        side.set_ticks(range(len(own.words)), [short(word, 16) for word in own.words])


def _legend(own: "Axes", found: Outcomes, *, marks: bool) -> None:
    """Below the figure, one line for each outcome, with its letter, or its marker, and its cases."""
    from matplotlib.lines import Line2D
    from matplotlib.patches import Patch

    handles: list[Any] = []
    for k, (name, many, colour) in enumerate(zip(found.names, found.counts, _colours(found), strict=True)):
        label = f"{letter(k)}  {short(name, 70)} ({many:,})"
        if marks:
            marker = _MARKERS[k % len(_MARKERS)]
            handles.append(Line2D([], [], linestyle="", marker=marker, markersize=6, color=colour, label=label))
        else:
            handles.append(Patch(facecolor=colour, edgecolor=MUTED, linewidth=0.4, label=label))
    own.legend(handles=handles, loc="upper left", bbox_to_anchor=(0.0, -0.14), borderaxespad=0.0, handlelength=1.2)
