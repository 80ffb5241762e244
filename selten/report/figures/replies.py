"""Best responses in a game of two players with two strategies each, in the square of their probabilities.

To the right is the probability that player 1 plays its first strategy, upward that player 2 plays its first. A best
response is a corner, or where a player is indifferent a whole edge across the square (or all of it); all of it exactly.
Equilibria are where the two cross: points, edges and rectangles, which are the maximal Nash subsets.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING, Any

from selten.equilibria.solution import Solution
from selten.games.errors import InputError
from selten.games.normal_form import NormalForm
from selten.report.figures.best import subject
from selten.report.figures.style import INK, fresh, listing, looks, number, player_name, sentence, series, short, tip

if TYPE_CHECKING:
    from matplotlib.axes import Axes

_LOOKS: tuple[tuple[Any, float], ...] = (("solid", 3.4), ((0, (3, 1.5)), 2.2))


@dataclass(frozen=True, slots=True)
class Box:
    """A product of two intervals of probabilities: of player 1's first strategy and of player 2's."""

    first: tuple[Fraction, Fraction]
    second: tuple[Fraction, Fraction]


def reply_boxes(game: NormalForm, player: int) -> tuple[Box, ...]:
    """Where a player of a 2 x 2 game plays a best response: edges, or the whole square where it never cares.

    Examples
    --------
    >>> pennies = NormalForm.of([[[1, -1], [-1, 1]], [[-1, 1], [1, -1]]])
    >>> [[str(x) for x in (*box.first, *box.second)] for box in reply_boxes(pennies, 0)]
    [['1', '1', '1/2', '1'], ['0', '0', '0', '1/2'], ['0', '1', '1/2', '1/2']]
    """
    table = [[Fraction(value) for value in row] for row in game.payoffs[player].tolist()]
    (a, b), (c, d) = table if player == 0 else zip(*table, strict=True)
    at_one, at_zero = a - c, b - d  # what the first strategy gains, where the other player plays its first, its second
    zero, one = Fraction(0), Fraction(1)
    if at_one == at_zero == 0:
        return (_box((zero, one), (zero, one), player),)
    boxes = []
    root = at_zero / (at_zero - at_one) if at_zero != at_one else None
    inside = root if root is not None and 0 <= root <= 1 else None
    for side, sign in ((one, 1), (zero, -1)):
        ends = [q for q, gain in ((zero, at_zero), (one, at_one)) if sign * gain > 0]
        if ends:
            reach = sorted({*ends, *([] if inside is None else [inside])})
            if reach[0] < reach[-1]:
                boxes.append(_box((side, side), (reach[0], reach[-1]), player))
    if inside is not None:
        boxes.append(_box((zero, one), (inside, inside), player))
    return tuple(boxes)


def draw_replies(game: NormalForm | Solution, *, axes: "Axes | None" = None) -> "Axes":
    """Draw both best responses and where they cross.

    Raises
    ------
    InputError
        For anything but a game of two players with two strategies each, in exact or float payoffs, or its solution.

    Examples
    --------
    >>> from selten.games.library import matching_pennies
    >>> axes = draw_replies(matching_pennies())
    >>> [line.get_xydata().tolist() for line in axes.get_lines() if line.get_marker() == "o"]
    [[[0.5, 0.5]]]
    """
    own, boxes = _solved(game, "draw_replies")
    with looks():
        target = fresh(axes, 4.6, 4.4)
        for player in (0, 1):
            for box in reply_boxes(own, player):
                _draw_reply(target, own, player, box)
        for box in boxes:
            _draw_equilibria(target, box)
        _frame(target, own)
    return target


def describe_replies(game: NormalForm | Solution) -> str:
    """The same in words.

    Examples
    --------
    >>> from selten.games.library import matching_pennies
    >>> describe_replies(matching_pennies())[-95:]
    'The best responses cross where player 1 plays heads with 1/2 and player 2 plays heads with 1/2.'
    """
    own, boxes = _solved(game, "describe_replies")
    words = [_reply_words(own, player) for player in (0, 1)]
    first, second = (player_name(name) for name in own.players)
    names = short(own.strategies[0][0]), short(own.strategies[1][0])
    places = [
        f"{first} plays {names[0]} with {_range(box.first)} and {second} plays {names[1]} with {_range(box.second)}"
        for box in boxes
    ]
    return " ".join([*words, f"The best responses cross where {'; where '.join(places)}."])


def _reply_words(game: NormalForm, player: int) -> str:
    who, other = player_name(game.players[player]), player_name(game.players[1 - player])
    own, theirs = game.strategies[player], short(game.strategies[1 - player][0])
    parts = []
    for box in reply_boxes(game, player):
        mine, at = (box.first, box.second) if player == 0 else (box.second, box.first)
        plays = "anything" if mine[0] < mine[1] else short(own[0] if mine[0] == 1 else own[1])
        parts.append(f"{plays} if {other} plays {theirs} with {_range(at)}")
    return sentence(f"{who} best plays {listing(parts)}.")


def _range(ends: tuple[Fraction, Fraction]) -> str:
    return number(ends[0]) if ends[0] == ends[1] else f"{number(ends[0])} to {number(ends[1])}"


def _solved(given: Any, function: str) -> tuple[NormalForm, tuple[Box, ...]]:
    """The game, and its maximal Nash subsets as boxes."""
    own, solution = subject(given, function)
    if own.counts != (2, 2):
        raise InputError(f"{function}: got a game with {list(own.counts)} strategies; allowed: [2, 2]")
    if own.kind == "enclosed":
        raise InputError(f"{function}: got payoffs known by bounds; allowed: exact or float payoffs")
    if solution is None or not solution.nash_subsets:
        from selten.equilibria.solve import solve

        solution = solve(own)
    boxes = []
    for subset in solution.nash_subsets:
        profiles = [solution.equilibria[k].profile.strategies for k in subset]
        sides = [[Fraction(profile[i][0]) for profile in profiles] for i in (0, 1)]
        boxes.append(Box((min(sides[0]), max(sides[0])), (min(sides[1]), max(sides[1]))))
    return own, tuple(boxes)


def _box(own: tuple[Fraction, Fraction], other: tuple[Fraction, Fraction], player: int) -> Box:
    return Box(own, other) if player == 0 else Box(other, own)


def _corners(box: Box) -> tuple[list[float], list[float]]:
    (a, b), (c, d) = box.first, box.second
    return [float(x) for x in (a, b, b, a, a)], [float(y) for y in (c, c, d, d, c)]


def _draw_reply(axes: "Axes", game: NormalForm, player: int, box: Box) -> None:
    style, width = _LOOKS[player]
    colour, label = series(player), f"best responses of {player_name(game.players[player])}"
    if box.first[0] < box.first[1] and box.second[0] < box.second[1]:
        hatch = "///" if player == 0 else "\\\\\\"
        (area,) = axes.fill(*_corners(box), facecolor="none", edgecolor=colour, hatch=hatch, label=label, alpha=0.5)
        tip(area, f"replies-{player}", f"{label}: everything")
        return
    x, y = ([float(end) for end in ends] for ends in (box.first, box.second))
    (line,) = axes.plot(x, y, color=colour, linestyle=style, linewidth=width, label=label, clip_on=False)
    line.set_dash_capstyle("butt")
    tip(line, f"replies-{player}", label)


def _draw_equilibria(axes: "Axes", box: Box) -> None:
    """A dot at each extreme equilibrium; edges and rectangles between them."""
    x, y = _corners(box)
    if box.first[0] < box.first[1] and box.second[0] < box.second[1]:
        axes.fill(x, y, facecolor=INK, alpha=0.15, linewidth=0, zorder=1)
    elif box.first[0] < box.first[1] or box.second[0] < box.second[1]:
        axes.plot(x[:3], y[:3], color=INK, linewidth=1.2, zorder=4, clip_on=False)
    for p, q in sorted({(p, q) for p in box.first for q in box.second}):
        (dot,) = axes.plot([float(p)], [float(q)], "o", color=INK, markersize=7, zorder=5, clip_on=False)
        tip(dot, "equilibrium", f"equilibrium ({number(p)}, {number(q)})")
        if 0 < p < 1 and 0 < q < 1:
            text = f"({number(p)}, {number(q)})"
            axes.annotate(text, (float(p), float(q)), xytext=(7, 7), textcoords="offset points", size=8, zorder=6)


def _frame(axes: "Axes", game: NormalForm) -> None:
    handles, labels = axes.get_legend_handles_labels()
    first: Sequence[int] = [labels.index(label) for label in dict.fromkeys(labels)]
    axes.legend([handles[k] for k in first], [labels[k] for k in first], loc="lower center", bbox_to_anchor=(0.5, 1.02))
    names = [(player_name(game.players[i]), short(game.strategies[i][0])) for i in (0, 1)]
    for axis, (player, strategy) in zip((axes.xaxis, axes.yaxis), names, strict=True):
        axis.set_ticks([0, 0.25, 0.5, 0.75, 1], ["0", "1/4", "1/2", "3/4", "1"])
        axis.set_label_text(f"probability that {player} plays {strategy}")
    axes.set(xlim=(-0.03, 1.03), ylim=(-0.03, 1.03))
    axes.set_aspect("equal")
