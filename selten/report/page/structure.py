"""Components and their Nash subsets for the eye: each with index, payoffs and how many are refined."""

from dataclasses import dataclass

from selten.equilibria.solution import Solution
from selten.report.page.equilibria import REFINEMENTS, Refined
from selten.report.page.numbers import Shown, label, shown

MOST_COMPONENTS = 40
"""Components that a page shows."""

MOST_SUBSETS = 40
"""Nash subsets of one component that a page shows."""

MOST_MEMBERS = 48
"""Equilibria of one Nash subset that a page shows."""


@dataclass(frozen=True, slots=True)
class Subset:
    """A maximal Nash subset: its equilibria, and how many more it has than are shown."""

    number: int
    members: tuple[int, ...]
    more: int


@dataclass(frozen=True, slots=True)
class Part:
    """A component of the page."""

    number: int
    index: str
    size: int
    payoffs: tuple[tuple[Shown, Shown, Shown | None], ...]
    refined: tuple[tuple[str, Shown], ...]
    subsets: tuple[Subset, ...]
    more: int


def parts(solution: Solution, refined: Refined) -> tuple[Part, ...]:
    """The components in the order of the solution, at most :data:`MOST_COMPONENTS`.

    Examples
    --------
    >>> from selten.equilibria.solve import solve
    >>> from selten.games.normal_form import NormalForm
    >>> from selten.report.page.equilibria import refinements
    >>> hunt = solve(NormalForm.of([[[9, 0], [8, 7]], [[9, 8], [0, 7]]]))
    >>> [(part.index, part.subsets[0].members) for part in parts(hunt, refinements(hunt))]
    [('+1', (0,)), ('−1', (1,)), ('+1', (2,))]
    """
    found = []
    for number, own in enumerate(solution.components[:MOST_COMPONENTS]):
        subsets = [_subset(solution, k) for k in own.nash_subsets[:MOST_SUBSETS]]
        payoffs = tuple(
            (label(player), shown(low), None if _same(low, high) else shown(high))
            for player, (low, high) in zip(solution.game.players, own.payoff_ranges, strict=True)
        )
        counts = tuple((name, refined.count(name, own.equilibria)) for name in REFINEMENTS)
        more = max(0, len(own.nash_subsets) - MOST_SUBSETS)
        found.append(Part(number, index_text(own.index), len(own.equilibria), payoffs, counts, tuple(subsets), more))
    return tuple(found)


def index_text(index: int | None) -> str:
    """The index with its sign, or a question mark while it is open.

    Examples
    --------
    >>> index_text(1), index_text(0), index_text(-1), index_text(None)
    ('+1', '0', '−1', '?')
    """
    if index is None:
        return "?"
    return f"+{index}" if index > 0 else str(index).replace("-", "−")


def _subset(solution: Solution, number: int) -> Subset:
    members = solution.nash_subsets[number]
    return Subset(number, members[:MOST_MEMBERS], max(0, len(members) - MOST_MEMBERS))


def _same(low: object, high: object) -> bool:
    try:
        return bool(low == high)
    except ArithmeticError:  # bounds that leave it open
        return False
