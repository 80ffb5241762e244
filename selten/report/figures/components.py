"""The components of a game's equilibria: extreme equilibria on a ring, joined through their maximal Nash subsets.

A square is a maximal Nash subset and is joined to the extreme equilibria in it; every equilibrium of the component is a
mixture within one of them. The marker of an equilibrium says the strongest refinement that it is known to have.
"""

from collections.abc import Sequence
from math import cos, sin
from typing import TYPE_CHECKING, Any

from selten.equilibria.solution import Component, Solution
from selten.games.errors import InputError
from selten.report.figures.best import solution_of
from selten.report.figures.component_rings import MOST_COMPONENTS, Ring, packed
from selten.report.figures.style import (
    MUTED,
    PAPER,
    blank,
    count,
    listing,
    looks,
    number,
    player_name,
    series,
    short,
    tip,
)

if TYPE_CHECKING:
    from matplotlib.axes import Axes

LEVELS = ("strict", "proper", "perfect", "not perfect", "perfect or not is open")
"""What the marker of an equilibrium says: the strongest that is known."""

_MARKERS = ("D", "^", "o", "o", "o")

Flags = Sequence[bool | None]


def draw_components(
    solution: Solution, *, axes: "Axes | None" = None, perfect: Flags = (), proper: Flags = ()
) -> "Axes":
    """Draw the components with their extreme equilibria, maximal Nash subsets, indices and refinements.

    Parameters
    ----------
    perfect, proper : sequences of bool or None
        For each equilibrium whether it is, None where that is open; empty where it was not asked.

    Raises
    ------
    InputError
        For anything but a solution whose components are known (two players), and for flags that do not fit.

    Examples
    --------
    >>> from selten.equilibria.solve import solve
    >>> from selten.games.library import battle_of_the_sexes
    >>> axes = draw_components(solve(battle_of_the_sexes()))
    >>> [text.get_text() for text in axes.texts if "index" in text.get_text()]
    ['component 0\\nindex 1', 'component 1\\nindex −1', 'component 2\\nindex 1']
    """
    own = _checked(solution, "draw_components", perfect, proper)
    levels = refinement_levels(own, perfect, proper)
    rings, height = packed(own)
    with looks():
        right = max(ring.x + ring.half for ring in rings)
        target = blank(axes, max(right, _legend_width(own, levels)), height + 0.35)
        for ring in rings:
            _draw_ring(target, own, ring, levels)
        _legend(target, own, levels, height)
    return target


def describe_components(solution: Solution, *, perfect: Flags = (), proper: Flags = ()) -> str:
    """The same in words, component by component.

    Examples
    --------
    >>> from selten.equilibria.solve import solve
    >>> from selten.games.library import matching_pennies
    >>> describe_components(solve(matching_pennies()))[:76]
    '1 component. Component 0: index 1; 1 extreme equilibrium in 1 maximal Nash s'
    """
    own = _checked(solution, "describe_components", perfect, proper)
    levels = refinement_levels(own, perfect, proper)
    words = [f"{count(len(own.components), 'component')}."]
    words += [_words(own, c, part, levels) for c, part in enumerate(own.components[:MOST_COMPONENTS])]
    rest = len(own.components) - MOST_COMPONENTS
    return " ".join([*words, f"{rest} more components are not shown."] if rest > 0 else words)


def refinement_levels(solution: Solution, perfect: Flags = (), proper: Flags = ()) -> tuple[str, ...]:
    """For each equilibrium the strongest of :data:`LEVELS` that is known of it; strict ones are found here, exactly.

    Examples
    --------
    >>> from selten.equilibria.solve import solve
    >>> from selten.games.library import matching_pennies, prisoners_dilemma
    >>> refinement_levels(solve(prisoners_dilemma())), refinement_levels(solve(matching_pennies()), (True,), (None,))
    (('strict',), ('perfect',))
    """
    from selten.selection.strict import strict_and_quasi

    strict = strict_and_quasi(solution) or [None] * len(solution.equilibria)
    levels = []
    for k, found in enumerate(strict):
        if found is not None and found[0]:
            levels.append("strict")
        elif proper and proper[k]:
            levels.append("proper")
        elif perfect and perfect[k] is not None:
            levels.append("perfect" if perfect[k] else "not perfect")
        else:
            levels.append(LEVELS[-1])
    return tuple(levels)


def _checked(solution: Any, function: str, perfect: Flags, proper: Flags) -> Solution:
    own = solution_of(solution, function)
    if not own.components:
        raise InputError(f"{function}: got a solution without components; allowed: a complete one of two players")
    for name, flags in (("perfect", perfect), ("proper", proper)):
        if len(flags) not in (0, len(own.equilibria)):
            raise InputError(f"{function}: {name}: got {len(flags)} flags; allowed: {len(own.equilibria)} or none")
    return own


def _words(solution: Solution, c: int, part: Component, levels: Sequence[str]) -> str:
    index = "not computed" if part.index is None else number(part.index)
    subsets = count(len(part.nash_subsets), "maximal Nash subset")
    members = listing([str(k) for k in part.equilibria], 30)
    pays = []
    for name, (low, high) in zip(solution.game.players, part.payoff_ranges, strict=True):
        reach = (
            number(low, 4) if low is high or number(low) == number(high) else f"{number(low, 4)} to {number(high, 4)}"
        )
        pays.append(f"{player_name(name)} gets {reach}")
    found = [levels[k] for k in part.equilibria]
    refined = [f"{found.count(level)} {level}" for level in LEVELS[:-1] if level in found]
    refined += [f"{found.count(LEVELS[-1])} of which perfection is open"] if LEVELS[-1] in found else []
    extreme = count(len(part.equilibria), "extreme equilibrium", "extreme equilibria")
    return (
        f"Component {c}: index {index}; {extreme} in {subsets} (number {members}); {'; '.join(pays)}; "
        f"{', '.join(refined)}."
    )


def _draw_ring(axes: "Axes", solution: Solution, ring: Ring, levels: Sequence[str]) -> None:
    from matplotlib.patches import Circle

    part = solution.components[ring.number]
    colour = series(ring.number)
    disc = Circle((ring.x, ring.y), ring.radius + 0.12, facecolor=colour, alpha=0.1, linewidth=0)
    axes.add_patch(disc)
    if len(ring.members) > 1:
        _draw_subsets(axes, ring, colour)
    for position, k in enumerate(ring.members):
        _draw_member(axes, solution, ring, position, k, levels[k])
    index = "index ?" if part.index is None else f"index {number(part.index)}"
    cut = f"\n{len(ring.members)} of {len(part.equilibria):,} drawn" if len(ring.members) < len(part.equilibria) else ""
    under = ring.y + ring.radius + 0.3
    label = f"component {ring.number}\n{index}{cut}"
    axes.text(ring.x, under, label, size=8.5, ha="center", va="top", linespacing=1.15)
    tip(disc, f"component-{ring.number}", f"component {ring.number}, {index}")


def _draw_subsets(axes: "Axes", ring: Ring, colour: str) -> None:
    """A square in the middle of the members of each subset, moved where another one stands already."""
    where = {k: ring.place(position) for position, k in enumerate(ring.members)}
    taken: list[tuple[float, float]] = []
    for s, subset in enumerate(ring.subsets):
        places = [where[k] for k in subset]
        x, y = _free(sum(a for a, _ in places) / len(places), sum(b for _, b in places) / len(places), taken)
        taken.append((x, y))
        for px, py in places:
            axes.plot([x, px], [y, py], color=colour, linewidth=0.7, alpha=0.75, zorder=2)
        (square,) = axes.plot([x], [y], "s", color=colour, markersize=5.5, zorder=3)
        members = count(len(subset), "extreme equilibrium", "extreme equilibria")
        tip(square, f"subset-{ring.number}-{s}", f"maximal Nash subset of {members}")


def _free(x: float, y: float, taken: Sequence[tuple[float, float]]) -> tuple[float, float]:
    """The place, or the next one around it (a spiral) that is no square's."""
    for k in range(200):
        a, b = x + 0.018 * k * cos(2.4 * k), y + 0.018 * k * sin(2.4 * k)
        if all(abs(a - c) + abs(b - d) > 0.16 for c, d in taken):
            return a, b
    return x, y


def _draw_member(axes: "Axes", solution: Solution, ring: Ring, position: int, k: int, level: str) -> None:
    x, y = ring.place(position)
    (node,) = axes.plot([x], [y], zorder=4, **_marker(level, series(ring.number)))
    profile = solution.equilibria[k].profile
    plays = "; ".join(
        listing([short(names[s]) for s in own], 6)
        for names, own in zip(solution.game.strategies, profile.supports, strict=True)
    )
    tip(node, f"equilibrium-{k}", f"equilibrium {k} ({plays}), {level}")
    outside = (x, y - 0.16) if ring.radius == 0 else ring.place(position, 1 + 0.16 / ring.radius)
    axes.text(*outside, str(k), size=6.5, ha="center", va="center", color=MUTED)


def _marker(level: str, colour: str) -> dict[str, Any]:
    filled = level in LEVELS[:3]
    face = colour if filled else PAPER if level == "not perfect" else "#b9bcc2"
    size = 6.5 if level == "strict" else 7.0
    kind = _MARKERS[LEVELS.index(level)]
    return {"marker": kind, "markersize": size, "markerfacecolor": face, "markeredgecolor": colour, "linestyle": "none"}


def _entries(solution: Solution, levels: Sequence[str]) -> list[tuple[str, dict[str, Any]]]:
    entries = [(level, _marker(level, MUTED)) for level in LEVELS if level in levels]
    if any(len(part.equilibria) > 1 for part in solution.components):
        square = {"marker": "s", "markersize": 5.5, "color": MUTED, "linestyle": "none"}
        entries.append(("maximal Nash subset", square))
    rest = len(solution.components) - MOST_COMPONENTS
    return [*entries, (f"and {count(rest, 'component')} more", {"linestyle": "none"})] if rest > 0 else entries


def _legend_width(solution: Solution, levels: Sequence[str]) -> float:
    return 0.2 + sum(_step(words) for words, _ in _entries(solution, levels))


def _step(words: str) -> float:
    return 0.3 + 0.064 * len(words)


def _legend(axes: "Axes", solution: Solution, levels: Sequence[str], height: float) -> None:
    x = 0.15
    for words, look in _entries(solution, levels):
        axes.plot([x], [height + 0.12], **look)
        axes.text(x + 0.1, height + 0.12, words, size=7.5, color=MUTED, va="center")
        x += _step(words)
