"""A large game at one look: where the best responses of each player are, and what equilibria play.

Rows are the strategies of the first player, columns those of the second (of more players: against the first strategy
of each of the others). At most :data:`MOST_BLOCKS` blocks a side are drawn; a block of several cells shows what any of
them is. Squares beside the rows and above the columns mark the strategies that the listed equilibria use, one lane for
each component.
"""

from itertools import islice
from math import prod
from typing import TYPE_CHECKING, Any

import numpy as np
import numpy.typing as npt

from selten.equilibria.solution import Solution
from selten.games.normal_form import NormalForm
from selten.report.figures.best import Marks, best_replies, pure_equilibria, subject
from selten.report.figures.style import INK, MUTED, count, fresh, looks, player_name, series, short, tip

if TYPE_CHECKING:
    from matplotlib.axes import Axes

MOST_BLOCKS = 160
MOST_LANES = 6
MOST_EQUILIBRIA = 2000
"""Equilibria whose strategies are marked, and pure ones that are ringed."""

_SHADES = ((0.34, 0.71, 0.91, 0.9), (0.90, 0.62, 0.0, 0.9), (0.78, 0.08, 0.47, 1.0))


def draw_overview(game: Solution | NormalForm, *, axes: "Axes | None" = None) -> "Axes":
    """Draw where best responses of a large game are, and what its equilibria use.

    Raises
    ------
    InputError
        For anything but a game or a solution.

    Examples
    --------
    >>> import numpy as np
    >>> axes = draw_overview(NormalForm.of(np.arange(800).reshape(2, 20, 20)))
    >>> axes.get_images()[0].get_array().shape
    (20, 20, 4)
    """
    own, solution = subject(game, "draw_overview")
    marks = best_replies(own)
    first, second = _slice(marks[0]), _slice(marks[1] if len(marks) > 1 else marks[0])
    with looks():
        target = fresh(axes, 6.2, 6.0)
        target.imshow(_colours(first, second), interpolation="nearest", aspect="auto", extent=_extent(first))
        _rings(target, own, marks)
        lanes = _lanes(target, own, solution)
        _frame(target, own, first.shape, lanes)
    return target


def _slice(marks: Marks) -> Marks:
    """The rows against the columns while the others play their first strategies."""
    table = marks if marks.ndim > 1 else marks[:, None]
    while table.ndim > 2:
        table = table[..., 0]
    return np.equal(table, True)


def _extent(table: Marks) -> tuple[float, float, float, float]:
    rows, columns = table.shape
    return -0.5, columns - 0.5, rows - 0.5, -0.5


def _colours(first: Marks, second: Marks) -> npt.NDArray[np.float64]:
    """RGBA of each block."""
    one, two, both = (_blocks(table) for table in (first, second, first & second))
    picture = np.zeros((*one.shape, 4))
    for mask, shade in zip((one, two, both), _SHADES, strict=True):
        picture[mask] = shade
    return picture


def _blocks(table: Marks) -> Marks:
    """Whether any cell of each block is marked."""
    for axis in (0, 1):
        size = table.shape[axis]
        starts = np.unique(np.linspace(0, size, min(size, MOST_BLOCKS), endpoint=False).astype(int))
        table = np.logical_or.reduceat(table, starts, axis=axis)
    return table


def _rings(axes: "Axes", game: NormalForm, marks: tuple[Marks, ...]) -> None:
    """A ring around each pure equilibrium of the slice, as single cells of a large game are too small to be seen."""
    places = [place for place in islice(pure_equilibria(marks), MOST_EQUILIBRIA) if not any(place[2:])]
    if places and len(places) <= 60 and len(game.players) > 1:
        rows, columns = [place[0] for place in places], [place[1] for place in places]
        axes.plot(columns, rows, "o", markersize=9, markerfacecolor="none", markeredgecolor=INK, markeredgewidth=1.2)


def _lanes(axes: "Axes", game: NormalForm, solution: Solution | None) -> int:
    """Marks the strategies in use, one lane a component; how many lanes there are."""
    components = solution.components[:MOST_LANES] if solution else ()
    for lane, part in enumerate(components):
        used: tuple[set[int], ...] = tuple(set() for _ in game.players)
        for k in part.equilibria[:MOST_EQUILIBRIA]:
            for mine, own in zip(used, solution.equilibria[k].profile.supports if solution else (), strict=True):
                mine.update(own)
        _lane(axes, lane, used, series(lane), f"component {lane}")
    return len(components)


def _lane(axes: "Axes", lane: int, used: tuple[set[int], ...], colour: str, name: str) -> None:
    at = 1.02 + 0.025 * lane
    style: dict[str, Any] = {"linestyle": "none", "color": colour, "markersize": 4.5, "clip_on": False}
    rows, columns = sorted(used[0]), sorted(used[1]) if len(used) > 1 else []
    (right,) = axes.plot([at] * len(rows), rows, "s", transform=axes.get_yaxis_transform(), label=name, **style)
    (above,) = axes.plot(columns, [at] * len(columns), "s", transform=axes.get_xaxis_transform(), **style)
    tip(right, f"component-{lane}", f"rows that {name} plays")
    tip(above, f"component-{lane}", f"columns that {name} plays")


def _names(players: int) -> tuple[str, str, str]:
    """What the shades are called; nothing for those that do not occur."""
    if players == 1:
        return "", "", "best"
    both = "both: pure equilibria" if players == 2 else "best for both; ringed: pure equilibria"
    return "best response of the rows", "best response of the columns", both


def _frame(axes: "Axes", game: NormalForm, shape: tuple[int, ...], lanes: int) -> None:
    from matplotlib.patches import Patch

    rows, columns = shape
    names = [own if m <= MOST_BLOCKS else () for own, m in zip(game.strategies, game.counts, strict=True)]
    for axis, own, m in ((axes.yaxis, names[0], rows), (axes.xaxis, names[1] if len(names) > 1 else (), columns)):
        step = max(1, -(-m // 12))
        axis.set_ticks(range(0, m, step), [short(own[k], 12) if own else str(k + 1) for k in range(0, m, step)])
    axes.tick_params(axis="x", rotation=90 if any(len(name) > 3 for name in names[-1]) else 0)
    axes.set(
        xlim=(-0.5, columns - 0.5), ylim=(rows - 0.5, -0.5), ylabel=f"strategies of {player_name(game.players[0])}"
    )
    if len(game.players) > 1:
        axes.set_xlabel(f"strategies of {player_name(game.players[1])}")
    tables = prod(game.counts[2:])
    more = f", 1 of {tables:,} tables" if tables > 1 else ""
    axes.set_title(f"{count(rows, 'row')} × {count(columns, 'column')}{more}", pad=10 + 9 * lanes)
    shown = list(zip(_SHADES, _names(len(game.players)), strict=True))
    handles: list[Any] = [Patch(facecolor=shade, label=name) for shade, name in shown if name]
    handles += [line for line in axes.get_lines() if not str(line.get_label()).startswith("_")]
    axes.legend(handles=handles, loc="upper center", bbox_to_anchor=(0.5, -0.12), ncols=2, labelcolor=MUTED)
