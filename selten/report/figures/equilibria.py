"""What equilibria play: for each player a bar cut into the probabilities of its strategies, grouped by component."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from selten.equilibria.solution import Equilibrium, Solution
from selten.games.errors import InputError
from selten.report.figures.best import solution_of
from selten.report.figures.style import (
    INK,
    LINE,
    MUTED,
    blank,
    count,
    listing,
    looks,
    number,
    player_name,
    point,
    sentence,
    series,
    short,
    tip,
    width_of,
)

if TYPE_CHECKING:
    from matplotlib.axes import Axes

_ROW = 0.36
_HEAD = 0.34
_GAP = 0.14
_LEFT = 0.5
_LEAST_BAR = 1.7
_BARS = 6.2
"""All bars of a row together, in inches, as long as none is shorter than the least."""


@dataclass(frozen=True, slots=True)
class _Group:
    """A component, or all equilibria where none are known: its number, index, size and the positions shown."""

    number: int | None
    index: int | None
    size: int
    shown: tuple[int, ...]

    def words(self) -> str:
        if self.number is None:
            return count(self.size, "equilibrium", "equilibria")
        index = "" if self.index is None else f" · index {number(self.index)}"
        part = "" if len(self.shown) == self.size else f"{len(self.shown)} of "
        noun = "extreme equilibrium" if self.size == 1 else "extreme equilibria"
        return f"component {self.number}{index} · {part}{self.size:,} {noun}"


def draw_equilibria(solution: Solution, *, axes: "Axes | None" = None, most: int = 12) -> "Axes":
    """Draw the probabilities of the first equilibria as bars, at least one of each component while there is room.

    Parameters
    ----------
    most : int
        How many equilibria are drawn; the headings say of how many.

    Raises
    ------
    InputError
        For anything but a solution, and for a number below 1.

    Examples
    --------
    >>> from selten.equilibria.solve import solve
    >>> from selten.games.library import battle_of_the_sexes
    >>> axes = draw_equilibria(solve(battle_of_the_sexes()))
    >>> sorted(text.get_text() for text in axes.texts if "1.2" in text.get_text() or "6/5" in text.get_text())
    ['6/5, 6/5']
    """
    own = solution_of(solution, "draw_equilibria")
    groups = _groups(own, most)
    bar = max(_LEAST_BAR, (_BARS - _GAP * (len(own.game.players) - 1)) / len(own.game.players))
    pays = max([width_of(_pays(own.equilibria[k]), 8) for group in groups for k in group.shown], default=1.0)
    width = _LEFT + len(own.game.players) * (bar + _GAP) + max(pays, 0.5) + 0.1
    height = 0.4 + sum(_HEAD + _ROW * len(group.shown) for group in groups) + 0.1
    with looks():
        target = blank(axes, width, height)
        _heads(target, own, bar)
        y = 0.4
        for group in groups:
            colour = INK if group.number is None else series(group.number)
            target.plot([0.16], [y + _HEAD / 2 + 0.03], "s", color=colour, markersize=6)
            target.text(0.28, y + _HEAD / 2 + 0.03, group.words(), size=8.5, weight="bold", va="center")
            y += _HEAD
            for k in group.shown:
                _draw_row(target, own, k, y, bar, colour)
                y += _ROW
    return target


def describe_equilibria(solution: Solution, *, most: int = 12) -> str:
    """The same in words: what each of the equilibria shown plays and pays.

    Examples
    --------
    >>> from selten.equilibria.solve import solve
    >>> from selten.games.library import matching_pennies
    >>> describe_equilibria(solve(matching_pennies())).split(": ")[0]
    '1 equilibrium in 1 component. Equilibrium 0, in component 0'
    """
    own = solution_of(solution, "describe_equilibria")
    total = count(len(own.equilibria), "equilibrium", "equilibria")
    inside = f" in {count(len(own.components), 'component')}" if own.components else ""
    words = [f"{total}{inside}."]
    shown = 0
    for group in _groups(own, most):
        for k in group.shown:
            words.append(_row_words(own, k, group.number))
            shown += 1
    rest = len(own.equilibria) - shown
    return " ".join([*words, f"{rest:,} more are not shown."] if rest else words)


def _row_words(solution: Solution, k: int, part: int | None) -> str:
    equilibrium = solution.equilibria[k]
    plays = []
    for i, (name, own) in enumerate(zip(solution.game.players, equilibrium.profile.strategies, strict=True)):
        names = solution.game.strategies[i]
        played = [(names[s], p) for s, p in enumerate(own) if p != 0]
        mixed = listing([f"{short(s)} with {number(p)}" for s, p in played])
        plays.append(f"{player_name(name)} plays {short(played[0][0]) if len(played) == 1 else mixed}")
    inside = "" if part is None else f", in component {part}"
    return sentence(f"equilibrium {k}{inside}: {'; '.join(plays)}; pays {_pays(equilibrium)}.")


def _groups(solution: Solution, most: int) -> list[_Group]:
    if most < 1:
        raise InputError(f"most: got {most}; allowed: at least 1")
    if not solution.components:
        size = len(solution.equilibria)
        return [_Group(None, None, size, tuple(range(min(size, most))))]
    chosen = {part.equilibria[0] for part in solution.components[:most]}
    for part in solution.components:
        chosen.update(part.equilibria[1 : 1 + most - len(chosen)])
    return [
        _Group(c, part.index, len(part.equilibria), tuple(k for k in part.equilibria if k in chosen))
        for c, part in enumerate(solution.components[:most])
    ]


def _heads(axes: "Axes", solution: Solution, bar: float) -> None:
    for i, name in enumerate(solution.game.players):
        axes.text(_LEFT + i * (bar + _GAP), 0.2, player_name(name), size=8.5, color=MUTED, va="center")
    axes.text(_LEFT + len(solution.game.players) * (bar + _GAP), 0.2, "payoffs", size=8.5, color=MUTED, va="center")


def _draw_row(axes: "Axes", solution: Solution, k: int, y: float, bar: float, colour: str) -> None:
    equilibrium = solution.equilibria[k]
    middle = y + _ROW / 2
    axes.text(_LEFT - 0.1, middle, str(k), size=8, ha="right", va="center", color=MUTED)
    for i, own in enumerate(equilibrium.profile.strategies):
        _draw_bar(axes, own, solution.game.strategies[i], _LEFT + i * (bar + _GAP), y, bar, colour, k)
    right = _LEFT + len(solution.game.players) * (bar + _GAP)
    axes.text(right, middle, _pays(equilibrium), size=8, va="center")


def _draw_bar(
    axes: "Axes", own: Sequence[Any], names: Sequence[str], x: float, y: float, bar: float, colour: str, k: int
) -> None:
    from matplotlib.patches import Rectangle

    left = x
    for order, s in enumerate(s for s, p in enumerate(own) if p != 0):
        length = point(own[s]) * bar
        shade = 0.34 if order % 2 == 0 else 0.16
        patch = Rectangle((left, y + 0.04), length, _ROW - 0.08, facecolor=colour, alpha=shade, linewidth=0)
        axes.add_patch(patch)
        tip(patch, f"equilibrium-{k}", f"equilibrium {k}: {short(names[s], 60)} with {number(own[s])}")
        label = _label(names[s], own[s], length)
        axes.text(left + length / 2, y + _ROW / 2, label, size=7.5, ha="center", va="center", linespacing=0.95)
        left += length
    frame = Rectangle((x, y + 0.04), bar, _ROW - 0.08, facecolor="none", edgecolor=LINE, linewidth=0.6)
    axes.add_patch(frame)


def _label(name: str, probability: Any, length: float) -> str:
    """As much as fits: the strategy over its probability, or the strategy, or nothing."""
    over = "" if probability == 1 else number(probability, 3)
    room = int(length / width_of("x", 7.5))
    clean = short(name, 28)
    if over and len(over) <= room >= 2:
        return f"{clean if len(clean) <= room else short(name, room)}\n{over}"
    return clean if len(clean) <= room else short(name, room) if room >= 4 else ""


def _pays(equilibrium: Equilibrium) -> str:
    return ", ".join(number(value, 4) for value in equilibrium.payoffs)
