"""Payoff dominance between whole sets of equilibria of a two-player game, from extreme equilibria alone.

On a maximal Nash subset X x Y player 1's payoff is the greatest of its pure strategies' against y: it does not depend
on x, and since some strategy is a best reply to every y in Y, it is linear in y. Likewise player 2's is linear in x
and independent of y. So the payoffs of the subset fill a rectangle, its corners are paid by extreme equilibria, and the
range of a component is that of its extreme equilibria. Of two components one dominates the other if its worst
equilibrium, for each player, is better than the other's best (payoff dominance in the sense of Harsanyi and Selten,
1988, section 3.5, for every pair of equilibria at once).
"""

from collections.abc import Sequence
from dataclasses import dataclass

from selten.equilibria.doubt import Doubt, all_hold
from selten.equilibria.solution import Component, Solution, Status
from selten.games.enclosed import Undecided
from selten.games.normal_form import Number
from selten.selection.rule import Choice

Ranges = tuple[tuple[Number, Number], ...]


def payoff_rectangles(solution: Solution) -> tuple[Ranges, ...]:
    """For each maximal Nash subset the least and the greatest payoff of each player: the corners of its payoff set.

    Guarantees that each corner is paid by an extreme equilibrium of the subset, and each payoff pair inside by some
    equilibrium of it.

    Raises
    ------
    Undecided
        If bounds of an enclosed game do not say which payoff is the greatest.

    Examples
    --------
    >>> from selten.equilibria.solve import solve
    >>> from selten.games.normal_form import NormalForm
    >>> entry = solve(NormalForm.of([[[0, 0], [-1, 1]], [[2, 2], [-1, 1]]]))
    >>> [[(int(low), int(high)) for low, high in sides] for sides in payoff_rectangles(entry)]
    [[(0, 0), (2, 2)], [(1, 1), (1, 1)]]
    """
    values = [equilibrium.payoffs for equilibrium in solution.equilibria]
    return tuple(
        tuple((min(own), max(own)) for own in zip(*(values[k] for k in subset), strict=True))
        for subset in solution.nash_subsets
    )


def component_dominance(components: Sequence[Component]) -> list[tuple[int, int]]:
    """All pairs (dominated, by) of positions: each equilibrium in the second pays everybody more than any in the first.

    Raises
    ------
    Undecided
        If bounds leave a pair open.

    Examples
    --------
    >>> component_dominance([Component((0,), (0,), ((1, 2), (0, 0))), Component((1,), (1,), ((3, 4), (1, 1)))])
    [(0, 1)]
    """
    doubt, pairs = Doubt(), []
    for worse, low in enumerate(components):
        pairs += [(worse, by) for by, high in enumerate(components) if doubt.holds(_above, high, low)]
    if doubt.names:
        raise doubt.undecided()
    return pairs


@dataclass(frozen=True, slots=True)
class UndominatedComponents:
    """Keeps the equilibria of the components that no other component payoff-dominates as a whole."""

    def __call__(self, solution: Solution) -> Choice:
        """The extreme equilibria in those components; decided for complete solutions of two-player games only."""
        if solution.status is not Status.COMPLETE or not solution.components:
            return Choice((), "Components are known for complete lists of two-player games only.", False)
        try:
            dominated = _dominated(solution.components)
        except Undecided as open_:
            return Choice((), f"Payoff dominance between components is open: {open_}.", False)
        parts = [part for k, part in enumerate(solution.components) if k not in dominated]
        kept = tuple(sorted(k for part in parts for k in part.equilibria))
        return Choice(
            kept, f"Components that another payoff-dominates: {len(dominated)} of {len(solution.components)}."
        )


def _dominated(components: Sequence[Component]) -> set[int]:
    """The positions of those that another dominates; components that pay the same are compared once."""
    alike: dict[Ranges, list[int]] = {}
    for k, part in enumerate(components):
        alike.setdefault(part.payoff_ranges, []).append(k)
    groups = list(alike.values())
    pairs = component_dominance([components[group[0]] for group in groups])
    return {k for worse in {worse for worse, _ in pairs} for k in groups[worse]}


def _above(high: Component, low: Component) -> bool:
    doubt = Doubt()
    ranges = zip(high.payoff_ranges, low.payoff_ranges, strict=True)
    return all_hold((doubt.holds(lambda a, b: a > b, least, most) for (least, _), (_, most) in ranges), doubt)
